"""What the panel agrees, decides and votes on, each with its reason."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from dd_panel.services.meeting.conducting import see_meeting
from dd_panel.services.workplace import Workplace
from dd_panel.ui.meeting.votes_dialog import VotesDialog
from dd_panel.ui.theme import Theme
from tests.ui.conftest import Show
from tests.ui.keyboard import press
from tests.ui.meeting.chairs import ALT, CTRL, Chair, conflicted, voting


def test_an_agreed_score_asks_for_its_reason_and_keeps_the_members_own(chair: Chair) -> None:
    page = chair.page
    line = see_meeting(chair.place).ranking.lines[8]
    reference, before = line.application.reference, line.ranked.positions
    chair.open(reference)
    page.card.score.setText("64,5")
    page.card.score.textEdited.emit("64,5")
    assert page.card.hint.text().startswith("Panel mean ")
    assert "would be" in page.card.hint.text()
    page.card.agree_button.click()
    chair.settle()
    assert "An agreed score needs a reason" in page.card.warning.text()
    assert page.card.reason.hasFocus()
    assert reference not in see_meeting(chair.place).meeting.agreed
    page.card.reason.setText("The cash flow was explained.")
    QTest.keyClick(page.card.reason, Qt.Key.Key_Return)
    chair.settle()
    view = see_meeting(chair.place)
    assert view.meeting.agreed[reference].reason == "The cash flow was explained."
    assert view.lines[reference].agreed == Fraction(645, 1000)
    assert view.lines[reference].ranked.positions == before
    chair.undo.undo()
    assert reference not in see_meeting(chair.place).meeting.agreed


def test_a_score_can_be_agreed_criterion_by_criterion(chair: Chair) -> None:
    page = chair.page
    reference = see_meeting(chair.place).ranking.lines[3].application.reference
    chair.open(reference)
    page.card.whole.set_chosen(1)
    page.view.spread.step(1)
    page.card.score.setText("3")
    page.card.reason.setText("All agreed after the discussion.")
    page.card.agree_button.click()
    chair.settle()
    second = see_meeting(chair.place).ranking.rules.rubric.keys[1]
    assert dict(see_meeting(chair.place).meeting.agreed[reference].scores) == {second: "3"}


def test_a_score_that_is_none_is_told_and_nothing_is_lost(chair: Chair) -> None:
    page = chair.page
    chair.open(see_meeting(chair.place).ranking.lines[3].application.reference)
    page.card.score.setText("640")
    page.card.reason.setText("Typed too quickly.")
    page.card.agree_button.click()
    chair.settle()
    assert chair.troubles == ["“640” is no agreed score."]
    assert page.card.score.text() == "640"


def test_a_score_that_is_being_typed_stays_while_names_are_hidden_or_a_note_is_kept(chair: Chair) -> None:
    page = chair.page
    first, second = (line.application.reference for line in see_meeting(chair.place).ranking.lines[3:5])
    chair.open(first)
    page.card.score.setText("64")
    page.view.spread.setFocus()
    chair.press(Qt.Key.Key_N)
    page.card.note.setPlainText("Asked for the cash flow.")
    page.card.flush()
    chair.settle()

    assert page.card.score.text() == "64"
    assert "would be" in page.card.hint.text()
    chair.open(second)
    assert page.card.score.text() == ""


def test_crossing_the_ranking_asks_for_a_reason_and_the_rest_is_one_key(chair: Chair) -> None:
    page, lines = chair.page, see_meeting(chair.place).ranking.lines
    first, last = lines[0].application.reference, lines[-1].application.reference
    chair.open(first)
    chair.press(Qt.Key.Key_F, ALT)
    decisions = see_meeting(chair.place).meeting.decisions
    assert (decisions[first].outcome, decisions[first].support) == ("fund", lines[0].application.support_sought)
    chair.open(last)
    chair.press(Qt.Key.Key_F, ALT)
    assert page.card.warning.text().startswith("It stands below the funding line.")
    assert last not in see_meeting(chair.place).meeting.decisions
    page.card.reason.setText("The only one that covers the north.")
    QTest.keyClick(page.card.reason, Qt.Key.Key_Return)
    chair.settle()
    decision = see_meeting(chair.place).meeting.decisions[last]
    assert (decision.outcome, decision.reason) == ("fund", "The only one that covers the north.")


def test_what_was_given_for_a_score_is_no_reason_for_a_decision_until_somebody_says_so(chair: Chair) -> None:
    page, last = chair.page, see_meeting(chair.place).ranking.lines[-1].application.reference
    chair.open(last)
    page.card.score.setText("70")
    page.card.reason.setText("The savings were explained.")
    page.card.agree_button.click()
    chair.settle()
    assert see_meeting(chair.place).meeting.agreed[last].reason == "The savings were explained."
    chair.press(Qt.Key.Key_F, ALT)
    assert last not in see_meeting(chair.place).meeting.decisions
    assert page.card.warning.text().startswith("It stands below the funding line.")
    QTest.keyClick(page.card.reason, Qt.Key.Key_Return)
    chair.settle()
    decision = see_meeting(chair.place).meeting.decisions[last]
    assert (decision.outcome, decision.reason) == ("fund", "The savings were explained.")


def test_in_a_small_window_the_note_makes_room_while_a_reason_is_asked_for(chair: Chair, theme: Theme) -> None:
    page, last = chair.page, see_meeting(chair.place).ranking.lines[-1].application.reference
    theme.set_window_size(1280, 720)
    chair.open(last)
    assert page.card.note.isVisible()
    chair.press(Qt.Key.Key_F, ALT)
    assert page.card.warning.isVisible()
    assert not page.card.note.isVisible()
    page.card.reason.setText("The only one that covers the north.")
    QTest.keyClick(page.card.reason, Qt.Key.Key_Return)
    chair.settle()
    assert page.card.note.isVisible()


def test_the_reason_of_a_decision_does_not_slip_into_an_agreed_score(chair: Chair) -> None:
    page, last = chair.page, see_meeting(chair.place).ranking.lines[-1].application.reference
    chair.open(last)
    page.card.reason.setText("The only one that covers the north.")
    chair.press(Qt.Key.Key_F, ALT)
    assert last in see_meeting(chair.place).meeting.decisions
    page.card.score.setText("70")
    page.card.agree_button.click()
    chair.settle()
    assert last not in see_meeting(chair.place).meeting.agreed
    assert "An agreed score needs a reason" in page.card.warning.text()
    page.card.reason.setText("Agreed after the site visit.")
    QTest.keyClick(page.card.reason, Qt.Key.Key_Return)
    chair.settle()
    meeting = see_meeting(chair.place).meeting
    assert meeting.agreed[last].reason == "Agreed after the site visit."
    assert meeting.decisions[last].reason == "The only one that covers the north."


def test_votes_are_cast_by_those_who_may_and_kept_one_by_one(
    theme: Theme, place: Workplace, show: Show, tmp_path: Path
) -> None:
    voting(place)
    chair = Chair(theme, place, show, tmp_path)
    page = chair.page
    page.preparing.everybody.click()
    reference, name = conflicted(place)
    chair.open(reference)
    chair.press(Qt.Key.Key_L, CTRL)
    page.card.votes_asked.emit()
    chair.settle()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, VotesDialog)
    barred = set(see_meeting(place).conflicts[reference])
    assert barred
    assert not barred & set(dialog.controls)
    assert len(dialog.controls) == len(see_meeting(place).ranking.members) - len(barred)
    assert name not in chair.said(dialog)
    first = next(iter(dialog.controls))
    dialog.controls[first].take_focus()
    press(dialog, Qt.Key.Key_Right, Qt.Key.Key_Space)
    assert see_meeting(place).meeting.votes[reference] == {first: "against"}
    assert "1 against" in dialog.count.text()
    dialog.close_button.click()
    chair.settle()
    assert chair.troubles == []
    assert chair.jobs.wait()
