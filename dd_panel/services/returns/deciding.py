"""Deciding findings: accept what came, keep what stood, or set something else; with who, when and why."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import TYPE_CHECKING

from dd_panel.domain.assigning import bars_of
from dd_panel.domain.errors import InputError
from dd_panel.domain.findings import Finding, Kind, ReadCell, about_cell
from dd_panel.domain.found import Found, read_field
from dd_panel.domain.identifiers import CONFLICT, Field, Reference, is_score
from dd_panel.domain.merging import Outcome, merge_cell
from dd_panel.domain.panel import Assignment
from dd_panel.services.change import Change
from dd_panel.services.journal import event_count
from dd_panel.services.named import known_reference
from dd_panel.services.returns.before import Before, Touched, find_before, keep_before, of_finding
from dd_panel.services.returns.reopening import undo_decisions
from dd_panel.store.entry_values import Origin, Write
from dd_panel.text import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from dd_panel.domain.merging import Standing
    from dd_panel.services.workplace import Workplace
    from dd_panel.store.entry_values import Entry
    from dd_panel.store.findings import Kept
    from dd_panel.store.work import Work

_ROW_KINDS = frozenset(kind for kind in Kind if kind.rule.holds == "rows")


def findings_waiting(place: Workplace) -> tuple[Kept, ...]:
    """Every finding that waits for a decision, oldest first."""
    with place.store.reading() as work:
        return work.findings.waiting()


def can_accept(finding: Finding) -> bool:
    """Whether there is something to accept: a value that was read or proposed, or rows and columns as they are."""
    if not finding.waits:
        return False
    if finding.kind.rule.holds == "cell":
        return finding.held[0].takes is not None
    return finding.kind is not Kind.UNKNOWN_REFERENCE or finding.reference is not None


def can_set(finding: Finding) -> bool:
    """Whether another value (of a cell) or another reference (of a row) can be set."""
    return finding.kind.rule.holds == "cell" or (finding.kind in _ROW_KINDS and finding.of_one_row)


def decide(place: Workplace, number: int, decision: str, reason: str, value: str = "") -> Change:
    """Decide one finding: `accept` takes what was received or proposed, `reject` keeps what stood, `set` takes `value`.

    Raises InputError when the finding is unknown or decided, has nothing to accept, or `value` can't stand there.
    """
    with place.store.writing() as work:
        kept = _undecided(work, number)
        _Decision(work, kept, place.person, place.clock(), reason).carry_out(decision, value)
    return Change(
        frozenset({"findings", "scores", f"member:{kept.member}"}),
        _("Finding {number}: {decision}").format(number=number, decision=decision),
        lambda: undo_decisions(place, [number], lambda: decide(place, number, decision, reason, value)),
    )


def safe_mends(work: Work, waiting: Iterable[Kept]) -> tuple[Kept, ...]:
    """What of this may be taken unasked: only the form is wrong, and nothing else was decided for the cell.

    A score is asked about where a conflict was noted after it came.
    """
    conflicts = work.entries.conflicts()
    safe = [
        (kept, cell)
        for kept in waiting
        if kept.finding.safe
        for cell in kept.finding.held[:1]
        if not is_score(cell.field) or (kept.member, cell.application) not in conflicts
    ]
    stands = work.entries.standings((kept.member, cell.application, cell.field) for kept, cell in safe)
    return tuple(
        kept for kept, cell in safe if _goes_over_nothing(cell, stands.get((kept.member, cell.application, cell.field)))
    )


def _goes_over_nothing(cell: ReadCell, standing: Standing | None) -> bool:
    if standing is None:
        return True
    mended = cell.takes or ""
    return mended == (standing.value or "") or merge_cell(mended, standing, "") is Outcome.TAKE


def count_safe_mends(place: Workplace) -> int:
    """How many of the findings that wait may be taken unasked by now."""
    with place.store.reading() as work:
        return len(safe_mends(work, work.findings.waiting()))


def accept_safe_mends(work: Work, safe: Sequence[Kept], person: str, now: datetime) -> None:
    """Take mends that concern form alone."""
    for kept in safe:
        _Decision(work, kept, person, now, _("Safe mend: only the form was changed.")).carry_out("accept", "")


def accept_all_safe(place: Workplace) -> Change:
    """Take every mend that concerns form alone and goes over nothing."""
    with place.store.writing() as work:
        safe = safe_mends(work, work.findings.waiting())
        accept_safe_mends(work, safe, place.person, place.clock())
    numbers = [kept.finding_id for kept in safe]
    return Change(
        frozenset({"findings", "scores"}),
        ngettext("{count} safe mend accepted", "{count} safe mends accepted", len(numbers)).format(count=len(numbers)),
        lambda: undo_decisions(place, numbers, lambda: accept_all_safe(place)),
        long=True,
    )


def _undecided(work: Work, number: int) -> Kept:
    try:
        kept = work.findings.get(number)
    except KeyError:
        raise InputError(
            _("There is no finding {number}.").format(number=number),
            remedy=_("List the findings that wait with “dd-panel findings”."),
        ) from None
    if kept.decision is not None:
        raise InputError(
            _("Finding {number} is {decision} already.").format(number=number, decision=kept.decision),
            remedy=_("Nothing more is needed."),
        )
    if not kept.finding.waits:
        raise InputError(
            _("Finding {number} holds nothing back, so there is nothing to decide.").format(number=number),
            remedy=_("Take it as information."),
        )
    return kept


class _Decision:
    """One decision on one finding, inside the transaction of its verb."""

    def __init__(self, work: Work, kept: Kept, person: str, now: datetime, reason: str) -> None:
        self._work = work
        self._kept = kept
        self._finding = kept.finding
        self._person = person
        self._now = now
        self._reason = reason
        self._touched: dict[tuple[Reference, Field], Touched] = {}
        self._made: tuple[int, ...] = ()
        self._assigned = False

    def carry_out(self, decision: str, value: str) -> None:
        """Write what follows from the decision, then the decision itself."""
        if decision == "accept":
            self._accept()
        elif decision == "reject":
            self._reject()
        elif self._finding.kind in _ROW_KINDS:
            self._set_reference(value)
        else:
            value = self._set_value(value)
        word = {"accept": "accepted", "reject": "rejected"}.get(decision, "set")
        self._work.findings.decide(
            self._kept.finding_id, word, value if word == "set" else None, self._reason, self._person, self._now
        )
        touched = tuple(self._touched.values())
        before = Before(
            self._kept.member, touched, made=self._made, assigned=self._assigned, events=event_count(self._work)
        )
        keep_before(self._work, of_finding(self._kept.finding_id), before)

    # -- accept ---------------------------------------------------------------------------------------------------

    def _accept(self) -> None:
        finding = self._finding
        if finding.kind.rule.holds == "cell":
            cell = finding.held[0]
            if cell.takes is None:
                raise InputError(
                    _("“{found}” can't be taken as it is.").format(found=cell.found),
                    remedy=_("Set the value that is meant, or reject it."),
                )
            if finding.kind is Kind.SCORED_CONFLICT:
                # A score and a conflict can't both stand: whoever accepts the score withdraws the conflict.
                self._write([Write(self._kept.member, cell.application, CONFLICT, "")], (), from_file=False)
            self._take([cell._replace(value=cell.takes)])
            return
        if finding.kind is Kind.UNKNOWN_REFERENCE and finding.reference is None:
            raise InputError(
                _("It is not clear which application “{found}” is.").format(found=finding.found),
                remedy=_("Set the reference that is meant, or reject the row."),
            )
        self._take_many(finding.held)

    def _set_reference(self, value: str) -> None:
        if not self._finding.of_one_row:
            raise InputError(
                _("The scores of several applications can't be given to one."),
                remedy=_("Accept them where they stand now, or reject them and ask the member."),
            )
        reference = known_reference(self._work, value)
        self._take_many([cell._replace(application=reference) for cell in self._finding.held])

    def _take_many(self, cells: Sequence[ReadCell]) -> None:
        """Take the cells of a row or column as a merge would take them, each with what stands there.

        Those that can't be read become findings of their own, and so do those that would go over another row of the
        file or over a decision.
        """
        self._assign({cell.application for cell in cells if cell.raw})
        barred = self._barred(cells)
        free: list[ReadCell] = []
        kept: list[ReadCell] = []
        doubtful: list[Finding] = []
        for cell in cells:
            outcome = self._outcome(cell)
            if is_score(cell.field) and cell.value != "" and cell.application in barred:
                doubtful.append(about_cell(cell, Kind.SCORED_CONFLICT))
            elif cell.problem is not None:
                doubtful.append(about_cell(cell, cell.problem))
            elif outcome is Outcome.BOTH_CHANGED:
                doubtful.append(about_cell(cell, Kind.BOTH_CHANGED, detail=self._here(cell) or _("nothing")))
            elif outcome is Outcome.TAKE:
                free.append(cell)
            else:
                kept.append(cell)
        self._take(free)
        self._write([self._noted(cell) for cell in kept if cell.raw], (), from_file=False)
        self._made = self._work.findings.add(self._kept.return_id, self._kept.member, doubtful)

    def _outcome(self, cell: ReadCell) -> Outcome:
        """What becomes of a cell that was held back with others: the rule of a merge, by what stands there now.

        The value at export isn't known any more; without it a conflict that was declared elsewhere stays.
        """
        entry, theirs = self._entry(cell), cell.value or ""
        if entry is None or entry.value == theirs:
            return Outcome.TAKE
        here = entry.origin.return_id == self._kept.return_id or (cell.application, cell.field) in self._told
        if entry.value and here:
            # Two rows of one file never outdo each other silently.
            return Outcome.BOTH_CHANGED if theirs else Outcome.KEEP
        return merge_cell(theirs, entry.standing, "")

    @cached_property
    def _told(self) -> frozenset[tuple[Reference, Field]]:
        """What other rows of the same file were heard on, though it stood so before and is from an earlier file."""
        findings = self._work.findings.of_return(self._kept.return_id)
        doubted = {(cell.sheet, cell.cell) for kept in findings for cell in kept.finding.held}
        read = self._work.returns.cells(self._kept.return_id)
        taken = (kept for kept in findings if kept.decision in {"accepted", "set"})
        steps = (find_before(self._work, of_finding(kept.finding_id)) for kept in taken)
        return frozenset(
            (
                *((cell.application, cell.field) for cell in read if (cell.sheet, cell.cell) not in doubted),
                *((each.application, each.field) for step in steps if step for each in step.touched),
            )
        )

    def _barred(self, cells: Sequence[ReadCell]) -> set[Reference]:
        """The applications with a conflict that stands, or is declared in these very cells."""
        entries = self._work.entries.of_member(self._kept.member)
        conflicts = {reference: fields.get(CONFLICT, "") for reference, fields in entries.items()}
        for cell in cells:
            if cell.field == CONFLICT and cell.value is not None and self._outcome(cell) is Outcome.TAKE:
                conflicts[cell.application] = cell.value
        return {reference for reference, text in conflicts.items() if text}

    def _assign(self, references: set[Reference]) -> None:
        mine = {assignment.application for assignment in self._work.panel.assignments_of(self._kept.member)}
        missing = sorted(references - mine)
        self._refuse_barred(missing)
        self._assigned = bool(missing)
        self._work.panel.assign(
            [Assignment(self._kept.member, each, order=len(mine) + n) for n, each in enumerate(missing, start=1)]
        )

    def _refuse_barred(self, references: Sequence[Reference]) -> None:
        """Nobody is given an application by a decision whom assigning would keep from it."""
        work, member = self._work, self._work.panel.member(self._kept.member)
        said = {reference: work.entries.of(member.member_id, reference).get(CONFLICT) for reference in references}
        declared = {(member.member_id, reference): text for reference, text in said.items() if text}
        bars = bars_of([member], [work.applications.summary(reference) for reference in references], declared)
        for (_member, reference), reason in bars.items():
            raise InputError(
                _("{member} can't be given {reference}: {reason}.").format(
                    member=member.member_id, reference=reference, reason=reason
                ),
                remedy=_("Reject the row, or set the reference that is meant."),
            )

    def _take(self, cells: Sequence[ReadCell]) -> None:
        member = self._kept.member
        writes = [
            Write(member, cell.application, cell.field, cell.value, cell.value, cell.raw, settle=True)
            for cell in cells
            if cell.value or self._entry(cell) is not None
        ]
        self._write(writes, cells, from_file=True)

    def _entry(self, cell: ReadCell) -> Entry | None:
        """What stands where a cell belongs; None where nothing ever did."""
        return self._work.entries.detail(self._kept.member, cell.application, cell.field)

    def _here(self, cell: ReadCell) -> str:
        entry = self._entry(cell)
        return "" if entry is None else entry.value

    def _noted(self, cell: ReadCell) -> Write:
        """Leave what stands, and note what was received, so that the same entry is not asked about again."""
        return Write(self._kept.member, cell.application, cell.field, None, cell.value, cell.raw, settle=True)

    # -- reject and set -------------------------------------------------------------------------------------------

    def _reject(self) -> None:
        """Leave what stood. A rejected cell is remembered, so that the same entry is not asked about again.

        A rejected row or column is not: the same scores may come back in the right place.
        """
        if self._finding.kind.rule.holds != "cell":
            return
        self._write([self._noted(cell) for cell in self._finding.held if cell.raw], (), from_file=False)

    def _set_value(self, value: str) -> str:
        if self._finding.kind.rule.holds != "cell":
            raise InputError(
                _("A whole column can't be set to one value."),
                remedy=_("Accept or reject the column; its cells can be decided one by one."),
            )
        cell = self._finding.held[0]
        kept_value = self._readable(cell, value)
        member, application, field = self._kept.member, cell.application, cell.field
        writes = [Write(member, application, field, kept_value, cell.value, cell.raw, settle=True)]
        if self._finding.kind is Kind.SCORED_CONFLICT and kept_value:
            writes.insert(0, Write(self._kept.member, cell.application, CONFLICT, ""))
        self._write(writes, (), from_file=False)
        return kept_value

    def _readable(self, cell: ReadCell, value: str) -> str:
        rubric = self._work.rounds.get().rubric
        text = value.strip()
        found = Found.of_text(text)
        if is_score(cell.field):
            try:
                found = Found.of_number(Decimal(text))
            except InvalidOperation:
                found = Found.of_text(text)
        reading = read_field(cell.field, found, rubric)
        if reading.value is None:
            raise InputError(
                _("“{value}” can't stand in this cell.").format(value=value),
                remedy=_("Set a score of the scale, “cannot judge”, or nothing."),
            )
        return reading.value

    def _write(self, writes: Sequence[Write], cells: Sequence[ReadCell], *, from_file: bool) -> None:
        """Write entries; `from_file` says that the values are those of the return, so that they can be traced to it."""
        origin = Origin(
            self._person,
            self._now,
            reason=self._reason,
            return_id=self._kept.return_id if from_file else None,
            file=self._kept.file,
        )
        places = {(cell.application, cell.field): (cell.sheet, cell.cell) for cell in cells}
        for write in writes:
            self._remember(write)
        self._work.entries.write(writes, origin, places)

    def _remember(self, write: Write) -> None:
        """Keep what stood before the first writing of an entry."""
        key = (write.application, write.field)
        known = self._touched.get(key)
        stood = known.before if known else self._work.entries.detail(write.member, write.application, write.field)
        # Noting the value that stands already is no change of it.
        standing = stood.standing.value if stood else None
        after = write.value if write.value is not None and write.value != standing else None
        self._touched[key] = Touched(*key, stood, after if after is not None or known is None else known.after)
