"""What the reviewers of an application said about the order of equal totals, in words; it moves no place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dd_panel.domain.preferences import preferred_over
from dd_panel.text import _
from dd_panel.ui.round.words import short_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dd_panel.services.results.ranking import Ranking, RankingLine


def preference_words(ranking: Ranking, line: RankingLine) -> str:
    """One line for each reviewer who put this application before or after others of the same total; empty for none."""
    return "\n".join((*_before(ranking, line), *_after(ranking, line)))


def _before(ranking: Ranking, line: RankingLine) -> Iterator[str]:
    for review in line.reviews:
        if lower := preferred_over(review.preference):
            yield _("{who} prefers it to {others}, at equal totals").format(
                who=short_name(ranking.members[review.member].name), others=", ".join(lower)
            )


def _after(ranking: Ranking, line: RankingLine) -> Iterator[str]:
    barred = {review.member for review in line.reviews if review.conflicted}
    own = line.application.reference
    for other in ranking.lines:
        for review in other.reviews:
            # Nearly all are empty, and this is asked for every row that the keyboard passes.
            if review.preference and review.member not in barred and own in preferred_over(review.preference):
                yield _("{who} prefers {other} to it, at equal totals").format(
                    who=short_name(ranking.members[review.member].name), other=other.application.reference
                )
