"""What is wrong with a filled-in scoresheet: every cell held against the rubric, the member's share and the export."""

from __future__ import annotations

import dataclasses
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from dd_panel.domain.findings import Finding, Kind, ReadCell, about_cell
from dd_panel.domain.found import Found, Reading, read_field
from dd_panel.domain.identifiers import Field, Reference, criterion_of, is_score, visible
from dd_panel.domain.purposes import Purpose, input_fields, read_fields, scores_with_comments
from dd_panel.domain.reviews import Score
from dd_panel.domain.rows import PlacedRow, place_rows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dd_panel.domain.sheets import Expected, Sheet, SheetCell

FEWEST_RANKS = 6
"""A column of distinct 1 … n says something only from six rows on."""


@dataclass(frozen=True, slots=True)
class Examination:
    """The result of reading: cells that can be taken as they are, and findings with the cells they hold back.

    `outside` holds the hidden value at export of each cell where that is not what can be taken; `remembered` says
    whether the file has such values at all, as a table saved as csv has not.
    """

    cells: tuple[ReadCell, ...]
    findings: tuple[Finding, ...]
    outside: Mapping[tuple[Reference, Field], str] = dataclasses.field(default_factory=dict)
    remembered: bool = True

    @property
    def typed_outside(self) -> int:
        """How many of the cells that can be taken were typed into the workbook itself, as far as it can be told."""
        if not self.remembered or not self.outside:
            return 0
        return sum((cell.application, cell.field) in self.outside for cell in self.cells)

    def exported(self) -> dict[tuple[Reference, Field], str]:
        """The hidden value at export of every cell that was read; where there is none, there was nothing."""
        return {(cell.application, cell.field): cell.value or "" for cell in self.cells} | dict(self.outside)


def examine(sheet: Sheet, expected: Expected) -> Examination:
    """Read every row of a scoresheet and say what is wrong with it; pure, and the same for any order of rows."""
    return _Examiner(sheet, expected).run()


def overtaken(examined: Examination, applications: frozenset[Reference]) -> Examination:
    """What came of a sheet apart from its rows of these applications, about which a later one came before.

    A row that says something is noted, because what it says is not taken.
    """
    if not applications:
        return examined
    said = [
        cell for cell in (*examined.cells, *(each for found in examined.findings for each in found.held)) if cell.raw
    ]
    first = {cell.application: cell for cell in reversed(said) if cell.application in applications}
    findings = [
        Finding(Kind.OLDER_EXPORT, sheet=cell.sheet, cell=cell.cell, reference=reference)
        for reference, cell in sorted(first.items())
    ]
    for finding in examined.findings:
        held = tuple(cell for cell in finding.held if cell.application not in applications)
        if finding.reference not in applications and (held or not finding.held):
            findings.append(dataclasses.replace(finding, held=held))
    cells = tuple(cell for cell in examined.cells if cell.application not in applications)
    return dataclasses.replace(examined, cells=cells, findings=tuple(findings))


