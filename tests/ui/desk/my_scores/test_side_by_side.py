"""Two applications side by side: a choice between equal totals, neighbours after every tenth, both by keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from dd_panel.domain.identifiers import (
    COMPLETE,
    ORDER,
    PREFERENCE,
    RECOMMENDATION,
    CriterionKey,
    MemberId,
    Reference,
    comment_field,
    score_field,
)
from dd_panel.services.review.reviewing import record_fields, see_desk
from dd_panel.services.workplace import Workplace
from dd_panel.store.files import open_store
from dd_panel.ui.desk.my_scores.page import MyScoresPage
from dd_panel.ui.desk.my_scores.pair_dialog import PairDialog
from dd_panel.ui.desk.page import DeskPage
from dd_panel.ui.theme import Theme
from tests.exampledesk import clock, make_review
from tests.ui.desk.scores import TOM, Bench, Open
from tests.ui.example_stores import review_of
from tests.ui.keyboard import settle
from tests.ui.programs import running, wait_until


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Workplace]:
    """Tom's review: the first three applications equal at the top, the others far apart below."""
    place = review_of(TOM, tmp_path, filled=False)
    lines = ("4 4 4 4 4 4", "4 4 4 4 4 4", "4 4 4 4 4 4", "3 3 4 4 4 4", "2 3 3 4 4 4", "1 1 2 2 2 2")
    for at, (reference, line) in enumerate(zip(mine(place), lines, strict=False), start=1):
        keys = see_desk(place).rules.rubric.keys
        fields = {score_field(key): score for key, score in zip(keys, line.split(), strict=True)}
        fields |= {comment_field(key): f"{reference} on {key}" for key in keys}
        record_fields(place, reference, {**fields, RECOMMENDATION: "fund", ORDER: str(at), COMPLETE: "yes"})
    yield place
    place.store.close()


def mine(place: Workplace) -> list[Reference]:
    with place.store.reading() as work:
        return [each.application for each in work.panel.assignments_of(MemberId(TOM))]


@pytest.fixture
def page(place: Workplace, opened: Open) -> MyScoresPage:
    return opened(place)


def question() -> PairDialog:
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, PairDialog)
    return dialog


def press(key: Qt.Key, app: QApplication) -> None:
    window = QApplication.activeModalWidget() or QApplication.activeWindow()
    assert window is not None
    QTest.keyClick(window, key)
    settle(app)


def preferences(place: Workplace) -> dict[str, str]:
    with place.store.reading() as work:
        entries = work.entries.of_member(MemberId(TOM))
    return {reference: fields[PREFERENCE] for reference, fields in entries.items() if fields.get(PREFERENCE)}


def test_equal_totals_are_chosen_between_two_at_a_time_by_keyboard(
    page: MyScoresPage, place: Workplace, dressed_app: QApplication
) -> None:
    one, two, three = mine(place)[:3]
    page.pairs_card.choose.click()
    settle(dressed_app)
    assert [question().left.text(), question().right.text()] == [f"{one} first", f"{two} first"]
    press(Qt.Key.Key_2, dressed_app)
    assert [question().left.text(), question().right.text()] == [f"{one} first", f"{three} first"]
    press(Qt.Key.Key_1, dressed_app)  # which settles the third pair too
    assert QApplication.activeModalWidget() is None
    assert preferences(place) == {two: one, one: three}
    assert not page.pairs_card.choose.isVisible()


def test_equal_totals_are_offered_beside_the_export_while_they_can_still_be_chosen_between(
    page: MyScoresPage, place: Workplace, dressed_app: QApplication
) -> None:
    one, two, _three = mine(place)[:3]

    def offered() -> list[str]:
        buttons = page.sheet_card.findChildren(QPushButton)
        return [each.accessibleName() for each in buttons if each.isVisible() and each.text() == "Choose"]

    before = offered()
    next(each for each in page.sheet_card.findChildren(QPushButton) if each.text() == "Choose").click()
    settle(dressed_app)
    assert [question().left.text(), question().right.text()] == [f"{one} first", f"{two} first"]
    press(Qt.Key.Key_2, dressed_app)
    press(Qt.Key.Key_1, dressed_app)
    assert before == ["Choose: 3 equal pairs near the top"]
    assert offered() == []


