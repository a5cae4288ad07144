"""Reading a PDF: pages, text to find, mark and copy, and files that mean harm."""

from __future__ import annotations

from contextlib import closing

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from dd_panel.domain.applications import Attachment
from dd_panel.exchange.attachments.pdf_beside import PdfProcess
from dd_panel.ui.desk.documents.document_tab import DocumentTab
from dd_panel.ui.desk.documents.pages import PageStack, tiles_of
from dd_panel.ui.desk.documents.pdf_pane import PdfPane
from dd_panel.ui.desk.documents.pdf_supplies import PdfSupplies
from dd_panel.ui.theme import Theme
from tests.documents import (
    crowded_pdf,
    endless_pdf,
    lines,
    locked_pdf,
    mixed_report,
    pdf_of,
    report,
    scripted_pdf,
)
from tests.ui.conftest import settle
from tests.ui.desk.readings import EXAMPLE, Reading, colours, press
from tests.ui.programs import wait_until

MIB = 1024 * 1024
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def test_a_pdf_opens_at_its_first_page_as_wide_as_there_is_room(reading: Reading) -> None:
    pane = reading.pdf(EXAMPLE / "DD-007" / "Business case.pdf")
    assert pane.view.fits_width
    assert pane.view.accessibleName() == "Page 1 of 3"
    assert "outline" in pane.view.accessibleDescription()
    assert pane.view.horizontalScrollBar().maximum() == 0
    assert "#7b3f66" in colours(pane.view) or len(colours(pane.view)) > 20


