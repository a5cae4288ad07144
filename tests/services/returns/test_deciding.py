"""Rows and columns in doubt: what is held back, and what each decision takes."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from dd_panel.domain.errors import InputError
from dd_panel.domain.findings import Kind
from dd_panel.domain.identifiers import CONFLICT, Field, MemberId, Reference
from dd_panel.domain.panel import Assignment, Member
from dd_panel.services.assignment.assigning import declare_for
from dd_panel.services.results.consolidating import consolidate
from dd_panel.services.returns.deciding import accept_all_safe, count_safe_mends, decide, findings_waiting
from dd_panel.services.returns.receipts import receipt_of
from dd_panel.services.returns.revising import choose
from dd_panel.store.findings import Kept
from tests.panelwork import ASHE, NOON, REFERENCES, SmallRound, fill, fill_all, kinds, saved_at

FIRST, SECOND = REFERENCES[:2]
NEED = Field("score.need")


def damaged(content: bytes, damage: Callable[[Worksheet, dict[str, int]], None]) -> bytes:
    """The workbook after somebody did something to its *Scores* sheet."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    page = book["Scores"]
    (keys,) = page.iter_rows(1, 1, values_only=True)
    damage(page, {str(key): number for number, key in enumerate(keys, start=1)})
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def waiting(small: SmallRound) -> tuple[Kept, ...]:
    with small.open() as place:
        return findings_waiting(place)


def settle(small: SmallRound, decision: str, value: str = "", number: int = 0) -> None:
    kept = waiting(small)[number]
    with small.open() as place:
        decide(place, kept.finding_id, decision, "Asked the member.", value)


def standing(small: SmallRound, reference: Reference, member: MemberId = ASHE) -> str | None:
    with small.open() as place, place.store.reading() as work:
        assert receipt_of(work).adds_up
        return work.entries.of(member, reference).get(NEED)


def test_references_sorted_apart_from_their_rows_hold_the_rows_back(small: SmallRound) -> None:
    def swap(page: Worksheet, columns: dict[str, int]) -> None:
        page.cell(3, columns["reference"]).value, page.cell(4, columns["reference"]).value = SECOND, FIRST

    report = small.merge(damaged(fill_all(small.blank(ASHE)), swap))

    assert kinds(report) == [Kind.ROW_MISMATCH, Kind.ROW_MISMATCH]
    assert (report.receipt.waiting, report.receipt.scored) == (4, 10)
    settle(small, "accept")
    assert standing(small, FIRST) == "3"
    assert standing(small, SECOND) is None
    settle(small, "reject")
    assert standing(small, SECOND) is None
    assert waiting(small) == ()


def test_a_mistyped_reference_waits_with_the_nearest_one_proposed(small: SmallRound) -> None:
    def mistype(page: Worksheet, columns: dict[str, int]) -> None:
        page.cell(3, columns["key"]).value = None
        page.cell(3, columns["reference"]).value = "DD-0O1"

    report = small.merge(damaged(fill_all(small.blank(ASHE)), mistype))

    (finding,) = [one.finding for one in report.files[0].findings]
    assert (finding.kind, finding.found, finding.proposed) == (Kind.UNKNOWN_REFERENCE, "DD-0O1", FIRST)
    settle(small, "accept")
    assert standing(small, FIRST) == "3"


def test_an_unknown_row_is_placed_by_hand(small: SmallRound) -> None:
    def lose(page: Worksheet, columns: dict[str, int]) -> None:
        page.cell(3, columns["key"]).value = None
        page.cell(3, columns["reference"]).value = "something else"

    report = small.merge(damaged(fill_all(small.blank(ASHE)), lose))

    assert kinds(report) == [Kind.UNKNOWN_REFERENCE, Kind.MISSING_ROW]
    with pytest.raises(InputError, match="Set the reference"):
        settle(small, "accept")
    with pytest.raises(InputError, match="not a reference"):
        settle(small, "set", "DD-999")
    settle(small, "set", "dd-001")
    assert standing(small, FIRST) == "3"


def test_of_two_rows_for_one_application_the_accepted_one_counts(small: SmallRound) -> None:
    def double(page: Worksheet, columns: dict[str, int]) -> None:
        for number in range(1, page.max_column + 1):
            page.cell(20, number).value = page.cell(3, number).value
        page.cell(20, columns["score.need"]).value = 5

    report = small.merge(damaged(fill_all(small.blank(ASHE)), double))

    assert kinds(report) == [Kind.DUPLICATE_ROW, Kind.DUPLICATE_ROW]
    assert report.receipt.waiting == 2
    settle(small, "accept", number=1)
    settle(small, "reject")
    assert standing(small, FIRST) == "5"
    assert waiting(small) == ()


