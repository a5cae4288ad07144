"""A round that is ready for its panel meeting, for tests that hold one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from dd_panel.domain.errors import DDPanelError
from dd_panel.domain.identifiers import CONFLICT, MemberId, Reference
from dd_panel.domain.rounds import Round
from dd_panel.services.workplace import Workplace
from dd_panel.store.entry_values import Origin, Write
from tests.panelwork import ASHE, NOON, OKORO, REFERENCES, RULES, SmallRound, fill, small_round

FIRST, SECOND, THIRD, FOURTH = REFERENCES[:4]
RULES_WITH_MONEY = replace(RULES, fund=150_000, support_per_place=100_000)
SCORES = {FIRST: 5, SECOND: 4, THIRD: 4, FOURTH: 2}


def at_work(folder: Path, rules: Round = RULES_WITH_MONEY) -> SmallRound:
    """A round in which both members scored four of seven applications: one is first, two are level at the line."""
    made = small_round(folder, rules)
    for member in (ASHE, OKORO):
        typed: dict[tuple[str, str], str | float | None] = {}
        for reference, score in SCORES.items():
            typed[reference, "score.need"] = typed[reference, "score.plan"] = score
        made.merge(fill(made.blank(member), typed))
    return made


def declare(place: Workplace, member: MemberId, reference: Reference) -> None:
    """Let a member have a conflict."""
    with place.store.writing() as work:
        work.entries.write([Write(member, reference, CONFLICT, "employment: my council")], Origin("chair", NOON))


def refused(error: pytest.ExceptionInfo[DDPanelError]) -> str:
    """The title of a refusal; it has a remedy too."""
    assert error.value.title
    assert error.value.remedy
    return error.value.title


def let_chair(place: Workplace, member: MemberId) -> None:
    """Let a member chair the panel."""
    with place.store.writing() as work:
        work.panel.change(replace(work.panel.member(member), role="chair"))
