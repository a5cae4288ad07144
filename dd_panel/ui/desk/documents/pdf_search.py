"""Looks through a PDF beside the window, some pages at a time, from the page one is reading and then round."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from collections.abc import Callable

    from dd_panel.exchange.attachments.pdf import Hit, PdfFile
    from dd_panel.ui.jobs import Job, Jobs, Report

AT_ONCE: Final = 25
MOST_HITS: Final = 5_000


class PdfSearch(QObject):
    """The places found so far, in the order of the pages; `changed` comes with more of them and at the end."""

    changed = Signal()

    def __init__(self, jobs: Jobs, pdf: PdfFile) -> None:
        super().__init__()
        self._jobs = jobs
        self._pdf = pdf
        self._words = ""
        self._job: Job | None = None
        self._left: list[range] = []
        self.hits: tuple[Hit, ...] = ()

    @property
    def searching(self) -> bool:
        """Whether pages are left to look through."""
        return self._job is not None

    def find(self, words: str, page: int) -> None:
        """Look for these words from a page on."""
        self.stop()
        self._words = words.strip()
        self.hits = ()
        count = len(self._pdf.pages)
        if self._words:
            first = [range(start, min(start + AT_ONCE, count)) for start in range(page, count, AT_ONCE)]
            self._left = first + [range(start, min(start + AT_ONCE, page)) for start in range(0, page, AT_ONCE)]
            self._go_on()
        self.changed.emit()

    def stop(self) -> None:
        """Look no further."""
        self._left = []
        if self._job is not None:
            self._job.finished.disconnect(self._on_found)
            self._job.cancel()
            self._job = None

    def _go_on(self) -> None:
        if not self._left or len(self.hits) >= MOST_HITS:
            self._left = []
            return
        self._job = self._jobs.start(_looking(self._pdf, self._words, self._left.pop(0)))
        self._job.finished.connect(self._on_found)
        self._job.failed.connect(self._on_failed)

    def _on_found(self, found: tuple[Hit, ...]) -> None:
        self._job = None
        self.hits = tuple(sorted((*self.hits, *found), key=lambda hit: hit.page))[:MOST_HITS]
        self._go_on()
        self.changed.emit()

    def _on_failed(self, trouble: Exception) -> None:
        self._job = None
        raise trouble


def _looking(pdf: PdfFile, words: str, pages: range) -> Callable[[Report], tuple[Hit, ...]]:
    return lambda report: tuple(pdf.find(words, pages, report.stop_if_cancelled))
