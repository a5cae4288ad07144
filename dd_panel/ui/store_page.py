"""A screen over the open file: it reads, shows what it read, and reads again after every change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from dd_panel.domain.errors import DDPanelError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from dd_panel.services.workplace import Workplace
    from dd_panel.ui.theme import Theme
    from dd_panel.ui.undo import Change, UndoHistory


class StorePage(QWidget):
    """What all screens over the open file do alike, and what the shell asks of each.

    A screen gives its `title`, its `panes` and `read_afresh`, which reads the file and shows what it read. That is done
    each time the screen comes into sight, and once after a burst of changes, but only while somebody looks. One that
    reads while it is made ends with `was_read`.

    `saved` carries the time at which something this screen did was kept; `failed` a trouble a person can put right.
    """

    saved = Signal(object)
    failed = Signal(object)

    def __init__(self, theme: Theme, place: Workplace, undo: UndoHistory) -> None:
        super().__init__()
        self._theme = theme
        self._place = place
        self._undo = undo
        self._behind = False
        self._as_made = False
        self._touched: frozenset[str] = frozenset()
        undo.changed.connect(self._on_changed)

    # ------------------------------------------------------------------------------------------ what the shell asks

    @property
    def title(self) -> str:
        """The screen's name."""
        raise NotImplementedError  # not abc's mark: its metaclass does not mix with Qt's

    def panes(self) -> Sequence[QWidget]:
        """The panes F6 goes round, in reading order."""
        raise NotImplementedError  # not abc's mark: its metaclass does not mix with Qt's

    def on_shown(self) -> None:
        """Bring the screen up to date as it comes into sight."""
        if self._as_made:
            self._as_made = False
        else:
            self.refresh()

    def key_note(self) -> str:
        """Nothing beside “All keys: F1”."""
        return ""

    # ------------------------------------------------------------------------------------------ reading and changing

    def read_afresh(self) -> None:
        """Read what the file holds and show it.

        Raises:
            DDPanelError: the file can't be read; what was shown before may stay.
        """
        raise NotImplementedError  # not abc's mark: its metaclass does not mix with Qt's

    def was_read(self) -> None:
        """Have nothing read again when the screen first comes into sight, unless something has changed since."""
        self._as_made = True

    def refresh(self) -> None:
        """Read and show everything now; a trouble is passed on, and what was shown before stays."""
        self._behind = False
        self.attempt(self.read_afresh)

    def attempt(self, reading: Callable[[], None]) -> None:
        """Read something and show it; a trouble is passed on, and what was shown before stays."""
        try:
            reading()
        except DDPanelError as trouble:
            self.failed.emit(trouble)

    def perform(self, verb: Callable[[], Change]) -> Change | None:
        """Do what can be taken back, and say when it was kept; None when it was refused, which has been said."""
        change = self._undo.perform(verb)
        if change is not None:
            self.saved.emit(self._place.clock())
        return change

    @property
    def changing(self) -> bool:
        """Whether something is being changed beside the window."""
        return self._undo.busy

    def has_to_wait(self) -> bool:
        """The same where what is asked for depends on how that ends: it is said that it has to end first."""
        return self._undo.is_waited_for()

    def perform_beside(self, verb: Callable[[], Change], then: Callable[[Change], object]) -> None:
        """Do beside the window what may take long and can be taken back; `then` gets its change once it is kept."""

        def say(change: Change) -> None:
            self.saved.emit(self._place.clock())
            then(change)

        self._undo.perform_beside(verb, say)

    @property
    def is_behind(self) -> bool:
        """Whether something has changed that is not read yet."""
        return self._behind

    def be_up_to_date(self) -> None:
        """Leave the reading that a change has asked for, as the change is shown already."""
        self._behind = False
        self._touched = frozenset()

    def follow(self, _touched: frozenset[str]) -> None:
        """Show what changes have touched: everything is read again, unless a screen knows a shorter way."""
        self.refresh()

    def _on_changed(self, touched: frozenset[str]) -> None:
        self._as_made = False
        self._touched |= touched
        if not self._behind:
            self._behind = True
            QTimer.singleShot(0, self, self._catch_up)

    def _catch_up(self) -> None:
        behind, self._behind = self._behind, False
        touched, self._touched = self._touched, frozenset()
        if behind and self.isVisible():
            self.follow(touched)
