"""Files kept whole: attachments and returned scoresheets, each once, found by its fingerprint."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select
from sqlalchemy.dialects.sqlite import insert

from dd_panel.domain.errors import StorageError
from dd_panel.store.tables import blobs
from dd_panel.text import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

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
    content: bytes | None = connection.execute(_GET, {"wanted": sha256.lower()}).scalar()
    if content is None:
        raise KeyError(sha256)
    if hashlib.sha256(content).hexdigest() != sha256.lower():
        raise StorageError(
            _("A file kept in this store is damaged."),
            _("Its content no longer has the fingerprint {sha256}.").format(sha256=sha256),
            _("Use the latest backup or copy of the store."),
        )
    return content


def altered_blobs(connection: Connection) -> Iterator[str]:
    """The fingerprints that their content no longer has."""
    for name in connection.execute(_NAMES).scalars().all():
        try:
            get_blob(connection, name)
        except StorageError:
            yield name
