"""What a merge does not take but asks about: doubtful cells, columns of ranks, scores beside a conflict."""

from __future__ import annotations

from datetime import datetime, timedelta
from fractions import Fraction
from pathlib import Path

import pytest

from dd_panel.domain.errors import InputError
from dd_panel.domain.findings import Kind
from dd_panel.domain.identifiers import Field, Reference
from dd_panel.services.returns.deciding import accept_all_safe, decide, findings_waiting
from dd_panel.services.returns.taking_back import take_back_merge
from dd_panel.services.returns.tracing import trace
from tests.panelwork import ASHE, NOON, REFERENCES, SmallRound, fill, fill_all, kinds, saved_at, without

FIRST = REFERENCES[0]
NEED, PLAN = Field("score.need"), Field("score.plan")


def standing(small: SmallRound, reference: Reference = FIRST, field: Field = NEED) -> str | None:
    with small.open() as place, place.store.reading() as work:
        return work.entries.of(ASHE, reference).get(field)


def _minutes(number: int) -> datetime:
    return NOON + timedelta(minutes=number)


@pytest.mark.parametrize(
    ("typed", "kind", "proposed"),
    [
        ("4", Kind.TEXT_NUMBER, "4"),
        ("4 ", Kind.STRAY_SPACE, "4"),
        ("4,0", Kind.DECIMAL_COMMA, "4"),
        ("O", Kind.LETTER_O, "0"),
        ("3 or 4", Kind.UNKNOWN_LEVEL, None),
        ("N/A", Kind.UNKNOWN_LEVEL, "cannot judge"),
        (True, Kind.UNKNOWN_LEVEL, None),
        (7, Kind.OUT_OF_RANGE, None),
        (3.5, Kind.OFF_STEP, None),
        ("#DIV/0!", Kind.ERROR_CELL, None),
    ],
)
def test_a_doubtful_cell_waits_and_holds_back_only_itself(
    small: SmallRound, typed: str | float, kind: Kind, proposed: str | None
) -> None:
    report = small.merge(fill(small.blank(ASHE), {(FIRST, "score.need"): typed, (FIRST, "score.plan"): 2}))

    (finding,) = [one.finding for one in report.files[0].findings if one.finding.kind is not Kind.COMMENT_MISSING]
    assert (finding.kind, finding.reference, finding.criterion, finding.proposed) == (kind, FIRST, "need", proposed)
    assert standing(small) is None
    assert standing(small, field=PLAN) == "2"
    assert (report.receipt.waiting, report.receipt.scored) == (1, 1)
    assert report.receipt.adds_up


def test_safe_mends_are_taken_when_asked_for_and_judgement_never(small: SmallRound) -> None:
    sheet = fill(small.blank(ASHE), {(FIRST, "score.need"): "4,0", (REFERENCES[1], "score.need"): "3 or 4"})

    report = small.merge(sheet, accept_safe=True)

    assert standing(small) == "4"
    assert standing(small, REFERENCES[1]) is None
    with small.open() as place:
        assert [kept.finding.kind for kept in findings_waiting(place)] == [Kind.UNKNOWN_LEVEL]
    assert report.receipt.adds_up


def test_a_mend_that_was_accepted_is_not_asked_about_again(small: SmallRound) -> None:
    blank = small.blank(ASHE)
    small.merge(fill(blank, {(FIRST, "score.need"): "4,0"}, 1), accept_safe=True)

    report = small.merge(fill(blank, {(FIRST, "score.need"): "4,0", (FIRST, "score.plan"): 2}, 2))

    assert kinds(report) == []
    assert standing(small) == "4"


def test_a_set_value_stands_until_the_member_says_something_new(small: SmallRound) -> None:
    blank = small.blank(ASHE)
    small.merge(fill(blank, {(FIRST, "score.need"): "3 or 4"}, 1))
    with small.open() as place:
        (kept,) = findings_waiting(place)
        decide(place, kept.finding_id, "set", "Asked by telephone: 3.", "3")
    assert standing(small) == "3"

    same = small.merge(fill(blank, {(FIRST, "score.need"): "3 or 4", (FIRST, "score.plan"): 1}, 2))
    assert kinds(same) == []
    assert standing(small) == "3"
    assert same.receipt.adds_up

    new = small.merge(fill(blank, {(FIRST, "score.need"): 4}, 3))
    assert kinds(new) == [Kind.BOTH_CHANGED]
    assert standing(small) == "3"


def test_a_rejected_cell_keeps_what_stood(small: SmallRound) -> None:
    blank = small.blank(ASHE)
    small.merge(fill(blank, {(FIRST, "score.need"): 4}, 1))
    small.merge(fill(blank, {(FIRST, "score.need"): "five"}, 2))
    with small.open() as place:
        (kept,) = findings_waiting(place)
        decide(place, kept.finding_id, "reject", "Not a score.")
    assert standing(small) == "4"


