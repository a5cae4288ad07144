"""The lines of an application's history: what changed, from what to what, and when."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from dd_panel.domain.identifiers import (
    COMPLETE,
    CONFLICT,
    GUIDANCE,
    NOTES,
    PREFERENCE,
    RECOMMENDATION,
    SUPPORT,
    criterion_of,
    is_score,
)
from dd_panel.domain.reviews import CANNOT_JUDGE
from dd_panel.services.histories import PastChange
from dd_panel.text import _
from dd_panel.ui.dates import date_only
from dd_panel.ui.desk.conflict_dialog import kind_in_words
from dd_panel.ui.widgets.painting import RIGHT, Ink, smooth

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from PySide6.QtGui import QPainter

    from dd_panel.domain.identifiers import Field
    from dd_panel.domain.rubric import Rubric
    from dd_panel.ui.theme import Theme

ChangeRole: Final = Qt.ItemDataRole.UserRole
RubricRole: Final = Qt.ItemDataRole.UserRole + 1
EDGE: Final = 24


def field_words(field: Field, rubric: Rubric) -> str:
    """What a change is about."""
    key = criterion_of(field)
    if key is not None and key in rubric.keys:
        title = rubric.criterion(key).title
        if is_score(field):
            return _("{criterion}: score").format(criterion=title)
        comment = _("{criterion}: comment") if field.startswith("comment.") else _("{criterion}: evidence")
        return comment.format(criterion=title)
    known = {
        RECOMMENDATION: _("Recommendation"),
        GUIDANCE: _("Guidance to the applicant"),
        SUPPORT: _("Support that would help"),
        PREFERENCE: _("Put before"),
        CONFLICT: _("Conflict of interest"),
        COMPLETE: _("Review"),
        NOTES: _("Private notes"),
    }
    return known.get(field, str(field))


def value_words(field: Field, text: str, rubric: Rubric) -> str:
    """What stood or stands there, as the screen says it."""
    key = criterion_of(field)
    if key is not None and key in rubric.keys and is_score(field):
        if text in {"", CANNOT_JUDGE}:
            return _("cannot judge") if text else _("not scored")
        scale = rubric.criterion(key).scale
        return f"{text} {scale.name_of(scale.mark_of(Decimal(text)))}".strip()
    if field == COMPLETE:
        return _("complete") if text else _("open")
    if field == CONFLICT:
        return kind_in_words(text) or _("none declared")
    recommendations = {"fund": _("Fund"), "reserve": _("Reserve"), "decline": _("Decline")}
    if field == RECOMMENDATION:
        return recommendations.get(text, text) or _("none")
    return text or _("empty")


def time_words(moment: datetime) -> str:
    """When a change was made: 4 Feb, 14:02."""
    return _("{day}, {time}").format(day=date_only(moment), time=f"{moment:%H:%M}")


def spoken_change(change: PastChange, rubric: Rubric) -> str:
    """A whole sentence about one change, for people who hear the list."""
    return _("{what}, from {before} to {after}, {when}").format(
        what=field_words(change.field, rubric),
        before=value_words(change.field, change.before, rubric),
        after=value_words(change.field, change.after, rubric),
        when=time_words(change.at),
    )


class HistoryRows(QAbstractListModel):
    """All changes of one application, the last one first."""

    def __init__(self, rubric: Rubric, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rubric = rubric
        self.rows: tuple[PastChange, ...] = ()

    def show_changes(self, changes: Sequence[PastChange]) -> None:
        """Show these changes."""
        self.beginResetModel()
        self.rows = tuple(changes)
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        if not index.isValid():
            return None
        change = self.rows[index.row()]
        if role == ChangeRole:
            return change
        if role == RubricRole:
            return self._rubric
        if role == Qt.ItemDataRole.DisplayRole:
            return field_words(change.field, self._rubric)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return spoken_change(change, self._rubric)
        return None


class HistoryDelegate(QStyledItemDelegate):
    """Draws rows of 64 pixels: what and when, and below it from what to what."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(self._theme.px(240), self._theme.length("list_row"))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        change, rubric = index.data(ChangeRole), index.data(RubricRole)
        if not isinstance(change, PastChange):
            return
        painter.save()
        smooth(painter)
        ink = Ink(painter, self._theme)
        px = self._theme.px
        rect = QRectF(option.rect)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        ink.row_ground(rect, selected=selected, ground="sunken" if hovered else "surface")
        left, right = rect.left() + px(EDGE), rect.right() - px(EDGE)
        when = time_words(change.at)
        wide = ink.text_width(when, ("caption", None))
        top = rect.top() + px(10)
        ink.text(QRectF(right - wide, top, wide, px(22)), when, ("caption", None), "ink2", RIGHT)
        first = QRectF(left, top, right - wide - px(16) - left, px(22))
        ink.text(first, field_words(change.field, rubric), ("body", 600))
        self._paint_values(ink, QRectF(left, rect.top() + px(34), right - left, px(20)), change, rubric)
        ink.hairline(rect, px(EDGE))
        painter.restore()

    def _paint_values(self, ink: Ink, rect: QRectF, change: PastChange, rubric: Rubric) -> None:
        """Before and after on one line; each gets the room that the other leaves."""
        style = ("dense", None)
        arrow = "  →  "
        before = " ".join(value_words(change.field, change.before, rubric).split())
        after = " ".join(value_words(change.field, change.after, rubric).split())
        room = rect.width() - ink.text_width(arrow, style)
        first = min(ink.text_width(before, style), max(room / 2, room - ink.text_width(after, style)))
        ink.text(QRectF(rect.left(), rect.top(), first, rect.height()), before, style, "ink2")
        at = rect.left() + first
        ink.text(QRectF(at, rect.top(), rect.width(), rect.height()), arrow, style, "ink3")
        at += ink.text_width(arrow, style)
        ink.text(QRectF(at, rect.top(), rect.right() - at, rect.height()), after, style)
