"""References and members' ids: the same thing however a person, a cell or a web page writes it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dd_panel.domain.identifiers import (
    GUIDANCE,
    CriterionKey,
    comment_field,
    criterion_of,
    evidence_field,
    identity,
    is_score,
    score_field,
    tidy,
)

NEED = CriterionKey("need")


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        (" DD-001 ", "DD-001"),
        ("DD-001\u00a0", "DD-001"),
        ("\ufeffDD-0\u200b01", "DD-001"),
        ("368753.0", "368753"),
        ("-7.00", "-7"),
        ("007.0", "007"),
        ("1.50", "1.50"),
        ("1.0.0", "1.0.0"),
        ("Cafe\u0301", "Caf\u00e9"),
        ("", ""),
    ],
)
def test_an_identifier_is_kept_trimmed_and_without_what_a_number_cell_adds(written: str, kept: str) -> None:
    assert tidy(written) == kept


@pytest.mark.parametrize(("one", "other"), [("dd-001", "DD-001"), ("368753.0", "368753"), ("straße", "STRASSE")])
def test_two_ways_of_writing_an_identifier_are_the_same(one: str, other: str) -> None:
    assert identity(one) == identity(other)


@pytest.mark.parametrize(("one", "other"), [("DD-001", "DD-01"), ("DD 1", "DD1"), ("1.5", "15"), ("7", "007")])
def test_different_identifiers_stay_different(one: str, other: str) -> None:
    assert identity(one) != identity(other)


@given(st.text())
def test_tidying_twice_changes_nothing_more(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)
    assert identity(tidy(text)) == identity(text)
    assert identity(f"\u00a0{text}\t") == identity(text)


@given(st.integers())
def test_a_number_read_as_text_whole_number_or_float_is_one_identifier(number: int) -> None:
    assert identity(str(number)) == identity(f"{number}.0") == identity(f" {number}.000 ")


def test_a_field_knows_its_criterion() -> None:
    assert [criterion_of(field) for field in (score_field(NEED), comment_field(NEED), evidence_field(NEED))] == [
        NEED
    ] * 3
    assert criterion_of(GUIDANCE) is None
    assert [is_score(field) for field in (score_field(NEED), comment_field(NEED), GUIDANCE)] == [True, False, False]
