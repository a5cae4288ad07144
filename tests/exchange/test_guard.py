"""Files from outside: what harms a reader is refused in a sentence, and what only looks odd is read."""

from __future__ import annotations

import io
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import DEFUSEDXML, Workbook, load_workbook
from openpyxl.packaging.custom import StringProperty
from openpyxl.workbook.defined_name import DefinedName

from dd_panel.domain.findings import Kind, sentence
from dd_panel.domain.found import Found
from dd_panel.exchange.cells import StoredFormula, found_in
from dd_panel.exchange.guard import REGISTER, SCORESHEET, Refused, guard_workbook
from dd_panel.exchange.guarded import open_workbook
from tests.hostile import (
    HARMLESS_ODDITIES,
    HOSTILE_FILES,
    HostileFile,
    honest_workbook,
    members_of,
    packed,
    saved,
    sheet_of,
    text_cell,
    with_parts,
)
from tests.hostile_returns import HOSTILE_RETURNS

PROJECT = Path(__file__).resolve().parents[2]
MEGABYTE = 1024 * 1024


@pytest.mark.parametrize("file", HOSTILE_FILES, ids=lambda file: file.what)
def test_a_hostile_file_is_refused_with_its_kind_and_a_whole_sentence(file: HostileFile) -> None:
    content = file.build()
    with pytest.raises(Refused) as refused:
        open_workbook(file.name, content)
    assert refused.value.kind is file.kind
    told = sentence(file.kind).format(found="", proposed="", reference="", detail=refused.value.detail)
    assert ": ." not in told
    assert not refused.value.detail.endswith(".")


@pytest.mark.parametrize("build", [pytest.param(build, id=what) for what, build in HARMLESS_ODDITIES])
def test_an_odd_file_is_read(build: Callable[[], bytes]) -> None:
    sheet = open_workbook("scores.xlsx", build()).worksheets[0]
    assert (sheet["A2"].value, sheet["B2"].value) == ("DD-001", "Kent CC")
    assert (sheet.max_row, sheet.max_column) == (2, 2)


def test_refusing_every_hostile_file_takes_little_memory_and_work(tmp_path: Path) -> None:
    """In a process of its own, which may not have more than 220 MB beyond the 70 it starts with.

    The system ends it where one file takes more than five seconds of the processor, however busy the machine is.
    """
    script = (
        "import resource, signal, sys\n"
        "from tests.hostile import HOSTILE_FILES\n"
        "from tests.hostile_returns import HOSTILE_RETURNS\n"
        "from tests.panelwork import RULES\n"
        "from dd_panel.exchange.guard import Refused\n"
        "from dd_panel.exchange.scoresheet.read import read_scoresheets\n"
        "import dd_panel.exchange.workbooks, dd_panel.exchange.scoresheet.opendocument\n"
        "before = int(open('/proc/self/statm').read().split()[0]) * resource.getpagesize()\n"
        f"resource.setrlimit(resource.RLIMIT_AS, (before + 220 * {MEGABYTE},) * 2)\n"
        "for number, file in enumerate((*HOSTILE_FILES, *HOSTILE_RETURNS)):\n"
        "    print(file.what, flush=True)\n"
        "    signal.setitimer(signal.ITIMER_PROF, 5)\n"
        "    try:\n"
        "        with open(f'{sys.argv[1]}/{number}', 'rb') as source:\n"
        "            read_scoresheets(file.name, source.read(), RULES)\n"
        "    except Refused as refused:\n"
        "        assert refused.kind is file.kind, refused\n"
        "    else:\n"
        "        raise SystemExit('it was read')\n"
        "print('done')\n"
    )
    if not Path("/proc/self/statm").exists() or not hasattr(resource, "RLIMIT_AS"):
        pytest.skip("memory can't be limited here")
    for number, file in enumerate((*HOSTILE_FILES, *HOSTILE_RETURNS)):
        (tmp_path / str(number)).write_bytes(file.build())
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)], cwd=PROJECT, capture_output=True, text=True, check=False
    )
    *_before, last = done.stdout.splitlines()
    assert (last, done.returncode, done.stderr) == ("done", 0, "")


