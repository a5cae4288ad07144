"""Writing to members: reminders and questions as drafts, which the person's own mail program opens and sends."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from dd_panel.domain.errors import InputError
from dd_panel.domain.findings import Finding, Kind
from dd_panel.domain.scale import plain
from dd_panel.services.change import Change
from dd_panel.services.drafts import Drafts, Letter, joined, without_address, write_drafts
from dd_panel.services.journal import About, Deed, events, note_event
from dd_panel.services.returns.receipts import expected_in, receipt_of
from dd_panel.text import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from dd_panel.domain.applications import Application
    from dd_panel.domain.identifiers import Reference
    from dd_panel.domain.panel import Member
    from dd_panel.domain.rounds import Round
    from dd_panel.services.workplace import Workplace
    from dd_panel.store.findings import Kept
    from dd_panel.store.work import Work

_WHICH_SCORE = frozenset(
    {Kind.UNKNOWN_LEVEL, Kind.OUT_OF_RANGE, Kind.OFF_STEP, Kind.DATE, Kind.ERROR_CELL, Kind.FORMULA}
)


def can_ask(finding: Finding) -> bool:
    """Whether a finding touches the member's judgement, so that only the member can say what is meant."""
    return finding.kind.rule.severity in {"error", "warning"}


def remind(place: Workplace, folder: Path) -> Drafts:
    """Write a reminder for each member whose scoresheet is outstanding.

    Raises InputError when nobody is outstanding, or what `write_whole` raises; then no draft is left behind.
    """
    with place.store.reading() as work:
        rules = work.rounds.get()
        loads = Counter(each.member for each in expected_in(work))
        waiting = [work.panel.member(each) for each in receipt_of(work).outstanding_members]
    letters = [_reminder(rules, member, loads[member.member_id]) for member in waiting]
    if not letters:
        raise InputError(_("Nobody is outstanding."), remedy=_("Every scoresheet has come."))
    paths = write_drafts(folder, f"{rules.reference} {_('reminder')}", letters)
    with place.store.writing() as work:
        for member in waiting:
            note_event(work, place, Deed.REMINDED, About(member=member.member_id))
    said = ngettext("{count} reminder written", "{count} reminders written", len(paths)).format(count=len(paths))
    return Drafts(paths, without_address(letters), Change(frozenset({"returns"}), said))


def ask(place: Workplace, numbers: Sequence[int], folder: Path) -> Drafts:
    """Write the members of these findings what is not clear, one draft for each member, and note when they were asked.

    Raises InputError when a finding is no question for its member, or what `write_whole` raises; then nothing is
    written.
    """
    with place.store.reading() as work:
        rules = work.rounds.get()
        about: dict[Member, list[Kept]] = {}
        for number in numbers:
            kept = _question(work, number)
            about.setdefault(work.panel.member(kept.member), []).append(kept)
        applications = {each.reference: each for each in work.applications.summaries()}
    letters = [_questions(rules, member, some, applications) for member, some in about.items()]
    paths = write_drafts(folder, f"{rules.reference} {_('question')}", letters)
    with place.store.writing() as work:
        for member, some in about.items():
            findings = tuple(kept.finding_id for kept in some)
            note_event(work, place, Deed.ASKED, About(member=member.member_id, findings=findings))
    return Drafts(paths, without_address(letters), _asked(place, numbers))


def _asked(place: Workplace, numbers: Sequence[int]) -> Change:
    """The change that an asking makes; taking it back forgets that it was asked, and leaves the draft alone."""

    def note(deed: Deed, said: str, other: Deed) -> Change:
        with place.store.writing() as work:
            last = next(each for each in reversed(events(work)) if set(numbers) & set(each.about.findings))
            note_event(work, place, deed, About(member=last.about.member, findings=tuple(numbers)))
        return Change(touched, said, lambda: note(other, said, deed))

    touched = frozenset({"findings"})
    said = ngettext("{count} question written", "{count} questions written", len(numbers)).format(count=len(numbers))
    return Change(touched, said, lambda: note(Deed.NOT_ASKED, said, Deed.ASKED))


