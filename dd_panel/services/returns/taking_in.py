"""Takes scoresheets into a round one after the other, each held against what stands when its turn comes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import TYPE_CHECKING

from dd_panel.domain.comparison import compare, doubted, still_open
from dd_panel.domain.examining import overtaken
from dd_panel.domain.expectations import Expectations
from dd_panel.domain.findings import Finding, Kind, ReadCell
from dd_panel.domain.identifiers import Field, MemberId, Reference, identity
from dd_panel.domain.purposes import SCORES, Purpose
from dd_panel.services.intake.eligibility import out_in
from dd_panel.services.returns.before import Before, Touched, keep_before, of_return
from dd_panel.services.returns.moderation_asked import every_second_look
from dd_panel.store.entry_values import Origin
from dd_panel.store.returns import TAKEN_BACK, Return

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dd_panel.domain.examining import Examination
    from dd_panel.domain.panel import Member
    from dd_panel.domain.sheets import SheetIdentity
    from dd_panel.services.returns.receiving import Examined, Incoming
    from dd_panel.services.workplace import Workplace
    from dd_panel.store.findings import Kept
    from dd_panel.store.work import Work

MERGED = "merged"
MERGED_WITH_FINDINGS = "merged-with-findings"
ALREADY_RECEIVED = "already-received"
OLDER = "older"
REFUSED = "refused"

_SCORESHEETS_IN = "scoresheets."
"""Begins the name of the fact how many scoresheets a file that was received holds; its fingerprint follows."""


@dataclass(frozen=True, slots=True)
class Numbered:
    """A finding with the number by which it is decided; a finding about a file that changed nothing has none."""

    finding: Finding
    number: int | None = None


@dataclass(frozen=True, slots=True)
class FileReport:
    """What became of one file. `taken` and `revised` count cells that were filled for the first time or changed.

    `emptied` counts those of the revised in which nothing stands any more.
    """

    file: str
    sha256: str
    status: str
    member: MemberId | None = None
    export: int | None = None
    purpose: Purpose = SCORES
    findings: tuple[Numbered, ...] = ()
    taken: int = 0
    revised: int = 0
    emptied: int = 0

    @property
    def merged(self) -> bool:
        """Whether the file was taken in, with findings or without."""
        return self.status in {MERGED, MERGED_WITH_FINDINGS}


class TakingIn:
    """One merge in one unit of work: what every file is held against is read once.

    `received` are the numbers of the returns that came in.
    """

    def __init__(self, place: Workplace, work: Work) -> None:
        self._place = place
        self._work = work
        self.received: list[int] = []
        self._members = {identity(member.member_id): member for member in work.panel.members()}
        self.expectations = self._expect()
        self._heard_from = {(identity(each.member), each.purpose) for each in work.returns.all()}
        self._sealed: dict[MemberId, set[tuple[Reference, Field, str]]] = {}
        for kept in work.findings.all():
            if kept.decision == "rejected" and kept.finding.kind is Kind.SCORED_CONFLICT:
                for cell in kept.finding.held:
                    self._sealed.setdefault(kept.member, set()).add((cell.application, cell.field, cell.raw))

    def _expect(self) -> Expectations:
        work = self._work
        shares: dict[str, set[Reference]] = {key: set() for key in self._members}
        for assignment in work.panel.assignments():
            shares[identity(assignment.member)].add(assignment.application)
        return Expectations(
            work.rounds.get(),
            {each.reference: (each.heading, each.title, each.lead_authority) for each in work.applications.summaries()},
            {key: frozenset(share) for key, share in shares.items()},
            every_second_look(work),
            frozenset(out_in(work)),
        )

    def known(self, file: Incoming) -> list[FileReport]:
        """What is said of a file that need not even be read; nothing of any other.

        That is one of whose scoresheets every single one was received before, and still stands.
        """
        said = self._work.about.get(_SCORESHEETS_IN + file.sha256)
        returns = self._work.returns.all_by_sha(file.sha256) if said else ()
        same_kind = all(_ending(each.file) == _ending(file.name) for each in returns)
        if said != self._all_of(len(returns)) or not same_kind or not all(self._stands(each) for each in returns):
            return []
        return [
            _already(FileReport(file.name, file.sha256, ALREADY_RECEIVED, each.member, each.export, each.purpose))
            for each in sorted(returns, key=lambda each: (identity(each.member), each.purpose))
        ]

    def _all_of(self, together: int) -> str:
        """What is kept of a file that holds so many scoresheets of this round, under the rubric of today."""
        rules = self.expectations.rules
        return f"{together} {rules.round_id} {rules.rubric.version}"

    def take(self, file: Incoming, found: Examined, together: int) -> FileReport:
        """Take in one scoresheet of a file that holds so many, or say why it changes nothing."""
        about = found.identity
        report = FileReport(file.name, file.sha256, REFUSED)
        if about is not None:
            report = replace(report, member=about.member, export=about.export, purpose=about.purpose)
        # Asked first: a file that was merged under an earlier rubric counts no more, though it is here.
        if about is None or found.examination is None:
            return replace(report, findings=(Numbered(found.refusal),) if found.refusal else ())
        self._work.about.put(_SCORESHEETS_IN + file.sha256, self._all_of(together))
        known = self._work.returns.by_sha(file.sha256, about.member, about.purpose)
        if known is not None and self._stands(known):
            return _already(report)
        member = self._members[identity(about.member)]
        report = replace(report, member=member.member_id)
        age = self._age(about)
        if age < 0:
            self._keep(file, about, member, OLDER)
            older = Finding(Kind.OLDER_EXPORT, found=file.name)
            return replace(report, status=OLDER, findings=(Numbered(older),))
        return self._merge(report, file, about, found.examination, rival=age == 0)

    def _age(self, sheet: SheetIdentity | Return) -> int:
        """Below 0 for a sheet of which a later one was merged, 0 where nobody can tell, above 0 for a newer one.

        A second look is a version of those about the same applications, and of no others.
        """
        if (identity(sheet.member), sheet.purpose) not in self._heard_from:
            return 1  # nobody looks among thousands of others where nothing ever came
        if sheet.purpose is SCORES:
            latest = self._work.returns.latest(sheet.member, SCORES)
            return 1 if latest is None else _order(sheet, latest)
        if (asked := self._asked(sheet)) and asked <= self._overtaken(sheet):
            return -1
        return 0 if any(_order(sheet, each) == 0 for each in self._looks_beside(sheet)) else 1

    def _asked(self, look: SheetIdentity | Return) -> frozenset[Reference]:
        """The applications of a second look; all of the member's where nothing says that it was asked for."""
        member = identity(look.member)
        return self.expectations.again.get((member, look.export)) or self.expectations.assigned[member]

    def _looks_beside(self, look: SheetIdentity | Return) -> list[Return]:
        """The second looks of the same member that were merged and share an application with this one."""
        return [
            each
            for each in self._work.returns.all()
            if each.merged
            and each.second_look
            and identity(each.member) == identity(look.member)
            and self._asked(each) & self._asked(look)
        ]

    def _overtaken(self, look: SheetIdentity | Return) -> frozenset[Reference]:
        """The applications of which a later second look was merged: what that says stands."""
        later = (self._asked(each) for each in self._looks_beside(look) if _order(look, each) < 0)
        return self._asked(look) & frozenset().union(*later)

    def _stands(self, known: Return) -> bool:
        """Whether a return was neither taken back, nor passed over for one that was taken back since."""
        if known.status == TAKEN_BACK:
            return False
        if known.status != OLDER:
            return True
        return self._age(known) < 0

    def _keep(self, file: Incoming, about: SheetIdentity, member: Member, status: str) -> int:
        self._heard_from.add((identity(member.member_id), about.purpose))
        known = self._work.returns.by_sha(file.sha256, member.member_id, about.purpose)
        if known is not None:
            self._work.returns.receive_again(known.return_id, file.name, self._place.clock(), status)
            self.received.append(known.return_id)
            return known.return_id
        number = self._work.returns.add(
            sha256=file.sha256,
            file=file.name,
            member=member.member_id,
            export=about.export,
            saved=about.saved,
            received=self._place.clock(),
            status=status,
            content=file.content,
            purpose=about.purpose,
        )
        self.received.append(number)
        return number

    def _merge(
        self, report: FileReport, file: Incoming, about: SheetIdentity, examination: Examination, *, rival: bool
    ) -> FileReport:
        work, now = self._work, self._place.clock()
        member = self._members[identity(about.member)]
        entries = work.entries.details(member.member_id)
        standing = {key: entry.standing for key, entry in entries.items()}
        heard_from = (identity(member.member_id), report.purpose) in self._heard_from
        undecided = work.findings.undecided_of(member.member_id, report.purpose) if heard_from else ()
        if about.purpose is not SCORES and heard_from:
            examination = overtaken(examination, self._overtaken(about))
            undecided = self._about_the_same(undecided, about)
        share = self.expectations.assigned[identity(member.member_id)]
        closed, left = _closed(examination, undecided, share, rival=rival)
        work.findings.supersede(closed, now)
        made = tuple(work.findings.add(each.return_id, each.member, [each.finding])[0] for each in left)
        sealed = frozenset(self._sealed.get(member.member_id, ()))
        comparison = compare(examination, standing, rival=rival, sealed=sealed)
        remaining = still_open(examination.findings, standing)
        doubts = doubted(examination, remaining, standing, comparison.barred, rival=rival)
        findings = [*doubts, *comparison.findings]
        status = MERGED_WITH_FINDINGS if findings else MERGED
        return_id = self._keep(file, about, member, status)
        read = {(cell.sheet, cell.cell): cell for cell in _every_cell(examination) if cell.raw}
        work.returns.add_cells(return_id, tuple(read.values()))
        work.returns.note_typed_outside(return_id, examination.typed_outside)
        touched = tuple(
            Touched(cell.application, cell.field, entries.get((cell.application, cell.field)), value)
            for cell, value in comparison.settled
        )
        keep_before(work, of_return(return_id), Before(member.member_id, touched, closed, made))
        origin = Origin(self._place.person, now, return_id=return_id, file=file.name)
        work.entries.settle(member.member_id, comparison.settled, entries, origin)
        numbers = work.findings.add(return_id, member.member_id, findings)
        return replace(
            report,
            status=status,
            findings=tuple(Numbered(finding, number) for finding, number in zip(findings, numbers, strict=True)),
            taken=comparison.taken,
            revised=comparison.revised,
            emptied=comparison.emptied,
        )

    def _about_the_same(self, undecided: Iterable[Kept], look: SheetIdentity) -> tuple[Kept, ...]:
        """The questions that a second look can close: those about it, or about applications that are in it."""
        versions = {each.return_id for each in self._looks_beside(look) if each.export == look.export}
        mine = self._asked(look)
        return tuple(
            kept
            for kept in undecided
            if kept.return_id in versions or any(cell.application in mine for cell in kept.finding.held)
        )


