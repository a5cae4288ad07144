"""What Returns shows of each member is counted from the scores alone, and is what the reviews themselves say."""

from __future__ import annotations

from collections import Counter

from dd_panel.services.assignment.assigning import declare_for
from dd_panel.services.returns.deciding import decide
from dd_panel.services.returns.overview import see_finding_again, see_returns
from dd_panel.services.returns.receipts import reviews_of
from dd_panel.services.returns.reopening import undo_decisions
from dd_panel.services.workplace import Workplace
from tests.panelwork import ASHE, OKORO, REFERENCES, SmallRound, fill, fill_all

FIRST, SECOND, THIRD, FOURTH, FIFTH, *_REST = REFERENCES


def seen(place: Workplace) -> list[tuple[str, str, int, int, int, int]]:
    members = see_returns(place).members
    return [
        (each.member.member_id, each.state, each.waiting, each.conflicts, each.scored, each.expected)
        for each in members
    ]


def test_a_member_of_whom_nothing_came_is_outstanding(small: SmallRound) -> None:
    with small.open() as place:
        assert seen(place) == [(ASHE, "outstanding", 0, 0, 0, 7), (OKORO, "outstanding", 0, 0, 0, 7)]


def test_only_reviews_with_nothing_open_and_a_score_are_counted(small: SmallRound) -> None:
    with small.open() as place:
        declare_for(place, ASHE, FIFTH, "a cousin")
    odd: dict[tuple[str, str], str | float | None] = {
        (FIRST, "score.need"): "3 or 4",
        (SECOND, "score.need"): "cannot judge",
        (THIRD, "score.need"): "cannot judge",
        (THIRD, "score.plan"): "cannot judge",
        (FOURTH, "score.plan"): None,
        (FIFTH, "score.need"): None,
        (FIFTH, "score.plan"): None,
    }
    small.merge(fill(fill_all(small.blank(ASHE)), odd), fill_all(small.blank(OKORO)))
    with small.open() as place:
        told = seen(place)
        (conflict,) = see_returns(place).conflicts
        with place.store.reading() as work:
            counted = Counter(review.member for review in reviews_of(work) if review.counts)
    # Of seven, one waits, one is all *cannot judge*, one has a gap, and one is nobody's to judge.
    assert [each[-3:] for each in told] == [(1, 3, 6), (0, 7, 7)]
    assert [each[:2] for each in told] == [(ASHE, "error"), (OKORO, "complete")]
    assert counted == {ASHE: 3, OKORO: 7}
    assert (conflict.member.member_id, conflict.application.reference, conflict.reason) == (ASHE, FIFTH, "a cousin")


def test_one_finding_seen_again_stands_as_it_does_when_all_is_read(small: SmallRound) -> None:
    odd: dict[tuple[str, str], str | float | None] = {(FIRST, "score.need"): "3 or 4", (SECOND, "score.need"): "4 or 5"}
    small.merge(fill(fill_all(small.blank(ASHE)), odd))
    with small.open() as place:
        before = see_returns(place)
        first, second = (kept.finding_id for kept in before.files[0].findings)
        assert see_finding_again(place, before, first) is before
        decide(place, first, "set", "She said 3.", "3")
        after = see_finding_again(place, before, first)
        assert (before.waiting, after.waiting) == (2, 1)
        assert after.files == see_returns(place).files
        assert (after.members, after.log) == (before.members, before.log)
        assert see_finding_again(place, after, second) is after
        undo_decisions(place, [first])
        assert see_finding_again(place, after, first) == before
