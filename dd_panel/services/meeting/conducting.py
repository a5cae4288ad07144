"""The panel meeting: its agenda, who is there, who has to leave for an item, notes and votes."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from dd_panel.analysis.agenda import what_to_discuss
from dd_panel.domain.assigning import undeclared_bars
from dd_panel.domain.errors import InputError
from dd_panel.domain.identifiers import CONFLICT
from dd_panel.domain.meeting import (
    AGENDA,
    AWAY,
    BACK,
    CURRENT,
    NOTE,
    list_text,
    meeting_of,
    presence_field,
    recused_field,
    vote_field,
)
from dd_panel.domain.ranking import place_with, sides
from dd_panel.domain.receipt import Receipt
from dd_panel.services.intake.eligibility import out_in
from dd_panel.services.meeting.minutes_book import Said, meeting_in, write_down
from dd_panel.services.named import known_member, known_reference, known_references
from dd_panel.services.results.ranking import Ranking, agreed_positions, ranking_of, ranking_rules, review_table
from dd_panel.services.returns.receipts import Account, account_of, reviews_of
from dd_panel.services.round.panel import deputy_in
from dd_panel.text import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from dd_panel.domain.applications import Application
    from dd_panel.domain.identifiers import MemberId, Reference
    from dd_panel.domain.meeting import Meeting, Outcome, Presence, Vote
    from dd_panel.domain.panel import Member
    from dd_panel.domain.ranking import Side
    from dd_panel.services.change import Change
    from dd_panel.services.results.ranking import Outlook, RankingLine
    from dd_panel.services.workplace import Workplace
    from dd_panel.store.order_mark import OrderMark
    from dd_panel.store.work import Work

Conflicts = dict["Reference", dict["MemberId", str]]
"""Who must not judge an application, and why."""


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """One application that the panel should talk about, with the reasons, the weightiest first."""

    application: Reference
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MeetingView:
    """The meeting beside the ranking it is about. `conflicts` says who must leave for an application, and why.

    `deputy` takes the chair where the chair has to leave. `out` says which applications are out of the competition, and
    why. `mark` tells whether the order still rests on the same; it
    is None for a view that nothing may be decided on. `lines` are the applications by reference, in the order of the
    ranking.
    """

    ranking: Ranking
    meeting: Meeting
    conflicts: Mapping[Reference, Mapping[MemberId, str]]
    sides: Mapping[Reference, Side]
    deputy: MemberId | None = None
    out: Mapping[Reference, str] = field(default_factory=dict)
    mark: OrderMark | None = field(default=None, repr=False, compare=False)
    lines: Mapping[Reference, RankingLine] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Put the lines by reference, which are asked for once for every application."""
        object.__setattr__(self, "lines", {line.application.reference: line for line in self.ranking.lines})

    def must_leave(self, application: Reference) -> tuple[MemberId, ...]:
        """The members at the meeting who are still in the room and must leave before this item is opened."""
        barred = self.conflicts.get(application)
        if not barred:
            return ()
        inside = self.meeting.present - self.meeting.outside(application)
        return tuple(member for member in barred if member in inside)

    def chairs(self, member: MemberId) -> bool:
        """Whether a member chairs the panel."""
        return self.ranking.members[member].role == "chair"

    def stand_in(self, application: Reference) -> Member | None:
        """The deputy, to lead the panel through an application; None where none is named, came, and has no conflict."""
        came = self.meeting.attendance.get(self.deputy) if self.deputy is not None else None
        if self.deputy is None or came is None or came.presence == "apologies":
            return None
        return None if self.deputy in self.conflicts.get(application, {}) else self.ranking.members[self.deputy]

    def crosses(self, application: Reference, outcome: Outcome) -> str:
        """Why such a decision would need a reason, in a sentence; empty where it follows the ranking."""
        return crossing(self.sides.get(application, "out"), outcome)

    def place_with(self, application: Reference, position: Fraction) -> int:
        """The place that an agreed score would give, whatever the round counts."""
        return place_with((line.ranked for line in self.ranking.lines), application, position)

    @property
    def undecided(self) -> tuple[Reference, ...]:
        """The applications in the competition on which nothing is decided yet, in the order of the ranking."""
        return tuple(each for each in self.lines if each not in self.meeting.decisions and each not in self.out)

    @property
    def support_given(self) -> int:
        """The support decided so far, in whole units."""
        return sum(each.support or 0 for each in self.meeting.decisions.values())


def crossing(side: Side, outcome: Outcome) -> str:
    """Why a decision departs from the ranking, in a sentence; empty where it follows it."""
    if outcome == "fund" and side == "out":
        return _("It stands below the funding line.")
    if outcome != "fund" and side == "in":
        return _("It stands above the funding line.")
    if side == "level":
        return _("It shares its place with others, and there are too few places for all of them.")
    return ""


def see_meeting(place: Workplace) -> MeetingView:
    """The meeting as it stands now; in a large round this takes seconds."""
    with place.store.reading() as work:
        return view_in(work)


