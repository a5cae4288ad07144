"""Two officials settle who may be in the competition, with the keyboard, and ask an applicant."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from dd_panel.domain.applications import Application
from dd_panel.domain.authorities import AuthorityRecord
from dd_panel.domain.identifiers import Reference
from dd_panel.domain.rounds import LONDON, Gate
from dd_panel.services.intake.eligibility import see_eligibility
from dd_panel.services.round.setting_up import create_round, take_in_applications, take_in_authorities
from dd_panel.services.workplace import Workplace
from dd_panel.store.files import open_store
from dd_panel.ui.round.applications.dialogs import MatchDialog
from dd_panel.ui.round.applications.page import ELIGIBILITY
from dd_panel.ui.round.reason_dialog import ReasonDialog
from dd_panel.ui.theme import Theme
from dd_panel.ui.widgets.labels import Para
from tests.builders import a_round
from tests.ui.conftest import Show
from tests.ui.keyboard import settle
from tests.ui.programs import wait_until
from tests.ui.round.applications_bench import ApplicationsBench, numbers_told, read_aloud

NOW = datetime(2014, 2, 11, 9, 0, tzinfo=LONDON)
GATES = (Gate("england", "In England on the closing date?"), Gate("sponsor", "Is there a senior sponsor?"))
REGISTER = tuple(
    AuthorityRecord(name, nation="England") for name in ("Tarrow Council", "Aldersey Council", "Aldersey City Council")
)


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Workplace]:
    """A round with two gates: a plain bid, a joint one whose lead's name is not certain, and a body of no register."""
    create_round(tmp_path / "r.ddround", replace(a_round(), gates=GATES), lambda: NOW).close()
    with open_store(tmp_path / "r.ddround") as store:
        place = Workplace(store, lambda: NOW, "Ann Lee")
        take_in_authorities(place, REGISTER)
        take_in_applications(
            place,
            [
                Application(Reference("A-1"), "Tarrow Council", contact="Jo Field", email="jo@tarrow.example"),
                Application(Reference("A-2"), "Aldersey", ("Home Start",), contact="Sam Dale"),
                Application(Reference("A-3"), "Rydal Trust"),
            ],
        )
        yield place


class Bench(ApplicationsBench):
    """The page in a window, its second tab in sight."""

    def __init__(self, theme: Theme, place: Workplace, show: Show) -> None:
        super().__init__(theme, place, show)
        self.page.tabs[ELIGIBILITY].click()
        self.settle()
        self.pane = self.page.eligibility

    def sum(self) -> list[int]:
        return numbers_told(self.pane.equation)

    def rows(self) -> list[str]:
        return read_aloud(self.pane.table)

    def go_to(self, row: int) -> None:
        self.pane.table.setCurrentIndex(self.pane.table.model().index(row, 0))
        self.pane.table.setFocus()
        settle()


@pytest.fixture
def bench(theme: Theme, place: Workplace, show: Show) -> Iterator[Bench]:
    bench = Bench(theme, place, show)
    yield bench
    assert bench.jobs.wait()
    settle()


def states(place: Workplace) -> dict[str, str]:
    return {each.register.reference: each.state for each in see_eligibility(place).standings}


def test_every_application_says_how_it_stands_and_the_sum_adds_up(bench: Bench) -> None:
    assert bench.sum() == [3, 1, 2, 0, 0]
    assert bench.rows() == [
        "Eligible, A-1, Tarrow Council, Tarrow Council, yes, yes, alone, 0 of 2",
        "To check, A-2, Aldersey, not certain, –, –, 2 bodies, 0 of 2",
        "To check, A-3, Rydal Trust, not certain, –, –, alone, 0 of 2",
    ]
    bench.pane.filters[1].click()
    assert len(bench.rows()) == 2
    bench.pane.find_field.setText("home start")
    assert [row.split(", ")[1] for row in bench.rows()] == ["A-2"]


def test_two_officials_tick_in_their_own_names(bench: Bench) -> None:
    bench.go_to(0)
    bench.press(Qt.Key.Key_P)
    (first, *_rest) = see_eligibility(bench.place).standings
    assert [check.state for check in first.gates] == ["pass", "pass"]
    bench.undo.undo()
    bench.settle()
    assert [check.state for check in see_eligibility(bench.place).standings[0].gates] == ["open", "open"]
    bench.press(Qt.Key.Key_G)
    bench.press(Qt.Key.Key_Return)
    bench.pane.side.who.setText("Bob Marsh")
    bench.pane.side.gates[0].ways.take_focus()
    bench.press(Qt.Key.Key_Right, Qt.Key.Key_Return)
    bench.answer("In Wales")
    check = see_eligibility(bench.place).standings[0].gates[0]
    assert [(tick.who, tick.value, tick.reason) for tick in check.ticks] == [
        ("Ann Lee", "pass", ""),
        ("Bob Marsh", "fail", "In Wales"),
    ]
    assert check.state == "differ"
    assert bench.sum() == [3, 0, 3, 0, 0]
    bench.pane.side.gates[0].clear.click()
    bench.settle()
    assert see_eligibility(bench.place).standings[0].gates[0].state == "pass"


