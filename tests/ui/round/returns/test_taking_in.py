"""Scoresheets and folders of them are dropped or chosen, and merged beside the window."""

from __future__ import annotations

import shutil
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QProgressBar

from dd_panel.domain.errors import DDPanelError
from dd_panel.services.returns import receiving_beside
from dd_panel.services.returns.overview import see_returns
from dd_panel.services.workplace import Workplace
from dd_panel.ui.round.returns.job import files_among
from dd_panel.ui.round.returns.watch import stamps
from tests.panelwork import NOON, saved_at
from tests.ui.example_stores import type_over
from tests.ui.keyboard import settle
from tests.ui.programs import wait_until
from tests.ui.round.returns.benches import DAVID, IAIN, SPOKEN, Bench, Open, be_read, shown


def test_dropped_files_are_merged_beside_the_window(
    place: Workplace, opened: Open, bench: Bench, sheets: Path, dressed_app: QApplication
) -> None:
    page = opened(place)
    page.show_hovering(1)
    assert "Drop 1 file" in shown(page.left.zone)
    page.show_hovering(0)
    page.take_files([sheets / IAIN])
    working = [page.left.zone.busy]
    assert bench.jobs.wait()
    settle(dressed_app)
    assert [*working, page.left.zone.busy] == [True, False]
    assert see_returns(place).outstanding == 0


def test_refused_and_known_files_are_said_and_the_rest_still_merges(
    place: Workplace, opened: Open, bench: Bench, sheets: Path, tmp_path: Path
) -> None:
    notes = tmp_path / "notes.xlsx"
    notes.write_text("This is no workbook.")
    page = opened(place)
    bench.files = [notes, sheets / DAVID, tmp_path / "gone.xlsx", sheets / IAIN]
    page.left.browse()
    assert bench.jobs.wait()
    be_read(page)
    model = page.right.findings.model()
    said = {str(model.index(at, 0).data()): str(model.index(at, 0).data(SPOKEN)) for at in range(3)}
    assert said["notes.xlsx"] == "notes.xlsx, refused, nothing was changed"
    assert said["gone.xlsx"] == "gone.xlsx, refused, nothing was changed"
    assert said[DAVID] == "david-okoro.xlsx, David Okoro, already received, nothing was changed"
    # What is wrong with a whole file has all the columns, and what to do about it is not cut off.
    files = [model.index(at, 0) for at in range(model.rowCount())]
    assert [page.right.findings.isFirstColumnSpanned(0, file) for file in files] == [True] * 3 + [False] * 3
    assert "Check which file was meant." in str(model.index(0, 0, files[0]).data(Qt.ItemDataRole.ToolTipRole))
    assert see_returns(place).outstanding == 0


def test_a_cancelled_merge_changes_nothing(
    place: Workplace, opened: Open, bench: Bench, sheets: Path, dressed_app: QApplication
) -> None:
    page = opened(place)
    page.take_files([sheets / IAIN])
    page.left.zone.cancel.click()
    assert bench.jobs.wait()
    settle(dressed_app)
    # Either the merge was over before Cancel came, or nothing of it is there; never a part of it.
    view = see_returns(place)
    assert view.receipt.adds_up
    assert view.outstanding in {0, 1}
    assert not page.left.zone.busy


@pytest.fixture
def many(sheets: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of enough scoresheets for helpers to read them."""
    folder = tmp_path / "many"
    folder.mkdir()
    content = (sheets / IAIN).read_bytes()
    for number in range(24):
        (folder / f"iain-{number}.xlsx").write_bytes(saved_at(content, NOON + timedelta(minutes=number)))
    monkeypatch.setattr(receiving_beside, "WORTH_IT", 1)
    return folder


def test_cancel_ends_the_helpers_of_a_large_merge(
    place: Workplace, opened: Open, bench: Bench, many: Path, dressed_app: QApplication
) -> None:
    page = opened(place)
    page.take_files([many])
    (bar,) = page.left.zone.findChildren(QProgressBar)
    wait_until(lambda: bar.maximum() == 24)  # a helper has read the first
    page.left.zone.cancel.click()
    assert bench.jobs.wait()
    settle(dressed_app)
    view = see_returns(place)
    assert view.receipt.adds_up
    assert view.outstanding in {0, 1}  # all of it, or nothing
    assert not page.left.zone.busy
    assert [each for each in threading.enumerate() if each.name.startswith("reading")] == []


def test_a_folder_stands_for_the_scoresheets_in_it(sheets: Path) -> None:
    (sheets / "~$open.xlsx").touch()
    try:
        names = [path.name for path in files_among([sheets, sheets / IAIN])]
    finally:
        (sheets / "~$open.xlsx").unlink()
    assert names == sorted(path.name for path in sheets.iterdir())


def test_a_folder_without_scoresheets_is_told_with_what_to_do(
    place: Workplace, opened: Open, bench: Bench, tmp_path: Path, dressed_app: QApplication
) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    page = opened(place)
    troubles: list[DDPanelError] = []
    page.failed.connect(troubles.append)
    page.take_files([empty])
    assert bench.jobs.wait()
    settle(dressed_app)
    (told,) = troubles
    assert str(told) == ("There is no scoresheet in empty. Drop the workbooks themselves, or a folder that holds them.")
    assert not page.left.zone.busy


def test_a_folder_dropped_and_a_folder_watched_hold_the_same_scoresheets(tmp_path: Path) -> None:
    wanted = ["a.csv", "b.ODS", "c.xlsm", "d.xlsx"]
    others = ["e.txt", "f.docx", "~$a.xlsx", ".~lock.g.ods#", ".~lock.h.csv", ".hidden.csv", "noending"]
    for name in wanted + others:
        (tmp_path / name).write_text("a")
    assert [path.name for path in files_among([tmp_path])] == wanted
    assert [path.name for path in stamps(tmp_path)] == wanted


def test_a_file_dropped_by_itself_is_tried_whatever_its_name(tmp_path: Path) -> None:
    named = tmp_path / "e.txt"
    named.touch()
    assert files_among([named, named]) == [named]


def test_after_a_merge_the_keyboard_is_at_what_was_said_about_those_files(
    place: Workplace, opened: Open, bench: Bench, sheets: Path, tmp_path: Path
) -> None:
    page = opened(place)
    clumsy = tmp_path / IAIN
    shutil.copy(sheets / IAIN, clumsy)
    type_over(clumsy, "DD-020", "score.need", "3 or 4")
    page.take_files([clumsy])
    assert bench.jobs.wait()
    be_read(page)
    assert page.right.findings.current is not None
    assert page.right.findings.current.finding.found == "3 or 4"
    notes = tmp_path / "notes.xlsx"
    notes.write_text("This is no workbook.")
    page.take_files([notes])
    assert bench.jobs.wait()
    be_read(page)
    assert page.right.findings.currentIndex().data() == "notes.xlsx"
