"""What was read of the meeting serves for a decision for as long as its order rests on the same, and no longer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from dd_panel.domain.errors import InputError
from dd_panel.domain.identifiers import Field
from dd_panel.services.intake.eligibility import withdraw
from dd_panel.services.meeting import conducting as meeting
from dd_panel.services.meeting import decisions
from dd_panel.services.meeting.conducting import MeetingView
from dd_panel.services.returns.merging import Incoming, merge_returns
from dd_panel.services.review.scoresheets import blank_scoresheet
from dd_panel.services.workplace import Workplace
from dd_panel.store.entry_values import Origin, Write
from dd_panel.store.files import open_store
from tests.meetingwork import FIRST, RULES_WITH_MONEY, SECOND, at_work, declare
from tests.panelwork import ASHE, NOON, OKORO, RULES, fill

LOT = replace(RULES_WITH_MONEY, lot_for_ties=True)


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Workplace]:
    """The round during its meeting: one is first, two are level at the line, one below."""
    looks = iter(range(10_000))
    with open_store(at_work(tmp_path, LOT).path) as store:
        yield Workplace(store, lambda: NOON + timedelta(minutes=next(looks)), "chair")


def seen_again(place: Workplace, seen: MeetingView) -> MeetingView | None:
    with place.store.reading() as work:
        return meeting.acts_in(work, seen)


def score(place: Workplace, value: str) -> None:
    for member in (ASHE, OKORO):
        with place.store.writing() as work:
            work.entries.write([Write(member, FIRST, Field("score.need"), value)], Origin("secretariat", NOON))


def unassign(place: Workplace) -> None:
    with place.store.writing() as work:
        work.panel.unassign([(ASHE, FIRST)])


def fewer_places(place: Workplace) -> None:
    with place.store.writing() as work:
        work.rounds.put(replace(LOT, places=1))


def ask_for_less(place: Workplace) -> None:
    with place.store.writing() as work:
        work.applications.replace(replace(work.applications.get(FIRST), support_sought=10_000))


def send_a_doubtful_score(place: Workplace) -> None:
    out = place.store.path.parent / "blank.xlsx"
    blank_scoresheet(place, ASHE, out)
    again = fill(out.read_bytes(), {(FIRST, "score.need"): "4 or 5"}, minutes=30)
    merge_returns(place, [Incoming("again.xlsx", again)])


def move_a_member(place: Workplace) -> None:
    with place.store.writing() as work:
        lead = work.applications.get(FIRST).lead_authority
        work.panel.change(replace(work.panel.member(OKORO), organisation=lead))


CHANGES: dict[str, Callable[[Workplace], object]] = {
    "another score": lambda place: score(place, "1"),
    "a finding that waits": send_a_doubtful_score,
    "a conflict": lambda place: declare(place, ASHE, FIRST),
    "a review less": unassign,
    "fewer places": fewer_places,
    "withdrawn": lambda place: withdraw(place, FIRST, "They wrote."),
    "less support sought": ask_for_less,
    "a member of another body": move_a_member,
}


def test_what_was_seen_serves_with_all_that_was_done_since(place: Workplace) -> None:
    seen = meeting.see_meeting(place)
    decisions.decide_on(place, FIRST, "fund", seen=seen)
    decisions.agree_total(place, SECOND, "3.5", "The plan has no dates.")
    decisions.draw_lot(place, "31 12 7", seen=seen)
    found = seen_again(place, seen)
    assert found == meeting.see_meeting(place)
    assert found is not None
    assert [line.ranked for line in found.ranking.lines] == [line.ranked for line in seen.ranking.lines]
    assert decisions.follow_ranking(place, seen=seen).settled
    with pytest.raises(InputError, match="the draw was made already"):
        decisions.draw_lot(place, seen=seen)


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_after_any_change_of_what_the_order_rests_on_it_is_read_again(
    place: Workplace, change: Callable[[Workplace], object]
) -> None:
    seen = meeting.see_meeting(place)
    assert seen_again(place, seen) is not None
    change(place)
    assert seen_again(place, seen) is None


def test_a_decision_on_an_outdated_screen_follows_the_order_as_it_is_now(place: Workplace) -> None:
    seen = meeting.see_meeting(place)
    assert not seen.crosses(FIRST, "fund")
    score(place, "0")
    assert meeting.see_meeting(place).sides[FIRST] == "out"
    with pytest.raises(InputError, match="needs a reason"):
        decisions.decide_on(place, FIRST, "fund", seen=seen)
    decisions.follow_ranking(place, seen=seen)
    assert meeting.see_meeting(place).meeting.decisions[FIRST].outcome == "decline"


def test_nothing_is_settled_before_somebody_who_must_leave_by_now_has_left(place: Workplace) -> None:
    meeting.note_presence(place, [OKORO], "present")
    seen = meeting.see_meeting(place)
    move_a_member(place)
    left = dict(decisions.follow_ranking(place, seen=seen).left)
    assert left[FIRST] == "Somebody with a conflict of interest is still in the room."


def test_support_follows_what_is_sought_now(place: Workplace) -> None:
    seen = meeting.see_meeting(place)
    ask_for_less(place)
    decisions.decide_on(place, FIRST, "fund", seen=seen)
    assert meeting.see_meeting(place).meeting.decisions[FIRST].support == 10_000


def test_a_view_that_was_never_read_in_full_serves_for_nothing(place: Workplace) -> None:
    with place.store.reading() as work:
        assert meeting.acts_in(work, meeting.order_in(work)) is None
        assert meeting.acts_in(work, None) is None
    assert seen_again(place, meeting.before_reading(place)) is None


def test_an_agreed_score_that_makes_the_order_has_it_read_again(tmp_path: Path) -> None:
    with at_work(tmp_path, replace(RULES, method="agreed")).open() as place:
        seen = meeting.see_meeting(place)
        decisions.agree_total(place, SECOND, "3.5", "The plan has no dates.")
        assert seen_again(place, seen) is None
        decisions.decide_on(place, SECOND, "fund", seen=seen)
        assert not meeting.see_meeting(place).crosses(SECOND, "fund")
