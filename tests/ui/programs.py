"""The whole program in a window, with files of its own to open."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QLineEdit

from dd_panel.app import Program
from dd_panel.domain.panel import Assignment, Member
from dd_panel.services.packing import make_packs
from dd_panel.services.setting_up import create_round, take_in_applications, take_in_members
from dd_panel.services.workplace import Workplace
from dd_panel.ui.mishaps import Mishaps
from dd_panel.ui.settings import Settings
from dd_panel.ui.theme import Theme
from tests.exampledesk import ASHE, clock, example_applications, example_rules
from tests.ui.desks import settle

PATIENCE = 30.0


@dataclass
class Running:
    """The program, what it remembers, and the folder its files are in."""

    program: Program
    settings: Settings
    mishaps: Mishaps
    folder: Path

    @property
    def key(self) -> str:
        """The screen in sight."""
        return self.program.shell.current_key

    def said(self) -> str:
        """The title of the message in sight, empty for none."""
        notice = self.program.shell.notices.current
        return "" if notice is None else notice.title

    def answer(self, path: Path) -> None:
        """Choose a file in the dialog that is open."""
        wait_until(lambda: any(dialog.isVisible() for dialog in self.program.shell.findChildren(QFileDialog)))
        dialog = next(each for each in self.program.shell.findChildren(QFileDialog) if each.isVisible())
        field = dialog.findChild(QLineEdit)
        assert isinstance(field, QLineEdit)
        field.setText(str(path))
        dialog.accept()
        settle()


def wait_until(fits: Callable[[], bool]) -> None:
    """Let the window work until something is so; fails when it never is."""
    end = time.monotonic() + PATIENCE
    while not fits():
        assert time.monotonic() < end, "waited in vain"
        settle(1)
        time.sleep(0.01)
    settle()


@contextmanager
def running(theme: Theme, folder: Path) -> Iterator[Running]:
    """Start the program in a folder of its own, with nothing remembered."""
    settings = Settings(None)
    mishaps = Mishaps(folder / "log" / "dd-panel.log")
    program = Program(theme, settings, mishaps, clock, folder / "documents")
    program.shell.resize(1440, 900)
    program.show_start()
    program.shell.show()
    program.shell.activateWindow()
    settle()
    try:
        yield Running(program, settings, mishaps, folder)
    finally:
        program.shell.close()
        program.shell.close()
        program.shell.deleteLater()
        settle()


def make_pack(folder: Path, applications: int = 6, member: Member | None = None) -> Path:
    """Margaret Ashe's review pack of the example round."""
    every, _blobs = example_applications()
    chosen = [replace(each, attachments=()) for each in every[:applications]]
    with create_round(folder / "round.ddround", example_rules(), clock) as store:
        place = Workplace(store, clock, "secretariat")
        take_in_applications(place, chosen)
        take_in_members(place, [member or Member(ASHE, "Margaret Ashe")])
        with store.writing() as work:
            work.panel.assign([Assignment(ASHE, each.reference, order=at) for at, each in enumerate(chosen, start=1)])
        made = make_packs(place, folder / "packs")
    pack = folder / "ashe.ddpack"
    shutil.copy(made[0].path, pack)
    return pack
