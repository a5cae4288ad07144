"""Beside the matrix: the gap to fill next, why a pair stands or not, coverage, loads, and making the packs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPen
from PySide6.QtWidgets import QLabel, QSizePolicy

from dd_panel.text import _, ngettext
from dd_panel.ui.round.words import first_name
from dd_panel.ui.widgets.buttons import Button
from dd_panel.ui.widgets.frames import Card, Panel, Rule, scrolled
from dd_panel.ui.widgets.labels import IconLabel, Label, Para
from dd_panel.ui.widgets.layouts import column, held, row
from dd_panel.ui.widgets.painting import CENTRE, RIGHT, Ink, smooth_painter

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from dd_panel.ui.round.assignment.rows import Grid
    from dd_panel.ui.theme import Theme

WIDTH: Final = 360
WIDTH_COMPACT: Final = 336
LINE: Final = 32
BAR_LINE: Final = 24
EDGES: Final = (16, 12, 16, 12)


class _Painted(QLabel):
    """A painted list whose lines are read aloud; a label so that screen readers meet its words."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._grid: Grid | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.theme_changed.connect(self._fit)

    def show_grid(self, grid: Grid) -> None:
        """Show another grid."""
        self._grid = grid
        self.setAccessibleName(self.spoken(grid))
        self._fit()
        self.update()

    def _fit(self) -> None:
        self.setFixedHeight(self.sizeHint().height())

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(240), self._theme.px(self.high()))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(160), self.sizeHint().height())

    def high(self) -> int:
        """The height in design pixels."""
        return 0

    def spoken(self, grid: Grid) -> str:
        """All lines in words."""
        raise NotImplementedError  # not abc's mark: its metaclass does not mix with Qt's


class Coverage(_Painted):
    """How many applications have their reviews, lack some, or a lead, and the conflicts kept apart."""

    def high(self) -> int:
        return len(_coverage(self._grid)) * LINE if self._grid is not None else 0

    def spoken(self, grid: Grid) -> str:
        return "; ".join(f"{count} {words}" for count, words, _tone, _icon in _coverage(grid))

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._grid is None:
            return
        painter = smooth_painter(self)
        ink, px = Ink(painter, self._theme), self._theme.px
        for at, (count, words, tone, icon) in enumerate(_coverage(self._grid)):
            top = at * px(LINE)
            ink.icon(icon, 0, top + px(6), 18, tone)
            figure = str(count)
            wide = max(px(36), ink.text_width(figure, ("title", 600)) + px(8))
            ink.text(QRectF(px(28), top, wide, px(30)), figure, ("title", 600))
            left = px(28) + wide
            ink.text(QRectF(left, top, self.width() - left, px(30)), words, ("body", None))
        painter.end()


def _coverage(grid: Grid) -> list[tuple[int, str, str, str]]:
    full = sum(cover >= grid.reviews for cover in grid.covers)
    lines = [(full, _("applications with all {count}").format(count=grid.reviews), "good", "check-circle")]
    for missing in range(1, grid.reviews + 1):
        short = sum(grid.reviews - cover == missing for cover in grid.covers)
        if short or missing == 1:
            words = ngettext("applications {count} short", "applications {count} short", missing).format(count=missing)
            lines.append((short, words, "warn" if short else "good", "alert" if short else "check-circle"))
    leaderless = grid.without_lead
    lines.append(
        (leaderless, _("with no lead"), "warn" if leaderless else "good", "alert" if leaderless else "check-circle")
    )
    lines.append((grid.conflicts, _("conflicts kept apart"), "conflict", "slash"))
    return lines


