"""Before anything opens: titles and partners, what is suggested, and the statement that opens the desk."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QScrollArea, QWidget

from dd_panel.domain.applications import Application
from dd_panel.domain.identifiers import CONFLICT, Reference
from dd_panel.domain.interests import Suggestion
from dd_panel.domain.panel import Member
from dd_panel.services.review.beginning import (
    Candidate,
    ask_about,
    last_statement,
    see_beginning,
    state_no_other_conflicts,
)
from dd_panel.services.round.packing import unpack
from dd_panel.services.workplace import Workplace
from dd_panel.store.files import open_store
from dd_panel.ui.desk.conflicts.dialog import ConflictDialog
from dd_panel.ui.desk.conflicts.page import ConflictsPage
from dd_panel.ui.desk.conflicts.rows import question_words
from dd_panel.ui.desk.page import DeskPage
from dd_panel.ui.theme import Theme
from tests.exampledesk import ASHE, clock
from tests.ui.keyboard import settle
from tests.ui.programs import Running, make_pack, running, wait_until

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Margaret Ashe's review as it comes from the pack: two names of hers are like names in it."""
    folder = tmp_path_factory.mktemp("pack")
    pack = make_pack(folder, member=Member(ASHE, "Margaret Ashe", "Tarrow Homes", conflicts=("Penhallow Museums",)))
    unpack(pack, folder / "ashe.ddreview", clock)
    return folder / "ashe.ddreview"


@pytest.fixture
def app(theme: Theme, tmp_path: Path, unpacked: Path) -> Iterator[Running]:
    """The program with that review open for the first time."""
    shutil.copy(unpacked, tmp_path / "ashe.ddreview")
    with running(theme, tmp_path) as app:
        app.program.open_file(tmp_path / "ashe.ddreview")
        settle()
        yield app


def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    settle()
    QTest.keyClick(keyboard(), key, modifier)
    settle()


def keyboard() -> QWidget:
    """What has the keyboard."""
    focused = QApplication.focusWidget()
    assert focused is not None
    return focused


def page_of(app: Running) -> ConflictsPage:
    page = app.program.shell.current_page
    assert isinstance(page, ConflictsPage)
    return page


def at(app: Running) -> str:
    """The reference of the row with the bar."""
    current = page_of(app).current
    assert current is not None
    return str(current.application.reference)


def test_only_titles_and_partners_are_there_and_no_other_screen(app: Running) -> None:
    page = page_of(app)
    assert (app.key, page.rows.rowCount()) == ("conflicts", 6)
    press(Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    assert app.key == "conflicts"
    assert app.program.shell.findChildren(DeskPage) == []


def test_the_keyboard_is_on_the_first_name_to_look_at_and_hears_why(app: Running) -> None:
    page = page_of(app)
    assert QApplication.focusWidget() is page.view
    assert at(app) == "DD-003"
    spoken = page.view.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.startswith("DD-003, Tarrow Borough Council – ")
    assert spoken.endswith(
        "Is this one?, Your organisation, Tarrow Homes, and Tarrow Borough Council have names that are alike."
    )


def test_one_key_puts_a_suggestion_aside_and_undo_brings_it_back(app: Running) -> None:
    press(Qt.Key.Key_X)
    went_on = at(app)
    press(Qt.Key.Key_X)
    none_left = page_of(app).side.card.dismiss.isVisible()
    press(Qt.Key.Key_Z, CTRL)
    assert (went_on, none_left) == ("DD-005", False)
    assert page_of(app).side.card.dismiss.isVisible()


def test_the_statement_leads_to_what_is_still_to_be_looked_at(app: Running) -> None:
    press(Qt.Key.Key_X)
    press(Qt.Key.Key_Home)
    press(Qt.Key.Key_Return, CTRL)
    assert (app.key, at(app)) == ("conflicts", "DD-005")
    waits = "First say whether DD-005 is a conflict: declare it, or choose “Not a conflict”."
    assert waits in said_beside(app)
    press(Qt.Key.Key_X)
    assert waits not in said_beside(app)


def said_beside(app: Running) -> list[str]:
    return [label.text() for label in page_of(app).side.findChildren(QLabel) if label.isVisible()]


def test_an_organisation_of_the_same_name_is_not_said_twice() -> None:
    applicant = Application(Reference("DD-003"), "Tarrow Borough Council")
    same = Suggestion(applicant.reference, "Tarrow Borough Council", "TARROW BOROUGH COUNCIL", "organisation")
    said = question_words(Candidate(applicant, suggestion=same))
    assert said == "Tarrow Borough Council takes part, and your organisation has the same name."


def declare(kind: int, reason: str) -> None:
    press(Qt.Key.Key_C)
    assert isinstance(QApplication.activeWindow(), ConflictDialog)
    for _step in range(kind):
        press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Tab)
    QTest.keyClicks(keyboard(), reason)
    press(Qt.Key.Key_Return)


