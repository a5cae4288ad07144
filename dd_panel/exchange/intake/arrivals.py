"""What arrived: an e-mail or a folder, with all that is needed to place it, and without the bytes of its files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from dd_panel.exchange.intake.stamps import Stamp


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file that came along: its name, the fingerprint of its bytes, and how many they are."""

    name: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph of a form, or a cell of its tables; `heading` where it is set as a heading."""

    text: str
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """The text of a Word, OpenDocument or PDF file, in its order."""

    file: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Forwarded:
    """A message within a message: what it is about, who sent it, and what it says."""

    subject: str
    sender: str
    address: str
    text: str


Contents = Callable[[], Iterator[bytes]]
"""Reads the bytes of an arrival's files again, in their order, and last of all its original where there is one."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """One thing that was received.

    `source` is how people find it again; `label` the folder's name, where it came as one. `remarks` are sentences worth
    knowing, `doubts` what a person has to look at. `fingerprint` is the same for the same content sent again.
    `original` is the message as it came, which is None for a folder; `damaged` says that its build was not in order.
    """

    source: str
    kind: Literal["message", "folder"]
    subject: str
    sender: str
    address: str
    stamps: tuple[Stamp, ...]
    message_id: str
    replies_to: tuple[str, ...]
    text: str
    forwarded: tuple[Forwarded, ...]
    files: tuple[KeptFile, ...]
    forms: tuple[Form, ...]
    fingerprint: str
    contents: Contents
    original: KeptFile | None = None
    label: str = ""
    damaged: bool = False
    automatic: bool = False
    remarks: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SetAside:
    """One thing that was received and can't be taken in, with the reason as a sentence."""

    source: str
    reason: str
