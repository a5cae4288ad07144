"""Votes on one application, where the rules of the round know votes; each is kept as it is cast."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal

from dd_panel.domain.meeting import VOTES, vote_words
from dd_panel.text import _, ngettext
from dd_panel.ui.round.reading_dialog import ReadingDialog
from dd_panel.ui.speech import announce
from dd_panel.ui.widgets.frames import scrolled
from dd_panel.ui.widgets.labels import Label, Para
from dd_panel.ui.widgets.layouts import column, held, row
from dd_panel.ui.widgets.segmented import SegmentedControl

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from dd_panel.domain.identifiers import MemberId, Reference
    from dd_panel.services.meeting.conducting import MeetingView
    from dd_panel.ui.theme import Theme

SIZE: Final = (640, 560)


class VotesDialog(ReadingDialog):
    """One line for each member who may vote, how the votes stand, and who may not; Esc closes it.

    `cast` carries the member and the vote.
    """

    cast = Signal(object, str)

    def __init__(self, theme: Theme, view: MeetingView, reference: Reference, parent: QWidget) -> None:
        super().__init__(theme, _("Votes on {reference}").format(reference=reference), parent, SIZE)
        self._given = dict(view.meeting.votes.get(reference, {}))
        self.controls: dict[MemberId, SegmentedControl] = {}
        lines: list[QWidget] = []
        left_out: list[str] = []
        for member_id, member in view.ranking.members.items():
            why = _why_not(view, reference, member_id)
            if why:
                left_out.append(_("{name} ({why})").format(name=member.name, why=why))
                continue
            self.controls[member_id] = control = self._control(member_id, member.name)
            name = Label(theme, member.name, "body", weight=600)
            lines.append(held(row((name, 1), control, gap=16)))
        if not lines:
            lines.append(Para(theme, _("Nobody at the meeting may vote on this application."), "body", "ink2"))
        self.count = Label(theme, "", "title", weight=600)
        body = column(self.count, 4, *lines, None, gap=8, margins=(24, 16, 24, 16))
        application = view.lines[reference].application
        remark = _("No vote: {names}.").format(names=", ".join(left_out)) if left_out else ""
        about = _("A vote is kept as soon as it is chosen. It decides nothing by itself.")
        self.lay_out(application.lead_authority, about, scrolled(held(body)), remark)
        self._tell_count()
        first = next(iter(self.controls.values()), None)
        if first is None:
            self.close_button.setFocus()
        else:
            first.take_focus()

    def _control(self, member: MemberId, name: str) -> SegmentedControl:
        words = (_("For"), _("Against"), _("Abstains"))
        chosen = VOTES.index(self._given[member]) if member in self._given else None
        control = SegmentedControl(self._theme, words, chosen, name=_("Vote of {name}").format(name=name))
        control.choice_made.connect(lambda at: self._on_chosen(member, at))
        return control

    def _on_chosen(self, member: MemberId, at: int) -> None:
        self._given[member] = VOTES[at]
        self._tell_count()
        announce(self, self.count.text())
        self.cast.emit(member, VOTES[at])

    def _tell_count(self) -> None:
        given = [self._given[member] for member in self.controls if member in self._given]
        said = vote_words(given)
        waiting = len(self.controls) - len(given)
        more = ngettext("{count} has not voted", "{count} have not voted", waiting).format(count=waiting)
        self.count.setText(_("{votes} · {more}").format(votes=said, more=more) if waiting else said)


def _why_not(view: MeetingView, reference: Reference, member: MemberId) -> str:
    """Why a member has no vote, in a few words; empty for one who has."""
    if view.ranking.members[member].role == "observer":
        return _("observer")
    if member in view.conflicts.get(reference, {}):
        return _("conflict of interest")
    if member in view.meeting.in_the_room:
        return ""
    return _("outside, not called back") if member in view.meeting.present else _("not here")
