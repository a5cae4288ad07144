"""The first screen, as one finds it each morning."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from dd_panel.text import _
from dd_panel.ui.actions import Keys, add_action
from dd_panel.ui.start.action_tile import ActionTile
from dd_panel.ui.start.continue_card import ContinueCard
from dd_panel.ui.start.continuing import Looked, ReadDesk, look_into, opened_words
from dd_panel.ui.widgets.buttons import Button
from dd_panel.ui.widgets.frames import Card, Panel, scrolled
from dd_panel.ui.widgets.labels import IconLabel, Label, Para
from dd_panel.ui.widgets.layouts import column, held, row, set_across
from dd_panel.ui.widgets.states import EmptyState
from dd_panel.ui.widgets.working import WorkingCard

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from PySide6.QtGui import QResizeEvent

    from dd_panel.ui.jobs import Jobs
    from dd_panel.ui.settings import Recent, Settings
    from dd_panel.ui.start.recent_list import RecentList
    from dd_panel.ui.theme import Theme

NOON: Final = 12
EVENING: Final = 18
USUAL: Final = (64, 48, 64, 24)
COMPACT: Final = (40, 24, 40, 16)
SIDE: Final = 400
COMPACT_SIDE: Final = 376
NOTHING: Final = 200
LOOK_MS: Final = 100
"""The page is painted and can be used before files are looked into, which takes turns with the window's thread."""
ROOM_FOR_BOTH: Final = 800
"""With less than this, at usual text size, the second column would be cut off."""


