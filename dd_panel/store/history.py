"""The history as one long line: where it ends, what stands at one of its places, and which reviews were rescored."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select

from dd_panel.domain.identifiers import ORDER, Field, Reference
from dd_panel.store.applications import reference_names
from dd_panel.store.records import moment_of
from dd_panel.store.statements import Prepared
from dd_panel.store.tables import history

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

Change = tuple[int, Reference, Field, str, str]
"""Its number, and what changed where: application, field, before, after."""

_step = select(*(history.c[name] for name in ("change_id", "application_key", "field", "before", "after")))
_LAST = Prepared(select(history.c.change_id).order_by(history.c.change_id.desc()).limit(1))
_ONE = Prepared(
    select(*(history.c[name] for name in ("application_key", "field", "after", "at"))).where(
        history.c.change_id == bindparam("wanted")
    )
)
_rescored = select(history.c.application_key).where(history.c.field.startswith("score."), history.c.before != "")
_JUDGED = Prepared(
    _step.where(
        (history.c.field == ORDER) | (history.c.application_key.in_(_rescored) & history.c.field.startswith("score."))
    ).order_by(history.c.change_id)
)


class HistoryShelf:
    """The history of a member's own file."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def last(self) -> int:
        """The number of the last change, 0 before the first."""
        row = _LAST.run(self._connection).fetchone()
        return 0 if row is None else int(row[0])

    def at(self, number: int) -> tuple[datetime, str] | None:
        """When a change was made, and the words that tell it from any other; None where there is no such change."""
        row = _ONE.run(self._connection, {"wanted": number}).fetchone()
        return None if row is None else (moment_of(row[3]), "|".join(row))

    def judged_again(self) -> tuple[Change, ...]:
        """The order in which applications were first opened, and every score of those that were scored again."""
        names = reference_names(self._connection)
        return tuple(
            (int(number), names[key], Field(field), before, after)
            for number, key, field, before, after in _JUDGED.run(self._connection)
        )
