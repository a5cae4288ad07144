"""Small facts about a store: whose review it is, how many scoresheets went out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, func, select
from sqlalchemy.dialects.sqlite import insert

from dd_panel.store.statements import Prepared
from dd_panel.store.tables import about

if TYPE_CHECKING:
    from sqlalchemy import Connection

_GET = Prepared(select(about.c.value).where(about.c.key == bindparam("wanted")))
_STARTING = (
    select(about.c.key, about.c.value)
    .where(func.substr(about.c.key, 1, bindparam("length")) == bindparam("wanted"))
    .order_by(about.c.key)
)
_insert = insert(about)
_PUT = _insert.on_conflict_do_update(index_elements=[about.c.key], set_={"value": _insert.excluded.value})


class AboutShelf:
    """Facts by name; both are text."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, key: str) -> str | None:
        """The fact of this name, or None when it was never put."""
        row = _GET.run(self._connection, {"wanted": key}).fetchone()
        return None if row is None else row[0]

    def starting_with(self, prefix: str) -> dict[str, str]:
        """The facts whose names begin so, in the order of their names."""
        rows = self._connection.execute(_STARTING, {"wanted": prefix, "length": len(prefix)})
        return {key: value for key, value in rows}  # noqa: C416 - a row is a tuple at run time only

    def put(self, key: str, value: str) -> None:
        """Keep a fact in place of the one of the same name."""
        self._connection.execute(_PUT, {"key": key, "value": value})