class StartPage(QWidget):
    """Offers to go on, to open, to begin and to try; each of its signals is one of these wishes.

    `file_wanted` carries a path, the application to open it at, and the screen (`desk` or `scores`), the last two
    perhaps empty. `find_wanted` carries a file that is not where it was.
    """

    pack_wanted = Signal()
    new_round_wanted = Signal()
    round_wanted = Signal()
    example_wanted = Signal()
    file_wanted = Signal(str, str, str)
    find_wanted = Signal(object)
    lock_wanted = Signal()
    removal_wanted = Signal()
    stop_wanted = Signal()

    def __init__(
        self, theme: Theme, settings: Settings, jobs: Jobs, clock: Callable[[], datetime], read_desk: ReadDesk
    ) -> None:
        super().__init__()
        self._theme = theme
        self._settings = settings
        self._jobs = jobs
        self._clock = clock
        self._read_desk = read_desk
        self._latest: Recent | None = None
        self._recent_holder = QWidget()
        self.greeting = Label(theme, "", "display")
        self._sentence = Label(theme, "", tone="ink2")
        self.working = WorkingCard(theme)
        self._nothing_yet = EmptyState(
            theme,
            ("pack", "accent"),
            _("Nothing opened yet"),
            _("Drop a review pack or a round into this window, or press Ctrl+O."),
        )
        self.card = ContinueCard(theme)
        self.recents: RecentList | None = None
        self._recent_part = QVBoxLayout()
        self.open_pack = ActionTile(
            theme, "pack", _("Open a review pack"), _("The .ddpack file from the secretariat"), "Ctrl+O"
        )
        self.new_round = ActionTile(theme, "plus", _("New round"), _("Dates, rules and rubric, step by step"), "Ctrl+N")
        self.open_round = ActionTile(theme, "folder", _("Open round"), _("Collect scoresheets, decide, rank"), "Ctrl+R")
        self.example = ActionTile(
            theme, "play", _("Try the example"), _("24 invented applications. Nothing to lose."), "F2"
        )
        self.lock = Button(theme, _("Lock a round or a review…"), "quiet", extent="small")
        self.remove = Button(theme, _("Remove a round from this laptop…"), "quiet", extent="small")
        self._left = Panel(theme, "canvas", self._left_column())
        self._side = held(self._side_column())
        self._body = row((self._left, 1), self._side)
        self._arrange()
        self._connect()
        self._fit_compact()

    # ----------------------------------------------------------------- what the shell asks

    @property
    def title(self) -> str:
        return _("Start")

    def panes(self) -> Sequence[QWidget]:
        return (self._left, self._side)

    def on_shown(self) -> None:
        self._show_what_is_known()
        QTimer.singleShot(LOOK_MS, self, self._look)

    def key_note(self) -> str:
        return _("You can also drag a pack or round into this window")

    def refresh(self) -> None:
        """Show what is remembered at once, and look into the files beside the window."""
        self._show_what_is_known()
        self._look()

    # ------------------------------------------------------------------------------ private

    def _show_what_is_known(self) -> None:
        self._show(self._settings.recents, Looked(frozenset(), frozenset(), None))

    def _look(self) -> None:
        recents = self._settings.recents
        if recents:
            now = self._clock()
            job = self._jobs.start(lambda _report: look_into(recents, now, self._read_desk))
            job.finished.connect(self._on_looked)

    def _arrange(self) -> None:
        ground = Panel(self._theme, "canvas", self._body)
        area = scrolled(ground)
        self.setLayout(column(area, gap=0))
        order = (self.card.go_on, self.card.scores, *self.card.tiles)
        order += (self.open_pack, self.new_round, self.open_round, self.example, self.lock, self.remove)
        for first, second in pairwise(order):
            QWidget.setTabOrder(first, second)

    def _show_recents(self, others: Sequence[Recent], looked: Looked) -> None:
        """Show the other files; their list is made when there is first something to show in it."""
        if self.recents is None and others:
            self.recents = self._make_recents()
        if self.recents is not None:
            self.recents.recents.show_recents(others, looked.missing, looked.damaged)
            self._recent_holder.setVisible(bool(others))

    def _make_recents(self) -> RecentList:
        from dd_panel.ui.start.recent_list import RecentList  # a list and its painter cost a tenth of the first screen

        recents = RecentList(self._theme, self._clock())
        clear = Button(self._theme, _("Clear list"), "quiet", extent="small")
        head = row(Label(self._theme, _("Recent"), "title"), None, clear)
        listed = Card(self._theme, column(recents, gap=0, margins=(1, 1, 1, 1)))
        self._recent_holder = held(column(head, listed, gap=8))
        self._recent_part.addWidget(self._recent_holder)
        recents.file_wanted.connect(self._on_file_chosen)
        recents.removal_wanted.connect(self._on_removal_wanted)
        clear.clicked.connect(self._on_clear)
        QWidget.setTabOrder(self.card.tiles[-1], clear)
        QWidget.setTabOrder(clear, recents)
        return recents

    def _left_column(self) -> QVBoxLayout:
        return column(
            self.greeting,
            self._sentence,
            16,
            self.working,
            self._nothing_yet,
            self.card,
            16,
            self._recent_part,
            None,
            gap=8,
        )

    def _side_column(self) -> QVBoxLayout:
        theme = self._theme
        sentence = _("The app never uses a network. Packs stay where you keep them. Private notes are never exported.")
        words = column(Label(theme, _("Private by design"), weight=600), Para(theme, sentence, "dense", "ink2"), gap=4)
        lock = column(IconLabel(theme, "lock", "ink2", 20), None)
        # The button's own edge is unseen: with this space its words stand below the others.
        below = column(row(22, self.lock, None), row(22, self.remove, None), gap=0)
        private = Card(
            theme,
            column(row(lock, (words, 1), gap=12), below, gap=4, margins=(16, 16, 16, 12)),
            kind="flat",
        )
        return column(
            Label(theme, _("For panel members"), "label", "ink2"),
            self.open_pack,
            16,
            Label(theme, _("For the secretariat"), "label", "ink2"),
            self.new_round,
            self.open_round,
            16,
            Label(theme, _("Learn"), "label", "ink2"),
            self.example,
            16,
            private,
            None,
            gap=8,
        )

    def _connect(self) -> None:
        wishes = (
            (self.open_pack, self.pack_wanted),
            (self.new_round, self.new_round_wanted),
            (self.open_round, self.round_wanted),
            (self.example, self.example_wanted),
        )
        for tile, wish in wishes:
            tile.clicked.connect(wish)
        self.card.continued.connect(self._on_continued)
        self.card.scores_wanted.connect(self._on_scores_wanted)
        self.lock.clicked.connect(self.lock_wanted)
        self.remove.clicked.connect(self.removal_wanted)
        self.working.cancelled.connect(self.stop_wanted)
        self._theme.compact_changed.connect(self._fit_compact)
        self._theme.theme_changed.connect(self._fit_compact)
        add_action(self, _("Open a review pack"), "Ctrl+O", self.pack_wanted.emit, keys=Keys(bar=_("open a pack")))
        add_action(self, _("New round"), "Ctrl+N", self.new_round_wanted.emit, keys=Keys(bar=_("new round")))
        add_action(self, _("Open round"), "Ctrl+R", self.round_wanted.emit, keys=Keys(bar=_("open a round")))
        add_action(self, _("Try the example"), "F2", self.example_wanted.emit, keys=Keys(bar=_("example")))
        add_action(self, _("Stop what is being made"), "Esc", self.stop_wanted.emit)

    def _show(self, recents: Sequence[Recent], looked: Looked) -> None:
        there = [recent for recent in recents if recent.path not in looked.missing | looked.damaged]
        self._latest = there[0] if there else None
        others = [recent for recent in recents if recent is not self._latest]
        self._show_recents(others, looked)
        self.card.setVisible(self._latest is not None)
        self._nothing_yet.setVisible(not recents)
        self.open_pack.set_primary(self._latest is None)
        self._greet(looked)
        if self._latest is not None:
            self.card.show_recent(self._latest, opened_words(self._latest, self._clock()))
        if looked.continuing is not None:
            self.card.show_continuing(looked.continuing)

    def _greet(self, looked: Looked) -> None:
        if self._latest is None:
            self.greeting.setText(_("Welcome"))
            self._sentence.setText(_("Open the pack you were sent, or look around in the example."))
            return
        hour = self._clock().hour
        hello = _("Good morning") if hour < NOON else _("Good afternoon") if hour < EVENING else _("Good evening")
        person = looked.continuing.person.split()[:1] if looked.continuing is not None else []
        self.greeting.setText(_("{hello}, {name}").format(hello=hello, name=person[0]) if person else hello)
        self._sentence.setText(_("Pick up where you stopped. Everything you do is saved on this laptop as you go."))

    def _fit_compact(self) -> None:
        compact = self._theme.compact
        # Large text leaves no room for two columns: what one can begin with stands below then.
        below = self._theme.px(ROOM_FOR_BOTH) > self.width()
        set_across(self._body, across=not below)
        self._body.setContentsMargins(*(COMPACT if compact else USUAL))
        self._body.setSpacing(32 if compact else 48)
        self._nothing_yet.setMinimumHeight(0 if below else self._theme.px(NOTHING))
        self._side.setFixedWidth(self._theme.px(COMPACT_SIDE if compact else SIDE))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_compact()

    def _on_looked(self, looked: Looked) -> None:
        self._show(self._settings.recents, looked)

    def _on_continued(self, reference: str) -> None:
        if self._latest is not None:
            self.file_wanted.emit(self._latest.path, reference, "")

    def _on_scores_wanted(self) -> None:
        if self._latest is not None:
            self.file_wanted.emit(self._latest.path, "", "scores")

    def _on_file_chosen(self, recent: Recent, state: str) -> None:
        if state == "missing":
            self.find_wanted.emit(recent)
        else:
            self.file_wanted.emit(recent.path, "", "")

    def _on_removal_wanted(self, recent: Recent) -> None:
        self._settings.forget(recent.path)
        self.refresh()

    def _on_clear(self) -> None:
        self._settings.clear_recents()
        self.refresh()
        self.open_pack.setFocus()
