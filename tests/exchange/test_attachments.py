"""Attachments as they come: each is what its bytes say, shown where that is safe, and told why where it isn't."""

from __future__ import annotations

import builtins
import io
import socket
import threading
import zipfile
import zlib
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from dd_panel.domain.errors import InputError
from dd_panel.exchange.attachments.kinds import Kind, kind_of
from dd_panel.exchange.attachments.opening import Picture, open_document, text_of
from dd_panel.exchange.attachments.pdf import Area, PdfFile
from dd_panel.exchange.attachments.plain import PlainText
from dd_panel.exchange.attachments.sheets import Sheets
from dd_panel.exchange.attachments.word import WordText
from dd_panel.paths import resources
from tests.documents import (
    crowded_pdf,
    docx_of,
    exploding_pdf,
    lines,
    link,
    locked_pdf,
    paragraph,
    pdf_of,
    picture,
    png_of,
    report,
    scripted_pdf,
    stream,
)
from tests.hostile import HOSTILE_FILES, HostileFile, honest_workbook, password_protected, saved, with_macros

EXAMPLE = resources() / "example" / "attachments"


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Every try to reach anything over a network, or to read a file that is none of the program's own."""
    open_document(docx_of(paragraph("Warm")))  # what is imported now would otherwise meet a world without sockets
    tries: list[object] = []

    def refuse(*arguments: object, **_options: object) -> None:
        tries.append(arguments)
        raise OSError

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    open_file = builtins.open

    def watched(file: object, *arguments: object, **options: object) -> object:
        if "secret" in str(file):
            refuse(file)
        return open_file(file, *arguments, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(builtins, "open", watched)
    return tries


def trouble_of(content: bytes) -> InputError:
    with pytest.raises(InputError) as caught:
        open_document(content)
    return caught.value


def opened_pdf(content: bytes) -> PdfFile:
    document = open_document(content)
    assert isinstance(document, PdfFile)
    return document


# ------------------------------------------------------------------------------------- what it is


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (report(1), Kind.PDF),
        (b"Received: by post\r\n\r\n" + report(1), Kind.PDF),
        (docx_of(paragraph("Hello")), Kind.WORD),
        (honest_workbook(), Kind.SHEETS),
        (png_of(2, 2), Kind.PICTURE),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", Kind.PICTURE),
        (b"Dear panel,\n", Kind.TEXT),
        (rb"{\rtf1\ansi Dear panel,\par}", Kind.OTHER),
        (b"BMI and other measures of health\n", Kind.TEXT),
        ("Ein Wort – für alle".encode("utf-16"), Kind.TEXT),
        ("Café".encode("cp1252"), Kind.TEXT),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", Kind.TEXT),
        (password_protected(), Kind.LOCKED_OFFICE),
        (b"\x7fELF\x02\x01\x01\0\0\0\0", Kind.OTHER),
        (b"PK\x03\x04\0\0", Kind.OTHER),
    ],
)
def test_an_attachment_is_what_its_bytes_say(content: bytes, kind: Kind) -> None:
    assert kind_of(content) == kind


@pytest.mark.parametrize("path", sorted(EXAMPLE.rglob("*.*")), ids=lambda path: path.name)
def test_every_attachment_of_the_example_gives_its_text_to_the_search(path: Path) -> None:
    found = text_of(path.read_bytes())
    assert found.trouble == ""
    assert sum(len(passage.text) for passage in found.passages) > 300


# ------------------------------------------------------------------------------------------- PDF


def test_pages_of_a_pdf_have_sizes_text_and_a_picture() -> None:
    pdf = opened_pdf(report(3))
    assert [(round(width), round(height)) for width, height in pdf.pages] == [(595, 842)] * 3
    assert pdf.letters(2).startswith("Page 3 of the report")
    bitmap = pdf.render(0, Area(0.5, 0, 0, 298, 421))
    assert (bitmap.width, bitmap.height, bitmap.stride) == (298, 421, 298 * 4)
    assert min(bitmap.data) < 128
    assert bitmap.data[:3].tobytes() == b"\xff\xff\xff"


def test_a_part_of_a_page_is_the_same_as_in_the_whole() -> None:
    pdf = opened_pdf(report(1))
    whole = pdf.render(0, Area(2, 0, 0, 1190, 1684))
    part = pdf.render(0, Area(2, 100, 150, 200, 50))
    for row in (0, 17, 49):
        at = (150 + row) * whole.stride + 400
        assert part.data[row * part.stride : (row + 1) * part.stride] == whole.data[at : at + part.stride]


