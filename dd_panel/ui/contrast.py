"""The design's colours where the system asks for high contrast: made of the system's own two, ground and text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette

if TYPE_CHECKING:
    from collections.abc import Iterable

# How much of the text's colour is in a tint. Words on each are in the text's colour and keep at least 4.5:1.
_TINTS: Final = {
    "highlight": 0.18,
    "find": 0.26,
    "findNow": 0.38,
    **{f"s{shade}": 0.06 * shade for shade in range(6)},
}
_INKS: Final = frozenset(
    {"ink", "ink2", "ink3", "line", "control", "accent", "accentHover"}
    | {"good", "warn", "bad", "info", "conflict", "neutral"}
    | {f"t{shade}" for shade in range(6)}
)
_SEEN: Final = 3.0
"""The least contrast of something that is no text, by WCAG 2.2."""


def is_wanted() -> bool:
    """Whether the system asks for high contrast."""
    # Both are held while the last is asked: the binding takes the second away with the first (PySide6 6.11).
    hints = QGuiApplication.styleHints()
    accessibility = hints.accessibility()
    return accessibility.contrastPreference() == Qt.ContrastPreference.HighContrast


def system_colours(names: Iterable[str], palette: QPalette) -> dict[str, QColor]:
    """A colour for every name of the design: text and edges in the system's text colour, all grounds in its ground.

    The ring of the keyboard takes the colour of what is selected, where that can be seen on the ground.
    """
    ground = palette.color(QPalette.ColorGroup.Active, QPalette.ColorRole.Window)
    text = palette.color(QPalette.ColorGroup.Active, QPalette.ColorRole.WindowText)
    chosen = palette.color(QPalette.ColorGroup.Active, QPalette.ColorRole.Highlight)
    colours = {name: text if name in _INKS else _mixed(ground, text, _TINTS.get(name, 0.0)) for name in names}
    colours["focus"] = chosen if contrast(chosen, ground) >= _SEEN else text
    return colours


def contrast(one: QColor, other: QColor) -> float:
    """The contrast of two colours, 1 to 21 (WCAG 2.2)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: QColor) -> float:
    red, green, blue = (
        value / 12.92 if value <= 0.03928 else ((value + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 - WCAG's formula
        for value in (colour.redF(), colour.greenF(), colour.blueF())
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _mixed(ground: QColor, text: QColor, share: float) -> QColor:
    return QColor.fromRgbF(
        ground.redF() + (text.redF() - ground.redF()) * share,
        ground.greenF() + (text.greenF() - ground.greenF()) * share,
        ground.blueF() + (text.blueF() - ground.blueF()) * share,
    )
