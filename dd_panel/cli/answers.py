"""How every command answers: a document for scripts, a few lines for people, and an exit code to rely on."""

from __future__ import annotations

import functools
import json
import os
import sys
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dd_panel.domain.errors import DDPanelError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from dd_panel.services.workplace import Progress

DONE, WAITS, REFUSED = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command has to say: `document` for scripts, `lines` for people; remarks appear in both.

    `waits` says that findings wait for a decision, `refused` that nothing of what was handed in could be used.
    """

    document: dict[str, object]
    lines: Sequence[str]
    notes: Sequence[str] = field(default_factory=tuple)
    waits: bool = False
    refused: bool = False

    @property
    def exit_code(self) -> int:
        """0 done; 1 done, but findings wait; 2 refused."""
        if self.refused:
            return REFUSED
        return WAITS if self.waits else DONE


def answering(work: Callable[..., Answer]) -> Callable[..., None]:
    """Turn a function that returns an Answer into the body of a command, with `--json` and the exit codes."""

    @click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")
    @functools.wraps(work)
    def command(*args: Any, as_json: bool, **options: Any) -> None:  # noqa: ANN401 (whatever click has parsed)
        try:
            answer = work(*args, **options)
        except DDPanelError as error:
            say_refusal(error, as_json=as_json)
            sys.exit(REFUSED)
        try:
            _print_answer(answer, as_json=as_json)
        except BrokenPipeError:
            # Whoever reads has had enough, as “head” has after a few lines: the work is done and ends as it would have.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(answer.exit_code)

    return command


def _print_answer(answer: Answer, *, as_json: bool) -> None:
    if as_json:
        click.echo(as_document({**answer.document, "notes": list(answer.notes)}))
        return
    for line in (*answer.lines, *answer.notes):
        click.echo(line)


def say_refusal(error: DDPanelError, *, as_json: bool) -> None:
    """Say on standard error what was refused and what to do, and as a document where one was asked for."""
    click.echo(str(error), err=True)
    if as_json:
        refusal = {"title": error.title, "detail": error.detail, "remedy": error.remedy}
        click.echo(as_document({"error": refusal, "notes": []}))


def as_document(document: object) -> str:
    """One JSON document; numbers unrounded, paths and words as text."""
    return json.dumps(document, ensure_ascii=False, indent=2, default=_plain)


def _plain(value: object) -> object:
    if isinstance(value, Fraction | Decimal):
        return int(value) if value == int(value) else float(value)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Path):
        return str(value)
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(value)


@contextmanager
def progress_shown() -> Iterator[Progress]:
    """A progress bar on standard error where that is a terminal, and silence where it isn't."""
    if not sys.stderr.isatty():
        yield lambda _done, _total, _text: None
        return
    from rich.console import Console
    from rich.progress import Progress as Bar

    with Bar(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda done, total, text: bar.update(task, completed=done, total=total, description=text)


def table(headers: Sequence[str], rows: Sequence[Sequence[str]], right: frozenset[int] = frozenset()) -> list[str]:
    """Lines of a plain table, as wide as its contents."""
    widths = [max(len(row[index]) for row in (headers, *rows)) for index in range(len(headers))]

    def line(cells: Sequence[str]) -> str:
        padded = (
            cell.rjust(width) if index in right else cell.ljust(width)
            for index, (cell, width) in enumerate(zip(cells, widths, strict=True))
        )
        return "  ".join(padded).rstrip()

    return [line(headers), line(["-" * width for width in widths]), *(line(row) for row in rows)]
