"""A returned scoresheet held against what was expected: nothing is placed by position, and nothing is lost."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dd_panel.domain.examining import Examination, examine
from dd_panel.domain.findings import Kind, ReadCell
from dd_panel.domain.found import Found
from dd_panel.domain.identifiers import CriterionKey, Reference, identity
from dd_panel.domain.sheets import Sheet, SheetRow
from tests.builders import Typed, a_criterion, a_row, a_rubric, a_scale, a_sheet, expecting
from tests.domain.examined import FILLED, NEED, doubled, filled, kinds, only, values

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
