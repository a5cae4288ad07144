"""The minutes: the meeting's record put into sentences and tables, and written as a document."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from dd_panel.domain.meeting import vote_words
from dd_panel.domain.moments import day_words, to_the_minute
from dd_panel.domain.rounds import money
from dd_panel.domain.scale import plain, rounded
from dd_panel.domain.totals import mean_of, weighted_total
from dd_panel.exchange.files import check_ending
from dd_panel.exchange.minutes import Item, MinutesContents, Outcome, Person, Row, write_minutes
from dd_panel.services.meeting.conducting import view_in
from dd_panel.services.meeting.signing import open_words
from dd_panel.text import DASH, _, ngettext

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from fractions import Fraction
    from pathlib import Path

    from dd_panel.domain.identifiers import CriterionKey, MemberId, Reference
    from dd_panel.domain.meeting import Agreed, Attendance, Recusal, SignOff
    from dd_panel.domain.reviews import Review
    from dd_panel.services.meeting.conducting import MeetingView
    from dd_panel.services.workplace import Workplace


def write_meeting_minutes(place: Workplace, out: Path) -> MeetingView:
    """Write the minutes of the meeting as it stands, and return what they are about.

    Raises InputError for a name that doesn't end in `.docx`, and what `write_whole` raises.
    """
    check_ending(out, ".docx")
    with place.store.reading() as work:
        view = view_in(work)
    write_minutes(out, minutes_of(view, place.clock()))
    return view


def minutes_of(view: MeetingView, now: datetime) -> MinutesContents:
    """What the minutes say at this moment."""
    meeting, rules = view.meeting, view.ranking.rules
    writer = _Writer(view)
    outcomes = {
        outcome: [key for key in view.lines if key in meeting.decisions and meeting.decisions[key].outcome == outcome]
        for outcome in ("fund", "decline")
    }
    return MinutesContents(
        round_name=rules.name,
        held=_held(view),
        status=_status(view),
        made=now,
        people=[writer.person(member) for member in view.ranking.members if member in meeting.attendance],
        criteria=[criterion.short for criterion in rules.rubric.criteria],
        funded=[writer.outcome(key, writer.place(key)) for key in outcomes["fund"]],
        reserves=[writer.outcome(key, str(turn)) for turn, key in enumerate(meeting.reserves, start=1)],
        declined=[writer.outcome(key, writer.place(key)) for key in outcomes["decline"]],
        undecided=[writer.name(key) for key in view.undecided],
        fund=writer.fund(),
        lot=tuple(_lot_lines(view)),
        items=[writer.item(key) for key in _discussed(view)],
        signatures=[_signature(each) for each in meeting.signed],
    )


def _held(view: MeetingView) -> str:
    if not view.meeting.record:
        return _("Nothing was written down yet.")
    first, last = view.meeting.record[0].at, view.meeting.record[-1].at
    if first.date() == last.date():
        return _("Held on {day}, from {first} to {last}").format(
            day=day_words(first), first=f"{first:%H:%M}", last=f"{last:%H:%M}"
        )
    return _("Written down from {first} to {last}").format(first=to_the_minute(first), last=to_the_minute(last))


def _status(view: MeetingView) -> str:
    version = view.meeting.version
    if view.meeting.is_signed:
        return _("Version {number}, signed").format(number=version)
    return _("Version {number}, a draft that is not signed").format(number=version)


def _signature(each: SignOff) -> str:
    words = _("Version {number} was signed by {name} on {when}.").format(
        number=each.version, name=each.name, when=to_the_minute(each.at)
    )
    return f"{words} {open_words(each)}".strip()


def _discussed(view: MeetingView) -> list[Reference]:
    """The items in the order of the agenda, then whatever else something was said or agreed about."""
    meeting = view.meeting
    said = {*meeting.agreed, *meeting.notes, *meeting.votes, *(each.application for each in meeting.recusals)}
    said |= {key for key, each in meeting.decisions.items() if each.reason}
    return [*meeting.agenda, *(key for key in view.lines if key in said and key not in meeting.agenda)]


def _lot_lines(view: MeetingView) -> Iterator[str]:
    lot = view.meeting.lot
    if lot is None:
        return
    yield _("Drawn by {who} on {when}, as the rules of the round announced, with the seed {seed}.").format(
        who=lot.who, when=to_the_minute(lot.at), seed=lot.seed
    )
    yield _("The order is that of the SHA-256 of the seed, a colon and the reference; anybody can repeat it.")
    for turn, (reference, digest) in enumerate(lot.protocol, start=1):
        yield f"{turn}. {reference}: {digest}"


class _Writer:
    """Puts one person, one decision or one item into words."""

    def __init__(self, view: MeetingView) -> None:
        self._view = view
        self._lines = view.lines
        self._rubric = view.ranking.rules.rubric
        self._shared = Counter(line.ranked.place for line in view.ranking.lines)

    def person(self, member: MemberId) -> Person:
        """A member with the times of coming and leaving."""
        who = self._view.ranking.members[member]
        role = {"chair": _("chair"), "observer": _("observer")}.get(who.role, _("member"))
        return Person(who.name, who.organisation, role, _presence(self._view.meeting.attendance[member]))

    def place(self, reference: Reference) -> str:
        """The place in the ranking, with a sign where it is shared; a dash without one."""
        number = self._lines[reference].ranked.place
        if number is None:
            return DASH
        return f"{number}=" if self._shared[number] > 1 else str(number)

    def name(self, reference: Reference) -> str:
        """An application by its reference and lead authority."""
        return f"{reference} {self._lines[reference].application.lead_authority}"

    def outcome(self, reference: Reference, number: str) -> Outcome:
        """One line of the list of decisions."""
        decision = self._view.meeting.decisions[reference]
        return Outcome(
            number,
            reference,
            self._lines[reference].application.lead_authority,
            "" if decision.support is None else self._money(decision.support),
            decision.reason,
        )

    def fund(self) -> str:
        """What is given and what is left."""
        fund, given = self._view.ranking.rules.fund, self._view.support_given
        if fund is None or not given:
            return ""
        return _("{given} of {fund} is given; {left} is left.").format(
            given=self._money(given), fund=self._money(fund), left=self._money(fund - given)
        )

    def item(self, reference: Reference) -> Item:
        """Everything about one application."""
        meeting, line = self._view.meeting, self._lines[reference]
        agreed, decision = meeting.agreed.get(reference), meeting.decisions.get(reference)
        note = meeting.notes.get(reference)
        return Item(
            reference,
            line.application.lead_authority,
            self._standing(reference),
            tuple(self._recusals(reference)),
            tuple(self._rows(line.reviews, agreed)),
            agreed=self._agreed(reference, agreed) if agreed else "",
            note=note.text if note else "",
            votes=self._votes(reference),
            decision=self._decision(reference) if decision else _("None yet."),
            reason=decision.reason if decision else "",
        )

    def _standing(self, reference: Reference) -> str:
        ranked = self._lines[reference].ranked
        counted = ngettext("{count} review counts", "{count} reviews count", ranked.reviews).format(
            count=ranked.reviews
        )
        if ranked.position is None:
            return _("Without a place in the ranking; {counted}.").format(counted=counted)
        return _("Place {place} with a score of {score} ({percent}%); {counted}.").format(
            place=self.place(reference),
            score=self._total(ranked.position),
            percent=rounded(100 * ranked.position, 1),
            counted=counted,
        )

    def _recusals(self, reference: Reference) -> Iterator[str]:
        """Who left the room, and who took the chair where that was the chair."""
        found = [each for each in self._view.meeting.recusals if each.application == reference]
        yield from (self._recusal(each) for each in found)
        if any(self._view.chairs(each.member) for each in found):
            deputy = self._view.stand_in(reference)
            if deputy is None:
                yield _("No deputy was named, present and free of a conflict to take the chair for this item.")
            else:
                yield _("{name}, the deputy, took the chair for this item.").format(name=deputy.name)

    def _recusal(self, each: Recusal) -> str:
        name = self._view.ranking.members[each.member].name
        words = _("{name} left the room at {left}").format(name=name, left=f"{each.left:%H:%M}")
        if each.back is not None:
            words = _("{said} and came back at {back}").format(said=words, back=f"{each.back:%H:%M}")
        return _("{said}; confirmed by {who}.").format(said=words, who=each.confirmed_by)

    def _rows(self, reviews: tuple[Review, ...], agreed: Agreed | None) -> Iterator[Row]:
        """The members' own scores, which stay as they were, and the agreed ones below them."""
        for review in reviews:
            position = weighted_total(self._rubric, review.scores).position
            scores = {key: score.text(self._rubric.criterion(key).scale) for key, score in review.scores.items()}
            shown = _("conflict") if review.conflicted else DASH
            yield Row(
                self._view.ranking.members[review.member].name,
                tuple(_short(scores[key]) or shown for key in self._rubric.keys),
                DASH if position is None else self._total(position),
            )
        if agreed is not None:
            position = agreed.position(self._rubric)
            yield Row(
                _("Agreed"),
                tuple(_short(self._agreed_on(agreed, key)) or DASH for key in self._rubric.keys),
                DASH if position is None else self._total(position),
                agreed=True,
            )

    def _agreed_on(self, agreed: Agreed, key: CriterionKey) -> str:
        return agreed.scores.get(key, "")

    def _agreed(self, reference: Reference, agreed: Agreed) -> str:
        position = agreed.position(self._rubric)
        if position is None:
            return _("Agreed on some criteria only. Reason: {reason}").format(reason=agreed.reason)
        total = plain(agreed.total) if agreed.total is not None else self._total(position)
        own = self._lines[reference].ranked.positions
        if not own:
            return _("{total}. Reason: {reason}").format(total=total, reason=agreed.reason)
        return _("{total}, beside the members' own mean of {mean}. Reason: {reason}").format(
            total=total, mean=self._total(mean_of(own)), reason=agreed.reason
        )

    def _decision(self, reference: Reference) -> str:
        decision = self._view.meeting.decisions[reference]
        if decision.outcome == "decline":
            return _("Declined.")
        if decision.outcome == "reserve":
            turn = self._view.meeting.reserves.index(reference) + 1
            return _("In reserve, number {turn}.").format(turn=turn)
        if decision.support is None:
            return _("Funded.")
        return _("Funded with {support}.").format(support=self._money(decision.support))

    def _votes(self, reference: Reference) -> str:
        votes = self._view.meeting.votes.get(reference, {}).values()
        return _("{sentence}.").format(sentence=vote_words(votes)) if votes else ""

    def _total(self, position: Fraction) -> str:
        return rounded(self._rubric.scale.value_at(position), 2)

    def _money(self, amount: int) -> str:
        return money(amount, self._view.ranking.rules.currency)


def _short(score: str) -> str:
    return _("n/j") if score == "cannot judge" else score


def _presence(each: Attendance) -> str:
    if each.presence == "apologies":
        return _("apologies")
    if each.came is None:
        return _("left at {left}").format(left=f"{each.left:%H:%M}") if each.left else ""
    if each.left is None:
        return _("from {came}").format(came=f"{each.came:%H:%M}")
    return _("from {came} to {left}").format(came=f"{each.came:%H:%M}", left=f"{each.left:%H:%M}")
