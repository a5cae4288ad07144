"""Garbage is looked for on the window's thread alone, a little at a time, and is found in the end."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QThread
from PySide6.QtWidgets import QWidget

from dd_panel.domain.errors import StorageError
from dd_panel.ui.garbage import FEW, MANY, RESTING_MS, WORKING_MS, Sweeping, read_undisturbed
from dd_panel.ui.jobs import Jobs, Report
from tests.exampledesk import make_review
from tests.ui.keyboard import settle
from tests.ui.programs import Running, wait_until

pytestmark = pytest.mark.usefixtures("qapp")


class Knot:
    """Something that refers to itself, so that it goes only when somebody looks."""

    def __init__(self, *holds: object) -> None:
        self.itself = self
        self.holds = holds


class Bench:
    """A sweep, whether a job is under way, and the knots that are still there."""

    def __init__(self, parent: QObject) -> None:
        self.working = False
        self.sweeping = Sweeping(lambda: self.working, parent)
        self.sweeping.leave_alone()

    def knot(self, *holds: object) -> weakref.ref[Knot]:
        """Make a knot that nobody holds."""
        return weakref.ref(Knot(*holds))

    def make(self, count: int) -> list[list[object]]:
        """Make so many objects that stay."""
        return [[] for _number in range(count)]


@pytest.fixture
def bench() -> Iterator[Bench]:
    gc.collect()
    parent = QObject()
    yield Bench(parent)
    parent.deleteLater()
    settle()
    gc.unfreeze()
    gc.enable()


def test_what_is_new_is_looked_through_once_there_is_enough_of_it(bench: Bench) -> None:
    knot = bench.knot()
    bench.sweeping.sweep()
    assert knot() is not None
    kept = bench.make(FEW)
    bench.sweeping.sweep()
    assert (knot(), len(kept)) == (None, FEW)


def test_what_is_older_is_looked_through_once_it_is_much(bench: Bench) -> None:
    held = Knot()
    knot = weakref.ref(held)
    kept = bench.make(FEW)
    bench.sweeping.sweep()
    del held
    kept += bench.make(FEW)
    bench.sweeping.sweep()
    assert knot() is not None
    kept += bench.make(MANY)
    bench.sweeping.sweep()
    assert knot() is None


def test_what_stays_is_looked_through_no_more_until_its_file_is_closed(bench: Bench) -> None:
    held = Knot()
    knot = weakref.ref(held)
    kept = bench.make(MANY)
    bench.sweeping.sweep()
    frozen = gc.get_freeze_count()
    assert (len(gc.get_objects()) < FEW, frozen > MANY) == (True, True)
    del held
    kept += bench.make(MANY)
    bench.sweeping.sweep()
    assert knot() is not None
    bench.sweeping.look_at_all()
    bench.sweeping.sweep()
    assert (knot(), gc.get_freeze_count() > MANY) == (None, True)


def test_what_a_closed_file_left_is_found_though_the_next_one_is_open_already(bench: Bench) -> None:
    knot = bench.knot()
    bench.sweeping.leave_alone()
    bench.sweeping.look_at_all()
    bench.sweeping.leave_alone()
    bench.sweeping.sweep()
    assert (knot(), gc.get_freeze_count() > 0) == (None, True)


def test_a_job_that_reads_is_not_disturbed_and_what_it_read_is_left_alone_where_it_is_much(bench: Bench) -> None:
    with ExitStack() as first, ExitStack() as second:
        first.enter_context(read_undisturbed())
        second.enter_context(read_undisturbed())
        kept, knot, frozen = bench.make(FEW), bench.knot(), gc.get_freeze_count()
        first.close()
        bench.sweeping.sweep()
        assert knot() is not None
        second.close()
        bench.sweeping.sweep()
        assert (knot(), gc.get_freeze_count() <= frozen) == (None, True)
    with suppress(StorageError), read_undisturbed():
        kept += bench.make(MANY)
        raise StorageError("The drive is gone.")
    assert gc.get_freeze_count() > len(kept)


def test_beside_a_job_nothing_is_left_alone_and_all_is_looked_through_each_time_it_doubled(bench: Bench) -> None:
    bench.working = True
    held, before = bench.make(MANY), gc.get_freeze_count()
    bench.sweeping.sweep()
    assert gc.get_freeze_count() == before
    looks = gc.get_stats()[2]["collections"]
    held += bench.make(MANY // 2)
    bench.sweeping.sweep()
    assert gc.get_stats()[2]["collections"] == looks
    held += bench.make(MANY)
    bench.sweeping.sweep()
    assert gc.get_stats()[2]["collections"] == looks + 1
    bench.working = False
    held += bench.make(FEW)
    bench.sweeping.sweep()
    assert gc.get_freeze_count() > before + len(held)


def test_while_a_job_is_under_way_what_a_file_left_waits(bench: Bench) -> None:
    bench.working = True
    knot = bench.knot()
    bench.sweeping.leave_alone()
    bench.sweeping.look_at_all()
    bench.sweeping.sweep()
    assert knot() is not None
    bench.working = False
    bench.sweeping.sweep()
    assert (knot() is None, gc.get_freeze_count() > 0) == (True, True)


def test_a_job_that_makes_much_garbage_frees_no_widget_on_its_thread(bench: Bench) -> None:
    jobs = Jobs()
    started, go_on = threading.Event(), threading.Event()
    died_here: list[bool] = []
    here = QThread.currentThread()

    def make_garbage(report: Report) -> int:
        started.set()
        for number in range(60 * FEW):
            Knot()
            report(number, 60 * FEW)
        assert go_on.wait(30)
        return 60 * FEW

    def died() -> None:
        died_here.append(QThread.currentThread() is here)

    widget = QWidget()
    weakref.finalize(Knot(widget), died)
    del widget
    bench.working = True
    job = jobs.start(make_garbage)
    assert started.wait(30)
    looks = gc.get_stats()[0]["collections"]
    wait_until(lambda: bool(died_here))
    go_on.set()
    wait_until(lambda: not job.running)
    assert died_here == [True]
    assert gc.get_stats()[0]["collections"] > looks
    wait_until(lambda: sum(isinstance(each, Knot) for each in gc.get_objects()) < FEW)


def test_the_timer_looks_more_often_beside_a_job(bench: Bench) -> None:
    (timer,) = bench.sweeping.children()
    seen = []
    for bench.working in (True, False):
        bench.sweeping.sweep()
        seen.append(timer.property("interval"))
    assert seen == [WORKING_MS, RESTING_MS]


def test_what_is_being_put_together_is_not_touched(bench: Bench) -> None:
    def one_after_the_other() -> Iterator[list[object]]:
        for number in range(3 * MANY):
            yield []
            if number % MANY == 0:
                bench.sweeping.sweep()

    bench.working = True
    assert len(tuple(one_after_the_other())) == 3 * MANY


def test_what_belongs_to_a_file_is_left_alone_while_it_is_open(bench: Bench, app: Running, tmp_path: Path) -> None:
    app.program.opened.connect(bench.sweeping.leave_alone)
    app.program.closed.connect(bench.sweeping.look_at_all)
    knot = bench.knot()
    app.program.open_file(make_review(tmp_path / "ashe.ddreview", 3))
    kept = bench.make(MANY)
    bench.sweeping.sweep()
    assert (app.key, knot() is None) == ("desk", False)
    app.program.show_start()
    wait_until(lambda: not app.program.working)
    bench.sweeping.sweep()
    assert (knot(), gc.get_freeze_count() > len(kept)) == (None, True)
