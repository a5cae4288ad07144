"""The first screen: go on, open, begin, try."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from dd_panel.services.review.reviewing import Desk, see_desk
from dd_panel.services.workplace import Workplace
from dd_panel.store.files import open_store
from dd_panel.ui.jobs import Jobs
from dd_panel.ui.settings import Recent, Settings
from dd_panel.ui.start.page import StartPage
from dd_panel.ui.theme import Theme
from tests.exampledesk import clock, make_review
from tests.ui.conftest import Show
from tests.ui.keyboard import settle
from tests.ui.programs import wait_until


def read_desk(path: Path) -> Desk:
    with open_store(path, writing=False) as store:
        return see_desk(Workplace(store, clock, ""))


@dataclass
class Start:
    """The page with what it asked for."""

    page: StartPage
    settings: Settings
    jobs: Jobs
    files: list[tuple[str, str, str]] = field(default_factory=list)
    wishes: list[str] = field(default_factory=list)

    def refresh(self) -> None:
        """Show the page as when one comes to it, and wait until it has looked into the files."""
        self.page.refresh()
        wait_until(lambda: not self.jobs.running)

    def spoken_recents(self) -> list[str]:
        """The rows of the recent files as they are read aloud."""
        assert self.page.recents is not None
        model = self.page.recents.recents
        return [model.index(row).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(model.rowCount())]


@pytest.fixture
def start(theme: Theme, show: Show) -> Iterator[Start]:
    settings, jobs = Settings(None), Jobs()
    page = StartPage(theme, settings, jobs, clock, read_desk)
    start = Start(page, settings, jobs)
    page.file_wanted.connect(lambda *asked: start.files.append(asked))
    for name in ("pack", "round", "new_round", "example"):
        signal = getattr(page, f"{name}_wanted")
        signal.connect(lambda name=name: start.wishes.append(name))
    show(page, 1440, 812)
    start.refresh()
    yield start
    jobs.wait()


def remember(start: Start, path: Path, title: str = "A pack", status: str = "in_progress") -> None:
    start.settings.remember(
        Recent(str(path), title, "pack", "2014-02-03T09:30", status, "Scoresheet exported Mon 3 Feb")
    )


def test_a_first_visit_is_welcomed_and_led_to_the_pack(start: Start) -> None:
    assert start.page.greeting.text() == "Welcome"
    assert (start.page.card.isVisible(), start.page.recents) == (False, None)


def test_the_card_names_the_next_application_and_the_deadline(start: Start, tmp_path: Path) -> None:
    remember(start, make_review(tmp_path / "ashe.ddreview"))
    start.refresh()
    card = start.page.card
    assert start.page.greeting.text() == "Good afternoon, Margaret"
    assert card.go_on.text() == "Continue with DD-007 Calderbrook Borough Council"
    assert card.closing.text() == "6 days left – closes Mon 10 Feb, 17:00"
    assert [tile.reference for tile in card.tiles] == ["DD-015", "DD-008", "DD-009"]
    card.go_on.click()
    card.tiles[0].click()
    card.scores.click()
    assert [asked[1:] for asked in start.files] == [("DD-007", ""), ("DD-015", ""), ("", "scores")]


def test_enter_goes_on_as_space_does(start: Start, tmp_path: Path) -> None:
    remember(start, make_review(tmp_path / "ashe.ddreview"))
    start.refresh()
    card = start.page.card
    for button in (card.go_on, card.tiles[0], card.scores, start.page.open_pack):
        QTest.keyClick(button, Qt.Key.Key_Return)
    assert [asked[1:] for asked in start.files] == [("DD-007", ""), ("DD-015", ""), ("", "scores")]
    assert start.wishes == ["pack"]


def test_recent_files_say_how_they_stand(start: Start, tmp_path: Path) -> None:
    (tmp_path / "early.ddreview").write_bytes(b"")
    remember(start, tmp_path / "gone.ddreview", "Spring pilot")
    remember(start, tmp_path / "early.ddreview", "Early applications", "complete")
    remember(start, make_review(tmp_path / "ashe.ddreview", 2))
    start.refresh()
    assert [words.split(", ")[:2] for words in start.spoken_recents()] == [
        ["Early applications", "Complete"],
        ["Spring pilot", "Not found"],
    ]


def test_a_missing_file_can_be_found_again_or_taken_off_the_list(start: Start, tmp_path: Path) -> None:
    found: list[str] = []
    start.page.find_wanted.connect(lambda recent: found.append(recent.title))
    remember(start, tmp_path / "gone.ddreview", "Spring pilot")
    remember(start, make_review(tmp_path / "ashe.ddreview", 2))
    start.refresh()
    assert start.page.recents is not None
    QTest.keyClick(start.page.recents, Qt.Key.Key_Return)
    QTest.keyClick(start.page.recents, Qt.Key.Key_Delete)
    wait_until(lambda: not start.jobs.running)
    assert found == ["Spring pilot"]
    assert [recent.title for recent in start.settings.recents] == ["A pack"]


def test_a_damaged_review_is_said_to_be_damaged(start: Start, tmp_path: Path) -> None:
    (tmp_path / "bad.ddreview").write_bytes(b"not a review")
    remember(start, tmp_path / "bad.ddreview", "Bad")
    start.refresh()
    assert start.spoken_recents()[0].startswith("Bad, Damaged")


@pytest.mark.parametrize(
    ("key", "modifier", "wish"),
    [
        (Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier, "pack"),
        (Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier, "new_round"),
        (Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier, "round"),
        (Qt.Key.Key_F2, Qt.KeyboardModifier.NoModifier, "example"),
    ],
)
def test_everything_has_its_key(start: Start, key: Qt.Key, modifier: Qt.KeyboardModifier, wish: str) -> None:
    start.page.open_pack.setFocus()
    QTest.keyClick(start.page.open_pack, key, modifier)
    assert start.wishes == [wish]


def test_up_next_makes_room_in_a_small_window(start: Start, theme: Theme, tmp_path: Path) -> None:
    remember(start, make_review(tmp_path / "ashe.ddreview", 8))
    start.refresh()
    shown = [start.page.card.tiles[0].isVisible()]
    theme.set_window_size(1280, 720)
    settle()
    shown.append(start.page.card.tiles[0].isVisible())
    assert shown == [True, False]


def test_every_control_has_a_name(start: Start, tmp_path: Path) -> None:
    remember(start, tmp_path / "gone.ddreview")
    remember(start, make_review(tmp_path / "ashe.ddreview", 8))
    start.refresh()
    nameless = [
        type(widget).__name__
        for widget in start.page.findChildren(QWidget)
        if widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        and widget.isVisible()
        and not QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)
    ]
    assert nameless == []


def test_large_text_puts_what_one_can_begin_with_below(start: Start, theme: Theme, tmp_path: Path) -> None:
    remember(start, make_review(tmp_path / "ashe.ddreview", 2))
    page = start.page
    page.refresh()
    page.resize(1280, 560)
    wait_until(lambda: not start.jobs.running)
    beside = page.open_pack.mapTo(page, page.open_pack.rect().topLeft())
    theme.set_text_scale(2.0)
    settle()
    below = page.open_pack.mapTo(page, page.open_pack.rect().bottomRight())
    card = page.card.mapTo(page, page.card.rect().bottomRight())
    theme.set_text_scale(1.0)
    assert beside.x() > 640
    assert below.y() > card.y()
    assert max(below.x(), card.x()) < 1280
