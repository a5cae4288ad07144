"""A panel member gives a score with the keyboard, the mouse or a screen reader, on a scale of any length."""

from __future__ import annotations

from decimal import Decimal

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QAccessible, QEnterEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from dd_panel.domain.scale import Scale
from dd_panel.ui.theme import Theme
from dd_panel.ui.widgets.buttons import Button
from dd_panel.ui.widgets.frames import Panel
from dd_panel.ui.widgets.painting import text_width
from dd_panel.ui.widgets.score_buttons import ScoreButtons, ScoreLevel
from tests.ui.conftest import Show
from tests.ui.vocabulary import LEVELS


class Told:
    """What the buttons told, in order."""

    def __init__(self, scores: ScoreButtons) -> None:
        self.events: list[str] = []
        scores.score_chosen.connect(lambda level: self.events.append(f"chosen {level}"))
        scores.score_cleared.connect(lambda: self.events.append("cleared"))
        scores.cannot_judge_chosen.connect(lambda: self.events.append("cannot judge"))
        scores.level_previewed.connect(lambda level: self.events.append(f"previewed {level}"))

    def scores(self) -> list[str]:
        return [event for event in self.events if not event.startswith("previewed")]

    def previews(self) -> list[str]:
        return [event.removeprefix("previewed ") for event in self.events if event.startswith("previewed")]


def on_page(theme: Theme, show: Show, scores: ScoreButtons, width: int = 420) -> QWidget:
    """Show the buttons between two others, as on a screen."""
    page = Panel(theme, "surface")
    lines = QVBoxLayout(page)
    for widget in (Button(theme, "Before"), scores, Button(theme, "After")):
        lines.addWidget(widget)
    lines.addStretch(1)
    return show(page, width, 300)


def scale(last: int) -> list[ScoreLevel]:
    return [ScoreLevel(str(value)) for value in range(last + 1)]


def press(key: Qt.Key) -> None:
    focused = QApplication.focusWidget()
    assert focused is not None
    QTest.keyClick(focused, key)


def test_an_enter_key_held_down_since_the_screen_before_scores_nothing(theme: Theme, show: Show) -> None:
    scores = ScoreButtons(theme, LEVELS, name="Leadership")
    told = Told(scores)
    on_page(theme, show, scores)
    scores.take_focus()
    held = QKeyEvent(
        QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r", autorep=True, count=1
    )
    QApplication.sendEvent(scores.first_stop, held)
    assert told.scores() == []
    press(Qt.Key.Key_Return)
    assert told.scores() == ["chosen 0"]


def test_arrows_look_at_levels_without_scoring_and_space_takes_one(theme: Theme, show: Show) -> None:
    scores = ScoreButtons(theme, LEVELS, name="Leadership")
    told = Told(scores)
    on_page(theme, show, scores)
    scores.take_focus()
    for _press in range(3):
        press(Qt.Key.Key_Right)
    assert told.previews() == ["0", "1", "2", "3"]
    assert told.scores() == []
    press(Qt.Key.Key_Space)
    assert told.scores() == ["chosen 3"]
    assert scores.chosen == 3
    press(Qt.Key.Key_Home)
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Left)
    assert told.previews()[-1] == "5"
    assert told.scores() == ["chosen 3", "chosen 0"]


def test_a_figure_typed_takes_its_level_and_backspace_clears_it(theme: Theme, show: Show) -> None:
    scores = ScoreButtons(theme, LEVELS)
    told = Told(scores)
    on_page(theme, show, scores)
    scores.take_focus()
    press(Qt.Key.Key_4)
    press(Qt.Key.Key_4)
    press(Qt.Key.Key_Backspace)
    press(Qt.Key.Key_Backspace)
    press(Qt.Key.Key_9)
    assert told.scores() == ["chosen 4", "cleared"]
    assert scores.chosen is None


def test_two_figures_typed_soon_after_one_another_are_one_value(theme: Theme) -> None:
    now = [0.0]
    scores = ScoreButtons(theme, scale(10), clock=lambda: now[0])
    told = Told(scores)
    assert scores.choose_by_key("1")
    assert scores.choose_by_key("0")
    now[0] = 5.0
    assert scores.choose_by_key("1")
    now[0] = 10.0
    assert scores.choose_by_key("0")
    assert told.scores() == ["chosen 1", "chosen 10", "chosen 1", "chosen 0"]


