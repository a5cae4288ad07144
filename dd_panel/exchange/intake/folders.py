"""Reads folders: one for each application, or one that messages were saved into."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from dd_panel.domain.errors import InputError, system_sentence
from dd_panel.exchange.files import read_whole, sha256_of, shown_name
from dd_panel.exchange.intake.arrivals import Arrival, Form, KeptFile, SetAside
from dd_panel.exchange.intake.forms import form_of
from dd_panel.exchange.intake.letters import Pocket, fingerprint_of, read_letter
from dd_panel.exchange.intake.mbox import LARGEST_MESSAGE, looks_like_mbox
from dd_panel.exchange.intake.messages import open_message
from dd_panel.exchange.intake.names import distinct, kept_name
from dd_panel.exchange.intake.outlook_items import as_mail
from dd_panel.exchange.intake.parcels import is_parcel, look_at, taken_out
from dd_panel.text import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MOST_FILES = 1_000
"""Files of one application; a folder with more was given by mistake."""

_LEFT_BEHIND = frozenset({"thumbs.db", "desktop.ini", "__macosx", "icon\r", "table_of_contents"})
"""What systems and mail programs leave in folders for themselves."""


@dataclass(frozen=True, slots=True)
class Laid:
    """How a folder is laid out: the folders that are applications, and the files that are messages."""

    applications: tuple[Path, ...] = ()
    messages: tuple[Path, ...] = ()
    remark: str = ""


def lay_out(folder: Path) -> Laid:
    """Tell a folder of applications from one application's folder, and from one that messages were saved into.

    Raises InputError when there is nothing in it, or it may not be read.
    """
    entries = tuple(mailbox_in(entry) for entry in _entries(folder))
    if not entries:
        raise InputError(
            _("The folder {file} is empty.").format(file=folder), remedy=_("Check which folder was meant.")
        )
    files = tuple(entry for entry in entries if not entry.is_dir())
    folders = tuple(entry for entry in entries if entry.is_dir())
    if all(map(is_mail, files)):
        return Laid(folders, files)
    remark = _("{folder} was read as one application, because it holds documents beside its folders.")
    return Laid((folder,), (), remark.format(folder=shown_name(folder)) if folders else "")


def is_mail(path: Path) -> bool:
    """Whether a file is a message or a mailbox, by its name or its first line."""
    if path.suffix.casefold() in {".eml", ".emlx", ".msg", ".mbox"} or mailbox_in(path.parent) == path:
        return True
    return not path.suffix and looks_like_mbox(beginning_of(path))


def mailbox_in(path: Path) -> Path:
    """The mailbox itself where `path` is the folder into which Apple Mail exports one; else the path as it is."""
    inner = path / "mbox"
    return inner if path.suffix.casefold() == ".mbox" and inner.is_file() else path


def name_of_mail(path: Path) -> str:
    """What people call a file of mail: Apple Mail's by its folder."""
    return shown_name(path.parent if mailbox_in(path.parent) == path else path)


def beginning_of(path: Path) -> bytes:
    """The first bytes of a file; none where it may not be read."""
    try:
        with path.open("rb") as file:
            return file.read(4_096)
    except OSError:
        return b""


def _entries(folder: Path) -> tuple[Path, ...]:
    try:
        found = sorted(folder.iterdir(), key=lambda path: (path.name.casefold(), path.name))
    except OSError as error:
        raise InputError(
            _("The folder {file} can't be read.").format(file=folder),
            system_sentence(error),
            _("Check that it is there and that you may open it."),
        ) from error
    return tuple(entry for entry in found if _counts(entry))


def _counts(path: Path) -> bool:
    name = path.name.casefold()
    return not (name.startswith((".", "~$")) or name.endswith(".msf") or name in _LEFT_BEHIND or path.is_symlink())


def read_folder(folder: Path) -> Arrival | SetAside:
    """Read one application's folder; the newest message in it says who sent the application and when."""
    source = _("folder {name}").format(name=shown_name(folder))
    paths: list[Path] = []
    for here, inner, names in os.walk(folder):
        inner[:] = sorted(name for name in inner if _counts(Path(here, name)))
        paths += [path for name in sorted(names) if _counts(path := Path(here, name))]
        if len(paths) > MOST_FILES:
            return SetAside(source, _("It holds more than {limit:,} files.").format(limit=MOST_FILES))
    try:
        return _Reading(folder, paths).arrival(source) if paths else SetAside(source, _("The folder is empty."))
    except InputError as error:
        return SetAside(source, str(error))


