"""Reads PDF documents in a process beside this one, which is ended where a page takes too much time or memory.

A kilobyte of PDF can ask for hours of drawing and all the memory there is, and the engine can't be told to stop in the
midst of it. What such a process does is in `pdf_answering`; it ends with the pipe through which it is asked.

Both ends talk in pickles. A pickle can make a program do anything, so none is ever read that came from outside: these
go through a pipe that only the two ends hold, and what a document says travels inside as bytes, texts and numbers.
"""

from __future__ import annotations

import mmap
import os
import pickle
import subprocess
import sys
import threading
import time
import weakref
from contextlib import contextmanager, suppress
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any, Final, cast

from dd_panel.exchange.attachments.pdf_answering import BOARD
from dd_panel.exchange.attachments.pdf_engine import PATIENCE, NotReadable, TooHard, memory, never, open_here

if TYPE_CHECKING:
    from collections.abc import Iterator
    from io import BufferedReader

    from dd_panel.exchange.attachments.pdf_engine import Box, OpenPdf, Stop

MOST_SECONDS: Final = 10.0
"""What one piece of a page may take: a map of a hundred thousand lines takes three."""

_GRACE: Final = 1.0
"""Seconds in which the engine comes to a place where it can be left."""

_MOST_TOO_HARD: Final = 3
"""Pages of a document that may be too much before no other is tried."""

_PIPE: Final = 1024 * 1024
_BROKEN: Final = (OSError, EOFError, ValueError, pickle.PickleError)
_ANSWERING: Final = "dd_panel.exchange.attachments.pdf_answering"


_Facts = tuple[int, tuple[tuple[float, float], ...]]
"""How many pages a document has, and the sizes of the first ones."""


class PdfProcess:
    """A process that reads documents for this one, one thing at a time; it is started when it is first needed.

    Where none can be started, documents are read in this process.
    """

    def __init__(self, most_seconds: float = MOST_SECONDS) -> None:
        self._most_seconds = most_seconds
        self._turn = threading.Lock()
        self._running: _Running | None = None
        # A bundle's program starts the bundle, not Python.
        self._possible = bool(sys.executable) and not getattr(sys, "frozen", False)
        self._opened = 0
        self._closed = False

    def start(self, stop: Stop = never) -> None:
        """Have the process ready for the first document."""
        with self._in_turn(stop):
            self._started(stop)

    def open(self, content: bytes, stop: Stop = never) -> OpenPdf:
        """Open a document there.

        Raises PasswordNeeded, TooMuch, NotReadable or TooHard.
        """
        with self._in_turn(stop):
            running = self._started(stop)
            self._opened += 1
            number = self._opened
        return open_here(content, stop) if running is None else _PdfBeside(self, number, content, stop)

    def ask(self, document: _PdfBeside, verb: str, arguments: tuple[object, ...], stop: Stop) -> Any:  # noqa: ANN401
        """Have a document asked for something; one that the process doesn't know, as it is a new one, is opened there.

        Raises TooHard, and what opening and asking raise.
        """
        with self._in_turn(stop):
            if document.closed:  # while this waited for its turn
                raise NotReadable
            running = self._started(stop)
            if running is None:
                raise TooHard
            try:
                if document.known_to is not running:
                    document.facts = self._opened_in(running, document, stop)
                    document.known_to = running
                return (
                    document.facts
                    if verb == "open"
                    else running.ask((verb, document.number, *arguments), stop, self._most_seconds)
                )
            finally:
                if running.over:
                    self._running = None

    def _opened_in(self, running: _Running, document: _PdfBeside, stop: Stop) -> _Facts:
        try:
            facts: _Facts = running.ask(("open", document.number, document.content), stop, self._most_seconds)
        except BaseException:
            running.tell(("close", document.number))  # it may have been opened when nobody waited any more
            raise
        return facts

    def forget(self, document: _PdfBeside) -> None:
        """Give back what a document takes there."""
        with self._in_turn(never):
            if self._running is not None and document.known_to is self._running:
                self._running.tell(("close", document.number))

    def close(self) -> None:
        """End the process, whatever it is doing; no other is started, and no document can be read any more."""
        self._closed = True
        running = self._running
        if running is not None:
            running.end()

    @contextmanager
    def _in_turn(self, stop: Stop) -> Iterator[None]:
        while not self._turn.acquire(timeout=PATIENCE):
            stop()
        try:
            yield
        finally:
            self._turn.release()

    def _started(self, stop: Stop) -> _Running | None:
        if self._closed:
            raise NotReadable
        if self._running is not None and self._running.over:
            self._running = None
        if self._running is None and self._possible:
            try:
                self._running = _Running(stop, self._most_seconds)
            except (OSError, TooHard):
                self._possible = False
        return self._running


