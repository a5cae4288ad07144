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
    """A message that was packed as the e-mail that it was, and whether the parcel is whole."""
    packed = read_packed(parcel)
    return _written(parcel, packed, ItemMail(), 0), packed.sound


def _written(parcel: bytes, packed: Packed, mails: ItemMail, depth: int) -> bytes:
    return mails.write(packed.has, (), _attachments(parcel, packed, mails, depth))


def _attachments(parcel: bytes, packed: Packed, mails: ItemMail, depth: int) -> Iterator[bytes]:
    for each in packed.files:
        content = parcel[each.start : each.end]
        if each.item and depth < DEEPEST:
            yield inner(_written(content, read_packed(content), mails, depth + 1))
        else:
            yield attached(each.name, content)
    for _closed in range(packed.closed):
        yield attached("", None)
