"""The files opened before: what they are, where they lie, how far they had got."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QModelIndex, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QListView, QSizePolicy

from dd_panel.text import _
from dd_panel.ui.start.continuing import opened_words
from dd_panel.ui.widgets.list_rows import CAPTION, ListRows, RowDelegate, RowRole, Spot
from dd_panel.ui.widgets.painting import RIGHT, Ink
from dd_panel.ui.widgets.pills import paint_pill, pill_width, status_words

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from PySide6.QtGui import QKeyEvent

    from dd_panel.ui.settings import Recent
    from dd_panel.ui.theme import Theme

HEIGHT: Final = 72
TEXT_LEFT: Final = 72
ARROW: Final = " \u203a "
STATES: Final = {"missing": ("bad", "alert"), "damaged": ("bad", "alert")}


def place_words(path: str) -> str:
    """Where a file lies, from the person's own folder on, its folders set apart by small arrows."""
    whole = Path(path)
    home = Path.home()
    parts = whole.relative_to(home).parts if whole.is_relative_to(home) else whole.parts
    return ARROW.join(name for part in parts if (name := part.strip("/\\")))


@dataclass(frozen=True, slots=True)
class Listed:
    """A file on the list, with its state: missing, damaged, or how far the review in it has got."""

    recent: Recent
    state: str


class Recents(ListRows[Listed]):
    """The files, the latest first."""

    def __init__(self, now: datetime, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._now = now

    def show_recents(
        self, recents: Sequence[Recent], missing: Collection[str] = (), damaged: Collection[str] = ()
    ) -> None:
        """Show these files; the paths of some of them are known to be missing or unreadable."""
        states = {**dict.fromkeys(damaged, "damaged"), **dict.fromkeys(missing, "missing")}
        self.show_rows([Listed(each, states.get(each.path, each.status)) for each in recents])

    def words(self, row: Listed) -> str:
        return row.recent.title

    def spoken(self, row: Listed) -> str:
        recent = row.recent
        said = (recent.title, state_words(row.state), recent.note, opened_words(recent, self._now))
        return _(", ").join(part for part in said if part)

    def tip(self, row: Listed) -> str:
        return row.recent.path


def state_words(state: str) -> str:
    """A file's state in words."""
    return {"missing": _("Not found"), "damaged": _("Damaged")}.get(state) or status_words(state)


class RecentDelegate(RowDelegate):
    """Draws a file in a row of 72 pixels."""

    def __init__(self, theme: Theme, now: datetime, parent: QObject | None = None) -> None:
        super().__init__(theme, parent)
        self._now = now

    def high(self) -> float:
        return self._theme.px(HEIGHT)

    def draw(self, ink: Ink, spot: Spot, row: Listed) -> None:
        px, rect, recent = self._theme.px, spot.rect, row.recent
        if spot.hovered:
            ink.box(rect.adjusted(1, 1, -1, -1), self._theme.radius("card") - 1, "sunken")
        box = QRectF(rect.left() + px(16), rect.top() + px(16), px(40), px(40))
        ink.box(box, 8, "accentSoft" if spot.first else "neutralSoft")
        ink.icon_centred("pack" if recent.kind == "pack" else "folder", box, 20, "accent" if spot.first else "ink2")
        right = rect.right() - px(16)
        style = self._theme.tokens.statuses.get(row.state)
        tone, icon = (style.colour, style.icon) if style else STATES[row.state]
        words = state_words(row.state)
        pill = pill_width(self._theme, words, icon)
        paint_pill(ink, right - pill, rect.top() + px(12), words, (tone, icon))
        opened = recent.note if row.state == "complete" and recent.note else opened_words(recent, self._now)
        opened_wide = ink.text_width(opened, CAPTION) + 1
        ink.text(QRectF(right - opened_wide, rect.top() + px(40), opened_wide, px(20)), opened, CAPTION, "ink3", RIGHT)
        left = rect.left() + px(TEXT_LEFT)
        ink.text(QRectF(left, rect.top() + px(14), right - pill - px(16) - left, px(22)), recent.title, ("body", 600))
        below = (
            _("Not there any more. Connect the drive it was on, or find the file.")
            if row.state == "missing"
            else place_words(recent.path)
        )
        ink.text(
            QRectF(left, rect.top() + px(37), right - opened_wide - px(16) - left, px(20)),
            below,
            ("dense", None),
            "ink2",
        )
        if not spot.last:
            ink.hairline(rect)


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
            self.removal_wanted.emit(index.data(RowRole).recent)
        else:
            super().keyPressEvent(event)

    def _on_chosen(self, index: QModelIndex) -> None:
        listed: Listed = index.data(RowRole)
        self.file_wanted.emit(listed.recent, listed.state)

    def _on_reset(self) -> None:
        if self.recents.rowCount():
            self.setCurrentIndex(self.recents.index(0))
        self.updateGeometry()

    def _on_theme_changed(self) -> None:
        self.doItemsLayout()
        self.updateGeometry()
