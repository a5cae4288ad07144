"""Types into and reads cells through LibreOffice; run by the system's Python, which alone can import uno.

Called with the program and the address of a profile. The wish comes on standard input as JSON; the texts read go out
the same way.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
import uuid
from typing import Any

import uno  # type: ignore[import-not-found]
from com.sun.star.beans import PropertyValue  # type: ignore[import-not-found]
from com.sun.star.connection import NoConnectException  # type: ignore[import-not-found]

PATIENCE = 120  # seconds


def option(name: str, value: object) -> Any:  # noqa: ANN401 - uno's own structs have no types
    """One named option of a call to LibreOffice."""
    made = PropertyValue()
    made.Name, made.Value = name, value
    return made


def connect(pipe: str) -> Any:  # noqa: ANN401 - uno's objects have no types
    """Wait until the started LibreOffice listens on its pipe; gives its desktop."""
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    until = time.monotonic() + PATIENCE
    while True:
        try:
            context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except NoConnectException:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)
        else:
            return context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)


FILTERS = {"xlsx": "Calc MS Excel 2007 XML", "ods": "calc8", "csv": "Text - txt - csv (StarCalc)"}


def unprotect(sheet: Any) -> None:  # noqa: ANN401
    """Take the protection off, as the menu does: it has no password."""
    sheet.unprotect("")


def sort(sheet: Any, area: str, column: int, rising: bool) -> None:  # noqa: ANN401
    """Sort the rows of an area by one of its columns, counted from 0."""
    key = uno.createUnoStruct("com.sun.star.table.TableSortField")
    key.Field, key.IsAscending = column, rising
    fields = uno.Any("[]com.sun.star.table.TableSortField", (key,))
    rows = sheet.getCellRangeByName(area)
    rows.sort((option("SortFields", fields), option("ContainsHeader", value=False)))


def paste(sheet: Any, area: str, over: str) -> None:  # noqa: ANN401
    """Copy an area over another, with everything that belongs to its cells: lists of choices give way."""
    target = sheet.getCellRangeByName(over).getCellAddress()
    sheet.copyRange(target, sheet.getCellRangeByName(area).getRangeAddress())


def move(sheet: Any, area: str, to: str) -> None:  # noqa: ANN401
    """Cut an area and paste it elsewhere."""
    target = sheet.getCellRangeByName(to).getCellAddress()
    sheet.moveRange(target, sheet.getCellRangeByName(area).getRangeAddress())


def insert_columns(sheet: Any, at: int, count: int) -> None:  # noqa: ANN401
    """Insert empty columns before the one at this place, counted from 0."""
    sheet.Columns.insertByIndex(at, count)


def put(sheet: Any, address: str, value: float | str) -> None:  # noqa: ANN401
    """Type into a cell."""
    cell = sheet.getCellRangeByName(address)
    if isinstance(value, str):
        cell.setString(value)
    else:
        cell.setValue(value)


def rename(sheet: Any, name: str) -> None:  # noqa: ANN401
    """Give a sheet another name."""
    sheet.setName(name)


def copied_out(desktop: Any, document: Any, sheet: str, area: str) -> Any:  # noqa: ANN401
    """A new workbook into which an area was copied over the clipboard."""
    chosen = document.getCurrentController()
    chosen.select(document.Sheets.getByName(sheet).getCellRangeByName(area))
    fresh = desktop.loadComponentFromURL("private:factory/scalc", "_blank", 0, (option("Hidden", value=True),))
    fresh.getCurrentController().insertTransferable(chosen.getTransferable())
    return fresh


def put_beside(desktop: Any, document: Any, others: list[str], sheet: str) -> None:  # noqa: ANN401
    """Copy a sheet of other workbooks into this one, each after the last."""
    for number, address in enumerate(others, start=2):
        other = desktop.loadComponentFromURL(address, "_blank", 0, (option("Hidden", value=True),))
        other.Sheets.getByName(sheet).setName(f"{sheet} {number}")
        document.Sheets.importSheet(other, f"{sheet} {number}", document.Sheets.Count)
        other.close(True)


DEEDS: dict[str, Any] = {
    "unprotect": unprotect,
    "sort": sort,
    "paste": paste,
    "move": move,
    "insert columns": insert_columns,
    "type": put,
    "rename": rename,
}


def work(desktop: Any, wish: dict[str, Any]) -> list[Any]:  # noqa: ANN401 - uno's objects have no types
    """Open, type, compute, read, save, close."""
    document = desktop.loadComponentFromURL(wish["open"], "_blank", 0, (option("Hidden", value=True),))
    sheets = document.Sheets
    for sheet, address, value in wish.get("type", []):
        put(sheets.getByName(sheet), address, value)
    for deed, sheet, *rest in wish.get("do", []):
        DEEDS[deed](sheets.getByName(sheet), *rest)
    if "beside" in wish:
        put_beside(desktop, document, wish["beside"], "Scores")
    if "copy" in wish:
        fresh = copied_out(desktop, document, *wish["copy"])
        document.close(True)
        document, sheets = fresh, fresh.Sheets
    if wish.get("recalculate"):
        document.calculateAll()
    shown = [sheets.getByName(sheet).getCellRangeByName(address).getString() for sheet, address in wish.get("read", [])]
    if "whole" in wish:
        cursor = sheets.getByName(wish["whole"]).createCursor()
        cursor.gotoEndOfUsedArea(False)
        cursor.gotoStartOfUsedArea(True)
        # Numbers in full, texts as they are; an empty cell is an empty text.
        shown = [list(row) for row in cursor.getDataArray()]
    if "save" in wish:
        ending = wish["save"].rpartition(".")[2]
        how = [option("FilterName", FILTERS[ending])]
        if ending == "csv":
            # Comma, double quotes, UTF-8, from the first row on; of the sheet that is shown.
            how.append(option("FilterOptions", "44,34,76,1"))
        document.storeToURL(wish["save"], tuple(how))
    document.close(True)
    return shown


def main() -> None:
    """Start LibreOffice, do the work, end it."""
    program, profile = sys.argv[1:]
    wish = json.load(sys.stdin)
    pipe = f"ddpanel{uuid.uuid4().hex}"
    command = [program, f"-env:UserInstallation={profile}", "--headless", "--norestore"]
    command.append(f"--accept=pipe,name={pipe};urp;")
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as office:
        try:
            desktop = connect(pipe)
            json.dump(work(desktop, wish), sys.stdout)
            desktop.terminate()
            office.wait(PATIENCE)
        finally:
            office.kill()


if __name__ == "__main__":
    main()
