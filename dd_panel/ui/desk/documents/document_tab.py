"""One attachment's tab: opens it beside the window, when it is first looked at or before, and shows what it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QImageReader
from PySide6.QtWidgets import QStackedWidget

from dd_panel.domain.errors import DDPanelError
from dd_panel.exchange.attachments.opening import Picture, open_document
from dd_panel.exchange.attachments.pdf import PdfFile
from dd_panel.exchange.attachments.sheets import Sheets
from dd_panel.exchange.attachments.word import WordText
from dd_panel.text import _
from dd_panel.ui.desk.documents.names import is_pdf_by_name, kind_words
from dd_panel.ui.desk.documents.not_shown import NotShown
from dd_panel.ui.desk.documents.page_skeleton import PageSkeleton
from dd_panel.ui.desk.documents.pdf_pane import PdfPane
from dd_panel.ui.desk.documents.picture_reading import MEGABYTES, read_picture
from dd_panel.ui.desk.documents.picture_view import PicturePane
from dd_panel.ui.desk.documents.sheet_view import SheetPane
from dd_panel.ui.desk.documents.text_views import PlainPane, WordPane
from dd_panel.ui.speech import announce
from dd_panel.ui.widgets.frames import Panel
from dd_panel.ui.widgets.layouts import column, held, row
from dd_panel.ui.widgets.states import Callout

if TYPE_CHECKING:
    from PySide6.QtCore import QSize
    from PySide6.QtGui import QShowEvent
    from PySide6.QtWidgets import QWidget

    from dd_panel.domain.applications import Attachment
    from dd_panel.exchange.attachments.pdf_beside import PdfProcess
    from dd_panel.exchange.attachments.plain import PlainText
    from dd_panel.ui.desk.documents.pdf_supplies import PdfSupplies
    from dd_panel.ui.desk.documents.viewer import Viewer
    from dd_panel.ui.jobs import Job, Jobs, Report
    from dd_panel.ui.theme import Theme

Fetch = Callable[[], bytes]
"""Reads the attachment's bytes, beside the window; raises DDPanelError where they can't be had."""


class DocumentTab(Panel):
    """Shows one attachment: grey lines at first, then its viewer, or the reason why there is none.

    `ready` comes once, when either stands there before the reader's eyes; the other signals carry on what its parts ask
    for.
    """

    ready = Signal()
    find_wanted = Signal()
    mark_wanted = Signal(str)
    open_wanted = Signal()
    save_wanted = Signal()

    def __init__(self, theme: Theme, jobs: Jobs, supplies: PdfSupplies, fetch: Fetch, attachment: Attachment) -> None:
        super().__init__(theme, "surface")
        self._jobs = jobs
        self._supplies = supplies
        self._fetch = fetch
        self.attachment = attachment
        self.viewer: Viewer | None = None
        self.not_shown: NotShown | None = None
        self._trouble = ""
        self._job: Job | None = None
        self._begun = False
        self._seen = False
        self._gone = False
        self._stack = QStackedWidget()
        self._skeleton = PageSkeleton(theme)
        self._stack.addWidget(self._skeleton)
        self.setLayout(column(self._stack, gap=0))

    def open(self) -> None:
        """Open the attachment, if that was not begun before."""
        if self._begun:
            return
        self._begun = True
        self._job = self._jobs.start(_opening(self._fetch, self._supplies.process))
        self._job.finished.connect(self._on_opened)
        self._job.failed.connect(self._on_failed)
        self._job.cancelled.connect(self._on_cancelled)
        if is_pdf_by_name(self.attachment.name):
            self._supplies.lay_bar_ready()  # where there is none, it is made while the document opens

    def prepare(self, room: QSize) -> None:
        """Open the attachment for a place of this size before anybody looks at it; nothing is said until then."""
        self.resize(room)
        self.open()

    @property
    def seen(self) -> bool:
        """Whether the reader has looked at it."""
        return self._seen

    @property
    def at_rest(self) -> bool:
        """Whether nothing of it is being read or drawn."""
        return self._job is None and (self.viewer is None or self.viewer.at_rest)

    @property
    def controls(self) -> tuple[QWidget, ...]:
        """Everything that takes the keyboard, in the order in which it is seen."""
        if self.viewer is not None:
            return self.viewer.controls
        return () if self.not_shown is None else self.not_shown.controls

    def release(self) -> None:
        """Give back what the document holds, and go."""
        self._gone = True
        self.hide()
        if self.viewer is not None:
            self.viewer.release()
        if self._job is None:
            self.deleteLater()
        else:
            self._job.cancel()  # it may have opened the document by now; then that is closed first

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._gone:
            return  # a stack shows another one when it lets go of the one in front
        self.open()
        if not self._seen:
            self._seen = True
            self._tell()

    def _on_opened(self, opened: tuple[PdfFile | WordText | Sheets | PlainText | QImage, tuple[str, ...]]) -> None:
        document, notes = opened
        self._job = None
        if self._gone:
            self._on_cancelled()
            if isinstance(document, PdfFile):
                self._jobs.start(lambda _report: document.close())
            return
        self.viewer = self._viewer_of(document)
        self.viewer.find_wanted.connect(self.find_wanted)
        self.viewer.open_wanted.connect(self.open_wanted)
        self.viewer.mark_wanted.connect(self.mark_wanted)
        self.viewer.bar.offer_elsewhere(offered=bool(kind_words(self.attachment.name)))
        self._bring(self.viewer, notes)
        self._tell()

    def _on_failed(self, trouble: Exception) -> None:
        self._job = None
        if self._gone:
            self._on_cancelled()
        elif isinstance(trouble, DDPanelError):
            self._show_trouble(trouble)
        else:
            raise trouble

    def _on_cancelled(self) -> None:
        self._job = None
        if self._gone:
            self.deleteLater()

    def _viewer_of(self, document: PdfFile | WordText | Sheets | PlainText | QImage) -> Viewer:
        match document:
            case PdfFile():
                return PdfPane(self._theme, self._jobs, document, self._supplies.take_bar(), self.size())
            case WordText():
                return WordPane(self._theme, document)
            case Sheets():
                return SheetPane(self._theme, document)
            case QImage():
                return PicturePane(self._theme, document, self.attachment.name)
            case _:
                return PlainPane(self._theme, document)

    def _show_trouble(self, error: DDPanelError) -> None:
        self.not_shown = NotShown(self._theme, self.attachment, error)
        self.not_shown.open_wanted.connect(self.open_wanted)
        self.not_shown.save_wanted.connect(self.save_wanted)
        self._trouble = str(error)
        self._bring(self.not_shown, ())
        self._tell()

    def _tell(self) -> None:
        """Say what stands there, once it does and somebody looks."""
        if self._seen and (self.viewer is not None or self.not_shown is not None):
            announce(self, self._trouble or _("{name} is open").format(name=self.attachment.name))
            self.ready.emit()

    def _bring(self, part: QWidget, notes: tuple[str, ...]) -> None:
        shown, had_keyboard = part, self.hasFocus()
        said = [Callout(self._theme, "warn", note) for note in notes]
        if said:
            above = row((column(*said), 1), margins=(16, 12, 16, 12))
            part = held(column(above, (part, 1), gap=0))
        self._stack.setCurrentIndex(self._stack.addWidget(part))
        self._stack.removeWidget(self._skeleton)
        self._skeleton.deleteLater()
        self.setFocusProxy(shown)
        if had_keyboard:
            shown.setFocus(Qt.FocusReason.OtherFocusReason)


def _opening(fetch: Fetch, pdfs: PdfProcess) -> Callable[[Report], tuple[object, tuple[str, ...]]]:
    def work(report: Report) -> tuple[object, tuple[str, ...]]:
        content = fetch()
        report.stop_if_cancelled()
        document = open_document(content, report.stop_if_cancelled, pdfs.open)
        if isinstance(document, Picture):
            QImageReader.setAllocationLimit(MEGABYTES)
            return read_picture(document), document.notes
        return document, document.notes

    return work