def test_a_figure_after_another_score_begins_a_new_one(theme: Theme) -> None:
    scores = ScoreButtons(theme, scale(10), clock=lambda: 0.0)
    told = Told(scores)
    assert scores.choose_by_key("1")
    scores.clear()
    assert scores.choose_by_key("0")
    scores.set_chosen(1)
    assert scores.choose_by_key("0")
    assert scores.choose_by_key("1")
    scores.set_chosen(1)
    scores.forget_typing()
    assert scores.choose_by_key("0")
    assert told.scores() == ["chosen 1", "cleared", "chosen 0", "chosen 0", "chosen 1", "chosen 0"]


def test_half_marks_are_typed_with_point_or_comma(theme: Theme) -> None:
    scores = ScoreButtons(theme, [ScoreLevel(value) for value in ("0", "0.5", "1", "1.5", "2")])
    for figure in ("1", ",", "5"):
        assert scores.choose_by_key(figure)
    assert scores.chosen == 3
    assert not scores.choose_by_key("7")
    assert scores.chosen == 3


def test_cannot_judge_is_a_choice_of_its_own(theme: Theme, show: Show) -> None:
    scores = ScoreButtons(theme, LEVELS, cannot_judge="Cannot judge")
    told = Told(scores)
    on_page(theme, show, scores)
    scores.take_focus()
    press(Qt.Key.Key_End)
    press(Qt.Key.Key_Space)
    taken = [scores.cannot_judge]
    assert told.previews()[-1] == "-1"
    press(Qt.Key.Key_2)
    taken.append(scores.cannot_judge)
    assert taken == [True, False]
    assert told.scores() == ["cannot judge", "chosen 2"]


def test_setting_a_score_from_outside_tells_nobody(theme: Theme) -> None:
    scores = ScoreButtons(theme, LEVELS, cannot_judge="Cannot judge")
    told = Told(scores)
    scores.set_chosen(2)
    scores.set_cannot_judge(on=True)
    assert scores.choice(6).isChecked()
    scores.set_cannot_judge(on=False)
    assert scores.chosen is None
    assert told.events == []


def test_what_is_undone_takes_the_keyboard_along_and_what_is_shown_again_does_not(theme: Theme, show: Show) -> None:
    scores = ScoreButtons(theme, LEVELS)
    told = Told(scores)
    on_page(theme, show, scores)
    scores.take_focus()
    press(Qt.Key.Key_5)
    scores.set_chosen(3)
    assert scores.choice(3).hasFocus()
    assert told.previews()[-1] == "3"
    press(Qt.Key.Key_Right)
    scores.set_chosen(3)
    assert scores.choice(4).hasFocus()


def test_tab_stops_once_at_the_level_taken(theme: Theme, show: Show) -> None:
    scores = ScoreButtons(theme, LEVELS)
    scores.set_chosen(3)
    page = on_page(theme, show, scores)
    before, after = page.findChildren(Button)
    before.setFocus()
    press(Qt.Key.Key_Tab)
    assert scores.choice(3).hasFocus()
    press(Qt.Key.Key_Tab)
    assert after.hasFocus()


def test_a_click_takes_a_level_and_a_second_click_keeps_it(theme: Theme, show: Show) -> None:
    scores = ScoreButtons(theme, LEVELS)
    told = Told(scores)
    on_page(theme, show, scores)
    for _click in range(2):
        QTest.mouseClick(scores.choice(1), Qt.MouseButton.LeftButton)
    assert scores.choice(1).isChecked()
    assert told.scores() == ["chosen 1"]


def test_pointing_at_a_level_previews_it_until_the_mouse_leaves(theme: Theme, show: Show) -> None:
    scores = ScoreButtons(theme, LEVELS)
    told = Told(scores)
    on_page(theme, show, scores)
    there = QPoint(1, 1)
    QApplication.sendEvent(scores.choice(2), QEnterEvent(there, there, there))
    QApplication.sendEvent(scores.choice(2), QEvent(QEvent.Type.Leave))
    assert told.previews() == ["2", "-1"]


