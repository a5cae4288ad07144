"""Reading the ranking beside the window: the order with its rows, and the agenda of the meeting."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dd_panel.services.meeting.conducting import see_agenda
from dd_panel.services.results.ranking import same_but_agreed, see_ranking
from dd_panel.text import _, ngettext
from dd_panel.ui.round.ranking.rows import rows_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from dd_panel.domain.identifiers import Reference
    from dd_panel.services.results.ranking import Ranking
    from dd_panel.services.workplace import Workplace
    from dd_panel.ui.jobs import Report
    from dd_panel.ui.round.ranking.rows import RankRow


@dataclass(frozen=True, slots=True)
class RankingRead:
    """What a reading found: the ranking with its rows and a line about it, and the meeting's agenda.

    `basis` is the earliest ranking with this very order and scores: what is known of it holds for the later ones.
    """

    ranking: Ranking
    rows: tuple[RankRow, ...]
    summary: str
    agenda: tuple[Reference, ...]
    basis: Ranking

    @property
    def has_reviews(self) -> bool:
        """Whether any review counts, so that there is something to rank."""
        return any(line.ranked.reviews for line in self.ranking.lines)


def read_ranking(place: Workplace, before: RankingRead | None) -> Callable[[Report], RankingRead]:
    """The work of reading; an order that is as it was `before` comes back as the very same, so that nothing moves."""

    def read(report: Report) -> RankingRead:
        ranking, agenda = see_ranking(place), see_agenda(place)
        report.stop_if_cancelled()
        if before is not None and ranking == before.ranking:
            return replace(before, agenda=agenda)
        basis = before.basis if before is not None and same_but_agreed(ranking, before.basis) else ranking
        return RankingRead(ranking, rows_of(ranking), _summary(ranking), agenda, basis)

    return read


def _summary(ranking: Ranking) -> str:
    """How much there is to rank, and what it rests on, in a line."""
    reviewers = len({review.member for line in ranking.lines for review in line.reviews})
    parts = [
        ngettext("{count} application", "{count} applications", len(ranking.lines)).format(count=len(ranking.lines)),
        ngettext("{count} reviewer", "{count} reviewers", reviewers).format(count=reviewers),
        _("{count} of {all} reviews in").format(count=ranking.reviews_in, all=ranking.reviews_expected),
    ]
    if ranking.waiting:
        parts.append(
            ngettext("{count} finding waits", "{count} findings wait", ranking.waiting).format(count=ranking.waiting)
        )
    if ranking.rules.illustrative:
        parts.append(_("illustrative criteria"))
    return " · ".join(parts)