def before_reading(place: Workplace) -> MeetingView:
    """The round's rules with nothing in it yet: what a screen stands on until the meeting is read."""
    with place.store.reading() as work:
        rules = work.rounds.get()
    nothing = Receipt(0, 0, 0, 0, 0, 0, (), Fraction(0), Fraction(0))
    return MeetingView(Ranking(rules, (), {}, nothing, 0), meeting_of(()), {}, {})


def see_acts(place: Workplace, view: MeetingView) -> MeetingView | None:
    """The same view with what was done at the meeting since, in a moment: reviews and order stay as they were read.

    None where what was agreed moves the order itself, so that everything must be read again.
    """
    with place.store.reading() as work:
        return _with_acts(work, view)


def acts_in(work: Work, seen: MeetingView | None) -> MeetingView | None:
    """The meeting as it stands within a unit of work, in a moment, from what somebody has `seen` of it.

    None where that may no longer be so: scores, assignments, rules or who competes have changed since.
    """
    if seen is None or seen.mark is None or seen.mark != work.order_mark():
        return None
    return _with_acts(work, seen)


def _with_acts(work: Work, view: MeetingView) -> MeetingView | None:
    meeting, out, deputy = meeting_in(work), out_in(work), deputy_in(work)
    ranking, rules = view.ranking, view.ranking.rules
    agreed = agreed_positions(meeting, rules, out)
    changed = {key for key, line in view.lines.items() if line.agreed != agreed.get(key)}
    if changed and rules.method == "agreed":
        return None
    if changed:
        lines = (replace(line, agreed=agreed.get(key)) if key in changed else line for key, line in view.lines.items())
        ranking = replace(ranking, lines=tuple(lines))
    found = sides((line.ranked for line in ranking.lines), rules.places)
    return MeetingView(ranking, meeting, view.conflicts, _with_lot(found, meeting, ranking), deputy, out, view.mark)


def view_in(work: Work, account: Account | None = None) -> MeetingView:
    """The meeting as it stands within a unit of work; `account` is given where it was read already."""
    account = account or account_of(work)
    declared = {
        (member, application): entry.value
        for (member, application, name), entry in account.entries.items()
        if name == CONFLICT and entry.value
    }
    conflicts: Conflicts = {}
    for (member, application), why in _kept_apart(work, work.applications.summaries(), declared).items():
        conflicts.setdefault(application, {})[member] = why
    return replace(_without_conflicts(work, account), conflicts=conflicts, mark=work.order_mark())


def _without_conflicts(work: Work, account: Account) -> MeetingView:
    ranking, meeting = ranking_of(work, account), meeting_in(work)
    found = sides((line.ranked for line in ranking.lines), ranking.rules.places)
    return MeetingView(ranking, meeting, {}, _with_lot(found, meeting, ranking), deputy_in(work), out_in(work))


def order_in(work: Work) -> MeetingView:
    """The same for a decision on one application: without `conflicts`, it takes half the time."""
    return _without_conflicts(work, Account(reviews_of(work), {}))


def _with_lot(found: dict[Reference, Side], meeting: Meeting, ranking: Ranking) -> dict[Reference, Side]:
    """The sides once a draw between those who were level has been made; one between others says nothing any more."""
    level = {application for application, side in found.items() if side == "level"}
    if meeting.lot is None or set(meeting.lot.order) != level:
        return found
    left = ranking.rules.places - sum(side == "in" for side in found.values())
    drawn: dict[Reference, Side] = {
        application: "in" if turn < left else "out" for turn, application in enumerate(meeting.lot.order)
    }
    return {**found, **drawn}


# -- the agenda --------------------------------------------------------------------------------------------------------


def suggested_agenda(outlook: Outlook) -> tuple[AgendaItem, ...]:
    """What to talk about, what matters most for the funding line first; numbers only, for a job."""
    ranking = outlook.ranking
    table = review_table(ranking)
    found = what_to_discuss(table, ranking_rules(ranking), ranking.rules.reviews_per_application, outlook.sure)
    by_index = sorted(line.application.reference for line in ranking.lines)
    out = {line.application.reference for line in ranking.lines if line.out}
    return tuple(
        AgendaItem(by_index[item.application], tuple(reason.sentence for reason in item.reasons))
        for item in found
        if by_index[item.application] not in out
    )


def see_agenda(place: Workplace) -> tuple[Reference, ...]:
    """The agenda as it stands, in order."""
    with place.store.reading() as work:
        return meeting_in(work).agenda


def set_agenda(place: Workplace, references: Sequence[str]) -> Change:
    """Let the agenda be these applications in this order; raises InputError for one unknown or named twice."""
    with place.store.writing() as work:
        agenda = known_references(work, references)
        if len(set(agenda)) < len(agenda):
            raise InputError(_("An application is on the agenda twice."), remedy=_("Leave each of them on it once."))
        said = [Said(None, AGENDA, list_text(agenda))]
        return write_down(work, place, said, "", _("Agenda changed"))


