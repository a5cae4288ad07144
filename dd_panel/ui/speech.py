"""Says a sentence to people who use a screen reader, without moving the keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


class Say(Protocol):
    """What reads a sentence aloud."""

    def __call__(self, widget: QWidget, words: str, *, at_once: bool = False) -> None: ...


def announce(widget: QWidget, words: str, *, at_once: bool = False) -> None:
    """Have a sentence read aloud; `at_once` breaks into what is being read, for what must not be missed."""
    event = QAccessibleAnnouncementEvent(widget, words)
    politeness = QAccessible.AnnouncementPoliteness
    event.setPoliteness(politeness.Assertive if at_once else politeness.Polite)
    QAccessible.updateAccessibility(event)
