"""Asks for a file to open or a place to save, without stopping the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from dd_panel.ui.widgets.dialogs import give_keyboard_back

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtWidgets import QWidget


def ask_for_file(parent: QWidget, title: str, kinds: str, chosen: Callable[[str], object]) -> QFileDialog:
    """Ask for a file that exists; `kinds` is Qt's filter, such as `Packs (*.ddpack)`."""
    dialog = QFileDialog(parent, title, "", kinds)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    return _ask(dialog, parent, chosen)


def ask_where_to_save(
    parent: QWidget, title: str, suggested: Path, kinds: str, chosen: Callable[[str], object]
) -> QFileDialog:
    """Ask where to save and under which name."""
    return _ask(_saving(parent, title, suggested, kinds), parent, chosen)


def ask_where_to_keep(
    parent: QWidget, title: str, suggested: Path, kinds: str, chosen: Callable[[str], object]
) -> QFileDialog:
    """Ask where a new store goes; it never takes the place of another file, so nobody is asked whether it may."""
    dialog = _saving(parent, title, suggested, kinds)
    dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
    return _ask(dialog, parent, chosen)


def _saving(parent: QWidget, title: str, suggested: Path, kinds: str) -> QFileDialog:
    dialog = QFileDialog(parent, title, str(suggested.parent), kinds)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(suggested.suffix.removeprefix("."))
    dialog.selectFile(suggested.name)
    return dialog


def _ask(dialog: QFileDialog, parent: QWidget, chosen: Callable[[str], object]) -> QFileDialog:
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(chosen)
    dialog.finished.connect(lambda: give_keyboard_back(parent))
    dialog.open()
    return dialog
