"""Examines the files of a merge in processes beside this one, where there is enough to read.

Such a process is `python -m dd_panel.services.returns.receiving_beside`: it imports nothing but what reads
scoresheets, never opens a store, and ends with the pipe through which it is asked. It is started as a program of its
own, because `multiprocessing` would run whatever script called this one a second time.

Both ends talk in pickles. A pickle can make a program do anything, so none is ever read that came from outside: these
go through a pipe that only the two ends hold, and what a scoresheet says travels inside as bytes and texts.

No file is waited for without end. What it takes a helper to read one is counted in the work of the processor, so that
a busy machine refuses nothing, and by the clock for a helper that does no work at all. A helper whose time is up is
ended, its file is refused by name, and a new helper goes on with the others.
"""

from __future__ import annotations

import gc
import os
import pickle
import signal
import subprocess
import sys
import threading
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as StillReading
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import IO, TYPE_CHECKING

from dd_panel.domain.findings import Finding, Kind, ReadCell
from dd_panel.services.returns.receiving import Examined, Examiner
from dd_panel.services.returns.sweeping import swept_seldom
from dd_panel.services.workplace import CancelledError
from dd_panel.text import _, language_in_use, use_language

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Sequence
    from concurrent.futures import Future

    from dd_panel.domain.expectations import Expectations
    from dd_panel.services.returns.receiving import Incoming
    from dd_panel.services.workplace import Cancelled

WORTH_IT = 3 * 1024 * 1024
"""Bytes of files that take about as long to read as it takes to start helpers, twice over."""

_FEWEST_FILES = 8
_MOST_HELPERS = 3
"""What three of them read keeps one process busy with merging it."""

_AHEAD = 4
"""Files that each helper may be ahead of the merge; more would only fill memory."""

_LOOK_UP_SECONDS = 0.1
"""How long Cancel may go unnoticed while a helper is awaited."""

WORK_SECONDS = 60.0
"""Of the processor, for one file: ten times what the largest scoresheet and the worst of harmful files take."""

WAIT_SECONDS = 300.0
"""By the clock, for one file: a helper that gets a fifth of a processor has done all the work above by then."""

READY = b"."
"""What a helper says once it has loaded what it needs, so that the time for that is no file's."""

_OUT_OF_WORK = int(getattr(signal, "SIGPROF", 0))
"""The signal by which the system ends a process that has done so much work; 0 where it counts none, as on Windows."""

_BROKEN = (OSError, EOFError, ValueError, pickle.PickleError)


def helpers_for(files: Sequence[Incoming]) -> int:
    """How many processes are worth starting to read these files; 0 where this one alone is as quick."""
    if len(files) < _FEWEST_FILES or sum(len(each.content) for each in files) < WORTH_IT:
        return 0
    if not sys.executable or getattr(sys, "frozen", False):
        return 0  # a bundle's program starts the bundle, not Python
    here = getattr(os, "sched_getaffinity", None)
    cores = len(here(0)) if here else os.cpu_count() or 1
    return min(cores, _MOST_HELPERS) if cores > 1 else 0


def examine_all(
    files: Sequence[Incoming], expectations: Expectations, helpers: int, cancelled: Cancelled
) -> Generator[tuple[Examined, ...], None, None]:
    """Examine files and hand on what came of each, in their order; raises CancelledError. To be closed by the caller.

    Whatever a helper can't do for want of a process is done here, so that the result is the same in any case.
    """
    if not helpers:
        examiner = Examiner(expectations)
        for each in files:
            if cancelled():
                raise CancelledError
            yield _examine(examiner, each)
        return
    with closing(_Helpers(helpers, expectations)) as beside:
        yield from _in_turn(files, beside, Examiner(expectations), cancelled)


def _in_turn(
    files: Sequence[Incoming], beside: _Helpers, here: Examiner, cancelled: Cancelled
) -> Iterator[tuple[Examined, ...]]:
    coming = iter(files)
    asked = deque((each, beside.ask(each)) for each in islice(coming, beside.count * _AHEAD))
    while asked:
        file, answer = asked.popleft()
        found = _wait_for(answer, cancelled)
        for following in islice(coming, 1):
            asked.append((following, beside.ask(following)))
        yield _examine(here, file) if found is None else found


def _wait_for(answer: Future[tuple[Examined, ...] | None], cancelled: Cancelled) -> tuple[Examined, ...] | None:
    while not cancelled():
        with suppress(StillReading):
            return answer.result(_LOOK_UP_SECONDS)
    raise CancelledError


def _examine(examiner: Examiner, file: Incoming) -> tuple[Examined, ...]:
    return (Examined(refusal=file.trouble),) if file.trouble else examiner.examine(file.name, file.content)


