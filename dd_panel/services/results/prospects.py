"""How sure the places are and what would change them, put together for one screen: numbers only, beside the window."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from dd_panel.analysis.table import Refusal
from dd_panel.analysis.uncertainty import chance_in_words
from dd_panel.analysis.watch import StoppedError, Watch
from dd_panel.analysis.what_if import what_if
from dd_panel.domain.ranking import sides
from dd_panel.domain.scale import rounded
from dd_panel.services.meeting.conducting import suggested_agenda
from dd_panel.services.results.ranking import outlook_of, ranking_rules, review_table
from dd_panel.services.workplace import CancelledError, never, no_progress
from dd_panel.text import DASH, _, ngettext

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dd_panel.analysis.uncertainty import LikelyPlace
    from dd_panel.analysis.what_if import Variation, WhatIf
    from dd_panel.domain.identifiers import Reference
    from dd_panel.domain.ranking import Side
    from dd_panel.services.meeting.conducting import AgendaItem
    from dd_panel.services.results.ranking import Outlook, Ranking
    from dd_panel.services.workplace import Cancelled, Progress

MOST_NAMED = 3
"""How many changes are named in a sentence before the rest is counted."""


@dataclass(frozen=True, slots=True)
class Trial:
    """The ranking done differently in one respect: what is different, and who comes in and goes out by that."""

    words: str
    kind: Literal["adjusted", "method", "weights", "reviewer"]
    enters: tuple[Reference, ...]
    leaves: tuple[Reference, ...]
    places: Mapping[Reference, int | None]


@dataclass(frozen=True, slots=True)
class Prospects:
    """A ranking with how sure it is and what would change it; `trials` is a sentence where nothing can be tried.

    `missing` says why strictness could not be taken out. `agenda` is what to discuss, what matters most for the line
    first.
    """

    outlook: Outlook
    trials: tuple[Trial, ...] | Refusal
    sentence: str
    missing: str = ""
    agenda: tuple[AgendaItem, ...] = ()

    @property
    def ranking(self) -> Ranking:
        """The order as it stands."""
        return self.outlook.ranking

    def likely(self, reference: Reference) -> LikelyPlace | None:
        """Where an application may truly belong, None where that can't be said."""
        return self.outlook.likely.get(reference)

    def moving(self, reference: Reference) -> tuple[Trial, ...]:
        """The trials that bring an application across the line, either way."""
        return tuple(each for each in self._tried if reference in each.enters or reference in each.leaves)

    @property
    def _tried(self) -> tuple[Trial, ...]:
        return () if isinstance(self.trials, Refusal) else self.trials

    @property
    def in_short(self) -> str:
        """How sure the line is, whether all can be compared, and how much rests on how one counts, in short."""
        strictness = self.outlook.strictness
        compared = "" if isinstance(strictness, Refusal) else strictness.groups.note()
        return " ".join(part for part in (self.outlook.sure.sentence, compared, self.sentence) if part)

    def sentence_about(self, reference: Reference) -> str:
        """How sure one application's place is and what would change it, for somebody who reads a few sentences."""
        parts = (self._how_sure(reference), self._why_elsewhere(reference), self._what_moves(reference))
        return " ".join(part for part in parts if part)

    def _why_elsewhere(self, reference: Reference) -> str:
        """Why a place lies outside of where it likely belongs; empty where it does not."""
        likely, adjusted = self.likely(reference), self.outlook.adjusted.get(reference)
        ranked = next((line.ranked for line in self.ranking.lines if line.application.reference == reference), None)
        if likely is None or adjusted is None or ranked is None or ranked.place is None or ranked.position is None:
            return ""
        first, last = likely.wide
        if first <= ranked.place <= last:
            return ""
        words = (
            _("Its reviewers give more points than others: without that, its mean is {adjusted}, not {mean}.")
            if adjusted < ranked.position
            else _("Its reviewers give fewer points than others: without that, its mean is {adjusted}, not {mean}.")
        )
        return words.format(adjusted=rounded(100 * adjusted, 1), mean=rounded(100 * ranked.position, 1))

    def _how_sure(self, reference: Reference) -> str:
        likely, places = self.likely(reference), self.ranking.rules.places
        if likely is None:
            return self.outlook.sure.sentence if isinstance(self.outlook.sure, Refusal) else ""
        first, last = likely.wide
        words = _("A place among the first {places} is {chance}; it may truly belong anywhere from {first} to {last}.")
        if first == last:
            words = _("A place among the first {places} is {chance}; it most likely belongs in place {first}.")
        return words.format(places=places, chance=chance_in_words(likely.chance), first=first, last=last)

    def _what_moves(self, reference: Reference) -> str:
        if not self._tried:
            return self.trials.sentence if isinstance(self.trials, Refusal) else ""
        if self._stands(reference) == "level":
            return self._what_parts(reference)
        moving = self.moving(reference)
        if not moving:
            return ngettext(
                "The one trial would not move it across the line.",
                "None of {count} trials would move it across the line.",
                len(self._tried),
            ).format(count=len(self._tried))
        named = [
            _("{change} (place {place})").format(change=trial.words, place=trial.places[reference] or DASH)
            for trial in moving[:MOST_NAMED]
        ]
        more = len(moving) - len(named)
        if more:
            named.append(ngettext("{count} more", "{count} more", more).format(count=more))
        words = (
            _("It would not stay above the line in {count} of {all} trials: {changes}.")
            if reference in moving[0].leaves
            else _("It would rise above the line in {count} of {all} trials: {changes}.")
        )
        return words.format(count=len(moving), all=len(self._tried), changes="; ".join(named))

    def _stands(self, reference: Reference) -> Side | None:
        return sides((line.ranked for line in self.ranking.lines), self.ranking.rules.places).get(reference)

    def _what_parts(self, reference: Reference) -> str:
        """What the trials make of one that shares a last place which is not enough for all: neither in nor out."""
        places = self.ranking.rules.places
        rises = sum(reference in trial.enters for trial in self._tried)
        falls = sum((trial.places[reference] or places + 1) > places for trial in self._tried)
        return _(
            "It is level with others at the line: in {rises} of {all} trials it would rise above it, in {falls} fall"
            " below it."
        ).format(rises=rises, falls=falls, all=len(self._tried))


