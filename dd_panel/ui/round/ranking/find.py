"""Finding an application in the ranking: hits are marked, counted, and gone through with F3."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from dd_panel.text import _, ngettext
from dd_panel.ui.round.ranking.rows import found_in
from dd_panel.ui.widgets.fields import SearchField
from dd_panel.ui.widgets.labels import Label

if TYPE_CHECKING:
    from dd_panel.ui.round.ranking.model import RankingModel
    from dd_panel.ui.round.ranking.table import RankingTable
    from dd_panel.ui.theme import Theme


class RankingFinder(QObject):
    """A field, and how many hits there are; it moves along the table."""

    def __init__(self, theme: Theme, table: RankingTable, model: RankingModel) -> None:
        super().__init__()
        self._table = table
        self._model = model
        self.field = SearchField(theme, _("Find an application"), _("Find"))
        self.count = Label(theme, "", "caption", "ink2")
        self.field.textChanged.connect(self._on_wanted)
        self.field.returnPressed.connect(self.find_next)
        self.field.left_empty.connect(table.setFocus)

    def begin(self) -> None:
        """Give the keyboard to the field."""
        self.field.setFocus()
        self.field.selectAll()

    def look(self) -> tuple[int, ...]:
        """Mark what was found and say how much it is."""
        hits = found_in(self._model.rows, self.field.text())
        self._table.set_hits(frozenset(hits))
        self._tell_count(hits)
        return hits

    def find_next(self, by: int = 1) -> None:
        """Go to the next hit (or, with -1, to the one before), round the end."""
        hits = found_in(self._model.rows, self.field.text())
        if not hits:
            return
        here = self._table.currentIndex().row()
        ahead = [at for at in hits if at > here] if by > 0 else [at for at in reversed(hits) if at < here]
        self._table.go_to((ahead or list(hits)[:: 1 if by > 0 else -1])[0])
        self._tell_count(hits)

    def _on_wanted(self) -> None:
        hits = self.look()
        if hits and self._table.currentIndex().row() not in hits:
            self._table.go_to(hits[0])
            self._tell_count(hits)

    def _tell_count(self, hits: tuple[int, ...]) -> None:
        here = self._table.currentIndex().row()
        if not self.field.text().strip():
            words = ""
        elif not hits:
            words = _("none found")
        elif here in hits:
            words = _("{number} of {all}").format(number=hits.index(here) + 1, all=len(hits))
        else:
            words = ngettext("{count} found", "{count} found", len(hits)).format(count=len(hits))
        self.count.setText(words)
