"""Attachments as they come: each is what its bytes say, shown where that is safe, and told why where it isn't."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from dd_panel.exchange.attachments.kinds import Kind, kind_of
from dd_panel.exchange.attachments.opening import Picture, open_document, text_of
from dd_panel.exchange.attachments.plain import PlainText
from dd_panel.paths import resources
from tests.documents import docx_of, paragraph, png_of, report
from tests.exchange.attachments.opened import trouble_of
from tests.hostile import honest_workbook, password_protected

EXAMPLE = resources() / "example" / "attachments"


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
