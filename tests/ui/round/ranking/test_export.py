"""From the ranking the secretariat exports the workbook."""

from __future__ import annotations

import threading
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from dd_panel.domain.errors import StorageError
from dd_panel.domain.identifiers import MemberId
from dd_panel.services.workplace import Progress, Workplace
from dd_panel.ui.round.ranking.export_dialog import WHOLE, Edition, ExportDialog
from dd_panel.ui.round.ranking.page import RankingPage
from dd_panel.ui.theme import Theme
from dd_panel.ui.widgets.keys import Kbd, KeyBar
from tests.ui.conftest import Show
from tests.ui.keyboard import press, settle
from tests.ui.round.ranking.benches import Bench, Open, shown, wait_for


def test_export_writes_the_workbook_beside_the_window(
    place: Workplace, opened: Open, bench: Bench, dressed_app: QApplication
) -> None:
    page = opened(place)
    press(page, Qt.Key.Key_E, modifier=Qt.KeyboardModifier.ControlModifier)
    (asked,) = page.findChildren(ExportDialog)
    press(asked, Qt.Key.Key_Return)
    assert bench.jobs.wait()
    settle(dressed_app)
    assert (bench.written, bench.edition) == ([bench.path.with_name("consolidated.xlsx")], WHOLE)
    assert bench.suggested == "DD14 consolidated.xlsx"
    assert "The consolidated workbook is written" in shown(page)


def test_an_edition_for_publication_or_for_one_member_can_be_exported(
    place: Workplace, opened: Open, bench: Bench, dressed_app: QApplication
) -> None:
    page = opened(place)
    page.head.export.click()
    (asked,) = page.findChildren(ExportDialog)
    asked.naming.set_chosen(2)
    asked.reader.setCurrentIndex(5)
    asked.export_button.click()
    assert bench.jobs.wait()
    settle(dressed_app)
    assert bench.edition == Edition("letters", MemberId("PM05"))
    assert bench.suggested == "DD14 consolidated letters PM05.xlsx"


def test_leaving_the_question_writes_nothing(place: Workplace, opened: Open, bench: Bench) -> None:
    page = opened(place)
    page.head.export.click()
    (asked,) = page.findChildren(ExportDialog)
    press(asked, Qt.Key.Key_Escape)
    assert bench.jobs.wait()
    assert bench.written == []


def test_export_is_offered_only_once_the_ranking_is_read(
    theme: Theme, place: Workplace, bench: Bench, show: Show, dressed_app: QApplication
) -> None:
    page = RankingPage(theme, place, bench.jobs, bench.undo, bench.consolidate, bench.choose)
    bar = KeyBar(theme)
    told: list[bool] = []
    page.keys_changed.connect(lambda: told.append(True))

    def offered() -> bool:
        bar.show_actions(page.actions())
        settle(dressed_app)
        return any(cap.text() == "export" for cap in bar.findChildren(Kbd))

    show(page, 1440, 900)
    assert not offered()
    assert not page.head.export.isVisible()
    press(page, Qt.Key.Key_E, modifier=Qt.KeyboardModifier.ControlModifier)
    assert bench.written == []
    told.clear()
    page.on_shown()
    wait_for(lambda: not page.reading.busy)
    settle(dressed_app)
    assert told == [True]
    assert offered()
    assert page.head.export.isVisible()
    assert bench.jobs.wait()
    settle(dressed_app)


def test_an_export_tells_how_far_it_is_and_can_be_stopped(
    place: Workplace, theme: Theme, bench: Bench, show: Show, dressed_app: QApplication
) -> None:
    go_on = threading.Event()

    def write(_place: Workplace, path: Path, progress: Progress, _edition: Edition) -> None:
        progress(2, 4, "Writing the sheet Scores")
        assert go_on.wait(20)
        progress(3, 4, "Packing the workbook")
        bench.written.append(path)

    page = RankingPage(theme, place, bench.jobs, bench.undo, write, bench.choose)
    show(page, 1440, 900)
    page.on_shown()
    wait_for(lambda: not page.reading.busy)
    page.export()
    wait_for(lambda: "Writing the sheet Scores, 2 of 4" in shown(page))
    assert not page.head.export.isEnabled()
    page.exporting.working.cancel.click()
    go_on.set()
    wait_for(page.head.export.isEnabled)
    assert bench.written == []
    assert "Writing the consolidated workbook" not in shown(page)
    settle(dressed_app)


def test_an_export_that_fails_says_what_to_do(
    place: Workplace, opened: Open, bench: Bench, dressed_app: QApplication
) -> None:
    page = opened(place)
    bench.trouble = StorageError("The disk is full.", "Nothing was written.", "Make room and try again.")
    page.export()
    assert bench.jobs.wait()
    settle(dressed_app)
    assert "The disk is full." in shown(page)
    assert "Nothing was written. Make room and try again." in shown(page)
    assert page.head.export.isEnabled()
