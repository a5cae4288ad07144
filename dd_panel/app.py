"""Puts the window together: which file opens which screens, and what happens when something goes wrong."""

from __future__ import annotations

import logging
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, Signal

from dd_panel.domain.errors import DDPanelError, InputError, PassphraseError, ReadOnlyError
from dd_panel.text import _
from dd_panel.ui.actions import add_action
from dd_panel.ui.jobs import Jobs
from dd_panel.ui.letting_go import LettingGo, still_closing
from dd_panel.ui.notices import Notice
from dd_panel.ui.shell import Destination, Shell
from dd_panel.ui.start.beginnings import Beginnings
from dd_panel.ui.start.copying import CopyingToOpen
from dd_panel.ui.start.file_kinds import PACK, REVIEW, ROUND, refuse
from dd_panel.ui.undo import UndoHistory

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from PySide6.QtWidgets import QWidget

    from dd_panel.services.removing import Removal
    from dd_panel.services.round.adding import Added
    from dd_panel.services.workplace import Clock
    from dd_panel.store.locking import Key
    from dd_panel.store.store import Store
    from dd_panel.ui.desk.session import DeskSession
    from dd_panel.ui.mishaps import Mishaps
    from dd_panel.ui.round.session import RoundSession
    from dd_panel.ui.settings import Settings
    from dd_panel.ui.start.page import StartPage
    from dd_panel.ui.theme import Theme

START: Final = "start"
NEW_ROUND: Final = "new-round"

_log = logging.getLogger(__name__)


