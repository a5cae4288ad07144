"""Votes on one application, where the rules of the round know votes; each is kept as it is cast."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QWidget

from dd_panel.domain.meeting import VOTES
from dd_panel.text import _
from dd_panel.ui.widgets.buttons import Button
from dd_panel.ui.widgets.focus_ring import FocusRing
from dd_panel.ui.widgets.frames import Rule, scrolled
from dd_panel.ui.widgets.labels import Label, Para
from dd_panel.ui.widgets.layouts import column, held, row
from dd_panel.ui.widgets.segmented import SegmentedControl

if TYPE_CHECKING:
    from dd_panel.domain.identifiers import MemberId, Reference
    from dd_panel.services.meeting import MeetingView
    from dd_panel.ui.theme import Theme

SIZE: Final = (560, 480)


class VotesDialog(QDialog):
    """One line for each member who may vote; `cast` carries the member and the vote. Esc closes it."""

    cast = Signal(object, str)

    def __init__(self, theme: Theme, view: MeetingView, reference: Reference, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Votes on {reference}").format(reference=reference))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        given = view.meeting.votes.get(reference, {})
        words = (_("For"), _("Against"), _("Abstains"))
        self.controls: dict[MemberId, SegmentedControl] = {}
        lines: list[QWidget] = []
        for member_id, member in view.ranking.members.items():
            barred = member_id in view.conflicts.get(reference, {}) or member.role == "observer"
            if member_id not in view.meeting.present or barred:
                continue
            chosen = VOTES.index(given[member_id]) if member_id in given else None
            control = SegmentedControl(theme, words, chosen, name=_("Vote of {name}").format(name=member.name))
            control.choice_made.connect(lambda at, who=member_id: self.cast.emit(who, VOTES[at]))
            self.controls[member_id] = control
            lines.append(held(row((Label(theme, member.name, "body", weight=600), 1), control, gap=16)))
        if not lines:
            lines.append(Para(theme, _("Nobody at the meeting may vote on this application."), "body", "ink2"))
        self.close_button = Button(theme, _("Close"))
        self.close_button.clicked.connect(self.reject)
        body = held(column(*lines, None, gap=8, margins=(24, 16, 24, 16)))
        foot = row(None, self.close_button, margins=(24, 12, 24, 16))
        self.setLayout(column((scrolled(body), 1), Rule(theme), foot, gap=0))
        self._ring = FocusRing(theme, self)
        self.finished.connect(parent.activateWindow)
        self.resize(theme.px(SIZE[0]), theme.px(SIZE[1]))
