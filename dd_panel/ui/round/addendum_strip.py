"""Says whose pack is behind the round, and makes the addenda for them in one go."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from dd_panel.services.round.addenda import Behind, make_addenda, see_behind
from dd_panel.text import _, ngettext
from dd_panel.ui.jobs import NewestJob
from dd_panel.ui.round.assignment.dialogs import PacksDialog
from dd_panel.ui.round.assignment.work import before_packing
from dd_panel.ui.round.work_strip import WorkStrip
from dd_panel.ui.widgets.buttons import Button
from dd_panel.ui.widgets.layouts import column, held
from dd_panel.ui.widgets.states import Callout

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from dd_panel.services.round.packing import PackMade
    from dd_panel.services.workplace import Workplace
    from dd_panel.ui.jobs import Jobs, Report
    from dd_panel.ui.theme import Theme

MOST_NAMED: Final = 3


class AddendumStrip(QWidget):
    """Hidden while every member has what the round holds. `made` comes when the addenda are written.

    `above` is the room left above what is said, in design units.
    """

    made = Signal()

    def __init__(
        self,
        theme: Theme,
        place: Workplace,
        jobs: Jobs,
        choose_folder: Callable[[QWidget], Path | None],
        above: int = 0,
    ) -> None:
        super().__init__()
        self._theme = theme
        self._place = place
        self._choose_folder = choose_folder
        self._behind: Sequence[Behind] = ()
        self._looking = NewestJob(jobs, self)
        self.work = WorkStrip(theme, jobs)
        self.make_button = Button(theme, _("Make the addenda…"), extent="small")
        self._said = Callout(theme, "warn", "", action=self.make_button)
        self._callout = held(column(self._said, gap=0, margins=(24, above, 24, 12)))
        self._callout.hide()
        self.setLayout(column(self._callout, self.work, gap=0))
        self._looking.finished.connect(self._on_looked)
        self.make_button.clicked.connect(self.ask)
        self.work.ended.connect(self.look)

    @property
    def words(self) -> str:
        """What is said; empty for nothing."""
        return "" if self._callout.isHidden() else f"{self._said.accessibleName()} {self._said.accessibleDescription()}"

    def look(self) -> None:
        """Look beside the window whose pack is behind, and say so."""
        place = self._place
        self._looking.start(lambda _report: see_behind(place))

    def ask(self) -> None:
        """Ask for a passphrase and a folder, and make the addenda."""
        if self._behind and not self.work.busy:
            self.work.start(_("Looking at what is settled"), before_packing(self._place), self._on_ready)

    def _on_looked(self, behind: Sequence[Behind]) -> None:
        self._behind = behind
        self._callout.setVisible(bool(behind))
        self.make_button.setEnabled(not self.work.busy)
        title = ngettext(
            "{count} member has a pack that is behind the round",
            "{count} members have a pack that is behind the round",
            len(behind),
        )
        self._said.set_words(title.format(count=len(behind)), _sentence(behind))

    def _on_ready(self, found: tuple[str, Sequence[str]]) -> None:
        if not self.isVisible():
            return  # nobody asks any more
        dialog = PacksDialog(self._theme, self, len(self._behind), *found)
        dialog.wanted.connect(self._on_wanted)
        dialog.open()

    def _on_wanted(self, passphrase: str) -> None:
        folder = self._choose_folder(self)
        if folder is None:
            return
        place = self._place

        def work(report: Report) -> tuple[PackMade, ...]:
            behind = see_behind(place)  # as it is now, which may be later than when the strip looked
            locked = passphrase or None
            return make_addenda(place, folder, behind, locked, progress=report, cancelled=lambda: report.cancelled)

        self.work.start(_("Making the addenda"), work, self._on_made, kept=True)

    def _on_made(self, made: Sequence[PackMade]) -> None:
        title = ngettext("{count} addendum is made", "{count} addenda are made", len(made))
        self.work.say_done(title.format(count=len(made)), made[0].path)
        self.made.emit()


def _sentence(behind: Sequence[Behind]) -> str:
    """Who lacks what, as far as that is still read, and what to do."""
    told = [each.sentence for each in behind[:MOST_NAMED]]
    if (more := len(behind) - MOST_NAMED) > 0:
        told.append(ngettext("and {count} more", "and {count} more", more).format(count=more))
    whole = _("{members}. Send each of them an addendum: added to the review in use, it leaves all scores as they are.")
    if any(each.rubric for each in behind):
        whole = _("{members}. Send each of them an addendum: it says first which scores stand by the new rubric.")
    return whole.format(members=" · ".join(told))
