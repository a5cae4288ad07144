"""The panel's members with the state of their returns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF

from dd_panel.text import _, ngettext
from dd_panel.ui.round.words import moment, version_words
from dd_panel.ui.widgets.list_rows import CAPTION, ListRows, RowDelegate
from dd_panel.ui.widgets.painting import RIGHT
from dd_panel.ui.widgets.pills import paint_status_pill, pill_width, status_words

if TYPE_CHECKING:
    from dd_panel.services.returns.overview import MemberReturn
    from dd_panel.ui.widgets.painting import Ink

NAME_ROOM: Final = 150


class MembersModel(ListRows["MemberReturn"]):
    """One row a member who has something to score."""

    def subject(self, row: MemberReturn) -> object:
        return row.member.member_id

    def words(self, row: MemberReturn) -> str:
        return row.member.name

    def spoken(self, row: MemberReturn) -> str:
        return _(", ").join((row.member.name, status_words(row.state), when_words(row), counts_words(row)))


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


class ReturnDelegate(RowDelegate):
    """Draws a member: name, state, version and time, counts."""

    edge = 16

    def high(self) -> int:
        return self._theme.length("return_row")

    def paint_row(self, ink: Ink, inside: QRectF, row: MemberReturn) -> None:
        px = self._theme.px
        status = self._theme.status(row.state)
        pill = pill_width(self._theme, status_words(row.state), status.icon)
        name = QRectF(inside.left(), inside.top() + px(7), inside.width() - pill - px(8), px(22))
        ink.text(name, row.member.name, ("body", 600))
        paint_status_pill(ink, inside.right() - pill, inside.top() + px(6), row.state)
        low = QRectF(inside.left(), inside.top() + px(31), inside.width(), px(18))
        ink.text(low, when_words(row), CAPTION, "ink2")
        counts = low.adjusted(px(NAME_ROOM), 0, 0, 0)
        weight, tone = (500, "ink") if row.waiting else (400, "ink2")
        ink.text(counts, counts_words(row), ("caption", weight), tone, RIGHT)
