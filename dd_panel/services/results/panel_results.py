"""What the workbook says about the panel: how sure its ranking is, what it discussed, agreed and decided."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from dd_panel.analysis.agreement import Agreement, agreement, reliability_in_words, what_alpha_means
from dd_panel.analysis.strictness import strictness_in_words
from dd_panel.analysis.table import Refusal
from dd_panel.analysis.what_if import what_if
from dd_panel.domain.identifiers import criterion_of
from dd_panel.domain.meeting import AGENDA, CURRENT, DECISION, LOT, NOTE, RESERVES, SUPPORT, vote_words
from dd_panel.domain.moments import to_the_minute
from dd_panel.domain.totals import mean_of
from dd_panel.exchange.consolidated.contents import (
    AgreementLine,
    ChangeLine,
    DecisionLine,
    DiscussedLine,
    ReviewerLine,
)
from dd_panel.services.intake.settled_words import settled_words
from dd_panel.services.journal import events
from dd_panel.services.meeting.signing import open_words
from dd_panel.services.results.ranking import ranking_rules, review_table
from dd_panel.services.results.scenarios import scenario_of
from dd_panel.services.returns.logbook import log_of
from dd_panel.text import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from fractions import Fraction

    from dd_panel.analysis.strictness import Strictness
    from dd_panel.domain.identifiers import MemberId, Reference
    from dd_panel.domain.meeting import Meeting, Minute
    from dd_panel.domain.panel import Member
    from dd_panel.services.meeting.conducting import MeetingView
    from dd_panel.services.results.ranking import Outlook, Ranking
    from dd_panel.store.work import Work


def how_sure_sentences(outlook: Outlook) -> tuple[str, ...]:
    """How sure the ranking is and what would change it, in sentences."""
    if not outlook.ranking.reviews_in:
        return outlook.notes  # which say so already
    found = what_if(review_table(outlook.ranking), ranking_rules(outlook.ranking))
    return tuple(dict.fromkeys([*outlook.notes, found.sentence]))


def agreement_lines(ranking: Ranking) -> tuple[AgreementLine, ...]:
    """How far members agree; nothing where no review counts."""
    table = review_table(ranking)
    return tuple(_agreement_line(each) for each in agreement(table)) if table.rows else ()


def about_agreement(ranking: Ranking) -> tuple[str, ...]:
    """What a reader of the sheet should know: what alpha means, and how reliable a mean of reviews is."""
    table = review_table(ranking)
    return (what_alpha_means(), reliability_in_words(table)) if table.rows else (what_alpha_means(),)


def _agreement_line(found: Agreement) -> AgreementLine:
    alpha, apart = found.alpha, found.differences
    remarks = [each.sentence for each in (alpha, apart) if isinstance(each, Refusal)]
    line = AgreementLine(found.name, remark=" ".join(remarks))
    if not isinstance(alpha, Refusal):
        line = replace(line, alpha=alpha.value, low=alpha.low, high=alpha.high)
    if not isinstance(apart, Refusal):
        line = replace(line, pairs=apart.pairs, difference=apart.mean, within_one=apart.within_one)
    return line


def reviewer_lines(ranking: Ranking, strictness: Strictness | Refusal) -> tuple[ReviewerLine, ...]:
    """How each member with reviews scores."""
    given: dict[MemberId, list[Fraction]] = {}
    for line in ranking.lines:
        counted = (review for review in line.reviews if review.counts)
        for review, position in zip(counted, line.ranked.positions, strict=True):
            given.setdefault(review.member, []).append(position)
    said: dict[str, str] = {}
    if not isinstance(strictness, Refusal):
        table = review_table(ranking)
        names = {str(member): each.name for member, each in ranking.members.items()}
        for each in strictness.reviewers:
            said[each.reviewer] = strictness_in_words(table, each, names.get(each.reviewer, each.reviewer))
    scale = ranking.rules.rubric.scale
    return tuple(
        ReviewerLine(
            member,
            len(given[member]),
            scale.value_at(mean_of(given[member])),
            said.get(member, strictness.sentence if isinstance(strictness, Refusal) else ""),
        )
        for member in ranking.members
        if member in given
    )


def discussed_lines(view: MeetingView) -> tuple[DiscussedLine, ...]:
    """Every application that was discussed or on which something was agreed, in the order of the ranking."""
    meeting = view.meeting
    about = {*meeting.agreed, *meeting.notes, *meeting.votes, *(each.application for each in meeting.recusals)}
    return tuple(_discussed_line(view, key, meeting) for key in view.lines if key in about)


def _discussed_line(view: MeetingView, key: Reference, meeting: Meeting) -> DiscussedLine:
    agreed, note, own = meeting.agreed.get(key), meeting.notes.get(key), view.lines[key].ranked.positions
    votes = meeting.votes.get(key, {}).values()
    return DiscussedLine(
        key,
        total=agreed.total if agreed else None,
        scores=agreed.scores if agreed else {},
        position=agreed.position(view.ranking.rules.rubric) if agreed else None,
        own=view.ranking.rules.rubric.scale.value_at(mean_of(own)) if own else None,
        reason=agreed.reason if agreed else "",
        who=agreed.who if agreed else "",
        at=agreed.at if agreed else None,
        note=note.text if note else "",
        left=tuple((each.member, f"{each.left:%H:%M}") for each in meeting.recusals if each.application == key),
        votes=vote_words(votes) if votes else "",
    )


def decision_lines(view: MeetingView) -> tuple[DecisionLine, ...]:
    """The decisions: funded in the order of the ranking, the reserves by turn, the declined."""
    meeting = view.meeting
    turns = {reference: turn for turn, reference in enumerate(meeting.reserves, start=1)}
    order = {"fund": 0, "reserve": 1, "decline": 2}
    decided = [key for key in view.lines if key in meeting.decisions]
    decided.sort(key=lambda key: (order[meeting.decisions[key].outcome], turns.get(key, 0)))
    return tuple(
        DecisionLine(
            key,
            decision.outcome,
            view.lines[key].ranked.place,
            turns.get(key),
            decision.support,
            view.crosses(key, decision.outcome),
            decision.reason,
            decision.who,
            decision.at,
        )
        for key in decided
        for decision in (meeting.decisions[key],)
    )


def signed_words(meeting: Meeting) -> str:
    """Which version of the decisions this is, and who signed it."""
    if meeting.is_signed:
        last = meeting.signed[-1]
        words = _("Version {number}, signed by {name} at {when}").format(
            number=last.version, name=last.name, when=to_the_minute(last.at)
        )
        return _("{words}. {more}").format(words=words, more=open_words(last)) if last.undecided else words
    return _("Version {number}, a draft that is not signed").format(number=meeting.version)


def balance_words(view: MeetingView) -> tuple[tuple[str, str], ...]:
    """Of which models, regions and services the funded are, as far as anything is said of them: a label, and words."""
    labels = {"model": _("Funded by model"), "region": _("Funded by region"), "service": _("Funded by service")}
    balance = scenario_of(view).balance
    return tuple(
        (label, ", ".join(f"{share.name or _('not said')} {share.before}" for share in balance[kind]))
        for kind, label in labels.items()
        if any(share.name for share in balance[kind])
    )


# -- the change log ----------------------------------------------------------------------------------------------------


def change_lines(work: Work, view: MeetingView) -> tuple[ChangeLine, ...]:
    """What was done with the applications, with the returns and at the meeting, the latest first."""
    members = view.ranking.members
    log = log_of(work.returns.all(), work.findings.all(), events(work), members)
    lines = [
        ChangeLine(each.at, each.who, each.what, each.subject.application if each.subject else each.file, each.reason)
        for each in log
    ]
    lines += [
        ChangeLine(each.at, each.who, minute_in_words(each, members), each.application or "", each.reason)
        for each in reversed(view.meeting.record)
        if each.field != CURRENT
    ]
    lines += [
        ChangeLine(each.at, each.who, settled_words(each), each.application, each.reason)
        for each in reversed(work.desk.all())
    ]
    return tuple(sorted(lines, key=lambda line: line.at, reverse=True))


def minute_in_words(minute: Minute, members: Mapping[MemberId, Member]) -> str:
    """One line of the meeting's record as a person would say it."""
    what = " ".join(_subject(minute, members))
    before, after = (_listed(minute, text) for text in (minute.before, minute.after))
    if not after:
        return _("{what}: withdrawn, was {before}").format(what=what, before=before)
    if not before:
        return _("{what}: {after}").format(what=what, after=after)
    return _("{what}: {after}, was {before}").format(what=what, after=after, before=before)


def _listed(minute: Minute, text: str) -> str:
    """A value of the record as people write it: lists with commas, a draw with its seed and its order."""
    if not text or minute.field.partition(".")[0] not in {AGENDA, RESERVES, LOT, "undecided"}:
        return text
    found = json.loads(text)
    if minute.field != LOT:
        return ", ".join(found)
    return _("{order} (seed {seed})").format(order=", ".join(found["order"]), seed=found["seed"])


def _subject(minute: Minute, members: Mapping[MemberId, Member]) -> Iterator[str]:
    head, _dot, tail = minute.field.partition(".")
    yield {
        "agreed": _("Agreed score"),
        DECISION: _("Decision"),
        SUPPORT: _("Support"),
        NOTE: _("Note"),
        AGENDA: _("Agenda"),
        RESERVES: _("Order of the reserves"),
        LOT: _("Draw by lot"),
        "recused": _("Out of the room"),
        "present": _("Attendance"),
        "vote": _("Vote"),
        "signed": _("Signed, version"),
        "undecided": _("Not decided in version"),
    }.get(head, head)
    if head == "agreed":
        yield criterion_of(minute.field) or _("in total")
    elif tail:
        yield next((each.name for member, each in members.items() if member == tail), tail)
