"""The findings of all returns, and what was decided about them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, func, insert, select, update

from dd_panel.domain.identifiers import MemberId, identity
from dd_panel.domain.purposes import SCORES, Purpose
from dd_panel.store.finding_records import finding_of, finding_values
from dd_panel.store.records import moment_text, optional_moment_of
from dd_panel.store.tables import findings, members, returns

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Connection, RowMapping

    from dd_panel.domain.findings import Finding

SUPERSEDED = "superseded"
"""The decision that a later return of the same member makes by itself."""

TAKEN_BACK = "taken-back"
"""The decision on a finding whose return was taken back, or which came from a decision that was taken back."""

_ADD = insert(findings)
_NEXT = select(func.coalesce(func.max(findings.c.finding_id), 0) + 1)
_SELECT = (
    select(findings, returns.c.file, members.c.member_id)
    .join_from(findings, returns, returns.c.return_id == findings.c.return_id)
    .join(members, members.c.key == findings.c.member_key)
)
_ALL = _SELECT.order_by(findings.c.finding_id)
_UNDECIDED = _ALL.where(findings.c.decision.is_(None))
_OF_RETURN = _ALL.where(findings.c.return_id == bindparam("wanted"))
_ONE = _SELECT.where(findings.c.finding_id == bindparam("wanted"))
_DECIDE = (
    update(findings)
    .where(findings.c.finding_id == bindparam("wanted"))
    .values(
        decision=bindparam("new_decision"),
        decided_value=bindparam("new_value"),
        reason=bindparam("new_reason"),
        who=bindparam("new_who"),
        at=bindparam("new_at"),
    )
)
_OF_PURPOSE = select(returns.c.return_id).where(returns.c.purpose == bindparam("meant_for"))
_UNDECIDED_OF_MEMBER = (
    findings.c.member_key == bindparam("wanted"),
    findings.c.decision.is_(None),
    findings.c.return_id.in_(_OF_PURPOSE),
)
_OPEN = _ALL.where(*_UNDECIDED_OF_MEMBER)
_REOPEN = (
    update(findings)
    .where(findings.c.finding_id == bindparam("wanted"))
    .values(decision=None, decided_value=None, reason="", who="", at=None)
)
_SUPERSEDE = (
    update(findings)
    .where(findings.c.finding_id == bindparam("wanted"))
    .values(decision=SUPERSEDED, at=bindparam("new_at"))
)


@dataclass(frozen=True, slots=True)
class Kept:
    """A finding with its number, the return it was found in, and its decision.

    `decision` is accepted, rejected, set, superseded or taken-back, and None while there is none; `decided_value` is
    what was set.
    """

    finding_id: int
    return_id: int
    member: MemberId
    file: str
    finding: Finding
    decision: str | None = None
    decided_value: str | None = None
    reason: str = ""
    who: str = ""
    at: datetime | None = None

    @property
    def place(self) -> str:
        """Where it is in its file, or else the file itself."""
        return self.finding.place or self.file

    @property
    def waits(self) -> bool:
        """Whether it holds something back until it is decided."""
        return self.decision is None and self.finding.waits


class FindingShelf:
    """Findings in the order in which they were found; none is ever removed."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, return_id: int, member: MemberId, new: Sequence[Finding]) -> tuple[int, ...]:
        """Keep findings of a return with the cells they hold, and return their numbers in the same order."""
        if not new:
            return ()
        first: int = self._connection.execute(_NEXT).scalar_one()
        numbers = tuple(range(first, first + len(new)))
        undecided = {"return_id": return_id, "member_key": identity(member), "reason": "", "who": ""}
        rows = [
            {"finding_id": number, **undecided, **finding_values(finding)}
            for number, finding in zip(numbers, new, strict=True)
        ]
        self._connection.execute(_ADD, rows)
        return numbers

    def get(self, finding_id: int) -> Kept:
        """One finding; raises KeyError when there is none with this number."""
        # SQLite's own whole numbers end at 64 bits; a longer one from the command line is simply no finding.
        row = None
        if finding_id.bit_length() < 64:  # noqa: PLR2004
            row = self._connection.execute(_ONE, {"wanted": finding_id}).mappings().first()
        if row is None:
            raise KeyError(finding_id)
        return _kept_of(row)

    def all(self) -> tuple[Kept, ...]:
        """Every finding, decided or not."""
        return tuple(_kept_of(row) for row in self._connection.execute(_ALL).mappings())

    def waiting(self) -> tuple[Kept, ...]:
        """The findings that hold something back until they are decided."""
        undecided = (_kept_of(row) for row in self._connection.execute(_UNDECIDED).mappings())
        return tuple(kept for kept in undecided if kept.waits)

    def of_return(self, return_id: int) -> tuple[Kept, ...]:
        """The findings of one return."""
        return tuple(_kept_of(row) for row in self._connection.execute(_OF_RETURN, {"wanted": return_id}).mappings())

    def reopen(self, finding_id: int) -> None:
        """Forget the decision on a finding, so that it can be decided once more."""
        self._connection.execute(_REOPEN, {"wanted": finding_id})

    def undecided_of(self, member: MemberId, purpose: Purpose = SCORES) -> tuple[Kept, ...]:
        """What nobody has decided of a member's returns of one purpose, whether it waits or only informs."""
        whose = {"wanted": identity(member), "meant_for": purpose}
        return tuple(_kept_of(row) for row in self._connection.execute(_OPEN, whose).mappings())

    def supersede(self, numbers: Sequence[int], at: datetime) -> None:
        """Close findings because a later return takes the place of theirs."""
        if numbers:
            when = moment_text(at)
            self._connection.execute(_SUPERSEDE, [{"wanted": number, "new_at": when} for number in numbers])

    def decide(self, finding_id: int, decision: str, value: str | None, reason: str, who: str, at: datetime) -> None:
        """Keep the decision on a finding; raises KeyError when there is none with this number."""
        self.get(finding_id)
        values = {
            "wanted": finding_id,
            "new_decision": decision,
            "new_value": value,
            "new_reason": reason,
            "new_who": who,
            "new_at": moment_text(at),
        }
        self._connection.execute(_DECIDE, values)


def _kept_of(row: RowMapping) -> Kept:
    return Kept(
        finding_id=row["finding_id"],
        return_id=row["return_id"],
        member=MemberId(row["member_id"]),
        file=row["file"],
        finding=finding_of(row),
        decision=row["decision"],
        decided_value=row["decided_value"],
        reason=row["reason"],
        who=row["who"],
        at=optional_moment_of(row["at"]),
    )
