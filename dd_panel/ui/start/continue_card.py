"""The one thing most people came to do: go on with the review they have begun."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from dd_panel.text import _, ngettext
from dd_panel.ui.widgets.bars import Segment, SegmentBar
from dd_panel.ui.widgets.buttons import Button, press_with_enter
from dd_panel.ui.widgets.frames import Card
from dd_panel.ui.widgets.labels import ElidedLabel, IconLabel, Label
from dd_panel.ui.widgets.layouts import column, held, row
from dd_panel.ui.widgets.painting import Ink, smooth_painter
from dd_panel.ui.widgets.pills import Pill
from dd_panel.ui.widgets.tips import plain_tip

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QPaintEvent

    from dd_panel.ui.settings import Recent
    from dd_panel.ui.start.continuing import Continuing, UpNext
    from dd_panel.ui.theme import Theme

TILE: Final = 72
MOST: Final = 3


class UpNextTile(QAbstractButton):
    """A waiting application one can jump to."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._next: UpNext | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        theme.theme_changed.connect(self.updateGeometry)

    @property
    def reference(self) -> str:
        """The application's reference."""
        return "" if self._next is None else self._next.reference

    def show_next(self, following: UpNext | None) -> None:
        """Show an application, or nothing."""
        self._next = following
        self.setVisible(following is not None)
        if following is not None:
            said = (following.authority, following.reference, following.service, following.words)
            self.setAccessibleName(_(", ").join(part for part in said if part))
            self.setToolTip(plain_tip(following.authority))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(160), self._theme.px(TILE))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(100), self._theme.px(TILE))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not press_with_enter(self, event):
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._next is None:
            return
        painter = smooth_painter(self)
        ink = Ink(painter, self._theme)
        px = self._theme.px
        wide = self.width()
        ink.box(QRectF(self.rect()), 6, "accentSoft" if self.underMouse() else "sunken")
        room = wide - px(24)
        ink.text(QRectF(px(12), px(6), room, px(22)), self._next.authority, ("body", 600))
        below = " · ".join(part for part in (self._next.reference, self._next.service) if part)
        ink.text(QRectF(px(12), px(26), room, px(20)), below, ("caption", None), "ink2")
        status = self._theme.status(self._next.status)
        ink.icon(status.icon, px(12), px(48), 14, status.colour)
        ink.text(QRectF(px(32), px(46), room - px(20), px(18)), self._next.words, ("caption", 500), status.colour)
        painter.end()


class ContinueCard(Card):
    """Says how far the latest file has got; `continued` carries the application to go on with, or nothing."""

    continued = Signal(str)
    scores_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._theme = theme
        self._first = ""
        self._opened = Label(theme, "", "caption", "ink3")
        self._title = ElidedLabel(theme, "", "h1")
        self._done = Label(theme, "", weight=600)
        self._rest = Label(theme, "", tone="ink2")
        self._clock = IconLabel(theme, "clock", "warn")
        self.closing = Label(theme, "", tone="warn", weight=600)
        self._bar = SegmentBar(theme)
        self.go_on = Button(theme, _("Continue"), "primary", extent="large")
        self.scores = Button(theme, _("See my scores"), extent="large")
        self.tiles = [UpNextTile(theme) for _place in range(MOST)]
        self._up_next = self._tile_row()
        self.setLayout(
            column(
                row(Pill(theme, _("Continue"), "info", "clock"), None, self._opened),
                self._title,
                row(self._done, self._rest, None, self._clock, self.closing, gap=8),
                self._bar,
                8,
                row(self.go_on, self.scores, None, gap=12),
                self._up_next,
                gap=8,
                margins=(24, 20, 24, 24),
            )
        )
        self.go_on.clicked.connect(lambda: self.continued.emit(self._first))
        self.scores.clicked.connect(self.scores_wanted)
        for tile in self.tiles:
            tile.clicked.connect(self._on_tile_clicked)
        theme.compact_changed.connect(self._fit_compact)

    def show_recent(self, recent: Recent, opened: str) -> None:
        """Show what is remembered of a file, before anybody has looked into it."""
        self._first = ""
        self._opened.setText(opened)
        self._title.setText(recent.title)
        self._done.setText(recent.note)
        self._rest.setText("")
        for part in (self._clock, self.closing, self._bar, self._up_next, self.scores):
            part.hide()
        is_round = recent.kind == "round"
        self.go_on.setText(_("Open the round") if is_round else _("Continue"))

    def show_continuing(self, continuing: Continuing) -> None:
        """Show how far a review has got."""
        done, begun, barred, to_do = continuing.counts
        self._title.setText(continuing.title)
        self._done.setText(_("{done} of {all} complete").format(done=done, all=continuing.total))
        rest = []
        if begun:
            rest.append(_("{count} in progress").format(count=begun))
        conflicts = ngettext("{count} conflict declared", "{count} conflicts declared", barred).format(count=barred)
        if barred:
            rest.append(conflicts)
        self._rest.setText("".join(f"·  {part}  " for part in rest))
        self._bar.set_segments(
            (
                Segment(done, "good", self._done.text()),
                Segment(begun, "warn", _("{count} in progress").format(count=begun)),
                Segment(barred, "conflict", conflicts),
                Segment(to_do, "neutralSoft", _("{count} to do").format(count=to_do)),
            )
        )
        self.closing.setText(continuing.closing)
        self._first = continuing.first.reference if continuing.first else ""
        for tile, following in zip(self.tiles, (*continuing.others, None, None, None), strict=False):
            tile.show_next(following)
        if continuing.first is None:
            self.go_on.setText(_("Look at my reviews"))
        else:
            self.go_on.setText(
                _("Continue with {reference} {authority}").format(
                    reference=continuing.first.reference, authority=continuing.first.authority
                )
            )
        self.go_on.updateGeometry()
        self.scores.show()
        self._bar.show()
        for part in (self._clock, self.closing):
            part.setVisible(bool(continuing.closing))
        self._fit_compact()

    def _tile_row(self) -> QWidget:
        label = Label(self._theme, _("Up next"), "label", "ink2")
        tiles = row(*[(tile, 1) for tile in self.tiles], gap=16)
        return held(column(label, tiles, gap=8, margins=(0, 12, 0, 0)))

    def _fit_compact(self) -> None:
        self._up_next.setVisible(not self._theme.compact and bool(self.tiles[0].reference))

    def _on_tile_clicked(self) -> None:
        sender = self.sender()
        if isinstance(sender, UpNextTile):
            self.continued.emit(sender.reference)
