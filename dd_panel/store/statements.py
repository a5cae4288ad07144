"""Statements that are put into SQL once, for what is done at every score and for every one of 150,000 entries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from sqlalchemy.dialects import sqlite

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import ClauseElement, Connection
    from sqlalchemy.sql.dml import Insert

_NAMED = sqlite.dialect(paramstyle="named")
_IN_ORDER = sqlite.dialect(paramstyle="qmark")


class Prepared:
    """A statement in SQL with named places. It brings what SQLite says as it is, so it suits text and whole numbers."""

    def __init__(self, statement: ClauseElement) -> None:
        compiled = statement.compile(dialect=_NAMED)
        self._sql = str(compiled)
        self._given: dict[str, Any] = {name: value for name, value in compiled.params.items() if value is not None}

    def run(self, connection: Connection, values: Mapping[str, Any] | None = None) -> sqlite3.Cursor:
        """Run the statement once; its rows are tuples."""
        return driver(connection).execute(self._sql, {**self._given, **(values or {})})


class PreparedRows:
    """An insert of many rows. `columns` names what each row holds, in the order in which the table has them."""

    def __init__(self, statement: Insert, columns: Sequence[str]) -> None:
        compiled = statement.compile(dialect=_IN_ORDER, column_keys=columns)
        if compiled.positiontup != list(columns):
            # A value that landed in its neighbour's column would often look right.
            message = f"the rows hold {columns}, the statement asks for {compiled.positiontup}"
            raise ValueError(message)
        self._sql = str(compiled)

    def run(self, connection: Connection, rows: Iterable[Sequence[Any]]) -> None:
        """Run the statement once for every row of values."""
        driver(connection).executemany(self._sql, rows)


def driver(connection: Connection) -> sqlite3.Connection:
    """SQLite's own connection under SQLAlchemy's."""
    return cast("sqlite3.Connection", connection.connection.dbapi_connection)
