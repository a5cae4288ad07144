"""The register of authorities that applications are checked against."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select

from dd_panel.domain.authorities import AuthorityRecord
from dd_panel.store.records import list_of, list_text
from dd_panel.store.tables import authorities

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from dd_panel.store.records import Columns, Values

_CLEAR = delete(authorities)
_ADD = insert(authorities)
_ALL = select(authorities).order_by(authorities.c.position)


class AuthorityShelf:
    """One register at a time, in the order of the file it came from."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def replace(self, records: Sequence[AuthorityRecord]) -> None:
        """Use this register in place of the one before."""
        self._connection.execute(_CLEAR)
        if records:
            self._connection.execute(_ADD, [_values_of(record) for record in records])

    def all(self) -> tuple[AuthorityRecord, ...]:
        """The whole register."""
        return tuple(_authority_of(row) for row in self._connection.execute(_ALL).mappings())


def _values_of(record: AuthorityRecord) -> Values:
    """The row of an authority."""
    return {
        "official_name": record.official_name,
        "nice_name": record.nice_name,
        "code": record.code,
        "gss": record.gss,
        "start_date": None if record.start is None else record.start.isoformat(),
        "end_date": None if record.end is None else record.end.isoformat(),
        "replaced_by": record.replaced_by,
        "nation": record.nation,
        "region": record.region,
        "alt_names": list_text(record.alt_names),
    }


def _authority_of(row: Columns) -> AuthorityRecord:
    """The authority of a row."""
    return AuthorityRecord(
        official_name=row["official_name"],
        nice_name=row["nice_name"],
        code=row["code"],
        gss=row["gss"],
        start=None if row["start_date"] is None else date.fromisoformat(row["start_date"]),
        end=None if row["end_date"] is None else date.fromisoformat(row["end_date"]),
        replaced_by=row["replaced_by"],
        nation=row["nation"],
        region=row["region"],
        alt_names=list_of(row["alt_names"]),
    )
