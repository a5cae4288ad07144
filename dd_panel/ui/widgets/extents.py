"""Lengths of widgets that stay the design's when the size of text changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from dd_panel.ui.theme import Theme


def keep_extent(
    widget: QWidget,
    theme: Theme,
    *,
    wide: int | None = None,
    high: int | None = None,
    most_wide: int | None = None,
    least: tuple[int, int] | None = None,
) -> None:
    """Give a widget these lengths (design units), now and in every other size of text; None leaves one as it is.

    `least` are the least width and the least height, 0 for any.
    """
    least_wide, least_high = least or (None, None)
    for length, keep in (
        (wide, widget.setFixedWidth),
        (high, widget.setFixedHeight),
        (most_wide, widget.setMaximumWidth),
        (least_wide, widget.setMinimumWidth),
        (least_high, widget.setMinimumHeight),
    ):
        if length is not None:
            _Kept(widget, theme, length, keep)


class _Kept(QObject):
    """Lives and dies with its widget: a bare function would be called by the theme after the widget is gone."""

    def __init__(self, widget: QWidget, theme: Theme, length: int, keep: Callable[[int], None]) -> None:
        super().__init__(widget)
        self._theme = theme
        self._length = length
        self._keep = keep
        theme.theme_changed.connect(self._measure)
        self._measure()

    def _measure(self) -> None:
        self._keep(self._theme.px(self._length))
