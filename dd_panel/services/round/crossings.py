"""The changes of a rubric that members have, kept for the packs: by them a review goes across, and never half of it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from dd_panel.domain.identifiers import CriterionKey
from dd_panel.domain.rubric_change import Crossing

if TYPE_CHECKING:
    from dd_panel.store.work import Work

_FACT: Final = "rubric-crossings"


def crossings_in(work: Work) -> tuple[Crossing, ...]:
    """Every change since members first had a rubric, in order."""
    return tuple(
        Crossing(before, after, tuple(CriterionKey(key) for key in carried))
        for before, after, carried in json.loads(work.about.get(_FACT) or "[]")
    )


def keep_crossing(work: Work, made: Crossing, *, frozen: bool) -> None:
    """Note a change; one that members never saw (not `frozen`) carries nothing, and going back leaves no trace."""
    known = crossings_in(work)
    if not frozen:
        if not known:
            return
        if back := [number for number, each in enumerate(known) if each.after == made.after]:
            _put(work, known[: back[-1] + 1])
            return
        made = Crossing(made.before, made.after, ())
    _put(work, (*known, made))


def _put(work: Work, crossings: tuple[Crossing, ...]) -> None:
    work.about.put(_FACT, json.dumps([[each.before, each.after, list(each.carried)] for each in crossings]))