def test_letters_lie_where_they_are_drawn() -> None:
    pdf = opened_pdf(pdf_of(lines("Hollins Road closes")))
    text = pdf.text(0)
    ((left, top, right, bottom),) = text.boxes_of(*_span(text.text, "Road"))
    assert 60 < left < right < 180
    assert 842 - 760 - 14 < top < bottom < 842 - 760 + 6


def test_letters_of_a_page_that_lies_on_its_side_lie_where_they_are_drawn() -> None:
    pdf = opened_pdf(pdf_of(lines("Hollins Road closes"), page=b"/Rotate 90"))
    assert pdf.pages[0][0] > pdf.pages[0][1]
    text = pdf.text(0)
    ((left, top, right, bottom),) = text.boxes_of(*_span(text.text, "Road"))
    assert bottom - top > right - left
    dark = pdf.render(0, Area(1, int(left), int(top), int(right - left) + 1, int(bottom - top) + 1))
    assert min(dark.data) < 100


def test_every_place_is_found_whatever_the_case_the_accents_and_the_lines() -> None:
    pdf = opened_pdf(
        pdf_of(lines("Café Hollins", "road, and HOLLINS ROAD"), lines("nothing"), lines("Cafe hollins road"))
    )
    assert [(hit.page, len(hit.boxes)) for hit in pdf.find("hollins road")] == [(0, 2), (0, 1), (2, 1)]
    assert [hit.page for hit in pdf.find("cafe")] == [0, 2]
    assert [hit.page for hit in pdf.find("CAFÉ")] == [0, 2]
    assert list(pdf.find("  ")) == []
    assert list(pdf.find("R.ad")) == []


def test_a_pdf_with_a_password_says_so() -> None:
    error = trouble_of(locked_pdf())
    assert error.title == "This PDF has a password."
    assert "another program" in error.remedy


