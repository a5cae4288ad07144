"""What the reviewers said about one criterion, the lowest score first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from dd_panel.text import _
from dd_panel.ui.widgets.buttons import Button
from dd_panel.ui.widgets.frames import Card, scrolled
from dd_panel.ui.widgets.labels import ElidedLabel, Label, Para
from dd_panel.ui.widgets.layouts import clear, column, held, row
from dd_panel.ui.widgets.marks import ScoreBadge

if TYPE_CHECKING:
    from dd_panel.ui.meeting.items import CriterionLine
    from dd_panel.ui.theme import Theme


class SaidCard(Card):
    """The comments on the current criterion; `stepped` wants another criterion (-1 or 1).

    Without `for_chair` there is nothing to press.
    """

    stepped = Signal(int)

    def __init__(self, theme: Theme, *, for_chair: bool) -> None:
        self._title = ElidedLabel(theme, "", "h1")
        self._count = Label(theme, "", "body", "ink2")
        self._back = Button(theme, kind="icon", icon="left", name=_("Previous criterion"))
        self._on = Button(theme, kind="icon", icon="right", name=_("Next criterion"))
        self._lines = column(gap=12)
        body = QWidget()
        body.setLayout(column(self._lines, None, gap=0))
        head = row((self._title, 1), self._back, self._count, self._on)
        super().__init__(theme, column(head, (scrolled(body), 1), gap=8, margins=(20, 12, 16, 12)))
        self._theme = theme
        for button in (self._back, self._on):
            button.setVisible(for_chair)
        self._back.clicked.connect(lambda: self.stepped.emit(-1))
        self._on.clicked.connect(lambda: self.stepped.emit(1))

    def show_line(self, line: CriterionLine, at: int, count: int) -> None:
        """Show the comments on another criterion, the one with the number `at` of `count`."""
        self._title.setText(_("{criterion}: what they said").format(criterion=line.short))
        self._count.setText(_("{number} of {all}").format(number=at + 1, all=count))
        clear(self._lines)
        for voice in line.voices:
            badge = ScoreBadge(self._theme)
            badge.set_score(voice.score, voice.level, voice.levels)
            self._lines.addWidget(self._remark(badge, voice.name, voice.comment or _("No comment.")))
        for name, said in line.unscored:
            badge = ScoreBadge(self._theme)
            self._lines.addWidget(self._remark(badge, name, said))
        if not line.voices and not line.unscored:
            self._lines.addWidget(Para(self._theme, _("Nobody reviewed this application."), "title", "ink2", 400))

    def _remark(self, badge: ScoreBadge, name: str, words: str) -> QWidget:
        theme = self._theme
        text = column(Label(theme, name, "title", "ink2"), Para(theme, words, "title", "ink", 400), gap=0)
        line = held(row(column(badge, None, gap=0), (text, 1), gap=12))
        line.setAccessibleName(_("{who}: {words}").format(who=name, words=words))
        return line
