"""The scoresheets that came back: their bytes, and what was read from each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, delete, func, insert, select, update

from dd_panel.domain.identifiers import MemberId, identity
from dd_panel.domain.purposes import SCORES, Purpose
from dd_panel.store.blobs import get_blob, put_blob
from dd_panel.store.finding_records import cell_of
from dd_panel.store.panel import is_member
from dd_panel.store.plain_values import is_short, shortened
from dd_panel.store.records import (
    moment_of,
    moment_text,
    optional_moment_of,
    optional_moment_text,
)
from dd_panel.store.statements import Prepared, PreparedRows
from dd_panel.store.tables import members, return_cells, returns

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Connection, RowMapping

    from dd_panel.domain.findings import ReadCell

_MERGED = "merged"
"""What the status of a return begins with that was merged."""

_ADD = insert(returns)
_SELECT = select(returns, members.c.member_id).join_from(returns, members, members.c.key == returns.c.member_key)
_ALL = _SELECT.order_by(returns.c.return_id)
_BY_SHA = _SELECT.where(returns.c.sha256 == bindparam("wanted")).order_by(returns.c.return_id)
_BY_SHA_AND_MEMBER = _BY_SHA.where(
    returns.c.member_key == bindparam("whose"), returns.c.purpose == bindparam("meant_for")
)
_ADVANCING = _SELECT.where(returns.c.purpose == bindparam("meant_for"), returns.c.status.startswith(_MERGED)).order_by(
    returns.c.export, returns.c.saved.asc().nulls_first(), returns.c.return_id
)
"""The merged returns of one purpose, the latest last."""
_ADVANCING_OF = _ADVANCING.where(returns.c.member_key == bindparam("wanted"))
_SHA = select(returns.c.sha256).where(returns.c.return_id == bindparam("wanted"))
_NEXT = select(func.coalesce(func.max(returns.c.return_id), 0) + 1)
_NOTE_TYPED = update(returns).where(returns.c.return_id == bindparam("wanted")).values(typed_outside=bindparam("count"))
_MARK = update(returns).where(returns.c.return_id == bindparam("wanted")).values(status=bindparam("new_status"))
_AGAIN = _MARK.values(file=bindparam("new_file"), received=bindparam("new_received"))
_DROP_CELLS = delete(return_cells).where(return_cells.c.return_id == bindparam("wanted"))
_CELL = ("application", "field", "sheet", "cell", "raw", "found", "value", "problem", "proposed")
_ADD_CELLS = PreparedRows(insert(return_cells), ("return_id", "position", *_CELL))
_CELLS = select(return_cells).where(return_cells.c.return_id == bindparam("wanted")).order_by(return_cells.c.position)
_NEXT_CELL = select(func.coalesce(func.max(return_cells.c.position), 0) + 1).where(
    return_cells.c.return_id == bindparam("wanted")
)
_TAKES = func.coalesce(return_cells.c.value, return_cells.c.proposed)
_SCORES = Prepared(
    select(return_cells.c.return_id, return_cells.c.sheet, return_cells.c.cell, _TAKES).where(
        return_cells.c.field.startswith("score.") | return_cells.c.field.startswith("second."), _TAKES.is_not(None)
    )
)


TAKEN_BACK = "taken-back"
"""The status of a return whose merge was taken back: its bytes are kept, and nothing of it stands."""

EARLIER_RUBRIC = "earlier-rubric"
"""The status of a return that was merged under a rubric before: its bytes and cells are kept, and nothing counts."""


@dataclass(frozen=True, slots=True)
class Return:
    """A scoresheet that was received. `file` is its name alone; `saved` is the workbook's own last-saved time.

    `typed_outside` counts the cells that were typed into the workbook itself, outside the program.
    """

    return_id: int
    sha256: str
    file: str
    member: MemberId
    export: int
    saved: datetime | None
    received: datetime
    status: str
    typed_outside: int = 0
    purpose: Purpose = SCORES

    @property
    def merged(self) -> bool:
        """Whether it was merged, with findings or without, and counts by the rubric of today."""
        return self.status.startswith(_MERGED)

    @property
    def second_look(self) -> bool:
        """Whether it is a second look, which stands beside the scoresheets and is no version of them."""
        return self.purpose is Purpose.SECOND_LOOK


class ReturnShelf:
    """Returns in the order in which they were received."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(  # noqa: PLR0913, PLR0917 - a return is known by all of these, and callers name them
        self,
        sha256: str,
        file: str,
        member: MemberId,
        export: int,
        saved: datetime | None,
        received: datetime,
        status: str,
        content: bytes,
        purpose: Purpose = SCORES,
    ) -> int:
        """Keep a scoresheet with its bytes, and return its number.

        Raises KeyError when the member is not on the panel, ValueError when the fingerprint is not that of the bytes.
        """
        key = identity(member)
        if not is_member(self._connection, key):
            raise KeyError(member)
        put_blob(self._connection, sha256, content)
        number: int = self._connection.execute(_NEXT).scalar_one()
        values = {
            "return_id": number,
            "sha256": sha256.lower(),
            "file": file,
            "member_key": key,
            "export": export,
            "saved": optional_moment_text(saved),
            "received": moment_text(received),
            "status": status,
            "typed_outside": 0,
            "purpose": purpose,
        }
        self._connection.execute(_ADD, values)
        return number

    def take_back(self, return_id: int) -> None:
        """Mark a return as taken back: its bytes stay, what was read from it does not."""
        self._connection.execute(_MARK, {"wanted": return_id, "new_status": TAKEN_BACK})
        self._connection.execute(_DROP_CELLS, {"wanted": return_id})

    def retire(self) -> None:
        """Mark every return that was merged as one of an earlier rubric."""
        for each in self.all():
            if each.merged:
                self._connection.execute(_MARK, {"wanted": each.return_id, "new_status": EARLIER_RUBRIC})

    def receive_again(self, return_id: int, file: str, received: datetime, status: str) -> None:
        """Take a return in once more whose bytes are here already."""
        values = {"new_file": file, "new_received": moment_text(received), "new_status": status}
        self._connection.execute(_AGAIN, {"wanted": return_id, **values})

    def note_typed_outside(self, return_id: int, count: int) -> None:
        """Remember how many cells of a return were typed into the workbook itself."""
        self._connection.execute(_NOTE_TYPED, {"wanted": return_id, "count": count})

    def all_by_sha(self, sha256: str) -> tuple[Return, ...]:
        """Every return with exactly these bytes: one for each member whose scoresheet was in the file."""
        return tuple(_return_of(row) for row in self._connection.execute(_BY_SHA, {"wanted": sha256}).mappings())

    def by_sha(self, sha256: str, member: MemberId | None = None, purpose: Purpose = SCORES) -> Return | None:
        """The return with exactly these bytes, if it was received before: anybody's, or this member's for a purpose."""
        values = {"wanted": sha256.lower()}
        if member is None:
            return _first(self._connection.execute(_BY_SHA, values).mappings().first())
        values |= {"whose": identity(member), "meant_for": purpose}
        return _first(self._connection.execute(_BY_SHA_AND_MEMBER, values).mappings().first())

    def latest(self, member: MemberId, purpose: Purpose = SCORES) -> Return | None:
        """The member's merged return with the greatest export number, then the latest saving time."""
        values = {"wanted": identity(member), "meant_for": purpose}
        *_earlier, last = (None, *self._connection.execute(_ADVANCING_OF, values).mappings())
        return _first(last)

    def latest_of_all(self, purpose: Purpose = SCORES) -> dict[MemberId, Return]:
        """The same of every member who sent any."""
        found = (_return_of(row) for row in self._connection.execute(_ADVANCING, {"meant_for": purpose}).mappings())
        return {each.member: each for each in found}

    def all(self) -> tuple[Return, ...]:
        """Every return."""
        return tuple(_return_of(row) for row in self._connection.execute(_ALL).mappings())

    def content(self, return_id: int) -> bytes:
        """The bytes of a return as they were received; raises KeyError when there is no such return."""
        sha256 = self._connection.execute(_SHA, {"wanted": return_id}).scalar()
        if sha256 is None:
            raise KeyError(return_id)
        return get_blob(self._connection, sha256)

    def add_cells(self, return_id: int, cells: Sequence[ReadCell]) -> None:
        """Keep what was read from a return, cell by cell."""
        if not cells:
            return
        first: int = self._connection.execute(_NEXT_CELL, {"wanted": return_id}).scalar_one()
        rows = ((return_id, position, *_read(cell)) for position, cell in enumerate(cells, start=first))
        _ADD_CELLS.run(self._connection, rows)

    def cells(self, return_id: int) -> tuple[ReadCell, ...]:
        """What was read from a return, in the order in which it was kept."""
        return tuple(_cell_of(row) for row in self._connection.execute(_CELLS, {"wanted": return_id}).mappings())

    def scores_read(self) -> dict[tuple[int | None, str, str], str]:
        """What every score cell of every return says, by return, sheet and cell; the mend where it needs one."""
        return {(number, sheet, cell): text for number, sheet, cell, text in _SCORES.run(self._connection)}


def _read(cell: ReadCell) -> tuple[str | None, ...]:
    application, field, sheet, address, raw, found, value, problem, proposed = cell
    if value is not None and (short := shortened(raw, value, found)) != raw:
        raw, found = short, ""
    return (application, field, sheet, address, raw, found, value, problem and problem.value, proposed)


def _cell_of(row: RowMapping) -> ReadCell:
    cell = cell_of(row)
    if cell.value is None or not is_short(cell.raw):
        return cell
    return cell._replace(raw=cell.raw + cell.value, found=cell.value)


def _first(row: RowMapping | None) -> Return | None:
    return None if row is None else _return_of(row)


def _return_of(row: RowMapping) -> Return:
    return Return(
        return_id=row["return_id"],
        sha256=row["sha256"],
        file=row["file"],
        member=MemberId(row["member_id"]),
        export=row["export"],
        saved=optional_moment_of(row["saved"]),
        received=moment_of(row["received"]),
        status=row["status"],
        typed_outside=row["typed_outside"],
        purpose=Purpose(row["purpose"]),
    )
