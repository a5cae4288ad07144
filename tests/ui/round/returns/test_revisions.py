"""What a later scoresheet changed is shown, and kept or used cell by cell."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from dd_panel.domain.identifiers import Field
from tests.panelwork import REFERENCES, fill, fill_all
from tests.ui.keyboard import settle
from tests.ui.round.returns.benches import FIRST, NEED, PLAN, SECOND, SPOKEN, Desk, be_read, shown


def test_a_later_scoresheet_shows_what_it_changed(desk: Desk) -> None:
    desk.merge(desk.first)
    assert not desk.page.right.revision.isVisible()
    desk.merge(desk.second)
    panel = desk.page.right.revision
    assert panel.isVisible()
    assert "2 applications changed, 5 the same" in shown(panel)
    model = panel.table.model()
    assert [model.index(0, at).data(SPOKEN) for at in range(4)] == [
        "DD-001 Northmere Council",
        "DD-001 Northmere Council, Case: 3 became 4, and the new one stands",
        "DD-001 Northmere Council, Plan 2.5",
        "DD-001 Northmere Council, Total 56 before, 68 after",
    ]
    assert (panel.keep.isEnabled(), panel.use.isEnabled()) == (True, False)


def test_scores_that_a_later_scoresheet_takes_back_are_said_and_kept_at_one_stroke(desk: Desk) -> None:
    taken_back: dict[tuple[str, str], str | float | None] = {
        (reference, "score.need"): None for reference in REFERENCES
    }
    mistaken = desk.folder / "ashe-4.xlsx"
    typed = {**taken_back, (FIRST, "score.plan"): 5}
    mistaken.write_bytes(fill(fill_all(desk.first.read_bytes()), typed, minutes=9))
    desk.merge(desk.first)
    desk.merge(mistaken)
    panel = desk.page.right.revision

    assert "7 entries of the earlier are empty in the later" in shown(panel)
    panel.keep_emptied.click()
    desk.reason("Sent by mistake.")

    assert [desk.stands(NEED, each) for each in (FIRST, SECOND)] == ["3", "3"]
    assert desk.stands(PLAN) == "5"
    assert not panel.warning.isVisible()
    told: list[str] = []
    desk.undo.told.connect(told.append)
    desk.take_back()
    assert desk.stands(NEED) == ""
    assert panel.warning.isVisible()
    desk.take_back()
    assert told[-1] == "Undone: 1 scoresheet merged, 7 entries taken back"


def test_one_cell_is_kept_with_k_and_used_again_with_u(desk: Desk) -> None:
    desk.merge(desk.first)
    desk.merge(desk.second)
    desk.press(Qt.Key.Key_V, Qt.Key.Key_Right, Qt.Key.Key_K)
    assert "Keep 3 for DD-001 · Case; the later says 4" in shown(desk.page.right.strip)
    desk.press(Qt.Key.Key_Return)
    assert desk.page.right.strip.isVisible()  # a reason is needed
    desk.reason("A slip, she says.")
    assert not desk.page.right.strip.isVisible()
    assert desk.page.right.revision.table.hasFocus()
    assert desk.stands(NEED) == "3"
    assert desk.page.right.revision.table.currentIndex().data(SPOKEN).endswith("3 became 4, and the old one was kept")
    desk.press(Qt.Key.Key_U)
    desk.reason("No, it was meant.")
    assert desk.stands(NEED) == "4"
    assert sorted(each for each in desk.log() if each.startswith("Margaret")) == [
        "Margaret Ashe: new value used in 1 cell",
        "Margaret Ashe: old value kept in 1 cell",
    ]


def test_an_application_and_the_whole_file_are_kept(desk: Desk) -> None:
    desk.merge(desk.first, desk.second)
    desk.press(Qt.Key.Key_V, Qt.Key.Key_Down, Qt.Key.Key_K)
    desk.reason("Not this one.")
    assert (desk.stands(PLAN, SECOND), desk.stands(Field("comment.plan"), SECOND), desk.stands(NEED)) == (
        "2.5",
        "",
        "4",
    )
    desk.press(Qt.Key.Key_K, shift=True)
    desk.reason("Sent by mistake.")
    assert desk.stands(NEED) == "3"
    assert not desk.page.right.revision.keep.isEnabled()
    QTest.mouseClick(desk.page.right.revision.use, Qt.MouseButton.LeftButton)
    settle()
    desk.reason("It was meant after all.")
    assert (desk.stands(NEED), desk.stands(PLAN, SECOND)) == ("4", "5")


def test_a_choice_is_given_up_with_esc_and_taken_back_with_undo(desk: Desk) -> None:
    desk.merge(desk.first)
    desk.merge(desk.second)
    desk.press(Qt.Key.Key_V, Qt.Key.Key_Right, Qt.Key.Key_K, Qt.Key.Key_Escape)
    assert desk.page.right.revision.table.hasFocus()
    assert desk.stands(NEED) == "4"
    desk.press(Qt.Key.Key_K)
    desk.reason("A slip.")
    desk.take_back()
    assert desk.stands(NEED) == "4"
    desk.undo.redo()
    be_read(desk.page)
    assert desk.stands(NEED) == "3"


def test_earlier_revisions_stay_within_reach(desk: Desk) -> None:
    third = desk.folder / "ashe-4.xlsx"
    third.write_bytes(fill(desk.second.read_bytes(), {(SECOND, "score.need"): 1}, minutes=9))
    desk.merge(desk.first, desk.second, third)
    desk.press(Qt.Key.Key_V)
    assert "1 application changed, 6 the same" in shown(desk.page.right.revision)
    desk.page.right.revision.which.setFocus()
    desk.press(Qt.Key.Key_Down)
    assert "2 applications changed, 5 the same" in shown(desk.page.right.revision)


def test_without_a_revision_v_leads_nowhere(desk: Desk) -> None:
    desk.merge(desk.first)
    desk.press(Qt.Key.Key_V, Qt.Key.Key_K, Qt.Key.Key_U)
    desk.press(Qt.Key.Key_K, shift=True)
    assert not desk.page.right.strip.isVisible()
