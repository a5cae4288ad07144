"""Asks why something is done that the record has to explain later."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal

from dd_panel.text import _
from dd_panel.ui.speech import announce
from dd_panel.ui.widgets.fields import TextField
from dd_panel.ui.widgets.form_field import Field
from dd_panel.ui.widgets.layouts import column
from dd_panel.ui.widgets.question import Question

if TYPE_CHECKING:
    from PySide6.QtWidgets import QLayout, QWidget

    from dd_panel.ui.theme import Theme


class ReasonDialog(Question):
    """Asks for a reason before something is done; `given` carries it. It is kept in the round's history."""

    given = Signal(str)

    def __init__(
        self, theme: Theme, parent: QWidget, title: str, sentence: str, yes: str, above: QLayout | None = None
    ) -> None:
        self.reason = TextField(theme, _("Reason"), _("In a few words"))
        self._field = Field(theme, _("Reason"), self.reason)
        fields = column(*((above, 8) if above is not None else ()), self._field, gap=4)
        super().__init__(theme, parent, title, sentence, yes, fields)
        self.reason.textEdited.connect(lambda: self._field.show_problem(""))
        self.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def on_yes(self) -> None:
        words = self.reason.text().strip()
        if not words:
            self._field.show_problem(_("Say why, in a few words."))
            self.reason.setFocus(Qt.FocusReason.OtherFocusReason)
            announce(self, self._field.said, at_once=True)
            return
        self.accept()
        self.given.emit(words)
