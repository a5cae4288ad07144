"""Screens made for the frame of the window, and what the frame says."""

from __future__ import annotations

from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QWidget

from dd_panel.ui.shell import Shell
from dd_panel.ui.theme import Theme
from dd_panel.ui.widgets.keys import Kbd
from tests.ui.pages import DeskPage, ScoresPage


class Built:
    """Makes screens and keeps what it made."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self.pages: list[DeskPage] = []

    def desk(self) -> QWidget:
        self.pages.append(DeskPage(self._theme))
        return self.pages[-1]

    def scores(self) -> QWidget:
        self.pages.append(ScoresPage(self._theme))
        return self.pages[-1]


def caps(shell: Shell) -> list[str]:
    """Return what the key bar says, key by key."""
    return [cap.accessibleName() for cap in shell.key_bar.findChildren(Kbd) if cap.isVisible()]


def in_app_bar(shell: Shell) -> bool:
    focused = QApplication.focusWidget()
    return focused is not None and shell.app_bar.isAncestorOf(focused)


def spoken(widget: QWidget) -> str:
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)
