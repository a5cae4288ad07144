"""Reads the letters of the pages in sight beside the window, so that they can be marked, copied and spoken."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal

from dd_panel.ui.desk.documents.page_selection import plain_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from dd_panel.exchange.attachments.pdf import PageText, PdfFile
    from dd_panel.ui.desk.documents.page_selection import Selection
    from dd_panel.ui.jobs import Job, Jobs, Report

PAGES_KEPT: Final = 24


class PdfTexts(QObject):
    """Letters with their boxes, by page; `arrived` carries a page's index, `copied` the words of a stretch."""

    arrived = Signal(int)
    copied = Signal(str)

    def __init__(self, jobs: Jobs, pdf: PdfFile) -> None:
        super().__init__()
        self._jobs = jobs
        self._pdf = pdf
        self._kept: OrderedDict[int, PageText] = OrderedDict()
        self._wanted: list[int] = []
        self._job: Job | None = None
        self._reading = -1

    @property
    def idle(self) -> bool:
        """Whether everything that is wanted has been read."""
        return self._job is None

    def of(self, page: int) -> PageText | None:
        """The letters of a page that was read already."""
        text = self._kept.get(page)
        if text is not None:
            self._kept.move_to_end(page)
        return text

    def want(self, pages: Iterable[int]) -> None:
        """Read these pages next, and none that were wanted before."""
        self._wanted = [page for page in pages if page not in self._kept]
        if self._job is not None and self._reading not in self._wanted:
            self._job.cancel()
            self._reading = -1
        elif self._job is not None:
            self._wanted.remove(self._reading)
        self._go_on()

    def keep(self, page: int, text: PageText) -> None:
        """Keep the letters of a page that somebody else has read."""
        self._kept[page] = text
        while len(self._kept) > PAGES_KEPT:
            self._kept.popitem(last=False)
        self.arrived.emit(page)

    def copy(self, selection: Selection) -> None:
        """Gather the words of a stretch; `copied` follows."""
        pdf = self._pdf

        def gather(report: Report) -> str:
            pieces = []
            for page in selection.pages:
                letters = pdf.letters(page, report.stop_if_cancelled)
                begin, end = selection.on_page(page, len(letters))
                pieces.append(plain_words(letters[begin:end]))
            return "\n".join(pieces)

        job = self._jobs.start(gather)
        job.finished.connect(self._on_gathered)
        job.failed.connect(self._on_failed)

    def _on_gathered(self, words: str) -> None:
        self.copied.emit(words)

    def _go_on(self) -> None:
        if self._job is None and self._wanted:
            self._reading = self._wanted.pop(0)
            self._job = self._jobs.start(_reading(self._pdf, self._reading))
            self._job.finished.connect(self._on_read)
            self._job.cancelled.connect(self._on_cancelled)
            self._job.failed.connect(self._on_failed)

    def _on_read(self, text: PageText) -> None:
        page, self._reading, self._job = self._reading, -1, None
        if page < 0:  # it was read before it heard that nobody wants it any more
            self._go_on()
            return
        self.keep(page, text)
        self._go_on()

    def _on_cancelled(self) -> None:
        self._reading, self._job = -1, None
        self._go_on()

    def _on_failed(self, trouble: Exception) -> None:
        self._reading, self._job = -1, None
        raise trouble


def _reading(pdf: PdfFile, page: int) -> Callable[[Report], PageText]:
    return lambda report: pdf.text(page, report.stop_if_cancelled)
