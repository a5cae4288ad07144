"""Attachments that are PDF: their pages, letters and places, and what no PDF may do to the reader."""

from __future__ import annotations

import threading
import zlib
from collections.abc import Callable

import pytest

from dd_panel.exchange.attachments.pdf import Area, PdfFile
from tests.documents import crowded_pdf, exploding_pdf, lines, locked_pdf, pdf_of, report, scripted_pdf, stream
from tests.exchange.attachments.opened import opened_pdf, trouble_of


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


def placed(*texts: tuple[int, int, str]) -> bytes:
    """Drawing that writes texts in this order, each so far from the left and from the bottom."""
    return b" ".join(b"BT /F1 12 Tf %d %d Td (%s) Tj ET" % (x, y, text.encode()) for x, y, text in texts)


def begun(pdf: PdfFile, words: str) -> list[str]:
    """What stands on the first page from each place found on, up to the line's end."""
    text = pdf.letters(0)
    return [text[hit.begin :].splitlines()[0] for hit in pdf.find(words)]


def test_places_come_as_one_reads_though_the_foot_of_the_page_was_drawn_first() -> None:
    foot, head = (60, 40, "the staff of Hollins Road"), (60, 800, "the staff")
    body = [(60, 700 - 20 * at, f"Our staff {at}, their staff") for at in range(3)]
    pdf = opened_pdf(pdf_of(placed(foot, *body, head)))
    expected = ["staff", *(words for at in range(3) for words in (f"staff {at}, their staff", "staff"))]
    assert begun(pdf, "staff") == [*expected, "staff of Hollins Road"]


def test_one_column_is_read_to_its_end_before_the_next() -> None:
    columns = [(x, 700 - 20 * at, f"staff {name}{at}") for name, x in (("a", 60), ("b", 330)) for at in range(3)]
    pdf = opened_pdf(pdf_of(placed(*columns)))
    assert begun(pdf, "staff") == ["staff a0", "staff a1", "staff a2", "staff b0", "staff b1", "staff b2"]


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


def test_one_such_page_among_many_others_is_found() -> None:
    short = [stream(lines(f"Page {number}"), packed=True) for number in range(300)]
    long = stream(b"0 0 m 9 9 l S\n" * 2_500_000, packed=True)
    for place in (0, 150, 300):
        content = pdf_of(lines("First"), extras=[*short[:place], long, *short[place:]])
        assert trouble_of(content).title == "This PDF is too large to show."
    assert opened_pdf(pdf_of(lines("First"), extras=short)).pages


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
