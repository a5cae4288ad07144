"""Attachments that are Word documents: their text and pictures, with nothing fetched and nothing run."""

from __future__ import annotations

import pytest

from tests.documents import docx_of, link, paragraph, picture, png_of
from tests.exchange.attachments.opened import trouble_of, word
from tests.hostile import password_protected


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