class Loads(_Painted):
    """How much each member reads, the most first, against the highest limit."""

    def high(self) -> int:
        return len(self._grid.members) * BAR_LINE + 20 if self._grid is not None else 0

    def spoken(self, grid: Grid) -> str:
        return "; ".join(f"{member.name} {grid.load_words(at)}" for at, member in enumerate(grid.members))

    def paintEvent(self, event: QPaintEvent) -> None:
        grid = self._grid
        if grid is None or not grid.members:
            return
        painter = smooth_painter(self)
        ink, px = Ink(painter, self._theme), self._theme.px
        limits = [limit for limit in grid.limits if limit]
        limit = max(limits, default=0)
        most = max(1.2 * limit, *grid.loads, 1)
        left, room = px(112), self.width() - px(148)
        for at, number in enumerate(sorted(range(len(grid.members)), key=lambda each: -grid.loads[each])):
            top = at * px(BAR_LINE)
            load, own = grid.loads[number], grid.limits[number]
            over = own is not None and load > own
            ink.text(QRectF(0, top, left - px(4), px(BAR_LINE)), grid.members[number].name)
            bar = QRectF(left, top + px(8), room, px(8))
            ink.box(bar, 2, "neutralSoft")
            ink.box(QRectF(left, bar.top(), room * load / most, px(8)), 2, "warn" if over else "accent")
            figure = QRectF(self.width() - px(32), top, px(32), px(BAR_LINE))
            ink.text(figure, str(load), ("dense", 600), "warn" if over else "ink", RIGHT)
        if limit:
            x, bottom = left + room * limit / most, len(grid.members) * px(BAR_LINE)
            painter.setPen(QPen(self._theme.colour("ink2"), 1, Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(x, 0), QPointF(x, bottom))
            same = len(set(limits)) == 1
            words = (_("limit {count}") if same else _("highest limit {count}")).format(count=limit)
            ink.text(QRectF(x - px(70), bottom, px(140), px(18)), words, ("caption", None), "ink2", CENTRE)
        painter.end()


class AssignmentSide(Panel):
    """The panes beside the matrix. `assign_asked` carries the row and the column of a suggestion that is taken."""

    assign_asked = Signal(int, int)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "canvas")
        self._theme = theme
        self._taken: list[tuple[int, int]] = []
        self._gap_title = Para(theme, "", "body", "warn", 600)
        self._gap_icon = IconLabel(theme, "alert", "warn")
        self._gap_words = Para(theme, "", "dense", "ink")
        self.first = Button(theme, _("Assign"), "primary", extent="small")
        self.next = Button(theme, _("Next best"), extent="small")
        self._buttons = held(row(self.first, self.next, None, gap=8))
        gap = column(
            row(column(1, self._gap_icon, None, gap=0), (self._gap_title, 1), gap=8),
            self._gap_words,
            self._buttons,
            gap=8,
            margins=EDGES,
        )
        self._why = Para(theme, "", "dense", "ink")
        self.coverage = Coverage(theme)
        self.loads = Loads(theme)
        self._share = Label(theme, "", "caption", "ink3")
        self.packs = Button(theme, _("Make review packs…"), "primary", icon="pack").fill_width()
        self._packs_note = Para(theme, _("Packs already sent stay valid."), "caption", "ink2")
        cards = column(
            Card(theme, gap),
            Card(theme, column(Label(theme, _("This pair"), "title"), self._why, gap=4, margins=EDGES)),
            Card(theme, column(Label(theme, _("Coverage"), "title"), self.coverage, gap=8, margins=EDGES)),
            Card(
                theme,
                column(row(Label(theme, _("Load"), "title"), None, self._share), self.loads, gap=8, margins=EDGES),
            ),
            None,
            gap=12,
            margins=(16, 16, 16, 16),
        )
        self.foot = column(self.packs, self._packs_note, gap=8, margins=EDGES)
        below = Panel(theme, "surface", column(Rule(theme), self.foot, gap=0))
        self._cards = held(cards)
        self.setLayout(column((scrolled(self._cards), 1), below, gap=0))
        self._cards.hide()  # until there is something to say
        self.first.clicked.connect(lambda: self._take(0))
        self.next.clicked.connect(lambda: self._take(1))

    def show_grid(self, grid: Grid, at: tuple[int, int]) -> None:
        """Show a grid, with the keyboard on this cell (-1 where it is on none)."""
        self._cards.show()
        self.coverage.show_grid(grid)
        self.loads.show_grid(grid)
        self._share.setText(_("fair share is {count}").format(count=f"{grid.fair_share:.1f}"))
        readers = grid.readers
        self.packs.setText(
            ngettext("Make {count} review pack…", "Make {count} review packs…", readers).format(count=readers)
            if readers
            else _("Make review packs…")
        )
        self.packs.setEnabled(bool(readers))
        self.show_cell(grid, at)

    def show_cell(self, grid: Grid, at: tuple[int, int]) -> None:
        """Say what there is to say about one cell, and about the gap that comes first."""
        gaps = grid.gaps
        here = at[0] if at[0] in gaps else gaps[0] if gaps else None
        self._show_gap(grid, here)
        inside = 0 <= at[0] < len(grid.applications) and 0 <= at[1] < len(grid.members)
        self._why.setText(grid.why(*at) if inside else _("Move to a cell to see why it stands so."))

    def _show_gap(self, grid: Grid, gap: int | None) -> None:
        if gap is None:
            self._taken = []
            self._gap_icon.set_icon("check-circle", "good")
            self._gap_title.set_tone("good")
            self._gap_title.setText(_("Every application has its reviews"))
            self._gap_words.setText("")
            self._gap_words.hide()
            self._buttons.hide()
            return
        self._gap_icon.set_icon("alert", "warn")
        self._gap_title.set_tone("warn")
        self._gap_title.setText(grid.short_words(gap))
        found = grid.suggestions(gap)
        self._taken = [(gap, each.member) for each in found[:2]]
        self._gap_words.setText(
            found[0].reason if found else _("Everybody else is in conflict, at the limit, or reads it already.")
        )
        self._gap_words.show()
        self._buttons.setVisible(bool(found))
        names = [first_name(grid.members[each.member].name) for each in found[:2]]
        if names:
            self.first.setText(_("Assign {name}").format(name=names[0]))
        self.next.setVisible(len(names) > 1)
        if len(names) > 1:
            self.next.setText(_("Next best: {name}").format(name=names[1]))

    def _take(self, which: int) -> None:
        if which < len(self._taken):
            self.assign_asked.emit(*self._taken[which])

    def wide(self, _room: int) -> int:
        """The width in pixels that the cards take beside the matrix."""
        return self._theme.px(WIDTH_COMPACT if self._theme.compact else WIDTH)