def test_keys_turn_pages_and_change_the_size(reading: Reading) -> None:
    pane = reading.pdf(report(30))
    view = pane.view
    seen = []
    for key in (Qt.Key.Key_End, Qt.Key.Key_Home, Qt.Key.Key_PageDown, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
        press(view, key)
        seen.append(view.page)
    fitting = view.zoom
    QTest.keyClicks(view, "+")
    larger = view.zoom
    QTest.keyClicks(view, "--")
    assert seen[:2] == [29, 0]
    assert seen[3] > 0
    assert view.zoom < fitting < larger
    assert not view.fits_width
    view.fit_width()
    assert view.zoom == fitting


def test_the_bar_turns_pages_and_says_where_one_is(reading: Reading) -> None:
    pane = reading.pdf(report(3))
    said = []
    for by in (1, 1, 1, -1):
        pane.page_bar.page_stepped.emit(by)
        said.append(pane.view.accessibleName())
    assert said == ["Page 2 of 3", "Page 3 of 3", "Page 3 of 3", "Page 2 of 3"]


def test_the_wheel_with_ctrl_changes_the_size_and_keeps_the_place(reading: Reading) -> None:
    pane = reading.pdf(report(40))
    pane.view.go_to_page(20)
    turn = QWheelEvent(
        QPointF(300, 300),
        QPointF(300, 300),
        QPoint(),
        QPoint(0, 240),
        Qt.MouseButton.NoButton,
        CTRL,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    before = pane.view.zoom
    QApplication.sendEvent(pane.view.viewport(), turn)
    assert pane.view.zoom > before
    assert pane.view.page == 20


def test_five_hundred_pages_are_drawn_only_where_they_are_seen(reading: Reading) -> None:
    pane = reading.pdf(report(500))
    view = pane.view
    assert view.verticalScrollBar().maximum() > 300_000
    most = 0
    for page in range(0, 500, 7):
        view.go_to_page(page)
        view.step_zoom(1 if page % 2 else -1)
        if page % 70 == 0:
            reading.wait()
        most = max(most, view.images.kept_bytes)
    reading.wait()
    assert most < 56 * MIB
    assert view.accessibleName().endswith("of 500")


def test_the_first_page_is_asked_for_at_the_size_at_which_it_will_stand(reading: Reading, theme: Theme) -> None:
    pane = reading.pdf(report(2))
    drawn = list(pane.view.images.others(0, theme.colour("page").rgb() & 0xFFFFFF))
    assert len(drawn) == 1
    assert drawn[0][1].width() == round(595 * pane.view.zoom * 96 / 72)


def test_a_place_far_on_stays_when_the_sizes_of_all_pages_are_known(reading: Reading) -> None:
    tab = reading.open(mixed_report(90, wide=60), "report.pdf", waits=False)
    assert isinstance(tab.viewer, PdfPane)
    view = tab.viewer.view
    view.go_to_page(70)
    before = view.zoom
    reading.wait()
    assert view.zoom < before, "the widest page decides"
    assert view.page == 70
    assert view.accessibleName() == "Page 71 of 90"
    assert view.shows_page(70)
    view.go_to_page(60)
    reading.wait()
    ((_share, image),) = view.images.others(60, 0xFFFFFF)
    assert image.width() == round(1191 * view.zoom * 96 / 72)


def test_what_is_not_looked_at_any_more_is_not_drawn(reading: Reading) -> None:
    pane = reading.pdf(report(200))
    for page in range(200):
        pane.view.go_to_page(page)
    reading.wait()
    kept = pane.view.images
    assert kept.kept_bytes < 12 * MIB


def test_every_place_is_found_counted_and_marked(reading: Reading) -> None:
    pane = reading.pdf(report(120))
    told: list[tuple[int, int]] = []
    pane.hits_changed.connect(lambda: told.append((pane.hit, pane.hits)))
    pane.view.go_to_page(60)
    pane.find_all("page 7")
    reading.wait()
    first = (pane.hit, pane.hits, pane.view.page)
    pane.step_hit(-1)
    assert first == (1, 11, 69)
    assert (pane.hit, pane.view.page) == (0, 6)
    assert not pane.searching
    pane.find_all("Line 12: the service")
    reading.wait()
    assert pane.hits == 120
    assert {"#f7a93b", "#ffd684"} & colours(pane.view)
    pane.find_all("")
    assert (pane.hit, pane.hits) == (-1, 0)


def test_the_place_found_is_brought_into_sight_and_ringed(reading: Reading) -> None:
    pane = reading.pdf(pdf_of(*[lines(*["word"] * 40)] * 2, lines(*["word"] * 39, "needle")))
    pane.find_all("NEEDLE")
    reading.wait()
    assert (pane.hits, pane.view.page) == (1, 2)
    assert "#f7a93b" in colours(pane.view)


def test_text_is_marked_with_the_mouse_and_copied(reading: Reading) -> None:
    pane = reading.pdf(pdf_of(lines("Hollins Road closes", "in spring 2017.", points=24)))
    view = pane.view
    scale = view.zoom * 96 / 72
    page_left = (view.viewport().width() - round(595 * scale)) // 2
    at = [QPoint(round(page_left + x * scale), round(24 + y * scale)) for x, y in ((60, 78), (400, 108))]
    QTest.mousePress(view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at[0])
    QTest.mouseMove(view.viewport(), at[1])
    QTest.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at[1])
    press(view, Qt.Key.Key_C, CTRL)
    reading.wait()
    assert QApplication.clipboard().text() == "Hollins Road closes\nin spring 2017."


def test_a_double_click_marks_a_word(reading: Reading) -> None:
    pane = reading.pdf(pdf_of(lines("Hollins Road closes", points=24)))
    view = pane.view
    scale = view.zoom * 96 / 72
    left = (view.viewport().width() - round(595 * scale)) // 2
    at = QPoint(round(left + 160 * scale), round(24 + 78 * scale))
    QTest.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
    view.copy()
    reading.wait()
    assert QApplication.clipboard().text() == "Road"


def test_text_is_marked_with_the_keyboard_alone(reading: Reading) -> None:
    pane = reading.pdf(pdf_of(lines("Hollins Road closes", "in spring 2017.")))
    view = pane.view
    copied = []
    for keys in (
        [(Qt.Key.Key_Right, SHIFT | CTRL)],
        [(Qt.Key.Key_End, SHIFT)],
        [(Qt.Key.Key_Down, SHIFT), (Qt.Key.Key_Left, SHIFT)],
        [(Qt.Key.Key_A, CTRL)],
    ):
        for key, modifier in keys:
            press(view, key, modifier)
        press(view, Qt.Key.Key_C, CTRL)
        reading.wait()
        copied.append(QApplication.clipboard().text())
    assert copied == [
        "Hollins ",
        "Hollins Road closes",
        "Hollins Road closes",
        "Hollins Road closes\nin spring 2017.",
    ]


def test_a_mark_across_pages_is_copied_whole(reading: Reading) -> None:
    pane = reading.pdf(report(40))
    view = pane.view
    press(view, Qt.Key.Key_A, CTRL)
    begin = view.selection
    assert begin is not None
    view.go_to_page(39)
    reading.wait()
    press(view, Qt.Key.Key_A, CTRL)
    view.copy()
    reading.wait()
    assert QApplication.clipboard().text().startswith("Page 40 of the report\nLine 1:")


def test_small_pages_lead_to_the_large_ones_and_follow_them(reading: Reading) -> None:
    pane = reading.pdf(report(60))
    pane.page_bar.pages_shown.emit(True)
    reading.wait()
    pages = pane.pages
    assert pages is not None
    pane.bar.controls[-1].setFocus()
    press(pane.bar.controls[-1], Qt.Key.Key_Tab)
    assert pages.hasFocus()
    assert pages.picture(0) is not None
    assert pages.picture(50) is None
    QTest.keyClicks(pages, "42")
    typed = pane.view.page
    pane.view.go_to_page(10)
    assert (typed, pages.currentIndex().row()) == (41, 10)
    assert pages.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole) == "Page 11"


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_pages_wear_the_theme(reading: Reading, theme: Theme, mode: str) -> None:
    theme.set_mode("dark" if mode == "dark" else "light")
    pane = reading.pdf(report(2))
    image = pane.view.viewport().grab().toImage()
    assert image.pixelColor(4, 200).name() == theme.hex("desk").lower()
    assert image.pixelColor(image.width() // 2, 34).name() == theme.hex("page").lower()
    theme.set_mode("light")


def test_larger_text_leaves_the_pages_in_order(reading: Reading, theme: Theme) -> None:
    pane = reading.pdf(report(5))
    pane.view.go_to_page(3)
    theme.set_text_scale(2.0)
    reading.wait()
    assert pane.view.page == 3
    assert pane.view.horizontalScrollBar().maximum() == 0
    theme.set_text_scale(1.0)


def test_a_page_of_a_million_objects_does_not_hold_the_window_up(reading: Reading) -> None:
    tab = reading.open(crowded_pdf(1_000_000), "Map.pdf", waits=False)
    assert isinstance(tab.viewer, PdfPane)
    view = tab.viewer.view
    QTest.qWait(100)
    view.step_zoom(3)
    QTest.keyClicks(view, "-")
    QTest.qWait(100)
    assert view.accessibleName() == "Page 1 of 1"
    reading.close()
    assert view.images.kept_bytes == 0


def test_a_page_that_takes_its_time_says_so_and_one_that_is_there_does_not(reading: Reading) -> None:
    pane = reading.pdf(report(2))
    assert not pane.view.images.is_slow(0)
    tab = reading.open(crowded_pdf(1_000_000), "Map.pdf", waits=False)
    assert isinstance(tab.viewer, PdfPane)
    view = tab.viewer.view
    wait_until(lambda: view.images.is_slow(0))
    settle()
    assert len(colours(view)) > 10, "the page says nothing"
    reading.close()


def test_a_page_without_end_says_so_and_the_next_one_is_drawn(reading: Reading) -> None:
    with closing(PdfProcess(0.5)) as reading.pdfs:
        pane = reading.pdf(endless_pdf())
        view = pane.view
        empty = view.accessibleDescription()
        inks = colours(view)
        view.go_to_page(1)
        reading.wait()
        assert empty.startswith("This page is too much to draw here.")
        assert "Open the file in another program to see it." in empty
        assert len(inks) > 10, "the page says nothing"
        assert view.accessibleDescription().strip() == "The next page"
        assert view.shows_page(1)
        reading.close()


def test_nothing_in_a_pdf_runs(reading: Reading) -> None:
    pane = reading.pdf(scripted_pdf())
    assert pane.view.accessibleDescription().strip() == "Read me"


def test_a_pdf_with_a_password_says_so_and_offers_another_program(reading: Reading) -> None:
    tab = reading.open(locked_pdf(), "Accounts.pdf")
    asked: list[str] = []
    tab.open_wanted.connect(lambda: asked.append("open"))
    tab.save_wanted.connect(lambda: asked.append("save"))
    assert tab.not_shown is not None
    assert tab.not_shown.reason.text() == "This PDF has a password."
    tab.not_shown.open_button.click()
    tab.not_shown.save_button.click()
    assert asked == ["open", "save"]


def test_a_pdf_cut_off_in_the_middle_says_so_above_what_is_left(reading: Reading) -> None:
    whole = report(30)
    tab = reading.open(whole[: len(whole) // 2], "Report.pdf")
    assert isinstance(tab.viewer, PdfPane)
    said = [part.accessibleName() for part in tab.findChildren(QWidget) if "cut short" in part.accessibleName()]
    assert said == ["This file was cut short on its way. Pages may be missing or empty."]


def test_what_is_left_while_it_is_opened_is_closed(reading: Reading, theme: Theme) -> None:
    content = report(50)
    tab = DocumentTab(
        theme,
        reading.jobs,
        PdfSupplies(theme, reading.pdfs),
        lambda: content,
        Attachment("a.pdf", "0" * 64, len(content)),
    )
    tab.open()
    tab.release()
    reading.wait()
    assert tab.viewer is None


# ------------------------------------------------------------------------------------- geometry


def test_pages_lie_below_one_another_and_only_those_seen_are_named() -> None:
    stack = PageStack([(100, 200)] * 500, 2.0, 10, 20)
    assert stack.page(0, 300).getRect() == (50, 20, 200, 400)
    assert stack.page(1, 300).top() == 430
    assert list(stack.pages_between(0, 500)) == [0, 1]
    assert list(stack.pages_between(421, 429)) == [1]
    assert stack.most_seen(300, 700) == 1
    assert stack.height == 20 + 500 * 410 - 10 + 20


def test_a_large_page_is_drawn_in_pieces() -> None:
    page = PageStack([(3000, 3000)], 1.0, 0, 0).page(0, 3000)
    assert tiles_of(page, page.adjusted(0, 0, -2500, -2500), 1.0) == [(0, 0)]
    assert len(tiles_of(page, page, 1.0)) == 9
    assert tiles_of(page, page.translated(4000, 0), 1.0) == []
