"""Before the meeting: what to discuss, in which order and why, and who is there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from dd_panel.text import DASH, _, ngettext
from dd_panel.ui.actions import add_action
from dd_panel.ui.round.columns import WordColumn, WordsModel, WordsTable
from dd_panel.ui.widgets.buttons import Button
from dd_panel.ui.widgets.extents import keep_extent
from dd_panel.ui.widgets.fields import DropDown
from dd_panel.ui.widgets.frames import Panel, Rule, scrolled
from dd_panel.ui.widgets.labels import Label, Para
from dd_panel.ui.widgets.layouts import column, held, row, set_across
from dd_panel.ui.widgets.states import EmptyState
from dd_panel.ui.widgets.turns import Beside

if TYPE_CHECKING:
    from dd_panel.domain.identifiers import MemberId, Reference
    from dd_panel.services.meeting.conducting import MeetingView
    from dd_panel.services.results.prospects import Prospects
    from dd_panel.ui.theme import Theme

SIDE = 420
LEAST = 104


@dataclass(frozen=True, slots=True)
class AgendaRow:
    """One item of the agenda, in words."""

    reference: Reference
    number: str
    name: str
    place: str
    state: str
    why: str


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One member of the panel, in words."""

    member: MemberId
    name: str
    role: str
    presence: str


