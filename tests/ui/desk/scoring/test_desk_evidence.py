"""A panel member keeps passages as evidence for her scores, and finds back to them."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from dd_panel.domain.applications import Attachment
from dd_panel.domain.errors import DDPanelError
from dd_panel.domain.identifiers import Reference
from dd_panel.domain.passages import Place
from dd_panel.ui.desk.documents.pdf_pane import PdfPane
from dd_panel.ui.desk.documents.picture_view import PicturePane
from dd_panel.ui.desk.scoring.criterion_card import CriterionCard
from tests.documents import png_of, scanned_pdf
from tests.exampledesk import CALDERBROOK
from tests.ui.desks import Desk, keyboard, settle
from tests.ui.programs import wait_until

CTRL = Qt.KeyboardModifier.ControlModifier
BUDGETS = Place("", "question 5", "People from outside the borough would spend £95,000 of their personal budgets")
CASH = Place("Business case.pdf", "page 3", "Cash in the first months")


def select(desk: Desk, place: Place) -> None:
    """Select a passage of the application on the desk."""
    desk.page.reader.show_place(place)
    settle()
    desk.wait()


def card(desk: Desk, key: str) -> CriterionCard:
    return next(card for card in desk.page.scoring.cards if card.criterion.key == key)


def test_e_keeps_the_passage_for_the_open_criterion_and_the_score_stays(desk: Desk) -> None:
    select(desk, BUDGETS)
    desk.press(Qt.Key.Key_E)
    assert desk.stored("evidence.finance") == f"“{BUDGETS.words}” [Application, question 5]"
    assert [line.quote.words for line in card(desk, "finance").evidence.lines] == [BUDGETS.words]
    assert desk.score("finance") == "1"
    assert keyboard(desk.shell) is desk.page.reader.text


def test_ctrl_and_a_figure_keeps_it_for_that_criterion_which_opens(desk: Desk) -> None:
    select(desk, BUDGETS)
    desk.press(Qt.Key.Key_2, CTRL)
    assert desk.page.scoring.current_card.criterion.key == "readiness"
    assert desk.stored("evidence.readiness").startswith("“People from outside")


def test_a_quote_of_a_pdf_names_its_page_and_leads_back_there(desk: Desk) -> None:
    select(desk, CASH)
    desk.press(Qt.Key.Key_E)
    assert desk.stored("evidence.finance") == "“Cash in the first months” [Business case.pdf, page 3]"
    desk.page.reader.show_place(BUDGETS)
    QTest.mouseClick(card(desk, "finance").evidence.lines[0], Qt.MouseButton.LeftButton)
    desk.wait()
    viewer = desk.page.reader.documents.viewer
    assert isinstance(viewer, PdfPane)
    assert (viewer.view.page, viewer.view.selection is not None) == (2, True)


@pytest.mark.parametrize("name", ["Business  case.pdf", "Business case [draft.pdf", "Business] case.pdf"])
def test_a_quote_leads_back_into_a_document_whatever_it_is_called(desk: Desk, name: str) -> None:
    with desk.store.writing() as work:
        application = work.applications.get(CALDERBROOK)
        case = next(each for each in application.attachments if each.name == "Business case.pdf")
        work.applications.replace(replace(application, attachments=(replace(case, name=name),)))
    desk.page.show_application("DD-001")
    desk.page.show_application(CALDERBROOK)
    select(desk, replace(CASH, document=name))
    desk.press(Qt.Key.Key_E)
    desk.press(Qt.Key.Key_E)
    desk.page.reader.show_place(BUDGETS)
    (line,) = card(desk, "finance").evidence.lines
    QTest.mouseClick(line, Qt.MouseButton.LeftButton)
    desk.wait()
    viewer = desk.page.reader.documents.viewer
    assert isinstance(viewer, PdfPane)
    assert (viewer.isVisible(), viewer.view.page, viewer.view.selection is not None) == (True, 2, True)


@pytest.mark.parametrize(
    ("name", "content", "kept"),
    [
        ("Site plan.png", png_of(40, 30), "“whole picture” [Site plan.png]"),
        ("Letter.pdf", scanned_pdf(), "“whole page” [Letter.pdf, page 1]"),
    ],
)
def test_a_picture_and_a_scanned_page_are_kept_whole_as_they_have_no_words_to_select(
    desk: Desk, name: str, content: bytes, kept: str
) -> None:
    plan = Attachment(name, hashlib.sha256(content).hexdigest(), len(content))
    with desk.store.writing() as work:
        application = work.applications.get(Reference("DD-008"))
        work.applications.put_blob(plan.sha256, content)
        work.applications.replace(replace(application, attachments=(plan,)))
    desk.page.show_application("DD-008")
    desk.press(Qt.Key.Key_Tab, CTRL)
    wait_until(lambda: desk.page.reader.wordless() is not None)
    desk.press(Qt.Key.Key_4, CTRL)
    desk.press(Qt.Key.Key_4, CTRL)
    desk.page.reader.show_place(Place("", "question 1"))
    assert desk.stored("evidence.finance") == kept
    QTest.mouseClick(card(desk, "finance").evidence.lines[0], Qt.MouseButton.LeftButton)
    desk.wait()
    assert isinstance(desk.page.reader.documents.viewer, PicturePane | PdfPane)


def test_a_slow_click_on_a_quote_opens_it_though_the_level_looked_at_is_no_longer_shown(
    desk: Desk, qtbot: QtBot
) -> None:
    select(desk, BUDGETS)
    desk.press(Qt.Key.Key_5, CTRL)
    desk.page.scoring.take_focus()
    settle()
    sharing = card(desk, "sharing")
    line = sharing.evidence.lines[0]
    stood = line.mapTo(desk.shell, QPoint(20, line.height() // 2))
    window = desk.shell.windowHandle()
    opened: list[object] = []
    line.clicked.connect(lambda: opened.append(line.quote))
    QTest.mousePress(window, Qt.MouseButton.LeftButton, pos=stood)
    QTest.qWait(100)
    assert line.hasFocus()
    QTest.mouseRelease(window, Qt.MouseButton.LeftButton, pos=stood)
    assert opened == [line.quote]
    qtbot.waitUntil(lambda: line.mapTo(desk.shell, QPoint(20, line.height() // 2)) != stood)


def test_words_that_the_mouse_cut_are_kept_whole(desk: Desk) -> None:
    text = desk.page.reader.text
    for place in (BUDGETS, CASH):
        cut = replace(place, words=place.words[2:-2])
        select(desk, cut)
        desk.press(Qt.Key.Key_E)
        assert text.hasFocus() == (place is BUDGETS)
    kept = [line.quote.words for line in card(desk, "finance").evidence.lines]
    assert kept == [BUDGETS.words, CASH.words]


def test_the_same_passage_is_kept_once(desk: Desk) -> None:
    select(desk, BUDGETS)
    desk.press(Qt.Key.Key_E)
    desk.press(Qt.Key.Key_E)
    assert len(card(desk, "finance").evidence.lines) == 1


def test_keeping_can_be_undone_and_stands_in_the_history(desk: Desk) -> None:
    select(desk, BUDGETS)
    desk.press(Qt.Key.Key_E)
    select(desk, CASH)
    desk.press(Qt.Key.Key_E)
    last = desk.model.history(desk.current)[0]
    assert (last.field, last.after) == ("evidence.finance", desk.stored("evidence.finance"))
    desk.undo.undo()
    assert len(card(desk, "finance").evidence.lines) == 1
    desk.undo.undo()
    assert (desk.stored("evidence.finance"), card(desk, "finance").evidence.lines) == ("", [])
    desk.undo.redo()
    assert len(card(desk, "finance").evidence.lines) == 1


def test_delete_takes_a_quote_away(desk: Desk) -> None:
    for place in (BUDGETS, CASH):
        select(desk, place)
        desk.press(Qt.Key.Key_E)
    line = card(desk, "finance").evidence.lines[0]
    QTest.keyClick(line, Qt.Key.Key_Delete)
    settle()
    assert [each.quote.words for each in card(desk, "finance").evidence.lines] == [CASH.words]


def test_without_a_selection_it_is_said_what_to_do(desk: Desk) -> None:
    said: list[DDPanelError] = []
    desk.page.trouble.connect(said.append)
    desk.page.reader.text.setFocus()
    desk.press(Qt.Key.Key_E)
    assert [trouble.title for trouble in said] == ["No words are selected."]
    assert desk.stored("evidence.finance") == ""


def test_what_was_said_of_a_slip_goes_once_a_passage_is_taken(desk: Desk) -> None:
    over: list[DDPanelError] = []
    desk.page.trouble_over.connect(over.append)
    desk.page.reader.text.setFocus()
    desk.press(Qt.Key.Key_E)
    select(desk, BUDGETS)
    desk.press(Qt.Key.Key_H, CTRL)
    desk.press(Qt.Key.Key_E)
    assert [trouble.title for trouble in over] == ["No words are selected."]


def test_what_was_said_of_a_slip_goes_once_one_goes_on_to_something_else(desk: Desk) -> None:
    over: list[DDPanelError] = []
    desk.page.trouble_over.connect(over.append)
    for times, go_on in enumerate((lambda: desk.press(Qt.Key.Key_BracketRight), desk.page.hide), start=1):
        desk.page.reader.text.setFocus()
        desk.press(Qt.Key.Key_E)
        go_on()
        assert [trouble.title for trouble in over] == ["No words are selected."] * times


def test_an_e_typed_into_a_comment_keeps_nothing(desk: Desk) -> None:
    select(desk, BUDGETS)
    desk.page.scoring.go_to_comment()
    settle()
    desk.type("Be")
    assert (desk.stored("evidence.finance"), card(desk, "finance").comment.toPlainText()) == ("", "Be")


def test_a_quote_without_the_words_any_more_still_opens_its_question(desk: Desk) -> None:
    select(desk, Place("", "question 4", "words that a corrected text no longer has: xylophones"))
    assert desk.page.reader.contents.list.currentIndex().row() == 4
