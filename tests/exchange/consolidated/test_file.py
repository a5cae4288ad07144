"""The secretariat's workbook as a file: the same bytes, replaced with care, refused where a cell can't hold it."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from dd_panel.domain.errors import InputError, LockedError
from dd_panel.domain.rounds import LONDON
from dd_panel.exchange.consolidated.write import is_consolidated, write_consolidated
from tests.exchange.consolidated.results import RULES, a_result, opened, table
from tests.libreoffice import LibreOffice


def test_the_same_result_gives_the_same_bytes(path: Path, tmp_path: Path) -> None:
    write_consolidated(tmp_path / "again.xlsx", a_result())

    assert (tmp_path / "again.xlsx").read_bytes() == path.read_bytes()


def test_our_own_workbook_is_recognised_and_replaced_and_no_other(path: Path, tmp_path: Path) -> None:
    foreign = tmp_path / "budget.xlsx"
    book = openpyxl.Workbook()
    book.save(foreign)
    before = foreign.read_bytes()

    assert is_consolidated(path)
    write_consolidated(path, a_result())
    for other in (foreign, tmp_path, tmp_path / "missing.xlsx"):
        assert not is_consolidated(other)
    with pytest.raises(InputError, match="holds something else"):
        write_consolidated(foreign, a_result())
    assert foreign.read_bytes() == before
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None


@pytest.mark.libreoffice
def test_a_workbook_saved_by_another_program_is_still_ours(
    path: Path, tmp_path: Path, libreoffice: LibreOffice
) -> None:
    (tmp_path / "saved").mkdir()

    assert is_consolidated(libreoffice.convert(path, "xlsx", tmp_path / "saved"))


def test_a_workbook_open_in_excel_is_left_alone(path: Path) -> None:
    before = path.read_bytes()
    path.with_name(f"~${path.name}").touch()

    with pytest.raises(LockedError, match="open in another program"):
        write_consolidated(path, replace(a_result(), ranked=()))
    assert path.read_bytes() == before


def test_a_text_no_cell_can_hold_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    whole = replace(a_result().scores[0], comment="x" * 32_767)
    write_consolidated(tmp_path / "whole.xlsx", replace(a_result(), scores=(whole,)))
    assert opened(tmp_path / "whole.xlsx")["Scores"]["H2"].value == "x" * 32_767

    longer = replace(whole, comment="x" * 32_768)
    with pytest.raises(InputError, match="sheet Scores is too long"):
        write_consolidated(tmp_path / "longer.xlsx", replace(a_result(), scores=(longer,)))
    assert not (tmp_path / "longer.xlsx").exists()


def test_unusual_names_break_nothing(tmp_path: Path) -> None:
    odd = replace(
        RULES, name='2014 & "more" <b>\x07', currency='G"B,P', method="agreed", tie_break=(), illustrative=True, fund=1
    )
    old = replace(a_result().sources[0], saved=datetime(1601, 1, 1, tzinfo=LONDON))
    write_consolidated(tmp_path / "odd.xlsx", replace(a_result(), rules=odd, sources=(old,)))
    book = opened(tmp_path / "odd.xlsx")

    assert book["Ranking"]["A1"].value == '2014 & "more" <b>\ufffd: ranking'
    assert book["Sources"]["E2"].value == "1 January 1601, 00:00"
    assert "GBP 89,999 more than the fund of GBP 1" in str(table(book["Ranking"], "Place")[1]["Lead authority"])
