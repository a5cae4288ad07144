"""When Python looks for garbage: not while a screen is put together, and never again in what came with it.

Nearly all that is loaded and built for a screen stays. Looking through it took a tenth of the time to open a review,
and each later look would halt the typing for a moment.
"""

from __future__ import annotations

import gc
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

MANY: Final = 20_000
"""So many values more, and looking through them would be felt: about ten milliseconds on a slow machine."""

_lock = threading.Lock()
_before: list[bool] = []
"""Whether garbage was looked for before each of those that put it off; the last to end brings back the first."""


@contextmanager
def collected_later() -> Iterator[None]:
    """Look for no garbage meanwhile; what is there at the end is left alone until it `may_be_collected`."""
    with _put_off():
        try:
            yield
        finally:
            gc.freeze()


@contextmanager
def read_undisturbed() -> Iterator[None]:
    """Look for no garbage while a job reads or reckons; what came in great number is then left alone in the same way.

    A look takes all threads: while a large round was read, it found nothing and halted the window seven times, for up
    to a fifth of a second.
    """
    with _put_off():
        try:
            yield
        finally:
            if gc.get_count()[0] > MANY:
                gc.freeze()


def may_be_collected() -> None:
    """Look for garbage in everything again, as when a file is closed and its screens go."""
    gc.unfreeze()


@contextmanager
def _put_off() -> Iterator[None]:
    with _lock:
        _before.append(gc.isenabled())
        gc.disable()
    try:
        yield
    finally:
        with _lock:
            if _before.pop():
                gc.enable()
