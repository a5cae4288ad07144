"""The desk with other scales than 0 to 5: one to ten, half steps, and one on which the lowest score is the best."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget

from dd_panel.domain.identifiers import CriterionKey
from dd_panel.domain.rubric import CommentRule, Criterion, Rubric
from dd_panel.domain.scale import Scale
from dd_panel.store.files import open_store
from dd_panel.ui.actions import caps_of, is_listed
from dd_panel.ui.theme import Theme
from tests.exampledesk import example_rules, make_review
from tests.ui.desks import Desk, keyboard, open_desk, settle

TEN = Scale(Decimal(1), Decimal(10))
HALVES = Scale(Decimal(0), Decimal(5), Decimal("0.5"))
RISK = Scale(Decimal(1), Decimal(5), Decimal(1), "lowest", ("None", "Low", "Some", "High", "Grave"))
TENTH = Decimal("0.1")
RUBRIC = Rubric(
    (
        Criterion(CriterionKey("case"), "Case", "Case", Decimal(50), TEN, minimum=Decimal(4)),
        Criterion(CriterionKey("plan"), "Plan", "Plan", Decimal(30), HALVES, comment=CommentRule.parse("below 2")),
        Criterion(CriterionKey("risk"), "Risk", "Risk", Decimal(20), RISK, minimum=Decimal(3)),
    )
)


@pytest.fixture
def desk(theme: Theme, tmp_path: Path) -> Iterator[Desk]:
    """An untouched review by that rubric."""
    path = make_review(tmp_path / "scales.ddreview", 4, begun=False)
    with open_store(path) as store, store.writing() as work:
        work.rounds.put(replace(example_rules(), rubric=RUBRIC, tie_break=()))
    with open_desk(theme, tmp_path, source=path) as desk:
        yield desk


def words_of(widget: QWidget) -> str:
    return widget.accessibleDescription()


def test_scores_of_every_scale_are_typed_from_anywhere_on_the_desk(desk: Desk) -> None:
    desk.page.list_pane.view.setFocus()
    desk.type("10")
    assert desk.score("case") == "10"
    desk.press(Qt.Key.Key_J)
    desk.page.list_pane.view.setFocus()
    desk.type("3.5")
    assert desk.score("plan") == "3.5"
    desk.type("2,5")
    assert desk.score("plan") == "2.5"
    desk.press(Qt.Key.Key_J)
    desk.type("1")
    assert desk.score("risk") == "1"


def test_a_figure_typed_soon_after_another_application_came_is_a_score_of_its_own(desk: Desk) -> None:
    first = desk.current
    desk.type("1")
    desk.press(Qt.Key.Key_BracketRight)
    desk.type("0")
    assert (desk.score("case", first), desk.current == first, desk.score("case")) == ("1", False, "–")


def test_the_total_says_where_it_can_still_end_whichever_end_is_best(desk: Desk) -> None:
    total = desk.page.scoring.total
    desk.type("10")
    assert words_of(total) == "50.0 / 50 so far, 1 of 3 scored, Will end between 50 and 100"
    desk.press(Qt.Key.Key_J)
    desk.press(Qt.Key.Key_J)
    desk.type("1")
    assert words_of(total) == "70.0 / 70 so far, 2 of 3 scored, Will end between 70 and 100"
    desk.type("5")
    assert words_of(total) == "50.0 / 70 so far, 2 of 3 scored, Will end between 50 and 80"


def test_what_falls_short_of_the_minimum_says_so_on_either_kind_of_scale(desk: Desk) -> None:
    short = [card.short_of_minimum for card in desk.page.scoring.cards]
    desk.type("3")
    desk.press(Qt.Key.Key_J)
    desk.press(Qt.Key.Key_J)
    desk.type("4")
    settle()
    assert [short[0].text(), short[2].text()] == ["Below the minimum of 4", "Above 3, the highest that is acceptable"]
    assert desk.page.scoring.current_card.short_of_minimum.isVisible()
    desk.type("3")
    assert not desk.page.scoring.current_card.short_of_minimum.isVisible()


def test_a_closed_card_is_darkest_for_the_best_score_on_either_kind_of_scale(desk: Desk, theme: Theme) -> None:
    desk.type("10")
    for _step in range(2):
        desk.press(Qt.Key.Key_J)
    desk.type("1")
    desk.press(Qt.Key.Key_K)
    settle()
    assert [_shade(desk, at) for at in (0, 2)] == [theme.hex("s5"), theme.hex("s5")]


def _shade(desk: Desk, at: int) -> str:
    """The colour behind the score at the head of a closed card."""
    header = desk.page.scoring.cards[at].header
    badge = QPoint(header.width() - 64, header.height() // 2)
    return header.grab().toImage().pixelColor(badge).name()


def test_a_low_half_mark_asks_for_a_reason(desk: Desk) -> None:
    desk.press(Qt.Key.Key_J)
    desk.type("1.5")
    card = desk.page.scoring.current_card
    assert card.comment.accessibleDescription() == "Required because the score is 1.5"


def test_complete_leads_to_the_first_gap_and_says_in_words_what_it_is(desk: Desk) -> None:
    desk.type("7")
    desk.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert desk.page.scoring.current_card.criterion.key == "plan"
    assert desk.page.scoring.foot.words == "Plan has no score yet."
    desk.type("4")
    assert desk.page.scoring.foot.words == "2 things left to finish"


def test_cannot_judge_asks_for_a_reason_and_leaves_its_weight_out(desk: Desk) -> None:
    desk.type("10")
    desk.press(Qt.Key.Key_J)
    desk.page.scoring.current_card.buttons.cannot_judge_chosen.emit()
    settle()
    assert desk.score("plan") == "cannot judge"
    assert "so far, 2 of 3 scored" in words_of(desk.page.scoring.total)
    gaps = desk.model.item(desk.current).review.gaps(RUBRIC)
    assert [(gap.what, gap.criterion) for gap in gaps] == [
        ("comment", "plan"),
        ("score", "risk"),
        ("recommendation", None),
    ]


@pytest.fixture
def wide(theme: Theme, tmp_path: Path) -> Iterator[Desk]:
    """An untouched review with a scale of more levels than the window shows, in tenths."""
    tenths = Criterion(CriterionKey("tenths"), "Tenths", "Tenths", Decimal(50), Scale(Decimal(0), Decimal(20), TENTH))
    path = make_review(tmp_path / "wide.ddreview", 4, begun=False)
    with open_store(path) as store, store.writing() as work:
        work.rounds.put(replace(example_rules(), rubric=Rubric((tenths, RUBRIC.criteria[0])), tie_break=()))
    with open_desk(theme, tmp_path, source=path) as desk:
        yield desk


def test_of_more_levels_than_fit_the_one_that_one_is_at_is_in_sight(wide: Desk) -> None:
    wide.page.scoring.take_focus()
    wide.type("20")
    assert wide.score("tenths") == "20"
    assert whole_in_sight(keyboard(wide.shell))
    wide.press(Qt.Key.Key_Home)
    assert whole_in_sight(keyboard(wide.shell))
    wide.press(Qt.Key.Key_End)
    assert whole_in_sight(keyboard(wide.shell))
    wide.press(Qt.Key.Key_J)
    wide.press(Qt.Key.Key_K)
    settle()
    assert keyboard(wide.shell).accessibleName() == "20"
    assert whole_in_sight(keyboard(wide.shell))


def test_a_figure_typed_while_reading_shows_the_level_that_it_took(wide: Desk) -> None:
    wide.page.reader.text.setFocus()
    wide.type("19.9")
    buttons = wide.page.scoring.cards[0].buttons
    assert wide.score("tenths") == "19.9"
    assert whole_in_sight(buttons.first_stop)


def test_the_keys_for_a_score_are_named_by_figures(wide: Desk) -> None:
    scoring = [action for action in wide.page.actions() if action.text() == "Score the open criterion"]
    assert [caps_of(action) for action in scoring if is_listed(action)] == [("0", "9")]


def whole_in_sight(part: QWidget) -> bool:
    """Whether nothing of a part of the scoring pane is scrolled away."""
    return part.visibleRegion().boundingRect() == part.rect()


def test_a_score_that_the_scale_lacks_is_said_and_leaves_what_was_scored(desk: Desk) -> None:
    desk.press(Qt.Key.Key_J)
    desk.type("2.3")
    assert desk.page.scoring.foot.words == "2.3 is not on this scale."
    assert desk.score("plan") == "2"
