"""Pictures of a table's rows: a row is painted once and then only copied while one scrolls."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QSizeF
from PySide6.QtGui import QPixmap

from dd_panel.ui.widgets.painting import smooth_painter

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from PySide6.QtGui import QPainter


class RowPictures:
    """The pictures of the rows in sight and of a few more, those seen last.

    A picture belongs to the very object it shows, in one of its `looks`. All of them hold within one `frame`, whatever
    else a picture depends on: where the columns are, the colours, the text size. Another frame takes them away.
    """

    def __init__(self) -> None:
        self._frame: Hashable = None
        self._most = 0
        self._kept: dict[tuple[int, Hashable], tuple[object, QPixmap]] = {}

    def begin(self, frame: Hashable, most: int) -> None:
        """Get ready to paint a view with this frame, keeping at most so many pictures."""
        self._most = most
        if frame != self._frame:
            self._frame = frame
            self._kept.clear()

    def draw(
        self,
        painter: QPainter,
        at: QPointF,
        size: QSizeF,
        shown: tuple[object, Hashable],
        paint: Callable[[QPainter], None],
    ) -> None:
        """Draw what is shown, an object and its looks, `at` a point; `paint` paints it at the origin, all of `size`.

        The point is moved to whole pixels of the screen, on which letters stay sharp.
        """
        ratio = painter.device().devicePixelRatio()
        what, looks = shown
        key = (id(what), looks)
        # The object is kept with its picture, so that no other one can come by the same number.
        kept = self._kept.pop(key, None) or (what, _picture(size, ratio, paint))
        self._kept[key] = kept
        while len(self._kept) > self._most:
            del self._kept[next(iter(self._kept))]
        whole = QPointF(round(at.x() * ratio) / ratio, round(at.y() * ratio) / ratio)
        painter.drawPixmap(whole, kept[1])


def _picture(size: QSizeF, ratio: float, paint: Callable[[QPainter], None]) -> QPixmap:
    picture = QPixmap(math.ceil(size.width() * ratio), math.ceil(size.height() * ratio))
    picture.setDevicePixelRatio(ratio)
    painter = smooth_painter(picture)
    paint(painter)
    painter.end()
    return picture
