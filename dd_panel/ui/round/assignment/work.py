"""The works of Assignment, done beside the window: filling the gaps, and making the packs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dd_panel.services.intake.not_settled import not_settled

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from dd_panel.services.assignment.assigning import Situation, Wishes
    from dd_panel.services.assignment.plan import Proposal
    from dd_panel.services.round.packing import PackMade
    from dd_panel.services.workplace import Workplace
    from dd_panel.ui.jobs import Report


def filling(
    place: Workplace, situation: Situation, wishes: Wishes
) -> Callable[[Report], tuple[Proposal, Sequence[str]]]:
    """The work of filling the gaps: a list of changes, and what else there is to know before they are made."""

    def work(report: Report) -> tuple[Proposal, Sequence[str]]:
        from dd_panel.services.assignment.plan import propose  # brings scipy

        proposal = propose(situation, wishes, progress=report, cancelled=lambda: report.cancelled)
        return proposal, [*proposal.notes, *not_settled(place)]

    return work


def before_packing(place: Workplace) -> Callable[[Report], tuple[str, tuple[str, ...]]]:
    """The work of finding what has to be known before packs are made: the key's fingerprint and what isn't settled."""

    def work(_report: Report) -> tuple[str, tuple[str, ...]]:
        from dd_panel.services.round.key import fingerprint_of

        return fingerprint_of(place), not_settled(place)

    return work


def packing(place: Workplace, folder: Path, passphrase: str | None) -> Callable[[Report], tuple[PackMade, ...]]:
    """The work of making the packs; each file is whole or not there."""

    def work(report: Report) -> tuple[PackMade, ...]:
        from dd_panel.services.round.packing import make_packs

        return make_packs(place, folder, passphrase=passphrase, progress=report, cancelled=lambda: report.cancelled)

    return work
