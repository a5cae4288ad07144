"""Which row of a returned scoresheet is which application: by its names, never by its position."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dd_panel.domain.examining import examine
from dd_panel.domain.findings import Kind
from dd_panel.domain.identifiers import Field, Reference, identity
from dd_panel.domain.sheets import SheetRow
from tests.builders import a_row, a_sheet, expecting, references
from tests.domain.examined import FILLED, filled, kinds, only, values


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


def test_of_a_table_without_the_values_at_export_nobody_can_tell_what_was_typed_outside_the_program() -> None:
    sheet = a_sheet([a_row("DD-001", FILLED)])

    assert examine(sheet, expecting("DD-001")).typed_outside == 0
    remembers = replace(sheet, exported={(identity("DD-001"), Field("applicant")): "Bid DD-001"})
    assert examine(remembers, expecting("DD-001")).typed_outside == len(FILLED)


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
