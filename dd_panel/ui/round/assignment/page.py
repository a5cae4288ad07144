"""Assignment: who reads what, filled by the program and changed by hand, and the packs that follow from it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollBar, QStackedWidget, QWidget

from dd_panel.services.assignment.assigning import (
    Wishes,
    before_reading,
    declare_for,
    make_changes,
    see_assignments,
    see_situation,
)
from dd_panel.services.assignment.words import NoRoomError
from dd_panel.text import _, ngettext
from dd_panel.ui.actions import Keys, add_action
from dd_panel.ui.reading_page import ReadingPage
from dd_panel.ui.round.addendum_strip import AddendumStrip
from dd_panel.ui.round.assignment.dialogs import AboveLimit, ChangesDialog, NotedConflict
from dd_panel.ui.round.assignment.legend import AssignmentLegend
from dd_panel.ui.round.assignment.packs import PackMaking, ask_where_packs_go
from dd_panel.ui.round.assignment.rows import Grid
from dd_panel.ui.round.assignment.side import AssignmentSide
from dd_panel.ui.round.assignment.table import AssignmentModel, AssignmentTable, CoverStrip
from dd_panel.ui.round.assignment.work import filling
from dd_panel.ui.round.work_strip import WorkStrip
from dd_panel.ui.speech import announce
from dd_panel.ui.widgets.buttons import Button
from dd_panel.ui.widgets.fields import SearchField
from dd_panel.ui.widgets.frames import Panel, Rule
from dd_panel.ui.widgets.labels import ElidedLabel, Label
from dd_panel.ui.widgets.layouts import column, held, row, set_across
from dd_panel.ui.widgets.states import EmptyState, SkeletonRows
from dd_panel.ui.widgets.turns import Beside

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from dd_panel.domain.assigning import AssignmentChange
    from dd_panel.domain.errors import DDPanelError
    from dd_panel.domain.panel import Duty
    from dd_panel.services.assignment.plan import Proposal
    from dd_panel.services.workplace import Workplace
    from dd_panel.ui.jobs import Jobs, Report
    from dd_panel.ui.theme import Theme
    from dd_panel.ui.undo import UndoHistory

FIND_ROOM: Final = 256
FIND_ROOM_COMPACT: Final = 176
FIND_ROOM_TIGHT: Final = 112
TIGHT: Final = 600
"""A matrix narrower than this, as in large text, has its tools below its title."""
LOW: Final = 300
MATRIX, EMPTY, LOADING = range(3)
SKELETONS: Final = 8
ASSIGNED: Final = frozenset({"assignments", "conflict"})
"""What a change touches that only says who reads what, or may not."""


class AssignmentPage(ReadingPage):
    """The matrix with its cards.

    All of it is read beside the window. What is assigned is read again at once: a key never acts on what no longer
    stands.
    """

    def __init__(
        self,
        theme: Theme,
        place: Workplace,
        jobs: Jobs,
        undo: UndoHistory,
        choose_folder: Callable[[QWidget], Path | None] = ask_where_packs_go,
    ) -> None:
        super().__init__(theme, place, jobs, undo)
        self._choose_folder = choose_folder
        self._is_read = False
        self._model = AssignmentModel(Grid.of(before_reading(place)))
        self._build(jobs)
        self._arrange()
        self._connect()
        self._add_actions()
        self._show_grid(self.grid)

    # ------------------------------------------------------------------------------------------ what the shell asks

    @property
    def title(self) -> str:
        return _("Assignment")

    def panes(self) -> Sequence[QWidget]:
        return (self._pages, self.side)

    def first_control(self) -> QWidget:
        return self.table

    @property
    def grid(self) -> Grid:
        """What is shown."""
        return self._model.grid

    # --------------------------------------------------------------------------------------------------- the making

    def _build(self, jobs: Jobs) -> None:
        theme = self._theme
        self._subtitle = ElidedLabel(theme, "", "dense", "ink2")
        self.find_field = SearchField(theme, _("Find application or reviewer"))
        self.clear_button = Button(theme, _("Clear"))
        self.fill_button = Button(theme, _("Fill the gaps"), "primary", icon="wand")
        self.work = WorkStrip(theme, jobs)
        self.packs = PackMaking(theme, self, self._place, self.work, self._choose_folder, lambda: self.grid.readers)
        self.addenda = AddendumStrip(theme, self._place, jobs, self._choose_folder)
        self.table = AssignmentTable(theme, self._model)
        self.cover = CoverStrip(theme, self.table, self._model)
        self._bar = QScrollBar(Qt.Orientation.Vertical)
        self.side = AssignmentSide(theme)
        self._empty = EmptyState(
            theme,
            ("scales", "accent"),
            _("Nobody to assign yet"),
            _("Add the applications and the panel members; then say here who reads what."),
        )
        self._pages = QStackedWidget()
        self._top = row(gap=16, margins=(24, 12, 16, 12))

    def _arrange(self) -> None:
        theme = self._theme
        titles = column(Label(theme, self.title, "h1"), self._subtitle, gap=0)
        tools = row(self.find_field, self.clear_button, self.fill_button, gap=8)
        self._top.addLayout(titles, 1)
        self._top.addLayout(tools)
        self.table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        matrix = held(row((self.table, 1), self.cover, self._bar, gap=0))
        self._pages.addWidget(matrix)
        for state in (self._empty, SkeletonRows(theme, SKELETONS)):
            self._pages.addWidget(held(column(state, None, margins=(24, 24, 24, 24))))
        self._legend = AssignmentLegend(theme)
        below = column(Rule(theme), self._legend, gap=0)
        left = column(self._top, self.addenda, self.work, Rule(theme), (self._pages, 1), below, gap=0)
        self._left = Panel(theme, "surface", left)
        panes = ((self._left, self.table.setFocus), (self.side, self.side.packs.setFocus))
        beside = Beside(theme, panes, (_("Who reads what"), _("Gaps and load")), (self.side, self.side.wide))
        beside.fitted.connect(self._fit)
        self.setLayout(column(beside, gap=0))
        self._fit()

    def _connect(self) -> None:
        bar = self.table.verticalScrollBar()
        bar.rangeChanged.connect(self._fit_bar)
        bar.valueChanged.connect(self._bar.setValue)
        self._bar.valueChanged.connect(bar.setValue)
        self.table.selectionModel().currentChanged.connect(self._on_moved)
        self.table.doubleClicked.connect(lambda _index: self.toggle())
        self.side.assign_asked.connect(lambda line, member: self._change(line, member, "reviewer"))
        self.side.packs.clicked.connect(self.packs.ask)
        self.packs.made.connect(self._on_packs_made)
        self.fill_button.clicked.connect(self.fill)
        self.clear_button.clicked.connect(self.clear)
        self.work.ended.connect(self._on_work_ended)
        self.work.mend_words = _mend_words
        self.work.outcome.mend.clicked.connect(lambda: self.fill(may_move=True))
        self.addenda.made.connect(self._on_addenda_made)
        self.find_field.textChanged.connect(self._on_find)
        self.find_field.returnPressed.connect(self.table.setFocus)
        self.find_field.left_empty.connect(self.table.setFocus)

    def _add_actions(self) -> None:
        arrows = Keys(bar=_("move"), caps=("←", "↑", "→", "↓"))
        add_action(self, _("Go to the matrix"), (), self.table.setFocus, keys=arrows)
        # These keys work in the matrix alone; the page only says so.
        for words, key, cap, bar, deed in (
            (_("Assign, or take the review away"), "Space", _("Space"), _("assign"), self.toggle),
            (_("Make lead"), "L", "L", _("lead"), self.lead),
            (_("Note or withdraw a conflict"), "C", "C", _("conflict"), self.conflict),
        ):
            add_action(self, words, (), deed, keys=Keys(bar=bar, caps=(cap,)))
            add_action(self.table, words, key, deed, keys=Keys(listed=False))
        add_action(self, _("Go to the next gap"), "G", self.next_gap, keys=Keys(bar=_("next gap")))
        add_action(self, _("Fill the gaps"), "Ctrl+G", self.fill)
        add_action(self, _("Find application or reviewer"), "Ctrl+F", self.find_field.setFocus)
        add_action(self, _("Make the review packs"), "Ctrl+E", self.packs.ask)

    # ------------------------------------------------------------------------------------------------ what is shown

    def read_afresh(self) -> None:
        if self._is_read:
            self._read_assignments()
        super().read_afresh()
        self.addenda.look()

    def reader(self) -> Callable[[Report], Grid]:
        place = self._place
        return lambda _report: Grid.of(see_situation(place))

    def show_read(self, found: Grid) -> None:
        self._is_read = True
        self._show_grid(found)

    def follow(self, touched: frozenset[str]) -> None:
        if self._is_read and touched <= ASSIGNED and not self.reading.busy:
            self.attempt(self._read_assignments)
            self.addenda.look()
        else:
            self.refresh()

    def _read_assignments(self) -> None:
        """Read at once what is assigned and which conflicts stand; all else stays as it was read."""
        before = self.grid.situation
        now = see_assignments(self._place, before)
        if (now.standing, now.bars) != (before.standing, before.bars):
            self._show_grid(Grid.of(now))

    def _show_grid(self, grid: Grid) -> None:
        line, member = self._at()
        self._model.show_grid(grid)
        if not self.table.currentIndex().isValid():  # other rows or columns: stay as near as can be
            self.table.go_to(min(line, len(grid.applications) - 1), min(member, len(grid.members) - 1))
        empty = not grid.applications or not grid.members
        self._pages.setCurrentIndex(LOADING if not self._is_read else EMPTY if empty else MATRIX)
        self._subtitle.setText(_summary(grid) if self._is_read else "")
        self.fill_button.setEnabled(not empty and not self.work.busy)
        self.clear_button.setEnabled(bool(grid.cleared()) and not self.work.busy)
        if self._is_read:
            self.side.show_grid(grid, self._at())
        self.side.packs.setEnabled(bool(grid.readers) and not self.work.busy)
        self.cover.update()

    def _at(self) -> tuple[int, int]:
        here = self.table.currentIndex()
        return here.row(), here.column()

    def _on_moved(self) -> None:
        self.side.show_cell(self.grid, self._at())

    def _on_find(self, words: str) -> None:
        line, member = self.grid.find(words)
        here = self._at()
        if line is not None:
            self.table.go_to(line, here[1])
        elif member is not None:
            self.table.go_to(here[0], member)

    def _fit(self) -> None:
        px = self._theme.px
        tight = self.width() - (0 if self.side.isHidden() else self.side.width()) < px(TIGHT)
        self._legend.setHidden(self.height() < px(LOW))  # the matrix needs the height that large text leaves
        set_across(self._top, across=not tight)
        usual = FIND_ROOM_COMPACT if self._theme.compact else FIND_ROOM
        self.find_field.setFixedWidth(px(FIND_ROOM_TIGHT if tight else usual))

    def _fit_bar(self, low: int, high: int) -> None:
        self._bar.setRange(low, high)
        self._bar.setPageStep(self.table.verticalScrollBar().pageStep())
        self._bar.setVisible(high > low)

    # ----------------------------------------------------------------------------------------------- what people do

    def toggle(self) -> None:
        """Assign the member the keyboard is on, or take the review away; a conflict says why it can't be."""
        line, member = self._at()
        if not self._inside(line, member):
            return
        state = self.grid.cells[line][member]
        if state == "conflict":
            announce(self, self.grid.why(line, member), at_once=True)
        elif state == "empty":
            self._assign(line, member, "reviewer")
        else:
            self._change(line, member, None)

    def lead(self) -> None:
        """Let the member the keyboard is on lead; who led before reviews."""
        line, member = self._at()
        if not self._inside(line, member):
            return
        if self.grid.cells[line][member] == "conflict":
            announce(self, self.grid.why(line, member), at_once=True)
        else:
            self._assign(line, member, "lead")

    def conflict(self) -> None:
        """Note a conflict of the member the keyboard is on, or withdraw one that was declared."""
        line, member = self._at()
        if not self._inside(line, member):
            return
        who, what = self.grid.members[member], self.grid.applications[line].reference
        if self.grid.cells[line][member] == "conflict":
            self.perform(lambda: declare_for(self._place, who.member_id, what, ""))
            return
        dialog = NotedConflict(self._theme, self, who.name, what)
        dialog.given.connect(lambda words: self.perform(lambda: declare_for(self._place, who.member_id, what, words)))
        dialog.open()

    def next_gap(self) -> None:
        """Go to the next application that lacks reviews."""
        gaps = sorted(self.grid.gaps)
        if not gaps:
            if self._is_read:
                announce(self, _("Every application has its reviews"))
            return
        line, member = self._at()
        self.table.go_to(next((each for each in gaps if each > line), gaps[0]), member)
        self.table.setFocus()

    def fill(self, *, may_move: bool = False) -> None:
        """Work out beside the window how to fill the gaps, and list the changes.

        What stands stays, unless somebody asks that as little of it as possible `may_move`.
        """
        if self.work.busy or not self.fill_button.isEnabled() or self.has_to_wait():
            return
        self._work_out(Wishes(may_move=may_move))

    def _work_out(self, wishes: Wishes) -> None:
        self.fill_button.setEnabled(False)
        self.clear_button.setEnabled(False)
        self.side.packs.setEnabled(False)
        situation = self.grid.situation

        def propose(found: tuple[Proposal, Sequence[str]]) -> None:
            if not self.isVisible():
                return  # nobody asks any more
            if not self.grid.situation.stands_as(situation):
                self._work_out(wishes)  # what was changed by hand meanwhile counts
                return
            self._on_proposed(found)

        self.work.start(_("Working out who reads what"), filling(self._place, situation, wishes), propose)

    def clear(self) -> None:
        """List what would be taken away: everything that nobody has begun."""
        if not self.has_to_wait():
            self._ask(self.grid.cleared(), [])

    def _on_packs_made(self) -> None:
        self.saved.emit(self._place.clock())
        self.addenda.look()

    def _on_addenda_made(self) -> None:
        self.saved.emit(self._place.clock())

    def _on_proposed(self, found: tuple[Proposal, Sequence[str]]) -> None:
        proposal, notes = found
        if proposal.changes:
            self._ask(proposal.changes, notes)
        else:
            announce(self, _("There are no gaps to fill."))

    def _on_work_ended(self) -> None:
        self._show_grid(self.grid)

    def _ask(self, changes: Sequence[AssignmentChange], notes: Sequence[str]) -> None:
        if not changes:
            return
        names = {each.member_id: each.name for each in self.grid.members}
        dialog = ChangesDialog(self._theme, self, changes, names, notes)
        dialog.accepted.connect(lambda: self._make(changes))
        dialog.open()

    def _assign(self, line: int, member: int, duty: Duty) -> None:
        """Assign; above the limit only when the person says why."""
        grid = self.grid
        if grid.cells[line][member] != "empty" or not grid.full(member):
            self._change(line, member, duty)
            return
        dialog = AboveLimit(self._theme, self, grid.members[member].name, grid.load_words(member))
        dialog.given.connect(lambda why: self._change(line, member, duty, why))
        dialog.open()

    def _change(self, line: int, member: int, duty: Duty | None, why: str = "") -> None:
        self._perform([replace(each, why=why) for each in self.grid.change(line, member, duty)])

    def _perform(self, changes: Sequence[AssignmentChange]) -> None:
        if not changes:
            return
        # What is being read is older than this change, and what was changed before it may not be shown yet.
        must_read = self.reading.busy or self.is_behind
        if self.perform(lambda: make_changes(self._place, changes)) is not None:
            if not must_read:
                self.be_up_to_date()  # the changed cells are known: nothing needs to be read again
            self._show_grid(self.grid.changed(changes))
            self.addenda.look()
            line, member = self._at()
            if self._inside(line, member):
                announce(self, self.grid.spoken(line, member))

    def _make(self, changes: Sequence[AssignmentChange]) -> None:
        """Make changes of any number, beside the window."""
        self.perform_beside(lambda: make_changes(self._place, changes), lambda change: announce(self, change.summary))

    def _inside(self, line: int, member: int) -> bool:
        return 0 <= line < len(self.grid.applications) and 0 <= member < len(self.grid.members)


def _mend_words(trouble: DDPanelError) -> str:
    """What would make room for all reviews, if something here can."""
    count = trouble.movable if isinstance(trouble, NoRoomError) else 0
    return ngettext("Let {count} review move…", "Let {count} reviews move…", count).format(count=count) if count else ""


def _summary(grid: Grid) -> str:
    applications, reviewers = len(grid.applications), grid.reviewers
    parts = [
        ngettext("{count} application", "{count} applications", applications).format(count=applications),
        ngettext("{count} reviewer", "{count} reviewers", reviewers).format(count=reviewers),
        ngettext("{count} review each", "{count} reviews each", grid.reviews).format(count=grid.reviews),
    ]
    return " · ".join(parts)
