"""The register of authorities that applications are checked against."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select

from dd_panel.store.records import authority_of, authority_values
from dd_panel.store.tables import authorities

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from dd_panel.domain.authorities import AuthorityRecord

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
            self._connection.execute(_ADD, [authority_values(record) for record in records])

    def all(self) -> tuple[AuthorityRecord, ...]:
        """The whole register."""
        return tuple(authority_of(row) for row in self._connection.execute(_ALL).mappings())
