"""A row is painted once and then copied, until it or anything its picture depends on is another."""

from __future__ import annotations

from collections.abc import Hashable

import pytest
from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QColor, QImage, QPainter

from dd_panel.ui.widgets.row_pictures import RowPictures

pytestmark = pytest.mark.usefixtures("dressed_app")
ROW = QSizeF(40, 10)


class Canvas:
    """A small picture to draw on, and which rows had to be painted for it."""

    def __init__(self, ratio: float = 1.0) -> None:
        self.image = QImage(round(60 * ratio), round(60 * ratio), QImage.Format.Format_RGB32)
        self.image.setDevicePixelRatio(ratio)
        self.image.fill(QColor("white"))
        self.painted: list[str] = []

    def draw(self, pictures: RowPictures, row: list[str], looks: Hashable = "", top: float = 0) -> None:
        """Draw a row, a list that holds the name of its colour."""

        def paint(on: QPainter) -> None:
            self.painted.append(row[0])
            on.fillRect(QRectF(QPointF(), ROW), QColor(row[0]))

        painter = QPainter(self.image)
        pictures.draw(painter, QPointF(0, top), ROW, (row, looks), paint)
        painter.end()

    def colour(self, x: int, y: int) -> str:
        return self.image.pixelColor(x, y).name()


def test_what_was_painted_is_only_copied_when_it_moves() -> None:
    pictures, canvas = RowPictures(), Canvas()
    red, blue = ["red"], ["blue"]
    pictures.begin("frame", 5)
    for top in (0, 20, 40):
        canvas.draw(pictures, red, top=top)
        canvas.draw(pictures, blue, top=top + 10)
        pictures.begin("frame", 5)
    assert canvas.painted == ["red", "blue"]
    assert [canvas.colour(5, y) for y in (5, 15, 25, 35, 45, 55)] == ["#ff0000", "#0000ff"] * 3


def test_other_looks_are_another_picture_and_both_are_kept() -> None:
    pictures, canvas, row = RowPictures(), Canvas(), ["red"]
    pictures.begin("frame", 5)
    for looks in ("plain", "selected", "plain"):
        canvas.draw(pictures, row, looks)
    assert canvas.painted == ["red", "red"]


def test_another_frame_takes_all_pictures_away() -> None:
    pictures, canvas, row = RowPictures(), Canvas(), ["red"]
    for frame in (("light", 40), ("dark", 40), ("dark", 41)):
        pictures.begin(frame, 5)
        canvas.draw(pictures, row)
    assert canvas.painted == ["red"] * 3


def test_an_equal_row_that_took_the_place_of_another_is_painted_anew() -> None:
    pictures, canvas = RowPictures(), Canvas()
    pictures.begin("frame", 5)
    for _reading in range(3):
        canvas.draw(pictures, ["red"])
    assert canvas.painted == ["red"] * 3


def test_no_more_than_asked_for_are_kept_and_the_last_seen_stay() -> None:
    pictures, canvas = RowPictures(), Canvas()
    red, green, blue = ["red"], ["green"], ["blue"]
    pictures.begin("frame", 2)
    for row in (red, green, red, blue, red, green):
        canvas.draw(pictures, row)
    assert canvas.painted == ["red", "green", "blue", "green"]


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
def test_a_picture_lies_on_whole_pixels_of_the_screen(ratio: float) -> None:
    pictures, canvas = RowPictures(), Canvas(ratio)
    pictures.begin("frame", 5)
    canvas.draw(pictures, ["red"], top=21)
    first, last = round(21 * ratio), round(21 * ratio) + round(10 * ratio) - 1
    around = [canvas.colour(3, y) for y in (first - 1, first, last, last + 1)]
    assert around == ["#ffffff", "#ff0000", "#ff0000", "#ffffff"]
