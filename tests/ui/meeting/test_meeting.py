"""The chair runs the meeting on the projector: agenda, attendance, recusals, agreed scores, decisions, minutes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from docx import Document
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget

from dd_panel.domain.identifiers import Reference
from dd_panel.services.meeting.conducting import see_meeting
from dd_panel.services.meeting.minuting import write_meeting_minutes
from dd_panel.services.round.panel import name_deputy
from dd_panel.services.workplace import Progress, Workplace
from dd_panel.ui.jobs import Jobs
from dd_panel.ui.meeting.items import hidden, initials, item_of, letter, ordinal
from dd_panel.ui.meeting.page import MeetingPage
from dd_panel.ui.meeting.votes_dialog import VotesDialog
from dd_panel.ui.theme import Theme
from dd_panel.ui.undo import UndoHistory
from tests.ui.conftest import Show, settle
from tests.ui.example_stores import round_with, scoresheets
from tests.ui.keyboard import activate, press
from tests.ui.programs import wait_until

ALT = Qt.KeyboardModifier.AltModifier
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture(scope="module")
def sheets(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return list(scoresheets(tmp_path_factory.mktemp("sheets")).values())


@pytest.fixture
def place(tmp_path: Path, sheets: list[Path]) -> Iterator[Workplace]:
    """The example round with everything merged."""
    place = round_with(tmp_path, sheets)
    yield place
    place.store.close()


def minutes_of(place: Workplace, path: Path, _progress: Progress) -> object:
    return write_meeting_minutes(place, path)


class Chair:
    """The page in a window, with what the chair does on it."""

    def __init__(self, theme: Theme, place: Workplace, show: Show, folder: Path) -> None:
        self.place = place
        self.jobs, self.undo = Jobs(), UndoHistory()
        self.troubles: list[str] = []
        self.undo.failed.connect(lambda trouble: self.troubles.append(trouble.title))
        self.minutes = folder / "minutes.docx"
        self.page = MeetingPage(theme, place, self.jobs, self.undo, minutes_of, lambda _parent, _name: self.minutes)
        show(self.page, 1440, 900)
        self.page.on_shown()
        wait_until(lambda: self.page.forecast.known is not None)
        self.settle()

    def settle(self) -> None:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        settle(app)

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.page, key, modifier)
        self.settle()

    def open(self, reference: str) -> None:
        self.page.open_item(reference)
        self.settle()

    def said(self, widget: QWidget) -> list[str]:
        return [label.text() for label in widget.findChildren(QLabel) if label.isVisible() and label.text()]


@pytest.fixture
def chair(theme: Theme, place: Workplace, show: Show, tmp_path: Path, dressed_app: QApplication) -> Iterator[Chair]:
    chair = Chair(theme, place, show, tmp_path)
    yield chair
    assert chair.jobs.wait()
    settle(dressed_app)


def conflicted(place: Workplace) -> tuple[Reference, str]:
    """An application that somebody has a conflict with, and the member's name."""
    view = see_meeting(place)
    reference, members = next((key, each) for key, each in view.conflicts.items() if each)
    return reference, view.ranking.members[next(iter(members))].name


def test_an_empty_agenda_says_what_to_do_and_can_be_suggested(chair: Chair) -> None:
    page = chair.page
    assert any("Take applications here from Ranking" in words for words in chair.said(page))
    assert "Nothing on the agenda yet" in chair.said(page)
    assert not page.preparing.start.isEnabled()
    assert any("let the program suggest what matters most for the line" in words for words in chair.said(page))
    page.preparing.suggest_first.click()
    chair.settle()
    agenda = see_meeting(chair.place).meeting.agenda
    known = page.forecast.known
    assert known is not None
    assert agenda == tuple(each.application for each in known.agenda)
    why = str(page.preparing.table.model().index(0, 4).data())
    assert why == " ".join(known.agenda[0].reasons)


def test_the_agenda_can_be_moved_left_out_added_to_and_taken_back(chair: Chair) -> None:
    page = chair.page
    page.preparing.suggest.click()
    chair.settle()
    first, second, *rest = see_meeting(chair.place).meeting.agenda
    page.preparing.table.setFocus()
    QTest.keyClick(page.preparing.table, Qt.Key.Key_Down, ALT)
    chair.settle()
    assert see_meeting(chair.place).meeting.agenda == (second, first, *rest)
    page.preparing.leave_out.click()
    chair.settle()
    assert see_meeting(chair.place).meeting.agenda == (second, *rest)
    page.preparing.add_button.click()
    chair.settle()
    assert len(see_meeting(chair.place).meeting.agenda) == len(rest) + 2
    chair.undo.undo()
    chair.undo.undo()
    assert see_meeting(chair.place).meeting.agenda == (second, first, *rest)


