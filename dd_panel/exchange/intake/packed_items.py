"""Reads messages that were attached to a message which Outlook packed, by writing them as the e-mails they were."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dd_panel.exchange.intake.item_mail import ItemMail, attached, inner
from dd_panel.exchange.intake.parts import DEEPEST
from dd_panel.exchange.intake.tnef import read_packed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dd_panel.exchange.intake.tnef import Packed


def packed_mail(parcel: bytes) -> tuple[bytes, bool]:
    """A message that was packed as the e-mail that it was, and whether the parcel and those in it are whole."""
    writing = _Writing()
    return writing.mail(parcel, 0), writing.sound


class _Writing:
    """One packed message being written as an e-mail; `sound` is False where a parcel ends too early."""

    def __init__(self) -> None:
        self.sound = True
        self._mails = ItemMail()

    def mail(self, parcel: bytes, depth: int) -> bytes:
        packed = read_packed(parcel)
        self.sound &= packed.sound
        return self._mails.write(packed.has, (), self._attachments(parcel, packed, depth))

    def _attachments(self, parcel: bytes, packed: Packed, depth: int) -> Iterator[bytes]:
        for each in packed.files:
            content = parcel[each.start : each.end]
            if each.item and depth < DEEPEST:
                yield inner(self.mail(content, depth + 1))
            else:
                yield attached(each.name, content)
        for _closed in range(packed.closed):
            yield attached("", None)
