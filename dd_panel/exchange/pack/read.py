"""Reads a review pack, and trusts nothing in it before every byte is proved."""

from __future__ import annotations

import hashlib
import json
import zipfile
from dataclasses import dataclass
from io import BufferedReader
from typing import TYPE_CHECKING, BinaryIO, NoReturn

from dd_panel.domain.document_table import DocumentTable, RuleError
from dd_panel.domain.documents import round_from_document
from dd_panel.domain.errors import InputError, PassphraseError, VersionConflictError
from dd_panel.exchange.files import unreadable
from dd_panel.exchange.pack import layout
from dd_panel.exchange.pack.contents import (
    Pack,
    application_from,
    assignments_from,
    conflicts_from,
    crossings_from,
    given_fields,
    given_from,
    member_from,
    member_table,
)
from dd_panel.exchange.pack.locking import Unlocked, WrongPassphraseError, is_locked, key_of
from dd_panel.text import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

_CHUNK = 1 << 20

LARGEST_TEXT = 64 << 20
"""Bytes of one application or of the manifest; five hundred pages of text stay below one hundredth of it."""

MOST_PARTS = 100_000


@dataclass(frozen=True, slots=True)
class _Source:
    """Where a pack lies, and how to open it as often as is wished."""

    path: Path
    opened: Callable[[], BinaryIO]


@dataclass(frozen=True, slots=True)
class _Part:
    name: str
    sha256: str
    size: int


class PackBlobs:
    """The attachments in a pack by their SHA-256; each is read, and proved once more, when it is asked for."""

    def __init__(self, source: _Source, parts: Mapping[str, _Part]) -> None:
        self._source = source
        self._parts = parts

    def __call__(self, sha256: str) -> Iterator[bytes]:
        """The bytes of one attachment in pieces.

        Raises KeyError for one that is not in the pack and, after the last piece at the latest, InputError for a pack
        that was changed since.
        """
        part = self._parts[sha256]
        digest = hashlib.sha256()
        try:
            with self._source.opened() as file, zipfile.ZipFile(file) as archive, archive.open(part.name) as content:
                while piece := content.read(_CHUNK):
                    digest.update(piece)
                    yield piece
        except (OSError, KeyError, ValueError, EOFError, zipfile.BadZipFile) as refused:
            raise _damaged(self._source.path, str(refused)) from refused
        if digest.hexdigest() != sha256:
            raise _damaged(self._source.path, _("It has changed since it was opened."))


def read_pack(path: Path, passphrase: str | None = None) -> Pack:
    """Read a pack after proving every byte of it; attachments are read when `blobs` is asked for them.

    Raises InputError for a file that is missing, damaged, cut short or no pack, PassphraseError for one that is locked
    and not by this passphrase, VersionConflictError for one made by an earlier or newer program.
    """
    try:
        opened = _way_in(path, passphrase)
        with opened() as file:
            version = layout.version_of(file)
            if version is None:
                _foreign(path)
            seal = _prove_seal(path, file, version)
            with zipfile.ZipFile(file) as archive:
                return _read(_Source(path, opened), archive, file.seek(0, 2), seal)
    except OSError as refused:
        raise unreadable(path, refused) from refused
    except RuleError as refused:
        raise _damaged(path, str(refused)) from refused
    except (ValueError, EOFError, RecursionError, NotImplementedError, zipfile.BadZipFile) as refused:
        raise _damaged(path, str(refused)) from refused


def _way_in(path: Path, passphrase: str | None) -> Callable[[], BinaryIO]:
    """How to open a pack for reading, as often as is wished: plainly, or with its passphrase."""
    with path.open("rb") as file:
        if not is_locked(file):
            return lambda: path.open("rb")
        if passphrase is None:
            raise PassphraseError(
                _("The review pack {file} is locked.").format(file=path.name),
                remedy=_("Give the passphrase that the secretariat told you."),
            )
        try:
            key = key_of(file, passphrase)
        except WrongPassphraseError as refused:
            raise PassphraseError(
                _("This is not the passphrase of {file}.").format(file=path.name),
                remedy=_("Type it again, with capitals and spaces as the secretariat told you."),
            ) from refused
    return lambda: BufferedReader(Unlocked(path.open("rb"), key))


def _prove_seal(path: Path, file: BinaryIO, version: int) -> layout.Seal:
    """Compare the SHA-256 at the file's end with that of all bytes before it, and prove who signed it."""
    if version != layout.VERSION:
        _other_version(path, version)
    length = file.seek(0, 2) - layout.SEAL_LENGTH
    if length < 0:
        raise _damaged(path, _("It ends too early."))
    file.seek(length)
    seal = layout.read_seal(file.read())
    if seal is None:
        raise _damaged(path, _("It ends too early."))
    file.seek(0)
    digest = hashlib.sha256()
    while length:
        chunk = file.read(min(_CHUNK, length))
        digest.update(chunk)
        length -= len(chunk)
    if seal.said != layout.statement(digest.hexdigest()) or not seal.holds:
        raise _damaged(path, _("Its bytes are not those that were packed and signed."))
    return seal


