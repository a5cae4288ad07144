"""The decisions as rows of words: funded, in reserve in order, declined, and what is not decided yet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dd_panel.domain.rounds import money
from dd_panel.text import DASH, _, few, ngettext

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dd_panel.domain.identifiers import Reference
    from dd_panel.services.meeting.conducting import MeetingView


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """One application in words; `outcome` is None where nothing is decided.

    `reason` is that of the decision, or why the application is out of the competition.
    """

    reference: Reference
    outcome: str | None
    words: str
    name: str
    place: str
    support: str
    reason: str


def decision_rows(view: MeetingView) -> tuple[DecisionRow, ...]:
    """The funded by place, the reserves in their order, the declined, then the others."""
    decided, reserves = view.meeting.decisions, view.meeting.reserves
    funded = [each for each in view.lines if each in decided and decided[each].outcome == "fund"]
    declined = [each for each in view.lines if each in decided and decided[each].outcome == "decline"]
    open_ = [each for each in view.lines if each not in decided]
    return tuple(_row(view, each) for each in (*funded, *reserves, *declined, *open_))


def _row(view: MeetingView, reference: Reference) -> DecisionRow:
    line, decision = view.lines[reference], view.meeting.decisions.get(reference)
    outcome = decision.outcome if decision is not None else None
    words = _("out") if reference in view.out else _("not decided")
    if outcome == "reserve":
        words = _("reserve {turn}").format(turn=view.meeting.reserves.index(reference) + 1)
    elif outcome is not None:
        words = _("funded") if outcome == "fund" else _("declined")
    support = decision.support if decision is not None else None
    return DecisionRow(
        reference,
        outcome,
        words,
        f"{line.application.lead_authority} · {reference}",
        str(line.ranked.place or DASH),
        "" if support is None else money(support, view.ranking.rules.currency),
        decision.reason if decision is not None else view.out.get(reference, ""),
    )


def decisions_summary(view: MeetingView) -> str:
    """Which version this is, how many places are given, and how much of the fund."""
    meeting, rules = view.meeting, view.ranking.rules
    signed = _("Version {number}, signed by {name}") if meeting.is_signed else _("Version {number}, not signed")
    name = meeting.signed[-1].name if meeting.signed else ""
    funded = sum(each.outcome == "fund" for each in meeting.decisions.values())
    parts = [
        signed.format(number=meeting.version, name=name),
        ngettext("{given} of {count} place given", "{given} of {count} places given", rules.places).format(
            given=funded, count=rules.places
        ),
        _("{sum} given").format(sum=money(view.support_given, rules.currency)),
    ]
    if rules.fund is not None:
        parts.append(_("{sum} left of the fund").format(sum=money(rules.fund - view.support_given, rules.currency)))
    if meeting.decisions and (count := len(view.undecided)):
        parts.append(ngettext("{count} not decided", "{count} not decided", count).format(count=count))
    return " · ".join(parts)


def left_words(left: Sequence[tuple[Reference, str]], view: MeetingView) -> str:
    """What following the ranking left to the panel, and why; empty once something else is open, or nothing."""
    open_ = set(view.undecided)
    waiting: dict[str, list[Reference]] = {}
    for reference, why in left:
        if reference in open_:
            waiting.setdefault(why, []).append(reference)
    if not open_ or len(open_) != sum(len(each) for each in waiting.values()):
        return ""
    said = [ngettext("{count} is left to decide.", "{count} are left to decide.", len(open_)).format(count=len(open_))]
    for why, references in waiting.items():
        said.append(_("{references}: {why}").format(references=few(references), why=why))
    return " ".join(said)
