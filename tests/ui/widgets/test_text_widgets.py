"""Text on screen: exact line heights, shortened lines with the whole within reach, buttons with names."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QColor, QImage, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from dd_panel.ui.theme import Theme
from dd_panel.ui.widgets.bars import Segment, SegmentBar
from dd_panel.ui.widgets.buttons import Button
from dd_panel.ui.widgets.frames import Panel, scrolled
from dd_panel.ui.widgets.labels import ElidedLabel, IconLabel, Label, Para, TwoLineLabel, buddy
from dd_panel.ui.widgets.layouts import column, held, row
from dd_panel.ui.widgets.pills import Pill, StatusPill, pill_width
from dd_panel.ui.widgets.states import Callout, EmptyState
from tests.ui.conftest import Show

LONG = "Demand has risen by nine per cent since 2011 while the budget has fallen. " * 6


def spoken(widget: QWidget) -> str:
    """Return what a screen reader says for a widget."""
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)


def rows_with_ink(image: QImage, ground: QColor) -> list[int]:
    """Return the picture's rows that are not all ground."""
    return [
        y for y in range(image.height()) if any(image.pixelColor(x, y) != ground for x in range(0, image.width(), 2))
    ]


@pytest.mark.parametrize("scale", [1.0, 1.3])
def test_wrapped_text_is_a_whole_number_of_lines_high(theme: Theme, show: Show, scale: float) -> None:
    theme.set_text_scale(scale)
    para = Para(theme, LONG, "reading")
    page = Panel(theme, "surface", column(para, None))
    show(page, 420, 600)
    lines = para.height() / theme.line("reading")
    assert lines == int(lines) > 4
    page.resize(820, 600)
    QApplication.processEvents()
    assert para.height() < lines * theme.line("reading")


def test_wrapped_text_ends_in_dots_after_the_most_lines_it_may_have(theme: Theme, show: Show) -> None:
    para = Para(theme, LONG)
    page = Panel(theme, "surface", column(para, None))
    show(page, 420, 600)
    whole = para.height() // theme.line("body")
    assert para.count_lines(para.width()) == whole > 2
    kept = page.grab().toImage()
    para.set_most_lines(2)
    QApplication.processEvents()
    assert para.height() == 2 * theme.line("body")
    para.set_most_lines(None)
    QApplication.processEvents()
    assert page.grab().toImage() == kept
    para.setText("Short.")
    para.set_most_lines(2)
    assert para.height() == theme.line("body")


def test_wrapped_text_keeps_its_height_in_a_scrolled_pane(theme: Theme, show: Show) -> None:
    first, second = Para(theme, LONG), Para(theme, LONG)
    content = held(column(first, second, None))
    show(scrolled(content), 300, 200)
    assert first.height() == first.heightForWidth(first.width())
    assert second.y() >= first.geometry().bottom()


def test_a_word_longer_than_the_line_is_broken_not_clipped(theme: Theme, show: Show) -> None:
    para = Para(theme, "https://www.example.org/" + "x" * 200)
    show(Panel(theme, "surface", column(para, None)), 240, 400)
    assert para.height() > theme.line("body") * 3


def test_new_text_and_line_breaks_change_the_height(theme: Theme, show: Show) -> None:
    para = Para(theme, "One line")
    show(Panel(theme, "surface", column(para, None)), 400, 300)
    para.setText("One line\nand another\nand a third")
    assert para.height() == 3 * theme.line("body")
    para.setText("")
    assert para.height() == theme.line("body")


def test_wrapped_text_has_the_height_of_whichever_width_it_is_asked_for(theme: Theme) -> None:
    para = Para(theme, LONG)
    widths = range(200, 900, 100)
    high = [para.heightForWidth(width) for width in widths]
    assert high == [para.count_lines(width) * theme.line("body") for width in widths]
    assert [para.heightForWidth(width) for width in reversed(widths)] == high[::-1]
    para.setText("Short.")
    assert {para.heightForWidth(width) for width in widths} == {theme.line("body")}


def test_wrapped_text_is_read_aloud(theme: Theme) -> None:
    para = Para(theme, LONG)
    assert spoken(para) == LONG.strip() or spoken(para) == LONG
    assert QAccessible.queryAccessibleInterface(para).role() == QAccessible.Role.StaticText


def test_a_shortened_line_has_the_whole_in_its_tooltip(theme: Theme, show: Show) -> None:
    label = ElidedLabel(theme, "Calderbrook Borough – Learning disability day services", "h1")
    page = show(Panel(theme, "surface", column(label, None)), 300, 100)
    assert label.shown_text().endswith("…")
    assert label.toolTip() == label.text() == spoken(label)
    page.resize(900, 100)
    QApplication.processEvents()
    assert label.toolTip() == ""


def test_words_take_a_second_line_where_they_need_it_and_there_is_room(theme: Theme, show: Show) -> None:
    label = TwoLineLabel(theme, "Not saved: The disk is full.", "body")
    page = show(Panel(theme, "surface", row((label, 1))), 400, 56)
    seen = []
    for wide, high in ((400, 56), (130, 56), (90, 56), (130, 24)):
        page.resize(wide, high)
        QApplication.processEvents()
        seen.append((label.shown_text(), label.toolTip() == ""))
    assert seen[0] == ("Not saved: The disk is full.", True)
    assert seen[1] == ("Not saved: The\ndisk is full.", True)
    assert seen[2][0].startswith("Not saved:\n")
    assert seen[2][0].endswith("…")
    assert "\n" not in seen[3][0]
    assert [whole for _words, whole in seen[2:]] == [False, False]
    label.setText("Unbreakablylongnamedfile")
    assert "\n" not in label.shown_text()


