"""How sure the places are comes after the order, and says what would change it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from dd_panel.analysis.table import Refusal
from dd_panel.analysis.uncertainty import LikelyPlace
from dd_panel.services.results.ranking import Outlook, see_ranking
from dd_panel.services.workplace import Workplace
from dd_panel.ui.round.ranking.changes import ChangesDialog
from dd_panel.ui.round.ranking.model import CHANCE, LIKELY, PLACE
from dd_panel.ui.round.ranking.page import RankingPage
from dd_panel.ui.round.ranking.rows import (
    FundingLine,
    chance_figure,
    rows_of,
    rows_with_outlook,
)
from dd_panel.ui.theme import Theme
from tests.ui.conftest import Show
from tests.ui.keyboard import press, settle
from tests.ui.round.ranking.benches import SPOKEN, Bench, Open, known, place_rows, shown, wait_for


def test_the_order_is_there_before_it_is_known_how_sure_it_is(
    place: Workplace, theme: Theme, bench: Bench, show: Show
) -> None:
    page = RankingPage(theme, place, bench.jobs, bench.undo, bench.consolidate, bench.choose)
    show(page)
    rows = page.table.model()
    came: list[list[str]] = []
    # What stands first is looked at as it comes: on a quick machine the rest is there a moment later.
    page.shown.shown.connect(
        lambda: came.append([str(rows.index(0, column).data()) for column in (PLACE, CHANCE, LIKELY)])
    )
    page.forecast.begun.connect(lambda: came.append([page.sure.words]))
    page.on_shown()
    wait_for(lambda: rows.rowCount() > 0)
    assert came[:2] == [["1", "", ""], ["Working out how sure the places are…"]]
    page.table.go_to(3)
    wait_for(lambda: "never change" in page.sure.words)
    assert page.table.currentIndex().row() == 3
    assert str(rows.index(0, CHANCE).data()) == ">98%"
    assert str(rows.index(0, LIKELY).data()) == "1 to 3"
    line = next(row for row in page.shown.every if isinstance(row, FundingLine))
    assert "too close to call" in line.warning
    assert "likely place 1 to 3, above the line: almost certain, >98%" in str(rows.index(0, 0).data(SPOKEN))


@pytest.mark.parametrize(
    ("close", "words"),
    [
        ((10, 11, 12), "Places 10 to 12 are too close to call"),
        ((11, 16), "Places 11 and 16 are too close to call"),
        ((11,), "Place 11 is too close to call"),
        ((9, 11, 16), "3 are too close to call"),
        ((), ""),
    ],
)
def test_the_line_names_the_places_that_are_too_close(place: Workplace, close: tuple[int, ...], words: str) -> None:
    ranking = see_ranking(place)
    likely = {
        line.application.reference: LikelyPlace(
            middle=(1, 9), wide=(1, 9), expected=5.0, chance=0.5, group="close" if line.ranked.place in close else "out"
        )
        for line in ranking.lines
    }
    outlook = Outlook(ranking, Refusal(""), Refusal(""), {}, likely)
    rows = rows_with_outlook(rows_of(ranking), ranking, outlook)
    assert next(row for row in rows if isinstance(row, FundingLine)).warning == words


def test_cancelling_leaves_the_order_and_offers_to_work_it_out(place: Workplace, opened: Open) -> None:
    page = opened(place)
    page.sure.cancel.click()
    wait_for(lambda: not page.forecast.busy)
    if page.forecast.known is None:
        assert page.sure.words == "How sure the places are was not worked out."
        assert len(place_rows(see_ranking(place))) == 24
        page.sure.again.click()
    wait_for(lambda: "never change" in page.sure.words)


def test_the_details_say_how_sure_tenth_place_is_and_what_would_change_it(place: Workplace, opened: Open) -> None:
    page = opened(place)
    wait_for(lambda: "never change" in page.sure.words)
    page.table.go_to(9)
    tenth = see_ranking(place).lines[9].application.reference
    assert known(page).sentence_about(tenth) in shown(page.detail)
    likely = known(page).likely(tenth)
    assert likely is not None
    assert chance_figure(likely.chance) in shown(page.detail)


def test_what_would_change_it_is_a_table_to_read(place: Workplace, opened: Open) -> None:
    page = opened(place)
    wait_for(lambda: "never change" in page.sure.words)
    press(page, Qt.Key.Key_C)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, ChangesDialog)
    prospects = known(page)
    assert prospects.sentence in shown(dialog)
    rows = dialog.table.model()
    assert rows.rowCount() == 24
    assert not isinstance(prospects.trials, Refusal)
    crossing = next(each for each in prospects.trials if each.enters or each.leaves)
    assert str(rows.index(0, 0).data(SPOKEN)).startswith(crossing.words)
    press(page, Qt.Key.Key_Escape)
    assert QApplication.activeModalWidget() is None


def test_from_the_details_of_an_unsure_place_one_sees_first_what_would_move_it(place: Workplace, opened: Open) -> None:
    page = opened(place)
    wait_for(lambda: "never change" in page.sure.words)
    above = {line.application.reference for line in known(page).ranking.lines[:10]}
    unsure = min(reference for reference in above if known(page).moving(reference))
    page.table.go_to(page.table.model().row_of(unsure))  # type: ignore[attr-defined]
    moving = known(page).moving(unsure)
    page.detail.changes_button.click()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, ChangesDialog)
    rows = dialog.table.model()
    first = [str(rows.index(at, 0).data()) for at in range(len(moving))]
    assert sorted(first) == sorted(each.words for each in moving)
    assert str(rows.index(0, 1).data()) == str(next(each for each in moving if each.words == first[0]).places[unsure])
    assert any(known(page).sentence_about(unsure) in words for words in shown(dialog))
    press(page, Qt.Key.Key_Escape)


def test_adjusted_means_stand_beside_the_official_ones_on_request(place: Workplace, opened: Open) -> None:
    page = opened(place)
    wait_for(lambda: "never change" in page.sure.words)
    assert not page.table.adjusted
    before = page.table.grab()
    page.toggle_adjusted()
    assert page.table.grab().toImage() != before.toImage()
    assert "adjusted for strictness" in str(page.table.model().index(0, 0).data(SPOKEN))


def test_a_change_that_moves_nothing_leaves_what_is_known(
    place: Workplace, opened: Open, dressed_app: QApplication
) -> None:
    page = opened(place)
    wait_for(lambda: "never change" in page.sure.words)
    page.table.go_to(4)
    page.refresh()
    wait_for(lambda: not page.reading.busy)
    settle(dressed_app)
    assert not page.forecast.busy
    assert page.table.currentIndex().row() == 4
    assert str(page.table.model().index(0, CHANCE).data()) == ">98%"
