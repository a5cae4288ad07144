"""What the tests of My scores share: what the page is given, and what can be seen of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from dd_panel.domain.identifiers import CriterionKey, Reference, score_field
from dd_panel.services.review.looking_over import Questions, see_questions
from dd_panel.services.review.my_sheet import see_my_sheet
from dd_panel.services.workplace import Workplace
from dd_panel.ui.desk.my_scores.page import MyScoresPage
from dd_panel.ui.jobs import Jobs
from dd_panel.ui.undo import UndoHistory
from tests.ui.keyboard import settle

TOM = "PM04"
Open = Callable[[Workplace], MyScoresPage]


class Bench:
    """What a page is given, and where its workbook goes."""

    def __init__(self, folder: Path, app: QApplication) -> None:
        self._app = app
        self.jobs = Jobs()
        self.undo = UndoHistory()
        self.suggested: list[str] = []
        self.path: Path | None = folder / "sent" / "my scores.xlsx"

    def choose(self, _parent: QWidget, suggested: str) -> Path | None:
        self.suggested.append(suggested)
        return self.path

    def settle(self) -> None:
        """Wait until nothing is left to do in the window, and nothing beside it."""
        settle(self._app)
        while self.jobs.running:
            assert self.jobs.wait()
            settle(self._app)


def stored(place: Workplace, reference: str, criterion: str) -> str:
    with place.store.reading() as work:
        member = work.panel.members()[3].member_id
        return work.entries.of(member, Reference(reference)).get(score_field(CriterionKey(criterion)), "")


def questions(place: Workplace) -> Questions:
    return see_questions(place, see_my_sheet(place).desk)


def references(page: MyScoresPage) -> list[str]:
    model = page.table.model()
    return [str(model.index(at, 1).data()).split()[0] for at in range(model.rowCount())]


def cell(page: MyScoresPage, reference: str, column: int) -> str:
    return str(page.table.model().index(references(page).index(reference), column).data())


def look_buttons(page: MyScoresPage) -> dict[str, QPushButton]:
    """The buttons of Worth a second look that can be seen, by the names that are read aloud."""
    buttons = page.looks_card.findChildren(QPushButton)
    return {each.accessibleName() or each.text(): each for each in buttons if each.isVisible()}
