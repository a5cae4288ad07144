"""Reading what came with an application: text, sheets and pictures, and files that mean harm."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QImage, QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTableView, QWidget

from dd_panel.domain.applications import Attachment
from dd_panel.domain.errors import InputError
from dd_panel.domain.evidence import Quote
from dd_panel.domain.passages import Place
from dd_panel.exchange.attachments.sheets import Cell, Grid
from dd_panel.ui.desk.documents.document_stack import DocumentStack
from dd_panel.ui.desk.documents.document_tab import DocumentTab
from dd_panel.ui.desk.documents.grid_model import heading_row_of
from dd_panel.ui.desk.documents.names import kind_words, plain_name
from dd_panel.ui.desk.documents.page_skeleton import LATE_MS, PageSkeleton
from dd_panel.ui.desk.documents.pdf_pane import PdfPane
from dd_panel.ui.desk.documents.pdf_supplies import PdfSupplies
from dd_panel.ui.desk.documents.picture_view import PicturePane
from dd_panel.ui.desk.documents.sheet_view import SheetPane
from dd_panel.ui.desk.documents.text_views import PlainPane, WordPane
from dd_panel.ui.theme import Theme
from tests.documents import (
    docx_of,
    link,
    locked_pdf,
    paragraph,
    picture,
    png_of,
    report,
)
from tests.hostile import saved, with_macros
from tests.ui.conftest import Show
from tests.ui.desk.readings import EXAMPLE, Reading, colours, press
from tests.ui.keyboard import settle

CTRL = Qt.KeyboardModifier.ControlModifier


# ------------------------------------------------------------------------------------- Word


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


# ------------------------------------------------------------------------------------- Excel


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


def test_a_quoted_cell_is_found_in_a_sheet_whose_name_has_two_blanks_in_a_row(reading: Reading) -> None:
    book = Workbook()
    book.worksheets[0].title = "Year 1"
    book.create_sheet("Year  2")["B3"] = "4,120"
    pane = reading.open(saved(book), "Costs.xlsx").viewer
    assert isinstance(pane, SheetPane)
    quote = Quote.of(Place("Costs.xlsx", "sheet Year  2!B3", "4,120"))
    assert quote.place is not None
    pane.show_place(quote.place)
    current = pane.view.currentIndex()
    assert (pane.chooser.currentIndex(), current.row(), current.column()) == (1, 2, 1)


def test_what_rows_and_columns_are_about_stays_in_sight_in_a_wide_and_long_sheet(reading: Reading) -> None:
    pane = reading.open(EXAMPLE / "DD-007" / "Cash flow.xlsx").viewer
    assert isinstance(pane, SheetPane)
    view, first = pane.view, pane.view.first_column
    model = view.model()
    before = first.isVisible()
    view.setCurrentIndex(model.index(7, 24))
    settle()
    shown = first.indexAt(QPoint(4, view.rowViewportPosition(7) + 4))
    assert (before, first.isVisible(), shown.data()) == (False, True, "Total received")
    for _step in range(20):
        press(view, Qt.Key.Key_Left)
    assert view.visualRect(view.currentIndex()).left() >= first.width()
    letters = [model.headerData(column, Qt.Orientation.Horizontal) for column in (0, 1)]
    view.setFixedHeight(200)
    settle()
    view.setCurrentIndex(model.index(17, 1))
    settle()
    named = [model.headerData(column, Qt.Orientation.Horizontal) for column in (0, 1)]
    assert first.indexAt(QPoint(4, view.rowViewportPosition(17) + 4)).row() == 17
    press(view, Qt.Key.Key_Left)
    settle()
    assert first.isHidden()
    view.setCurrentIndex(model.index(0, 0))
    settle()
    again = [model.headerData(column, Qt.Orientation.Horizontal) for column in (0, 1)]
    assert (letters, named, again) == (["A", "B"], ["Month", "Jul 15"], ["A", "B"])


def test_the_numbers_of_rows_grow_with_the_text_size(reading: Reading, theme: Theme) -> None:
    pane = reading.open(EXAMPLE / "DD-007" / "Cash flow.xlsx").viewer
    assert isinstance(pane, SheetPane)
    rows = pane.view.verticalHeader()

    def ink() -> int:
        """How much of the first row's head is not of the ground's colour."""
        settle()
        image = rows.viewport().grab(QRect(0, 0, rows.width(), rows.sectionSize(0) - 2)).toImage()
        ground = image.pixelColor(1, 1)
        return sum(
            image.pixelColor(x, y) != ground for x in range(1, image.width() - 1) for y in range(1, image.height() - 1)
        )

    before = ink()
    theme.set_text_scale(2.0)
    assert ink() > 2 * before > 0


def test_in_a_narrow_view_no_column_stays_and_a_sheet_without_headings_keeps_its_letters(reading: Reading) -> None:
    pane = reading.open(EXAMPLE / "DD-007" / "Cash flow.xlsx").viewer
    assert isinstance(pane, SheetPane)
    pane.view.setFixedWidth(pane.view.columnWidth(0) + 60)
    settle()
    pane.view.setCurrentIndex(pane.view.model().index(17, 20))
    settle()
    assert pane.view.first_column.isHidden()
    cells = {(row, 0): Cell(f"Line {row}") for row in range(40)}
    assert heading_row_of(Grid("Notes", 40, 3, cells)) is None
    assert heading_row_of(Grid("One column", 40, 1, cells)) is None


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


def test_a_workbook_with_macros_says_that_they_can_not_run(reading: Reading) -> None:
    tab = reading.open(with_macros(), "Costs.xlsm")
    assert isinstance(tab.viewer, SheetPane)
    assert any("macros" in part.accessibleName() for part in tab.findChildren(QWidget))


# ------------------------------------------------------------------------------------- pictures, text, others


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


def test_grey_lines_are_only_seen_where_opening_takes_a_moment(theme: Theme) -> None:
    skeleton = PageSkeleton(theme)
    skeleton.resize(400, 300)
    skeleton.show()
    at_once = colours(skeleton)
    QTest.qWait(LATE_MS * 2)
    later = colours(skeleton)
    skeleton.close()
    assert at_once == {theme.hex("desk").lower()}
    assert theme.hex("line").lower() in later


def test_two_attachments_of_the_same_name_are_two(reading: Reading, theme: Theme, show: Show) -> None:
    contents = {"1" * 64: b"first", "2" * 64: b"second"}
    stack = DocumentStack(theme, reading.jobs, lambda attachment: lambda: contents[attachment.sha256])
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

    tab = DocumentTab(theme, reading.jobs, PdfSupplies(theme, reading.pdfs), fetch, Attachment("a.pdf", "0" * 64, 1))
    show(tab)
    reading.wait()
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
