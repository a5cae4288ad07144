"""The consolidated workbook names everybody who must not judge something, whether it was assigned or not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from openpyxl import load_workbook

from dd_panel.services.assignment.assigning import declare_for
from dd_panel.services.results.consolidating import consolidate
from dd_panel.services.workplace import Workplace
from tests.panelwork import ASHE, OKORO, REFERENCES, small_round

FIRST, SECOND = REFERENCES[:2]


def conflicts_in(place: Workplace, out: Path) -> list[tuple[object, ...]]:
    """Reference, member and words of each line of the sheet; none without the sheet."""
    consolidate(place, out)
    book = load_workbook(out)
    if "Conflicts" not in book.sheetnames:
        return []
    rows = book["Conflicts"].iter_rows(min_row=2, values_only=True)
    return [(row[0], row[2], row[3]) for row in rows if row[0]]


def test_a_conflict_keeps_its_line_where_nothing_was_assigned_for_it(tmp_path: Path) -> None:
    with small_round(tmp_path).open() as place:
        assert conflicts_in(place, tmp_path / "none.xlsx") == []
        declare_for(place, OKORO, FIRST, "personal: a friend")
        with place.store.writing() as work:
            work.panel.unassign([(OKORO, FIRST)])
            work.panel.change(replace(work.panel.member(ASHE), conflicts=(SECOND,)))
        told = conflicts_in(place, tmp_path / "some.xlsx")
    assert sorted(told, key=str) == [
        (FIRST, "David Okoro", "personal: a friend"),
        (SECOND, "Margaret Ashe", f"a conflict in the list of members: {SECOND}"),
    ]
