"""The last step: the questions that decide who may be in the competition."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QWidget

from dd_panel.domain.drafts import GateDraft, key_for
from dd_panel.text import _
from dd_panel.ui.round.setup.fields import LineField, Part
from dd_panel.ui.widgets.buttons import Button
from dd_panel.ui.widgets.extents import keep_extent
from dd_panel.ui.widgets.frames import Card, Panel, scrolled
from dd_panel.ui.widgets.labels import Label, Para
from dd_panel.ui.widgets.layouts import column, held, row

if TYPE_CHECKING:
    from dd_panel.domain.document_table import KeyPath
    from dd_panel.domain.drafts import RoundDraft
    from dd_panel.ui.round.setup.draft_model import DraftModel
    from dd_panel.ui.theme import Theme
    from dd_panel.ui.undo import UndoHistory

WIDEST: Final = 960


class GatesStep(Panel):
    """Questions that officials tick for each application, apart from the scores."""

    def __init__(self, theme: Theme, model: DraftModel, undo: UndoHistory) -> None:
        super().__init__(theme, "canvas")
        self._theme = theme
        self._model = model
        self._undo = undo
        self.rows: list[_GateRow] = []
        self._lines = column(gap=12)
        self.add = Button(theme, _("Add a gate"), icon="plus")
        sentence = _(
            "A gate is passed or failed, and has no score. Officials tick the gates of every application before it "
            "is assigned; whoever fails one is told why."
        )
        lines = (Label(theme, _("Gates"), "title"), Para(theme, sentence, "dense", "ink2"), self._lines)
        card = Card(theme, column(*lines, row(self.add, None), gap=12, margins=(16, 12, 16, 16)))
        inside = Panel(theme, "canvas", column(card, None, margins=(24, 20, 24, 20)))
        keep_extent(inside, theme, most_wide=WIDEST)
        self.setLayout(column(scrolled(Panel(theme, "canvas", row((inside, 1), gap=0))), gap=0))
        self.add.clicked.connect(self.add_gate)
        model.changed.connect(self._fit)
        self._fit()

    def add_gate(self) -> None:
        """Begin another gate and put the keyboard into its question."""
        draft = self._model.draft
        key = key_for("gate", [each.key for each in draft.gates])
        self._model.put(replace(draft, gates=(*draft.gates, GateDraft(key))))
        self.rows[-1].question.line.setFocus()

    def control_at(self, path: KeyPath) -> QWidget:
        """The control at the end of a way."""
        shown = self.rows[int(path[1]) - 1]
        return shown.key.line if path[-1] == "key" else shown.question.line

    def _remove(self, at: int) -> None:
        draft = self._model.draft
        gates = (*draft.gates[:at], *draft.gates[at + 1 :])
        self._undo.perform(lambda: self._model.replace(replace(draft, gates=gates), _("Gate removed")))
        (self.rows[min(at, len(self.rows) - 1)].question.line if self.rows else self.add).setFocus()

    def _fit(self) -> None:
        """Have a row for every gate."""
        wanted = len(self._model.draft.gates)
        while len(self.rows) > wanted:
            gone = self.rows.pop()
            self._lines.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        while len(self.rows) < wanted:
            at = len(self.rows)
            made = _GateRow(self._theme, self._model, at)
            made.remove.clicked.connect(lambda _checked=False, at=at: self._remove(at))
            self._lines.addWidget(made)
            QWidget.setTabOrder(made.remove, self.add)
            self.rows.append(made)


class _GateRow(QWidget):
    """The question and the key of one gate."""

    def __init__(self, theme: Theme, model: DraftModel, at: int) -> None:
        super().__init__()

        def gate(draft: RoundDraft) -> GateDraft:
            # A row that is on its way out may still be asked.
            return draft.gates[at] if at < len(draft.gates) else GateDraft()

        def put(draft: RoundDraft, each: GateDraft) -> RoundDraft:
            return replace(draft, gates=(*draft.gates[:at], each, *draft.gates[at + 1 :]))

        self.question = LineField(
            theme,
            model,
            _("Question {number}").format(number=at + 1),
            Part(
                lambda draft: gate(draft).question,
                lambda draft, text: put(draft, replace(gate(draft), question=text)),
                lambda: ("gates", at + 1, "question"),
            ),
        )
        self.key = LineField(
            theme,
            model,
            _("Key"),
            Part(
                lambda draft: gate(draft).key,
                lambda draft, text: put(draft, replace(gate(draft), key=text)),
                lambda: ("gates", at + 1, "key"),
            ),
        )
        keep_extent(self.key, theme, wide=140)
        self.remove = Button(theme, kind="icon", icon="x", name=_("Remove gate {number}").format(number=at + 1))
        beside = held(column(theme.line("label") + 6, self.remove, None, gap=0))
        self.setLayout(row((self.question, 1), self.key, beside, gap=12))
