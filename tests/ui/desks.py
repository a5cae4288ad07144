"""A desk in a window, on a real review of the example round."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from dd_panel.domain.identifiers import CriterionKey, Reference
from dd_panel.services.workplace import Workplace
from dd_panel.store.files import open_store
from dd_panel.store.store import Store
from dd_panel.ui.desk.page import DeskPage
from dd_panel.ui.desk.review_model import ReviewModel
from dd_panel.ui.jobs import Jobs
from dd_panel.ui.settings import Settings
from dd_panel.ui.shell import Destination, Shell
from dd_panel.ui.theme import Theme
from dd_panel.ui.undo import UndoHistory
from tests.exampledesk import clock, make_review
from tests.ui.keyboard import activate, keyboard, press, settle

__all__ = ["Desk", "keyboard", "open_desk", "settle"]


@dataclass
class Desk:
    """The window with the desk in it, and what stands behind it."""

    shell: Shell
    page: DeskPage
    model: ReviewModel
    undo: UndoHistory
    store: Store
    jobs: Jobs
    handed_over: list[Path] = field(default_factory=list)

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key where the keyboard is."""
        press(self.shell, key, modifier=modifier)

    def type(self, text: str) -> None:
        """Type plain letters and figures where the keyboard is."""
        QTest.keyClicks(keyboard(self.shell), text)
        settle()

    def score(self, key: str, reference: str = "") -> str:
        """The score of a criterion as it is stored, `–` for none."""
        return self.stored(f"score.{key}", reference) or "–"

    def stored(self, field_name: str, reference: str = "") -> str:
        """A field as it is stored."""
        with self.store.reading() as work:
            entries = work.entries.of(self.model.desk.member.member_id, Reference(reference or self.current))
        return {str(key): text for key, text in entries.items()}.get(field_name, "")

    @property
    def current(self) -> str:
        """The reference of the application on the desk."""
        assert self.model.current is not None
        return self.model.current.application.reference

    def wait(self) -> None:
        """Wait for the work beside the window."""
        for _round in range(50):
            self.jobs.wait()
            settle()
            if not self.jobs.running:
                return

    def card(self, key: str) -> QWidget:
        """The card of a criterion."""
        return next(card for card in self.page.scoring.cards if card.criterion.key == CriterionKey(key))


@contextmanager
def open_desk(
    theme: Theme,
    folder: Path,
    *,
    applications: int = 24,
    begun: bool = True,
    extent: tuple[int, int] = (1440, 900),
    source: Path | None = None,
) -> Iterator[Desk]:
    """Open the desk in a window of this size on a review made for it."""
    path = folder / "ashe.ddreview"
    if source is None:
        make_review(path, applications, begun=begun)
    else:
        shutil.copy(source, path)
    store = open_store(path)
    store.hurry()
    settings = Settings(None)
    shell = Shell(theme, settings)
    undo = UndoHistory()
    shell.use_undo(undo)
    model = ReviewModel(Workplace(store, clock, "Margaret Ashe"), undo)
    handed_over: list[Path] = []

    def hand_over(file: Path) -> bool:
        handed_over.append(file)
        return True

    jobs = Jobs()
    page = DeskPage(theme, model, settings, jobs, hand_over)
    shell.set_destinations([Destination("desk", "Review desk", lambda: page)])
    shell.resize(*extent)
    shell.show()
    shell.go_to("desk")
    activate(shell)
    settle()
    try:
        yield Desk(shell, page, model, undo, store, jobs, handed_over)
    finally:
        shell.close()
        model.close()
        jobs.wait()
        shell.deleteLater()
        settle()
        store.close()
