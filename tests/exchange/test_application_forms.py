"""Application forms that come as PDF: read line by line, whatever they are drawn with."""

from __future__ import annotations

import pytest

from dd_panel.exchange.intake import Block, Form, form_of
from tests.documents import breeding_pdf, lines, pdf_of, report


def test_lines_of_all_pages_are_blocks() -> None:
    form, remark = form_of("form.pdf", report(2))
    assert form is not None
    assert (form.blocks[0], form.blocks[41]) == (Block("Page 1 of the report"), Block("Page 2 of the report"))
    assert remark == ""


def test_words_in_a_drawing_that_may_be_used_again_are_read_too() -> None:
    words = lines("Our own staff would run it.")
    drawing = b"<</Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>/Length %d>>" % len(words)
    means = b"/Resources<</XObject<</X1 4 0 R>>>>"
    content = pdf_of(b"/X1 Do", extras=[drawing + b"stream\n%s\nendstream" % words], page=means)
    assert form_of("form.pdf", content) == (Form("form.pdf", (Block("Our own staff would run it."),)), "")


@pytest.mark.soak  # the system says no after half a gigabyte, which takes some seconds to fill
def test_drawings_that_hold_drawings_without_end_leave_the_other_pages_to_be_read() -> None:
    assert form_of("form.pdf", breeding_pdf()) == (Form("form.pdf", (Block("The next page"),)), "")
