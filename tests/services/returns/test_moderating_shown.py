"""How a second look is shown and traced, in the workbook, on the command line and in the chain behind a score."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from dd_panel.cli import main
from dd_panel.domain.identifiers import CriterionKey, Field
from dd_panel.domain.purposes import Purpose, second_look_counts
from dd_panel.exchange.scoresheet.second_look import in_order
from dd_panel.services.results.consolidating import consolidate
from dd_panel.services.results.ranking import outlook_of, see_ranking
from dd_panel.services.returns.chains import chain_behind
from dd_panel.services.returns.logbook import Subject
from tests.panelwork import ASHE, REFERENCES, SmallRound, fill, fill_all
from tests.secondlooks import both_scored, look_again

FIRST, SECOND, THIRD = REFERENCES[:3]
NEED = CriterionKey("need")


@pytest.fixture
def small(tmp_path: Path) -> SmallRound:
    return both_scored(tmp_path)


def test_both_in_one_workbook_are_two_returns_of_the_member(small: SmallRound) -> None:
    book = openpyxl.load_workbook(io.BytesIO(fill_all(small.blank(ASHE), need=2)))
    look = openpyxl.load_workbook(
        io.BytesIO(fill(look_again(small), {(FIRST, "second.need"): 5, (FIRST, "second-comment.need"): "x"}))
    )["Second look"]
    copy = book.create_sheet("Second look")
    for row in look.iter_rows():
        for cell in row:
            copy[cell.coordinate].value = cell.value
    out = io.BytesIO()
    book.save(out)

    report = small.merge(out.getvalue())

    assert sorted((each.purpose, each.status) for each in report.files) == [
        ("scores", "merged"),
        ("second-look", "merged"),
    ]


def test_scores_stand_from_lowest_to_highest() -> None:
    assert in_order(["4", "cannot judge", "0.5", "10"]) == "0.5 · 4 · 10 · cannot judge"


def test_the_workbook_shows_both_scores_says_which_counts_and_so_does_the_ranking(small: SmallRound) -> None:
    small.merge(
        fill(
            look_again(small),
            {
                (FIRST, "second.need"): 5,
                (FIRST, "second-comment.need"): "Annex B.",
                (SECOND, "second-comment.need"): "No.",
            },
        )
    )
    out = small.path.parent / "all.xlsx"

    with small.open() as place:
        written = consolidate(place, out)
        notes = outlook_of(see_ranking(place)).notes

    assert "Second looks" in written.sheets
    book = openpyxl.load_workbook(out)
    header, *rows = book["Second looks"].iter_rows(values_only=True)
    found = [dict(zip(header, row, strict=True)) for row in rows]
    assert [
        (
            row["Reference"],
            row["First score"],
            row["Second score"],
            row["Second look, why"],
            row["Counts"],
            row["Sheet"],
        )
        for row in found
    ] == [(FIRST, 3, 5, "Annex B.", "second", "Second look"), (SECOND, 3, None, "No.", "first", "Second look")]
    (scores,) = [
        row
        for row in book["Scores"].iter_rows(min_row=2, values_only=True)
        if (row[0], row[2], row[3]) == (FIRST, ASHE, "need")
    ]
    assert (scores[6], scores[7], scores[9]) == (5, "Annex B.", "Second look")
    said = [row[1] for row in book["Method"].iter_rows(values_only=True)]
    assert second_look_counts() in said
    assert second_look_counts() in notes


def test_the_command_line_sends_takes_in_and_traces_a_second_look(
    small: SmallRound, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, back = tmp_path / "out" / "again.xlsx", tmp_path / "back.xlsx"

    def run(command: str, *words: object) -> tuple[int, dict[str, Any]]:
        code = main([command, *map(str, words), "--json"])
        said = capsys.readouterr().out
        return code, json.loads(said) if said else {}

    made = run("second-look", small.path, "--member", "pm01", "--reference", "dd-001", "--out", out)
    assert made == (0, {"file": str(out), "member": "PM01", "second_look": 1, "applications": [FIRST], "notes": []})
    back.write_bytes(fill(out.read_bytes(), {(FIRST, "second.need"): 5, (FIRST, "second-comment.need"): "Annex B."}))
    code, document = run("merge", small.path, back)
    (file,) = document["files"]
    assert (code, file["purpose"], file["member"], file["export"], file["taken"]) == (0, "second-look", "PM01", 1, 2)
    _code, traced = run("trace", small.path, FIRST, ASHE)
    counts = {entry["field"]: (entry["value"], entry["counts"]) for entry in traced["entries"]}
    assert (counts["score.need"], counts["second.need"]) == (("3", False), ("5", True))
    code, facts = run("verify", back)
    assert (code, facts["kind"]) == (0, "second look")
    refused = tmp_path / "x.xlsx"
    code, _nothing = run("second-look", small.path, "--member", "PM01", "--reference", "DD-999", "--out", refused)
    assert code == 2
    assert not refused.exists()


def test_the_chain_behind_either_score_leads_to_its_own_file_and_cell(small: SmallRound) -> None:
    small.merge(fill(look_again(small), {(FIRST, "second.need"): 5, (FIRST, "second-comment.need"): "Annex B."}))

    with small.open() as place:
        first, second = (
            chain_behind(place, Subject(ASHE, FIRST, Field(field))) for field in ("score.need", "second.need")
        )

    assert (first.value, second.value) == ("3", "5")
    ((one,), (other,)) = first.links, second.links
    assert (one.before, one.after, one.sheet, other.before, other.after, other.sheet) == (
        "", "3", "Scores", "", "5", "Second look",
    )  # fmt: skip
    assert one.received is not None
    assert other.received is not None
    assert (one.received.purpose, other.received.purpose) == (Purpose.SCORES, Purpose.SECOND_LOOK)
    assert one.received.sha256 != other.received.sha256
