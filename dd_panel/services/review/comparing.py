"""Two applications side by side: neighbours in the member's own order, and a choice between equal totals."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dd_panel.domain.errors import InputError
from dd_panel.domain.identifiers import CONFLICT, PREFERENCE, Reference
from dd_panel.domain.neighbours import due, neighbours
from dd_panel.domain.preferences import preference_text, preferred_over, undecided, whole_totals
from dd_panel.domain.reviews import Review
from dd_panel.services.change import Change
from dd_panel.services.review.reviewing import member_of
from dd_panel.store.entry_values import Origin, Write
from dd_panel.text import _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dd_panel.domain.identifiers import Field
    from dd_panel.domain.neighbours import Neighbours
    from dd_panel.domain.preferences import Pair
    from dd_panel.services.review.reviewing import Desk
    from dd_panel.services.workplace import Workplace
    from dd_panel.store.work import Work

LEFT_EQUAL_FACT = "left equal"
"""The fact that lists the pairs of equal totals in which the member sees no difference. It is not exported."""

LOOKED_FACT = "neighbours looked at"
"""The fact that lists the neighbours the member was shown again, oldest first. It is not exported."""

TOUCHED = "side by side"

_Pairs = tuple[frozenset[Reference], ...]


@dataclass(frozen=True, slots=True)
class SideBySide:
    """What there is to look at side by side.

    `choices` are pairs of equal totals to choose between, `neighbours` the two to look at again, `due` whether it is
    time for that.
    """

    choices: tuple[Pair, ...]
    neighbours: Neighbours | None
    due: bool


def see_side_by_side(place: Workplace, desk: Desk) -> SideBySide:
    """Find the pairs of a desk that are worth looking at together; once all has gone out, none to choose from."""
    with place.store.reading() as work:
        left, looked = _pairs(work, LEFT_EQUAL_FACT), _pairs(work, LOOKED_FACT)
    rubric, reviews = desk.rules.rubric, [item.review for item in desk.items]
    near = neighbours(rubric, reviews, looked)
    finished = desk.count("complete")
    choices = () if desk.closed else tuple(undecided(rubric, reviews, left))
    return SideBySide(choices, near, due=near is not None and due(finished, len(looked)))


def prefer(place: Workplace, first: Reference, after: Reference) -> Change:
    """Put one of two applications of the same total before the other; scores and totals stay as they are.

    Raises InputError where a conflict bars one of them or the totals are not equal.
    """
    with place.store.writing() as work:
        before = _preferences(work, first, after)
        wanted = {
            first: preference_text({*preferred_over(before[first]), after}),
            after: preference_text(set(preferred_over(before[after])) - {first}),
        }
        said = _("{first} put before {after}").format(first=first, after=after)
        return _put_within(work, place, wanted, before, said)


def leave_equal(place: Workplace, one: Reference, other: Reference, *, equal: bool = True) -> Change:
    """See no difference between two applications of the same total, so that it is not asked again."""
    with place.store.writing() as work:
        pair = frozenset((one, other))
        kept = [each for each in _pairs(work, LEFT_EQUAL_FACT) if each != pair]
        _keep(work, LEFT_EQUAL_FACT, [*kept, pair] if equal else kept)
    said = _("{one} and {other} left equal") if equal else _("{one} and {other}: asked again")
    return Change(
        frozenset({TOUCHED}),
        said.format(one=one, other=other),
        lambda: leave_equal(place, one, other, equal=not equal),
    )


def look_at_neighbours(place: Workplace, pair: frozenset[Reference], *, looked: bool = True) -> Change:
    """Remember that two neighbours were looked at, or ask about them again."""
    with place.store.writing() as work:
        kept = [each for each in _pairs(work, LOOKED_FACT) if each != pair]
        _keep(work, LOOKED_FACT, [*kept, pair] if looked else kept)
    one, other = sorted(pair)
    said = _("{one} and {other}: still right") if looked else _("{one} and {other}: asked again")
    return Change(
        frozenset({TOUCHED}),
        said.format(one=one, other=other),
        lambda: look_at_neighbours(place, pair, looked=not looked),
    )


def _put(place: Workplace, wanted: Mapping[Reference, str], before: Mapping[Reference, str], said: str) -> Change:
    with place.store.writing() as work:
        return _put_within(work, place, wanted, before, said)


def _put_within(
    work: Work, place: Workplace, wanted: Mapping[Reference, str], before: Mapping[Reference, str], said: str
) -> Change:
    member = member_of(work)
    writes = [Write(member, reference, PREFERENCE, text) for reference, text in wanted.items()]
    # Nothing is written where nothing stands and nothing is said: a scoresheet tells of preferences once asked.
    told = [each for each in writes if each.value or PREFERENCE in work.entries.of(member, each.application)]
    work.entries.write(told, Origin(place.person, place.clock()))
    touched = frozenset({TOUCHED, *(f"application:{reference}" for reference in wanted)})
    return Change(touched, said, lambda: _put(place, before, wanted, said))


def _preferences(work: Work, *references: Reference) -> dict[Reference, str]:
    """What is preferred now, after a look at whether the question may be asked."""
    member, rubric = member_of(work), work.rounds.get().rubric
    filled: dict[Reference, Mapping[Field, str]] = {each: work.entries.of(member, each) for each in references}
    reviews = [
        Review.from_entries(rubric, member, each, entries, conflicted=bool(entries.get(CONFLICT)))
        for each, entries in filled.items()
    ]
    totals = whole_totals(rubric, reviews)
    if len(totals) < len(references) or len(set(totals.values())) > 1:
        raise InputError(
            _("{names} have no equal totals.").format(names=", ".join(references)),
            remedy=_("Choose between applications whose totals are the same."),
        )
    return {each: entries.get(PREFERENCE, "") for each, entries in filled.items()}


def _pairs(work: Work, fact: str) -> _Pairs:
    kept: list[list[str]] = json.loads(work.about.get(fact) or "[]")
    return tuple(frozenset(Reference(each) for each in pair) for pair in kept)


def _keep(work: Work, fact: str, pairs: Sequence[frozenset[Reference]]) -> None:
    work.about.put(fact, json.dumps([sorted(pair) for pair in pairs]))
