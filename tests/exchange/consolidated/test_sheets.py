"""The other sheets of the secretariat's workbook: which there are, what they say, and how they print."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from dd_panel.domain.identifiers import CriterionKey
from dd_panel.domain.panel import Member
from dd_panel.domain.receipt import Receipt
from dd_panel.domain.rubric import Criterion, Rubric
from dd_panel.exchange.consolidated.contents import Consolidation
from dd_panel.exchange.consolidated.write import write_consolidated
from tests.exchange.consolidated.results import ADA, BEN, RULES, a_result, opened, table


def test_sheets_are_there_only_when_they_are_filled(path: Path, tmp_path: Path) -> None:
    assert opened(path).sheetnames == [
        "Summary", "Ranking", "Scores", "By application", "Comments", "Guidance and support", "Conflicts",
        "Receipt", "Sources", "Method",
    ]  # fmt: skip
    nothing = Consolidation(
        RULES, a_result().made, (), (), (), (), Receipt(0, 0, 0, 0, 0, 0, (), Fraction(0), Fraction(0))
    )
    assert write_consolidated(tmp_path / "new.xlsx", nothing) == ("Summary", "Receipt", "Method")
    assert opened(tmp_path / "new.xlsx").sheetnames == ["Summary", "Receipt", "Method"]


def test_by_application_puts_words_where_there_is_no_score(path: Path) -> None:
    rows = [row[:9] for row in opened(path)["By application"].iter_rows(min_row=2, values_only=True)]

    mean, price, percent = pytest.approx(10 / 3), pytest.approx(5 / 3), pytest.approx(200 / 3)
    assert rows == [
        (1, "DD-1", "Ambleton", 3.5, price, mean, percent, None, "2 of 2 reviews count"),
        (None, "DD-1", "Ada Brook", 4, 1.5, 3.5, 70, "fund", "counts"),
        (None, "DD-1", "Ben Crane", 3, 2, pytest.approx(19 / 6), pytest.approx(190 / 3), None, "counts"),
        (2, "DD-2", "=Beckford", 2, None, 2, 40, None, "1 of 2 reviews count"),
        (None, "DD-2", "Ada Brook", 2, "cannot judge", 2, 40, None, "counts, on part of the criteria"),
        (None, "DD-2", "Ben Crane", "waiting", 4, None, None, None, "waits for a decision: does not count yet"),
        (None, "DD-3", "Çerton", None, None, None, None, None, "0 of 2 reviews count"),
        (None, "DD-3", "Ada Brook", *["not yet scored"] * 2, None, None, None, "not finished: does not count yet"),
        (None, "DD-3", "Ben Crane", *["conflicted"] * 2, None, None, None, "conflict of interest: not to be judged"),
    ]  # fmt: skip


def test_comments_are_listed_by_application_and_criterion_with_quotes_where_there_are_any(
    path: Path, tmp_path: Path
) -> None:
    assert [tuple(row.values()) for row in table(opened(path)["Comments"], "Reference")] == [
        ("DD-1", "Ambleton", "Case for change", "Ada Brook", 4, "- a strong case\nwith “figures”"),
        ("DD-1", "Ambleton", "Price", "Ada Brook", 1.5, "=cheap"),
        ("DD-2", "=Beckford", "Price", "Ada Brook", "cannot judge", "<r>No prices</r>"),
    ]
    quoted = (replace(a_result().scores[2], evidence="We lend 9,000 books."), *a_result().scores[3:])
    write_consolidated(tmp_path / "quoted.xlsx", replace(a_result(), scores=quoted))
    first = table(opened(tmp_path / "quoted.xlsx")["Comments"], "Reference")[0]
    assert (first["Member"], first["Evidence from the application"]) == ("Ben Crane", "We lend 9,000 books.")


def test_two_members_of_one_name_are_told_apart(tmp_path: Path) -> None:
    twins = replace(a_result(), members=(Member(ADA, "Ada Brook"), Member(BEN, "Ada Brook")))
    write_consolidated(tmp_path / "twins.xlsx", twins)

    members = {row[2].value for row in opened(tmp_path / "twins.xlsx")["By application"].iter_rows(min_row=2)}
    assert {"Ada Brook (M1)", "Ada Brook (M2)"} <= members


def test_the_receipt_adds_up_in_total_by_member_and_by_application(path: Path) -> None:
    sheet = opened(path)["Receipt"]
    totals = {row[1]: row[2] for row in sheet.iter_rows(min_row=1, max_row=14, values_only=True) if row[1] is not None}

    assert totals == {
        "Scores expected": 12,
        "Scored": 6,
        "Cannot judge": 1,
        "Conflict of interest": 2,
        "Not yet scored": 2,
        "Waiting for a decision": 1,
        "Sum of the scores as read from the files": 16.5,
        "Sum of the scores as kept": 16.5,
        "The counts add up and both sums agree.": None,
    }
    assert [tuple(row.values()) for row in table(sheet, "ID")] == [
        ("M1", "Ada Brook", "Brook & Sons", 6, 3, 1, 0, 2, 0, 3, "received"),
        ("M2", "Ben Crane", None, 6, 3, 0, 2, 0, 1, 3, "outstanding"),
    ]
    assert [tuple(row.values())[3:] for row in table(sheet, "Reference")] == [
        (4, 4, 0, 0, 0, 0, 2, 2),
        (4, 2, 1, 0, 0, 1, 1, 2),
        (4, 0, 0, 2, 2, 0, 0, 2),
    ]
    assert [tuple(row.values()) for row in table(sheet, "Finding")] == [
        (4, "2.2 lies between two scores.", "Ben Crane", "DD-2", "Case", "off-step", "2.2", None, "Scores", "D2",
         "SG1-M2-1.xlsx"),
    ]  # fmt: skip


def test_a_receipt_that_does_not_add_up_says_so(tmp_path: Path) -> None:
    write_consolidated(tmp_path / "off.xlsx", replace(a_result(), receipt=replace(a_result().receipt, scored=5)))

    shown = [row[1] for row in opened(tmp_path / "off.xlsx")["Receipt"].iter_rows(values_only=True)]
    assert "This does not add up. Please report it: the program is at fault." in shown


def test_sources_and_conflicts_say_where_from_and_when(path: Path) -> None:
    assert [tuple(row.values()) for row in table(opened(path)["Sources"], "File")] == [
        (
            "SG1-M1-1.xlsx", "ab" * 32, "Ada Brook", 1, datetime(2014, 6, 29, 21, 15), datetime(2014, 6, 30, 8),  # noqa: DTZ001
            "merged", None, "1 cell typed outside the program",
        ),
    ]  # fmt: skip
    conflict = table(opened(path)["Conflicts"], "Reference")[0]
    assert (conflict["Member"], conflict["Conflict of interest"]) == ("Ben Crane", "My sister's bid.")
    assert conflict["Declared"] == datetime(2014, 6, 1, 9)  # noqa: DTZ001 - a cell holds no zone


def test_the_method_names_every_rule_and_the_rubrics_version(path: Path) -> None:
    sheet = opened(path)["Method"]
    text = "\n".join(str(value) for row in sheet.iter_rows(values_only=True) for value in row if value is not None)

    assert "the mean of its reviews that count" in text
    assert "taken in this order: Case for change. Applications still equal share a place" in text
    assert "1 to 4 by 0.5, best is 1" in text
    assert RULES.rubric.version in text
    rubric = table(sheet, "Criterion")
    assert [(row["Criterion"], row["Weight"], row["Share"]) for row in rubric] == [
        ("need", 62.5, 0.625),
        ("price", 37.5, 0.375),
    ]


def test_a_sheet_too_wide_for_small_paper_asks_for_large(path: Path, tmp_path: Path) -> None:
    more = tuple(
        Criterion(CriterionKey(f"more{each}"), f"More {each}", f"More {each}", Decimal(10)) for each in "abcdef"
    )
    rubric = Rubric((*RULES.rubric.criteria, *more))
    write_consolidated(tmp_path / "wide.xlsx", replace(a_result(), rules=replace(RULES, rubric=rubric)))
    wide = opened(tmp_path / "wide.xlsx")

    assert (opened(path)["Ranking"].page_setup.paperSize, wide["Ranking"].page_setup.paperSize) == (9, 8)
    assert {wide[name].page_setup.paperSize for name in ("Summary", "Scores", "Comments")} == {9}


def test_every_sheet_prints_on_paper(path: Path) -> None:
    for sheet in opened(path):
        assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
        assert sheet.sheet_properties.pageSetUpPr is not None
        assert (sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.page_setup.fitToHeight) == (True, 0)
        assert sheet.oddFooter is not None
        assert "Spring && summer grants" in str(sheet.oddFooter.left.text)
    assert opened(path)["Scores"].print_title_rows == "$1:$1"
