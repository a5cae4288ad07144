"""The scores of the secretariat's workbook: one flat table, for a reader, a script and another program."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from dd_panel.exchange.consolidated.contents import ScoreLine
from tests.exchange.consolidated.results import ADA, AMBLE, NEED, opened
from tests.libreoffice import LibreOffice


def test_scores_load_as_one_flat_table(path: Path) -> None:
    sheet = opened(path)["Scores"]
    rows = list(sheet.iter_rows(values_only=True))

    assert rows[0] == (
        "Reference", "Lead authority", "Member", "Criterion", "Weight", "State", "Score",
        "Comment", "File", "Sheet", "Cell",
    )  # fmt: skip
    assert rows[1:] == [
        ("DD-1", "Ambleton", "M1", "need", 62.5, "scored", 4, "- a strong case\nwith “figures”", *source("M1", "D1")),
        ("DD-1", "Ambleton", "M1", "price", 37.5, "scored", 1.5, "=cheap", *source("M1", "F1")),
        ("DD-1", "Ambleton", "M2", "need", 62.5, "scored", 3, None, *source("M2", "D1")),
        ("DD-1", "Ambleton", "M2", "price", 37.5, "scored", 2, None, *source("M2", "F1")),
        ("DD-2", "=Beckford", "M1", "need", 62.5, "scored", 2, None, *source("M1", "D2")),
        ("DD-2", "=Beckford", "M1", "price", 37.5, "cannot judge", None, "<r>No prices</r>", *source("M1", "F2")),
        ("DD-2", "=Beckford", "M2", "need", 62.5, "waiting", None, None, *source("M2", "D2")),
        ("DD-2", "=Beckford", "M2", "price", 37.5, "scored", 4, None, *source("M2", "F2")),
        ("DD-3", "Çerton", "M1", "need", 62.5, "not yet scored", None, None, *source("M1", "D3")),
        ("DD-3", "Çerton", "M1", "price", 37.5, "not yet scored", None, None, *source("M1", "F3")),
        ("DD-3", "Çerton", "M2", "need", 62.5, "conflicted", None, None, *source("M2", "D3")),
        ("DD-3", "Çerton", "M2", "price", 37.5, "conflicted", None, None, *source("M2", "F3")),
    ]
    assert not sheet.merged_cells.ranges
    assert sheet.auto_filter.ref == "A1:K13"
    assert sheet.freeze_panes == "B2"


def source(member: str, cell: str) -> tuple[str, str, str]:
    return f"SG1-{member}-1.xlsx", "Scores", cell


def test_text_that_looks_like_a_formula_stays_text(path: Path) -> None:
    sheet = opened(path)["Scores"]

    assert sheet["H3"].data_type == "s"
    assert sheet["H3"].quotePrefix
    assert sheet["B6"].data_type == "s"
    book = openpyxl.load_workbook(path)
    calculated = {page.title for page in book for row in page.iter_rows() for cell in row if cell.data_type == "f"}
    assert calculated == {"Summary", "Ranking", "By application"}
    assert [row[2].value for row in opened(path)["Ranking"].iter_rows(min_row=8)][2] == "=Beckford"


@pytest.mark.libreoffice
def test_another_program_reads_the_same(path: Path, libreoffice: LibreOffice) -> None:
    cells = [("Scores", place) for place in ("G3", "H3", "H2", "G7", "H7", "F8", "G8", "B6")]

    assert libreoffice.read(path, cells) == [
        "1.5", "=cheap", "- a strong case\nwith “figures”", "", "<r>No prices</r>", "waiting", "", "=Beckford",
    ]  # fmt: skip


def test_a_score_belongs_to_scored_and_to_nothing_else() -> None:
    with pytest.raises(ValueError, match="not yet scored"):
        ScoreLine(AMBLE, ADA, NEED, "not yet scored", Decimal(0))
    with pytest.raises(ValueError, match="scored"):
        ScoreLine(AMBLE, ADA, NEED, "scored")
    with pytest.raises(ValueError, match="blank"):
        ScoreLine(AMBLE, ADA, NEED, "blank")
