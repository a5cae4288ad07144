"""A second look from the Returns screen: choose a member's applications, and say where the file goes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Qt, Signal

from dd_panel.domain.errors import InputError
from dd_panel.exchange.files import safe_name
from dd_panel.services.returns.moderating import make_second_look, see_what_to_look_at_again
from dd_panel.text import _
from dd_panel.ui.garbage import read_undisturbed
from dd_panel.ui.jobs import NewestJob, OneJob
from dd_panel.ui.round.returns.revision_model import total_words
from dd_panel.ui.speech import announce
from dd_panel.ui.widgets.fields import TickBox
from dd_panel.ui.widgets.frames import scrolled
from dd_panel.ui.widgets.labels import ElidedLabel, Label, Para
from dd_panel.ui.widgets.layouts import column, held, row
from dd_panel.ui.widgets.question import Question

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from dd_panel.domain.panel import Member
    from dd_panel.services.returns.moderating import LookAgain
    from dd_panel.services.workplace import Workplace
    from dd_panel.ui.jobs import Jobs, Report
    from dd_panel.ui.outside import Outside
    from dd_panel.ui.theme import Theme

LISTED: Final = 300
LINE: Final = 62
INDENT: Final = 28


class SecondLookDialog(Question):
    """Asks which applications a member is to look at again; `wanted` carries their references."""

    wanted = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget, member: Member, offered: Sequence[LookAgain]) -> None:
        self.boxes = {str(each.application.reference): TickBox(theme, look_again_words(each)) for each in offered}
        # Room for the ring that shows where the keyboard is.
        lines = column(gap=2, margins=(4, 4, 4, 4))
        for each, box in zip(offered, self.boxes.values(), strict=True):
            heading = each.application.heading
            box.setAccessibleDescription(heading)
            lines.addWidget(box)
            lines.addLayout(row((ElidedLabel(theme, heading, "dense", "ink2"), 1), margins=(INDENT, 0, 0, 6)))
        lines.addStretch(1)
        listed = scrolled(held(lines))
        listed.setFixedHeight(theme.px(min(LISTED, LINE * len(offered))))
        self._missing = Label(theme, _("Tick at least one application."), "dense", "bad", 600)
        self._missing.hide()
        label = Label(theme, _("Applications, those furthest from colleagues first"), "label", "ink2")
        note = Para(
            theme,
            _("Colleagues are not named. Applications in which the member has a conflict are never offered."),
            "dense",
            "ink2",
        )
        super().__init__(
            theme,
            parent,
            _("Second look for {name}").format(name=member.name),
            _("A new score will count in place of the first, and both are kept and shown."),
            _("Write the file…"),
            column(label, listed, self._missing, note, gap=6),
        )
        for box in self.boxes.values():
            box.toggled.connect(self._missing.hide)
        self._go_to_first()

    def _go_to_first(self) -> None:
        next(iter(self.boxes.values())).setFocus(Qt.FocusReason.OtherFocusReason)

    def on_yes(self) -> None:
        chosen = [reference for reference, box in self.boxes.items() if box.isChecked()]
        if not chosen:
            self._missing.show()
            self._go_to_first()
            announce(self, self._missing.text(), at_once=True)
            return
        # Closed first: what follows takes the keyboard for itself.
        self.accept()
        self.wanted.emit(chosen)


def look_again_words(each: LookAgain) -> str:
    """One application with the member's own total and the colleagues'."""
    about = {"reference": each.application.reference, "own": total_words(each.percent)}
    if not each.colleagues:
        return _("{reference}: total {own}, no colleague yet").format(**about)
    others = " · ".join(total_words(one) for one in each.colleagues)
    return _("{reference}: total {own}, colleagues {others}").format(**about, others=others)


class SecondLooks(QObject):
    """Writes second looks; `written` carries the member and the file, `failed` a trouble a person can put right.

    What there is to look at again is read beside the window, which needs all reviews, and so is the file written.
    """

    written = Signal(object, object)
    failed = Signal(object)

    def __init__(self, theme: Theme, place: Workplace, jobs: Jobs, outside: Outside, window: QWidget) -> None:
        super().__init__(window)
        self._theme = theme
        self._place = place
        self._outside = outside
        self._window = window
        self._looking, self._writing = NewestJob(jobs, self), OneJob(jobs, self)
        self._looking.finished.connect(self._on_looked)
        self._looking.failed.connect(self.failed)
        self._writing.finished.connect(lambda made: self.written.emit(*made))
        self._writing.failed.connect(self.failed)

    def ask(self, member: Member) -> None:
        """Ask which of a member's applications, and where to write the file; not while another one is written."""
        if self._writing.busy:
            self.failed.emit(InputError(_("One moment: the last step is not done yet.")))
            return
        place = self._place

        def look(_report: Report) -> tuple[Member, Sequence[LookAgain]]:
            with read_undisturbed():
                return member, see_what_to_look_at_again(place, member.member_id)

        self._looking.start(look)

    def _on_looked(self, found: tuple[Member, Sequence[LookAgain]]) -> None:
        member, offered = found
        if not self._window.isVisible():
            return  # nobody asks any more
        if not offered:
            self.failed.emit(
                InputError(
                    _("{name} has scored nothing yet.").format(name=member.name),
                    remedy=_("Take the scoresheet in first."),
                )
            )
            return
        dialog = SecondLookDialog(self._theme, self._window, member, offered)
        dialog.wanted.connect(lambda chosen: self._write(member, chosen))
        dialog.open()

    def _write(self, member: Member, chosen: Sequence[str]) -> None:
        name = safe_name(_("Second look {name}").format(name=member.name))
        out = self._outside.where(self._window, _("Where to write the second look"), f"{name}.xlsx")
        if out is None:
            return
        place = self._place

        def write(_report: Report) -> tuple[Member, Path]:
            make_second_look(place, member.member_id, chosen, out)
            return member, out

        self._writing.start(write)
