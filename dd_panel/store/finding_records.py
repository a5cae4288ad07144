"""Turns rows of findings and of the cells they hold into domain values and back."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from dd_panel.domain.findings import Finding, Kind, ReadCell
from dd_panel.domain.identifiers import CriterionKey, Field, Reference

if TYPE_CHECKING:
    from dd_panel.store.records import Columns, Values


def cell_values(cell: ReadCell) -> Values:
    """A read cell as plain data."""
    return {
        "application": cell.application,
        "field": cell.field,
        "sheet": cell.sheet,
        "cell": cell.cell,
        "raw": cell.raw,
        "found": cell.found,
        "value": cell.value,
        "problem": None if cell.problem is None else cell.problem.value,
        "proposed": cell.proposed,
    }


def cell_of(row: Columns) -> ReadCell:
    """The read cell of plain data."""
    return ReadCell(
        application=Reference(row["application"]),
        field=Field(row["field"]),
        sheet=row["sheet"],
        cell=row["cell"],
        raw=row["raw"],
        found=row["found"],
        value=row["value"],
        problem=None if row["problem"] is None else Kind(row["problem"]),
        proposed=row["proposed"],
    )


def finding_values(finding: Finding) -> Values:
    """The columns of a finding itself; whose it is and what was decided are added by its shelf."""
    return {
        "kind": finding.kind.value,
        "sheet": finding.sheet,
        "cell": finding.cell,
        "reference": finding.reference,
        "criterion": finding.criterion,
        "found": finding.found,
        "proposed": finding.proposed,
        "detail": finding.detail,
        "held": json.dumps([cell_values(cell) for cell in finding.held], ensure_ascii=False),
    }


def finding_of(row: Columns) -> Finding:
    """The finding of a row, with the cells it holds."""
    return Finding(
        kind=Kind(row["kind"]),
        sheet=row["sheet"],
        cell=row["cell"],
        reference=None if row["reference"] is None else Reference(row["reference"]),
        criterion=None if row["criterion"] is None else CriterionKey(row["criterion"]),
        found=row["found"],
        proposed=row["proposed"],
        detail=row["detail"],
        held=tuple(cell_of(cell) for cell in json.loads(row["held"])),
    )
