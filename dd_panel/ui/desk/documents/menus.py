"""What a right click offers on a document: the same things as the bar above it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenu

from dd_panel.text import _
from dd_panel.ui.desk.documents.toolbar import EVIDENCE, HIGHLIGHT, NOTE

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QPoint
    from PySide6.QtWidgets import QWidget


@dataclass(frozen=True, slots=True)
class Offers:
    """What the menu does: `mark` is told which of the reader's own marks is wanted."""

    copy: Callable[[], object]
    mark: Callable[[str], object]
    find: Callable[[], object]


def passage_menu(parent: QWidget, offers: Offers, at: QPoint, *, selected: bool) -> QMenu:
    """Open the menu at a point of the screen; what needs a passage is greyed out where none is selected."""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    copy = menu.addAction(_("Copy"), QKeySequence(QKeySequence.StandardKey.Copy), offers.copy)
    menu.addSeparator()
    evidence = menu.addAction(_("Evidence for the open criterion"), QKeySequence("E"), partial(offers.mark, EVIDENCE))
    highlight = menu.addAction(_("Highlight"), QKeySequence("Ctrl+H"), partial(offers.mark, HIGHLIGHT))
    menu.addAction(_("Private note…"), QKeySequence("Ctrl+Shift+N"), partial(offers.mark, NOTE))
    menu.addSeparator()
    menu.addAction(_("Find…"), QKeySequence("Ctrl+F"), offers.find)
    for each in (copy, evidence, highlight):
        each.setEnabled(selected)
    for each in menu.actions():
        # The keys are said here; the desk itself listens for them.
        each.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
    menu.popup(at)
    return menu
