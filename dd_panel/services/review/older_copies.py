"""Whether a review is older than what this laptop knows of it, as when a backup was put over the newer file."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dd_panel.services.workplace import Workplace
    from dd_panel.store.work import Work

_LETTERS = 12


@dataclass(frozen=True, slots=True)
class SetBack:
    """A file that lacks changes known to have been made: the last of these, and the last change that is there.

    `here` is None for a file in which nothing was ever changed.
    """

    known: datetime
    here: datetime | None


def reached(place: Workplace) -> str:
    """How far the history of a review has got, in a few letters to keep elsewhere; empty before the first change."""
    with place.store.reading() as work:
        number = work.history.last()
        seen = work.history.at(number)
    return "" if seen is None else f"{number} {_print(seen[1])} {seen[0].isoformat()}"


def set_back(place: Workplace, known: str) -> SetBack | None:
    """What a review lacks that it had when `reached` said this of it; None where it lacks nothing.

    Words that say nothing of the kind are taken as nothing known.
    """
    number, mark, at = _understood(known)
    if not number:
        return None
    with place.store.reading() as work:
        there = work.history.at(number)
        if there is not None and _print(there[1]) == mark:
            return None
        return SetBack(at, _last_moment(work))


def _last_moment(work: Work) -> datetime | None:
    last = work.history.at(work.history.last())
    return None if last is None else last[0]


def _understood(known: str) -> tuple[int, str, datetime]:
    number, _space, rest = known.partition(" ")
    mark, _space, at = rest.partition(" ")
    try:
        return int(number), mark, datetime.fromisoformat(at)
    except ValueError:
        return 0, "", datetime.min  # noqa: DTZ901 - nobody looks at it


def _print(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()[:_LETTERS]
