"""Everything that has a key is an action here, so that the key bar and the list of keys know all of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence

from dd_panel.text import _

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QWidget

BAR_WORDS: Final = "bar_words"
CAPS: Final = "caps"
PLAIN_KEY: Final = "plain_key"
SILENT: Final = "silent"


@dataclass(frozen=True, slots=True)
class Keys:
    """How an action's keys are shown where they are not simply its shortcuts, such as 0 … 5 for six actions.

    `caps` are drawn as keys; `bar` is the short text in the key bar (empty: only in the list of keys); a `listed`
    of False leaves the action out of bar and list, because another one speaks for it.
    """

    bar: str = ""
    caps: tuple[str, ...] = ()
    listed: bool = True


def add_action(
    owner: QWidget,
    words: str,
    shortcuts: str | Sequence[str],
    slot: Callable[[], object],
    *,
    keys: Keys | None = None,
    whole_window: bool = False,
) -> QAction:
    """Give a screen an action with its keys and return it.

    The keys work while the keyboard is anywhere inside `owner`, or anywhere in its window. Keys that print a character
    go to a text field first, and people can switch them off.
    """
    shown = keys or Keys()
    action = QAction(words, owner)
    sequences = [shortcuts] if isinstance(shortcuts, str) else list(shortcuts)
    action.setShortcuts([QKeySequence(text) for text in sequences])
    context = Qt.ShortcutContext.WindowShortcut if whole_window else Qt.ShortcutContext.WidgetWithChildrenShortcut
    action.setShortcutContext(context)
    action.setProperty(BAR_WORDS, shown.bar)
    action.setProperty(CAPS, list(shown.caps))
    action.setProperty(SILENT, not shown.listed)
    action.setProperty(PLAIN_KEY, sequences if any(is_plain(text) for text in sequences) else [])

    def on_triggered(_checked: bool) -> None:  # a slot with a default argument must not be handed Qt's `checked`
        slot()

    action.triggered.connect(on_triggered)
    owner.addAction(action)
    return action


def is_plain(shortcut: str) -> bool:
    """Tell whether a shortcut is a single key that also types a character."""
    return len(shortcut) == 1 and shortcut.isprintable()


def switch_plain_keys(actions: Sequence[QAction], *, on: bool) -> None:
    """Switch all keys that also type a character on or off; the actions stay within reach in other ways."""
    for action in actions:
        sequences: list[str] = action.property(PLAIN_KEY) or []
        if sequences:
            kept = sequences if on else [text for text in sequences if not is_plain(text)]
            action.setShortcuts([QKeySequence(text) for text in kept])


def types_something(event: QKeyEvent) -> bool:
    """Tell whether a key writes a character: where nothing is typed, such keys are left to the screen's actions."""
    return bool(event.text().strip()) and event.text().isprintable()


def bar_words(action: QAction) -> str:
    """Return the short text of an action in the key bar, empty when it does not stand there."""
    return str(action.property(BAR_WORDS) or "")


def is_listed(action: QAction) -> bool:
    """Tell whether the action stands in the list of keys."""
    return not action.property(SILENT) and bool(caps_of(action))


def caps_of(action: QAction) -> tuple[str, ...]:
    """Return the keys of an action as they are printed on a keyboard, such as Ctrl and F."""
    named: list[str] = action.property(CAPS) or []
    if named:
        return tuple(named)
    return caps_of_sequence(action.shortcut())


def caps_of_sequence(sequence: QKeySequence) -> tuple[str, ...]:
    """Return the keys of one shortcut as they are printed on a keyboard."""
    text = sequence.toString(QKeySequence.SequenceFormat.PortableText)
    if not text:
        return ()
    plus = text.endswith("+")
    parts = [part for part in text.split("+") if part]
    if plus:
        parts.append("+")
    names = {
        "Return": _("Enter"),
        "Enter": _("Enter"),
        "Left": "←",
        "Right": "→",
        "Up": "↑",
        "Down": "↓",
        "Esc": _("Esc"),
        "Space": _("Space"),
        "Ctrl": _("Ctrl"),
        "Shift": _("Shift"),
        "Backspace": _("Backspace"),
    }
    return tuple(names.get(part, part) for part in parts)
