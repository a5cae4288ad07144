"""Rules while they are typed: what is wrong is said at its field, and what is right becomes the round."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dd_panel.domain.draft_checks import check, weight_total
from dd_panel.domain.drafts import (
    CriterionDraft,
    GateDraft,
    RoundDraft,
    ScaleDraft,
    decimal_of,
    draft_from_document,
    draft_of,
    draft_to_document,
    evened,
    key_for,
    moved,
    named_marks,
    with_criterion,
    without_criterion,
)
from dd_panel.domain.rounds import Round
from tests.any_round import rounds
from tests.builders import a_round, a_scale

DRAFT = replace(draft_of(a_round()), tie_break=("plan",), gates=(GateDraft("england", "Is it in England?"),))
NEED = DRAFT.criteria[0]


@given(rounds())
def test_the_draft_of_a_round_gives_the_round_again(rules: Round) -> None:
    checked = check(draft_of(rules))
    assert (checked.problems, checked.rules) == ({}, rules)


@given(rounds())
def test_a_draft_is_kept_as_plain_data(rules: Round) -> None:
    draft = draft_of(rules)
    assert draft_from_document(json.loads(json.dumps(draft_to_document(draft)))) == draft


@pytest.mark.parametrize("document", [{}, {"name": 3}, {**draft_to_document(RoundDraft()), "other": 1}])
def test_other_data_is_no_draft(document: dict[str, object]) -> None:
    with pytest.raises((TypeError, LookupError)):
        draft_from_document(document)


def test_an_empty_draft_says_what_it_needs() -> None:
    assert dict(check(RoundDraft()).problems) == {
        ("name",): "Give the round a name.",
        ("reference",): "Give a short reference, such as DD14: it stands in file names.",
        ("criteria",): "Add at least one criterion.",
    }


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"opens": "soon"}, {("opens",): "Write a day and a time, such as 10 February 2014, 17:00."}),
        ({"closes": "7 January 2014, 08:00"}, {("closes",): "The round would close before it opens."}),
        ({"places": "0"}, {("places",): "Write a whole number, 1 or more."}),
        ({"reviews": "three"}, {("reviews",): "Write a whole number, 1 or more."}),
        ({"fund": "a lot"}, {("fund",): "Write an amount in whole units, such as 100,000, or leave it empty."}),
        ({"tie_break": ("cost",)}, {("tie_break", 1): "“cost” is no criterion of this round."}),
        ({"scale": ScaleDraft("0", "five")}, {("scale", "highest"): "Write a number such as 5 or 0.5."}),
        (
            {"scale": ScaleDraft("5", "0")},
            {("scale", "highest"): "Let highest be above lowest, and a whole number of steps away from it."},
        ),
        (
            {"scale": ScaleDraft("0", "5", "2")},
            {("scale", "step"): "Let highest be above lowest, and a whole number of steps away from it."},
        ),
        (
            {"gates": (GateDraft("one", ""), GateDraft("ONE", "Is it?"))},
            {
                ("gates", 1, "question"): "Write the question that officials tick.",
                ("gates", 2, "key"): "Another gate has this key.",
            },
        ),
    ],
)  # fmt: skip
def test_a_slip_is_said_at_its_field(change: dict[str, object], said: dict[tuple[str | int, ...], str]) -> None:
    checked = check(replace(DRAFT, **change))  # type: ignore[arg-type]
    assert dict(checked.problems) == said
    assert checked.rules is None


@pytest.mark.parametrize(
    ("change", "field", "said"),
    [
        ({"title": " "}, "title", "Give the criterion a title."),
        ({"weight": "0"}, "weight", "Write a number above zero, such as 25."),
        ({"weight": "heavy"}, "weight", "Write a number above zero, such as 25."),
        ({"minimum": "6"}, "minimum", "Write a score between 0 and 5, or leave it empty."),
        ({"minimum": "two"}, "minimum", "Write a score between 0 and 5, or leave it empty."),
        ({"need": "below"}, "limit", "Write the score below which a comment is needed, such as 2."),
        ({"need": "below", "limit": "9"}, "limit", "Write a score between 0 and 5."),
        ({"key": "a b"}, "key", "Use letters, digits and hyphens, such as “need” or “value-for-money”."),
        ({"key": "plan"}, "key", ""),
    ],
)
def test_a_slip_in_a_criterion_is_said_at_its_field(change: dict[str, str], field: str, said: str) -> None:
    changed = replace(NEED, **change)  # type: ignore[arg-type]
    checked = check(with_criterion(replace(DRAFT, tie_break=()), 0, changed))
    place = 2 if said == "" else 1
    assert dict(checked.problems) == {("criteria", place, field): said or "Another criterion has this key."}


def test_what_can_be_shown_is_shown_while_another_field_is_mended() -> None:
    checked = check(with_criterion(DRAFT, 0, replace(NEED, title="", weight="x")))
    assert checked.rubric is not None
    assert [each.title for each in checked.rubric.criteria] == ["Untitled", "The plan", "The value"]


def test_halves_of_letters_are_left_out() -> None:
    rules = check(replace(DRAFT, name="Spring \ud800grants")).rules
    assert rules is not None
    assert rules.name == "Spring grants"


def test_weights_add_up_and_can_be_made_to_add_up_to_100() -> None:
    assert weight_total(DRAFT) == 100
    thirds = replace(DRAFT, criteria=tuple(replace(each, weight="1") for each in DRAFT.criteria))
    assert [each.weight for each in evened(thirds).criteria] == ["33.4", "33.3", "33.3"]
    assert weight_total(with_criterion(DRAFT, 1, replace(DRAFT.criteria[1], weight="-3"))) is None


@given(st.lists(st.sampled_from(["", "x", "0", "1", "2.5", "17", "99999"]), min_size=1, max_size=12))
def test_evened_weights_always_add_up_to_about_100(weights: list[str]) -> None:
    draft = RoundDraft(criteria=tuple(CriterionDraft(f"c{at}", weight=each) for at, each in enumerate(weights)))
    total = weight_total(evened(draft))
    # A weight too small for a tenth keeps one.
    assert total is not None
    assert 100 <= total <= 100 + Decimal(len(weights)) / 10


def test_the_order_for_ties_follows_what_happens_to_a_criterion() -> None:
    assert with_criterion(DRAFT, 1, replace(DRAFT.criteria[1], key="delivery")).tie_break == ("delivery",)
    assert without_criterion(DRAFT, 1).tie_break == ()
    assert [each.key for each in moved(DRAFT, 0, 2).criteria] == ["plan", "value", "need"]


@pytest.mark.parametrize(
    ("title", "taken", "key"),
    [
        ("Value for money of support", [], "value-for-money"),
        ("Need", ["NEED"], "need-2"),
        ("Angen – 需要", [], "angen"),
        ("需要", ["criterion"], "criterion-2"),
    ],
)
def test_a_key_is_made_of_a_title(title: str, taken: list[str], key: str) -> None:
    assert key_for(title, taken) == key


def test_whole_numbers_are_described_where_a_scale_has_half_steps() -> None:
    halves = a_scale("0", "5", "0.5")
    assert [halves.text_of(mark) for mark in named_marks(halves, ())] == list("012345")
    assert len(named_marks(halves, "abcdefghijk")) == 11
    assert len(named_marks(a_scale("0", "100", "10"), ())) == 11
    assert len(named_marks(a_scale("0.5", "2", "0.5"), ())) == 4


def test_descriptors_survive_a_scale_that_is_shorter_for_a_moment() -> None:
    described = replace(NEED, descriptors=tuple("abcdef"))
    shorter = check(with_criterion(DRAFT, 0, replace(described, scale=ScaleDraft("0", "1")))).criteria[0]
    longer = check(with_criterion(DRAFT, 0, replace(described, scale=ScaleDraft("0", "10")))).criteria[0]
    assert shorter is not None
    assert longer is not None
    assert (shorter.descriptors, longer.descriptors) == (("a", "b"), (*"abcdef", "", "", "", "", ""))


def test_empty_descriptors_are_none() -> None:
    blank = check(with_criterion(DRAFT, 0, replace(NEED, descriptors=("", " ")))).criteria[0]
    assert blank is not None
    assert blank.descriptors == ()


@pytest.mark.parametrize(("text", "number"), [("2,5", Decimal("2.5")), (" 3 ", Decimal(3)), ("²", None), ("1e9", None)])
def test_a_number_may_have_a_point_or_a_comma(text: str, number: Decimal | None) -> None:
    assert decimal_of(text) == number
