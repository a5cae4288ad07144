"""The agenda along the foot of the meeting: two items back, the present one, and what comes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtWidgets import QPushButton, QSizePolicy

from dd_panel.text import DASH, _
from dd_panel.ui.widgets.buttons import Button
from dd_panel.ui.widgets.extents import keep_extent
from dd_panel.ui.widgets.frames import Panel
from dd_panel.ui.widgets.layouts import clear, row
from dd_panel.ui.widgets.painting import Ink, smooth_painter
from dd_panel.ui.widgets.tips import plain_tip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPaintEvent

    from dd_panel.services.meeting.conducting import MeetingView
    from dd_panel.ui.theme import Theme

HIGH: Final = 60
BACK: Final = 1
SHOWN: Final = 5
SHOWN_COMPACT: Final = 4
LOOKS: Final = {
    "fund": ("check-circle", "good"),
    "reserve": ("clock", "warn"),
    "decline": ("slash", "bad"),
    "now": ("play", "accent"),
    "next": ("clock", "neutral"),
    "later": ("circle", "neutral"),
}


@dataclass(frozen=True, slots=True)
class AgendaEntry:
    """One item: its reference, its place, who applies, and its state (fund, reserve, decline, now, next, later)."""

    reference: str
    place: str
    authority: str
    state: str

    @property
    def name(self) -> str:
        """How the item is called in the strip."""
        return f"{self.place}  {self.authority}"


def entries_of(view: MeetingView) -> list[AgendaEntry]:
    """The agenda as it stands, with the item under discussion, should that not be on it."""
    found = []
    agenda = [each for each in view.meeting.agenda if each in view.lines]
    current = view.meeting.current
    if current is not None and current not in agenda:
        agenda.append(current)
    now = agenda.index(current) if current in agenda else -1
    for at, each in enumerate(agenda):
        decision = view.meeting.decisions.get(each)
        state = "next" if at == now + 1 else "later"
        state = "now" if at == now else decision.outcome if decision is not None else state
        line = view.lines[each]
        found.append(AgendaEntry(each, str(line.ranked.place or DASH), line.application.lead_authority, state))
    return found


def state_words(state: str) -> str:
    """A state as it is shown below the name."""
    return {
        "fund": _("Decided: fund"),
        "reserve": _("Decided: reserve"),
        "decline": _("Decided: decline"),
        "now": _("Under discussion"),
        "next": _("Next"),
        "later": _("Later"),
    }[state]


class _EntryButton(QPushButton):
    def __init__(self, theme: Theme, entry: AgendaEntry) -> None:
        super().__init__(entry.name)
        self._theme = theme
        self._entry = entry
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_("{name}: {state}").format(name=entry.name, state=state_words(entry.state)))
        self.setToolTip(plain_tip(entry.name))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(200), self._theme.px(HIGH - 8))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(120), self._theme.px(HIGH - 8))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = smooth_painter(self)
        ink = Ink(painter, self._theme)
        px = self._theme.px
        rect = QRectF(self.rect())
        now = self._entry.state == "now"
        if now:
            ink.box(rect, 8, "accentSoft", "accent", 2)
        elif self.underMouse():
            ink.box(rect, 8, "sunken")
        icon, tone = LOOKS[self._entry.state]
        ink.icon(icon, px(12), (self.height() - px(20)) / 2, 20, tone)
        inside = QRectF(px(42), px(5), self.width() - px(50), px(22))
        ink.text(inside, self._entry.name, ("title", 600 if now else 500))
        ink.text(inside.translated(0, px(21)), state_words(self._entry.state), ("dense", None), "ink2")
        painter.end()


class AgendaStrip(Panel):
    """Items to go to, and the one that comes next as a button; `chosen` carries a reference."""

    chosen = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "surface")
        self._theme = theme
        self._entries: tuple[AgendaEntry, ...] = ()
        self._items = row()
        self.next_button = Button(theme, _("Next"), icon="right", extent="large")
        self.setLayout(row((self._items, 1), self.next_button, gap=16, margins=(24, 4, 24, 4)))
        self.setAccessibleName(_("Agenda"))
        keep_extent(self, theme, high=HIGH)
        self.next_button.clicked.connect(self._on_next)
        theme.compact_changed.connect(self._refill)

    def show_entries(self, entries: Sequence[AgendaEntry]) -> None:
        """Show the agenda around the item that is under discussion."""
        if tuple(entries) != self._entries:
            self._entries = tuple(entries)
            self._refill()

    def _now(self) -> int:
        return next((at for at, each in enumerate(self._entries) if each.state == "now"), -1)

    def _refill(self) -> None:
        clear(self._items)
        shown = SHOWN_COMPACT if self._theme.compact else SHOWN
        first = max(0, min(self._now() - BACK, len(self._entries) - shown))
        for each in self._entries[first : first + shown]:
            button = _EntryButton(self._theme, each)
            button.clicked.connect(lambda _checked=False, reference=each.reference: self.chosen.emit(reference))
            self._items.addWidget(button, 1)
        following = self._following()
        self.next_button.setVisible(following is not None)
        if following is not None:
            self.next_button.setText(_("Next: {name}").format(name=" ".join(following.authority.split()[:2])))

    def _following(self) -> AgendaEntry | None:
        at = self._now() + 1
        return self._entries[at] if 0 < at < len(self._entries) else None

    def _on_next(self) -> None:
        following = self._following()
        if following is not None:
            self.chosen.emit(following.reference)
