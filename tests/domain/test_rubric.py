"""The rubric: weights, minimums, when a comment is asked for, and the fingerprint of it all."""

from __future__ import annotations

import copy
import pickle
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dd_panel.domain.errors import InputError
from dd_panel.domain.identifiers import CriterionKey
from dd_panel.domain.rubric import CommentRule, Criterion, Rubric
from dd_panel.domain.scale import Scale
from tests.builders import LEVELS, a_criterion, a_rubric, a_scale


def test_weights_are_shares_of_the_whole() -> None:
    rubric = a_rubric(a_criterion("need", "25"), a_criterion("plan", "12.5"), a_criterion("value", "37.5"))

    assert [rubric.weight_share(each) for each in rubric.criteria] == [Fraction(1, 3), Fraction(1, 6), Fraction(1, 2)]


@given(st.lists(st.decimals("0.001", "1000", places=3), min_size=1, max_size=12))
def test_shares_add_up_to_exactly_one(weights: list[Decimal]) -> None:
    rubric = a_rubric(*(a_criterion(f"c{number}", str(weight)) for number, weight in enumerate(weights)))

    assert sum(rubric.weight_share(each) for each in rubric.criteria) == 1


def test_a_rubric_is_a_plain_value_that_can_be_compared_copied_and_sent_to_another_process() -> None:
    rubric = a_rubric()

    assert rubric == a_rubric()
    assert hash(rubric) == hash(a_rubric())
    assert copy.deepcopy(rubric) == pickle.loads(pickle.dumps(rubric)) == rubric  # noqa: S301 - our own bytes
    fewer = replace(rubric, criteria=rubric.criteria[:2])
    assert [fewer.weight_share(each) for each in fewer.criteria] == [Fraction(5, 8), Fraction(3, 8)]


def test_a_criterion_is_found_by_its_key_without_case() -> None:
    rubric = a_rubric()

    assert rubric.keys == ("need", "plan", "value")
    assert rubric.criterion(" PLAN ") == rubric.criterion("plan") == rubric.criteria[1]
    with pytest.raises(KeyError):
        rubric.criterion("cost")


def test_a_rubric_without_criteria_or_with_a_key_twice_is_refused() -> None:
    with pytest.raises(InputError):
        Rubric(())
    with pytest.raises(InputError):
        a_rubric(a_criterion("need"), a_criterion("Need"))


@pytest.mark.parametrize("key", ["", "a b", "a.b", "-a", "a-", "a--b", "né"])
def test_a_key_is_letters_digits_and_hyphens(key: str) -> None:
    with pytest.raises(InputError):
        a_criterion(key)


@pytest.mark.parametrize("weight", ["0", "-1", "NaN", "Infinity"])
def test_a_weight_is_above_zero(weight: str) -> None:
    with pytest.raises(InputError):
        a_criterion(weight=weight)


@pytest.mark.parametrize("minimum", ["-1", "5.5", "NaN"])
def test_a_minimum_lies_on_its_scale(minimum: str) -> None:
    with pytest.raises(InputError):
        a_criterion(minimum=minimum)


def test_descriptors_fit_the_scale() -> None:
    described = replace(a_criterion(), descriptors=LEVELS)

    assert [described.descriptor(mark) for mark in described.scale.marks] == list(LEVELS)
    with pytest.raises(InputError):
        replace(described, descriptors=LEVELS[:3])


@pytest.mark.parametrize(
    ("scale", "minimum", "mean", "flagged"),
    [
        (a_scale(), "2", Fraction(2), False),
        (a_scale(), "2", Fraction(199, 100), True),
        (a_scale(), "2.5", Fraction(5, 2), False),
        (a_scale(), None, Fraction(0), False),
        (a_scale("1", "10"), "1", Fraction(1), False),
        (a_scale(best="lowest"), "2", Fraction(2), False),
        (a_scale(best="lowest"), "2", Fraction(201, 100), True),
    ],
)
def test_a_mean_worse_than_the_minimum_is_flagged(
    scale: Scale, minimum: str | None, mean: Fraction, flagged: bool
) -> None:
    share = (mean - Fraction(scale.lowest)) / (Fraction(scale.highest) - Fraction(scale.lowest))
    position = share if scale.best == "highest" else 1 - share

    assert a_criterion(scale=scale, minimum=minimum).below_minimum(position) is flagged


@pytest.mark.parametrize(
    ("rule", "asked"),
    [("required", ["0", "1.5", "2", "5"]), ("below 2", ["0", "1.5"]), ("below -1", []), ("optional", [])],
)
def test_comments_are_asked_for_as_the_rule_says(rule: str, asked: list[str]) -> None:
    parsed = CommentRule.parse(rule)

    assert [number for number in ("0", "1.5", "2", "5") if parsed.asks_for(Decimal(number))] == asked
    assert str(parsed) == rule


@pytest.mark.parametrize(
    ("rule", "fits"),
    [("below 0", True), ("below 5", True), ("below 5.1", False), ("below -1", False), ("required", True)],
)
def test_a_limit_fits_a_scale_that_it_lies_on(rule: str, fits: bool) -> None:
    assert CommentRule.parse(rule).fits(a_scale("0", "5")) is fits


@pytest.mark.parametrize("rule", ["", "always", "below", "below two", "below 1,5", "required below 2"])
def test_another_comment_rule_is_refused(rule: str) -> None:
    with pytest.raises(InputError):
        CommentRule.parse(rule)


def test_the_version_is_the_same_for_the_same_rules_however_numbers_are_written() -> None:
    rubric = a_rubric()
    rewritten = Rubric(
        tuple(
            replace(each, weight=each.weight.quantize(Decimal("0.01")), guidance="New words")
            for each in rubric.criteria
        )
    )

    assert rewritten.version == rubric.version == "678456768afdc8be"


@pytest.mark.parametrize(
    "changed",
    [
        replace(a_criterion(), key=CriterionKey("needs")),
        replace(a_criterion(), title="Another title"),
        a_criterion(weight="2"),
        a_criterion(minimum="2"),
        a_criterion(comment="required"),
        a_criterion(scale=a_scale(step="0.5")),
        a_criterion(scale=a_scale(best="lowest")),
        a_criterion(scale=a_scale(levels=LEVELS)),
        replace(a_criterion(), descriptors=LEVELS),
    ],
)
def test_the_version_changes_with_whatever_a_score_depends_on(changed: Criterion) -> None:
    assert a_rubric(changed).version != a_rubric(a_criterion()).version
    assert Rubric((a_criterion(),), a_scale("1", "10")).version != a_rubric(a_criterion()).version
