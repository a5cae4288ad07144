"""Tooltips show the words of a round, of files and of applicants as they are, and load nothing that these name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget

from dd_panel.ui.desk.my_scores.charts import ScaleCharts, ScaleUse
from dd_panel.ui.round.returns.watch import WatchOffer
from dd_panel.ui.theme import Theme
from dd_panel.ui.widgets.bars import Segment, SegmentBar
from dd_panel.ui.widgets.score_buttons import ScoreButtons, ScoreLevel
from dd_panel.ui.widgets.tips import plain_tip

PICTURE = "<img src='//host/a.png'>"
ESCAPED = "&lt;img src="


def charts(theme: Theme) -> QWidget:
    made = ScaleCharts(theme)
    made.show_uses([ScaleUse("Case", PICTURE, ("0", "1"), (1, 0), "0.0", 0.0)])
    return made


def offer(theme: Theme) -> QWidget:
    made = WatchOffer(theme)
    made.offer([Path("inbox", "<img src='a.png'>.xlsx")])
    return made


def test_tags_are_shown_and_load_nothing() -> None:
    assert plain_tip("A plan\nof two lines") == "A plan\nof two lines"
    assert plain_tip(PICTURE) == "<qt>&lt;img src=&#x27;//host/a.png&#x27;&gt;</qt>"


@pytest.mark.parametrize(
    "made",
    [
        lambda theme: SegmentBar(theme, [Segment(1, "accent", PICTURE)]),
        lambda theme: ScoreButtons(theme, [ScoreLevel("1", PICTURE)]),
        charts,
        offer,
    ],
    ids=["bar", "score", "charts", "watched folder"],
)
def test_no_tooltip_takes_the_words_of_others_for_a_page(theme: Theme, made: Callable[[Theme], QWidget]) -> None:
    widget = made(theme)
    tip = "".join(each.toolTip() for each in (widget, *widget.findChildren(QWidget)))
    assert (ESCAPED in tip, "<img" in tip) == (True, False)
