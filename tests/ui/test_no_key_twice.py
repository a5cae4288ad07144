"""No key means two things on one screen: Qt would then do neither."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest
from PySide6.QtGui import QAction

from dd_panel.ui.theme import Theme
from dd_panel.ui.widgets.buttons import Button
from tests.exampledesk import make_review
from tests.ui.example_stores import round_with
from tests.ui.programs import running


def keys_of(actions: Iterable[QAction]) -> Counter[str]:
    """How often each key is given to one of these actions."""
    return Counter(keys.toString() for action in actions for keys in action.shortcuts())


@pytest.mark.parametrize("kind", ["round", "review"])
def test_every_key_of_a_screen_means_one_thing(theme: Theme, tmp_path: Path, kind: str) -> None:
    path = tmp_path / "ashe.ddreview"
    if kind == "round":
        place = round_with(tmp_path, [])
        path = place.store.path
        place.store.close()
    else:
        make_review(path, 3)
    with running(theme, tmp_path, [path]) as app:
        shell = app.program.shell
        everywhere = keys_of(shell.actions())
        assert everywhere
        screens = [button.property("key") for button in shell.app_bar.findChildren(Button) if button.property("key")]
        assert len(screens) > 1
        for screen in screens:
            keys = everywhere + keys_of(shell.go_to(screen).actions())
            assert (screen, [each for each, times in keys.items() if times > 1]) == (screen, [])
