"""My scores' way out: where the workbook goes, what it is called, and the work of writing it beside the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dd_panel.text import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from dd_panel.services.review.my_sheet import MySheet
    from dd_panel.services.workplace import Workplace
    from dd_panel.ui.jobs import Report


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
