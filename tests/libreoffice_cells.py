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


def work(desktop: Any, wish: dict[str, Any]) -> list[Any]:  # noqa: ANN401 - uno's objects have no types
    """Open, type, compute, read, save, close."""
    document = desktop.loadComponentFromURL(wish["open"], "_blank", 0, (option("Hidden", value=True),))
    sheets = document.Sheets
    for sheet, address, value in wish.get("type", []):
        cell = sheets.getByName(sheet).getCellRangeByName(address)
        if isinstance(value, str):
            cell.setString(value)
        else:
            cell.setValue(value)
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
        document.storeToURL(wish["save"], (option("FilterName", "Calc MS Excel 2007 XML"),))
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
