"""A scoresheet damaged on its way, cut short or with one byte changed: refused or read right, never read wrong."""

from __future__ import annotations

import io

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dd_panel.domain.sheets import Sheet
from dd_panel.exchange.guard import Refused
from dd_panel.exchange.scoresheet.read import read_scoresheets
from tests.panelwork import ASHE, REFERENCES, RULES, fill, small_round

FLIPS = (0x01, 0x80, 0xFF)


@pytest.fixture(scope="module")
def small_sheet(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    small = small_round(tmp_path_factory.mktemp("bytes"))
    typed: dict[tuple[str, str], str | float | None] = {(REFERENCES[0], "comment.need"): "Because – £5"}
    for number, reference in enumerate(REFERENCES):
        typed[reference, "score.need"] = number % 5
    return fill(small.blank(ASHE), typed)


@pytest.fixture(scope="module")
def as_it_is(small_sheet: bytes) -> tuple[Sheet, ...]:
    return read_scoresheets("a.xlsx", small_sheet, RULES)


def read_wrong(content: bytes, as_it_is: tuple[Sheet, ...]) -> bool:
    """Whether the file is read, and says something else."""
    try:
        return read_scoresheets("a.xlsx", content, RULES) != as_it_is
    except Refused:
        return False


def flipped(content: bytes, place: int, mask: int) -> bytes:
    return content[:place] + bytes([content[place] ^ mask]) + content[place + 1 :]


@pytest.mark.parametrize("tenths", range(10))
def test_a_file_cut_short_is_refused(small_sheet: bytes, tenths: int) -> None:
    with pytest.raises(Refused):
        read_scoresheets("a.xlsx", small_sheet[: len(small_sheet) * tenths // 10], RULES)


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_a_byte_changed_anywhere_is_never_read_wrong(
    small_sheet: bytes, as_it_is: tuple[Sheet, ...], data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(small_sheet) - 1))
    mask = data.draw(st.integers(1, 255))
    assert not read_wrong(flipped(small_sheet, place, mask), as_it_is)


@pytest.mark.soak
def test_no_byte_of_the_file_can_be_changed_so_that_it_is_read_wrong(
    small_sheet: bytes, as_it_is: tuple[Sheet, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = [
        (place, mask)
        for place in range(len(small_sheet))
        for mask in FLIPS
        if read_wrong(flipped(small_sheet, place, mask), as_it_is)
    ]
    with capsys.disabled():
        print(f"\n{len(small_sheet)} bytes changed in {len(FLIPS)} ways each, {len(wrong)} read wrong")  # noqa: T201
    assert wrong == []


def test_a_csv_file_cut_short_anywhere_is_refused_or_says_what_it_holds(small_sheet: bytes) -> None:
    page = openpyxl.load_workbook(io.BytesIO(small_sheet))["Scores"]
    table = "\r\n".join(
        ",".join('"' + str("" if cell is None else cell).replace('"', '""') + '"' for cell in row)
        for row in page.iter_rows(values_only=True)
    ).encode()
    (whole,) = read_scoresheets("a.csv", table, RULES)
    for end in range(0, len(table), 7):
        try:
            (sheet,) = read_scoresheets("a.csv", table[:end], RULES)
        except Refused:
            continue
        assert [row.cells for row in sheet.rows] == [row.cells for row in whole.rows][: len(sheet.rows)]
