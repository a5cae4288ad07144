"""Where packs are out, the screens say whose is behind the round, and one button makes the addenda."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from dd_panel.services.intake.form_check import correct_answer
from dd_panel.services.round.addenda import see_behind
from dd_panel.services.round.packing import make_packs
from dd_panel.services.workplace import Workplace
from dd_panel.ui.jobs import Jobs
from dd_panel.ui.outside import Outside
from dd_panel.ui.round.applications.page import ApplicationsPage
from dd_panel.ui.round.assignment.dialogs import PacksDialog
from dd_panel.ui.round.assignment.page import AssignmentPage
from dd_panel.ui.theme import Theme
from dd_panel.ui.undo import UndoHistory
from tests.panelwork import ASHE, OKORO, REFERENCES, small_round
from tests.ui.conftest import Show
from tests.ui.keyboard import settle
from tests.ui.programs import wait_until

pytestmark = pytest.mark.usefixtures("dressed_app")


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Workplace]:
    """The small round, its packs out."""
    with small_round(tmp_path).open() as opened:
        make_packs(opened, tmp_path / "packs")
        yield opened


@pytest.fixture
def jobs() -> Iterator[Jobs]:
    """Slow work, all of which ends before the round is closed."""
    jobs = Jobs()
    yield jobs
    assert jobs.wait()
    settle()


def test_assignment_offers_the_addenda_after_a_correction(
    theme: Theme, place: Workplace, jobs: Jobs, tmp_path: Path, show: Show
) -> None:
    undo = UndoHistory()
    page = AssignmentPage(theme, place, jobs, undo, lambda _parent: tmp_path / "addenda")
    show(page, 1280, 760)
    page.on_shown()
    assert page.addenda.words == ""
    correct_answer(place, REFERENCES[0], "Why?", "It asks at last.", "page 2")
    page.refresh()
    wait_until(lambda: page.addenda.words.startswith("2 members have a pack that is behind the round"))
    assert "Margaret Ashe: DD-001 corrected · David Okoro: DD-001 corrected." in page.addenda.words
    page.addenda.make_button.click()
    wait_until(lambda: isinstance(QApplication.activeModalWidget(), PacksDialog))
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, PacksDialog)
    dialog.yes.click()
    wait_until(lambda: page.addenda.work.outcome.path is not None)
    wait_until(lambda: page.addenda.words == "")
    assert sorted(each.name for each in (tmp_path / "addenda").iterdir()) == [
        "SM1-PM01-addendum.ddpack",
        "SM1-PM02-addendum.ddpack",
    ]
    assert see_behind(place) == ()


def test_applications_says_so_where_the_correction_is_made_and_undone(
    theme: Theme, place: Workplace, jobs: Jobs, show: Show
) -> None:
    undo = UndoHistory()
    page = ApplicationsPage(theme, place, jobs, undo, Outside())
    show(page, 1280, 760)
    page.on_shown()
    page.perform(lambda: correct_answer(place, REFERENCES[0], "Why?", "It asks at last.", "page 2"))
    wait_until(lambda: "DD-001 corrected" in page.addenda.words)
    assert [each.member.member_id for each in see_behind(place)] == [ASHE, OKORO]
    undo.undo()
    wait_until(lambda: page.addenda.words == "")
    wait_until(lambda: not page.reading.busy)
    assert see_behind(place) == ()
