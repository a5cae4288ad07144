"""A panel member looks for words in everything she was sent, and goes to the place."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from dd_panel.ui.desk.documents.pdf_pane import PdfPane
from dd_panel.ui.desk.documents.text_views import WordPane
from dd_panel.ui.desk.search.dialog import SearchDialog
from tests.exampledesk import CALDERBROOK
from tests.ui.desks import Desk, keyboard, settle

CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


def search(desk: Desk, words: str) -> SearchDialog:
    """Open the search by its key, wait until everything is read, and type."""
    desk.press(Qt.Key.Key_F, CTRL_SHIFT)
    dialog = next(each for each in desk.shell.findChildren(SearchDialog) if each.isVisible())
    desk.wait()
    dialog.field.setText(words)
    dialog.look()
    settle()
    return dialog


def spoken(dialog: SearchDialog) -> list[str]:
    role = Qt.ItemDataRole.AccessibleTextRole
    return [str(dialog.rows.index(at).data(role)) for at in range(dialog.rows.rowCount())]


def take(desk: Desk, dialog: SearchDialog, beginning: str) -> None:
    """Go to a result with the arrows and open it with Enter."""
    QTest.keyClick(dialog.field, Qt.Key.Key_Down)
    at = next(at for at, words in enumerate(spoken(dialog)) if words.startswith(beginning))
    for _step in range(at):
        QTest.keyClick(dialog.view, Qt.Key.Key_Down)
    QTest.keyClick(dialog.view, Qt.Key.Key_Return)
    settle()
    desk.wait()


def test_a_place_in_an_answer_opens_with_its_words_selected(desk: Desk) -> None:
    dialog = search(desk, '"personal budgets"')
    assert dialog.count.text() == "2 places in 2 applications"
    take(desk, dialog, "DD-002")
    assert desk.current == "DD-002"
    assert desk.page.reader.text.textCursor().selectedText() == "Personal budgets"
    assert keyboard(desk.shell) is desk.page.reader.text


def test_a_place_in_a_pdf_opens_on_its_page(desk: Desk) -> None:
    dialog = search(desk, "cash months")
    found = next(words for words in spoken(dialog) if "Business case.pdf" in words)
    take(desk, dialog, found)
    viewer = desk.page.reader.documents.viewer
    assert isinstance(viewer, PdfPane)
    assert viewer.view.selection is not None
    assert f"page {viewer.view.page + 1}:" in found


def test_a_place_in_a_word_file_opens_there(desk: Desk) -> None:
    dialog = search(desk, "ballot turnout")
    found = next(words for words in spoken(dialog) if ".docx" in words)
    take(desk, dialog, found)
    viewer = desk.page.reader.documents.viewer
    assert isinstance(viewer, WordPane)
    assert viewer.view.textCursor().hasSelection()


def test_the_words_stand_there_again_the_next_time(desk: Desk) -> None:
    search(desk, "mutual").reject()
    settle()
    desk.press(Qt.Key.Key_F, CTRL_SHIFT)
    dialog = next(each for each in desk.shell.findChildren(SearchDialog) if each.isVisible())
    assert (dialog.field.text(), dialog.rows.rowCount() > 10) == ("mutual", True)


def test_the_fostering_bid_she_has_a_conflict_with_is_not_found(desk: Desk) -> None:
    assert search(desk, "fostering").count.text() == "Nothing found"


def test_what_is_not_there_is_said(desk: Desk) -> None:
    dialog = search(desk, "xylophone")
    assert (dialog.count.text(), dialog.nothing.isVisible()) == ("Nothing found", True)
    assert not dialog.open_button.isEnabled()


def test_a_conflict_declared_now_is_found_no_more_and_a_withdrawn_one_is(desk: Desk) -> None:
    dialog = search(desk, "calderbrook")
    assert any(words.startswith(CALDERBROOK) for words in spoken(dialog))
    dialog.reject()
    settle()
    desk.model.declare_conflict("financial", "")
    dialog = search(desk, "calderbrook")
    assert not any(words.startswith(CALDERBROOK) for words in spoken(dialog))
    dialog.reject()
    settle()
    desk.undo.undo()
    dialog = search(desk, "calderbrook")
    assert any(words.startswith(CALDERBROOK) for words in spoken(dialog))


def test_facts_and_cells_stay_apart_on_the_line_of_a_result(desk: Desk) -> None:
    assert any(
        "Learning disability day services \u00b7 Employee mutual \u00b7 Maureen Hallam" in line
        for line in spoken(search(desk, '"employee mutual"'))
    )
    cells = [line for line in spoken(search(desk, '"total received"')) if "Cash flow.xlsx" in line]
    assert cells
    assert all("Total received, \u2013, 340.4" in line for line in cells)
