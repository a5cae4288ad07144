"""The method on one page, in the sentences of the workbook's own sheet, with the criteria and their weights."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dd_panel.analysis.uncertainty import what_is_not_covered
from dd_panel.domain.method import from_score_to_place, how_sure_it_is
from dd_panel.domain.scale import plain, rounded
from dd_panel.text import DASH, _
from dd_panel.ui.round.columns import WordColumn, WordsModel, WordsTable
from dd_panel.ui.round.reading_dialog import ReadingDialog
from dd_panel.ui.widgets.frames import scrolled
from dd_panel.ui.widgets.labels import Label, Para
from dd_panel.ui.widgets.layouts import column, held, row

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from dd_panel.domain.rounds import Round
    from dd_panel.domain.rubric import Criterion
    from dd_panel.services.results.ranking import Ranking
    from dd_panel.ui.theme import Theme

SIZE: Final = (820, 660)
NUMBER: Final = 24
HEADER_AND_ROWS: Final = (36, 36)


class MethodDialog(ReadingDialog):
    """How a score becomes a place here, and how sure that is."""

    def __init__(self, theme: Theme, ranking: Ranking, parent: QWidget) -> None:
        super().__init__(theme, _("Method"), parent, SIZE)
        rules = ranking.rules
        looked_twice = any(review.first for line in ranking.lines for review in line.reviews)
        self.steps = (*from_score_to_place(rules, second_looks=looked_twice), *how_sure_it_is(rules))
        lines = [self._step(number, words) for number, words in enumerate(self.steps, start=1)]
        title = Label(theme, _("Criteria and weights"), "body", weight=600)
        self.table = _criteria(theme, rules)
        body = scrolled(held(column(*lines, 8, title, self.table, None, gap=8, margins=(24, 16, 24, 16))))
        about = _("{round}: how its numbers come about, in the same words as in the workbook.").format(round=rules.name)
        self.lay_out(_("Method"), about, body, what_is_not_covered())
        self.close_button.setFocus()

    def _step(self, number: int, words: str) -> QWidget:
        counted = Label(self._theme, str(number), "dense", "ink2", 600)
        counted.setFixedWidth(self._theme.px(NUMBER))
        line = held(row(column(counted, None, gap=0), (Para(self._theme, words, "body"), 1), gap=8))
        line.setAccessibleName(words)
        return line


def _criteria(theme: Theme, rules: Round) -> WordsTable:
    rubric = rules.rubric

    def share(each: Criterion) -> str:
        return _("{percent}%").format(percent=rounded(100 * rubric.weight_share(each), 1).removesuffix(".0"))

    def scores(each: Criterion) -> str:
        scale = each.scale
        words = _("{lowest} to {highest}, best is {best}")
        best = scale.highest if scale.best == "highest" else scale.lowest
        return words.format(lowest=plain(scale.lowest), highest=plain(scale.highest), best=plain(best))

    model = WordsModel(
        (
            WordColumn(_("Criterion"), lambda each: each.title, 0, 600),
            WordColumn(_("Weight"), lambda each: plain(each.weight), 72),
            WordColumn(_("Share"), share, 72),
            WordColumn(_("Scores"), scores, 160),
            WordColumn(_("Minimum"), lambda each: DASH if each.minimum is None else plain(each.minimum), 84),
        )
    )
    model.show_rows(rubric.criteria)
    table = WordsTable(theme, model, _("Criteria and weights"))
    table.setMinimumHeight(theme.px(HEADER_AND_ROWS[0] + HEADER_AND_ROWS[1] * len(rubric.criteria)))
    table.setCurrentIndex(model.index(0, 0))
    return table
