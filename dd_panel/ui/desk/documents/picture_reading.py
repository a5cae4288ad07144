"""Unpacks pictures beside the window, and refuses those that would take the laptop's memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QBuffer, QByteArray, QSize, Qt
from PySide6.QtGui import QImage, QImageReader

from dd_panel.domain.errors import InputError
from dd_panel.text import _

if TYPE_CHECKING:
    from dd_panel.exchange.attachments.opening import Picture

LARGEST_POINTS: Final = 64_000_000
"""A quarter of a gigabyte when it is unpacked; the photographs of telephones stay below."""
SHOWN_POINTS: Final = 16_000_000
"""What is kept of a larger one, which is enough for print."""
MEGABYTES: Final = LARGEST_POINTS * 4 // 1024 // 1024 + 16


def read_picture(picture: Picture) -> QImage:
    """Unpack a picture, made smaller where it has more points than one can see.

    Raises InputError for one that is too large or damaged.
    """
    buffer = QBuffer()
    buffer.setData(QByteArray(picture.content))
    buffer.open(QBuffer.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, QByteArray(picture.format.encode()))
    reader.setAutoDetectImageFormat(False)
    reader.setAutoTransform(True)
    extent = reader.size()
    if extent.isValid() and extent.width() * extent.height() > LARGEST_POINTS:
        raise InputError(
            _("This picture is too large to show."),
            _("It has {count} million points; {limit} million can be shown.").format(
                count=round(extent.width() * extent.height() / 1e6), limit=LARGEST_POINTS // 1_000_000
            ),
            _("Open it in another program, or ask for a smaller copy."),
        )
    if extent.isValid() and extent.width() * extent.height() > SHOWN_POINTS:
        share = (SHOWN_POINTS / (extent.width() * extent.height())) ** 0.5
        reader.setScaledSize(
            extent.scaled(
                QSize(max(1, int(extent.width() * share)), max(1, int(extent.height() * share))),
                Qt.AspectRatioMode.KeepAspectRatio,
            )
        )
    image = reader.read()
    if image.isNull():
        raise InputError(
            _("This picture is damaged."),
            _("It can't be unpacked."),
            _("Ask the secretariat to send the file again."),
        )
    return image
