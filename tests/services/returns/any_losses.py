"""What no merge may lose: a file, a cell of it, or a question that waited."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dd_panel.domain.findings import Kind
from dd_panel.domain.identifiers import Field
from dd_panel.domain.merging import NOTHING
from dd_panel.services.journal import events
from dd_panel.services.returns.merging import MERGED, MERGED_WITH_FINDINGS, MergeReport
from dd_panel.store.work import Work
from tests.services.returns.any_sheets import Cell, said_in, waiting


def nothing_of_it_is_lost(work: Work, chosen: Sequence[bytes], report: MergeReport) -> None:
    """Every file is kept, and each of its cells stands, waits, or says what was received and decided before."""
    stands = {(each.member, each.application, each.field): each.standing for each in work.entries.all_details()}
    held = waiting(work)
    sealed = {
        (kept.member, cell.application, cell.field, cell.raw)
        for kept in work.findings.all()
        if kept.decision == "rejected" and kept.finding.kind is Kind.SCORED_CONFLICT
        for cell in kept.finding.held
    }
    for content, each in zip(chosen, report.files, strict=True):
        assert each.member is not None
        received = work.returns.by_sha(each.sha256, each.member, each.purpose)
        assert received is not None, each.status
        assert work.returns.content(received.return_id) == content
        latest = work.returns.latest(each.member, each.purpose)
        if each.status not in {MERGED, MERGED_WITH_FINDINGS} or latest != received:
            continue
        for cell in work.returns.cells(received.return_id):
            key = (each.member, cell.application, cell.field)
            stood = stands.get(key, NOTHING)
            told_before = cell.raw == stood.raw or cell.value == stood.received or (*key, cell.raw) in sealed
            assert key in held or told_before or cell.value == (stood.value or ""), (cell, stood)


def no_question_is_gone_unseen(
    work: Work, waited: Iterable[Cell], chosen: Sequence[bytes], report: MergeReport
) -> None:
    """What waited waits on, unless a file that was taken in has that very cell, or the merge took its mend."""
    said: set[tuple[str | None, str, Field]] = set()
    for content, each in zip(chosen, report.files, strict=True):
        passed_over = {one.finding.reference for one in each.findings if one.finding.kind is Kind.OLDER_EXPORT}
        if each.merged:
            said |= {(each.member, *cell) for cell in said_in(content) if cell[0] not in passed_over}
    taken = next((event.about.findings for event in events(work) if event.number == report.event), ())
    mended = {
        (kept.member, cell.application, cell.field)
        for kept in map(work.findings.get, taken)
        for cell in kept.finding.held
    }
    gone = {*waited} - waiting(work).keys() - mended
    assert gone <= said, gone - said
