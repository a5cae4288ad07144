"""The laptop dies in the middle of a sentence: what was typed before the last pause is there."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from dd_panel.services.review.reviewing import see_desk
from dd_panel.services.workplace import Workplace
from dd_panel.store.files import open_store
from tests.conftest import PROJECT
from tests.exampledesk import CALDERBROOK, clock, make_review
from tests.journeys.typing_process import FIRST, SECOND


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_a_kill_in_the_middle_of_a_sentence_loses_only_that(tmp_path: Path) -> None:
    review = make_review(tmp_path / "ashe.ddreview", 8)
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.journeys.typing_process", str(review)],
        cwd=PROJECT,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "XDG_CONFIG_HOME": str(tmp_path / "config")},
    )
    assert process.stdout is not None
    said = process.stdout.readline()
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    assert said == "typing\n"
    with open_store(review) as store:
        item = see_desk(Workplace(store, clock, "")).item(CALDERBROOK)
        damage = store.damage()
    assert damage == []
    finance = next(key for key in item.review.scores if key == "finance")
    assert item.review.scores[finance].mark == 2
    assert item.review.comments[finance] in {FIRST, FIRST + SECOND}
    left = {path.name for path in tmp_path.iterdir() if path.is_file()}
    assert left == {"ashe.ddreview"}
