"""The rubric of a round that is under way: frozen once packs are out, and changed only by an explicit way across."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dd_panel.domain.errors import InputError, LockedError, StorageError
from dd_panel.domain.identifiers import (
    PREFERENCE,
    RECOMMENDATION,
    Field,
    criterion_of,
    is_score,
)
from dd_panel.domain.purposes import counting_field
from dd_panel.domain.rubric_change import Crossing, WayAcross, compare_rubrics
from dd_panel.exchange.round_definition_text import rewrite_definition
from dd_panel.services.change import Change
from dd_panel.services.journal import About, Deed, events, note_event
from dd_panel.services.meeting.minutes_book import meeting_in
from dd_panel.services.round.crossings import keep_crossing
from dd_panel.store.entry_values import Origin, Write
from dd_panel.store.findings import SUPERSEDED
from dd_panel.text import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from dd_panel.domain.identifiers import CriterionKey, MemberId, Reference
    from dd_panel.domain.rounds import Round
    from dd_panel.services.journal import Event
    from dd_panel.services.workplace import Workplace
    from dd_panel.store.work import Work

OUT = frozenset({Deed.PACKED, Deed.BLANKS})
"""What puts a rubric into members' hands."""

_JUDGED = frozenset({RECOMMENDATION, PREFERENCE})
"""What a member concluded from the scores, and has to conclude again."""


@dataclass(frozen=True, slots=True)
class RubricView:
    """The rules that hold now, how they came about, and what binds them.

    `sent` are the packs and blank scoresheets made since the rubric last changed, `changes` its earlier changes;
    `begun` counts the reviews in which something is scored. `settled` says that the panel agreed scores or decided.
    """

    rules: Round
    sent: tuple[Event, ...]
    changes: tuple[Event, ...]
    begun: int
    settled: bool

    @property
    def frozen(self) -> bool:
        """Whether members have the rubric, so that changing it makes a new version."""
        return bool(self.sent) or self.begun > 0


def see_rubric(place: Workplace) -> RubricView:
    """Read the rubric and what binds it."""
    with place.store.reading() as work:
        return _view(work)


def plan_rubric(place: Workplace, rules: Round, carry: Collection[CriterionKey] = ()) -> WayAcross:
    """Say what these rules would do in place of those that hold; raises InputError where they can't take their place.

    `carry` names criteria whose scores are to stand; those that may not be carried are refused by name.
    """
    with place.store.reading() as work:
        return _plan(work, rules, carry)


def change_rubric(place: Workplace, rules: Round, carry: Collection[CriterionKey] = (), reason: str = "") -> Change:
    """Let the criteria and the scale of these rules hold from now on, as a new version where scores depend on them.

    Scores of criteria that aren't carried are cleared, which the history says; scoresheets of the version before are
    refused from now on. The definition that lies beside the round since it was founded is written anew with them.
    Raises InputError where a reason is missing, or the panel has agreed or decided already.
    """
    with place.store.writing() as work:
        view, plan = _view(work), _plan(work, rules, carry)
        if plan.new_version and view.settled:
            raise InputError(
                _("The panel has agreed scores or decided by this rubric."),
                _("They would stand on scores that no longer count."),
                _("Take them back at the meeting first, or keep the rubric."),
            )
        if plan.new_version and view.frozen and not reason.strip():
            raise InputError(
                _("The rubric is in members' hands."), remedy=_("Say why it changes; the history keeps the reason.")
            )
        if plan.new_version and view.frozen:
            _cross(work, place, plan, reason)
            note = _("Rubric {old} replaced by {new}. Scores carried across: {criteria}.").format(
                old=view.rules.rubric.version,
                new=rules.rubric.version,
                criteria=_(", ").join(plan.carried) or _("none"),
            )
            note_event(work, place, Deed.RUBRIC, About(note=note), reason)
        if plan.new_version:
            crossing = Crossing(view.rules.rubric.version, rules.rubric.version, plan.carried)
            keep_crossing(work, crossing, frozen=view.frozen)
        work.rounds.put(rules, place.clock())
    told = _definition_beside(place, rules)
    if not plan.new_version or not view.frozen:
        said = _("Rubric changed") + told
        return Change(frozenset({"rules"}), said, lambda: change_rubric(place, view.rules))
    summary = ngettext(
        "New rubric: {count} review to be done again", "New rubric: {count} reviews to be done again", plan.again
    ).format(count=plan.again)
    return Change(frozenset({"rules", "scores", "returns", "findings"}), summary + told)


def _definition_beside(place: Workplace, rules: Round) -> str:
    """Write the definition beside the round anew; what could not be written is said, as the round itself is changed."""
    path = place.store.path.with_suffix(".toml")
    try:
        rewrite_definition(path, rules)
    except (StorageError, LockedError):
        return _("; {name} could not be written and is as it was").format(name=path.name)
    return ""


def _view(work: Work) -> RubricView:
    known = events(work)
    changes = tuple(each for each in known if each.deed is Deed.RUBRIC)
    since = changes[-1].number if changes else 0
    meeting = meeting_in(work)
    return RubricView(
        work.rounds.get(),
        tuple(each for each in known if each.deed in OUT and each.number > since),
        changes,
        work.entries.count_scored(),
        bool(meeting.agreed or meeting.decisions),
    )


def _scored(work: Work) -> Mapping[tuple[MemberId, Reference], dict[Field, str]]:
    """The reviews in which something is scored, with their scores."""
    filled = {
        pair: {field: judgement.value for field, judgement in fields.items() if judgement.value}
        for pair, fields in work.entries.judgements().items()
    }
    return {pair: fields for pair, fields in filled.items() if any(is_score(field) for field in fields)}


def _plan(work: Work, rules: Round, carry: Collection[CriterionKey]) -> WayAcross:
    old = work.rounds.get()
    if rules.round_id != old.round_id:
        raise InputError(
            _("These are the rules of another round, “{name}”.").format(name=rules.name),
            remedy=_("Change the criteria only; name, reference and dates say which round it is."),
        )
    scored = _scored(work)
    plan = WayAcross(
        compare_rubrics(old.rubric, rules.rubric),
        len(scored),
        {key: _count(scored, key) for key in old.rubric.keys},
        new_version=rules.rubric.version != old.rubric.version,
    )
    return plan.carrying(carry)


def _count(scored: Mapping[tuple[MemberId, Reference], dict[Field, str]], key: CriterionKey) -> int:
    """How many scores that count stand for a criterion."""
    return sum(bool(fields.get(counting_field(fields, key))) for fields in scored.values())


def _cross(work: Work, place: Workplace, plan: WayAcross, reason: str) -> None:
    """Clear what is not carried, close what waits, and retire the returns where reviews are done again."""
    now, carried, done_again = place.clock(), set(plan.carried), plan.again > 0
    writes: list[Write] = []
    for entry in work.entries.all_details():
        criterion = criterion_of(entry.field)
        falls = criterion not in carried if criterion is not None else done_again and entry.field in _JUDGED
        if falls or done_again:
            # What comes back next is compared with nothing: an empty cell leaves what was carried.
            value = "" if falls else None
            writes.append(Write(entry.member, entry.application, entry.field, value, "", "", settle=True))
    origin = Origin(place.person, now, reason=_("Another rubric: {reason}").format(reason=reason))
    work.entries.write(writes, origin)
    for kept in work.findings.waiting():
        work.findings.decide(kept.finding_id, SUPERSEDED, None, origin.reason, origin.who, now)
    if done_again:
        work.returns.retire()