def test_an_item_is_locked_until_it_is_confirmed_that_the_member_has_left(chair: Chair) -> None:
    page = chair.page
    reference, name = conflicted(chair.place)
    page.preparing.everybody.click()
    chair.settle()
    chair.open(reference)
    assert f"Please leave the room: {name}" in chair.said(page)
    assert "This item is locked" in chair.said(page)
    assert not page.card.isEnabled()
    chair.press(Qt.Key.Key_F, ALT)
    assert reference not in see_meeting(chair.place).meeting.decisions
    chair.press(Qt.Key.Key_L, CTRL)
    assert page.card.isEnabled()
    assert "This item is locked" not in chair.said(page)
    recusals = see_meeting(chair.place).meeting.recusals
    assert [(each.application, each.back) for each in recusals] == [(reference, None)]
    chair.press(Qt.Key.Key_L, CTRL)
    assert see_meeting(chair.place).meeting.recusals[0].back is not None


@pytest.mark.parametrize("named", [True, False])
def test_the_banner_says_who_takes_the_chair_where_the_chair_must_leave(chair: Chair, *, named: bool) -> None:
    place = chair.place
    reference, name = conflicted(place)
    view = see_meeting(place)
    with place.store.writing() as work:
        for member in work.panel.members():
            work.panel.change(replace(member, role="chair" if member.name == name else "member"))
    deputy = next(each for key, each in view.ranking.members.items() if key not in view.conflicts[reference])
    if named:
        name_deputy(place, deputy.member_id)
    chair.page.preparing.everybody.click()
    chair.page.on_shown()
    assert chair.jobs.wait()
    chair.settle()
    chair.open(reference)
    takes = f"{deputy.name}, the deputy, takes the chair for this item"
    settle_it = "No deputy is named, present and free of a conflict: settle who takes the chair for this item."
    assert (takes in chair.said(chair.page.view.banner)) is named
    assert (settle_it in chair.said(chair.page.view.banner)) is not named
    chair.press(Qt.Key.Key_L, CTRL)
    assert (takes in chair.said(chair.page.view.banner)) is named


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


def test_reviewers_with_the_same_initials_are_told_apart_on_their_discs(place: Workplace) -> None:
    view = see_meeting(place)
    reference, line = next(iter(view.lines.items()))
    twins = [review.member for review in line.reviews[:2]]
    members = dict(view.ranking.members)
    for name, member in zip(("Ada Brook", "Amy Brown"), twins, strict=True):
        members[member] = replace(members[member], name=name)
    item = item_of(replace(view, ranking=replace(view.ranking, members=members)), None, reference)
    discs = {voice.name: voice.disc for voice in item.criteria[0].voices}
    assert (discs["Ada Brook"], discs["Amy Brown"]) == ("AB1", "AB2")
    assert all(disc.isalpha() for name, disc in discs.items() if name not in {"Ada Brook", "Amy Brown"})


def test_every_level_of_a_short_scale_is_named_along_the_line(place: Workplace) -> None:
    view = see_meeting(place)
    item = item_of(view, None, next(iter(view.lines)))
    assert {line.ticks for line in item.criteria} == {("0", "1", "2", "3", "4", "5")}


def test_names_can_be_hidden_on_the_wall(chair: Chair) -> None:
    page = chair.page
    reference = see_meeting(chair.place).ranking.lines[0].application.reference
    chair.open(reference)
    people = {voice.name for voice in item_of(see_meeting(chair.place), None, reference).criteria[0].voices}
    assert people & set(chair.said(page.view))
    chair.press(Qt.Key.Key_N)
    assert not people & set(chair.said(page.view))
    assert "Reviewer A" in chair.said(page.view)
    page.open_public()
    chair.settle()
    public = page.findChildren(QWidget, "public")
    assert len(public) == 1
    assert not people & set(chair.said(public[0]))


def test_page_keys_go_along_the_agenda_and_notes_stay_with_their_item(chair: Chair) -> None:
    page = chair.page
    page.preparing.suggest.click()
    chair.settle()
    first, second = see_meeting(chair.place).meeting.agenda[:2]
    chair.open(first)
    page.card.note.setPlainText("Ask for the lease.")
    chair.press(Qt.Key.Key_PageDown)
    meeting = see_meeting(chair.place).meeting
    assert meeting.current == second
    assert meeting.notes[first].text == "Ask for the lease."
    assert second not in meeting.notes
    assert page.card.note.toPlainText() == ""
    chair.press(Qt.Key.Key_PageUp)
    assert page.card.note.toPlainText() == "Ask for the lease."


