"""Members are reminded and asked by drafts for the mail program."""

from __future__ import annotations

from email import message_from_bytes

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from tests.ui.round.returns.benches import SPOKEN, Desk, be_read, shown


def test_who_is_outstanding_is_reminded_by_drafts_that_are_opened_on_request(desk: Desk) -> None:
    desk.merge(desk.first)
    button = next(each for each in desk.page.findChildren(QPushButton) if each.text() == "Remind 1 person")
    button.click()
    be_read(desk.page)
    assert [path.name for path in desk.drafts.iterdir()] == ["SM1 reminder David Okoro.eml"]
    assert desk.opened == []
    assert "No e-mail address is known for David Okoro." in shown(desk.page.right.drafts)
    model = desk.page.left.members.model()
    assert "Asked again 20 Feb 12:00" in model.index(1, 0).data(SPOKEN)
    desk.press(Qt.Key.Key_Space)  # the keyboard is on Open
    assert desk.opened == [desk.drafts / "SM1 reminder David Okoro.eml"]
    assert not desk.page.right.drafts.isVisible()
    told: list[str] = []
    desk.undo.told.connect(told.append)
    desk.take_back()
    assert told[0].startswith("Undone: ")  # a reminder leaves the way back to the merge open


def test_q_asks_the_member_and_says_when(desk: Desk) -> None:
    desk.merge(desk.doubtful)
    desk.press(Qt.Key.Key_Q)
    (path,) = desk.drafts.iterdir()
    assert message_from_bytes(path.read_bytes())["To"] == "Margaret Ashe <m.ashe@example.org>"
    desk.press(Qt.Key.Key_Escape)
    assert desk.page.right.findings.hasFocus()
    found = desk.page.right.findings.current
    assert found is not None
    assert (found.asked, found.offers_asking, found.waits) == ("Asked 12:00", False, True)
    assert "Asked 12:00." in found.spoken()
    desk.undo.undo()
    be_read(desk.page)
    again = desk.page.right.findings.current
    assert again is not None
    assert (again.asked, again.offers_asking) == ("", True)


def test_a_computer_without_a_mail_program_says_so(desk: Desk) -> None:
    desk.merge(desk.doubtful)
    desk.can_open = False
    desk.press(Qt.Key.Key_Q)
    desk.press(Qt.Key.Key_Space)
    assert "This computer has no program for drafts." in shown(desk.page.right.drafts)
    QTest.mouseClick(desk.page.right.drafts.folder_button, Qt.MouseButton.LeftButton)
    assert desk.opened[-1] == desk.drafts


def test_a_folder_that_takes_no_drafts_is_told(desk: Desk) -> None:
    desk.merge(desk.doubtful)
    desk.drafts.rmdir()
    desk.press(Qt.Key.Key_Q)  # the dialog answers with a folder that is gone: it is made again
    assert list(desk.drafts.iterdir())
    desk.page.remind()
    desk.merge(desk.first)
    assert desk.troubles == []
