"""Findings: every kind has its rule and its sentence, as product.md's table of kinds has them."""

from __future__ import annotations

import pytest

from dd_panel.domain.findings import Finding, Kind, KindRule, ReadCell, about_cell, sentence
from dd_panel.domain.identifiers import CriterionKey, Field, Reference

TABLE = {
    ("note", "cell", True): "text-number stray-space decimal-comma letter-o",
    ("error", "cell", False): (
        "unknown-level out-of-range off-step date error-cell formula text-too-long scored-conflict both-changed"
    ),
    ("error", "column", False): "looks-like-rank duplicate-column",
    ("error", "rows", False): "row-mismatch title-mismatch duplicate-row unknown-reference not-assigned",
    ("warning", "nothing", False): "missing-row missing-column comment-missing",
    ("note", "nothing", False): "extra-column already-received older-export",
    ("refusal", "file", False): (
        "wrong-round other-rubric unknown-member unreadable locked macro too-big not-a-scoresheet"
    ),
}

SCORE = ReadCell(
    Reference("DD-001"),
    Field("score.need"),
    "Scores",
    "D3",
    "text:4 ",
    "4 ",
    None,
    Kind.STRAY_SPACE,
    "4",
)


def test_every_kind_has_the_rule_of_the_table() -> None:
    rules = {
        Kind(word): KindRule(severity, holds, safe)  # type: ignore[arg-type]
        for (severity, holds, safe), words in TABLE.items()
        for word in words.split()
    }

    assert {kind: kind.rule for kind in Kind} == rules


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_has_a_whole_sentence(kind: Kind) -> None:
    finding = Finding(kind, reference=Reference("DD-001"), found="{7}", proposed="5", detail="4")

    assert finding.sentence.endswith(".")
    assert finding.sentence == sentence(kind).format(found="{7}", proposed="5", reference="DD-001", detail="4")


def test_a_finding_about_a_cell_names_it_and_holds_it_back() -> None:
    finding = about_cell(SCORE, Kind.STRAY_SPACE)

    assert (finding.sheet, finding.cell, finding.reference) == ("Scores", "D3", "DD-001")
    assert (finding.criterion, finding.found, finding.proposed) == (CriterionKey("need"), "4 ", "4")
    assert finding.held == (SCORE,)
    assert finding.waits
    assert finding.safe


def test_a_mend_is_safe_only_when_there_is_one_and_it_concerns_form() -> None:
    assert not Finding(Kind.STRAY_SPACE).safe
    assert not Finding(Kind.UNKNOWN_LEVEL, proposed="4").safe


@pytest.mark.parametrize("kind", [Kind.MISSING_ROW, Kind.EXTRA_COLUMN, Kind.OTHER_RUBRIC, Kind.OLDER_EXPORT])
def test_what_holds_nothing_back_does_not_wait(kind: Kind) -> None:
    assert not Finding(kind).waits


def test_a_score_beside_a_conflict_is_never_proposed() -> None:
    assert about_cell(SCORE, Kind.SCORED_CONFLICT).proposed is None
