"""A panel meets: who is there and who must leave, what is agreed and decided, and every line of it is kept."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from hashlib import sha256
from pathlib import Path

import pytest

from dd_panel.domain.errors import DDPanelError, InputError, VersionConflictError
from dd_panel.domain.identifiers import MemberId
from dd_panel.domain.meeting import SignOff, lot_text
from dd_panel.services.change import Change
from dd_panel.services.meeting import conducting as meeting
from dd_panel.services.meeting import decisions
from dd_panel.services.meeting.minuting import minutes_of
from dd_panel.services.results.ranking import see_outlook, see_ranking
from dd_panel.services.round.panel import name_deputy
from dd_panel.services.workplace import Workplace
from dd_panel.store.files import open_store
from tests.meetingwork import FIRST, FOURTH, RULES_WITH_MONEY, SECOND, THIRD, at_work, declare
from tests.panelwork import ASHE, NOON, OKORO, REFERENCES, RULES


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Workplace]:
    """The round during its meeting, with a clock that goes on by a minute at every look."""
    looks = iter(range(10_000))
    with open_store(at_work(tmp_path).path) as store:
        yield Workplace(store, lambda: NOON + timedelta(minutes=next(looks)), "chair")


def let_chair(place: Workplace, member: MemberId) -> None:
    with place.store.writing() as work:
        work.panel.change(replace(work.panel.member(member), role="chair"))


def refused(error: pytest.ExceptionInfo[DDPanelError]) -> str:
    assert error.value.title
    assert error.value.remedy
    return error.value.title


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


# -- agreed scores -----------------------------------------------------------------------------------------------------


def test_an_agreed_score_needs_a_reason_and_leaves_the_members_scores_alone(place: Workplace) -> None:
    before = [(line.ranked.position, line.ranked.positions) for line in see_ranking(place).lines]
    with pytest.raises(InputError) as error:
        decisions.agree_total(place, SECOND, "3.5", "  ")
    assert refused(error) == "An agreed score needs a reason."
    decisions.agree_total(place, SECOND, "3.5", "The plan has no dates.")
    ranking = see_ranking(place)
    assert [(line.ranked.position, line.ranked.positions) for line in ranking.lines] == before
    assert {line.application.reference: line.agreed for line in ranking.lines if line.agreed} == {
        SECOND: Fraction(7, 10)
    }
    agreed = meeting.see_meeting(place).meeting.agreed[SECOND]
    assert (agreed.total, agreed.reason, agreed.who) == (Decimal("3.5"), "The plan has no dates.", "chair")


def test_scores_agreed_by_criterion_count_once_all_are_agreed_and_take_the_place_of_a_total(place: Workplace) -> None:
    rubric = RULES.rubric
    decisions.agree_total(place, FIRST, "1", "A first thought.")
    decisions.agree_scores(place, FIRST, {"need": "4"}, "Two members misread the figures.")
    agreed = meeting.see_meeting(place).meeting.agreed[FIRST]
    assert (agreed.total, agreed.position(rubric)) == (None, None)
    decisions.agree_scores(place, FIRST, {"PLAN": "3.0"}, "The plan is short.")
    agreed = meeting.see_meeting(place).meeting.agreed[FIRST]
    assert agreed.scores == {"need": "4", "plan": "3"}
    assert agreed.position(rubric) == Fraction(60, 100) * Fraction(4, 5) + Fraction(40, 100) * Fraction(3, 5)
    decisions.agree_scores(place, FIRST, {"plan": "Cannot judge"}, "Nobody read the annex.")
    assert meeting.see_meeting(place).meeting.agreed[FIRST].position(rubric) == Fraction(4, 5)


@pytest.mark.parametrize(
    ("scores", "title"),
    [
        ({"need": "6"}, "6 is not on the scale."),
        ({"need": "3.5"}, "3.5 is not on the scale."),
        ({"need": "good"}, "“good” is no score."),
        ({"style": "3"}, "“style” is no criterion of this round."),
    ],
)
def test_what_is_no_score_is_refused_with_a_sentence(place: Workplace, scores: dict[str, str], title: str) -> None:
    with pytest.raises(InputError) as error:
        decisions.agree_scores(place, FIRST, scores, "Because.")
    assert refused(error) == title
    assert meeting.see_meeting(place).meeting.record == ()


def test_a_round_that_counts_agreed_scores_has_none_without_one(tmp_path: Path) -> None:
    with at_work(tmp_path, replace(RULES, method="agreed")).open() as place:
        assert {line.ranked.position for line in see_ranking(place).lines} == {None}
        decisions.agree_total(place, THIRD, "4", "The panel was of one mind.")
        decisions.agree_total(place, FOURTH, "4.5", "Better than it was read.")
        placed = [(line.application.reference, line.ranked.place) for line in see_ranking(place).lines]
        assert placed[:2] == [(FOURTH, 1), (THIRD, 2)]
        assert {number for _reference, number in placed[2:]} == {None}
        assert all("no agreed score yet" in line.flags for line in see_ranking(place).lines[2:])


def test_an_agreed_score_says_which_place_it_would_give(place: Workplace) -> None:
    view = meeting.see_meeting(place)
    assert view.place_with(FOURTH, Fraction(9, 10)) == 2
    assert view.place_with(FIRST, Fraction(9, 10)) == 1


# -- decisions ---------------------------------------------------------------------------------------------------------


def test_a_decision_that_follows_the_ranking_needs_no_reason_and_one_that_crosses_it_does(place: Workplace) -> None:
    decisions.decide_on(place, FIRST, "fund", support=60_000)
    decisions.decide_on(place, FOURTH, "decline")
    for reference, outcome in ((FOURTH, "fund"), (FIRST, "decline"), (SECOND, "fund"), (SECOND, "reserve")):
        with pytest.raises(InputError, match="needs a reason"):
            decisions.decide_on(place, reference, outcome)  # type: ignore[arg-type]
    decisions.decide_on(place, FOURTH, "fund", support=90_000, reason="The only bid from the north.")
    found = meeting.see_meeting(place).meeting.decisions
    assert {key: (each.outcome, each.support, each.reason) for key, each in found.items()} == {
        FIRST: ("fund", 60_000, ""),
        FOURTH: ("fund", 90_000, "The only bid from the north."),
    }


def test_places_and_fund_are_not_given_twice(place: Workplace) -> None:
    decisions.decide_on(place, FIRST, "fund", support=100_000)
    for amount, title in (
        (100_001, "100,001 is more than the support for one place."),
        (50_001, "The fund does not reach: 50,000 of 150,000 are left."),
        (-1, "Support can't be below zero."),
    ):
        with pytest.raises(InputError) as error:
            decisions.decide_on(place, SECOND, "fund", support=amount, reason="Level.")
        assert refused(error) == title
    decisions.decide_on(place, SECOND, "fund", support=50_000, reason="Level.")
    with pytest.raises(InputError) as error:
        decisions.decide_on(place, THIRD, "fund", support=0, reason="Level too.")
    assert refused(error) == "All 2 places are given."
    assert meeting.see_meeting(place).support_given == 150_000


def test_reserves_stand_in_the_order_of_deciding_until_the_panel_orders_them(place: Workplace) -> None:
    for reference in (FOURTH, THIRD, SECOND):
        decisions.decide_on(place, reference, "reserve", reason="Level.")
    assert meeting.see_meeting(place).meeting.reserves == (FOURTH, THIRD, SECOND)
    decisions.order_reserves(place, [SECOND, "dd-003", FOURTH])
    assert meeting.see_meeting(place).meeting.reserves == (SECOND, THIRD, FOURTH)
    decisions.decide_on(place, THIRD, "decline", reason="Level.")
    assert meeting.see_meeting(place).meeting.reserves == (SECOND, FOURTH)
    with pytest.raises(InputError, match="These are not the reserves"):
        decisions.order_reserves(place, [SECOND])


def test_everything_can_be_taken_back_and_done_again_and_the_record_keeps_all_of_it(place: Workplace) -> None:
    change = decisions.decide_on(place, FIRST, "fund", support=1)
    assert change.reverse is not None
    undone = change.reverse()
    assert meeting.see_meeting(place).meeting.decisions == {}
    assert undone.reverse is not None
    undone.reverse()
    found = meeting.see_meeting(place).meeting
    assert found.decisions[FIRST].outcome == "fund"
    said = [(line.field, line.before, line.after) for line in found.record]
    assert said == [
        ("decision", "", "fund"),
        ("support", "", "1"),
        ("decision", "fund", ""),
        ("support", "1", ""),
        ("decision", "", "fund"),
        ("support", "", "1"),
    ]
    decisions.decide_on(place, FIRST, "decline", reason="It withdrew.")
    with pytest.raises(VersionConflictError, match="can't be taken back any more"):
        change.reverse()


def test_no_program_can_change_the_record(place: Workplace, tmp_path: Path) -> None:
    decisions.decide_on(place, FIRST, "fund")
    for harm in (
        "DELETE FROM minutes",
        "UPDATE minutes SET after = 'decline'",
        "REPLACE INTO minutes SELECT * FROM minutes",
    ):
        with (
            closing(sqlite3.connect(tmp_path / "small.ddround")) as intruder,
            pytest.raises(sqlite3.IntegrityError, match="only grows"),
        ):
            intruder.execute(harm)


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


def test_only_a_member_with_a_conflict_who_is_there_leaves_the_room(place: Workplace) -> None:
    with pytest.raises(InputError, match="Margaret Ashe has no conflict of interest with DD-001"):
        meeting.confirm_recusal(place, FIRST, ASHE)
    declare(place, ASHE, FIRST)
    with pytest.raises(InputError, match="Margaret Ashe is not at the meeting"):
        meeting.confirm_recusal(place, FIRST, ASHE)
    with pytest.raises(InputError, match="did not leave the room"):
        meeting.call_back(place, FIRST, ASHE)
    with pytest.raises(InputError, match="The panel has no member PM99"):
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
        meeting.sign_off(place, "Dame Ruth Vane")
    decisions.decide_on(place, FIRST, "fund")
    with pytest.raises(InputError, match="needs a name"):
        meeting.sign_off(place, " ")
    assert meeting.sign_off(place, "Dame Ruth Vane").reverse is None
    with pytest.raises(InputError, match="Version 1 is signed already"):
        meeting.sign_off(place, "Dame Ruth Vane")
    meeting.note(place, FIRST, "The minister was told.")
    assert meeting.see_meeting(place).meeting.is_signed
    decisions.decide_on(place, SECOND, "reserve", reason="Level.")
    found = meeting.see_meeting(place).meeting
    assert (found.version, found.is_signed) == (2, False)
    meeting.sign_off(place, "Dame Ruth Vane")
    signed = meeting.see_meeting(place).meeting.signed
    assert [(each.version, each.name) for each in signed] == [(1, "Dame Ruth Vane"), (2, "Dame Ruth Vane")]
    assert isinstance(signed[0], SignOff)


# -- lots --------------------------------------------------------------------------------------------------------------


def test_a_draw_that_the_rules_did_not_announce_is_refused(place: Workplace) -> None:
    with pytest.raises(InputError) as error:
        decisions.draw_lot(place)
    assert refused(error) == "The rules of this round announced no draw by lot."


def test_a_draw_settles_who_is_above_the_line_once_and_anybody_can_repeat_it(tmp_path: Path) -> None:
    with at_work(tmp_path, replace(RULES, lot_for_ties=True)).open() as place:
        change = decisions.draw_lot(place, "2014-03-03 noon")
        assert change.reverse is None
        view = meeting.see_meeting(place)
        assert view.meeting.lot is not None
        digests = {each: sha256(f"2014-03-03 noon:{each}".encode()).hexdigest() for each in (SECOND, THIRD)}
        order = sorted(digests, key=lambda each: digests[each])
        assert view.meeting.lot.protocol == tuple((each, digests[each]) for each in order)
        assert [view.crosses(each, "fund") for each in order] == ["", "It stands below the funding line."]
        with pytest.raises(InputError, match="the draw was made already"):
            decisions.draw_lot(place)


def test_a_draw_gives_equal_chances() -> None:
    wins = sum(
        lot_text(str(seed), [SECOND, THIRD]).index(SECOND) < lot_text(str(seed), [SECOND, THIRD]).index(THIRD)
        for seed in range(2000)
    )
    assert 900 < wins < 1100


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
