"""The panel member's verbs: score, explain, advise, declare a conflict, finish."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from dd_panel.domain.errors import InputError, StorageError
from dd_panel.domain.identifiers import (
    COMPLETE,
    CONFLICT,
    KEPT_PRIVATE,
    ORDER,
    RECOMMENDATION,
    CriterionKey,
    Field,
    MemberId,
    Reference,
    criterion_of,
    is_score,
    score_field,
)
from dd_panel.domain.reviews import CANNOT_JUDGE, RECOMMENDATIONS, Review
from dd_panel.domain.scale import OffStepError, OutOfRangeError, Scale, plain
from dd_panel.services.change import Change
from dd_panel.services.review.change_words import change_words
from dd_panel.services.review.exported import EXPORT_FACT, Exported, last_export, version_begun
from dd_panel.store.entry_values import Origin, Write
from dd_panel.text import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dd_panel.domain.applications import Application
    from dd_panel.domain.panel import Assignment, Member
    from dd_panel.domain.rounds import Round
    from dd_panel.services.workplace import Workplace
    from dd_panel.store.work import Work

MEMBER_FACT = "member"
"""The fact in a member's store that says whose it is."""

READ_FACT = "read last"
"""The fact in a member's store that names the application which lay open last."""


@dataclass(frozen=True, slots=True)
class DeskItem:
    """One application on the member's desk: what is known without opening it, and the member's own review.

    `changed` says that a scoresheet went out and no longer holds what stands here.
    """

    application: Application
    review: Review
    conflict: str = ""
    changed: bool = False

    @property
    def status(self) -> str:
        """One of conflict, complete, in_progress, not_started."""
        if self.conflict:
            return "conflict"
        if self.review.complete:
            return "complete"
        return "in_progress" if self.review.begun else "not_started"


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything a member has to do, in the suggested order; applications come without their answers.

    `exports` counts the scoresheets that went out; `exported` is the last of them, `begun` the version on which work
    was begun after that. `read_last` is the application that lay open last, empty before any did.
    """

    rules: Round
    member: Member
    items: tuple[DeskItem, ...]
    exports: int
    exported: Exported | None = None
    begun: int = 0
    read_last: str = ""

    def item(self, reference: Reference) -> DeskItem:
        """The application with this reference; raises KeyError when it is not on the desk."""
        for item in self.items:
            if item.application.reference == reference:
                return item
        raise KeyError(reference)

    def with_items(self, fresh: Sequence[DeskItem]) -> Desk:
        """The desk with these applications as they stand now."""
        by_reference = {item.application.reference: item for item in fresh}
        items = tuple(by_reference.get(item.application.reference, item) for item in self.items)
        return replace(self, items=items)

    def count(self, status: str) -> int:
        """How many applications have this status."""
        return sum(item.status == status for item in self.items)

    @property
    def waiting(self) -> tuple[DeskItem, ...]:
        """What is neither complete nor barred, as one goes on with it: what lay open last, what was begun, the rest."""
        left = [item for item in self.items if item.status in {"in_progress", "not_started"}]
        left.sort(key=lambda item: (item.application.reference != self.read_last, item.status != "in_progress"))
        return tuple(left)

    @property
    def unfinished(self) -> int:
        """How many applications are neither complete nor barred: with any, a scoresheet is a draft."""
        return self.count("not_started") + self.count("in_progress")

    @property
    def changed(self) -> bool:
        """Whether the last scoresheet no longer holds what stands here."""
        return any(item.changed for item in self.items)

    @property
    def closed(self) -> bool:
        """Whether everything went out as it stands: the window changes nothing before another version is begun."""
        whole = self.exported is not None and not self.exported.draft
        return whole and not self.changed and self.begun <= self.exports


def member_of(work: Work) -> MemberId:
    """Whose review store this is; raises StorageError when it is nobody's."""
    member = work.about.get(MEMBER_FACT)
    if not member:
        raise StorageError(
            _("This file is not a panel member's review."), remedy=_("Open a .ddreview file, made from a review pack.")
        )
    return MemberId(member)


def see_member(place: Workplace) -> Member:
    """Read whose review this is, and nothing else; raises StorageError when it is nobody's."""
    with place.store.reading() as work:
        return work.panel.member(member_of(work))


def see_bare_desk(place: Workplace) -> Desk:
    """Read whose desk it is and by which rules, before anything that lies on it."""
    with place.store.reading() as work:
        return Desk(work.rounds.get(), work.panel.member(member_of(work)), (), 0)


