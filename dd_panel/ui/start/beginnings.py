"""What the first screen offers: opens a pack, makes or removes a round, each with its questions and its slow work."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

from PySide6.QtCore import QObject, Signal

from dd_panel.domain.errors import DDPanelError, InputError, PassphraseError
from dd_panel.text import _
from dd_panel.ui.start.file_questions import ask_for_file, ask_where_to_keep
from dd_panel.ui.start.passphrase import PackDialog, PassphraseDialog
from dd_panel.ui.widgets.labels import Para
from dd_panel.ui.widgets.layouts import column
from dd_panel.ui.widgets.question import Question

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from dd_panel.domain.rounds import Round
    from dd_panel.domain.rubric_change import WayAcross
    from dd_panel.services.removing import Removal
    from dd_panel.services.round.adding import Added
    from dd_panel.services.round.packing import PackInside
    from dd_panel.services.workplace import Clock, Workplace
    from dd_panel.store.locking import Key
    from dd_panel.ui.jobs import Job, Jobs, Report
    from dd_panel.ui.settings import Recent
    from dd_panel.ui.theme import Theme

Made = TypeVar("Made")

REVIEW: Final = ".ddreview"
ROUND: Final = ".ddround"


class Beginnings(QObject):
    """Asks what is needed, does the work beside the window, and tells the file to open.

    `unlocked` carries a locked store's path and its key, `relocked` the same once its lock was changed (no key where it
    has none any more) with the names of backups beside it, `added` what a later pack brought, `removed` what is gone
    from this laptop. `founded` says that a new round is made. `begun`, `progress` and `ended` accompany slow work;
    `failed` carries a trouble a person can put right; `forgotten` a path that is to be taken off the recent files.
    `documents` is the folder in which the example round is made.
    """

    file_ready = Signal(str)
    unlocked = Signal(str, object)
    relocked = Signal(str, object, object)
    added = Signal(object)
    removed = Signal(object)
    founded = Signal()
    begun = Signal(str)
    progress = Signal(int, int, str)
    ended = Signal()
    failed = Signal(object)
    forgotten = Signal(str)

    def __init__(self, theme: Theme, window: QWidget, jobs: Jobs, clock: Clock, documents: Path) -> None:
        super().__init__()
        self._theme = theme
        self._window = window
        self._jobs = jobs
        self._clock = clock
        self._documents = documents
        self._job: Job | None = None
        self._then: Callable[[Any], object] = _nothing_more
        self._with_passphrase: Callable[[str], None] | None = None

    def ask_for_pack(self) -> None:
        """Ask which review pack to open."""
        kinds = _("Review packs and reviews ({patterns})").format(patterns="*.ddpack *.ddreview")
        ask_for_file(self._window, _("Open a review pack"), kinds, self.file_ready.emit)

    def ask_for_round(self) -> None:
        """Ask which round to open."""
        kinds = _("Rounds ({patterns})").format(patterns="*.ddround")
        ask_for_file(self._window, _("Open round"), kinds, self.file_ready.emit)

    def ask_where_it_is(self, recent: Recent) -> None:
        """Ask where a file is that is not where it was."""
        kinds = _("Files of this program ({patterns})").format(patterns="*.ddpack *.ddreview *.ddround")

        def found(path: str) -> None:
            self.forgotten.emit(recent.path)
            self.file_ready.emit(path)

        ask_for_file(self._window, _("Find {name}").format(name=Path(recent.path).name), kinds, found)

    def ask_for_definition(self, chosen: Callable[[str], object]) -> None:
        """Ask for the definition that a new round is to begin from."""
        kinds = _("Round definitions ({patterns})").format(patterns="*.toml")
        ask_for_file(self._window, _("New round: choose its definition"), kinds, chosen)

    def ask_where_to_found(self, rules: Round) -> None:
        """Ask where to keep a new round, then make it."""
        from dd_panel.exchange.files import safe_name

        kinds = _("Rounds ({patterns})").format(patterns="*.ddround")
        suggested = self._documents / f"{safe_name(rules.reference)}{ROUND}"
        ask_where_to_keep(
            self._window,
            _("New round: where to keep it"),
            suggested,
            kinds,
            lambda path: self.found_round(rules, Path(path)),
        )

    def found_round(self, rules: Round, path: Path) -> None:
        """Make a round with its definition beside it, and open it."""
        clock = self._clock

        def create(_report: Report) -> Path:
            from dd_panel.services.round.setting_up import found_round

            found_round(path, rules, clock)
            return path

        def done(made: Path) -> None:
            self.founded.emit()
            self.file_ready.emit(str(made))

        self._work(_("Making the round"), create, done)

    def ask_where_to_unpack(self, pack: Path) -> None:
        """Ask where to keep the review made from a pack; one begun before is offered first."""
        if not pack.is_file():
            raise InputError(_("{name} is not there.").format(name=pack.name), remedy=_("Find the file you were sent."))
        begun = pack.with_suffix(REVIEW)
        if begun.is_file():
            question = Question(
                self._theme,
                self._window,
                _("You have begun this pack"),
                _("{name} lies beside it, with what you have done so far.").format(name=begun.name),
                _("Open my review"),
            )
            question.accepted.connect(lambda: self.file_ready.emit(str(begun)))
            question.open()
            return
        self._look_inside(pack)

    def _look_inside(self, pack: Path, passphrase: str | None = None) -> None:
        """Show by which key the pack is known, and ask for its passphrase where it is locked."""

        def work(_report: Report) -> PackInside:
            from dd_panel.services.round.packing import look_inside

            return look_inside(pack, passphrase)

        def confirm(inside: PackInside) -> None:
            dialog = PackDialog(self._theme, self._window, inside)
            dialog.accepted.connect(lambda: self._ask_where_to_keep(pack, passphrase))
            dialog.open()

        title = _("Checking {name}").format(name=pack.name)
        self._work(title, work, confirm, lambda given: self._look_inside(pack, given))

    def _ask_where_to_keep(self, pack: Path, passphrase: str | None) -> None:
        kinds = _("Reviews ({patterns})").format(patterns="*.ddreview")
        title, suggested = _("Where to keep your review"), pack.with_suffix(REVIEW)
        ask_where_to_keep(
            self._window, title, suggested, kinds, lambda path: self._unpack(pack, Path(path), passphrase)
        )

    def _unpack(self, pack: Path, review: Path, passphrase: str | None) -> None:
        clock = self._clock

        def work(_report: Report) -> None:
            from dd_panel.services.round.packing import unpack

            unpack(pack, review, clock, passphrase)

        def go_on(_nothing: None) -> None:
            if passphrase is None:
                self.file_ready.emit(str(review))
            else:
                self.unlock(review, passphrase)

        self._work(_("Opening {name}").format(name=pack.name), work, go_on)

    def ask_to_add(self, place: Workplace, pack: Path, passphrase: str | None = None) -> None:
        """Ask whether to bring what is new in a later pack into the review that is open.

        Where the pack has another rubric, what becomes of the scores is said first.
        """

        def work(_report: Report) -> WayAcross | None:
            from dd_panel.services.round.adding import plan_across

            return plan_across(place, pack, passphrase)

        def ask(way: WayAcross | None) -> None:
            question = self._question_of(pack, way)
            question.accepted.connect(lambda: self._add(place, pack, passphrase, across=way is not None))
            question.open()

        title = _("Checking {name}").format(name=pack.name)
        self._work(title, work, ask, lambda given: self.ask_to_add(place, pack, given))

    def _question_of(self, pack: Path, way: WayAcross | None) -> Question:
        from dd_panel.services.review.crossing import way_words

        if way is None:
            sentence = _(
                "What is new in {name} is added, what was corrected reads as it should. All you have done stays."
            )
            words = (_("Add this pack to your review?"), sentence.format(name=pack.name), _("Add what is new"))
            return Question(self._theme, self._window, *words)
        return Question(
            self._theme,
            self._window,
            _("This pack has another rubric"),
            _("The secretariat changed what is judged. Comments on what is still judged stay. The scores:"),
            _("Go across"),
            column(*(Para(self._theme, each, "dense") for each in way_words(way)), gap=6),
        )

    def _add(self, place: Workplace, pack: Path, passphrase: str | None, *, across: bool) -> None:
        def work(_report: Report) -> Added:
            from dd_panel.services.round.adding import add_pack

            return add_pack(place, pack, passphrase, across=across)

        self._work(_("Adding {name}").format(name=pack.name), work, self.added.emit)

    def ask_for_passphrase(self, path: Path, refusal: PassphraseError) -> None:
        """Ask for the passphrase of a locked round or review, and open it."""
        self._ask(refusal, lambda passphrase: self.unlock(path, passphrase))

    def unlock(self, path: Path, passphrase: str) -> None:
        """Make the key of a locked store beside the window, for that takes a moment; `unlocked` carries it."""

        def work(_report: Report) -> Key:
            from dd_panel.store.locking import key_for

            return key_for(path, passphrase)

        title = _("Unlocking {name}").format(name=path.name)
        self._work(title, work, lambda key: self.unlocked.emit(str(path), key))

    def _ask(self, refusal: PassphraseError, then: Callable[[str], None]) -> None:
        dialog = PassphraseDialog(self._theme, self._window, refusal)
        dialog.given.connect(then)
        dialog.open()

    def ask_about_example(self) -> None:
        """Make the example round, after asking where one is there already."""
        folder = self._documents / _("dd_panel example")
        if not folder.exists():
            self.make_example(folder)
            return
        question = Question(
            self._theme,
            self._window,
            _("Begin the example afresh?"),
            _("It is there already, in {folder}. What was done in it is replaced.").format(folder=folder),
            _("Begin afresh"),
        )
        question.accepted.connect(lambda: self.make_example(folder))
        question.open()

    def make_example(self, folder: Path) -> None:
        """Run the demonstration into a folder and open its round."""
        clock = self._clock

        def work(report: Report) -> Path:
            from dd_panel.services.demonstration import run_demo

            return run_demo(folder, clock, progress=report, cancelled=lambda: report.cancelled).round_file

        self._make(_("Making the example round"), work)

    def ask_what_to_lock(self) -> None:
        """Ask which round or review is to be locked, or to have another passphrase or none."""
        kinds = _("Rounds and reviews ({patterns})").format(patterns="*.ddround *.ddreview")
        title = _("Lock a round or a review, or change its passphrase")
        ask_for_file(self._window, title, kinds, lambda path: self.ask_how_to_lock(Path(path)))

    def ask_how_to_lock(self, store: Path) -> None:
        """Ask for the passphrase that a store is to have, and say beforehand what it can't promise."""
        from dd_panel.services.passphrases import see_lock
        from dd_panel.ui.start.locking import LockDialog

        try:
            dialog = LockDialog(self._theme, self._window, store.name, see_lock(store))
        except DDPanelError as trouble:
            self.failed.emit(trouble)
            return
        dialog.given.connect(lambda present, wanted: self.change_lock(store, present, wanted))
        dialog.open()

    def change_lock(self, store: Path, present: str | None, wanted: str | None) -> None:
        """Write a store anew with another passphrase, or none, in its place; `relocked` tells of it."""
        clock = self._clock

        def work(report: Report) -> tuple[Key | None, tuple[str, ...]]:
            from dd_panel.services.passphrases import change_lock, see_lock

            key = change_lock(store, clock, present, wanted, progress=report, cancelled=lambda: report.cancelled)
            return key, see_lock(store).backups

        def again(given: str) -> None:
            self.change_lock(store, given, wanted)

        title = _("Unlocking {name}") if wanted is None else _("Locking {name}")
        self._work(title.format(name=store.name), work, lambda made: self.relocked.emit(str(store), *made), again)

    def ask_what_to_remove(self) -> None:
        """Ask which round or review to remove from this laptop, and whether that is meant."""
        kinds = _("Rounds and reviews ({patterns})").format(patterns="*.ddround *.ddreview")
        ask_for_file(self._window, _("Remove a round from this laptop"), kinds, lambda path: self._confirm(Path(path)))

    def _confirm(self, store: Path) -> None:
        from dd_panel.services.removing import plan_removal
        from dd_panel.ui.start.removal import RemovalDialog

        try:
            dialog = RemovalDialog(self._theme, self._window, plan_removal(store))
        except DDPanelError as trouble:
            self.failed.emit(trouble)
            return
        dialog.accepted.connect(lambda: self.remove(store))
        dialog.open()

    def remove(self, store: Path) -> None:
        """Remove a store with all that belongs to it; `removed` carries what is gone."""
        clock = self._clock

        def work(report: Report) -> Removal:
            from dd_panel.services.removing import remove_from_laptop

            return remove_from_laptop(store, clock, report)

        def say(removal: Removal) -> None:
            self.forgotten.emit(str(store.resolve()))
            self.removed.emit(removal)

        self._work(_("Removing {name}").format(name=store.name), work, say)

    def _make(self, title: str, work: Callable[[Report], Path]) -> None:
        """Do something slow that makes a file, and open it."""
        self._work(title, work, lambda path: self.file_ready.emit(str(path)))

    def _work(
        self,
        title: str,
        work: Callable[[Report], Made],
        then: Callable[[Made], object],
        with_passphrase: Callable[[str], None] | None = None,
    ) -> None:
        """Do something slow beside the window, then go on with what it made; one thing at a time.

        `with_passphrase` does it once more, where it turned out that a passphrase is wanted.
        """
        if self._job is not None:
            return
        self._then, self._with_passphrase = then, with_passphrase
        self.begun.emit(title)
        self._job = self._jobs.start(work)
        self._job.progress.connect(self.progress)
        self._job.finished.connect(self._on_made)
        self._job.failed.connect(self._on_failed)
        self._job.cancelled.connect(self._on_ended)

    @property
    def busy(self) -> bool:
        """Whether something is being made."""
        return self._job is not None

    def stop(self) -> None:
        """Stop what is being made; nothing half made is left."""
        if self._job is not None:
            self._job.cancel()

    def _on_ended(self) -> None:
        self._job = None
        self.ended.emit()

    def _on_made(self, made: object) -> None:
        self._on_ended()
        self._then(made)

    def _on_failed(self, trouble: BaseException) -> None:
        from dd_panel.services.workplace import CancelledError

        self._on_ended()
        if isinstance(trouble, PassphraseError) and self._with_passphrase is not None:
            self._ask(trouble, self._with_passphrase)
        elif isinstance(trouble, DDPanelError):
            self.failed.emit(trouble)
        elif not isinstance(trouble, CancelledError):
            raise trouble


def _nothing_more(_made: object) -> None:
    """Nothing follows."""
