"""A secretariat's rules survive being written down, and every slip of the pen is named with the way to it."""

from __future__ import annotations

import json
from copy import deepcopy
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dd_panel.domain.document_table import RuleError
from dd_panel.domain.documents import round_from_document, round_to_document
from dd_panel.domain.errors import InputError
from dd_panel.domain.identifiers import CriterionKey
from dd_panel.domain.rounds import LONDON, Round
from dd_panel.domain.rubric import CommentRule, Criterion, Rubric
from dd_panel.domain.scale import Scale
from tests.any_round import rounds

SMALLEST = {"name": "Spring grants", "reference": "SG1", "criteria": [{"key": "need"}, {"key": "value"}]}

DETAILED = {
    **SMALLEST,
    "opens": "2014-01-07T09:00:00",
    "closes": datetime(2014, 2, 10, 17),  # noqa: DTZ001 - TOML's local times bear no zone
    "tie_break": ["value", "need"],
    "scale": {"lowest": 0, "highest": 5, "levels": ["None", "Weak", "Limited", "Fair", "Good", "Strong"]},
    "criteria": [
        {"key": "need", "title": "Case for change", "weight": 25, "comment": "below 2", "minimum": 2},
        {"key": "value", "weight": Decimal("12.5"), "scale": {"lowest": 1, "highest": 10}},
    ],
    "gates": [{"key": "england", "question": "Is it in England?"}],
}


def spoilt(path: tuple[str | int, ...], value: object) -> dict[str, object]:
    """The detailed rules with one value changed."""
    document: dict[str, object] = deepcopy(DETAILED)
    place: object = document
    for part in path[:-1]:
        place = place[part]  # type: ignore[index]
    place[path[-1]] = value  # type: ignore[index]
    return document


def test_the_shortest_rules_take_every_default() -> None:
    rules = round_from_document(SMALLEST)

    assert rules == Round(
        "Spring grants",
        "SG1",
        Rubric(
            (
                Criterion(CriterionKey("need"), "need", "need", Decimal(1), Scale()),
                Criterion(CriterionKey("value"), "value", "value", Decimal(1), Scale()),
            )
        ),
    )
    assert (rules.places, rules.reviews_per_application, rules.method, rules.nation) == (10, 3, "mean", "England")


def test_a_short_title_is_the_title_and_a_title_is_the_key() -> None:
    rules = round_from_document(DETAILED)

    need, value = rules.rubric.criteria
    assert (need.title, need.short) == ("Case for change", "Case for change")
    assert (value.title, value.short) == ("value", "value")
    assert need.comment == CommentRule("below", Decimal(2))
    assert need.minimum == 2


def test_a_rule_for_comments_beyond_the_scale_is_read_where_it_was_kept() -> None:
    kept = round_from_document(spoilt(("criteria", 0, "comment"), "below 9"))

    assert kept.rubric.criteria[0].comment == CommentRule("below", Decimal(9))


def test_times_are_london_times_whether_written_as_toml_or_as_text() -> None:
    rules = round_from_document(DETAILED)

    assert rules.opens == datetime(2014, 1, 7, 9, tzinfo=LONDON)
    assert rules.closes == datetime(2014, 2, 10, 17, tzinfo=LONDON)
    summer = round_from_document(spoilt(("closes",), datetime(2014, 7, 1, 16, tzinfo=UTC)))
    assert summer.closes == datetime(2014, 7, 1, 17, tzinfo=LONDON)


def test_a_criterion_with_other_scores_keeps_the_direction_but_not_the_names_of_the_usual_ones() -> None:
    need, value = round_from_document(DETAILED).rubric.criteria

    assert need.scale.levels[5] == "Strong"
    assert value.scale == Scale(Decimal(1), Decimal(10), Decimal(1), "highest")
    halves = round_from_document(spoilt(("criteria", 1, "scale"), {"step": 0.5})).rubric.criteria[1]
    assert halves.scale.levels == need.scale.levels
    turned = round_from_document(spoilt(("criteria", 1, "scale"), {"best": "lowest"})).rubric.criteria[1]
    assert turned.scale == Scale(best="lowest")


