"""Side by side: the card beside the heat table that asks about two applications at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from dd_panel.services.review.comparing import leave_equal, look_at_neighbours, prefer, see_side_by_side
from dd_panel.services.review.reviewing import see_desk
from dd_panel.text import _, ngettext
from dd_panel.ui.desk.my_scores.pair_dialog import LEFT, NEITHER, PairDialog, PairQuestion
from dd_panel.ui.widgets.buttons import Button
from dd_panel.ui.widgets.frames import Card
from dd_panel.ui.widgets.labels import IconLabel, Label, Para
from dd_panel.ui.widgets.layouts import column, row

if TYPE_CHECKING:
    from collections.abc import Callable

    from dd_panel.domain.identifiers import Reference
    from dd_panel.services.review.comparing import SideBySide
    from dd_panel.services.review.reviewing import Desk
    from dd_panel.services.workplace import Workplace
    from dd_panel.ui.theme import Theme
    from dd_panel.ui.undo import UndoHistory


class _Line(QWidget):
    """A question with the button that opens it."""

    def __init__(self, theme: Theme, button: Button) -> None:
        super().__init__()
        self._title = Para(theme, "", "dense", "ink", 600)
        self._why = Para(theme, "", "dense", "ink2")
        self._button = button
        words = column(self._title, self._why, gap=0)
        icon = column(2, IconLabel(theme, "info", "info"), None, gap=0)
        self.setLayout(row(icon, (words, 1), column(button, None, gap=0)))

    def ask(self, title: str, why: str) -> None:
        """Show a question; the line hides without one."""
        self._title.setText(title)
        self._why.setText(why)
        self._button.setAccessibleName(f"{self._button.text()}: {title}")
        self.setVisible(bool(title))


class PairsCard(Card):
    """Offers the choice between equal totals and a look at two neighbours; hidden while there is neither.

    `opened` names the application that somebody wants to read again; `counted` tells how many choices there are.
    """

    opened = Signal(str)
    counted = Signal(int)

    def __init__(self, theme: Theme, place: Workplace, undo: UndoHistory) -> None:
        super().__init__(theme)
        self._theme = theme
        self._place = place
        self._undo = undo
        self._desk: Desk | None = None
        self._seen: SideBySide | None = None
        self.choose = Button(theme, _("Choose"), "quiet", extent="small")
        self.compare = Button(theme, _("Compare"), "quiet", extent="small")
        self._choice, self._look = _Line(theme, self.choose), _Line(theme, self.compare)
        title = Label(theme, _("Side by side"), "title")
        self.setLayout(column(title, self._choice, self._look, margins=(16, 12, 16, 12)))
        self.choose.clicked.connect(self.ask_choice)
        self.compare.clicked.connect(self.ask_neighbours)
        self.hide()

    def show_pairs(self, desk: Desk, seen: SideBySide) -> None:
        """Show what there is to ask about the scores of a desk."""
        self._desk, self._seen = desk, seen
        if seen.choices:
            one, other = seen.choices[0]
            count = len(seen.choices)
            why = ngettext(
                "Which would you put first? It is sent as a preference and changes no score.",
                "{count} pairs near the top are equal. A choice is sent as a preference and changes no score.",
                count,
            ).format(count=count)
            self._choice.ask(_("{one} and {other} have the same total").format(one=one, other=other), why)
        else:
            self._choice.ask("", "")
        near = seen.neighbours
        if near is not None:
            title = _("{one} stands just above {other}").format(one=near.higher, other=near.lower)
            self._look.ask(title, _("You read them at different times. Still right?"))
        else:
            self._look.ask("", "")
        self.setVisible(bool(seen.choices or near))
        self.counted.emit(len(seen.choices))

    def ask_choice(self) -> None:
        """Ask which of two equal totals goes first, and so on until none is left or the member has had enough."""
        if self._seen is None or not self._seen.choices:
            return
        one, other = self._seen.choices[0]
        question = PairQuestion(
            _("Which would you put first?"),
            _("Both have the same total. Your choice goes to the secretariat as a preference; no score changes."),
            _("{reference} first").format(reference=one),
            _("{reference} first").format(reference=other),
            _("No difference"),
        )

        def take(answer: str) -> None:
            first, after = (one, other) if answer == LEFT else (other, one)
            if answer == NEITHER:
                self._undo.perform(lambda: leave_equal(self._place, one, other))
            else:
                self._undo.perform(lambda: prefer(self._place, first, after))
            self._look_afresh()
            # The answered question has to be gone first.
            QTimer.singleShot(0, self, self.ask_choice)

        self._ask((one, other), question, take)

    def ask_neighbours(self) -> None:
        """Ask whether two neighbours still stand in the right order."""
        if self._seen is None:
            self._look_afresh()  # the screen has only just been opened
        near = None if self._seen is None else self._seen.neighbours
        if near is None:
            return
        question = PairQuestion(
            _("Still right?"),
            _("{one} stands just above {other} in your order.").format(one=near.higher, other=near.lower),
            _("Open {reference}").format(reference=near.higher),
            _("Open {reference}").format(reference=near.lower),
            _("Still right"),
        )

        def take(answer: str) -> None:
            self._undo.perform(lambda: look_at_neighbours(self._place, near.pair))
            self._look_afresh()
            if answer != NEITHER:
                self.opened.emit(str(near.higher if answer == LEFT else near.lower))

        self._ask((near.higher, near.lower), question, take)

    def _look_afresh(self) -> None:
        desk = see_desk(self._place)
        self.show_pairs(desk, see_side_by_side(self._place, desk))

    def _ask(self, pair: tuple[Reference, Reference], question: PairQuestion, take: Callable[[str], None]) -> None:
        if self._desk is None:
            return
        items = self._desk.item(pair[0]), self._desk.item(pair[1])
        dialog = PairDialog(self._theme, self.window(), self._desk.rules.rubric, items, question)
        dialog.answered.connect(take)
        dialog.open()