def test_of_two_rows_that_are_both_accepted_none_goes_over_the_other_though_one_repeats_what_stood(
    small: SmallRound,
) -> None:
    def double(page: Worksheet, columns: dict[str, int]) -> None:
        last = page.max_row + 1
        page.cell(last, columns["reference"]).value = FIRST
        page.cell(last, columns["score.need"]).value = 5

    small.merge(fill_all(small.blank(ASHE), need=3))
    later = fill_all(small.blank(ASHE), need=3, plan=4)
    small.merge(saved_at(damaged(later, double), NOON + timedelta(minutes=5)))

    settle(small, "accept")
    settle(small, "accept")

    (kept,) = waiting(small)
    assert (kept.finding.kind, kept.finding.found, standing(small, FIRST)) == (Kind.BOTH_CHANGED, "5", "3")


def test_a_row_that_is_given_to_an_application_does_not_go_over_its_own_row(small: SmallRound) -> None:
    def stray(page: Worksheet, columns: dict[str, int]) -> None:
        last = page.max_row + 1
        page.cell(last, columns["reference"]).value = "Somewhere"
        page.cell(last, columns["score.need"]).value = 5

    small.merge(fill_all(small.blank(ASHE), need=3))
    small.merge(saved_at(damaged(fill_all(small.blank(ASHE), need=3), stray), NOON + timedelta(minutes=5)))

    settle(small, "set", FIRST)

    (kept,) = waiting(small)
    assert (kept.finding.kind, kept.finding.found, standing(small, FIRST)) == (Kind.BOTH_CHANGED, "5", "3")


def test_a_row_for_somebody_else_can_be_taken_with_an_assignment(small: SmallRound) -> None:
    with small.open() as place, place.store.writing() as work:
        work.panel.add_members([Member(MemberId("PM03"), "Priya Nair")])
        work.panel.assign([Assignment(MemberId("PM03"), SECOND, order=1)])
    blank = small.blank(MemberId("PM03"))

    def add(page: Worksheet, columns: dict[str, int]) -> None:
        page.cell(4, columns["reference"]).value = FIRST
        page.cell(4, columns["score.need"]).value = 2

    report = small.merge(damaged(blank, add))

    assert kinds(report) == [Kind.NOT_ASSIGNED]
    assert (report.receipt.expected, report.receipt.waiting) == (30, 0)
    settle(small, "accept")
    assert standing(small, FIRST, MemberId("PM03")) == "2"


@pytest.mark.parametrize("why", ["a declared conflict: family", "own organisation: Northmere Council"])
def test_a_row_is_not_given_to_somebody_who_must_not_read_the_application(small: SmallRound, why: str) -> None:
    nair = MemberId("PM03")
    with small.open() as place:
        with place.store.writing() as work:
            works_for = "Northmere Council" if why.startswith("own") else "A university"
            work.panel.add_members([Member(nair, "Priya Nair", works_for)])
            work.panel.assign([Assignment(nair, SECOND, order=1)])
        if works_for == "A university":
            declare_for(place, nair, FIRST, "family")

    def add(page: Worksheet, columns: dict[str, int]) -> None:
        page.cell(4, columns["reference"]).value = FIRST
        page.cell(4, columns["score.need"]).value = 2

    small.merge(damaged(small.blank(nair), add))
    with pytest.raises(InputError, match=f"PM03 can't be given DD-001: {why}"):
        settle(small, "accept")
    assert standing(small, FIRST, nair) is None
    settle(small, "reject")
    with small.open() as place, place.store.reading() as work:
        assert [each.application for each in work.panel.assignments_of(nair)] == [SECOND]


def test_a_column_that_stands_twice_waits_until_one_is_chosen(small: SmallRound) -> None:
    def double(page: Worksheet, _columns: dict[str, int]) -> None:
        last = page.max_column + 1
        page.cell(1, last).value = "score.need"
        for number in range(3, 10):
            page.cell(number, last).value = 4

    report = small.merge(damaged(fill_all(small.blank(ASHE)), double))

    assert kinds(report) == [Kind.DUPLICATE_COLUMN, Kind.DUPLICATE_COLUMN]
    assert report.receipt.waiting == 7
    settle(small, "accept", number=1)
    settle(small, "reject")
    assert standing(small, FIRST) == "4"


