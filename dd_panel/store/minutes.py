"""The panel meeting's record: every line of it, oldest first; it only grows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import insert, select

from dd_panel.domain.identifiers import Field, Reference, identity
from dd_panel.domain.meeting import Minute
from dd_panel.store.locking import driver_errors
from dd_panel.store.meeting_tables import minutes
from dd_panel.store.records import moment_of, moment_text
from dd_panel.store.statements import PreparedRows
from dd_panel.store.tables import applications

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

_SAID = ("field", "before", "after", "who", "at", "reason")
_ALL = (
    select(applications.c.reference, *(minutes.c[name] for name in _SAID))
    .join_from(minutes, applications, applications.c.key == minutes.c.application_key, isouter=True)
    .order_by(minutes.c.minute_id)
)
_ADD = PreparedRows(insert(minutes), ("application_key", *_SAID))


class MinuteShelf:
    """The record of the meeting."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def all(self) -> tuple[Minute, ...]:
        """Every line, oldest first."""
        return tuple(
            Minute(
                None if reference is None else Reference(reference),
                Field(field),
                before,
                after,
                who,
                moment_of(at),
                reason,
            )
            for reference, field, before, after, who, at, reason in self._connection.execute(_ALL)
        )

    def add(self, new: Sequence[Minute]) -> None:
        """Write lines down; raises KeyError when an application is not here."""
        rows = [
            (
                None if each.application is None else identity(each.application),
                each.field,
                each.before,
                each.after,
                each.who,
                moment_text(each.at),
                each.reason,
            )
            for each in new
        ]
        try:
            _ADD.run(self._connection, rows)
        except driver_errors("IntegrityError") as error:
            raise KeyError(*(each.application for each in new if each.application)) from error
