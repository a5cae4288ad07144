"""A panel member highlights passages and notes things beside them, for herself alone."""

from __future__ import annotations

from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog

from dd_panel.domain.marks import Mark
from dd_panel.domain.passages import Place
from dd_panel.services.review.marking import see_marks
from dd_panel.ui.desk.documents.pdf_pane import PdfPane
from dd_panel.ui.desk.documents.sheet_view import SheetPane
from dd_panel.ui.desk.reading.marks_dialog import MarksDialog
from dd_panel.ui.desk.reading.note_dialog import NoteDialog
from tests.exampledesk import CALDERBROOK
from tests.ui.desks import Desk, settle

CTRL = Qt.KeyboardModifier.ControlModifier
CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
BUDGETS = Place("", "question 5", "personal budgets")
CASH = Place("Business case.pdf", "page 3", "Cash in the first months")
BALLOT = Place("Staff ballot.docx", "", "The vote was secret and consultative")


def select(desk: Desk, place: Place) -> None:
    desk.page.reader.show_place(place)
    settle()
    desk.wait()


def marks(desk: Desk) -> tuple[Mark, ...]:
    return see_marks(desk.model.place, CALDERBROOK)


def opened(desk: Desk, kind: type[QDialog]) -> QDialog:
    settle()
    return next(each for each in desk.shell.findChildren(kind) if each.isVisible())


def note(desk: Desk, words: str) -> None:
    """Write a note about what is selected, with the keyboard alone."""
    desk.press(Qt.Key.Key_N, CTRL_SHIFT)
    dialog = opened(desk, NoteDialog)
    assert isinstance(dialog, NoteDialog)
    QTest.keyClicks(dialog.note, words)
    QTest.keyClick(dialog.note, Qt.Key.Key_Return, CTRL)
    settle()


def tinted(desk: Desk) -> list[str]:
    """The words on the colour of a highlight, in the application's text."""
    return [
        each.cursor.selectedText()
        for each in desk.page.reader.text.extraSelections()
        if each.format.background().color().name().upper() == "#FFF1B0"
    ]


def test_ctrl_h_highlights_and_once_more_does_not(desk: Desk) -> None:
    select(desk, BUDGETS)
    desk.press(Qt.Key.Key_H, CTRL)
    assert [mark.place.words for mark in marks(desk)] == ["personal budgets"]
    assert tinted(desk) == ["personal budgets"]
    assert desk.page.reader.contents.highlights.text() == "1 highlight"
    select(desk, BUDGETS)
    desk.press(Qt.Key.Key_H, CTRL)
    assert (marks(desk), tinted(desk)) == ((), [])
    desk.press(Qt.Key.Key_Z, CTRL)
    assert tinted(desk) == ["personal budgets"]


def test_a_passage_just_highlighted_can_be_kept_as_evidence_and_noted_and_be_plain_again(desk: Desk) -> None:
    select(desk, BUDGETS)
    desk.press(Qt.Key.Key_H, CTRL)
    desk.type("e")
    assert "personal budgets" in desk.stored("evidence.finance")
    note(desk, "Is this income sure?")
    desk.press(Qt.Key.Key_H, CTRL)
    assert [(mark.place.words, mark.note) for mark in marks(desk)] == [("personal budgets", "Is this income sure?")]


def test_a_passage_marked_by_mouse_with_a_blank_before_it_can_be_noted_and_read_on(desk: Desk) -> None:
    select(desk, BUDGETS)
    view = desk.page.reader.text
    cursor = view.textCursor()
    begin, end = cursor.selectionStart(), cursor.selectionEnd()
    cursor.setPosition(begin - 1)
    cursor.setPosition(end + 1, QTextCursor.MoveMode.KeepAnchor)
    view.setTextCursor(cursor)
    view.setFocus()
    evidence, highlight, _note = desk.page.reader.bar.pens
    QTest.mouseClick(evidence, Qt.MouseButton.LeftButton)
    QTest.mouseClick(highlight, Qt.MouseButton.LeftButton)
    assert view.hasFocus()
    note(desk, "Is this income sure?")
    assert [mark.place.words for mark in marks(desk)] == ["personal budgets", "personal budgets"]
    assert "“personal budgets”" in desk.stored("evidence.finance")


def test_a_highlight_that_is_out_of_sight_is_not_what_a_note_is_about(desk: Desk) -> None:
    select(desk, BUDGETS)
    desk.press(Qt.Key.Key_H, CTRL)
    desk.page.reader.text.go_to_section(2)
    note(desk, "Who says so?")
    assert [mark.place for mark in marks(desk) if mark.is_note] == [Place("", "question 2")]


