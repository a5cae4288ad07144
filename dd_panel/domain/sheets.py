"""A filled-in scoresheet as values: who sent it, which rows and columns it has, and what is wrong with them."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from dd_panel.domain.findings import Finding, Kind, ReadCell, about_cell
from dd_panel.domain.found import Found, read_field
from dd_panel.domain.identifiers import (
    CONFLICT,
    GUIDANCE,
    ORDER,
    RECOMMENDATION,
    SUPPORT,
    Field,
    MemberId,
    Reference,
    comment_field,
    criterion_of,
    evidence_field,
    identity,
    is_score,
    score_field,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from dd_panel.domain.rubric import Rubric

FEWEST_RANKS = 6
"""A column of distinct 1 … n says something only from six rows on."""

_CLOSE_ENOUGH = 0.74
"""Similarity of two references of about six characters that differ in one of them."""


@dataclass(frozen=True, slots=True)
class SheetCell:
    """One input cell: its address (`F14`) and what was found there."""

    address: str
    found: Found


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row under the header: its hidden key, the reference and title it shows, and its input cells by field.

    `reference_cell` and `title_cell` are addresses, for findings about the row as a whole.
    """

    number: int
    key: str
    reference: str
    title: str
    reference_cell: str
    title_cell: str
    cells: Mapping[Field, SheetCell]

    @property
    def filled(self) -> bool:
        """Whether a person has filled in anything."""
        return any(cell.found.filled for field, cell in self.cells.items() if field != ORDER)


@dataclass(frozen=True, slots=True)
class SheetIdentity:
    """Which round, rubric, member and export a scoresheet belongs to, and when it was last saved."""

    round_id: str
    rubric_version: str
    member: MemberId
    export: int
    saved: datetime | None


@dataclass(frozen=True, slots=True)
class SpareColumn:
    """A column that is there once too often, or not of the scoresheet: its header, address and cells by row number."""

    header: str
    address: str
    field: Field | None = None
    cells: Mapping[int, SheetCell] | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything that a scoresheet says. `exported` holds the hidden value of each cell at export, by row key and field."""

    name: str
    identity: SheetIdentity
    rows: Sequence[SheetRow]
    fields: frozenset[Field]
    doubled: Sequence[SpareColumn] = ()
    extra: Sequence[SpareColumn] = ()
    exported: Mapping[tuple[str, Field], str] | None = None

    def value_at_export(self, application: Reference, field: Field) -> str:
        """The hidden value of a cell when the sheet was made; empty when none is recorded."""
        return (self.exported or {}).get((identity(application), field), "")


@dataclass(frozen=True, slots=True)
class Expected:
    """What a member's scoresheet is held against: the rubric, every application's title, and the member's own share."""

    rubric: Rubric
    titles: Mapping[Reference, tuple[str, ...]]
    assigned: frozenset[Reference]

    def known(self, text: str) -> Reference | None:
        """The application a reference means, or None."""
        wanted = identity(text)
        return next((reference for reference in self.titles if identity(reference) == wanted), None)


@dataclass(frozen=True, slots=True)
class Examination:
    """The result of reading: cells that can be taken as they are, and findings with the cells they hold back."""

    cells: tuple[ReadCell, ...]
    findings: tuple[Finding, ...]


def input_fields(rubric: Rubric) -> tuple[Field, ...]:
    """Every column that a member fills in, in the order of the sheet."""
    judged = [field for key in rubric.keys for field in (score_field(key), comment_field(key), evidence_field(key))]
    return (*judged, RECOMMENDATION, GUIDANCE, SUPPORT, ORDER, CONFLICT)


def examine(sheet: Sheet, expected: Expected) -> Examination:
    """Read every row of a scoresheet and say what is wrong with it; pure, and the same for any order of rows."""
    return _Examiner(sheet, expected).run()


