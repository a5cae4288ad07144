"""Attachments leave the window: to another program, which is asked first, or as a copy in a folder of one's own."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QStandardPaths, QTemporaryDir, Signal

from dd_panel.domain.errors import DDPanelError, StorageError
from dd_panel.exchange.files import write_whole
from dd_panel.text import _
from dd_panel.ui.desk.documents.names import plain_name
from dd_panel.ui.start.file_questions import ask_where_to_keep
from dd_panel.ui.widgets.question import Question

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from dd_panel.domain.applications import Attachment
    from dd_panel.ui.desk.review_model import ReviewModel
    from dd_panel.ui.theme import Theme

OpenFile = Callable[[Path], bool]
"""Hands a file to the program that the laptop keeps for its kind; tells whether there was one."""


class TakingOut(QObject):
    """Opens attachments in other programs and saves copies of them; asks over the window in which `page` lies.

    `trouble` carries why that could not be done, `written` the path of a copy.
    """

    trouble = Signal(object)
    written = Signal(object)

    def __init__(self, theme: Theme, page: QWidget, model: ReviewModel, open_file: OpenFile) -> None:
        super().__init__(page)
        self._theme = theme
        self._page = page
        self._model = model
        self._open_file = open_file
        self._opened: QTemporaryDir | None = None
        self._numbers = count(1)

    def ask_to_open(self, attachment: Attachment) -> None:
        """Ask whether another program may open an attachment of the application on the desk."""
        read = self._model.attachment_reader(attachment)
        question = Question(
            self._theme,
            self._page.window(),
            _("Open in another program?"),
            _("{name} opens outside this window, in a copy that is removed later.").format(name=attachment.name),
            _("Open it"),
        )
        question.accepted.connect(lambda: self._open(attachment, read))
        question.open()

    def ask_where_to_save(self, attachment: Attachment) -> None:
        """Ask where a copy of an attachment of the application on the desk goes; it takes no other file's place."""
        read = self._model.attachment_reader(attachment)
        documents = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
        suggested = documents / plain_name(attachment.name)
        ask_where_to_keep(
            self._page.window(), _("Save a copy"), suggested, "", lambda chosen: self._save(read, Path(chosen))
        )

    def _open(self, attachment: Attachment, read: Callable[[], bytes]) -> None:
        if self._opened is None:
            self._opened = QTemporaryDir()
        # A folder for each time: another program may still have the last copy open, with changes in it.
        path = Path(self._opened.filePath(str(next(self._numbers)))) / plain_name(attachment.name)
        if self._write(read, path) and not self._open_file(path):
            self.trouble.emit(
                StorageError(
                    _("No program on this laptop opens {name}.").format(name=attachment.name),
                    remedy=_("Save a copy and open it elsewhere."),
                )
            )

    def _save(self, read: Callable[[], bytes], path: Path) -> None:
        if self._write(read, path):
            self.written.emit(path)

    def _write(self, read: Callable[[], bytes], path: Path) -> bool:
        try:
            content = read()
            write_whole(path, content, ours=lambda there: there.read_bytes() == content)
        except DDPanelError as error:
            self.trouble.emit(error)
            return False
        return True
