"""Taking scoresheets in: each file is recognised, read, and compared cell by cell with what stands."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from dd_panel.domain.errors import DDPanelError
from dd_panel.domain.findings import Finding, Kind, ReadCell, about_cell
from dd_panel.domain.identifiers import CONFLICT, Field, MemberId, Reference, identity, is_score
from dd_panel.domain.merging import NOTHING, Outcome, Standing, merge_cell, untouched
from dd_panel.domain.purposes import SCORES, Purpose
from dd_panel.domain.reviews import CANNOT_JUDGE
from dd_panel.domain.sheets import Expected, Sheet, examine
from dd_panel.exchange.files import read_whole
from dd_panel.exchange.guard import Refused
from dd_panel.exchange.scoresheet.read import read_scoresheets
from dd_panel.services.before import Before, Touched, keep_before, of_return
from dd_panel.services.deciding import accept_safe_mends
from dd_panel.services.journal import About, Deed, note_event
from dd_panel.services.moderation_asked import asked_again
from dd_panel.services.receipts import receipt_of
from dd_panel.services.workplace import Cancelled, CancelledError, Progress, Workplace, never, no_progress
from dd_panel.store.entries import Origin, Write
from dd_panel.store.returns import TAKEN_BACK
from dd_panel.text import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from dd_panel.domain.panel import Member
    from dd_panel.domain.receipt import Receipt
    from dd_panel.domain.rounds import Round
    from dd_panel.store.returns import Return
    from dd_panel.store.work import Work

MERGED = "merged"
MERGED_WITH_FINDINGS = "merged-with-findings"
ALREADY_RECEIVED = "already-received"
OLDER = "older"
REFUSED = "refused"

LARGEST_FILE = 64 * 1024 * 1024
"""Bytes; a scoresheet of 4,000 applications has a tenth of that."""

_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file that came in: its name and its bytes, or the trouble there was in reading them."""

    name: str
    content: bytes
    trouble: Finding | None = None

    @property
    def sha256(self) -> str:
        """The fingerprint by which the very same file is recognised; empty for one that could not be read."""
        return "" if self.trouble else hashlib.sha256(self.content).hexdigest()


