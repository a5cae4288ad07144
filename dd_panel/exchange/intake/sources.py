"""Reads whatever the secretariat hands in: registers, folders, single e-mails and whole mailboxes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from dd_panel.domain.errors import InputError
from dd_panel.exchange.conflicts_form import has_form_headings
from dd_panel.exchange.files import shown_name
from dd_panel.exchange.guard import MEGABYTE
from dd_panel.exchange.intake.arrivals import Arrival, SetAside
from dd_panel.exchange.intake.folders import (
    beginning_of,
    is_mail,
    lay_out,
    mailbox_in,
    name_of_mail,
    read_folder,
)
from dd_panel.exchange.intake.letters import Pocket, read_letter
from dd_panel.exchange.intake.mbox import LARGEST_MESSAGE, Stretch, looks_like_mbox, stretches_of
from dd_panel.exchange.known_files import Known, misplaced, told_apart
from dd_panel.exchange.registers import listed_applications
from dd_panel.text import _

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from dd_panel.exchange.registers import ListedRow


@dataclass(slots=True)
class Gathered:
    """All that the sources hold: rows of registers, e-mails and folders, and what can't be taken in."""

    rows: list[ListedRow] = field(default_factory=list)
    arrivals: list[Arrival] = field(default_factory=list)
    aside: list[SetAside] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    pocket: Pocket = field(default_factory=Pocket)

    @property
    def received(self) -> int:
        """How many things there are."""
        return len(self.rows) + len(self.arrivals) + len(self.aside)

    def put(self, found: Arrival | SetAside) -> None:
        """Put a thing where it belongs."""
        if isinstance(found, Arrival):
            self.arrivals.append(found)
        else:
            self.aside.append(found)


def read_sources(
    paths: Sequence[Path], progress: Callable[[int, int, str], None] = lambda _done, _total, _text: None
) -> Gathered:
    """Read the sources in their order; the bytes of the files in them are only looked at, and read again when kept.

    Raises InputError for a source that is missing, or of no use where it is the only one; among others it is set aside.
    What is wrong with a single message or folder is said of that alone.
    """
    gathered = Gathered()
    for number, path in enumerate(map(mailbox_in, paths)):
        told = partial(progress, number, len(paths))
        told(name_of_mail(path))
        try:
            _read_source(path, gathered, told)
        except InputError as refused:
            if len(paths) == 1 or not path.exists():
                raise
            gathered.put(_said(path, refused))  # among others it is named, and the rest goes on
    return gathered


def _said(path: Path, refused: InputError) -> SetAside:
    sentences = (refused.title, refused.detail, refused.remedy)
    return SetAside(name_of_mail(path), " ".join(each for each in sentences if each))


def _read_source(path: Path, gathered: Gathered, told: Callable[[str], None]) -> None:
    if path.is_dir():
        _read_folder(path, gathered, told)
    elif path.is_file() and (is_mail(path) or looks_like_mbox(beginning_of(path))):
        _read_mail(path, gathered, told)
    else:
        _refuse_others(path)
        rows = listed_applications(path)
        if has_form_headings(rows[0].headers):  # which lists applications too
            raise misplaced(shown_name(path), Known.CONFLICTS_FORM)
        gathered.rows += rows


def _refuse_others(path: Path) -> None:
    """Say what to do with a file that can't be handed in by itself, and is no register."""
    match path.suffix.casefold():
        case ".pst" | ".ost":
            remedy = _("Export the messages as .eml or .mbox.")
        case ".pdf" | ".doc" | ".docx" | ".odt" | ".rtf":
            remedy = _("Put it into a folder named by the application's reference, and give that folder.")
        case ".xlsx" | ".csv" | ".tsv" | ".txt" | "":
            return
        case _:
            remedy = _("Give registers as .xlsx or .csv, and what was sent as .eml, .msg, .mbox or a folder.")
    if path.is_file():
        title = _("{file} is no register, folder, e-mail or mailbox.").format(file=shown_name(path))
        raise told_apart(shown_name(path), b"", (), InputError(title, remedy=remedy))


def _read_folder(folder: Path, gathered: Gathered, progress: Callable[[str], None]) -> None:
    laid = lay_out(folder)
    gathered.remarks += [laid.remark] if laid.remark else []
    for path in laid.applications:
        progress(shown_name(path))
        gathered.put(read_folder(path))
    for path in laid.messages:
        try:
            _read_mail(path, gathered, progress)
        except InputError as refused:
            gathered.put(_said(path, refused))


def _read_mail(path: Path, gathered: Gathered, progress: Callable[[str], None]) -> None:
    if not looks_like_mbox(beginning_of(path)):
        _refuse_empty_mailbox(path)
        gathered.put(_letter(_whole_file(path), shown_name(path), gathered.pocket))
        return
    count = 0
    for count, stretch in enumerate(stretches_of(path), start=1):
        source = _("{file}, message {number}").format(file=name_of_mail(path), number=count)
        progress(source)
        gathered.put(_letter(stretch, source, gathered.pocket))
    if not count:
        raise _no_message(path)


def _whole_file(path: Path) -> Stretch:
    """The message that fills a file; in Apple Mail's own it stands between its length and notes of the program."""
    length = re.match(rb"\s*(\d{1,12})[ \t]*\r?\n", beginning_of(path)) if path.suffix.casefold() == ".emlx" else None
    start = length.end() if length else 0
    size = path.stat().st_size
    return Stretch(path, start, min(size, start + int(length[1])) if length else size, marked=False)


def _refuse_empty_mailbox(path: Path) -> None:
    if name_of_mail(path).casefold().endswith(".mbox"):
        raise _no_message(path)


def _no_message(path: Path) -> InputError:
    return InputError(
        _("{file} holds no message.").format(file=name_of_mail(path)), remedy=_("Export the mailbox again, as .mbox.")
    )


def _letter(stretch: Stretch, source: str, pocket: Pocket) -> Arrival | SetAside:
    if stretch.end - stretch.start > LARGEST_MESSAGE:
        limit = LARGEST_MESSAGE // MEGABYTE
        return SetAside(source, _("It is larger than {limit} MB.").format(limit=limit))
    if stretch.end == stretch.start:
        return SetAside(source, _("It is empty (0 bytes)."))
    return read_letter(stretch.read, source, pocket)
