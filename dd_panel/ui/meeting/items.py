"""What the meeting shows of one application: a snapshot in words and figures, for the chair and for the wall."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Final

from dd_panel.domain.meeting import vote_words
from dd_panel.domain.scale import Mark
from dd_panel.domain.totals import mean_of
from dd_panel.domain.views import scores_differ
from dd_panel.text import DASH, _
from dd_panel.ui.desk.words import one_decimal
from dd_panel.ui.round.ranking.rows import chance_figure
from dd_panel.ui.round.words import short_money

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from dd_panel.domain.identifiers import MemberId, Reference
    from dd_panel.domain.reviews import Review
    from dd_panel.domain.rubric import Criterion
    from dd_panel.services.meeting.conducting import MeetingView
    from dd_panel.services.results.prospects import Prospects
    from dd_panel.services.results.ranking import RankingLine

MOST_TICKS: Final = 10
"""Steps of a scale up to which every level is drawn."""


@dataclass(frozen=True, slots=True)
class Voice:
    """One reviewer's score on one criterion; `share` is where it lies on the drawn line, 0 left … 1 right."""

    name: str
    disc: str
    score: str
    share: float
    level: int
    levels: int
    comment: str


@dataclass(frozen=True, slots=True)
class CriterionLine:
    """One criterion: its voices from low to high, their mean in words, and what was agreed, None where nothing was.

    `ticks` are the scores along the drawn line, from left to right: every level, or the ends of a long scale alone.
    """

    key: str
    title: str
    short: str
    weight: str
    ticks: tuple[str, ...]
    voices: tuple[Voice, ...]
    unscored: tuple[tuple[str, str], ...]
    mean: str
    wide: bool
    agreed: str | None
    agreed_share: float | None

    def spoken(self) -> str:
        """The line as one sentence."""
        given = [_("{name} {score}").format(name=each.name, score=each.score) for each in self.voices]
        parts = [self.title, self.weight, *given, _("mean {mean}").format(mean=self.mean)]
        parts += [_("views differ")] if self.wide else []
        parts += [_("agreed {score}").format(score=self.agreed)] if self.agreed is not None else []
        return _(", ").join(parts)

    @property
    def same(self) -> str:
        """“All gave 3” where everybody gave the same, else empty."""
        scores = {each.score for each in self.voices}
        return _("All gave {score}").format(score=self.voices[0].score) if len(scores) == 1 < len(self.voices) else ""


@dataclass(frozen=True, slots=True)
class Leaver:
    """A member with a conflict of interest: still in the room, or outside since a time, for one application."""

    member: MemberId
    name: str
    application: Reference
    reason: str
    since: str = ""

    @property
    def kind(self) -> str:
        """The kind of conflict, which stands before a colon; empty where none does."""
        kind, colon, _rest = self.reason.partition(":")
        return kind if colon else ""


@dataclass(frozen=True, slots=True)
class MeetingItem:
    """Everything the meeting shows of one application.

    `chairing` says who takes the chair, empty where the chair need not leave.
    """

    reference: Reference
    title: str
    about: str
    figures: tuple[tuple[str, str], ...]
    criteria: tuple[CriterionLine, ...]
    must_leave: tuple[Leaver, ...]
    outside: tuple[Leaver, ...]
    chairing: str
    note: str
    percent: str
    place: int | None
    agreed_percent: str
    agreed_reason: str
    decision_reason: str
    outcome: str | None
    votes: str

    @property
    def locked(self) -> bool:
        """Whether somebody must leave before the item is opened."""
        return bool(self.must_leave)