def test_a_corrected_file_closes_the_question(small: SmallRound) -> None:
    blank = small.blank(ASHE)
    small.merge(fill(blank, {(FIRST, "score.need"): "3 or 4"}, 1))

    report = small.merge(fill(blank, {(FIRST, "score.need"): 3}, 2))

    assert (kinds(report), report.waiting, standing(small)) == ([], 0, "3")


@pytest.mark.parametrize(
    ("gone", "kind"), [({"row": FIRST}, Kind.MISSING_ROW), ({"column": NEED}, Kind.MISSING_COLUMN)]
)
def test_a_later_file_without_the_row_or_the_column_leaves_the_question_open(
    small: SmallRound, gone: dict[str, str], kind: Kind
) -> None:
    blank = small.blank(ASHE)
    small.merge(fill(blank, {(FIRST, "score.need"): "4,0"}, 1))

    report = small.merge(saved_at(without(fill(blank, {(REFERENCES[1], "score.plan"): 3}, 2), **gone), _minutes(2)))

    assert kinds(report) == [kind]
    assert (report.receipt.waiting, report.waiting, report.receipt.adds_up) == (1, 1, True)
    with small.open() as place:
        accept_all_safe(place)
    assert standing(small) == "4"


def test_of_a_column_in_doubt_the_rows_that_a_later_file_lacks_are_asked_about_alone(small: SmallRound) -> None:
    ranks: dict[tuple[str, str], str | float | None] = {
        (reference, "score.need"): float(place) for place, reference in enumerate(REFERENCES, start=1)
    }
    blank = small.blank(ASHE)
    small.merge(fill(blank, ranks, 1))
    with small.open() as place:
        (before,) = findings_waiting(place)
    report = small.merge(saved_at(without(fill_all(blank, need=4), row=FIRST), _minutes(2)))

    assert (report.receipt.waiting, report.receipt.scored, report.receipt.adds_up) == (1, 12, True)
    assert report.event is not None
    with small.open() as place:
        (left,) = findings_waiting(place)
        assert [(left.finding.kind, left.file)] == [(Kind.LOOKS_LIKE_RANK, before.file)]
        assert [(cell.application, cell.value) for cell in left.finding.held] == [(FIRST, "1")]
        decision = decide(place, left.finding_id, "accept", "It is a score.")
        with pytest.raises(InputError, match=r"Return-0\.xlsx Scores!H3: accepted"):
            take_back_merge(place, report.event)
        assert decision.reverse is not None
        decision.reverse()
        take_back_merge(place, report.event)
        (again,) = findings_waiting(place)
        assert (again.finding_id, len(again.finding.held)) == (before.finding_id, 7)


def test_no_total_is_traced_that_counts_a_score_in_doubt(small: SmallRound) -> None:
    blank = small.blank(ASHE)
    small.merge(fill(blank, {(FIRST, "score.need"): 4, (FIRST, "score.plan"): 3}, 1))
    with small.open() as place:
        before = trace(place, FIRST, ASHE).percents
    small.merge(fill(blank, {(FIRST, "score.need"): "3 or 4", (FIRST, "score.plan"): 3}, 2))

    with small.open() as place:
        after = trace(place, FIRST, ASHE).percents
    assert (before[ASHE], after[ASHE]) == (Fraction(72), None)


def test_a_column_of_ranks_is_held_back_as_a_whole(small: SmallRound) -> None:
    ranks: dict[tuple[str, str], str | float | None] = {
        (reference, "score.need"): float(place) for place, reference in enumerate(REFERENCES, start=1)
    }

    report = small.merge(fill(small.blank(ASHE), ranks))

    assert kinds(report) == [Kind.LOOKS_LIKE_RANK]
    assert (report.receipt.scored, report.receipt.waiting) == (0, 7)
    with small.open() as place:
        (kept,) = findings_waiting(place)
        decide(place, kept.finding_id, "accept", "They are scores.")
        still = findings_waiting(place)
    assert [one.finding.kind for one in still] == [Kind.OUT_OF_RANGE, Kind.OUT_OF_RANGE]
    assert standing(small) == "1"


def test_a_conflict_bars_the_scores_beside_it(small: SmallRound) -> None:
    report = small.merge(
        fill(small.blank(ASHE), {(FIRST, "conflict"): "My brother works there", (FIRST, "score.need"): 4})
    )

    assert kinds(report) == [Kind.SCORED_CONFLICT]
    assert (report.receipt.conflicted, report.receipt.waiting, report.receipt.scored) == (1, 1, 0)
    assert report.receipt.adds_up
    with small.open() as place:
        (kept,) = findings_waiting(place)
        decide(place, kept.finding_id, "accept", "He left in 2009; no conflict.")
    assert standing(small) == "4"
    assert standing(small, field=Field("conflict")) == ""


