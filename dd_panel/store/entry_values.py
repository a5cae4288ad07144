"""What is said of an entry: what stands in it and where that came from, what is to be written, and what changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from dd_panel.store.records import moment_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from dd_panel.domain.identifiers import Field, MemberId, Reference
    from dd_panel.domain.merging import Standing


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a value came from: a person at a time, and the return, sheet and cell if it was read from a file."""

    who: str
    at: datetime
    reason: str = ""
    return_id: int | None = None
    file: str = ""
    sheet: str = ""
    cell: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """What stands in one field, and where it came from. `revision` counts the changes of its value."""

    member: MemberId
    application: Reference
    field: Field
    value: str
    standing: Standing
    origin: Origin
    revision: int


class Judgement(NamedTuple):
    """A score or a conflict as it stands, with the cell of a return it was read from.

    A tuple, because a receipt looks at a hundred thousand of them.
    """

    value: str
    return_id: int | None
    sheet: str
    cell: str

    @property
    def place(self) -> tuple[int | None, str, str]:
        """The return, the sheet and the cell."""
        return self[1:]


@dataclass(frozen=True, slots=True)
class Write:
    """One entry to write. A `value` of None leaves the value as it is.

    With `settle`, `received` and `raw` take the place of what was last received.
    """

    member: MemberId
    application: Reference
    field: Field
    value: str | None
    received: str | None = None
    raw: str | None = None
    settle: bool = False


@dataclass(frozen=True, slots=True)
class Recorded:
    """One change in the history. An empty text stands for nothing, as it does on the screen."""

    change_id: int
    member: MemberId
    application: Reference
    field: Field
    before: str
    after: str
    origin: Origin


class Origins:
    """Puts origins together; the same time is read once."""

    def __init__(self) -> None:
        self._moments: dict[str, datetime] = {}

    def of(self, columns: Sequence[Any]) -> Origin:
        """The origin in these columns."""
        who, text, *rest = columns
        at = self._moments.get(text)
        if at is None:
            at = self._moments[text] = moment_of(text)
        return Origin(who, at, *rest)