def test_read_only_scores_show_the_level_and_take_no_other(theme: Theme, show: Show) -> None:
    scores = ScoreButtons(theme, LEVELS)
    scores.set_chosen(3)
    scores.setEnabled(False)
    told = Told(scores)
    on_page(theme, show, scores)
    QTest.mouseClick(scores.choice(1), Qt.MouseButton.LeftButton)
    assert told.events == []
    assert scores.choice(3).isChecked()


def test_a_screen_reader_hears_radio_buttons_with_value_name_and_meaning(theme: Theme) -> None:
    scores = ScoreButtons(theme, LEVELS, name="Leadership")
    scores.set_chosen(3)
    interface = QAccessible.queryAccessibleInterface(scores.choice(3))
    assert interface.role() == QAccessible.Role.RadioButton
    assert interface.text(QAccessible.Text.Name) == "3, Fair. What fair means."
    assert interface.state().checked
    assert scores.accessibleName() == "Leadership"


@pytest.mark.parametrize(
    ("last", "width", "rows"), [(5, 348, 1), (3, 200, 1), (10, 348, 2), (10, 640, 1), (20, 348, 3)]
)
def test_long_scales_wrap_into_even_rows(theme: Theme, show: Show, last: int, width: int, rows: int) -> None:
    scores = ScoreButtons(theme, scale(last))
    show(scores, width, 300)
    tops = {scores.choice(at).y() for at in range(last + 1)}
    assert len(tops) == rows
    assert all(scores.choice(at).width() >= 28 for at in range(last + 1))
    assert max(scores.choice(at).geometry().bottom() for at in range(last + 1)) < scores.height()


def test_names_go_where_there_is_no_room_for_all_of_them(theme: Theme, show: Show) -> None:
    scores = ScoreButtons(theme, LEVELS)
    show(scores, 400, 100)
    wide = scores.grab().toImage()
    scores.resize(230, 100)
    QApplication.processEvents()
    assert scores.choice(2).toolTip() == "Limited"
    assert scores.grab().toImage() != wide


def test_large_text_makes_the_buttons_larger(theme: Theme, show: Show) -> None:
    scores = ScoreButtons(theme, LEVELS)
    on_page(theme, show, scores, 640)
    usual = scores.choice(0).height()
    theme.set_text_scale(1.5)
    QApplication.processEvents()
    assert scores.choice(0).height() == round(usual * 1.5)


def shown(scores: ScoreButtons, levels: int = 101) -> list[str]:
    return [scores.choice(at).text() for at in range(levels) if not scores.choice(at).isHidden()]


def test_of_a_long_scale_the_tens_stand_there_and_what_follows_the_one_looked_at(theme: Theme, show: Show) -> None:
    scores = ScoreButtons(theme, [ScoreLevel(str(mark)) for mark in range(101)], cannot_judge="Cannot judge")
    told = Told(scores)
    on_page(theme, show, scores)
    tens = [str(mark) for mark in range(0, 101, 10)]
    assert shown(scores) == sorted([*tens, *map(str, range(1, 10))], key=int)
    high = scores.height()
    QTest.mouseClick(scores.choice(70), Qt.MouseButton.LeftButton)
    assert shown(scores) == sorted([*tens, *map(str, range(71, 80))], key=int)
    QTest.mouseClick(scores.choice(73), Qt.MouseButton.LeftButton)
    assert (scores.chosen, scores.height()) == (73, high)
    scores.take_focus()
    for _step in range(8):
        press(Qt.Key.Key_Right)
    assert scores.choice(81).hasFocus()
    assert "82" in shown(scores)
    press(Qt.Key.Key_Tab)
    assert (scores.chosen, "73" in shown(scores)) == (73, True), "what is taken is in sight"
    assert told.scores() == ["chosen 70", "chosen 73"]