def _read(source: _Source, archive: zipfile.ZipFile, length: int, seal: layout.Seal) -> Pack:
    members = _members(archive, length)
    manifest = DocumentTable(
        _document(archive, members, layout.MANIFEST), (), (*layout.MANIFEST_KEYS, *layout.MORE_KEYS)
    )
    texts = _parts(manifest, "applications")
    blobs = _parts(manifest, "blobs")
    expected = {layout.MANIFEST, *(part.name for part in (*texts, *blobs))}
    if expected != members.keys() or len(expected) != 1 + len(texts) + len(blobs):
        raise ValueError(_("Its list of contents does not match its contents."))
    for part in (*texts, *blobs):
        _prove_part(archive, members[part.name], part)
    applications = tuple(application_from(_document(archive, members, part.name)) for part in texts)
    attached = {(each.sha256, each.size) for application in applications for each in application.attachments}
    if attached != {(part.sha256, part.size) for part in blobs if part.name == layout.blob_part(part.sha256)}:
        raise ValueError(_("Its attachments are not those of its applications."))
    made = manifest.moment("made")
    if made is None:
        raise manifest.refuse("made", _("“{key}” is missing."), "")
    member = member_from(member_table(manifest))
    pack = Pack(
        rules=round_from_document(manifest.mapping("round")),
        member=member,
        assignments=assignments_from(manifest, "assignments", member.member_id),
        applications=applications,
        conflicts=conflicts_from(manifest, "conflicts"),
        made=made,
        blobs=PackBlobs(source, {part.sha256: part for part in blobs}),
        signer=seal.public,
        crossings=crossings_from(manifest, "crossings"),
        given=given_from(manifest, "given"),
    )
    _check_references(pack)
    return pack


def _members(archive: zipfile.ZipFile, length: int) -> dict[str, zipfile.ZipInfo]:
    """The parts by name; none twice, compressed or locked, and all together no longer than the file's `length`."""
    found = archive.infolist()
    members = {each.filename: each for each in found}
    if len(members) != len(found) or len(found) > MOST_PARTS:
        raise ValueError(_("It holds one part twice."))
    if sum(each.file_size for each in found) > length:
        raise ValueError(_("Its parts claim to be larger than the whole file."))
    for each in found:
        if each.compress_type != zipfile.ZIP_STORED or each.flag_bits or each.file_size != each.compress_size:
            raise ValueError(_("Its part {part} is not stored plainly.").format(part=each.filename))
    return members


def _parts(manifest: DocumentTable, key: str) -> tuple[_Part, ...]:
    return tuple(
        _Part(each.required_text("part"), each.required_text("sha256"), each.whole("size", 0) or 0)
        for each in manifest.tables(key, layout.PART_KEYS)
    )


def _prove_part(archive: zipfile.ZipFile, member: zipfile.ZipInfo, part: _Part) -> None:
    digest = hashlib.sha256()
    if member.file_size == part.size:
        with archive.open(member) as content:
            while chunk := content.read(_CHUNK):
                digest.update(chunk)
    if member.file_size != part.size or digest.hexdigest() != part.sha256:
        raise ValueError(_("Its part {part} is not what its list of contents says.").format(part=part.name))


def _document(archive: zipfile.ZipFile, members: Mapping[str, zipfile.ZipInfo], name: str) -> Mapping[str, object]:
    if name not in members or members[name].file_size > LARGEST_TEXT:
        raise ValueError(_("Its part {part} is missing or too large.").format(part=name))
    text = archive.read(members[name]).decode()
    document = json.loads(text, parse_constant=_no_number)
    if not isinstance(document, dict):
        raise ValueError(_("Its part {part} is no table.").format(part=name))  # noqa: TRY004 - the file's fault, not a type's
    # A lone half of a character can be written in JSON, and nowhere else.
    json.dumps(document, ensure_ascii=False).encode()
    return document


def _no_number(text: str) -> NoReturn:
    raise ValueError(text)


def _check_references(pack: Pack) -> None:
    known = [application.reference for application in pack.applications]
    named = [assignment.application for assignment in pack.assignments]
    if len(set(known)) != len(known) or len(set(named)) != len(named):
        raise ValueError(_("It holds one application twice."))
    told = (*(reference for reference, _text in pack.conflicts), *(each.application for each in pack.given))
    if not {*named, *told} <= set(known):
        raise ValueError(_("It names an application that is not in it."))
    if not {each.field for each in pack.given} <= given_fields(pack.rules.rubric):
        raise ValueError(_("It holds a score of a criterion that its rubric does not have."))


def _damaged(path: Path, why: str) -> InputError:
    return InputError(
        _("The review pack {file} is damaged.").format(file=path),
        why,
        _("Copy it again from where you got it, or ask the secretariat to send it once more."),
    )


def _foreign(path: Path) -> NoReturn:
    raise InputError(
        _("{file} is not a review pack.").format(file=path),
        remedy=_("Choose the file that the secretariat sent you; its name ends in .ddpack."),
    )


def _other_version(path: Path, version: int) -> NoReturn:
    if version > layout.VERSION:
        raise VersionConflictError(
            _("The review pack {file} was made by a newer version of this program.").format(file=path),
            remedy=_("Install the newer version, or ask the secretariat for a pack made with yours."),
        )
    raise VersionConflictError(
        _("The review pack {file} was made by an earlier version of this program.").format(file=path),
        _("It is not signed, so nobody can tell who made it."),
        _("Ask the secretariat for a pack made with the present version."),
    )