def test_a_declared_conflict_counts_as_conflicted(small: SmallRound) -> None:
    report = small.merge(fill(small.blank(ASHE), {(FIRST, "conflict"): "employment"}))

    assert (report.receipt.conflicted, report.receipt.not_yet_scored) == (2, 26)


def test_a_conflict_found_later_asks_about_the_scores_that_stand(small: SmallRound) -> None:
    blank = small.blank(ASHE)
    small.merge(fill(blank, {(FIRST, "score.need"): 4}, 1))
    both: dict[tuple[str, str], str | float | None] = {(FIRST, "score.need"): 4, (FIRST, "conflict"): "employment"}

    report = small.merge(fill(blank, both, 2))
    assert kinds(report) == [Kind.SCORED_CONFLICT]
    with small.open() as place:
        (kept,) = findings_waiting(place)
        decide(place, kept.finding_id, "reject", "She worked there; the score does not count.")

    again = small.merge(fill(blank, {**both, (REFERENCES[1], "score.need"): 3}, 3))
    assert kinds(again) == []
    assert (again.receipt.conflicted, again.receipt.scored) == (2, 1)

    withdrawn = small.merge(fill(blank, {(FIRST, "score.need"): 4, (REFERENCES[1], "score.need"): 3}, 4))
    assert (kinds(withdrawn), withdrawn.receipt.conflicted, withdrawn.receipt.scored) == ([], 0, 2)
    assert withdrawn.receipt.adds_up


def test_a_doubtful_score_beside_a_conflict_is_first_of_all_a_score_beside_a_conflict(small: SmallRound) -> None:
    typed: dict[tuple[str, str], str | float | None] = {(FIRST, "conflict"): "employment", (FIRST, "score.need"): "4 "}

    report = small.merge(fill(small.blank(ASHE), typed), accept_safe=True)

    assert kinds(report) == [Kind.SCORED_CONFLICT]
    assert standing(small) is None
    with small.open() as place:
        (kept,) = findings_waiting(place)
        decide(place, kept.finding_id, "accept", "No conflict after all.")
    assert (standing(small), standing(small, field=Field("conflict"))) == ("4", "")


def test_a_rank_with_a_decimal_comma_is_still_a_rank(small: SmallRound) -> None:
    ranks: dict[tuple[str, str], str | float | None] = {
        (reference, "score.need"): float(place) for place, reference in enumerate(REFERENCES, start=1)
    }
    ranks[REFERENCES[6], "score.need"] = "7,0"

    assert kinds(small.merge(fill(small.blank(ASHE), ranks), accept_safe=True)) == [Kind.LOOKS_LIKE_RANK]


def test_a_text_no_cell_can_hold_waits_and_stops_nothing(small: SmallRound, tmp_path: Path) -> None:
    from dd_panel.domain.findings import Finding, ReadCell
    from dd_panel.services.results.consolidating import consolidate

    small.merge(fill_all(small.blank(ASHE)))
    cell = ReadCell(FIRST, Field("comment.need"), "Scores", "E3", "text:long", "x" * 40_000, None, Kind.TEXT_TOO_LONG)
    with small.open() as place:
        with place.store.writing() as work:
            work.findings.add(
                1, ASHE, [Finding(Kind.TEXT_TOO_LONG, "Scores", "E3", FIRST, found=cell.found, held=(cell,))]
            )
        assert consolidate(place, tmp_path / "out.xlsx").waiting == 1


def test_a_comment_with_a_control_character_is_shown_with_its_cell_and_its_score_counts(small: SmallRound) -> None:
    # As a workbook writes a bell that was pasted along.
    sheet = fill(small.blank(ASHE), {(FIRST, "score.need"): 4, (FIRST, "comment.need"): "A rich_x0007_ plan"})

    report = small.merge(sheet)

    (finding,) = [one.finding for each in report.files for one in each.findings]
    assert (finding.kind, finding.reference, finding.criterion, finding.cell) == (Kind.STRAY_SPACE, FIRST, "need", "I3")
    assert (finding.found, finding.proposed) == ("A rich\ufffd plan", "A rich\ufffd plan")
    assert "character that no program can show" in finding.sentence
    assert (standing(small), report.receipt.waiting) == ("4", 0)
    assert standing(small, field=Field("comment.need")) is None
    with small.open() as place:
        accept_all_safe(place)
    assert standing(small, field=Field("comment.need")) == "A rich\ufffd plan"
    assert kinds(small.merge(saved_at(sheet, _minutes(9)))) == []


def test_a_conflict_counts_whatever_characters_it_is_told_in(small: SmallRound) -> None:
    report = small.merge(fill(small.blank(ASHE), {(FIRST, "conflict"): "My brother_x0007_", (FIRST, "score.need"): 4}))

    assert kinds(report) == [Kind.SCORED_CONFLICT]
    assert standing(small, field=Field("conflict")) == "My brother\ufffd"
