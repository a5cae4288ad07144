"""What a verb did: which things to show afresh, how to say it, and how to take it back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

Reverse = Callable[[], "Change"]


@dataclass(frozen=True, slots=True)
class Change:
    """The trace of one verb: what to refresh, and how to do the opposite (None where nothing can).

    `long` says that the opposite may take long in a large round, so that a window does it beside itself.
    """

    touched: frozenset[str]
    summary: str
    reverse: Reverse | None = None
    long: bool = False
