"""The three-way merge of one cell: last received, the file, and what stands now."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dd_panel.domain.merging import NOTHING, Outcome, Standing, merge_cell, untouched

KEEP, TAKE, ASK = Outcome.KEEP, Outcome.TAKE, Outcome.BOTH_CHANGED


def received(text: str) -> Standing:
    """A cell that was received and taken as it was."""
    return Standing(text, text, f"number:{text}")


@pytest.mark.parametrize(
    ("theirs", "standing", "outcome"),
    [
        ("4", received("4"), KEEP),
        ("5", received("4"), TAKE),
        ("", received("4"), TAKE),
        ("4", Standing("3", received="4"), KEEP),  # a decision stands; the file says nothing new
        ("3", Standing("3", received="4"), KEEP),  # the member came round to it
        ("5", Standing("3", received="4"), ASK),
        ("", Standing("3", received="4"), ASK),
        ("4", Standing("", received="4"), KEEP),
        ("5", Standing("", received="4"), ASK),
    ],
)
def test_a_side_that_did_not_change_gives_way_and_two_changes_are_asked_about(
    theirs: str, standing: Standing, outcome: Outcome
) -> None:
    assert merge_cell(theirs, standing, exported="") is outcome


@pytest.mark.parametrize("exported", ["", "4", "5"])
def test_where_nothing_ever_stood_a_file_is_taken_whatever_it_held_at_export(exported: str) -> None:
    assert merge_cell("4", NOTHING, exported) is TAKE
    assert merge_cell("", NOTHING, exported) is KEEP


def test_before_anything_was_received_the_value_at_export_is_the_base() -> None:
    known_conflict = Standing("known beforehand: Leeds")

    assert merge_cell("known beforehand: Leeds", known_conflict, "known beforehand: Leeds") is KEEP
    assert merge_cell("", known_conflict, "") is KEEP
    assert merge_cell("", known_conflict, "known beforehand: Leeds") is TAKE
    assert merge_cell("my brother works there", known_conflict, "") is ASK


def test_after_a_rejected_rank_column_the_corrected_score_is_taken_even_if_it_is_the_same_number() -> None:
    rejected = Standing(None, received="4", raw="number:4")

    assert merge_cell("4", rejected, exported="") is TAKE
    assert merge_cell("5", rejected, exported="") is TAKE
    assert merge_cell("", rejected, exported="") is KEEP


def test_a_score_set_over_an_unreadable_entry_is_not_lost_to_the_value_at_export() -> None:
    decided = Standing("3", received=None, raw="text:3 or 4")

    assert merge_cell("3", decided, exported="4") is KEEP
    assert merge_cell("", decided, exported="") is ASK  # the member takes the entry back that somebody decided on
    assert merge_cell("4", decided, exported="4") is ASK


def test_a_clean_score_is_taken_after_an_unreadable_one_was_rejected() -> None:
    assert merge_cell("4", Standing(None, received=None, raw="text:3 or 4"), exported="") is TAKE


@pytest.mark.parametrize(
    ("theirs", "standing", "outcome"),
    [
        ("4", received("4"), KEEP),
        ("5", received("4"), ASK),
        ("", received("4"), ASK),
        ("4", NOTHING, ASK),
        ("", NOTHING, KEEP),
    ],
)
def test_of_two_files_of_the_same_moment_neither_wins(theirs: str, standing: Standing, outcome: Outcome) -> None:
    assert merge_cell(theirs, standing, exported="", rival=True) is outcome


TEXTS = st.sampled_from(["", "1", "2", "3"])


@given(theirs=TEXTS, ours=TEXTS, base=TEXTS, exported=TEXTS, rival=st.booleans())
def test_a_value_is_replaced_only_when_it_is_what_was_last_received(
    theirs: str, ours: str, base: str, exported: str, rival: bool
) -> None:
    outcome = merge_cell(theirs, Standing(ours, base), exported, rival=rival)

    if outcome is TAKE:
        assert ours == base != theirs
        assert not rival
    elif outcome is ASK:
        assert theirs not in {ours, base}
    else:
        assert theirs in {ours, base}


def test_a_cell_is_untouched_only_when_it_is_letter_for_letter_what_was_decided() -> None:
    assert untouched("text:4 ", Standing("4", None, "text:4 "))
    assert not untouched("text:4", Standing("4", None, "text:4 "))
    assert not untouched("", NOTHING)
