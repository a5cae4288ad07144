"""A list with its sum, its filters and the cards of the chosen row: what both tabs of Applications are made of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QStackedWidget, QWidget

from dd_panel.text import DASH, _
from dd_panel.ui.round.applications.equation import Equation
from dd_panel.ui.round.columns import WordsModel, WordsTable
from dd_panel.ui.widgets.buttons import Button
from dd_panel.ui.widgets.extents import keep_extent
from dd_panel.ui.widgets.fields import SearchField
from dd_panel.ui.widgets.frames import Panel, Rule, scrolled
from dd_panel.ui.widgets.layouts import column, held, row
from dd_panel.ui.widgets.states import EmptyState, SkeletonRows
from dd_panel.ui.widgets.turns import ANY_WIDTH, Beside

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent

    from dd_panel.ui.round.applications.side import Side
    from dd_panel.ui.round.columns import WordColumn
    from dd_panel.ui.theme import Theme
    from dd_panel.ui.widgets.layouts import Item

LIST: Final = 0
EMPTY: Final = 1
NONE_LEFT: Final = 2
LOADING: Final = 3
SKELETONS: Final = 6
LEAST: Final = 96
"""The list keeps so much height (design pixels); what stands in its place may be cut off sooner than the sums."""

FIND_ROOM: Final = 280
LOW: Final = 300


class ListPane(QWidget):
    """Keeps the chosen row while what is shown changes, and the cards beside it up to date.

    A subclass says which rows a filter leaves, when two rows are the same thing, what its cards show, and where the
    keyboard goes without rows. `rows` holds the list, or what stands in its place.
    """

    def __init__(
        self, theme: Theme, name: str, columns: Sequence[WordColumn], filters: int, side: Side, empty: EmptyState
    ) -> None:
        super().__init__()
        self._theme = theme
        self.equation = Equation(theme)
        self.find_field = SearchField(theme, _("Find authority or reference"))
        self.filters = [Button(theme, DASH, "chip") for _filter in range(filters)]
        self._model = WordsModel(columns)
        self.table = WordsTable(theme, self._model, name)
        self._side = side
        self._filling = False
        none_left = EmptyState(theme, ("search", "ink2"), _("Nothing to show"), _("Choose another filter."))
        self._loading = SkeletonRows(theme, SKELETONS)
        self._loading.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # the keyboard waits here for the list
        self.rows = QStackedWidget()
        keep_extent(self.rows, theme, least=(0, LEAST))
        self.rows.addWidget(self.table)
        for state in (empty, none_left, self._loading):
            self.rows.addWidget(held(column(state, None, margins=(24, 24, 24, 24))))
        self.rows.setCurrentIndex(LOADING)
        self.find_field.textChanged.connect(lambda _words: self._filter())
        self.find_field.left_empty.connect(self.take_keyboard)
        self.find_field.returnPressed.connect(self.take_keyboard)
        self.table.selectionModel().currentRowChanged.connect(lambda _now, _before: self._show_chosen())

    def arrange(self, above: Sequence[Item], below: Sequence[Item] = (), under: Sequence[Item] = ()) -> None:
        """Set things above and below the sum, and under the list."""
        theme = self._theme
        group = QButtonGroup(self)
        for at, chip in enumerate(self.filters):
            chip.setCheckable(True)
            group.addButton(chip, at)
        self.filters[0].setChecked(True)
        group.idClicked.connect(lambda _at: self._filter())
        counts = row((self.equation, 3), (self.find_field, 1), gap=16)
        top = column(*above, counts, *below, gap=8, margins=(24, 12, 16, 4))
        tools = row(*self.filters, None, gap=6, margins=(24, 4, 16, 8))
        left = column(top, tools, Rule(theme), (self.rows, 1), *under, gap=0)
        # Scrolled, so that nothing overlaps where large text takes the height.
        main = scrolled(Panel(theme, "surface", left))
        panes = ((main, self.take_keyboard), (self._side, self._side.take_focus))
        self.setLayout(column(Beside(theme, panes, (_("List"), _("Details")), (self._side, self._side.wide)), gap=0))

    # --------------------------------------------------------------------------------------- what a subclass says

    def rows_left(self, at: int, words: str) -> Sequence[Any]:
        """The rows that the filter number `at` leaves and that hold these words."""
        raise NotImplementedError  # not abc's mark: its metaclass does not mix with Qt's

    def has_rows(self) -> bool:
        """Whether there is anything to filter."""
        raise NotImplementedError  # not abc's mark: its metaclass does not mix with Qt's

    def is_same(self, one: Any, other: Any) -> bool:  # noqa: ANN401 - rows are of any kind
        """Whether two rows are about the same thing, before and after a change."""
        raise NotImplementedError  # not abc's mark: its metaclass does not mix with Qt's

    def without_rows(self) -> QWidget:
        """What takes the keyboard where there are no rows."""
        raise NotImplementedError  # not abc's mark: its metaclass does not mix with Qt's

    def show_cards(self, chosen: Any) -> None:  # noqa: ANN401 - rows are of any kind
        """Show the cards of a row, None where there is none."""
        raise NotImplementedError  # not abc's mark: its metaclass does not mix with Qt's

    # ------------------------------------------------------------------------------------------------ what is shown

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # The list needs the height that large text leaves, and the filters say the same numbers.
        low = self.height() < self._theme.px(LOW)
        self.equation.setHidden(low)
        self.find_field.setMaximumWidth(ANY_WIDTH if low else self._theme.px(FIND_ROOM))

    @property
    def chosen_row(self) -> Any:  # noqa: ANN401 - rows are of any kind
        """The row that the keyboard is on, None without one."""
        return self._model.row_at(self.table.currentIndex())

    def take_keyboard(self) -> None:
        """Give the keyboard to the list; where it isn't in sight, the pane keeps it until rows are shown."""
        state = self.rows.currentIndex()
        (self.table if state == LIST else self._loading if state == LOADING else self).setFocus()

    def _filter(self) -> None:
        if self.rows.currentIndex() != LOADING:
            self._show_rows()

    def _show_rows(self) -> None:
        here = self.chosen_row
        at = next(at for at, chip in enumerate(self.filters) if chip.isChecked())
        rows = self.rows_left(at, self.find_field.text())
        waits = self.hasFocus() or self._loading.hasFocus()
        same = (at for at, each in enumerate(rows) if here is not None and self.is_same(each, here))
        scrolled = self.table.verticalScrollBar().value()
        self._filling = True
        self._model.show_rows(rows)
        if rows:
            self.table.setCurrentIndex(self._model.index(next(same, 0), 0))
        self._filling = False
        self.table.verticalScrollBar().setValue(scrolled)
        self.table.scrollTo(self.table.currentIndex())
        self.rows.setCurrentIndex(LIST if rows else NONE_LEFT if self.has_rows() else EMPTY)
        self._show_chosen()
        if waits:
            (self.table if rows else self.without_rows()).setFocus()

    def _show_chosen(self) -> None:
        if not self._filling:
            self.show_cards(self.chosen_row)
