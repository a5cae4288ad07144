"""Returns in a window: what the screen is given, what is done there, and what can be read in it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget

from dd_panel.domain.errors import DDPanelError
from dd_panel.domain.identifiers import CriterionKey, Field, MemberId, Reference, score_field
from dd_panel.domain.panel import Member
from dd_panel.services.returns.overview import see_returns
from dd_panel.services.workplace import Workplace
from dd_panel.store.files import open_store
from dd_panel.store.findings import Kept
from dd_panel.ui.jobs import Jobs
from dd_panel.ui.outside import Outside
from dd_panel.ui.round.returns.page import ReturnsPage
from dd_panel.ui.round.trace_dialog import TraceDialog
from dd_panel.ui.theme import Theme
from dd_panel.ui.undo import UndoHistory
from tests.panelwork import ASHE, NOON, PANEL, REFERENCES, fill, fill_all, small_round
from tests.ui.keyboard import press, settle
from tests.ui.programs import wait_until

Open = Callable[[Workplace], ReturnsPage]
SPOKEN = Qt.ItemDataRole.AccessibleTextRole
DAVID, SAMUEL, ALAN, IAIN = "david-okoro.xlsx", "samuel-obi.xlsx", "alan-reeve.xlsx", "iain-fraser.xlsx"


class Bench:
    """What a page is given."""

    def __init__(self) -> None:
        self.jobs = Jobs()
        self.undo = UndoHistory(self.jobs)
        self.files: list[Path] = []
        self.folder: Path | None = None
        self.opened: list[Path] = []
        self.outside = Outside(self.choose, self.choose_folder, self.choose_where, self.open_path)

    def choose(self, _parent: QWidget) -> list[Path]:
        return self.files

    def choose_folder(self, _parent: QWidget, _title: str) -> Path | None:
        return self.folder

    def choose_where(self, _parent: QWidget, _title: str, name: str) -> Path | None:
        return None if self.folder is None else self.folder / name

    def open_path(self, path: Path) -> bool:
        self.opened.append(path)
        return True


def be_read(page: ReturnsPage) -> None:
    """Wait until the screen shows what stands by now."""
    settle()
    wait_until(lambda: not page.changing and not page.letters.busy)
    settle()
    wait_until(lambda: not page.reading.busy)
    settle()


def write(text: str) -> None:
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    field.insert(text)


def at_finding(page: ReturnsPage, file: str) -> None:
    """Go to the first finding of a file."""
    model = page.right.findings.model()
    for at in range(model.rowCount()):
        index = model.index(at, 0)
        if index.data() == file:
            page.right.findings.setCurrentIndex(model.index(0, 0, index))
            return
    raise AssertionError(file)


def all_findings(place: Workplace) -> tuple[Kept, ...]:
    with place.store.reading() as work:
        return work.findings.all()


def stored(place: Workplace, member: str, reference: str, criterion: str) -> str:
    with place.store.reading() as work:
        return work.entries.of(MemberId(member), Reference(reference)).get(score_field(CriterionKey(criterion)), "")


def shown(widget: QWidget) -> str:
    return " ".join(
        label.text() or label.accessibleName() for label in widget.findChildren(QLabel) if label.isVisible()
    )


FIRST, SECOND = REFERENCES[:2]
NEED, PLAN = Field("score.need"), Field("score.plan")


class Desk:
    """A small round in the Returns screen, with files of Margaret Ashe to hand and what the system was asked to do."""

    def __init__(self, theme: Theme, folder: Path) -> None:
        made = small_round(folder, members=[Member(ASHE, "Margaret Ashe", email="m.ashe@example.org"), PANEL[1]])
        blank = made.blank(ASHE)
        self.theme = theme
        self.folder = folder
        self.first = folder / "ashe-1.xlsx"
        self.first.write_bytes(fill_all(blank))
        self.second = folder / "ashe-2.xlsx"
        typed: dict[tuple[str, str], str | float | None] = {
            (FIRST, "score.need"): 4,
            (SECOND, "score.plan"): 5,
            (SECOND, "comment.plan"): "Better than I thought.",
        }
        self.second.write_bytes(fill(fill_all(blank), typed, minutes=5))
        self.doubtful = folder / "ashe-3.xlsx"
        self.doubtful.write_bytes(fill(fill_all(blank), {(FIRST, "score.need"): "3 or 4"}, minutes=9))
        self.drafts = folder / "drafts"
        self.drafts.mkdir()
        self.opened: list[Path] = []
        self.can_open = True
        self.troubles: list[DDPanelError] = []
        self.jobs = Jobs()
        self.undo = UndoHistory(self.jobs)
        self.undo.failed.connect(self.troubles.append)
        self.store = open_store(made.path)
        self.place = Workplace(self.store, lambda: NOON, "secretariat")
        self.page = ReturnsPage(theme, self.place, self.jobs, self.undo, self._outside())
        self.page.failed.connect(self.troubles.append)

    def _outside(self) -> Outside:
        def opened(path: Path) -> bool:
            self.opened.append(path)
            return self.can_open

        return Outside(
            lambda _parent: [self.first],
            lambda _parent, _title: self.drafts,
            lambda _parent, _title, name: self.drafts / name,
            opened,
        )

    def merge(self, *paths: Path) -> None:
        self.page.take_files(paths)
        assert self.jobs.wait()
        be_read(self.page)

    def press(self, *keys: Qt.Key, shift: bool = False) -> None:
        held = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
        press(self.page, *keys, modifier=held)
        be_read(self.page)

    def take_back(self) -> None:
        """Undo the last step."""
        self.undo.undo()
        be_read(self.page)

    def reason(self, words: str) -> None:
        field = QApplication.focusWidget()
        assert isinstance(field, QLineEdit)
        field.insert(words)
        self.press(Qt.Key.Key_Return)

    def stands(self, field: Field, reference: str = FIRST) -> str:
        with self.store.reading() as work:
            return work.entries.of(ASHE, FIRST if reference == FIRST else SECOND).get(field, "")

    def log(self) -> list[str]:
        return [line.what for line in see_returns(self.place).log]

    def go_to_log(self, what: str) -> None:
        tab = next(each for each in self.page.findChildren(QPushButton) if each.text() == "Log")
        tab.click()
        self.page.right.log.setFocus()
        lines = see_returns(self.place).log
        self.page.right.log.selectRow(next(at for at, line in enumerate(lines) if line.what.startswith(what)))
        settle()


def dialog() -> TraceDialog:
    return next(each for each in QApplication.topLevelWidgets() if isinstance(each, TraceDialog) and each.isVisible())


def leave(opened: TraceDialog) -> None:
    QTest.keyClick(opened, Qt.Key.Key_Escape)
    settle()
