"""The lines of an application's history: what changed, from what to what, and when."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF

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
from dd_panel.domain.scale import OffStepError, OutOfRangeError
from dd_panel.services.review.histories import PastChange
from dd_panel.text import _
from dd_panel.ui.dates import time_words
from dd_panel.ui.desk.conflicts.dialog import kind_in_words
from dd_panel.ui.desk.words import verdict_words
from dd_panel.ui.widgets.list_rows import ListRows, RowDelegate

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from dd_panel.domain.identifiers import Field
    from dd_panel.domain.rubric import Rubric
    from dd_panel.domain.scale import Scale
    from dd_panel.ui.theme import Theme
    from dd_panel.ui.widgets.painting import Ink


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


def _score_words(text: str, scale: Scale) -> str:
    if text in {"", CANNOT_JUDGE}:
        return _("cannot judge") if text else _("not scored")
    try:
        return f"{text} {scale.name_of(scale.mark_of(Decimal(text)))}".strip()
    except (OutOfRangeError, OffStepError):  # a score by an earlier rubric
        return text


def value_words(field: Field, text: str, rubric: Rubric) -> str:
    """What stood or stands there, as the screen says it."""
    key = criterion_of(field)
    if key is not None and key in rubric.keys and is_score(field):
        return _score_words(text, rubric.criterion(key).scale)
    if field == COMPLETE:
        return _("complete") if text else _("open")
    if field == CONFLICT:
        return kind_in_words(text) or _("none declared")
    if field == RECOMMENDATION:
        return verdict_words(text) or _("none")
    return text or _("empty")


def spoken_change(change: PastChange, rubric: Rubric) -> str:
    """A whole sentence about one change, for people who hear the list."""
    return _("{what}, from {before} to {after}, {when}").format(
        what=field_words(change.field, rubric),
        before=value_words(change.field, change.before, rubric),
        after=value_words(change.field, change.after, rubric),
        when=time_words(change.at),
    )


class HistoryRows(ListRows[PastChange]):
    """All changes of one application, the last one first."""

    def __init__(self, rubric: Rubric, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rubric = rubric

    def words(self, row: PastChange) -> str:
        return field_words(row.field, self._rubric)

    def spoken(self, row: PastChange) -> str:
        return spoken_change(row, self._rubric)


class HistoryDelegate(RowDelegate):
    """Draws what and when, and below it from what to what."""

    def __init__(self, theme: Theme, rubric: Rubric, parent: QObject | None = None) -> None:
        super().__init__(theme, parent)
        self._rubric = rubric

    def paint_row(self, ink: Ink, inside: QRectF, row: PastChange) -> None:
        self.paint_first_line(ink, inside, field_words(row.field, self._rubric), time_words(row.at))
        px = self._theme.px
        self._paint_values(ink, QRectF(inside.left(), inside.top() + px(34), inside.width(), px(20)), row)

    def _paint_values(self, ink: Ink, rect: QRectF, change: PastChange) -> None:
        """Before and after on one line; each gets the room that the other leaves."""
        style = ("dense", None)
        arrow = "  →  "
        before = " ".join(value_words(change.field, change.before, self._rubric).split())
        after = " ".join(value_words(change.field, change.after, self._rubric).split())
        room = rect.width() - ink.text_width(arrow, style)
        first = min(ink.text_width(before, style), max(room / 2, room - ink.text_width(after, style)))
        ink.text(QRectF(rect.left(), rect.top(), first, rect.height()), before, style, "ink2")
        at = rect.left() + first
        ink.text(QRectF(at, rect.top(), rect.width(), rect.height()), arrow, style, "ink3")
        at += ink.text_width(arrow, style)
        ink.text(QRectF(at, rect.top(), rect.right() - at, rect.height()), after, style)
