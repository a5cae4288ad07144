"""The process that reads PDF documents for the program, as `pdf_beside` asks it to.

`python -m dd_panel.exchange.attachments.pdf_answering` imports the engine and next to nothing else. What it is asked
for comes through standard input: a number, what to do, with which document, and what that needs to know. It answers
with whether that went well, what came of it or what was raised, and how many bytes follow.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
import threading
from contextlib import suppress
from functools import partial
from queue import SimpleQueue
from typing import IO, TYPE_CHECKING, Any, Final

from dd_panel.exchange.attachments.pdf_engine import open_here

if TYPE_CHECKING:
    from dd_panel.exchange.attachments.pdf_engine import OpenPdf, Stop

MOST_MEMORY: Final = 768 * 1024 * 1024
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


def answer_until_told_no_more() -> None:
    """Be such a process: do whatever is asked for through standard input, until that ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever started this one decides what is broken off
    answers = sys.stdout.buffer
    sys.stdout = sys.stderr
    _bound_memory()
    import pypdfium2.raw  # noqa: F401 - ready before it is needed

    calls = _Calls(sys.stdin.buffer)
    documents: dict[int, OpenPdf] = {}
    _give(answers, done=True, value=None)
    while True:
        number, verb, document, *arguments = calls.next()
        try:
            value = _done(documents, verb, document, arguments, partial(calls.stop, number))
        except _StoppedError:
            _give(answers, done=True, value=None)
        except Exception as trouble:  # noqa: BLE001 - raised where it was asked for
            _give(answers, done=False, value=trouble)
        else:
            if number:
                _give(answers, done=True, value=value)


def _done(documents: dict[int, OpenPdf], verb: str, document: int, arguments: list[Any], stop: Stop) -> object:
    match verb:
        case "open":
            (content,) = arguments
            opened = documents[document] = open_here(content, stop)
            return opened.count, opened.beginning
        case "close":
            documents.pop(document).close()
            return None
        case _:
            return getattr(documents[document], verb)(*arguments, stop)


def _give(pipe: IO[bytes], *, done: bool, value: object) -> None:
    if isinstance(value, memoryview):
        pickle.dump((done, None, len(value)), pipe, pickle.HIGHEST_PROTOCOL)
        pipe.write(value)
    else:
        pickle.dump((done, value, 0), pipe, pickle.HIGHEST_PROTOCOL)
    pipe.flush()


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
