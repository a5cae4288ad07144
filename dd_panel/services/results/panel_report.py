"""How far the panel agrees, how strict each member is and who is tied to whom: for the secretariat alone."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from dd_panel.analysis.groups import find_groups
from dd_panel.analysis.strictness import strictness
from dd_panel.services.results.panel_results import about_agreement, agreement_lines, reviewer_lines
from dd_panel.services.results.ranking import review_table
from dd_panel.services.workplace import no_progress
from dd_panel.text import _, few

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dd_panel.analysis.groups import Groups
    from dd_panel.domain.identifiers import MemberId
    from dd_panel.exchange.consolidated.contents import AgreementLine, ReviewerLine
    from dd_panel.services.results.ranking import Ranking
    from dd_panel.services.workplace import Progress


@dataclass(frozen=True, slots=True)
class PanelReport:
    """What the secretariat may know about its panel.

    `agreement` is by criterion and for the total, `reviewers` says how each scores; `ties` are, for each member, the
    others with the number of applications that both have read, the most first. `notes` are about the whole.
    """

    agreement: tuple[AgreementLine, ...]
    about: tuple[str, ...]
    reviewers: tuple[ReviewerLine, ...]
    ties: Mapping[MemberId, tuple[tuple[MemberId, int], ...]]
    notes: tuple[str, ...]


def report_on_panel(ranking: Ranking, *, progress: Progress = no_progress) -> PanelReport:
    """Work the report out; numbers only, for a job."""
    steps = (_("How far reviewers agree"), _("How strict each of them is"), _("Who is tied to whom"))

    def step(done: int) -> None:
        progress(done, len(steps), steps[min(done, len(steps) - 1)])

    step(0)
    agreed, about = agreement_lines(ranking), about_agreement(ranking)
    step(1)
    table = review_table(ranking)
    found = strictness(table)
    reviewers = reviewer_lines(ranking, found)
    step(2)
    groups = find_groups(table)
    report = PanelReport(agreed, about, reviewers, _ties(ranking), tuple(_notes(ranking, groups)))
    step(3)
    return report


def ties_in_words(report: PanelReport, ranking: Ranking, member: MemberId) -> str:
    """Whom a member can be compared with, by name, those who share most applications first."""
    ties = report.ties.get(member, ())
    if not ties:
        return _("Has read no application that somebody else has read too.")
    named = [_("{name} ({count})").format(name=ranking.members[other].name, count=count) for other, count in ties]
    return _("Applications read by both: {names}.").format(names=few(named))


def _ties(ranking: Ranking) -> dict[MemberId, tuple[tuple[MemberId, int], ...]]:
    shared: dict[MemberId, Counter[MemberId]] = {}
    for line in ranking.lines:
        for one, other in combinations([review.member for review in line.reviews if review.counts], 2):
            shared.setdefault(one, Counter())[other] += 1
            shared.setdefault(other, Counter())[one] += 1
    return {
        member: tuple(sorted(counts.items(), key=lambda each: (-each[1], each[0]))) for member, counts in shared.items()
    }


def _notes(ranking: Ranking, groups: Groups) -> list[str]:
    """Groups that can't be compared, and applications on which a comparison hangs alone."""
    names = {str(member): each.name for member, each in ranking.members.items()}
    if len(groups.reviewers) == 1:
        found = [_("All reviewers can be compared with each other, through applications that several have read.")]
    else:
        found = [groups.note()] if groups.note() else []
        found += [
            _("Group {number}: {names}.").format(number=number, names=few([names[each] for each in group]))
            for number, group in enumerate(groups.reviewers, start=1)
        ]
    references = sorted(line.application.reference for line in ranking.lines)
    for bridge in groups.bridges:
        found.append(
            _("Only {reference} ties {one} to the others.").format(
                reference=references[bridge.application], one=few([names[each] for each in bridge.sides[0]])
            )
        )
    return found
