"""The rows of the conflicts screen: title and partners of every application, and how each stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from dd_panel.services.beginning import Candidate
from dd_panel.text import _
from dd_panel.ui.desk.conflict_dialog import kind_in_words
from dd_panel.ui.widgets.painting import Ink, smooth
from dd_panel.ui.widgets.pills import paint_pill, pill_width
from dd_panel.ui.widgets.tips import plain_tip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPainter

    from dd_panel.ui.theme import Theme

CandidateRole: Final = Qt.ItemDataRole.UserRole
EDGE: Final = 24


def title_words(candidate: Candidate) -> str:
    """Who applies, for what."""
    lead, heading = candidate.application.lead_authority, candidate.application.heading
    return heading if lead in heading else _("{lead} – {title}").format(lead=lead, title=heading)


def partner_words(candidate: Candidate) -> str:
    """The partner bodies in one line."""
    partners = candidate.application.partners
    return _("with {partners}").format(partners="; ".join(partners)) if partners else _("no partners")


def standing_words(candidate: Candidate) -> str:
    """How an application stands: the conflict, the question, or nothing."""
    if candidate.conflict:
        kind = candidate.conflict.partition(":")[0]
        return _("Conflict: {kind}").format(kind=kind)
    if candidate.suggestion is None:
        return ""
    return _("No conflict") if candidate.dismissed else _("Is this one?")


def question_words(candidate: Candidate) -> str:
    """Why a conflict is suggested, as a sentence; empty where none is."""
    suggestion = candidate.suggestion
    if suggestion is None:
        return ""
    if suggestion.source == "organisation":
        said = _("Your organisation, {mine}, and {body} have names that are alike.")
    else:
        said = _("You listed {mine} as an interest; {body} takes part.")
    return said.format(mine=suggestion.mine, body=suggestion.body)


def spoken_candidate(candidate: Candidate) -> str:
    """A whole sentence about one application, for people who hear the list."""
    said = kind_in_words(candidate.conflict) if candidate.conflict else ""
    standing = _("conflict declared: {conflict}").format(conflict=said) if said else standing_words(candidate)
    question = question_words(candidate) if candidate.asks else ""
    parts = (candidate.application.reference, title_words(candidate), partner_words(candidate), standing, question)
    return _(", ").join(part for part in parts if part)


class CandidateRows(QAbstractListModel):
    """All applications of the pack, before any of them opens."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[Candidate, ...] = ()

    def show_candidates(self, candidates: Sequence[Candidate]) -> None:
        """Show these applications; the same ones as before keep their places."""
        known = [each.application.reference for each in self.rows]
        if known and known == [each.application.reference for each in candidates]:
            self.rows = tuple(candidates)
            self.dataChanged.emit(self.index(0), self.index(len(self.rows) - 1))
            return
        self.beginResetModel()
        self.rows = tuple(candidates)
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        if not index.isValid():
            return None
        candidate = self.rows[index.row()]
        if role == CandidateRole:
            return candidate
        if role == Qt.ItemDataRole.DisplayRole:
            return candidate.application.lead_authority
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return spoken_candidate(candidate)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(f"{title_words(candidate)}\n{partner_words(candidate)}")
        return None


class CandidateDelegate(QStyledItemDelegate):
    """Draws rows of 64 pixels: title, reference and partners, and how the application stands."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(self._theme.px(240), self._theme.length("list_row"))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        candidate = index.data(CandidateRole)
        if not isinstance(candidate, Candidate):
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
        words = right - self._paint_standing(ink, right, rect, candidate)
        ink.text(QRectF(left, rect.top() + px(10), words - left, px(22)), title_words(candidate), ("body", 600))
        below = f"{candidate.application.reference}  ·  {partner_words(candidate)}"
        ink.text(QRectF(left, rect.top() + px(33), words - left, px(20)), below, ("caption", None), "ink2")
        ink.hairline(rect, px(EDGE))
        painter.restore()

    def _paint_standing(self, ink: Ink, right: float, rect: QRectF, candidate: Candidate) -> float:
        """Paint how it stands and return the room that takes."""
        words = standing_words(candidate)
        if not words:
            return 0
        look = ("conflict", "slash") if candidate.conflict else ("info", "help")
        if candidate.dismissed and not candidate.conflict:
            look = ("neutral", "check")
        wide = pill_width(self._theme, words, look[1])
        paint_pill(ink, right - wide, rect.center().y() - self._theme.px(12), words, look)
        return wide + self._theme.px(16)
