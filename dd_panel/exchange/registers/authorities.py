"""The register of authorities, against which applications are checked."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dd_panel.domain.authorities import AuthorityRecord
from dd_panel.exchange.registers.entries import day, filled, line
from dd_panel.exchange.tables import Row, read_table
from dd_panel.text import _

if TYPE_CHECKING:
    from pathlib import Path

FORMER = "former-gss-codes"
"""Codes that an authority had before its present one: forms go on bearing them, so they count as other names."""
REQUIRED = ("official-name", "start-date", "end-date", "nation")
COLUMNS = (*REQUIRED, "region", "nice-name", "local-authority-code", "gss-code", "replaced-by", "alt-names", FORMER)

_BETWEEN_NAMES = re.compile(r",(?!\s)|[;\n]")
"""Names are separated by a bare comma; a comma with a space after it belongs to a name ("Bristol, City of")."""
_BETWEEN_CODES = re.compile(r"[,;\s]+")


def read_authorities(path: Path) -> tuple[AuthorityRecord, ...]:
    """Read the authorities of a register (.xlsx or .csv), in its order.

    Raises InputError with file, place and remedy.
    """
    return tuple(_authority(row) for row in read_table(path, REQUIRED).rows)


def _authority(row: Row) -> AuthorityRecord:
    start, end = day(row, "start-date"), day(row, "end-date")
    if start and end and end < start:
        raise row.refuse("end-date", _("the end date is before the start date."), _("Correct one of them."))
    written = [*_BETWEEN_NAMES.split(row.text("alt-names")), *_BETWEEN_CODES.split(row.text(FORMER))]
    names = (" ".join(name.split()) for name in written)
    return AuthorityRecord(
        official_name=filled(row, "official-name"),
        nice_name=line(row, "nice-name"),
        code=line(row, "local-authority-code"),
        gss=line(row, "gss-code"),
        start=start,
        end=end,
        replaced_by=line(row, "replaced-by"),
        nation=line(row, "nation"),
        region=line(row, "region"),
        alt_names=tuple(dict.fromkeys(name for name in names if name)),
    )