def item_of(view: MeetingView, prospects: Prospects | None, reference: Reference) -> MeetingItem:
    """Put together what the meeting shows of an application."""
    line, meeting, rules = view.lines[reference], view.meeting, view.ranking.rules
    application, ranked = line.application, line.ranked
    likely = None if prospects is None else prospects.likely(reference)
    note, decision, agreed = (
        meeting.notes.get(reference),
        meeting.decisions.get(reference),
        meeting.agreed.get(reference),
    )
    names = _disc_names(line, view)
    sought = application.support_sought
    own = own_mean(line)
    percent = DASH if own is None else one_decimal(100 * own)
    return MeetingItem(
        reference=reference,
        title=application.lead_authority,
        about=" · ".join(part for part in (application.service, application.model, reference) if part),
        figures=(
            (ordinal(ranked.place), _("of {count}").format(count=len(view.lines))),
            (percent, _("panel mean")),
            (
                DASH if likely is None else chance_figure(likely.chance),
                _("in top {count}").format(count=rules.places),
            ),
            (DASH if sought is None else short_money(sought, rules.currency), _("support")),
        ),
        criteria=tuple(_line(view, line, each, names) for each in rules.rubric.criteria),
        must_leave=tuple(_leaver(view, each, reference) for each in view.must_leave(reference)),
        outside=_outside(view),
        chairing=_chairing(view, reference),
        note=note.text if note else "",
        percent=percent,
        place=ranked.place,
        agreed_percent="" if line.agreed is None else one_decimal(100 * line.agreed).removesuffix(".0"),
        agreed_reason=agreed.reason if agreed else "",
        decision_reason=decision.reason if decision else "",
        outcome=decision.outcome if decision else None,
        votes=vote_words(votes) if (votes := meeting.votes.get(reference, {}).values()) else "",
    )


def own_mean(line: RankingLine) -> Fraction | None:
    """The mean of the members' own totals, whatever was agreed since."""
    own = line.ranked.positions
    return mean_of(own) if own else None


def ordinal(place: int | None) -> str:
    """A place as it is said: 9th."""
    if place is None:
        return DASH
    tens, ones = divmod(place % 100, 10)
    if tens == 1:
        return _("{place}th").format(place=place)
    said = {1: _("{place}st"), 2: _("{place}nd"), 3: _("{place}rd")}
    return said.get(ones, _("{place}th")).format(place=place)


def initials(name: str) -> str:
    """The letters of a name for a disc: DO."""
    parts = name.split()
    return (parts[0][:1] + (parts[-1][:1] if len(parts) > 1 else "")).upper() if parts else "?"


def letter(at: int) -> str:
    """The letter that stands for a name that is hidden: A, B … Z, A2."""
    turn, step = divmod(at, 26)
    return chr(ord("A") + step) + (str(turn + 1) if turn else "")


def hidden(item: MeetingItem) -> MeetingItem:
    """The same with letters for the reviewers' names; a letter stands for one person through all criteria."""
    people = sorted({voice.name for line in item.criteria for voice in line.voices})
    people += sorted({name for line in item.criteria for name, _said in line.unscored} - set(people))
    letters = {name: letter(at) for at, name in enumerate(people)}

    def voiceless(voice: Voice) -> Voice:
        shown = letters[voice.name]
        return replace(voice, name=_("Reviewer {letter}").format(letter=shown), disc=shown)

    return replace(
        item,
        criteria=tuple(
            replace(
                line,
                voices=tuple(voiceless(voice) for voice in line.voices),
                unscored=tuple(
                    (_("Reviewer {letter}").format(letter=letters[name]), said) for name, said in line.unscored
                ),
            )
            for line in item.criteria
        ),
    )


def _disc_names(line: RankingLine, view: MeetingView) -> dict[MemberId, tuple[str, str]]:
    """Each reviewer's name, and the initials for a disc; where two have the same, they are numbered."""
    names = {review.member: view.ranking.members[review.member].name for review in line.reviews}
    shared = Counter(initials(name) for name in names.values())
    met: Counter[str] = Counter()
    found: dict[MemberId, tuple[str, str]] = {}
    for member, name in names.items():
        short = initials(name)
        met[short] += 1
        found[member] = name, short if shared[short] == 1 else f"{short}{met[short]}"
    return found