def go_to(place: Workplace, application: Reference | None) -> Change:
    """Open an item, or none; after a power cut the meeting goes on there."""
    with place.store.writing() as work:
        said = [Said(None, CURRENT, known_reference(work, application) if application else "")]
        return write_down(work, place, said, "", _("Item opened"))


# -- people ------------------------------------------------------------------------------------------------------------


def note_presence(place: Workplace, members: Sequence[MemberId], presence: Presence) -> Change:
    """Note who is present, has left, or sent apologies."""
    with place.store.writing() as work:
        said = [Said(None, presence_field(known_member(work, member).member_id), presence) for member in members]
        return write_down(work, place, said, "", _("Attendance noted"))


def confirm_recusal(place: Workplace, application: Reference, member: MemberId) -> Change:
    """Confirm that a member has left the room for an application; the time is kept.

    Raises InputError where the member has declared no conflict with it, or is not at the meeting.
    """
    with place.store.writing() as work:
        name = known_member(work, member).name
        if member not in conflicts_in(work, application):
            raise InputError(
                _("{name} has no conflict of interest with {reference}.").format(name=name, reference=application),
                remedy=_("Record the conflict first, or choose another member."),
            )
        if member not in meeting_in(work).present:
            raise InputError(
                _("{name} is not at the meeting.").format(name=name),
                remedy=_("Note the attendance first."),
            )
        said = [Said(application, recused_field(member), AWAY)]
        return write_down(work, place, said, "", _("{name} left the room").format(name=name))


def call_back(place: Workplace, application: Reference, member: MemberId) -> Change:
    """Note that a member who left for an application is back in the room."""
    with place.store.writing() as work:
        name = known_member(work, member).name
        if member not in meeting_in(work).outside(application):
            raise InputError(
                _("{name} did not leave the room for {reference}.").format(name=name, reference=application),
                remedy=_("Nothing more is needed."),
            )
        said = [Said(application, recused_field(member), BACK)]
        return write_down(work, place, said, "", _("{name} is back in the room").format(name=name))


def conflicts_in(work: Work, application: Reference) -> dict[MemberId, str]:
    """Who must not judge one application, and why: looked up by itself, since the whole round takes long to read."""
    members = [each.member_id for each in work.panel.members()]
    found = {member: work.entries.detail(member, application, CONFLICT) for member in members}
    declared = {(member, application): entry.value for member, entry in found.items() if entry and entry.value}
    apart = _kept_apart(work, [work.applications.summary(application)], declared)
    return {member: why for (member, _application), why in apart.items()}


def _kept_apart(
    work: Work, applications: Iterable[Application], declared: Mapping[tuple[MemberId, Reference], str]
) -> Mapping[tuple[MemberId, Reference], str]:
    """Who has to leave for what: for what was declared, and for what keeps a pair apart without any declaration."""
    return undeclared_bars(work.panel.members(), applications) | dict(declared)


def refuse_locked(work: Work, application: Reference) -> None:
    """Raise InputError while somebody with a conflict is in the room for this item."""
    meeting = meeting_in(work)
    inside = meeting.present - meeting.outside(application)
    for member in (each for each in conflicts_in(work, application) if each in inside):
        raise InputError(
            _("{name} has a conflict of interest with {reference} and is still in the room.").format(
                name=known_member(work, member).name, reference=application
            ),
            _("This item stays locked until then."),
            _("Confirm that {name} has left the room.").format(name=known_member(work, member).name),
        )


# -- what is said ------------------------------------------------------------------------------------------------------


def note(place: Workplace, application: Reference, text: str) -> Change:
    """Keep what was said about an application, in place of the note before; earlier ones stay in the record."""
    with place.store.writing() as work:
        reference = known_reference(work, application)
        refuse_locked(work, reference)
        said = [Said(reference, NOTE, text.strip())]
        return write_down(work, place, said, "", _("Note on {reference} kept").format(reference=reference))


def cast_vote(place: Workplace, application: Reference, member: MemberId, vote: Vote) -> Change:
    """Keep a member's vote; raises InputError where the round does not vote, or the member must not or is not there.

    Who left the room for an earlier item is not there until called back.
    """
    with place.store.writing() as work:
        who = known_member(work, member)
        if not work.rounds.get().votes:
            raise InputError(
                _("The rules of this round know no votes."),
                remedy=_("Decide together, and note what was said."),
            )
        refuse_locked(work, application)
        meeting = meeting_in(work)
        barred = who.role == "observer" or member in conflicts_in(work, application)
        if not barred and member in meeting.present - meeting.in_the_room:
            raise InputError(
                _("{name} is outside and has not heard what was said.").format(name=who.name),
                remedy=_("Call {name} back first.").format(name=who.name),
            )
        if barred or member not in meeting.present:
            raise InputError(
                _("{name} has no vote on {reference}.").format(name=who.name, reference=application),
                _("Votes belong to members who are present, have no conflict of interest and are not observers."),
                _("Leave the vote out."),
            )
        said = [Said(application, vote_field(member), vote)]
        return write_down(work, place, said, "", _("Vote of {name} kept").format(name=who.name))
