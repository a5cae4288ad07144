"""Scoresheets of several members in one file: each row is the return of the one it names, or nobody's."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from dd_panel.domain.findings import Kind
from dd_panel.exchange.guard import Refused
from dd_panel.exchange.scoresheet.read import identify
from dd_panel.services.verifying import verify
from tests.exchange.readings import only, opened, saved, standing, take
from tests.panelwork import ASHE, OKORO, SmallRound, fill_all


def together(small: SmallRound, *, below: bool) -> bytes:
    """The scores of two members in one new workbook: on two sheets, or one table below the other."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    page: Any = None
    for member, need in ((ASHE, 3), (OKORO, 4)):
        if page is None or not below:
            page = book.create_sheet(f"From {member}")
        for row in opened(fill_all(small.blank(member), need=need))["Scores"].iter_rows(min_row=2, values_only=True):
            page.append(row)
    return saved(book)


@pytest.mark.parametrize("below", [False, True])
def test_the_sheets_of_two_members_in_one_workbook_are_two_returns(small: SmallRound, below: bool) -> None:
    content = together(small, below=below)

    report = take(small, ("all.xlsx", content))

    assert [(each.file, each.member, each.status, each.findings) for each in report.files] == [
        ("all.xlsx", ASHE, "merged", ()),
        ("all.xlsx", OKORO, "merged", ()),
    ]
    assert len({each.sha256 for each in report.files}) == 1
    assert (standing(small, ASHE), standing(small, OKORO)) == (["3"] * 7, ["4"] * 7)
    assert report.receipt.outstanding_members == ()
    assert [each.status for each in take(small, ("again.xlsx", content)).files] == ["already-received"] * 2


def test_rows_of_a_colleague_pasted_over_ones_own_are_nobodys(small: SmallRound) -> None:
    """Okoro copies two whole rows of Ashe's, their hidden cells with them, over his own and changes the scores."""
    take(small, ("ashe.xlsx", fill_all(small.blank(ASHE), need=3)))
    theirs, mine = opened(fill_all(small.blank(ASHE), need=3)), opened(fill_all(small.blank(OKORO), need=1))
    for row in (3, 4):
        for cell in theirs["Scores"][row]:
            mine["Scores"].cell(row, cell.column).value = cell.value
        mine["Scores"].cell(row, 8).value = 5

    (report,) = take(small, ("okoro.xlsx", saved(mine))).files

    (why,) = report.findings
    assert report.status == "refused"
    assert why.finding.sentence == (
        "The file is not a scoresheet of this program: Scores, row 3, comes from the scoresheet of PM01 and stands"
        " in place of PM02's own. Check which file was meant."
    )
    assert (standing(small, ASHE), standing(small, OKORO)) == (["3"] * 7, [])


def test_of_two_members_the_one_who_is_unknown_is_refused_alone(small: SmallRound) -> None:
    book = opened(together(small, below=False))
    for (cell,) in book["From PM02"].iter_rows(min_row=2, min_col=3, max_col=3):
        cell.value = str(cell.value).replace("PM02", "PM77")

    report = take(small, ("all.xlsx", saved(book)))

    assert [(each.member, each.status) for each in report.files] == [(ASHE, "merged"), ("PM77", "refused")]
    assert [one.finding.kind for one in report.files[1].findings] == [Kind.UNKNOWN_MEMBER]


def test_a_workbook_of_two_members_is_known_only_once_both_are_taken_in(small: SmallRound) -> None:
    content = together(small, below=False)
    take(small, ("both.xlsx", content))
    assert [each.status for each in take(small, ("both.xlsx", content)).files] == ["already-received"] * 2
    assert [each.member for each in take(small, ("both.xlsx", content)).files] == [ASHE, OKORO]
    assert [each.status for each in take(small, ("both.csv", content)).files] == ["refused"]


def test_a_row_that_says_nothing_among_those_of_two_members_is_not_guessed(small: SmallRound) -> None:
    book = opened(together(small, below=True))
    book.worksheets[0].cell(4, 3).value = None

    (refused,) = take(small, ("all.xlsx", saved(book))).files

    assert (refused.status, refused.findings[0].finding.kind) == ("refused", Kind.NOT_A_SCORESHEET)
    assert "From PM01, row 4" in refused.findings[0].finding.sentence


def test_rows_of_two_exports_in_one_table_are_one_return_of_the_later(small: SmallRound) -> None:
    book = opened(fill_all(small.blank(ASHE)))
    cell = book["Scores"].cell(5, 3)
    cell.value = str(cell.value).replace("|0|", "|2|")

    sheet = only("a.xlsx", saved(book))

    assert (sheet.identity.export, len(sheet.rows)) == (2, 7)


def test_two_tables_of_one_member_that_differ_are_named(small: SmallRound) -> None:
    book = opened(fill_all(small.blank(ASHE)))
    book.copy_worksheet(book["Scores"]).cell(3, 8).value = 1

    with pytest.raises(Refused, match="Scores from row 3 and in Scores Copy from row 3"):
        only("a.xlsx", saved(book))


def test_any_file_says_whose_it_is(small: SmallRound, tmp_path: Path) -> None:
    path = tmp_path / "all.xlsx"
    path.write_bytes(together(small, below=False))

    assert [about.member for about in identify(path.name, path.read_bytes())] == [ASHE, OKORO]
    assert verify(path).facts["member"] == "PM01, PM02"
