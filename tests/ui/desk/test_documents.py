"""Reading what came with an application: pages, sheets, text and pictures, and files that mean harm."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QTextDocument, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTableView, QWidget

from dd_panel.domain.applications import Attachment
from dd_panel.domain.errors import InputError
from dd_panel.paths import resources
from dd_panel.ui.desk.documents.document_stack import DocumentStack
from dd_panel.ui.desk.documents.document_tab import DocumentTab
from dd_panel.ui.desk.documents.names import kind_words, plain_name
from dd_panel.ui.desk.documents.pages import PageStack, tiles_of
from dd_panel.ui.desk.documents.pdf_pane import PdfPane
from dd_panel.ui.desk.documents.picture_view import PicturePane
from dd_panel.ui.desk.documents.sheet_view import SheetPane
from dd_panel.ui.desk.documents.text_views import PlainPane, WordPane
from dd_panel.ui.jobs import Jobs
from dd_panel.ui.theme import Theme
from tests.documents import (
    crowded_pdf,
    docx_of,
    lines,
    link,
    locked_pdf,
    paragraph,
    pdf_of,
    picture,
    png_of,
    report,
    scripted_pdf,
)
from tests.hostile import with_macros
from tests.ui.conftest import Show
from tests.ui.keyboard import activate, settle

EXAMPLE = resources() / "example" / "attachments"
MIB = 1024 * 1024
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


class Reading:
    """Someone who opens attachments in a window."""

    def __init__(self, theme: Theme, app: QApplication) -> None:
        self._theme = theme
        self._app = app
        self._tabs: list[DocumentTab] = []
        self.jobs = Jobs()

    def open(self, content: bytes | Path, name: str = "", waits: bool = True) -> DocumentTab:
        """Open an attachment and wait until it stands there, with its pages drawn."""
        if isinstance(content, Path):
            name, content = content.name, content.read_bytes()
        kept = content
        tab = DocumentTab(self._theme, self.jobs, lambda: kept, Attachment(name, "0" * 64, len(kept)))
        self._tabs.append(tab)
        tab.resize(718, 620)
        tab.show()
        activate(tab)
        while tab.viewer is None and tab.not_shown is None:
            QTest.qWait(5)
        if waits:
            self.wait()
        return tab

    def pdf(self, content: bytes | Path, name: str = "report.pdf") -> PdfPane:
        """Open a PDF document with the keyboard on its pages."""
        viewer = self.open(content, name).viewer
        assert isinstance(viewer, PdfPane)
        viewer.setFocus()
        return viewer

    def wait(self) -> None:
        """Wait until nothing is left to do beside the window."""
        quiet = 0
        for _round in range(200):
            QTest.qWait(40)  # what is wanted is gathered for a moment before it is drawn
            worked = bool(self.jobs.running)
            self.jobs.wait()
            settle(self._app)
            quiet = 0 if worked or self.jobs.running else quiet + 1
            if quiet == 2:  # on a busy machine a moment is longer than once
                return

    def close(self) -> None:
        """Leave everything."""
        for tab in self._tabs:
            tab.release()
        self._tabs = []
        self.jobs.wait()
        settle(self._app)
        self.jobs.wait()


@pytest.fixture
def reading(theme: Theme, dressed_app: QApplication) -> Iterator[Reading]:
    reading = Reading(theme, dressed_app)
    yield reading
    reading.close()


def press(widget: QWidget, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(widget, key, modifier)


def colours(widget: QWidget) -> set[str]:
    """Every colour that a picture of the widget has, looked at in every third point."""
    image = widget.grab().toImage()
    return {image.pixelColor(x, y).name() for x in range(0, image.width(), 3) for y in range(0, image.height(), 3)}


# ------------------------------------------------------------------------------------------- PDF


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
    tab = DocumentTab(theme, reading.jobs, lambda: content, Attachment("a.pdf", "0" * 64, len(content)))
    tab.open()
    tab.release()
    reading.wait()
    assert tab.viewer is None


# ------------------------------------------------------------------------------------------ Word


def test_a_word_document_reads_like_our_own_text(reading: Reading) -> None:
    pane = reading.open(EXAMPLE / "DD-007" / "Staff ballot.docx").viewer
    assert isinstance(pane, WordPane)
    assert pane.view.document().toPlainText().startswith("Staff ballot: result by place of work\n")
    pane.find_all("hollins road")
    hits = pane.hits
    pane.step_hit(1)
    assert (hits, pane.hit) == (5, 1)
    assert "#f7a93b" in colours(pane.view)


def test_nothing_is_loaded_for_a_word_document_but_its_own_pictures(reading: Reading, tmp_path: Path) -> None:
    secret = tmp_path / "secret.png"
    secret.write_bytes(png_of(4, 4))
    body = picture("p1") + picture("p2", "Outside", outside=True) + link("l1", "our plan")
    relations = {
        "p1": ("image", "media/a.png", False),
        "p2": ("image", secret.as_uri(), True),
        "l1": ("hyperlink", "https://example.org", True),
    }
    pane = reading.open(docx_of(body, relations, {"word/media/a.png": png_of(30, 20)}), "Plan.docx").viewer
    assert isinstance(pane, WordPane)
    kind = QTextDocument.ResourceType.ImageResource
    own = pane.view.loadResource(kind.value, "picture-1")
    assert isinstance(own, QImage)
    assert (own.width(), own.height()) == (30, 20)
    assert not pane.view.loadResource(kind.value, secret.as_uri())
    assert not pane.view.loadResource(kind.value, "https://example.org/a.png")
    assert "our plan (https://example.org)" in pane.view.toPlainText()


def test_a_word_document_with_macros_says_that_they_can_not_run(reading: Reading) -> None:
    tab = reading.open(docx_of(paragraph("The plan"), parts={"word/vbaProject.bin": b"macros"}), "Plan.docm")
    assert isinstance(tab.viewer, WordPane)
    assert any("macros" in part.accessibleName() for part in tab.findChildren(QWidget))


# ----------------------------------------------------------------------------------------- Excel


def test_a_workbook_shows_its_sheets_and_the_formula_one_is_at(reading: Reading) -> None:
    pane = reading.open(EXAMPLE / "DD-007" / "Cash flow.xlsx").viewer
    assert isinstance(pane, SheetPane)
    table = pane.view
    assert isinstance(table, QTableView)
    assert table.model().rowCount() == 18
    assert table.editTriggers() == QTableView.EditTrigger.NoEditTriggers
    pane.chooser.setCurrentIndex(1)
    assert table.model().index(1, 1).data() == "4,085"
    assert table.model().index(1, 1).data(Qt.ItemDataRole.AccessibleTextRole) == "B2: 4,085"


def test_words_are_found_in_every_sheet(reading: Reading) -> None:
    pane = reading.open(EXAMPLE / "DD-007" / "Cash flow.xlsx").viewer
    assert isinstance(pane, SheetPane)
    pane.find_all("contract price")
    places = []
    for _step in range(pane.hits):
        places.append((pane.chooser.currentIndex(), pane.view.currentIndex().row(), pane.view.currentIndex().column()))
        pane.step_hit(1)
    assert places == [(0, 5, 0), (1, 1, 0), (1, 2, 0), (1, 3, 0), (1, 9, 2)]


def test_cells_are_copied_as_a_table(reading: Reading) -> None:
    pane = reading.open(EXAMPLE / "DD-007" / "Cash flow.xlsx").viewer
    assert isinstance(pane, SheetPane)
    pane.chooser.setCurrentIndex(2)
    for row in (1, 2):
        pane.view.selectionModel().select(
            pane.view.model().index(row, 1), pane.view.selectionModel().SelectionFlag.Select
        )
    pane.view.selectionModel().select(pane.view.model().index(0, 0), pane.view.selectionModel().SelectionFlag.Deselect)
    press(pane.view, Qt.Key.Key_C, CTRL)
    assert QApplication.clipboard().text() == "680.8\n1,021.2"


def test_a_workbook_with_macros_says_why_it_is_not_shown(reading: Reading) -> None:
    tab = reading.open(with_macros(), "Costs.xlsm")
    assert tab.not_shown is not None
    assert tab.not_shown.reason.text() == "This workbook holds macros."


# -------------------------------------------------------------------------- pictures, text, others


def test_a_picture_fits_and_can_be_enlarged(reading: Reading) -> None:
    pane = reading.open(png_of(1600, 900), "Photo.png").viewer
    assert isinstance(pane, PicturePane)
    fitting = pane.view.zoom
    QTest.keyClicks(pane.view, "+")
    assert fitting < pane.view.zoom
    assert "#c82828" in colours(pane.view)
    assert pane.view.accessibleName() == "Picture Photo.png"


def test_a_picture_of_a_hundred_million_points_is_refused(reading: Reading) -> None:
    tab = reading.open(png_of(10_000, 10_000), "Plan.png")
    assert tab.not_shown is not None
    assert tab.not_shown.reason.text() == "This picture is too large to show."


def test_a_large_picture_is_made_smaller(reading: Reading) -> None:
    pane = reading.open(png_of(6_000, 5_000), "Plan.png").viewer
    assert isinstance(pane, PicturePane)
    assert "by" in pane.view.accessibleDescription()
    assert pane.view.accessibleDescription().startswith("4")


def test_a_damaged_picture_says_so(reading: Reading) -> None:
    tab = reading.open(png_of(40, 40)[:60], "Plan.png")
    assert tab.not_shown is not None
    assert tab.not_shown.reason.text() == "This picture is damaged."


def test_plain_text_is_shown_with_emoji_and_bidirectional_marks(reading: Reading) -> None:
    pane = reading.open(
        "Dear panel 😀,\n\u202eabc\u202c and the café\nthe CAFE\x07 where all of us met".encode(), "notes"
    ).viewer
    assert isinstance(pane, PlainPane)
    pane.find_all("cafe")
    assert pane.hits == 2
    cursor = pane.view.textCursor()
    assert (
        pane.view.document().toRawText().encode("utf-16-le")[cursor.position() * 2 :].decode("utf-16-le")[:4] == "café"
    )


@pytest.mark.parametrize(("name", "offered"), [("slides.pptx", True), ("tool.exe", False), ("no extension", False)])
def test_what_might_start_a_program_can_be_saved_but_not_opened(reading: Reading, name: str, offered: bool) -> None:
    tab = reading.open(b"\x7fELF\x02\x01\x01\0\0\0\0", name)
    assert tab.not_shown is not None
    assert tab.not_shown.open_button.isVisible() == offered
    assert tab.not_shown.save_button.isVisible()


def test_an_attachment_without_an_extension_is_shown_as_what_it_is(reading: Reading) -> None:
    assert isinstance(reading.open(report(1), "business case").viewer, PdfPane)


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Windows\\system.ini", "system.ini"),
        ("a\x00b\x1f.pdf", "ab.pdf"),
        ("..", "attachment"),
        ("", "attachment"),
        ("\u202efdp.exe", "fdp.exe"),
    ],
)
def test_a_name_with_a_path_in_it_stays_in_its_folder(name: str, plain: str) -> None:
    assert plain_name(name) == plain
    assert "/" not in plain_name(name)


def test_the_kind_is_known_by_the_ending_only_to_open_it_elsewhere() -> None:
    assert [kind_words(name) for name in ("a.PDF", "a.xyz", "a")] == ["PDF document", "", ""]


def test_two_attachments_of_the_same_name_are_two(reading: Reading, theme: Theme, show: Show) -> None:
    contents = {"1" * 64: b"first", "2" * 64: b"second"}
    stack = DocumentStack(theme, reading.jobs, lambda attachment: contents[attachment.sha256])
    stack.show_attachments(tuple(Attachment("Notes.txt", sha256, 6) for sha256 in contents))
    show(stack)
    found = []
    for index in (0, 1, 0):
        stack.bring(index)
        reading.wait()
        assert isinstance(stack.viewer, PlainPane)
        found.append(stack.viewer.view.toPlainText())
    assert found == ["first", "second", "first"]
    stack.show_attachments(())
    reading.wait()
    assert stack.viewer is None


def test_bytes_that_can_not_be_had_are_told(reading: Reading, theme: Theme, show: Show) -> None:
    def fetch() -> bytes:
        raise InputError("You have declared a conflict of interest for DD-010.")

    tab = DocumentTab(theme, reading.jobs, fetch, Attachment("a.pdf", "0" * 64, 1))
    show(tab)
    assert tab.not_shown is not None
    assert "conflict" in tab.not_shown.reason.text()


@pytest.mark.parametrize(
    "made",
    [
        (EXAMPLE / "DD-007" / "Business case.pdf").read_bytes,
        (EXAMPLE / "DD-007" / "Staff ballot.docx").read_bytes,
        (EXAMPLE / "DD-007" / "Cash flow.xlsx").read_bytes,
        lambda: png_of(20, 20),
        lambda: b"text",
        locked_pdf,
    ],
)
def test_everything_that_takes_the_keyboard_has_a_name(reading: Reading, made: Callable[[], bytes]) -> None:
    tab = reading.open(made(), "a.pdf")
    nameless = [
        type(part).__name__
        for part in tab.findChildren(QWidget)
        if part.focusPolicy() != Qt.FocusPolicy.NoFocus
        and part.isVisible()
        and not (part.accessibleName() or getattr(part, "text", str)())
    ]
    assert nameless == []


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
