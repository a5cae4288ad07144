"""The secretariat reads the ranking: who is where, where the money ends, and how it is looked through."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from dd_panel.domain.views import views_differ
from dd_panel.services.results.money import running_costs
from dd_panel.services.results.ranking import see_ranking
from dd_panel.services.workplace import Workplace
from dd_panel.ui.round.ranking.line import PINNED
from dd_panel.ui.round.ranking.rows import (
    FundingLine,
    PlaceRow,
    found_in,
    lowest_shown,
    rows_of,
)
from dd_panel.ui.round.words import first_name, short_money, short_name
from dd_panel.ui.theme import Theme
from tests.ui.example_stores import round_with
from tests.ui.keyboard import press, settle
from tests.ui.round.ranking.benches import SPOKEN, Open, place_rows, shown


def test_the_funding_line_stands_after_the_last_funded_place(place: Workplace) -> None:
    ranking = see_ranking(place)
    rows = rows_of(ranking)
    at = next(at for at, row in enumerate(rows) if isinstance(row, FundingLine))
    above = [row for row in rows[:at] if isinstance(row, PlaceRow)]
    assert len(above) == 10
    assert all(int(row.place) <= 10 for row in above)
    line = rows[at]
    assert isinstance(line, FundingLine)
    total = sum(row.line.application.support_sought or 0 for row in above)
    assert line.money == f"£{(1_000_000 - total) // 1000}k left of £1m"
    assert line.spoken() == f"Funding line: 10 places. {line.money}"


def test_a_tie_across_the_line_is_said(place: Workplace) -> None:
    ranking = see_ranking(place)
    tenth, eleventh = ranking.lines[9], ranking.lines[10]
    tied = replace(eleventh, ranked=replace(eleventh.ranked, place=tenth.ranked.place))
    lines = (*ranking.lines[:10], tied, *ranking.lines[11:])
    line = next(row for row in rows_of(replace(ranking, lines=lines)) if isinstance(row, FundingLine))
    assert line.warning == "A tie crosses the line: 11 applications for 10 places"
    *_all, last = rows_of(replace(ranking, lines=lines[:11]))
    assert isinstance(last, FundingLine)
    assert last.warning == line.warning


def test_the_first_place_that_passes_the_fund_is_marked_once(place: Workplace) -> None:
    costs = [cost for cost in running_costs(see_ranking(place)) if cost is not None]
    over = [cost for cost in costs if cost.first_over]
    assert len(over) == 1
    assert over[0].total > 1_000_000
    assert all(cost.within == (cost.total <= 1_000_000) for cost in costs)


def test_a_missing_cost_makes_every_sum_below_it_a_least_sum(place: Workplace) -> None:
    ranking = see_ranking(place)
    second = ranking.lines[1]
    unknown = replace(second, application=replace(second.application, support_sought=None))
    rows = place_rows(replace(ranking, lines=(ranking.lines[0], unknown, *ranking.lines[2:])))
    assert rows[1].cost == "–"
    assert not rows[0].running.startswith("at least")
    assert rows[1].running == f"at least {rows[0].running}"
    assert rows[1].running_sum == rows[0].running


def test_an_application_without_a_review_that_counts_has_no_place_and_no_score(few: Workplace, opened: Open) -> None:
    page = opened(few)
    rows = place_rows(see_ranking(few))
    unplaced = [row for row in rows if row.percent is None]
    assert len(unplaced) == 24 - 8
    assert {(row.place, row.mean, row.running) for row in unplaced} == {("–", "–", "")}
    assert {row.notes for row in unplaced} == {"no review counts yet"}
    assert "no place" in unplaced[0].spoken()
    model = page.table.model()
    assert str(model.index(model.rowCount() - 1, 4).data()) == "no review counts yet"


def test_with_fewer_than_ten_placed_there_is_no_line_to_draw(few: Workplace) -> None:
    assert not [row for row in rows_of(see_ranking(few)) if isinstance(row, FundingLine)]


def test_arrows_step_over_the_funding_line(place: Workplace, opened: Open) -> None:
    page = opened(place)
    page.table.go_to(9)
    press(page, Qt.Key.Key_Down)
    assert page.table.currentIndex().row() == 11
    press(page, Qt.Key.Key_Up)
    assert page.table.currentIndex().row() == 9


def test_a_row_in_sight_is_never_under_the_pinned_line(place: Workplace, opened: Open) -> None:
    page = opened(place, 1280, 400)
    for _step in range(8):
        press(page, Qt.Key.Key_Down)
        rect = page.table.visualRect(page.table.currentIndex())
        assert rect.bottom() <= page.table.viewport().height() - PINNED


def test_find_goes_to_the_first_hit_and_f3_to_the_next(place: Workplace, opened: Open) -> None:
    page = opened(place)
    press(page, Qt.Key.Key_F, modifier=Qt.KeyboardModifier.ControlModifier)
    assert page.head.find.hasFocus()
    page.head.find.insert("county")
    hits = found_in(rows_of(see_ranking(place)), "county")
    assert page.table.currentIndex().row() == hits[0]
    assert f"1 of {len(hits)}" in shown(page)
    press(page, Qt.Key.Key_F3)
    assert page.table.currentIndex().row() == hits[1]
    QTest.keyClick(page.head.find, Qt.Key.Key_F3, Qt.KeyboardModifier.ShiftModifier)
    assert page.table.currentIndex().row() == hits[0]
    page.head.find.setText("no such place")
    assert "none found" in shown(page)
    press(page, Qt.Key.Key_Escape, Qt.Key.Key_Escape)
    assert page.table.hasFocus()


def test_views_differ_above_twenty_four_points() -> None:
    assert views_differ((Fraction(50, 100), Fraction(75, 100)))
    assert not views_differ((Fraction(50, 100), Fraction(74, 100)))
    assert not views_differ(())


def test_a_row_is_read_aloud_as_a_sentence(place: Workplace, opened: Open) -> None:
    page = opened(place)
    row = place_rows(see_ranking(place))[0]
    application = row.line.application
    said = str(page.table.model().index(0, 3).data(SPOKEN))
    assert said.startswith(
        f"{application.reference}, {application.lead_authority}, {application.service}, place 1, mean {row.mean}, "
    )
    assert str(page.table.model().index(10, 0).data(SPOKEN)).startswith("Funding line: 10 places")


def test_the_axis_of_the_dots_begins_below_the_lowest_total(place: Workplace) -> None:
    rows = rows_of(see_ranking(place))
    totals = [value for row in rows if isinstance(row, PlaceRow) for value in row.percents]
    assert lowest_shown(rows) <= min(totals) < lowest_shown(rows) + 20
    assert lowest_shown(()) == 0


def test_without_any_return_the_screen_says_what_to_do(tmp_path: Path, opened: Open) -> None:
    place = round_with(tmp_path, [])
    page = opened(place)
    asked: list[bool] = []
    page.returns_requested.connect(lambda: asked.append(True))
    assert "Merge at least one scoresheet." in shown(page)
    assert not page.detail.isVisible()
    page.states.to_returns.click()
    assert asked == [True]
    place.store.close()


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (950, "£950"),
        (98_000, "£98k"),
        (87_500, "£87.5k"),
        (1_000_000, "£1m"),
        (1_074_000, "£1.07m"),
        (1_005_000, "£1.01m"),
        (0, "£0"),
    ],
)
def test_sums_are_short(amount: int, words: str) -> None:
    assert short_money(amount, "GBP") == words


def test_names_are_short_where_room_is_scarce() -> None:
    assert short_name("David Okoro") == "D. Okoro"
    assert short_name("Plato") == "Plato"
    assert first_name("Helen Marsh") == "Helen"


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_it_can_be_drawn_in_every_theme_and_size(
    place: Workplace, opened: Open, theme: Theme, mode: str, scale: float, dressed_app: QApplication
) -> None:
    page = opened(place, 1280, 720)
    theme.set_mode("dark" if mode == "dark" else "light")
    theme.set_text_scale(scale)
    settle(dressed_app)
    assert not page.grab().isNull()
