"""The attachments of the application on the desk: each opened when first looked at, and kept while it lies there."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QStackedWidget

from dd_panel.exchange.attachments.pdf_beside import PdfProcess
from dd_panel.ui.desk.documents.names import is_pdf_by_name

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from dd_panel.domain.applications import Attachment
    from dd_panel.ui.desk.documents.document_tab import DocumentTab, Fetch
    from dd_panel.ui.desk.documents.viewer import Viewer
    from dd_panel.ui.jobs import Jobs
    from dd_panel.ui.theme import Theme

SOON_MS: Final = 500
"""The application's own text is shown before anything is made ready for its attachments."""

Reader = Callable[["Attachment"], "Fetch"]
"""Gives what reads an attachment's bytes."""


class DocumentStack(QStackedWidget):
    """Shows one attachment at a time.

    `ready` comes when an attachment stands there, or the reason why it doesn't; the other signals carry the attachment.
    """

    ready = Signal()
    find_wanted = Signal()
    mark_wanted = Signal(str)
    open_wanted = Signal(object)
    save_wanted = Signal(object)

    def __init__(self, theme: Theme, jobs: Jobs, reader: Reader) -> None:
        super().__init__()
        self._theme = theme
        self._jobs = jobs
        self._reader = reader
        self._tabs: dict[int, DocumentTab] = {}
        self._front: DocumentTab | None = None
        self._attachments: tuple[Attachment, ...] = ()
        self._pdfs = PdfProcess()
        self._soon = QTimer(self, singleShot=True, interval=SOON_MS)
        self._soon.timeout.connect(self._make_ready)

    def show_attachments(self, attachments: tuple[Attachment, ...]) -> None:
        """Lay other attachments ready, and let go of those that were."""
        self._attachments = attachments
        self._front = None
        for tab in self._tabs.values():
            self.removeWidget(tab)
            tab.release()
        self._tabs = {}
        if any(is_pdf_by_name(each.name) for each in attachments):
            self._soon.start()
        else:
            self._soon.stop()

    def close_all(self) -> None:
        """Let go of everything, also of the process that reads PDF documents, as the file is about to be closed."""
        self.show_attachments(())
        self._pdfs.close()

    def bring(self, index: int) -> DocumentTab:
        """Show an attachment, counted from 0; two of the same name are two."""
        tab = self._tabs.get(index)
        if tab is None:
            tab = self._tabs[index] = self._made(self._attachments[index])
            self.addWidget(tab)
        self._front = tab
        self.setCurrentWidget(tab)
        self.setFocusProxy(tab)
        return tab

    @property
    def controls(self) -> tuple[QWidget, ...]:
        """Everything in front that takes the keyboard, in the order in which it is seen."""
        return () if self._front is None else self._front.controls

    @property
    def viewer(self) -> Viewer | None:
        """What shows the attachment in front; None while it is being opened, and where it can't be shown."""
        return None if self._front is None else self._front.viewer

    def _made(self, attachment: Attachment) -> DocumentTab:
        from dd_panel.ui.desk.documents.document_tab import DocumentTab

        tab = DocumentTab(self._theme, self._jobs, self._pdfs, self._reader(attachment), attachment)
        tab.ready.connect(self.ready)
        tab.find_wanted.connect(self.find_wanted)
        tab.mark_wanted.connect(self.mark_wanted)
        tab.open_wanted.connect(lambda: self.open_wanted.emit(attachment))
        tab.save_wanted.connect(lambda: self.save_wanted.emit(attachment))
        return tab

    def _make_ready(self) -> None:
        """Start the process that reads PDF documents before one of them is looked at."""
        pdfs = self._pdfs
        self._jobs.start(lambda report: pdfs.start(report.stop_if_cancelled))
