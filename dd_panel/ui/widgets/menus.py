"""Menus that drop down from a button: a name for screen readers, and choices of which one is ticked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dd_panel.ui.widgets.buttons import Button


def menu_of(button: Button) -> QMenu:
    """An empty menu that is called as its button is, and goes when it is closed."""
    menu = QMenu(button)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.setAccessibleName(button.accessibleName() or button.text())
    return menu


def add_choices(menu: QMenu, choices: Iterable[tuple[object, str]], chosen: object) -> None:
    """Offer choices, each a value and its words, with the one that is chosen ticked; their actions carry the values."""
    group = QActionGroup(menu)
    for value, words in choices:
        action = menu.addAction(words)
        action.setCheckable(True)
        action.setChecked(value == chosen)
        action.setData(value)
        group.addAction(action)
