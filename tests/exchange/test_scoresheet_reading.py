"""Scoresheets as they come back from other programs and other hands: whose they are, and what they say."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from dd_panel.domain.findings import Kind
from dd_panel.domain.identifiers import Field
from dd_panel.exchange.guard import Refused
from dd_panel.exchange.scoresheet.headings import Headings, HeadingSearch
from dd_panel.exchange.scoresheet.read import read_scoresheets
from tests.exchange.readings import only, opened, said, saved, standing, take
from tests.hostile import members_of, packed
from tests.libreoffice import LibreOffice
from tests.panelwork import ASHE, REFERENCES, RULES, SmallRound, fill, fill_all

CSV_OF_LIBREOFFICE = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false"
"""Commas, UTF-8, cells as they are shown, the first sheet."""


# -- saved by LibreOffice ----------------------------------------------------------------------------------------------

TYPED: dict[tuple[str, str], str | float] = {
    ("Scores", "H3"): 4,
    ("Scores", "I3"): "- first\nand “second”;  two spaces, a comma",
    ("Scores", "J3"): 2.5,
    ("Scores", "H4"): "cannot judge",
    ("Scores", "I4"): "Why",
    ("Scores", "L4"): "reserve",
    ("Scores", "G5"): "I worked there until 2011",
}


@pytest.mark.libreoffice
def test_a_sheet_filled_in_and_saved_by_libreoffice_as_anything_says_the_same(
    small: SmallRound, tmp_path: Path, libreoffice: LibreOffice
) -> None:
    blank = tmp_path / "sheet.xlsx"
    blank.write_bytes(small.blank(ASHE))
    workbook = libreoffice.fill_in(blank, TYPED, tmp_path / "filled.xlsx")

    sheets = {"xlsx": only("filled.xlsx", workbook.read_bytes())}
    for ending, name in (("ods", "filled.ods"), (CSV_OF_LIBREOFFICE, "filled.csv")):
        libreoffice.convert(workbook, ending, tmp_path)
        sheets[name] = only(name, (tmp_path / name).read_bytes())

    expected = {
        ("DD-001", "score.need"): "4",
        ("DD-001", "comment.need"): "- first\nand “second”;  two spaces, a comma",
        ("DD-001", "score.plan"): "2.5",
        ("DD-002", "score.need"): "cannot judge",
        ("DD-002", "comment.need"): "Why",
        ("DD-002", "recommendation"): "reserve",
        ("DD-003", "conflict"): "I worked there until 2011",
    }
    assert [said(sheet) for sheet in sheets.values()] == [expected] * 3
    assert [sheet.identity.member for sheet in sheets.values()] == [ASHE] * 3
    assert sheets["filled.ods"].identity.saved is not None
    assert sheets["filled.csv"].identity.saved is None
    assert take(small, ("filled.ods", (tmp_path / "filled.ods").read_bytes())).files[0].status == "merged"


# -- csv ---------------------------------------------------------------------------------------------------------------


def test_a_table_without_a_saving_time_is_asked_about_where_it_differs(small: SmallRound) -> None:
    filled = fill_all(small.blank(ASHE), need=3)
    table = "\n".join(
        ",".join("" if cell is None else '"' + str(cell).replace('"', '""') + '"' for cell in row)
        for row in opened(filled)["Scores"].iter_rows(values_only=True)
    )
    other = table.replace('"3"', '"5"', 1)
    take(small, ("a.xlsx", filled))

    same, changed = take(small, ("a.csv", table.encode()), ("b.csv", other.encode())).files

    assert (same.status, same.findings) == ("merged", ())
    assert [(one.finding.kind, one.finding.found) for one in changed.findings] == [(Kind.BOTH_CHANGED, "5")]
    assert standing(small, ASHE) == ["3"] * len(REFERENCES)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"", Kind.UNREADABLE),
        (b"a,b\n1,2\n", Kind.NOT_A_SCORESHEET),
        (b'"a,b\n1,2\n', Kind.UNREADABLE),
        (b"\0" * 50, Kind.UNREADABLE),
        (b"reference," + b"x," * 500, Kind.TOO_BIG),
        (b"," * 200_000, Kind.UNREADABLE),
        (b"," * 20_000 + b"\n4", Kind.NOT_A_SCORESHEET),
        (b"%PDF-1.7", Kind.NOT_A_SCORESHEET),
    ],
)
def test_a_csv_file_that_is_no_scoresheet_is_refused(content: bytes, kind: Kind) -> None:
    with pytest.raises(Refused) as refusal:
        read_scoresheets("a.csv", content, RULES)
    assert refusal.value.kind is kind


# -- cells that others read wrong --------------------------------------------------------------------------------------


def test_a_percentage_is_no_score(small: SmallRound) -> None:
    book = opened(small.blank(ASHE))
    for row, code in ((3, "0%"), (4, "0.00%"), (5, '0" %"'), (6, "0.0\\%")):
        book["Scores"].cell(row, 8).value = 1
        book["Scores"].cell(row, 8).number_format = code

    found = [row.cells[Field("score.need")].found for row in only("a.xlsx", saved(book)).rows[:4]]

    assert [(each.kind, each.text) for each in found] == [("text", "100%")] * 2 + [("number", "1")] * 2


def test_a_cell_under_a_merged_one_does_not_empty_what_was_scored(small: SmallRound) -> None:
    take(small, ("a.xlsx", fill_all(small.blank(ASHE), need=3)))
    book = opened(fill(small.blank(ASHE), {(each, "score.need"): 3 for each in REFERENCES}, 2))
    book["Scores"].merge_cells("H3:I4")

    report = take(small, ("b.xlsx", saved(book)))

    kinds = {(one.finding.kind, one.finding.found) for one in report.files[0].findings}
    assert kinds == {(Kind.UNKNOWN_LEVEL, "merged with H3")}
    assert standing(small, ASHE) == ["3"] * 7


def test_thousands_of_merged_ranges_over_everything_are_too_many(small: SmallRound) -> None:
    parts = members_of(fill_all(small.blank(ASHE)))
    name = "xl/worksheets/sheet1.xml"
    ranges = b"".join(b'<mergeCell ref="A1:XFD%d"/>' % (1_048_576 - number) for number in range(19_000))
    parts[name] = parts[name].replace(b"<pageMargins", b"<mergeCells>%s</mergeCells><pageMargins" % ranges, 1)

    with pytest.raises(Refused) as refusal:
        only("a.xlsx", packed(parts))
    assert refusal.value.kind is Kind.TOO_BIG


# -- headings ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("heading", "key"),
    [
        ("Case for change\n60% · 0 to 5", "score.need"),
        ("CASE FOR CHANGE", "score.need"),
        ("Case score", "score.need"),
        ("Score for Case (0–5)", "score.need"),
        ("need", "score.need"),
        ("Case for chnage", "score.need"),
        ("Comments on Case", "comment.need"),
        ("Plan – evidence", "evidence.plan"),
        ("Recomendation", "recommendation"),
        ("Guidance for the applicant", "guidance"),
        ("Rank", None),
        ("Case rank", None),
        ("Total", None),
        ("", None),
    ],
)
def test_a_heading_is_recognised_where_no_other_is_meant(heading: str, key: str | None) -> None:
    assert (HeadingSearch(Headings(RULES)).named({1: heading})[1] or None) == key


def test_headings_that_two_columns_share_are_nobodys() -> None:
    first, second = RULES.rubric.criteria
    twins = replace(RULES.rubric, criteria=(first, replace(second, title=first.title, short=first.short)))

    assert Headings(replace(RULES, rubric=twins)).exactly("Case for change") is None
