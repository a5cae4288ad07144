"""Numbers as small marks: nothing hides anything, and every figure can be read."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPixmap

from dd_panel.ui.theme import Theme
from dd_panel.ui.widgets.marks import (
    DotStrip,
    HeatCell,
    RankInterval,
    ScoreBadge,
    nudged,
    paint_dot_strip,
    paint_heat_cell,
    paint_probability,
    paint_rank_interval,
)
from dd_panel.ui.widgets.painting import Ink, smooth_painter

Mark = DotStrip | RankInterval | HeatCell | float | None


def paint(ink: Ink, rect: QRectF, mark: Mark) -> None:
    """Paint a mark of any kind; a number is a probability, None is nothing."""
    if isinstance(mark, DotStrip):
        paint_dot_strip(ink, rect, mark)
    elif isinstance(mark, RankInterval):
        paint_rank_interval(ink, rect, mark)
    elif isinstance(mark, HeatCell):
        paint_heat_cell(ink, rect, mark)
    elif mark is not None:
        paint_probability(ink, rect, mark, "")


def painted(theme: Theme, mark: Mark, width: int = 200, height: int = 32) -> QImage:
    """Return what a mark looks like on a white ground."""
    pixmap = QPixmap(width, height)
    pixmap.fill(theme.colour("surface"))
    painter = smooth_painter(pixmap)
    paint(Ink(painter, theme), QRectF(0, 0, width, height), mark)
    painter.end()
    return pixmap.toImage()


def count(image: QImage, theme: Theme, name: str) -> int:
    """Return how many pixels have exactly this colour."""
    wanted = theme.colour(name)
    return sum(image.pixelColor(x, y) == wanted for x in range(image.width()) for y in range(image.height()))


@given(st.lists(st.floats(0, 400), min_size=1, max_size=12), st.floats(1, 12))
def test_no_dot_hides_another_and_their_order_stays(points: list[float], apart: float) -> None:
    moved = nudged(points, apart)
    ordered = sorted(moved)
    assert all(right - left >= apart - 1e-6 for left, right in pairwise(ordered))
    assert [moved[at] for at in sorted(range(len(points)), key=lambda at: points[at])] == ordered
    assert sum(moved) == pytest.approx(sum(points))


@given(st.lists(st.integers(0, 10), min_size=1, max_size=6, unique=True))
def test_dots_with_room_stay_where_they_are(points: list[int]) -> None:
    assert nudged([point * 20.0 for point in points], 9) == pytest.approx([point * 20.0 for point in points])


def test_equal_totals_show_as_several_dots(theme: Theme) -> None:
    one = painted(theme, DotStrip((60.0,), None, 20, 100))
    three = painted(theme, DotStrip((60.0,) * 3, None, 20, 100))
    assert count(three, theme, "accent") > count(one, theme, "accent") * 1.3


def test_a_strip_without_reviews_is_only_its_line(theme: Theme) -> None:
    image = painted(theme, DotStrip((), None, 0, 100))
    assert count(image, theme, "accent") == 0
    assert image != painted(theme, None)


def test_a_close_call_is_amber_and_a_safe_place_is_not(theme: Theme) -> None:
    for close, tone, other in ((True, "warn", "accent"), (False, "accent", "warn")):
        interval = RankInterval(3, 15, 9, 30, 10, close=close)
        image = painted(theme, interval)
        assert count(image, theme, tone) > count(image, theme, other) == 0
        assert count(image, theme, f"{tone}Soft") > 100


def test_ranges_are_drawn_without_a_funding_line_and_with_few_reviews(theme: Theme) -> None:
    plain = RankInterval(1, 1, 1, 1)
    hatched = RankInterval(2, 9, 4, 12, hatched=True)
    for interval in (plain, hatched):
        image = painted(theme, interval)
        assert count(image, theme, "accent") > 0


def test_a_probability_is_a_bar_as_long_as_its_share(theme: Theme) -> None:
    lengths = []
    for share in (0.25, 0.5, 1.0):
        image = painted(theme, share)
        lengths.append(sum(image.pixelColor(x, 16) == theme.colour("accent") for x in range(160)))
    assert lengths == pytest.approx([40, 80, 160], abs=2)


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_a_heat_cell_has_its_shade_and_keeps_a_gap_for_the_ring(theme: Theme, mode: str) -> None:
    theme.set_mode("dark" if mode == "dark" else "light")
    usual = painted(theme, HeatCell("4", 4, 6), 60)
    ringed = painted(theme, HeatCell("4", 4, 6, focused=True), 60)
    assert usual.pixelColor(8, 16) == theme.colour("s4")
    assert ringed.pixelColor(0, 16) == theme.colour("focus")
    assert ringed.pixelColor(3, 16) == theme.colour("surface")
    assert ringed.pixelColor(8, 16) == theme.colour("s4")


def test_the_five_states_look_different(theme: Theme) -> None:
    cells = [
        HeatCell("0", 0, 6),
        HeatCell("", None, 6, "empty"),
        HeatCell("n/j", None, 6, "cannot_judge"),
        HeatCell("", None, 6, "conflict"),
        HeatCell("0", 0, 6, warned=True),
        HeatCell("Conflict declared", None, 6, "conflict"),
    ]
    pictures = [painted(theme, cell) for cell in cells]
    for at, picture in enumerate(pictures):
        assert all(picture != other for other in pictures[at + 1 :])


def test_a_badge_says_its_score(theme: Theme) -> None:
    badge = ScoreBadge(theme)
    assert badge.accessibleName() == "Not scored"
    badge.set_score("2.5", 5, 11)
    assert badge.accessibleName() == "Score 2.5"
    assert badge.sizeHint().width() >= badge.sizeHint().height() == 28
    scored = badge.grab().toImage()
    badge.set_cannot_judge()
    assert badge.accessibleName() == "Cannot judge"
    assert badge.grab().toImage() != scored
