"""The whole program in a window, with files of its own to open."""

from __future__ import annotations

import gc
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit

from dd_panel.app import Program
from dd_panel.domain.panel import Assignment, Member
from dd_panel.services.round.packing import make_packs
from dd_panel.services.round.setting_up import create_round, take_in_applications, take_in_members
from dd_panel.services.workplace import Workplace
from dd_panel.store.files import open_store
from dd_panel.ui.desk.page import DeskPage
from dd_panel.ui.mishaps import Mishaps
from dd_panel.ui.settings import Settings
from dd_panel.ui.start.passphrase import PassphraseDialog
from dd_panel.ui.theme import Theme
from dd_panel.ui.widgets.question import Question
from tests.exampledesk import ASHE, clock, example_applications, example_rules
from tests.ui.keyboard import activate, settle

PATIENCE = 30.0
PASSPHRASE = "three slow trains"
Dialog = TypeVar("Dialog", bound=Question)


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

    def dialog(self, kind: type[Dialog]) -> Dialog:
        """The question of this kind that is open; waits until there is one."""

        def shown() -> list[Dialog]:
            return [each for each in self.program.shell.findChildren(kind) if each.isVisible()]

        wait_until(lambda: bool(shown()))
        return shown()[-1]

    def type_passphrase(self, passphrase: str) -> None:
        """Type a passphrase where one is asked for, and press the button."""
        dialog = self.dialog(PassphraseDialog)
        dialog.field.setText(passphrase)
        dialog.yes.click()
        settle()

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
        settle(rounds=1)
        time.sleep(0.01)
    settle()


@contextmanager
def running(
    theme: Theme, folder: Path, files: Sequence[Path] = (), *, settings: Path | None = None
) -> Iterator[Running]:
    """Start the program in a folder of its own, on these files where some are named.

    Nothing is remembered but what a file of `settings` holds.
    """
    remembered = Settings(settings)
    mishaps = Mishaps(folder / "log" / "dd-panel.log")
    program = Program(theme, remembered, mishaps, clock, folder / "documents")
    program.shell.resize(1440, 900)
    program.begin(files)
    if QApplication.activeModalWidget() is None:
        activate(program.shell)
    settle()
    try:
        yield Running(program, remembered, mishaps, folder)
    finally:
        program.shell.close()
        program.shell.close()
        program.shell.deleteLater()
        settle()
        gc.collect()  # no later test is to stumble over what is left


def desk_of(app: Running) -> DeskPage:
    """The review desk, which is in sight."""
    page = app.program.shell.current_page
    assert isinstance(page, DeskPage)
    return page


def make_pack(
    folder: Path, applications: int = 6, member: Member | None = None, *, passphrase: str | None = None
) -> Path:
    """Margaret Ashe's review pack of the example round."""
    with create_round(folder / "round.ddround", example_rules(), clock) as store:
        take_in_members(Workplace(store, clock, "secretariat"), [member or Member(ASHE, "Margaret Ashe")])
    return more_in_pack(folder, applications, passphrase)


def more_in_pack(folder: Path, applications: int, passphrase: str | None = None) -> Path:
    """Her pack again, with more applications of the same round in it."""
    every, _blobs = example_applications()
    with open_store(folder / "round.ddround") as store:
        place = Workplace(store, clock, "secretariat")
        with store.reading() as work:
            present = len(work.applications.references())
        new = [replace(each, attachments=()) for each in every[present:applications]]
        take_in_applications(place, new)
        with store.writing() as work:
            work.panel.assign(
                [Assignment(ASHE, each.reference, order=at) for at, each in enumerate(new, start=present + 1)]
            )
        made = make_packs(place, folder / "packs", passphrase=passphrase)
    pack = folder / "ashe.ddpack"
    shutil.copy(made[0].path, pack)
    return pack
