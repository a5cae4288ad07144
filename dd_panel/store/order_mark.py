"""A mark of all that the order of a round rests on, read in a moment: while it stays the same, so does the order."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, NewType

from sqlalchemy import String, cast, func, select

from dd_panel.store.desk_tables import desk_lines
from dd_panel.store.statements import Prepared
from dd_panel.store.tables import applications, assignments, findings, history, round_versions

if TYPE_CHECKING:
    from sqlalchemy import Connection

OrderMark = NewType("OrderMark", str)

_SOUGHT = func.coalesce(cast(applications.c.support_sought, String), "")
_ALL = Prepared(
    select(
        select(func.max(round_versions.c.number)).scalar_subquery(),
        # Every change of a score or a conflict is in the history, and every word of an official among the lines.
        select(func.max(history.c.change_id)).scalar_subquery(),
        select(func.max(desk_lines.c.line_id)).scalar_subquery(),
        select(func.group_concat(findings.c.finding_id)).where(findings.c.decision.is_(None)).scalar_subquery(),
        select(func.group_concat(applications.c.key + " " + _SOUGHT)).scalar_subquery(),
        select(func.group_concat(assignments.c.member_key + " " + assignments.c.application_key)).scalar_subquery(),
    )
)


def order_mark(connection: Connection) -> OrderMark:
    """The mark as it is now. What was said and agreed at the meeting is no part of it."""
    return OrderMark(sha256(repr(_ALL.run(connection).fetchone()).encode()).hexdigest())
