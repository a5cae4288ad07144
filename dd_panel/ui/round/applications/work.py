"""The slow work of the Applications screen: reading what was handed in, and reading a form again."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from dd_panel.services.change import Change
    from dd_panel.services.intake.applications import IntakeReport
    from dd_panel.services.intake.form_check import FormCheck
    from dd_panel.services.workplace import Workplace
    from dd_panel.ui.jobs import Report


def intake_work(place: Workplace, paths: Sequence[Path]) -> Callable[[Report], IntakeReport]:
    """The work of taking sources in: read all of them, then keep all of it or nothing."""

    def work(report: Report) -> IntakeReport:
        from dd_panel.exchange.intake import read_sources  # brings lxml and the readers of PDF and Excel
        from dd_panel.services.intake.applications import take_in

        return take_in(place, read_sources(paths, report), report)

    return work


def paste_work(place: Workplace, text: str) -> Callable[[Report], IntakeReport]:
    """The work of taking rows in that were copied from a spreadsheet."""

    def work(_report: Report) -> IntakeReport:
        from dd_panel.exchange.intake import Gathered
        from dd_panel.exchange.registers import pasted_applications
        from dd_panel.services.intake.applications import take_in

        return take_in(place, Gathered(rows=list(pasted_applications(text))))

    return work


def register_work(place: Workplace, path: Path) -> Callable[[Report], Change]:
    """The work of loading a register of authorities."""

    def work(_report: Report) -> Change:
        from dd_panel.exchange.registers import read_authorities
        from dd_panel.services.intake.naming import load_register

        return load_register(place, read_authorities(path))

    return work


def form_work(place: Workplace, reference: str) -> Callable[[Report], FormCheck]:
    """The work of reading an application's documents again."""

    def work(report: Report) -> FormCheck:
        from dd_panel.services.intake.form_check import see_form

        return see_form(place, reference, report)

    return work
