"""A workbook that is packed sheet by sheet in memory: each lets go of its cells once it is written, and is kept small.

XlsxWriter holds the cells of all sheets until the last one is written, and then the whole text of every sheet until the
last one is packed. Its own remedy writes rows to temporary files, where the panel's judgements must never lie.
"""

from __future__ import annotations

import zlib
from io import StringIO
from typing import TYPE_CHECKING

from xlsxwriter.packager import Packager
from xlsxwriter.workbook import Workbook

from dd_panel.exchange.formulas import FormulaSheet

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, BinaryIO

ROWS = 1_000
"""After so many rows a sheet is packed, and its cells let go of."""

FAST = 1
"""The packing is undone again a moment later: what counts is that it costs little time."""


class LeanBook(Workbook):  # type: ignore[misc]  # the library says nothing about its types
    """A workbook written into a file in memory; its sheets take our own formulas as they are.

    `tell` is called whenever another file of the package is begun; what it raises ends the work.
    """

    def __init__(self, file: BinaryIO, tell: Callable[[], None]) -> None:
        super().__init__(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
        self.worksheet_class = _LeanSheet
        self._tell = tell

    def _get_packager(self) -> Packager:
        return _LeanPackager(self._tell)


class _Part(StringIO):
    """One file of the package; what is written is packed from time to time, and unpacked when it is asked for."""

    def __init__(self) -> None:
        super().__init__()
        self._packer = zlib.compressobj(FAST)
        self._packed: list[bytes] = []

    def pack(self) -> None:
        """Keep what was written so far in little room."""
        self._packed.append(self._packer.compress(super().getvalue().encode()))
        self.seek(0)
        self.truncate(0)

    def getvalue(self) -> bytes:  # type: ignore[override]  # the package is of bytes; text would be turned into them
        """Everything that was written; asked for once, at the end."""
        if not self._packed:
            return super().getvalue().encode()
        self.pack()
        self._packed.append(self._packer.flush())
        return zlib.decompress(b"".join(self._packed))


class _LeanPackager(Packager):  # type: ignore[misc]  # the library says nothing about its types
    def __init__(self, tell: Callable[[], None]) -> None:
        super().__init__()
        self._tell = tell

    def _filename(self, xml_filename: str) -> _Part:
        self._tell()
        part = _Part()
        # The last says that the part's value is bytes already.
        self.filenames.append((part, xml_filename, True))
        return part


class _LeanSheet(FormulaSheet):
    """Rows are written from top to bottom, and none is looked at again."""

    def _write_row(self, row: int, *rest: Any, **more: Any) -> None:  # noqa: ANN401 - XlsxWriter's own
        if row % ROWS == 0 and isinstance(self.fh, _Part):
            self.fh.pack()
            for done in range(row - ROWS, row):
                self.table.pop(done, None)
        super()._write_row(row, *rest, **more)

    def _assemble_xml_file(self) -> None:
        super()._assemble_xml_file()
        self.table.clear()
        if isinstance(self.fh, _Part):
            self.fh.pack()
