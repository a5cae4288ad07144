"""Asking where the minutes shall be kept."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog

from dd_panel.text import _

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


def ask_where_to_save_minutes(parent: QWidget, suggested: str) -> Path | None:
    """Ask for a place and a name for the minutes; None when the person thinks better of it."""
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    path, _kind = QFileDialog.getSaveFileName(
        parent, _("Save the minutes"), str(Path(documents) / suggested), _("Word documents (*.docx)")
    )
    return Path(path) if path else None
