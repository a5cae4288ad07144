"""What the Applications screen asks: which authority a name means."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from dd_panel.domain.search_words import has_words, words_of
from dd_panel.text import _
from dd_panel.ui.round.reason_dialog import ReasonDialog
from dd_panel.ui.widgets.fields import SearchField
from dd_panel.ui.widgets.layouts import column

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from dd_panel.domain.applicants import Party
    from dd_panel.domain.authorities import AuthorityRecord
    from dd_panel.ui.theme import Theme

LISTED: Final = 200
LINE: Final = 28
MOST: Final = 60
"""Authorities listed at once; with another word there are fewer."""

Ruling = Literal["authority", "none", "register"]
_RULING: Final = int(Qt.ItemDataRole.UserRole)


class MatchDialog(ReasonDialog):
    """Asks which authority a name means, and why. `ruled` carries the choice, the official name and the reason."""

    ruled = Signal(str, str, str)

    def __init__(self, theme: Theme, parent: QWidget, party: Party, register: Sequence[AuthorityRecord]) -> None:
        self._party = party
        self._register = register
        self._line = theme.px(LINE)
        self.search = SearchField(theme, _("Find an authority by name or code"))
        self.list = QListWidget()
        self.list.setAccessibleName(_("What the name may mean"))
        self.list.setFixedHeight(theme.px(LISTED))
        self.list.setFont(theme.font("dense"))
        super().__init__(
            theme,
            parent,
            _("Which authority is “{name}”?").format(name=party.name),
            party.reason,
            _("Keep this match"),
            column(self.search, self.list, gap=8),
        )
        self.search.textChanged.connect(self._fill)
        self.given.connect(self._on_given)
        self._fill()
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fill(self) -> None:
        """List what the words leave: what the name may mean, what else may be said of it, then all of the register."""
        wanted = words_of(self.search.text())
        likely = [*([self._party.record] if self._party.record else []), *self._party.candidates]
        fitting = [each for each in self._register if has_words(_said(each), wanted)]
        first = [] if wanted else [each.official_name for each in likely]
        self.list.clear()
        for name in first:
            self._add(name, "authority")
        rest = [each.official_name for each in fitting if each.official_name not in first]
        if wanted:
            self._add_names(rest)
        self._add(_("None: it is no authority of the register"), "none")
        if self._party.ruling is not None:
            self._add(_("What the register says by itself"), "register")
        if not wanted:
            self._add_names(rest)
        self.list.setCurrentRow(0)

    def _add_names(self, names: Sequence[str]) -> None:
        for name in names[:MOST]:
            self._add(name, "authority")

    def _add(self, words: str, ruling: Ruling) -> None:
        item = QListWidgetItem(words)
        item.setData(_RULING, ruling)
        item.setSizeHint(QSize(0, self._line))
        self.list.addItem(item)

    def _on_given(self, reason: str) -> None:
        chosen = self.list.currentItem()
        ruling = chosen.data(_RULING)
        self.ruled.emit(ruling, chosen.text() if ruling == "authority" else "", reason)


def _said(record: AuthorityRecord) -> str:
    names = (record.official_name, record.nice_name, record.code, record.gss, *record.alt_names)
    return " ".join(names)
