"""How the desk's panes share the window: side by side, or by turns where large text leaves no room for that."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QWidget

from dd_panel.text import _
from dd_panel.ui.widgets.layouts import column
from dd_panel.ui.widgets.turns import Turns

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from dd_panel.ui.desk.applications.list_pane import ListPane
    from dd_panel.ui.desk.reading.reader_pane import ReaderPane
    from dd_panel.ui.desk.scoring.scoring_pane import ScoringPane
    from dd_panel.ui.settings import Settings
    from dd_panel.ui.theme import Theme

SIZES: Final = "desk"
LIST, READER, SCORES = 200, 360, 340
"""The least widths of the panes, at usual text size."""


class DeskPanes(QWidget):
    """The list, the reader and the scores, as wide as the design says or as the person has drawn them.

    Where large text leaves no room for both, reader and scores take turns.
    """

    def __init__(
        self, theme: Theme, settings: Settings, list_pane: ListPane, reader: ReaderPane, scoring: ScoringPane
    ) -> None:
        super().__init__()
        self._theme = theme
        self._settings = settings
        self._list = list_pane
        self._reader = reader
        self._scoring = scoring
        panes = ((reader, reader.take_focus), (scoring, scoring.take_focus))
        self.turns = Turns(theme, panes, [_("Read"), _("Score")], _("Read or score"))
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._arrange()
        self._connect()
        self.fit()

    def fit(self) -> None:
        """Give the side panes the design's widths, or those the person has drawn; or let the panes take turns."""
        left, right = self._theme.pane("desk", "list"), self._theme.pane("desk", "scoring")
        kept = () if self._theme.compact else self._settings.sizes(SIZES)
        if len(kept) == 2:  # noqa: PLR2004 - the two side panes
            left, right = kept
        for pane, least in ((self._list, LIST), (self._reader, READER), (self._scoring, SCORES)):
            pane.setMinimumWidth(self._theme.px(least))
        self._list.setHidden(self._theme.large_text)
        self._take_turns()
        room = max(self.width(), 1)
        self._splitter.setSizes([left, max(room - left - right - 2, 360), right])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._take_turns()

    # ------------------------------------------------------------------------------ private

    def _arrange(self) -> None:
        for pane in (self._list, self._reader, self._scoring):
            self._splitter.addWidget(pane)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.setStretchFactor(1, 1)
        self._splitter.setHandleWidth(1)
        self.setLayout(column(self.turns, (self._splitter, 1), gap=0))

    def _connect(self) -> None:
        self._splitter.splitterMoved.connect(self._remember_sizes)
        self._theme.compact_changed.connect(self.fit)
        self._theme.theme_changed.connect(self.fit)

    def _take_turns(self) -> None:
        """Begin or end showing reader and scores by turns; the list to choose from goes along."""
        if not self.turns.fit(self.width()):
            return
        if self.turns.on:
            self.turns.line.insertWidget(0, self._reader.chooser, 1)
        else:
            self._reader.take_chooser()

    def _remember_sizes(self) -> None:
        sizes = self._splitter.sizes()
        if not self._theme.compact and not self.turns.on:
            self._settings.set_sizes(SIZES, (sizes[0], sizes[2]))
