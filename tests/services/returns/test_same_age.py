"""Scoresheets of which nobody can tell which is the later, and mends of form where something else was decided."""

from __future__ import annotations

import pytest

from dd_panel.domain.findings import Kind
from dd_panel.domain.identifiers import Field
from dd_panel.services.returns.deciding import accept_all_safe, decide, findings_waiting
from dd_panel.services.returns.overview import see_returns
from tests.panelwork import ASHE, REFERENCES, SmallRound, fill, kinds

FIRST, SECOND = REFERENCES[:2]
PLAN = Field("score.plan")


def standing(small: SmallRound) -> str | None:
    with small.open() as place, place.store.reading() as work:
        return work.entries.of(ASHE, FIRST).get(PLAN)


def waiting(small: SmallRound) -> list[tuple[Kind, str | None]]:
    with small.open() as place:
        return [(kept.finding.kind, kept.finding.found) for kept in findings_waiting(place)]


# -- two files of one age ----------------------------------------------------------------------------------------------


def test_a_question_waits_on_where_a_file_of_the_same_age_is_silent(small: SmallRound) -> None:
    blank = small.blank(ASHE)
    small.merge(fill(blank, {(FIRST, PLAN): "2,5"}, 1))

    report = small.merge(fill(blank, {(SECOND, PLAN): 3}, 1))

    assert waiting(small) == [(Kind.DECIMAL_COMMA, "2,5"), (Kind.BOTH_CHANGED, "3")]
    assert (report.receipt.waiting, report.receipt.adds_up) == (2, True)
    with small.open() as place:
        accept_all_safe(place)
    assert standing(small) == "2.5"


def test_what_a_file_of_the_same_age_says_instead_is_asked_about_too(small: SmallRound) -> None:
    blank = small.blank(ASHE)
    small.merge(fill(blank, {(FIRST, PLAN): "2,5"}, 1))

    report = small.merge(fill(blank, {(FIRST, PLAN): 3}, 1))

    assert standing(small) is None
    assert waiting(small) == [(Kind.DECIMAL_COMMA, "2,5"), (Kind.BOTH_CHANGED, "3")]
    assert (report.receipt.waiting, report.receipt.adds_up) == (1, True)


def test_a_doubt_that_a_file_of_the_same_age_repeats_is_asked_about_once(small: SmallRound) -> None:
    blank = small.blank(ASHE)
    small.merge(fill(blank, {(FIRST, PLAN): "about 3"}, 1))

    small.merge(fill(blank, {(FIRST, PLAN): "about 3", (SECOND, PLAN): 3}, 1))

    assert waiting(small) == [(Kind.UNKNOWN_LEVEL, "about 3"), (Kind.BOTH_CHANGED, "3")]


def test_a_row_that_is_asked_about_stays_so_beside_a_right_one_of_the_same_age(small: SmallRound) -> None:
    blank = small.blank(ASHE)
    small.merge(fill(blank, {(FIRST, PLAN): 2, (FIRST, "applicant"): "Eastmarsh Council"}, 1))

    small.merge(fill(blank, {(FIRST, PLAN): 2}, 1))

    assert [kind for kind, _ in waiting(small)] == [Kind.TITLE_MISMATCH, Kind.BOTH_CHANGED]
    assert standing(small) is None


def test_a_later_file_still_takes_the_place_of_what_was_asked(small: SmallRound) -> None:
    blank = small.blank(ASHE)
    small.merge(fill(blank, {(FIRST, PLAN): "2,5"}, 1))

    small.merge(fill(blank, {(SECOND, PLAN): 3}, 2))

    assert waiting(small) == []


# -- only the form is wrong ------------------------------------------------------------------------------------------


def set_by_hand(small: SmallRound, blank: bytes) -> None:
    """The member said 3, then something unclear, and on the telephone 4."""
    small.merge(fill(blank, {(FIRST, PLAN): 3}, 1))
    small.merge(fill(blank, {(FIRST, PLAN): "about 3"}, 2))
    with small.open() as place:
        (kept,) = findings_waiting(place)
        decide(place, kept.finding_id, "set", "Said on the telephone.", "4")


@pytest.mark.parametrize("typed", ["2,5", "2.5"])
def test_a_mend_of_form_never_goes_over_what_was_set_by_hand(small: SmallRound, typed: str) -> None:
    blank = small.blank(ASHE)
    set_by_hand(small, blank)

    report = small.merge(fill(blank, {(FIRST, PLAN): typed}, 3), accept_safe=True)

    assert kinds(report) == [Kind.BOTH_CHANGED]
    assert standing(small) == "4"
    assert (report.receipt.waiting, report.receipt.adds_up) == (1, True)


def test_the_member_s_old_score_in_a_wrong_form_does_not_come_back_unasked(small: SmallRound) -> None:
    blank = small.blank(ASHE)
    set_by_hand(small, blank)

    small.merge(fill(blank, {(FIRST, PLAN): "3,0"}, 3), accept_safe=True)

    assert standing(small) == "4"
    assert waiting(small) == [(Kind.BOTH_CHANGED, "3,0")]
    with small.open() as place:
        assert see_returns(place).safe == 0


def test_a_mend_of_form_in_a_file_of_the_same_age_is_asked_about(small: SmallRound) -> None:
    blank = small.blank(ASHE)
    small.merge(fill(blank, {(FIRST, PLAN): 3}, 1))

    report = small.merge(fill(blank, {(FIRST, PLAN): "2,5"}, 1), accept_safe=True)

    assert kinds(report) == [Kind.BOTH_CHANGED]
    assert standing(small) == "3"


def test_a_revision_in_a_wrong_form_is_taken_as_before(small: SmallRound) -> None:
    blank = small.blank(ASHE)
    small.merge(fill(blank, {(FIRST, PLAN): 3}, 1))

    small.merge(fill(blank, {(FIRST, PLAN): "2,5"}, 2), accept_safe=True)

    assert standing(small) == "2.5"
