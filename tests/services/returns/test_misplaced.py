"""Scores that come back in other places than they were sent: asked about, and decided like any doubtful row."""

from __future__ import annotations

from pathlib import Path

import pytest

from dd_panel.domain.errors import InputError
from dd_panel.domain.findings import Kind
from dd_panel.domain.identifiers import CriterionKey, score_field
from dd_panel.services.returns.deciding import decide
from dd_panel.services.returns.merging import MergeReport, merge_returns, read_incoming
from dd_panel.services.returns.reopening import undo_decisions
from dd_panel.services.review.reviewing import record_score
from dd_panel.services.review.scoresheets import export_scoresheet
from dd_panel.services.round.packing import make_packs, unpack
from dd_panel.services.workplace import Workplace
from dd_panel.store.files import open_store
from tests.libreoffice import LibreOffice
from tests.panelwork import ASHE, NOON, REFERENCES, SmallRound, fill

NEEDS = (3, 1, 5, 4, 2, 3, 0)
LOWER = (3, 3, 1, 5, 4, 2, 3)
"""The same, pasted one row lower."""
NEED, PLAN = score_field(CriterionKey("need")), score_field(CriterionKey("plan"))
FIRST, SECOND = REFERENCES[:2]


def sheet(small: SmallRound, needs: tuple[int, ...] = NEEDS, minutes: int = 1, **also: str | float) -> bytes:
    """Ashe's scoresheet with these scores for need; `also` types into a row, such as `score_plan_1=2`."""
    typed: dict[tuple[str, str], str | float | None] = {}
    for number, (reference, need) in enumerate(zip(REFERENCES, needs, strict=True)):
        typed |= {(reference, "score.need"): need, (reference, "score.plan"): 1 + number / 2}
        typed[reference, "comment.need"] = f"Reason {number}"
    for key, value in also.items():
        name, _line, row = key.rpartition("_")
        typed[REFERENCES[int(row) - 1], name.replace("_", ".")] = value
    return fill(small.blank(ASHE), typed, minutes)


def stands(small: SmallRound, field: str = NEED) -> tuple[str, ...]:
    with small.open() as place, place.store.reading() as work:
        entries = work.entries.of_member(ASHE)
    return tuple(entries[reference].get(field, "") for reference in REFERENCES)  # type: ignore[call-overload]


def asked(report: MergeReport) -> list[tuple[int, str | None, str | None]]:
    """The number, the application and what was found of each finding that rows don't match."""
    said = [one for each in report.files for one in each.findings if one.finding.kind is Kind.ROW_MISMATCH]
    assert all(one.number is not None for one in said)
    return [(one.number or 0, one.finding.reference, one.finding.found) for one in said]


def test_a_column_pasted_one_row_off_waits_as_a_whole_and_is_decided_once(small: SmallRound) -> None:
    small.merge(sheet(small))
    report = small.merge(sheet(small, LOWER, 2))
    ((number, reference, where),) = asked(report)
    assert (reference, where) == (None, "H4:H9")
    assert (report.receipt.waiting, report.receipt.scored, report.receipt.adds_up) == (6, 8, True)
    assert stands(small) == tuple(map(str, NEEDS))
    with small.open() as place:
        with pytest.raises(InputError, match="can't be given to one"):
            decide(place, number, "set", "A slip", FIRST)
        decide(place, number, "accept", "She meant it")
    assert stands(small) == tuple(map(str, LOWER))
    with small.open() as place:
        undo_decisions(place, [number])
        decide(place, number, "reject", "A slip")
    assert stands(small) == tuple(map(str, NEEDS))


def test_what_was_rejected_is_asked_about_again_while_it_comes_back_so(small: SmallRound) -> None:
    small.merge(sheet(small))
    ((number, *_rest),) = asked(small.merge(sheet(small, LOWER, 2)))
    with small.open() as place:
        decide(place, number, "reject", "A slip")
    assert len(asked(small.merge(sheet(small, LOWER, 3, recommendation_1="fund")))) == 1
    assert asked(small.merge(sheet(small, NEEDS, 4, recommendation_1="fund"))) == []
    assert stands(small) == tuple(map(str, NEEDS))


def test_two_rows_exchanged_with_their_comments_are_given_back_to_their_applications(small: SmallRound) -> None:
    small.merge(sheet(small))
    moved = sheet(
        small, (1, 3, *NEEDS[2:]), 2, score_plan_1=1.5, score_plan_2=1, comment_need_1="Reason 1",
        comment_need_2="Reason 0",
    )  # fmt: skip
    report = small.merge(moved)
    one, two = asked(report)
    assert (one[1:], two[1:]) == ((FIRST, SECOND), (SECOND, FIRST))
    assert (report.receipt.waiting, report.receipt.adds_up) == (4, True)
    with small.open() as place:
        decide(place, one[0], "set", "She sorted the block", SECOND)
        decide(place, two[0], "set", "She sorted the block", FIRST)
    assert (stands(small), stands(small, PLAN)[:2]) == (tuple(map(str, NEEDS)), ("1", "1.5"))


def test_what_the_members_own_program_exported_is_held_against_what_came_back(small: SmallRound) -> None:
    """The very first file that comes back: only its hidden values at export say where the scores stood."""
    folder = small.path.parent
    with small.open() as place:
        packs = {pack.member: pack.path for pack in make_packs(place, folder / "packs")}
    unpack(packs[ASHE], folder / "ashe.ddreview", lambda: NOON)
    with open_store(folder / "ashe.ddreview") as store:
        desk = Workplace(store, lambda: NOON, "Margaret Ashe")
        for reference, need in zip(REFERENCES, NEEDS, strict=True):
            record_score(desk, reference, CriterionKey("need"), str(need))
        export_scoresheet(desk, folder / "export.xlsx")
    pasted: dict[tuple[str, str], str | float | None] = {
        (reference, "score.need"): need for reference, need in zip(REFERENCES, LOWER, strict=True)
    }
    report = small.merge(fill((folder / "export.xlsx").read_bytes(), pasted))
    assert [where for _number, _reference, where in asked(report)] == ["H4:H9"]


def test_libreoffice_pastes_a_column_one_row_off(small: SmallRound, tmp_path: Path, libreoffice: LibreOffice) -> None:
    first = tmp_path / "first.xlsx"
    first.write_bytes(sheet(small))
    small.merge(first.read_bytes())
    deeds: list[list[object]] = [["unprotect", "Scores"], ["paste", "Scores", "H3:H8", "H4"]]
    with small.open() as place:
        report = merge_returns(place, [read_incoming(libreoffice.work_on(first, deeds, tmp_path / "later.xlsx"))])
    assert [where for _number, _reference, where in asked(report)] == ["H4:H9"]
    assert stands(small) == tuple(map(str, NEEDS))
