"""Rows and columns in one line: `row(label, None, button)` reads as it looks."""

from __future__ import annotations

from typing import TypeAlias, TypeVar

from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLayout, QVBoxLayout, QWidget

Thing: TypeAlias = QWidget | QLayout
Item: TypeAlias = Thing | int | tuple[Thing, int] | None
Margins: TypeAlias = tuple[int, int, int, int]
Box = TypeVar("Box", bound=QBoxLayout)

NO_MARGINS: Margins = (0, 0, 0, 0)


def row(*items: Item, gap: int = 8, margins: Margins = NO_MARGINS) -> QHBoxLayout:
    """Set things side by side: `None` stretches, a number is a space, `(thing, 1)` takes a share of the room."""
    return _fill(QHBoxLayout(), items, gap, margins)


def column(*items: Item, gap: int = 8, margins: Margins = NO_MARGINS) -> QVBoxLayout:
    """Set things below one another; the items mean the same as in `row`."""
    return _fill(QVBoxLayout(), items, gap, margins)


def set_across(box: QBoxLayout, *, across: bool) -> None:
    """Set what a row or a column holds side by side, or below one another where there is no width for that."""
    box.setDirection(QBoxLayout.Direction.LeftToRight if across else QBoxLayout.Direction.TopToBottom)


def clear(box: QBoxLayout) -> None:
    """Take all widgets out of a row or a column, for good; others may follow at once."""
    while (item := box.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()


def _fill(box: Box, items: tuple[Item, ...], gap: int, margins: Margins) -> Box:
    box.setSpacing(gap)
    box.setContentsMargins(*margins)
    for item in items:
        if item is None:
            box.addStretch(1)
        elif isinstance(item, int):
            box.addSpacing(item)
        elif isinstance(item, tuple):
            _add(box, *item)
        else:
            _add(box, item, 0)
    return box


def _add(box: QBoxLayout, thing: Thing, share: int) -> None:
    if isinstance(thing, QWidget):
        box.addWidget(thing, share)
    else:
        box.addLayout(thing, share)


def held(layout: QLayout) -> QWidget:
    """Wrap a layout in a plain widget, for places that take only widgets."""
    holder = QWidget()
    holder.setLayout(layout)
    return holder
