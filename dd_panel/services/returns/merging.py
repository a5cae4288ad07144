"""Taking scoresheets in, all in one unit of work: what is known is passed over, the rest is read, compared and kept.

Files are read a few ahead of the merge, in other processes where that is worth it. A member's files are merged in the
order in which they were made, and members in the order of their ids, in whatever order the files are given: so one
merge has one result.
"""

from __future__ import annotations

import heapq
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from dd_panel.domain.identifiers import identity
from dd_panel.exchange.scoresheet.glance import glance
from dd_panel.services.journal import About, Deed, note_event
from dd_panel.services.returns.deciding import accept_safe_mends, safe_mends
from dd_panel.services.returns.receipts import receipt_of
from dd_panel.services.returns.receiving import LARGEST_FILE, Examined, Incoming, read_incoming
from dd_panel.services.returns.receiving_beside import examine_all, helpers_for
from dd_panel.services.returns.sweeping import swept_seldom
from dd_panel.services.returns.taking_in import (
    ALREADY_RECEIVED,
    MERGED,
    MERGED_WITH_FINDINGS,
    OLDER,
    REFUSED,
    FileReport,
    Numbered,
    TakingIn,
)
from dd_panel.services.workplace import Cancelled, Progress, Workplace, never, no_progress

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dd_panel.domain.receipt import Receipt

__all__ = [
    "ALREADY_RECEIVED",
    "LARGEST_FILE",
    "MERGED",
    "MERGED_WITH_FINDINGS",
    "OLDER",
    "REFUSED",
    "FileReport",
    "Incoming",
    "MergeReport",
    "Numbered",
    "merge_returns",
    "read_incoming",
]

_NEVER = datetime.min.replace(tzinfo=UTC)


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
    """One scoresheet that waits for its turn, of the file that was given at `place` and holds so many `together`."""

    place: int
    file: Incoming
    found: Examined
    together: int

    @property
    def order(self) -> tuple[str, str, int, datetime, str]:
        """A member's files go by export number, then by the workbook's own saving time; second looks come last."""
        about = self.found.identity
        if about is None:
            return ("", "", 0, _NEVER, "")
        return (identity(about.member), about.purpose, about.export, about.saved or _NEVER, self.file.sha256)


def merge_returns(
    place: Workplace,
    files: Sequence[Incoming],
    *,
    accept_safe: bool = False,
    progress: Progress = no_progress,
    cancelled: Cancelled = never,
) -> MergeReport:
    """Take scoresheets in, all in one transaction; raises CancelledError with nothing changed.

    `accept_safe` takes the mends that concern form alone and go over nothing that was decided, and logs them.
    """
    with swept_seldom(), place.store.writing(much=True) as work:
        taking = TakingIn(place, work)
        reports = [taking.known(each) for each in files]
        fresh = [number for number, known in enumerate(reports) if not known]
        for each in _as_they_come(files, fresh, taking, progress, cancelled):
            reports[each.place].append(taking.take(each.file, each.found, each.together))
        safe = safe_mends(work, work.findings.waiting()) if accept_safe else ()
        about = About(returns=tuple(taking.received), findings=tuple(kept.finding_id for kept in safe))
        event = note_event(work, place, Deed.MERGED, about).number if about.returns or safe else None
        accept_safe_mends(work, safe, place.person, place.clock())
        receipt = receipt_of(work)
        waiting = len(work.findings.waiting())
    progress(len(files), len(files), "")
    return MergeReport(tuple(report for each in reports for report in each), receipt, waiting, event)


def _as_they_come(
    files: Sequence[Incoming], fresh: Sequence[int], taking: TakingIn, progress: Progress, cancelled: Cancelled
) -> Iterator[_Opened]:
    """The scoresheets of these files, each once everything that has to be merged before it was handed on.

    A glance says whose a file seems to be, and in that order they are read. Whose it does not tell comes first, and
    what turns out to be somebody else's waits for that one's turn.
    """
    owners = {number: _owner(files[number]) for number in fresh}
    turns = sorted(fresh, key=lambda number: owners[number])
    waiting: list[tuple[tuple[str, str, int, datetime, str], int, int, _Opened]] = []
    chosen = [files[number] for number in turns]
    with closing(examine_all(chosen, taking.expectations, helpers_for(chosen), cancelled)) as examined:
        for done, (number, found) in enumerate(zip(turns, examined, strict=True)):
            progress(len(files) - len(fresh) + done, len(files), files[number].name)
            for part, one in enumerate(found):
                opened = _Opened(number, files[number], one, len(found))
                heapq.heappush(waiting, (opened.order, number, part, opened))
            following = owners[turns[done + 1]] if done + 1 < len(turns) else None
            while waiting and owners[number] != following and (following is None or waiting[0][0][0] < following):
                yield heapq.heappop(waiting)[-1]


def _owner(file: Incoming) -> str:
    """Whose a file seems to be, in the form in which ids are compared; empty where that takes reading it."""
    owner = glance(file.content)
    return "" if owner is None else identity(owner.member)