def test_a_whole_round_by_keyboard_opens_the_desk_with_the_conflict_locked(app: Running, tmp_path: Path) -> None:
    declare(2, "We hold shares.")
    press(Qt.Key.Key_X)
    said = page_of(app).side.state.accessibleDescription()
    press(Qt.Key.Key_Return, CTRL)
    wait_until(lambda: app.key == "desk")
    assert said == "1 conflict declared"
    app.program.show_start()
    with open_store(tmp_path / "ashe.ddreview") as store:
        statement = last_statement(Workplace(store, clock, ""))
        with store.reading() as work:
            kept = work.entries.of(ASHE, Reference("DD-003"))
    assert statement is not None
    assert (statement.who, statement.at, statement.declared) == ("Margaret Ashe", clock(), 1)
    assert kept[CONFLICT] == "financial: We hold shares."
    app.program.open_file(tmp_path / "ashe.ddreview")
    assert app.key == "desk"


def test_withdrawing_asks_about_the_name_again(app: Running) -> None:
    declare(1, "")
    page = page_of(app)
    press(Qt.Key.Key_Up)
    press(Qt.Key.Key_Up)
    declared = (at(app), page.side.card.withdraw.isVisible(), page.side.card.callout.accessibleName())
    press(Qt.Key.Key_W)
    assert declared == ("DD-003", True, "Employment")
    assert (page.side.card.withdraw.isVisible(), page.side.card.dismiss.isVisible()) == (False, True)


def test_a_pack_without_like_names_needs_one_key(theme: Theme, tmp_path: Path) -> None:
    unpack(make_pack(tmp_path, applications=3), tmp_path / "ashe.ddreview", clock)
    with running(theme, tmp_path) as app:
        app.program.open_file(tmp_path / "ashe.ddreview", "DD-002")
        settle()
        words = page_of(app).side.state.text()
        press(Qt.Key.Key_Return, CTRL)
        wait_until(lambda: app.key == "desk")
        desk = app.program.shell.current_page
        assert isinstance(desk, DeskPage)
        assert words == "I have no conflicts"
        assert desk.reader.reference.text() == "DD-002"


def test_after_a_later_pack_the_screen_asks_again_and_begins_at_what_is_new(theme: Theme, tmp_path: Path) -> None:
    path = tmp_path / "ashe.ddreview"
    unpack(make_pack(tmp_path), path, clock)
    with open_store(path) as store:
        place = Workplace(store, clock, "Margaret Ashe")
        state_no_other_conflicts(place)
        last = see_beginning(place).candidates[-1].application.reference
        with store.writing() as work:
            ask_about(work, [last])
    with running(theme, tmp_path) as app:
        app.program.open_file(path)
        settle()
        assert (app.key, at(app)) == ("conflicts", last)
        spoken = page_of(app).view.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole)
        assert spoken.endswith(", New")
        press(Qt.Key.Key_Return, CTRL)
        assert app.key == "desk"


def test_in_the_largest_text_the_card_keeps_within_its_place(app: Running) -> None:
    app.program.shell.resize(1280, 720)
    for _step in range(10):
        app.program.shell.step_text(1)
        settle()
    side = page_of(app).side
    (area,) = side.findChildren(QScrollArea)
    assert side.card.dismiss.isVisible()
    assert side.card.geometry().right() < area.viewport().width()


def test_every_control_has_a_name(app: Running) -> None:
    page = page_of(app)
    nameless = [
        type(widget).__name__
        for widget in page.findChildren(QWidget)
        if widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        and widget.isVisible()
        and not QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)
    ]
    assert nameless == []
