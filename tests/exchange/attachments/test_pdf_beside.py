"""PDF documents read in a process beside: the same as here, and ended where a page takes too much."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest

from dd_panel.domain.errors import InputError
from dd_panel.exchange.attachments.opening import text_of
from dd_panel.exchange.attachments.pdf import Area, PdfFile
from dd_panel.exchange.attachments.pdf_beside import PdfProcess
from dd_panel.exchange.attachments.pdf_engine import NotReadable, never, open_here
from tests.documents import (
    breeding_pdf,
    crowded_pdf,
    endless_pdf,
    lines,
    locked_pdf,
    mixed_report,
    pdf_of,
    report,
)

WHOLE = Area(1, 0, 0, 595, 842)


@pytest.fixture(scope="module")
def beside() -> Iterator[PdfProcess]:
    with closing(PdfProcess()) as process:
        yield process


@pytest.fixture
def hasty() -> Iterator[PdfProcess]:
    """One that has no patience with a page."""
    with closing(PdfProcess(0.5)) as process:
        yield process


def test_a_document_beside_is_the_same_as_here(beside: PdfProcess) -> None:
    content = pdf_of(lines("Hollins Road closes"), lines("in spring 2017."), page=b"/Rotate 90")
    here, there = PdfFile(content), PdfFile(content, opener=beside.open)
    part, large = Area(2, 100, 150, 300, 200), Area(3, 0, 0, 1785, 2526)
    assert there.pages == here.pages
    assert there.render(1, part).data == here.render(1, part).data
    assert there.render(0, large).data == here.render(0, large).data
    assert there.text(0) == here.text(0)
    assert list(there.find("spring")) == list(here.find("spring"))
    here.close()
    there.close()
    assert there.letters(0) == "Hollins Road closes"  # it was read before
    assert there.render(0, Area(1, 0, 0, 1, 1), 0x102030).data.tobytes() == b"\x30\x20\x10\xff"


def test_documents_read_by_turns_stay_what_they_are(beside: PdfProcess) -> None:
    one, other = (PdfFile(pdf_of(lines(words)), opener=beside.open) for words in ("Hollins Road", "Calderbrook"))
    drawn = [pdf.render(0, WHOLE).data.tobytes() for pdf in (one, other, one, other)]
    assert drawn[:2] == drawn[2:]
    assert drawn[0] != drawn[1]
    one.close()
    assert other.render(0, WHOLE).data.tobytes() == drawn[1]
    other.close()


def test_pages_far_on_are_measured_when_there_is_time(beside: PdfProcess) -> None:
    for opener in (open_here, beside.open):
        pdf = PdfFile(mixed_report(60, wide=50), opener=opener)
        assert (len(pdf.pages), pdf.pages[50], pdf.measured) == (60, (595.0, 842.0), False)
        assert pdf.measure() == {50}
        assert (pdf.pages[49], pdf.pages[50], pdf.measured) == ((595.0, 842.0), (1191.0, 842.0), True)
        assert pdf.measure() == frozenset()
        pdf.close()
    assert PdfFile(report(3), opener=beside.open).measured


def test_a_document_that_was_closed_meanwhile_is_asked_for_nothing(beside: PdfProcess) -> None:
    document: Any = beside.open(report(2))
    document.close()
    with pytest.raises(NotReadable):  # as what waited for its turn asks: it was open when that began
        beside.ask(document, "draw", (0, (595, 842), (0, 0, 10, 10), 0xFFFFFF), never)


def test_what_can_not_be_opened_says_why(beside: PdfProcess) -> None:
    for content, why in (
        (locked_pdf(), "This PDF has a password"),
        (report(3)[:100], "This PDF was cut short"),
        (b"%PDF-1.7\n%%EOF", "This PDF is damaged"),
    ):
        with pytest.raises(InputError, match=why):
            PdfFile(content, opener=beside.open)


@pytest.mark.parametrize("made", [endless_pdf, breeding_pdf])
def test_a_page_without_end_is_given_up_and_the_others_go_on(hasty: PdfProcess, made: object) -> None:
    assert callable(made)
    other = PdfFile(report(2), opener=hasty.open)
    pdf = PdfFile(made(), opener=hasty.open)
    for _time in range(2):
        with pytest.raises(InputError, match="This page is too much to draw here"):
            pdf.render(0, WHOLE)
    assert pdf.letters(0) == ""
    assert pdf.letters(1) == "The next page"
    assert other.letters(1).startswith("Page 2 of the report")


def test_after_a_few_such_pages_no_other_is_tried(hasty: PdfProcess) -> None:
    pdf = PdfFile(endless_pdf(4), opener=hasty.open)
    for page in range(3):
        with pytest.raises(InputError):
            pdf.render(page, WHOLE)
    with pytest.raises(InputError, match="too much to draw"):
        pdf.render(4, WHOLE)
    assert text_of(endless_pdf(4), opener=hasty.open).passages[-1].text == "The next page"


class _GoneError(Exception):
    """Nobody waits any more."""


def test_a_page_nobody_waits_for_is_left_and_may_be_asked_for_again(beside: PdfProcess) -> None:
    asked: list[int] = []

    def stop() -> None:
        asked.append(0)
        raise _GoneError

    content = crowded_pdf(60_000)
    pdf = PdfFile(content, opener=beside.open)
    with pytest.raises(_GoneError):
        pdf.render(0, WHOLE, stop=stop)
    assert len(asked) == 1
    assert min(pdf.render(0, Area(1, 0, 800, 60, 42)).data) < 200


def test_a_closed_process_reads_no_more_and_no_other_takes_its_place() -> None:
    process = PdfProcess()
    pdf = PdfFile(report(2), opener=process.open)
    process.close()
    assert pdf.letters(0) == ""
    assert set(pdf.render(0, WHOLE).data.tobytes()) == {255}
    with pytest.raises(InputError):
        PdfFile(report(1), opener=process.open)
    pdf.close()


def test_where_no_process_can_be_started_documents_are_read_here(monkeypatch: pytest.MonkeyPatch) -> None:
    for program in ("", "/nowhere/python", "/bin/false"):
        monkeypatch.setattr(sys, "executable", program)
        with closing(PdfProcess()) as process:
            assert PdfFile(report(1), opener=process.open).letters(0).startswith("Page 1 of the report")
