"""Questions and large windows keep inside the screen below, and their buttons stay in sight."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from dd_panel.ui.theme import Theme
from dd_panel.ui.widgets.dialogs import LargeDialog
from dd_panel.ui.widgets.fields import TextField
from dd_panel.ui.widgets.labels import Para
from dd_panel.ui.widgets.layouts import column, row
from dd_panel.ui.widgets.question import Question
from tests.ui.conftest import Show
from tests.ui.keyboard import press, settle

LONG = "The reason is kept in the history of the round with your name and the time. " * 4


def test_a_question_that_is_too_high_scrolls_above_its_buttons(theme: Theme, show: Show) -> None:
    theme.set_text_scale(2.0)
    window = show(QWidget(), 1280, 720)
    reason = TextField(theme, "Reason")
    fields = column(*(Para(theme, LONG) for _each in range(3)), reason)
    question = Question(theme, window, "Really?", "It can be undone.", "Do it", fields)
    reason.setFocus()
    question.open()
    settle()
    assert question.height() <= window.height()
    for button in (question.yes, question.no):
        assert question.rect().contains(button.geometry())
    assert reason.visibleRegion().isEmpty()
    assert question.focusWidget() is reason
    question.reject()


def test_enter_presses_the_button_that_has_the_keyboard_and_the_main_one_from_a_field(theme: Theme, show: Show) -> None:
    window = show(QWidget(), 1280, 720)
    answers: list[int] = []
    for at in ("no", "yes", "field"):
        reason = TextField(theme, "Reason")
        question = Question(theme, window, "Really?", "It can be undone.", "Do it", column(reason))
        question.finished.connect(answers.append)
        question.open()
        {"no": question.no, "yes": question.yes, "field": reason}[at].setFocus()
        press(question, Qt.Key.Key_Return)
    assert answers == [0, 1, 1]


def test_a_question_with_room_is_as_high_as_its_words(theme: Theme, show: Show) -> None:
    window = show(QWidget(), 1280, 720)
    question = Question(theme, window, "Really?", "It can be undone.", "Do it")
    question.open()
    settle()
    assert question.height() == question.heightForWidth(question.width())
    question.reject()


def test_a_long_title_goes_on_in_a_second_line(theme: Theme, show: Show) -> None:
    window = show(QWidget(), 1280, 720)
    title = "The second round of a programme with quite a long name, for every council in the region"
    question = Question(theme, window, title, "It can be undone.", "Do it")
    question.open()
    settle()
    label = next(each for each in question.findChildren(QLabel) if each.text() == title)
    assert question.rect().contains(label.mapTo(question, label.rect().bottomRight()))
    assert label.fontMetrics().horizontalAdvance(title) > label.width()
    assert label.height() == label.heightForWidth(label.width()) > 2 * label.fontMetrics().height()
    question.reject()


def test_words_that_are_too_many_for_a_large_window_scroll_between_head_and_foot(theme: Theme, show: Show) -> None:
    theme.set_text_scale(2.0)
    window = show(QWidget(), 1280, 720)
    dialog = LargeDialog(theme, window, "Method", (800, 600))
    foot = Para(theme, "Nothing is changed.")
    dialog.set_parts(row(Para(theme, "Method")), column(*(Para(theme, LONG) for _each in range(6))), row(foot))
    dialog.open()
    settle()
    assert dialog.height() <= window.height()
    assert foot.visibleRegion().boundingRect().height() == foot.height()
    dialog.reject()
