"""Drafts of letters in a folder of the person's choice, opened in the mail program when asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from dd_panel.text import _, ngettext
from dd_panel.ui.jobs import OneJob
from dd_panel.ui.speech import announce
from dd_panel.ui.widgets.buttons import Button
from dd_panel.ui.widgets.labels import ElidedLabel, IconLabel
from dd_panel.ui.widgets.layouts import column, row
from dd_panel.ui.widgets.tips import plain_tip

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtGui import QKeyEvent

    from dd_panel.services.drafts import Drafts
    from dd_panel.ui.jobs import Jobs
    from dd_panel.ui.outside import Outside
    from dd_panel.ui.theme import Theme


class LetterStrip(QWidget):
    """Says where drafts lie and asks whether to open them; hidden while there is nothing to say.

    `closed` comes when the person is done with it.
    """

    closed = Signal()

    def __init__(self, theme: Theme, outside: Outside) -> None:
        super().__init__()
        self._outside = outside
        self._paths: tuple[Path, ...] = ()
        self._title = ElidedLabel(theme, "", "body", weight=600)
        self._note = ElidedLabel(theme, "", "dense", "ink2")
        self.open_button = Button(theme, _("Open in the mail program"), "primary")
        self.folder_button = Button(theme, _("Show the folder"))
        self.close_button = Button(theme, kind="icon", icon="x", name=_("Close"))
        words = column(self._title, self._note, gap=2)
        buttons = row(self.folder_button, self.open_button, self.close_button, gap=8)
        icon = IconLabel(theme, "check-circle", "good")
        self.setLayout(row(icon, (words, 1), buttons, gap=12, margins=(16, 10, 16, 10)))
        self.open_button.clicked.connect(self._on_open)
        self.folder_button.clicked.connect(self._on_folder)
        self.close_button.clicked.connect(self.close_strip)
        self.hide()

    def show_drafts(self, drafts: Drafts) -> None:
        """Say what was written and where."""
        self._paths = drafts.paths
        count, folder = len(drafts.paths), drafts.paths[0].parent
        title = ngettext("{count} draft written to {folder}", "{count} drafts written to {folder}", count)
        self._title.setText(title.format(count=count, folder=folder.name or folder))
        note = _("Nothing was sent. Open it in your mail program, read it, and send it yourself.")
        if drafts.without_address:
            names = _(", ").join(drafts.without_address)
            note = _("Nothing was sent. No e-mail address is known for {names}.").format(names=names)
        self._note.setText(note)
        self.open_button.setText(ngettext("Open {count} draft", "Open {count} drafts", count).format(count=count))
        self._show_strip()

    def show_second_look(self, name: str, path: Path) -> None:
        """Say where a second look for this member lies, and what to do with it."""
        self._paths = (path,)
        self._title.setText(_("Second look for {name} written to {folder}").format(name=name, folder=path.parent.name))
        note = _("Nothing was sent. Send the file to the member; add it here when it comes back.")
        self._note.setText(note)
        self.open_button.setText(_("Open the file"))
        self._show_strip()

    def _show_strip(self) -> None:
        self.folder_button.setToolTip(plain_tip("\n".join(str(path) for path in self._paths)))
        self.show()
        self.open_button.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self, f"{self._title.text()}. {self._note.text()}")

    def close_strip(self) -> None:
        """Say nothing more."""
        self._paths = ()
        self.hide()
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_strip()
        else:
            super().keyPressEvent(event)

    def _on_open(self) -> None:
        if not self._paths:
            return
        opened = [self._outside.opened(path) for path in self._paths]
        if not all(opened):
            words = _("This computer has no program for drafts. Open them from your mail program, or copy their text.")
            self._note.setText(words)
            announce(self, words, at_once=True)
            return
        self.close_strip()

    def _on_folder(self) -> None:
        if self._paths:
            self._outside.opened(self._paths[0].parent)


class Letters(QObject):
    """Writes the drafts beside the window; the folder is asked for once and then kept while that is open.

    `written` carries the drafts; `failed` a trouble a person can put right.
    """

    written = Signal(object)
    failed = Signal(object)

    def __init__(self, outside: Outside, jobs: Jobs, window: QWidget) -> None:
        super().__init__(window)
        self._outside = outside
        self._window = window
        self._folder: Path | None = None
        self._writing = OneJob(jobs, self)
        self._writing.finished.connect(self.written)
        self._writing.failed.connect(self.failed)

    @property
    def busy(self) -> bool:
        """Whether drafts are being written."""
        return self._writing.busy

    def choose_folder(self) -> None:
        """Ask for another folder for drafts."""
        self._folder = self._outside.folder(self._window, _("A folder for the drafts")) or self._folder

    def write(self, write: Callable[[Path], Drafts]) -> None:
        """Have drafts written into the folder, which is asked for once; nothing where others are being written."""
        if self._folder is None or not self._folder.is_dir():
            self._folder = None
            self.choose_folder()
        folder = self._folder
        if folder is not None:
            self._writing.start(lambda _report: write(folder))
