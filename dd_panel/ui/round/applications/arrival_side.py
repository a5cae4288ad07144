"""Beside the list of what arrived: where the chosen thing came from, why it waits, its files and its other versions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal

from dd_panel.text import _, ngettext
from dd_panel.ui.round.applications.arrivals_rows import (
    closing_words,
    outcome_look,
    outcome_words,
    received_words,
    who_words,
)
from dd_panel.ui.round.applications.side import Lines, Side, SideCard
from dd_panel.ui.widgets.buttons import Button
from dd_panel.ui.widgets.labels import Para
from dd_panel.ui.widgets.layouts import held, row
from dd_panel.ui.widgets.pills import Pill

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dd_panel.services.intake.view import Arrived
    from dd_panel.ui.theme import Theme

MOST_OTHERS: Final = 12
"""Of the messages of one application; an applicant who writes more often than that is looked up in the list."""


class ArrivalSide(Side):
    """The cards of the chosen thing, with what can be done about it."""

    accept_asked = Signal()
    aside_asked = Signal()
    check_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        self._name = Para(theme, "", "title")
        self._pill = Pill(theme, "", "neutral")
        self._about = Lines(theme, "ink2")
        self._why = Lines(theme)
        self.accept = Button(theme, _("Accept…"), "primary", extent="small")
        self.aside = Button(theme, _("Set aside…"), extent="small")
        self._buttons = held(row(self.accept, self.aside, None, gap=8))
        self._what = SideCard(theme, _("What arrived"), self._name, row(self._pill, None), self._about)
        self._reasons = SideCard(theme, _("Why it waits"), self._why, self._buttons)
        self._unchecked = Para(theme, "", "dense", "ink")
        self.check = Button(theme, _("Read and check…"), icon="book", extent="small")
        self._form = SideCard(theme, _("Its form"), self._unchecked, row(self.check, None))
        self._cells = Lines(theme)
        self._row = SideCard(theme, _("What the row holds"), self._cells)
        self._files = Lines(theme)
        self._enclosed = SideCard(theme, _("Files"), self._files)
        self._others = Lines(theme)
        self._versions = SideCard(theme, _("Also of this application"), self._others)
        super().__init__(theme, self._what, self._reasons, self._row, self._form, self._enclosed, self._versions)
        self.setAccessibleName(_("The chosen message"))
        self.accept.clicked.connect(self.accept_asked)
        self.aside.clicked.connect(self.aside_asked)
        self.check.clicked.connect(self.check_asked)
        self.show_thing(None, ())

    def show_thing(self, thing: Arrived | None, others: Sequence[Arrived]) -> None:
        """Show one thing, with the others of its application; None when there is nothing to show."""
        for card in (self._what, self._reasons, self._row, self._form, self._enclosed, self._versions):
            card.setVisible(thing is not None)
        if thing is None:
            return
        self._name.setText(who_words(thing))
        tone, icon = outcome_look(thing)
        self._pill.set_pill(outcome_words(thing), tone, icon)
        received = received_words(thing) if thing.received is not None else ""
        if received and thing.early is not None:
            words = _("Received {time}, {span}") if thing.late else _("Received {time}, {span} the closing time")
            received = words.format(time=received, span=closing_words(thing, 2))
        about = (thing.subject, _("From {sender}").format(sender=thing.sender) if thing.sender else "", received)
        self._about.show_lines([*(line for line in about if line), thing.source])
        waits = thing.outcome == "waiting"
        titles = {"waiting": _("Why it waits"), "set aside": _("Why it was set aside"), "accepted": _("Worth knowing")}
        self._reasons.heading.setText(titles[thing.outcome])
        self._why.show_lines(thing.reasons)
        self._reasons.setVisible(bool(thing.reasons))
        self._buttons.setVisible(waits)
        self._cells.show_lines(thing.text.splitlines())
        self._row.setVisible(bool(thing.text))
        self._show_form(thing)
        self._files.show_lines(thing.files)
        self._enclosed.setVisible(bool(thing.files))
        self._others.show_lines(_newest(others))
        self._versions.setVisible(bool(others))

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why the chosen thing waits, or what is worth knowing about it."""
        return self._why.lines

    def _show_form(self, thing: Arrived) -> None:
        self._form.setVisible(thing.readable)
        self._form.heading.setText(_("Its form") if thing.unchecked else _("Its words"))
        self._unchecked.setText(
            _("Answers were read from a form, and nobody has looked at {count} of them yet.").format(
                count=thing.unchecked
            )
            if thing.unchecked
            else _("Read what was sent, beside the questions of the round.")
        )


def _newest(others: Sequence[Arrived]) -> list[str]:
    """The newest messages of an application, the last first, and how many earlier ones there are."""
    shown = [_other(each) for each in reversed(others[-MOST_OTHERS:])]
    if (more := len(others) - MOST_OTHERS) > 0:
        shown.append(ngettext("and {count} earlier one", "and {count} earlier ones", more).format(count=more))
    return shown


def _other(each: Arrived) -> str:
    return _("{time}: {source} ({state})").format(
        time=received_words(each), source=each.source, state=outcome_words(each).lower()
    )
