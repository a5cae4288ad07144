"""All highlights and private notes in the application on the desk, in its text and its attachments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtWidgets import QDialog, QStackedWidget, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from dd_panel.domain.marks import Mark
from dd_panel.text import _, ngettext
from dd_panel.ui.actions import add_action
from dd_panel.ui.desk.list_pane import ApplicationList
from dd_panel.ui.desk.words import place_words
from dd_panel.ui.widgets.buttons import Button
from dd_panel.ui.widgets.focus_ring import FocusRing
from dd_panel.ui.widgets.frames import Panel, Rule
from dd_panel.ui.widgets.labels import Label
from dd_panel.ui.widgets.layouts import column, held, row
from dd_panel.ui.widgets.painting import RIGHT, Ink, smooth
from dd_panel.ui.widgets.states import EmptyState

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

    from dd_panel.ui.desk.marking import Marking
    from dd_panel.ui.theme import Theme

MarkRole: Final = Qt.ItemDataRole.UserRole
EXTENT: Final = (760, 520)
EDGE: Final = 24


class MarkRows(QAbstractListModel):
    """The marks, in the order in which they were made."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[Mark, ...] = ()

    def show_marks(self, marks: tuple[Mark, ...]) -> None:
        """Show these marks."""
        self.beginResetModel()
        self.rows = marks
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        if not index.isValid():
            return None
        mark = self.rows[index.row()]
        if role == MarkRole:
            return mark
        if role == Qt.ItemDataRole.DisplayRole:
            return mark.note or mark.place.words
        if role == Qt.ItemDataRole.AccessibleTextRole:
            said = _("Private note, {place}: {words}") if mark.is_note else _("Highlight, {place}: {words}")
            return said.format(place=place_words(mark.place), words=mark.note or mark.place.words)
        return None


class MarkDelegate(QStyledItemDelegate):
    """Draws a mark: its icon, its words and place, and below them the note."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(self._theme.px(240), self._theme.length("list_row"))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        mark = index.data(MarkRole)
        if not isinstance(mark, Mark):
            return
        painter.save()
        smooth(painter)
        ink = Ink(painter, self._theme)
        px = self._theme.px
        rect = QRectF(option.rect)
        ink.row_ground(rect, selected=bool(option.state & QStyle.StateFlag.State_Selected))
        left, right = rect.left() + px(EDGE + 28), rect.right() - px(EDGE)
        ink.icon("note" if mark.is_note else "marker", rect.left() + px(EDGE), rect.top() + px(12), 16, "warn")
        where = place_words(mark.place)
        wide = min(ink.text_width(where, ("caption", None)) + 1, (right - left) / 2)
        top = rect.top() + px(10)
        ink.text(QRectF(right - wide, top, wide, px(22)), where, ("caption", None), "ink2", RIGHT)
        words = " ".join(mark.place.words.split())
        first, second = (mark.note, words and f"“{words}”") if mark.is_note else (words, _("Highlight"))
        ink.text(QRectF(left, top, right - left - wide - px(16), px(22)), " ".join(first.split()), ("body", 600))
        ink.text(QRectF(left, rect.top() + px(34), right - left, px(20)), second, ("dense", None), "ink2")
        ink.hairline(rect, px(EDGE))
        painter.restore()


class MarksDialog(QDialog):
    """Lists the marks. `place_wanted` carries the mark to go to, `change_wanted` the note to be changed."""

    place_wanted = Signal(object)
    change_wanted = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget, marking: Marking) -> None:
        super().__init__(parent)
        self._theme = theme
        self._marking = marking
        self.count = Label(theme, "", "dense", "ink2")
        self.rows = MarkRows(self)
        self.view = ApplicationList(theme)
        self.view.setItemDelegate(MarkDelegate(theme, self.view))
        self.view.setModel(self.rows)
        self.view.setAccessibleName(_("My marks"))
        how = _("Select a passage and press Ctrl+H to highlight it, or Ctrl+Shift+N to note something beside it.")
        self._nothing = EmptyState(theme, ("marker", "ink2"), _("Nothing is marked here yet"), how)
        self._parts = QStackedWidget()
        self.remove = Button(theme, _("Remove (Delete)"))
        self.change = Button(theme, _("Change the note"))
        self.go = Button(theme, _("Go to the place"), "primary")
        self._leave = Button(theme, _("Close"))
        self._arrange(parent)
        self._connect()
        self._show()
        self.finished.connect(parent.activateWindow)

    @property
    def current(self) -> Mark | None:
        """The mark that has the bar."""
        mark = self.view.currentIndex().data(MarkRole)
        return mark if isinstance(mark, Mark) else None

    def _arrange(self, parent: QWidget) -> None:
        theme = self._theme
        self.setWindowTitle(_("My marks"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        room = parent.size()
        self.resize(min(theme.px(EXTENT[0]), room.width() - 48), min(theme.px(EXTENT[1]), room.height() - 48))
        private = Label(theme, _("For you alone · never exported"), "dense", "ink2")
        head = row(
            Label(theme, self.windowTitle(), "title"), private, None, self.count, gap=12, margins=(EDGE, 16, EDGE, 16)
        )
        foot = row(self.remove, self.change, None, self._leave, self.go, margins=(EDGE, 12, EDGE, 12))
        self._parts.addWidget(self.view)
        self._parts.addWidget(held(column(24, self._nothing, None, margins=(48, 24, 48, 24))))
        lines = column(head, Rule(theme), (self._parts, 1), Rule(theme), foot, gap=0)
        self.setLayout(column(Panel(theme, "surface", lines), gap=0))
        self.go.setDefault(True)
        self._ring = FocusRing(theme, self)

    def _connect(self) -> None:
        self.view.selectionModel().currentChanged.connect(self._show_current)
        self.view.doubleClicked.connect(self._on_go)
        self.go.clicked.connect(self._on_go)
        self.change.clicked.connect(self._on_change)
        self.remove.clicked.connect(self._on_remove)
        self._leave.clicked.connect(self.reject)
        self._marking.changed.connect(self._show)
        add_action(self, _("Remove the mark"), "Del", self._on_remove)
        add_action(self, _("Undo"), "Ctrl+Z", self._marking.take_back)

    def _show(self) -> None:
        at = max(self.view.currentIndex().row(), 0)
        marks = self._marking.marks
        self.rows.show_marks(marks)
        self.count.setText(ngettext("{count} mark", "{count} marks", len(marks)).format(count=len(marks)))
        self._parts.setCurrentIndex(0 if marks else 1)
        self.view.setCurrentIndex(self.rows.index(min(at, len(marks) - 1)))
        self._show_current()
        (self.view if marks else self._leave).setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_current(self) -> None:
        mark = self.current
        self.change.setVisible(mark is not None and mark.is_note)
        for button in (self.remove, self.go):
            button.setVisible(mark is not None)

    def _on_go(self) -> None:
        mark = self.current
        if mark is not None:
            self.accept()
            self.place_wanted.emit(mark)

    def _on_change(self) -> None:
        if self.current is not None:
            self.change_wanted.emit(self.current)

    def _on_remove(self) -> None:
        if self.current is not None:
            self._marking.remove(self.current)