def test_a_fail_that_is_given_up_leaves_the_gate_as_it_was(bench: Bench) -> None:
    bench.go_to(0)
    bench.pane.side.gates[1].ways.take_focus()
    bench.press(Qt.Key.Key_Right, Qt.Key.Key_Return)
    dialog = next(each for each in bench.page.findChildren(ReasonDialog) if each.isVisible())
    dialog.reject()
    bench.settle()
    assert see_eligibility(bench.place).standings[0].gates[1].state == "open"
    assert bench.pane.side.gates[1].ways.chosen is None


def test_a_match_is_overruled_with_a_reason(bench: Bench) -> None:
    bench.go_to(1)
    bench.press(Qt.Key.Key_M)
    dialog = next(each for each in bench.page.findChildren(MatchDialog) if each.isVisible())
    assert [dialog.list.item(row).text() for row in range(3)] == [
        "Aldersey Council",
        "Aldersey City Council",
        "None: it is no authority of the register",
    ]
    dialog.search.setText("aldersey city")
    assert dialog.list.item(0).text() == "Aldersey City Council"
    bench.answer("Seen on the letterhead")
    assert states(bench.place)["A-2"] == "eligible"
    assert "Ann Lee settled that it means Aldersey City Council: Seen on the letterhead" in bench.pane.side.reasons
    bench.undo.undo()
    bench.settle()
    assert states(bench.place)["A-2"] == "check"


def test_an_application_is_settled_withdrawn_and_reinstated(bench: Bench) -> None:
    bench.go_to(2)
    bench.press(Qt.Key.Key_E)
    bench.answer("A combined authority by another name")
    assert bench.sum() == [3, 2, 1, 0, 0]
    bench.press(Qt.Key.Key_W)
    bench.answer("They told us by telephone")
    assert bench.sum() == [3, 1, 1, 0, 1]
    bench.press(Qt.Key.Key_W)
    bench.answer("They told us it was a mistake")
    assert bench.sum() == [3, 2, 1, 0, 0]
    assert len(bench.pane.side.history) == 3


def test_the_applicant_is_asked_in_a_draft(bench: Bench, tmp_path: Path) -> None:
    bench.folder = tmp_path / "drafts"
    bench.folder.mkdir()
    bench.go_to(1)
    bench.press(Qt.Key.Key_Q)
    (draft,) = bench.folder.iterdir()
    text = draft.read_text(encoding="utf-8")
    assert "X-Unsent: 1" in text
    assert "Dear Sam Dale" in text
    assert "Which authority do you mean by" in text
    assert "Is there a senior sponsor?" in text
    assert "A-1" not in text
    assert bench.pane.drafts.isVisible()
    bench.pane.drafts.open_button.click()
    assert bench.opened == [draft]
    assert any("asked the applicant" in line for line in bench.pane.side.history)


def said_in(pane: QWidget) -> set[str]:
    return {each.text() for each in pane.findChildren(Para) if each.isVisible()}


def test_a_register_that_names_applicants_says_how_many(bench: Bench, tmp_path: Path) -> None:
    bench.file = tmp_path / "authorities.csv"
    bench.file.write_text("official-name,start-date,end-date,nation\nWexcombe Council,,,England\n", encoding="utf-8")
    message = tmp_path / "bid.eml"
    message.write_text(
        "From: jo@wexcombe.example\nSubject: Expression of interest: Wexcombe\n\nPlease find our bid.\n",
        encoding="utf-8",
    )
    bench.page.take_files([message])
    wait_until(lambda: not bench.jobs.running)
    bench.page.turn()
    bench.pane.load.click()
    wait_until(lambda: not bench.jobs.running)
    bench.settle()
    assert "Loaded: 1 authority in the register; 1 applicant is named by it." in said_in(bench.pane)


def test_a_register_is_loaded(bench: Bench, tmp_path: Path) -> None:
    bench.file = tmp_path / "authorities.csv"
    bench.file.write_text("official-name,start-date,end-date,nation\nRydal Trust,,,England\n", encoding="utf-8")
    bench.pane.load.click()
    wait_until(lambda: states(bench.place)["A-3"] == "eligible" and not bench.jobs.running)
    bench.settle()
    assert bench.sum()[1] == 1
    assert "Loaded: 1 authority in the register." in said_in(bench.pane)
    bench.page.turn()
    bench.page.turn()
    bench.settle()
    assert "Names are looked up in a register of 1 authority." in said_in(bench.pane)
    bench.file.write_text("nothing", encoding="utf-8")
    bench.pane.load.click()
    wait_until(lambda: bool(bench.troubles))
    assert states(bench.place)["A-3"] == "eligible"
