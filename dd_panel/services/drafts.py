"""Drafts of letters: plain `.eml` files that the person's own mail program opens for sending. Nothing is ever sent."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from typing import TYPE_CHECKING

from dd_panel.exchange.files import safe_name, write_whole

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from dd_panel.services.change import Change


@dataclass(frozen=True, slots=True)
class Drafts:
    """The drafts that were written, the names of those without a usable address, and what was kept about it."""

    paths: tuple[Path, ...]
    without_address: tuple[str, ...]
    change: Change


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter to somebody; `email` is as it is known, which may be of no use."""

    name: str
    email: str
    subject: str
    text: str

    def message(self) -> bytes:
        """The draft as a file that mail programs open for sending; without an address where there is none."""
        message = EmailMessage(policy=SMTP)
        message["Subject"] = " ".join(self.subject.split())
        message["X-Unsent"] = "1"
        if (to := address_of(self.name, self.email)) is not None:
            message["To"] = to
        message.set_content(self.text, charset="utf-8")
        return bytes(message)


def address_of(name: str, email: str) -> Address | None:
    """An address as it stands in a letter's head; None where there is none, or none that can be used."""
    with suppress(MessageError, ValueError, IndexError):
        address = Address(display_name=" ".join(name.split()), addr_spec=email.strip())
        if address.username and address.domain and address.addr_spec.isascii():
            return address
    return None


def without_address(letters: Sequence[Letter]) -> tuple[str, ...]:
    """The names of those whose address can't be used."""
    return tuple(letter.name for letter in letters if address_of(letter.name, letter.email) is None)


def joined(paragraphs: Sequence[str]) -> str:
    """The text of a letter."""
    return "\n\n".join(paragraphs) + "\n"


def write_drafts(folder: Path, begin: str, letters: Sequence[Letter]) -> tuple[Path, ...]:
    """Write all drafts or none, their names beginning with `begin`; a file that is there already is never touched."""
    written: list[Path] = []
    try:
        for letter in letters:
            path = _free(folder, safe_name(f"{begin} {letter.name}"))
            write_whole(path, letter.message(), ours=lambda _path: False)
            written.append(path)
    except BaseException:
        for path in written:
            path.unlink(missing_ok=True)
        raise
    return tuple(written)


def _free(folder: Path, name: str) -> Path:
    path, number = folder / f"{name}.eml", 1
    while path.exists():
        number += 1
        path = folder / f"{name} {number}.eml"
    return path