class _Reading:
    """One application's folder being read."""

    def __init__(self, folder: Path, paths: Sequence[Path]) -> None:
        self._folder = folder
        self._paths = paths
        self._files: list[KeptFile] = []
        self._taken: set[str] = set()
        self._forms: list[Form] = []
        self._remarks: list[str] = []
        self._doubts: list[str] = []

    def arrival(self, source: str) -> Arrival:
        for path in self._paths:
            self._keep(path)
        letter, letter_path = self._newest_letter()
        known = {file.sha256 for file in self._files}
        within = [file for file in letter.files if file.sha256 not in known] if letter and letter_path else []
        inner = tuple(replace(file, name=self._distinct(file.name)) for file in within)
        files = (*self._files, *inner)
        wanted = frozenset(file.sha256 for file in inner)
        subject = letter.subject if letter else ""
        forms = {form.file: form for form in (*self._forms, *(letter.forms if letter else ()))}
        return Arrival(
            source=source,
            kind="folder",
            label=shown_name(self._folder),
            subject=subject,
            sender=letter.sender if letter else "",
            address=letter.address if letter else "",
            stamps=letter.stamps if letter else (),
            message_id=letter.message_id if letter else "",
            replies_to=(),
            text=letter.text if letter else "",
            forwarded=letter.forwarded if letter else (),
            files=files,
            forms=tuple(forms.values()),
            fingerprint=fingerprint_of("", shown_name(self._folder), letter.text if letter else "", files),
            contents=partial(_contents, self._paths, letter_path, wanted),
            remarks=tuple(dict.fromkeys([*self._remarks, *(letter.remarks if letter else ())])),
            doubts=tuple(dict.fromkeys([*self._doubts, *(letter.doubts if letter else ())])),
        )

    def _keep(self, path: Path) -> None:
        content = read_whole(path, LARGEST_MESSAGE)
        self._keep_file(" - ".join(path.relative_to(self._folder).parts), content)
        # By its own name: what it is kept under may tell no more, and `_contents` goes by this.
        if is_parcel(path.name):
            for within, inner in _inside(content):
                self._keep_file(within, inner, within=True)

    def _keep_file(self, given: str, content: bytes, *, within: bool = False) -> None:
        name = self._distinct(kept_name(given, "", len(self._files) + 1))
        self._files.append(KeptFile(name, sha256_of(content), len(content)))
        seen = look_at(name, content, within=within)
        form, remark = form_of(name, content)
        self._remarks += [said for said in (seen.remark, remark) if said]
        self._doubts += [seen.doubt] if seen.doubt else []
        self._forms += [form] if form is not None else []

    def _distinct(self, name: str) -> str:
        chosen = distinct(name, self._taken)
        self._taken.add(chosen.casefold())
        return chosen

    def _newest_letter(self) -> tuple[Arrival | None, Path | None]:
        newest: tuple[Arrival | None, Path | None] = (None, None)
        for path in self._paths:
            if path.suffix.casefold() not in {".eml", ".msg"}:
                continue
            found = read_letter(partial(read_whole, path, LARGEST_MESSAGE), shown_name(path), Pocket(0))
            if isinstance(found, Arrival) and _is_newer(found, newest[0]):
                newest = found, path
        return newest


def _is_newer(one: Arrival, other: Arrival | None) -> bool:
    if other is None or not other.stamps:
        return other is None or bool(one.stamps)
    return bool(one.stamps) and one.stamps[0].moment > other.stamps[0].moment


def _inside(parcel: bytes) -> Iterator[tuple[str, bytes]]:
    """The files in a parcel, and after each message in it those that came with this."""
    for each in taken_out(parcel):
        content, _whole = each.take_out(parcel)
        yield each.name, content
        for file in open_message(content).files if each.item else ():
            yield file.name, file.content()[0]


def _contents(paths: Sequence[Path], letter: Path | None, wanted: frozenset[str]) -> Iterator[bytes]:
    for path in paths:
        content = read_whole(path, LARGEST_MESSAGE)
        yield content
        if is_parcel(path.name):
            for _within, inner in _inside(content):
                yield inner
    if letter is not None and wanted:
        for file in open_message(as_mail(read_whole(letter, LARGEST_MESSAGE))).files:
            content = file.content()[0]
            if sha256_of(content) in wanted:
                yield content
