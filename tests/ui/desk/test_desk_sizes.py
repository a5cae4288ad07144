"""The desk in small and dark windows, with large text, with long titles, and with nothing on it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor

from dd_panel.domain.identifiers import Reference
from dd_panel.ui.desk.words import shortened
from dd_panel.ui.theme import Theme
from tests.exampledesk import CALDERBROOK
from tests.ui.desks import Desk, open_desk
from tests.ui.keyboard import keyboard, settle

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.mark.parametrize(("extent", "mode"), [((1440, 900), "dark"), ((1280, 720), "light")])
def test_the_desk_fits_small_and_dark_windows(
    theme: Theme, tmp_path: Path, begun: Path, extent: tuple[int, int], mode: str
) -> None:
    theme.set_mode("dark" if mode == "dark" else "light")
    with open_desk(theme, tmp_path, extent=extent, source=begun) as desk:
        image = desk.shell.grab().toImage()
        widths = [pane.width() for pane in desk.page.panes()]
        assert (image.width(), image.height()) == extent
        assert QColor(image.pixel(20, 400)) == theme.colour("surface")
        assert (widths[0], widths[2]) == ((304, 416) if extent[0] == 1440 else (264, 384))


def test_large_text_turns_the_list_into_a_drop_down(theme: Theme, tmp_path: Path, begun: Path) -> None:
    with open_desk(theme, tmp_path, source=begun) as desk:
        reader = desk.page.reader
        assert reader.chooser.count() == 0  # what nobody sees is not filled
        theme.set_text_scale(1.5)
        settle()
        assert reader.chooser.count() == 24
        assert (desk.page.list_pane.isVisible(), reader.chooser.isVisible()) == (False, True)
        assert reader.chooser.currentText() == "Calderbrook Borough Council"
        reader.chooser.activated.emit(7)
        settle()
        assert desk.current == "DD-008"


def test_the_largest_text_in_a_small_window_shows_reader_and_scores_by_turns(
    theme: Theme, tmp_path: Path, begun: Path
) -> None:
    with open_desk(theme, tmp_path, extent=(1280, 720), source=begun) as desk:
        theme.set_text_scale(2.0)
        settle()
        page = desk.page

        def seen() -> tuple[bool, bool, int | None]:
            return page.reader.isVisible(), page.scoring.isVisible(), page.side_by_side.turns.switch.chosen

        first = seen()
        page.side_by_side.turns.switch.choice(0).click()
        settle()
        read = seen()
        room = page.reader.text.viewport().height() // theme.line("reading")
        desk.type("4")
        scored = seen(), desk.score("finance")
        desk.press(Qt.Key.Key_F, CTRL)
        found = seen()
        while not page.scoring.isVisible():
            desk.press(Qt.Key.Key_F6)
        by_pane = page.scoring.isAncestorOf(keyboard(desk.shell))
        # The keyboard was in the scores; what is wanted comes into sight, by key or by F6.
        assert (first, read, found) == ((False, True, 1), (True, False, 0), (True, False, 0))
        assert scored == ((False, True, 1), "4")
        assert by_pane
        assert room >= 5
        assert page.scoring.width() == page.width() == 1280
        theme.set_text_scale(1.0)
        settle()
        assert page.reader.isVisible()
        assert page.scoring.isVisible()
        assert not page.side_by_side.turns.switch.isVisible()


def test_a_very_long_title_wraps_and_is_shortened(theme: Theme, tmp_path: Path, begun: Path) -> None:
    with open_desk(theme, tmp_path, source=begun) as desk:
        item = desk.model.item(CALDERBROOK)
        long = replace(item, application=replace(item.application, title="A very long title " * 20))
        desk.page.reader.show_head(long)
        shown = desk.page.reader.heading.text()
        assert shown.endswith("…")
        assert shown[:-1].split()[-1] in {"A", "very", "long", "title"}
        assert len(desk.page.reader.heading.toolTip()) > 300


def test_a_title_without_a_blank_is_cut_where_the_room_ends() -> None:
    assert shortened("One trust", 9) == "One trust"
    assert shortened("One trust for the city", 14) == "One trust…"
    assert shortened("Ask " + "x" * 300, 160) == "Ask " + "x" * 155 + "…"


def test_an_empty_pack_says_so(theme: Theme, tmp_path: Path) -> None:
    with open_desk(theme, tmp_path, applications=0) as desk:
        assert desk.page.list_pane.none_at_all.isVisible()
        assert desk.page.reader.nothing.isVisible()
        theme.set_text_scale(2.0)
        settle()
        # There is no list to say it in large text.
        assert not desk.page.list_pane.isVisible()
        assert desk.page.reader.nothing.accessibleName() == "No applications yet"
        desk.press(Qt.Key.Key_Return, CTRL)
        desk.type("4")


def test_the_order_really_read_is_remembered_with_the_first_score(desk: Desk) -> None:
    desk.type("4")
    assert desk.stored("order", str(Reference(CALDERBROOK))) == "1"
