"""What leaves the window: choosing files and folders, and opening something with the system's own programs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from dd_panel.text import _
from dd_panel.ui.notices import Notice, Remedy
from dd_panel.ui.widgets.dialogs import give_keyboard_back

if TYPE_CHECKING:
    from collections.abc import Callable


def ask_for_scoresheets(parent: QWidget) -> list[Path]:
    """Ask which scoresheets to take in; an empty list when the person thinks better of it."""
    kinds = _("Scoresheets (*.xlsx *.ods *.csv);;All files (*)")
    paths, _kind = QFileDialog.getOpenFileNames(parent, _("Scoresheets that came back"), _downloads(), kinds)
    give_keyboard_back(parent.window())
    return [Path(path) for path in paths]


def ask_for_applications(parent: QWidget) -> list[Path]:
    """Ask which e-mails, mailboxes and registers to take in; an empty list when the person thinks better of it."""
    kinds = _("Applications (*.eml *.emlx *.msg *.mbox *.xlsx *.csv);;All files (*)")
    paths, _kind = QFileDialog.getOpenFileNames(parent, _("Applications that arrived"), _downloads(), kinds)
    give_keyboard_back(parent.window())
    return [Path(path) for path in paths]


def ask_for_file(parent: QWidget, title: str, kinds: str) -> Path | None:
    """Ask for one file of these kinds; None when the person thinks better of it."""
    chosen, _kind = QFileDialog.getOpenFileName(parent, title, _downloads(), kinds)
    give_keyboard_back(parent.window())
    return Path(chosen) if chosen else None


def ask_for_folder(parent: QWidget, title: str) -> Path | None:
    """Ask for a folder; None when the person thinks better of it."""
    chosen = QFileDialog.getExistingDirectory(parent, title, _downloads())
    give_keyboard_back(parent.window())
    return Path(chosen) if chosen else None


def ask_where(parent: QWidget, title: str, name: str, kinds: str = "") -> Path | None:
    """Ask where to save a file of this name, and of these kinds; None when the person thinks better of it."""
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    chosen, _kind = QFileDialog.getSaveFileName(parent, title, str(Path(folder) / name), kinds)
    give_keyboard_back(parent.window())
    return Path(chosen) if chosen else None


def ask_where_to_save_workbook(parent: QWidget, name: str) -> Path | None:
    """Ask where to save a workbook of this name."""
    return ask_where(parent, _("Save the workbook"), name, _("Excel workbooks (*.xlsx)"))


def ask_where_to_save_minutes(parent: QWidget, name: str) -> Path | None:
    """Ask where to save minutes of this name."""
    return ask_where(parent, _("Save the minutes"), name, _("Word documents (*.docx)"))


def open_with_system(path: Path) -> bool:
    """Have the system open a file or a folder with its own program; False when it has none."""
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def written_notice(path: Path) -> Notice:
    """What is said once a file is written: its name, where it lies, and a way there."""
    folder = Remedy(_("Show in folder"), lambda: open_with_system(path.parent))
    return Notice(_("{name} is written.").format(name=path.name), str(path), tone="good", action=folder)


@dataclass(frozen=True, slots=True)
class Outside:
    """The ways out of the window, each of which asks the person or the system."""

    files: Callable[[QWidget], list[Path]] = ask_for_scoresheets
    folder: Callable[[QWidget, str], Path | None] = ask_for_folder
    where: Callable[[QWidget, str, str], Path | None] = ask_where
    opened: Callable[[Path], bool] = open_with_system
    file: Callable[[QWidget, str, str], Path | None] = ask_for_file


def _downloads() -> str:
    return QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DownloadLocation)
