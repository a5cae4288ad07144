"""The strip over the ranking that says how sure it is, and that it is being worked out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from dd_panel.text import _
from dd_panel.ui.speech import announce
from dd_panel.ui.widgets.bars import Segment, SegmentBar
from dd_panel.ui.widgets.buttons import Button
from dd_panel.ui.widgets.extents import keep_extent
from dd_panel.ui.widgets.frames import Panel
from dd_panel.ui.widgets.labels import IconLabel, Para
from dd_panel.ui.widgets.layouts import row

if TYPE_CHECKING:
    from dd_panel.services.results.prospects import Prospects
    from dd_panel.ui.round.ranking.job import Forecast
    from dd_panel.ui.round.ranking.shown import ShownRanking
    from dd_panel.ui.theme import Theme


class SureStrip(Panel):
    """A line or two: how sure the funding line is and how many never change; while that is worked out, how far it is.

    `changes_asked` wants to see what would change it.
    """

    changes_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "sunken")
        self._icon = IconLabel(theme, "scales", "ink2")
        # Wrapped and not shortened: what it ends with is what one wants to know.
        self._words = Para(theme, "", "dense", "ink", 600)
        self._bar = SegmentBar(theme, (), 6)
        keep_extent(self._bar, theme, wide=120)
        self.cancel = Button(theme, _("Cancel"), extent="small")
        self.again = Button(theme, _("Work it out"), extent="small")
        self.changes = Button(theme, _("What would change it?"), extent="small")
        self.setLayout(
            row(
                self._icon,
                (self._words, 1),
                self._bar,
                self.cancel,
                self.again,
                self.changes,
                margins=(24, 6, 16, 6),
            )
        )
        self.changes.clicked.connect(self.changes_asked)
        self._offer()

    @property
    def words(self) -> str:
        """What the strip says."""
        return self._words.text()

    def follow(self, forecast: Forecast, shown: ShownRanking) -> None:
        """Say from now on what the forecast knows of the order, or that the order shown is only tried."""

        def tell() -> None:
            if shown.trying:
                self.show_trial(_("Tried weights, in brackets the official places: nothing of this is kept."))
            elif forecast.known is not None:
                self.show_prospects(forecast.known)
            elif forecast.busy:
                self.show_working()
            else:
                self.show_stopped()

        def tell_progress(done: int, total: int, text: str) -> None:
            if not shown.trying:
                self.show_working(done, total, text)

        self.cancel.clicked.connect(forecast.cancel)
        self.again.clicked.connect(forecast.work_out)
        forecast.progress.connect(tell_progress)
        for moment in (forecast.begun, forecast.ready, forecast.stopped, shown.tried):
            moment.connect(tell)

    def show_working(self, done: int = 0, total: int = 1, text: str = "") -> None:
        """Say how far the calculation is."""
        share = done / total if total else 0.0
        self._bar.set_segments((Segment(share, "accent"), Segment(1 - share, "neutralSoft")))
        self._bar.setAccessibleName(_("{percent}% done").format(percent=round(100 * share)))
        self._say(_("{what}…").format(what=text or _("Working out how sure the places are")))
        self._offer(working=True)

    def show_stopped(self) -> None:
        """Say that it is not known how sure the order is."""
        self._say(_("How sure the places are was not worked out."))
        self._offer(stopped=True)
        announce(self, self.words)

    def show_prospects(self, prospects: Prospects) -> None:
        """Say how sure the line is, and how many places depend on no choice."""
        said = prospects.in_short
        if said != self.words:
            announce(self, said)
        self._say(said)
        self._offer(known=bool(prospects.sentence))

    def show_trial(self, words: str) -> None:
        """Say that the order shown is only tried."""
        self._say(words)
        self._offer()

    def _say(self, words: str) -> None:
        self._words.setText(words)
        self.setAccessibleName(words)

    def _offer(self, *, working: bool = False, stopped: bool = False, known: bool = False) -> None:
        self._bar.setVisible(working)
        self.cancel.setVisible(working)
        self.again.setVisible(stopped)
        self.changes.setVisible(known)
