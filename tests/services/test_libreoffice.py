"""A scoresheet that a member filled in with LibreOffice: the real program, not our own writing."""

from __future__ import annotations

from pathlib import Path

from dd_panel.domain.identifiers import CONFLICT, comment_field, score_field
from dd_panel.domain.identifiers import CriterionKey as Key
from tests.libreoffice import LibreOffice
from tests.panelwork import ASHE, REFERENCES, small_round


def test_what_libreoffice_saved_merges_with_the_right_scores(tmp_path: Path, libreoffice: LibreOffice) -> None:
    small = small_round(tmp_path)
    blank = tmp_path / "blank.xlsx"
    blank.write_bytes(small.blank(ASHE))
    typed: dict[tuple[str, str], str | float] = {}
    for row in range(3, 10):
        typed["Scores", f"H{row}"] = (row % 5) + 1
        typed["Scores", f"J{row}"] = 2.5
        typed["Scores", f"I{row}"] = f"Because of\nline {row}; “quotes” & = signs"
    typed["Scores", "J4"] = "cannot judge"

    saved = libreoffice.fill_in(blank, typed, tmp_path / "saved.xlsx")
    report = small.merge(saved.read_bytes())

    assert [(each.status, each.findings) for each in report.files] == [("merged", ())]
    assert (report.receipt.scored, report.receipt.cannot_judge) == (13, 1)
    with small.open() as place, place.store.reading() as work:
        entries = work.entries.of_member(ASHE)
    for row, reference in enumerate(REFERENCES, start=3):
        assert entries[reference][score_field(Key("need"))] == str((row % 5) + 1)
        assert entries[reference][score_field(Key("plan"))] == ("cannot judge" if row == 4 else "2.5")
        assert entries[reference][comment_field(Key("need"))] == f"Because of\nline {row}; “quotes” & = signs"
        assert CONFLICT not in entries[reference]
    again = small.merge(saved.read_bytes())
    assert [each.status for each in again.files] == ["already-received"]
