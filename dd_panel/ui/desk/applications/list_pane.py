"""The desk's left pane: how far I am, what I look for, and my applications."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QStackedWidget

from dd_panel.text import _, ngettext
from dd_panel.ui.dates import closing, days_left
from dd_panel.ui.desk.applications.delegate import ApplicationDelegate
from dd_panel.ui.desk.applications.rows import ApplicationRow, ApplicationRows, RowsInSight
from dd_panel.ui.desk.words import exported_words
from dd_panel.ui.speech import announce
from dd_panel.ui.widgets.bars import Segment, SegmentBar
from dd_panel.ui.widgets.buttons import Button
from dd_panel.ui.widgets.fields import SearchField
from dd_panel.ui.widgets.frames import Panel, Rule
from dd_panel.ui.widgets.labels import IconLabel, Label, Para
from dd_panel.ui.widgets.layouts import column, held, row
from dd_panel.ui.widgets.list_rows import RowList, RowRole
from dd_panel.ui.widgets.menus import add_choices, menu_of
from dd_panel.ui.widgets.states import EmptyState

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QResizeEvent

    from dd_panel.ui.desk.review_model import ReviewModel
    from dd_panel.ui.theme import Theme

CHIPS: Final = ("", "not_started", "in_progress", "complete")
BEGUN: Final = CHIPS.index("in_progress")
EDGE: Final = 16
CHIP_GAP: Final = 4


class ListPane(Panel):
    """Shows progress, finds and filters, and tells which application is wanted on the desk."""

    application_chosen = Signal(str)
    search_wanted = Signal(str)

    def __init__(self, theme: Theme, model: ReviewModel) -> None:
        super().__init__(theme, "surface")
        self._model = model
        self._done = Para(theme, "", "dense", weight=600)
        self._clock = IconLabel(theme, "clock", "warn")
        self._left = Label(theme, "", "dense", "warn", 600)
        self._bar = SegmentBar(theme)
        self.exported = Para(theme, "", "caption", "ink2")
        self.order_button = Button(theme, _("Suggested"), "quiet", extent="small")
        self.everywhere = Button(
            theme, kind="icon", icon="search-all", name=_("Search in all applications (Ctrl+Shift+F)")
        )
        self.search = SearchField(theme, _("Find an application"), _("Name, reference, service"))
        self.chips = [Button(theme, "…", "chip") for _status in CHIPS]
        self.rows = ApplicationRows(model.rubric, self)
        self.in_sight = RowsInSight(self.rows, self)
        self.view = RowList(theme, _("My applications"))
        self.view.setItemDelegate(ApplicationDelegate(theme, self.view))
        self.nothing_fits = EmptyState(
            theme,
            ("search", "ink2"),
            _("No application fits"),
            _("Try fewer words, or show all of them."),
            self._show_all(),
        )
        self.none_at_all = EmptyState(
            theme,
            ("inbox", "ink2"),
            _("No applications yet"),
            _("This pack holds none for you. Ctrl+W leads back to the start."),
        )
        self._stack = QStackedWidget()
        self._narrowing = False
        self._arrange()
        self._connect()
        # F6 comes to the list itself; Tab takes no notice of a pane that passes the keyboard on.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setFocusProxy(self.view)
        self.setAccessibleName(_("My applications"))
        self.refresh_all()
        self._fit_compact()

    # ------------------------------------------------------------------------- what is told

    def refresh_all(self) -> None:
        """Show every row and all counts afresh."""
        self._narrowing = True
        self.rows.show_items(self._model.items)
        self._narrowing = False
        self._show_export()
        self._refresh_counts()
        self._show_what_there_is()
        self.mark(self._current_reference())

    def refresh_item(self, reference: str) -> None:
        """Show one application's row and the counts afresh; the row stays in sight though it may not fit any more."""
        self._show_export()
        if self.rows.show_item(self._model.item(reference)):
            self._refresh_counts()

    def mark(self, reference: str) -> None:
        """Show which application is on the desk."""
        place = self.rows.place_of(reference)
        index = self.in_sight.mapFromSource(self.rows.index(place)) if place >= 0 else QModelIndex()
        if index != self.view.currentIndex():
            before = self.view.currentIndex()
            self.view.selectionModel().blockSignals(True)
            self.view.setCurrentIndex(index)
            self.view.selectionModel().blockSignals(False)
            for row in (before, index):
                self.view.update(row)
        if index.isValid():
            self.view.bring(index)

    def bring(self, reference: str) -> None:
        """Have an application's row in sight: what one looked for before is let go where it hides it."""
        place = self.rows.place_of(reference)
        if place >= 0 and not self.in_sight.mapFromSource(self.rows.index(place)).isValid():
            self._look_for_nothing()

    def choose_row(self, row_in_sight: int) -> None:
        """Lay the application of a row on the desk, as a click on it does."""
        self.view.setCurrentIndex(self.in_sight.index(row_in_sight, 0))

    def neighbour(self, step: int) -> str:
        """The application above (-1) or below (1) the current one in the list as it is shown; empty at either end.

        Where the list was narrowed and ends there, it is the neighbour in the whole list.
        """
        here = self.view.currentIndex()
        index = self.in_sight.index(here.row() + step if here.isValid() else 0, 0)
        shown = index.data(RowRole) if index.isValid() else None
        if isinstance(shown, ApplicationRow):
            return shown.reference
        every, current = self.in_sight.ordered(), self._current_reference()
        at = every.index(current) + step if current in every else -1
        return every[at] if 0 <= at < len(every) else ""

    # ------------------------------------------------------------------------------ private

    def _arrange(self) -> None:
        theme = self._theme
        head = column(
            row(Label(theme, _("My applications"), "title"), None, self.order_button),
            row((self._done, 1), self._clock, self._left, gap=4),
            self._bar,
            self.exported,
            4,
            row((self.search, 1), self.everywhere, gap=4),
            row(*self.chips, None, gap=CHIP_GAP),
            gap=8,
            margins=(EDGE, 12, EDGE, 12),
        )
        self.view.setModel(self.in_sight)
        self._stack.addWidget(self.view)
        for state in (self.nothing_fits, self.none_at_all):
            self._stack.addWidget(held(column(state, None, margins=(16, 16, 16, 16))))
        self.setLayout(column(head, Rule(theme), (self._stack, 1), gap=0))
        for chip in self.chips:
            chip.setCheckable(True)
        self.chips[0].setChecked(True)

    def _connect(self) -> None:
        self.search.textChanged.connect(self._on_typed)
        self.search.returnPressed.connect(self._on_entered)
        self.view.selectionModel().currentChanged.connect(self._on_current_changed)
        self.view.activated.connect(self._on_activated)
        self.order_button.clicked.connect(self.offer_orders)
        self.everywhere.clicked.connect(lambda: self.search_wanted.emit(self.search.text()))
        for chip in self.chips:
            chip.clicked.connect(self._on_chip_clicked)
        self._theme.compact_changed.connect(self._fit_compact)

    def _show_all(self) -> Button:
        button = Button(self._theme, _("Show all"), extent="small")
        button.clicked.connect(self.show_all_rows)
        return button

    def _current_reference(self) -> str:
        current = self._model.current
        return "" if current is None else current.application.reference

    def _refresh_counts(self) -> None:
        statuses = [shown.status for shown in self.rows.rows]
        done, begun, barred, to_do = (
            statuses.count(status) for status in ("complete", "in_progress", "conflict", "not_started")
        )
        every = len(statuses)
        self._done.setText(_("{done} of {all} complete").format(done=done, all=every))
        self._bar.set_segments(
            (
                Segment(done, "good", _("{count} complete").format(count=done)),
                Segment(begun, "warn", _("{count} in progress").format(count=begun)),
                Segment(
                    barred,
                    "conflict",
                    ngettext("{count} conflict declared", "{count} conflicts declared", barred).format(count=barred),
                ),
                Segment(to_do, "neutralSoft", _("{count} to do").format(count=to_do)),
            )
        )
        words = (
            _("All {count}").format(count=every),
            _("To do {count}").format(count=to_do),
            _("Begun {count}").format(count=begun),
            _("Done {count}").format(count=done),
        )
        for chip, shown in zip(self.chips, words, strict=True):
            chip.setText(shown)
            chip.updateGeometry()
        self._fit_chips()
        left = days_left(self._model.rules, self._model.now())
        self._left.setText(left)
        self._left.setToolTip(closing(self._model.rules, self._model.now()))
        self._left.setVisible(bool(left))
        self._clock.setVisible(bool(left))

    def _show_export(self) -> None:
        """Say quietly what went out last; the next export is a new version."""
        self.exported.setText(exported_words(self._model.desk))
        self.exported.setVisible(self._model.desk.exported is not None)

    def _show_what_there_is(self) -> None:
        if not self.rows.rows:
            self._stack.setCurrentIndex(2)
        else:
            self._stack.setCurrentIndex(0 if self.in_sight.rowCount() else 1)

    def _fit_compact(self) -> None:
        compact = self._theme.compact
        self._fit_chips()
        self._show_order()
        self.search.setPlaceholderText(_("Find an application") if compact else _("Name, reference, service"))

    def _narrow(self, narrow: Callable[[], None]) -> None:
        """Show other rows; the application on the desk stays there though its row may go out of sight."""
        self._narrowing = True
        narrow()
        self._narrowing = False
        self._show_what_there_is()
        self.mark(self._current_reference())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_chips()

    def _fit_chips(self) -> None:
        """Leave one chip out in a small window, and where large counts take its room."""
        room = self.width() - 2 * EDGE - CHIP_GAP * (len(self.chips) - 1)
        wanted = sum(chip.sizeHint().width() for chip in self.chips)
        self.chips[BEGUN].setHidden(self._theme.compact or wanted > room)

    def _on_typed(self, text: str) -> None:
        self._narrow(lambda: self.in_sight.find(text))

    def _on_entered(self) -> None:
        """Enter in the find field goes to the first application found."""
        first = self.in_sight.index(0, 0)
        if first.isValid():
            self.view.setCurrentIndex(first)
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_chip_clicked(self) -> None:
        chosen = self.sender()
        for chip, status in zip(self.chips, CHIPS, strict=True):
            chip.setChecked(chip is chosen)
            if chip is chosen:
                self._narrow(partial(self.in_sight.show_status, status))

    def show_all_rows(self) -> None:
        """Show every row again."""
        self._look_for_nothing()
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _look_for_nothing(self) -> None:
        self.search.clear()
        self.chips[0].click()

    def _on_current_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        shown = current.data(RowRole) if current.isValid() and not self._narrowing else None
        if isinstance(shown, ApplicationRow) and shown.reference != self._current_reference():
            self.application_chosen.emit(shown.reference)

    def _on_activated(self, index: QModelIndex) -> None:
        self._on_current_changed(index, index)

    def offer_orders(self) -> None:
        """Open the list of orders; what is read in which order really goes into the scoresheet in any case."""
        menu = menu_of(self.order_button)
        add_choices(menu, [(order, words) for order, (_short, words) in order_words().items()], self.in_sight.order)
        menu.setActiveAction(next(choice for choice in menu.actions() if choice.isChecked()))
        menu.triggered.connect(lambda action: self.set_order(action.data()))
        menu.popup(self.order_button.mapToGlobal(self.order_button.rect().bottomLeft()))

    def set_order(self, order: str) -> None:
        """Put the list into another order; the application on the desk stays there."""
        self._narrow(lambda: self.in_sight.set_order(order))
        self._show_order()
        announce(self, self.order_button.accessibleName())

    def _show_order(self) -> None:
        short, words = order_words()[self.in_sight.order]
        self.order_button.setText(short if self._theme.compact else words)
        self.order_button.updateGeometry()
        self.order_button.set_name(_("Order of the list: {order}").format(order=words[:1].lower() + words[1:]))


def order_words() -> dict[str, tuple[str, str]]:
    """The orders of the list: short for the button, whole for the menu."""
    return {
        "suggested": (_("Suggested"), _("Suggested order")),
        "reference": (_("Reference"), _("By reference")),
        "service": (_("Service"), _("By service")),
        "name": (_("Name"), _("By name")),
        "total": (_("My total"), _("By my total")),
    }
