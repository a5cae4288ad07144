"""A screen over the open file reads again after changes, tells what it kept, and passes trouble on."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from dd_panel.domain.errors import DDPanelError, StorageError
from dd_panel.services.change import Change
from dd_panel.services.workplace import Workplace
from dd_panel.store.files import create
from dd_panel.store.store import FileKind
from dd_panel.ui.garbage import MANY
from dd_panel.ui.jobs import Jobs, Report
from dd_panel.ui.reading_page import ReadingPage
from dd_panel.ui.store_page import StorePage
from dd_panel.ui.theme import Theme
from dd_panel.ui.undo import UndoHistory
from tests.ui.conftest import Show
from tests.ui.example_stores import NOON
from tests.ui.keyboard import settle


class Noticeboard(StorePage):
    """Counts how often it read; it can't while the drive is away."""

    def __init__(self, theme: Theme, place: Workplace, undo: UndoHistory) -> None:
        super().__init__(theme, place, undo)
        self.reads = 0
        self.away = False
        self.told: list[object] = []
        self.troubles: list[DDPanelError] = []
        self.saved.connect(self.told.append)
        self.failed.connect(self.troubles.append)

    @property
    def title(self) -> str:
        return "Noticeboard"

    def panes(self) -> Sequence[QWidget]:
        return (self,)

    def read_afresh(self) -> None:
        if self.away:
            raise StorageError("The drive is gone.")
        self.reads += 1


@pytest.fixture
def undo() -> UndoHistory:
    return UndoHistory()


@pytest.fixture
def board(theme: Theme, tmp_path: Path, undo: UndoHistory, show: Show) -> Iterator[Noticeboard]:
    with create(tmp_path / "round.ddround", FileKind.ROUND, NOON) as store:
        board = Noticeboard(theme, Workplace(store, lambda: NOON, "Helen"), undo)
        show(board)
        yield board


def pinned() -> Change:
    return Change(frozenset({"notes"}), "Pinned", pinned)


def test_a_burst_of_changes_is_read_once(board: Noticeboard, undo: UndoHistory, dressed_app: QApplication) -> None:
    for _each in range(3):
        board.perform(pinned)
    undo.undo()
    settle(dressed_app)
    assert board.reads == 1


def test_what_is_shown_already_is_not_read_again(board: Noticeboard, dressed_app: QApplication) -> None:
    board.perform(pinned)
    board.be_up_to_date()
    settle(dressed_app)
    shown_by_itself = board.reads
    board.perform(pinned)
    board.refresh()
    settle(dressed_app)
    assert (shown_by_itself, board.reads) == (0, 1)


def test_out_of_sight_nothing_is_read_before_it_is_shown_again(board: Noticeboard, dressed_app: QApplication) -> None:
    board.hide()
    board.perform(pinned)
    settle(dressed_app)
    hidden = board.reads
    board.on_shown()
    assert (hidden, board.reads) == (0, 1)


def test_what_was_read_as_the_screen_was_made_is_read_again_only_after_a_change(board: Noticeboard) -> None:
    reads = []
    board.was_read()
    for _time in range(2):
        board.on_shown()
        reads.append(board.reads)
    board.was_read()
    board.perform(pinned)
    board.on_shown()
    assert [*reads, board.reads] == [0, 1, 2]


def test_what_was_kept_is_told_and_what_was_refused_is_not(board: Noticeboard, undo: UndoHistory) -> None:
    refusals: list[DDPanelError] = []
    undo.failed.connect(refusals.append)

    def refuse() -> Change:
        raise StorageError("The disk is full.")

    assert board.perform(refuse) is None
    assert (board.told, [each.title for each in refusals]) == ([], ["The disk is full."])
    assert board.perform(pinned) is not None
    assert board.told == [NOON]


def test_trouble_in_reading_is_passed_on_and_what_was_shown_stays(board: Noticeboard) -> None:
    board.refresh()
    board.away = True
    board.on_shown()
    assert (board.reads, [each.title for each in board.troubles]) == (1, ["The drive is gone."])


class SlowBoard(ReadingPage):
    """Reads in a job."""

    def __init__(self, theme: Theme, place: Workplace, jobs: Jobs, undo: UndoHistory) -> None:
        super().__init__(theme, place, jobs, undo)
        self.away = False
        self.shown: list[object] = []
        self.read: list[list[int]] = []
        self.troubles: list[DDPanelError] = []
        self.note = QLineEdit(self)
        self.failed.connect(self.troubles.append)

    @property
    def title(self) -> str:
        return "Slow board"

    def panes(self) -> Sequence[QWidget]:
        return (self.note,)

    def reader(self) -> Callable[[Report], str]:
        away = self.away

        def read(_report: Report) -> str:
            self.read = [[number] for number in range(MANY)]
            if away:
                raise StorageError("The drive is gone.")
            return "a note"

        return read

    def show_read(self, found: object) -> None:
        self.shown.append(found)


def test_what_takes_long_to_read_is_read_beside_the_window(
    theme: Theme, tmp_path: Path, undo: UndoHistory, show: Show, qtbot: QtBot
) -> None:
    jobs = Jobs()
    with create(tmp_path / "round.ddround", FileKind.ROUND, NOON) as store:
        board = SlowBoard(theme, Workplace(store, lambda: NOON, "Helen"), jobs, undo)
        show(board)
        board.on_shown()
        board.setFocus()
        at_once = list(board.shown)
        qtbot.waitUntil(lambda: not board.reading.busy)
        assert (at_once, board.shown) == ([], ["a note"])
        assert board.note.hasFocus()
        assert gc.get_freeze_count() > MANY  # nobody looks for garbage in all it read
        gc.unfreeze()
        board.away = True
        board.refresh()
        qtbot.waitUntil(lambda: not board.reading.busy)
        assert [each.title for each in board.troubles] == ["The drive is gone."]
        assert board.shown == ["a note"]
        assert jobs.wait()


def test_what_was_read_for_a_screen_out_of_sight_is_read_again_when_it_is_shown(
    theme: Theme, tmp_path: Path, undo: UndoHistory, show: Show, qtbot: QtBot
) -> None:
    jobs = Jobs()
    with create(tmp_path / "round.ddround", FileKind.ROUND, NOON) as store:
        board = SlowBoard(theme, Workplace(store, lambda: NOON, "Helen"), jobs, undo)
        show(board)
        board.on_shown()
        board.hide()
        qtbot.waitUntil(lambda: not board.reading.busy)
        out_of_sight = list(board.shown)
        board.show()
        board.on_shown()
        qtbot.waitUntil(lambda: not board.reading.busy)
        assert (out_of_sight, board.shown) == ([], ["a note"])
        assert jobs.wait()
