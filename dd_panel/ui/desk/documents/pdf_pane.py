"""The viewer for PDF documents: a bar, the list of pages where it is wanted, and the pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from dd_panel.domain.passages import PAGE, Place, whole_words
from dd_panel.exchange.attachments.finding import locate
from dd_panel.exchange.attachments.pdf import Hit
from dd_panel.text import _
from dd_panel.ui.desk.documents.page_selection import plain_words
from dd_panel.ui.desk.documents.pdf_search import PdfSearch
from dd_panel.ui.desk.documents.pdf_texts import PdfTexts
from dd_panel.ui.desk.documents.pdf_view import PdfView
from dd_panel.ui.desk.documents.thumbnails import Thumbnails
from dd_panel.ui.desk.documents.viewer import Viewer
from dd_panel.ui.speech import announce
from dd_panel.ui.widgets.frames import Rule
from dd_panel.ui.widgets.layouts import column, row

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtCore import QSize
    from PySide6.QtWidgets import QWidget

    from dd_panel.domain.marks import Mark
    from dd_panel.exchange.attachments.pdf import PageText, PdfFile
    from dd_panel.ui.desk.documents.toolbar import PageBar
    from dd_panel.ui.jobs import Job, Jobs, Report
    from dd_panel.ui.theme import Theme


class PdfPane(Viewer):
    """Shows a PDF document, and closes it when it is released."""

    def __init__(self, theme: Theme, jobs: Jobs, pdf: PdfFile, bar: PageBar, room: QSize) -> None:
        """Show a document below its bar where there is so much room; its first page is drawn meanwhile."""
        texts = PdfTexts(jobs, pdf)
        view = PdfView(theme, jobs, pdf, texts, room)
        super().__init__(bar)
        self.view = view
        self.page_bar = bar
        self._theme = theme
        self._jobs = jobs
        self._pdf = pdf
        self._texts = texts
        self._search = PdfSearch(jobs, pdf)
        self._hit = -1
        self._current: Hit | None = None
        self._from = 0
        self._seeking: Job | None = None
        self._marking: Job | None = None
        self._measuring: Job | None = None
        self.pages: Thumbnails | None = None
        self._divider = Rule(theme, "standing")
        self._divider.hide()
        self._beside = row(self._divider, (view, 1), gap=0)
        self.setLayout(column(bar, (self._beside, 1), gap=0))
        self.setFocusProxy(view)
        self._connect()
        bar.show_zoom(view.zoom, fits=True)
        bar.show_page(0, len(pdf.pages))

    @property
    def controls(self) -> tuple[QWidget, ...]:
        listed = () if self.pages is None else (self.pages,)
        return (*self.bar.controls, *listed, self.view)

    @property
    def at_rest(self) -> bool:
        return self.view.images.idle and self._texts.idle and self._measuring is None

    @property
    def hits(self) -> int:
        return len(self._search.hits)

    @property
    def hit(self) -> int:
        return self._hit

    @property
    def searching(self) -> bool:
        return self._search.searching

    @property
    def wordless(self) -> bool:
        text = self._texts.of(self.view.page)
        return text is not None and not text.text.strip()

    def find_all(self, words: str) -> None:
        self._hit = -1
        self._from = self.view.page
        self._search.find(words, self._from)

    def step_hit(self, by: int) -> None:
        if self._search.hits:
            self._go_to_hit((self._hit + by) % len(self._search.hits))

    def here(self) -> Place:
        return Place("", f"{PAGE}{self.view.page + 1}")

    def show_marks(self, marks: Sequence[Mark]) -> None:
        if self._marking is not None:
            self._marking.cancel()
            self._marking = None
        if not marks and self.view.marks.empty:
            return  # as in nearly all documents
        pages = frozenset(mark.place.number - 1 for mark in marks if mark.is_note)
        self._marking = self._jobs.start(_marking(self._pdf, [mark.place for mark in marks], pages))
        self._marking.finished.connect(self._on_marked)

    def selected(self) -> Place | None:
        selection = self.view.selection
        if selection is None or selection.empty:
            return None
        pieces, first = [], selection.begin[1]
        for page in selection.pages:
            text = self._texts.of(page)
            if text is not None:
                begin, end = whole_words(text.text, *selection.on_page(page, len(text.text)))
                pieces.append(plain_words(text.text[begin:end]))
                first = min(first, begin) if page == selection.begin[0] else first
        words = "\n".join(pieces)
        return Place("", f"{PAGE}{selection.begin[0] + 1}", words, first) if words.strip() else None

    def show_place(self, place: Place) -> None:
        page = min(max(place.number - 1, 0), len(self._pdf.pages) - 1)
        self.view.go_to_page(page)
        if self._seeking is not None:
            self._seeking.cancel()
        self._seeking = self._jobs.start(_seeking(self._pdf, page, place))
        self._seeking.finished.connect(self._on_sought)

    def release(self) -> None:
        if self._seeking is not None:
            self._seeking.cancel()
        if self._marking is not None:
            self._marking.cancel()
        if self._measuring is not None:
            self._measuring.cancel()
        self._search.stop()
        self._texts.want(())
        self.view.images.stop()
        if self.pages is not None:
            self.pages.images.stop()
        pdf = self._pdf
        self._jobs.start(lambda _report: pdf.close())

    def _on_marked(self, marked: tuple[tuple[Hit, ...], frozenset[int]]) -> None:
        # One that was cancelled too late to hear of it tells of earlier marks; the last one's word stands.
        if self.sender() is self._marking:
            self._marking = None
            self.view.show_marks(marked)

    def _on_sought(self, sought: tuple[int, PageText, Hit | None]) -> None:
        page, text, hit = sought
        self._seeking = None
        self._texts.keep(page, text)
        if hit is not None:
            self.view.reveal(hit)

    def _connect(self) -> None:
        view, bar = self.view, self.page_bar
        bar.page_stepped.connect(lambda by: view.go_to_page(view.page + by))
        bar.zoom_stepped.connect(view.step_zoom)
        bar.fit_wanted.connect(view.fit_width)
        bar.pages_shown.connect(self._show_pages)
        view.find_wanted.connect(self.find_wanted)
        view.mark_wanted.connect(self.mark_wanted)
        view.page_changed.connect(self._on_page_changed)
        view.zoom_changed.connect(lambda zoom: bar.show_zoom(zoom, fits=view.fits_width))
        view.copy_wanted.connect(self._texts.copy)
        self._texts.copied.connect(self._on_copied)
        self._search.changed.connect(self._on_found)
        view.images.arrived.connect(self._on_drawn)

    def _on_drawn(self) -> None:
        """Once the first page is there: find the sizes of those far on."""
        if self._measuring is None and not self._pdf.measured:
            pdf = self._pdf
            self._measuring = self._jobs.start(lambda report: pdf.measure(report.stop_if_cancelled))
            self._measuring.finished.connect(self._on_measured)

    def _on_measured(self, changed: frozenset[int]) -> None:
        self._measuring = None
        self.view.measured(changed)

    def _show_pages(self, shown: bool) -> None:
        if self.pages is None:
            self.pages = self._list_pages()
        self.pages.setVisible(shown)
        self._divider.setVisible(shown)
        if shown:
            self.pages.mark(self.view.page)

    def _list_pages(self) -> Thumbnails:
        """The list of pages, which few readers ask for."""
        pages = Thumbnails(self._theme, self._jobs, self._pdf)
        pages.page_chosen.connect(self.view.go_to_page)
        self._beside.insertWidget(0, pages)
        self.setTabOrder(self.bar.controls[-1], pages)
        self.setTabOrder(pages, self.view)
        return pages

    def _on_page_changed(self, page: int) -> None:
        self.page_bar.show_page(page, len(self._pdf.pages))
        if self.pages is not None:
            self.pages.mark(page)

    def _on_copied(self, words: str) -> None:
        QApplication.clipboard().setText(words)
        announce(self, _("Copied"))

    def _on_found(self) -> None:
        """Go to the first place from the page one was on; the others may still be looked for."""
        hits = self._search.hits
        if self._hit < 0 and hits:
            ahead = next((at for at, hit in enumerate(hits) if hit.page >= self._from), None)
            if ahead is not None or not self._search.searching:
                self._go_to_hit(ahead or 0)
                return
        elif self._hit >= 0 and hits:
            self._hit = self._same_place()
        self.view.show_hits(hits, self._hit)
        self.hits_changed.emit()

    def _same_place(self) -> int:
        """Where the current place is among more of them than before."""
        here = self._current
        return next((at for at, hit in enumerate(self._search.hits) if hit == here), 0)

    def _go_to_hit(self, index: int) -> None:
        self._hit = index
        current = self._current = self._search.hits[index]
        self.view.show_hits(self._search.hits, index)
        self.view.reveal(current)
        self.hits_changed.emit()


def _seeking(pdf: PdfFile, page: int, place: Place) -> Callable[[Report], tuple[int, PageText, Hit | None]]:
    def work(report: Report) -> tuple[int, PageText, Hit | None]:
        text = pdf.text(page, report.stop_if_cancelled)
        found = locate(place, text.text)
        return page, text, None if found is None else Hit(page, *found, text.boxes_of(*found))

    return work


def _marking(
    pdf: PdfFile, places: Sequence[Place], noted: frozenset[int]
) -> Callable[[Report], tuple[tuple[Hit, ...], frozenset[int]]]:
    def work(report: Report) -> tuple[tuple[Hit, ...], frozenset[int]]:
        hits = []
        for place in places:
            page = place.number - 1
            if place.words.strip() and 0 <= page < len(pdf.pages):
                text = pdf.text(page, report.stop_if_cancelled)
                found = locate(place, text.text)
                if found is not None:
                    hits.append(Hit(page, *found, text.boxes_of(*found)))
        return tuple(hits), noted

    return work
