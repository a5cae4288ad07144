"""The register of applications: one row each, and every column that is no particular of the bid is an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dd_panel.domain.applications import Answer, Application
from dd_panel.domain.errors import InputError
from dd_panel.domain.identifiers import Reference
from dd_panel.exchange.registers.entries import entries, filled, identifier, line, moment, pounds, refuse_doubles
from dd_panel.exchange.tables import Row, Table, fold_header, read_table, table_of_text
from dd_panel.text import _

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

REQUIRED = ("Reference", "Lead authority")
COLUMNS = (
    *REQUIRED,
    "Partners",
    "Title",
    "Service",
    "Model",
    "Support sought",
    "Sponsor",
    "Contact",
    "E-mail",
    "Received",
    "Topics",
)
"""The columns that are particulars; every other column is an answer, its heading the question."""


def read_applications(path: Path) -> tuple[Application, ...]:
    """Read the applications of a register (.xlsx or .csv), in its order.

    Raises InputError with file, place and remedy; also for a reference that stands there twice.
    """
    return _applications(read_table(path, REQUIRED))


def pasted_applications(text: str) -> tuple[Application, ...]:
    """Read rows that were copied from a spreadsheet together with their headings.

    Raises InputError with place and remedy, also where there is nothing to read.
    """
    if not text.strip():
        raise InputError(
            _("There is nothing to paste."), remedy=_("Copy rows with their headings in the spreadsheet first.")
        )
    return _applications(table_of_text(_("What was pasted"), text, REQUIRED))


def _applications(table: Table) -> tuple[Application, ...]:
    particulars = {fold_header(column) for column in COLUMNS}
    questions = [header for header in table.headers if fold_header(header) not in particulars]
    applications = tuple(_application(row, questions) for row in table.rows)
    references = (application.reference for application in applications)
    refuse_doubles(table, "Reference", zip(references, table.rows, strict=True))
    return applications


def _application(row: Row, questions: Sequence[str]) -> Application:
    return Application(
        reference=Reference(identifier(row, "Reference")),
        lead_authority=filled(row, "Lead authority"),
        partners=entries(row, "Partners"),
        title=line(row, "Title"),
        service=line(row, "Service"),
        model=line(row, "Model"),
        support_sought=pounds(row, "Support sought"),
        sponsor=line(row, "Sponsor"),
        contact=line(row, "Contact"),
        email=line(row, "E-mail"),
        received=moment(row, "Received"),
        topics=entries(row, "Topics"),
        answers=tuple(Answer(question, row.text(question)) for question in questions),
    )
