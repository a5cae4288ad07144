"""The panel meeting: the agenda first, then one application after another, each act kept as it is done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QStackedWidget, QWidget

from dd_panel.domain.errors import DDPanelError, InputError
from dd_panel.services.meeting.conducting import (
    call_back,
    cast_vote,
    confirm_recusal,
    go_to,
    note,
    note_presence,
    see_agenda,
    set_agenda,
)
from dd_panel.services.meeting.decisions import agree_scores, agree_total, decide_on
from dd_panel.text import _
from dd_panel.ui.actions import Keys, add_action
from dd_panel.ui.meeting.agenda_strip import AgendaStrip, entries_of
from dd_panel.ui.meeting.decision_card import AGREE, DecisionCard
from dd_panel.ui.meeting.item_view import ItemView
from dd_panel.ui.meeting.items import item_of, ordinal
from dd_panel.ui.meeting.preparing import PreparingPane
from dd_panel.ui.meeting.public_window import PublicWindow
from dd_panel.ui.meeting.screen import MeetingScreen
from dd_panel.ui.meeting.typed import on_scale, share_of_hundred
from dd_panel.ui.meeting.votes_dialog import VotesDialog
from dd_panel.ui.outside import ask_where_to_save_minutes
from dd_panel.ui.round.file_export import FileExport, FileKind
from dd_panel.ui.round.ranking.job import Forecast
from dd_panel.ui.speech import announce
from dd_panel.ui.widgets.buttons import Button
from dd_panel.ui.widgets.frames import Panel, Rule, scrolled
from dd_panel.ui.widgets.layouts import column, held, row
from dd_panel.ui.widgets.states import SkeletonRows

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from PySide6.QtGui import QResizeEvent

    from dd_panel.domain.identifiers import MemberId, Reference
    from dd_panel.domain.meeting import Outcome, Presence, Vote
    from dd_panel.services.change import Change
    from dd_panel.services.workplace import Workplace
    from dd_panel.ui.jobs import Jobs
    from dd_panel.ui.meeting.items import Leaver, MeetingItem
    from dd_panel.ui.meeting.screen import MeetingRead
    from dd_panel.ui.round.file_export import Write
    from dd_panel.ui.theme import Theme
    from dd_panel.ui.undo import UndoHistory


SKELETONS: Final = 8
LOW: Final = 300
AGENDA, ITEM, LOADING = range(3)


class MeetingPage(MeetingScreen):
    """The agenda and, once an item is open, the item with the chair's card."""

    def __init__(
        self,
        theme: Theme,
        place: Workplace,
        jobs: Jobs,
        undo: UndoHistory,
        write_minutes: Write,
        choose_path: Callable[[QWidget, str], Path | None] = ask_where_to_save_minutes,
    ) -> None:
        super().__init__(theme, place, jobs, undo)
        self._write_minutes = write_minutes
        self.forecast = Forecast(jobs, self)
        self._item: MeetingItem | None = None
        self._names_hidden = False
        self._public: PublicWindow | None = None
        self._wanted = ""
        self.minutes_button = Button(theme, _("Export minutes"), icon="export", extent="small")
        minutes = FileKind(".docx", _("Writing the minutes"), _("The minutes are written"))
        self._export = FileExport(theme, jobs, minutes, choose_path, self.minutes_button)
        self._build()
        self._connect()
        self._add_actions()
        self._show_tools()

    # ------------------------------------------------------------------------------------------ what the shell asks

    @property
    def title(self) -> str:
        return _("Panel meeting")

    def panes(self) -> Sequence[QWidget]:
        if self._pages.currentIndex() == AGENDA:
            return (self.preparing.agenda, self.preparing.people)
        return (self.view.spread, self.card, self.strip)

    def first_control(self) -> QWidget:
        return self.preparing.first_control() if self._pages.currentIndex() == AGENDA else self.view.spread

    def key_note(self) -> str:
        return _("N hides reviewers’ names. All keys: F1")

    # --------------------------------------------------------------------------------------------------- the making

    def _build(self) -> None:
        theme = self._theme
        self.preparing = PreparingPane(theme)
        self.view = ItemView(theme, for_chair=True)
        self.card = DecisionCard(theme)
        self.view.side.addWidget(self.card)
        self.strip = AgendaStrip(theme)
        self.back = Button(theme, _("Agenda"), icon="list", extent="small")
        self.names = Button(theme, _("Names"), icon="users", extent="small")
        self.names.setCheckable(True)
        self.names.setChecked(True)
        self.public_button = Button(theme, _("Second screen"), icon="copy", extent="small")
        self.public_button.setCheckable(True)
        self._tools = Panel(
            theme,
            "sunken",
            row(self.back, None, self.names, self.public_button, self.minutes_button, margins=(24, 4, 24, 4)),
        )
        self._pages = QStackedWidget()
        self._pages.addWidget(self.preparing)
        # Scrolled, so that nothing overlaps where large text takes the height.
        self._scroll = scrolled(self.view)
        self._pages.addWidget(held(column((self._scroll, 1), Rule(theme), self.strip, gap=0)))
        self._pages.addWidget(held(column(SkeletonRows(theme, SKELETONS), None, margins=(24, 24, 24, 24))))
        self._pages.setCurrentIndex(LOADING)
        self.setLayout(column(self._export, self._tools, (self._pages, 1), gap=0))

    def _connect(self) -> None:
        self.preparing.agenda_wanted.connect(self._on_agenda_wanted)
        self.preparing.presence_wanted.connect(self._on_presence_wanted)
        self.preparing.item_wanted.connect(self.open_item)
        self.strip.chosen.connect(self.open_item)
        self.view.moved.connect(self._on_criterion)
        self.view.banner.left.connect(self._on_left)
        self.view.banner.returned.connect(self._on_returned)
        self.card.agreed.connect(self._on_agreed)
        self.card.decided.connect(self._on_decided)
        self.card.noted.connect(self._on_noted)
        self.card.typed.connect(self._on_typed)
        self.card.votes_asked.connect(self._on_votes)
        self.back.clicked.connect(self.show_agenda)
        self.names.clicked.connect(self.toggle_names)
        self.public_button.clicked.connect(self.toggle_public)
        self.minutes_button.clicked.connect(self.export_minutes)
        self.forecast.ready.connect(self._on_forecast_ready)

    def _on_forecast_ready(self) -> None:
        if self.isVisible():  # else the file may be closed by now; all is read again when the screen is shown
            self.show_acts()

    def _add_actions(self) -> None:
        add_action(self, _("Next application"), "PgDown", lambda: self.step(1), keys=Keys(bar=_("next application")))
        add_action(self, _("Previous application"), "PgUp", lambda: self.step(-1))
        sides = Keys(bar=_("criterion"), caps=("←", "→"))
        add_action(self, _("Go along the criteria"), (), self.view.spread.setFocus, keys=sides)
        for outcome, button in self.card.buttons.items():
            add_action(
                self, button.text(), f"Alt+{outcome[0].upper()}", button.click, keys=Keys(bar=button.text().lower())
            )
        add_action(self, _("Full screen, or back"), "F11", self.toggle_full_screen, keys=Keys(bar=_("full screen")))
        add_action(self, _("Hide or show reviewers’ names"), "N", self.toggle_names)
        add_action(self, _("Go to the agreed score"), "Ctrl+G", self._to_score)
        add_action(self, _("Go to the agenda"), "Ctrl+Shift+A", self.show_agenda)
        add_action(self, _("Confirm that a member has left, or is back"), "Ctrl+L", self._first_of_banner)
        add_action(self, _("Show the item on a second screen, or close that"), "Ctrl+P", self.toggle_public)
        add_action(self, _("Export the minutes"), "Ctrl+E", self.export_minutes)

    # ------------------------------------------------------------------------------------------------ what is shown

    def show_read(self, found: MeetingRead) -> None:
        first = not self.is_read
        if first:
            # Where the program was closed, or the power went, while an item was open, the meeting goes on there.
            self._pages.setCurrentIndex(ITEM if found.view.meeting.current in found.view.lines else AGENDA)
        super().show_read(found)
        self.forecast.follow(found.basis)
        if self._wanted:
            self.open_item(self._wanted)

    def show_meeting(self) -> None:
        view, prospects = self._view, self.forecast.known
        self.preparing.show_view(view, prospects)
        current = view.meeting.current
        if current is None or current not in view.lines:
            self._item = None
            self._pages.setCurrentIndex(AGENDA)
        else:
            self._item = item_of(view, prospects, current)
            self.view.show_item(self._item, names_hidden=self._names_hidden)
            self.card.show_item(
                self._item, self._item.criteria[self.view.criterion], votes=bool(view.ranking.rules.votes)
            )
            self.strip.show_entries(entries_of(view))
            if self._public is not None:
                self._public.view.show_item(self._item, names_hidden=self._names_hidden)
        self._show_tools()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # The item needs the height that large text leaves; the button above and the keys lead to all others.
        self.strip.setHidden(self.height() < self._theme.px(LOW))

    def _on_criterion(self, at: int) -> None:
        if self._item is not None:
            self.card.show_line(self._item.criteria[at])
            line = self.view.spread.line_rect(at)
            centre = self.view.spread.mapTo(self.view, line.center())
            self._scroll.ensureVisible(0, centre.y(), 0, line.height() // 2)
            if self._public is not None:
                self._public.view.go_to_criterion(at)

    # ----------------------------------------------------------------------------------------------- what people do

    def open_item(self, reference: str) -> None:
        """Open an application; one that is not on the agenda is put on it."""
        if not self.is_read:
            self._wanted = reference
            return
        self._wanted = ""
        self.card.flush()
        key = next((each for each in self._view.lines if each == reference), None)
        if key is None:
            return
        agenda = see_agenda(self._place)
        if key not in agenda:
            self.perform(lambda: set_agenda(self._place, [*agenda, key]))
        if self._try(lambda: go_to(self._place, key)):
            self._pages.setCurrentIndex(ITEM)
            self.show_acts()
            self.view.spread.setFocus()
            if self._item is not None and self._item.locked:
                announce(
                    self, _("This item is locked until everybody with a conflict has left the room."), at_once=True
                )

    def step(self, by: int) -> None:
        """Go to the next item of the agenda, or to the one before."""
        agenda, current = self._view.meeting.agenda, self._view.meeting.current
        if self._pages.currentIndex() == ITEM and current in agenda:
            at = agenda.index(current) + by
            if 0 <= at < len(agenda):
                self.open_item(agenda[at])

    def show_agenda(self) -> None:
        """Go back to the agenda; the item stays open."""
        self.card.flush()
        self._pages.setCurrentIndex(AGENDA)
        self._show_tools()
        self.preparing.table.setFocus()

    def _show_tools(self) -> None:
        for button in (self.back, self.names, self.public_button):
            button.setVisible(self._pages.currentIndex() == ITEM)

    def toggle_names(self) -> None:
        """Hide the reviewers' names behind letters, or show them."""
        self._names_hidden = not self._names_hidden
        self.names.setChecked(not self._names_hidden)
        announce(self, _("Names are hidden.") if self._names_hidden else _("Names are shown."))
        self.show_acts()

    def toggle_full_screen(self) -> None:
        """Fill the screen with the window, or let it go back."""
        window = self.window()
        if window.isFullScreen():
            window.showNormal()
        else:
            window.showFullScreen()

    def toggle_public(self) -> None:
        """Open the second screen, or close it."""
        if self._public is not None and self._public.isVisible():
            self._public.close()
        else:
            self.open_public()

    def open_public(self) -> None:
        """Show the same item without the chair's card, on a second screen where there is one."""
        if self._public is None:
            self._public = PublicWindow(self._theme, self)
            self._public.closed.connect(lambda: self.public_button.setChecked(False))
        self.public_button.setChecked(True)
        self.show_acts()
        self._public.open_on_other_screen(self)

    def export_minutes(self) -> None:
        """Ask where, and write the minutes as a Word document."""
        self.card.flush()
        self._export.start(self._place, f"{self._view.ranking.rules.reference} minutes.docx", self._write_minutes)

    def _to_score(self) -> None:
        if self._pages.currentIndex() == ITEM and self.card.isEnabled():
            self.card.score.setFocus()
            self.card.score.selectAll()

    def _first_of_banner(self) -> None:
        if self.view.banner.buttons and self._pages.currentIndex() == ITEM:
            self.view.banner.buttons[0].click()

    def _on_agenda_wanted(self, order: Sequence[Reference]) -> None:
        self.perform(lambda: set_agenda(self._place, order))

    def _on_presence_wanted(self, members: Sequence[MemberId], presence: Presence) -> None:
        self.perform(lambda: note_presence(self._place, members, presence))

    def _on_left(self, each: Leaver) -> None:
        self.perform(lambda: confirm_recusal(self._place, each.application, each.member))

    def _on_returned(self, each: Leaver) -> None:
        self.perform(lambda: call_back(self._place, each.application, each.member))

    def _on_noted(self, text: str) -> None:
        if self._item is not None:
            reference = self._item.reference
            self.perform(lambda: note(self._place, reference, text))

    def _on_votes(self) -> None:
        if self._item is not None:
            reference = self._item.reference
            dialog = VotesDialog(self._theme, self._view, reference, self)
            dialog.cast.connect(lambda member, vote: self._vote(reference, member, vote))
            dialog.open()

    def _vote(self, reference: Reference, member: MemberId, vote: Vote) -> None:
        self.perform(lambda: cast_vote(self._place, reference, member, vote))

    def _on_typed(self, text: str) -> None:
        """Say which place the score would give that is being typed."""
        if self._item is None or self.card.by_criterion:
            return
        try:
            position = share_of_hundred(text)
        except InputError:
            return
        now = self._view.place_with(self._item.reference, position)
        words = _("Panel mean {mean} · is {place}, would be {now}").format(
            mean=self._item.percent, place=ordinal(self._item.place), now=ordinal(now)
        )
        self.card.hint.setText(words)

    def _on_agreed(self, text: str, by_criterion: bool, reason: str) -> None:
        if self._item is None:
            return
        if not reason.strip():
            words = _("An agreed score needs a reason: say in a sentence why the panel agreed on it, and press Enter.")
            self.card.ask_for_reason(words, AGREE)
            return
        reference, key = self._item.reference, self._item.criteria[self.view.criterion].key

        def agree() -> Change:
            if by_criterion:
                return agree_scores(self._place, reference, {key: text.replace(",", ".")}, reason)
            return agree_total(self._place, reference, on_scale(text, self._view.ranking.rules.rubric.scale), reason)

        if self.perform(agree) is not None:
            self.card.ask_for_reason("")
            announce(self, _("The agreed score is kept."))

    def _on_decided(self, outcome: Outcome | None, reason: str) -> None:
        if self._item is None or self._pages.currentIndex() != ITEM:
            return
        reference = self._item.reference
        why = self._view.crosses(reference, outcome) if outcome is not None else ""
        if why and not reason.strip():
            more = _("Say in a sentence why the panel departs from the ranking, and press Enter.")
            self.card.ask_for_reason(f"{why} {more}", outcome)
            return
        seen = self._view
        if self.perform(lambda: decide_on(self._place, reference, outcome, reason=reason, seen=seen)) is not None:
            self.card.ask_for_reason("")

    def _try(self, verb: Callable[[], Change]) -> bool:
        """Do what is not worth an undo step; a trouble is told."""
        try:
            verb()
        except DDPanelError as trouble:
            self.failed.emit(trouble)
            return False
        self.saved.emit(self._place.clock())
        return True
