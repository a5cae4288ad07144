"""What officials settled about applications: ticks, withdrawals, reinstatements, oldest first; it only grows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import insert, select

from dd_panel.domain.desk_lines import DeskLine
from dd_panel.domain.identifiers import Reference, identity
from dd_panel.store.desk_tables import desk_lines
from dd_panel.store.locking import driver_errors
from dd_panel.store.records import moment_of, moment_text
from dd_panel.store.statements import PreparedRows
from dd_panel.store.tables import applications

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

_SAID = ("field", "value", "who", "at", "reason")
_ALL = (
    select(applications.c.reference, *(desk_lines.c[name] for name in _SAID))
    .join_from(desk_lines, applications, applications.c.key == desk_lines.c.application_key)
    .order_by(desk_lines.c.line_id)
)
_ADD = PreparedRows(insert(desk_lines), ("application_key", *_SAID))


class DeskShelf:
    """The record of eligibility."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def all(self) -> tuple[DeskLine, ...]:
        """Every line, oldest first."""
        return tuple(
            DeskLine(Reference(reference), field, value, who, moment_of(at), reason)
            for reference, field, value, who, at, reason in self._connection.execute(_ALL)
        )

    def add(self, new: Sequence[DeskLine]) -> None:
        """Write lines down; raises KeyError when an application is not here."""
        rows = [
            (identity(each.application), each.field, each.value, each.who, moment_text(each.at), each.reason)
            for each in new
        ]
        try:
            _ADD.run(self._connection, rows)
        except driver_errors("IntegrityError") as error:
            raise KeyError(*(each.application for each in new)) from error
