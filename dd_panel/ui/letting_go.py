"""Lets go of a file without halting the window: what is under way about it ends first, and then the file is closed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal

from dd_panel.domain.errors import DDPanelError
from dd_panel.text import _
from dd_panel.ui.notices import Notice

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from dd_panel.store.store import Store
    from dd_panel.ui.jobs import Jobs

MOMENT_MS: Final = 50
"""So long the window waits, as nearly always nothing is under way that would not have ended by then."""


class LettingGo(QObject):
    """The files that were left and are not closed yet.

    `failed` carries a trouble in closing one, or in what was still under way in it: the screen that would have told it
    is gone.
    """

    failed = Signal(object)

    def __init__(self, jobs: Jobs, parent: QObject) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._left: list[Store] = []
        self._then: dict[Path, Callable[[], object]] = {}

    def let_go(self, store: Store) -> None:
        """Give up what was read for the screens of a file, and close it when all else that is under way has ended."""
        self._left.append(store)
        self._jobs.give_up_looking()
        for job in self._jobs.running:
            if not job.given_up:
                job.failed.connect(partial(self._on_work_failed, store.path.name))
        if self._jobs.wait(MOMENT_MS):
            self._close(store)
        else:
            self._jobs.when_done(lambda: self._close(store))

    def is_left(self, path: Path) -> bool:
        """Whether this file was left and is not closed yet."""
        return any(each.path.resolve() == path.resolve() for each in self._left)

    def when_closed(self, path: Path, then: Callable[[], object]) -> None:
        """Call `then` when a file that was left is closed: at once where it is. The last wish for each file counts."""
        if self.is_left(path):
            self._then[path.resolve()] = then
        else:
            then()

    def finish(self) -> None:
        """Close all that was left, as the program ends; nothing comes after that."""
        self._then.clear()
        for store in tuple(self._left):
            self._close(store)

    def _on_work_failed(self, name: str, trouble: BaseException) -> None:
        if not isinstance(trouble, DDPanelError):
            raise trouble
        title = _("What was still under way in {name} failed.").format(name=name)
        detail = " ".join(part for part in (trouble.title, trouble.detail) if part)
        self.failed.emit(DDPanelError(title, detail, trouble.remedy))

    def _close(self, store: Store) -> None:
        if store not in self._left:
            return  # the program ended meanwhile
        self._left.remove(store)
        try:
            store.close()
        except DDPanelError as trouble:
            self.failed.emit(trouble)
        then = self._then.pop(store.path.resolve(), None)
        if then is not None:
            then()


def still_closing(path: Path) -> Notice:
    """What is said to a person who wants a file again that was left and is not closed yet."""
    title = _("{name} is still being closed.").format(name=path.name)
    return Notice(title, _("What was under way in it is finished first; then it opens."))
