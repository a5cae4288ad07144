"""The attachments of the application on the desk: each opened when first looked at, and kept while it lies there.

While somebody reads the application's own text, its PDF documents are opened one after the other, and the first page of
each is drawn where nobody sees it. Choosing one then only shows what is there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QStackedWidget

from dd_panel.exchange.attachments.pdf_beside import PdfProcess
from dd_panel.ui.desk.documents.names import is_pdf_by_name
from dd_panel.ui.desk.documents.pdf_supplies import PdfSupplies

if TYPE_CHECKING:
    from PySide6.QtCore import QSize
    from PySide6.QtWidgets import QWidget

    from dd_panel.domain.applications import Attachment
    from dd_panel.ui.desk.documents.document_tab import DocumentTab, Fetch
    from dd_panel.ui.desk.documents.viewer import Viewer
    from dd_panel.ui.jobs import Jobs
    from dd_panel.ui.theme import Theme

FIRST_MS: Final = 40
"""The application's own text is shown before its first PDF document is made ready.

That is there before a hand can ask for it, and nothing is begun for applications one only leafs past with a key held.
"""

NEXT_MS: Final = 200
"""Between two documents that are made ready."""

MOST_PREPARED: Final = 3
MOST_BYTES: Final = 8 * 1024 * 1024
"""PDF documents that are opened before anybody looks at them, and the bytes of their files taken together."""

LARGEST_FIRST: Final = 32 * 1024 * 1024
"""Bytes that the first one may have all the same: of a large scan one waits longest."""

Reader = Callable[["Attachment"], "Fetch"]
"""Gives what reads an attachment's bytes."""


class DocumentStack(QStackedWidget):
    """Shows one attachment at a time.

    `ready` comes when an attachment stands there for the first time, or the reason why it doesn't; the other signals
    carry the attachment.
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
        self._to_prepare: tuple[int, ...] = ()
        self._supplies = PdfSupplies(theme, PdfProcess())
        self._soon = QTimer(self, singleShot=True)
        self._soon.timeout.connect(self._prepare_next)

    def show_attachments(self, attachments: tuple[Attachment, ...]) -> None:
        """Lay other attachments ready, and let go of those that were."""
        self._attachments = attachments
        self._front = None
        self._let_go(tuple(self._tabs))
        self._to_prepare = _worth_preparing(attachments)
        if any(is_pdf_by_name(each.name) for each in attachments):
            self._soon.start(FIRST_MS)
        else:
            self._soon.stop()

    def close_all(self) -> None:
        """Let go of everything, also of the process that reads PDF documents, as the file is about to be closed."""
        self.show_attachments(())
        self._supplies.close()

    def bring(self, index: int) -> DocumentTab:
        """Show an attachment, counted from 0; two of the same name are two."""
        self._make_way(index)
        tab = self._front = self._tab(index)
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

    def _tab(self, index: int) -> DocumentTab:
        tab = self._tabs.get(index)
        if tab is None:
            tab = self._tabs[index] = self._made(self._attachments[index])
            self.addWidget(tab)
        return tab

    def _made(self, attachment: Attachment) -> DocumentTab:
        from dd_panel.ui.desk.documents.document_tab import DocumentTab

        tab = DocumentTab(self._theme, self._jobs, self._supplies, self._reader(attachment), attachment)
        tab.ready.connect(self.ready)
        tab.find_wanted.connect(self.find_wanted)
        tab.mark_wanted.connect(self.mark_wanted)
        tab.open_wanted.connect(lambda: self.open_wanted.emit(attachment))
        tab.save_wanted.connect(lambda: self.save_wanted.emit(attachment))
        return tab

    def _let_go(self, indexes: Iterable[int]) -> None:
        gone = [self._tabs.pop(index) for index in indexes]
        for tab in gone:
            tab.release()
        for tab in gone:
            self.removeWidget(tab)

    def _make_way(self, index: int) -> None:
        """Let nothing that is still being prepared hold up what the reader wants; that is begun anew later."""
        self._let_go([at for at, tab in self._tabs.items() if at != index and not tab.seen and not tab.at_rest])
        if self._to_prepare:
            self._soon.start(NEXT_MS)

    def _prepare_next(self) -> None:
        """Open one PDF document before it is looked at, or have at least the process ready that reads them."""
        if any(not tab.at_rest for tab in self._tabs.values()):
            self._soon.start(NEXT_MS)
            return
        self._supplies.lay_bar_ready()
        following = next((index for index in self._to_prepare if index not in self._tabs), None)
        if following is not None:
            self._tab(following).prepare(self._room)
            self._soon.start(NEXT_MS)
        elif not self._tabs:
            process = self._supplies.process
            self._jobs.start(lambda report: process.start(report.stop_if_cancelled))

    @property
    def _room(self) -> QSize:
        """The size attachments will have: while the application's text stands in front, this stack has none yet."""
        place = self.parentWidget()
        return self.size() if place is None else place.size()


def _worth_preparing(attachments: tuple[Attachment, ...]) -> tuple[int, ...]:
    """Which attachments are opened before they are looked at: the first PDF documents, as far as memory is to go."""
    wanted: list[int] = []
    taken = 0
    for index, attachment in enumerate(attachments):
        most = MOST_BYTES if wanted else LARGEST_FIRST
        fits = len(wanted) < MOST_PREPARED and taken + attachment.size <= most
        if is_pdf_by_name(attachment.name) and fits:
            wanted.append(index)
            taken += attachment.size
    return tuple(wanted)
