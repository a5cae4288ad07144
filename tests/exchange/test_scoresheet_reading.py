"""Scoresheets as they come back from other programs and other hands: whose they are, and what they say."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

import openpyxl
import pytest

from dd_panel.domain.findings import Kind
from dd_panel.domain.identifiers import Field, MemberId
from dd_panel.domain.sheets import Sheet
from dd_panel.exchange.guard import Refused
from dd_panel.exchange.scoresheet.headings import Headings
from dd_panel.exchange.scoresheet.read import identify, read_scoresheets
from dd_panel.services.returns.merging import Incoming, MergeReport, merge_returns
from dd_panel.services.verifying import verify
from tests.hostile import members_of, packed
from tests.libreoffice import LibreOffice
from tests.panelwork import ASHE, OKORO, REFERENCES, RULES, SmallRound, fill, fill_all, small_round

CSV_OF_LIBREOFFICE = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false"
"""Commas, UTF-8, cells as they are shown, the first sheet."""


@pytest.fixture
def small(tmp_path: Path) -> SmallRound:
    return small_round(tmp_path)


def said(sheet: Sheet) -> dict[tuple[str, str], str]:
    """What is filled in, by reference and column."""
    return {
        (row.reference, field): cell.found.text
        for row in sheet.rows
        for field, cell in row.cells.items()
        if cell.found.filled
    }


def only(name: str, content: bytes) -> Sheet:
    (sheet,) = read_scoresheets(name, content, RULES)
    return sheet


def opened(content: bytes) -> Any:  # noqa: ANN401 - openpyxl's cells hold too many types
    return openpyxl.load_workbook(io.BytesIO(content))


def saved(book: Any) -> bytes:  # noqa: ANN401
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def take(small: SmallRound, *files: tuple[str, bytes]) -> MergeReport:
    with small.open() as place:
        return merge_returns(place, [Incoming(name, content) for name, content in files])


def standing(small: SmallRound, member: MemberId, field: str = "score.need") -> list[str]:
    with small.open() as place, place.store.reading() as work:
        return [fields.get(Field(field), "") for _reference, fields in sorted(work.entries.of_member(member).items())]


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


# -- OpenDocument ------------------------------------------------------------------------------------------------------

OFFICE, TABLE, TEXT = (f"urn:oasis:names:tc:opendocument:xmlns:{each}:1.0" for each in ("office", "table", "text"))
FOUR = "<text:p>4</text:p></table:table-cell>"
KEYS = ("key", "sheet", "reference", "applicant", "score.need", "score.plan")


def ods(*rows: str, more: Mapping[str, bytes] = MappingProxyType({})) -> bytes:
    """An OpenDocument spreadsheet with these rows under the keys; each row is its cells' XML."""
    keys = "".join(f"<table:table-cell><text:p>{key}</text:p></table:table-cell>" for key in KEYS)
    body = "".join(row if row.startswith("<table:table-row") else f"<table:table-row>{row}</table:table-row>"
                   for row in (keys, *rows))  # fmt: skip
    xml = (
        f'<office:document-content xmlns:office="{OFFICE}" xmlns:table="{TABLE}" xmlns:text="{TEXT}"><office:body>'
        f'<office:spreadsheet><table:table table:name="A">{body}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    kind = b"application/vnd.oasis.opendocument.spreadsheet"
    return packed({"mimetype": kind, "content.xml": xml.encode(), "meta.xml": b"<a/>", **more})


def a_row(small: SmallRound, *scores: str) -> str:
    """One row of an OpenDocument sheet that says whose it is."""
    row = opened(small.blank(ASHE))["Scores"][3]
    texts = [str(row[number].value) for number in (1, 2, 0, 3)]
    return "".join(f"<table:table-cell><text:p>{text}</text:p></table:table-cell>" for text in texts) + "".join(scores)


def of_type(kind: str, shown: str, **more: str) -> str:
    values = " ".join(f'office:{name.replace("_", "-")}="{value}"' for name, value in more.items())
    return f'<table:table-cell office:value-type="{kind}" {values}><text:p>{shown}</text:p></table:table-cell>'


@pytest.mark.parametrize(
    ("cell", "kind", "text"),
    [
        (of_type("float", "3,50", value="3.5"), "number", "3.5"),
        (of_type("percentage", "100%", value="1"), "text", "100%"),
        (of_type("boolean", "TRUE", boolean_value="true"), "boolean", "TRUE"),
        (of_type("date", "03/04/14", date_value="2014-04-03"), "date", "2014-04-03"),
        (of_type("time", "03:04", time_value="PT03H04M00S"), "date", "PT03H04M00S"),
        (of_type("string", "3<text:s text:c='2'/>or<text:tab/><text:span>4</text:span>"), "text", "3  or\t4"),
        (of_type("float", "4", value="4").replace("<table:table-cell", '<table:table-cell table:formula="of:=2+2"', 1),
         "formula", "of:=2+2"),
    ],
)  # fmt: skip
def test_a_cell_of_an_opendocument_sheet_is_what_it_is(small: SmallRound, cell: str, kind: str, text: str) -> None:
    found = only("a.ods", ods(a_row(small, cell))).rows[0].cells[Field("score.need")].found

    assert (found.kind, found.text) == (kind, text)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (lambda: ods(f'<table:table-cell table:number-columns-repeated="99999999">{FOUR}'), Kind.TOO_BIG),
        (lambda: ods(f'<table:table-row table:number-rows-repeated="99999"><table:table-cell>{FOUR}</table:table-row>'),
         Kind.TOO_BIG),
        (lambda: ods("<table:table-cell/>" * 900_000), Kind.TOO_BIG),
        (lambda: ods("<table:table-row/>" * 1_300_000), Kind.TOO_BIG),
        (lambda: ods(more={"meta.xml": b"<a>%s</a>" % (b"<a/>" * 100_000)}), Kind.TOO_BIG),
        (lambda: ods('<table:table-cell table:number-columns-repeated="-4"/>'), Kind.UNREADABLE),
        (lambda: ods("<table:table-cell>"), Kind.UNREADABLE),
        (lambda: ods('<!DOCTYPE a [<!ENTITY b "c">]>'), Kind.UNREADABLE),
        (lambda: ods(of_type("float", "4", value="four")), Kind.UNREADABLE),
        (lambda: ods(more={"META-INF/manifest.xml": b"<a><encryption-data/></a>"}), Kind.LOCKED),
        (lambda: ods(more={"Basic/Standard/Module1.xml": b"<a/>"}), Kind.MACRO),
        (lambda: ods(more={"mimetype": b"application/vnd.oasis.opendocument.text"}), Kind.NOT_A_SCORESHEET),
        (lambda: packed({"xl/workbook.xml": b"<a/>"}), Kind.NOT_A_SCORESHEET),
    ],
)  # fmt: skip
def test_a_hostile_opendocument_sheet_is_refused(content: Callable[[], bytes], kind: Kind) -> None:
    with pytest.raises(Refused) as refusal:
        read_scoresheets("a.ods", content(), RULES)
    assert refusal.value.kind is kind


def test_a_million_empty_rows_of_an_opendocument_sheet_cost_nothing(small: SmallRound) -> None:
    empty = '<table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row>'

    sheet = only("a.ods", ods(a_row(small, of_type("float", "4", value="4")), empty))

    assert [(row.number, row.reference) for row in sheet.rows] == [(2, "DD-001")]


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


# -- several members in one file ---------------------------------------------------------------------------------------


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
    assert (Headings(RULES).named({1: heading})[1] or None) == key


def test_headings_that_two_columns_share_are_nobodys() -> None:
    first, second = RULES.rubric.criteria
    twins = replace(RULES.rubric, criteria=(first, replace(second, title=first.title, short=first.short)))

    assert Headings(replace(RULES, rubric=twins)).exactly("Case for change") is None
