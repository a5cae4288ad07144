"""Where a verb does its work: an open store, a clock, and the person whose hand it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from dd_panel.store.store import Store

Clock = Callable[[], "datetime"]
"""Gives the present time, with its zone."""

Progress = Callable[[int, int, str], None]
"""Told how many of how many things are done, and which one comes next."""

Cancelled = Callable[[], bool]
"""Asked between two things whether to stop."""


class CancelledError(Exception):
    """The person pressed Cancel; nothing was changed."""


@dataclass(frozen=True, slots=True)
class Workplace:
    """An open store with the clock and the person that every entry of the history names."""

    store: Store
    clock: Clock
    person: str


def no_progress(_done: int, _total: int, _text: str) -> None:
    """Tell nobody."""


def never() -> bool:
    """Go on to the end."""
    return False