def see_desk(place: Workplace) -> Desk:
    """Read the whole desk in one go."""
    with place.store.reading() as work:
        rules = work.rounds.get()
        member = work.panel.member(member_of(work))
        applications = {each.reference: each for each in work.applications.summaries()}
        entries = work.entries.of_member(member.member_id)
        exported = last_export(work)
        items = tuple(
            _item(rules, applications[each.application], each, entries.get(each.application, {}), exported)
            for each in work.panel.assignments_of(member.member_id)
        )
        exports, read_last = int(work.about.get(EXPORT_FACT) or 0), work.about.get(READ_FACT) or ""
        return Desk(rules, member, items, exports, exported, version_begun(work), read_last)


def see_item(place: Workplace, reference: Reference) -> DeskItem:
    """Read one application of the desk afresh, without its answers."""
    with place.store.reading() as work:
        member = member_of(work)
        assignment = work.panel.assignment(member, reference)
        entries = work.entries.of(member, reference)
        return _item(work.rounds.get(), work.applications.summary(reference), assignment, entries, last_export(work))


def _item(
    rules: Round,
    application: Application,
    assignment: Assignment,
    entries: Mapping[Field, str],
    exported: Exported | None,
) -> DeskItem:
    conflict = entries.get(CONFLICT, "")
    review = Review.from_entries(
        rules.rubric, assignment.member, assignment.application, entries, conflicted=bool(conflict)
    )
    changed = exported is not None and exported.differs(assignment.application, entries)
    return DeskItem(application, review, conflict, changed)


def open_application(place: Workplace, reference: Reference) -> Application:
    """Read one application with its answers; raises InputError when the member has a conflict there."""
    with place.store.reading() as work:
        if work.entries.of(member_of(work), reference).get(CONFLICT):
            raise InputError(
                _("You have declared a conflict of interest for {reference}.").format(reference=reference),
                _("You can see its title only."),
                _("Withdraw the conflict if it was declared by mistake."),
            )
        return work.applications.get(reference)


def attachment(place: Workplace, reference: Reference, sha256: str) -> bytes:
    """Read the bytes of one attachment; raises InputError when the member has a conflict there."""
    open_application(place, reference)
    with place.store.reading() as work:
        return work.applications.blob(sha256)


def note_opened(place: Workplace, reference: Reference) -> None:
    """Remember that this application was really read: it lay open last, and the first time it was the next one read."""
    with place.store.writing() as work:
        member = member_of(work)
        mine = work.entries.of(member, reference)
        if mine.get(CONFLICT):
            return
        work.about.put(READ_FACT, reference)
        if not mine.get(ORDER):
            origin = Origin(place.person, place.clock())
            work.entries.write([Write(member, reference, ORDER, str(work.entries.count(member, ORDER) + 1))], origin)


def record_score(place: Workplace, reference: Reference, criterion: CriterionKey, text: str) -> Change:
    """Give, change or clear one score: a number of the scale, `cannot judge`, or an empty text for *not yet scored*.

    Raises InputError when the text is no score of that scale, or the member has a conflict there.
    """
    with place.store.writing() as work:
        kept = kept_score(text, work.rounds.get().rubric.criterion(criterion).scale)
        return _record_within(work, place, reference, {score_field(criterion): kept}, "score")


def kept_score(text: str, scale: Scale) -> str:
    """The form in which a typed score is kept; raises InputError when it is no score of the scale."""
    if text in {"", CANNOT_JUDGE}:
        return text
    try:
        return scale.text_of(scale.mark_of(Decimal(text)))
    except (InvalidOperation, OutOfRangeError, OffStepError):
        raise InputError(
            _("“{text}” is no score here.").format(text=text),
            remedy=_("Give a score from {lowest} to {highest} in steps of {step}, or cannot judge.").format(
                lowest=plain(scale.lowest), highest=plain(scale.highest), step=plain(scale.step)
            ),
        ) from None


def record_text(place: Workplace, reference: Reference, field: Field, text: str) -> Change:
    """Keep the reason for a score, the guidance to the applicant, the support that would help, or private notes."""
    return _record(place, reference, {field: text}, "text")


def record_recommendation(place: Workplace, reference: Reference, word: str) -> Change:
    """Recommend fund, reserve or decline; an empty word takes the recommendation back."""
    if word and word not in RECOMMENDATIONS:
        raise InputError(
            _("“{word}” is no recommendation.").format(word=word), remedy=_("Choose fund, reserve or decline.")
        )
    return _record(place, reference, {RECOMMENDATION: word}, "recommendation")


def record_field(place: Workplace, reference: Reference, field: Field, text: str) -> Change:
    """Keep whatever a member gives, scores or writes about an application, by the rules for that field.

    Raises InputError where the text can't stand in it, or the member has a conflict there.
    """
    key = criterion_of(field)
    if key is not None and is_score(field):
        return record_score(place, reference, key, text)
    if field == RECOMMENDATION:
        return record_recommendation(place, reference, text)
    return record_text(place, reference, field, text)


