"""The secretariat brings the decisions together: funded, in reserve, declined, signed."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from dd_panel.services.intake.eligibility import withdraw
from dd_panel.services.meeting.conducting import note_presence, see_meeting
from dd_panel.services.meeting.decisions import follow_ranking
from dd_panel.services.workplace import Workplace
from dd_panel.ui.jobs import Jobs
from dd_panel.ui.meeting.decisions_page import DecisionsPage
from dd_panel.ui.meeting.decisions_rows import decision_rows, left_words
from dd_panel.ui.round.reason_dialog import ReasonDialog
from dd_panel.ui.theme import Theme
from dd_panel.ui.undo import UndoHistory
from tests.ui.conftest import Show, settle
from tests.ui.programs import wait_until


class Office:
    """The page in a window; it writes down what was refused."""

    def __init__(self, theme: Theme, place: Workplace, show: Show, app: QApplication) -> None:
        self.place, self.app = place, app
        self.undo = UndoHistory()
        self.refused: list[str] = []
        self.undo.failed.connect(lambda trouble: self.refused.append(trouble.title))
        self.jobs = Jobs()
        self.page = DecisionsPage(theme, place, self.jobs, self.undo)
        show(self.page, 1440, 900)
        self.page.on_shown()
        wait_until(lambda: self.page.is_read and not self.page.reading.busy)

    def go_to(self, reference: str) -> None:
        rows = decision_rows(see_meeting(self.place))
        at = next(at for at, each in enumerate(rows) if each.reference == reference)
        self.page.table.setCurrentIndex(self.page.table.model().index(at, 1))

    def choose(self, at: int, reason: str = "", support: str = "") -> None:
        self.page.outcome.set_chosen(at)
        self.page.reason.setText(reason)
        self.page.support.setText(support)
        self.page.keep.click()
        settle(self.app)


@pytest.fixture
def office(theme: Theme, place: Workplace, show: Show, dressed_app: QApplication) -> Office:
    return Office(theme, place, show, dressed_app)


def test_the_rest_is_decided_as_ranked_and_can_be_taken_back(office: Office) -> None:
    office.page.reserves.setCurrentIndex(2)
    office.page.rest.click()
    settle(office.app)
    rows = decision_rows(see_meeting(office.place))
    assert [each.words for each in rows[:13]] == ["funded"] * 10 + ["reserve 1", "reserve 2", "declined"]
    office.undo.undo()
    settle(office.app)
    assert not see_meeting(office.place).meeting.decisions


def test_what_the_ranking_can_not_settle_is_said_until_it_is_settled(office: Office) -> None:
    view = see_meeting(office.place)
    barred = [each for each in view.lines if view.conflicts.get(each)]
    note_presence(office.place, tuple(view.ranking.members), "present")
    office.page.rest.click()
    settle(office.app)
    words = f"2 are left to decide. {', '.join(barred)}: Somebody with a conflict of interest is still in the room."
    assert (office.page.left.text(), office.page.left.isVisible()) == (words, True)
    office.undo.undo()
    settle(office.app)
    assert not office.page.left.isVisible()
    many = [(each, "It has no place in the ranking.") for each in view.lines]
    said = left_words(many, view)
    assert said.startswith("24 are left to decide. ")
    assert said.endswith(" and 18 more: It has no place in the ranking.")
    assert left_words((), view) == ""


def test_a_decision_keeps_its_support_and_one_against_the_ranking_its_reason(office: Office) -> None:
    lines = see_meeting(office.place).ranking.lines
    first, last = lines[0].application.reference, lines[-1].application.reference
    office.go_to(first)
    office.choose(0, support="£80,000")
    assert see_meeting(office.place).meeting.decisions[first].support == 80_000
    office.go_to(last)
    office.choose(0)
    assert office.refused == [f"This decision on {last} needs a reason."]
    office.go_to(last)
    office.choose(0, reason="The only one from the coast.", support="much")
    assert office.refused[1:] == ["“much” is no amount of support."]
    office.choose(0, reason="The only one from the coast.")
    assert see_meeting(office.place).meeting.decisions[last].reason == "The only one from the coast."


def test_reserves_change_places(office: Office) -> None:
    follow_ranking(office.place, 3)
    office.page.show_acts()
    first, second, third = see_meeting(office.place).meeting.reserves
    office.go_to(first)
    QTest.keyClick(office.page.table, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    settle(office.app)
    assert see_meeting(office.place).meeting.reserves == (second, first, third)
    assert office.page.chosen is not None
    assert office.page.chosen.reference == first


def test_a_draw_that_the_rules_did_not_announce_is_refused(office: Office) -> None:
    office.page.lot.click()
    assert office.refused == ["The rules of this round announced no draw by lot."]
    assert see_meeting(office.place).meeting.lot is None


def test_a_scenario_says_what_would_follow_and_writes_nothing(office: Office) -> None:
    pane = office.page.scenario
    pane.enters.setCurrentIndex(1)
    pane.leaves.setCurrentIndex(10)
    pane.enters.activated.emit(1)
    lines = see_meeting(office.place).ranking.lines
    eleventh, tenth = lines[10].application.reference, lines[9].application.reference
    assert pane.words.text().startswith("10 funded with £")
    assert f"{eleventh} needs a reason: It stands below the funding line." in pane.words.text()
    assert f"{tenth} needs a reason: It stands above the funding line." in pane.words.text()
    assert pane.table.model().rowCount() > 3
    assert not see_meeting(office.place).meeting.record


def test_signing_makes_a_version_and_a_change_the_next_one(office: Office) -> None:
    follow_ranking(office.place)
    office.page.show_acts()
    office.page.signer.setText("Margaret Ashe")
    office.page.sign.click()
    settle(office.app)
    assert see_meeting(office.place).meeting.is_signed
    assert not office.page.sign.isEnabled()
    reference = see_meeting(office.place).ranking.lines[9].application.reference
    office.go_to(reference)
    office.choose(1, reason="They withdrew their partner.")
    view = see_meeting(office.place)
    assert (view.meeting.version, view.meeting.is_signed) == (2, False)
    assert office.page.sign.text() == "Sign version 2"


def test_signing_asks_why_what_is_not_decided_stays_open(office: Office) -> None:
    lines = see_meeting(office.place).ranking.lines
    office.go_to(lines[0].application.reference)
    office.choose(0)
    office.page.sign.click()
    assert office.refused == ["A signature needs a name."]
    office.page.signer.setText("Margaret Ashe")
    office.page.sign.click()
    settle(office.app)
    dialog = office.page.findChild(ReasonDialog)
    assert dialog is not None
    assert (dialog.windowTitle(), dialog.yes.text()) == (
        "23 applications are not decided yet",
        "Sign with 23 undecided",
    )
    dialog.yes.click()
    assert not see_meeting(office.place).meeting.is_signed
    dialog.reason.setText("The panel meets again on Friday.")
    dialog.yes.click()
    settle(office.app)
    signed = see_meeting(office.place).meeting.signed[-1]
    assert (len(signed.undecided), signed.reason) == (23, "The panel meets again on Friday.")
    assert not office.page.sign.isEnabled()
    assert office.page.signer.text() == ""


def test_an_application_out_of_the_competition_needs_no_decision(office: Office) -> None:
    last = see_meeting(office.place).ranking.lines[-1].application.reference
    withdraw(office.place, last, "Told us by telephone.")
    office.page.refresh()
    wait_until(lambda: not office.page.reading.busy)
    office.page.rest.click()
    settle(office.app)
    assert not office.page.rest.isEnabled()
    office.go_to(last)
    shown = office.page.chosen
    assert shown is not None
    assert (shown.words, shown.reason) == ("out", "Withdrawn: Told us by telephone.")
    assert office.page.reason.text() == ""


def test_in_large_text_all_stands_inside_the_window(office: Office, theme: Theme) -> None:
    page = office.page
    for scale, below in ((1.0, False), (2.0, True)):
        theme.set_text_scale(scale)
        settle(office.app)
        assert (page.rest.y() > theme.px(48)) == below
        assert page.scenario.geometry().right() <= page.rect().right()
    theme.set_text_scale(1.0)
