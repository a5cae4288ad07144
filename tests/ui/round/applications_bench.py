"""The Applications page in a window with what stands behind it, for tests of either of its lists."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTableView

from dd_panel.services.workplace import Workplace
from dd_panel.ui.jobs import Jobs
from dd_panel.ui.outside import Outside
from dd_panel.ui.round.applications.equation import Equation
from dd_panel.ui.round.applications.page import ApplicationsPage
from dd_panel.ui.round.reason_dialog import ReasonDialog
from dd_panel.ui.theme import Theme
from dd_panel.ui.undo import UndoHistory
from tests.ui.conftest import Show
from tests.ui.keyboard import press, settle
from tests.ui.programs import wait_until

SPOKEN = Qt.ItemDataRole.AccessibleTextRole
NONE = Qt.KeyboardModifier.NoModifier


class ApplicationsBench:
    """What a person chooses outside the window is set beforehand; `opened` and `troubles` tell what came of it.

    Whoever makes one goes to a list, then lets the page `settle`.
    """

    def __init__(self, theme: Theme, place: Workplace, show: Show) -> None:
        self.place = place
        self.files: list[Path] = []
        self.folder: Path | None = None
        self.file: Path | None = None
        self.saved: Path | None = None
        self.opened: list[Path] = []
        self.jobs = Jobs()
        self.undo = UndoHistory()
        self.troubles: list[object] = []
        outside = Outside(
            lambda _parent: self.files,
            lambda _parent, _title: self.folder,
            lambda *_any: self.saved,
            self.open_path,
            lambda *_any: self.file,
        )
        self.page = ApplicationsPage(theme, place, self.jobs, self.undo, outside)
        self.page.failed.connect(self.troubles.append)
        self.undo.failed.connect(self.troubles.append)
        show(self.page, 1280, 640)
        self.page.on_shown()

    def open_path(self, path: Path) -> bool:
        """What the system would open."""
        self.opened.append(path)
        return True

    def press(self, *keys: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
        """Press keys one after another, and let the page show what came of it."""
        press(self.page, *keys, modifier=modifier)
        self.settle()

    def settle(self) -> None:
        """Let the window work until what was done is read and shown."""
        settle()
        wait_until(lambda: not self.page.eligibility.letters.busy)
        settle()
        wait_until(lambda: not self.page.reading.busy)

    def answer(self, reason: str) -> None:
        """Give a reason in the question that is open."""
        dialog = next(each for each in self.page.findChildren(ReasonDialog) if each.isVisible())
        dialog.reason.setText(reason)
        dialog.yes.click()
        self.settle()


def numbers_told(equation: Equation) -> list[int]:
    """The numbers of a sum, as it is read aloud."""
    return [int(number) for number in re.findall(r"\d+", equation.accessibleName())]


def read_aloud(table: QTableView) -> list[str]:
    """A list as it is read aloud, line by line."""
    model = table.model()
    return [str(model.index(row, 0).data(SPOKEN)) for row in range(model.rowCount())]
