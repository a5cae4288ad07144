"""A round is closed: nothing comes of what was still being worked out about it, and its screens go with it."""

from __future__ import annotations

import gc
import weakref
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent

from dd_panel.ui.meeting.page import MeetingPage
from dd_panel.ui.round.ranking.page import RankingPage
from tests.bench.rounds import Size, make_scored_round
from tests.ui.keyboard import settle
from tests.ui.programs import Running, wait_until


@pytest.mark.parametrize("gone", [True, False], ids=["the screen is gone", "the screen is still there"])
@pytest.mark.parametrize("screen", ["ranking", "meeting"])
def test_how_sure_the_places_are_is_not_told_of_a_closed_round(
    app: Running, tmp_path: Path, screen: str, *, gone: bool
) -> None:
    make_scored_round(tmp_path / "large.ddround", Size(60, 10))
    app.program.open_file(tmp_path / "large.ddround")
    page = app.program.shell.go_to(screen)
    assert isinstance(page, RankingPage | MeetingPage)
    wait_until(lambda: page.forecast.busy)
    app.program.show_start()
    if gone:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    settle()
    assert (app.key, app.said()) == ("start", "")


def test_the_screens_of_a_closed_round_are_gone(app: Running, tmp_path: Path) -> None:
    make_scored_round(tmp_path / "small.ddround", Size(4, 2))
    app.program.open_file(tmp_path / "small.ddround")
    keys = ("applications", "rubric", "panel", "assignment", "returns", "ranking", "meeting", "decisions")
    screens = {key: weakref.ref(app.program.shell.go_to(key)) for key in keys}
    app.program.show_start()

    def left() -> list[str]:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        gc.unfreeze()
        gc.collect()
        return [key for key, screen in screens.items() if screen() is not None]

    wait_until(lambda: not left())
