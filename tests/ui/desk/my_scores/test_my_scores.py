"""A panel member looks over everything scored, changes a score, and exports the scoresheet, all with the keyboard."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from dd_panel.domain.identifiers import CriterionKey, Reference, comment_field
from dd_panel.domain.marks import Mark
from dd_panel.domain.passages import Place
from dd_panel.domain.scale import Scale
from dd_panel.exchange.round_definition import read_round
from dd_panel.services.review.beginning import state_no_other_conflicts
from dd_panel.services.review.marking import keep_mark
from dd_panel.services.review.my_sheet import see_my_sheet
from dd_panel.services.review.reviewing import declare_conflict, mark_complete, record_score, record_text
from dd_panel.services.workplace import Workplace
from dd_panel.ui.dates import full_date
from dd_panel.ui.desk.my_scores.rows import Order, heat_cell, rows_of
from dd_panel.ui.desk.my_scores.typed import TypedScore
from dd_panel.ui.theme import Theme
from dd_panel.ui.widgets.labels import Para
from tests.ui.desk.scores import TOM, Bench, Open, cell, references, stored
from tests.ui.example_stores import EXAMPLE, review_of
from tests.ui.keyboard import press, settle


def test_my_own_order_has_finished_ones_first_then_parts_conflicts_and_what_is_untouched(
    place: Workplace, opened: Open
) -> None:
    page = opened(place)
    states = [str(page.table.model().index(at, 0).data()) for at in range(page.table.model().rowCount())]
    assert states == ["1", "2", "3", "4", "5", "In progress", "Conflict declared", "Not started"]
    totals = [str(page.table.model().index(at, 8).data()) for at in range(8)]
    assert totals[5:] == ["part", "", ""]
    assert [float(total) for total in totals[:5]] == sorted(map(float, totals[:5]), reverse=True)


def test_figures_change_the_score_of_the_current_cell_and_undo_brings_the_old_one_back(
    place: Workplace, opened: Open, bench: Bench, dressed_app: QApplication
) -> None:
    page = opened(place)
    reference = references(page)[2]
    before = cell(page, reference, 3)
    press(page, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_0)
    settle(dressed_app)
    assert stored(place, reference, "readiness") == "0"
    assert cell(page, reference, 3) == "0"
    assert str(page.table.currentIndex().siblingAtColumn(1).data()).startswith(reference)  # the cursor stays with it
    bench.undo.undo()
    settle(dressed_app)
    assert stored(place, reference, "readiness") == before
    assert cell(page, reference, 3) == before


def test_the_same_score_given_again_is_no_step_that_undo_takes_back(
    place: Workplace, opened: Open, bench: Bench
) -> None:
    page = opened(place)
    reference = references(page)[0]
    before = stored(place, reference, "need")
    press(page, Qt.Key.Key_1, Qt.Key.Key_1, Qt.Key.Key_1)
    bench.settle()
    assert stored(place, reference, "need") == "1" != before
    bench.undo.undo()
    assert stored(place, reference, "need") == before


def test_rows_stay_where_they_are_while_they_are_scored_until_the_order_is_chosen_again(
    place: Workplace, opened: Open, bench: Bench, dressed_app: QApplication
) -> None:
    page = opened(place)
    before = references(page)
    for key in (Qt.Key.Key_0, Qt.Key.Key_Right, Qt.Key.Key_0):
        press(page, key)
    settle(dressed_app)
    rank = page.table.model().index(0, 0).data()
    out_of_order = (references(page), page.show_control.chosen)
    press(page, Qt.Key.Key_1, modifier=Qt.KeyboardModifier.ControlModifier)
    ranks = [page.table.model().index(at, 0).data() for at in range(5)]
    assert rank == "4"
    assert out_of_order == (before, None)
    assert (references(page)[3], ranks, page.show_control.chosen) == (before[0], ["1", "2", "3", "4", "5"], 0)
    assert str(page.table.currentIndex().siblingAtColumn(1).data()).startswith(before[0])
    bench.undo.undo()
    bench.undo.undo()
    settle(dressed_app)
    page.refresh()
    assert references(page) == before


def test_a_sorted_column_is_sorted_again_after_it_was_scored_out_of_order(
    place: Workplace, opened: Open, dressed_app: QApplication
) -> None:
    page = opened(place)
    page.sort_by(5)
    best = references(page)[0]
    page.table.setCurrentIndex(page.table.model().index(0, 5))
    press(page, Qt.Key.Key_0)
    settle(dressed_app)
    stayed = (references(page)[0], page.table.shows_order)
    page.sort_by(5)
    assert stayed == (best, False)
    assert references(page)[0] != best
    assert page.table.shows_order
    figures = [cell(page, each, 5) for each in references(page)[:5]]
    assert figures == sorted(figures, reverse=True)


def test_what_only_waits_to_be_marked_complete_says_so_and_is_finished_from_the_table(
    place: Workplace, opened: Open, bench: Bench, dressed_app: QApplication
) -> None:
    page = opened(place)
    best = references(page)[0]
    press(page, Qt.Key.Key_4)
    settle(dressed_app)
    press(page, Qt.Key.Key_3, modifier=Qt.KeyboardModifier.ControlModifier)
    said = page.said.text()
    press(page, Qt.Key.Key_Return, modifier=Qt.KeyboardModifier.ControlModifier)
    settle(dressed_app)
    left = references(page)
    bench.undo.undo()
    settle(dressed_app)
    assert said.startswith("Everything is filled in: Ctrl+Enter marks it complete · ")
    assert best not in left
    assert page.table.currentIndex().isValid()
    assert best in references(page)


def test_marking_complete_in_the_table_leads_to_the_first_gap_on_the_desk(place: Workplace, opened: Open) -> None:
    page = opened(place)
    asked: list[tuple[str, str]] = []
    page.application_requested.connect(lambda reference, field: asked.append((reference, field)))
    begun = references(page)[5]
    for row in (0, 5, 6):  # complete, begun, a conflict
        page.table.setCurrentIndex(page.table.model().index(row, 2))
        press(page, Qt.Key.Key_Return, modifier=Qt.KeyboardModifier.ControlModifier)
    (gap, *_others) = see_my_sheet(place).desk.item(Reference(begun)).review.gaps(page._rubric)  # noqa: SLF001 - its own
    assert asked == [(begun, gap.field)]


def test_a_figure_that_is_no_score_changes_nothing(place: Workplace, opened: Open) -> None:
    page = opened(place)
    before = cell(page, references(page)[0], 2)
    press(page, Qt.Key.Key_9)
    assert stored(place, references(page)[0], "need") == before


def test_delete_takes_a_score_away_and_it_is_a_gap_not_a_nought(
    place: Workplace, opened: Open, dressed_app: QApplication
) -> None:
    page = opened(place)
    reference = references(page)[0]
    press(page, Qt.Key.Key_Delete)
    settle(dressed_app)
    assert stored(place, reference, "need") == ""
    assert cell(page, reference, 2) == "–"
    assert cell(page, reference, 8) == "part"


def test_a_conflict_cannot_be_scored_and_says_why(
    place: Workplace, opened: Open, bench: Bench, dressed_app: QApplication
) -> None:
    page = opened(place)
    troubles: list[object] = []
    bench.undo.failed.connect(troubles.append)
    page.table.setCurrentIndex(page.table.model().index(6, 2))
    press(page, Qt.Key.Key_3)
    settle(dressed_app)
    assert len(troubles) == 1
    assert "conflict" in str(troubles[0])
    assert page.table.columnSpan(6, 2) == 6


def test_enter_opens_the_application_on_the_desk(place: Workplace, opened: Open) -> None:
    page = opened(place)
    wanted: list[tuple[str, str]] = []
    page.application_requested.connect(lambda reference, field: wanted.append((reference, field)))
    press(page, Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Return)
    assert wanted == [(references(page)[1], "score.readiness")]


def test_show_by_reference_and_unfinished(place: Workplace, opened: Open) -> None:
    page = opened(place)
    press(page, Qt.Key.Key_2, modifier=Qt.KeyboardModifier.ControlModifier)
    assert references(page) == sorted(references(page))
    press(page, Qt.Key.Key_3, modifier=Qt.KeyboardModifier.ControlModifier)
    assert len(references(page)) == 2
    assert page.show_control.chosen == int(Order.UNFINISHED)


def test_show_me_leads_to_the_score_without_a_comment_and_to_what_is_unfinished(place: Workplace, opened: Open) -> None:
    page = opened(place)
    buttons = {
        each.accessibleName(): each for each in page.sheet_card.findChildren(QPushButton) if each.isVisibleTo(page)
    }
    QTest.mouseClick(buttons["Show me: 1 score needs a comment"], Qt.MouseButton.LeftButton)
    index = page.table.currentIndex()
    assert (str(index.siblingAtColumn(0).data()), str(index.data())) == ("In progress", "1")
    QTest.mouseClick(buttons["Show me: 1 not started, 1 to finish"], Qt.MouseButton.LeftButton)
    assert len(references(page)) == 2
    assert page.table.currentIndex().data() == "1"


def test_the_card_counts_what_goes_out_and_what_stays_private(place: Workplace) -> None:
    sheet = see_my_sheet(place)
    counts = [sheet.desk.count(status) for status in ("complete", "in_progress", "conflict", "not_started")]
    assert counts == [5, 1, 1, 1]
    assert sheet.private_notes == 1
    assert sheet.comments == sum(len(item.review.comments) for item in sheet.desk.items) > 0
    about = sheet.desk.items[0].application.reference
    keep_mark(place, about, Mark(Place("", "question 1", "savings")))
    keep_mark(place, about, Mark(Place("", "question 1", "savings"), "Whose?"))
    assert see_my_sheet(place).private_notes == 2


def test_the_card_says_when_no_other_conflicts_were_stated(place: Workplace, opened: Open) -> None:
    page = opened(place)
    state_no_other_conflicts(place)
    page.refresh()
    said = [each.text() for each in page.sheet_card.findChildren(Para) if each.isVisible()]
    assert f"You stated on {full_date(place.clock())} that you have no other conflicts." in said


def test_export_asks_where_and_writes_the_scoresheet(
    place: Workplace, opened: Open, bench: Bench, dressed_app: QApplication
) -> None:
    page = opened(place)
    written: list[Path] = []
    page.exported.connect(written.append)
    press(page, Qt.Key.Key_E, modifier=Qt.KeyboardModifier.ControlModifier)
    assert bench.jobs.wait()
    settle(dressed_app)
    assert bench.suggested == ["DD14 Tom Whitlock scoresheet 1 draft.xlsx"]
    assert written == [bench.path]
    assert page.sheet_card.outcome.isVisible()
    assert "Scores" in load_workbook(written[0]).sheetnames
    assert "Draft exported as version 1" in [label.text() for label in page.sheet_card.outcome.findChildren(QLabel)]


def test_the_export_is_called_a_draft_until_nothing_is_missing(
    place: Workplace, opened: Open, bench: Bench, dressed_app: QApplication
) -> None:
    page = opened(place)
    first = page.sheet_card.export.text()
    page.export()
    assert bench.jobs.wait()
    settle(dressed_app)
    captions = [label.text() for label in page.sheet_card.findChildren(QLabel) if label.isVisible()]
    for item in see_my_sheet(place).desk.items:
        if item.status in {"in_progress", "not_started"}:
            change = declare_conflict(place, item.application.reference, "other", "")
            bench.undo.record(change)
    settle(dressed_app)
    after = [label.text() for label in page.sheet_card.findChildren(QLabel) if label.isVisible()]
    assert (first, page.sheet_card.export.text()) == ("Export a draft…", "Export my scoresheet…")
    assert "Draft exported 24 Feb as version 1. The next one is version 2." in captions
    assert "Draft exported 24 Feb as version 1; changed since. The next one is version 2." in after


def test_of_a_whole_scoresheet_it_is_said_that_it_has_to_be_sent_until_something_changes(
    place: Workplace, opened: Open, bench: Bench, dressed_app: QApplication
) -> None:
    page = opened(place)
    outcome = page.sheet_card.outcome

    def said() -> str:
        return " ".join(label.text() for label in outcome.findChildren(QLabel) if label.isVisible())

    for item in see_my_sheet(place).desk.items:
        if item.status in {"in_progress", "not_started"}:
            bench.undo.record(declare_conflict(place, item.application.reference, "other", ""))
    page.export()
    assert bench.jobs.wait()
    settle(dressed_app)
    whole = said()
    bench.undo.undo()
    settle(dressed_app)
    assert "Exported as version 1" in whole
    assert "Now e-mail this file to the secretariat: nothing is sent from here." in whole
    assert str(bench.path) in whole
    assert outcome.isHidden()


def test_a_file_open_in_excel_is_said_with_what_to_do_and_the_export_number_is_not_spent(
    place: Workplace, opened: Open, bench: Bench, dressed_app: QApplication
) -> None:
    page = opened(place)
    assert bench.path is not None
    page.export()
    assert bench.jobs.wait()
    settle(dressed_app)
    (bench.path.parent / f"~${bench.path.name}").touch()
    page.export()
    assert bench.jobs.wait()
    settle(dressed_app)
    said = " ".join(label.text() for label in page.sheet_card.outcome.findChildren(QLabel) if label.isVisible())
    assert "open in another program" in said
    assert "Close it there" in said
    assert see_my_sheet(place).desk.exports == 1


def test_cancelling_the_question_where_writes_nothing(place: Workplace, opened: Open, bench: Bench) -> None:
    page = opened(place)
    bench.path = None
    page.export()
    assert bench.jobs.running == ()


def test_with_nothing_scored_there_is_nothing_to_export(tmp_path: Path, opened: Open) -> None:
    place = review_of(TOM, tmp_path, filled=False)
    page = opened(place)
    assert not page.sheet_card.export.isVisible()
    assert "Score one application to export a draft." in [
        label.text() for label in page.sheet_card.findChildren(QLabel) if label.isVisible()
    ]
    assert {str(page.table.model().index(0, column).data()) for column in range(2, 8)} == {"–"}
    place.store.close()


def test_every_cell_says_a_whole_sentence(place: Workplace, opened: Open) -> None:
    page = opened(place)
    model = page.table.model()
    spoken = Qt.ItemDataRole.AccessibleTextRole
    first = references(page)[0]
    assert (
        model.index(0, 1).data(spoken)
        == f"{first}, Great Fenwick District Council, complete, my rank 1, my total 89 of 100"
    )
    assert (
        model.index(0, 2).data(spoken)
        == f"{first}, Great Fenwick District Council, Case for change and outcomes: 5, Strong"
    )
    assert "comment missing" in model.index(5, 5).data(spoken)
    assert "conflict declared" in model.index(6, 2).data(spoken)
    assert model.index(7, 2).data(spoken).endswith("Case for change and outcomes: not yet scored")
    table = QAccessible.queryAccessibleInterface(page.table)
    assert table.text(QAccessible.Text.Name) == "My scores"


def test_every_control_has_a_name(place: Workplace, opened: Open) -> None:
    page = opened(place)
    for button in page.findChildren(QPushButton):
        assert button.text() or button.accessibleName(), button


def test_cannot_judge_is_shown_as_such_and_has_no_shade(place: Workplace, opened: Open) -> None:
    page = opened(place)
    reference = references(page)[0]
    record_score(place, Reference(reference), CriterionKey("value"), "cannot judge")
    page.on_shown()
    rows = {row.reference: row for row in rows_of(see_my_sheet(place).desk, Order.RANK)}
    cell = heat_cell(rows[reference].item, see_my_sheet(place).desk.rules.rubric.criteria[5])
    assert (cell.level, cell.state) == (None, "cannot_judge")
    assert rows[reference].rank is not None  # what can't be judged leaves the total whole


@pytest.mark.parametrize(
    ("scale", "typed", "standing"),
    [
        (Scale(), "34", ["3", "4"]),
        (Scale(Decimal(1), Decimal(10)), "10", ["1", "10"]),
        (Scale(Decimal(0), Decimal(5), Decimal("0.5")), "3.5", ["3", None, "3.5"]),
        (Scale(Decimal(0), Decimal(5), Decimal("0.5")), "2,5", ["2", None, "2.5"]),
        (Scale(Decimal(0), Decimal(5), Decimal("0.5")), ".5", [None, "0.5"]),
        (Scale(Decimal(0), Decimal(5), Decimal("0.5")), "3.0", ["3", None, "3"]),
        (Scale(Decimal(-2), Decimal(2)), "-2", [None, "-2"]),
    ],
)
def test_scores_are_typed_on_any_scale(scale: Scale, typed: str, standing: list[str | None]) -> None:
    field = TypedScore(clock=lambda: 0.0)
    cell = (Reference("DD-001"), CriterionKey("need"))
    assert [field.type(figure, cell, scale) for figure in typed] == standing


def test_figures_typed_long_after_begin_a_new_score() -> None:
    now = [0.0]
    field = TypedScore(clock=lambda: now[0])
    cell = (Reference("DD-001"), CriterionKey("need"))
    ten = Scale(Decimal(1), Decimal(10))
    assert field.type("1", cell, ten) == "1"
    now[0] = 5.0
    assert field.type("0", cell, ten) is None


def test_after_a_score_was_taken_away_the_next_figure_begins_a_new_one() -> None:
    field, scale = TypedScore(clock=lambda: 0.0), Scale(Decimal(0), Decimal(10))
    cell = (Reference("DD-001"), CriterionKey("need"))
    assert field.type("1", cell, scale) == "1"
    field.forget()
    assert field.type("0", cell, scale) == "0"


def test_a_scale_of_ten_fits_the_screen(tmp_path: Path, opened: Open, dressed_app: QApplication) -> None:
    rules = read_round(EXAMPLE / "round.toml")
    ten = Scale(Decimal(1), Decimal(10))
    criteria = tuple(replace(each, scale=ten, descriptors=()) for each in rules.rubric.criteria)
    place = review_of(
        TOM, tmp_path, filled=False, rules=replace(rules, rubric=replace(rules.rubric, criteria=criteria))
    )
    page = opened(place)
    reference = references(page)[0]
    press(page, Qt.Key.Key_1, Qt.Key.Key_0)
    settle(dressed_app)
    assert stored(place, reference, "need") == "10"
    assert not page.grab().isNull()
    place.store.close()


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_it_can_be_drawn_in_every_theme_and_size(
    place: Workplace, opened: Open, theme: Theme, mode: str, scale: float, dressed_app: QApplication
) -> None:
    page = opened(place)
    theme.set_mode("dark" if mode == "dark" else "light")
    theme.set_text_scale(scale)
    settle(dressed_app)
    assert not page.grab().isNull()


# ------------------------------------------------------------------------------------------ as in a spreadsheet


def test_a_column_is_sorted_by_a_click_on_its_head_and_turned_round_by_another(place: Workplace, opened: Open) -> None:
    page = opened(place)

    def column() -> list[str]:
        return [str(page.table.model().index(at, 5).data()) for at in range(page.table.model().rowCount())]

    page.sort_by(5)
    falling = column()
    chosen = page.show_control.chosen
    press(page, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_S)
    rising = column()
    figures = [figure for figure in falling if figure.isdigit()]
    assert figures == sorted(figures, reverse=True)
    assert [figure for figure in rising if figure.isdigit()] == figures[::-1]
    assert falling[len(figures) :] == rising[len(figures) :]  # what has no score there stays last
    assert chosen is None
    page.sort_by(0)
    assert page.show_control.chosen == int(Order.RANK)


def test_the_comment_on_the_score_one_is_at_stands_below_the_table(place: Workplace, opened: Open) -> None:
    page = opened(place)
    reference = Reference(references(page)[0])
    record_text(place, reference, comment_field(CriterionKey("readiness")), "Two of\nthree posts are empty.")
    mark_complete(place, reference)
    page.refresh()
    first = page.said.text()
    press(page, Qt.Key.Key_Right)
    tip = page.table.currentIndex().data(Qt.ItemDataRole.ToolTipRole)
    assert first.startswith("Case for change and outcomes: ")
    assert page.said.text() == "Leadership and readiness: Two of three posts are empty."
    assert "three posts" in tip


def test_the_table_can_be_taken_to_a_spreadsheet(place: Workplace, opened: Open) -> None:
    page = opened(place)
    press(page, Qt.Key.Key_C, modifier=Qt.KeyboardModifier.ControlModifier)
    lines = [line.split("\t") for line in QApplication.clipboard().text().splitlines()]
    assert lines[0][:4] == ["Rank", "Reference", "Application", "Case for change and outcomes"]
    assert {len(line) for line in lines} == {11}
    assert [line[1] for line in lines[1:]] == references(page)
    assert [line[0] for line in lines[1:]] == ["1", "2", "3", "4", "5", "", "", ""]
    assert [line[3] for line in lines[-2:]] == ["conflict", ""]
    assert page.said.text() == "8 rows are copied; paste them into a spreadsheet."
