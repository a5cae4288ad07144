"""How large a document is shown: sizes in steps that people know."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from PySide6.QtGui import QWheelEvent

FULL: Final = 96 / 72
"""Pixels for a point of paper where it is shown at its own size."""

STEPS: Final = (0.25, 0.33, 0.5, 0.67, 0.75, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0, 4.0, 6.0)
_NEARLY: Final = 0.005
_NOTCH: Final = 120


def larger(zoom: float) -> float:
    """The next larger size."""
    return next((step for step in STEPS if step > zoom + _NEARLY), STEPS[-1])


def smaller(zoom: float) -> float:
    """The next smaller size."""
    return next((step for step in reversed(STEPS) if step < zoom - _NEARLY), STEPS[0])


def wheel_steps(event: QWheelEvent) -> int:
    """How many steps a turn of the wheel asks for, at least one in its direction."""
    turned = event.angleDelta().y()
    return 0 if turned == 0 else max(1, turned // _NOTCH) if turned > 0 else min(-1, -(-turned // _NOTCH))