def test_of_a_long_scale_any_level_can_be_typed(theme: Theme, show: Show) -> None:
    scores = ScoreButtons(theme, [ScoreLevel(f"{tenths / 10:g}") for tenths in range(101)])
    on_page(theme, show, scores)
    scores.take_focus()
    for key in (Qt.Key.Key_7, Qt.Key.Key_Period, Qt.Key.Key_3):
        press(key)
    assert (scores.chosen, scores.choice(73).hasFocus(), scores.choice(73).isVisible()) == (73, True, True)
    press(Qt.Key.Key_Backspace)
    assert (scores.chosen, scores.choice(73).hasFocus()) == (None, True)
    press(Qt.Key.Key_2)
    assert (scores.chosen, scores.choice(20).hasFocus()) == (20, True)
    assert shown(scores)[:2] == ["0", "1"]


@pytest.mark.parametrize(
    ("levels", "typed", "chosen", "refused"),
    [
        ([f"{half / 2:g}" for half in range(9)], "2.3", "2", ["2.3"]),
        ([f"{half / 2:g}" for half in range(9)], "2.5", "2.5", []),
        ([str(mark) for mark in range(101)], "101", "10", ["101"]),
        ([str(mark) for mark in range(101)], "100", "100", []),
        ([str(mark) for mark in range(1, 11)], "103", "3", []),
        ([str(mark) for mark in range(6)], "34", "4", []),
        ([str(mark) for mark in range(6)], "7", None, ["7"]),
    ],
)
def test_figures_that_are_no_level_are_said_and_nothing_else_is_taken_for_them(
    theme: Theme, levels: list[str], typed: str, chosen: str | None, refused: list[str]
) -> None:
    scores = ScoreButtons(theme, [ScoreLevel(value) for value in levels], clock=lambda: 0.0)
    told: list[str] = []
    scores.figures_refused.connect(told.append)
    for figure in typed:
        scores.choose_by_key(figure)
    taken = None if scores.chosen is None else levels[scores.chosen]
    assert (taken, told) == (chosen, refused)


@pytest.mark.parametrize(
    ("lowest", "highest", "step", "heads", "most"),
    [
        ("0", "100", "1", ["0", "10", "20"], 20),
        ("1", "100", "1", ["1", "10", "20"], 19),
        ("1", "5", "0.1", ["1", "2", "3"], 14),
        ("0", "1", "0.01", ["0", "0.1", "0.2"], 20),
        ("0", "100", "0.5", ["0", "5", "10"], 30),
        ("1", "100", "3", ["1", "31", "61"], 13),
        ("5", "495", "10", ["5", "105", "205"], 14),
        ("0", "1000", "1", ["0", "50", "100"], 70),
    ],
)
def test_few_buttons_stand_there_of_any_long_scale(
    theme: Theme, lowest: str, highest: str, step: str, heads: list[str], most: int
) -> None:
    long = Scale(Decimal(lowest), Decimal(highest), Decimal(step))
    scores = ScoreButtons(theme, [ScoreLevel(long.text_of(mark)) for mark in long.marks])
    scores.resize(420, 300)
    scores.set_chosen(long.steps)
    assert shown(scores, long.steps + 1)[:3] == heads
    scores.set_chosen(0)
    assert len(shown(scores, long.steps + 1)) == most


@pytest.mark.parametrize(("highest", "step"), [("100", "0.5"), ("1", "0.01"), ("1000", "1")])
def test_the_figures_of_a_level_never_touch_its_edges(theme: Theme, show: Show, highest: str, step: str) -> None:
    long = Scale(Decimal(0), Decimal(highest), Decimal(step))
    scores = ScoreButtons(theme, [ScoreLevel(long.text_of(mark)) for mark in long.marks])
    on_page(theme, show, scores, 302)
    scores.set_chosen(long.steps)
    standing = [scores.choice(mark) for mark in long.marks if not scores.choice(mark).isHidden()]
    assert all(text_width(theme, each.text(), ("title", 600)) <= each.width() - 6 for each in standing)
    assert max(each.geometry().right() for each in standing) < scores.width()


def test_a_long_scale_may_begin_anywhere(theme: Theme) -> None:
    scores = ScoreButtons(theme, [ScoreLevel(str(mark)) for mark in range(1, 101)], cannot_judge="Cannot judge")
    scores.set_chosen(99)
    assert not scores.choice(99).isHidden()
    scores.set_cannot_judge(on=True)
    assert not scores.choice(100).isHidden()
    scores.set_chosen(None)
    assert not scores.choice(5).isHidden()