def test_both_are_shown_with_scores_and_reasons_and_no_answer_is_chosen_beforehand(
    page: MyScoresPage, place: Workplace, dressed_app: QApplication
) -> None:
    page.pairs_card.choose.click()
    settle(dressed_app)
    said = [label.text() for label in question().findChildren(QLabel)]
    for reference in mine(place)[:2]:
        assert f"{reference} on need" in said
    assert said.count("80 of 100 · Fund") == 2
    focused = question().focusWidget()
    assert focused is question().area
    QTest.keyClick(focused, Qt.Key.Key_Return)
    assert preferences(place) == {}
    press(Qt.Key.Key_Escape, dressed_app)
    assert preferences(place) == {}
    assert page.pairs_card.choose.isVisible()  # it can wait


def test_no_difference_is_an_answer_and_undo_asks_again(
    page: MyScoresPage, place: Workplace, bench: Bench, dressed_app: QApplication
) -> None:
    page.pairs_card.choose.click()
    settle(dressed_app)
    for _pair in range(3):
        press(Qt.Key.Key_3, dressed_app)
    assert QApplication.activeModalWidget() is None
    assert preferences(place) == {}
    assert not page.pairs_card.choose.isVisible()
    bench.undo.undo()
    bench.settle()
    assert page.pairs_card.choose.isVisible()


def test_neighbours_read_at_different_times_are_compared_and_opened_on_the_desk(
    page: MyScoresPage, dressed_app: QApplication
) -> None:
    opened: list[str] = []
    page.application_requested.connect(lambda reference, _field: opened.append(reference))
    page.pairs_card.compare.click()
    settle(dressed_app)
    first = question().left.text()
    press(Qt.Key.Key_1, dressed_app)
    assert opened == [first.removeprefix("Open ")]
    if page.pairs_card.compare.isVisible():
        page.pairs_card.compare.click()
        settle(dressed_app)
        assert question().left.text() != first  # the next pair, not the same again
        press(Qt.Key.Key_Escape, dressed_app)


def test_a_score_that_parts_the_totals_takes_the_question_away(
    page: MyScoresPage, place: Workplace, bench: Bench
) -> None:
    for reference in mine(place)[1:3]:
        record_fields(place, reference, {score_field(CriterionKey("need")): str(mine(place).index(reference))})
    page.on_shown()
    bench.settle()
    assert not page.pairs_card.choose.isVisible()


def test_after_the_tenth_application_two_neighbours_are_offered_once(
    theme: Theme, tmp_path: Path, dressed_app: QApplication
) -> None:
    path = make_review(tmp_path / "ashe.ddreview")
    with open_store(path) as store:
        place = Workplace(store, clock, "Margaret Ashe")
        for reference in ("DD-008", "DD-009", "DD-011", "DD-012"):
            finish = {} if reference == "DD-012" else {COMPLETE: "yes"}
            scores = {score_field(key): "3" for key in see_desk(place).rules.rubric.keys}
            record_fields(place, Reference(reference), {**scores, RECOMMENDATION: "reserve", **finish})
    with running(theme, tmp_path) as run:
        run.program.open_file(path)
        wait_until(lambda: run.key == "desk")
        page = run.program.shell.findChild(DeskPage)
        assert isinstance(page, DeskPage)
        page.show_application("DD-012")
        assert run.said() == ""
        page.scoring.complete()
        assert run.said() == "Ten more are done."
        notice = run.program.shell.notices.current
        assert notice is not None
        assert notice.action is not None
        notice.action.do()
        settle(dressed_app)
        assert run.key == "scores"
        question().neither.click()
        settle(dressed_app)
        run.program.shell.go_to("desk")
        page.show_application("DD-012")
        page.scoring.foot.reopen.click()
        page.scoring.complete()
        assert run.said() == ""  # these were looked at: the next time is after the twentieth
