"""Two copies of one review that went different ways: what each changed since they parted, and what both did.

The histories of two copies begin alike. The first change in which they differ is where they parted, and what stood
before it is the base of a three-way merge: a side that changed nothing gives way, and nothing is settled silently.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from dd_panel.domain.identifiers import Field, Reference

Key = tuple["Reference", "Field"]


@dataclass(frozen=True, slots=True)
class Step:
    """One change in the history of a copy."""

    application: Reference
    field: Field
    before: str
    after: str
    at: datetime

    @property
    def key(self) -> Key:
        """What was changed."""
        return self.application, self.field


@dataclass(frozen=True, slots=True)
class Side:
    """What one copy holds of a thing that was changed since both parted, and when it was changed last."""

    value: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that stands differently in the two copies; a side is None where that copy left it as it was."""

    application: Reference
    field: Field
    base: str
    mine: Side | None
    theirs: Side | None

    @property
    def key(self) -> Key:
        """What it is about."""
        return self.application, self.field

    @property
    def later(self) -> str:
        """The value that was given last; the one here where both were given at the same time."""
        if self.mine is None or self.theirs is None:
            only = self.mine or self.theirs
            return self.base if only is None else only.value
        return self.theirs.value if self.theirs.at > self.mine.at else self.mine.value


@dataclass(frozen=True, slots=True)
class Parted:
    """How two copies differ: what only the other one changed, what only this one did, and what both changed."""

    theirs: tuple[Difference, ...] = ()
    mine: tuple[Difference, ...] = ()
    both: tuple[Difference, ...] = ()

    @property
    def same(self) -> bool:
        """Whether nothing stands differently."""
        return not (self.theirs or self.mine or self.both)


def compare_histories(mine: Sequence[Step], theirs: Sequence[Step]) -> Parted:
    """Compare two histories, each from its first change to its last."""
    alike = 0
    for step, other in zip(mine, theirs, strict=False):
        if step != other:
            break
        alike += 1
    ours, others = _since(mine[alike:]), _since(theirs[alike:])
    found: dict[str, list[Difference]] = {"theirs": [], "mine": [], "both": []}
    for key in dict.fromkeys((*others, *ours)):
        here, there = ours.get(key), others.get(key)
        base = next(seen[0] for seen in (there, here) if seen is not None)
        each = Difference(*key, base, _changed(here), _changed(there))
        if each.mine is None and each.theirs is None:
            continue
        if each.mine is not None and each.theirs is not None:
            if each.mine.value != each.theirs.value:
                found["both"].append(each)
        else:
            found["theirs" if each.mine is None else "mine"].append(each)
    return Parted(*(tuple(found[which]) for which in ("theirs", "mine", "both")))


def _since(steps: Sequence[Step]) -> Mapping[Key, tuple[str, Side]]:
    """For everything that was changed: what stood before, and what stands now."""
    seen: dict[Key, tuple[str, Side]] = {}
    for step in steps:
        base = seen[step.key][0] if step.key in seen else step.before
        seen[step.key] = (base, Side(step.after, step.at))
    return seen


def _changed(seen: tuple[str, Side] | None) -> Side | None:
    """The side, where it did not come back to what stood before."""
    return None if seen is None or seen[1].value == seen[0] else seen[1]