@pytest.mark.parametrize(
    ("path", "value", "key", "said"),
    [
        (("name",), "  ", "name", "is missing"),
        (("reference",), 14, "reference", "must be text"),
        (("opens",), "2014-01-07", "opens", "a date with a time"),
        (("opens",), "0001-01-01T00:00:00+05:00", "opens", "a date with a time"),
        (("closes",), "2013-02-10T17:00:00", "closes", "before it opens"),
        (("places",), 0, "places", "whole number"),
        (("places",), "10", "places", "must be a number"),
        (("places",), True, "places", "true and must be a number"),
        (("fund",), 10**15, "fund", "too large"),
        (("fund",), -1, "fund", "whole number"),
        (("lot_for_ties",), "yes", "lot_for_ties", "true or false"),
        (("method",), "average", "method", "not one of the choices"),
        (("tie_break",), "need", "tie_break", "list of texts"),
        (("tie_break",), ["need", "valu"], "tie_break[2]", "Did you mean value?"),
        (("place",), 10, "place", "Did you mean places?"),
        (("colour",), "red", "colour", "Possible here: name, reference"),
        (("scale",), 5, "scale", "must be a table"),
        (("scale", "best"), "high", "scale.best", "Did you mean highest?"),
        (("scale", "step"), 0.3, "scale", "has no scores"),
        (("scale", "step"), 0.001, "scale", "too fine"),
        (("scale", "highest"), float("nan"), "scale.highest", "must be a number"),
        (("scale", "levels"), ["Bad", "Good"], "scale.levels", "2 level names"),
        (("criteria",), [], "criteria", "no criteria"),
        (("criteria",), {"key": "need"}, "criteria", "list of tables"),
        (("criteria", 0, "key"), "value for money", "criteria[1].key", "letters, digits and hyphens"),
        (("criteria", 1, "key"), "NEED", "criteria[2].key", "another criterion"),
        (("criteria", 1, "wieght"), 3, "criteria[2].wieght", "Did you mean weight?"),
        (("criteria", 1, "weight"), 0, "criteria[2].weight", "above zero"),
        (("criteria", 1, "weight"), "a lot", "criteria[2].weight", "must be a number"),
        (("criteria", 1, "weight"), Decimal("1e999999"), "criteria[2].weight", "too large"),
        (("criteria", 1, "weight"), None, "criteria[2].weight", "other criteria have one"),
        (("criteria", 0, "minimum"), 6, "criteria[1].minimum", "outside its scale"),
        (("criteria", 0, "comment"), "sometimes", "criteria[1].comment", "no comment rule"),
        (("criteria", 0, "descriptors"), ["Poor", "Rich"], "criteria[1].descriptors", "for 6 scores"),
        (("criteria", 1, "scale", "lowest"), "one", "criteria[2].scale.lowest", "must be a number"),
        (("gates", 0, "question"), "", "gates[1].question", "is missing"),
        (("gates",), [{"key": "a", "question": "?"}, {"key": "A", "question": "?"}], "gates[2].key", "another gate"),
    ],
)
def test_a_slip_of_the_pen_is_named_with_its_place(
    path: tuple[str | int, ...], value: object, key: str, said: str
) -> None:
    with pytest.raises(RuleError) as refused:
        round_from_document(spoilt(path, value))

    assert refused.value.key == key
    assert said in str(refused.value)
    assert refused.value.remedy


@given(rounds())
def test_rules_come_back_from_their_document_exactly(rules: Round) -> None:
    carried = json.loads(json.dumps(round_to_document(rules)))
    again = round_from_document(carried)

    assert again == rules
    assert again.rubric.version == rules.rubric.version
    assert again.round_id == rules.round_id


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.datetimes(),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(sorted(DETAILED)), inner),
        max_leaves=8,
    ),
    st.sampled_from(sorted(DETAILED)),
)
def test_nonsense_is_refused_and_never_crashes(nonsense: object, key: str) -> None:
    try:
        rules = round_from_document({**DETAILED, key: nonsense})
    except InputError as refused:
        assert refused.title  # noqa: PT017 - both ends are fine, a crash is not
    else:
        assert rules.name


def test_the_hour_that_comes_twice_in_october_is_told_apart() -> None:
    first = round_from_document(spoilt(("closes",), "2014-10-26T01:30:00+01:00"))
    second = round_from_document(spoilt(("closes",), "2014-10-26T01:30:00+00:00"))

    assert first.round_id != second.round_id
    for rules in (first, second):
        assert round_from_document(round_to_document(rules)).round_id == rules.round_id
