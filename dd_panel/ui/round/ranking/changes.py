"""What would change the first places: every trial as a row of a table, with who comes in and who goes out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dd_panel.analysis.table import Refusal
from dd_panel.analysis.uncertainty import what_is_not_covered
from dd_panel.text import DASH, _, ngettext
from dd_panel.ui.round.columns import WordColumn, WordsModel, WordsTable
from dd_panel.ui.round.reading_dialog import ReadingDialog

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtWidgets import QWidget

    from dd_panel.domain.identifiers import Reference
    from dd_panel.services.results.prospects import Prospects, Trial
    from dd_panel.ui.theme import Theme

SIZE: Final = (1000, 640)


class ChangesDialog(ReadingDialog):
    """The trials: first those that move the application it is opened from across the line, then those that move others.

    `about` is that application.
    """

    def __init__(self, theme: Theme, prospects: Prospects, about: Reference, parent: QWidget) -> None:
        super().__init__(theme, _("What would change it"), parent, SIZE)
        names = {line.application.reference: line.application.lead_authority for line in prospects.ranking.lines}

        def listed(references: Iterable[Reference]) -> str:
            return "; ".join(names[each] for each in references) or DASH

        trials = () if isinstance(prospects.trials, Refusal) else prospects.trials
        model = WordsModel(
            (
                WordColumn(_("If it were done differently"), lambda each: each.words, 288, 600),
                WordColumn(_("Place of {reference}").format(reference=about), lambda each: _place(each, about), 120),
                WordColumn(_("Would come in"), lambda each: listed(each.enters)),
                WordColumn(_("Would fall out"), lambda each: listed(each.leaves)),
            )
        )
        model.show_rows(sorted(trials, key=lambda each: (about not in (*each.enters, *each.leaves), not _moves(each))))
        self.table = WordsTable(theme, model, _("Trials: what would change the first places"))
        heading = prospects.sentence or _("What would change it")
        own = _("{name}: {words}").format(name=names[about], words=prospects.sentence_about(about))
        self.lay_out(heading, f"{_summary(prospects, trials)}\n{own}", self.table, what_is_not_covered())
        if trials:
            self.table.setCurrentIndex(model.index(0, 0))
        self.table.setFocus()


def _place(trial: Trial, reference: Reference) -> str:
    return str(trial.places.get(reference) or DASH)


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
