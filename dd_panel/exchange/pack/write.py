"""Writes a review pack: the whole file or none, and the same bytes for the same contents."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from typing import TYPE_CHECKING, BinaryIO

from dd_panel.domain.documents import round_to_document
from dd_panel.exchange.files import write_whole
from dd_panel.exchange.pack import layout
from dd_panel.exchange.pack.contents import (
    application_document,
    as_sent,
    assignment_document,
    crossing_document,
    given_document,
    member_document,
)
from dd_panel.exchange.pack.locking import lock

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from dd_panel.domain.applications import Attachment
    from dd_panel.exchange.pack.contents import Pack

_CHUNK = 1 << 19


def write_pack(path: Path, pack: Pack, secret: bytes, passphrase: str | None = None) -> str:
    """Write a pack, and return its SHA-256; of conflicted applications only reference, bidders and title go into it.

    `secret` is the round's key of 32 bytes, which signs the pack; with a passphrase it is locked. Raises InputError
    when something else lies at `path`, StorageError when the disk refuses.
    """
    sha256 = ""

    def write(file: BinaryIO) -> None:
        nonlocal sha256
        if passphrase is None:
            sha256 = _write(file, pack, secret)
            return
        # Never to the disk: what was once written there in plain can often be read again.
        plain = io.BytesIO()
        _write(plain, pack, secret)
        sha256 = lock(plain.getbuffer(), passphrase, file)

    write_whole(path, write, ours=layout.is_pack)
    return sha256


def _write(file: BinaryIO, pack: Pack, secret: bytes) -> str:
    applications = as_sent(pack)
    texts = {
        layout.application_part(number): _json(application_document(each))
        for number, each in enumerate(applications, start=1)
    }
    attachments = {each.sha256: each for application in applications for each in application.attachments}
    blobs = [attachments[sha256] for sha256 in sorted(attachments)]
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        archive.comment = bytes(layout.SEAL_LENGTH)
        manifest = _json(_manifest(pack, texts, blobs))
        _add(archive, layout.MANIFEST, len(manifest), [manifest])
        for name, content in texts.items():
            _add(archive, name, len(content), [content])
        for attachment in blobs:
            _add(archive, layout.blob_part(attachment.sha256), attachment.size, pack.blobs(attachment.sha256))
    return _close_with_seal(file, secret)


def _manifest(pack: Pack, texts: dict[str, bytes], blobs: Sequence[Attachment]) -> dict[str, object]:
    # The first two keys are what `layout.version_of` recognises a pack by.
    return {
        "format": layout.FORMAT,
        "version": layout.VERSION,
        "made": pack.made.isoformat(),
        "round": round_to_document(pack.rules),
        "member": member_document(pack.member),
        "assignments": [assignment_document(each) for each in pack.assignments],
        "conflicts": [{"application": str(reference), "text": text} for reference, text in pack.conflicts],
        "applications": [
            {"part": name, "sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}
            for name, content in texts.items()
        ],
        "blobs": [{"part": layout.blob_part(each.sha256), "sha256": each.sha256, "size": each.size} for each in blobs],
        **_more(pack),
    }


def _more(pack: Pack) -> dict[str, object]:
    if not pack.crossings:
        return {}
    return {
        "crossings": [crossing_document(each) for each in pack.crossings],
        "given": [given_document(each) for each in pack.given],
    }


def _json(document: dict[str, object]) -> bytes:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def _add(archive: zipfile.ZipFile, name: str, size: int, pieces: Iterable[bytes]) -> None:
    # Everything that could differ between two days or two computers is fixed.
    part = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
    part.create_system = 3
    part.external_attr = 0o644 << 16
    part.file_size = size
    with archive.open(part, "w") as content:
        for piece in pieces:
            content.write(piece)


def _close_with_seal(file: BinaryIO, secret: bytes) -> str:
    """Replace the placeholder at the end with the signed SHA-256 of all bytes before it; return that of the whole."""
    digest = _digest(file, file.seek(0, 2) - layout.SEAL_LENGTH)
    seal = layout.seal(digest.hexdigest(), secret)
    file.seek(-layout.SEAL_LENGTH, 2)
    file.write(seal)
    digest.update(seal)
    return digest.hexdigest()


def _digest(file: BinaryIO, length: int) -> hashlib._Hash:
    """The SHA-256 of so many first bytes, to which more can be added."""
    file.seek(0)
    digest = hashlib.sha256()
    while length:
        chunk = file.read(min(_CHUNK, length))
        digest.update(chunk)
        length -= len(chunk)
    return digest