def test_members_swallowed_by_a_wrong_length_in_the_archives_list_are_missed() -> None:
    """One byte makes two members the remark on a third; what is left has all the parts that a reader asks for."""
    content = honest_workbook()
    core = content.rindex(b"docProps/core.xml") - 46  # where the list tells of it
    length = content.index(b"PK\x01\x02", core + 4) - core
    remark = content.rindex(b"PK\x01\x02", 0, core) + 32
    swallowed = content[:remark] + length.to_bytes(2, "little") + content[remark + 2 :]
    with pytest.raises(Refused) as refused:
        guard_workbook("scores.xlsx", swallowed)
    assert (refused.value.kind, "damaged" in refused.value.detail) == (Kind.UNREADABLE, True)


def test_an_honest_workbook_passes_and_its_parts_are_returned() -> None:
    content = honest_workbook()
    parts = guard_workbook("scores.XLSX", content)
    assert parts["xl/worksheets/sheet1.xml"] == members_of(content)["xl/worksheets/sheet1.xml"]
    assert "xl/theme/theme1.xml" not in parts
    assert guard_workbook("without an ending", content) == parts


def test_openpyxl_reads_its_parts_with_defusedxml() -> None:
    assert DEFUSEDXML


def test_a_register_may_be_larger_than_a_scoresheet() -> None:
    rows = b"".join(b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (n, n) for n in range(1, 30_000))
    content = with_parts(sheet=sheet_of(rows))
    assert open_workbook("register.xlsx", content, REGISTER).worksheets[0].max_row == 29_999
    with pytest.raises(Refused) as refused:
        open_workbook("scores.xlsx", content, SCORESHEET)
    assert refused.value.kind is Kind.TOO_BIG
    assert refused.value.detail == (
        "the cell A20001 of the sheet Sheet lies beyond the first 20,000 rows and 400 columns"
    )


def test_everything_a_reader_of_scoresheets_needs_is_there() -> None:
    book: Any = Workbook()
    scores = book.worksheets[0]
    scores.title = "Scores"
    scores["A1"], scores["B2"], scores["C3"] = "Reference", 3, 2.5
    scores["D4"], scores["E5"], scores["F6"] = True, "=1+1", "#N/A"
    scores.merge_cells("A8:C9")
    hidden = book.create_sheet("dd_panel")
    hidden.sheet_state = "veryHidden"
    hidden["A1"] = "key"
    book.defined_names["round"] = DefinedName("round", attr_text="Scores!$A$1")
    book.custom_doc_props.append(StringProperty(name="member", value="PM01"))
    content = saved(book)

    read: Any = open_workbook("scores.xlsx", content)
    sheet = read["Scores"]
    assert {cell.coordinate: found_in(cell).text for row in sheet.rows for cell in row if cell.value is not None} == {
        "A1": "Reference",
        "B2": "3",
        "C3": "2.5",
        "D4": "TRUE",
        "E5": "=1+1",
        "F6": "#N/A",
    }
    assert [str(merged) for merged in sheet.merged_cells.ranges] == ["A8:C9"]
    assert read["dd_panel"].sheet_state == "veryHidden"
    assert read.defined_names["round"].attr_text == "Scores!$A$1"
    assert [(prop.name, prop.value) for prop in read.custom_doc_props.props] == [("member", "PM01")]
    assert read.properties.modified == load_workbook(io.BytesIO(content)).properties.modified


def test_a_time_that_the_workbook_does_not_say_stays_unknown() -> None:
    parts = members_of(honest_workbook())
    del parts["docProps/core.xml"]
    assert open_workbook("scores.xlsx", packed(parts)).properties.modified is None


