"""When Python looks for garbage: not while a screen is put together, and never again in what came with it.

Nearly all that is loaded and built for a screen stays. Looking through it took a tenth of the time to open a review,
and each later look would halt the typing for a moment.
"""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def collected_later() -> Iterator[None]:
    """Look for no garbage meanwhile; what is there at the end is left alone until it `may_be_collected`."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if collecting:
            gc.enable()


def may_be_collected() -> None:
    """Look for garbage in everything again, as when a file is closed and its screens go."""
    gc.unfreeze()
