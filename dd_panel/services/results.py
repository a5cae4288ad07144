"""Results: the ranking as it stands, with what each application's reviewers said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dd_panel.domain.ranking import Ranked, rank
from dd_panel.services.receipts import account_of, receipt_of
from dd_panel.text import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dd_panel.domain.applications import Application
    from dd_panel.domain.identifiers import MemberId, Reference
    from dd_panel.domain.panel import Member
    from dd_panel.domain.receipt import Receipt
    from dd_panel.domain.reviews import Review
    from dd_panel.domain.rounds import Round
    from dd_panel.services.receipts import Account
    from dd_panel.services.workplace import Workplace
    from dd_panel.store.work import Work


@dataclass(frozen=True, slots=True)
class RankingLine:
    """One application in the order, with its reviews, whether they count or not."""

    application: Application
    ranked: Ranked
    reviews: tuple[Review, ...]
    flags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ranking:
    """The order of the round as it stands now; `waiting` is the number of findings that wait for a decision."""

    rules: Round
    lines: tuple[RankingLine, ...]
    members: Mapping[MemberId, Member]
    receipt: Receipt
    waiting: int

    @property
    def reviews_in(self) -> int:
        """How many reviews count."""
        return sum(line.ranked.reviews for line in self.lines)

    @property
    def reviews_expected(self) -> int:
        """How many reviews are assigned and not barred by a conflict."""
        return sum(not review.conflicted for line in self.lines for review in line.reviews)


def see_ranking(place: Workplace) -> Ranking:
    """Rank the round as it stands; findings that wait hold back their cells and nothing else."""
    with place.store.reading() as work:
        return ranking_of(work, account_of(work))


def ranking_of(work: Work, account: Account) -> Ranking:
    """Rank the round within a unit of work that reads."""
    rules = work.rounds.get()
    applications = {each.reference: each for each in work.applications.summaries()}
    by_application: dict[Reference, list[Review]] = {reference: [] for reference in applications}
    for review in account.reviews:
        by_application[review.application].append(review)
    lines = tuple(
        RankingLine(
            applications[ranked.application],
            ranked,
            tuple(by_application[ranked.application]),
            _flags(rules, ranked, by_application[ranked.application]),
        )
        for ranked in rank(rules, tuple(applications), account.reviews)
    )
    return Ranking(
        rules,
        lines,
        members={member.member_id: member for member in work.panel.members()},
        receipt=receipt_of(work, account),
        waiting=len(work.findings.waiting()),
    )


def _flags(rules: Round, ranked: Ranked, reviews: list[Review]) -> tuple[str, ...]:
    """What a reader of the place should know, in words."""
    flags: list[str] = []
    if not ranked.reviews:
        flags.append(_("no review counts yet"))
    elif ranked.reviews < rules.reviews_per_application:
        flags.append(
            _("{count} of {planned} reviews").format(count=ranked.reviews, planned=rules.reviews_per_application)
        )
    if ranked.waiting:
        flags.append(
            ngettext(
                "{count} review waits for a decision", "{count} reviews wait for a decision", ranked.waiting
            ).format(count=ranked.waiting)
        )
    if any(review.counts and len(review.marks) < len(review.scores) for review in reviews):
        flags.append(_("a criterion could not be judged"))
    flags.extend(
        _("below the minimum for {criterion}").format(criterion=rules.rubric.criterion(key).short)
        for key in ranked.below_minimum
    )
    return tuple(flags)
