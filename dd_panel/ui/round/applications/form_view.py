"""The side-by-side check: what was sent at the left, the round's questions with what was read for each at the right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from dd_panel.domain.errors import DDPanelError
from dd_panel.services.intake.form_check import accept_answers, correct_answer, see_again
from dd_panel.services.returns.originals import save_attachment
from dd_panel.text import _, ngettext
from dd_panel.ui.actions import Keys, add_action
from dd_panel.ui.round.applications.answer_card import AnswerCard
from dd_panel.ui.round.applications.paper_text import PaperText
from dd_panel.ui.speech import announce
from dd_panel.ui.widgets.buttons import Button
from dd_panel.ui.widgets.extents import keep_extent
from dd_panel.ui.widgets.fields import DropDown
from dd_panel.ui.widgets.frames import Panel, Rule, scrolled
from dd_panel.ui.widgets.labels import ElidedLabel, Label
from dd_panel.ui.widgets.layouts import column, held, row
from dd_panel.ui.widgets.states import EmptyState
from dd_panel.ui.widgets.turns import Beside

if TYPE_CHECKING:
    from collections.abc import Callable

    from dd_panel.services.intake.form_check import FormCheck, ReadAnswer
    from dd_panel.services.workplace import Workplace
    from dd_panel.ui.outside import Outside
    from dd_panel.ui.theme import Theme
    from dd_panel.ui.undo import Change

MARGIN: Final = 24
PAPERS: Final = 280


class FormView(QWidget):
    """Shows one application's documents beside its answers.

    `closed` comes when the person goes back to the list, `failed` carries a trouble a person can put right.
    """

    closed = Signal()
    failed = Signal(object)

    def __init__(
        self,
        theme: Theme,
        place: Workplace,
        outside: Outside,
        perform: Callable[[Callable[[], Change]], Change | None],
    ) -> None:
        super().__init__()
        self._theme = theme
        self._place = place
        self._outside = outside
        self._perform = perform
        self._check: FormCheck | None = None
        self._made: list[AnswerCard] = []
        self._cards: list[AnswerCard] = []
        self._build()
        self._arrange()
        self._connect()

    @property
    def reference(self) -> str:
        """The application that is shown, empty for none."""
        return "" if self._check is None else str(self._check.application.reference)

    @property
    def cards(self) -> tuple[AnswerCard, ...]:
        """The questions in their order."""
        return tuple(self._cards)

    # --------------------------------------------------------------------------------------------------- the making

    def _build(self) -> None:
        theme = self._theme
        self.back = Button(theme, _("Back to the list"), icon="left", extent="small")
        self._title = ElidedLabel(theme, "", "title")
        self.papers = DropDown(theme, _("Which document"))
        self.save = Button(theme, kind="icon", icon="save", name=_("Save the document as it was sent"))
        self.text = PaperText(theme)
        self._progress = Label(theme, "", "dense", "ink2")
        self.accept_sure = Button(theme, _("Accept all sure answers"), "primary", icon="check")
        self._empty = EmptyState(
            theme,
            ("book", "accent"),
            _("No answers to check"),
            _("The round’s register asks no questions, and no heading was read as one. Its words are at the left."),
        )
        self._card_box = column(gap=12)
        inside = column(self._card_box, self._empty, None, gap=12, margins=(16, 16, 16, 16))
        self._area: QScrollArea = scrolled(held(inside))

    def _arrange(self) -> None:
        theme = self._theme
        keep_extent(self.papers, theme, most_wide=PAPERS)
        head = row(self.back, (self._title, 1), (self.papers, 1), self.save, gap=12, margins=(MARGIN, 10, 16, 10))
        left = Panel(theme, "surface", column(head, Rule(theme), (self.text, 1), gap=0))
        foot = row((self._progress, 1), self.accept_sure, gap=8, margins=(16, 10, 16, 10))
        below = Panel(theme, "surface", column(Rule(theme), foot, gap=0))
        self.answers = Panel(theme, "canvas", column((self._area, 1), below, gap=0))
        self.paper = left
        panes = ((left, self.text.setFocus), (self.answers, self._area.setFocus))
        names = (_("What was sent"), _("Answers"))
        beside = Beside(theme, panes, names, (self.answers, lambda room: room // 2))
        self.setLayout(column(beside, gap=0))

    def _connect(self) -> None:
        self.back.clicked.connect(self.closed)
        self.papers.currentIndexChanged.connect(self._show_paper)
        self.save.clicked.connect(self.save_paper)
        self.accept_sure.clicked.connect(self.accept_all_sure)
        add_action(self, _("Back to the list"), "Esc", self.closed.emit, keys=Keys(bar=_("back")))
        add_action(self, _("Next question"), "J", lambda: self.step(1), keys=Keys(bar=_("question"), caps=("J", "K")))
        add_action(self, _("Previous question"), "K", lambda: self.step(-1), keys=Keys(listed=False))
        add_action(
            self, _("Accept or correct, and go on"), "Ctrl+Return", self.settle_current, keys=Keys(bar=_("accept"))
        )
        add_action(self, _("Accept all sure answers"), "Ctrl+Shift+Return", self.accept_all_sure)
        add_action(self, _("Save the document as it was sent"), "Ctrl+S", self.save_paper)

    # ------------------------------------------------------------------------------------------------ what is shown

    def show_check(self, check: FormCheck) -> None:
        """Show an application's documents and answers; the place is kept where it is the same one."""
        same = check.application.reference == self.reference
        at = self._current() if same else 0
        paper = self.papers.currentIndex() if same else 0
        self._check = check
        application = check.application
        self._title.setText(f"{application.reference}  {application.lead_authority}")
        self.papers.blockSignals(True)
        self.papers.clear()
        self.papers.addItems([each.name for each in check.papers] or [_("Nothing that can be read")])
        self.papers.setCurrentIndex(min(max(paper, 0), self.papers.count() - 1))
        self.papers.blockSignals(False)
        if not same:
            self._show_paper()
        self._show_cards(check)
        left = sum(not each.is_checked for each in check.answers)
        done = len(check.answers) - left
        words = _("{done} of {all} looked at").format(done=done, all=len(check.answers))
        self._progress.setText(words if check.answers else "")
        sure = sum(each.state == "sure" for each in check.answers)
        self.accept_sure.setText(
            ngettext("Accept {count} sure answer", "Accept {count} sure answers", sure).format(count=sure)
        )
        self.accept_sure.setVisible(sure > 0)
        # The cards are laid out after this; only then can one of them be brought into sight.
        QTimer.singleShot(0, self, lambda: self.go_to(at))

    def see_again(self) -> None:
        """Show what stands by now of the application that is in sight."""
        if self._check is not None:
            self.show_check(see_again(self._place, self._check))

    def _show_cards(self, check: FormCheck) -> None:
        while len(self._made) < len(check.answers):
            card = AnswerCard(self._theme)
            card.settled.connect(self._on_settled)
            card.entered.connect(self._on_entered)
            self._made.append(card)
            self._card_box.addWidget(card)
        self._cards = self._made[: len(check.answers)]
        for card, answer in zip(self._cards, check.answers, strict=True):
            card.show_answer(answer)
        for at, card in enumerate(self._made):
            card.setVisible(at < len(check.answers))
        self._empty.setVisible(not self._cards)

    def _show_paper(self) -> None:
        if self._check is not None:
            at = self.papers.currentIndex()
            paper = self._check.papers[at] if at < len(self._check.papers) else None
            self.text.show_text(paper.text if paper else "", [each.heading for each in self._check.answers])
            self.save.setEnabled(paper is not None and bool(paper.file))

    # ----------------------------------------------------------------------------------------------- what people do

    def step(self, by: int) -> None:
        """Go to the next question or the one before."""
        self.go_to(max(0, min(self._current() + by, len(self._cards) - 1)))

    def go_to(self, at: int) -> None:
        """Give the keyboard to a question, with its heading marked in the document."""
        if not self._cards:
            self.text.setFocus()
            return
        card = self._cards[min(at, len(self._cards) - 1)]
        card.take_focus()
        self._area.ensureWidgetVisible(card, 0, 16)

    def settle_current(self) -> None:
        """Accept the current answer, or keep its correction, and go to the next that nobody has looked at."""
        if self._cards:
            self._cards[self._current()].settle()

    def accept_all_sure(self) -> None:
        """Accept every answer whose heading has the question's own words."""
        if self._check is not None:
            sure = [each.question for each in self._check.answers if each.state == "sure"]
            if sure:
                self._perform(lambda: accept_answers(self._place, self.reference, sure))

    def save_paper(self) -> None:
        """Save the document in sight, byte for byte as it was sent, to look at it in its own program."""
        at = self.papers.currentIndex()
        name = self._check.papers[at].file if self._check is not None and at < len(self._check.papers) else ""
        path = self._outside.where(self, _("Save the document as it was sent"), name) if name else None
        if path is None:
            return
        try:
            save_attachment(self._place, self.reference, name, path)
        except DDPanelError as trouble:
            self.failed.emit(trouble)
        else:
            announce(self, _("Saved as {file}").format(file=path.name))
            self._outside.opened(path.parent)

    def _on_settled(self, answer: ReadAnswer, text: str) -> None:
        reference, question = self.reference, answer.question
        reason = _("as in {file}").format(file=self.papers.currentText())
        at = self._current()
        if text == answer.stands:
            done = self._perform(lambda: accept_answers(self._place, reference, [question]))
        else:
            done = self._perform(lambda: correct_answer(self._place, reference, question, text, reason))
        if done is not None:
            later = [number for number, card in enumerate(self._cards) if number > at and not card.answer.is_checked]
            self.go_to(later[0] if later else at)
            announce(self, done.summary)

    def _on_entered(self, answer: ReadAnswer) -> None:
        """Mark the heading of a question; the document that holds it is shown where another one was in sight."""
        if self._check is None or self.text.mark(answer.heading):
            return
        for at, paper in enumerate(self._check.papers):
            if answer.heading and answer.heading in paper.text:
                self.papers.setCurrentIndex(at)
                self.text.mark(answer.heading)

    def _current(self) -> int:
        focused = QApplication.focusWidget()
        for at, card in enumerate(self._cards):
            if focused is not None and card.isAncestorOf(focused):
                return at
        return 0
