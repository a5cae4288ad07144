"""The secretariat says who reads what: by keyboard, by the program, and then makes the packs."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel

from dd_panel.domain.identifiers import MemberId
from dd_panel.domain.panel import Member
from dd_panel.exchange.pack import is_locked_pack
from dd_panel.services.assignment.assigning import make_changes, see_situation
from dd_panel.services.returns.overview import see_returns
from dd_panel.services.round.setting_up import create_round, take_in_applications, take_in_members
from dd_panel.services.workplace import Workplace
from dd_panel.ui.jobs import Jobs
from dd_panel.ui.round.assignment.dialogs import AboveLimit, ChangesDialog, NotedConflict, PacksDialog
from dd_panel.ui.round.assignment.page import AssignmentPage
from dd_panel.ui.round.assignment.table import HEADER, NAMES, AssignmentModel, AssignmentTable
from dd_panel.ui.theme import Theme
from dd_panel.ui.undo import UndoHistory
from tests.panelwork import NOON, RULES, applications
from tests.ui.conftest import Show
from tests.ui.keyboard import keyboard, press, settle
from tests.ui.programs import wait_until

SPOKEN = Qt.ItemDataRole.AccessibleTextRole
CONTROL = Qt.KeyboardModifier.ControlModifier

PANEL = (
    Member(MemberId("PM01"), "Margaret Ashe", limit=7),
    Member(MemberId("PM02"), "David Okoro", limit=1),
    Member(MemberId("PM03"), "Priya Nair", organisation="Wexcombe Council"),
)


class Desk:
    """The page over a round of seven applications and three members, two reviews each."""

    def __init__(self, theme: Theme, folder: Path) -> None:
        self.store = create_round(folder / "round.ddround", RULES, lambda: NOON)
        self.place = Workplace(self.store, lambda: NOON, "secretariat")
        take_in_applications(self.place, applications())
        take_in_members(self.place, PANEL)
        self.jobs = Jobs()
        self.undo = UndoHistory(self.jobs)
        self.packs = folder / "packs"
        self.page = AssignmentPage(theme, self.place, self.jobs, self.undo, lambda _parent: self.packs)

    def be_read(self) -> None:
        """Wait until the screen shows what stands by now."""
        settle()
        wait_until(lambda: not self.page.changing)
        settle()
        wait_until(lambda: not self.page.reading.busy)
        settle()

    def press(self, *keys: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        press(self.page, *keys, modifier=modifier)

    def dialog(self, kind: type[QDialog]) -> QDialog:
        wait_until(lambda: isinstance(QApplication.activeModalWidget(), kind))
        found = QApplication.activeModalWidget()
        assert isinstance(found, QDialog)
        return found

    @property
    def standing(self) -> dict[tuple[str, str], str]:
        return {pair: each.duty for pair, each in see_situation(self.place).standing.items()}

    def state(self, row: int, column: int) -> str:
        return self.page.grid.cells[row][column]

    def spoken(self, row: int, column: int) -> str:
        return str(self.page.table.model().index(row, column).data(SPOKEN))


@pytest.fixture
def desk(theme: Theme, tmp_path: Path, show: Show, dressed_app: QApplication) -> Iterator[Desk]:
    desk = Desk(theme, tmp_path)
    show(desk.page, 1280, 760)
    desk.page.on_shown()
    desk.be_read()
    desk.page.table.setFocus()
    yield desk
    assert desk.jobs.wait()
    settle(dressed_app)
    desk.store.close()


def test_space_assigns_and_takes_away_and_l_makes_the_lead(desk: Desk) -> None:
    desk.press(Qt.Key.Key_Space, Qt.Key.Key_Right, Qt.Key.Key_L)
    assert desk.standing == {("PM01", "DD-001"): "reviewer", ("PM02", "DD-001"): "lead"}
    desk.press(Qt.Key.Key_Left, Qt.Key.Key_L)
    assert desk.standing == {("PM01", "DD-001"): "lead", ("PM02", "DD-001"): "reviewer"}
    assert desk.spoken(0, 0) == "DD-001, Northmere Council, Margaret Ashe: lead; 2 of 2 reviews; load 1 of 7"
    desk.press(Qt.Key.Key_Space)
    assert desk.standing == {("PM02", "DD-001"): "reviewer"}
    for _step in range(4):
        desk.undo.undo()
    settle()
    assert desk.standing == {}
    assert desk.page.grid.assigned == 0


def test_own_organisation_can_not_be_assigned_and_says_why(desk: Desk) -> None:
    desk.press(Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Space, Qt.Key.Key_L)
    assert desk.standing == {}
    assert desk.state(1, 2) == "conflict"
    assert desk.page.grid.why(1, 2) == "Priya Nair must not read it: own organisation: Wexcombe Council."


def test_a_conflict_is_noted_with_a_reason_and_withdrawn(desk: Desk) -> None:
    desk.press(Qt.Key.Key_C)
    dialog = desk.dialog(NotedConflict)
    desk.press(Qt.Key.Key_Return)
    assert dialog.isVisible()  # without a reason nothing is noted
    QTest.keyClicks(keyboard(dialog), "told us by telephone")
    desk.press(Qt.Key.Key_Return)
    assert desk.state(0, 0) == "conflict"
    assert "told us by telephone" in desk.page.grid.why(0, 0)
    desk.press(Qt.Key.Key_C)
    assert desk.state(0, 0) == "empty"
    desk.undo.undo()
    settle()
    assert desk.state(0, 0) == "conflict"


def test_above_the_limit_a_reason_is_asked_and_kept(desk: Desk) -> None:
    desk.press(Qt.Key.Key_Right, Qt.Key.Key_Space, Qt.Key.Key_Down, Qt.Key.Key_Space)
    dialog = desk.dialog(AboveLimit)
    desk.press(Qt.Key.Key_Return)
    assert len(desk.standing) == 1, "nothing without a reason"
    QTest.keyClicks(keyboard(dialog), "nobody else knows transport")
    desk.press(Qt.Key.Key_Return)
    assert desk.page.grid.loads[1] == 2
    assert desk.page.grid.load_words(1) == "2 of 1"
    (line,) = see_returns(desk.place).log
    assert (line.what, line.reason) == ("David Okoro reads DD-002 above the limit", "nobody else knows transport")


def test_what_can_not_be_filled_is_named_and_changes_nothing(desk: Desk) -> None:
    desk.press(Qt.Key.Key_Right, Qt.Key.Key_Space)
    desk.press(Qt.Key.Key_G, modifier=CONTROL)
    # Nair must not read the second, and Okoro reads one already: there is no way, and that is said.
    wait_until(desk.page.work.outcome.isVisible)
    said = [label.text() for label in desk.page.work.outcome.findChildren(QLabel) if label.isVisible()]
    assert any("DD-002" in words for words in said)
    assert not any("--" in words for words in said)  # options are the command line's
    assert desk.standing == {("PM02", "DD-001"): "reviewer"}


def test_what_stands_moves_only_where_that_is_asked_for_and_listed(desk: Desk) -> None:
    desk.press(Qt.Key.Key_Right, Qt.Key.Key_Space)
    desk.press(Qt.Key.Key_G, modifier=CONTROL)
    mend = desk.page.work.outcome.mend
    wait_until(mend.isVisible)
    assert mend.text() == "Let 1 review move…"
    mend.click()
    dialog = desk.dialog(ChangesDialog)
    assert isinstance(dialog, ChangesDialog)
    assert "DD-001: David Okoro no longer reviews" in dialog.list.item(0).text()
    assert desk.standing == {("PM02", "DD-001"): "reviewer"}
    dialog.accept()
    desk.be_read()
    assert set(desk.page.grid.covers) == {2}
    assert ("PM02", "DD-002") in desk.standing
    desk.undo.undo()
    settle()
    assert desk.standing == {("PM02", "DD-001"): "reviewer"}


def test_the_suggestion_of_the_first_gap_is_taken(desk: Desk) -> None:
    assert desk.page.side.first.text() == "Assign Margaret"
    desk.page.side.first.click()
    settle()
    assert desk.standing == {("PM01", "DD-001"): "reviewer"}


@pytest.fixture
def roomy(desk: Desk) -> Desk:
    """A fourth member without a limit joins, so that every gap can be filled."""
    take_in_members(desk.place, [Member(MemberId("PM04"), "Tom Whitlock")])
    desk.page.on_shown()
    desk.be_read()
    return desk


def test_filling_lists_every_change_and_makes_them_as_one_step(roomy: Desk) -> None:
    roomy.press(Qt.Key.Key_Space)
    roomy.press(Qt.Key.Key_G, modifier=CONTROL)
    dialog = roomy.dialog(ChangesDialog)
    assert isinstance(dialog, ChangesDialog)
    listed = [dialog.list.item(at).text() for at in range(dialog.list.count())]
    assert any(each.startswith("DD-001: ") for each in listed)
    assert roomy.standing == {("PM01", "DD-001"): "reviewer"}
    dialog.yes.click()
    roomy.be_read()
    grid = roomy.page.grid
    assert (grid.gaps, grid.without_lead, grid.assigned) == ((), 0, 14)
    assert ("PM01", "DD-001") in roomy.standing
    roomy.undo.undo()
    settle()
    assert roomy.standing == {("PM01", "DD-001"): "reviewer"}


def test_a_proposal_counts_what_was_assigned_by_hand_while_it_was_worked_out(roomy: Desk) -> None:
    roomy.page.fill()
    roomy.press(Qt.Key.Key_Space)
    dialog = roomy.dialog(ChangesDialog)
    assert isinstance(dialog, ChangesDialog)
    dialog.yes.click()
    roomy.be_read()
    assert ("PM01", "DD-001") in roomy.standing
    grid = roomy.page.grid
    assert (grid.gaps, grid.assigned) == ((), 14)  # and not one review too many


def test_nothing_is_proposed_while_the_last_proposal_is_being_written(roomy: Desk) -> None:
    told = list[str]()
    roomy.undo.told.connect(told.append)
    roomy.page.fill()
    roomy.dialog(ChangesDialog).accept()
    assert roomy.page.changing
    roomy.page.fill()
    roomy.page.clear()
    assert not roomy.page.work.busy
    assert told == ["One moment: the last step is not done yet."] * 2
    roomy.be_read()
    assert QApplication.activeModalWidget() is None
    assert roomy.page.grid.gaps == ()


def test_what_was_asked_for_is_not_asked_about_over_another_screen(roomy: Desk) -> None:
    roomy.press(Qt.Key.Key_Space)
    for ask in (roomy.page.fill, roomy.page.packs.ask):
        roomy.page.show()
        ask()
        assert roomy.page.work.busy
        roomy.page.hide()
        wait_until(lambda: not roomy.page.work.busy)
        settle()
        assert QApplication.activeModalWidget() is None


def test_filling_can_be_cancelled_and_clearing_undone(roomy: Desk) -> None:
    roomy.page.fill()
    roomy.page.work.cancel_button.click()
    wait_until(lambda: not roomy.page.work.busy)
    settle()
    assert roomy.standing == {}
    roomy.press(Qt.Key.Key_Space)
    roomy.page.clear_button.click()
    roomy.dialog(ChangesDialog)
    roomy.press(Qt.Key.Key_Return)
    roomy.be_read()
    assert roomy.standing == {}
    roomy.undo.undo()
    settle()
    assert roomy.standing == {("PM01", "DD-001"): "reviewer"}


@pytest.mark.parametrize("passphrase", ["", "a long way to Wexcombe"])
def test_all_packs_are_made_in_one_go(desk: Desk, passphrase: str) -> None:
    desk.press(Qt.Key.Key_Space, Qt.Key.Key_Right, Qt.Key.Key_Space)
    desk.press(Qt.Key.Key_E, modifier=CONTROL)
    dialog = desk.dialog(PacksDialog)
    assert isinstance(dialog, PacksDialog)
    dialog.passphrase.setText(passphrase)
    if passphrase:
        dialog.yes.click()
        assert dialog.isVisible()  # not typed twice
        dialog.again.setText(passphrase)
    dialog.yes.click()
    wait_until(desk.page.work.outcome.isVisible)
    made = sorted(desk.packs.glob("*.ddpack"))
    assert [each.name for each in made] == ["SM1-PM01.ddpack", "SM1-PM02.ddpack"]
    assert {is_locked_pack(each) for each in made} == {bool(passphrase)}


def test_who_only_observes_is_no_reviewer(desk: Desk) -> None:
    take_in_members(desk.place, [Member(MemberId("PM04"), "Flora Grant", role="observer")])
    desk.page.refresh()
    wait_until(lambda: len(desk.page.grid.members) == 4)
    assert (desk.page.grid.reviewers, desk.page.grid.fair_share) == (3, 14 / 3)
    assert "7 applications · 3 reviewers · 2 reviews each" in {each.text() for each in desk.page.findChildren(QLabel)}


def test_find_goes_to_an_application_or_a_member(desk: Desk) -> None:
    desk.press(Qt.Key.Key_F, modifier=CONTROL)
    QTest.keyClicks(desk.page.find_field, "tarrow")
    assert desk.page.table.currentIndex().row() == 2
    desk.page.find_field.setText("okoro")
    assert desk.page.table.currentIndex().column() == 1


class Asked(AssignmentModel):
    """The model of the matrix, which counts how often Qt asks for a heading to measure it."""

    measured = 0

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        self.measured += role == Qt.ItemDataRole.SizeHintRole
        return super().headerData(section, orientation, role)


def test_the_matrix_is_laid_out_without_measuring_its_headings(desk: Desk, theme: Theme, show: Show) -> None:
    # A large round has eight hundred of them, and Qt measured hundreds each time anything was laid out.
    model = Asked(desk.page.grid)
    table = AssignmentTable(theme, model)
    show(table, 900, 600)
    assert model.measured == 0
    assert table.verticalHeader().width() == theme.px(NAMES)
    assert table.horizontalHeader().height() == theme.px(HEADER)


def test_a_round_without_members_says_what_to_add(theme: Theme, tmp_path: Path, show: Show) -> None:
    with create_round(tmp_path / "empty.ddround", RULES, lambda: NOON) as store:
        place = Workplace(store, lambda: NOON, "secretariat")
        page = AssignmentPage(theme, place, Jobs(), UndoHistory(), lambda _parent: None)
        show(page, 1280, 720)
        page.on_shown()
        wait_until(lambda: not page.reading.busy)
        assert shown_words(page) >= {"Nobody to assign yet"}
        assert not page.fill_button.isEnabled()
        assert not page.side.packs.isEnabled()
        assert not page.table.isVisible()


def shown_words(page: AssignmentPage) -> set[str]:
    return {each.text() or each.accessibleName() for each in page.findChildren(QLabel) if each.isVisible()}


def test_the_matrix_is_read_beside_the_window_and_then_gets_the_keyboard(
    theme: Theme, tmp_path: Path, show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk(theme, tmp_path)
    page = desk.page
    show(page, 1280, 760)
    page.on_shown()
    page.setFocus()
    assert not page.table.isVisible()
    assert "Coverage" not in shown_words(page)  # no number that is not known yet
    said = list[str]()
    monkeypatch.setattr("dd_panel.ui.round.assignment.page.announce", lambda _page, words: said.append(words))
    page.next_gap()
    assert said == []  # not that every application has its reviews
    assert not page.fill_button.isEnabled()
    desk.be_read()
    assert page.table.hasFocus()
    assert "7 applications · 3 reviewers · 2 reviews each" in shown_words(page)
    desk.store.close()


def test_what_is_assigned_while_the_round_is_read_stays_in_sight(desk: Desk) -> None:
    desk.page.on_shown()
    desk.page.toggle()
    assert desk.page.reading.busy  # what it finds is older than the change
    assert desk.state(0, 0) == "reviewer"
    desk.be_read()
    assert desk.state(0, 0) == "reviewer"


def test_a_key_right_after_another_change_keeps_that_in_sight(desk: Desk) -> None:
    desk.undo.record(make_changes(desk.place, desk.page.grid.change(1, 1, "reviewer")))
    desk.page.toggle()  # before the window had its turn
    desk.be_read()
    assert (desk.state(0, 0), desk.state(1, 1)) == ("reviewer", "reviewer")


def test_a_key_acts_on_what_was_changed_elsewhere_though_not_all_is_read_yet(desk: Desk) -> None:
    desk.press(Qt.Key.Key_Space)
    make_changes(desk.place, desk.page.grid.change(0, 0, None))
    desk.page.on_shown()
    assert desk.state(0, 0) == "empty"
    desk.page.lead()
    assert desk.standing == {("PM01", "DD-001"): "lead"}
    desk.be_read()
    assert desk.state(0, 0) == "lead"


def test_in_large_text_the_tools_stand_below_the_title_and_beside_each_other(desk: Desk, theme: Theme) -> None:
    page = desk.page
    tools = (page.find_field, page.clear_button, page.fill_button)
    for scale in (1.0, 1.5):
        theme.set_text_scale(scale)
        settle()
        page.resize(1280, 720)
        settle()
        for one, other in pairwise(tools):
            assert one.geometry().right() < other.x()
        assert all(each.width() >= each.minimumSizeHint().width() for each in tools)
        assert (page.clear_button.y() > theme.px(48)) == (scale > 1)
