"""Other weights, a part of the ranking and another order stand beside the official one."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from dd_panel.services.results.ranking import see_ranking
from dd_panel.services.workplace import Workplace
from dd_panel.ui.round.ranking.rows import (
    PlaceRow,
)
from dd_panel.ui.theme import Theme
from tests.ui.keyboard import press, settle
from tests.ui.round.ranking.benches import Open, places_shown, shown, wait_for


def test_other_weights_stand_beside_the_official_order_and_are_forgotten(place: Workplace, opened: Open) -> None:
    page = opened(place)
    wait_for(lambda: "never change" in page.sure.words)
    before = [str(page.table.model().index(at, 1).data()) for at in range(12)]
    press(page, Qt.Key.Key_W)
    weights = page.side.weights
    assert weights is not None
    assert weights.isVisible()
    box = list(weights.boxes.values())[3]
    box.field.setValue(200)
    wait_for(lambda: page.shown.trying)
    assert page.sure.words == "Tried weights, in brackets the official places: nothing of this is kept."
    assert weights.verdict.text() in shown(weights)
    after = [str(page.table.model().index(at, 1).data()) for at in range(12)]
    assert after != before
    moved = next(row for row in page.shown.every if isinstance(row, PlaceRow) and row.was)
    assert f"place {moved.place}" in moved.spoken()
    assert f"{moved.was} by the round’s own weights" in moved.spoken()
    press(page, Qt.Key.Key_Escape)
    assert not page.shown.trying
    assert [str(page.table.model().index(at, 1).data()) for at in range(12)] == before
    assert "never change" in page.sure.words
    assert not weights.other
    assert see_ranking(place).lines[0].application.lead_authority == before[0]


def test_weights_that_are_all_zero_leave_the_official_order_and_say_why(place: Workplace, opened: Open) -> None:
    page = opened(place)
    page.toggle_weights()
    assert page.side.weights is not None
    for box in page.side.weights.boxes.values():
        box.field.setValue(0)
    wait_for(lambda: page.side.weights.verdict.text().startswith("At least one"))  # type: ignore[union-attr]
    assert not page.shown.trying
    assert len(places_shown(page)) == 25


def test_a_header_sorts_and_the_line_comes_back_with_the_places(place: Workplace, opened: Open) -> None:
    page = opened(place)
    page.table.sort_asked.emit("cost")
    assert page.table.model().rowCount() == 24
    costs = [row.line.application.support_sought or 0 for row in page.shown.every if isinstance(row, PlaceRow)]
    first = page.table.model().index(0, 0).data(int(Qt.ItemDataRole.UserRole))
    assert first.line.application.support_sought == max(costs)
    assert "Sorted by cost, the largest first; the funding line" in page.tools.words.text()
    page.tools.show_everything()
    assert page.table.model().rowCount() == 25


def test_filters_keep_the_line_and_say_how_many_are_shown(place: Workplace, opened: Open) -> None:
    page = opened(place)
    press(page, Qt.Key.Key_V)
    assert page.tools.model.hasFocus()
    page.tools.group.setCurrentIndex(1)
    assert len(places_shown(page)) == 11
    assert "10 of 24 applications are shown." in shown(page)
    page.tools.model.setCurrentIndex(1)
    page.tools.group.setCurrentIndex(3)
    press(page, Qt.Key.Key_V)
    assert page.tools.isHidden()
    assert len(places_shown(page)) == 25


def test_the_line_alone_has_its_own_height_wherever_it_stands(place: Workplace, opened: Open, theme: Theme) -> None:
    page = opened(place)
    table, model = page.table, page.table.model()

    def lines() -> list[int]:
        """Where the line stands, by the heights of the rows."""
        usual, line = theme.length("ranking_row"), theme.length("ranking_line_row")
        high = [table.rowHeight(at) for at in range(model.rowCount())]
        assert set(high) <= {usual, line}
        return [at for at, each in enumerate(high) if each == line]

    assert lines() == [10]
    page.tools.group.setCurrentIndex(3)
    assert lines() == [0]
    page.table.sort_asked.emit("cost")
    assert lines() == []
    page.tools.show_everything()
    assert lines() == [10]
    theme.set_text_scale(1.3)
    assert lines() == [10]
    page.tools.group.setCurrentIndex(3)
    assert lines() == [0]


def test_a_choice_that_fits_nothing_says_so_and_leads_back(place: Workplace, opened: Open) -> None:
    page = opened(place)
    wait_for(lambda: "never change" in page.sure.words)
    page.toggle_tools()
    close = {row.line.application.model for row in page.shown.every if isinstance(row, PlaceRow) and row.close}
    models = [page.tools.model.itemText(at) for at in range(1, page.tools.model.count())]
    page.tools.model.setCurrentIndex(1 + next(at for at, name in enumerate(models) if name not in close))
    page.tools.group.setCurrentIndex(2)
    assert "Nothing fits" in shown(page)
    page.states.to_everything.click()
    assert len(places_shown(page)) == 25


def test_in_large_text_names_keep_their_column_and_buttons_their_names(
    place: Workplace, opened: Open, theme: Theme, dressed_app: QApplication
) -> None:
    theme.set_text_scale(2.0)
    page = opened(place, 1440, 900)
    page.toggle_weights()
    settle(dressed_app)
    assert page.table.columnWidth(1) > theme.px(120)
    assert [each.accessibleName() for each in (page.head.view, page.head.weights, page.head.export)] == [
        "View",
        "Weights",
        "Export",
    ]
    weights = page.side.weights
    assert weights is not None
    for box in weights.boxes.values():
        right = box.field.mapTo(weights, box.field.rect().topRight()).x()
        assert right <= weights.width()
