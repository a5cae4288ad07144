"""The ring is always where the keyboard is, and only there."""

from __future__ import annotations

from PySide6.QtCore import QRect, QStringListModel, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QListView, QTableWidget, QWidget

from dd_panel.ui.theme import Theme
from dd_panel.ui.widgets.buttons import Button
from dd_panel.ui.widgets.focus_ring import FocusRing
from dd_panel.ui.widgets.frames import Panel, scrolled
from dd_panel.ui.widgets.layouts import column, held
from tests.ui.conftest import Show
from tests.ui.keyboard import settle


def outside(widget: QWidget, window: QWidget) -> QRect:
    """Return where the ring of an ordinary control should be."""
    return QRect(widget.mapTo(window, widget.rect().topLeft()), widget.size()).adjusted(-4, -4, 4, 4)


def ring_pixels(window: QWidget, theme: Theme) -> int:
    image: QImage = window.grab().toImage()
    wanted = theme.colour("focus")
    return sum(image.pixelColor(x, y) == wanted for x in range(image.width()) for y in range(image.height()))


def test_the_ring_follows_the_keyboard_and_the_layout(theme: Theme, show: Show, dressed_app: QApplication) -> None:
    first, second = Button(theme, "First"), Button(theme, "Second")
    page = Panel(theme, "surface", column(first, second, None, margins=(16, 16, 16, 16)))
    ring = FocusRing(theme, page)
    show(page, 300, 200)
    first.setFocus()
    assert ring.geometry() == outside(first, page)
    QTest.keyClick(first, Qt.Key.Key_Tab)
    assert ring.target is second
    assert ring.geometry() == outside(second, page)
    assert ring_pixels(page, theme) > 100
    first.hide()
    settle(dressed_app)
    assert ring.geometry() == outside(second, page)
    second.clearFocus()
    assert ring.isHidden()
    assert ring_pixels(page, theme) == 0


def test_the_ring_follows_scrolling_and_is_cut_off_with_its_control(
    theme: Theme, show: Show, dressed_app: QApplication
) -> None:
    buttons = [Button(theme, f"Button {at}") for at in range(20)]
    area = scrolled(held(column(*buttons, margins=(16, 16, 16, 16))))
    page = Panel(theme, "surface", column(100, area, margins=(0, 0, 0, 0)))
    ring = FocusRing(theme, page)
    show(page, 300, 400)
    buttons[3].setFocus()
    before = ring.geometry()
    area.verticalScrollBar().setValue(60)
    settle(dressed_app)
    assert ring.geometry() == before.translated(0, -60)
    area.verticalScrollBar().setValue(area.verticalScrollBar().maximum())
    settle(dressed_app)
    assert ring_pixels(page, theme) == 0
    image = page.grab(QRect(0, 0, 300, 100)).toImage()
    assert all(image.pixelColor(x, y) == theme.colour("surface") for x in range(0, 300, 7) for y in range(0, 96, 7))


def test_the_ring_is_whole_round_a_control_as_wide_as_its_scrolled_area(theme: Theme, show: Show) -> None:
    button = Button(theme, "Here").fill_width()
    area = scrolled(held(column(8, button, None)))
    page = Panel(theme, "surface", column(area, margins=(16, 16, 16, 16)))
    FocusRing(theme, page)
    show(page, 300, 200)
    button.setFocus()
    image = page.grab().toImage()
    level = outside(button, page).center().y()
    sides = (outside(button, page).left(), outside(button, page).right())
    assert [image.pixelColor(x, level) == theme.colour("focus") for x in sides] == [True, True]


def test_the_ring_survives_the_end_of_its_control(theme: Theme, show: Show, dressed_app: QApplication) -> None:
    button = Button(theme, "Gone soon")
    other = Button(theme, "Stays")
    page = Panel(theme, "surface", column(button, other, None))
    ring = FocusRing(theme, page)
    show(page, 300, 200)
    button.setFocus()
    button.deleteLater()
    settle(dressed_app)
    ring.follow()
    other.setFocus()
    assert ring.geometry() == outside(other, page)


def test_in_a_list_the_ring_is_round_the_current_row(theme: Theme, show: Show, dressed_app: QApplication) -> None:
    view = QListView()
    view.setModel(QStringListModel([f"DD-{at:03}" for at in range(100)]))
    page = Panel(theme, "surface", column(view))
    ring = FocusRing(theme, page)
    show(page, 300, 200)
    view.setFocus()
    view.setCurrentIndex(view.model().index(2, 0))
    settle(dressed_app)
    row = view.visualRect(view.currentIndex())
    assert ring.geometry() == QRect(view.viewport().mapTo(page, row.topLeft()), row.size())
    QTest.keyClick(view, Qt.Key.Key_End)
    settle(dressed_app)
    assert ring.geometry().bottom() <= page.height()
    assert ring.geometry().top() > row.top()


def test_in_a_table_of_rows_the_ring_is_round_the_whole_row(
    theme: Theme, show: Show, dressed_app: QApplication
) -> None:
    table = QTableWidget(5, 3)
    table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
    page = Panel(theme, "surface", column(table))
    ring = FocusRing(theme, page)
    show(page, 500, 300)
    table.setFocus()
    table.setCurrentCell(1, 1)
    settle(dressed_app)
    assert ring.width() == table.viewport().width()


def test_a_widget_can_draw_its_own_ring_or_have_it_inside(theme: Theme, show: Show) -> None:
    own, inside = Button(theme, "Own"), Button(theme, "Inside")
    own.setProperty("ring", "none")
    inside.setProperty("ring", "inside")
    page = Panel(theme, "surface", column(own, inside, None))
    ring = FocusRing(theme, page)
    show(page, 300, 200)
    own.setFocus()
    assert ring.isHidden()
    inside.setFocus()
    assert ring.geometry() == inside.geometry()


def test_the_ring_never_takes_a_click(theme: Theme, show: Show) -> None:
    button = Button(theme, "Click me")
    page = Panel(theme, "surface", column(button, None, margins=(16, 16, 16, 16)))
    ring = FocusRing(theme, page)
    show(page, 300, 200)
    button.setFocus()
    assert page.childAt(button.geometry().center()) is button
    assert ring.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
