"""What My scores asks about one's own scores: it leads there, is put away for good, and is never sent."""

from __future__ import annotations

from pathlib import Path

from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from dd_panel.domain.identifiers import CriterionKey, MemberId, Reference, comment_field
from dd_panel.services.review.reviewing import record_score, record_text
from dd_panel.services.workplace import Workplace
from dd_panel.ui.desk.my_scores.page import MyScoresPage
from tests.ui.desk.scores import TOM, Bench, Open, look_buttons, questions, references
from tests.ui.example_stores import review_of
from tests.ui.keyboard import press


def test_a_second_look_asks_about_a_nought_beside_a_five_leads_there_and_is_put_away_for_good(
    place: Workplace, opened: Open, bench: Bench
) -> None:
    page = opened(place)
    page.table.setCurrentIndex(page.table.model().index(0, 3))
    reference = references(page)[0]
    press(page, Qt.Key.Key_0)
    bench.settle()
    title = f"{reference} has a 0 beside a 5"
    page.table.setCurrentIndex(page.table.model().index(4, 5))
    look_buttons(page)[f"Open: {title}"].click()
    assert str(page.table.currentIndex().siblingAtColumn(1).data()).startswith(reference)
    assert page.table.currentIndex().column() == 3

    look_buttons(page)[f"Put away: {title}"].click()
    bench.settle()
    assert f"Open: {title}" not in look_buttons(page)
    assert title not in [look.title for look in questions(place).looks]  # kept beyond this window
    bench.undo.undo()
    bench.settle()
    assert f"Open: {title}" in look_buttons(page)


def test_questions_put_away_can_be_asked_again_all_at_once(place: Workplace, opened: Open, bench: Bench) -> None:
    with place.store.reading() as work:
        mine = [each.application for each in work.panel.assignments_of(MemberId(TOM))]
    for reference in mine[:2]:
        record_score(place, reference, CriterionKey("need"), "5")
        record_score(place, reference, CriterionKey("value"), "0")
    page = opened(place)
    asked = [look.title for look in questions(place).looks]
    while questions(place).looks:
        name = next(name for name in look_buttons(page) if name.startswith("Put away:"))
        look_buttons(page)[name].click()
        bench.settle()
    assert questions(place).put_away == len(asked) > 1
    look_buttons(page)[f"Ask {len(asked)} questions again that were put away"].click()
    bench.settle()
    assert [look.title for look in questions(place).looks] == asked


def test_with_the_keyboard_one_question_after_another_is_put_away_and_asked_again(
    place: Workplace, opened: Open, bench: Bench
) -> None:
    with place.store.reading() as work:
        mine = [each.application for each in work.panel.assignments_of(MemberId(TOM))]
    for reference in mine[:2]:
        record_score(place, reference, CriterionKey("need"), "5")
        record_score(place, reference, CriterionKey("value"), "0")
    page = opened(place)
    asked = [look.title for look in questions(place).looks]
    name = next(name for name in look_buttons(page) if name.startswith("Put away:"))
    look_buttons(page)[name].setFocus()
    for _each in asked:
        QTest.keyClick(keyboard_of(page), Qt.Key.Key_Space)
        bench.settle()
    assert questions(place).put_away == len(asked) > 1
    assert keyboard_of(page) is page.looks_card.again
    QTest.keyClick(keyboard_of(page), Qt.Key.Key_Space)
    bench.settle()
    assert [look.title for look in questions(place).looks] == asked
    assert keyboard_of(page).isVisible()


def keyboard_of(page: MyScoresPage) -> QWidget:
    widget = page.window().focusWidget()
    assert widget is not None
    return widget


def test_three_questions_at_most_until_more_are_asked_for(tmp_path: Path, opened: Open, bench: Bench) -> None:
    place = review_of(TOM, tmp_path)
    member = MemberId(TOM)
    with place.store.reading() as work:
        mine = [each.application for each in work.panel.assignments_of(member)]
    for reference in mine[:5]:
        record_text(place, reference, comment_field(CriterionKey("need")), f"Nothing at all to say about {reference}.")
        record_text(
            place, reference, comment_field(CriterionKey("sharing")), f"Nothing at all to say about {reference}."
        )
    page = opened(place)
    opens = [name for name in look_buttons(page) if name.startswith("Open:")]
    assert len(opens) == 3
    page.looks_card.more.click()
    bench.settle()
    assert len([name for name in look_buttons(page) if name.startswith("Open:")]) == len(questions(place).looks) > 3
    place.store.close()


def test_a_question_about_words_leads_to_the_comment_on_the_desk(place: Workplace, opened: Open) -> None:
    with place.store.reading() as work:
        mine = [each.application for each in work.panel.assignments_of(MemberId(TOM))]
    for reference in mine[:2]:
        record_text(place, reference, comment_field(CriterionKey("sharing")), "A partner would be glad of this one.")
    page = opened(place)
    wanted: list[tuple[str, str]] = []
    page.application_requested.connect(lambda reference, field: wanted.append((reference, field)))
    look_buttons(page)[f"Open: {mine[1]}: words that stand in 2 places"].click()
    assert wanted == [(mine[1], "comment.sharing")]


def test_no_question_and_nothing_put_away_goes_into_the_scoresheet(
    place: Workplace, opened: Open, bench: Bench
) -> None:
    reference = references(opened(place))[0]
    record_score(place, Reference(reference), CriterionKey("need"), "0")
    page = opened(place)
    looks = questions(place).looks
    name = next(name for name in look_buttons(page) if name.startswith("Put away:"))
    look_buttons(page)[name].click()
    page.export()
    bench.settle()
    assert bench.path is not None
    sheets = load_workbook(bench.path).worksheets
    written = " ".join(str(cell.value) for sheet in sheets for row in sheet.iter_rows() for cell in row if cell.value)
    assert looks
    assert not [look for look in looks if look.title in written or look.question in written]


def test_questions_follow_a_score_beside_the_window(place: Workplace, opened: Open, bench: Bench) -> None:
    page = opened(place)
    reference = references(page)[0]
    title = f"Open: {reference} has a 0 beside a 5"
    page.table.setCurrentIndex(page.table.model().index(0, 3))
    press(page, Qt.Key.Key_0)
    bench.settle()
    asked = title in look_buttons(page)
    bench.undo.undo()
    bench.settle()
    assert (asked, title in look_buttons(page)) == (True, False)
