"""The order in which a person comes to places on a page, where a file draws its lines in another order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dd_panel.exchange.attachments.pdf_engine import Box

MOST_PLACES: Final = 300
"""Places of one page that are put in order; where there are more, nobody goes through them one by one."""

_FARTHEST: Final = 200
"""Letters on either side of a place that are taken for its line, where a text has no ends of lines."""


def line_around(text: str, at: int) -> tuple[int, int]:
    """Where the line of a text begins and ends in which a letter stands."""
    begin = max(text.rfind("\n", 0, at) + 1, at - _FARTHEST)
    end = text.find("\n", at, at + _FARTHEST)
    return begin, min(len(text), at + _FARTHEST) if end < 0 else end


def as_one_reads(lines: Sequence[Box]) -> list[int]:
    """Put places in order by the boxes of the lines they stand in, given as the file has them; tells their indexes.

    Of two lines one above the other, the upper one comes first, as a heading that was drawn after the page's foot does.
    Lines side by side, as in two columns, stay as the file has them: where a column goes on, it knows best.
    """
    order: list[int] = []
    for at, line in enumerate(lines):
        place = next((place for place, other in enumerate(order) if _is_above(line, lines[other])), len(order))
        order.insert(place, at)
    return order


def _is_above(one: Box, other: Box) -> bool:
    """Whether a line lies above another, with something of it straight below."""
    half = min(one[3] - one[1], other[3] - other[1]) / 2
    return one[3] - half < other[1] and min(one[2], other[2]) > max(one[0], other[0])
