"""A round is closed: nothing comes of what was still being worked out about it, and its screens go with it.

What makes or changes something goes on to its end, and the window does not wait for it.
"""

from __future__ import annotations

import gc
import threading
import time
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent

from dd_panel.domain.errors import InputError, LockedError
from dd_panel.store.files import open_store
from dd_panel.ui.jobs import NewestJob, Report
from dd_panel.ui.meeting.page import MeetingPage
from dd_panel.ui.round.ranking.page import RankingPage
from dd_panel.ui.round.returns.page import ReturnsPage
from dd_panel.ui.start.locking import LockDialog
from tests.bench.rounds import Size, make_scored_round
from tests.ui.keyboard import settle
from tests.ui.programs import Running, wait_until

Ends = Callable[[], None]


@pytest.mark.parametrize("gone", [True, False], ids=["the screen is gone", "the screen is still there"])
@pytest.mark.parametrize("screen", ["ranking", "meeting"])
def test_how_sure_the_places_are_is_not_told_of_a_closed_round(
    app: Running, tmp_path: Path, screen: str, *, gone: bool
) -> None:
    make_scored_round(tmp_path / "large.ddround", Size(60, 10))
    app.program.open_file(tmp_path / "large.ddround")
    page = app.program.shell.go_to(screen)
    assert isinstance(page, RankingPage | MeetingPage)
    wait_until(lambda: page.forecast.busy)
    app.program.show_start()
    if gone:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    settle()
    assert (app.key, app.said()) == ("start", "")


def test_what_was_said_of_a_file_goes_with_it(app: Running, small: Path) -> None:
    app.program.shell.notices.show_error(InputError("Nothing about DD-003 is unclear."))
    assert (app.key != "start", app.said()) == (True, "Nothing about DD-003 is unclear.")
    app.program.show_start()
    assert (app.key, app.said()) == ("start", "")
    app.program.open_file(small.with_name("gone.ddround"))
    app.program.show_start()
    assert app.said() == "gone.ddround is not there."


def test_the_screens_of_a_closed_round_are_gone(app: Running, tmp_path: Path) -> None:
    make_scored_round(tmp_path / "small.ddround", Size(4, 2))
    app.program.open_file(tmp_path / "small.ddround")
    keys = ("applications", "rubric", "panel", "assignment", "returns", "ranking", "meeting", "decisions")
    screens = {key: weakref.ref(app.program.shell.go_to(key)) for key in keys}
    app.program.show_start()

    def left() -> list[str]:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        gc.unfreeze()
        gc.collect()
        return [key for key, screen in screens.items() if screen() is not None]

    wait_until(lambda: not left())


@pytest.fixture
def small(app: Running, tmp_path: Path) -> Path:
    """A small round, which is open."""
    path = tmp_path / "small.ddround"
    make_scored_round(path, Size(4, 2))
    app.program.open_file(path)
    return path


@pytest.fixture
def under_way(app: Running, small: Path) -> Iterator[Ends]:
    """Something is being made of the open round, such as a workbook; call it to let that end."""
    go_on, store = threading.Event(), app.program._store  # noqa: SLF001 - slow work, as any screen may have begun it
    assert store is not None
    assert store.path == small

    def make(report: Report) -> int:
        assert go_on.wait(20)
        report.stop_if_cancelled()
        with store.reading() as work:
            return len(work.applications.references())

    made: list[object] = []
    job = app.program._jobs.start(make)  # noqa: SLF001
    job.finished.connect(made.append)

    def end() -> None:
        go_on.set()
        wait_until(lambda: made == [4])

    yield end
    go_on.set()


def test_the_window_does_not_wait_for_what_is_being_made(app: Running, small: Path, under_way: Ends) -> None:
    app.program.show_start()
    assert (app.key, app.program.working, app.said()) == ("start", True, "")
    with pytest.raises(LockedError):
        open_store(small)
    under_way()
    open_store(small).close()


