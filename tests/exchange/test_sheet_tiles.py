"""The quick reader of sheets and texts: it finds what the XML parser finds, or leaves the work to it."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import openpyxl
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.utils.datetime import WINDOWS_EPOCH

from dd_panel.exchange.guard import SCORESHEET, Refused
from dd_panel.exchange.guarded import read_contents
from dd_panel.exchange.sheet_tiles import UnusualError, tiled_cells, tiled_texts
from dd_panel.exchange.sheet_xml import Looks, SheetReader, read_texts

SHEET, TEXTS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
LOOKS = Looks(frozenset({1}), frozenset(), frozenset({2}), WINDOWS_EPOCH)
READ_AS_A_TREE = b"<!-- a comment, which only the parser reads -->"
BROKEN = (Refused, ValueError, TypeError, LookupError, ArithmeticError, SyntaxError)

VALUES: tuple[object, ...] = (
    4, 0.1 + 0.2, -3, 1e300, "plain", "a & b < c > d \"e\" 'f'", "£5 – “because”\nsecond line", " spaces ", "",
    "=1+1", "_x000D_", "#N/A", True, date(2014, 2, 10), '=A1&"<"', "\u00a0", "😀",
)  # fmt: skip

LIBRE_OFFICE = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    b' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
    b'<sheetFormatPr defaultRowHeight="12.8"/><sheetData>'
    b'<row r="1" customFormat="false" ht="12.8" hidden="false" customHeight="false" outlineLevel="0" mc:x="1">'
    b'<c r="A1" s="1"><v>41680</v></c><c r="B1" s="2" t="n"><v>0.5</v></c><c r="C1" s="3"/>'
    b'<c r="D1" t="str"><f aca="false">A1&amp;&quot;x&quot;</f><v>41680x</v></c>'
    b'<c r="E1" t="e"><v>#DIV/0!</v></c><c r="F1" t="b"><v>1</v></c>'
    b'<c r="G1" t="inlineStr"><is><t xml:space="preserve"> in line &lt;1&gt; </t></is></c></row></sheetData>'
    b'<mergeCells count="1"><mergeCell ref="A2:B3"/></mergeCells></worksheet>'
)


def from_openpyxl() -> bytes:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    for row, value in enumerate(VALUES, start=1):
        page.cell(row, 1).value = value  # type: ignore[assignment]
    page.merge_cells("E1:F2")
    page.row_dimensions[4].height = 40
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def from_xlsxwriter() -> bytes:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file)
    page = book.add_worksheet()
    bold = book.add_format({"bold": True})
    for row, value in enumerate(VALUES):
        page.write(row, 0, value, bold if row % 3 else None)
        page.set_row(row, 20 + row, None, {"hidden": row == 5})
    page.write_rich_string(2, 2, "one ", bold, "bold & ", "two")
    page.write_formula(3, 3, '=IF(A1>0,"a&b","")', None, "a&b")
    page.write_blank(4, 4, None, bold)
    book.close()
    return file.getvalue()


FILES = {"openpyxl": from_openpyxl(), "xlsxwriter": from_xlsxwriter()}


def part(program: str, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(FILES[program])) as archive:
        return archive.read(name)


def sheet(xml: bytes, texts: list[str]) -> object:
    """What is read, or the fact that nothing can be."""
    try:
        read = SheetReader("Scores", texts, LOOKS, SCORESHEET, 10_000).read(xml)
    except BROKEN:
        return "refused"
    return {at: (value, getattr(value, "stored", None), kind) for at, (value, kind) in read.cells.items()}, read.merged


def texts(xml: bytes) -> object:
    try:
        return read_texts(xml, SCORESHEET)
    except BROKEN:
        return "refused"


@pytest.mark.parametrize("program", FILES)
def test_what_usual_programs_write_is_read_quickly_and_the_same(program: str) -> None:
    xml = part(program, SHEET)
    tiled_cells(xml)
    known = ["a"] * 30
    assert sheet(xml, known) == sheet(xml + READ_AS_A_TREE, known) != "refused"


def test_a_table_of_texts_is_read_quickly_and_the_same() -> None:
    words = part("xlsxwriter", TEXTS)
    tiled_texts(words)
    read = texts(words)
    assert read == texts(words + READ_AS_A_TREE)
    assert {"one bold & two", "£5 – “because”\nsecond line"} <= set(read)  # type: ignore[call-overload]


def test_what_libreoffice_writes_is_read_quickly_and_the_same() -> None:
    tiled_cells(LIBRE_OFFICE)
    assert sheet(LIBRE_OFFICE, []) == sheet(LIBRE_OFFICE + READ_AS_A_TREE, []) != "refused"


@pytest.mark.parametrize("program", FILES)
def test_a_whole_workbook_is_read_as_openpyxl_reads_it(program: str) -> None:
    (read,), _saved = read_contents("a.xlsx", FILES[program])
    page = openpyxl.load_workbook(io.BytesIO(FILES[program])).worksheets[0]
    escape = (VALUES.index("_x000D_") + 1, 1)  # openpyxl leaves it as it is
    theirs = {
        (cell.row, cell.column): (cell.value, cell.data_type)
        for row in page.iter_rows()
        for cell in row
        if cell.value is not None and cell.data_type != "f"
    }
    ours = {at: each for at, each in read.cells.items() if each[1] != "f"}
    assert {**ours, escape: ()} == {**theirs, escape: ()}


UNUSUAL = {
    "comment": (b"<sheetData>", b"<!-- by hand --><sheetData>"),
    "space between cells": (b"</c><c", b"</c> <c"),
    "prefix": (b'<row r="1"', b'<row r="1" un:known="1"'),
    "attribute twice": (b'<row r="1"', b'<row r="1" ht="1" ht="2"'),
    "no character": (b"41680x", b"4168&#0;x"),
    "half a pair": (b"41680x", b"4168&#xD800;x"),
    "beyond Unicode": (b"41680x", b"4168&#1114112;x"),
    "unknown entity": (b"41680x", b"&nbsp;"),
    "bare ampersand": (b"41680x", b"4 & 5"),
    "section": (b"41680x", b"<![CDATA[41680x]]>"),
    "end of a section": (b"41680x", b"]]>"),
    "control character": (b"41680x", b"\x01"),
    "half a letter": (b"41680x", b"\xc3"),
    "shared formula": (b'<f aca="false">', b'<f t="shared" si="0">'),
    "other quotes": (b'<c r="A1" s="1">', b"<c r='A1' s='1'>"),
    "cell without a place": (b'<c r="A1" s="1">', b'<c s="1">'),
    "text in line of another type": (b't="inlineStr"', b't="s"'),
    "rows outside": (b"</worksheet>", b'<row r="9"><c r="A9"><v>1</v></c></row></worksheet>'),
    "another namespace": (b"spreadsheetml/2006/main", b"spreadsheetml/2007/main"),
    "cut short": (b"</worksheet>", b""),
    "row not closed": (b"</row></sheetData>", b"</sheetData>"),
    "other encoding": (b'encoding="UTF-8"', b'encoding="iso-8859-1"'),
}


@pytest.mark.parametrize("what", UNUSUAL)
def test_whatever_is_written_otherwise_is_left_to_the_parser(what: str) -> None:
    old, new = UNUSUAL[what]
    assert old in LIBRE_OFFICE
    changed = LIBRE_OFFICE.replace(old, new, 1)
    with pytest.raises(UnusualError):
        tiled_cells(changed)
    assert sheet(changed, ["a"]) == sheet(changed + READ_AS_A_TREE, ["a"])


@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_a_damaged_sheet_is_read_as_the_parser_reads_it(data: st.DataObject) -> None:
    """One byte is changed, taken out or put in anywhere: both readers still agree."""
    program, name = data.draw(st.sampled_from([("openpyxl", SHEET), ("xlsxwriter", SHEET), ("xlsxwriter", TEXTS)]))
    xml = part(program, name)
    place = data.draw(st.integers(0, len(xml) - 1))
    kept = data.draw(st.sampled_from((0, 1)))
    new = data.draw(st.binary(max_size=1) | st.sampled_from([bytes([each]) for each in b"<>&\"'=/ \r\n\t0rtsvc"]))
    changed = xml[:place] + new + xml[place + kept :]
    if name == TEXTS:
        assert texts(changed) == texts(changed + READ_AS_A_TREE)
    else:
        assert sheet(changed, ["a"] * 30) == sheet(changed + READ_AS_A_TREE, ["a"] * 30)
