"""The end of a review at the desk: guidance with its length, and the support that would help."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from dd_panel.domain.identifiers import SUPPORT, Reference
from dd_panel.services.review.reviewing import record_text, see_item
from dd_panel.services.review.scoresheets import export_scoresheet
from dd_panel.services.workplace import Workplace
from dd_panel.ui.desk.scoring.support_ticks import SupportTicks
from dd_panel.ui.theme import Theme
from tests.exampledesk import CALDERBROOK, clock, make_review
from tests.ui.desks import Desk, open_desk
from tests.ui.keyboard import keyboard, settle

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Margaret Ashe's review with Calderbrook half scored."""
    return make_review(tmp_path_factory.mktemp("review") / "ashe.ddreview", 8)


@pytest.fixture
def desk(theme: Theme, tmp_path: Path, begun: Path) -> Iterator[Desk]:
    """Her desk in a window."""
    with open_desk(theme, tmp_path, source=begun) as desk:
        yield desk


def ticks(desk: Desk) -> SupportTicks:
    return desk.page.scoring.verdict.support


def at_the_ticks(desk: Desk) -> None:
    """Go from the guidance to the first tick with the Tab key."""
    settle()
    desk.page.scoring.verdict.guidance.setFocus()
    desk.press(Qt.Key.Key_Tab)


def test_support_is_ticked_by_keyboard_alone_and_kept_as_one_list(desk: Desk) -> None:
    at_the_ticks(desk)
    names = []
    for _tick in range(8):
        names.append(keyboard(desk.shell).property("text"))
        if _tick in {1, 3, 7}:
            desk.press(Qt.Key.Key_Space)
        if _tick < 7:
            desk.press(Qt.Key.Key_Tab)
    desk.type("a mentor; a visit to a mutual")
    desk.press(Qt.Key.Key_Escape)
    assert names[:4] == ["Options appraisal", "Legal form", "Workforce and pensions", "Finance"]
    assert desk.stored("support") == "legal form; finance; a mentor; a visit to a mutual"


def test_undo_takes_a_tick_back(desk: Desk) -> None:
    at_the_ticks(desk)
    desk.press(Qt.Key.Key_Space)
    ticked = desk.stored("support")
    desk.press(Qt.Key.Key_Z, CTRL)
    assert (ticked, desk.stored("support")) == ("options appraisal", "")
    assert not ticks(desk).boxes["options appraisal"].isChecked()


def test_what_was_typed_by_hand_in_the_scoresheet_stays_as_it_was_typed(desk: Desk) -> None:
    typed = "Finance; someone nearby who has done it, please;LEGAL FORM"
    place = Workplace(desk.store, clock, "Margaret Ashe")
    desk.undo.perform(lambda: record_text(place, Reference(CALDERBROOK), SUPPORT, typed))
    settle()
    shown = ticks(desk)
    assert [kind for kind, box in shown.boxes.items() if box.isChecked()] == ["legal form", "finance", "other"]
    assert shown.other.toPlainText() == "someone nearby who has done it, please"
    untouched = desk.stored("support")
    shown.boxes["governance"].click()
    settle()
    assert untouched == typed
    assert desk.stored("support") == "Finance; governance; someone nearby who has done it, please; LEGAL FORM"


def test_a_stray_click_on_other_takes_no_words_away(desk: Desk) -> None:
    shown = ticks(desk)
    shown.other.setFocus()
    desk.type("a mentor")
    shown.boxes["other"].click()
    settle()
    assert (desk.stored("support"), shown.boxes["other"].isChecked()) == ("a mentor", True)
    assert keyboard(desk.shell) is shown.other
    desk.press(Qt.Key.Key_Delete)
    desk.press(Qt.Key.Key_Escape)
    assert (desk.stored("support"), shown.boxes["other"].isChecked()) == ("", False)


def test_the_next_application_shows_its_own_support(desk: Desk) -> None:
    ticks(desk).boxes["finance"].click()
    desk.page.show_application("DD-008")
    elsewhere = ticks(desk).boxes["finance"].isChecked()
    desk.page.show_application(CALDERBROOK)
    assert (elsewhere, ticks(desk).boxes["finance"].isChecked()) == (False, True)


def test_guidance_and_comments_say_how_long_they_are(desk: Desk) -> None:
    guidance = desk.page.scoring.verdict.guidance
    guidance.setFocus()
    desk.type("Name a date")
    assert guidance.accessibleDescription() == "3 words"


def test_support_goes_into_the_scoresheet(desk: Desk, tmp_path: Path) -> None:
    ticks(desk).boxes["finance"].click()
    ticks(desk).boxes["other"].click()
    place = Workplace(desk.store, clock, "Margaret Ashe")
    assert see_item(place, Reference(CALDERBROOK)).review.support == "finance; other"
    assert export_scoresheet(place, tmp_path / "out.xlsx") == 1


def test_nothing_moves_when_the_last_gap_is_closed(desk: Desk) -> None:
    foot = desk.page.scoring.foot
    before = (foot.show_me.isVisible(), foot.height())
    desk.type("5J4J3J")
    desk.press(Qt.Key.Key_Space)
    settle()
    assert before == (True, foot.height())
    assert foot.words == "Everything is filled in"