def test_a_path_is_shortened_in_the_middle(theme: Theme, show: Show) -> None:
    label = ElidedLabel(theme, "Documents/Panel/Autumn round/ashe.ddpack", elide=Qt.TextElideMode.ElideMiddle)
    show(Panel(theme, "surface", column(label, None)), 180, 100)
    assert label.shown_text().startswith("Doc")
    assert label.shown_text().endswith("pack")


def test_a_label_takes_its_colour_from_the_theme(theme: Theme) -> None:
    label = Label(theme, "Not saved", tone="bad")
    theme.set_mode("dark")
    assert label.palette().color(QPalette.ColorRole.WindowText).name() == theme.hex("bad")
    label.set_tone("good")
    assert label.palette().color(QPalette.ColorRole.WindowText).name() == theme.hex("good")
    label.set_weight(600)
    assert label.font().weight() == 600


def test_a_label_names_its_field(theme: Theme) -> None:
    from dd_panel.ui.widgets.fields import TextField

    field = TextField(theme, "")
    label = buddy(Label(theme, "Your name"), field)
    assert label.buddy() is field
    assert field.accessibleName() == "Your name"


def test_a_button_without_words_must_have_a_name(theme: Theme) -> None:
    with pytest.raises(ValueError, match="name"):
        Button(theme, kind="icon", icon="x")
    button = Button(theme, kind="icon", icon="x", name="Close")
    assert spoken(button) == button.toolTip() == "Close"
    button.set_name("Close the detail")
    assert spoken(button) == "Close the detail"


@pytest.mark.parametrize("kind", ["default", "primary", "quiet", "icon", "chip", "tab", "nav"])
@pytest.mark.parametrize("checked", [False, True])
@pytest.mark.parametrize("enabled", [False, True])
def test_every_kind_of_button_draws_every_state(
    theme: Theme, show: Show, kind: str, checked: bool, enabled: bool
) -> None:
    button = Button(theme, "Words", kind, icon="flag")  # type: ignore[arg-type]
    button.setCheckable(True)
    button.setChecked(checked)
    button.setEnabled(enabled)
    page = show(Panel(theme, "surface", column(button, None)), 240, 100)
    assert rows_with_ink(page.grab().toImage(), theme.colour("surface"))
    assert button.height() >= 28
    assert button.width() >= 28


def test_a_disabled_button_does_not_answer_and_looks_it(theme: Theme) -> None:
    button = Button(theme, "Export", "primary")
    button.resize(button.sizeHint())
    usual = button.grab().toImage()
    button.setEnabled(False)
    clicks: list[bool] = []
    button.clicked.connect(lambda: clicks.append(True))
    button.click()
    assert clicks == []
    assert button.grab().toImage() != usual


def test_a_button_can_change_its_kind_and_fill_the_width(theme: Theme, show: Show) -> None:
    button = Button(theme, "Open a review pack").fill_width()
    show(Panel(theme, "surface", column(button, None)), 500, 100)
    assert button.width() == 500
    usual = button.grab().toImage()
    button.set_kind("primary")
    assert button.grab().toImage() != usual


def test_status_pills_say_their_status_and_fit_their_words(theme: Theme) -> None:
    for key in theme.tokens.statuses:
        pill = StatusPill(theme, key)
        assert spoken(pill) == pill.text() != ""
        assert pill.sizeHint().width() >= pill_width(theme, pill.text(), "circle")
    assert Pill(theme, "Not found", "bad", "alert").grab().width() > 60


def test_an_icon_is_silent_unless_it_says_something_of_its_own(theme: Theme) -> None:
    assert spoken(IconLabel(theme, "alert", "warn")) == ""
    assert spoken(IconLabel(theme, "alert", "warn", spoken="Comment missing")) == "Comment missing"


def test_a_bar_tells_its_counts(theme: Theme, show: Show) -> None:
    bar = SegmentBar(
        theme, [Segment(3, "good", "3 complete"), Segment(0, "warn", "0 begun"), Segment(1, "neutralSoft", "1 to do")]
    )
    show(Panel(theme, "surface", column(bar, None)), 200, 40)
    assert bar.accessibleName() == bar.toolTip() == "3 complete, 0 begun, 1 to do"
    image = bar.grab().toImage()
    assert image.pixelColor(20, 4) == theme.colour("good")
    assert image.pixelColor(190, 4) == theme.colour("neutralSoft")
    good = sum(image.pixelColor(x, 4) == theme.colour("good") for x in range(image.width()))
    assert abs(good / image.width() - 0.75) < 0.03


def test_an_empty_bar_is_drawn_too(theme: Theme) -> None:
    bar = SegmentBar(theme)
    bar.resize(100, 8)
    assert bar.grab().toImage().pixelColor(50, 4) == theme.colour("neutralSoft")


def test_states_say_what_is_and_what_to_do(theme: Theme, show: Show) -> None:
    opened: list[bool] = []
    action = Button(theme, "Open a review pack", "primary", extent="small")
    action.clicked.connect(lambda: opened.append(True))
    state = EmptyState(theme, ("inbox", "accent"), "No applications yet", "Open the pack.", action)
    show(state, 300, 240)
    assert spoken(state) == "No applications yet"
    action.click()
    assert opened == [True]


def test_a_callout_can_say_something_else(theme: Theme, show: Show) -> None:
    callout = Callout(theme, "warn", "2 low scores have no comment")
    show(Panel(theme, "canvas", column(callout, None)), 400, 200)
    low = callout.height()
    callout.set_words("This pack is damaged", LONG, "bad")
    QApplication.processEvents()
    assert callout.height() > low
    assert callout.accessibleDescription() == LONG
    assert callout.grab().toImage().pixelColor(200, 4) == theme.colour("badSoft")
