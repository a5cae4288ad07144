"""What would change the first places: every trial as a row of a table, with who comes in and who goes out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget

from dd_panel.analysis.table import Refusal
from dd_panel.analysis.uncertainty import what_is_not_covered
from dd_panel.text import _, ngettext
from dd_panel.ui.round.columns import WordColumn, WordsModel, WordsTable
from dd_panel.ui.widgets.buttons import Button
from dd_panel.ui.widgets.focus_ring import FocusRing
from dd_panel.ui.widgets.frames import Rule
from dd_panel.ui.widgets.labels import Label, Para
from dd_panel.ui.widgets.layouts import column, row

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dd_panel.domain.identifiers import Reference
    from dd_panel.services.prospects import Prospects, Trial
    from dd_panel.ui.theme import Theme

SIZE: Final = (860, 620)


class ChangesDialog(QDialog):
    """The trials, those that change something first. Esc closes it."""

    def __init__(self, theme: Theme, prospects: Prospects, parent: QWidget) -> None:
        super().__init__(parent)
        self._names = {line.application.reference: line.application.lead_authority for line in prospects.ranking.lines}
        self.setWindowTitle(_("What would change it"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        trials = () if isinstance(prospects.trials, Refusal) else prospects.trials
        model = WordsModel(
            (
                WordColumn(_("If it were done differently"), lambda each: each.words, 300, 600),
                WordColumn(_("Would come in"), lambda each: self._listed(each.enters)),
                WordColumn(_("Would fall out"), lambda each: self._listed(each.leaves)),
            )
        )
        model.show_rows(sorted(trials, key=lambda each: not _moves(each)))
        self.table = WordsTable(theme, model, _("Trials: what would change the first places"))
        self.close_button = Button(theme, _("Close"))
        head = column(
            Label(theme, prospects.sentence or _("What would change it"), "title"),
            Para(theme, _summary(prospects, trials), "dense", "ink2"),
            gap=4,
            margins=(24, 20, 24, 12),
        )
        foot = row((Para(theme, what_is_not_covered(), "caption", "ink2"), 1), self.close_button, gap=24)
        foot.setContentsMargins(24, 12, 24, 16)
        self.setLayout(column(head, Rule(theme), (self.table, 1), Rule(theme), foot, gap=0))
        self.setAccessibleDescription(" ".join((prospects.sentence, _summary(prospects, trials))))
        self.close_button.clicked.connect(self.reject)
        self._ring = FocusRing(theme, self)
        self.finished.connect(parent.activateWindow)
        self.resize(theme.px(SIZE[0]), theme.px(SIZE[1]))
        if trials:
            self.table.setCurrentIndex(model.index(0, 0))
        self.table.setFocus()

    def _listed(self, references: Iterable[Reference]) -> str:
        return "; ".join(self._names[each] for each in references) or "–"


def _moves(trial: Trial) -> bool:
    return bool(trial.enters or trial.leaves)


def _summary(prospects: Prospects, trials: tuple[Trial, ...]) -> str:
    moving = sum(_moves(each) for each in trials)
    said = ngettext(
        "{moving} of {count} trial changes who is among the first {places}.",
        "{moving} of {count} trials change who is among the first {places}.",
        len(trials),
    ).format(moving=moving, count=len(trials), places=prospects.ranking.rules.places)
    each = _(
        "A trial changes one thing: each weight 5 points more or less, each reviewer left out, median for mean or the "
        "other way round, reviewers’ strictness taken out."
    )
    return " ".join(part for part in (said, each, prospects.missing) if part)