def test_a_private_note_stands_below_its_paragraph(desk: Desk) -> None:
    select(desk, BUDGETS)
    note(desk, "Is this income sure?")
    text = desk.page.reader.text.toPlainText()
    assert "Private note · not exported\nIs this income sure?" in text
    assert text.index("personal budgets") < text.index("Is this income sure?") < text.index("How firm is all this?")
    assert [section.noted for section in desk.page.reader.text.sections] == [False] * 5 + [True, False]
    assert desk.page.reader.contents.notes.text() == "1 private note"


def test_ctrl_f_finds_words_of_ones_own_notes_too(desk: Desk) -> None:
    select(desk, BUDGETS)
    note(desk, "Ask the treasurer: is this income sure?")
    desk.press(Qt.Key.Key_F, CTRL)
    desk.type("treasurer")
    find = desk.page.reader.find_bar
    assert find.count.text() == "1 of 1"
    assert [place.selectedText() for place in desk.page.reader.text.places] == ["treasurer"]
    desk.press(Qt.Key.Key_Escape)
    assert not find.isVisible()


def test_a_note_without_a_selection_is_about_the_question_being_read(desk: Desk) -> None:
    desk.page.reader.text.go_to_section(3)
    desk.page.reader.text.setFocus()
    note(desk, "Who is the sponsor?")
    (mark,) = marks(desk)
    assert (mark.place, mark.note) == (Place("", "question 3"), "Who is the sponsor?")
    text = desk.page.reader.text.toPlainText()
    heading = text.index(desk.page.reader.text.sections[3].title)
    assert heading < text.index("Who is the sponsor?") < heading + 200


def test_marks_in_a_pdf_and_in_a_word_file(desk: Desk) -> None:
    select(desk, CASH)
    desk.press(Qt.Key.Key_H, CTRL)
    note(desk, "See the cash flow.")
    desk.wait()
    viewer = desk.page.reader.documents.viewer
    assert isinstance(viewer, PdfPane)
    shown = viewer.view.marks
    assert [hit.page for hit in shown.highlights] == [2, 2]
    assert shown.noted == {2}
    select(desk, BALLOT)
    desk.press(Qt.Key.Key_H, CTRL)
    assert [(mark.place.document, mark.note) for mark in marks(desk)] == [
        ("Business case.pdf", ""),
        ("Business case.pdf", "See the cash flow."),
        ("Staff ballot.docx", ""),
    ]


def lay_sheet_open(desk: Desk) -> SheetPane:
    desk.page.reader.show_place(Place("Cash flow.xlsx", "sheet Cash flow"))
    settle()
    desk.wait()
    pane = desk.page.reader.documents.viewer
    assert isinstance(pane, SheetPane)
    return pane


def go_to(pane: SheetPane, row: int, column: int) -> None:
    """Select one cell, as a click on it does."""
    index = pane.view.model().index(row, column)
    pane.view.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)


def test_marked_cells_of_a_workbook_are_tinted_and_say_so(desk: Desk) -> None:
    pane = lay_sheet_open(desk)
    first, last = pane.view.model().index(5, 1), pane.view.model().index(5, 3)
    pane.view.selectionModel().select(QItemSelection(first, last), QItemSelectionModel.SelectionFlag.ClearAndSelect)
    desk.press(Qt.Key.Key_H, CTRL)
    go_to(pane, 17, 1)
    note(desk, "Who pays in advance?")
    assert [(mark.place.part, mark.note) for mark in marks(desk)] == [
        ("sheet Cash flow!B6:D6", ""),
        ("sheet Cash flow!B18", "Who pays in advance?"),
    ]
    tint = desk.page.reader._theme.colour("highlight")  # noqa: SLF001 - the colour that is worn now
    grounds = {
        (row, column): pane.view.model().index(row, column).data(Qt.ItemDataRole.BackgroundRole)
        for row in range(18)
        for column in range(5)
    }
    assert [cell for cell, ground in grounds.items() if ground == tint] == [(5, 1), (5, 2), (5, 3), (17, 1)]
    said = [pane.view.model().index(*cell).data(Qt.ItemDataRole.AccessibleTextRole) for cell in ((5, 2), (17, 1))]
    assert said == ["C6: 340.4, highlighted", "B18: 2.4, private note: Who pays in advance?"]
    pane.chooser.setCurrentIndex(1)
    assert not pane.view.model().index(5, 1).data(Qt.ItemDataRole.BackgroundRole)


def test_a_quote_of_a_workbook_names_its_cells_and_leads_back_to_them(desk: Desk) -> None:
    pane = lay_sheet_open(desk)
    go_to(pane, 16, 2)
    desk.press(Qt.Key.Key_E)
    assert desk.stored("evidence.finance") == "\u201c-332.7\u201d [Cash flow.xlsx, sheet Cash flow!C17]"
    (line,) = desk.page.scoring.current_card.evidence.lines
    assert line.accessibleName() == "\u201c-332.7\u201d, Cash flow.xlsx, sheet Cash flow, C17"
    pane.chooser.setCurrentIndex(1)
    line.click()
    settle()
    here = pane.view.currentIndex()
    assert (pane.chooser.currentIndex(), here.row(), here.column()) == (0, 16, 2)


