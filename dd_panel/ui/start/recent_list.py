"""The files opened before: what they are, where they lie, how far they had got."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QListView, QSizePolicy, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from dd_panel.text import _
from dd_panel.ui.start.continuing import opened_words
from dd_panel.ui.widgets.painting import RIGHT, Ink, smooth
from dd_panel.ui.widgets.pills import paint_pill, pill_width, status_words

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from PySide6.QtGui import QKeyEvent, QPainter

    from dd_panel.ui.settings import Recent
    from dd_panel.ui.theme import Theme

HEIGHT: Final = 72
TEXT_LEFT: Final = 72
ARROW: Final = " \u203a "
RecentRole: Final = Qt.ItemDataRole.UserRole
StateRole: Final = Qt.ItemDataRole.UserRole + 1
STATES: Final = {"missing": ("bad", "alert"), "damaged": ("bad", "alert")}


def place_words(path: str) -> str:
    """Where a file lies, from the person's own folder on, its folders set apart by small arrows."""
    whole = Path(path)
    home = Path.home()
    parts = whole.relative_to(home).parts if whole.is_relative_to(home) else whole.parts
    return ARROW.join(name for part in parts if (name := part.strip("/\\")))


class Recents(QAbstractListModel):
    """The files, the latest first."""

    def __init__(self, now: datetime, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._now = now
        self._recents: tuple[Recent, ...] = ()
        self._missing: Collection[str] = ()
        self._damaged: Collection[str] = ()

    def show_recents(
        self, recents: Sequence[Recent], missing: Collection[str] = (), damaged: Collection[str] = ()
    ) -> None:
        """Show these files; the paths of some of them are known to be missing or unreadable."""
        self.beginResetModel()
        self._recents, self._missing, self._damaged = tuple(recents), missing, damaged
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._recents)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        if not index.isValid():
            return None
        recent = self._recents[index.row()]
        state = self._state(recent)
        said = (recent.title, state_words(state), recent.note, opened_words(recent, self._now))
        return {
            RecentRole: recent,
            StateRole: state,
            int(Qt.ItemDataRole.DisplayRole): recent.title,
            int(Qt.ItemDataRole.ToolTipRole): recent.path,
            int(Qt.ItemDataRole.AccessibleTextRole): _(", ").join(part for part in said if part),
        }.get(role)

    def _state(self, recent: Recent) -> str:
        if recent.path in self._missing:
            return "missing"
        return "damaged" if recent.path in self._damaged else recent.status


def state_words(state: str) -> str:
    """A file's state in words."""
    return {"missing": _("Not found"), "damaged": _("Damaged")}.get(state) or status_words(state)


class RecentDelegate(QStyledItemDelegate):
    """Draws a file in a row of 72 pixels."""

    def __init__(self, theme: Theme, now: datetime, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._now = now

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(self._theme.px(320), self._theme.px(HEIGHT))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        recent: Recent = index.data(RecentRole)
        state: str = index.data(StateRole)
        painter.save()
        smooth(painter)
        ink = Ink(painter, self._theme)
        px = self._theme.px
        rect = QRectF(option.rect)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        if hovered:
            ink.box(rect.adjusted(1, 1, -1, -1), self._theme.radius("card") - 1, "sunken")
        first = index.row() == 0
        box = QRectF(rect.left() + px(16), rect.top() + px(16), px(40), px(40))
        ink.box(box, 8, "accentSoft" if first else "neutralSoft")
        ink.icon_centred("pack" if recent.kind == "pack" else "folder", box, 20, "accent" if first else "ink2")
        right = rect.right() - px(16)
        style = self._theme.tokens.statuses.get(state)
        tone, icon = (style.colour, style.icon) if style else STATES[state]
        words = state_words(state)
        pill = pill_width(self._theme, words, icon)
        paint_pill(ink, right - pill, rect.top() + px(12), words, (tone, icon))
        opened = recent.note if state == "complete" and recent.note else opened_words(recent, self._now)
        caption = ("caption", None)
        opened_wide = ink.text_width(opened, caption) + 1
        ink.text(QRectF(right - opened_wide, rect.top() + px(40), opened_wide, px(20)), opened, caption, "ink3", RIGHT)
        left = rect.left() + px(TEXT_LEFT)
        ink.text(QRectF(left, rect.top() + px(14), right - pill - px(16) - left, px(22)), recent.title, ("body", 600))
        below = (
            _("Not there any more. Connect the drive it was on, or find the file.")
            if state == "missing"
            else place_words(recent.path)
        )
        ink.text(
            QRectF(left, rect.top() + px(37), right - opened_wide - px(16) - left, px(20)),
            below,
            ("dense", None),
            "ink2",
        )
        if index.row() < index.model().rowCount() - 1:
            ink.hairline(rect)
        painter.restore()


class RecentList(QListView):
    """The list; Enter or a click opens a file, Delete takes it off the list."""

    file_wanted = Signal(object, str)
    removal_wanted = Signal(object)

    def __init__(self, theme: Theme, now: datetime) -> None:
        super().__init__()
        self._theme = theme
        self.recents = Recents(now, self)
        self.setModel(self.recents)
        self.setItemDelegate(RecentDelegate(theme, now, self))
        self.setUniformItemSizes(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setSelectionMode(QListView.SelectionMode.NoSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.setAccessibleName(_("Recent files"))
        self.setStyleSheet("background: transparent;")
        self.recents.modelReset.connect(self._on_reset)
        self.clicked.connect(self._on_chosen)
        theme.theme_changed.connect(self._on_theme_changed)

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(320), self.recents.rowCount() * self._theme.px(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(320), min(1, self.recents.rowCount()) * self._theme.px(HEIGHT))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and index.isValid():
            self._on_chosen(index)
        elif event.key() == Qt.Key.Key_Delete and index.isValid():
            self.removal_wanted.emit(index.data(RecentRole))
        else:
            super().keyPressEvent(event)

    def _on_chosen(self, index: QModelIndex) -> None:
        self.file_wanted.emit(index.data(RecentRole), index.data(StateRole))

    def _on_reset(self) -> None:
        if self.recents.rowCount():
            self.setCurrentIndex(self.recents.index(0))
        self.updateGeometry()

    def _on_theme_changed(self) -> None:
        self.doItemsLayout()
        self.updateGeometry()