class _PdfBeside:
    """A document that is open in the process beside."""

    def __init__(self, process: PdfProcess, number: int, content: bytes, stop: Stop) -> None:
        self.number = number
        self.content = content  # another process needs it where this one has to be ended
        self.known_to: _Running | None = None
        self.facts: _Facts = (0, ())
        self._process = process
        self.closed = False
        self._too_hard: set[int] = set()
        self.count, self.beginning = process.ask(self, "open", (), stop)

    def draw(
        self, index: int, whole: tuple[int, int], part: tuple[int, int, int, int], ground: int, stop: Stop
    ) -> memoryview:
        drawn: memoryview = self._ask("draw", (index, whole, part, ground), stop)
        return drawn

    def sizes(self, stop: Stop) -> tuple[tuple[float, float], ...]:
        sizes: tuple[tuple[float, float], ...] = self._process.ask(self, "sizes", (), stop)
        return sizes

    def letters(self, index: int, stop: Stop) -> str:
        letters: str = self._ask("letters", (index,), stop)
        return letters

    def boxes(self, index: int, begin: int, end: int, stop: Stop) -> tuple[Box, ...]:
        boxes: tuple[Box, ...] = self._ask("boxes", (index, begin, end), stop)
        return boxes

    def close(self) -> None:
        self.closed = True
        self._process.forget(self)
        self.content = b""

    def _ask(self, verb: str, arguments: tuple[Any, ...], stop: Stop) -> Any:  # noqa: ANN401
        index = arguments[0]
        if index in self._too_hard or len(self._too_hard) >= _MOST_TOO_HARD:
            raise TooHard
        try:
            return self._process.ask(self, verb, arguments, stop)
        except TooHard:
            self._too_hard.add(index)
            raise


class _Running:
    """One start of the process; `over` tells that it has ended or is to be ended."""

    def __init__(self, stop: Stop, seconds: float) -> None:
        """Raises OSError or TooHard where it doesn't begin."""
        board = _new_board()
        try:
            self._process = _begun(board)
            seen = _seen(board)
        finally:
            for number in board:
                os.close(number)
        self.end = weakref.finalize(self, _end, self._process)
        self._answers: SimpleQueue[tuple[bool, Any] | None] = SimpleQueue()
        self._asked = 0
        pipe = cast("BufferedReader", self._process.stdout)
        threading.Thread(target=_hear_answers, args=(pipe, seen, self._answers), daemon=True).start()
        self._answer(stop, seconds)

    @property
    def over(self) -> bool:
        return not self.end.alive or self._process.poll() is not None

    def tell(self, call: tuple[object, ...]) -> None:
        """Ask for something that has no answer."""
        with suppress(*_BROKEN):
            self._say((0, *call))

    def ask(self, call: tuple[object, ...], stop: Stop, seconds: float) -> Any:  # noqa: ANN401
        """Ask and wait for the answer. Raises what the answer says, what `stop` raises, and TooHard."""
        self._asked += 1
        try:
            self._say((self._asked, *call))
        except _BROKEN:
            self.end()
            raise TooHard from None
        return self._answer(stop, seconds)

    def _say(self, call: tuple[object, ...]) -> None:
        asks = self._process.stdin
        if asks is None:
            raise BrokenPipeError
        pickle.dump(call, asks, pickle.HIGHEST_PROTOCOL)
        asks.flush()

    def _answer(self, stop: Stop, seconds: float) -> Any:  # noqa: ANN401
        until = time.monotonic() + seconds
        ending: BaseException | None = None
        while time.monotonic() < until:
            try:
                answer = self._answers.get(timeout=PATIENCE)
            except Empty:
                if ending is None:
                    try:
                        stop()
                    except BaseException as wish:  # noqa: BLE001 - raised again once the engine has been left
                        ending = wish
                        self.tell(("stop", self._asked))
                        until = min(until, time.monotonic() + _GRACE)
                continue
            if answer is None:
                break
            if ending is not None:
                raise ending
            done, value = answer
            if done:
                return value
            raise value
        self.end()
        raise TooHard if ending is None else ending


def _begun(board: tuple[int, ...]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603 - our own module, by the Python that runs this one
        [sys.executable, "-P", "-m", _ANSWERING, *map(str, board)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        # Each thread's own store of memory would count as used.
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "MALLOC_ARENA_MAX": "1"},
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        pipesize=_PIPE,
        pass_fds=board,
    )


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with suppress(OSError):
                pipe.close()


def _new_board() -> tuple[int, ...]:
    """A new piece of memory for both processes, by its number; none where the system has no such thing."""
    if not hasattr(os, "memfd_create"):
        return ()
    board = os.memfd_create("dd-panel-pages")
    os.ftruncate(board, BOARD)
    return (board,)


def _seen(board: tuple[int, ...]) -> memoryview:
    """What lies on the board, to be read."""
    return memoryview(mmap.mmap(board[0], BOARD, prot=mmap.PROT_READ) if board else b"")


def _hear_answers(pipe: BufferedReader, board: memoryview, answers: SimpleQueue[tuple[bool, Any] | None]) -> None:
    with suppress(*_BROKEN):
        while True:
            done, value, size = pickle.load(pipe)  # noqa: S301 - from our own program
            if size:
                value = _picture(pipe, board[:size] if value else None, size)
            answers.put((done, value))
    answers.put(None)


def _picture(pipe: BufferedReader, board: memoryview | None, size: int) -> memoryview:
    picture = memory(size)
    if board is not None:
        picture[:] = board
        return picture
    filled = 0
    while filled < size:
        read = pipe.readinto(picture[filled:])
        if not read:
            raise EOFError
        filled += read
    return picture