def _already(report: FileReport) -> FileReport:
    known = Finding(Kind.ALREADY_RECEIVED, found=report.file)
    return replace(report, status=ALREADY_RECEIVED, findings=(Numbered(known),))


def _closed(
    examination: Examination, undecided: Sequence[Kept], share: frozenset[Reference], *, rival: bool
) -> tuple[tuple[int, ...], tuple[Kept, ...]]:
    """The numbers of a member's questions that a file closes, and what of these it leaves open.

    What waits must never be gone unseen. A later file closes each that is about a cell which is in it: it says that
    again, or something else. Where it lacks the cell of an application in the member's share, what stood stays, and so
    does the question; of several that were held together, those are asked about alone. A `rival` closes only the
    questions in which it puts every cell in doubt once more, letter for letter.
    """
    if rival:
        again = {(cell.application, cell.field, cell.raw) for each in examination.findings for cell in each.held}
        closed = [
            kept
            for kept in undecided
            if all((cell.application, cell.field, cell.raw) in again for cell in kept.finding.held if cell.raw)
        ]
        return tuple(kept.finding_id for kept in closed), ()
    there = {(cell.application, cell.field) for cell in _every_cell(examination)} if undecided else set()
    numbers: list[int] = []
    left: list[Kept] = []
    for kept in undecided:
        held = kept.finding.held
        lacks = [cell for cell in held if cell.application in share and (cell.application, cell.field) not in there]
        lost = sum(bool(cell.raw) for cell in lacks)
        if lost and lost == sum(bool(cell.raw) for cell in held):
            continue
        numbers.append(kept.finding_id)
        if lost:
            left.append(replace(kept, finding=replace(kept.finding, held=tuple(lacks))))
    return tuple(numbers), tuple(left)


def _ending(name: str) -> str:
    return PurePath(name.strip()).suffix.casefold()


def _order(mine: SheetIdentity | Return, latest: Return) -> int:
    """Below 0 for a sheet that is older than what was received last, above 0 for a newer one, 0 where nobody can tell.

    A table saved as csv, for one, does not say when.
    """
    if mine.export != latest.export:
        return mine.export - latest.export
    if mine.saved is None or latest.saved is None or mine.saved == latest.saved:
        return 0
    return -1 if mine.saved < latest.saved else 1


def _every_cell(examination: Examination) -> Iterable[ReadCell]:
    yield from examination.cells
    for finding in examination.findings:
        yield from finding.held
