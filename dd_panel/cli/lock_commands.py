"""The commands that lock a round or a review with a passphrase, and take the lock away."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from dd_panel.cli.answers import Answer, answering, progress_shown
from dd_panel.cli.places import FILE, ask_passphrase, now
from dd_panel.services import passphrases
from dd_panel.text import _

if TYPE_CHECKING:
    from pathlib import Path


@click.command("lock")
@click.argument("path", metavar="ROUND|REVIEW", type=FILE)
@answering
def lock(path: Path) -> Answer:
    """Lock a round or a review with a passphrase, or change the one it has.

    Without a terminal the first line of standard input is the passphrase that it has, where it has one, and the next
    the new one. The file is whole at every moment, whatever happens.
    """
    before = passphrases.see_lock(path)
    present = ask_passphrase(_("{name} is locked.").format(name=path.name)) if before.locked else None
    wanted = ask_passphrase(_("Locking {file}.").format(file=path.name), new=True)
    with progress_shown() as progress:
        passphrases.change_lock(path, now, present, wanted, progress=progress)
    said = _("{name} has another passphrase.") if before.locked else _("{name} is locked.")
    return _answer(path, said, [passphrases.lost_passphrase(), passphrases.not_promised()])


@click.command("unlock")
@click.argument("path", metavar="ROUND|REVIEW", type=FILE)
@answering
def unlock(path: Path) -> Answer:
    """Take the passphrase of a round or a review away: whoever has the file can read it then."""
    before = passphrases.see_lock(path)
    present = ask_passphrase(_("{name} is locked.").format(name=path.name)) if before.locked else None
    with progress_shown() as progress:
        passphrases.change_lock(path, now, present, None, progress=progress)
    return _answer(path, _("{name} is not locked any more."), [])


def _answer(path: Path, said: str, notes: list[str]) -> Answer:
    now_there = passphrases.see_lock(path)  # with the backup of a file that was brought up to date on the way
    lines = [said.format(name=path.name), *(_("As it was: {name}").format(name=each) for each in now_there.backups)]
    return Answer({"file": path, "locked": now_there.locked, "backups": list(now_there.backups)}, lines, notes)


COMMANDS = (lock, unlock)