def test_columns_are_found_after_they_were_moved_and_lost_their_keys(small: SmallRound) -> None:
    def turn_round(page: Worksheet, _columns: dict[str, int]) -> None:
        rows = [[cell.value for cell in row][::-1] for row in page.iter_rows()]
        for row, values in enumerate(rows, start=1):
            for column, value in enumerate(values, start=1):
                page.cell(row, column).value = value
        page.delete_rows(1)

    report = small.merge(damaged(fill_all(small.blank(ASHE)), turn_round))

    assert kinds(report) == []
    assert report.receipt.scored == 14
    assert standing(small, FIRST) == "3"


def test_a_finding_is_decided_once(small: SmallRound) -> None:
    def mistype(page: Worksheet, columns: dict[str, int]) -> None:
        page.cell(3, columns["score.need"]).value = "3 or 4"

    small.merge(damaged(fill_all(small.blank(ASHE)), mistype))
    (kept,) = waiting(small)
    settle(small, "set", "4")
    with small.open() as place, pytest.raises(InputError, match="already"):
        decide(place, kept.finding_id, "reject", "Again.")


@pytest.mark.parametrize("value", ["6", "3.5", "perhaps"])
def test_a_value_that_can_not_stand_there_is_refused(small: SmallRound, value: str) -> None:
    def mistype(page: Worksheet, columns: dict[str, int]) -> None:
        page.cell(3, columns["score.need"]).value = "3 or 4"

    small.merge(damaged(fill_all(small.blank(ASHE)), mistype))
    with pytest.raises(InputError, match="can't stand"):
        settle(small, "set", value)
    assert len(waiting(small)) == 1


def test_a_rejected_row_does_not_stop_the_same_scores_in_the_right_place(small: SmallRound) -> None:
    def swap(page: Worksheet, columns: dict[str, int]) -> None:
        page.cell(3, columns["reference"]).value, page.cell(4, columns["reference"]).value = SECOND, FIRST

    blank = small.blank(ASHE)
    small.merge(saved_at(damaged(fill_all(blank), swap), NOON))
    settle(small, "reject")
    settle(small, "reject")
    assert standing(small, FIRST) is None

    report = small.merge(fill_all(blank, minutes=5))

    assert kinds(report) == []
    assert (standing(small, FIRST), standing(small, SECOND)) == ("3", "3")


def test_a_row_that_declares_a_conflict_does_not_bring_its_scores(small: SmallRound) -> None:
    def mistype(page: Worksheet, columns: dict[str, int]) -> None:
        page.cell(3, columns["key"]).value = None
        page.cell(3, columns["reference"]).value = "DD-0O1"
        page.cell(3, columns["conflict"]).value = "My sister works there"

    small.merge(damaged(fill_all(small.blank(ASHE)), mistype))
    settle(small, "accept")

    assert standing(small, FIRST) is None
    assert {kept.finding.kind for kept in waiting(small)} == {Kind.SCORED_CONFLICT}


def test_two_accepted_rows_of_one_file_never_outdo_each_other_silently(small: SmallRound) -> None:
    def double(page: Worksheet, columns: dict[str, int]) -> None:
        for number in range(1, page.max_column + 1):
            page.cell(20, number).value = page.cell(3, number).value
        page.cell(20, columns["score.need"]).value = 5
        page.cell(20, columns["score.plan"]).value = None

    small.merge(damaged(fill_all(small.blank(ASHE)), double))
    settle(small, "accept")
    settle(small, "accept")

    (kept,) = waiting(small)
    assert (kept.finding.kind, kept.finding.found, standing(small, FIRST)) == (Kind.BOTH_CHANGED, "5", "3")
    with small.open() as place, place.store.reading() as work:
        assert work.entries.of(ASHE, FIRST)[Field("score.plan")] == "2.5"


@pytest.mark.parametrize(("decision", "value"), [("set", "5"), ("set", "4"), ("reject", "")])
@pytest.mark.parametrize("answer", [3, None])
def test_what_a_member_answers_after_somebody_decided_an_unclear_entry_is_asked_about(
    small: SmallRound, decision: str, value: str, answer: int | None
) -> None:
    blank = small.blank(ASHE)
    small.merge(fill(blank, {(FIRST, NEED): 4}, 1))
    small.merge(fill(blank, {(FIRST, NEED): "4 or 5"}, 2))
    settle(small, decision, value)

    report = small.merge(fill(blank, {(FIRST, NEED): answer}, 3))

    assert kinds(report) == [Kind.BOTH_CHANGED]
    assert standing(small, FIRST) == (value or "4")


