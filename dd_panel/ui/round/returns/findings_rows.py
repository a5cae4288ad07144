"""Findings as the screen shows them: grouped by file, with what was found, what is proposed and what was decided."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dd_panel.domain.findings import Kind
from dd_panel.domain.rounds import LONDON
from dd_panel.services.returns.asking import can_ask
from dd_panel.services.returns.deciding import can_accept, can_set
from dd_panel.services.returns.logbook import subject_of
from dd_panel.services.returns.reopening import BY_HAND
from dd_panel.text import _, ngettext
from dd_panel.ui.round.words import first_name, moment, version_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dd_panel.domain.findings import Finding
    from dd_panel.domain.panel import Member
    from dd_panel.services.returns.logbook import Subject
    from dd_panel.services.returns.merging import FileReport
    from dd_panel.services.returns.overview import ReturnedFile, ReturnsView
    from dd_panel.store.findings import Kept


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One finding. `number` is what it is decided by, None where nothing can be decided; `known` is its own number.

    `asked` says when the member was asked about it, `undoes` that its decision can be taken back, and `subject` leads
    to the entry it is about.
    """

    finding: Finding
    number: int | None
    where: str
    short: str
    about: str
    proposal: str
    asks: bool
    decision: str
    icon: tuple[str, str]
    accepts: bool = False
    sets: bool = False
    known: int | None = None
    asked: str = ""
    undoes: bool = False
    subject: Subject | None = None

    @property
    def can_be_asked(self) -> bool:
        """Whether the member can be asked what is meant."""
        return self.known is not None and not self.decision and can_ask(self.finding)

    @property
    def offers_asking(self) -> bool:
        """Whether asking is what comes next."""
        return self.asks and self.can_be_asked and not self.asked

    @property
    def waits(self) -> bool:
        """Whether somebody has to decide."""
        return self.number is not None and not self.decision

    @property
    def whole_file(self) -> bool:
        """Whether it is about a file that changed nothing, and so about nothing inside it."""
        return self.number is None and self.finding.kind.rule.holds in {"file", "nothing"} and not self.short

    @property
    def needs_reason(self) -> bool:
        """Whether a decision has to be explained: an error touches a judgement, a note only the form."""
        return self.finding.kind.rule.severity == "error"

    def spoken(self) -> str:
        """The finding in whole sentences."""
        parts = [f"{part}." for part in (self.where, self.short, self.about) if part] + [self.finding.sentence]
        if self.finding.found:
            parts.append(_("Found: {found}.").format(found=self.finding.found))
        if self.proposal and not self.asks:
            parts.append(_("Proposed: {proposal}.").format(proposal=self.proposal))
        if self.asked:
            parts.append(f"{self.asked}.")
        parts.append(self.decision or (_("To decide.") if self.waits else _("For information.")))
        return " ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class FindingGroup:
    """One file with its findings; `verdict` says at its right how the file stands, in a tone."""

    file: str
    whose: str
    member: str
    verdict: tuple[str, str]
    rows: tuple[FindingRow, ...]

    def spoken(self) -> str:
        """The file in one sentence."""
        return _(", ").join(part for part in (self.file, self.whose, self.verdict[0]) if part)


def groups_of(view: ReturnsView) -> tuple[FindingGroup, ...]:
    """The returns with what was found in each: one group for each of the view's files, in their order."""
    return tuple(group_of(view, file) for file in view.files)


def group_of(view: ReturnsView, file: ReturnedFile) -> FindingGroup:
    """A return with what was found in it."""
    return FindingGroup(
        file.received.file,
        _("{name} · {version}").format(name=file.member.name, version=version_words(file.received)),
        str(file.received.member),
        _verdict(file.waiting, any(kept.finding.waits for kept in file.findings)),
        tuple(_row(view, file.member, kept) for kept in file.findings),
    )


def unchanged_groups(view: ReturnsView, unchanged: Sequence[FileReport]) -> tuple[FindingGroup, ...]:
    """The files of the last merge that changed nothing, each with the reason."""
    return tuple(_unchanged(view, report) for report in unchanged)


def waiting_in(group: FindingGroup) -> FindingGroup:
    """The same file with those of its findings alone that somebody has to decide."""
    return replace(group, rows=tuple(row for row in group.rows if row.waits))


def _verdict(waiting: int, decisions: bool) -> tuple[str, str]:
    if waiting:
        return ngettext("{count} to decide", "{count} to decide", waiting).format(count=waiting), "warn"
    return (_("all decided"), "good") if decisions else (_("for information"), "ink2")


def _unchanged(view: ReturnsView, report: FileReport) -> FindingGroup:
    """A file that changed nothing: refused, older than what was there, or received before."""
    kinds = {each.finding.kind for each in report.findings}
    verdict, icon = (_("refused, nothing was changed"), "bad"), ("alert", "bad")
    if Kind.ALREADY_RECEIVED in kinds:
        verdict, icon = (_("already received, nothing was changed"), "info"), ("info", "info")
    elif Kind.OLDER_EXPORT in kinds:
        verdict, icon = (_("older, nothing was changed"), "info"), ("info", "info")
    names = {each.member.member_id: each.member.name for each in view.members}
    name = names.get(report.member, "") if report.member is not None else ""
    rows = tuple(
        FindingRow(
            each.finding, None, each.finding.place or _("Whole file"), "", "", "", asks=False, decision="", icon=icon
        )
        for each in report.findings
    )
    return FindingGroup(report.file, name, "", verdict, rows)


def _row(view: ReturnsView, member: Member, kept: Kept) -> FindingRow:
    finding = kept.finding
    waits = kept.waits
    asks = finding.waits and finding.kind.rule.holds == "cell" and not can_accept(finding)
    asks = asks or finding.kind.rule.severity == "warning"
    severity = {"error": ("alert", "bad"), "warning": ("alert", "warn")}.get(
        finding.kind.rule.severity, ("info", "info")
    )
    return FindingRow(
        finding,
        kept.finding_id if finding.waits else None,
        finding.place or _("Whole sheet"),
        *_about(view, finding),
        _("ask {name}").format(name=first_name(member.name)) if asks else finding.proposed or "",
        asks,
        _decided(kept),
        severity,
        accepts=waits and can_accept(finding),
        sets=waits and can_set(finding),
        known=kept.finding_id,
        asked=asked_words(view, kept),
        undoes=kept.decision in BY_HAND,
        subject=subject_of(kept),
    )


def asked_words(view: ReturnsView, kept: Kept) -> str:
    """When the member was asked: Asked 09:41 when that was today, else with the day."""
    at = view.asked.get(kept.finding_id)
    if at is None or kept.decision is not None:
        return ""
    local = at.astimezone(LONDON)
    return _("Asked {when}").format(when=f"{local:%H:%M}" if local.date() == view.today else moment(at))


def _about(view: ReturnsView, finding: Finding) -> tuple[str, str]:
    """Which application and criterion it is about: in short for the eye, and by their names."""
    short: list[str] = []
    names: list[str] = []
    if finding.reference is not None:
        application = view.applications.get(finding.reference)
        short.append(str(finding.reference))
        names.append(application.lead_authority if application is not None else str(finding.reference))
    if finding.criterion is not None:
        criterion = view.rules.rubric.criterion(finding.criterion)
        short.append(criterion.short)
        names.append(criterion.title)
    return " · ".join(short), " · ".join(names)


def _decided(kept: Kept) -> str:
    return {
        "accepted": _("Accepted"),
        "rejected": _("Rejected"),
        "set": _("Set to {value}").format(value=kept.decided_value or _("nothing")),
    }.get(kept.decision or "", "")
