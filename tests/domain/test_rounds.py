"""The rules of a round: what contradicts itself is refused, and a round is told from every other."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from dd_panel.domain.errors import InputError
from dd_panel.domain.identifiers import CriterionKey
from dd_panel.domain.rounds import LONDON, money
from tests.builders import a_round

SUMMER = datetime(2014, 7, 1, 9, tzinfo=LONDON)


def test_rules_that_contradict_each_other_are_refused() -> None:
    rules = a_round()
    for changes in (
        {"name": " "},
        {"reference": ""},
        {"places": 0},
        {"reviews_per_application": 0},
        {"closes": rules.opens},
        {"tie_break": (CriterionKey("cost"),)},
    ):
        with pytest.raises(InputError):
            replace(rules, **changes)


def test_a_tie_break_names_criteria_without_case() -> None:
    assert replace(a_round(), tie_break=(CriterionKey("PLAN"),)).tie_break == ("PLAN",)


def test_a_round_may_leave_its_dates_open() -> None:
    assert replace(a_round(), opens=None, closes=None).round_id != a_round().round_id


def test_a_round_is_the_same_whatever_zone_its_times_are_read_back_in() -> None:
    rules = replace(a_round(), opens=SUMMER, closes=None)

    assert replace(rules, opens=SUMMER.astimezone(UTC)).round_id == rules.round_id
    assert replace(rules, opens=SUMMER.replace(tzinfo=None)).round_id == rules.round_id


def test_another_name_reference_or_date_is_another_round() -> None:
    rules = a_round()
    others = [
        replace(rules, name="Another"),
        replace(rules, reference="DD15"),
        replace(rules, opens=datetime(2014, 1, 8, 9, tzinfo=LONDON)),
        replace(rules, closes=SUMMER),
    ]

    assert len({each.round_id for each in (rules, *others)}) == 5
    assert replace(rules, name=" delivering DIFFERENTLY ", places=3).round_id == rules.round_id


@pytest.mark.parametrize(
    ("currency", "said"), [("GBP", "£98,000"), ("gbp", "£98,000"), ("EUR", "€98,000"), ("CHF", "CHF 98,000")]
)
def test_a_sum_has_the_sign_of_its_currency_or_its_letters(currency: str, said: str) -> None:
    assert money(98_000, currency) == said
