"""The PDF engine behind one lock: it must never be entered by two threads, and nothing in a document may run.

Forms and scripts are not started at all; what they have left on the pages is drawn.
"""

from __future__ import annotations

import ctypes
import threading
from collections import OrderedDict
from collections.abc import Callable
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

Stop = Callable[[], None]
"""Called now and then by slow work; raises where somebody wants it to end."""

PATIENCE: Final = 0.05
PAGES_KEPT: Final = 3
OBJECTS_KEPT: Final = 200_000
MOST_LETTERS: Final = 200_000
"""Letters of one page that are read; a page of small print has ten thousand."""

# The engine's own state is the process's: two threads in it, even with two documents, end the program.
_ENGINE: Final = threading.Lock()


def never() -> None:
    """Nobody wants the work to end."""


class PasswordNeeded(Exception):  # noqa: N818 - it names what is asked for
    """The document opens with a password only."""


class NotReadable(Exception):  # noqa: N818 - it names the document's state
    """The engine finds no document, or no such page, in the bytes."""


@contextmanager
def engine(stop: Stop) -> Iterator[Any]:
    """Enter the engine; while another thread is in it, `stop` is asked again and again."""
    while not _ENGINE.acquire(timeout=PATIENCE):
        stop()
    try:
        import pypdfium2.raw

        yield pypdfium2.raw
    finally:
        _ENGINE.release()


class RawPdf:
    """An open document: pages by their index from 0, lengths in points, places from a page's top left corner."""

    def __init__(self, content: bytes, stop: Stop = never) -> None:
        """Open the document.

        Raises PasswordNeeded or NotReadable.
        """
        self._content = content  # the engine reads from it as long as the document is open
        self._pages: OrderedDict[int, tuple[Any, int]] = OrderedDict()
        with engine(stop) as raw:
            self._document: Any = raw.FPDF_LoadMemDocument64(content, len(content), None)
            if not self._document:
                locked = raw.FPDF_GetLastError() in {raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY}
                raise PasswordNeeded if locked else NotReadable
            self.count: int = raw.FPDF_GetPageCount(self._document)

    def sizes(self, most: int, stop: Stop = never) -> tuple[tuple[float, float], ...]:
        """Width and height of the first pages; a page that can't be read has the size of A4."""
        found = []
        with engine(stop) as raw:
            size = raw.FS_SIZEF()
            for index in range(min(self.count, most)):
                stop()
                read = raw.FPDF_GetPageSizeByIndexF(self._document, index, size)
                sane = read and size.width >= 1 and size.height >= 1
                found.append((size.width, size.height) if sane else (595.0, 842.0))
        return tuple(found)

    def has_pages(self, most: int, stop: Stop = never) -> bool:
        """Whether any of the first pages can be read."""
        for index in range(min(self.count, most)):
            with suppress(NotReadable), self.page(index, stop):
                return True
        return False

    @contextmanager
    def page(self, index: int, stop: Stop) -> Iterator[tuple[Any, Any]]:
        """Enter the engine with a page; the last few stay loaded. Raises NotReadable."""
        with engine(stop) as raw:
            if self._document is None:
                raise NotReadable
            yield raw, self._loaded(raw, index)

    def close(self) -> None:
        """Give the document back to the engine; it can't be read any more."""
        with engine(never) as raw:
            while self._pages:
                raw.FPDF_ClosePage(self._pages.popitem()[1][0])
            if self._document is not None:
                raw.FPDF_CloseDocument(self._document)
                self._document = None
                self._content = b""

    def _loaded(self, raw: Any, index: int) -> Any:  # noqa: ANN401 - the engine's handles have no type
        if index in self._pages:
            self._pages.move_to_end(index)
            return self._pages[index][0]
        page = raw.FPDF_LoadPage(self._document, index)
        if not page:
            raise NotReadable
        self._pages[index] = (page, raw.FPDFPage_CountObjects(page))
        while len(self._pages) > 1 and (
            len(self._pages) > PAGES_KEPT or sum(objects for _page, objects in self._pages.values()) > OBJECTS_KEPT
        ):
            raw.FPDF_ClosePage(self._pages.popitem(last=False)[1][0])
        return page


def draw(raw: Any, page: Any, target: Any, area: tuple[int, int, int, int], stop: Stop) -> None:  # noqa: ANN401
    """Draw a page onto a bitmap, asking `stop` between its objects; `area` is where the whole page would lie."""
    asked: list[BaseException] = []

    def wants_pause(_pause: object) -> int:
        try:
            stop()
        except BaseException as ending:  # noqa: BLE001 - raised again once the engine has been left in good order
            asked.append(ending)
            return 1
        return 0

    pause_type = dict(raw.IFSDK_PAUSE._fields_)["NeedToPauseNow"]
    pause = raw.IFSDK_PAUSE(version=1, NeedToPauseNow=pause_type(wants_pause))
    raw.FPDF_RenderPageBitmap_Start(target, page, *area, 0, raw.FPDF_ANNOT, ctypes.byref(pause))
    raw.FPDF_RenderPage_Close(page)
    if asked:
        raise asked[0]


def letters_of(raw: Any, text_page: Any) -> str:  # noqa: ANN401
    """The letters of a page, each in the place by which the engine counts it."""
    count = min(max(0, raw.FPDFText_CountChars(text_page)), MOST_LETTERS)
    if not count:
        return ""
    buffer = (ctypes.c_ushort * (2 * count + 2))()
    written = raw.FPDFText_GetText(text_page, 0, count, buffer)
    text = bytes(buffer)[: max(0, written - 1) * 2].decode("utf-16-le", "replace")
    if len(text) == count:
        return text
    # The engine leaves out some letters of the text that it counts: one by one, so that each keeps its place.
    return "".join(_letter(raw.FPDFText_GetUnicode(text_page, at)) for at in range(count))


def _letter(code: int) -> str:
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"  # noqa: PLR2004 - Unicode


def to_page(raw: Any, page: Any, width: float, height: float) -> Callable[[Any], tuple[float, float, float, float]]:  # noqa: ANN401
    """A function that turns the engine's rectangle into (left, top, right, bottom) from the page's top left corner."""
    fine = 100
    x, y = ctypes.c_int(), ctypes.c_int()
    across, down = round(width * fine), round(height * fine)

    def at(left: float, top: float) -> tuple[float, float]:
        raw.FPDF_PageToDevice(page, 0, 0, across, down, 0, left, top, x, y)
        return x.value / fine, y.value / fine

    span = 1000.0
    (x0, y0), (x1, y1), (x2, y2) = at(0, 0), at(span, 0), at(0, span)
    a, b, c, d = (x1 - x0) / span, (y1 - y0) / span, (x2 - x0) / span, (y2 - y0) / span

    def turned(rect: Any) -> tuple[float, float, float, float]:  # noqa: ANN401
        xs = [x0 + a * px + c * py for px in (rect.left, rect.right) for py in (rect.top, rect.bottom)]
        ys = [y0 + b * px + d * py for px in (rect.left, rect.right) for py in (rect.top, rect.bottom)]
        return min(xs), min(ys), max(xs), max(ys)

    return turned
