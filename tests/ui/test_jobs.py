"""Slow work: it tells how far it is, can be cancelled, and its end arrives on the window's thread."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from functools import partial

import pytest
from PySide6.QtCore import QObject, QThread, Slot
from pytestqt.qtbot import QtBot

from dd_panel.domain.errors import InputError
from dd_panel.services.workplace import CancelledError
from dd_panel.ui.jobs import SWITCH_SECONDS, Job, Jobs, NewestJob, OneJob, Report

pytestmark = pytest.mark.usefixtures("qapp")


class Screen(QObject):
    """A screen that follows one job."""

    def __init__(self) -> None:
        super().__init__()
        self.told: list[object] = []
        self.threads: set[bool] = set()

    def follow(self, job: Job) -> None:
        job.progress.connect(self._on_progress)
        job.finished.connect(self._on_finished)
        job.failed.connect(self._on_failed)
        job.cancelled.connect(self._on_cancelled)

    @Slot(int, int, str)
    def _on_progress(self, done: int, total: int, text: str) -> None:
        self._note(f"{done} of {total} {text}")

    @Slot(object)
    def _on_finished(self, result: object) -> None:
        self._note(result)

    @Slot(object)
    def _on_failed(self, trouble: object) -> None:
        self._note(trouble)

    @Slot()
    def _on_cancelled(self) -> None:
        self._note("cancelled")

    def _note(self, what: object) -> None:
        self.told.append(what)
        self.threads.add(QThread.currentThread() is self.thread())


@pytest.fixture
def jobs() -> Iterator[Jobs]:
    jobs = Jobs()
    yield jobs
    jobs.cancel_all()
    assert jobs.wait()


def test_the_result_arrives_on_the_windows_thread(jobs: Jobs, qtbot: QtBot) -> None:
    screen = Screen()
    worker: list[int] = []

    def count(report: Report) -> int:
        worker.append(threading.get_ident())
        for at in range(5):
            report(at + 1, 5, "applications")
        return 42

    with qtbot.waitSignal(jobs.idle):
        screen.follow(jobs.start(count))
    assert worker != [threading.get_ident()]
    assert screen.told[-2:] == ["5 of 5 applications", 42]
    assert screen.threads == {True}
    assert jobs.running == ()


def test_a_job_gives_the_window_its_turn_sooner_than_python_would(jobs: Jobs) -> None:
    assert jobs.running == ()
    assert sys.getswitchinterval() == pytest.approx(SWITCH_SECONDS) == 0.002


def test_connecting_after_the_work_has_ended_is_soon_enough(jobs: Jobs, qtbot: QtBot) -> None:
    screen = Screen()
    job = jobs.start(lambda _report: "done")
    assert jobs.wait()
    screen.follow(job)
    with qtbot.waitSignal(jobs.idle):
        pass
    assert screen.told == ["done"]


def test_thousands_of_reports_do_not_flood_the_window(jobs: Jobs, qtbot: QtBot) -> None:
    screen = Screen()

    def count(report: Report) -> None:
        for at in range(20_000):
            report(at + 1, 20_000)

    with qtbot.waitSignal(jobs.idle):
        screen.follow(jobs.start(count))
    assert screen.told[-2:] == ["20000 of 20000 ", None]
    assert len(screen.told) < 500


def test_cancelling_stops_the_work_at_its_next_report(jobs: Jobs, qtbot: QtBot) -> None:
    screen = Screen()
    begun, go_on = threading.Event(), threading.Event()
    passed: list[int] = []

    def wait(report: Report) -> None:
        begun.set()
        assert go_on.wait(20)
        passed.append(1)
        assert report.cancelled
        report(1, 2)
        passed.append(2)

    job = jobs.start(wait)
    screen.follow(job)
    assert begun.wait(20)
    job.cancel()
    with qtbot.waitSignal(jobs.idle):
        go_on.set()
    assert passed == [1]
    assert screen.told == ["cancelled"]


def test_a_trouble_arrives_as_it_was_raised(jobs: Jobs, qtbot: QtBot) -> None:
    screen = Screen()
    trouble = InputError("This is not a scoresheet", "cover.docx is a Word file.", "Choose the workbook.")

    def refuse(_report: Report) -> None:
        raise trouble

    with qtbot.waitSignal(jobs.idle):
        screen.follow(jobs.start(refuse))
    assert screen.told == [trouble]


def test_a_fault_in_the_work_is_told_too(jobs: Jobs, qtbot: QtBot) -> None:
    screen = Screen()
    with qtbot.waitSignal(jobs.idle):
        screen.follow(jobs.start(lambda _report: 1 // 0))
    assert isinstance(screen.told[0], ZeroDivisionError)


def wait_for(event: threading.Event, _report: Report) -> None:
    assert event.wait(20)


def answer(number: int, _report: Report) -> int:
    return number


def test_several_jobs_run_and_the_last_one_leaves_the_window_idle(jobs: Jobs, qtbot: QtBot) -> None:
    screen = Screen()
    with qtbot.waitSignal(jobs.idle):
        for at in range(6):
            screen.follow(jobs.start(partial(answer, at)))
        assert len(jobs.running) == 6
    assert sorted(map(str, screen.told)) == ["0", "1", "2", "3", "4", "5"]


class Told:
    """What one place for slow work told, in order, and whether it was busy then."""

    def __init__(self, jobs: Jobs) -> None:
        self.one = OneJob(jobs)
        self.said: list[tuple[object, bool]] = []
        self.one.finished.connect(self._note)
        self.one.failed.connect(self._note)
        self.one.stopped.connect(lambda: self._note("stopped"))

    def _note(self, what: object) -> None:
        self.said.append((what, self.one.busy))


def test_one_place_does_one_thing_at_a_time(jobs: Jobs, qtbot: QtBot) -> None:
    told, go_on = Told(jobs), threading.Event()
    with qtbot.waitSignal(jobs.idle):
        begun = [told.one.start(lambda _report: go_on.wait(20)), told.one.start(lambda _report: "never")]
        busy = told.one.busy
        go_on.set()
    assert (begun, busy, told.said) == ([True, False], True, [(True, False)])


def test_trouble_a_person_can_mend_is_told(jobs: Jobs, qtbot: QtBot) -> None:
    told, trouble = Told(jobs), InputError("No such file.")

    def fail(_report: Report) -> None:
        raise trouble

    with qtbot.waitSignal(jobs.idle):
        told.one.start(fail)
    assert told.said == [(trouble, False)]


def test_what_the_app_calls_cancelled_is_stopped(jobs: Jobs, qtbot: QtBot) -> None:
    told, begun, go_on = Told(jobs), threading.Event(), threading.Event()

    def wait(_report: Report) -> None:
        begun.set()
        assert go_on.wait(20)
        raise CancelledError

    with qtbot.waitSignal(jobs.idle):
        told.one.start(wait)
        assert begun.wait(20)
        told.one.cancel()
        go_on.set()
    assert told.said == [("stopped", False)]


def test_what_nobody_foresaw_stops_it_and_is_raised(jobs: Jobs, qtbot: QtBot) -> None:
    told = Told(jobs)

    def break_off(_report: Report) -> None:
        raise ZeroDivisionError

    with qtbot.captureExceptions() as raised, qtbot.waitSignal(jobs.idle):
        told.one.start(break_off)
    assert told.said == [("stopped", False)]
    assert [kind for kind, _error, _trace in raised] == [ZeroDivisionError]


def test_newer_work_takes_the_place_of_what_is_out_of_date(jobs: Jobs, qtbot: QtBot) -> None:
    newest = NewestJob(jobs)
    ended: list[object] = []
    newest.finished.connect(ended.append)
    newest.stopped.connect(lambda: ended.append("stopped"))
    begun, go_on = threading.Event(), threading.Event()

    def first(report: Report) -> str:
        begun.set()
        assert go_on.wait(20)
        report.stop_if_cancelled()
        return "first"

    assert newest.start(first)
    assert begun.wait(20)
    newest.start(lambda _report: "second")
    newest.start(lambda _report: "third")
    go_on.set()
    qtbot.waitUntil(lambda: not newest.busy)
    assert ended == ["third"]


def test_newest_work_that_is_cancelled_is_followed_by_nothing(jobs: Jobs, qtbot: QtBot) -> None:
    newest = NewestJob(jobs)
    ended: list[object] = []
    newest.finished.connect(ended.append)
    newest.stopped.connect(lambda: ended.append("stopped"))
    go_on = threading.Event()

    def wait(report: Report) -> None:
        assert go_on.wait(20)
        report.stop_if_cancelled()

    newest.start(wait)
    newest.start(lambda _report: "second")
    newest.cancel()
    go_on.set()
    qtbot.waitUntil(lambda: not newest.busy)
    assert ended == ["stopped"]


def test_with_the_screens_only_what_was_read_for_them_is_given_up(jobs: Jobs, qtbot: QtBot) -> None:
    newest, told, go_on = NewestJob(jobs), Told(jobs), threading.Event()
    ended: list[object] = []
    newest.finished.connect(ended.append)
    newest.stopped.connect(lambda: ended.append("stopped"))

    def work(report: Report) -> str:
        assert go_on.wait(20)
        report.stop_if_cancelled()
        return "done"

    newest.start(work)
    newest.start(work)
    told.one.start(work)
    jobs.give_up_looking()
    with qtbot.waitSignal(jobs.idle):
        go_on.set()
    assert (ended, told.said) == (["stopped"], [("done", False)])


def test_what_is_to_follow_comes_when_all_that_was_under_way_has_ended(jobs: Jobs, qtbot: QtBot) -> None:
    followed: list[str] = []
    jobs.when_done(lambda: followed.append("nothing was under way"))
    first, second, third = (threading.Event() for _each in range(3))
    for event in (first, second):
        jobs.start(partial(wait_for, event))
    jobs.when_done(lambda: followed.append("both have ended"))
    later = jobs.start(partial(wait_for, third))
    first.set()
    qtbot.waitUntil(lambda: len(jobs.running) == 2)
    assert followed == ["nothing was under way"]
    second.set()
    qtbot.waitUntil(lambda: jobs.running == (later,))
    assert followed == ["nothing was under way", "both have ended"]
    with qtbot.waitSignal(jobs.idle):
        third.set()