def _line(
    view: MeetingView, line: RankingLine, criterion: Criterion, names: dict[MemberId, tuple[str, str]]
) -> CriterionLine:
    scale, rubric = criterion.scale, view.ranking.rules.rubric
    scored = [review for review in line.reviews if _is_scored(review, criterion)]
    positions = [scale.position(review.marks[criterion.key]) for review in scored]
    found = sorted(zip(positions, scored, strict=True), key=lambda each: (each[0], each[1].member))
    agreed = view.meeting.agreed.get(line.application.reference)
    settled = agreed.scores.get(criterion.key) if agreed else None
    mean = mean_of(positions) if positions else None
    return CriterionLine(
        key=criterion.key,
        title=criterion.title,
        short=criterion.short,
        weight=_("{percent}%").format(percent=one_decimal(100 * rubric.weight_share(criterion)).removesuffix(".0")),
        ticks=tuple(scale.text_of(mark) for mark in _drawn_marks(scale.steps)),
        voices=tuple(_voice(review, criterion, names[review.member]) for _position, review in found),
        unscored=tuple(
            (names[review.member][0], _not_scored(review, criterion)) for review in line.reviews if review not in scored
        ),
        mean=DASH if mean is None else one_decimal(scale.value_at(mean)),
        wide=scores_differ(positions),
        agreed=settled,
        agreed_share=_share_of(criterion, settled),
    )


def _is_scored(review: Review, criterion: Criterion) -> bool:
    return criterion.key in review.marks and criterion.key not in review.waiting and not review.conflicted


def _drawn_marks(steps: int) -> Sequence[Mark]:
    return [Mark(step) for step in range(steps + 1)] if steps <= MOST_TICKS else [Mark(0), Mark(steps)]


def _voice(review: Review, criterion: Criterion, who: tuple[str, str]) -> Voice:
    scale, mark = criterion.scale, review.marks[criterion.key]
    level, comment = scale.level_of(mark), review.comments.get(criterion.key, "").strip()
    return Voice(who[0], who[1], scale.text_of(mark), mark / scale.steps, level, scale.steps + 1, comment)


def _share_of(criterion: Criterion, score: str | None) -> float | None:
    if not score:
        return None
    try:
        return criterion.scale.mark_of(Decimal(score)) / criterion.scale.steps
    except InvalidOperation:  # “cannot judge” is agreed too, and lies nowhere
        return None


def _not_scored(review: Review, criterion: Criterion) -> str:
    if review.conflicted:
        return _("conflict of interest")
    if criterion.key in review.waiting:
        return _("waits for a decision")
    return _("cannot judge") if review.scores[criterion.key].state.name == "CANNOT_JUDGE" else _("not scored")


def _leaver(view: MeetingView, member: MemberId, reference: Reference) -> Leaver:
    reason = view.conflicts.get(reference, {}).get(member, "")
    return Leaver(member, view.ranking.members[member].name, reference, reason)


def _chairing(view: MeetingView, reference: Reference) -> str:
    """Who takes the chair while the chair must leave, or is outside, for an item."""
    away = {*view.must_leave(reference), *view.meeting.outside(reference)}
    if not any(view.chairs(member) for member in away):
        return ""
    deputy = view.stand_in(reference)
    if deputy is None:
        return _("No deputy is named, present and free of a conflict: settle who takes the chair for this item.")
    return _("{name}, the deputy, takes the chair for this item").format(name=deputy.name)


def _outside(view: MeetingView) -> tuple[Leaver, ...]:
    """Everybody who left the room for some item and is not back."""
    return tuple(
        Leaver(
            each.member,
            view.ranking.members[each.member].name,
            each.application,
            view.conflicts.get(each.application, {}).get(each.member, ""),
            f"{each.left:%H:%M}",
        )
        for each in view.meeting.recusals
        if each.back is None
    )
