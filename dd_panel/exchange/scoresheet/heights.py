"""How high a row has to be to show its texts.

Spreadsheet programs make a row high enough when somebody types into it, but not all of them when they open a file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dd_panel.exchange.formulas import FormulaSheet

if TYPE_CHECKING:
    from collections.abc import Iterable

LINE = 15.0
"""Points of a line of 11-point text."""

HIGHEST = 409.0
"""Points; a row can't be higher."""

_MOST_LINES = int(HIGHEST / LINE)
_LETTERS_A_UNIT = 1.08
"""Letters of ordinary text that take the width of one digit, in which a column's width is counted."""
_INDENT = 1.5


class GrowingSheet(FormulaSheet):
    """A worksheet whose rows have a height to begin with, and grow when somebody types into them.

    XlsxWriter would have every given height stay as it is.
    """

    def _xml_start_tag_unencoded(self, tag: str, attributes: Iterable[tuple[str, object]] = ()) -> None:
        kept = [(name, value) for name, value in attributes if tag != "row" or name != "customHeight"]
        super()._xml_start_tag_unencoded(tag, kept)


def lines_of(text: str, width: float) -> int:
    """How many lines a text takes in a column of this width, counted as spreadsheets do."""
    letters = max(1, int((width - _INDENT) * _LETTERS_A_UNIT))
    if len(text) <= letters and "\n" not in text:
        return 1
    lines = 0
    for paragraph in text.split("\n"):
        lines += _wrapped(paragraph, letters)
        if lines >= _MOST_LINES:
            break
    return lines


def _wrapped(paragraph: str, letters: int) -> int:
    """How many lines a paragraph takes, broken after spaces and hyphens, and within a word that fills a line alone."""
    lines, start, end = 1, 0, len(paragraph.rstrip())
    while end - start > letters:
        space = paragraph.rfind(" ", start + 1, start + letters + 1)
        hyphen = paragraph.rfind("-", start + 1, start + letters)
        start = max(space, hyphen) + 1 or start + letters
        lines += 1
    return lines


def height_of(texts: Iterable[tuple[str, float]], fewest: int = 1) -> float:
    """The height in points of a row with these texts in columns of these widths."""
    lines = max((lines_of(text, width) for text, width in texts), default=1)
    return min(HIGHEST, max(lines, fewest) * LINE + 3)
