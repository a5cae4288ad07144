"""Statements that are put into SQL once, for what is done at every score and for every one of 150,000 entries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from sqlalchemy.dialects import sqlite

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import ClauseElement, Connection

_DIALECT = sqlite.dialect(paramstyle="named")


class Prepared:
    """A statement in SQL with named places. It brings what SQLite says as it is, so it suits text and whole numbers.

    `columns` names the columns that an insert fills.
    """

    def __init__(self, statement: ClauseElement, columns: Sequence[str] | None = None) -> None:
        compiled = statement.compile(dialect=_DIALECT, column_keys=columns)
        self._sql = str(compiled)
        # An insert's places are filled by its rows alone; elsewhere the statement itself may fill some.
        self._given: dict[str, Any] = {} if columns else {k: v for k, v in compiled.params.items() if v is not None}

    def run(self, connection: Connection, values: Mapping[str, Any] | None = None) -> sqlite3.Cursor:
        """Run the statement once; its rows are tuples."""
        return driver(connection).execute(self._sql, {**self._given, **(values or {})})

    def run_for_each(self, connection: Connection, rows: Iterable[Mapping[str, Any]]) -> None:
        """Run the statement once for every row of values."""
        driver(connection).executemany(self._sql, rows)


def driver(connection: Connection) -> sqlite3.Connection:
    """SQLite's own connection under SQLAlchemy's."""
    return cast("sqlite3.Connection", connection.connection.dbapi_connection)
