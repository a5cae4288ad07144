"""My scores' way out: where the workbook goes, what it is called, and the work of writing it beside the window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from dd_panel.text import _, ngettext
from dd_panel.ui.jobs import OneJob
from dd_panel.ui.widgets.turns import bring

if TYPE_CHECKING:
    from dd_panel.services.review.my_sheet import MySheet
    from dd_panel.services.workplace import Workplace
    from dd_panel.ui.desk.my_scores.side import SheetCard
    from dd_panel.ui.jobs import Jobs, Report

ChoosePath = Callable[[QWidget, str], Path | None]
"""Asks where a workbook of this name goes; None when the person thinks better of it."""


class Exporting(QObject):
    """Asks where the scoresheet goes, and writes it beside the window while its card says how that goes.

    `exported` carries the path; `stopped` comes when it broke off.
    """

    exported = Signal(object)
    stopped = Signal()

    def __init__(self, place: Workplace, jobs: Jobs, card: SheetCard, choose_path: ChoosePath) -> None:
        super().__init__(card)  # which it must not outlive
        self._place = place
        self._card = card
        self._choose_path = choose_path
        self._job = OneJob(jobs, self)
        self._job.finished.connect(self._on_finished)
        self._job.failed.connect(card.show_trouble)
        self._job.stopped.connect(self.stopped)

    def ask(self, page: QWidget, sheet: MySheet) -> None:
        """Ask, and write what there is; nothing before anything was scored, or while it is written already."""
        if not sheet.begun or not self._card.export.isEnabled():
            return
        path = self._choose_path(page, suggested_name(sheet))
        if path is not None:
            bring(self._card)
            self._card.show_working()
            self._job.start(export_work(self._place, path))

    def _on_finished(self, result: tuple[Path, int]) -> None:
        path, number = result
        self._card.show_done(path, number)
        self.exported.emit(path)


def export_work(place: Workplace, path: Path) -> Callable[[Report], tuple[Path, int]]:
    """Write the scoresheet beside the window, as a file by which Excel knows it; gives its path and its version."""
    path = path if path.suffix.lower() == ".xlsx" else path.with_name(f"{path.name}.xlsx")

    def work(_report: Report) -> tuple[Path, int]:
        from dd_panel.services.review.scoresheets import export_scoresheet  # brings openpyxl

        return path, export_scoresheet(place, path)

    return work


def suggested_name(sheet: MySheet) -> str:
    """The name of the workbook, with nothing in it that a file can't be called."""
    desk = sheet.desk
    name = f"{desk.rules.reference} {desk.member.name} scoresheet {desk.exports + 1}"
    if desk.unfinished:
        name = _("{name} draft").format(name=name)
    return "".join(letter if letter.isalnum() or letter in " -_.’'" else "-" for letter in name) + ".xlsx"


def counted(sheet: MySheet) -> str:
    """How many applications stand how, in one line."""
    desk = sheet.desk
    conflicts = desk.count("conflict")
    parts = [
        _("{count} complete").format(count=desk.count("complete")),
        _("{count} in progress").format(count=desk.count("in_progress")),
        ngettext("{count} conflict", "{count} conflicts", conflicts).format(count=conflicts) if conflicts else "",
        _("{count} to do").format(count=desk.count("not_started")),
    ]
    return " · ".join(part for part in parts if part)
