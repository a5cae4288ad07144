"""Tables as secretariats really keep them: titles above, odd encodings, blank rows, formulas, merged headings."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from dd_panel.domain.errors import InputError
from dd_panel.exchange.tables import Table, fold_header, read_table
from tests.hostile import (
    HOSTILE_FILES,
    honest_workbook,
    many_blank_rows,
    password_protected,
    saved,
    sheet_of,
    text_cell,
    with_macros,
    with_parts,
)
from tests.libreoffice import LibreOffice

NEEDED = ("Reference", "Lead authority")


def workbook(path: Path, *rows: tuple[object, ...], title: str = "Register") -> Path:
    book = Workbook()
    sheet: Any = book.worksheets[0]
    sheet.title = title
    for row in rows:
        sheet.append(row)
    path.write_bytes(saved(book))
    return path


def texts(table: Table) -> list[tuple[str, ...]]:
    return [tuple(row.text(header) for header in table.headers) for row in table.rows]


def refusal(path: Path, required: tuple[str, ...] = NEEDED) -> InputError:
    def read() -> list[list[str]]:
        return [[row.text(header) for header in required] for row in read_table(path, required).rows]

    with pytest.raises(InputError) as told:
        read()
    assert told.value.remedy
    assert path.name in told.value.title
    return told.value


def test_columns_are_found_by_their_headings_whatever_the_order_and_the_spelling(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "a.xlsx",
        ("Applications received by 10 February",),
        (),
        ("LEAD  Authority", "e mail", "reference:"),
        ("Kent CC", "a@kent.example", 368753.0),
    )
    table = read_table(path, NEEDED)
    assert table.headers == ("LEAD Authority", "e mail", "reference:")
    (row,) = table.rows
    assert (row.text("Reference"), row.text("Lead authority"), row.text("E-mail")) == (
        "368753",
        "Kent CC",
        "a@kent.example",
    )
    assert (row.number, row.place("Reference"), row.text("Topics")) == (4, "sheet Register, cell C4", "")


def test_numbers_dates_and_truths_become_plain_text(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "a.xlsx",
        ("Reference", "Lead authority", "Received", "Share", "Paid"),
        (1, "Kent CC", dt.datetime.fromisoformat("2014-02-10T16:38:00"), 0.1, True),
        (2, "Kent CC", dt.date(2014, 2, 10), 100000, None),
    )
    assert texts(read_table(path, NEEDED)) == [
        ("1", "Kent CC", "2014-02-10 16:38:00", "0.1", "TRUE"),
        ("2", "Kent CC", "2014-02-10", "100000", ""),
    ]


def test_a_hundred_thousand_blank_rows_are_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(many_blank_rows())
    assert texts(read_table(path, NEEDED)) == [("DD-001", "Kent CC")]


def test_blank_rows_between_and_rows_of_spaces_are_passed_over(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", NEEDED, ("1", "A"), (), ("  ", " "), ("2", "B"))
    assert [row.number for row in read_table(path, NEEDED).rows] == [2, 5]


def test_a_stray_entry_far_below_is_said(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(with_parts(sheet=sheet_of(b"<row>%s</row>" % text_cell("A900000", "checked"))))
    assert "A900000" in refusal(path).title


def test_formulas_give_the_value_that_is_stored(tmp_path: Path) -> None:
    head = b"<row>%s%s</row>" % (text_cell("A1", "Reference"), text_cell("B1", "Lead authority"))
    rows = (
        b'<row><c r="A2"><f>1+1</f><v>2</v></c><c r="B2" t="str"><f>T("Kent")</f><v>Kent</v></c></row>'
        b'<row><c r="A3" t="str"><f>IF(1,"")</f><v></v></c></row>'
    )
    path = tmp_path / "a.xlsx"
    path.write_bytes(with_parts(sheet=sheet_of(head + rows)))
    assert texts(read_table(path, NEEDED)) == [("2", "Kent")]


def test_a_formula_without_a_value_and_an_error_are_named_with_their_cell(tmp_path: Path) -> None:
    formula = refusal(workbook(tmp_path / "a.xlsx", NEEDED, ("1", "=A2&A2")))
    assert formula.title == "a.xlsx, sheet Register, cell B2: the formula has no computed value."
    error = refusal(workbook(tmp_path / "b.xlsx", NEEDED, ("#REF!", "Kent")))
    assert error.title == "b.xlsx, sheet Register, cell A2: the cell shows the error #REF!."


def test_merged_cells_are_named(tmp_path: Path) -> None:
    book = Workbook()
    sheet: Any = book.worksheets[0]
    for row in (("Round 2014",), ("Reference", "Lead authority", "Topics"), ("1", "Kent"), ("2", "Surrey")):
        sheet.append(row)
    sheet.merge_cells("A1:C1")
    path = tmp_path / "a.xlsx"
    path.write_bytes(saved(book))
    assert len(read_table(path, NEEDED).rows) == 2  # a title above may be merged

    sheet.merge_cells("B2:C2")
    path.write_bytes(saved(book))
    assert refusal(path).title == "a.xlsx, sheet Sheet, cells B2:C2: the headings are merged."

    sheet.unmerge_cells("B2:C2")
    sheet.merge_cells("B3:B4")
    path.write_bytes(saved(book))
    assert refusal(path).title == "a.xlsx, sheet Sheet, cells B3:B4: the cells are merged."


def test_what_is_missing_and_what_was_found_are_listed(tmp_path: Path) -> None:
    told = refusal(workbook(tmp_path / "a.xlsx", ("Register",), ("Ref", "Authority", "Topics"), ("1", "Kent", "x")))
    assert told.title == "a.xlsx lacks the columns “Reference”, “Lead authority”."
    assert told.detail == "Its headings are “Ref”, “Authority”, “Topics”."
    one = refusal(workbook(tmp_path / "b.xlsx", ("Register",), ("Reference", "Authority"), ("1", "Kent")))
    assert one.title == "b.xlsx lacks the column “Lead authority”."
    assert refusal(workbook(tmp_path / "c.xlsx")).detail == "It has no headings at all."


def test_a_heading_that_stands_there_twice_is_refused(tmp_path: Path) -> None:
    told = refusal(workbook(tmp_path / "a.xlsx", ("Reference", "Lead authority", "lead authority"), ("1", "A", "B")))
    assert told.title == "a.xlsx, sheet Register, row 1: the heading “Lead authority” stands there more than once."


def test_an_entry_without_a_heading_is_not_lost_in_silence(tmp_path: Path) -> None:
    told = refusal(workbook(tmp_path / "a.xlsx", NEEDED, ("1", "Kent", None, "late")))
    assert told.title == "a.xlsx, sheet Register, cell D2: the entry has no heading above it."
    (tmp_path / "b.csv").write_text("Reference,,Lead authority\n1,,Kent\n2,late,Surrey\n")
    assert refusal(tmp_path / "b.csv").title == "b.csv, line 3: the entry has no heading above it."


def test_the_sheet_with_the_table_is_found_and_two_of_them_are_one_too_many(tmp_path: Path) -> None:
    book = Workbook()
    notes: Any = book.worksheets[0]
    notes.append(("Notes on this workbook",))
    register: Any = book.create_sheet("Register")
    register.append(NEEDED)
    register.append(("1", "Kent"))
    old: Any = book.create_sheet("Old")
    old.append(NEEDED)
    old.sheet_state = "hidden"
    path = tmp_path / "a.xlsx"
    path.write_bytes(saved(book))
    assert texts(read_table(path, NEEDED)) == [("1", "Kent")]

    old.sheet_state = "visible"
    path.write_bytes(saved(book))
    assert refusal(path).title == "a.xlsx has such a table in more than one sheet: Register, Old."


CSV = 'Reference;Lead authority;Partners;Case\r\nDD-1;"Môn ""CC""";A;"a,\tb\r\nc"\r\n;;;\r\nDD-2;Surrey; B ;\r\n'


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("first", ["", "sep", "Register of applications\r\n\r\n"])
def test_csv_is_read_whatever_wrote_it(tmp_path: Path, delimiter: str, encoding: str, first: str) -> None:
    text = CSV if delimiter == ";" else CSV.replace(";", delimiter)
    if delimiter != ";":
        text = text.replace("a,\tb", "a;b")
    start = f"sep={delimiter}\r\n" if first == "sep" else first
    path = tmp_path / "a.csv"
    path.write_bytes((start + text).encode(encoding))
    table = read_table(path, NEEDED)
    assert table.headers == ("Reference", "Lead authority", "Partners", "Case")
    assert texts(table) == [
        ("DD-1", 'Môn "CC"', "A", "a,\tb\nc" if delimiter == ";" else "a;b\nc"),
        ("DD-2", "Surrey", " B ", ""),
    ]
    above = start.count("\n")
    assert [row.number for row in table.rows] == [above + 2, above + 5]
    assert table.rows[1].place("Case") == f"line {above + 5}"


