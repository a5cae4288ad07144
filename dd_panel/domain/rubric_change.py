"""What one rubric means for the scores that were given by another: which may be carried across, and which may not.

A score is a point on a scale whose levels were described. Where the scale and the descriptors are the same, a score
still says what it said, whatever became of the weight; so it may be carried, when somebody decides that. Everywhere
else it has to be given again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from dd_panel.domain.identifiers import CriterionKey, identity
from dd_panel.domain.scale import plain
from dd_panel.text import _

if TYPE_CHECKING:
    from dd_panel.domain.rubric import Criterion, Rubric

Fate = Literal["same", "changed", "new", "gone"]


@dataclass(frozen=True, slots=True)
class CriterionChange:
    """What becomes of one criterion: its title, what about it changed, in words, and whether its scores may be carried.

    `carries` is the key of the earlier criterion whose scores may stand; the scores of every other one fall.
    """

    key: CriterionKey
    title: str
    fate: Fate
    words: tuple[str, ...] = ()
    carries: bool = False


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
