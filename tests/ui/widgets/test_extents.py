"""Lengths that follow the size of text."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QWidget

from dd_panel.ui.theme import Theme
from dd_panel.ui.widgets.extents import keep_extent
from dd_panel.ui.widgets.number_box import NumberBox
from tests.ui.keyboard import settle


def test_lengths_follow_the_size_of_text_and_others_are_left_as_they_are(theme: Theme) -> None:
    fixed, held = QWidget(), QWidget()
    keep_extent(fixed, theme, wide=104, high=40)
    keep_extent(held, theme, most_wide=280, least=(0, 96))
    before = held.maximumHeight()
    for scale in (2, 1):
        theme.set_text_scale(float(scale))
        extent = (fixed.minimumWidth(), fixed.maximumWidth(), fixed.minimumHeight(), fixed.maximumHeight())
        assert extent == (104 * scale, 104 * scale, 40 * scale, 40 * scale)
        assert (held.minimumWidth(), held.minimumHeight(), held.maximumWidth()) == (0, 96 * scale, 280 * scale)
        assert held.maximumHeight() == before


def test_a_number_is_written_in_the_size_of_text_that_was_chosen_last(theme: Theme) -> None:
    box = NumberBox(theme, "Weight", 25)
    for scale in (2, 1):
        theme.set_text_scale(float(scale))
        assert box.field.lineEdit().font().pixelSize() == box.field.font().pixelSize() == 14 * scale


def test_a_widget_that_is_gone_is_not_asked_again(theme: Theme, caplog: pytest.LogCaptureFixture) -> None:
    widget = QWidget()
    keep_extent(widget, theme, wide=104)
    widget.deleteLater()
    del widget
    settle()
    theme.set_text_scale(2.0)
    assert caplog.records == []