class Program(QObject):
    """The running program: one window, at most one open file.

    `documents` is the folder in which the example round is made. `opened` says that the screens of a file are there,
    `closed` that a file was let go.
    """

    opened = Signal()
    closed = Signal()

    def __init__(self, theme: Theme, settings: Settings, mishaps: Mishaps, clock: Clock, documents: Path) -> None:
        super().__init__()
        self._theme = theme
        self._settings = settings
        self._clock = clock
        self._jobs = Jobs()
        self._letting_go = LettingGo(self._jobs, self)
        self._undo = UndoHistory(self._jobs)
        self._store: Store | None = None
        self._desk: DeskSession | None = None
        self._start: StartPage | None = None
        self.shell = Shell(theme, settings)
        self.beginnings = Beginnings(theme, self.shell, self._jobs, clock, documents)
        self.beginnings.file_ready.connect(self.open_file)
        self.beginnings.unlocked.connect(lambda path, key: self.open_file(path, key=key))
        self.beginnings.relocked.connect(self._on_relocked)
        self.beginnings.added.connect(self._on_added)
        self.beginnings.removed.connect(self._on_removed)
        self.beginnings.failed.connect(self.shell.notices.show_error)
        self._letting_go.failed.connect(self.shell.notices.show_error)
        self.beginnings.forgotten.connect(settings.forget)
        self.copying = CopyingToOpen(self.shell, self._jobs, documents)
        self.copying.copied.connect(lambda path, key: self.open_file(path, key=key))
        self.shell.installEventFilter(self)
        self.shell.files_dropped.connect(self._on_files_dropped)
        self.shell.closing.connect(self._on_closing)
        mishaps.noted.connect(self._on_mishap)

    @property
    def working(self) -> bool:
        """Whether slow work is under way beside the window."""
        return bool(self._jobs.running)

    # ----------------------------------------------------------------------- what can be shown

    def begin(self, files: Sequence[Path] = ()) -> None:
        """Show the window on these files; on the first screen where none is named, or none can be opened at once."""
        for file in files:
            self.open_file(file)
        self._stand_somewhere()
        self._theme.put_on_sheet()
        self.shell.show()

    def show_start(self) -> None:
        """Let go of the open file, with what was said of it, and show the first screen."""
        had_a_file = self._store is not None
        if not self._let_go():
            return
        if had_a_file:
            self.shell.notices.clear()
        self.shell.use_undo(None)
        self.shell.save_state.show_nothing()
        self.shell.set_place(_("No pack open"))
        self.shell.set_destinations(
            [
                Destination(START, _("Start"), self._make_start, in_bar=False),
                Destination(NEW_ROUND, _("New round"), self._make_new_round, in_bar=False),
            ]
        )
        self.shell.go_to(START)
        if self._start is not None:
            first = self._start.card.go_on if self._settings.recents else self._start.open_pack
            first.setFocus()

    def open_file(self, path: str | Path, reference: str = "", screen: str = "", *, key: Key | None = None) -> None:
        """Open one of our files with the screens it is for, by its key where it is locked; trouble is said here."""
        file = Path(path)
        if self._letting_go.is_left(file):
            self._stand_somewhere()
            self.shell.notices.show_notice(still_closing(file))
            self._when_closed(file, lambda: self.open_file(file, reference, screen, key=key))
            return
        opens: dict[str, Callable[[], None]] = {
            PACK: lambda: self._open_pack(file),
            REVIEW: lambda: self._open_review(file, reference, screen, key),
            ROUND: lambda: self._open_round(file, key),
        }
        try:
            opens.get(file.suffix.lower(), lambda: refuse(file))()
        except PassphraseError as refusal:
            self._stand_somewhere()
            self.beginnings.ask_for_passphrase(file, refusal)
        except ReadOnlyError as trouble:
            self._stand_somewhere()
            self.copying.offer(file, key, trouble)
        except DDPanelError as trouble:
            self.shell.notices.show_error(trouble)
            self._stand_somewhere()

    def _when_closed(self, file: Path, then: Callable[[], None]) -> None:
        """Go on with a file that was left as soon as it is closed, unless another one is open by then."""
        self._letting_go.when_closed(file, lambda: then() if self._store is None else None)

    def _stand_somewhere(self) -> None:
        """Show the first screen where nothing is open: questions and messages stand before a screen."""
        if self._store is None and self.shell.current_key != START:
            self.show_start()
            self.shell.show()

    def _open_pack(self, path: Path) -> None:
        if self._desk is None:
            self._stand_somewhere()
            self.beginnings.ask_where_to_unpack(path)
        else:
            self.beginnings.ask_to_add(self._desk.place, path)

    def _on_added(self, added: Added) -> None:
        """Open the review afresh, with what a later pack brought, and say what that was."""
        store, said = self._store, Notice(added.sentences[0], " ".join(added.sentences[1:]))
        if store is None or not self._let_go():
            self.shell.notices.show_notice(said)
            return

        def open_afresh() -> None:
            self.open_file(store.path, key=store.key)
            self.shell.notices.show_notice(said)

        self._when_closed(store.path, open_afresh)

    def change_lock(self) -> None:
        """Close the open file, and ask how it is to be locked from now on."""
        store = self._store
        self.show_start()
        if store is not None and self._store is None:
            self._when_closed(store.path, lambda: self.beginnings.ask_how_to_lock(store.path))

    def _on_relocked(self, path: str, key: Key | None, backups: tuple[str, ...]) -> None:
        """Open a file whose lock was changed, and say how it is locked now, and what lies beside it as it was."""
        from dd_panel.services.passphrases import left_beside

        self.open_file(path, key=key)
        name = Path(path).name
        said = _("{name} is not locked any more.") if key is None else _("{name} is locked with its passphrase.")
        told = (said.format(name=name), left_beside(backups) if key is not None else "")
        self.shell.notices.show_notice(Notice(" ".join(filter(None, told)), tone="good"))

    def _on_removed(self, removal: Removal) -> None:
        """Say what is gone; the first screen no longer offers it."""
        if self._start is not None:
            self._start.refresh()
        names = ", ".join(removal.names)
        self.shell.notices.show_notice(Notice(_("Removed from this laptop: {names}").format(names=names)))

    def _open_review(self, path: Path, reference: str, screen: str, key: Key | None) -> None:
        # Imported here, as the store costs more than the whole first screen.
        from dd_panel.services.review.reviewing import see_member
        from dd_panel.services.workplace import Workplace
        from dd_panel.ui.desk.session import DeskSession

        if self._asked_about_copy(path, key):
            return
        store = self._open_store(path, key)
        if store is None:
            return
        with self._closed_on_trouble(store):
            person = see_member(Workplace(store, self._clock, "")).name
            place = Workplace(store, self._clock, person)
            self._begin_with(store)
            session = DeskSession(self._theme, self.shell, place, self._jobs, self._undo, self._settings)
        self._desk = session
        session.opened_up.connect(self._on_opened_up)
        session.another_wanted.connect(self.beginnings.ask_for_pack)
        self._come_in(session, screen, reference)

    def _asked_about_copy(self, path: Path, key: Key | None) -> bool:
        """Whether the file is another copy of the review in this window, of which the member was asked what to take."""
        if self._desk is None or not path.is_file() or path.resolve() == self._desk.place.store.path.resolve():
            return False

        def open_it() -> None:
            if self._let_go():
                self.open_file(path, key=key)

        return self._desk.ask_about_copy(path, key, open_it)

    def _open_round(self, path: Path, key: Key | None) -> None:
        import getpass

        from dd_panel.services.workplace import Workplace
        from dd_panel.ui.round.session import RoundSession

        store = self._open_store(path, key)
        if store is None:
            return
        with self._closed_on_trouble(store):
            place = Workplace(store, self._clock, getpass.getuser())
            self._begin_with(store)
            session = RoundSession(self._theme, self.shell, place, self._jobs, self._undo)
        self._come_in(session)

    def _come_in(self, session: DeskSession | RoundSession, screen: str = "", reference: str = "") -> None:
        """Show what was opened, and remember it for the next time."""
        self._settings.remember(session.recent(self._clock()))
        self.shell.set_place(session.place_words)
        self._offer_screens(session)
        session.go_to(screen, reference)
        self.shell.save_state.show_saved(self._clock())
        self.opened.emit()

    def _on_opened_up(self) -> None:
        if self._desk is not None:
            self._offer_screens(self._desk)

    def _offer_screens(self, session: DeskSession | RoundSession) -> None:
        """Offer the screens that the open file has now."""
        self.shell.set_destinations([self._with_way_back(each) for each in session.destinations])

    def _open_store(self, path: Path, key: Key | None) -> Store | None:
        """Open another file in place of the present one; None when the present one can't be let go."""
        from dd_panel.store.files import open_store

        if self._store is not None and path.resolve() == self._store.path.resolve():
            self.shell.notices.show_notice(Notice(_("{name} is open here already.").format(name=path.name)))
            return None
        if not path.is_file():
            raise InputError(
                _("{name} is not there.").format(name=path.name),
                str(path.parent),
                _("Connect the drive it is on, or find the file."),
            )
        store = open_store(path, key)
        if not self._let_go():
            store.close()
            return None
        store.hurry()
        return store

    @contextmanager
    def _closed_on_trouble(self, store: Store) -> Iterator[None]:
        """Let go of a file whose screens could not be made."""
        try:
            yield
        except BaseException:
            self._store = None
            store.close()
            raise

    def _begin_with(self, store: Store) -> None:
        self._store = store
        self._undo.clear()
        self.shell.use_undo(self._undo)
        self.shell.notices.clear()

    def _with_way_back(self, destination: Destination) -> Destination:
        """Give a screen the key that leads back to the first one."""

        def build() -> QWidget:
            page = destination.build()
            add_action(page, _("Close this file and go to the start"), "Ctrl+W", self.show_start)
            add_action(page, _("Lock this file, or change its passphrase"), "Ctrl+Shift+P", self.change_lock)
            return page

        return Destination(destination.key, destination.words, build, destination.in_bar)

    # ------------------------------------------------------------------------- the first screen

    def _make_start(self) -> QWidget:
        from dd_panel.ui.start.first_screen import first_screen  # not needed where a file is named

        self._start = page = first_screen(self._theme, self._settings, self._jobs, self._clock, self.beginnings)
        page.new_round_wanted.connect(self.show_new_round)
        page.file_wanted.connect(self.open_file)
        return page

    def show_new_round(self) -> None:
        """Set a new round up; what was typed before in this window is still there."""
        self.shell.use_undo(self._undo)
        self.shell.go_to(NEW_ROUND)

    def _make_new_round(self) -> QWidget:
        from dd_panel.ui.round.setup.beginning import new_round_page

        page = new_round_page(self._theme, self.shell, self.beginnings, self._settings, self._undo, self._clock)
        page.left.connect(lambda: self.shell.go_to(START))
        return page

    # ------------------------------------------------------------------------- letting go

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the window open once when something could not be stored, and say so."""
        if watched is self.shell and event.type() == QEvent.Type.Close and not self._may_go():
            event.ignore()
            return True
        return super().eventFilter(watched, event)

    def _may_go(self) -> bool:
        """Whether the open file may be let go."""
        return self._desk is None or self._desk.may_be_left()

    def _let_go(self) -> bool:
        """Leave the open file, if there is one; tells whether there is none any more."""
        if not self._may_go():
            return False
        if self._desk is not None:
            self._settings.remember(self._desk.recent(self._clock()))
            self._desk.close()
        self.shell.set_destinations([])
        self._desk = None
        self._start = None
        self._undo.leave()
        store, self._store = self._store, None
        if store is not None:
            self.closed.emit()
            self._letting_go.let_go(store)
        return True

    def _on_closing(self) -> None:
        self._jobs.cancel_all()
        self._let_go()
        self._jobs.wait()
        self._letting_go.finish()

    def _on_files_dropped(self, paths: Sequence[Path]) -> None:
        ours = [path for path in paths if path.suffix.lower() in {PACK, REVIEW, ROUND}]
        if ours:
            self.open_file(ours[0])
        elif self.shell.current_key == START:
            self.open_file(paths[0])

    def _on_mishap(self, said: Notice) -> None:
        """Something that nobody caught: keep what is being typed, and say what it was."""
        try:
            if self._desk is not None:
                self._desk.flush()
        except Exception:  # noqa: BLE001 - the message below must come in any case
            _log.exception("what was typed could not be stored after: %s", said.title)
        self.shell.notices.show_notice(said)