def test_a_formula_brings_its_stored_value() -> None:
    rows = (
        b'<row r="1"><c r="A1"><f>B1+1</f><v>3.5</v></c><c r="B1" t="str"><f t="shared" si="0" ref="B1:C1">T(9)</f>'
        b'<v>four</v></c><c r="C1" t="e"><f t="shared" si="0"/><v>#REF!</v></c><c r="D1"><f>NOW()</f></c></row>'
    )
    sheet = open_workbook("scores.xlsx", with_parts(sheet=sheet_of(rows))).worksheets[0]
    found = [found_in(cell) for cell in sheet[1]]
    assert [one.text for one in found] == ["=B1+1", "=T(9)", "=T(9)", "=NOW()"]
    assert [one.stored.text if one.stored else None for one in found] == ["3.5", "four", "#REF!", None]
    assert all(isinstance(cell.value, StoredFormula) for cell in sheet[1])


def test_cells_without_addresses_and_rich_text_are_read() -> None:
    rows = (
        b'<row><c t="inlineStr"><is><r><t>Ke<!-- x -->nt</t></r><r><t xml:space="preserve"> CC</t></r>'
        b'<rPh><t>x</t></rPh></is></c><c t="b"><v>0<!-- no --></v></c></row><row><c/><c><v>4</v></c></row>'
    )
    sheet = open_workbook("scores.xlsx", with_parts(sheet=sheet_of(rows))).worksheets[0]
    assert (sheet["A1"].value, sheet["B1"].value, sheet["B2"].value) == ("Kent CC", False, 4)


def test_dates_written_as_text_for_programs_are_dates() -> None:
    rows = b'<row><c r="A1" t="d"><v>2014-02-10T16:38:00</v></c></row>'
    sheet = open_workbook("scores.xlsx", with_parts(sheet=sheet_of(rows))).worksheets[0]
    assert found_in(sheet["A1"]) == Found("date", "2014-02-10 16:38:00")


def test_the_strict_variant_of_the_format_is_named() -> None:
    strict = members_of(honest_workbook())["xl/workbook.xml"].replace(
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main", b"http://purl.oclc.org/ooxml/spreadsheetml/main"
    )
    with pytest.raises(Refused) as refused:
        open_workbook("scores.xlsx", with_parts(book=strict))
    assert (refused.value.kind, "Strict" in refused.value.detail) == (Kind.UNREADABLE, True)


def test_more_sheets_than_anybody_keeps_are_too_many() -> None:
    book = Workbook()
    for _number in range(SCORESHEET.sheets):
        book.create_sheet()
    with pytest.raises(Refused) as refused:
        open_workbook("scores.xlsx", saved(book))
    assert (refused.value.kind, refused.value.detail) == (Kind.TOO_BIG, "it holds too many sheets")


def test_numbers_that_are_none_are_shown_as_errors() -> None:
    rows = b"<row>%s</row>" % b"".join(b"<c><v>%s</v></c>" % raw for raw in (b"abc", b"1_000", b"1e999", b"7"))
    sheet = open_workbook("scores.xlsx", with_parts(sheet=sheet_of(rows))).worksheets[0]
    assert [found_in(cell).kind for cell in sheet[1]] == ["error", "error", "error", "number"]


def test_text_of_blank_cells_inside_character_data_stays() -> None:
    rows = (
        b'<row><c t="inlineStr"><is><t><![CDATA[<c r="A1"/> said]]></t></is></c></row>' + b"<row><c/></row>" * 120_000
    )
    sheet = open_workbook("scores.xlsx", with_parts(sheet=sheet_of(rows))).worksheets[0]
    assert found_in(sheet["A1"]) == Found.of_text('<c r="A1"/> said')


def test_a_cell_of_very_many_runs_is_read_in_the_time_it_deserves() -> None:
    runs = b'<row><c t="inlineStr"><is>%s</is></c></row><row/>' % (b"<r><t>a</t></r>" * 150_000)
    sheet = open_workbook("scores.xlsx", with_parts(sheet=sheet_of(runs))).worksheets[0]
    assert len(found_in(sheet["A1"]).text) == 150_000


def test_text_cells_of_the_hostile_builder_are_read() -> None:
    sheet = open_workbook("a.xlsx", with_parts(sheet=sheet_of(b"<row>%s</row>" % text_cell("A1", "x")))).worksheets[0]
    assert sheet["A1"].value == "x"
