"""The fields of a form about a round: each shows one part of its draft, and changes it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Generic, TypeVar

from PySide6.QtCore import QEvent

from dd_panel.ui.widgets.fields import CommentEdit, DropDown, TextField, TickBox
from dd_panel.ui.widgets.form_field import Field
from dd_panel.ui.widgets.segmented import SegmentedControl

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtCore import QObject

    from dd_panel.domain.document_table import KeyPath
    from dd_panel.domain.drafts import RoundDraft
    from dd_panel.ui.round.setup.draft_model import DraftModel
    from dd_panel.ui.theme import Theme

Value = TypeVar("Value")
TEXT_LOWEST: Final = 60
TEXT_HIGHEST: Final = 140


def _nowhere() -> KeyPath:
    return ()


@dataclass(frozen=True, slots=True)
class Part(Generic[Value]):
    """One part of a draft: how it is read, how a draft with another value is made, and the way to its problem."""

    get: Callable[[RoundDraft], Value]
    put: Callable[[RoundDraft, Value], RoundDraft]
    where: Callable[[], KeyPath] = _nowhere


class LineField(Field):
    """One line of the draft."""

    def __init__(self, theme: Theme, model: DraftModel, label: str, part: Part[str], hint: str = "") -> None:
        self.line = TextField(theme, label)
        super().__init__(theme, label, self.line, hint)
        self._model = model
        self._part = part
        self.line.textEdited.connect(self._on_edited)
        self.line.installEventFilter(self)
        model.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show the draft's text and what is wrong with it."""
        text = self._part.get(self._model.draft)
        if text != self.line.text():
            self.line.setText(text)
            self.line.setCursorPosition(0)
        self.show_problem(self._model.problem_at(self._part.where()))

    def _on_edited(self, text: str) -> None:
        self._model.put(self._part.put(self._model.draft, text), self._part.where())
        self.refresh()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look at what is wrong once the field is left: Qt tells only of one that was typed in."""
        if watched is self.line and event.type() == QEvent.Type.FocusOut:
            self._model.put(self._model.draft, self._part.where())
            self.refresh()
        return super().eventFilter(watched, event)


class LongField(Field):
    """Several lines of the draft."""

    def __init__(self, theme: Theme, model: DraftModel, label: str, part: Part[str]) -> None:
        self.text = CommentEdit(theme, label)
        self.text.set_heights(TEXT_LOWEST, TEXT_HIGHEST)
        super().__init__(theme, label, self.text)
        self._model = model
        self._part = part
        self.text.textChanged.connect(self._on_edited)
        model.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show the draft's text."""
        text = self._part.get(self._model.draft)
        if text != self.text.toPlainText():
            self.text.set_text(text)

    def _on_edited(self) -> None:
        text = self.text.toPlainText()
        if text != self._part.get(self._model.draft):
            self._model.put(self._part.put(self._model.draft, text))


class ChoiceField(Field):
    """One of a few values, side by side."""

    def __init__(
        self,
        theme: Theme,
        model: DraftModel,
        label: str,
        choices: Sequence[tuple[str, str]],
        part: Part[str],
    ) -> None:
        self.segments = SegmentedControl(theme, [words for _value, words in choices], name=label)
        super().__init__(theme, label, self.segments)
        self._values = [value for value, _words in choices]
        self._model = model
        self._part = part
        self.segments.choice_made.connect(lambda at: model.put(part.put(model.draft, self._values[at])))
        model.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show the draft's choice."""
        self.segments.set_chosen(self._values.index(self._part.get(self._model.draft)))


class ListField(Field):
    """One of several values in a list that drops down; the values may change with the draft."""

    def __init__(
        self,
        theme: Theme,
        model: DraftModel,
        label: str,
        choices: Callable[[RoundDraft], Sequence[tuple[str, str]]],
        part: Part[str],
    ) -> None:
        self.drop = DropDown(theme, label)
        super().__init__(theme, label, self.drop)
        self._choices = choices
        self._offered: list[tuple[str, str]] = []
        self._model = model
        self._part = part
        self.drop.activated.connect(self._on_chosen)
        model.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show the values there are now, and the draft's choice."""
        offered = list(self._choices(self._model.draft))
        if offered != self._offered:
            self._offered = offered
            self.drop.clear()
            self.drop.addItems([words for _value, words in offered])
        values = [value for value, _words in offered]
        chosen = self._part.get(self._model.draft)
        self.drop.setCurrentIndex(values.index(chosen) if chosen in values else -1)

    def _on_chosen(self, at: int) -> None:
        self._model.put(self._part.put(self._model.draft, self._offered[at][0]))


class TickField(TickBox):
    """Yes or no."""

    def __init__(self, theme: Theme, model: DraftModel, words: str, part: Part[bool]) -> None:
        super().__init__(theme, words)
        self._model = model
        self._part = part
        self.clicked.connect(lambda: model.put(part.put(model.draft, self.isChecked())))
        model.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show the draft's answer."""
        self.setChecked(self._part.get(self._model.draft))
