"""PDF documents made ready while the application's own text is read: choosing one only shows what is there."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QStackedWidget

from dd_panel.domain.applications import Attachment
from dd_panel.domain.passages import PAGE, Place
from dd_panel.ui.desk.documents.document_stack import LARGEST_FIRST, MOST_BYTES, MOST_PREPARED, DocumentStack
from dd_panel.ui.desk.documents.document_tab import DocumentTab
from dd_panel.ui.desk.documents.pdf_pane import PdfPane
from dd_panel.ui.desk.documents.toolbar import PageBar
from dd_panel.ui.jobs import Jobs
from dd_panel.ui.theme import Theme
from tests.documents import crowded_pdf, lines, locked_pdf, mixed_report, pdf_of, png_of, report
from tests.ui.conftest import Show, settle
from tests.ui.desks import Desk
from tests.ui.programs import wait_until


class Reader(QStackedWidget):
    """A window with an application's text in front, and its attachments behind it."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.jobs = Jobs()
        self.contents: tuple[bytes, ...] = ()
        self.stack = DocumentStack(theme, self.jobs, lambda attachment: lambda: self.contents[int(attachment.sha256)])
        self.ready: list[int] = []
        self.stack.ready.connect(lambda: self.ready.append(self.stack.currentIndex()))
        self.addWidget(QLabel("Our proposal"))
        self.addWidget(self.stack)

    def read(self, *contents: bytes, sizes: int | None = None) -> None:
        """Read an application with these attachments."""
        self.contents = contents
        self.setCurrentIndex(0)
        self.stack.show_attachments(
            tuple(Attachment(f"{at}.pdf", f"{at:064}", sizes or len(content)) for at, content in enumerate(contents))
        )

    def wait(self, count: int = 1) -> None:
        """Read on until so many attachments are prepared."""
        wait_until(lambda: len(self.tabs) == count and all(tab.at_rest for tab in self.tabs))

    def choose(self, index: int) -> None:
        """Choose the tab of an attachment."""
        self.stack.bring(index)
        self.setCurrentIndex(1)

    @property
    def tabs(self) -> list[DocumentTab]:
        found = [self.stack.widget(at) for at in range(self.stack.count())]
        return [tab for tab in found if isinstance(tab, DocumentTab)]

    @property
    def pane(self) -> PdfPane:
        """The PDF document in front."""
        pane = self.stack.viewer
        assert isinstance(pane, PdfPane)
        return pane


@pytest.fixture
def reader(theme: Theme, show: Show) -> Iterator[Reader]:
    reader = Reader(theme)
    show(reader, 718, 620)
    yield reader
    reader.stack.close_all()
    reader.jobs.wait()
    settle()
    reader.jobs.wait()


def test_a_pdf_prepared_while_one_reads_stands_there_as_soon_as_it_is_chosen(reader: Reader) -> None:
    reader.read(report(3))
    reader.wait()
    told = list(reader.ready)
    reader.choose(0)
    assert told == [], "nothing is said of what nobody has looked at"
    assert reader.ready == [0]
    assert reader.pane.view.shows_page(0)
    assert reader.pane.view.horizontalScrollBar().maximum() == 0
    reader.setCurrentIndex(0)
    reader.choose(0)
    assert reader.ready == [0], "it is said once"


def test_the_bar_of_the_next_one_is_not_in_sight(reader: Reader) -> None:
    reader.read(report(3))
    reader.wait()
    QTest.qWait(300)
    reader.choose(0)
    settle()
    assert [bar for bar in reader.findChildren(PageBar) if bar.isVisible()] == [reader.pane.page_bar]
    assert reader.pane.view.y() == reader.pane.page_bar.height() == reader.pane.page_bar.sizeHint().height()


def test_all_are_prepared_in_turn_as_far_as_memory_is_to_go(reader: Reader) -> None:
    reader.read(*[report(1)] * (MOST_PREPARED + 1))
    reader.wait(MOST_PREPARED)
    QTest.qWait(300)
    assert len(reader.tabs) == MOST_PREPARED
    reader.read(report(2), report(2), sizes=MOST_BYTES)
    reader.wait(1)
    QTest.qWait(300)
    assert len(reader.tabs) == 1
    reader.read(report(2), sizes=LARGEST_FIRST + 1)
    QTest.qWait(300)
    assert reader.tabs == []
    reader.choose(0)
    wait_until(lambda: reader.ready != [])
    assert reader.pane.view.page == 0


@pytest.mark.parametrize(
    ("made", "why"), [(locked_pdf, "This PDF has a password."), (lambda: b"%PDF-1.7\n%%EOF", "This PDF is damaged.")]
)
def test_one_that_can_not_be_opened_says_so_when_it_is_chosen_and_not_before(
    reader: Reader, made: Callable[[], bytes], why: str
) -> None:
    reader.read(made())
    reader.wait()
    told = list(reader.ready)
    reader.choose(0)
    card = reader.tabs[0].not_shown
    assert (told, reader.ready) == ([], [0])
    assert card is not None
    assert card.reason.text() == why
    assert card.isVisible()


