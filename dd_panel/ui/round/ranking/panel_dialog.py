"""How far the panel agrees and how strict each member is: a page for the secretariat alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QStackedWidget

from dd_panel.domain.scale import rounded
from dd_panel.text import DASH, _
from dd_panel.ui.round.columns import WordColumn, WordsModel, WordsTable
from dd_panel.ui.round.reading_dialog import ReadingDialog
from dd_panel.ui.speech import announce
from dd_panel.ui.widgets.extents import keep_extent
from dd_panel.ui.widgets.frames import Rule, scrolled
from dd_panel.ui.widgets.labels import Label, Para
from dd_panel.ui.widgets.layouts import column, held
from dd_panel.ui.widgets.states import SkeletonRows

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from dd_panel.exchange.consolidated.contents import AgreementLine
    from dd_panel.services.results.panel_report import PanelReport
    from dd_panel.services.results.ranking import Ranking
    from dd_panel.ui.jobs import Job, Jobs, Report
    from dd_panel.ui.theme import Theme

SIZE: Final = (1040, 720)
LEAST: Final = 140


class PanelDialog(ReadingDialog):
    """Agreement by criterion, strictness by member, and who is tied to whom; it is worked out beside the window.

    Closing it ends the work.
    """

    def __init__(self, theme: Theme, jobs: Jobs, ranking: Ranking, parent: QWidget) -> None:
        super().__init__(theme, _("Agreement and strictness"), parent, SIZE)
        self._ranking = ranking
        self._report: PanelReport | None = None
        self._build()
        self._arrange()
        self._reviewers.selectionModel().currentRowChanged.connect(self._tell_ties)
        self._job: Job = jobs.start(_work(ranking))
        self._job.progress.connect(self._on_progress)
        self._job.finished.connect(self._on_ready)
        self._job.failed.connect(self._on_failed)
        self.finished.connect(self._job.cancel)
        self.close_button.setFocus()

    def _build(self) -> None:
        theme = self._theme
        members = self._ranking.members
        self._agreed_rows = WordsModel(
            (
                WordColumn(_("Criterion"), lambda each: each.name, 0, 600),
                WordColumn(_("Alpha"), _alpha, 72),
                WordColumn(_("Nine times in ten"), _alpha_range, 144),
                WordColumn(_("Differ by"), _difference, 112),
                WordColumn(_("At most one point"), _within_one, 132),
                WordColumn(_("Remark"), lambda each: each.remark or DASH),
            )
        )
        self.agreement = WordsTable(theme, self._agreed_rows, _("How far reviewers agree"))
        self._reviewer_rows = WordsModel(
            (
                WordColumn(_("Reviewer"), lambda each: members[each.member].name, 184, 600),
                WordColumn(_("Reviews"), lambda each: str(each.reviews), 72),
                WordColumn(_("Mean"), lambda each: DASH if each.mean is None else rounded(each.mean, 2), 64),
                WordColumn(_("Beside colleagues on the same applications"), lambda each: each.strictness),
            )
        )
        self._reviewers = WordsTable(theme, self._reviewer_rows, _("How strict each reviewer is"))
        self.about = Para(theme, "", "dense", "ink2")
        self.ties = Para(theme, "", "dense", "ink")
        self.notes = Para(theme, "", "dense", "ink2")
        self._waiting = Label(theme, _("Working it out…"), "body", "ink2")

    @property
    def reviewers(self) -> WordsTable:
        """The table of reviewers."""
        return self._reviewers

    def _arrange(self) -> None:
        theme = self._theme
        edges = (24, 12, 24, 8)
        for table in (self.agreement, self._reviewers):
            keep_extent(table, theme, least=(0, LEAST))
        ready = column(
            column(Label(theme, _("How far reviewers agree"), "body", weight=600), self.about, gap=4, margins=edges),
            (self.agreement, 1),
            Rule(theme),
            column(Label(theme, _("How strict each reviewer is"), "body", weight=600), gap=0, margins=edges),
            (self._reviewers, 1),
            Rule(theme),
            column(self.ties, self.notes, gap=4, margins=(24, 8, 24, 8)),
            gap=0,
        )
        self._pages = QStackedWidget()
        self._pages.addWidget(held(column(self._waiting, SkeletonRows(theme), None, margins=(24, 16, 24, 16))))
        self._pages.addWidget(scrolled(held(ready)))
        about = _("For the secretariat only: not for the projector, and no judgement on anybody. It changes no score.")
        self.lay_out(_("Agreement and strictness"), about, self._pages)

    def _on_progress(self, _done: int, _total: int, text: str) -> None:
        self._waiting.setText(_("{what}…").format(what=text))

    def _on_ready(self, report: PanelReport) -> None:
        self._report = report
        self._agreed_rows.show_rows(report.agreement)
        self._reviewer_rows.show_rows(report.reviewers)
        self.about.setText(" ".join(report.about))
        self.notes.setText(" ".join(report.notes))
        self._pages.setCurrentIndex(1)
        for table, model in ((self.agreement, self._agreed_rows), (self._reviewers, self._reviewer_rows)):
            if model.rowCount():
                table.setCurrentIndex(model.index(0, 0))
        self._reviewers.setFocus()
        announce(self, " ".join(report.about))

    def _on_failed(self, trouble: BaseException) -> None:
        self._waiting.setText(_("It could not be worked out."))
        raise trouble

    def _tell_ties(self) -> None:
        shown = self._reviewer_rows.row_at(self._reviewers.currentIndex())
        if shown is not None and self._report is not None:
            from dd_panel.services.results.panel_report import ties_in_words

            name = self._ranking.members[shown.member].name
            words = ties_in_words(self._report, self._ranking, shown.member)
            self.ties.setText(_("{name}: {words}").format(name=name, words=words))


def _work(ranking: Ranking) -> Callable[[Report], PanelReport]:
    def work(report: Report) -> PanelReport:
        from dd_panel.services.results.panel_report import report_on_panel  # brings numpy

        return report_on_panel(ranking, progress=report)

    return work


def _alpha(line: AgreementLine) -> str:
    return DASH if line.alpha is None else f"{line.alpha:.2f}"


def _alpha_range(line: AgreementLine) -> str:
    if line.low is None or line.high is None:
        return DASH
    return _("{low} to {high}").format(low=f"{line.low:.2f}", high=f"{line.high:.2f}")


def _difference(line: AgreementLine) -> str:
    return DASH if line.difference is None else _("{points} points").format(points=f"{line.difference:.2f}")


def _within_one(line: AgreementLine) -> str:
    return DASH if line.within_one is None else _("{percent}%").format(percent=round(100 * line.within_one))