def test_a_file_that_is_wanted_again_opens_as_soon_as_it_is_closed(app: Running, small: Path, under_way: Ends) -> None:
    app.program.show_start()
    app.program.open_file(small)
    app.program.open_file(small)
    assert (app.key, app.said()) == ("start", "small.ddround is still being closed.")
    under_way()
    wait_until(lambda: app.key != "start")
    assert (app.key, app.said()) == ("returns", "")


def test_a_file_that_is_wanted_again_does_not_come_before_one_opened_meanwhile(
    app: Running, small: Path, under_way: Ends, tmp_path: Path
) -> None:
    make_scored_round(tmp_path / "other.ddround", Size(4, 2))
    app.program.show_start()
    app.program.open_file(small)
    app.program.open_file(tmp_path / "other.ddround")
    assert app.key == "returns"
    under_way()
    assert app.program._store is not None  # noqa: SLF001
    assert app.program._store.path == tmp_path / "other.ddround"  # noqa: SLF001
    open_store(small).close()


def test_how_a_file_is_to_be_locked_is_asked_when_it_is_closed(app: Running, under_way: Ends) -> None:
    app.program.change_lock()
    assert not app.program.shell.findChildren(LockDialog)
    under_way()
    assert app.dialog(LockDialog).isVisible()


def test_a_window_that_closes_closes_a_file_that_was_left_before(app: Running, small: Path) -> None:
    begun = threading.Event()

    def until_stopped(report: Report) -> None:
        begun.set()
        while True:
            report.stop_if_cancelled()
            time.sleep(0.01)

    app.program._jobs.start(until_stopped)  # noqa: SLF001
    assert begun.wait(20)
    app.program.show_start()
    with pytest.raises(LockedError):
        open_store(small)
    app.program.shell.close()
    open_store(small).close()


@pytest.mark.parametrize("elsewhere", [False, True], ids=["on the first screen", "in another file"])
def test_a_merge_that_fails_after_its_file_was_left_is_told_where_one_is(
    app: Running, small: Path, tmp_path: Path, *, elsewhere: bool
) -> None:
    other, empty = tmp_path / "other.ddround", tmp_path / "empty"
    make_scored_round(other, Size(4, 2))
    empty.mkdir()
    page = app.program.shell.go_to("returns")
    assert isinstance(page, ReturnsPage)
    page.take_files([empty])
    if elsewhere:
        app.program.open_file(other)
    else:
        app.program.show_start()
    wait_until(lambda: app.said() != "")
    assert app.key == ("returns" if elsewhere else "start")
    notice = app.program.shell.notices.current
    assert notice is not None
    assert notice.spoken() == (
        "What was still under way in small.ddround failed. There is no scoresheet in empty."
        " Drop the workbooks themselves, or a folder that holds them."
    )
    app.program.shell.notices.dismiss()
    assert app.said() == ""  # told once
    open_store(small).close()


def test_what_nobody_foresaw_is_noted_after_its_file_was_left_too(app: Running, small: Path) -> None:
    go_on = threading.Event()

    def breaks(_report: Report) -> None:
        assert go_on.wait(20)
        raise RuntimeError("a bug")

    app.program._jobs.start(breaks)  # noqa: SLF001 - slow work, as any screen may have begun it
    app.program.show_start()
    noted: list[object] = []
    app.mishaps.noted.connect(noted.append)
    app.mishaps.listen()
    go_on.set()
    wait_until(lambda: len(noted) == 1)
    app.mishaps.rest()
    open_store(small).close()


def test_what_was_given_up_with_its_file_tells_no_trouble(app: Running, small: Path) -> None:
    go_on, ended = threading.Event(), threading.Event()

    def fails(report: Report) -> None:
        assert go_on.wait(20)
        ended.set()
        raise InputError("Nothing that anybody wants to know.", str(report.cancelled))

    looking = NewestJob(app.program._jobs)  # noqa: SLF001 - reads for a screen, as any screen does
    looking.start(fails)
    app.program.show_start()
    go_on.set()
    wait_until(ended.is_set)
    wait_until(lambda: not app.program.working)
    assert app.said() == ""
    open_store(small).close()
