"""The readable cells of one scoresheet against what stands: what is taken, what stays, and what is asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dd_panel.domain.findings import Finding, Kind, ReadCell, about_cell
from dd_panel.domain.identifiers import CONFLICT, Field, Reference, is_score
from dd_panel.domain.merging import NOTHING, Outcome, Standing, earlier, merge_cell, untouched
from dd_panel.domain.misplaced import misplaced
from dd_panel.text import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from dd_panel.domain.examining import Examination


@dataclass(frozen=True, slots=True)
class Comparison:
    """The outcome for the readable cells of one file.

    `settled` pairs each cell that needs no decision with the value to write, or None where what stands stays. `taken`
    counts the cells that were filled for the first time, `revised` those that changed, `emptied` those of them in which
    nothing stands any more.
    """

    settled: tuple[tuple[ReadCell, str | None], ...]
    findings: tuple[Finding, ...]
    taken: int
    revised: int
    emptied: int = 0
    barred: frozenset[Reference] = frozenset()


def compare(
    examined: Examination,
    standing: Mapping[tuple[Reference, Field], Standing],
    *,
    rival: bool,
    sealed: frozenset[tuple[Reference, Field, str]] = frozenset(),
) -> Comparison:
    """Merge the readable cells of a file with what stands; conflicts first, because they bar scores.

    Scores that seem to have been moved since wait, all that were moved together.

    `sealed` holds the scores beside a conflict, as they were found, that somebody decided not to take.
    """
    settled: list[tuple[ReadCell, str | None]] = []
    findings = list(_misplaced(examined, standing))
    moved = {(cell.application, cell.field) for finding in findings for cell in finding.held}
    taken = revised = emptied = 0
    barred = _barred(examined, standing, rival=rival)
    for cell in examined.cells:
        key = (cell.application, cell.field)
        now = standing.get(key, NOTHING)
        theirs = cell.value or ""
        if not theirs and now is NOTHING:
            continue  # a third of all cells: nothing is said, and nothing ever stood
        if key in moved:
            continue
        outcome = merge_cell(theirs, now, examined.outside.get(key, theirs), rival=rival)
        if is_score(cell.field) and theirs and cell.application in barred:
            if (cell.application, cell.field, cell.raw) not in sealed:
                findings.append(about_cell(cell, Kind.SCORED_CONFLICT))
        elif outcome is Outcome.BOTH_CHANGED:
            findings.append(about_cell(cell, Kind.BOTH_CHANGED, detail=now.value or _("nothing")))
        elif outcome is Outcome.TAKE:
            settled.append((cell, theirs))
            taken += now.value is None
            revised += now.value is not None
            emptied += bool(now.value) and not theirs
        elif (theirs or now.value is not None) and (now.received, now.raw) != (theirs, cell.raw):
            settled.append((cell, None))
    return Comparison(tuple(settled), tuple(findings), taken, revised, emptied, barred)


def _misplaced(examined: Examination, standing: Mapping[tuple[Reference, Field], Standing]) -> tuple[Finding, ...]:
    if not standing and not examined.outside:
        return ()  # a member's first scoresheet: every cell is as it was at export, so nothing was moved

    exported = examined.exported()

    def before(application: Reference, field: Field) -> str:
        key = (application, field)
        return earlier(standing.get(key, NOTHING), exported.get(key, ""))

    return misplaced(examined.cells, before)


def _barred(
    examined: Examination, standing: Mapping[tuple[Reference, Field], Standing], *, rival: bool
) -> frozenset[Reference]:
    """The applications that have a conflict once this file's conflict column is merged."""
    conflicts = {reference: now.value or "" for (reference, field), now in standing.items() if field == CONFLICT}
    for cell in examined.cells:
        if cell.field == CONFLICT:
            key, theirs = (cell.application, cell.field), cell.value or ""
            now = standing.get(key, NOTHING)
            if merge_cell(theirs, now, examined.outside.get(key, theirs), rival=rival) is Outcome.TAKE:
                conflicts[cell.application] = theirs
    return frozenset(reference for reference, text in conflicts.items() if text)


def doubted(
    examined: Examination,
    findings: Iterable[Finding],
    standing: Mapping[tuple[Reference, Field], Standing],
    barred: frozenset[Reference],
    *,
    rival: bool,
) -> Iterable[Finding]:
    """The findings of a file, where a doubtful cell is asked about for its greatest doubt.

    A score beside a conflict is that first of all. A cell in which only the form is wrong is a change on both sides
    where its mend would go over something that was decided: nobody takes that unasked.
    """
    for finding in findings:
        cell = finding.held[0] if finding.held else None
        if cell is None or finding.kind.rule.holds != "cell":
            yield finding
        elif is_score(cell.field) and cell.application in barred:
            yield about_cell(cell, Kind.SCORED_CONFLICT)
        elif finding.safe:
            key = (cell.application, cell.field)
            now = standing.get(key, NOTHING)
            outcome = merge_cell(cell.takes or "", now, examined.outside.get(key, ""), rival=rival)
            disputed = outcome is Outcome.BOTH_CHANGED
            yield about_cell(cell, Kind.BOTH_CHANGED, detail=now.value or _("nothing")) if disputed else finding
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