def test_minutes_are_exported_and_can_be_read(chair: Chair) -> None:
    page = chair.page
    page.preparing.everybody.click()
    chair.settle()
    chair.open(see_meeting(chair.place).ranking.lines[0].application.reference)
    chair.press(Qt.Key.Key_F, ALT)
    chair.press(Qt.Key.Key_E, CTRL)
    assert chair.jobs.wait()
    chair.settle()
    text = "\n".join(each.text for each in Document(str(chair.minutes)).paragraphs)
    assert "Funded with" in text
    assert "The minutes are written" in chair.said(page)


def test_every_line_of_the_spread_is_read_aloud(place: Workplace) -> None:
    view = see_meeting(place)
    item = item_of(view, None, view.ranking.lines[0].application.reference)
    said = item.criteria[0].spoken()
    assert said.startswith("Case for change and outcomes, 25 %, ")
    assert "mean " in said
    letters = hidden(item).criteria[0].voices
    assert {voice.disc for voice in letters} <= {"A", "B", "C", "D"}


def test_places_and_names_are_short() -> None:
    assert [ordinal(each) for each in (1, 2, 3, 4, 11, 12, 13, 21, 112, None)] == [
        "1st",
        "2nd",
        "3rd",
        "4th",
        "11th",
        "12th",
        "13th",
        "21st",
        "112th",
        "–",
    ]
    assert (initials("David Okoro"), initials("Plato"), letter(0), letter(27)) == ("DO", "P", "A", "B2")


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_it_can_be_drawn_in_every_theme_and_size(chair: Chair, theme: Theme, mode: str, scale: float) -> None:
    chair.open(see_meeting(chair.place).ranking.lines[0].application.reference)
    theme.set_mode("dark" if mode == "dark" else "light")
    theme.set_text_scale(scale)
    chair.settle()
    assert not chair.page.grab().isNull()


# -- before it is read, votes, and the second screen -------------------------------------------------------------------


def test_an_item_asked_for_before_the_meeting_is_read_opens_when_it_is(
    theme: Theme, place: Workplace, show: Show, dressed_app: QApplication
) -> None:
    jobs = Jobs()
    page = MeetingPage(theme, place, jobs, UndoHistory(), minutes_of)
    show(page, 1440, 900)
    assert not page.view.isVisible()
    assert not page.preparing.isVisible()
    page.on_shown()
    reference = see_meeting(place).ranking.lines[2].application.reference
    page.open_item(reference)
    wait_until(lambda: page.view.isVisible() and not jobs.running)
    assert see_meeting(place).meeting.current == reference
    assert see_meeting(place).meeting.agenda == (reference,)
    settle(dressed_app)


def voting(place: Workplace) -> None:
    """Let the rules of the round know votes."""
    with place.store.writing() as work:
        work.rounds.put(replace(work.rounds.get(), votes=True))


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


def test_the_second_screen_follows_the_item_and_the_criterion(chair: Chair) -> None:
    page = chair.page
    lines = see_meeting(chair.place).ranking.lines
    chair.open(lines[0].application.reference)
    page.open_public()
    chair.settle()
    public = page.findChildren(QWidget, "public")[0]
    assert lines[0].application.lead_authority in chair.said(public)
    chair.open(lines[1].application.reference)
    assert lines[1].application.lead_authority in chair.said(public)
    page.view.spread.step(1)
    chair.settle()
    short = see_meeting(chair.place).ranking.rules.rubric.criteria[1].short
    assert f"{short}: what they said" in chair.said(public)
    assert not public.findChildren(QLineEdit)
    page.show_agenda()
    chair.settle()
    assert public.isVisible()
    activate(public)
    QTest.keyClick(public, Qt.Key.Key_Escape)
    chair.settle()
    assert not public.isVisible()
    assert not page.public_button.isChecked()
    page.public_button.click()
    chair.settle()
    assert public.isVisible()
    page.public_button.click()
    assert not public.isVisible()


def test_the_second_screen_tells_the_kind_of_a_conflict_and_no_more(chair: Chair) -> None:
    page = chair.page
    page.preparing.everybody.click()
    reference, _name = conflicted(chair.place)
    reason = next(iter(see_meeting(chair.place).conflicts[reference].values()))
    kind, _colon, rest = reason.partition(":")
    assert rest
    chair.open(reference)
    page.open_public()
    chair.settle()
    public = page.findChildren(QWidget, "public")[0]
    assert f"Conflict of interest: {kind}" in chair.said(public)
    assert not any(rest.strip() in words for words in chair.said(public))
    assert any(rest.strip() in words for words in chair.said(page.view))
    buttons = [each for each in public.findChildren(QPushButton) if each.isVisible()]
    assert not buttons
