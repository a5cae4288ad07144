"""An official without a mouse: from the first screen to a round with its own criterion and somebody on its panel."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from dd_panel.exchange.round_definition import read_round
from dd_panel.services.round.panel import see_panel
from dd_panel.services.workplace import Workplace
from dd_panel.store.files import open_store
from dd_panel.ui.round.panel.dialogs import NewMemberDialog
from dd_panel.ui.theme import Theme
from tests.exampledesk import clock
from tests.journeys.ten_fingers import ALT, CTRL, NONE, Keyboard
from tests.ui.programs import running, wait_until

SHIFT = Qt.KeyboardModifier.ShiftModifier


def test_a_round_is_set_up_and_its_panel_begun_by_keyboard_alone(theme: Theme, tmp_path: Path) -> None:
    made = tmp_path / "rounds" / "SG1.ddround"
    made.parent.mkdir()
    with running(theme, tmp_path) as app:
        keys = Keyboard(app.program.shell)
        keys.press(Qt.Key.Key_N, CTRL)
        assert app.key == "new-round"
        # From a template, then the fields one after the other.
        for key in (Qt.Key.Key_Down, Qt.Key.Key_Tab, Qt.Key.Key_Space, *[Qt.Key.Key_Tab] * 3):
            keys.press(key)
        for text in ("Spring grants", "SG1", "7 Jan 2014 9am", "10 Feb 2014 5pm"):
            keys.type(text)
            keys.press(Qt.Key.Key_Tab)
        keys.press(Qt.Key.Key_PageDown, CTRL)
        keys.press(Qt.Key.Key_A, CTRL)
        keys.type("4")
        # A criterion of one's own.
        keys.press(Qt.Key.Key_PageDown, CTRL)
        keys.press(Qt.Key.Key_N, CTRL | SHIFT)
        keys.type("Learning for others")
        keys.press(Qt.Key.Key_Return, CTRL)
        keys.name_file(made)
        wait_until(lambda: app.key == "applications")
        # The panel has somebody.
        keys.press(Qt.Key.Key_3, ALT)
        assert app.key == "panel"
        keys.press(Qt.Key.Key_N, CTRL | SHIFT)
        wait_until(lambda: isinstance(QApplication.activeModalWidget(), NewMemberDialog))
        keys.type("Margaret Ashe")
        keys.press(Qt.Key.Key_Return, NONE)
    rules = read_round(made.with_suffix(".toml"))
    assert (rules.name, rules.reference, rules.places) == ("Spring grants", "SG1", 4)
    assert [each.title for each in rules.rubric.criteria][3:] == ["Costs and value", "Learning for others"]
    with open_store(made) as store:
        place = Workplace(store, clock, "")
        with store.reading() as work:
            assert work.rounds.get() == rules
        assert [line.member.name for line in see_panel(place).lines] == ["Margaret Ashe"]
    assert {path.name for path in made.parent.iterdir()} == {"SG1.ddround", "SG1.toml"}
