"""A returned scoresheet held against what was expected: nothing is placed by position, and nothing is lost."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dd_panel.domain.examining import Examination, examine
from dd_panel.domain.findings import Finding, Kind, ReadCell
from dd_panel.domain.found import Found
from dd_panel.domain.identifiers import CriterionKey, Field, Reference, identity
from dd_panel.domain.sheets import Sheet, SheetCell, SheetRow, SpareColumn
from tests.builders import Typed, a_criterion, a_row, a_rubric, a_scale, a_sheet, expecting, found, references

NEED, PLAN = Field("score.need"), Field("score.plan")
FILLED: dict[str, Typed] = {
    "score.need": 4,
    "comment.need": "Clear and costed",
    "score.plan": 3,
    "score.value": "cannot judge",
    "comment.value": "Not my field",
    "recommendation": "fund",
    "order": 1,
}


def filled(*names: str, **typed: Typed) -> list[SheetRow]:
    """Rows that are filled in alike; further keywords change one field, such as `score_need`."""
    return [a_row(name, FILLED | {key.replace("_", "."): value for key, value in typed.items()}) for name in names]


def only(examination: Examination) -> Finding:
    (finding,) = examination.findings
    return finding


def values(cells: Iterable[ReadCell]) -> dict[tuple[str, str], str | None]:
    return {(cell.application, cell.field): cell.value for cell in cells if cell.raw}


def kinds(examination: Examination) -> list[Kind]:
    return [finding.kind for finding in examination.findings]


# -- whole sheets ------------------------------------------------------------------------------------------------------


def test_an_undamaged_sheet_is_taken_whole() -> None:
    examination = examine(a_sheet(filled("DD-001", "DD-002")), expecting("DD-001", "DD-002"))

    assert examination.findings == ()
    assert values(examination.cells) == {
        (name, field): {4: "4", 3: "3", 1: "1"}.get(value, value)  # type: ignore[call-overload]
        for name in ("DD-001", "DD-002")
        for field, value in FILLED.items()
    }


def test_a_blank_sheet_is_nothing_to_worry_about() -> None:
    examination = examine(a_sheet([a_row("DD-001"), a_row("DD-002")]), expecting("DD-001", "DD-002"))

    assert examination.findings == ()
    assert {cell.value for cell in examination.cells} == {""}


def test_each_cell_is_read_with_its_place_and_what_was_found_there() -> None:
    (row,) = filled("DD-001", score_need="4 ")

    finding = only(examine(a_sheet([row]), expecting("DD-001")))

    assert (finding.kind, finding.sheet, finding.cell) == (Kind.STRAY_SPACE, "Scores", "D3")
    assert (finding.reference, finding.criterion) == ("DD-001", CriterionKey("need"))
    assert (finding.found, finding.proposed) == ("4 ", "4")
    assert finding.held == (
        ReadCell(Reference("DD-001"), NEED, "Scores", "D3", "text:4 ", "4 ", None, Kind.STRAY_SPACE, "4"),
    )


def test_one_doubtful_cell_holds_back_nothing_else() -> None:
    examination = examine(a_sheet(filled("DD-001", score_need="3 or 4")), expecting("DD-001"))

    assert kinds(examination) == [Kind.UNKNOWN_LEVEL]
    assert {cell.field for cell in examination.cells if cell.raw} == set(FILLED) - {"score.need"}


# -- which row is which ------------------------------------------------------------------------------------------------


def test_the_key_names_the_row_where_the_reference_is_gone() -> None:
    row = replace(a_row("DD-001", FILLED), reference="")

    examination = examine(a_sheet([row]), expecting("DD-001"))

    assert examination.findings == ()
    assert {cell.application for cell in examination.cells} == {"DD-001"}


@pytest.mark.parametrize("reference", ["DD-001", " dd-001", "DD-001\u00a0"])
def test_the_reference_names_the_row_where_the_key_is_gone(reference: str) -> None:
    row = replace(a_row("DD-001", FILLED), key="", reference=reference)

    examination = examine(a_sheet([row]), expecting("DD-001"))

    assert examination.findings == ()
    assert {cell.application for cell in examination.cells} == {"DD-001"}


def test_a_numeric_reference_that_became_a_number_cell_is_the_same_reference() -> None:
    row = replace(a_row("368753", FILLED), key="368753.0", title="")

    assert examine(a_sheet([row]), expecting("368753")).findings == ()


def test_a_title_alone_never_names_a_row() -> None:
    row = replace(a_row("DD-001", FILLED), key="", reference="")

    examination = examine(a_sheet([row]), expecting("DD-001"))

    assert kinds(examination) == [Kind.UNKNOWN_REFERENCE, Kind.MISSING_ROW]
    assert examination.cells == ()


def test_rows_sorted_without_their_hidden_keys_are_held_under_the_key() -> None:
    first, second = filled("DD-001", "DD-002")
    crossed = [replace(first, key=second.key), replace(second, key=first.key)]

    examination = examine(a_sheet(crossed), expecting("DD-001", "DD-002"))

    assert kinds(examination) == [Kind.ROW_MISMATCH] * 2
    one, other = examination.findings
    assert (one.cell, one.reference, one.found, one.detail) == ("B3", "DD-002", "DD-001", "dd-002")
    assert (other.cell, other.reference, other.found) == ("B4", "DD-001", "DD-002")
    assert {cell.application for cell in one.held} == {"DD-002"}
    assert len(values(one.held)) == len(FILLED)
    assert examination.cells == ()


def test_a_key_of_another_round_does_not_hide_that_key_and_reference_disagree() -> None:
    row = replace(a_row("DD-001", FILLED), key="xx-9")

    finding = only(examine(a_sheet([row]), expecting("DD-001")))

    assert (finding.kind, finding.reference, finding.found, finding.detail) == (
        Kind.ROW_MISMATCH,
        "DD-001",
        "DD-001",
        "xx-9",
    )


def test_rows_sorted_without_their_titles_are_held() -> None:
    first, second, third = filled("DD-001", "DD-002", "DD-003")
    crossed = [replace(first, title=second.title), replace(second, title=first.title), third]

    examination = examine(a_sheet(crossed), expecting("DD-001", "DD-002", "DD-003"))

    assert kinds(examination) == [Kind.TITLE_MISMATCH] * 2
    one = examination.findings[0]
    assert (one.cell, one.reference, one.found) == ("C3", "DD-001", "Bid DD-002")
    assert len(values(one.held)) == len(FILLED)
    assert {cell.application for cell in examination.cells} == {"DD-003"}


@pytest.mark.parametrize("title", ["", "Bid DD-001", "BID  DD–001", "“Bid DD-001”", "Bid on the day"])
def test_a_title_may_be_missing_or_differ_in_what_spreadsheets_change(title: str) -> None:
    sheet = a_sheet([replace(a_row("DD-001", FILLED), title=title)])
    at_export = {(identity("DD-001"), Field("applicant")): "Bid, on the day"}

    assert examine(replace(sheet, exported=at_export), expecting("DD-001")).findings == ()


def test_what_was_typed_outside_the_program_is_noted_with_what_stood_at_export() -> None:
    need, recommendation = Field("score.need"), Field("recommendation")
    sheet = replace(a_sheet([a_row("DD-001", FILLED)]), exported={(identity("DD-001"), need): "2"})

    examination = examine(sheet, expecting("DD-001"))

    exported = examination.exported()
    assert {field: value for (_application, field), value in exported.items() if value} == {need: "2"}
    assert exported[Reference("DD-001"), recommendation] == ""
    assert examination.typed_outside == len(FILLED)


def test_a_cell_that_waits_still_tells_what_stood_in_it_at_export() -> None:
    need = Field("score.need")
    row = a_row("DD-001", {**FILLED, "score.need": "3 or 4"})
    sheet = replace(a_sheet([row]), exported={(identity("DD-001"), need): "2"})

    examination = examine(sheet, expecting("DD-001"))

    assert examination.exported()[Reference("DD-001"), need] == "2"
    assert examination.typed_outside == len(FILLED) - 1


def test_an_application_with_two_rows_has_both_held() -> None:
    twice = [*filled("DD-001", "DD-002"), *filled("DD-001", score_need=2)]

    examination = examine(a_sheet(twice), expecting("DD-001", "DD-002"))

    assert [(finding.kind, finding.cell, finding.reference) for finding in examination.findings] == [
        (Kind.DUPLICATE_ROW, "B3", "DD-001"),
        (Kind.DUPLICATE_ROW, "B5", "DD-001"),
    ]
    assert [values(finding.held)["DD-001", "score.need"] for finding in examination.findings] == ["4", "2"]
    assert {cell.application for cell in examination.cells} == {"DD-002"}


def test_a_row_pasted_without_its_key_is_still_a_second_row() -> None:
    pasted = replace(a_row("DD-001", FILLED), key="")

    assert kinds(examine(a_sheet([*filled("DD-001"), pasted]), expecting("DD-001"))) == [Kind.DUPLICATE_ROW] * 2


def test_a_row_that_is_not_the_members_is_held_once_something_is_in_it() -> None:
    sheet = a_sheet([*filled("DD-001", "DD-009"), a_row("DD-008", {"order": 3})])

    examination = examine(sheet, expecting("DD-001", others=("DD-008", "DD-009")))

    finding = only(examination)
    assert (finding.kind, finding.cell, finding.reference, finding.found) == (
        Kind.NOT_ASSIGNED,
        "B4",
        "DD-009",
        "DD-009",
    )
    assert len(values(finding.held)) == len(FILLED)
    assert {cell.application for cell in examination.cells} == {"DD-001"}


def lost(reference: str) -> SheetRow:
    """A filled row that has nothing but a reference."""
    return replace(a_row(reference, FILLED), key="", title="")


@pytest.mark.parametrize("mistyped", ["DD-0O2", "DD-02", "DD 002", "D-002", "DD-0022"])
def test_a_mistyped_reference_proposes_the_nearest_one_that_has_no_row(mistyped: str) -> None:
    sheet = a_sheet([*filled("DD-001", "DD-003"), lost(mistyped)])

    examination = examine(sheet, expecting("DD-001", "DD-002", "DD-003", others=("DD-012", "DD-022")))

    finding = only(examination)
    assert (finding.kind, finding.cell, finding.found) == (Kind.UNKNOWN_REFERENCE, "B5", mistyped)
    assert (finding.proposed, finding.reference) == ("DD-002", "DD-002")
    assert {cell.application for cell in finding.held} == {"DD-002"}
    assert len(values(finding.held)) == len(FILLED)


@pytest.mark.parametrize("strange", ["Total", "2014/17", ""])
def test_a_reference_like_no_other_proposes_nothing_and_keeps_what_was_filled_in(strange: str) -> None:
    examination = examine(a_sheet([*filled("DD-001"), lost(strange)]), expecting("DD-001", "DD-002"))

    finding = examination.findings[0]
    assert (finding.kind, finding.found) == (Kind.UNKNOWN_REFERENCE, strange)
    assert (finding.proposed, finding.reference) == (None, None)
    assert {cell.application for cell in finding.held} == {strange}
    assert len(values(finding.held)) == len(FILLED)
    assert kinds(examination)[1:] == [Kind.MISSING_ROW]


def test_equally_near_references_propose_nothing_unless_only_one_is_the_members() -> None:
    unclear = examine(a_sheet([lost("DD-0O0")]), expecting("DD-010", "DD-020"))
    assert unclear.findings[0].proposed is None

    clear = examine(a_sheet([lost("DD-0O0")]), expecting("DD-010", others=("DD-020",)))
    assert clear.findings[0].proposed == "DD-010"


def test_a_letter_typed_for_a_digit_proposes_the_reference_that_looks_the_same() -> None:
    examination = examine(a_sheet([lost("DD-0I6")]), expecting("DD-006", "DD-016", "DD-018"))
    assert examination.findings[0].proposed == "DD-016"


def test_two_rows_never_propose_the_same_application() -> None:
    examination = examine(a_sheet([lost("DD-0O1"), lost("DD-01")]), expecting("DD-001"))

    assert [finding.proposed for finding in examination.findings] == [None, None, None]
    assert kinds(examination) == [Kind.UNKNOWN_REFERENCE, Kind.UNKNOWN_REFERENCE, Kind.MISSING_ROW]


def test_a_sheet_full_of_strange_references_is_not_guessed_at() -> None:
    strange = [lost(f"DE-{number:03}") for number in range(1, 41)]

    examination = examine(a_sheet(strange), expecting(*references(40)))

    assert {finding.proposed for finding in examination.findings} == {None}
    assert kinds(examination).count(Kind.UNKNOWN_REFERENCE) == 40


def test_a_strange_row_without_anything_filled_in_is_passed_over() -> None:
    assert examine(a_sheet([*filled("DD-001"), a_row("Notes below")]), expecting("DD-001")).findings == ()


def test_a_row_that_is_missing_is_said_and_changes_nothing() -> None:
    examination = examine(a_sheet(filled("DD-001")), expecting("DD-001", "DD-002", "DD-003"))

    assert [(each.kind, each.reference, each.held) for each in examination.findings] == [
        (Kind.MISSING_ROW, "DD-002", ()),
        (Kind.MISSING_ROW, "DD-003", ()),
    ]


# -- columns -----------------------------------------------------------------------------------------------------------


def column(sheet: Sheet, field: str, cells: Iterable[Typed]) -> Sheet:
    """The sheet with other content in one column, from the first row down."""
    rows = [
        replace(row, cells={**row.cells, Field(field): row.cells[Field(field)]._replace(found=found(typed))})
        for row, typed in zip(sheet.rows, cells, strict=True)
    ]
    return replace(sheet, rows=rows)


def ranked(*numbers: Typed) -> Examination:
    names = references(len(numbers))
    return examine(column(a_sheet(filled(*names)), "score.need", numbers), expecting(*names))


@pytest.mark.parametrize(
    "numbers",
    [
        (1, 2, 3, 4, 5, 6),
        (6, 1, 4, 2, 5, 3),
        (1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0),
        ("1", "2 ", "3.0", 4, Found("formula", "=RANK(D4,D:D)", stored=found(5)), 6),
    ],
)
def test_a_column_of_one_to_n_once_each_looks_like_a_rank(numbers: tuple[Typed, ...]) -> None:
    examination = ranked(*numbers)

    finding = only(examination)
    assert (finding.kind, finding.cell, finding.criterion) == (Kind.LOOKS_LIKE_RANK, "D3", CriterionKey("need"))
    assert finding.found == f"1 … {len(numbers)}"
    assert [cell.cell for cell in finding.held] == [f"D{row}" for row in range(3, 3 + len(numbers))]
    assert NEED not in {cell.field for cell in examination.cells}
    assert {cell.application for cell in examination.cells if cell.field == PLAN} == set(references(len(numbers)))


def test_a_row_of_averages_below_does_not_hide_ranks() -> None:
    names = references(6)
    averages = a_row("Average", {"score.need": Found("formula", "=AVERAGE(D3:D8)")})

    examination = examine(
        column(
            a_sheet([*filled(*names), averages]), "score.need", (1, 2, 3, 4, 5, 6, Found("formula", "=AVERAGE(D3:D8)"))
        ),
        expecting(*names),
    )

    assert set(kinds(examination)) == {Kind.LOOKS_LIKE_RANK, Kind.UNKNOWN_REFERENCE}


def test_rows_that_are_empty_do_not_count_as_ranks() -> None:
    examination = ranked(1, None, 2, 3, None, 4, 5, 6)

    assert kinds(examination) == [Kind.LOOKS_LIKE_RANK]
    assert len(values(examination.findings[0].held)) == 6


@pytest.mark.parametrize(
    "numbers",
    [
        (1, 2, 3, 4, 5),
        (1, 2, 3, None, 4, 5),
        (1, 2, 3, 4, 5, 5),
        (0, 1, 2, 3, 4, 5),
        (1, 2, 3, 4, 5, 5, 4),
        (1, 2, 3, 4, 5, "cannot judge"),
    ],
)
def test_scores_that_only_resemble_a_rank_are_scores(numbers: tuple[Typed, ...]) -> None:
    assert ranked(*numbers).findings == ()


def test_a_rank_next_to_a_word_or_an_endless_number_is_read_cell_by_cell() -> None:
    assert kinds(ranked(1, 2, 3, 4, 5, 6, "n/a")) == [Kind.OUT_OF_RANGE, Kind.UNKNOWN_LEVEL]
    nan = Found("error", "#NUM!")
    assert kinds(ranked(1, 2, 3, 4, 5, nan)) == [Kind.ERROR_CELL]


def doubled(sheet: Sheet, field: str, cells: Iterable[Typed]) -> Sheet:
    """The sheet with a column a second time, in X, and other content."""
    copied = {
        row.number: SheetCell(f"X{row.number}", found(typed)) for row, typed in zip(sheet.rows, cells, strict=True)
    }
    return replace(sheet, doubled=(SpareColumn("The need", "X2", Field(field), copied),))


def test_a_score_column_that_is_used_twice_is_held_both_times() -> None:
    sheet = doubled(a_sheet(filled("DD-001", "DD-002")), "score.need", (2, None))

    examination = examine(sheet, expecting("DD-001", "DD-002"))

    assert [(each.kind, each.cell, each.criterion, each.found) for each in examination.findings] == [
        (Kind.DUPLICATE_COLUMN, "D3", "need", "The need"),
        (Kind.DUPLICATE_COLUMN, "X2", "need", "The need"),
    ]
    original, copy = examination.findings
    assert values(original.held) == {("DD-001", "score.need"): "4", ("DD-002", "score.need"): "4"}
    assert values(copy.held) == {("DD-001", "score.need"): "2"}
    assert NEED not in {cell.field for cell in examination.cells}


def test_a_second_column_without_anything_in_it_is_no_finding() -> None:
    sheet = doubled(a_sheet(filled("DD-001")), "score.need", (None,))

    examination = examine(sheet, expecting("DD-001"))

    assert examination.findings == ()
    assert NEED in {cell.field for cell in examination.cells}


def test_a_second_column_holds_also_what_stands_in_doubtful_rows() -> None:
    first, second = filled("DD-001", "DD-002")
    sheet = doubled(a_sheet([first, replace(second, title=first.title)]), "score.need", (2, 1))

    examination = examine(sheet, expecting("DD-001", "DD-002"))

    assert kinds(examination) == [Kind.TITLE_MISMATCH, Kind.DUPLICATE_COLUMN, Kind.DUPLICATE_COLUMN]
    assert values(examination.findings[2].held) == {("DD-001", "score.need"): "2", ("DD-002", "score.need"): "1"}


def test_a_second_reference_column_is_said_and_takes_nothing_in() -> None:
    sheet = doubled(a_sheet(filled("DD-001")), "reference", ("DD-001",))

    examination = examine(sheet, expecting("DD-001"))

    finding = only(examination)
    assert (finding.kind, finding.cell, finding.criterion, finding.held) == (Kind.DUPLICATE_COLUMN, "X2", None, ())
    assert len(values(examination.cells)) == len(FILLED)


def test_ranks_in_a_column_that_is_there_twice_are_said_once_each() -> None:
    names = references(6)
    sheet = doubled(column(a_sheet(filled(*names)), "score.need", range(1, 7)), "score.need", [3] * 6)

    assert kinds(examine(sheet, expecting(*names))) == [Kind.LOOKS_LIKE_RANK, Kind.DUPLICATE_COLUMN]


def test_a_column_that_is_missing_is_said_and_changes_nothing() -> None:
    sheet = a_sheet(filled("DD-001"))
    gone = {NEED, Field("guidance")}
    rows = [replace(row, cells={f: c for f, c in row.cells.items() if f not in gone}) for row in sheet.rows]

    examination = examine(replace(sheet, rows=rows, fields=sheet.fields - gone), expecting("DD-001"))

    assert [(each.kind, each.criterion, each.detail) for each in examination.findings] == [
        (Kind.MISSING_COLUMN, "need", "score.need"),
        (Kind.MISSING_COLUMN, None, "guidance"),
    ]


def test_a_column_that_is_not_ours_is_a_note() -> None:
    sheet = replace(a_sheet(filled("DD-001")), extra=(SpareColumn("My thoughts", "Z2"),))

    finding = only(examine(sheet, expecting("DD-001")))

    assert (finding.kind, finding.cell, finding.found) == (Kind.EXTRA_COLUMN, "Z2", "My thoughts")


# -- comments ----------------------------------------------------------------------------------------------------------

STRICT = a_rubric(
    a_criterion("need", comment="below 2"),
    a_criterion("plan", comment="required", scale=a_scale(step="0.5")),
    a_criterion("value"),
)


def commented(**typed: Typed) -> Examination:
    row = a_row("DD-001", {key.replace("_", "."): value for key, value in typed.items()}, rubric=STRICT)
    return examine(a_sheet([row], rubric=STRICT), expecting("DD-001", rubric=STRICT))


@pytest.mark.parametrize("comment", [None, "", "  \n"])
def test_a_score_that_needs_a_comment_and_has_none_is_said_and_taken(comment: str | None) -> None:
    examination = commented(score_need=1, comment_need=comment)

    finding = only(examination)
    assert (finding.kind, finding.cell, finding.reference) == (Kind.COMMENT_MISSING, "E3", "DD-001")
    assert (finding.criterion, finding.found, finding.held) == ("need", "1", ())
    assert ("DD-001", "score.need") in values(examination.cells)


def test_comments_are_asked_for_as_the_rubric_says() -> None:
    assert commented(score_need=2, score_value=0).findings == ()
    assert commented(score_need=0, comment_need="Nothing there", score_plan=4.5, comment_plan="Yes").findings == ()
    assert [each.criterion for each in commented(score_need=1.0, score_plan=5).findings] == ["need", "plan"]
    assert commented(score_need="cannot judge", score_plan="cannot judge").findings == ()


def test_a_doubtful_score_or_comment_is_not_asked_about_twice() -> None:
    assert kinds(commented(score_need="1 ")) == [Kind.STRAY_SPACE]
    assert kinds(commented(score_need=1, comment_need=Found("error", "#NAME?"))) == [Kind.ERROR_CELL]


# -- whatever happens to a sheet ---------------------------------------------------------------------------------------

SCORES = st.sampled_from([None, 0, 3, 4, 5, 7, 4.5, "4 ", "4,0", "O", "3 or 4", "N/A", "cannot judge", True])
NAMES = st.sampled_from(["DD-001", "DD-002", "DD-003", "DD-004", "DD-0O5", "Total", ""])


@st.composite
def damaged_sheets(draw: st.DrawFn) -> Sheet:
    """Sheets with rows twice, keys and titles crossed, columns doubled and cells of every kind."""
    rows: list[SheetRow] = []
    for _number in range(draw(st.integers(0, 7))):
        name = draw(NAMES)
        row = a_row(name, {"score.need": draw(SCORES), "score.plan": draw(SCORES)})
        rows.append(replace(row, key=draw(st.sampled_from([row.key, "", "dd-002"])), title=draw(st.just("") | NAMES)))
    sheet = a_sheet(rows)
    if draw(st.booleans()):
        return doubled(sheet, "score.plan", draw(st.lists(SCORES, min_size=len(rows), max_size=len(rows))))
    return sheet


EXPECTED = expecting("DD-001", "DD-002", "DD-003", "DD-005", others=("DD-004",))


@given(damaged_sheets())
def test_every_cell_that_was_filled_in_is_free_or_held_and_never_both(sheet: Sheet) -> None:
    examination = examine(sheet, EXPECTED)

    accounted = [cell.cell for cell in examination.cells if cell.raw]
    accounted += [cell.cell for finding in examination.findings for cell in finding.held if cell.raw]
    there = [cell for row in sheet.rows for cell in row.cells.values()]
    there += [cell for spare in sheet.doubled for cell in (spare.cells or {}).values()]
    assert sorted(accounted) == sorted(cell.address for cell in there if cell.found.filled)


@given(damaged_sheets(), st.randoms(use_true_random=False))
def test_the_order_in_which_rows_are_handed_over_changes_nothing(sheet: Sheet, chance: Random) -> None:
    rows = list(sheet.rows)
    chance.shuffle(rows)

    assert examine(replace(sheet, rows=rows), EXPECTED) == examine(sheet, EXPECTED)


@given(damaged_sheets(), st.randoms(use_true_random=False))
def test_sorting_whole_rows_in_a_spreadsheet_changes_nothing_but_addresses(sheet: Sheet, chance: Random) -> None:
    sheet = replace(sheet, doubled=())
    rows = list(sheet.rows)
    chance.shuffle(rows)
    resorted = replace(a_sheet(rows), fields=sheet.fields)

    assert without_addresses(examine(resorted, EXPECTED)) == without_addresses(examine(sheet, EXPECTED))


def without_addresses(examination: Examination) -> tuple[list[str], list[str]]:
    def cell(each: ReadCell) -> str:
        return repr(each._replace(cell=""))

    findings = [
        repr((replace(each, cell=None, held=()), sorted(map(cell, each.held)))) for each in examination.findings
    ]
    return sorted(map(cell, examination.cells)), sorted(findings)


@given(damaged_sheets())
def test_what_is_taken_unasked_belongs_to_an_application_of_this_member_and_to_its_own_row(sheet: Sheet) -> None:
    rows = {row.number: row for row in sheet.rows}
    for cell in examine(sheet, EXPECTED).cells:
        row = rows[int(cell.cell[1:])]
        assert cell.application in EXPECTED.assigned
        assert identity(row.key or row.reference) == identity(cell.application)
        assert cell.problem is None
