"""One application on the projector: who must leave, its four figures, the spread, and what was said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from dd_panel.text import _
from dd_panel.ui.meeting.banner import RecusalBanner
from dd_panel.ui.meeting.items import hidden
from dd_panel.ui.meeting.said import SaidCard
from dd_panel.ui.meeting.spread_view import SpreadView
from dd_panel.ui.widgets.extents import keep_extent
from dd_panel.ui.widgets.frames import Panel, scrolled
from dd_panel.ui.widgets.labels import ElidedLabel, Label
from dd_panel.ui.widgets.layouts import column, held, row
from dd_panel.ui.widgets.states import EmptyState
from dd_panel.ui.widgets.turns import Beside

if TYPE_CHECKING:
    from dd_panel.ui.meeting.items import MeetingItem
    from dd_panel.ui.theme import Theme

LEAST_SAID: Final = 160
ROOM_SIDE: Final = 0.36
"""The share of the width that comments take on the second screen, at the most."""


class _Figure(QWidget):
    """A large figure over its caption, for the back of a room."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._figure = Label(theme, "", "figure")
        self._caption = Label(theme, "", "title", "ink2", 400)
        self.setLayout(column(self._figure, self._caption, gap=0))

    def set_large(self, *, large: bool) -> None:
        """Show it in the projector's size, or smaller where large text leaves little room."""
        self._figure.set_role("figure" if large else "h1")
        self._caption.set_role("title" if large else "dense")

    def show_figure(self, figure: str, caption: str) -> None:
        """Show another figure."""
        self._figure.setText(figure)
        self._caption.setText(caption)
        self.setAccessibleName(f"{figure} {caption}")


class ItemView(Panel):
    """What everybody in the room may see; the `side` below the comments belongs to whoever holds the view.

    `moved` carries the number of the criterion that became the current one; `banner` says who must leave.
    """

    moved = Signal(int)

    def __init__(self, theme: Theme, *, for_chair: bool) -> None:
        super().__init__(theme, "canvas")
        self._theme = theme
        self._for_chair = for_chair
        self._item: MeetingItem | None = None
        self._at = 0
        self.banner = RecusalBanner(theme, for_chair=for_chair)
        self._title = ElidedLabel(theme, "", "projectorTitle", weight=600)
        self._about = ElidedLabel(theme, "", "h1", "ink2", weight=400)
        self._figures = [_Figure(theme) for _each in range(4)]
        self.spread = SpreadView(theme)
        self.said = SaidCard(theme, for_chair=for_chair)
        if not for_chair:
            self.spread.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self.spread.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.side = QVBoxLayout()
        # Scrolled, so that nothing overlaps where several people outside take the height of a small window.
        self._beside_spread = held(column((self.said, 1), self.side, gap=16))
        self._side_box = scrolled(self._beside_spread)
        self._locked = EmptyState(
            theme,
            ("lock", "conflict"),
            _("This item is locked"),
            _("Scores, comments and the decision open once everybody named above has left the room."),
        )
        self._body = QStackedWidget()
        self._arrange()
        self.spread.moved.connect(self.go_to_criterion)
        self.said.stepped.connect(self.spread.step)

    @property
    def criterion(self) -> int:
        """The number of the current criterion."""
        return self._at

    def show_item(self, item: MeetingItem, *, names_hidden: bool) -> None:
        """Show an application as it stands now."""
        if self._item is not None and self._item.reference != item.reference:
            self._at = 0
        self._item = hidden(item) if names_hidden else item
        self.banner.show_item(item)
        self._title.setText(item.title)
        self._about.setText(item.about)
        for figure, (number, caption) in zip(self._figures, item.figures, strict=True):
            figure.show_figure(number, caption)
            figure.setVisible(not item.locked)
        self._body.setCurrentIndex(int(item.locked))
        self.go_to_criterion(self._at)

    def go_to_criterion(self, at: int) -> None:
        """Make another criterion the current one."""
        if self._item is None or not self._item.criteria:
            return
        self._at = max(0, min(at, len(self._item.criteria) - 1))
        self.spread.show_lines(self._item.criteria, self._at)
        self.said.show_line(self._item.criteria[self._at], self._at, len(self._item.criteria))
        self.moved.emit(self._at)

    def _arrange(self) -> None:
        titles = column(self._title, self._about, gap=0)
        self._figure_row: QHBoxLayout = row(*self._figures, gap=32)
        head = row((titles, 1), self._figure_row, gap=24, margins=(40, 12, 24, 8))
        # Held, as Qt gives the keyboard to what stands in a pane out of sight, but not to the pane itself.
        panes = (
            (held(column((self.spread, 1), gap=0)), self.spread.setFocus),
            (self._side_box, self._side_box.setFocus),
        )
        names = (_("Scores"), _("Comments and decision"))
        self._beside = Beside(self._theme, panes, names, (self._side_box, self._side_wide), gap=24)
        self._beside.fitted.connect(self._fit)
        self._body.addWidget(held(column((self._beside, 1), gap=0, margins=(24, 0, 24, 16))))
        self._body.addWidget(held(column(None, row(None, self._locked, None), None, (QWidget(), 1))))
        keep_extent(self._locked, self._theme, least=(480, 0))
        self.setLayout(column(self.banner, head, (self._body, 1), gap=0))

    def _fit(self) -> None:
        """In the largest text the head is smaller, and the whole item scrolls instead of comments and card."""
        alone = self._beside.turns.on
        self._title.set_role("projector" if alone else "projectorTitle")
        self._about.set_role("title" if alone else "h1")
        for figure in self._figures:
            figure.set_large(large=not alone)
        self.said.setMinimumHeight(self._theme.px(LEAST_SAID) if alone else 0)
        self._side_box.setMinimumHeight(self._beside_spread.minimumSizeHint().height() if alone else 0)

    def _side_wide(self, room: int) -> int:
        wide = self._theme.pane("meeting_side")
        # Nothing to press or to type stands there for the room, and a narrow spread would hide who gave which score.
        return wide if self._for_chair else min(wide, round(room * ROOM_SIDE))
