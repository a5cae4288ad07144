"""Where each page of a document lies on the screen."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect

if TYPE_CHECKING:
    from collections.abc import Sequence

TILE = 1024
"""Points of the screen along the side of a piece that is drawn at once."""


class PageStack:
    """Pages below one another in the middle of a column; sizes in points of paper, places in pixels."""

    def __init__(self, sizes: Sequence[tuple[float, float]], scale: float, gap: int, edge: int) -> None:
        self.scale = scale
        self._widths = [max(1, round(width * scale)) for width, _height in sizes]
        self._heights = [max(1, round(height * scale)) for _width, height in sizes]
        self._tops: list[int] = []
        top = edge
        for height in self._heights:
            self._tops.append(top)
            top += height + gap
        self.height = top - gap + edge
        self.width = max(self._widths) + 2 * edge

    def page(self, index: int, room: int) -> QRect:
        """A page's rectangle, in the middle of this width."""
        left = (max(room, self.width) - self._widths[index]) // 2
        return QRect(left, self._tops[index], self._widths[index], self._heights[index])

    def page_at(self, y: int) -> int:
        """The page that lies at a height, or ends above it."""
        return max(0, bisect_right(self._tops, y) - 1)

    def pages_between(self, top: int, bottom: int) -> range:
        """The pages of which something lies between two heights."""
        first = self.page_at(top)
        if self._tops[first] + self._heights[first] <= top and first + 1 < len(self._tops):
            first += 1
        return range(first, max(first, self.page_at(bottom - 1)) + 1)

    def most_seen(self, top: int, bottom: int) -> int:
        """The page of which most is seen between two heights; of equals the first."""
        pages = self.pages_between(top, bottom)

        def seen(index: int) -> int:
            return min(bottom, self._tops[index] + self._heights[index]) - max(top, self._tops[index])

        return max(pages, key=lambda index: (seen(index), -index))


def tiles_of(page: QRect, seen: QRect, ratio: float) -> list[tuple[int, int]]:
    """The tiles (across, down) of a page that a part of the screen needs, from the top; `ratio` is pixels a point."""
    shown = page.intersected(seen).translated(-page.topLeft())
    if shown.isEmpty():
        return []
    step = TILE / ratio
    across = range(int(shown.left() / step), int(shown.right() / step) + 1)
    down = range(int(shown.top() / step), int(shown.bottom() / step) + 1)
    return [(column, row) for row in down for column in across]
