"""A mark of all that the order of a round rests on, and who has to leave for what, read in a moment.

While it stays the same, so do they.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, NewType

from sqlalchemy import String, cast, func, select

from dd_panel.store.desk_tables import desk_lines
from dd_panel.store.statements import Prepared
from dd_panel.store.tables import applications, assignments, findings, history, members, round_versions

if TYPE_CHECKING:
    from sqlalchemy import Connection

OrderMark = NewType("OrderMark", str)

_SOUGHT = func.coalesce(cast(applications.c.support_sought, String), "")
_BODIES = applications.c.lead_authority + " " + applications.c.partners
_ALL = Prepared(
    select(
        select(func.max(round_versions.c.number)).scalar_subquery(),
        # Every change of a score or a conflict is in the history, and every word of an official among the lines.
        select(func.max(history.c.change_id)).scalar_subquery(),
        select(func.max(desk_lines.c.line_id)).scalar_subquery(),
        select(func.group_concat(findings.c.finding_id)).where(findings.c.decision.is_(None)).scalar_subquery(),
        select(func.group_concat(applications.c.key + " " + _SOUGHT + " " + _BODIES)).scalar_subquery(),
        select(func.group_concat(assignments.c.member_key + " " + assignments.c.application_key)).scalar_subquery(),
        # Whose own bodies take part, or who was listed with a conflict, must leave, though nothing was declared.
        select(
            func.group_concat(members.c.key + " " + members.c.organisation + " " + members.c.conflicts)
        ).scalar_subquery(),
    )
)


def order_mark(connection: Connection) -> OrderMark:
    """The mark as it is now. What was said and agreed at the meeting is no part of it."""
    return OrderMark(sha256(repr(_ALL.run(connection).fetchone()).encode()).hexdigest())
