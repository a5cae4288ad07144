"""Who is funded, in reserve and declined, and the draw between those who are level; every line of it is kept."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from dd_panel.domain.errors import InputError, VersionConflictError
from dd_panel.domain.meeting import lot_text
from dd_panel.services.meeting import conducting as meeting
from dd_panel.services.meeting import decisions
from dd_panel.services.workplace import Workplace
from tests.meetingwork import (
    FIRST,
    FOURTH,
    SECOND,
    THIRD,
    at_work,
    refused,
)
from tests.panelwork import RULES

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