def test_a_pdf_cut_off_in_the_middle_shows_what_is_left_and_says_so() -> None:
    whole = report(30)
    pdf = opened_pdf(whole[: len(whole) // 2])
    assert "cut short" in pdf.notes[0]
    assert pdf.letters(0).startswith("Page 1 of the report")


@pytest.mark.parametrize("length", [9, 60, 200])
def test_a_pdf_of_which_nothing_is_left_says_so(length: int) -> None:
    assert trouble_of(report(3)[:length]).title == "This PDF was cut short on its way."


def test_a_page_that_can_not_be_read_stays_empty() -> None:
    pdf = opened_pdf(pdf_of(lines("one")).replace(b"/Type/Page/", b"/Type/Pane/").replace(b"/Kids[4", b"/Kids[9"))
    assert pdf.letters(0) == ""
    assert set(pdf.render(0, Area(1, 0, 0, 10, 10), 0xFFFFFF).data) == {0xFF}


def test_scripts_and_programs_in_a_pdf_do_not_run(no_network: list[object]) -> None:
    pdf = opened_pdf(scripted_pdf())
    assert pdf.letters(0).strip() == "Read me"
    pdf.render(0, Area(1, 0, 0, 100, 100))
    pdf.close()
    assert no_network == []


def test_a_page_of_a_million_objects_is_left_when_nobody_waits_any_more() -> None:
    pdf = opened_pdf(crowded_pdf())
    asked = 0

    class Enough(Exception):  # noqa: N818 - nobody's fault
        pass

    def stop() -> None:
        nonlocal asked
        asked += 1
        if asked > 5:
            raise Enough

    with pytest.raises(Enough):
        pdf.render(0, Area(1, 0, 0, 595, 842), stop=stop)
    assert pdf.letters(0) == ""
    pdf.close()


@pytest.mark.parametrize(
    "content",
    [
        exploding_pdf,
        lambda: pdf_of(b"", extras=[stream(b"a" * 200_000_000, packed=True)]),
        lambda: pdf_of(
            b"",
            extras=[
                stream(stream_twice(200_000_000)).replace(b"/Length", b"/Filter [/FlateDecode /FlateDecode]/Length", 1)
            ],
        ),
    ],
    ids=["a page", "another object", "packed twice"],
)
def test_a_pdf_that_unpacks_without_end_is_refused(content: Callable[[], bytes]) -> None:
    assert trouble_of(content()).title == "This PDF is too large to show."


def stream_twice(size: int) -> bytes:
    return zlib.compress(zlib.compress(b" " * size, 9), 9)


def test_a_closed_pdf_is_empty() -> None:
    pdf = opened_pdf(report(2))
    pdf.close()
    pdf.close()
    assert pdf.letters(1) == ""


def test_many_threads_read_many_pdfs_at_the_same_time() -> None:
    files = [opened_pdf(report(6)) for _number in range(3)]
    found: list[str] = []

    def read(pdf: PdfFile) -> None:
        for page in range(6):
            pdf.render(page, Area(1, 0, 0, 300, 300))
            found.append(pdf.text(page).text[:6])

    threads = [threading.Thread(target=read, args=(pdf,)) for pdf in files * 2]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(set(found)) == [f"Page {number}" for number in range(1, 7)]
    assert len(found) == 36


def _span(text: str, words: str) -> tuple[int, int]:
    return text.index(words), text.index(words) + len(words)


# ------------------------------------------------------------------------------------------ Word


def word(content: bytes) -> WordText:
    document = open_document(content)
    assert isinstance(document, WordText)
    return document


def test_a_word_document_keeps_its_headings_tables_and_pictures() -> None:
    cell = f"<w:tc>{paragraph('4,120')}</w:tc>"
    image = {"p1": ("image", "media/a.png", False)}
    document = word(
        docx_of(
            paragraph("Plan", "Heading1") + f"<w:tbl><w:tr>{cell}{cell}</w:tr></w:tbl>" + picture("p1"),
            image,
            {
                "word/media/a.png": png_of(4, 4),
                "word/styles.xml": b'<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
                b'<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/></w:style></w:styles>',
            },
        )
    )
    assert "<h1>Plan</h1>" in document.html
    assert "<td><p>4,120</p></td>" in document.html
    assert '<img src="picture-1">' in document.html
    assert list(document.pictures) == ["picture-1"]
    assert document.notes == ()


def test_nothing_outside_a_word_document_is_fetched(no_network: list[object]) -> None:
    document = word(
        docx_of(
            link("l1", "our plan") + picture("p1", "A tracker", outside=True) + picture("p2", "A file", outside=True),
            {
                "l1": ("hyperlink", "https://example.org/plan", True),
                "l2": ("attachedTemplate", "https://example.org/evil.dotm", True),
                "p1": ("image", "https://example.org/track.png", True),
                "p2": ("image", "file:///tmp/secret.png", True),
            },
        )
    )
    assert no_network == []
    assert "href" not in document.html
    assert "src" not in document.html
    assert "our plan (https://example.org/plan)" in document.html
    assert "[Picture: A tracker]" in document.html


def test_a_word_document_with_macros_shows_its_text_and_says_that_they_can_not_run() -> None:
    document = word(docx_of(paragraph("The plan"), parts={"word/vbaProject.bin": b"macros"}))
    assert document.text == "The plan"
    assert "macros" in document.notes[0]


@pytest.mark.parametrize(
    ("address", "shown"),
    [("javascript:alert(1)", "plan"), ("file:///etc/passwd", "plan"), ("mailto:a@b.org", "plan (mailto:a@b.org)")],
)
def test_links_are_words_only(address: str, shown: str) -> None:
    document = word(docx_of(link("l1", "plan"), {"l1": ("hyperlink", address, True)}))
    assert document.text == shown
    assert "href" not in document.html


def test_markup_written_as_text_stays_text() -> None:
    document = word(docx_of(paragraph("&lt;img src='https://example.org'&gt; &lt;script&gt;x&lt;/script&gt;")))
    assert document.text == "<img src='https://example.org'> <script>x</script>"
    assert "<img" not in document.html


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (docx_of(paragraph("Plan"))[:-60], "damaged"),
        (docx_of("<w:p>"), "fit together"),
        (docx_of("", parts={"word/document.xml": b"<!DOCTYPE a [<!ENTITY b 'c'>]><a/>"}), "definitions"),
        (docx_of("<w:p/>" * 500_000), "too much"),
        (docx_of("<w:p>" * 3_000 + "</w:p>" * 3_000), "fit together"),
    ],
    ids=["cut off", "no XML", "entities", "half a million paragraphs", "paragraphs in paragraphs"],
)
def test_a_word_document_that_can_not_be_read_says_why(content: bytes, reason: str) -> None:
    error = trouble_of(content)
    assert error.title == "This Word document can't be read."
    assert reason in error.detail


def test_an_office_file_with_a_password_says_so() -> None:
    assert trouble_of(password_protected()).title == "This file has a password."


def test_large_pictures_in_a_word_document_are_left_out() -> None:
    body = picture("p1", "A very large chart")
    content = docx_of(
        body, {"p1": ("image", "media/a.png", False)}, {"word/media/a.png": png_of(9, 9) + b"\0" * 5_000_000}
    )
    assert "[Picture: A very large chart]" in word(content).html


# ----------------------------------------------------------------------------------------- Excel


def sheets(content: bytes) -> Sheets:
    document = open_document(content)
    assert isinstance(document, Sheets)
    return document


