"""What the panel weighs before it decides, and the rest that follows the ranking."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from dd_panel.domain.authorities import AuthorityRecord
from dd_panel.domain.errors import InputError
from dd_panel.services.meeting import decisions
from dd_panel.services.meeting.conducting import note_presence, see_meeting
from dd_panel.services.results.panel_results import balance_words
from dd_panel.services.results.ranking import see_ranking
from dd_panel.services.results.scenarios import Crossing, Share, see_scenario
from dd_panel.services.round.setting_up import take_in_authorities
from dd_panel.services.workplace import Workplace
from dd_panel.store.files import open_store
from tests.meetingwork import FIRST, FOURTH, SECOND, THIRD, at_work, declare
from tests.panelwork import ASHE, NOON, REFERENCES, RULES


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Workplace]:
    """Three places for four applications with a score, two of them level; all ask for different sums."""
    made = at_work(tmp_path, replace(RULES, places=3, fund=200_000, support_per_place=80_000))
    looks = iter(range(10_000))
    with open_store(made.path) as store:
        with store.writing() as work:
            for reference, model, sought in ((FIRST, "Mutual", 90_000), (SECOND, "Mutual", 60_000), (FOURTH, "", None)):
                work.applications.replace(
                    replace(work.applications.get(reference), model=model, support_sought=sought, topics=("care",))
                )
        yield Workplace(store, lambda: NOON + timedelta(minutes=next(looks)), "chair")


def test_one_takes_the_place_of_another_and_nothing_is_written_down(place: Workplace) -> None:
    found = see_scenario(place, enters=["dd-004"], leaves=["DD-001"])

    assert (found.before, found.after) == ((FIRST, SECOND, THIRD), (SECOND, THIRD, FOURTH))
    assert (found.support_before, found.support_after, found.left) == (220_000, 220_000, -20_000)
    assert found.unknown == ()
    assert found.balance["model"] == (Share("Mutual", 2, 1), Share("", 1, 2))
    assert found.balance["topic"] == (Share("care", 2, 2), Share("", 1, 1))
    assert found.crosses == (
        Crossing(FIRST, "It stands above the funding line."),
        Crossing(FOURTH, "It stands below the funding line."),
    )
    assert see_meeting(place).meeting.record == ()


def test_what_is_decided_with_its_reason_needs_none_again(place: Workplace) -> None:
    decisions.decide_on(place, FIRST, "decline", reason="It was withdrawn.")
    decisions.decide_on(place, FOURTH, "fund", support=10_000, reason="The only one from the coast.")

    found = see_scenario(place)
    assert (found.before, found.after, found.crosses) == ((SECOND, THIRD, FOURTH), (SECOND, THIRD, FOURTH), ())
    assert (found.support_after, found.too_many) == (150_000, 0)
    assert see_scenario(place, enters=[FIRST]).too_many == 1


def test_the_balance_counts_regions_and_a_joint_bid_in_each_of_its_own(place: Workplace) -> None:
    assert see_scenario(place).balance["region"] == (Share("", 3, 3),)
    take_in_authorities(
        place,
        [
            AuthorityRecord(f"{name} Council", nation="England", region=region)
            for name, region in (("Northmere", "North East"), ("Wexcombe", "South West"), ("Tarrow", "South West"))
        ],
    )
    with place.store.writing() as work:
        work.applications.replace(replace(work.applications.get(SECOND), partners=("Northmere",)))
    found = see_scenario(place, enters=[FOURTH], leaves=[FIRST])
    assert found.balance["region"] == (Share("South West", 2, 2), Share("North East", 2, 1), Share("", 0, 1))
    assert see_ranking(place).lines[1].regions == ("South West", "North East")
    assert balance_words(see_meeting(place)) == (
        ("Funded by model", "Mutual 2, not said 1"),
        ("Funded by region", "North East 2, South West 2"),
        ("Funded by service", "Libraries 3"),
    )


@pytest.mark.parametrize(
    ("enters", "leaves", "title"),
    [
        ([FIRST], [], "DD-001 is among the funded already."),
        ([], [FOURTH], "DD-004 is not among the funded, so it has no place to give."),
        (["DD-99"], [], "“DD-99” is not a reference of this round."),
    ],
)
def test_a_scenario_on_the_wrong_side_is_refused(
    place: Workplace, enters: list[str], leaves: list[str], title: str
) -> None:
    with pytest.raises(InputError) as error:
        see_scenario(place, enters, leaves)
    assert error.value.title == title
    assert error.value.remedy


def test_the_rest_follows_the_ranking_and_what_that_can_not_settle_is_left_to_the_panel(place: Workplace) -> None:
    decisions.decide_on(place, SECOND, "decline", reason="The figures did not hold.")
    declare(place, ASHE, FOURTH)
    note_presence(place, [ASHE], "present")
    done = decisions.follow_ranking(place, reserves=1)

    meeting = see_meeting(place).meeting
    assert {key: (each.outcome, each.support) for key, each in meeting.decisions.items()} == {
        FIRST: ("fund", 80_000),
        SECOND: ("decline", None),
        THIRD: ("fund", 80_000),
    }
    assert done.settled == (FIRST, THIRD)
    assert dict(done.left) == {
        FOURTH: "Somebody with a conflict of interest is still in the room.",
        **dict.fromkeys(REFERENCES[4:], "It has no place in the ranking."),
    }
    assert done.change.reverse is not None
    done.change.reverse()
    assert list(see_meeting(place).meeting.decisions) == [SECOND]


def test_following_the_ranking_stops_where_places_or_the_fund_end(tmp_path: Path) -> None:
    made = at_work(tmp_path, replace(RULES, places=2, fund=100_000, support_per_place=80_000))
    with made.open() as place:
        left = dict(decisions.follow_ranking(place).left)
        assert see_meeting(place).meeting.decisions[FIRST].support == 80_000
        level = "It shares its place with others, and there are too few places for all of them."
        assert (left[SECOND], left[THIRD]) == (level, level)
        decisions.decide_on(place, FIRST, None)
        decisions.decide_on(place, SECOND, "fund", support=60_000, reason="The panel chose it.")
        assert dict(decisions.follow_ranking(place).left)[FIRST] == "The fund does not reach."
        with pytest.raises(InputError, match="less than no reserves"):
            decisions.follow_ranking(place, reserves=-1)