class PreparingPane(Panel):
    """The agenda and the attendance.

    `agenda_wanted` carries the whole agenda in its new order, `presence_wanted` members with their presence, and
    `item_wanted` an item to open.
    """

    agenda_wanted = Signal(object)
    presence_wanted = Signal(object, str)
    item_wanted = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "surface")
        self._theme = theme
        self._agenda: tuple[Reference, ...] = ()
        self._suggested: tuple[Reference, ...] = ()
        self._spare: tuple[Reference, ...] = ()
        self._build()
        self._arrange()
        self._connect()

    def _build(self) -> None:
        theme = self._theme
        self._items = WordsModel(
            (
                WordColumn("", lambda each: each.number, 48, None, "ink2"),
                WordColumn(_("Application"), lambda each: each.name, 260, 600),
                WordColumn(_("Place"), lambda each: each.place, 56),
                WordColumn(_("Decision"), lambda each: each.state, 92),
                WordColumn(_("Why"), lambda each: each.why),
            )
        )
        self.table = WordsTable(theme, self._items, _("Agenda"))
        self.suggest = Button(theme, _("Suggest an agenda"), icon="wand")
        self.up = Button(theme, kind="icon", icon="up", name=_("Move up"))
        self.down = Button(theme, kind="icon", icon="down", name=_("Move down"))
        self.leave_out = Button(theme, _("Leave out"), extent="small")
        self.spare = DropDown(theme, _("Applications that are not on the agenda"))
        self.add_button = Button(theme, _("Add"), extent="small")
        self.start = Button(theme, _("Start the meeting"), "primary", icon="play")
        self.suggest_first = Button(theme, _("Suggest an agenda"), "primary", icon="wand")
        self._empty = EmptyState(
            theme,
            ("gavel", "accent"),
            _("Nothing on the agenda yet"),
            _nothing_yet(found=True),
            self.suggest_first,
        )
        self.agenda = QStackedWidget()
        keep_extent(self.agenda, theme, least=(0, LEAST))
        self._hint = Para(theme, "", "dense", "ink2")
        self._why = Para(theme, "", "dense", "ink")
        self._people = WordsModel(
            (
                WordColumn(_("Member"), lambda each: each.name, 0, 600),
                WordColumn(_("Role"), lambda each: each.role, 84),
                WordColumn(_("Attendance"), lambda each: each.presence, 132),
            )
        )
        self.people = WordsTable(theme, self._people, _("Attendance"))
        self.everybody = Button(theme, _("Everybody is here"), extent="small")
        self.here = Button(theme, _("Here"), extent="small")
        self.gone = Button(theme, _("Left"), extent="small")
        self.apologies = Button(theme, _("Apologies"), extent="small")

    def _arrange(self) -> None:
        theme = self._theme
        titles = column(Label(theme, _("What to discuss"), "h1"), self._hint, gap=0)
        self._head = row((titles, 1), row(None, self.suggest, self.start), margins=(24, 12, 16, 12))
        tools = row(
            self.up, self.down, self.leave_out, None, (self.spare, 2), self.add_button, gap=8, margins=(16, 8, 16, 8)
        )
        why = column(self._why, margins=(24, 8, 16, 8))
        self.agenda.addWidget(self.table)
        self.agenda.addWidget(held(column(self._empty, None, margins=(24, 12, 24, 12))))
        left = column(self._head, Rule(theme), (self.agenda, 1), Rule(theme), why, Rule(theme), tools, gap=0)
        title = column(Label(theme, _("Who is here"), "h1"), gap=0, margins=(16, 12, 16, 12))
        self._marks = row(self.everybody, None, row(None, self.here, self.gone, self.apologies), margins=(16, 8, 16, 8))
        side = Panel(theme, "canvas", column(title, Rule(theme), (self.people, 1), Rule(theme), self._marks, gap=0))
        # Scrolled, so that some lines of the agenda stay where large text takes the height.
        main = scrolled(Panel(theme, "surface", left))
        panes = ((main, self.table.setFocus), (side, self.people.setFocus))
        self._beside = Beside(theme, panes, (_("Agenda"), _("Who is here")), (side, self._side_wide))
        self._beside.fitted.connect(self._fit)
        self.setLayout(column(self._beside, gap=0))
        self._fit()

    def _side_wide(self, room: int) -> int:
        """Leave the agenda its room (in pixels) in large text."""
        return min(self._theme.px(SIDE), room * 7 // 16)

    def _fit(self) -> None:
        """Where there is little room beside one another, what was in a row is stacked."""
        across = self._beside.turns.on or self._side_wide(self.width()) == self._theme.px(SIDE)
        for line in (self._head, self._marks):
            set_across(line, across=across)

    def _connect(self) -> None:
        self.suggest.clicked.connect(self._on_suggest)
        self.suggest_first.clicked.connect(self._on_suggest)
        self.up.clicked.connect(lambda: self.move_item(-1))
        self.down.clicked.connect(lambda: self.move_item(1))
        self.leave_out.clicked.connect(self.leave_item_out)
        self.add_button.clicked.connect(self._on_add)
        self.start.clicked.connect(self.open_item)
        self.table.doubleClicked.connect(self.open_item)
        self.table.selectionModel().currentRowChanged.connect(self._tell_why)
        self.everybody.clicked.connect(self._on_everybody)
        self.here.clicked.connect(lambda: self._mark("present"))
        self.gone.clicked.connect(lambda: self._mark("left"))
        self.apologies.clicked.connect(lambda: self._mark("apologies"))
        add_action(self.table, _("Move the item up"), "Alt+Up", lambda: self.move_item(-1))
        add_action(self.table, _("Move the item down"), "Alt+Down", lambda: self.move_item(1))
        add_action(self.table, _("Leave the item out"), "Del", self.leave_item_out)
        add_action(self.table, _("Open the item"), ("Return", "Enter"), self.open_item)

    # ------------------------------------------------------------------------------------------------ what is shown

    def first_control(self) -> QWidget:
        """What gets the keyboard: the agenda, or while it is empty who is here."""
        return self.table if self._agenda else self.people

    def show_view(self, view: MeetingView, prospects: Prospects | None) -> None:
        """Show the agenda and the attendance as they stand; the keyboard stays where it is."""
        here, person = self._row(), self._person()
        meeting, lines = view.meeting, view.lines
        reasons = {} if prospects is None else {each.application: each.reasons for each in prospects.agenda}
        self._agenda = tuple(each for each in meeting.agenda if each in lines)
        self._suggested = tuple(reasons)
        outcomes = {"fund": _("fund"), "reserve": _("reserve"), "decline": _("decline")}
        rows = [
            AgendaRow(
                each,
                str(at),
                _("{name} · {reference}").format(name=lines[each].application.lead_authority, reference=each),
                str(lines[each].ranked.place or DASH),
                outcomes[meeting.decisions[each].outcome] if each in meeting.decisions else DASH,
                " ".join(reasons.get(each, ())) or (_("Chosen by hand.") if prospects is not None else ""),
            )
            for at, each in enumerate(self._agenda, start=1)
        ]
        self._items.show_rows(rows)
        self._show_people(view, person)
        self._spare = tuple(each for each in lines if each not in self._agenda)
        self.spare.clear()
        self.spare.addItems([f"{each} · {lines[each].application.lead_authority}" for each in self._spare])
        self.add_button.setEnabled(bool(self._spare))
        self.agenda.setCurrentIndex(0 if rows else 1)
        self._empty.sentence.setText(_nothing_yet(found=prospects is None or bool(reasons)))
        self.suggest.setVisible(bool(rows))
        for button in (self.suggest, self.suggest_first):
            button.setEnabled(bool(self._suggested))
        for button in (self.start, self.up, self.down, self.leave_out):
            button.setEnabled(bool(rows))
        self.start.setText(_("Go on with the meeting") if meeting.current else _("Start the meeting"))
        self._hint.setText(self._summary(view))
        wanted = here.reference if here is not None else meeting.current
        at = next((at for at, each in enumerate(rows) if each.reference == wanted), 0)
        if rows:
            self.table.setCurrentIndex(self._items.index(min(at, len(rows) - 1), 1))
        self._tell_why()

    def _show_people(self, view: MeetingView, person: PersonRow | None) -> None:
        said = {"present": _("here"), "left": _("left"), "apologies": _("apologies")}
        roles = {"chair": _("chair"), "member": _("member"), "observer": _("observer")}
        people = []
        for member_id, member in view.ranking.members.items():
            each = view.meeting.attendance.get(member_id)
            words = DASH if each is None else said[each.presence]
            if each is not None and each.came is not None and each.presence == "present":
                words = _("here since {time}").format(time=f"{each.came:%H:%M}")
            people.append(PersonRow(member_id, member.name, roles.get(member.role, str(member.role)), words))
        self._people.show_rows(people)
        at = next((at for at, each in enumerate(people) if person and each.member == person.member), 0)
        if people:
            self.people.setCurrentIndex(self._people.index(at, 0))

    def _summary(self, view: MeetingView) -> str:
        if not self._agenda:
            return _("What is discussed, in which order and why, stands here.")
        count = ngettext("{count} item.", "{count} items.", len(self._agenda)).format(count=len(self._agenda))
        if not view.meeting.present:
            return count + " " + _("Note who is here before you start, so that conflicts of interest are seen.")
        return (
            count + " " + _("Ordered by effect on the funding line as suggested; move, leave out or add as you like.")
        )

    def _row(self) -> AgendaRow | None:
        found: AgendaRow | None = self._items.row_at(self.table.currentIndex())
        return found

    def _person(self) -> PersonRow | None:
        found: PersonRow | None = self._people.row_at(self.people.currentIndex())
        return found

    def _tell_why(self) -> None:
        shown = self._row()
        self._why.setText(shown.why if shown is not None else "")

    # ----------------------------------------------------------------------------------------------- what people do

    def open_item(self) -> None:
        """Open the item that the keyboard is on."""
        shown = self._row()
        if shown is not None:
            self.item_wanted.emit(shown.reference)

    def move_item(self, by: int) -> None:
        """Move the item up or down the agenda."""
        shown = self._row()
        if shown is None:
            return
        order = list(self._agenda)
        at = order.index(shown.reference)
        there = max(0, min(at + by, len(order) - 1))
        order.insert(there, order.pop(at))
        if there != at:
            self.agenda_wanted.emit(order)

    def leave_item_out(self) -> None:
        """Take the item off the agenda."""
        shown = self._row()
        if shown is not None:
            self.agenda_wanted.emit([each for each in self._agenda if each != shown.reference])

    def _on_add(self) -> None:
        at = self.spare.currentIndex()
        if 0 <= at < len(self._spare):
            self.agenda_wanted.emit([*self._agenda, self._spare[at]])

    def _on_suggest(self) -> None:
        """Put what matters most first; what was added by hand stays, at the end."""
        self.agenda_wanted.emit([*self._suggested, *(each for each in self._agenda if each not in self._suggested)])

    def _on_everybody(self) -> None:
        everybody = [self._people.row_at(self._people.index(at, 0)).member for at in range(self._people.rowCount())]
        self.presence_wanted.emit(everybody, "present")

    def _mark(self, presence: str) -> None:
        person = self._person()
        if person is not None:
            self.presence_wanted.emit([person.member], presence)


def _nothing_yet(*, found: bool) -> str:
    """What to do about an empty agenda; `found` says whether there is something to suggest, as far as is known."""
    if found:
        return _("Take applications here from Ranking, or let the program suggest what matters most for the line.")
    return _("The numbers suggest nothing to discuss. Take applications here from Ranking, or add them below.")