def _question(work: Work, number: int) -> Kept:
    kept = work.findings.get(number)
    if kept.decision is not None or not can_ask(kept.finding):
        raise InputError(
            _("Finding {number} is no question for the member.").format(number=number),
            remedy=_("Decide it here."),
        )
    return kept


# -- the words ------------------------------------------------------------------------------------------------------


def _reminder(rules: Round, member: Member, load: int) -> Letter:
    count = ngettext(
        "{count} application is assigned to you.", "{count} applications are assigned to you.", load
    ).format(count=load)
    lines = [
        _("Dear {name},").format(name=member.name),
        _("Your scoresheet for {round} has not reached us yet. {count}").format(round=rules.name, count=count),
        _("Please send the Excel workbook in answer to this message. If you sent it before, it did not arrive."),
        _("If something keeps you from it, please tell us what, and when we may expect it."),
        _("With kind regards\nThe secretariat"),
    ]
    subject = _("{reference}: your scoresheet").format(reference=rules.reference)
    return Letter(member.name, member.email, subject, joined(lines))


def _questions(
    rules: Round, member: Member, about: Sequence[Kept], applications: dict[Reference, Application]
) -> Letter:
    some = [
        _("{number}. {where}\n   {question}").format(
            number=number,
            where=_where(rules, kept.finding, applications),
            question=_question_words(rules, kept.finding),
        )
        for number, kept in enumerate(about, start=1)
    ]
    files = _(", ").join(dict.fromkeys(kept.file for kept in about))
    lines = [
        _("Dear {name},").format(name=member.name),
        ngettext(
            "Thank you for your scoresheet ({files}). One thing in it is not clear to us:",
            "Thank you for your scoresheet ({files}). {count} things in it are not clear to us:",
            len(some),
        ).format(files=files, count=len(some)),
        *some,
        _("Please tell us what you mean, or send a corrected scoresheet. Nothing was changed in your file."),
        _("With kind regards\nThe secretariat"),
    ]
    subject = _("{reference}: a question about your scoresheet").format(reference=rules.reference)
    return Letter(member.name, member.email, subject, joined(lines))


def _where(rules: Round, finding: Finding, applications: dict[Reference, Application]) -> str:
    """Application, criterion and cell, as far as the finding is about them."""
    parts: list[str] = []
    if finding.reference is not None:
        application = applications.get(finding.reference)
        parts.append(f"{finding.reference} {application.lead_authority if application else ''}".strip())
    if finding.criterion is not None:
        parts.append(rules.rubric.criterion(finding.criterion).title)
    parts.append(finding.place)
    return _(", ").join(part for part in parts if part)


def _question_words(rules: Round, finding: Finding) -> str:
    """A neutral question: it says what was found and never which answer would be right."""
    found = finding.found or ""
    if finding.kind in _WHICH_SCORE and finding.criterion is not None:
        scale = rules.rubric.criterion(finding.criterion).scale
        return _(
            "We found “{found}”. Which score do you mean? ({lowest} to {highest} in steps of {step}, or cannot judge)"
        ).format(found=found, lowest=plain(scale.lowest), highest=plain(scale.highest), step=plain(scale.step))
    said = {
        Kind.COMMENT_MISSING: _("This score needs a comment and has none. What are your reasons?"),
        Kind.SCORED_CONFLICT: _("You declared a conflict of interest here and also gave a score. Which one holds?"),
        Kind.BOTH_CHANGED: _("Your scoresheet says “{found}”, and we had noted “{detail}”. Which one holds?"),
        Kind.LOOKS_LIKE_RANK: _("The column holds {found}, each once. Are these scores, or an order of preference?"),
        Kind.TEXT_TOO_LONG: _("The text is longer than a cell can hold. Please send it whole."),
        Kind.MISSING_ROW: _("There is no row for this application. Was it left out on purpose?"),
        Kind.MISSING_COLUMN: _("The column {detail} is missing. Was it left out on purpose?"),
    }.get(finding.kind)
    if said is None and finding.kind.rule.holds in {"rows", "column"}:
        said = _("We found “{found}”, and are not sure what these entries belong to. Which are meant?")
    return (said or _("We found “{found}”. What do you mean?")).format(found=found, detail=finding.detail)
