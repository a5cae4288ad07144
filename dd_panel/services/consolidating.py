"""The consolidated workbook: everything the round knows, gathered into lines and written once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dd_panel.domain.errors import DDPanelError
from dd_panel.domain.findings import shortened
from dd_panel.domain.identifiers import CONFLICT, score_field
from dd_panel.domain.reviews import ScoreState
from dd_panel.domain.totals import weighted_total
from dd_panel.exchange.consolidated import write_consolidated
from dd_panel.exchange.consolidated.contents import (
    WAITING,
    ConflictLine,
    Consolidation,
    RankingLine,
    ReviewLine,
    ScoreLine,
    SourceLine,
    WaitingLine,
)
from dd_panel.services.receipts import account_of
from dd_panel.services.results import ranking_of
from dd_panel.text import _, ngettext

if TYPE_CHECKING:
    from pathlib import Path

    from dd_panel.domain.receipt import Receipt
    from dd_panel.domain.reviews import Review
    from dd_panel.domain.rounds import Round
    from dd_panel.services.receipts import Account
    from dd_panel.services.results import Ranking
    from dd_panel.services.workplace import Workplace
    from dd_panel.store.findings import Kept
    from dd_panel.store.returns import Return
    from dd_panel.store.work import Work


@dataclass(frozen=True, slots=True)
class Consolidated:
    """What was written: the sheets, the receipt, and how many findings still wait."""

    sheets: tuple[str, ...]
    receipt: Receipt
    waiting: int


def consolidate(place: Workplace, out: Path) -> Consolidated:
    """Write the consolidated workbook, or nothing: raises DDPanelError when the receipt does not add up."""
    with place.store.reading() as work:
        contents = _gather(work, place)
    if not contents.receipt.adds_up:
        raise DDPanelError(
            _("The receipt does not add up, so nothing was written."),
            _("This is a fault of the program, not of the files."),
            _("Keep the round's file, and report this with the output of “dd-panel verify”."),
        )
    sheets = write_consolidated(out, contents)
    return Consolidated(sheets, contents.receipt, len(contents.waiting))


def _gather(work: Work, place: Workplace) -> Consolidation:
    account = account_of(work)
    ranking = ranking_of(work, account)
    rules = ranking.rules
    reviews = [review for line in ranking.lines for review in line.reviews]
    waiting = work.findings.waiting()
    return Consolidation(
        rules=rules,
        made=place.clock(),
        members=tuple(ranking.members.values()),
        ranked=tuple(_ranking_lines(ranking)),
        scores=tuple(line for review in reviews for line in _score_lines(rules, review, account)),
        reviews=tuple(_review_line(rules, review) for review in reviews),
        receipt=ranking.receipt,
        conflicts=tuple(_conflict_line(review, account) for review in reviews if review.conflicted),
        sources=tuple(_source_line(each, waiting) for each in work.returns.all()),
        waiting=tuple(_waiting_line(each) for each in waiting),
        listed=work.applications.references(),
    )


def _ranking_lines(ranking: Ranking) -> list[RankingLine]:
    scale = ranking.rules.rubric.scale
    lines: list[RankingLine] = []
    for line in ranking.lines:
        position = line.ranked.position
        means = {
            key: ranking.rules.rubric.criterion(key).scale.value_at(mean) for key, mean in line.ranked.means.items()
        }
        lines.append(
            RankingLine(
                place=line.ranked.place,
                reference=line.application.reference,
                lead_authority=line.application.lead_authority,
                service=line.application.service,
                model=line.application.model,
                score=None if position is None else scale.value_at(position),
                percent=None if position is None else 100 * position,
                reviews=line.ranked.reviews,
                planned=ranking.rules.reviews_per_application,
                support_sought=line.application.support_sought,
                flags=line.flags,
                means=means,
            )
        )
    return lines


def _score_lines(rules: Round, review: Review, account: Account) -> list[ScoreLine]:
    lines: list[ScoreLine] = []
    for criterion in rules.rubric.criteria:
        score = review.scores[criterion.key]
        waits = criterion.key in review.waiting
        shown = score.mark is not None and not waits
        entry = account.entries.get((review.member, review.application, score_field(criterion.key)))
        answered = score.state in {ScoreState.SCORED, ScoreState.CANNOT_JUDGE}
        origin = entry.origin if entry and answered else None
        lines.append(
            ScoreLine(
                review.application,
                review.member,
                criterion.key,
                state=WAITING if waits else str(score.state),
                score=criterion.scale.value_of(score.mark) if shown and score.mark is not None else None,
                comment=review.comments.get(criterion.key, ""),
                evidence=review.evidence.get(criterion.key, ""),
                file=origin.file if origin else "",
                sheet=origin.sheet if origin else "",
                cell=origin.cell if origin else "",
            )
        )
    return lines


def _review_line(rules: Round, review: Review) -> ReviewLine:
    total = weighted_total(rules.rubric, review.scores)
    position = None if review.waiting else total.position
    return ReviewLine(
        review.application,
        review.member,
        score=None if position is None else rules.rubric.scale.value_at(position),
        percent=None if position is None else 100 * position,
        counts=review.counts,
        partial=total.partial,
        conflicted=review.conflicted,
        recommendation=review.recommendation,
        guidance=review.guidance,
        support=review.support,
    )


def _conflict_line(review: Review, account: Account) -> ConflictLine:
    entry = account.entries[review.member, review.application, CONFLICT]
    origin = entry.origin
    return ConflictLine(
        review.application, review.member, entry.value, origin.at, origin.file, origin.sheet, origin.cell
    )


def _source_line(each: Return, waiting: tuple[Kept, ...]) -> SourceLine:
    remarks = []
    if each.typed_outside:
        remarks.append(
            ngettext(
                "{count} cell typed outside the program", "{count} cells typed outside the program", each.typed_outside
            ).format(count=each.typed_outside)
        )
    if each.export == 0:
        remarks.append(_("filled in by hand"))
    return SourceLine(
        file=each.file,
        sha256=each.sha256,
        received=each.received,
        status=each.status,
        member=each.member,
        export=each.export,
        saved=each.saved,
        waiting=sum(kept.return_id == each.return_id for kept in waiting),
        remarks=tuple(remarks),
    )


def _waiting_line(kept: Kept) -> WaitingLine:
    finding = kept.finding
    return WaitingLine(
        number=kept.finding_id,
        kind=finding.kind.value,
        sentence=finding.sentence,
        file=kept.file,
        sheet=finding.sheet or "",
        cell=finding.cell or "",
        reference=finding.reference or "",
        member=kept.member,
        criterion=finding.criterion,
        found=shortened(finding.found or ""),
        proposed=finding.proposed or "",
    )
