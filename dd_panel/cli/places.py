"""Opening a file for a command: for reading or for writing, as the right kind, in the name of somebody."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from dd_panel.domain.errors import InputError, PassphraseError
from dd_panel.domain.rounds import LONDON
from dd_panel.services.review.reviewing import member_of
from dd_panel.services.workplace import Workplace
from dd_panel.store.files import open_store
from dd_panel.store.store import FileKind
from dd_panel.text import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Opened = TypeVar("Opened")

FILE = click.Path(path_type=Path, readable=False)
"""A path as it was given; whether it can be read says whoever reads it, with what to do then."""

LOCK = click.option("--lock", is_flag=True, help="Lock it with a passphrase; lost, nobody can open it any more.")

SECRETARIAT = "secretariat"
"""Whose hand it is in the history, unless a command says otherwise."""


def now() -> datetime:
    """The present time in the round's zone."""
    return datetime.now(LONDON)


def unlocking(work: Callable[[str | None], Opened]) -> Opened:
    """Do it, and once more with the passphrase when the file turns out to be locked."""
    try:
        return work(None)
    except PassphraseError as locked:
        return work(ask_passphrase(locked.title))


def ask_passphrase(question: str, *, new: bool = False) -> str:
    """Ask at the terminal, twice for a new one, or read the first line of standard input; raises InputError."""
    if sys.stdin.isatty():
        asked: str = click.prompt(
            f"{question} {_('Passphrase')}", hide_input=True, confirmation_prompt=new, prompt_suffix=": ", err=True
        )
        return asked
    given = sys.stdin.readline().rstrip("\r\n")
    if not given:
        raise PassphraseError(
            question,
            _("No passphrase was given."),
            _("Type it when you are asked, or hand it over as the first line of standard input."),
        )
    return given


@contextmanager
def open_round(path: Path, *, writing: bool, person: str = SECRETARIAT) -> Iterator[Workplace]:
    """Open a round; raises InputError when the file is something else."""
    with unlocking(lambda passphrase: open_store(path, passphrase, writing=writing)) as store:
        if store.kind is not FileKind.ROUND:
            raise InputError(
                _("{file} is not a round.").format(file=path.name), remedy=_("Give the secretariat's .ddround file.")
            )
        yield Workplace(store, now, person)


@contextmanager
def open_review(path: Path, *, writing: bool) -> Iterator[Workplace]:
    """Open a member's review store in the member's own name."""
    with unlocking(lambda passphrase: open_store(path, passphrase, writing=writing)) as store:
        if store.kind is not FileKind.REVIEW:
            raise InputError(
                _("{file} is not a member's review.").format(file=path.name),
                remedy=_("Give a .ddreview file, made from a review pack with “dd-panel unpack”."),
            )
        with store.reading() as work:
            name = work.panel.member(member_of(work)).name
        yield Workplace(store, now, name)
