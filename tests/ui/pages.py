"""Plain screens for the tests of the frame round them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from dd_panel.ui.actions import Keys, add_action
from dd_panel.ui.theme import Theme
from dd_panel.ui.widgets.buttons import Button
from dd_panel.ui.widgets.fields import CommentEdit, SearchField
from dd_panel.ui.widgets.frames import Card, Panel
from dd_panel.ui.widgets.labels import Label, Para
from dd_panel.ui.widgets.layouts import column, row


class DeskPage(QWidget):
    """A screen of two panes with a few keys of its own; it counts how often it was shown and what was done."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.shown = 0
        self.done: list[str] = []
        self.search = SearchField(theme, "Find name, reference, service")
        self.first = Button(theme, "First")
        self.second = Button(theme, "Second")
        self.comment = CommentEdit(theme, "Comment")
        self.left = Panel(theme, "surface", column(self.search, self.first, None, margins=(16, 12, 16, 12)))
        words = Para(theme, "Families tell us the building-based offer no longer suits younger adults.", "reading")
        card = Card(theme, column(Label(theme, "Leadership", "title"), words, self.comment, margins=(16, 12, 16, 12)))
        self.right = Panel(theme, "canvas", column(card, row(self.second, None), None, margins=(16, 16, 16, 16)))
        self.setLayout(row(self.left, (self.right, 1), gap=1))
        self._add("Next criterion", "J", Keys(bar="criterion", caps=("J", "K")))
        self._add("Previous criterion", "K", Keys(listed=False))
        self._add("Find", "Ctrl+F", Keys(bar="find"))
        self._add("Mark complete and go to the next", "Ctrl+Return", Keys(bar="complete"))

    @property
    def title(self) -> str:
        return "Review desk"

    def panes(self) -> Sequence[QWidget]:
        return (self.left, self.right)

    def on_shown(self) -> None:
        self.shown += 1

    def key_note(self) -> str:
        return ""

    def _add(self, words: str, keys: str, shown: Keys) -> None:
        add_action(self, words, keys, lambda: self.done.append(words), keys=shown)


class ScoresPage(DeskPage):
    """A second screen."""

    @property
    def title(self) -> str:
        return "My scores"

    def key_note(self) -> str:
        return "Totals are weighted"
