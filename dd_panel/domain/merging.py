"""The three-way merge of one cell: what was last received, what the file says, and what stands now.

The rule is the one of version control: a side that did not change gives way, and two changes are never settled
silently.
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

    `value` is None where nothing has ever stood; `raw` is None where nothing was received and settled. `received` is
    None there too, and where what was last received could not be read.
    """

    value: str | None = None
    received: str | None = None
    raw: str | None = None


NOTHING = Standing()


def merge_cell(theirs: str, standing: Standing, exported: str, *, rival: bool = False) -> Outcome:
    """Merge one cell that could be read.

    `theirs` is the file's value and `exported` the hidden value at export, both in kept form. `rival` says that the
    file has the same export number and saving time as the last one received, but other content: then every changed
    cell is asked about.
    """
    ours = standing.value or ""
    base = _base(standing, exported)
    if theirs in {base, ours}:
        return Outcome.KEEP
    if rival or ours != base:
        return Outcome.BOTH_CHANGED
    return Outcome.TAKE


def earlier(standing: Standing, exported: str) -> str:
    """What a cell held before the file came: what was last received, or the value at export before anything was."""
    return exported if standing.value is None and standing.raw is None else _base(standing, exported) or ""


def _base(standing: Standing, exported: str) -> str | None:
    """What was last received, or before that the value at export; None where it could not be read."""
    if standing.value is None:
        # Nothing is lost by taking a value then. What was received may have been rejected with the row or column it
        # stood in, and the value at export may be a score that the round was never told.
        return ""
    if standing.raw is None and standing.received is None:
        return exported
    # Where it could not be read somebody decided what stands, and whatever the member says next is an answer to that.
    return standing.received


def untouched(raw: str, standing: Standing) -> bool:
    """Whether a cell that can't be read is letter for letter what was received and decided before."""
    return standing.raw is not None and standing.raw == raw
