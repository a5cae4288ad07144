"""Under the findings: what still waits, and the way to the ranking, which never waits for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from dd_panel.text import _, ngettext
from dd_panel.ui.widgets.buttons import Button
from dd_panel.ui.widgets.labels import ElidedLabel, IconLabel
from dd_panel.ui.widgets.layouts import row

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from dd_panel.services.returns.overview import ReturnsView
    from dd_panel.ui.theme import Theme

NARROW: Final = 720


class ReturnsFoot(QWidget):
    """What still waits, in a sentence, the button that writes reminders, and the one to the ranking."""

    ranking_asked = Signal()
    reminders_asked = Signal()
    second_look_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._outstanding = 0
        self._icon = IconLabel(theme, "check-circle", "good")
        self._words = ElidedLabel(theme, "", "dense", "good", weight=600)
        self._calm = ElidedLabel(theme, "", "dense", "ink2")
        self.ranking = Button(theme, _("See the ranking"), "primary")
        self.remind = Button(theme, _("Remind"))
        self.second_look = Button(theme, _("Second look…"))
        self.second_look.setToolTip(_("Let the chosen member look at some applications once more"))
        words = row(self._words, (self._calm, 1), gap=8)
        self.setLayout(
            row(self._icon, (words, 1), self.second_look, self.remind, self.ranking, gap=8, margins=(16, 12, 16, 12))
        )
        self.ranking.clicked.connect(self.ranking_asked)
        self.remind.clicked.connect(self.reminders_asked)
        self.second_look.clicked.connect(self.second_look_asked)

    def show_view(self, view: ReturnsView) -> None:
        """Say what still waits."""
        parts: list[str] = []
        if view.waiting:
            parts.append(
                ngettext("{count} finding to decide.", "{count} findings to decide.", view.waiting).format(
                    count=view.waiting
                )
            )
        if view.outstanding:
            parts.append(
                ngettext(
                    "{count} panel member outstanding.", "{count} panel members outstanding.", view.outstanding
                ).format(count=view.outstanding)
            )
        self._outstanding = view.outstanding
        self._fit()
        self.remind.setVisible(view.outstanding > 0)
        done = not parts
        self._icon.set_icon("check-circle" if done else "alert", "good" if done else "warn")
        self._words.set_tone("good" if done else "warn")
        self._words.setText(_("Everything is in and decided.") if done else " ".join(parts))
        self._calm.setText("" if done else _("You can rank all the same."))
        self.ranking.setVisible(view.received > 0)
        self.second_look.setVisible(view.received > 0)
        self._calm.setVisible(view.received > 0)
        self.setVisible(bool(view.members))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Where large text leaves little room, the words beside the button alone say how many are reminded."""
        count = self._outstanding
        words = ngettext("Remind {count} person", "Remind {count} people", count).format(count=count)
        self.remind.setText(_("Remind") if self.width() < self._theme.px(NARROW) else words)
