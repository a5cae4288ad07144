"""What if one application took another's place: who would be funded, with how much, and how the ten would be mixed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dd_panel.domain.errors import InputError
from dd_panel.services.meeting.conducting import view_in
from dd_panel.services.meeting.decisions import support_asked
from dd_panel.services.named import known_references
from dd_panel.text import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from dd_panel.domain.identifiers import Reference
    from dd_panel.services.meeting.conducting import MeetingView
    from dd_panel.services.results.ranking import RankingLine
    from dd_panel.services.workplace import Workplace


@dataclass(frozen=True, slots=True)
class Share:
    """How many of the funded are of one kind, now and in the scenario; `name` is empty where nothing is said."""

    name: str
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Crossing:
    """An application whose being funded, or not, would depart from the ranking, and why."""

    reference: Reference
    why: str


@dataclass(frozen=True, slots=True)
class Scenario:
    """The funded as they are and as they would be, in the order of the ranking; nothing of it is written down.

    Money is in whole units; `left` is None where the round has no fund, `unknown` lists those of the scenario whose
    support nobody knows. `balance` counts the funded by model, region, service and topic; one of several counts for
    each. `crosses` needs a reason each that is not given yet, and `too_many` are more than there are places.
    """

    before: tuple[Reference, ...]
    after: tuple[Reference, ...]
    support_before: int
    support_after: int
    left: int | None
    unknown: tuple[Reference, ...]
    balance: Mapping[str, tuple[Share, ...]]
    crosses: tuple[Crossing, ...]
    too_many: int


def see_scenario(place: Workplace, enters: Sequence[str] = (), leaves: Sequence[str] = ()) -> Scenario:
    """Let some applications take the places of others; raises InputError for one unknown or on the wrong side."""
    with place.store.reading() as work:
        view = view_in(work)
        return scenario_of(view, known_references(work, enters), known_references(work, leaves))


def scenario_of(view: MeetingView, enters: Sequence[Reference] = (), leaves: Sequence[Reference] = ()) -> Scenario:
    """The same for a meeting that is at hand; raises InputError for an application on the wrong side."""
    before = funded_now(view)
    for reference in enters:
        if reference in before:
            raise InputError(
                _("{reference} is among the funded already.").format(reference=reference),
                remedy=_("Name one that is not."),
            )
    for reference in leaves:
        if reference not in before:
            raise InputError(
                _("{reference} is not among the funded, so it has no place to give.").format(reference=reference),
                remedy=_("Name one of these: {funded}.").format(funded=", ".join(before) or _("nobody")),
            )
    chosen = {*before, *enters} - set(leaves)
    after = tuple(each for each in view.lines if each in chosen)
    supports = {each: support_asked(view, each) for each in {*before, *after}}
    given = sum(supports[each] or 0 for each in after)
    fund = view.ranking.rules.fund
    return Scenario(
        before,
        after,
        sum(supports[each] or 0 for each in before),
        given,
        None if fund is None else fund - given,
        tuple(each for each in after if supports[each] is None),
        {name: _shares(view, before, after, kinds) for name, kinds in _KINDS.items()},
        tuple(_crossings(view, chosen)),
        max(0, len(after) - view.ranking.rules.places),
    )


def funded_now(view: MeetingView) -> tuple[Reference, ...]:
    """Who is funded as decided; where nothing is decided on one yet, those above the line."""
    decided = view.meeting.decisions
    return tuple(
        key for key in view.lines if (decided[key].outcome == "fund" if key in decided else view.sides.get(key) == "in")
    )


def _crossings(view: MeetingView, chosen: set[Reference]) -> Iterable[Crossing]:
    for reference, side in view.sides.items():
        decision = view.meeting.decisions.get(reference)
        if decision is not None and decision.reason and (decision.outcome == "fund") == (reference in chosen):
            continue
        why = view.crosses(reference, "fund" if reference in chosen else "reserve")
        if side != "level" and why:
            yield Crossing(reference, why)


_KINDS: Mapping[str, Callable[[RankingLine], Iterable[str]]] = {
    "model": lambda line: [line.application.model],
    "region": lambda line: line.regions or [""],
    "service": lambda line: [line.application.service],
    "topic": lambda line: line.application.topics or [""],
}


def _shares(
    view: MeetingView,
    before: Iterable[Reference],
    after: Iterable[Reference],
    kinds: Callable[[RankingLine], Iterable[str]],
) -> tuple[Share, ...]:
    """The kinds, the most frequent first."""
    counts = [Counter(kind for each in chosen for kind in kinds(view.lines[each])) for chosen in (before, after)]
    names = sorted({*counts[0], *counts[1]}, key=lambda name: (-counts[0][name], -counts[1][name], name))
    return tuple(Share(name, counts[0][name], counts[1][name]) for name in names)
