"""Working out beside the window how sure a ranking is: started for each new order, and given up for the next one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from dd_panel.ui.garbage import read_undisturbed
from dd_panel.ui.jobs import NewestJob

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QObject

    from dd_panel.services.results.prospects import Prospects
    from dd_panel.services.results.ranking import Ranking
    from dd_panel.ui.jobs import Jobs, Report


class Forecast(NewestJob):
    """At most one calculation at a time, always for the latest order.

    `begun` comes when one starts, `progress` while it goes on, and then `ready` with the prospects, or `stopped` when
    the person cancelled. What was cancelled is not begun again until it is asked for or the order changes.
    """

    begun = Signal()
    ready = Signal(object)

    def __init__(self, jobs: Jobs, parent: QObject) -> None:
        super().__init__(jobs, parent)
        self._about: Ranking | None = None
        self._known: Prospects | None = None
        self.finished.connect(self._on_worked_out)

    @property
    def known(self) -> Prospects | None:
        """What is known about the latest order, None before it is worked out."""
        return self._known

    def follow(self, ranking: Ranking) -> None:
        """Work out how sure this order is, unless that is known or under way already.

        Whoever read the round again and found it as it was gives the very same ranking: comparing two takes long.
        """
        if ranking is not self._about:
            self._about = ranking
            self._known = None
            self.work_out()
        elif self._known is not None:
            self.ready.emit(self._known)

    def work_out(self) -> None:
        """Begin, or begin again after a stop."""
        if self._about is not None:
            self.start(_work(self._about))
            self.begun.emit()

    def _on_worked_out(self, found: Prospects) -> None:
        self._known = found
        self.ready.emit(found)


def _work(ranking: Ranking) -> Callable[[Report], Prospects]:
    def work(report: Report) -> Prospects:
        from dd_panel.services.results.prospects import prospects_of  # brings numpy

        with read_undisturbed():
            return prospects_of(ranking, progress=report, cancelled=lambda: report.cancelled)

    return work
