"""The text of csv files: looked at in pieces, and read as if it had been decoded at once."""

from __future__ import annotations

import pytest

from dd_panel.domain.errors import InputError
from dd_panel.exchange.csv_text import records_in, text_of_csv

PIECE = 1024 * 1024
"""Bytes that are looked at together."""

ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-be", "cp1252")


def encoded(text: str, encoding: str) -> bytes:
    return ("\ufeff" + text if encoding == "utf-16-be" else text).encode(encoding)


def rows(content: bytes) -> list[tuple[str, ...]]:
    return [record.fields for record in records_in("a.csv", text_of_csv("a.csv", content), ",")]


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("before", range(5))
def test_a_letter_on_the_edge_of_two_pieces_is_one_letter(encoding: str, before: int) -> None:
    line = "x" * 1_000
    edge = ["x" * before + "£€" * 400] + [line + "é"] * 2_400

    assert rows(encoded("".join(f"{each},1\r\n" for each in edge), encoding)) == [(each, "1") for each in edge]


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize(("end", "ends"), [("", False), ("\n", True), ("\r", True), ("\r\n", True), ("\u0a00", False)])
def test_whether_the_last_line_is_complete_is_seen_in_every_encoding(encoding: str, end: str, ends: bool) -> None:
    if encoding == "cp1252" and end == "\u0a00":
        end = "é"
    assert text_of_csv("a.csv", encoded(f"é,1{end}", encoding)).ends_a_line is ends


def test_a_wrong_letter_far_below_is_named_with_its_line() -> None:
    content = "Kent – “yes”,1\n".encode() * 100_000
    assert len(content) > PIECE
    with pytest.raises(InputError) as refused:
        text_of_csv("a.csv", content + b"\x81,1\n")
    assert refused.value.title.startswith("a.csv, line 100001: a letter there")


def test_lines_in_another_encoding_are_noticed_on_the_edge_of_two_pieces() -> None:
    """One letter in Windows-1252 at the beginning, and one line in UTF-8 that two pieces share."""
    first = b"caf\xe9\n"
    content = first + b"a" * (PIECE - len(first) - 1) + "é\n".encode()
    with pytest.raises(InputError):
        text_of_csv("a.csv", content)
    assert rows(first * 2) == [("café",)] * 2


@pytest.mark.parametrize("content", [b"\xff\xfea", b"\xff\xfe\x00\xd8a\x00", b"\xff\xfea\0\0\0", b"a\0b"])
def test_what_is_no_text_is_refused(content: bytes) -> None:
    with pytest.raises(InputError) as refused:
        text_of_csv("a.csv", content)
    assert refused.value.title == "a.csv is neither an Excel workbook nor text."


@pytest.mark.parametrize(
    ("content", "line"),
    [(b"1\n" + b"\n" * 1_048_576, 1_048_577), (b"1\n2\n" + b"x" * 4_000_001, 3)],
    ids=["rows", "letters"],
)
def test_more_than_any_table_holds_is_refused_with_its_line(content: bytes, line: int) -> None:
    with pytest.raises(InputError) as refused:
        rows(content)
    assert refused.value.title == f"a.csv, line {line}: it holds more than any table."
    assert next(records_in(None, text_of_csv("a.csv", content), ",")).fields == ("1",)


def test_a_file_without_anything_has_no_rows() -> None:
    assert rows(b"") == []