@dataclass(slots=True)
class _Helper:
    """One process that examines files, and whether its time was up before it answered."""

    process: subprocess.Popen[bytes]
    late: threading.Event = field(default_factory=threading.Event)

    @contextmanager
    def watched(self) -> Iterator[None]:
        """End the process if what is done meanwhile takes longer by the clock than any file may."""
        watch = threading.Timer(WAIT_SECONDS, self._give_up)
        watch.daemon = True
        watch.start()
        try:
            yield
        finally:
            watch.cancel()

    def _give_up(self) -> None:
        self.late.set()
        self.process.kill()

    def ended_late(self) -> bool:
        """End the process, and say whether it had run out of time before."""
        self.process.kill()  # what it may still say would belong to another file
        ended_by = -self.process.wait()
        return self.late.is_set() or (ended_by > 0 and ended_by == _OUT_OF_WORK)


class _Helpers:
    """Processes that examine files; a thread for each starts it and waits for its answers."""

    def __init__(self, count: int, expectations: Expectations) -> None:
        self.count = count
        self._greeting = pickle.dumps((language_in_use(), WORK_SECONDS, expectations), pickle.HIGHEST_PROTOCOL)
        self._processes: list[subprocess.Popen[bytes]] = []
        self._own = threading.local()
        self._threads = ThreadPoolExecutor(count, "reading", initializer=self._begin)

    def ask(self, file: Incoming) -> Future[tuple[Examined, ...] | None]:
        """Have a file examined; the answer is None where no helper could."""
        return self._threads.submit(self._answer, file)

    def close(self) -> None:
        """End every process, whatever it is doing."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        self._kill()
        self._threads.shutdown()
        self._kill()  # one that a thread was just about to start
        for each in self._processes:
            each.communicate()

    def _kill(self) -> None:
        for each in tuple(self._processes):
            each.kill()

    def _begin(self) -> None:
        """Start this thread's process, tell it what scoresheets are held against, and wait until it can begin."""
        self._own.helper = None
        with suppress(*_BROKEN):
            process = subprocess.Popen(  # noqa: S603 - our own module, by the Python that runs this one
                [sys.executable, "-P", "-m", __name__],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
            self._processes.append(process)
            helper = _Helper(process)
            with helper.watched():
                asks = _there(process.stdin)
                asks.write(self._greeting)
                asks.flush()
                if _there(process.stdout).read(1) == READY:
                    self._own.helper = helper

    def _answer(self, file: Incoming) -> tuple[Examined, ...] | None:
        helper: _Helper | None = self._own.helper
        if helper is None or file.trouble:
            return None
        try:
            with helper.watched():
                asks = _there(helper.process.stdin)
                pickle.dump((file.name, file.content), asks, pickle.HIGHEST_PROTOCOL)
                asks.flush()
                found: list[_Packed] = pickle.load(_there(helper.process.stdout))  # noqa: S301 - from our own program
        except _BROKEN:
            self._own.helper = None
            if not helper.ended_late():
                return None
            self._begin()
            return (Examined(refusal=_too_slow(file)),)
        return tuple(_unpacked(each) for each in found)


def _too_slow(file: Incoming) -> Finding:
    return Finding(
        Kind.UNREADABLE, found=file.name, detail=_("it took longer than any scoresheet should; try it once more")
    )


_Packed = tuple[Examined, list[tuple[object, ...]]]
"""What came of a scoresheet, and its cells one column after the other: several times as quick as cell by cell."""


def _packed(found: Examined) -> _Packed:
    if found.examination is None:
        return found, []
    rest = replace(found, examination=replace(found.examination, cells=()))
    return rest, list(zip(*found.examination.cells, strict=True))


def _unpacked(packed: _Packed) -> Examined:
    found, columns = packed
    if found.examination is None:
        return found
    cells = tuple(map(ReadCell._make, zip(*columns, strict=True)))
    return replace(found, examination=replace(found.examination, cells=cells))


def _there(pipe: IO[bytes] | None) -> IO[bytes]:
    """A pipe that was asked for; only the types don't know that it is there."""
    if pipe is None:
        raise BrokenPipeError
    return pipe


@contextmanager
def _ended_after(seconds: float) -> Iterator[None]:
    """Let the system end this process once it has worked so long, as a file that holds up its reader can't be."""
    if not _OUT_OF_WORK:
        yield
        return
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def answer_until_told_no_more() -> None:
    """Be such a process: say when it can begin, and examine whatever comes through standard input, until that ends."""
    import dd_panel.exchange.scoresheet.opendocument
    import dd_panel.exchange.workbooks  # noqa: F401 - both are loaded only where there is a file to read

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever started this one decides what is broken off
    asks, answers = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr
    language, work_seconds, expectations = pickle.load(asks)  # noqa: S301 - from our own program
    use_language(*language)
    examiner = Examiner(expectations)
    gc.freeze()
    answers.write(READY)
    answers.flush()
    with swept_seldom(), suppress(EOFError, BrokenPipeError):
        while True:
            name, content = pickle.load(asks)  # noqa: S301 - from our own program
            with _ended_after(work_seconds):
                found = [_packed(each) for each in examiner.examine(name, content)]
            pickle.dump(found, answers, pickle.HIGHEST_PROTOCOL)
            answers.flush()


if __name__ == "__main__":
    answer_until_told_no_more()
