"""The ranking's charts as a table of words and figures, to be read, heard or copied."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QApplication

from dd_panel.analysis.uncertainty import chance_in_words, what_is_not_covered
from dd_panel.domain.scale import rounded
from dd_panel.text import DASH, _
from dd_panel.ui.actions import add_action
from dd_panel.ui.round.columns import WordColumn, WordsModel, WordsTable
from dd_panel.ui.round.ranking.rows import PlaceRow
from dd_panel.ui.round.reading_dialog import ReadingDialog
from dd_panel.ui.round.words import short_name
from dd_panel.ui.speech import announce
from dd_panel.ui.widgets.buttons import Button

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtWidgets import QWidget

    from dd_panel.domain.identifiers import MemberId
    from dd_panel.domain.panel import Member
    from dd_panel.services.results.ranking import Ranking
    from dd_panel.ui.round.ranking.rows import RankRow
    from dd_panel.ui.theme import Theme

SIZE: Final = (1240, 640)


class RankingWordsDialog(ReadingDialog):
    """Every application that the ranking shows, in its order there, without a picture."""

    def __init__(self, theme: Theme, ranking: Ranking, rows: Sequence[RankRow], parent: QWidget) -> None:
        super().__init__(theme, _("Ranking as a table"), parent, SIZE)
        self._model = WordsModel(word_columns(ranking))
        self._model.show_rows([row for row in rows if isinstance(row, PlaceRow)])
        self.table = WordsTable(theme, self._model, _("Ranking as a table"))
        self.copy_button = Button(theme, _("Copy"), icon="copy")
        self.copy_button.clicked.connect(self.copy)
        add_action(self, _("Copy the table"), "Ctrl+C", self.copy)
        about = _("The dots, the likely places and the chances in figures. Copied, it can be put into a worksheet.")
        self.lay_out(_("Ranking as a table"), about, self.table, what_is_not_covered(), self.copy_button)
        if self._model.rowCount():
            self.table.setCurrentIndex(self._model.index(0, 0))
        self.table.setFocus()

    def copy(self) -> None:
        """Put the whole table on the clipboard, its cells apart by tabs."""
        QApplication.clipboard().setText(table_text(self._model))
        announce(self, _("The table is copied."))


def word_columns(ranking: Ranking) -> tuple[WordColumn, ...]:
    """What the pictures of a row say, column by column."""
    members = ranking.members
    places = ranking.rules.places
    return (
        WordColumn(_("Place"), lambda row: row.place, 56, 600),
        WordColumn(_("Application"), _application, 272, 600),
        WordColumn(_("Mean"), lambda row: row.mean, 56),
        WordColumn(_("Adjusted"), lambda row: row.adjusted or DASH, 72),
        WordColumn(_("Reviewers"), lambda row: _reviewers(row, members)),
        WordColumn(_("Likely place"), lambda row: row.range or DASH, 88),
        WordColumn(_("Even odds"), _even_odds, 80),
        WordColumn(_("In top {count}").format(count=places), lambda row: row.chance or DASH, 76),
        WordColumn(_("In words"), _chance, 124),
        WordColumn(_("Cost"), lambda row: row.cost, 64),
        WordColumn(_("Running cost"), lambda row: row.running or DASH, 104),
    )


def table_text(model: WordsModel) -> str:
    """The table as text: lines of cells with tabs between them, the header first."""
    lines = ["\t".join(each.header for each in model.columns)]
    lines += [
        "\t".join(" ".join(str(model.index(at, column).data()).split()) for column in range(model.columnCount()))
        for at in range(model.rowCount())
    ]
    return "\n".join(lines)


def _application(row: PlaceRow) -> str:
    application = row.line.application
    return _("{name} · {reference}").format(name=application.lead_authority, reference=application.reference)


def _reviewers(row: PlaceRow, members: Mapping[MemberId, Member]) -> str:
    counted = (review for review in row.line.reviews if review.counts)
    given = [
        _("{name} {total}").format(name=short_name(members[review.member].name), total=rounded(100 * position, 0))
        for review, position in zip(counted, row.line.ranked.positions, strict=False)
    ]
    return ", ".join(given) or row.notes


def _even_odds(row: PlaceRow) -> str:
    if row.likely is None:
        return DASH
    first, last = row.likely.middle
    return str(first) if first == last else _("{first} to {last}").format(first=first, last=last)


def _chance(row: PlaceRow) -> str:
    return DASH if row.likely is None else chance_in_words(row.likely.chance)
