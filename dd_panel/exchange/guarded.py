"""Opens workbooks from outside: each is guarded first, and only then do the parsers see it, and are they loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dd_panel.exchange.guard import SCORESHEET, Limits, guard_workbook

if TYPE_CHECKING:
    from datetime import datetime

    from openpyxl import Workbook

    from dd_panel.exchange.sheet_xml import SheetContent


def open_workbook(name: str, content: bytes, limits: Limits = SCORESHEET) -> Workbook:
    """Guard a workbook and open it for reading, with the filled cells, merged ranges, names and properties.

    Text is in its normal form; a formula's cell brings the value stored for it. Raises Refused.
    """
    from dd_panel.exchange.workbooks import workbook_of

    return workbook_of(guard_workbook(name, content, limits), limits)


def read_contents(
    name: str, content: bytes, limits: Limits = SCORESHEET
) -> tuple[tuple[SheetContent, ...], datetime | None]:
    """Guard a workbook and read the contents of its sheets alone, and when it was last saved. Raises Refused."""
    from dd_panel.exchange.workbooks import contents_of

    return contents_of(guard_workbook(name, content, limits), limits)
