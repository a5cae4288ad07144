"""A PDF document: its pages to draw, its text with the place of each letter, and what is found in it."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dd_panel.domain.errors import InputError
from dd_panel.exchange.attachments.finding import places_of
from dd_panel.exchange.attachments.page_order import MOST_PLACES, as_one_reads, line_around
from dd_panel.exchange.attachments.pdf_engine import (
    MOST_PAGES,
    NotReadable,
    PasswordNeeded,
    TooHard,
    is_cut,
    memory,
    never,
    open_here,
)
from dd_panel.exchange.attachments.pdf_streams import TooMuch
from dd_panel.text import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from dd_panel.exchange.attachments.pdf_engine import Box, Opener, Stop

LARGEST_BITMAP: Final = 4096 * 4096
_LETTERS_KEPT: Final = 20_000_000
_SAME_LINE: Final = 0.6


@dataclass(frozen=True, slots=True)
class Bitmap:
    """Drawn points, four bytes each (blue, green, red, unused), `stride` bytes a line."""

    width: int
    height: int
    stride: int
    data: memoryview


@dataclass(frozen=True, slots=True)
class PageText:
    """The letters of a page and a box for each; letters that only stand for a gap have an empty one."""

    text: str
    boxes: tuple[Box, ...]

    def boxes_of(self, begin: int, end: int) -> tuple[Box, ...]:
        """One box for each line that a stretch of the text covers."""
        return _joined(box for box in self.boxes[begin:end] if box[2] > box[0] and box[3] > box[1])


@dataclass(frozen=True, slots=True)
class Hit:
    """A place where the words looked for stand: the page's index, letters from `begin` to `end`, a box a line."""

    page: int
    begin: int
    end: int
    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class Area:
    """A part of a page that is drawn: points per point of paper, and the part's left, top, width and height."""

    scale: float
    left: int
    top: int
    width: int
    height: int


class PdfFile:
    """An open PDF document. Every method may be called from any thread, and waits while another is in the engine."""

    def __init__(self, content: bytes, stop: Stop = never, opener: Opener = open_here) -> None:
        """Open the document, in this process or where `opener` says.

        Raises InputError for one with a password, one that is damaged, and one that is too much to show.
        """
        self._letters: dict[int, str] = {}
        self._letters_kept = 0
        try:
            self._open = opener(content, stop)
        except PasswordNeeded:
            raise _locked() from None
        except TooMuch:
            raise _too_much() from None
        except TooHard:
            raise _too_hard() from None
        except NotReadable:
            raise _damaged(cut=is_cut(content)) from None
        known = self._open.beginning
        # Until they are measured, those far on are taken to be like the last one known, as they nearly always are.
        self.pages: tuple[tuple[float, float], ...] = known + known[-1:] * (
            min(self._open.count, MOST_PAGES) - len(known)
        )
        self.measured = len(known) == len(self.pages)
        self.notes = self._notes(content)

    def measure(self, stop: Stop = never) -> frozenset[int]:
        """Find the size of every page; tells which of them were taken to have another."""
        before = self.pages
        if not self.measured:
            with suppress(NotReadable, TooHard):
                self.pages = self._open.sizes(stop)
            self.measured = True
        return frozenset(at for at, (was, size) in enumerate(zip(before, self.pages, strict=True)) if was != size)

    def render(self, index: int, area: Area, ground: int = 0xFFFFFF, stop: Stop = never) -> Bitmap:
        """Draw a part of a page on a ground of this colour, 0xRRGGBB; a page that can't be read stays empty.

        Raises InputError for one that takes too much time or memory.
        """
        if not 0 < area.width * area.height <= LARGEST_BITMAP:
            raise ValueError(area)
        wide, high = (max(1, round(side * area.scale)) for side in self.pages[index])
        try:
            part = (area.left, area.top, area.width, area.height)
            data = self._open.draw(index, (wide, high), part, ground, stop)
        except NotReadable:
            data = memory(area.width * 4 * area.height)
            data[:] = (0xFF000000 | ground).to_bytes(4, "little") * (area.width * area.height)
        except TooHard:
            raise _page_too_hard() from None
        return Bitmap(area.width, area.height, area.width * 4, data)

    def letters(self, index: int, stop: Stop = never) -> str:
        """The letters of a page, empty for one that can't be read."""
        kept = self._letters.get(index)
        if kept is not None:
            return kept
        try:
            text = self._open.letters(index, stop)
        except (NotReadable, TooHard):
            text = ""
        if self._letters_kept + len(text) <= _LETTERS_KEPT:
            self._letters_kept += len(text)
            self._letters[index] = text
        return text

    def text(self, index: int, stop: Stop = never) -> PageText:
        """The letters of a page with their boxes."""
        text = self.letters(index, stop)
        return PageText(text, self._boxes(index, 0, len(text), stop))

    def find(self, words: str, pages: Iterable[int] | None = None, stop: Stop = never) -> Iterator[Hit]:
        """Every place where the words stand on these pages, or on all; those of a page in the order of reading."""
        for index in range(len(self.pages)) if pages is None else pages:
            stop()
            text = self.letters(index, stop)
            yield from self._hits(index, text, places_of(words, text), stop)

    def close(self) -> None:
        """Give the memory back."""
        self._open.close()

    def _hits(self, index: int, text: str, places: Sequence[tuple[int, int]], stop: Stop) -> list[Hit]:
        hits, lines = [], []
        ordered = 1 < len(places) <= MOST_PLACES
        for begin, end in places:
            first, last = line_around(text, begin) if ordered else (begin, end)
            boxes = self._boxes(index, first, max(last, end), stop)
            words = _joined(box for box in boxes[begin - first : end - first] if box[2] > box[0])
            hits.append(Hit(index, begin, end, words))
            lines.append(_around(boxes[: last - first]))
        return [hits[at] for at in as_one_reads(lines)] if ordered else hits

    def _boxes(self, index: int, begin: int, end: int, stop: Stop) -> tuple[Box, ...]:
        if begin >= end:
            return ()
        try:
            return self._open.boxes(index, begin, end, stop)
        except (NotReadable, TooHard):
            return ((0.0, 0.0, 0.0, 0.0),) * (end - begin)

    def _notes(self, content: bytes) -> tuple[str, ...]:
        notes = []
        if is_cut(content):
            notes.append(_("This file was cut short on its way. Pages may be missing or empty."))
        if self._open.count > MOST_PAGES:
            notes.append(_("Only the first {count:,} pages are shown.").format(count=MOST_PAGES))
        return tuple(notes)


