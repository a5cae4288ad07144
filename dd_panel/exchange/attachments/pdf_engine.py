"""The PDF engine behind one lock: it must never be entered by two threads, and nothing in a document may run.

Forms and scripts are not started at all; what they have left on the pages is drawn.
"""

from __future__ import annotations

import ctypes
import mmap
import re
import threading
from collections import OrderedDict
from collections.abc import Callable
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, Final, Protocol

from dd_panel.exchange.attachments.pdf_streams import check_streams

if TYPE_CHECKING:
    from collections.abc import Iterator

Box = tuple[float, float, float, float]
"""Left, top, right and bottom in points from the page's top left corner."""

Stop = Callable[[], None]
"""Called now and then by slow work; raises where somebody wants it to end."""

PATIENCE: Final = 0.05
PAGES_KEPT: Final = 3
OBJECTS_KEPT: Final = 200_000
MOST_LETTERS: Final = 200_000
"""Letters of one page that are read; a page of small print has ten thousand."""
MOST_PAGES: Final = 10_000
_FIRST: Final = 40
"""Pages of which the size is known at once; finding it for five hundred takes as long as drawing one."""
_TRIED: Final = 20
"""Pages of a file that was cut short, of which one must be there."""
_CATALOGUE = re.compile(rb"(\d{1,9})\s+(\d{1,5})\s+obj\s*<<[^>]{0,2000}?/Type\s*/Catalog\b")

# The engine's own state is the process's: two threads in it, even with two documents, end the program.
_ENGINE: Final = threading.Lock()


def never() -> None:
    """Nobody wants the work to end."""


class PasswordNeeded(Exception):  # noqa: N818 - it names what is asked for
    """The document opens with a password only."""


class NotReadable(Exception):  # noqa: N818 - it names the document's state
    """The engine finds no document, or no such page, in the bytes."""


class TooHard(Exception):  # noqa: N818 - it names what the page is
    """A page, or a whole document, takes more time or memory than it may."""


class OpenPdf(Protocol):
    """An open document, here or in another process: pages by their index from 0, lengths in points.

    Whatever it is asked may raise NotReadable or TooHard, and what `stop` raises.
    """

    count: int
    beginning: tuple[tuple[float, float], ...]
    """Width and height of the first pages."""

    def sizes(self, stop: Stop) -> tuple[tuple[float, float], ...]:
        """Width and height of all pages that are shown."""

    def draw(
        self, index: int, whole: tuple[int, int], part: tuple[int, int, int, int], ground: int, stop: Stop
    ) -> memoryview:
        """Draw the part (left, top, width, height) of a page that is `whole` pixels wide and high on 0xRRGGBB.

        Gives four bytes a pixel: blue, green, red, unused.
        """

    def letters(self, index: int, stop: Stop) -> str:
        """The letters of a page, each in the place by which the engine counts it."""

    def boxes(self, index: int, begin: int, end: int, stop: Stop) -> tuple[Box, ...]:
        """A box for each of these letters, empty for one that stands for a gap."""

    def close(self) -> None:
        """Give the memory back."""


class OpenHere(OpenPdf, Protocol):
    """A document that is open in this process."""

    def rest(self) -> None:
        """Give back what loaded pages take, as nobody looks at them for a while: a scan in colour may take 30 MB."""


Opener = Callable[[bytes, Stop], OpenPdf]
"""Opens a document, in this process or in another; raises PasswordNeeded, TooMuch, NotReadable or TooHard."""


