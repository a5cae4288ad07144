"""Reviews on paper: what stands in the PDF, what stays out of it, and that it is whole or not there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from dd_panel.domain.errors import StorageError
from dd_panel.domain.identifiers import NOTES, CriterionKey, Reference, comment_field
from dd_panel.domain.marks import Mark
from dd_panel.domain.passages import Place
from dd_panel.services.review.marking import keep_mark
from dd_panel.services.review.paper import application_on_paper, reviews_on_paper
from dd_panel.services.review.reviewing import declare_conflict, record_text
from dd_panel.services.workplace import Workplace
from dd_panel.store.files import open_store
from dd_panel.ui.desk.my_scores.page import MyScoresPage
from dd_panel.ui.desk.paper.pages import html_of, pdf_work
from dd_panel.ui.desk.paper.paper_desk import PaperDesk
from dd_panel.ui.jobs import Jobs
from dd_panel.ui.theme import Theme
from tests.exampledesk import CALDERBROOK, clock, make_review
from tests.ui.desks import settle
from tests.ui.programs import running, wait_until


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Workplace]:
    with open_store(make_review(tmp_path / "ashe.ddreview")) as store:
        yield Workplace(store, clock, "Margaret Ashe")


def pages_of(path: Path) -> list[str]:
    """The words of each page of a PDF, with single spaces."""
    with pypdfium2.PdfDocument(path) as document:
        texts = []
        for page in document:
            text_page = page.get_textpage()
            texts.append(" ".join(text_page.get_text_bounded().split()))
            text_page.close()
            page.close()
    return texts


def words_in(path: Path) -> str:
    """All words of a PDF with single spaces."""
    return " ".join(pages_of(path))


def printed(html: str, path: Path, theme: Theme) -> str:
    """The words of a PDF made by a job, as the window does it."""
    jobs = Jobs()
    found: list[object] = []
    job = jobs.start(pdf_work(html, "Reviews", path, theme.tokens.families[0]))
    job.finished.connect(found.append)
    job.failed.connect(found.append)
    wait_until(lambda: bool(found))
    assert found == [path]
    return words_in(path)


def test_all_reviews_stand_in_one_document_with_scores_reasons_and_the_state(
    place: Workplace, tmp_path: Path, theme: Theme
) -> None:
    record_text(place, Reference("DD-001"), NOTES, "Between me and my pillow.")
    said = printed(html_of(reviews_on_paper(place)), tmp_path / "mine.pdf", theme)
    assert "Margaret Ashe · " in said
    assert "4 Feb 2014 · draft: 17 to finish" in said
    assert "No other conflicts of interest: stated on 4 Feb 2014" in said
    assert "Total 42.0 / 80 so far · no recommendation yet" in said  # as the desk says it
    assert "DD-006 Eastmarsh District Council" in said
    assert "Total 81.0 / 100 · Reserve" in said
    assert "Case for change and outcomes: 4 Good The case is argued from local figures" in said
    assert "Conflict declared – not scored. Employment: I led their fostering service until 2012." in said
    assert "DD-008" not in said  # not begun
    assert "pillow" not in said
    assert "page 1 of" in said


@pytest.mark.parametrize("before", range(4, 40, 4))
def test_a_heading_stands_above_its_first_scores_wherever_the_page_ends(
    before: int, place: Workplace, tmp_path: Path, theme: Theme
) -> None:
    html = f"{'<p>A line.</p>' * before}{html_of(reviews_on_paper(place))}"
    printed(html, tmp_path / "mine.pdf", theme)
    pages = pages_of(tmp_path / "mine.pdf")
    assert " ".join(pages).count("DD-001 Northmere") == 1
    for page in pages:
        for heading in ("DD-001 Northmere", "DD-002 Wexcombe", "DD-003 Tarrow", "DD-006 Eastmarsh"):
            if heading in page:
                assert "Case for change" in page.partition(heading)[2]


def test_one_application_is_printed_with_its_text_the_review_and_the_marks(
    place: Workplace, tmp_path: Path, theme: Theme
) -> None:
    with place.store.reading() as work:
        answer = work.applications.get(CALDERBROOK).answers[0]
    first = " ".join(answer.text.split()[:6])
    keep_mark(place, CALDERBROOK, Mark(Place("", "question 1", first), "Ask about the dates."))
    keep_mark(place, CALDERBROOK, Mark(Place("Business case.pdf", "page 3", " Cash in\nthe first months")))
    keep_mark(place, CALDERBROOK, Mark(Place("Cash flow.xlsx", "sheet Cash flow!B6"), "Who pays?"))
    html = html_of(application_on_paper(place, [CALDERBROOK]))
    said = printed(html, tmp_path / "one.pdf", theme)
    assert "“Cash in the first months”" in html
    assert "Cash flow.xlsx, sheet Cash flow, B6 Who pays?" in said
    assert "“”" not in said
    for words in (f"“{first}”", "Ask about the dates.", "private, never exported", " ".join(answer.question.split())):
        assert words in said


def test_of_a_conflicted_application_only_the_title_is_printed(place: Workplace) -> None:
    with place.store.reading() as work:
        answer = work.applications.get(CALDERBROOK).answers[0].text
    declare_conflict(place, CALDERBROOK, "personal", "A cousin.")
    html = html_of(application_on_paper(place, [CALDERBROOK]))
    assert "Calderbrook" in html
    assert answer[:40] not in html
    assert "Cabinet agreed" not in html  # the sealed comment


def test_words_that_look_like_markup_stay_words_and_other_directions_are_kept(
    place: Workplace, tmp_path: Path, theme: Theme
) -> None:
    record_text(
        place, CALDERBROOK, comment_field(CriterionKey("need")), "<b>1 < 2</b> & so on\n\u05e9\u05dc\u05d5\u05dd"
    )
    html = html_of(application_on_paper(place, [CALDERBROOK]))
    assert "&lt;b&gt;1 &lt; 2&lt;/b&gt; &amp; so on<br>\u05e9\u05dc\u05d5\u05dd" in html
    assert "<b>1 < 2</b> & so on" in printed(html, tmp_path / "odd.pdf", theme)


def test_a_cancelled_document_leaves_nothing_behind_and_other_files_are_left_alone(
    place: Workplace, tmp_path: Path, theme: Theme
) -> None:
    html = html_of(reviews_on_paper(place))
    jobs = Jobs()
    ended: list[str] = []
    job = jobs.start(pdf_work(html, "Reviews", tmp_path / "never.pdf", theme.tokens.families[0]))
    job.cancel()
    job.cancelled.connect(lambda: ended.append("cancelled"))
    wait_until(lambda: bool(ended))
    assert not (tmp_path / "never.pdf").exists()
    (tmp_path / "letter.pdf").write_text("not a PDF at all")
    troubles: list[object] = []
    jobs.start(pdf_work(html, "R", tmp_path / "letter.pdf", theme.tokens.families[0])).failed.connect(troubles.append)
    wait_until(lambda: bool(troubles))
    assert "holds something else" in str(troubles[0])
    assert (tmp_path / "letter.pdf").read_text() == "not a PDF at all"


def test_ctrl_p_asks_where_and_says_when_it_is_written(theme: Theme, tmp_path: Path) -> None:
    path = make_review(tmp_path / "ashe.ddreview")
    with running(theme, tmp_path) as run:
        run.program.open_file(path)
        run.program.shell.go_to("scores")
        settle()
        QTest.keyClick(run.program.shell, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
        run.answer(tmp_path / "mine.pdf")
        wait_until(lambda: run.said() == "mine.pdf is written.")
        notice = run.program.shell.notices.current
        assert notice is not None
        assert (notice.sentence(), notice.action and notice.action.words) == (
            str(tmp_path / "mine.pdf"),
            "Show in folder",
        )
        assert "Northmere City Council" in words_in(tmp_path / "mine.pdf")
        assert not [each for each in run.program.shell.findChildren(QFileDialog) if each.isVisible()]
        scores = run.program.shell.current_page
        assert isinstance(scores, MyScoresPage)
        scores.application_requested.emit(str(CALDERBROOK), "")  # which lies on the desk already
        assert run.said() == ""


def test_one_pdf_is_made_at_a_time_and_takes_no_trouble_from_sight(
    theme: Theme, tmp_path: Path, place: Workplace
) -> None:
    paper = reviews_on_paper(place)
    with running(theme, tmp_path) as run:
        notices, jobs = run.program.shell.notices, Jobs()
        desk = PaperDesk(theme, run.program.shell, place, jobs)
        desk.make(paper, "One", str(tmp_path / "one.pdf"))
        desk.make(paper, "Two", str(tmp_path / "two.pdf"))
        refused = run.said()
        notices.show_error(StorageError("The drive is gone."))
        wait_until(lambda: run.said() == "one.pdf is written.")
        notices.dismiss()
        assert (refused, run.said()) == ("Another PDF is still being made.", "The drive is gone.")
        assert not (tmp_path / "two.pdf").exists()
        assert jobs.wait()
