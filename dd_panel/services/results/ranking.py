"""Results: the ranking as it stands, with what each application's reviewers said, and how sure it is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from dd_panel.analysis.model import fit_strictness
from dd_panel.analysis.strictness import Strictness, strictness_of
from dd_panel.analysis.table import Refusal, ReviewRow, ReviewTable, ScoredCriterion
from dd_panel.analysis.uncertainty import Uncertainty, how_sure
from dd_panel.analysis.watch import StoppedError, Watch
from dd_panel.analysis.what_if import Rules
from dd_panel.domain.purposes import second_look_counts
from dd_panel.domain.ranking import Ranked, rank
from dd_panel.services.intake.eligibility import out_in, regions_in
from dd_panel.services.meeting.minutes_book import meeting_in
from dd_panel.services.returns.receipts import account_of, receipt_of
from dd_panel.services.workplace import CancelledError, never, no_progress
from dd_panel.text import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Container, Mapping

    from dd_panel.analysis.uncertainty import LikelyPlace
    from dd_panel.domain.applications import Application
    from dd_panel.domain.identifiers import MemberId, Reference
    from dd_panel.domain.meeting import Meeting
    from dd_panel.domain.panel import Member
    from dd_panel.domain.receipt import Receipt
    from dd_panel.domain.reviews import Review
    from dd_panel.domain.rounds import Round
    from dd_panel.services.returns.receipts import Account
    from dd_panel.services.workplace import Cancelled, Progress, Workplace
    from dd_panel.store.work import Work


@dataclass(frozen=True, slots=True)
class RankingLine:
    """One application in the order, with its reviews, whether they count or not.

    `agreed` is the position of the score agreed at the meeting, where there is one, whatever the round counts.
    `regions` are those of its authorities, the lead's first; none where the register does not say. One that is `out`
    of the competition by an official's word has no reviews here, and its flag says why.
    """

    application: Application
    ranked: Ranked
    reviews: tuple[Review, ...]
    flags: tuple[str, ...]
    agreed: Fraction | None = None
    regions: tuple[str, ...] = ()
    out: bool = False


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


def same_but_agreed(one: Ranking, other: Ranking) -> bool:
    """Whether two rankings differ in nothing but scores agreed at the meeting, where these move no place."""
    if one.rules.method == "agreed":
        return one == other
    bare = (replace(each, lines=tuple(replace(line, agreed=None) for line in each.lines)) for each in (one, other))
    return next(bare) == next(bare)


def ranking_of(work: Work, account: Account) -> Ranking:
    """Rank the round within a unit of work that reads."""
    rules = work.rounds.get()
    applications = {each.reference: each for each in work.applications.summaries()}
    by_application: dict[Reference, list[Review]] = {reference: [] for reference in applications}
    for review in account.reviews:
        by_application[review.application].append(review)
    out, regions = out_in(work), regions_in(work, tuple(applications.values()))
    for reference in out:
        by_application[reference] = []  # what was scored is kept, and counts for nothing
    agreed = agreed_positions(meeting_in(work), rules, out)
    reviews = [each for each in account.reviews if each.application not in out]
    lines = tuple(
        RankingLine(
            applications[ranked.application],
            ranked,
            tuple(by_application[ranked.application]),
            (out[ranked.application],)
            if ranked.application in out
            else _flags(rules, ranked, by_application[ranked.application]),
            agreed.get(ranked.application),
            regions.get(ranked.application, ()),
            out=ranked.application in out,
        )
        for ranked in rank(rules, tuple(applications), reviews, agreed)
    )
    return Ranking(
        rules,
        lines,
        members={member.member_id: member for member in work.panel.members()},
        receipt=receipt_of(work),
        waiting=len(work.findings.waiting()),
    )


def agreed_positions(meeting: Meeting, rules: Round, out: Container[Reference]) -> dict[Reference, Fraction]:
    """Where the agreed scores lie between worst (0) and best (1).

    None for one that is not agreed in full, and none for an application that is `out` of the competition.
    """
    found = {
        reference: each.position(rules.rubric) for reference, each in meeting.agreed.items() if reference not in out
    }
    return {reference: position for reference, position in found.items() if position is not None}


def _flags(rules: Round, ranked: Ranked, reviews: list[Review]) -> tuple[str, ...]:
    """What a reader of the place should know, in words."""
    flags: list[str] = []
    if rules.method == "agreed" and ranked.position is None:
        flags.append(_("no agreed score yet"))
    if reviews and all(review.conflicted for review in reviews):
        flags.append(_("every reviewer has a conflict of interest"))
    elif not ranked.reviews:
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
    if again := sum(len(review.first) for review in reviews):
        flags.append(
            ngettext("{count} score from a second look", "{count} scores from a second look", again).format(count=again)
        )
    if any(review.counts and len(review.marks) < len(review.scores) for review in reviews):
        flags.append(_("a criterion could not be judged"))
    flags.extend(
        _("below the minimum for {criterion}").format(criterion=rules.rubric.criterion(key).short)
        for key in ranked.below_minimum
    )
    return tuple(flags)


# -- how sure it is ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Outlook:
    """The ranking with how sure it is; what can't be computed is a sentence instead.

    `adjusted` maps references to positions without strictness, `likely` to where they may truly belong; neither holds
    an application for which that can't be said.
    """

    ranking: Ranking
    strictness: Strictness | Refusal
    sure: Uncertainty | Refusal
    adjusted: Mapping[Reference, Fraction]
    likely: Mapping[Reference, LikelyPlace]

    @property
    def notes(self) -> tuple[str, ...]:
        """How sure the line is, and what a reader must know beside it, in whole sentences."""
        notes = [self.sure.sentence]
        if not self.ranking.reviews_in:
            return tuple(notes)
        if isinstance(self.strictness, Refusal):
            notes.append(self.strictness.sentence)
        else:
            notes += self.strictness.notes
        if self.ranking.rules.method == "median" and isinstance(self.sure, Uncertainty):
            notes.append(_("The round counts medians; chances and adjusted scores are about means."))
        if any(review.first for line in self.ranking.lines for review in line.reviews):
            notes.append(second_look_counts())
        return tuple(dict.fromkeys(notes))


def see_outlook(place: Workplace, *, progress: Progress = no_progress, cancelled: Cancelled = never) -> Outlook:
    """Rank the round as it stands and say how sure that is; raises CancelledError."""
    return outlook_of(see_ranking(place), progress=progress, cancelled=cancelled)


def outlook_of(ranking: Ranking, *, progress: Progress = no_progress, cancelled: Cancelled = never) -> Outlook:
    """Say how sure a ranking is; numbers only, so that it can be done beside the window. Raises CancelledError."""
    table = review_table(ranking)
    if ranking.rules.method == "agreed":
        refusal = Refusal(_("The round counts agreed scores alone, so reviewers’ scores do not say how sure it is."))
        return Outlook(ranking, refusal, refusal, {}, {})
    fit = fit_strictness(table)
    watch = Watch(lambda done, total: progress(done, total, _("Working out how sure the places are")), cancelled)
    try:
        sure = how_sure(table, ranking.rules.places, fit, watch=watch)
    except StoppedError:
        raise CancelledError from None
    if isinstance(fit, Refusal):
        return Outlook(ranking, fit, sure, {}, {})
    strictness = strictness_of(table, fit)
    references = [line.application.reference for line in _by_reference(ranking)]
    return Outlook(
        ranking,
        strictness,
        sure,
        adjusted={
            reference: Fraction(position)
            for reference, position in zip(references, strictness.adjusted, strict=True)
            if position is not None
        },
        likely={}
        if isinstance(sure, Refusal)
        else {
            reference: likely
            for reference, likely in zip(references, sure.applications, strict=True)
            if likely is not None
        },
    )


def review_table(ranking: Ranking) -> ReviewTable:
    """The reviews that count, as the calculations take them; applications by reference, whatever their places."""
    rubric = ranking.rules.rubric
    rows = (
        ReviewRow(
            application,
            review.member,
            float(position),
            tuple(review.scores[key].mark for key in rubric.keys),
        )
        for application, line in enumerate(_by_reference(ranking))
        for review, position in zip(
            (review for review in line.reviews if review.counts), line.ranked.positions, strict=True
        )
    )
    return ReviewTable(
        applications=tuple(line.application.reference for line in _by_reference(ranking)),
        rows=tuple(rows),
        criteria=tuple(
            ScoredCriterion(
                key=criterion.key,
                name=criterion.short,
                weight=float(rubric.weight_share(criterion)),
                steps=criterion.scale.steps,
                step=float(criterion.scale.step),
                lowest_best=criterion.scale.best == "lowest",
            )
            for criterion in rubric.criteria
        ),
        span=float(rubric.scale.highest - rubric.scale.lowest),
        lowest_best=rubric.scale.best == "lowest",
    )


def ranking_rules(ranking: Ranking) -> Rules:
    """How the round ranks, as the calculations take it."""
    rules = ranking.rules
    keys = rules.rubric.keys
    return Rules(
        rules.places, rules.method, tuple(keys.index(rules.rubric.criterion(key).key) for key in rules.tie_break)
    )


def _by_reference(ranking: Ranking) -> list[RankingLine]:
    return sorted(ranking.lines, key=lambda line: line.application.reference)
