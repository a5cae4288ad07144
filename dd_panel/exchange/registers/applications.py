"""The register of applications: one row each, and every column that is no particular of the bid is an answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dd_panel.domain.applications import Answer, Application
from dd_panel.domain.errors import InputError
from dd_panel.domain.identifiers import Reference, tidy
from dd_panel.exchange.registers.entries import entries, filled, identifier, line, moment, pounds, refuse_doubles
from dd_panel.exchange.tables import EntryError, Row, Table, fold_header, read_table, table_of_text
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


@dataclass(frozen=True, slots=True)
class ListedRow:
    """A row of a register: the application it lists, and the row itself with the headings of its table.

    `trouble` is why it can't be taken in, where it can't; of the application there is no more than its name then.
    """

    application: Application
    row: Row
    headers: tuple[str, ...]
    trouble: EntryError | None = None

    @property
    def source(self) -> str:
        """Where it stands, or the entry that is the trouble: "register.csv, line 3"."""
        return self.trouble.source if self.trouble else f"{self.row.file}, {self.row.place('Reference')}"

    @property
    def text(self) -> str:
        """All that it holds, a line for each filled column: "Lead authority: Kent County Council"."""
        cells = ((header, self.row.shown(header).strip()) for header in self.headers)
        return "\n".join(f"{_label(header)} {text}" for header, text in cells if text)


def _label(header: str) -> str:
    """A heading before what stands under it; a question has its mark."""
    return header if header.endswith((":", "?")) else f"{header}:"


def read_applications(path: Path) -> tuple[Application, ...]:
    """Read the applications of a register (.xlsx or .csv), in its order.

    Raises InputError with file, place and remedy; also for a reference that stands there twice.
    """
    table = read_table(path, REQUIRED)
    listed = _listed(table)
    for each in listed:
        if each.trouble:
            raise each.trouble
    refuse_doubles(table, "Reference", ((each.application.reference, each.row) for each in listed))
    return tuple(each.application for each in listed)


def listed_applications(path: Path) -> tuple[ListedRow, ...]:
    """Read the rows of a register (.xlsx or .csv), in its order; a reference may stand there twice.

    Raises InputError with file, place and remedy, but not for what is wrong in a single row.
    """
    return _listed(read_table(path, REQUIRED))


def pasted_applications(text: str) -> tuple[ListedRow, ...]:
    """Read rows that were copied from a spreadsheet together with their headings; a reference may stand there twice.

    Raises InputError with place and remedy, also where there is nothing to read.
    """
    if not text.strip():
        raise InputError(
            _("There is nothing to paste."), remedy=_("Copy rows with their headings in the spreadsheet first.")
        )
    return _listed(table_of_text(_("What was pasted"), text, REQUIRED))


def _listed(table: Table) -> tuple[ListedRow, ...]:
    particulars = {fold_header(column) for column in COLUMNS}
    questions = [header for header in table.headers if fold_header(header) not in particulars]
    return tuple(_listed_row(row, table.headers, questions) for row in table.rows)


def _listed_row(row: Row, headers: tuple[str, ...], questions: Sequence[str]) -> ListedRow:
    try:
        return ListedRow(_application(row, questions), row, headers)
    except EntryError as trouble:
        reference, authority, title = (tidy(row.shown(header)) for header in (*REQUIRED, "Title"))
        return ListedRow(Application(Reference(reference), authority, title=title), row, headers, trouble)


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