def record_fields(place: Workplace, reference: Reference, fields: Mapping[Field, str]) -> Change:
    """Keep several things about one application at once, as when a row is pasted; all of them or none."""
    with place.store.writing() as work:
        member, rubric = member_of(work), work.rounds.get().rubric
        entries = work.entries.of(member, reference)
        _refuse_conflicted(entries, reference)
        writes: list[Write] = []
        for field, text in fields.items():
            key = criterion_of(field)
            kept = kept_score(text, rubric.criterion(key).scale) if is_score(field) and key else text
            writes.append(Write(member, reference, field, kept))
        work.entries.write(writes, Origin(place.person, place.clock()))
    before = {field: entries.get(field, "") for field in fields}
    return Change(
        frozenset({"score", "text", f"application:{reference}"}),
        ngettext("{reference}: {count} entry changed", "{reference}: {count} entries changed", len(fields)).format(
            reference=reference, count=len(fields)
        ),
        lambda: record_fields(place, reference, before),
    )


def mark_complete(place: Workplace, reference: Reference, *, complete: bool = True) -> Change:
    """Finish a review, or reopen it; raises InputError that counts what is missing when it can't be finished."""
    with place.store.writing() as work:
        if complete:
            _refuse_unfinished(work, reference)
        return _record_within(work, place, reference, {COMPLETE: "yes" if complete else ""}, "status")


def _refuse_unfinished(work: Work, reference: Reference) -> None:
    member, rubric = member_of(work), work.rounds.get().rubric
    gaps = Review.from_entries(rubric, member, reference, work.entries.of(member, reference)).gaps(rubric)
    if gaps:
        raise InputError(
            _("This review is not finished yet."),
            ngettext("{count} thing is left to do.", "{count} things are left to do.", len(gaps)).format(
                count=len(gaps)
            ),
            _("Fill the gaps that the desk shows, then mark it complete."),
        )


def declare_conflict(place: Workplace, reference: Reference, kind: str, reason: str) -> Change:
    """Declare a conflict of interest; what was scored is sealed and stays traceable."""
    if not kind.strip():
        raise InputError(_("A conflict needs a kind."), remedy=_("Say what kind of interest it is."))
    return _record(place, reference, {CONFLICT: conflict_text(kind, reason)}, "conflict")


def withdraw_conflict(place: Workplace, reference: Reference) -> Change:
    """Take a declared conflict back; both are kept in the history."""
    return _record(place, reference, {CONFLICT: ""}, "conflict")


def conflict_text(kind: str, reason: str) -> str:
    """A conflict on one line, as the scoresheet shows it: `employment: former employer`."""
    return f"{kind.strip()}: {reason.strip()}" if reason.strip() else kind.strip()


def _record(place: Workplace, reference: Reference, texts: Mapping[Field, str], what: str) -> Change:
    with place.store.writing() as work:
        return _record_within(work, place, reference, texts, what)


def _record_within(work: Work, place: Workplace, reference: Reference, texts: Mapping[Field, str], what: str) -> Change:
    """Write what the first of these texts is about, and what goes with it; taken back, all of it stands as before."""
    member = member_of(work)
    field, text = next(iter(texts.items()))
    seen = work.entries.look(member, reference, (field, CONFLICT, COMPLETE))
    entries = seen.texts()
    if field not in {CONFLICT, COMPLETE}:
        _refuse_conflicted(entries, reference)
    # What was finished is open again as soon as something in it changes; a private note is no part of it.
    changes = field not in KEPT_PRIVATE and text != entries.get(field, "")
    wanted = {**texts, COMPLETE: ""} if changes and entries.get(COMPLETE) and COMPLETE not in texts else texts
    writes = [Write(member, reference, each, words) for each, words in wanted.items()]
    work.entries.write(writes, Origin(place.person, place.clock()), seen=seen)
    if field == CONFLICT and text:
        work.search.forget(reference)
    before = {each: entries.get(each, "") for each in wanted}
    return Change(
        frozenset({what, f"application:{reference}"}),
        change_words(work.rounds.get().rubric, reference, field, text),
        lambda: _record(place, reference, before, what),
    )


def _refuse_conflicted(entries: Mapping[Field, str], reference: Reference) -> None:
    if entries.get(CONFLICT):
        raise InputError(
            _("You have declared a conflict of interest for {reference}.").format(reference=reference),
            remedy=_("Withdraw the conflict before you score it."),
        )
