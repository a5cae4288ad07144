"""A panel meets: who is there and who must leave, its agenda, and what is signed."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from dd_panel.domain.errors import InputError
from dd_panel.domain.identifiers import MemberId
from dd_panel.domain.meeting import SignOff
from dd_panel.services.change import Change
from dd_panel.services.intake.eligibility import withdraw
from dd_panel.services.meeting import conducting as meeting
from dd_panel.services.meeting import decisions
from dd_panel.services.meeting.minuting import minutes_of
from dd_panel.services.meeting.signing import open_words, sign_off
from dd_panel.services.results.ranking import see_outlook
from dd_panel.services.round.panel import name_deputy
from dd_panel.services.workplace import Workplace
from dd_panel.text import few
from tests.meetingwork import (
    FIRST,
    FOURTH,
    RULES_WITH_MONEY,
    SECOND,
    THIRD,
    at_work,
    declare,
    let_chair,
    refused,
)
from tests.panelwork import ASHE, NOON, OKORO, REFERENCES, RULES

# -- reading it again --------------------------------------------------------------------------------------------------


def test_what_was_done_since_is_seen_without_reading_the_round_again(place: Workplace) -> None:
    before = meeting.see_meeting(place)
    meeting.note_presence(place, [ASHE, OKORO], "present")
    meeting.set_agenda(place, [SECOND, FIRST])
    decisions.decide_on(place, FIRST, "fund")
    acts = meeting.see_acts(place, before)
    assert acts == meeting.see_meeting(place)
    assert acts is not None
    assert acts.ranking is before.ranking
    decisions.agree_total(place, SECOND, "3.5", "The plan has no dates.")
    assert meeting.see_acts(place, before) == meeting.see_meeting(place)


def test_where_agreed_scores_make_the_order_an_agreement_asks_for_all_of_it(tmp_path: Path) -> None:
    with at_work(tmp_path, replace(RULES_WITH_MONEY, method="agreed")).open() as place:
        before = meeting.see_meeting(place)
        assert meeting.see_acts(place, before) == before
        decisions.agree_total(place, SECOND, "3.5", "The plan has no dates.")
        assert meeting.see_acts(place, before) is None


def test_a_decision_sees_the_same_order_as_everybody(place: Workplace) -> None:
    declare(place, ASHE, THIRD)
    whole = meeting.see_meeting(place)
    with place.store.reading() as work:
        short = meeting.order_in(work)
    assert (short.ranking, short.sides, short.meeting) == (whole.ranking, whole.sides, whole.meeting)
    assert list(short.lines) == [line.application.reference for line in whole.ranking.lines]


def test_before_anything_is_read_there_are_the_rules_and_nothing_else(place: Workplace) -> None:
    view = meeting.before_reading(place)
    assert view.ranking.rules == meeting.see_meeting(place).ranking.rules
    assert not view.lines
    assert not view.meeting.agenda
    assert view.ranking.receipt.adds_up


# -- conflicts and attendance ------------------------------------------------------------------------------------------


def test_an_item_is_locked_while_somebody_with_a_conflict_is_in_the_room(place: Workplace) -> None:
    declare(place, OKORO, FIRST)
    meeting.note_presence(place, [ASHE, OKORO], "present")
    assert meeting.see_meeting(place).must_leave(FIRST) == (OKORO,)
    deeds: tuple[Callable[[], Change], ...] = (
        lambda: decisions.decide_on(place, FIRST, "fund"),
        lambda: decisions.agree_total(place, FIRST, "4", "Because."),
        lambda: decisions.agree_scores(place, FIRST, {"need": "4"}, "Because."),
        lambda: meeting.note(place, FIRST, "A good bid."),
    )
    for deed in deeds:
        with pytest.raises(InputError) as error:
            deed()
        assert refused(error) == "David Okoro has a conflict of interest with DD-001 and is still in the room."
    decisions.decide_on(place, FOURTH, "decline")
    meeting.confirm_recusal(place, FIRST, OKORO)
    decisions.decide_on(place, FIRST, "fund")
    meeting.call_back(place, FIRST, OKORO)
    (recusal,) = meeting.see_meeting(place).meeting.recusals
    assert (recusal.application, recusal.member, recusal.confirmed_by) == (FIRST, OKORO, "chair")
    assert recusal.back is not None
    assert recusal.left < recusal.back
    with pytest.raises(InputError, match="still in the room"):
        decisions.decide_on(place, FIRST, None)


def test_a_deputy_takes_the_chair_where_the_chair_has_a_conflict(place: Workplace) -> None:
    def said() -> tuple[str, ...]:
        view = meeting.see_meeting(place)
        assert meeting.see_acts(place, view) == view
        return tuple(item.recusals[-1] for item in minutes_of(view, NOON).items if item.reference == FIRST)

    nobody = ("No deputy was named, present and free of a conflict to take the chair for this item.",)
    let_chair(place, ASHE)
    declare(place, ASHE, FIRST)
    meeting.note_presence(place, [ASHE, OKORO], "present")
    meeting.confirm_recusal(place, FIRST, ASHE)
    assert said() == nobody
    name_deputy(place, OKORO)
    assert said() == ("David Okoro, the deputy, took the chair for this item.",)
    meeting.note_presence(place, [OKORO], "apologies")
    assert said() == nobody
    meeting.note_presence(place, [OKORO], "present")
    declare(place, OKORO, FIRST)
    assert said() == nobody


def test_the_minutes_name_no_deputy_where_another_member_left_the_room(place: Workplace) -> None:
    let_chair(place, ASHE)
    declare(place, OKORO, FIRST)
    meeting.note_presence(place, [ASHE, OKORO], "present")
    meeting.confirm_recusal(place, FIRST, OKORO)
    (item,) = minutes_of(meeting.see_meeting(place), NOON).items
    assert [words.partition(" at ")[0] for words in item.recusals] == ["David Okoro left the room"]


def test_who_is_kept_apart_without_a_declaration_leaves_the_room_too(place: Workplace) -> None:
    with place.store.writing() as work:
        authority = work.applications.summary(FIRST).lead_authority
        work.panel.change(replace(work.panel.member(OKORO), organisation=authority))
        work.panel.change(replace(work.panel.member(ASHE), conflicts=(SECOND,)))
    meeting.note_presence(place, [ASHE, OKORO], "present")
    view = meeting.see_meeting(place)
    assert view.conflicts == {
        FIRST: {OKORO: f"own organisation: {authority}"},
        SECOND: {ASHE: f"a conflict in the list of members: {SECOND}"},
    }
    with pytest.raises(InputError, match="David Okoro has a conflict of interest with DD-001 and is still in the room"):
        decisions.decide_on(place, FIRST, "fund", seen=view)
    meeting.confirm_recusal(place, FIRST, OKORO)
    decisions.decide_on(place, FIRST, "fund", seen=view)


def test_only_a_member_with_a_conflict_who_is_there_leaves_the_room(place: Workplace) -> None:
    with pytest.raises(InputError, match="Margaret Ashe has no conflict of interest with DD-001"):
        meeting.confirm_recusal(place, FIRST, ASHE)
    declare(place, ASHE, FIRST)
    with pytest.raises(InputError, match="Margaret Ashe is not at the meeting"):
        meeting.confirm_recusal(place, FIRST, ASHE)
    with pytest.raises(InputError, match="did not leave the room"):
        meeting.call_back(place, FIRST, ASHE)
    with pytest.raises(InputError, match="PM99 is no member of this panel"):
        meeting.note_presence(place, [MemberId("PM99")], "present")


def test_attendance_keeps_when_somebody_came_and_left(place: Workplace) -> None:
    meeting.note_presence(place, [ASHE], "present")
    meeting.note_presence(place, [OKORO], "apologies")
    meeting.note_presence(place, [ASHE], "left")
    found = meeting.see_meeting(place).meeting
    here = found.attendance[ASHE]
    assert (here.presence, here.came is not None and here.left is not None and here.came < here.left) == ("left", True)
    assert (found.attendance[OKORO].presence, found.present) == ("apologies", frozenset())


def test_votes_are_kept_only_where_the_round_votes(place: Workplace, tmp_path: Path) -> None:
    meeting.note_presence(place, [ASHE], "present")
    with pytest.raises(InputError, match="know no votes"):
        meeting.cast_vote(place, FIRST, ASHE, "for")
    (tmp_path / "voting").mkdir()
    with at_work(tmp_path / "voting", replace(RULES, votes=True)).open() as voting:
        meeting.note_presence(voting, [ASHE], "present")
        meeting.cast_vote(voting, FIRST, ASHE, "against")
        assert meeting.see_meeting(voting).meeting.votes == {FIRST: {ASHE: "against"}}
        with pytest.raises(InputError, match="David Okoro has no vote on DD-001"):
            meeting.cast_vote(voting, FIRST, OKORO, "for")


def test_who_waits_outside_since_an_earlier_item_votes_once_called_back(tmp_path: Path) -> None:
    (tmp_path / "voting").mkdir()
    with at_work(tmp_path / "voting", replace(RULES, votes=True)).open() as voting:
        meeting.note_presence(voting, [ASHE, OKORO], "present")
        declare(voting, ASHE, SECOND)
        meeting.confirm_recusal(voting, SECOND, ASHE)
        found = meeting.see_meeting(voting).meeting
        assert found.in_the_room == found.present - {ASHE} == frozenset({OKORO})
        with pytest.raises(InputError, match="Margaret Ashe is outside") as refused:
            meeting.cast_vote(voting, FIRST, ASHE, "for")
        assert refused.value.remedy == "Call Margaret Ashe back first."
        meeting.call_back(voting, SECOND, ASHE)
        meeting.cast_vote(voting, FIRST, ASHE, "for")
        assert meeting.see_meeting(voting).meeting.votes == {FIRST: {ASHE: "for"}}


# -- agenda, notes, signing --------------------------------------------------------------------------------------------


def test_the_suggested_agenda_has_reasons_and_the_panel_puts_it_in_its_own_order(place: Workplace) -> None:
    suggested = meeting.suggested_agenda(see_outlook(place))
    assert {item.application for item in suggested} >= set(REFERENCES[4:])
    assert all(item.reasons for item in suggested)
    meeting.set_agenda(place, [item.application for item in suggested])
    meeting.set_agenda(place, [SECOND, FIRST])
    meeting.go_to(place, FIRST)
    found = meeting.see_meeting(place).meeting
    assert (found.agenda, found.current) == ((SECOND, FIRST), FIRST)
    with pytest.raises(InputError, match="on the agenda twice"):
        meeting.set_agenda(place, [SECOND, "dd-002"])
    with pytest.raises(InputError, match="“DD-999” is not a reference of this round"):
        meeting.set_agenda(place, ["DD-999"])


def test_a_decision_after_signing_is_a_new_version_and_a_note_is_not(place: Workplace) -> None:
    with pytest.raises(InputError, match="nothing to sign"):
        sign_off(place, "Dame Ruth Vane")
    decisions.decide_on(place, FIRST, "fund")
    with pytest.raises(InputError, match="needs a name"):
        sign_off(place, " ")
    decisions.follow_ranking(place)
    for reference in (SECOND, THIRD, *REFERENCES[4:]):
        decisions.decide_on(place, reference, "decline", reason="Level, or never scored.")
    assert sign_off(place, "Dame Ruth Vane").reverse is None
    with pytest.raises(InputError, match="Version 1 is signed already"):
        sign_off(place, "Dame Ruth Vane")
    meeting.note(place, FIRST, "The minister was told.")
    assert meeting.see_meeting(place).meeting.is_signed
    decisions.decide_on(place, SECOND, "reserve", reason="Level.")
    found = meeting.see_meeting(place).meeting
    assert (found.version, found.is_signed) == (2, False)
    sign_off(place, "Dame Ruth Vane")
    signed = meeting.see_meeting(place).meeting.signed
    assert [(each.version, each.name) for each in signed] == [(1, "Dame Ruth Vane"), (2, "Dame Ruth Vane")]
    assert isinstance(signed[0], SignOff)


def test_what_is_not_decided_is_refused_or_stays_open_for_a_reason_that_is_kept(place: Workplace) -> None:
    decisions.decide_on(place, FIRST, "fund")
    withdraw(place, REFERENCES[6], "Told us by telephone.")
    with pytest.raises(InputError) as error:
        sign_off(place, "Dame Ruth Vane", "  ")
    assert refused(error) == "5 applications are not decided yet."
    assert error.value.detail == "DD-002, DD-003, DD-004, DD-005, DD-006."
    assert meeting.see_meeting(place).meeting.signed == ()
    sign_off(place, "Dame Ruth Vane", "They wait for the auditor.")
    decisions.decide_on(place, SECOND, "reserve", reason="Level.")
    for reference in (THIRD, FOURTH, *REFERENCES[4:6]):
        decisions.decide_on(place, reference, "decline", reason="No place is left.")
    sign_off(place, "Dame Ruth Vane", "nothing is open")
    first, second = meeting.see_meeting(place).meeting.signed
    assert (first.undecided, first.reason) == ((SECOND, THIRD, FOURTH, *REFERENCES[4:6]), "They wait for the auditor.")
    assert (second.undecided, second.reason, open_words(second)) == ((), "", "")
    assert open_words(first).startswith("5 applications were not decided: DD-002, DD-003, DD-004")
    assert open_words(first).endswith("Reason: They wait for the auditor.")
    minutes = minutes_of(meeting.see_meeting(place), NOON)
    assert (minutes.undecided, open_words(first) in minutes.signatures[0]) == ([], True)


def test_what_is_out_of_the_competition_is_not_left_to_the_panel(place: Workplace) -> None:
    withdraw(place, REFERENCES[6], "Told us by telephone.")
    followed = decisions.follow_ranking(place)
    view = meeting.see_meeting(place)
    assert REFERENCES[6] not in {*view.meeting.decisions, *(each for each, _why in followed.left), *view.undecided}
    assert view.undecided == tuple(each for each, _why in followed.left)
    assert minutes_of(view, NOON).undecided[0] == "DD-002 Wexcombe Council"


def test_many_references_are_named_in_part() -> None:
    assert few(REFERENCES[:2]) == "DD-001, DD-002"
    assert few(REFERENCES) == "DD-001, DD-002, DD-003, DD-004, DD-005, DD-006 and 1 more"


# -- power cuts --------------------------------------------------------------------------------------------------------


MEETING_THEN_KILLED = """
import os, signal, sys
from datetime import datetime, UTC
from pathlib import Path
from dd_panel.services.meeting import decisions
from dd_panel.services.meeting import conducting as meeting
from dd_panel.services.workplace import Workplace
from dd_panel.store.files import open_store
store = open_store(Path(sys.argv[1]))
place = Workplace(store, lambda: datetime.now(UTC), "chair")
meeting.set_agenda(place, ["DD-002", "DD-001"])
meeting.go_to(place, "DD-001")
decisions.agree_total(place, "DD-001", "4.5", "All agreed.")
decisions.decide_on(place, "DD-001", "fund")
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_power_cut_in_the_meeting_loses_nothing(tmp_path: Path) -> None:
    made = at_work(tmp_path)
    killed = subprocess.run(
        [sys.executable, "-c", MEETING_THEN_KILLED, str(made.path)], capture_output=True, text=True, check=False
    )
    assert killed.returncode == -9, killed.stderr
    with made.open() as place:
        found = meeting.see_meeting(place).meeting
        assert (found.agenda, found.current) == ((SECOND, FIRST), FIRST)
        assert found.agreed[FIRST].total == Decimal("4.5")
        assert found.decisions[FIRST].outcome == "fund"
