"""The history of one application: every score and word, when, before and after, and the way back to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QWidget

from dd_panel.text import _, ngettext
from dd_panel.ui.actions import add_action
from dd_panel.ui.dates import time_words
from dd_panel.ui.desk.history.rows import HistoryDelegate, HistoryRows, field_words, value_words
from dd_panel.ui.speech import announce
from dd_panel.ui.widgets.buttons import Button
from dd_panel.ui.widgets.dialogs import MARGIN, LargeDialog
from dd_panel.ui.widgets.frames import Panel, scrolled
from dd_panel.ui.widgets.labels import ElidedLabel, Label, Para
from dd_panel.ui.widgets.layouts import column, held, row
from dd_panel.ui.widgets.list_rows import RowList
from dd_panel.ui.widgets.states import EmptyState

if TYPE_CHECKING:
    from dd_panel.services.review.histories import PastChange
    from dd_panel.ui.desk.review_model import ReviewModel
    from dd_panel.ui.theme import Theme

EXTENT: Final = (820, 600)
DETAIL: Final = 136
LONGEST_NAMED: Final = 16


class HistoryDialog(LargeDialog):
    """Shows the open application's history over the desk; restoring is a change like any other and can be undone."""

    def __init__(self, theme: Theme, parent: QWidget, model: ReviewModel) -> None:
        item = model.current
        if item is None:
            raise ValueError(model)
        self._model = model
        self._reference = item.application.reference
        super().__init__(theme, parent, _("History of {reference}").format(reference=self._reference), EXTENT)
        self._heading = Label(theme, self.windowTitle(), "title")
        self._who = ElidedLabel(theme, item.application.lead_authority, "body", "ink2")
        self._count = Label(theme, "", "dense", "ink2")
        self.rows = HistoryRows(model.rubric, self)
        self.view = RowList(theme, _("Changes, the last one first"))
        self.view.setItemDelegate(HistoryDelegate(theme, model.rubric, self.view))
        self.view.setModel(self.rows)
        nothing = _("Every score and word is kept here, with what stood before.")
        self.nothing = EmptyState(theme, ("clock", "ink2"), _("Nothing has changed yet"), nothing)
        self._parts = QStackedWidget()
        self._before, self._after = Para(theme, "", "dense"), Para(theme, "", "dense")
        self._said = ElidedLabel(theme, "", "dense", "ink2")
        self.restore = Button(theme, _("Restore"), "primary")
        self._leave = Button(theme, _("Close"))
        self._arrange()
        self._connect()
        self._show()

    # ------------------------------------------------------------------------------ private

    def _arrange(self) -> None:
        theme = self._theme
        head = row(self._heading, (self._who, 1), self._count, gap=12, margins=(MARGIN, 16, MARGIN, 16))
        sides = row((self._side(_("Before"), self._before), 1), (self._side(_("After"), self._after), 1), gap=24)
        area = scrolled(held(column(sides, None, margins=(MARGIN, 12, MARGIN, 12))))
        area.setFixedHeight(theme.px(DETAIL))
        area.setAccessibleName(_("The change in full"))
        self._detail = Panel(theme, "canvas", column(area, gap=0))
        foot = row((self._said, 1), self._leave, self.restore, margins=(MARGIN, 12, MARGIN, 12))
        self._parts.addWidget(self.view)
        self._parts.addWidget(held(column(None, self.nothing, None, margins=(48, 24, 48, 24))))
        self.set_parts(head, self._parts, foot, self._detail)

    def _side(self, words: str, text: Para) -> QWidget:
        return held(column(Label(self._theme, words, "label", "ink2"), text, None, gap=4))

    def _connect(self) -> None:
        self.view.selectionModel().currentChanged.connect(self._show_current)
        self.view.activated.connect(self.restore_current)
        self.restore.clicked.connect(self.restore_current)
        self._leave.clicked.connect(self.reject)
        self._model.item_changed.connect(self._on_item_changed)
        add_action(self, _("Restore what stood before"), "R", self.restore_current)
        add_action(self, _("Undo"), "Ctrl+Z", self._model.take_back)
        add_action(self, _("Redo"), ("Ctrl+Shift+Z", "Ctrl+Y"), self._model.do_again)

    @property
    def current(self) -> PastChange | None:
        """The change that has the bar."""
        return self.rows.row_at(self.view.currentIndex())

    def _show(self) -> None:
        here, changes = self.current, self._model.history(self._reference)
        self.rows.show_rows(changes)
        self._count.setText(ngettext("{count} change", "{count} changes", len(changes)).format(count=len(changes)))
        self._parts.setCurrentIndex(0 if changes else 1)
        self._detail.setVisible(bool(changes))
        # What is restored next is the change that was chosen, whatever else has been stored meanwhile.
        stayed = (at for at, each in enumerate(changes) if here is not None and each.same_as(here))
        self.view.setCurrentIndex(self.rows.index(next(stayed, 0)))
        self._show_current()
        (self.view if changes else self._leave).setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_current(self) -> None:
        change = self.current
        if change is None:
            self.restore.hide()
            self._said.setText("")
            return
        rubric = self._model.rubric
        before = value_words(change.field, change.before, rubric)
        self._before.setText(before)
        self._after.setText(value_words(change.field, change.after, rubric))
        self.restore.setVisible(change.can_restore and not self._model.desk.closed)
        self.restore.setText(_restore_words(change, before))
        self.restore.setAccessibleDescription(f"{field_words(change.field, rubric)}: {before}")
        self._said.setText(_origin_words(change))

    def restore_current(self) -> None:
        """Bring back what stood before the change that has the bar."""
        change = self.current
        if change is None or not change.can_restore:
            return
        if self._model.restore(self._reference, change.field, change.before):
            words = value_words(change.field, change.before, self._model.rubric)
            announce(self, _("Restored: {value}").format(value=words), at_once=True)

    def _on_item_changed(self, reference: str) -> None:
        if reference == self._reference:
            self._show()


def _restore_words(change: PastChange, before: str) -> str:
    """What restoring would do, with the value itself where that is short."""
    if not change.before:
        return _("Take it away again")
    if len(before) > LONGEST_NAMED:
        return _("Restore what stood before")
    return _("Restore “{value}”").format(value=before)


def _origin_words(change: PastChange) -> str:
    """Who made a change and when, and why where that was said."""
    said = _("{who}, {when}").format(who=change.who, when=time_words(change.at))
    if change.reason:
        said = f"{said} · {change.reason}"
    if change.before == change.stands:
        said = _("{said} · what stood before stands now").format(said=said)
    return said
