"""`python -m tests.bench.round_window ROUND [SCREEN…]` works on the secretariat's screens and prints their pauses.

For each screen and action it prints, in JSON, the longest pause of the window's own thread in seconds: from the click
or key until all work that it began has ended. The file is changed: give a copy. What Python has not compiled yet is
compiled as it is loaded, so run it twice.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from dd_panel.app import Program
from dd_panel.paths import resources
from dd_panel.ui.garbage import Sweeping
from dd_panel.ui.meeting.decisions_page import DecisionsPage
from dd_panel.ui.meeting.page import MeetingPage
from dd_panel.ui.mishaps import Mishaps
from dd_panel.ui.round.applications.page import ApplicationsPage
from dd_panel.ui.round.assignment.page import AssignmentPage
from dd_panel.ui.round.panel.page import PanelPage
from dd_panel.ui.round.ranking.page import RankingPage
from dd_panel.ui.round.returns.page import ReturnsPage
from dd_panel.ui.settings import Settings
from dd_panel.ui.theme import Theme, load_fonts
from dd_panel.ui.tokens import load_tokens
from tests.bench.ranking_window import Heart
from tests.bench.rounds import NOON

SCREENS = ("applications", "rubric", "panel", "assignment", "returns", "ranking", "meeting", "decisions")
QUIET_TURNS = 5
TURN_MS = 20
PATIENCE = 90.0
SHOWN = (
    (Qt.Key.Key_Down, Qt.KeyboardModifier.NoModifier, "next row"),
    (Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier, "undo"),
    (Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier, "redo"),
)

Page = TypeVar("Page", bound=QWidget)


class Secretariat:
    """The program on a large round, and the pauses that were found."""

    def __init__(self, path: Path, folder: Path) -> None:
        theme = Theme(load_tokens(resources() / "design" / "tokens.json"), "light")
        app = QApplication.instance()
        if isinstance(app, QApplication):
            theme.install(app)
        self.program = Program(theme, Settings(None), Mishaps(folder / "bench.log"), lambda: NOON, folder)
        sweeping = Sweeping(lambda: self.program.working, self.program)  # as in the program's own window
        self.program.opened.connect(sweeping.leave_alone)
        self.pauses: list[tuple[str, str, float]] = []
        self.program.begin()
        self.wait()
        self.program.open_file(path)
        self.wait()

    def wait(self) -> None:
        """Wait until no work is under way, and the window has had its turn after the last."""
        end, quiet = time.perf_counter() + PATIENCE, 0
        while quiet < QUIET_TURNS and time.perf_counter() < end:
            QTest.qWait(TURN_MS)
            quiet = 0 if self.program.working else quiet + 1

    def do(self, screen: str, words: str, act: Callable[[], object]) -> None:
        """Do something, and keep the longest pause until all that follows from it is over."""
        heart = Heart()
        act()
        self.wait()
        self.pauses.append((screen, words, heart.stop()))

    def open(self, screen: str, words: str) -> None:
        """Go to a screen."""
        self.do(screen, words, lambda: self.program.shell.go_to(screen))

    def page(self, kind: type[Page]) -> Page:
        """The screen in sight."""
        page = self.program.shell.current_page
        if not isinstance(page, kind):
            raise TypeError(type(page).__name__)
        return page

    def press(self, screen: str, key: Qt.Key, held: Qt.KeyboardModifier, words: str) -> None:
        """Press a key where the keyboard is."""
        self.do(screen, words, lambda: QTest.keyClick(QApplication.focusWidget() or self.program.shell, key, held))

    def undo_and_redo(self, screen: str, what: str) -> None:
        """Take the last step back, do it again, and take it back once more."""
        (_down, undo, redo) = SHOWN
        for key, held, words in (undo, redo, undo):
            self.press(screen, key, held, f"{words} {what}")

    def answer(self, screen: str, words: str, *, accept: bool) -> None:
        """Accept or leave the question that is asked."""
        asked = next((each for each in QApplication.topLevelWidgets() if isinstance(each, QDialog)), None)
        if asked is not None:
            self.do(screen, words, asked.accept if accept else asked.reject)


def applications(window: Secretariat) -> None:
    """Look at what arrived and at who may compete, and pass an application."""
    page = window.page(ApplicationsPage)
    window.do("applications", "eligibility", page.turn)
    window.do("applications", "find", lambda: page.eligibility.find_field.setText("north"))
    window.do("applications", "find no more", page.eligibility.find_field.clear)
    window.do("applications", "pass all gates", page.eligibility.pass_all)
    window.do("applications", "received", page.turn)


def panel(window: Secretariat) -> None:
    """Look at a member."""
    page = window.page(PanelPage)
    page.table.setFocus()
    window.press("panel", *SHOWN[0])


def assignment(window: Secretariat) -> None:
    """Assign a review and a lead, fill the gaps, and take that back."""
    page = window.page(AssignmentPage)
    page.table.setFocus()
    window.press("assignment", *SHOWN[0])
    page.table.go_to(500, 40)
    window.do("assignment", "assign", page.toggle)
    window.undo_and_redo("assignment", "a review")
    window.do("assignment", "lead", page.lead)
    window.undo_and_redo("assignment", "a lead")
    window.do("assignment", "work out how to fill", page.fill)
    window.answer("assignment", "fill the gaps", accept=True)
    window.undo_and_redo("assignment", "filling")


def returns(window: Secretariat) -> None:
    """Accept what is safe, take that back and do it again, and ask for a second look."""
    page = window.page(ReturnsPage)
    page.right.findings.setFocus()
    for _step in range(3):
        window.press("returns", *SHOWN[0])
    window.do("returns", "accept safe mends", page.accept_safe)
    window.undo_and_redo("returns", "safe mends")
    window.do("returns", "ask for a second look", page.ask_second_look)
    window.answer("returns", "leave that", accept=False)


def ranking(window: Secretariat) -> None:
    """Look along the order, and at the words, the panel and the method."""
    page = window.page(RankingPage)
    page.table.setFocus()
    window.press("ranking", *SHOWN[0])
    for words, show in (("words", page.show_words), ("panel", page.show_panel), ("method", page.show_method)):
        window.do("ranking", words, show)
        window.answer("ranking", f"leave {words}", accept=False)
    window.do("ranking", "take to the meeting", page.take_to_meeting)


def meeting(window: Secretariat) -> None:
    """Open the first item of the agenda, and go back."""
    page = window.page(MeetingPage)
    window.do("meeting", "open an item", page.preparing.open_item)
    window.do("meeting", "names", page.toggle_names)
    window.do("meeting", "agenda", page.show_agenda)


def decisions(window: Secretariat) -> None:
    """Decide on all that is open, and take that back."""
    page = window.page(DecisionsPage)
    window.do("decisions", "decide the rest", page.decide_rest)
    window.undo_and_redo("decisions", "the rest")


WORK: dict[str, Callable[[Secretariat], None]] = {
    "applications": applications,
    "panel": panel,
    "assignment": assignment,
    "returns": returns,
    "ranking": ranking,
    "meeting": meeting,
    "decisions": decisions,
}


def main() -> int:
    """Measure, and print what was found."""
    path, screens = Path(sys.argv[1]), sys.argv[2:] or SCREENS
    QApplication(sys.argv[:1])
    load_fonts(resources() / "fonts")
    window = Secretariat(path, path.parent)
    for screen in screens:
        window.open(screen, "open")
        if screen in WORK:
            WORK[screen](window)
    for screen in screens:
        window.open(screen, "open again")
    window.program.shell.close()
    json.dump(window.pauses, sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main())
