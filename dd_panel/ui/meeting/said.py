"""What the reviewers said about one criterion, the lowest score first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from dd_panel.text import _
from dd_panel.ui.widgets.buttons import Button
from dd_panel.ui.widgets.frames import Card, scrolled
from dd_panel.ui.widgets.labels import ElidedLabel, Label, Para
from dd_panel.ui.widgets.layouts import clear, column, held, row
from dd_panel.ui.widgets.marks import ScoreBadge

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from dd_panel.ui.meeting.items import CriterionLine
    from dd_panel.ui.theme import Theme

ROLE: Final = "title"
GAP: Final = 12


class SaidCard(Card):
    """The comments on the current criterion; `stepped` wants another criterion (-1 or 1).

    Without `for_chair` there is nothing to press, nor to scroll: comments too long for the card end in dots.
    """

    stepped = Signal(int)

    def __init__(self, theme: Theme, *, for_chair: bool) -> None:
        self._title = ElidedLabel(theme, "", "h1")
        self._count = Label(theme, "", "body", "ink2")
        self._back = Button(theme, kind="icon", icon="left", name=_("Previous criterion"))
        self._on = Button(theme, kind="icon", icon="right", name=_("Next criterion"))
        self._lines = column(gap=GAP)
        self._remarks: list[tuple[ScoreBadge, Para]] = []
        body = QWidget()
        body.setLayout(column(self._lines, None, gap=0))
        self._area = scrolled(body)
        head = row((self._title, 1), self._back, self._count, self._on)
        super().__init__(theme, column(head, (self._area, 1), gap=8, margins=(20, 12, 16, 12)))
        self._theme = theme
        self._for_chair = for_chair
        if not for_chair:
            self._area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            self._area.viewport().installEventFilter(self)
            # Once the comments themselves have taken the other fonts.
            theme.theme_changed.connect(lambda: QTimer.singleShot(0, self, self._fit))
        for button in (self._back, self._on):
            button.setVisible(for_chair)
        self._back.clicked.connect(lambda: self.stepped.emit(-1))
        self._on.clicked.connect(lambda: self.stepped.emit(1))

    def show_line(self, line: CriterionLine, at: int, count: int) -> None:
        """Show the comments on another criterion, the one with the number `at` of `count`."""
        self._title.setText(_("{criterion}: what they said").format(criterion=line.short))
        self._count.setText(_("{number} of {all}").format(number=at + 1, all=count))
        clear(self._lines)
        self._remarks = []
        for voice in line.voices:
            badge = ScoreBadge(self._theme)
            badge.set_score(voice.score, voice.level, voice.levels)
            self._lines.addWidget(self._remark(badge, voice.name, voice.comment or _("No comment.")))
        for name, said in line.unscored:
            badge = ScoreBadge(self._theme)
            self._lines.addWidget(self._remark(badge, name, said))
        if not line.voices and not line.unscored:
            self._lines.addWidget(Para(self._theme, _("Nobody reviewed this application."), ROLE, "ink2", 400))
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        """For the room, leave out the ends of the longest comments, as far as not all have their place."""
        if self._for_chair or not self._remarks:
            return
        sight, line = self._area.viewport(), self._theme.line(ROLE)
        whole = [
            comment.count_lines(sight.width() - badge.sizeHint().width() - GAP) for badge, comment in self._remarks
        ]
        room = (sight.height() - (len(whole) - 1) * GAP) // line - len(whole)
        most = max(whole)
        while most > 1 and sum(min(each, most) for each in whole) > room:
            most -= 1
        spare = room - sum(min(each, most) for each in whole)
        for (_badge, comment), each in zip(self._remarks, whole, strict=True):
            longer = each > most and spare > 0
            spare -= longer
            comment.set_most_lines(most + longer)

    def _remark(self, badge: ScoreBadge, name: str, words: str) -> QWidget:
        theme = self._theme
        comment = Para(theme, words, ROLE, "ink", 400)
        self._remarks.append((badge, comment))
        text = column(Label(theme, name, ROLE, "ink2"), comment, gap=0)
        line = held(row(column(badge, None, gap=0), (text, 1), gap=GAP))
        line.setAccessibleName(_("{who}: {words}").format(who=name, words=words))
        return line
