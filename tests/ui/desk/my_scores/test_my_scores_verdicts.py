"""My scores shows what is recommended beside what was scored, and leads to it and to the comments."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from dd_panel.domain.identifiers import Reference
from dd_panel.services.review.reviewing import record_recommendation, see_desk
from dd_panel.services.workplace import Workplace
from dd_panel.ui.desk.my_scores.page import MyScoresPage
from dd_panel.ui.desk.my_scores.table import ScoresModel
from dd_panel.ui.theme import Theme
from tests.ui.desk.scores import Open
from tests.ui.keyboard import press


def model_of(page: MyScoresPage) -> ScoresModel:
    model = page.table.model()
    assert isinstance(model, ScoresModel)
    return model


def verdicts(page: MyScoresPage) -> dict[str, str]:
    """What the column says of each application."""
    model = model_of(page)
    return {row.reference: str(model.index(at, model.verdict).data()) for at, row in enumerate(model.rows)}


def asked_for(page: MyScoresPage) -> list[tuple[str, str]]:
    asked: list[tuple[str, str]] = []
    page.application_requested.connect(lambda reference, field: asked.append((reference, field)))
    return asked


def test_each_recommendation_stands_beside_its_total(place: Workplace, opened: Open) -> None:
    items = {item.application.reference: item for item in see_desk(place).items}
    done, begun = (
        next(key for key, item in items.items() if item.status == each) for each in ("complete", "in_progress")
    )
    record_recommendation(place, done, "decline")
    record_recommendation(place, begun, "")
    page = opened(place)
    said = verdicts(page)
    assert (said[done], said[begun]) == ("Decline", "–")
    unasked = {key for key, item in items.items() if item.status in {"conflict", "not_started"}}
    assert {said[key] for key in unasked} == {""}
    at = [row.reference for row in model_of(page).rows].index(done)
    spoken = model_of(page).index(at, model_of(page).verdict).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == f"{done}, {items[done].application.lead_authority}, recommendation: decline"


def test_enter_on_a_recommendation_leads_to_it_and_n_to_the_comment(place: Workplace, opened: Open) -> None:
    page = opened(place)
    asked, first = asked_for(page), model_of(page).rows[0].reference
    page.table.move_to(model_of(page).index(0, model_of(page).verdict))
    press(page, Qt.Key.Key_Return)
    page.table.move_to(model_of(page).index(0, 4))
    press(page, Qt.Key.Key_N)
    page.table.move_to(model_of(page).index(0, 1))
    press(page, Qt.Key.Key_N)
    assert asked == [(first, "recommendation"), (first, "comment.community"), (first, "guidance")]


def test_without_room_for_the_column_the_line_below_says_it(theme: Theme, place: Workplace, opened: Open) -> None:
    theme.set_text_scale(2.0)
    page = opened(place)
    assert page.table.isColumnHidden(model_of(page).verdict)
    assert not page.table.isColumnHidden(model_of(page).total)
    record_recommendation(place, Reference(model_of(page).rows[0].reference), "reserve")
    page.refresh()
    page.table.move_to(model_of(page).index(0, 1))
    assert page.said.text().endswith("· Recommendation: Reserve")
    theme.set_text_scale(1.0)


def test_recommendations_go_to_the_spreadsheet_too(place: Workplace, opened: Open) -> None:
    page = opened(place)
    page.copy_table()
    head, first, *_rest = [line.split("\t") for line in QApplication.clipboard().text().split("\n")]
    assert (head[-1], first[-1]) == ("Recommendation", next(iter(verdicts(page).values())))


def test_large_text_in_a_low_window_leaves_the_height_to_the_table(
    theme: Theme, place: Workplace, opened: Open
) -> None:
    theme.set_text_scale(2.0)
    page = opened(place)
    seen = page.table.viewport().height() // theme.length("heat_row")
    theme.set_text_scale(1.0)
    assert seen >= 5