def read_incoming(path: Path) -> Incoming:
    """Read a file to be merged; one that can't be read is handed on without content, and refused with its reason."""
    try:
        if path.is_file() and (size := path.stat().st_size) > LARGEST_FILE:
            detail = _("it has {size} MB").format(size=size // 1024**2)
            return Incoming(path.name, b"", Finding(Kind.TOO_BIG, found=path.name, detail=detail))
        return Incoming(path.name, read_whole(path, LARGEST_FILE))
    except DDPanelError as error:
        unreadable = Finding(Kind.UNREADABLE, found=path.name, detail=error.title.removesuffix("."))
        return Incoming(path.name, b"", unreadable)


@dataclass(frozen=True, slots=True)
class Numbered:
    """A finding with the number by which it is decided; a finding about a file that changed nothing has none."""

    finding: Finding
    number: int | None = None


@dataclass(frozen=True, slots=True)
class FileReport:
    """What became of one file. `taken` and `revised` count cells that were filled for the first time or changed."""

    file: str
    sha256: str
    status: str
    member: MemberId | None = None
    export: int | None = None
    purpose: Purpose = SCORES
    findings: tuple[Numbered, ...] = ()
    taken: int = 0
    revised: int = 0


@dataclass(frozen=True, slots=True)
class MergeReport:
    """What became of every file, in the order given, and the receipt of the whole round afterwards.

    A file with the scoresheets of several members has an entry for each of them.

    `event` is the number by which the merge can be taken back as a whole; None when it changed nothing.
    """

    files: tuple[FileReport, ...]
    receipt: Receipt
    waiting: int
    event: int | None = None


@dataclass(frozen=True, slots=True)
class _Opened:
    """A file after reading: a sheet, or the reason why there is none."""

    place: int
    incoming: Incoming
    sheet: Sheet | None = None
    refusal: Finding | None = None

    @property
    def order(self) -> tuple[str, str, int, datetime, str]:
        """A member's files go by export number, then by the workbook's own saving time; second looks come last."""
        if self.sheet is None:
            return ("", "", 0, _NEVER, "")
        about = self.sheet.identity
        return (identity(about.member), about.purpose, about.export, about.saved or _NEVER, self.incoming.sha256)


def merge_returns(
    place: Workplace,
    files: Sequence[Incoming],
    *,
    accept_safe: bool = False,
    progress: Progress = no_progress,
    cancelled: Cancelled = never,
) -> MergeReport:
    """Take scoresheets in, all in one transaction; raises CancelledError with nothing changed.

    `accept_safe` takes the mends that concern form alone, and logs them.
    """
    with place.store.reading() as work:
        rules = work.rounds.get()
    opened: list[_Opened] = []
    for number, incoming in enumerate(files):
        progress(number, len(files), incoming.name)
        if cancelled():
            raise CancelledError
        opened += _open(number, incoming, rules)
    reports: dict[int, list[FileReport]] = {}
    with place.store.writing() as work:
        merge = _Merge(place, work, rules)
        opened.sort(key=lambda one: one.order)
        opened.reverse()
        while opened:
            # Taken off the list: a sheet that is merged fills no memory while hundreds are to come.
            each = opened.pop()
            reports.setdefault(each.place, []).append(merge.take(each))
        safe = tuple(kept.finding_id for kept in work.findings.waiting() if kept.finding.safe) if accept_safe else ()
        about = About(returns=tuple(merge.received), findings=safe)
        event = note_event(work, place, Deed.MERGED, about).number if about.returns or safe else None
        if accept_safe:
            accept_safe_mends(work, place.person, place.clock())
        receipt = receipt_of(work)
        waiting = len(work.findings.waiting())
    progress(len(files), len(files), "")
    in_order = tuple(report for number in range(len(files)) for report in reports[number])
    return MergeReport(in_order, receipt, waiting, event)


def _open(number: int, incoming: Incoming, rules: Round) -> list[_Opened]:
    """Read a file: one scoresheet as a rule, and one of each member where somebody put several together."""
    if incoming.trouble:
        return [_Opened(number, incoming, refusal=incoming.trouble)]
    try:
        sheets = read_scoresheets(incoming.name, incoming.content, rules)
    except Refused as refusal:
        return [_Opened(number, incoming, refusal=Finding(refusal.kind, found=incoming.name, detail=refusal.detail))]
    return [_Opened(number, incoming, sheet=sheet) for sheet in sheets]


class _Merge:
    """One merge in one transaction: what every file is held against is read once."""

    def __init__(self, place: Workplace, work: Work, rules: Round) -> None:
        self._place = place
        self._work = work
        self._rules = rules
        self.received: list[int] = []
        self._members = {identity(member.member_id): member for member in work.panel.members()}
        self._titles = {
            each.reference: (each.heading, each.title, each.lead_authority) for each in work.applications.summaries()
        }
        self._assigned: dict[MemberId, set[Reference]] = {}
        for assignment in work.panel.assignments():
            self._assigned.setdefault(assignment.member, set()).add(assignment.application)
        self._sealed: dict[MemberId, set[tuple[Reference, Field, str]]] = {}
        for kept in work.findings.all():
            if kept.decision == "rejected" and kept.finding.kind is Kind.SCORED_CONFLICT:
                for cell in kept.finding.held:
                    self._sealed.setdefault(kept.member, set()).add((cell.application, cell.field, cell.raw))

    def take(self, opened: _Opened) -> FileReport:
        """Merge one file, or say why it changes nothing."""
        incoming, sheet = opened.incoming, opened.sheet
        report = FileReport(incoming.name, incoming.sha256, REFUSED)
        if sheet is None:
            findings = (Numbered(opened.refusal),) if opened.refusal else ()
            return replace(report, findings=findings)
        about = sheet.identity
        report = replace(report, member=about.member, export=about.export, purpose=about.purpose)
        # Asked first: a file that was merged under an earlier rubric counts no more, though it is here.
        if refusal := self._refusal(sheet):
            return replace(report, findings=(Numbered(refusal),))
        if self._stands(incoming, sheet):
            known = Finding(Kind.ALREADY_RECEIVED, found=incoming.name)
            return replace(report, status=ALREADY_RECEIVED, findings=(Numbered(known),))
        member = self._members[identity(sheet.identity.member)]
        latest = self._work.returns.latest(member.member_id, about.purpose)
        if latest and _order(sheet, latest) < 0:
            self._keep(incoming, sheet, member, OLDER)
            older = Finding(Kind.OLDER_EXPORT, found=incoming.name)
            return replace(report, member=member.member_id, status=OLDER, findings=(Numbered(older),))
        rival = latest is not None and _order(sheet, latest) == 0
        return self._merge(replace(report, member=member.member_id), incoming, sheet, member, rival=rival)

    def _stands(self, incoming: Incoming, sheet: Sheet) -> bool:
        """Whether this very file was received, and neither taken back nor passed over for one taken back since."""
        known = self._work.returns.by_sha(incoming.sha256, sheet.identity.member, sheet.identity.purpose)
        if known is None or known.status == TAKEN_BACK:
            return False
        if known.status != OLDER:
            return True
        latest = self._work.returns.latest(known.member, known.purpose)
        return latest is not None and _order(sheet, latest) < 0

    def _refusal(self, sheet: Sheet) -> Finding | None:
        about = sheet.identity
        if about.round_id != self._rules.round_id:
            return Finding(Kind.WRONG_ROUND)
        if about.rubric_version != self._rules.rubric.version:
            return Finding(Kind.OTHER_RUBRIC)
        if identity(about.member) not in self._members:
            return Finding(Kind.UNKNOWN_MEMBER, found=about.member)
        return None

    def _keep(self, incoming: Incoming, sheet: Sheet, member: Member, status: str) -> int:
        known = self._work.returns.by_sha(incoming.sha256, member.member_id, sheet.identity.purpose)
        if known is not None:
            self._work.returns.receive_again(known.return_id, incoming.name, self._place.clock(), status)
            self.received.append(known.return_id)
            return known.return_id
        number = self._work.returns.add(
            sha256=incoming.sha256,
            file=incoming.name,
            member=member.member_id,
            export=sheet.identity.export,
            saved=sheet.identity.saved,
            received=self._place.clock(),
            status=status,
            content=incoming.content,
            purpose=sheet.identity.purpose,
        )
        self.received.append(number)
        return number

    def _merge(
        self, report: FileReport, incoming: Incoming, sheet: Sheet, member: Member, *, rival: bool
    ) -> FileReport:
        work, now = self._work, self._place.clock()
        assigned = frozenset(self._assigned.get(member.member_id, ()))
        asked = asked_again(work, member.member_id, sheet.identity.export) if report.purpose is not SCORES else None
        examination = examine(sheet, Expected(self._rules.rubric, self._titles, assigned, asked))
        entries = work.entries.details(member.member_id)
        standing = {key: entry.standing for key, entry in entries.items()}
        closed = work.findings.supersede(member.member_id, now, report.purpose)
        comparison = compare(
            sheet, examination.cells, standing, rival=rival, sealed=frozenset(self._sealed.get(member.member_id, ()))
        )
        remaining = still_open(examination.findings, standing)
        findings = [*beside_conflicts(remaining, comparison.barred), *comparison.findings]
        status = MERGED_WITH_FINDINGS if findings else MERGED
        return_id = self._keep(incoming, sheet, member, status)
        read = {(cell.sheet, cell.cell): cell for cell in _every_cell(examination.cells, examination.findings)}
        work.returns.add_cells(return_id, [cell for cell in read.values() if cell.raw])
        work.returns.note_typed_outside(return_id, _typed_outside(sheet, examination.cells))
        touched = tuple(
            Touched(cell.application, cell.field, entries.get((cell.application, cell.field)), value)
            for cell, value in comparison.settled
        )
        keep_before(work, of_return(return_id), Before(member.member_id, touched, closed))
        origin = Origin(self._place.person, now, return_id=return_id, file=incoming.name)
        writes = [
            Write(member.member_id, cell.application, cell.field, value, cell.value, cell.raw, settle=True)
            for cell, value in comparison.settled
        ]
        places = {(cell.application, cell.field): (cell.sheet, cell.cell) for cell, _value in comparison.settled}
        work.entries.write(writes, origin, places)
        numbers = work.findings.add(return_id, member.member_id, findings)
        return replace(
            report,
            status=status,
            findings=tuple(Numbered(finding, number) for finding, number in zip(findings, numbers, strict=True)),
            taken=comparison.taken,
            revised=comparison.revised,
        )


def _order(sheet: Sheet, latest: Return) -> int:
    """Below 0 for a sheet that is older than what was received last, above 0 for a newer one, 0 where nobody can tell.

    A table saved as csv, for one, does not say when.
    """
    mine, theirs = sheet.identity, latest
    if mine.export != theirs.export:
        return mine.export - theirs.export
    if mine.saved is None or theirs.saved is None or mine.saved == theirs.saved:
        return 0
    return -1 if mine.saved < theirs.saved else 1


def _every_cell(cells: Iterable[ReadCell], findings: Iterable[Finding]) -> Iterable[ReadCell]:
    yield from cells
    for finding in findings:
        yield from finding.held


def _typed_outside(sheet: Sheet, cells: Iterable[ReadCell]) -> int:
    """How many cells differ from their hidden value at export, so were typed into the workbook itself."""
    return sum(
        cell.value is not None and cell.value != sheet.value_at_export(cell.application, cell.field) for cell in cells
    )


@dataclass(frozen=True, slots=True)
class Comparison:
    """The outcome for the readable cells of one file.

    `settled` pairs each cell that needs no decision with the value to write, or None where what stands stays.
    """

    settled: tuple[tuple[ReadCell, str | None], ...]
    findings: tuple[Finding, ...]
    taken: int
    revised: int
    barred: frozenset[Reference] = frozenset()


def compare(
    sheet: Sheet,
    cells: Sequence[ReadCell],
    standing: Mapping[tuple[Reference, Field], Standing],
    *,
    rival: bool,
    sealed: frozenset[tuple[Reference, Field, str]] = frozenset(),
) -> Comparison:
    """Merge the readable cells of a file with what stands; conflicts first, because they bar scores.

    `sealed` holds the scores beside a conflict, as they were found, that somebody decided not to take.
    """
    settled: list[tuple[ReadCell, str | None]] = []
    findings: list[Finding] = []
    taken = revised = 0
    barred = _barred(sheet, cells, standing, rival=rival)
    for cell in cells:
        now = standing.get((cell.application, cell.field), NOTHING)
        theirs = cell.value or ""
        outcome = merge_cell(theirs, now, sheet.value_at_export(cell.application, cell.field), rival=rival)
        if is_score(cell.field) and theirs and cell.application in barred:
            if (cell.application, cell.field, cell.raw) not in sealed:
                findings.append(about_cell(cell, Kind.SCORED_CONFLICT))
        elif outcome is Outcome.BOTH_CHANGED:
            findings.append(about_cell(cell, Kind.BOTH_CHANGED, detail=now.value or _("nothing")))
        elif outcome is Outcome.TAKE:
            settled.append((cell, theirs))
            taken += now.value is None
            revised += now.value is not None
        elif (theirs or now.value is not None) and (now.received, now.raw) != (theirs, cell.raw):
            settled.append((cell, None))
    return Comparison(tuple(settled), tuple(findings), taken, revised, barred)


def _barred(
    sheet: Sheet, cells: Sequence[ReadCell], standing: Mapping[tuple[Reference, Field], Standing], *, rival: bool
) -> frozenset[Reference]:
    """The applications that have a conflict once this file's conflict column is merged."""
    conflicts = {reference: now.value or "" for (reference, field), now in standing.items() if field == CONFLICT}
    for cell in cells:
        if cell.field == CONFLICT:
            now = standing.get((cell.application, CONFLICT), NOTHING)
            exported = sheet.value_at_export(cell.application, CONFLICT)
            if merge_cell(cell.value or "", now, exported, rival=rival) is Outcome.TAKE:
                conflicts[cell.application] = cell.value or ""
    return frozenset(reference for reference, text in conflicts.items() if text)


def beside_conflicts(findings: Iterable[Finding], barred: frozenset[Reference]) -> Iterable[Finding]:
    """The findings, where a doubtful score beside a conflict is first of all a score beside a conflict."""
    for finding in findings:
        cell = finding.held[0] if finding.held else None
        alone = finding.kind.rule.holds == "cell"
        if cell is not None and alone and is_score(cell.field) and cell.application in barred:
            yield about_cell(cell, Kind.SCORED_CONFLICT)
        else:
            yield finding


def still_open(
    findings: Iterable[Finding], standing: Mapping[tuple[Reference, Field], Standing]
) -> tuple[Finding, ...]:
    """The findings without those whose every cell is letter for letter what was decided before."""
    remaining: list[Finding] = []
    for finding in findings:
        filled = [cell for cell in finding.held if cell.raw]
        decided = [
            cell for cell in filled if untouched(cell.raw, standing.get((cell.application, cell.field), NOTHING))
        ]
        if not filled or len(decided) < len(filled):
            remaining.append(finding)
    return tuple(remaining)


def reads_as_score(text: str) -> bool:
    """Whether a kept text is a number, so that it enters a sum."""
    return bool(text) and text != CANNOT_JUDGE
