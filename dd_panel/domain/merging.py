"""The three-way merge of one cell: what was last received, what the file says, and what stands now.

The rule is the one of version control: a side that did not change gives way, and two changes are never settled silently.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """What becomes of a cell: it stays as it is, the file's value is taken, or somebody has to decide."""

    KEEP = "keep"
    TAKE = "take"
    BOTH_CHANGED = "both changed"


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands in a cell now (`value`), and what was last received for it and settled (`received`, `raw`).

    `value` is None where nothing has ever stood; `received` and `raw` are None where nothing was received and settled.
    """

    value: str | None = None
    received: str | None = None
    raw: str | None = None


NOTHING = Standing()


def merge_cell(theirs: str, standing: Standing, exported: str, *, rival: bool = False) -> Outcome:
    """Merge one cell that could be read.

    `theirs` is the file's value and `exported` the hidden value at export, both in kept form. `rival` says that the file has the same
    export number and saving time as the last one received, but other content: then every changed cell is asked about.
    """
    if standing.value is None:
        return Outcome.TAKE if theirs else Outcome.KEEP
    base = exported if standing.received is None else standing.received
    if theirs in {base, standing.value}:
        return Outcome.KEEP
    if rival or standing.value != base:
        return Outcome.BOTH_CHANGED
    return Outcome.TAKE


def untouched(raw: str, standing: Standing) -> bool:
    """Whether a cell that can't be read is letter for letter what was received and decided before."""
    return standing.raw is not None and standing.raw == raw
