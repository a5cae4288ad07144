"""Stores that are locked with a passphrase: SQLCipher keeps every page of them unreadable on the disk.

The first 16 bytes of such a file are SQLCipher's salt. Ours begins with eight letters that say whose the file is, and
goes on with eight bytes of chance; the key of 32 bytes comes from the passphrase and this salt.
"""

from __future__ import annotations

import secrets
import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, cast

from dd_panel.domain.errors import PassphraseError
from dd_panel.domain.passphrases import stretched
from dd_panel.text import _

if TYPE_CHECKING:
    from pathlib import Path
    from types import ModuleType

MAGIC: Final = b"DDLOCK1\n"
_SALT = 16


@dataclass(frozen=True, slots=True)
class Key:
    """What opens a locked store: the key of 32 bytes and the file's salt of 16."""

    secret: bytes
    salt: bytes

    def __repr__(self) -> str:
        """Never the key itself: a traceback may be sent to somebody."""
        return "Key(…)"

    @property
    def spelt(self) -> str:
        """The key as SQLCipher takes it."""
        return f"x'{self.secret.hex()}{self.salt.hex()}'"

    def unlock(self, connection: sqlite3.Connection, path: Path) -> None:
        """Give a new connection its key; raises PassphraseError when it doesn't fit, or the driver's error."""
        # SQLCipher would tell standard error about every wrong passphrase.
        connection.execute("PRAGMA cipher_log_level = NONE")
        connection.execute(f'PRAGMA key = "{self.spelt}"')
        try:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except driver_errors("DatabaseError") as error:
            if getattr(error, "sqlite_errorcode", None) != sqlite3.SQLITE_NOTADB:
                raise
            raise PassphraseError(
                _("The passphrase does not open {name}.").format(name=path.name),
                _("It is another one, or the beginning of the file is damaged."),
                _("Type it again, with capitals and spaces as they were."),
            ) from error


def new_key(passphrase: str) -> Key:
    """The key of a file that is about to be made."""
    salt = MAGIC + secrets.token_bytes(_SALT - len(MAGIC))
    return Key(stretched(passphrase, salt, 32), salt)


def key_for(path: Path, passphrase: str | Key | None) -> Key:
    """The key of a locked file, which takes a moment; raises PassphraseError when no passphrase was given, OSError."""
    if isinstance(passphrase, Key):
        return passphrase
    if passphrase is None:
        raise PassphraseError(
            _("{name} is locked.").format(name=path.name), remedy=_("Give the passphrase it was locked with.")
        )
    with path.open("rb") as file:
        salt = file.read(_SALT)
    return Key(stretched(passphrase, salt, 32), salt)


def sqlcipher() -> ModuleType:
    """The driver of locked stores; it looks like sqlite3, and is loaded only where a store is locked."""
    from sqlcipher3 import dbapi2

    return cast("ModuleType", dbapi2)


def driver_errors(name: str) -> tuple[type[Exception], ...]:
    """The errors of this name (“Error”, “IntegrityError” …) of the drivers in use, to be caught alike."""
    import sys

    drivers = [sqlite3, sys.modules.get("sqlcipher3.dbapi2")]
    return tuple(getattr(driver, name) for driver in drivers if driver is not None)
