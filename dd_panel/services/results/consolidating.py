"""The consolidated workbook: everything the round knows, gathered into lines and written once."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dd_panel.analysis.uncertainty import chance_in_words
from dd_panel.domain.errors import DDPanelError
from dd_panel.domain.findings import shortened
from dd_panel.domain.identifiers import CONFLICT, score_field, second_comment_field, second_field
from dd_panel.domain.reviews import ScoreState
from dd_panel.domain.totals import weighted_total
from dd_panel.exchange.consolidated.contents import (
    WAITING,
    ConflictLine,
    Consolidation,
    RankingLine,
    ReviewLine,
    ScoreLine,
    SecondLookLine,
    SourceLine,
    WaitingLine,
)
from dd_panel.exchange.consolidated.write import write_consolidated
from dd_panel.exchange.files import check_ending
from dd_panel.services.intake.eligibility import eligibility_in
from dd_panel.services.meeting.conducting import view_in
from dd_panel.services.named import known_member
from dd_panel.services.results.panel_results import (
    about_agreement,
    agreement_lines,
    balance_words,
    change_lines,
    decision_lines,
    discussed_lines,
    how_sure_sentences,
    reviewer_lines,
    signed_words,
)
from dd_panel.services.results.ranking import outlook_of
from dd_panel.services.results.withholding import withheld_from, withheld_words, without
from dd_panel.services.returns.moderating import revisited_in
from dd_panel.services.returns.receipts import account_of
from dd_panel.services.workplace import no_progress
from dd_panel.text import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from dd_panel.domain.identifiers import Reference
    from dd_panel.domain.panel import Member
    from dd_panel.domain.receipt import Receipt
    from dd_panel.domain.reviews import Review
    from dd_panel.domain.rounds import Round
    from dd_panel.exchange.consolidated.contents import Naming
    from dd_panel.services.meeting.conducting import MeetingView
    from dd_panel.services.results.ranking import Outlook
    from dd_panel.services.returns.moderating import Revisited
    from dd_panel.services.returns.receipts import Account
    from dd_panel.services.workplace import Progress, Workplace
    from dd_panel.store.findings import Kept
    from dd_panel.store.returns import Return
    from dd_panel.store.work import Work

STEPS = 4
"""Reading, working out how sure the places are, writing the sheets, packing them."""


@dataclass(frozen=True, slots=True)
class Consolidated:
    """What was written: the sheets, the receipt, how many findings still wait, and what the reader does not see."""

    sheets: tuple[str, ...]
    receipt: Receipt
    waiting: int
    withheld: tuple[Reference, ...] = ()


def consolidate(
    place: Workplace,
    out: Path,
    *,
    naming: Naming = "full",
    reader: str | None = None,
    progress: Progress = no_progress,
) -> Consolidated:
    """Write the consolidated workbook, or nothing: raises DDPanelError when the receipt does not add up.

    `naming` says how members are named in it. With `reader`, a member's id, it leaves out whatever that member must
    not see; raises InputError for somebody unknown, and for a name that doesn't end in `.xlsx`. What `progress` raises
    ends the work, and nothing is written.
    """
    check_ending(out, ".xlsx")
    # In a function of its own, so that what was read is let go of before the workbook needs the room.
    contents, hidden = _contents(place, naming, reader, progress)
    if not contents.receipt.adds_up:
        raise DDPanelError(
            _("The receipt does not add up, so nothing was written."),
            _("This is a fault of the program, not of the files."),
            _("Keep the round's file, and report this with the output of “dd-panel verify”."),
        )

    def tell(sheet: str) -> None:
        words = _("Writing the sheet {name}").format(name=sheet) if sheet else _("Packing the workbook")
        progress(2 if sheet else 3, STEPS, words)

    sheets = write_consolidated(out, contents, tell)
    return Consolidated(sheets, contents.receipt, len(contents.waiting), tuple(sorted(hidden)))


def _contents(
    place: Workplace, naming: Naming, reader: str | None, progress: Progress
) -> tuple[Consolidation, frozenset[Reference]]:
    progress(0, STEPS, _("Reading the round"))
    with place.store.reading() as work:
        account = account_of(work)
        view, who = view_in(work, account), None if reader is None else known_member(work, reader)
        hidden = withheld_from(view, who)
        view = without(view, hidden) if hidden else view
        outlook = outlook_of(view.ranking, progress=lambda _done, _total, words: progress(1, STEPS, words))
        return _gather(work, place.clock(), account, view, outlook, _For(naming, who, hidden)), hidden


@dataclass(frozen=True, slots=True)
class _For:
    """Whom the workbook is for: how members are named, the reader if it is one, and what is hidden from that one."""

    naming: Naming
    reader: Member | None
    hidden: frozenset[Reference]

    @property
    def secretariat(self) -> bool:
        """Whether it stays with the secretariat, which alone sees how strict members are and who did what when."""
        return self.naming == "full" and self.reader is None


def _gather(
    work: Work, now: datetime, account: Account, view: MeetingView, outlook: Outlook, whom: _For
) -> Consolidation:
    ranking = view.ranking
    rules = ranking.rules
    reviews = [review for line in ranking.lines for review in line.reviews]
    waiting = [each for each in work.findings.waiting() if each.finding.reference not in whom.hidden]
    waits_in = Counter(each.return_id for each in waiting)
    judged = {(review.member, review.application) for review in reviews if not review.conflicted}
    return Consolidation(
        rules=rules,
        made=now,
        members=tuple(ranking.members.values()),
        ranked=tuple(_ranking_lines(outlook)),
        scores=tuple(line for review in reviews for line in _score_lines(rules, review, account)),
        reviews=tuple(_review_line(rules, review) for review in reviews),
        receipt=ranking.receipt,
        conflicts=tuple(_conflict_lines(view, account)),
        sources=tuple(_source_line(each, waits_in[each.return_id]) for each in work.returns.all()),
        waiting=tuple(_waiting_line(each) for each in waiting),
        listed=tuple(each for each in work.applications.references() if each not in whom.hidden),
        sure=how_sure_sentences(outlook),
        discussed=discussed_lines(view),
        decisions=decision_lines(view),
        undecided=view.undecided,
        signed=signed_words(view.meeting),
        balance=balance_words(view),
        reviewers=reviewer_lines(ranking, outlook.strictness) if whom.secretariat else (),
        changes=change_lines(work, view) if whom.secretariat else (),
        agreement=agreement_lines(ranking),
        about_agreement=about_agreement(ranking),
        second_looks=tuple(
            _second_look_line(each, account) for each in revisited_in(work) if (each.member, each.application) in judged
        ),
        naming=whom.naming,
        withheld=withheld_words(whom.reader, whom.hidden),
        entered=eligibility_in(work).totals if rules.gates or work.authorities.all() else {},
    )


def _ranking_lines(outlook: Outlook) -> list[RankingLine]:
    """The lines of the ranking; of an application that is out of the competition no review is awaited."""
    ranking = outlook.ranking
    scale = ranking.rules.rubric.scale
    lines: list[RankingLine] = []
    for line in ranking.lines:
        position = line.ranked.position
        likely = outlook.likely.get(line.application.reference)
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
                planned=0 if line.out else ranking.rules.reviews_per_application,
                support_sought=line.application.support_sought,
                flags=line.flags,
                means=means,
                likely=places_in_words(*likely.wide) if likely else "",
                chance=chance_in_words(likely.chance) if likely else "",
                out=line.out,
            )
        )
    return lines


def _score_lines(rules: Round, review: Review, account: Account) -> list[ScoreLine]:
    lines: list[ScoreLine] = []
    for criterion in rules.rubric.criteria:
        score = review.scores[criterion.key]
        waits = criterion.key in review.waiting
        shown = score.mark is not None and not waits
        field = second_field(criterion.key) if criterion.key in review.first else score_field(criterion.key)
        entry = account.entries.get((review.member, review.application, field))
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


def _second_look_line(each: Revisited, account: Account) -> SecondLookLine:
    field = second_field(each.criterion) if each.second else second_comment_field(each.criterion)
    entry = account.entries.get((each.member, each.application, field))
    origin = entry.origin if entry else None
    return SecondLookLine(
        each.application,
        each.member,
        each.criterion,
        each.first,
        each.first_comment,
        each.second,
        each.reason,
        file=origin.file if origin else "",
        sheet=origin.sheet if origin else "",
        cell=origin.cell if origin else "",
    )


def _conflict_lines(view: MeetingView, account: Account) -> Iterator[ConflictLine]:
    """Everybody who must not judge something: most were never assigned it, as they said so before packs were made."""
    for reference in view.lines:
        for member, why in sorted(view.conflicts.get(reference, {}).items()):
            entry = account.entries.get((member, reference, CONFLICT))
            if entry is None or not entry.value:  # nobody declared it: the list of members says so, or who employs them
                yield ConflictLine(reference, member, why)
            else:
                origin = entry.origin
                yield ConflictLine(reference, member, entry.value, origin.at, origin.file, origin.sheet, origin.cell)


def _source_line(each: Return, waiting: int) -> SourceLine:
    """The line of one scoresheet, with how many of its findings are waiting."""
    remarks = []
    if each.typed_outside:
        remarks.append(
            ngettext(
                "{count} cell typed outside the program", "{count} cells typed outside the program", each.typed_outside
            ).format(count=each.typed_outside)
        )
    if each.second_look:
        remarks.append(_("second look; its scores stand beside the first ones"))
    elif each.export == 0:
        remarks.append(_("filled in by hand"))
    return SourceLine(
        file=each.file,
        sha256=each.sha256,
        received=each.received,
        status=each.status,
        member=each.member,
        export=each.export,
        saved=each.saved,
        waiting=waiting,
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
        proposed=shortened(finding.proposed or ""),
    )


def places_in_words(first: int, last: int) -> str:
    """A range of places: `4`, `3–11`."""
    return str(first) if first == last else f"{first}–{last}"