def prospects_of(ranking: Ranking, *, progress: Progress = no_progress, cancelled: Cancelled = never) -> Prospects:
    """Say how sure a ranking is and what would change it; raises CancelledError. It touches no store."""
    outlook = outlook_of(ranking, progress=progress, cancelled=cancelled)
    watch = Watch(lambda done, total: progress(done, total, _("Trying what would change the order")), cancelled)
    try:
        found = what_if(review_table(ranking), ranking_rules(ranking), watch)
    except StoppedError:
        raise CancelledError from None
    if isinstance(found, Refusal):
        return Prospects(outlook, found, "", agenda=suggested_agenda(outlook))
    references = sorted(line.application.reference for line in ranking.lines)
    return Prospects(
        outlook,
        tuple(_trial(ranking, each, references) for each in found.variations),
        found.sentence,
        _missing(found),
        suggested_agenda(outlook),
    )


def _missing(found: WhatIf) -> str:
    return "" if found.missing is None else found.missing.sentence


def _trial(ranking: Ranking, variation: Variation, references: list[Reference]) -> Trial:
    change = variation.change
    names = {str(member_id): member.name for member_id, member in ranking.members.items()}
    names |= {str(criterion.key): criterion.short for criterion in ranking.rules.rubric.criteria}
    return Trial(
        change.in_words(names.get(change.subject, change.subject), ranking.rules.method),
        change.kind,
        tuple(references[each] for each in variation.enters),
        tuple(references[each] for each in variation.leaves),
        dict(zip(references, variation.places, strict=True)),
    )
