"""Evidence goes out with the scoresheet and comes back into the round as it was."""

from __future__ import annotations

from pathlib import Path

import openpyxl

from dd_panel.domain.evidence import Quote, quotes_of, text_of_quotes
from dd_panel.domain.identifiers import CriterionKey, evidence_field
from dd_panel.domain.passages import Place
from dd_panel.services.results.consolidating import consolidate
from dd_panel.services.review.reviewing import record_score, record_text
from dd_panel.services.review.scoresheets import export_scoresheet
from dd_panel.services.workplace import Workplace
from dd_panel.store.files import open_store
from tests.panelwork import ASHE, NOON, REFERENCES, small_round

NEED = CriterionKey("need")
QUOTES = (
    Quote.of(Place("Staff ballot.docx", "page 2", "+92 per cent of staff\nwere in favour")),
    Quote.of(Place("", "question 1", "=SUM of “all” savings")),
)


def test_evidence_comes_back_with_its_locator_and_stands_in_the_consolidated_workbook(tmp_path: Path) -> None:
    small = small_round(tmp_path)
    sheet, merged = tmp_path / "ashe.xlsx", tmp_path / "merged.xlsx"
    with open_store(small.review()) as store:
        mine = Workplace(store, lambda: NOON, "Margaret Ashe")
        record_score(mine, REFERENCES[0], NEED, "4")
        record_text(mine, REFERENCES[0], evidence_field(NEED), text_of_quotes(QUOTES))
        export_scoresheet(mine, sheet)
    report = small.merge(sheet.read_bytes())
    assert [each.status for each in report.files] == ["merged"]
    with small.open() as place:
        with place.store.reading() as work:
            standing = work.entries.of(ASHE, REFERENCES[0])[evidence_field(NEED)]
        consolidate(place, merged)
    assert quotes_of(standing) == QUOTES
    cells = [str(cell.value) for row in openpyxl.load_workbook(merged)["Comments"].iter_rows() for cell in row]
    assert any("[Staff ballot.docx, page 2]" in text for text in cells)