def test_a_capital_before_a_quotation_mark_is_not_taken_for_a_letter_in_utf_8(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("Reference,Lead authority\n1,The ‘CAFÉ’ at Môn\n2,The CAFÉ’s\n3,Môn\n".encode("cp1252"))
    assert [row[1] for row in texts(read_table(path, ("Reference", "Lead authority")))] == [
        "The ‘CAFÉ’ at Môn",
        "The CAFÉ’s",
        "Môn",
    ]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "lacks the columns"),
        (b"Reference,Lead authority\n1,Kent\n2,Surrey,x\n", "line 3: the row has 3 fields, and the headings are 2."),
        (b"Reference,Lead authority\n1\n", "line 2: the row has 1 field, and the headings are 2."),
        (b'Reference,Lead authority\n1,"Kent\n2,Surrey\n', "line 2: the quotation marks around a text don't match."),
        (b"Reference,Lead authority\n1,K\0ent\n", "is neither an Excel workbook nor text."),
        (b"\xff\xfeR\0e\0", "lacks the columns"),
        (b"\xff\xfeR\0e", "is neither an Excel workbook nor text."),
        (b"\xff\xfeR\0\0\0", "is neither an Excel workbook nor text."),
        (b"Reference,Lead authority\n1,K\x81nt\n", "line 2: a letter there is written in an encoding"),
        ("Reference,Lead authority\n1,Môn\n".encode() + "2,Môn\n3,Môn\n".encode("cp1252"), "line 3: a letter there is"),
        ("Reference,Lead authority\n1,Môn\n2,Ô\n".encode() + b"3,\xf4\n", "line 4: a letter there is written"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "can't be read: it is a PDF document."),
        (b"<html><body>Reference, Lead authority</body></html>", "lacks the columns"),
        (b"Reference,Lead authority\n1," + b"x" * 200_000, "line 2: the quotation marks"),
        (b"Reference,Lead authority\n1" + b"," * 20_000, "line 2: it holds more than any table."),
        (b"Reference,Lead authority\n1" + b"," * 200_000, "line 2: it holds more than any table."),
    ],
)
def test_csv_that_cannot_be_read_is_said(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    assert words in refusal(path).title


def test_a_file_whose_ending_and_content_disagree_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(honest_workbook())
    assert "its name ends in .csv" in refusal(tmp_path / "a.csv").title
    (tmp_path / "b.xlsx").write_bytes(b"Reference,Lead authority\n1,Kent\n")
    assert "it is no Excel workbook" in refusal(tmp_path / "b.xlsx").title


def test_locked_and_macro_workbooks_are_named_as_such(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(password_protected())
    assert refusal(tmp_path / "a.xlsx").title == "a.xlsx is protected by a password."
    (tmp_path / "b.xlsm").write_bytes(with_macros())
    assert refusal(tmp_path / "b.xlsm").title == "b.xlsm contains macros, which are never opened."


def test_a_hostile_file_of_each_kind_is_refused_in_a_sentence(tmp_path: Path) -> None:
    for number, file in enumerate({file.kind: file for file in HOSTILE_FILES}.values()):
        path = tmp_path / f"{number}{Path(file.name).suffix}"
        path.write_bytes(file.build())
        assert refusal(path).title.endswith("."), file.what
        path.unlink()


def test_a_missing_file_and_a_folder_are_said(tmp_path: Path) -> None:
    assert refusal(tmp_path / "a.xlsx").title.startswith("There is no file")
    assert "is a folder" in refusal(tmp_path).title


def test_four_thousand_rows_in_one_sheet_are_read(tmp_path: Path) -> None:
    rows: list[tuple[object, ...]] = [
        (f"DD-{n:04}", f"Authority {n}", f"An answer of some length. {n}") for n in range(4_000)
    ]
    path = workbook(tmp_path / "a.xlsx", (*NEEDED, "Why?"), *rows)
    assert texts(read_table(path, NEEDED)) == rows


@pytest.mark.libreoffice
def test_what_libreoffice_saves_is_read(libreoffice: LibreOffice, tmp_path: Path) -> None:
    source = workbook(
        tmp_path / "a.xlsx",
        ("Applications",),
        (*NEEDED, "Received", "Sum"),
        ("DD-1", "Kent CC", dt.datetime.fromisoformat("2014-02-10T16:38:00"), "=1+2"),
        (368753, "Ynys Môn", None, '=IF(1=1,"","x")'),
    )
    expected = [("DD-1", "Kent CC", "2014-02-10 16:38:00", "3"), ("368753", "Ynys Môn", "", "")]
    assert texts(read_table(libreoffice.convert(source, "xlsx", tmp_path / "back"), NEEDED)) == expected
    exported = read_table(libreoffice.convert(source, "csv", tmp_path / "back"), NEEDED)
    assert [row[:2] for row in texts(exported)] == [row[:2] for row in expected]


def test_headings_are_compared_by_letters_and_digits() -> None:
    assert fold_header(" E-Mail * ") == fold_header("email")