def test_cells_look_as_in_their_workbook() -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Costs"
    for row, (value, code) in enumerate(
        [
            (4120.4, "#,##0"),
            (0.175, "0.0%"),
            (-85, '#,##0;[Red]"(" #,##0 ")"'),
            (98000, '"£"#,##0.00'),
            (98000, "[$£-809]#,##0"),
            (0, '#,##0;-#,##0;"–"'),
            (2500000, '0.0,,"m"'),
            (7, "000"),
            (1 / 3, "General"),
            (1e20, "General"),
            (5, "# ?/?"),
            (-0.4, "0"),
        ],
        1,
    ):
        cell = sheet.cell(row, 1, value)
        cell.number_format = code
    (grid,) = sheets(saved(book)).grids
    assert [grid.cells[row, 0].text for row in range(grid.rows)] == [
        "4,120",
        "17.5%",
        "( 85 )",
        "£98,000.00",
        "£98,000",
        "–",
        "2.5m",
        "007",
        "0.3333333333",
        "1e+20",
        "5",
        "0",
    ]


def test_dates_look_as_in_their_workbook() -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    moment = datetime(2014, 7, 1, 9, 5)  # noqa: DTZ001 - a workbook's times have no zone
    codes = ["dd/mm/yyyy", "mmm yy", "d mmmm yyyy", "h:mm AM/PM", "hh:mm", 'ddd" the "d', "yyyy-mm-dd"]
    for row, code in enumerate(codes, 1):
        sheet.cell(row, 1, moment).number_format = code
    (grid,) = sheets(saved(book)).grids
    assert [grid.cells[row, 0].text for row in range(grid.rows)] == [
        "01/07/2014",
        "Jul 14",
        "1 July 2014",
        "9:05 AM",
        "09:05",
        "Tue the 1",
        "2014-07-01",
    ]


def test_hidden_sheets_come_last_and_formulas_keep_their_words() -> None:
    book = Workbook()
    first: Worksheet = book.worksheets[0]
    first.title = "Working"
    first.sheet_state = "hidden"
    second = book.create_sheet("Summary")
    second["B2"] = "=1+1"
    grids = sheets(saved(book)).grids
    assert [(grid.name, grid.hidden) for grid in grids] == [("Summary", False), ("Working", True)]
    assert grids[0].cells[1, 1].formula == "=1+1"


def test_a_workbook_with_macros_says_why_it_is_not_opened() -> None:
    assert trouble_of(with_macros()).title == "This workbook holds macros."


@pytest.mark.parametrize("hostile", HOSTILE_FILES, ids=lambda hostile: hostile.what)
def test_no_hostile_file_brings_the_reader_down(hostile: HostileFile) -> None:
    found = text_of(hostile.build())
    assert found.trouble or not found.passages or found.kind is Kind.TEXT or hostile.name != "scores.xlsx"


# --------------------------------------------------------------------- pictures, text and the rest


def test_a_picture_is_handed_over_packed() -> None:
    assert open_document(png_of(3, 2)) == Picture(png_of(3, 2), "png")


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("Cafés – 30 €".encode(), "Cafés – 30 €"),
        ("Cafés – 30 €".encode("utf-8-sig"), "Cafés – 30 €"),
        ("Cafés – 30 €".encode("utf-16"), "Cafés – 30 €"),
        (b"\xfe\xff" + "Cafés".encode("utf-16-be"), "Cafés"),
        ("Cafés – 30 €".encode("cp1252"), "Cafés – 30 €"),
        ("left \u202eright\u202c 😀".encode(), "left \u202eright\u202c 😀"),
        (b"a bell \x07 and much more text that makes it a rare sign in the whole", None),
    ],
)
def test_plain_text_is_read_in_the_usual_encodings(content: bytes, text: str | None) -> None:
    document = open_document(content)
    assert isinstance(document, PlainText)
    assert document.text == text or (text is None and "\ufffd" in document.text)


def test_a_text_without_end_is_cut_and_says_so() -> None:
    document = open_document(b"word " * 1_000_000)
    assert isinstance(document, PlainText)
    assert document.notes == ("Only the first 2,000,000 characters are shown.",)
    assert max(map(len, document.text.split("\n"))) <= 4_000


@pytest.mark.parametrize(
    ("content", "title"),
    [
        (b"", "This file is empty."),
        (b"\x7fELF\x02\x01\x01\0\0\0\0", "This window does not show files of this kind."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "This window does not show office files from before 2007."),
    ],
)
def test_what_is_not_shown_says_so(content: bytes, title: str) -> None:
    assert trouble_of(content).title == title


def test_an_archive_of_something_else_is_not_shown() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("slides.xml", "<a/>")
    assert trouble_of(target.getvalue()).title == "This window does not show files of this kind."
