"""A member's review, open in the window: its two screens, and what the frame is told of them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from dd_panel.domain.errors import DDPanelError, InputError
from dd_panel.services.review.beginning import must_state
from dd_panel.services.review.older_copies import reached, set_back
from dd_panel.text import _
from dd_panel.ui.actions import add_action
from dd_panel.ui.dates import day, time_words
from dd_panel.ui.desk.review_model import ReviewModel
from dd_panel.ui.notices import Notice, Remedy, notice_of
from dd_panel.ui.outside import ask_where_to_save_workbook, open_with_system, written_notice
from dd_panel.ui.settings import Recent
from dd_panel.ui.shell import Destination
from dd_panel.ui.speech import announce
from dd_panel.ui.start.continuing import pack_title
from dd_panel.ui.start.file_questions import ask_where_to_save

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from PySide6.QtWidgets import QWidget

    from dd_panel.domain.identifiers import Field, Reference
    from dd_panel.services.review.copies import OtherCopy
    from dd_panel.services.workplace import Workplace
    from dd_panel.store.locking import Key
    from dd_panel.ui.desk.my_scores.page import MyScoresPage
    from dd_panel.ui.desk.page import DeskPage
    from dd_panel.ui.desk.paper.paper_desk import PaperDesk
    from dd_panel.ui.jobs import Jobs
    from dd_panel.ui.settings import Settings
    from dd_panel.ui.shell import Shell
    from dd_panel.ui.theme import Theme
    from dd_panel.ui.undo import UndoHistory

CONFLICTS, DESK, SCORES = "conflicts", "desk", "scores"


class DeskSession(QObject):
    """Makes the screens of one open review and passes on what they say.

    `opened_up` comes when the member has stated to have no other conflicts: there are other screens then.
    `another_wanted` asks for another file beside this one: a later pack, or a copy that was worked on elsewhere.
    """

    opened_up = Signal()
    another_wanted = Signal()

    def __init__(
        self, theme: Theme, shell: Shell, place: Workplace, jobs: Jobs, undo: UndoHistory, settings: Settings
    ) -> None:
        super().__init__()
        self._theme = theme
        self._shell = shell
        self.place = place
        self._jobs = jobs
        self._undo = undo
        self._settings = settings
        self._page: DeskPage | None = None
        self._scores: MyScoresPage | None = None
        self._paper: PaperDesk | None = None
        self._barred = must_state(place)
        self._wanted = ("", "")
        self._warning: Notice | None = None
        self._closed: Notice | None = None
        self.model = ReviewModel(place, undo)
        self.model.saved.connect(self._on_saved)
        self.model.not_saved.connect(self._on_not_saved)
        self.model.refused.connect(self._on_refused)
        self.model.opened.connect(shell.notices.let_go)
        self.model.completed.connect(self._on_completed)
        self.model.desk_changed.connect(self._on_desk_changed)
        shell.save_state.copy_asked.connect(self._ask_for_copy)
        self._say_if_set_back()

    @property
    def destinations(self) -> Sequence[Destination]:
        """The review desk and the member's own scores; before the statement, the question about conflicts."""
        if self._barred:
            return (Destination(CONFLICTS, _("Conflicts first"), self._make_conflicts),)
        return (
            Destination(DESK, _("Review desk"), self._make_desk),
            Destination(SCORES, _("My scores"), self._make_scores),
        )

    @property
    def place_words(self) -> str:
        """The round and the person, as the app bar says them."""
        desk = self.model.desk
        return _("{round} · {person}").format(round=desk.rules.name, person=desk.member.name)

    def go_to(self, screen: str, reference: str = "") -> None:
        """Show a screen, with one application on the desk where one is named; not before the first statement."""
        if self._barred:
            self._wanted = (screen, reference)
            self._shell.go_to(CONFLICTS)
            return
        if reference:
            self.flush()
            self.model.open(reference)
        self._shell.go_to(screen or DESK)

    def ask_about_copy(self, path: Path, key: Key | None, open_it: Callable[[], None]) -> bool:
        """Where a file is another copy of this review, ask what to bring in; False for any other file."""
        from dd_panel.services.review.copies import is_other_copy, see_other_copy
        from dd_panel.ui.desk.history.copy_dialog import CopyDialog

        if not is_other_copy(self.place, path, key):
            return False
        self.flush()
        copy = see_other_copy(self.place, path, key)
        dialog = CopyDialog(self._theme, self._shell, self.model.rubric, copy)
        dialog.chosen.connect(lambda chosen: self._bring_in(copy, chosen))
        dialog.open_asked.connect(open_it)
        dialog.open()
        return True

    def _bring_in(self, copy: OtherCopy, chosen: Mapping[tuple[Reference, Field], str]) -> None:
        from dd_panel.services.review.copies import bring_in

        change = self._undo.perform(lambda: bring_in(self.place, copy, chosen))
        if change is not None:
            self.model.reload()
            self._shell.notices.show_notice(Notice(change.summary, tone="good"))

    def flush(self) -> None:
        """Store everything that was typed, as far as it can be stored."""
        if self._page is not None:
            self._page.flush()
        if self.model.has_unsaved:
            self.model.save_again()

    def may_be_left(self) -> bool:
        """Store all there is; tells whether the file may be let go. A second wish in a row is granted."""
        self.flush()
        if not self.model.has_unsaved or self._warning is not None:
            return True
        self._warning = Notice(
            _("Not everything is saved."),
            _("The last changes are only in this window."),
            _("Save a copy at the top right, or close again to go without them."),
            tone="bad",
        )
        self._shell.notices.show_notice(self._warning)
        return False

    def recent(self, now: datetime) -> Recent:
        """What the first screen remembers of this review."""
        desk = self.model.desk
        note = _("{done} of {all} complete").format(done=desk.count("complete"), all=len(desk.items))
        if desk.exported is not None and not desk.changed:
            note = _("Scoresheet exported {day}").format(day=day(desk.exported.at))
        return Recent(
            str(self.place.store.path.resolve()),
            pack_title(desk.rules),
            "pack",
            now.isoformat(timespec="minutes"),
            "in_progress" if desk.unfinished else "complete",
            note,
            reached(self.place),
        )

    def _say_if_set_back(self) -> None:
        """Where the file lacks what was done in it on this laptop, say so once: an older copy may lie in its place."""
        known = self._settings.recent(str(self.place.store.path.resolve()))
        lacks = None if known is None else set_back(self.place, known.reached)
        if lacks is None:
            return
        told = _("It lacks what was done on this laptop until {known}.").format(known=time_words(lacks.known))
        if lacks.here is not None:
            told = _("{told} Its own last change is of {time}.").format(told=told, time=time_words(lacks.here))
        self._shell.notices.show_notice(
            Notice(
                _("This file is older than the one you worked in here."),
                told,
                _("If it was put back by mistake, open the newer copy too, with Ctrl+O: what both hold can be joined."),
                tone="bad",
            )
        )

    def close(self) -> None:
        """Let go of the file and of the frame."""
        self.model.close()
        self._shell.save_state.copy_asked.disconnect(self._ask_for_copy)

    # ------------------------------------------------------------------------------ private

    def _on_desk_changed(self) -> None:
        if self._closed is not None and not self.model.desk.closed:
            self._shell.notices.withdraw(self._closed)
            self._closed = None

    def _make_conflicts(self) -> QWidget:
        from dd_panel.ui.desk.conflicts.page import ConflictsPage  # each screen is loaded when it is wanted

        page = ConflictsPage(self._theme, self.place, self._undo)
        page.stated.connect(self._on_stated)
        return page

    def _on_stated(self) -> None:
        self._barred = False
        self.model.reload()
        self.opened_up.emit()
        self.go_to(*self._wanted)

    def _make_desk(self) -> QWidget:
        from dd_panel.ui.desk.page import DeskPage

        page = DeskPage(self._theme, self.model, self._settings, self._jobs, open_with_system)
        page.trouble.connect(self._shell.notices.show_error)
        page.trouble_over.connect(lambda error: self._shell.notices.withdraw(notice_of(error)))
        page.copy_written.connect(self._on_copy_written)
        page.size_wanted.connect(self._shell.step_text)
        page.typing.connect(self._shell.save_state.show_saving)
        page.all_done.connect(self._on_all_done)
        words = _("Save this application with my review and marks as PDF")
        add_action(page, words, "Ctrl+P", self._ask_for_paper)
        self._offer_another(page)
        self._page = page
        return page

    def _make_scores(self) -> QWidget:
        from dd_panel.ui.desk.my_scores.page import MyScoresPage

        page = MyScoresPage(self._theme, self.place, self._jobs, self._undo, self._ask_where_to_export)
        page.application_requested.connect(self._on_application_requested)
        page.saving_wanted.connect(self._save)
        page.exported.connect(self._on_exported)
        page.refused.connect(self._on_refused)
        page.sheet_card.paper.clicked.connect(self._ask_for_all_on_paper)
        add_action(page, _("Save my reviews as PDF"), "Ctrl+P", self._ask_for_all_on_paper)
        self._offer_another(page)
        self._scores = page
        return page

    def _offer_another(self, page: QWidget) -> None:
        add_action(page, _("Open a later pack, or another copy of this review"), "Ctrl+O", self.another_wanted.emit)

    def _paper_desk(self) -> PaperDesk:
        """What makes PDFs, loaded when a screen first offers one."""
        from dd_panel.ui.desk.paper.paper_desk import PaperDesk

        if self._paper is None:
            self._paper = PaperDesk(self._theme, self._shell, self.place, self._jobs)
        return self._paper

    def _ask_for_paper(self) -> None:
        if self.model.current is not None and self._all_is_stored():
            self._paper_desk().ask_one(self.model.current.application.reference)

    def _ask_for_all_on_paper(self) -> None:
        if self._all_is_stored():
            self._paper_desk().ask_all()

    def _ask_where_to_export(self, parent: QWidget, name: str) -> Path | None:
        return ask_where_to_save_workbook(parent, name) if self._all_is_stored() else None

    def _save(self) -> None:
        """Store all there is, also what was typed on the desk before, and say so; what fails is said as it fails."""
        self.flush()
        if not self.model.has_unsaved:
            self.model.tell_saved()
            announce(self._shell, _("Everything is saved."))

    def _all_is_stored(self) -> bool:
        """Store all there is, before a file is made of what is stored; what would be missing from it is said."""
        self.flush()
        if self.model.has_unsaved:
            self._shell.notices.show_notice(_missing())
        return not self.model.has_unsaved

    def _on_completed(self, _reference: str) -> None:
        """After every tenth application, offer a look at two that were read long apart."""
        from dd_panel.domain.neighbours import EVERY
        from dd_panel.services.review.comparing import see_side_by_side

        asked = Notice(
            _("Ten more are done."),
            _("Two of your earlier neighbours are worth a look side by side: still right?"),
            action=Remedy(_("Compare"), self._compare_neighbours),
        )
        if self.model.desk.count("complete") % EVERY == 0 and see_side_by_side(self.place, self.model.desk).due:
            self._shell.notices.show_notice(asked)
        else:
            self._shell.notices.withdraw(asked)  # of whoever goes on; My scores goes on asking

    def _compare_neighbours(self) -> None:
        self._shell.go_to(SCORES)
        if self._scores is not None:
            self._scores.pairs_card.ask_neighbours()

    def _on_application_requested(self, reference: str, field: str) -> None:
        self._shell.notices.let_go()  # though it may be the one that lies on the desk
        self.go_to(DESK, reference)
        current = self.model.current
        if self._page is not None and field and current is not None and current.application.reference == reference:
            self._page.show_place(field)

    def _on_copy_written(self, path: Path) -> None:
        self._shell.notices.show_notice(written_notice(path))

    def _on_exported(self, _path: object) -> None:
        """After a whole scoresheet, undo stops there: what went out changes in another version only."""
        self.model.reload()
        if self.model.desk.closed:
            self._undo.clear()

    def _on_all_done(self) -> None:
        self._shell.notices.show_notice(
            Notice(
                _("All your applications are complete."),
                _("Look them over in My scores, then export your scoresheet."),
                tone="good",
                action=Remedy(_("My scores"), lambda: self._shell.go_to(SCORES)),
            )
        )

    def _on_refused(self, trouble: DDPanelError) -> None:
        """Say why something can't be done; where all is closed, with the way to open it again."""
        desk = self.model.desk
        if not desk.closed or not isinstance(trouble, InputError):
            self._shell.notices.show_error(trouble)
            return
        words = _("Start version {number}").format(number=desk.exports + 1)
        self._closed = notice_of(trouble, Remedy(words, self.model.begin_version))
        self._shell.notices.show_notice(self._closed)

    def _on_saved(self, at: datetime) -> None:
        """Say so, and take warnings back that hold no longer: the next wish to close is the first one again."""
        self._shell.save_state.show_saved(at)
        if not self.model.has_unsaved:
            self._shell.notices.withdraw(_missing())
            if self._warning is not None:
                self._shell.notices.withdraw(self._warning)
                self._warning = None

    def _on_not_saved(self, why: str) -> None:
        self._shell.save_state.show_not_saved(why, offer_copy=True)

    def _ask_for_copy(self) -> None:
        path = self.place.store.path
        suggested = Path.home() / f"{path.stem}-copy{path.suffix}"
        kinds = _("Reviews ({pattern})").format(pattern="*.ddreview")
        ask_where_to_save(self._shell, _("Save a copy"), suggested, kinds, self._save_copy)

    def _save_copy(self, chosen: str) -> None:
        try:
            self.model.save_copy(Path(chosen))
        except DDPanelError as trouble:
            self._shell.notices.show_error(trouble)
            return
        self._shell.notices.show_notice(
            Notice(
                _("The copy holds everything, also what could not be saved."),
                chosen,
                _("Go on with the copy if the first file stays out of reach."),
                tone="good",
            )
        )


def _missing() -> Notice:
    return Notice(
        _("Not everything is saved."),
        _("The last changes are only in this window, and would be missing from the file."),
        _("Try again in a moment, or save a copy at the top right."),
        tone="bad",
    )