class _Examiner:
    """One pass over one sheet; `free` collects cells that nothing holds back."""

    def __init__(self, sheet: Sheet, expected: Expected) -> None:
        self._sheet = sheet
        self._expected = expected
        self._inputs = input_fields(expected.rubric, sheet.identity.purpose)
        self._placed = place_rows(sheet, expected)
        # A column that is there twice is no trouble while only one of the two is used.
        self._doubled = [spare for spare in sheet.doubled if spare.filled]
        self._findings: list[Finding] = []
        self._free: list[ReadCell] = []

    def run(self) -> Examination:
        """Rows with what suspect columns hold in them, then those columns, then what is missing."""
        held_columns: dict[Field, list[ReadCell]] = {field: [] for field in self._suspect_columns()}
        for placed in self._placed:
            if placed.doubt is None:
                self._take_row(placed, held_columns)
            else:
                self._hold_row(placed, placed.doubt)
        for field, cells in held_columns.items():
            self._hold_column(field, cells)
        for spare in self._doubled:
            if spare.field not in held_columns:
                self._double(spare.header, spare.address, spare.field, ())
        self._missing()
        remembered = bool(self._sheet.exported)
        return Examination(tuple(self._free), tuple(self._findings), self._exported_otherwise(), remembered)

    # -- rows -----------------------------------------------------------------------------------------------------

    def _hold_row(self, placed: PlacedRow, kind: Kind) -> None:
        nowhere = kind is Kind.UNKNOWN_REFERENCE and placed.proposed is None
        self._findings.append(
            Finding(
                kind,
                sheet=self._sheet.name,
                cell=placed.row.title_cell if kind is Kind.TITLE_MISMATCH else placed.row.reference_cell,
                reference=None if nowhere else placed.application,
                found=placed.found,
                proposed=placed.proposed,
                detail=placed.detail,
                held=tuple(self._read(placed)),
            )
        )

    def _take_row(self, placed: PlacedRow, held_columns: Mapping[Field, list[ReadCell]]) -> None:
        cells = {cell.field: cell for cell in self._read(placed)}
        for field, cell in cells.items():
            if field in held_columns:
                held_columns[field].append(cell)
            elif cell.problem is not None:
                self._findings.append(about_cell(cell, cell.problem))
            else:
                self._free.append(cell)
        self._comments_missing({field: cell for field, cell in cells.items() if field not in held_columns})

    def _read(self, placed: PlacedRow) -> list[ReadCell]:
        return [self._read_cell(cell, placed.application, field) for field, cell in placed.row.cells.items()]

    def _read_cell(self, cell: SheetCell, application: Reference, field: Field) -> ReadCell:
        reading = read_field(field, cell.found, self._expected.rubric)
        if reading.problem is Kind.STRAY_SPACE and self._as_sent_out(cell.found, application, field):
            reading = Reading(cell.found.text)
        return ReadCell(
            application,
            field,
            self._sheet.name,
            cell.address,
            cell.found.raw,
            cell.found.text,
            reading.value,
            reading.problem,
            reading.proposed,
        )

    def _as_sent_out(self, found: Found, application: Reference, field: Field) -> bool:
        """Whether a text is letter for letter what the program wrote: a sign in a quotation is no news then."""
        return not is_score(field) and found.text == self._sheet.value_at_export(application, field)

    def _comments_missing(self, cells: Mapping[Field, ReadCell]) -> None:
        second_look = self._sheet.identity.purpose is Purpose.SECOND_LOOK
        for criterion, own, reason in scores_with_comments(self._expected.rubric, self._sheet.identity.purpose):
            score, comment = cells.get(own), cells.get(reason)
            if score is None or comment is None or comment.value != "":
                continue
            mark = Score.standing(score.value, criterion.scale).mark
            # Whoever changes a score on a second look says why, whatever the rubric asks of a first one.
            if mark is not None and (second_look or criterion.comment.asks_for(criterion.scale.value_of(mark))):
                self._findings.append(
                    Finding(
                        Kind.COMMENT_MISSING,
                        sheet=comment.sheet,
                        cell=comment.cell,
                        reference=score.application,
                        criterion=criterion.key,
                        found=score.value,
                    )
                )

    def _exported_otherwise(self) -> dict[tuple[Reference, Field], str]:
        taken = {(cell.application, cell.field): cell.value or "" for cell in self._free}
        read = read_fields(self._expected.rubric, self._sheet.identity.purpose)
        every = ((application, field) for application in {each.application for each in self._placed} for field in read)
        return {key: value for key in every if (value := self._sheet.value_at_export(*key)) != taken.get(key, "")}

    # -- columns --------------------------------------------------------------------------------------------------

    def _suspect_columns(self) -> list[Field]:
        """Columns that are used twice, and score columns that hold 1 … n once each; in the order of the rubric."""
        doubled = {spare.field for spare in self._doubled}
        read = read_fields(self._expected.rubric, self._sheet.identity.purpose)
        return [field for field in read if field in doubled or (is_score(field) and self._ranks(field))]

    def _ranks(self, field: Field) -> int:
        """How many rows hold 1 … n once each in this column; 0 when it is no such column."""
        numbers: list[Decimal] = []
        for placed in self._placed:
            if placed.application not in self._expected.assigned:
                continue  # a row of averages is no score among the others
            found = placed.row.cells[field].found if field in placed.row.cells else None
            if found is None or not found.filled:
                continue
            number = _number_in(found)
            if number is None:
                return 0
            numbers.append(number)
        count = len(numbers)
        return count if count >= FEWEST_RANKS and set(numbers) == set(range(1, count + 1)) else 0

    def _hold_column(self, field: Field, cells: list[ReadCell]) -> None:
        criterion = criterion_of(field)
        spares = [spare for spare in self._doubled if spare.field == field]
        first = min((cell.cell for cell in cells), key=_address_order, default=None)
        if ranks := self._ranks(field) if is_score(field) else 0:
            self._findings.append(
                Finding(
                    Kind.LOOKS_LIKE_RANK,
                    sheet=self._sheet.name,
                    cell=first,
                    criterion=criterion,
                    found=f"1 … {ranks}",
                    held=tuple(cells),
                )
            )
        if not spares:
            return
        if not ranks and cells:
            self._double(spares[0].header, first, field, cells)
        for spare in spares:
            read = [
                self._read_cell(spare.cells[placed.row.number], placed.application, field)
                for placed in self._placed
                if spare.cells and placed.row.number in spare.cells
            ]
            self._double(spare.header, spare.address, field, read)

    def _double(self, header: str, where: str | None, field: Field | None, cells: Sequence[ReadCell]) -> None:
        self._findings.append(
            Finding(
                Kind.DUPLICATE_COLUMN,
                sheet=self._sheet.name,
                cell=where,
                criterion=criterion_of(field) if field else None,
                found=header,
                held=tuple(cells),
            )
        )

    # -- what is not there ----------------------------------------------------------------------------------------

    def _missing(self) -> None:
        name = self._sheet.name
        for field in self._inputs:
            if field not in self._sheet.fields:
                self._findings.append(
                    Finding(Kind.MISSING_COLUMN, sheet=name, criterion=criterion_of(field), detail=str(field))
                )
        rows = self._expected.assigned if self._expected.rows is None else self._expected.rows
        for application in sorted(rows - {placed.application for placed in self._placed}):
            self._findings.append(Finding(Kind.MISSING_ROW, sheet=name, reference=application))
        self._findings.extend(
            Finding(Kind.EXTRA_COLUMN, sheet=name, cell=spare.address, found=spare.header)
            for spare in self._sheet.extra
        )


def _number_in(found: Found) -> Decimal | None:
    """The number that a cell shows, whatever the cell's kind."""
    if found.kind == "formula" and found.stored is not None:
        return _number_in(found.stored)
    text = visible(found.text).strip()
    whole = re.fullmatch(r"(\d+)(?:[.,]0*)?", text) if found.kind in {"number", "text"} else None
    return Decimal(whole.group(1)) if whole else None


def _address_order(address: str) -> tuple[int, str]:
    """Sorts cell addresses from top to bottom, then from left to right."""
    digits = re.sub(r"\D", "", address)
    return (int(digits) if digits else 0, address)
