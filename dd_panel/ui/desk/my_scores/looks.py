"""Worth a second look: questions beside the heat table, each with its reason, a way to its place, and a way off."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal

from dd_panel.text import _, ngettext
from dd_panel.ui.widgets.buttons import Button
from dd_panel.ui.widgets.frames import Card
from dd_panel.ui.widgets.labels import IconLabel, Label, Para
from dd_panel.ui.widgets.layouts import clear, column, held, row

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from dd_panel.domain.second_looks import SecondLook
    from dd_panel.ui.theme import Theme

MOST: Final = 3
"""More questions at once would be a lecture."""


class LooksCard(Card):
    """At most three questions until more are asked for; each of them can be put away, and all of them asked again."""

    open_asked = Signal(object)
    dismissed = Signal(object)
    asked_again = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._theme = theme
        self._lines = column()
        self._looks: tuple[SecondLook, ...] = ()
        self._shown: tuple[SecondLook, ...] = ()
        self._buttons: list[tuple[Button, Button]] = []
        self._all = False
        self._private = Label(theme, _("Only you see this"), "caption", "ink3")
        self.more = Button(theme, _("Show more"), "quiet", extent="small")
        self.again = Button(theme, _("Ask again"), "quiet", extent="small")
        head = row(Label(theme, _("Worth a second look"), "title"), None, self._private)
        foot = row(self.more, None, self.again, gap=0)
        self.setLayout(column(head, self._lines, foot, margins=(16, 12, 16, 12)))
        self.more.clicked.connect(self._on_more_asked)
        self.again.clicked.connect(self.asked_again)
        theme.compact_changed.connect(self._fit)
        self._fit()
        self.hide()

    def show_looks(self, looks: tuple[SecondLook, ...], put_away: int) -> None:
        """Ask these questions, and say how many were put away; the card hides when there are none of either."""
        self._looks = looks
        self.again.setVisible(bool(put_away))
        self.again.setText(ngettext("Ask {count} again", "Ask {count} again", put_away).format(count=put_away))
        self.again.setAccessibleName(
            ngettext(
                "Ask {count} question again that was put away",
                "Ask {count} questions again that were put away",
                put_away,
            ).format(count=put_away)
        )
        self._show_lines()
        self.setVisible(bool(looks or put_away))

    def _show_lines(self) -> None:
        shown = self._looks if self._all else self._looks[:MOST]
        more = len(self._looks) - len(shown)
        if shown != self._shown:
            self._shown = shown
            here = next((at for at, pair in enumerate(self._buttons) if any(each.hasFocus() for each in pair)), None)
            self._buttons.clear()
            clear(self._lines)
            for look in shown:
                line = self._line(look)
                self._lines.addWidget(line)
                line.show()  # what is still hidden can't have the keyboard
            if here is not None:
                self._go_on(here)
        self.more.setVisible(bool(more))
        self.more.setText(ngettext("{count} more", "{count} more", more).format(count=more))

    def _go_on(self, at: int) -> None:
        """Give the keyboard to the question now at a place, or the last one, so that the next is put away as well."""
        if self._buttons:
            self._buttons[min(at, len(self._buttons) - 1)][1].setFocus()
        else:
            self.again.setFocus()

    def _on_more_asked(self) -> None:
        self._all = True
        self._show_lines()

    def _line(self, look: SecondLook) -> QWidget:
        theme = self._theme
        words = column(Para(theme, look.title, "dense", "ink", 600), Para(theme, look.question, "dense", "ink2"), gap=0)
        show = Button(theme, _("Open"), "quiet", extent="small")
        show.setAccessibleName(_("Open: {title}").format(title=look.title))
        show.clicked.connect(lambda: self.open_asked.emit(look))
        away = Button(theme, kind="icon", icon="x", name=_("Put away: {title}").format(title=look.title))
        away.clicked.connect(lambda: self.dismissed.emit(look))
        self._buttons.append((show, away))
        icon = column(2, IconLabel(theme, "info", "info"), None, gap=0)
        return held(row(icon, (words, 1), column(row(show, away, gap=0), None, gap=0), gap=8))

    def _fit(self) -> None:
        self._private.setVisible(not self._theme.compact)
