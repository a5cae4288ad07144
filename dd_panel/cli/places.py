"""Opening a file for a command: for reading or for writing, as the right kind, in the name of somebody."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dd_panel.domain.errors import InputError
from dd_panel.domain.rounds import LONDON
from dd_panel.services.reviewing import member_of
from dd_panel.services.workplace import Workplace
from dd_panel.store.files import FileKind, open_store
from dd_panel.text import _

if TYPE_CHECKING:
    from collections.abc import Iterator

FILE = click.Path(path_type=Path)

SECRETARIAT = "secretariat"
"""Whose hand it is in the history, unless a command says otherwise."""


def now() -> datetime:
    """The present time in the round's zone."""
    return datetime.now(LONDON)


@contextmanager
def open_round(path: Path, *, writing: bool, person: str = SECRETARIAT) -> Iterator[Workplace]:
    """Open a round; raises InputError when the file is something else."""
    with open_store(path, writing=writing) as store:
        if store.kind is not FileKind.ROUND:
            raise InputError(
                _("{file} is not a round.").format(file=path.name), remedy=_("Give the secretariat's .ddround file.")
            )
        yield Workplace(store, now, person)


@contextmanager
def open_review(path: Path, *, writing: bool) -> Iterator[Workplace]:
    """Open a member's review store in the member's own name."""
    with open_store(path, writing=writing) as store:
        if store.kind is not FileKind.REVIEW:
            raise InputError(
                _("{file} is not a member's review.").format(file=path.name),
                remedy=_("Give a .ddreview file, made from a review pack with “dd-panel unpack”."),
            )
        with store.reading() as work:
            name = work.panel.member(member_of(work)).name
        yield Workplace(store, now, name)
