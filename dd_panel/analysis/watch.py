"""Long work says how far it is, and stops when asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


class StoppedError(Exception):
    """The person asked to stop; nothing is half done, because nothing is kept."""


@dataclass(frozen=True, slots=True)
class Watch:
    """Who is told how many of how many steps are done, and who is asked between two steps whether to stop."""

    progress: Callable[[int, int], None]
    cancelled: Callable[[], bool]

    def step(self, done: int, total: int) -> None:
        """Tell how far the work is; raises StoppedError when the person cancelled."""
        if self.cancelled():
            raise StoppedError
        self.progress(done, total)


UNWATCHED = Watch(lambda _done, _total: None, lambda: False)
"""Tells nobody, and goes on to the end."""