class _Examiner:
    """One pass over one sheet; `free` collects cells that nothing holds back."""

    def __init__(self, sheet: Sheet, expected: Expected) -> None:
        self._sheet = sheet
        self._expected = expected
        self._lookup = {identity(reference): reference for reference in expected.titles}
        self._findings: list[Finding] = []
        self._free: list[ReadCell] = []
        self._covered: set[Reference] = set()

    def run(self) -> Examination:
        """Columns first, then rows, then what is missing."""
        held_columns: dict[Field, list[ReadCell]] = {field: [] for field in self._suspect_columns()}
        certain = self._resolve_rows()
        for row, application in certain:
            self._take_row(row, application, held_columns)
        for field, cells in held_columns.items():
            self._hold_column(field, cells, certain)
        self._missing()
        return Examination(tuple(self._free), tuple(self._findings))

    # -- rows -----------------------------------------------------------------------------------------------------

    def _application(self, text: str) -> Reference | None:
        return self._lookup.get(identity(text)) if text else None

    def _resolve_rows(self) -> list[tuple[SheetRow, Reference]]:
        """Rows whose application is beyond doubt; the others become findings."""
        found: dict[Reference, list[SheetRow]] = {}
        for row in self._sheet.rows:
            application = self._application(row.key) or self._application(row.reference)
            if application is None:
                self._unknown_reference(row)
            else:
                found.setdefault(application, []).append(row)
        certain: list[tuple[SheetRow, Reference]] = []
        for application, rows in found.items():
            self._covered.add(application)
            if len(rows) > 1:
                for row in rows:
                    self._hold_row(Kind.DUPLICATE_ROW, row, application, found=row.reference)
            elif self._row_agrees(rows[0], application):
                certain.append((rows[0], application))
        return certain

    def _row_agrees(self, row: SheetRow, application: Reference) -> bool:
        if row.reference and row.key and identity(row.reference) != identity(row.key):
            self._hold_row(Kind.ROW_MISMATCH, row, application, found=row.reference, detail=str(application))
            return False
        if application not in self._expected.assigned:
            if row.filled:
                self._hold_row(Kind.NOT_ASSIGNED, row, application, found=row.reference)
            return False
        titles = {_plain_title(title) for title in self._expected.titles[application]}
        titles.add(_plain_title(self._sheet.value_at_export(application, Field("applicant"))))
        if row.title and _plain_title(row.title) not in titles:
            self._hold_row(Kind.TITLE_MISMATCH, row, application, found=row.title)
            return False
        return True

    def _unknown_reference(self, row: SheetRow) -> None:
        if not row.filled:
            return
        shown = row.reference or row.key
        near = difflib.get_close_matches(identity(shown), list(self._lookup), n=2, cutoff=_CLOSE_ENOUGH)
        ratios = [difflib.SequenceMatcher(None, identity(shown), each).ratio() for each in near]
        clear = len(near) == 1 or (len(near) == 2 and ratios[0] > ratios[1])
        nearest = self._lookup[near[0]] if near and clear else None
        if nearest is not None:
            self._covered.add(nearest)
        self._hold_row(
            Kind.UNKNOWN_REFERENCE, row, nearest, found=shown, proposed=None if nearest is None else str(nearest)
        )

    def _hold_row(
        self,
        kind: Kind,
        row: SheetRow,
        application: Reference | None,
        *,
        found: str,
        proposed: str | None = None,
        detail: str = "",
    ) -> None:
        held = () if application is None else tuple(self._read(row, application))
        self._findings.append(
            Finding(
                kind,
                sheet=self._sheet.name,
                cell=row.title_cell if kind is Kind.TITLE_MISMATCH else row.reference_cell,
                reference=application,
                found=found,
                proposed=proposed,
                detail=detail,
                held=held,
            )
        )

    def _take_row(self, row: SheetRow, application: Reference, held_columns: Mapping[Field, list[ReadCell]]) -> None:
        cells = {cell.field: cell for cell in self._read(row, application)}
        for field, cell in cells.items():
            if field in held_columns:
                held_columns[field].append(cell)
            elif cell.problem is not None:
                self._findings.append(about_cell(cell, cell.problem))
            else:
                self._free.append(cell)
        self._comments_missing(cells)

    def _read(self, row: SheetRow, application: Reference) -> list[ReadCell]:
        return [self._read_cell(cell, application, field) for field, cell in row.cells.items()]

    def _read_cell(self, cell: SheetCell, application: Reference, field: Field) -> ReadCell:
        reading = read_field(field, cell.found, self._expected.rubric)
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

    def _comments_missing(self, cells: Mapping[Field, ReadCell]) -> None:
        for criterion in self._expected.rubric.criteria:
            score = cells.get(score_field(criterion.key))
            comment = cells.get(comment_field(criterion.key))
            if score is None or not score.value or score.value[0].isalpha() or (comment and comment.found.strip()):
                continue
            mark_value = criterion.scale.value_of(criterion.scale.mark_of(Decimal(score.value)))
            if criterion.comment.asks_for(mark_value):
                where = comment or score
                self._findings.append(
                    Finding(
                        Kind.COMMENT_MISSING,
                        sheet=where.sheet,
                        cell=where.cell,
                        reference=score.application,
                        criterion=criterion.key,
                        found=score.value,
                    )
                )

    # -- columns --------------------------------------------------------------------------------------------------

    def _suspect_columns(self) -> list[Field]:
        """Columns that stand in the sheet twice, and score columns that hold 1 … n once each."""
        doubled = {spare.field for spare in self._sheet.doubled if spare.field is not None}
        scores = (score_field(key) for key in self._expected.rubric.keys)
        ranked = {field for field in scores if field in self._sheet.fields and self._ranks(field)}
        return sorted(doubled | ranked)

    def _ranks(self, field: Field) -> int:
        """How many rows hold 1 … n once each in this column; 0 when it is no such column."""
        numbers: list[Decimal] = []
        for row in self._sheet.rows:
            found = row.cells[field].found if field in row.cells else None
            if found is None or not found.filled:
                continue
            number = _number_in(found)
            if number is None:
                return 0
            numbers.append(number)
        count = len(numbers)
        return count if count >= FEWEST_RANKS and sorted(numbers) == list(range(1, count + 1)) else 0

    def _hold_column(self, field: Field, cells: list[ReadCell], certain: Sequence[tuple[SheetRow, Reference]]) -> None:
        criterion = criterion_of(field)
        spares = [spare for spare in self._sheet.doubled if spare.field == field]
        if ranks := self._ranks(field) if is_score(field) else 0:
            where = min((cell.cell for cell in cells), key=_address_order, default=None)
            self._findings.append(
                Finding(
                    Kind.LOOKS_LIKE_RANK,
                    sheet=self._sheet.name,
                    cell=where,
                    criterion=criterion,
                    found=f"1 … {ranks}",
                    held=tuple(cells),
                )
            )
        if not spares:
            return
        if not ranks:
            first = min((cell.cell for cell in cells), key=_address_order, default=None)
            self._double(spares[0].header, first, field, cells)
        for spare in spares:
            read = [
                self._read_cell(spare.cells[row.number], application, field)
                for row, application in certain
                if spare.cells and row.number in spare.cells
            ]
            self._double(spare.header, spare.address, field, read)

    def _double(self, header: str, where: str | None, field: Field, cells: Sequence[ReadCell]) -> None:
        self._findings.append(
            Finding(
                Kind.DUPLICATE_COLUMN,
                sheet=self._sheet.name,
                cell=where,
                criterion=criterion_of(field),
                found=header,
                held=tuple(cells),
            )
        )

    # -- what is not there ----------------------------------------------------------------------------------------

    def _missing(self) -> None:
        name = self._sheet.name
        for field in input_fields(self._expected.rubric):
            if field not in self._sheet.fields:
                self._findings.append(
                    Finding(Kind.MISSING_COLUMN, sheet=name, criterion=criterion_of(field), detail=str(field))
                )
        for application in sorted(self._expected.assigned - self._covered):
            self._findings.append(Finding(Kind.MISSING_ROW, sheet=name, reference=application))
        self._findings.extend(
            Finding(Kind.EXTRA_COLUMN, sheet=name, cell=spare.address, found=spare.header)
            for spare in self._sheet.extra
        )


def _number_in(found: Found) -> Decimal | None:
    if found.kind == "number":
        return found.number
    if found.kind == "formula" and found.stored is not None:
        return _number_in(found.stored)
    text = found.text.strip()
    return Decimal(text) if found.kind == "text" and re.fullmatch(r"\d+", text) else None


def _plain_title(title: str) -> str:
    """A title without the differences that spreadsheets and people make: case, spaces, quotes and dashes."""
    return re.sub(r"\W+", " ", title.casefold()).strip()


def _address_order(address: str) -> tuple[int, str]:
    """Sorts cell addresses from top to bottom, then from left to right."""
    digits = re.sub(r"\D", "", address)
    return (int(digits) if digits else 0, address)