def test_cells_picked_here_and_there_are_named_by_their_sheet(desk: Desk) -> None:
    pane = lay_sheet_open(desk)
    go_to(pane, 5, 2)
    pane.view.selectionModel().select(pane.view.model().index(9, 2), QItemSelectionModel.SelectionFlag.Select)
    assert desk.page.reader.selected() == Place("Cash flow.xlsx", "sheet Cash flow", "340.4 213.3")


def test_what_is_noted_in_an_attachment_stands_above_it(desk: Desk) -> None:
    notes = desk.page.reader.notes
    select(desk, CASH)
    note(desk, "Is this the lowest month?")
    assert (notes.isVisible(), notes.words.text()) == (True, "page 3: Is this the lowest month?")
    select(desk, BALLOT)
    assert not notes.isVisible()
    note(desk, "Who counted?")
    assert notes.words.text() == "Who counted?"
    desk.page.reader.show_place(BUDGETS)
    assert not notes.isVisible()
    desk.page.reader.show_place(CASH)
    assert notes.isVisible()
    desk.page.show_application("DD-010")
    assert not notes.isVisible()


def test_the_list_leads_to_the_place_and_removes(desk: Desk) -> None:
    select(desk, BUDGETS)
    desk.press(Qt.Key.Key_H, CTRL)
    select(desk, CASH)
    desk.press(Qt.Key.Key_H, CTRL)
    desk.press(Qt.Key.Key_M)
    listed = opened(desk, MarksDialog)
    assert isinstance(listed, MarksDialog)
    role = Qt.ItemDataRole.AccessibleTextRole
    assert [listed.rows.index(at).data(role) for at in range(2)] == [
        "Highlight, question 5: personal budgets",
        "Highlight, Business case.pdf, page 3: Cash in the first months",
    ]
    QTest.keyClick(listed.view, Qt.Key.Key_Delete)
    settle()
    assert [mark.place.words for mark in marks(desk)] == ["Cash in the first months"]
    QTest.keyClick(listed.view, Qt.Key.Key_Return)
    desk.wait()
    assert desk.page.reader.tabs.chosen > 0


def test_what_is_looked_for_stays_found_while_one_marks(desk: Desk) -> None:
    desk.press(Qt.Key.Key_F, CTRL)
    desk.type("mutual")
    desk.press(Qt.Key.Key_F3)
    found = desk.page.reader.text.hits
    assert desk.page.reader.find_bar.count.text() == f"2 of {found}"
    select(desk, BUDGETS)
    desk.press(Qt.Key.Key_H, CTRL)
    assert (desk.page.reader.text.hits, desk.page.reader.find_bar.count.text()) == (found, f"2 of {found}")
    note(desk, "Is the mutual sure of this income?")
    assert desk.page.reader.find_bar.count.text() == f"2 of {found + 1}"
    desk.press(Qt.Key.Key_F3)
    assert desk.page.reader.find_bar.count.text() == f"3 of {found + 1}"


def test_highlighting_leaves_the_reader_where_it_is(desk: Desk) -> None:
    text = desk.page.reader.text
    select(desk, BUDGETS)
    at = text.verticalScrollBar().value()
    desk.press(Qt.Key.Key_H, CTRL)
    assert (text.verticalScrollBar().value(), text.textCursor().hasSelection()) == (at, False)


def test_marks_stay_with_their_application(desk: Desk) -> None:
    select(desk, BUDGETS)
    desk.press(Qt.Key.Key_H, CTRL)
    desk.press(Qt.Key.Key_BracketRight)
    assert (tinted(desk), desk.page.marking.marks) == ([], ())
    desk.press(Qt.Key.Key_BracketLeft)
    assert tinted(desk) == ["personal budgets"]


def test_a_conflict_locks_the_marks_away(desk: Desk) -> None:
    select(desk, BUDGETS)
    desk.press(Qt.Key.Key_H, CTRL)
    desk.model.declare_conflict("financial", "")
    settle()
    assert desk.page.marking.marks == ()
    desk.press(Qt.Key.Key_M)
    assert not desk.shell.findChildren(MarksDialog)


def test_a_private_note_gets_into_no_quote_though_it_lies_within_the_selection(desk: Desk) -> None:
    select(desk, BUDGETS)
    note(desk, "quagga")
    text = desk.page.reader.text
    text.setFocus()
    text.selectAll()
    assert "quagga" in text.textCursor().selectedText()
    place = text.selected()
    assert place is not None
    assert "personal budgets" in place.words
    assert "How firm is all this?" in place.words
    assert "quagga" not in place.words
    assert "Private note" not in place.words
    text.moveCursor(QTextCursor.MoveOperation.Start)
    assert text.find("quagga")
    assert text.selected() is None
    desk.press(Qt.Key.Key_E)
    assert desk.stored("evidence.finance") == ""
