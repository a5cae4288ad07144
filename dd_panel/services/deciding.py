"""Deciding findings: accept what came, keep what stood, or set something else; with who, when and why."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from dd_panel.domain.errors import InputError
from dd_panel.domain.findings import Finding, Kind, ReadCell, about_cell
from dd_panel.domain.found import Found, read_field
from dd_panel.domain.identifiers import CONFLICT, Reference, identity, is_score
from dd_panel.domain.panel import Assignment
from dd_panel.services.change import Change
from dd_panel.store.entries import Origin, Write
from dd_panel.text import _

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from dd_panel.services.workplace import Workplace
    from dd_panel.store.findings import Kept
    from dd_panel.store.work import Work

ROW_KINDS = frozenset(kind for kind in Kind if kind.rule.holds == "rows")


def findings_waiting(place: Workplace) -> tuple[Kept, ...]:
    """Every finding that waits for a decision, oldest first."""
    with place.store.reading() as work:
        return work.findings.waiting()


def all_findings(place: Workplace) -> tuple[Kept, ...]:
    """Every finding ever made, decided or not, oldest first."""
    with place.store.reading() as work:
        return work.findings.all()


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
    )


def accept_safe_mends(work: Work, person: str, now: datetime) -> int:
    """Take every mend that concerns form alone; returns how many."""
    safe = [kept for kept in work.findings.waiting() if kept.finding.safe]
    for kept in safe:
        _Decision(work, kept, person, now, _("Safe mend: only the form was changed.")).carry_out("accept", "")
    return len(safe)


def accept_all_safe(place: Workplace) -> Change:
    """Take every mend that concerns form alone."""
    with place.store.writing() as work:
        count = accept_safe_mends(work, place.person, place.clock())
    return Change(frozenset({"findings", "scores"}), _("{count} safe mends accepted").format(count=count))


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

    def carry_out(self, decision: str, value: str) -> None:
        """Write what follows from the decision, then the decision itself."""
        if decision == "accept":
            self._accept()
        elif decision == "reject":
            self._reject()
        elif self._finding.kind in ROW_KINDS:
            self._set_reference(value)
        else:
            value = self._set_value(value)
        word = {"accept": "accepted", "reject": "rejected"}.get(decision, "set")
        self._work.findings.decide(
            self._kept.finding_id, word, value if word == "set" else None, self._reason, self._person, self._now
        )

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
            self._take([replace(cell, value=cell.takes)])
            return
        if finding.kind is Kind.UNKNOWN_REFERENCE and finding.reference is None:
            raise InputError(
                _("It is not clear which application “{found}” is.").format(found=finding.found),
                remedy=_("Set the reference that is meant, or reject the row."),
            )
        self._take_many(finding.held)

    def _set_reference(self, value: str) -> None:
        known = {identity(each): each for each in self._work.applications.references()}
        reference = known.get(identity(value))
        if reference is None:
            raise InputError(
                _("“{value}” is not a reference of this round.").format(value=value),
                remedy=_("Give the reference of the application that the row belongs to."),
            )
        self._take_many([replace(cell, application=reference) for cell in self._finding.held])

    def _take_many(self, cells: Sequence[ReadCell]) -> None:
        """Take the cells of a row or column; those that can't be read become findings of their own."""
        self._assign({cell.application for cell in cells if cell.raw})
        barred = self._barred(cells)
        free: list[ReadCell] = []
        doubtful: list[Finding] = []
        for cell in cells:
            if cell.problem is not None:
                doubtful.append(about_cell(cell, cell.problem))
            elif is_score(cell.field) and cell.value and cell.application in barred:
                doubtful.append(about_cell(cell, Kind.SCORED_CONFLICT))
            else:
                free.append(cell)
        self._take(free)
        self._work.findings.add(self._kept.return_id, self._kept.member, doubtful)

    def _barred(self, cells: Sequence[ReadCell]) -> set[Reference]:
        """The applications with a conflict that stands, or is declared in these very cells."""
        entries = self._work.entries.of_member(self._kept.member)
        said = {cell.application: cell.value for cell in cells if cell.field == CONFLICT and cell.value is not None}
        standing = {reference: fields.get(CONFLICT, "") for reference, fields in entries.items()}
        return {reference for reference, text in {**standing, **said}.items() if text}

    def _assign(self, references: set[Reference]) -> None:
        mine = {assignment.application for assignment in self._work.panel.assignments_of(self._kept.member)}
        missing = sorted(references - mine)
        self._work.panel.assign(
            [Assignment(self._kept.member, each, order=len(mine) + n) for n, each in enumerate(missing, start=1)]
        )

    def _take(self, cells: Sequence[ReadCell]) -> None:
        member = self._kept.member
        writes = [
            Write(member, cell.application, cell.field, cell.value, cell.value, cell.raw, settle=True)
            for cell in cells
            if cell.value or self._stands(cell)
        ]
        self._write(writes, cells, from_file=True)

    def _stands(self, cell: ReadCell) -> bool:
        return self._work.entries.detail(self._kept.member, cell.application, cell.field) is not None

    # -- reject and set -------------------------------------------------------------------------------------------

    def _reject(self) -> None:
        """Leave what stood. A rejected cell is remembered, so that the same entry is not asked about again.

        A rejected row or column is not: the same scores may come back in the right place.
        """
        if self._finding.kind.rule.holds != "cell":
            return
        writes: list[Write] = []
        for cell in self._finding.held:
            if not cell.raw:
                continue
            entry = self._work.entries.detail(self._kept.member, cell.application, cell.field)
            before = entry.standing.received if entry else None
            received = cell.value if cell.value is not None else before
            writes.append(Write(self._kept.member, cell.application, cell.field, None, received, cell.raw, settle=True))
        self._write(writes, (), from_file=False)

    def _set_value(self, value: str) -> str:
        if self._finding.kind.rule.holds != "cell":
            raise InputError(
                _("A whole column can't be set to one value."),
                remedy=_("Accept or reject the column; its cells can be decided one by one."),
            )
        cell = self._finding.held[0]
        kept_value = self._readable(cell, value)
        entry = self._work.entries.detail(self._kept.member, cell.application, cell.field)
        received = cell.value if cell.value is not None else (entry.standing.received if entry else None)
        writes = [Write(self._kept.member, cell.application, cell.field, kept_value, received, cell.raw, settle=True)]
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
        self._work.entries.write(writes, origin, places)