def memory(size: int) -> memoryview:
    """Bytes apart from all others, which the system has back as soon as nobody holds them.

    On the heap, millions of bytes that come and go among small things leave holes as large as themselves.
    """
    if not hasattr(mmap, "MAP_PRIVATE"):
        return memoryview(mmap.mmap(-1, size))
    apart = mmap.mmap(-1, size, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
    if hasattr(mmap, "MADV_HUGEPAGE"):
        with suppress(OSError):  # a system without large pages: then it takes a millisecond more to touch them all
            apart.madvise(mmap.MADV_HUGEPAGE)
    return memoryview(apart)


def open_here(content: bytes, stop: Stop = never, paper: Callable[[int], memoryview] = memory) -> OpenHere:
    """Open a document in this process; of one that was cut short, as much as can be told from what is left.

    `paper` gives the bytes on which pages are drawn.

    Raises PasswordNeeded, TooMuch or NotReadable.
    """
    check_streams(content, stop)
    try:
        pdf = _RawPdf(content, stop, paper)
    except NotReadable:
        beginning = _CATALOGUE.search(content)
        if beginning is None or not is_cut(content):
            raise
        mended = content + b"\nendstream\nendobj\ntrailer<</Root %s %s R>>\n" % beginning.groups()
        pdf = _RawPdf(mended, stop, paper)
    if pdf.count < 1 or (is_cut(content) and not pdf.has_pages(_TRIED, stop)):
        pdf.close()
        raise NotReadable
    return pdf


def is_cut(content: bytes) -> bool:
    """Whether the end of a file is missing."""
    return b"%%EOF" not in content[-2048:]


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


class _RawPdf:
    """A document that is open in this process. Threads may share it, and wait while another is in the engine."""

    def __init__(self, content: bytes, stop: Stop, paper: Callable[[int], memoryview]) -> None:
        """Open the document.

        Raises PasswordNeeded or NotReadable.
        """
        self._paper = paper
        self._content = content  # the engine reads from it as long as the document is open
        self._pages: OrderedDict[int, tuple[Any, int]] = OrderedDict()
        with engine(stop) as raw:
            self._document: Any = raw.FPDF_LoadMemDocument64(content, len(content), None)
            if not self._document:
                locked = raw.FPDF_GetLastError() in {raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY}
                raise PasswordNeeded if locked else NotReadable
            self.count: int = raw.FPDF_GetPageCount(self._document)
            self.beginning = tuple(self._size(raw, index) for index in range(min(self.count, _FIRST)))

    def sizes(self, stop: Stop) -> tuple[tuple[float, float], ...]:
        found = []
        for index in range(min(self.count, MOST_PAGES)):
            with engine(stop) as raw:
                stop()
                if self._document is None:
                    raise NotReadable
                found.append(self._size(raw, index))
        return tuple(found)

    def draw(
        self, index: int, whole: tuple[int, int], part: tuple[int, int, int, int], ground: int, stop: Stop
    ) -> memoryview:
        left, top, width, height = part
        data = self._paper(width * 4 * height)
        with self._page(index, stop) as (raw, page):
            points = (ctypes.c_ubyte * len(data)).from_buffer(data)
            target = raw.FPDFBitmap_CreateEx(width, height, raw.FPDFBitmap_BGRx, points, width * 4)
            try:
                raw.FPDFBitmap_FillRect(target, 0, 0, width, height, 0xFF000000 | ground)
                _draw(raw, page, target, (-left, -top, *whole), stop)
            finally:
                raw.FPDFBitmap_Destroy(target)
        return data

    def letters(self, index: int, stop: Stop) -> str:
        with self._page(index, stop) as (raw, page):
            text_page = raw.FPDFText_LoadPage(page)
            try:
                return _letters_of(raw, text_page)
            finally:
                raw.FPDFText_ClosePage(text_page)

    def boxes(self, index: int, begin: int, end: int, stop: Stop) -> tuple[Box, ...]:
        found: list[Box] = []
        with self._page(index, stop) as (raw, page):
            text_page = raw.FPDFText_LoadPage(page)
            turned = _to_page(raw, page, *self._size(raw, index))
            rect = raw.FS_RECTF()
            try:
                for at in range(begin, end):
                    ok = raw.FPDFText_GetLooseCharBox(text_page, at, rect)
                    found.append(turned(rect) if ok else (0.0, 0.0, 0.0, 0.0))
            finally:
                raw.FPDFText_ClosePage(text_page)
        return tuple(found)

    def has_pages(self, most: int, stop: Stop = never) -> bool:
        """Whether any of the first pages can be read."""
        for index in range(min(self.count, most)):
            with suppress(NotReadable), self._page(index, stop):
                return True
        return False

    @contextmanager
    def _page(self, index: int, stop: Stop) -> Iterator[tuple[Any, Any]]:
        """Enter the engine with a page; the last few stay loaded. Raises NotReadable."""
        with engine(stop) as raw:
            if self._document is None:
                raise NotReadable
            yield raw, self._loaded(raw, index)

    def rest(self) -> None:
        with engine(never) as raw:
            self._unload(raw)

    def close(self) -> None:
        with engine(never) as raw:
            self._unload(raw)
            if self._document is not None:
                raw.FPDF_CloseDocument(self._document)
                self._document = None
                self._content = b""

    def _size(self, raw: Any, index: int) -> tuple[float, float]:  # noqa: ANN401
        """Width and height of a page; one that can't be read has the size of A4."""
        size = raw.FS_SIZEF()
        read = raw.FPDF_GetPageSizeByIndexF(self._document, index, size)
        return (size.width, size.height) if read and size.width >= 1 and size.height >= 1 else (595.0, 842.0)

    def _unload(self, raw: Any) -> None:  # noqa: ANN401
        while self._pages:
            raw.FPDF_ClosePage(self._pages.popitem()[1][0])

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


def _draw(raw: Any, page: Any, target: Any, area: tuple[int, int, int, int], stop: Stop) -> None:  # noqa: ANN401
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


def _letters_of(raw: Any, text_page: Any) -> str:  # noqa: ANN401
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


def _to_page(raw: Any, page: Any, width: float, height: float) -> Callable[[Any], tuple[float, float, float, float]]:  # noqa: ANN401
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
