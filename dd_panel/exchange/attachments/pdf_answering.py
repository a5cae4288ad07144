"""The process that reads PDF documents for the program, as `pdf_beside` asks it to.

`python -m dd_panel.exchange.attachments.pdf_answering` imports the engine and next to nothing else. What it is asked
for comes through standard input: a number, what to do, with which document, and what that needs to know. It answers
with whether that went well, what came of it or what was raised, and a size. Where that is not 0, it is a picture's, and
what came of it says whether the picture lies on the board; if not, it follows.
"""

from __future__ import annotations

import mmap
import os
import pickle
import signal
import sys
import threading
from contextlib import suppress
from functools import partial
from queue import SimpleQueue
from typing import IO, TYPE_CHECKING, Any, Final

from dd_panel.exchange.attachments.pdf_engine import memory, open_here

if TYPE_CHECKING:
    from collections.abc import Callable

    from dd_panel.exchange.attachments.pdf_engine import OpenHere, Stop

BOARD: Final = 4 * 1024 * 1024
"""Bytes that both processes see, where the system can do that: through a pipe a picture goes in many pieces."""

MOST_MEMORY: Final = 512 * 1024 * 1024
"""Bytes of the process, where the system can hold it to that: the largest attachment, and a page of a million lines."""


class _StoppedError(Exception):
    """Nobody waits for the answer any more."""


class _Calls:
    """What such a process is asked for, heard while the engine is at work."""

    def __init__(self, pipe: IO[bytes]) -> None:
        self._pipe = pipe
        self._calls: SimpleQueue[tuple[Any, ...]] = SimpleQueue()
        self._stopped = 0
        threading.Thread(target=self._hear, daemon=True).start()

    def next(self) -> tuple[Any, ...]:
        """The next one: its number, what to do with which document, and what that needs to know."""
        return self._calls.get()

    def stop(self, number: int) -> None:
        """End the work on a call nobody waits for any more."""
        if self._stopped == number:
            raise _StoppedError

    def _hear(self) -> None:
        try:
            while True:
                call = pickle.load(self._pipe)  # noqa: S301 - from our own program
                if call[1] == "stop":
                    self._stopped = call[2]
                else:
                    self._calls.put(call)
        finally:
            os._exit(0)  # whoever asked is gone, and the engine may be in the midst of a page without end


class _Answers:
    """Tells whoever asked what came of it, and has pages drawn where both see them."""

    def __init__(self, pipe: IO[bytes], board: memoryview | None) -> None:
        self._pipe = pipe
        self._board = board

    def paper(self, size: int) -> memoryview:
        """Bytes to draw a page on: the board, or others for one that is larger."""
        return memory(size) if self._board is None or size > BOARD else self._board[:size]

    def give(self, *, done: bool, value: object = None) -> None:
        """Give an answer: what came of it, or what was raised."""
        if isinstance(value, memoryview):
            seen = self._board is not None and value.obj is self._board.obj
            self._say((done, seen, len(value)))
            if not seen:
                self._pipe.write(value)
                self._pipe.flush()
        else:
            self._say((done, value, 0))

    def _say(self, answer: tuple[bool, object, int]) -> None:
        pickle.dump(answer, self._pipe, pickle.HIGHEST_PROTOCOL)
        self._pipe.flush()


class _Documents:
    """The documents that are open in this process, by their numbers; pages are drawn on what `paper` gives.

    Only the one asked for last keeps pages loaded: one is read at a time, others are prepared or were left.
    """

    def __init__(self, paper: Callable[[int], memoryview]) -> None:
        self._paper = paper
        self._open: dict[int, OpenHere] = {}
        self._last = 0

    def do(self, verb: str, number: int, arguments: list[Any], stop: Stop) -> object:
        """Do what is asked for with a document. Raises what the engine raises."""
        if number != self._last and self._last in self._open:
            self._open[self._last].rest()
        self._last = number
        match verb:
            case "open":
                (content,) = arguments
                opened = self._open[number] = open_here(content, stop, self._paper)
                return opened.count, opened.beginning
            case "close":
                closed = self._open.pop(number, None)
                if closed is not None:
                    closed.close()
                return None
            case _:
                return getattr(self._open[number], verb)(*arguments, stop)


def answer_until_told_no_more() -> None:
    """Be such a process: do whatever is asked for through standard input, until that ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever started this one decides what is broken off
    pipe = sys.stdout.buffer
    sys.stdout = sys.stderr
    _bound_memory()
    import pypdfium2.raw  # noqa: F401 - ready before it is needed

    calls = _Calls(sys.stdin.buffer)
    answers = _Answers(pipe, memoryview(mmap.mmap(int(sys.argv[1]), BOARD)) if len(sys.argv) > 1 else None)
    documents = _Documents(answers.paper)
    answers.give(done=True)
    while True:
        number, verb, document, *arguments = calls.next()
        try:
            value = documents.do(verb, document, arguments, partial(calls.stop, number))
        except _StoppedError:
            answers.give(done=True)
        except Exception as trouble:  # noqa: BLE001 - raised where it was asked for
            answers.give(done=False, value=trouble)
        else:
            if number:
                answers.give(done=True, value=value)


def _bound_memory() -> None:
    """Let the engine fail rather than fill the memory; a system that knows no such bound has the one of time."""
    try:
        import resource
    except ImportError:
        return
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))


if __name__ == "__main__":
    answer_until_told_no_more()
