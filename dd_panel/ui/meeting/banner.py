"""Who has to leave the room for an item, and who is outside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtWidgets import QWidget

from dd_panel.text import _
from dd_panel.ui.widgets.buttons import Button
from dd_panel.ui.widgets.labels import ElidedLabel, IconLabel, Para
from dd_panel.ui.widgets.layouts import clear, column, held, row, set_across
from dd_panel.ui.widgets.painting import smooth_painter
from dd_panel.ui.widgets.turns import no_room_for_both

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent, QResizeEvent
    from PySide6.QtWidgets import QBoxLayout

    from dd_panel.ui.meeting.items import Leaver, MeetingItem
    from dd_panel.ui.theme import Theme


class RecusalBanner(QWidget):
    """One line for each member who must leave or is outside, and one for who takes the chair; hidden without any.

    `left` and `returned` carry the member of a line and the application it is about. Without `for_chair` there is
    nothing to press, and of a conflict only its kind is told: the rest is not for everybody in the room. `changed`
    comes when there are other lines.
    """

    left = Signal(object)
    returned = Signal(object)
    changed = Signal()

    def __init__(self, theme: Theme, *, for_chair: bool) -> None:
        super().__init__()
        self._theme = theme
        self._for_chair = for_chair
        self._lines = column(gap=4, margins=(32, 8, 24, 8))
        self.setLayout(self._lines)
        self.buttons: list[Button] = []
        self._boxes: list[QBoxLayout] = []
        self.hide()

    def show_item(self, item: MeetingItem) -> None:
        """Say who must leave for this item, then who is outside, and who takes the chair if that is the chair."""
        clear(self._lines)
        self.buttons = []
        self._boxes = []
        for each in item.must_leave:
            self._add_line(each)
        for each in item.outside:
            self._add_line(each, outside=True)
        if item.chairing:
            chairing = Para(self._theme, item.chairing, "title", "conflict", weight=600)
            self._lines.addWidget(held(row(IconLabel(self._theme, "users", "conflict", 20), (chairing, 1), gap=16)))
        self.setVisible(bool(item.must_leave or item.outside))
        self._fit()
        self.update()
        self.changed.emit()

    @property
    def count(self) -> int:
        """How many lines there are."""
        return self._lines.count()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """In the largest text a name has the whole line: nobody may have to guess who is asked to leave."""
        for box in self._boxes:
            set_across(box, across=not no_room_for_both(self._theme, self.width()))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = smooth_painter(self)
        painter.fillRect(self.rect(), self._theme.colour("conflictSoft"))
        painter.fillRect(QRectF(0, 0, 8, self.height()), self._theme.colour("conflict"))
        painter.end()

    def _add_line(self, each: Leaver, *, outside: bool = False) -> None:
        theme = self._theme
        if outside:
            words = _("Outside since {time}: {name}").format(time=each.since, name=each.name)
            why = _("for {reference}").format(reference=each.application)
            button = Button(theme, _("{name} is back").format(name=each.name), icon="undo", extent="small")
            button.clicked.connect(lambda: self.returned.emit(each))
        else:
            words = _("Please leave the room: {name}").format(name=each.name)
            reason = each.reason if self._for_chair else each.kind
            why = _("Conflict of interest: {reason}").format(reason=reason) if reason else _("Conflict of interest")
            button = Button(theme, _("Confirm that {name} has left").format(name=each.name), icon="check")
            button.clicked.connect(lambda: self.left.emit(each))
        name = ElidedLabel(theme, words, "title" if outside else "projector", "conflict", weight=600)
        name.setAccessibleName(_("{words}. {why}").format(words=words, why=why))
        said = row(name, (ElidedLabel(theme, why), 1), gap=16)
        line = row((said, 1), gap=8)
        if self._for_chair:
            line.addWidget(button, alignment=Qt.AlignmentFlag.AlignLeft)  # with the icon, where it stands below
            self.buttons.append(button)
        self._boxes += [said, line]
        icon = column(IconLabel(theme, "door", "conflict", 20 if outside else 32), None, gap=0)
        self._lines.addWidget(held(row(icon, (line, 1), gap=16)))