def test_a_member_s_first_score_once_more_is_an_answer_to_the_question_that_was_decided(small: SmallRound) -> None:
    blank = small.blank(ASHE)
    small.merge(fill(blank, {(FIRST, NEED): 4}, 1))
    small.merge(fill(blank, {(FIRST, NEED): "4 or 5"}, 2))
    settle(small, "set", "5")

    report = small.merge(fill(blank, {(FIRST, NEED): 4}, 3))

    assert kinds(report) == [Kind.BOTH_CHANGED]
    assert standing(small, FIRST) == "5"


def test_an_accepted_row_does_not_go_over_what_was_decided_since(small: SmallRound) -> None:
    blank = small.blank(ASHE)
    small.merge(fill(blank, {(FIRST, NEED): 9, (FIRST, "score.plan"): 2}, 1))
    settle(small, "set", "5")
    later = fill(blank, {(FIRST, NEED): 4, (FIRST, "score.plan"): 3}, 2)

    report = small.merge(saved_at(damaged(later, _named_otherwise), NOON + timedelta(minutes=2)))
    assert kinds(report) == [Kind.TITLE_MISMATCH]
    settle(small, "accept")

    (kept,) = waiting(small)
    assert (kept.finding.kind, kept.finding.found, kept.finding.detail) == (Kind.BOTH_CHANGED, "4", "5")
    assert standing(small, FIRST) == "5"
    with small.open() as place, place.store.reading() as work:
        assert work.entries.of(ASHE, FIRST)[Field("score.plan")] == "3"


def test_an_accepted_row_says_nothing_new_where_the_member_only_repeats_what_was_decided_on(small: SmallRound) -> None:
    blank = small.blank(ASHE)
    small.merge(fill(blank, {(FIRST, NEED): 4}, 1))
    small.merge(fill(blank, {(FIRST, NEED): 3}, 2))
    with small.open() as place:
        with place.store.reading() as work:
            number = work.returns.all()[-1].return_id
        choose(place, number, "keep", "The chair ruled that the first one counts.")

    again = fill(blank, {(FIRST, NEED): 3, (FIRST, "score.plan"): 2}, 3)
    small.merge(saved_at(damaged(again, _named_otherwise), NOON + timedelta(minutes=3)))
    settle(small, "accept")

    assert (standing(small, FIRST), waiting(small)) == ("4", ())


def test_an_accepted_row_does_not_withdraw_a_conflict_that_was_declared_elsewhere(small: SmallRound) -> None:
    sheet = fill(small.blank(ASHE), {(FIRST, NEED): 4}, 1)
    with small.open() as place:
        declare_for(place, ASHE, FIRST, "family: told by telephone")

    report = small.merge(saved_at(damaged(sheet, _named_otherwise), NOON + timedelta(minutes=1)))
    assert kinds(report) == [Kind.TITLE_MISMATCH]
    settle(small, "accept")

    assert [kept.finding.kind for kept in waiting(small)] == [Kind.SCORED_CONFLICT]
    with small.open() as place, place.store.reading() as work:
        assert work.entries.of(ASHE, FIRST)[CONFLICT] == "family: told by telephone"


def test_a_score_is_not_mended_unasked_where_a_conflict_was_noted_since(small: SmallRound) -> None:
    small.merge(fill(small.blank(ASHE), {(FIRST, NEED): "4,0", (SECOND, NEED): "3,0"}))
    with small.open() as place:
        declare_for(place, ASHE, FIRST, "family: told by telephone")
        assert count_safe_mends(place) == 1
        accept_all_safe(place)

    assert [kept.finding.reference for kept in waiting(small)] == [FIRST]
    assert (standing(small, FIRST), standing(small, SECOND)) == (None, "3")


def _named_otherwise(page: Worksheet, columns: dict[str, int]) -> None:
    page.cell(3, columns["applicant"]).value = "Another council"


def test_a_score_that_was_set_names_the_file_in_doubt_in_the_workbook_and_no_cell(
    small: SmallRound, tmp_path: Path
) -> None:
    small.merge(fill(fill_all(small.blank(ASHE)), {(FIRST, NEED): "3 or 4"}))
    settle(small, "set", "5")
    with small.open() as place:
        consolidate(place, tmp_path / "result.xlsx")
    book = openpyxl.load_workbook(tmp_path / "result.xlsx")
    rows = {(row[0], row[2], row[3]): row[6:] for row in book["Scores"].iter_rows(min_row=2, values_only=True)}
    assert rows[FIRST, ASHE, "need"] == (5, None, "return-0.xlsx", None, None)
    assert rows[FIRST, ASHE, "plan"][3] == "Scores"
    method = " ".join(str(row[1]) for row in book["Method"].iter_rows(values_only=True))
    assert "one that somebody set instead the file that was in doubt, without a cell" in method
