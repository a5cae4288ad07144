"""Before a rubric that members have is changed: what that does to the scores, and which of them are to stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal

from dd_panel.text import _, ngettext
from dd_panel.ui.widgets.fields import TextField, TickBox
from dd_panel.ui.widgets.form_field import Field
from dd_panel.ui.widgets.frames import Panel, scrolled
from dd_panel.ui.widgets.labels import Label, Para
from dd_panel.ui.widgets.layouts import column, held
from dd_panel.ui.widgets.question import Question

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from dd_panel.domain.rubric_change import CriterionChange, WayAcross
    from dd_panel.ui.theme import Theme

HIGHEST: Final = 320
ROOM: Final = (4, 4, 8, 4)
"""Around the list, so that the keyboard's ring is not cut off."""


class WayAcrossDialog(Question):
    """Lists what becomes of every criterion. `decided` carries the criteria whose scores stand, and the reason.

    No box is ticked beforehand: that a score stands under another rubric is somebody's decision.
    """

    decided = Signal(object, str)

    def __init__(self, theme: Theme, parent: QWidget, plan: WayAcross) -> None:
        self._theme = theme
        self._plan = plan
        self.ticks: dict[str, TickBox] = {}
        self.outcome = Para(theme, "", "body", "ink", 600)
        self.line = TextField(theme, _("Reason"))
        self.reason = Field(theme, _("Reason"), self.line, _("Kept in the history with your name and the time."))
        listed = Panel(theme, "canvas", column(*(self._row(each) for each in plan.changes), None, gap=12, margins=ROOM))
        area = scrolled(listed)
        area.setMinimumHeight(min(theme.px(HIGHEST), listed.sizeHint().height()))
        super().__init__(
            theme,
            parent,
            _("Make a new version of the rubric?"),
            _(
                "Members have the rubric. Scoresheets of the version before will be refused, and members need new "
                "packs. Tick the criteria whose scores are to stand; all others are cleared, which the history says."
            ),
            _("Make the new version"),
            column((area, 1), self.outcome, self.reason, gap=12),
        )
        for tick in self.ticks.values():
            tick.clicked.connect(self._tell)
        self._tell()
        first = next(iter(self.ticks.values()), self.line)
        first.setFocus()

    @property
    def carried(self) -> tuple[str, ...]:
        """The criteria whose scores are to stand."""
        return tuple(key for key, tick in self.ticks.items() if tick.isChecked())

    def on_yes(self) -> None:
        """Take the decision, once a reason is given."""
        reason = self.line.text().strip()
        if not reason:
            self.reason.show_problem(_("Say why the rubric changes."))
            self.line.setFocus()
            return
        self.decided.emit(self.carried, reason)
        self.accept()

    def _row(self, change: CriterionChange) -> QWidget:
        words = _(", ").join(change.words) or _("nothing changes")
        lines = column(
            Label(self._theme, change.title, "body", weight=600), Para(self._theme, words, "dense", "ink2"), gap=2
        )
        count = self._plan.scores.get(change.key, 0)
        if change.carries:
            said = ngettext("Let its {count} score stand", "Let its {count} scores stand", count)
            tick = TickBox(self._theme, said.format(count=count))
            tick.setAccessibleDescription(_("{title}: {words}").format(title=change.title, words=words))
            self.ticks[change.key] = tick
            lines.addWidget(tick)
        elif count:
            said = ngettext("Its {count} score is cleared", "Its {count} scores are cleared", count)
            lines.addWidget(Label(self._theme, said.format(count=count), "dense", "warn", 600))
        return held(lines)

    def _tell(self) -> None:
        """Say what it comes to with the boxes as they are ticked."""
        plan = self._plan.carrying(self.carried)
        begun = ngettext("{count} review is begun.", "{count} reviews are begun.", plan.begun).format(count=plan.begun)
        again = ngettext(
            "{count} has to be done again or added to.", "{count} have to be done again or added to.", plan.again
        ).format(count=plan.again)
        scores = _("{kept} scores stand, {dropped} are cleared.").format(kept=plan.kept, dropped=plan.dropped)
        self.outcome.setText(f"{begun} {again} {scores}")
