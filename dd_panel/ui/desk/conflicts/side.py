"""Beside the list of the conflicts screen: the application one looks at, and the statement that opens the desk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal

from dd_panel.text import _, ngettext
from dd_panel.ui.desk.conflicts.dialog import kind_in_words
from dd_panel.ui.desk.conflicts.rows import partner_words, question_words, title_words
from dd_panel.ui.widgets.buttons import Button
from dd_panel.ui.widgets.frames import Card, Panel, Rule, scrolled
from dd_panel.ui.widgets.labels import Label, Para
from dd_panel.ui.widgets.layouts import column, held, row, set_across
from dd_panel.ui.widgets.states import Callout

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from dd_panel.services.review.beginning import Beginning, Candidate
    from dd_panel.ui.theme import Theme

CARD: Final = (16, 12, 16, 16)
EDGE: Final = 16
BAR: Final = 12
"""What the scroll bar takes of the width when the card is higher than its place."""


class CandidateCard(Card):
    """One application: title and partners, why it may be a conflict, and what one can say about it."""

    declaration_wanted = Signal()
    dismissal_wanted = Signal()
    withdrawal_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._reference = Label(theme, "", "dense", "ink2", 600)
        self._title = Para(theme, "", "title")
        self._partners = Para(theme, "", "dense", "ink2")
        self.callout = Callout(theme, "info", " ")
        self.declare = Button(theme, _("Declare a conflict…"), icon="slash")
        self.declare.set_icon("slash", "conflict")
        self.dismiss = Button(theme, _("Not a conflict"), "quiet")
        self.withdraw = Button(theme, _("Withdraw the conflict"))
        self._buttons = row(self.declare, self.withdraw, self.dismiss, None, gap=4)
        self._room = 0
        self.setLayout(
            column(
                self._reference,
                self._title,
                self._partners,
                4,
                self.callout,
                self._buttons,
                margins=CARD,
            )
        )
        self.declare.clicked.connect(self.declaration_wanted)
        self.dismiss.clicked.connect(self.dismissal_wanted)
        self.withdraw.clicked.connect(self.withdrawal_wanted)

    def show_candidate(self, candidate: Candidate) -> None:
        """Show another application, or the same one as it stands now."""
        self._reference.setText(candidate.application.reference)
        self._title.setText(title_words(candidate))
        partners = partner_words(candidate)
        self._partners.setText(partners[:1].upper() + partners[1:])
        if candidate.conflict:
            self.callout.set_words(
                kind_in_words(candidate.conflict), _("You see its title only, and do not score it."), "conflict"
            )
        elif candidate.asks:
            self.callout.set_words(_("Is this a conflict?"), question_words(candidate), "info")
        else:
            self.callout.set_words(_("No conflict"), question_words(candidate), "good")
        self.callout.setVisible(bool(candidate.conflict) or candidate.suggestion is not None)
        self.declare.setVisible(not candidate.conflict)
        self.dismiss.setVisible(candidate.asks)
        self.withdraw.setVisible(bool(candidate.conflict))
        self.fit(self._room)

    def fit(self, room: int) -> None:
        """Set the buttons below one another where a card of this width has no room for them side by side."""
        self._room = room
        shown = [each for each in (self.declare, self.withdraw, self.dismiss) if not each.isHidden()]
        needed = sum(each.sizeHint().width() + self._buttons.spacing() for each in shown)
        set_across(self._buttons, across=needed <= room - CARD[0] - CARD[2])


class ConflictsSide(Panel):
    """The card, and the statement below it, which is always in sight."""

    statement_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "canvas")
        self.card = CandidateCard(theme)
        self._counts = Label(theme, "", "dense", "ink2", 600)
        self.state = Button(theme, _("I have no other conflicts"), "primary").fill_width()
        self._caption = Para(theme, "", "caption", "ink2")
        foot = column(self._counts, self.state, self._caption, gap=8, margins=(16, 12, 16, 16))
        area = scrolled(held(column(self.card, None, margins=(EDGE, EDGE, EDGE, EDGE))))
        self.setLayout(column((area, 1), Panel(theme, "surface", column(Rule(theme), foot, gap=0)), gap=0))
        self.setAccessibleName(_("Conflicts of interest"))
        self.state.clicked.connect(self.statement_wanted)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.card.fit(self.width() - 2 * EDGE - BAR)

    def show_beginning(self, beginning: Beginning) -> None:
        """Say how many conflicts stand, and what is still to be looked at."""
        declared, asking = beginning.declared, beginning.asking
        said = [ngettext("{count} conflict declared", "{count} conflicts declared", declared).format(count=declared)]
        if asking:
            said.append(ngettext("{count} name to look at", "{count} names to look at", asking).format(count=asking))
        self._counts.setText(" · ".join(said))
        self._counts.set_tone("warn" if asking else "ink2")
        self._caption.setText(_("Kept with today’s date; then the desk opens. You can declare one later, too."))
        self._caption.set_tone("ink2")
        self.state.setAccessibleDescription(self._counts.text())
        self.state.setText(_("I have no other conflicts") if declared else _("I have no conflicts"))

    def ask_first(self, candidate: Candidate) -> None:
        """Say under the statement that it waits for a word about this application."""
        said = _("First say whether {reference} is a conflict: declare it, or choose “Not a conflict”.")
        self._caption.setText(said.format(reference=candidate.application.reference))
        self._caption.set_tone("warn")
