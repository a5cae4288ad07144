"""What one rubric means for the scores that were given by another: which may be carried across, and which may not.

A score is a point on a scale whose levels were described. Where the scale and the descriptors are the same, a score
still says what it said, whatever became of the weight; so it may be carried, when somebody decides that. Everywhere
else it has to be given again.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from dd_panel.domain.errors import InputError
from dd_panel.domain.identifiers import CriterionKey, identity
from dd_panel.domain.scale import plain
from dd_panel.text import _

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from dd_panel.domain.rubric import Criterion, Rubric

Fate = Literal["same", "changed", "new", "gone"]


@dataclass(frozen=True, slots=True)
class CriterionChange:
    """What becomes of one criterion: its title, what about it changed in words, and whether its scores may stand.

    `carries` says that they may; the scores of every other criterion fall.
    """

    key: CriterionKey
    title: str
    fate: Fate
    words: tuple[str, ...] = ()
    carries: bool = False


@dataclass(frozen=True, slots=True)
class WayAcross:
    """What changing the rubric would do, before it is done.

    `begun` counts the reviews in which something is scored, `scores` the scores that stand for each criterion of the
    old rubric. `carried` are the criteria whose scores shall stand; `new_version` is False where only words change that
    no score depends on, and then everything stands.
    """

    changes: tuple[CriterionChange, ...]
    begun: int
    scores: Mapping[CriterionKey, int]
    new_version: bool
    carried: tuple[CriterionKey, ...] = ()

    def carrying(self, keys: Collection[str]) -> WayAcross:
        """The same way with the scores of these criteria carried across; raises InputError for one that can't be."""
        may = {identity(each.key) for each in self.changes if each.carries}
        for key in keys:
            if identity(key) not in may:
                raise InputError(
                    _("The scores of “{key}” can't be carried across.").format(key=key),
                    _("Its scale or its levels are not what they were."),
                    _("Leave it out: these scores have to be given again."),
                )
        wanted = may if not self.new_version else {identity(key) for key in keys}
        return replace(self, carried=tuple(each.key for each in self.changes if identity(each.key) in wanted))

    @property
    def again(self) -> int:
        """How many reviews have to be done again or added to."""
        left = any(each.fate != "gone" and each.key not in self.carried for each in self.changes)
        return self.begun if left else 0

    @property
    def kept(self) -> int:
        """How many scores stay."""
        return sum(count for key, count in self.scores.items() if key in self.carried)

    @property
    def dropped(self) -> int:
        """How many scores are cleared."""
        return sum(self.scores.values()) - self.kept


@dataclass(frozen=True, slots=True)
class Crossing:
    """A change of the rubric that was made: the version before and the one after, and whose scores stand across it."""

    before: str
    after: str
    carried: tuple[CriterionKey, ...]


def carried_along(crossings: Sequence[Crossing], before: str, after: str) -> tuple[CriterionKey, ...] | None:
    """The criteria whose scores stand all the way from one version to another; None where no way leads there.

    `crossings` are all that were made, in their order.
    """
    starts = [number for number, each in enumerate(crossings) if each.before == before]
    if not starts:
        return None
    way = crossings[starts[-1] :]
    joined = all(one.after == other.before for one, other in pairwise(way))
    if not joined or way[-1].after != after:
        return None
    return tuple(key for key in way[0].carried if all(key in each.carried for each in way))


def compare_rubrics(old: Rubric, new: Rubric) -> tuple[CriterionChange, ...]:
    """Every criterion of either rubric: those of the new one in its order, then those that are gone."""
    before = {identity(each.key): each for each in old.criteria}
    found = [_change(before.pop(identity(each.key), None), each) for each in new.criteria]
    gone = [CriterionChange(each.key, each.title, "gone", (_("it is gone"),)) for each in before.values()]
    return (*found, *gone)


def _change(old: Criterion | None, new: Criterion) -> CriterionChange:
    if old is None:
        return CriterionChange(new.key, new.title, "new", (_("it is new"),))
    words = _words(old, new)
    carries = old.key == new.key and _range(old) == _range(new) and old.descriptors == new.descriptors
    return CriterionChange(new.key, new.title, "changed" if words else "same", words, carries)


def _range(criterion: Criterion) -> tuple[object, ...]:
    scale = criterion.scale
    return (scale.lowest, scale.highest, scale.step, scale.best, scale.levels)


def _words(old: Criterion, new: Criterion) -> tuple[str, ...]:
    """What is different, a few words each."""
    said = []
    if old.key != new.key:
        said.append(_("its key is written differently"))
    if old.title != new.title:
        said.append(_("its title was “{title}”").format(title=old.title))
    if _range(old) != _range(new):
        said.append(_("another scale"))
    if old.descriptors != new.descriptors:
        said.append(_("its levels are described differently"))
    if old.weight != new.weight:
        said.append(_("weight {old} → {new}").format(old=plain(old.weight), new=plain(new.weight)))
    if old.minimum != new.minimum:
        said.append(_("another minimum"))
    if old.comment != new.comment:
        said.append(_("another rule for comments"))
    if (old.guidance, old.short) != (new.guidance, new.short):
        said.append(_("other guidance or short name"))
    return tuple(said)
