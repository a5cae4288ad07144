"""The panel's members with the state of their returns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate

from dd_panel.text import _, ngettext
from dd_panel.ui.round.words import moment, version_words
from dd_panel.ui.widgets.painting import RIGHT, Ink, smooth
from dd_panel.ui.widgets.pills import paint_status_pill, pill_width, status_words

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter
    from PySide6.QtWidgets import QStyleOptionViewItem

    from dd_panel.services.viewing import MemberReturn
    from dd_panel.ui.theme import Theme

Index = QModelIndex | QPersistentModelIndex
ROW_ROLE: Final = int(Qt.ItemDataRole.UserRole)
MARGIN: Final = 16
NAME_ROOM: Final = 150


class MembersModel(QAbstractListModel):
    """One row a member who has something to score."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[MemberReturn, ...] = ()

    def show_members(self, rows: tuple[MemberReturn, ...]) -> None:
        """Show the returns of this moment."""
        if len(rows) == len(self._rows):
            self._rows = rows
            if rows:
                self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))
            return
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        each = self._rows[index.row()]
        if role == ROW_ROLE:
            return each
        if role == Qt.ItemDataRole.DisplayRole:
            return each.member.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            parts = (each.member.name, status_words(each.state), when_words(each), counts_words(each))
            return _(", ").join(parts)
        return None


def when_words(each: MemberReturn) -> str:
    """Which scoresheet came when."""
    if each.latest is None and each.reminded is not None:
        return _("Asked again {when}").format(when=moment(each.reminded))
    if each.latest is None:
        return _("Nothing yet")
    return _("{version} · {when}").format(version=version_words(each.latest), when=moment(each.latest.received))


def counts_words(each: MemberReturn) -> str:
    """Findings to decide, conflicts, and how many are scored."""
    parts: list[str] = []
    if each.waiting:
        parts.append(ngettext("{count} finding", "{count} findings", each.waiting).format(count=each.waiting))
    if each.conflicts:
        parts.append(ngettext("{count} conflict", "{count} conflicts", each.conflicts).format(count=each.conflicts))
    words = _("{done} of {all}") if parts else _("{done} of {all} scored")
    parts.append(words.format(done=each.scored, all=each.expected))
    return "  ·  ".join(parts)


class ReturnDelegate(QStyledItemDelegate):
    """Paints a member: name, state, version and time, counts."""

    def __init__(self, theme: Theme, view: QListView) -> None:
        super().__init__(view)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(self._theme.px(240), self._theme.length("return_row"))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        each: MemberReturn = index.data(ROW_ROLE)
        rect = QRectF(option.rect)
        painter.save()
        smooth(painter)
        ink = Ink(painter, self._theme)
        px = self._theme.px
        ink.row_ground(rect, selected=bool(option.state & QStyle.StateFlag.State_Selected))
        left, right = rect.left() + px(MARGIN), rect.right() - px(MARGIN)
        status = self._theme.status(each.state)
        pill = pill_width(self._theme, status_words(each.state), status.icon)
        name = QRectF(left, rect.top() + px(7), right - left - pill - px(8), px(22))
        ink.text(name, each.member.name, ("body", 600))
        paint_status_pill(ink, right - pill, rect.top() + px(6), each.state)
        low = QRectF(left, rect.top() + px(31), right - left, px(18))
        ink.text(low, when_words(each), ("caption", None), "ink2")
        counts = low.adjusted(px(NAME_ROOM), 0, 0, 0)
        weight, tone = (500, "ink") if each.waiting else (400, "ink2")
        ink.text(counts, counts_words(each), ("caption", weight), tone, RIGHT)
        ink.hairline(rect, px(MARGIN))
        painter.restore()


class MembersList(QListView):
    """The list of members; choosing one shows that member's findings."""

    def __init__(self, theme: Theme, model: MembersModel) -> None:
        super().__init__()
        self.setModel(model)
        self.setItemDelegate(ReturnDelegate(theme, self))
        self.setUniformItemSizes(True)
        self.setAccessibleName(_("Panel members"))
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        theme.theme_changed.connect(self.doItemsLayout)
