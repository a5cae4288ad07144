"""Files kept whole: attachments and returned scoresheets, each once, found by its fingerprint."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from sqlalchemy import Integer, bindparam, column, select
from sqlalchemy.dialects.sqlite import insert

from dd_panel.domain.errors import StorageError
from dd_panel.store.statements import driver
from dd_panel.store.tables import blobs
from dd_panel.text import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

PIECE = 1 << 19
"""Bytes of a piece. Each takes the memory of the one before, where that of whole files is asked for anew every time."""

_ROW = select(column("rowid", Integer)).select_from(blobs).where(blobs.c.sha256 == bindparam("wanted"))
_GET = select(blobs.c.content).where(blobs.c.sha256 == bindparam("wanted"))
_PUT = insert(blobs).on_conflict_do_nothing()
_NAMES = select(blobs.c.sha256)


def put_blob(connection: Connection, sha256: str, content: bytes) -> None:
    """Keep a file; one that is here already stays. Raises ValueError when the fingerprint is another's."""
    if hashlib.sha256(content).hexdigest() != sha256.lower():
        message = f"{sha256} is not the fingerprint of the content"
        raise ValueError(message)
    connection.execute(_PUT, {"sha256": sha256.lower(), "content": content})


def get_blob(connection: Connection, sha256: str) -> bytes:
    """The file with this fingerprint; raises KeyError when it is not here, StorageError when it was altered."""
    return b"".join(blob_pieces(connection, sha256))


def blob_pieces(connection: Connection, sha256: str) -> Iterator[bytes]:
    """The same file in pieces; raises as `get_blob` does, but for an altered file only after its last piece."""
    digest = hashlib.sha256()
    for piece in _read(connection, sha256):
        digest.update(piece)
        yield piece
    if digest.hexdigest() != sha256.lower():
        raise StorageError(
            _("A file kept in this store is damaged."),
            _("Its content no longer has the fingerprint {sha256}.").format(sha256=sha256),
            _("Use the latest backup or copy of the store."),
        )


def _read(connection: Connection, sha256: str) -> Iterator[bytes]:
    bare = driver(connection)
    in_pieces = hasattr(bare, "blobopen")  # the driver of locked stores has no such thing
    found = connection.execute(_ROW if in_pieces else _GET, {"wanted": sha256.lower()}).scalar()
    if found is None:
        raise KeyError(sha256)
    if not in_pieces:
        yield found
        return
    with bare.blobopen(blobs.name, blobs.c.content.name, found, readonly=True) as content:
        while piece := content.read(PIECE):
            yield piece


def altered_blobs(connection: Connection) -> Iterator[str]:
    """The fingerprints that their content no longer has."""
    for name in connection.execute(_NAMES).scalars().all():
        try:
            get_blob(connection, name)
        except StorageError:
            yield name