def test_what_is_no_pdf_is_shown_as_what_it_is(reader: Reader) -> None:
    reader.read(png_of(20, 20), b"words")
    reader.wait(2)
    kinds = []
    for index in (0, 1):
        reader.choose(index)
        kinds.append(type(reader.stack.viewer).__name__)
    assert kinds == ["PicturePane", "PlainPane"]


def test_a_window_made_larger_meanwhile_has_the_page_as_wide_as_there_is_room(reader: Reader) -> None:
    reader.read(report(2))
    reader.wait()
    reader.resize(900, 700)
    reader.choose(0)
    wait_until(lambda: reader.pane.view.shows_page(0))
    view = reader.pane.view
    assert view.fits_width
    assert view.zoom == pytest.approx((view.viewport().width() - 48) / (595 * 96 / 72))
    assert round(595 * view.zoom * 96 / 72) in [image.width() for _share, image in view.images.others(0, 0xFFFFFF)]


def test_text_made_larger_meanwhile_leaves_the_page_in_order(reader: Reader, theme: Theme) -> None:
    reader.read(report(2))
    reader.wait()
    theme.set_text_scale(2.0)
    reader.choose(0)
    wait_until(lambda: reader.pane.view.shows_page(0))
    theme.set_text_scale(1.0)
    assert reader.pane.view.horizontalScrollBar().maximum() == 0


def test_a_place_far_on_is_shown_in_a_document_that_was_prepared(reader: Reader) -> None:
    reader.read(mixed_report(320, wide=310))
    reader.wait()
    before = reader.tabs[0]
    reader.stack.ready.connect(lambda: reader.pane.show_place(Place("", f"{PAGE}300")))
    reader.choose(0)
    view = reader.pane.view
    assert reader.tabs == [before]
    assert view.page == 299
    wait_until(lambda: view.shows_page(299))
    assert view.accessibleName() == "Page 300 of 320"


def test_leaving_an_application_ends_what_is_prepared_for_it(reader: Reader) -> None:
    reader.read(crowded_pdf(300_000), report(1))
    wait_until(lambda: reader.tabs != [])
    reader.read()
    gone = not reader.tabs
    wait_until(lambda: not reader.jobs.running)
    reader.read(pdf_of(lines("Another")))
    reader.wait()
    reader.choose(0)
    assert gone
    assert reader.pane.view.accessibleDescription().strip() == "Another"


def test_the_one_in_front_is_left_without_a_word_about_the_next(reader: Reader) -> None:
    reader.read(report(1), report(2))
    reader.wait(2)
    reader.choose(0)
    reader.stack.show_attachments(())
    settle()
    assert reader.ready == [0]


def test_one_that_is_being_prepared_gives_way_to_the_one_that_is_chosen(reader: Reader) -> None:
    reader.read(crowded_pdf(100_000), report(1))
    wait_until(lambda: reader.tabs != [])
    heavy = reader.tabs[0]
    reader.choose(1)
    left = list(reader.tabs)
    wait_until(lambda: reader.ready != [])
    assert heavy not in left
    assert reader.pane.view.accessibleName() == "Page 1 of 1"
    reader.wait(2)  # and is prepared anew


def test_a_file_closed_while_a_document_is_prepared_is_let_go(reader: Reader) -> None:
    others = QApplication.topLevelWidgets()
    reader.read(crowded_pdf(100_000))
    wait_until(lambda: reader.tabs != [])
    reader.stack.close_all()
    assert reader.jobs.wait()
    settle()
    assert (reader.tabs, reader.ready, reader.jobs.running) == ([], [], ())
    assert set(QApplication.topLevelWidgets()) <= set(others), "nothing is left of it"


def test_one_chosen_while_it_is_being_prepared_goes_on_and_is_told_once(reader: Reader) -> None:
    reader.read(crowded_pdf(100_000))
    wait_until(lambda: reader.tabs != [])
    begun = reader.tabs
    reader.choose(0)
    wait_until(lambda: reader.ready != [])
    wait_until(lambda: reader.pane.view.shows_page(0))
    assert (reader.tabs, reader.ready) == (begun, [0])


# ------------------------------------------------------------------------------------ on the desk


def test_on_the_desk_a_prepared_document_takes_the_keyboard_and_the_words_looked_for(desk: Desk) -> None:
    documents, reader = desk.page.reader.documents, desk.page.reader
    wait_until(lambda: documents.count() == 1 and not desk.jobs.running)
    reader.open_find()
    desk.type("hollins road")
    reader.take_focus()
    reader.tabs.step(1)
    desk.wait()
    pane = documents.viewer
    assert isinstance(pane, PdfPane)
    assert pane.view.hasFocus()
    assert pane.hits > 0
    assert reader.find_bar.count.text().startswith("1 of ")


def test_a_conflict_declared_meanwhile_leaves_nothing_prepared(desk: Desk) -> None:
    documents = desk.page.reader.documents
    wait_until(lambda: documents.count() == 1)
    desk.model.declare_conflict("personal", "A cousin of mine")
    settle()
    left = documents.count()
    QTest.qWait(300)
    assert (left, documents.count()) == (0, 0)
