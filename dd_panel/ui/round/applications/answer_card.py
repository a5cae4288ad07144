"""One question of the round with the answer that was read for it, to accept or to correct."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal

from dd_panel.text import _
from dd_panel.ui.widgets.buttons import Button
from dd_panel.ui.widgets.fields import CommentEdit
from dd_panel.ui.widgets.frames import Card
from dd_panel.ui.widgets.labels import Para
from dd_panel.ui.widgets.layouts import column, row
from dd_panel.ui.widgets.pills import Pill

if TYPE_CHECKING:
    from dd_panel.services.intake.form_check import ReadAnswer
    from dd_panel.ui.theme import Theme

LOWEST, HIGHEST = 60, 220


class AnswerCard(Card):
    """A question, how sure its answer is, and the answer itself to type in.

    `settled` carries the answer and the text that is to stand; `entered` the answer when the keyboard comes here.
    """

    settled = Signal(object, str)
    entered = Signal(object)

    def __init__(self, theme: Theme) -> None:
        self.answer: ReadAnswer
        self._question = Para(theme, "", "body", "ink", 600)
        self._pill = Pill(theme, "", "neutral")
        self._why = Para(theme, "", "dense", "ink2")
        self.text = CommentEdit(theme, _("Answer"), _("No answer yet; type what the form says"))
        self.text.set_heights(LOWEST, HIGHEST)
        self.accept = Button(theme, _("Accept"), extent="small", icon="check")
        self.undo = Button(theme, _("As it was read"), "quiet", extent="small")
        head = row((self._question, 1), self._pill, gap=12)
        buttons = row(None, self.undo, self.accept, gap=8)
        super().__init__(theme, column(head, self._why, self.text, buttons, gap=8, margins=(16, 12, 16, 12)))
        self.text.installEventFilter(self)
        self.text.textChanged.connect(self._fit)
        self.accept.clicked.connect(self.settle)
        self.undo.clicked.connect(lambda: self.text.setPlainText(self.answer.read))

    def show_answer(self, answer: ReadAnswer) -> None:
        """Show an answer; what is being typed stays while the answer that stands is the same."""
        typing = hasattr(self, "answer") and self.answer.stands == answer.stands and not self._is_untouched()
        self.answer = answer
        self._question.setText(answer.question)
        words, tone, icon = _state(answer)
        self._pill.set_pill(words, tone, icon)
        self._why.setText(_why(answer))
        self.text.setAccessibleName(_("Answer to “{question}”").format(question=answer.question))
        self.setAccessibleName(f"{answer.question}, {words}")
        if not typing:
            self.text.set_text(answer.stands)
        self._fit()

    def take_focus(self) -> None:
        """Give the keyboard to the answer."""
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def settle(self) -> None:
        """Accept the answer as it stands in the field."""
        self.settled.emit(self.answer, self.text.toPlainText())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.text and event.type() == QEvent.Type.FocusIn:
            self.entered.emit(self.answer)
        return super().eventFilter(watched, event)

    def _is_untouched(self) -> bool:
        return self.text.toPlainText() == self.answer.stands

    def _fit(self) -> None:
        """Say on the button what it does by now."""
        if not hasattr(self, "answer"):
            return
        untouched = self._is_untouched()
        self.accept.setText(_("Accept") if untouched else _("Keep the correction"))
        self.accept.setEnabled(
            not (untouched and self.answer.is_checked) and bool(self.answer.heading or not untouched)
        )
        self.undo.setVisible(bool(self.answer.heading) and self.text.toPlainText() != self.answer.read)


def _state(answer: ReadAnswer) -> tuple[str, str, str | None]:
    """The words, the tone and the icon of how sure an answer is."""
    states: dict[str, tuple[str, str, str | None]] = {
        "sure": (_("Sure"), "info", "info"),
        "unsure": (_("Check it"), "warn", "alert"),
        "differs": (_("Differs"), "warn", "alert"),
        "missing": (_("Not found"), "bad", "alert"),
        "accepted": (_("Accepted"), "good", "check"),
        "corrected": (_("Corrected"), "good", "check"),
    }
    return states[answer.state]


def _why(answer: ReadAnswer) -> str:
    """How the answer was found, and who looked at it."""
    if not answer.heading:
        found = _("No heading of its form was read as this question.")
    elif answer.likeness == 1:
        found = _("Below a heading with the same words.")
    else:
        found = _("Below “{heading}”, which is {percent}% alike.").format(
            heading=answer.heading, percent=round(100 * answer.likeness)
        )
    if answer.state == "differs":
        differs = (
            _("{found} The round holds another text.")
            if answer.stands
            else _("{found} The round holds no answer; “As it was read” brings the form's.")
        )
        found = differs.format(found=found)
    if answer.line is not None and answer.is_checked:
        word = (
            _("{found} Corrected by {who}, {reason}.")
            if answer.state == "corrected"
            else _("{found} Accepted by {who}.")
        )
        return word.format(found=found, who=answer.line.who, reason=answer.line.reason)
    return found
