"""Where the secretariat can go in a round."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dd_panel.text import _
from dd_panel.ui.round.ranking import RankingPage
from dd_panel.ui.round.returns import ReturnsPage
from dd_panel.ui.shell import Destination

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from dd_panel.services.workplace import Workplace
    from dd_panel.ui.jobs import Jobs
    from dd_panel.ui.theme import Theme
    from dd_panel.ui.undo import UndoHistory

RETURNS: Final = "returns"
RANKING: Final = "ranking"


def round_destinations(
    theme: Theme,
    place: Workplace,
    jobs: Jobs,
    undo: UndoHistory,
    consolidate: Callable[[Workplace, Path], object],
    go_to: Callable[[str], object],
) -> list[Destination]:
    """The screens of a round in the order of the work; `go_to` shows another one by its key."""

    def returns() -> ReturnsPage:
        page = ReturnsPage(theme, place, jobs, undo)
        page.ranking_requested.connect(lambda: go_to(RANKING))
        return page

    def ranking() -> RankingPage:
        page = RankingPage(theme, place, jobs, undo, consolidate)
        page.returns_requested.connect(lambda: go_to(RETURNS))
        return page

    return [Destination(RETURNS, _("Returns"), returns), Destination(RANKING, _("Ranking"), ranking)]
