"""Where the chair writes down what was agreed and decided, with the reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from PySide6.QtCore import Signal

from dd_panel.text import _
from dd_panel.ui.desk.words import verdict_words
from dd_panel.ui.widgets.buttons import Button
from dd_panel.ui.widgets.extents import keep_extent
from dd_panel.ui.widgets.fields import CommentEdit, TextField
from dd_panel.ui.widgets.frames import Card
from dd_panel.ui.widgets.labels import ElidedLabel, Label, Para
from dd_panel.ui.widgets.layouts import column, row
from dd_panel.ui.widgets.segmented import SegmentedControl

if TYPE_CHECKING:
    from dd_panel.domain.meeting import Outcome
    from dd_panel.ui.meeting.items import CriterionLine, MeetingItem
    from dd_panel.ui.theme import Theme

Act = Literal["agree", "fund", "reserve", "decline"]
"""What a reason is given for: an agreed score, or a decision."""

AGREE: Final = "agree"

OUTCOMES: Final[tuple[tuple[Outcome, str, str], ...]] = (
    ("fund", "check-circle", "good"),
    ("reserve", "clock", "warn"),
    ("decline", "slash", "bad"),
)


class DecisionCard(Card):
    """Agreed score, decision, reason and note of one application; nothing is chosen beforehand.

    `agreed` carries the score as it was typed, whether it is about the current criterion alone, and the reason;
    `decided` an outcome (or None, taken back) and the reason; `noted` the note; `typed` the score while it is typed.
    """

    agreed = Signal(str, bool, str)
    decided = Signal(object, str)
    noted = Signal(str)
    typed = Signal(str)
    votes_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        self.whole = SegmentedControl(
            theme, (_("In total"), _("This criterion")), 0, name=_("What the agreed score is about")
        )
        self._title = Label(theme, _("Agreed score"), "h1")
        self.hint = ElidedLabel(theme, "", "body", "ink2")
        self.score = TextField(theme, _("Agreed score"))
        keep_extent(self.score, theme, wide=84)
        self._of = Label(theme, "", "title", "ink2", 400)
        self.agree_button = Button(theme, _("Agree"))
        self.reason = TextField(theme, _("Reason"), _("Reason, kept beside the members’ own scores"))
        self.warning = Para(theme, "", "dense", "warn", 600)
        self.buttons = {
            outcome: Button(theme, verdict_words(outcome), icon=icon).fill_width() for outcome, icon, _tone in OUTCOMES
        }
        self.note = CommentEdit(theme, _("Note for the minutes"), _("Note for the minutes"))
        self.note.set_heights(40, 72)
        self.votes = Button(theme, _("Votes…"), extent="small")
        self._foot = ElidedLabel(theme, "", "dense", "ink2")
        top = row((self.whole, 1), self.score, self._of, self.agree_button, gap=8)
        lines = column(
            self._title,
            top,
            self.hint,
            self.reason,
            self.warning,
            row(*((button, 1) for button in self.buttons.values()), gap=8),
            self.note,
            row((self._foot, 1), self.votes, gap=8),
            gap=6,
            margins=(20, 10, 20, 10),
        )
        super().__init__(theme, lines, "current")
        self._theme = theme
        self._line: CriterionLine | None = None
        self._item: MeetingItem | None = None
        self._pending: Act | None = None
        self._scored: tuple[str, str, str] | None = None
        self.setAccessibleName(_("Decision"))
        self._connect()
        self._fit()

    def _connect(self) -> None:
        self.whole.choice_made.connect(self._on_whole)
        self.score.textEdited.connect(self.typed)
        self.score.returnPressed.connect(self._on_agree)
        self.agree_button.clicked.connect(self._on_agree)
        self.reason.returnPressed.connect(self._on_reason_given)
        self.note.text_settled.connect(self.noted)
        self.votes.clicked.connect(self.votes_asked)
        self._theme.compact_changed.connect(self._fit)
        for outcome, button in self.buttons.items():
            button.clicked.connect(self._decider(outcome))

    def _fit(self) -> None:
        """Large buttons for the projector; where room is scarce, smaller ones, and nothing that says nothing new."""
        for button in self.buttons.values():
            button.set_extent("medium" if self._theme.compact else "meeting")
        self._title.setVisible(not self._theme.compact)
        # A note can wait until the reason is given; what is being asked for must not be covered.
        self.note.setVisible(not (self._theme.compact and self.warning.text()))
        self._foot.setVisible(not self._theme.compact or bool(self._item and self._item.votes))

    @property
    def by_criterion(self) -> bool:
        """Whether the score is about the current criterion alone."""
        return self.whole.chosen == 1

    def show_item(self, item: MeetingItem, line: CriterionLine, *, votes: bool) -> None:
        """Show an application as it stands; what is being typed for the same one stays."""
        fresh = self._item is None or self._item.reference != item.reference
        settled = self._item is not None and (self._item.agreed_percent, self._item.outcome) != (
            item.agreed_percent,
            item.outcome,
        )
        self._item = item
        if fresh:
            self.note.flush()
            self.note.set_text(item.note)
            self.ask_for_reason("")
        if fresh or settled:
            self.reason.setText(item.decision_reason or item.agreed_reason)
            self.ask_for_reason("")
        for outcome, icon, tone in OUTCOMES:
            chosen = item.outcome == outcome
            self.buttons[outcome].set_kind("primary" if chosen else "default")
            self.buttons[outcome].set_icon("check" if chosen else icon, "onAccent" if chosen else tone)
            said = verdict_words(outcome)
            self.buttons[outcome].setAccessibleName(_("{outcome}, chosen").format(outcome=said) if chosen else said)
        self.votes.setVisible(votes)
        self._foot.setText(item.votes or _("Nothing is final until it is signed. Ctrl+Z takes back."))
        self._fit()
        self.setEnabled(not item.locked)
        self.show_line(line)

    def show_line(self, line: CriterionLine) -> None:
        """Another criterion became the current one."""
        self._line = line
        if self._item is None:
            return
        if self.by_criterion:
            self._of.setText(_("/ {highest}").format(highest=line.ticks[-1]))
            self.hint.setText(_("{criterion} · mean {mean}").format(criterion=line.title, mean=line.mean))
            stands, about = line.agreed or "", line.key
        else:
            self._of.setText(_("/ 100"))
            self.hint.setText(_("Panel mean {mean}").format(mean=self._item.percent))
            stands, about = self._item.agreed_percent, ""
        if self._scored != (scored := (self._item.reference, about, stands)):
            self._scored = scored
            self.score.setText(stands)
        elif self.score.text() != stands:
            self.typed.emit(self.score.text())

    def ask_for_reason(self, why: str, act: Act | None = None) -> None:
        """Say why an act needs a reason, and wait for it; an empty text stops asking."""
        self._pending = act
        self.warning.setText(why)
        self.warning.setVisible(bool(why))
        self.reason.setAccessibleDescription(why)
        self._fit()
        if why:
            self.reason.setFocus()

    def reason_for(self, act: Act) -> str:
        """The reason that was given for an act; what was given for the other act counts only once it was asked for.

        An agreed score and a decision may share a reason, but somebody has to say so.
        """
        text = self.reason.text().strip()
        if self._item is None or self._pending == act:
            return text
        own, other = self._item.decision_reason, self._item.agreed_reason
        if act == AGREE:
            own, other = other, own
        return "" if text == other != own else text

    def flush(self) -> None:
        """Tell what was typed as a note."""
        self.note.flush()

    def _on_whole(self, _at: int) -> None:
        if self._line is not None:
            self.show_line(self._line)

    def _on_agree(self) -> None:
        self.agreed.emit(self.score.text(), self.by_criterion, self.reason_for(AGREE))

    def _on_reason_given(self) -> None:
        if self._pending is None or self._pending == AGREE:
            self._on_agree()
        else:
            self.decided.emit(self._pending, self.reason_for(self._pending))

    def _decider(self, outcome: Outcome) -> object:
        def decide() -> None:
            self.flush()
            chosen = self._item is not None and self._item.outcome == outcome
            self.decided.emit(None if chosen else outcome, self.reason_for(outcome))

        return decide
