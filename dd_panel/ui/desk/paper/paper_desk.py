"""Puts reviews on paper: asks where the PDF goes, makes it beside the window, and says where it lies."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QStandardPaths

from dd_panel.exchange.files import safe_name
from dd_panel.services.review.paper import application_on_paper, reviews_on_paper
from dd_panel.text import _
from dd_panel.ui.desk.paper.pages import html_of, pdf_work
from dd_panel.ui.jobs import OneJob
from dd_panel.ui.notices import Notice, Remedy
from dd_panel.ui.outside import written_notice
from dd_panel.ui.start.file_questions import ask_where_to_save

if TYPE_CHECKING:
    from collections.abc import Callable

    from dd_panel.domain.identifiers import Reference
    from dd_panel.services.review.paper import Paper
    from dd_panel.services.workplace import Workplace
    from dd_panel.ui.jobs import Jobs, Report
    from dd_panel.ui.shell import Shell
    from dd_panel.ui.theme import Theme


class PaperDesk(QObject):
    """Makes one PDF at a time; messages under the app bar say how that goes."""

    def __init__(self, theme: Theme, shell: Shell, place: Workplace, jobs: Jobs) -> None:
        super().__init__()
        self._theme = theme
        self._shell = shell
        self._place = place
        self._job = OneJob(jobs, self)
        self._job.finished.connect(self._on_made)
        self._job.failed.connect(shell.notices.show_error)
        self._job.stopped.connect(self._on_stopped)

    def ask_all(self) -> None:
        """Ask where the PDF of all reviews goes."""
        paper = reviews_on_paper(self._place)
        if not paper.sheets:
            sentence = _("Score one application first.")
            self._shell.notices.show_notice(Notice(_("There is nothing to put on paper yet."), sentence))
            return
        self._ask(paper, _("{round} {member} reviews"))

    def ask_one(self, reference: Reference) -> None:
        """Ask where the PDF of one application with its review goes."""
        paper = application_on_paper(self._place, [reference])
        if paper.sheets:
            self._ask(paper, f"{reference} {{member}}")

    def _ask(self, paper: Paper, name: str) -> None:
        desk = paper.desk
        title = safe_name(name.format(round=desk.rules.reference, member=desk.member.name))
        documents = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
        kinds = _("PDF documents ({pattern})").format(pattern="*.pdf")
        ask_where_to_save(
            self._shell, _("Save as PDF"), documents / f"{title}.pdf", kinds, lambda path: self.make(paper, title, path)
        )

    def make(self, paper: Paper, title: str, path: str) -> None:
        """Make a PDF beside the window; it is there whole or not at all."""
        out = Path(path)
        stop = Remedy(_("Cancel"), self._job.cancel)
        if self._job.start(_work(paper, title, out, self._theme.tokens.families[0])):
            said = Notice(_("Making {name}…").format(name=out.name), action=stop)
        else:
            said = Notice(_("Another PDF is still being made."), _("Ask again once it is written."), action=stop)
        self._shell.notices.show_notice(said)

    def _on_made(self, path: Path) -> None:
        self._shell.notices.show_notice(written_notice(path))

    def _on_stopped(self) -> None:
        self._shell.notices.show_notice(Notice(_("Stopped: no PDF was written.")))


def _work(paper: Paper, title: str, path: Path, family: str) -> Callable[[Report], Path]:
    def work(report: Report) -> Path:
        report(0, 1)
        return pdf_work(html_of(paper), title, path, family)(report)

    return work