def _joined(boxes: Iterable[Box]) -> tuple[Box, ...]:
    """Boxes that stand side by side in one line, as one; lines may also run down a page that lies on its side."""
    lines: list[Box] = []
    last: Box | None = None
    for box in boxes:
        if last is not None and (_side_by_side(last, box) or _side_by_side(_tilted(last), _tilted(box), gap=0.5)):
            left, top, right, bottom = lines[-1]
            lines[-1] = (min(left, box[0]), min(top, box[1]), max(right, box[2]), max(bottom, box[3]))
        else:
            lines.append(box)
        last = box
    return tuple(lines)


def _around(boxes: Iterable[Box]) -> Box:
    """The box around all these; an empty one where there is none."""
    seen = [box for box in boxes if box[2] > box[0]] or [(0.0, 0.0, 0.0, 0.0)]
    lefts, tops, rights, bottoms = zip(*seen, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def _side_by_side(one: Box, other: Box, gap: float = 2) -> bool:
    """Whether two letters share most of their height, with less than `gap` times that between them."""
    shared = min(one[3], other[3]) - max(one[1], other[1])
    height = min(one[3] - one[1], other[3] - other[1])
    return shared > _SAME_LINE * height and max(other[0] - one[2], one[0] - other[2]) < gap * height


def _tilted(box: Box) -> Box:
    return box[1], box[0], box[3], box[2]


def _locked() -> InputError:
    return InputError(
        _("This PDF has a password."),
        _("It can't be shown here without it."),
        _("Open it in another program, or ask the secretariat for a copy without a password."),
    )


def _too_much() -> InputError:
    return InputError(
        _("This PDF is too large to show."),
        _("Its pages unpack to more drawing than a page can have."),
        _("Ask the secretariat whether the file is sound."),
    )


def _too_hard() -> InputError:
    return InputError(
        _("This PDF is too much to open here."),
        _("It takes more time or memory than a document should."),
        _("Open it in another program, or ask the secretariat whether the file is sound."),
    )


def _page_too_hard() -> InputError:
    return InputError(
        _("This page is too much to draw here."),
        _("It takes more time or memory than a page should."),
        _("Open the file in another program to see it."),
    )


def _damaged(*, cut: bool) -> InputError:
    return InputError(
        _("This PDF was cut short on its way.") if cut else _("This PDF is damaged."),
        _("No page of it can be read."),
        _("Ask the secretariat to send the file again."),
    )


def passages_of(pdf: PdfFile, stop: Stop = never) -> Iterator[tuple[str, str]]:
    """The text of each page with its number, for the search."""
    for index in range(len(pdf.pages)):
        stop()
        text = pdf.letters(index, stop)
        if text.strip():
            yield str(index + 1), text
