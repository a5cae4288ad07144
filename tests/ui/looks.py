"""What one would see at a glance: words that are cut off."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from dd_panel.ui.widgets.labels import ElidedLabel, Label


def cut_off(page: QWidget) -> list[str]:
    """The words that have less room than they need, and no tooltip to say the rest."""
    found = [
        label.text()
        for label in page.findChildren(QLabel)
        if isinstance(label, Label) and not isinstance(label, ElidedLabel)
        if label.isVisible() and label.text() and label.width() < label.sizeHint().width() - 1
    ]
    buttons = (each for each in page.findChildren(QPushButton) if each.isVisible() and each.text())
    return found + [each.text() for each in buttons if each.width() < each.sizeHint().width() - 1]
