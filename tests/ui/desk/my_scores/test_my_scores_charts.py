"""The small charts of how a member uses each scale, whatever its levels are."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor

from dd_panel.ui.desk.my_scores.charts import FLOOR, ScaleCharts, ScaleUse, label_step
from dd_panel.ui.theme import Theme
from tests.ui.conftest import Show


@pytest.mark.parametrize(
    ("count", "least", "every"),
    [(6, 1, 1), (10, 2, 3), (9, 3, 4), (101, 24, 25), (101, 17, 20), (8, 2, 2), (1, 1, 1), (2, 3, 3)],
)
def test_both_ends_of_a_scale_are_labelled_where_there_is_room(count: int, least: int, every: int) -> None:
    assert label_step(count, least) == every


def test_the_last_label_is_whole_at_the_edge(theme: Theme, show: Show) -> None:
    levels = tuple(str(level) for level in range(101))
    use = ScaleUse("Percentage", "Percentage", levels, tuple(0 for _level in levels), "", None)
    charts = ScaleCharts(theme)
    show(charts, 320, 120)
    charts.show_uses([use, use, use])
    image = charts.grab().toImage()
    edge = {QColor(image.pixel(image.width() - 1, y)).name() for y in range(FLOOR + 4, FLOOR + 18)}
    near = {QColor(image.pixel(x, y)).name() for x in range(image.width() - 10, image.width()) for y in range(80, 94)}
    assert len(edge) == 1
    assert len(near) > 1
