"""Looks into the files opened before: which are still there, and how far the latest review has got."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from dd_panel.domain.errors import DDPanelError, PassphraseError
from dd_panel.text import _
from dd_panel.ui.dates import closing, day

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dd_panel.domain.rounds import Round
    from dd_panel.services.review.reviewing import Desk, DeskItem
    from dd_panel.ui.settings import Recent

REVIEW: Final = ".ddreview"
MOST_NEXT: Final = 3
ReadDesk = Callable[[Path], "Desk"]
"""Reads a review's desk from its file; raises DDPanelError when it can't be read."""


@dataclass(frozen=True, slots=True)
class UpNext:
    """One application that waits: what it is, and how far it has got in words."""

    reference: str
    authority: str
    service: str
    status: str
    words: str


@dataclass(frozen=True, slots=True)
class Continuing:
    """How far a review has got; `first` is the application to go on with, None when all are done."""

    path: str
    title: str
    person: str
    counts: tuple[int, int, int, int]
    closing: str
    first: UpNext | None
    others: tuple[UpNext, ...]

    @property
    def total(self) -> int:
        """How many applications there are."""
        return sum(self.counts)


@dataclass(frozen=True, slots=True)
class Looked:
    """What was found: files that are not there, files that can't be read, and the review to go on with."""

    missing: frozenset[str]
    damaged: frozenset[str]
    continuing: Continuing | None


def look_into(recents: Sequence[Recent], now: datetime, read_desk: ReadDesk) -> Looked:
    """Look for every file, and into the latest review; for a job beside the window, since a drive may be slow."""
    missing = frozenset(recent.path for recent in recents if not _is_there(recent.path))
    latest = next((recent for recent in recents if recent.path not in missing), None)
    if latest is None or not latest.path.endswith(REVIEW):
        return Looked(missing, frozenset(), None)
    try:
        path = Path(latest.path)
        return Looked(missing, frozenset(), continuing_of(read_desk(path), path, now))
    except PassphraseError:
        return Looked(missing, frozenset(), None)
    except DDPanelError:
        return Looked(missing, frozenset({latest.path}), None)


def _is_there(path: str) -> bool:
    try:
        return Path(path).is_file()
    except OSError:
        return False


def continuing_of(desk: Desk, path: Path, now: datetime) -> Continuing:
    """Put together what the first screen shows of a desk."""
    shown = [_up_next(item) for item in desk.waiting[: MOST_NEXT + 1]]
    return Continuing(
        str(path),
        pack_title(desk.rules),
        desk.member.name,
        (desk.count("complete"), desk.count("in_progress"), desk.count("conflict"), desk.count("not_started")),
        closing(desk.rules, now),
        shown[0] if shown else None,
        tuple(shown[1:]),
    )


def pack_title(rules: Round) -> str:
    """What a review is called among the files opened before."""
    return _("{round} – my review pack").format(round=rules.name)


def opened_words(recent: Recent, now: datetime) -> str:
    """When a file was opened last, as one says it."""
    try:
        opened = datetime.fromisoformat(recent.opened)
    except ValueError:
        return ""
    if opened.date() == now.date():
        return _("Opened today, {time}").format(time=f"{opened:%H:%M}")
    if opened.year == now.year:
        return _("Opened {day}").format(day=day(opened))
    return _("Opened {day} {year}").format(day=day(opened), year=opened.year)


def _up_next(item: DeskItem) -> UpNext:
    review = item.review
    if item.status == "in_progress":
        words = _("{done} of {all} scored").format(done=review.settled, all=len(review.scores))
    else:
        words = _("Not started")
    application = item.application
    return UpNext(application.reference, application.lead_authority, application.service, item.status, words)
