"""Builds files other than workbooks that are meant to do harm, for the tests of who reads scoresheets."""

from __future__ import annotations

from dd_panel.domain.findings import Kind
from tests.hostile import HostileFile, packed


def _opendocument(rows: str) -> bytes:
    """A spreadsheet as LibreOffice saves it, with these rows."""
    spaces = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    content = (
        f"<office:document-content{spaces}><office:body><office:spreadsheet>"
        f'<table:table table:name="Scores">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    return packed({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": content.encode()})


def _cell_of_opendocument(inside: str, attributes: str = "") -> str:
    return f'<table:table-cell office:value-type="string"{attributes}><text:p>{inside}</text:p></table:table-cell>'


def _numbers_without_end() -> bytes:
    cell = '<table:table-cell office:value-type="float" office:value="1E-999999"/>'
    return _opendocument(f"<table:table-row>{cell * 10}</table:table-row>" * 2_000)


def _heads_of_tables() -> bytes:
    return b"".join(
        b"," * (number % 380) + b"Reference,Case for change,Plan,Recommendation\n" for number in range(10_000)
    )


def _headings_nearly_right() -> bytes:
    row = "Reference," + ",".join(f"Case for chagne {{0}}x{number}" for number in range(390)) + "\n"
    return "".join(row.format(chr(0x4E00 + number)) for number in range(260)).encode()


HOSTILE_RETURNS = (
    HostileFile("an empty csv", bytes, Kind.UNREADABLE, "scores.csv"),
    HostileFile("28 MB of UTF-16", lambda: ("1,2,3\r\n" * 2_000_000).encode("utf-16"), Kind.TOO_BIG, "scores.csv"),
    HostileFile("a text of 28 MB", lambda: ("x" * 14_000_000).encode("utf-16"), Kind.UNREADABLE, "scores.csv"),
    HostileFile(
        "a text of 29 MB, each letter of which takes four bytes once there is a smiling face",
        lambda: b"x" * 29_000_000 + "\U0001f600".encode(),
        Kind.UNREADABLE,
        "scores.csv",
    ),
    HostileFile("30 million ends of lines", lambda: b"\n" * 30_000_000, Kind.UNREADABLE, "scores.csv"),
    HostileFile("30 million commas", lambda: b"," * 30_000_000, Kind.UNREADABLE, "scores.csv"),
    HostileFile("30 million quotation marks", lambda: b'"' * 30_000_000, Kind.UNREADABLE, "scores.csv"),
    HostileFile("bytes called .csv", lambda: bytes(range(256)) * 1_000, Kind.UNREADABLE, "scores.csv"),
    HostileFile("10,000 heads of tables, each elsewhere", _heads_of_tables, Kind.TOO_BIG, "scores.csv"),
    HostileFile("100,000 headings that are nearly right", _headings_nearly_right, Kind.TOO_BIG, "scores.csv"),
    HostileFile(
        "headings of 30,000 letters",
        lambda: b"Reference," + (b"Case for change " + b"(" * 30_000 + b",") * 60,
        Kind.NOT_A_SCORESHEET,
        "scores.csv",
    ),
    HostileFile(
        "a cell repeated a billion times",
        lambda: _opendocument(
            "<table:table-row>"
            + _cell_of_opendocument("x", ' table:number-columns-repeated="1000000000"')
            + "</table:table-row>"
        ),
        Kind.TOO_BIG,
        "scores.ods",
    ),
    HostileFile("20,000 numbers of a million digits", _numbers_without_end, Kind.NOT_A_SCORESHEET, "scores.ods"),
    HostileFile(
        "tags for five thousand million spaces",
        lambda: _opendocument(
            ("<table:table-row>" + _cell_of_opendocument('<text:s text:c="32767"/>') * 8 + "</table:table-row>")
            * 20_000
        ),
        Kind.TOO_BIG,
        "scores.ods",
    ),
)
"""What was seen to harm a reader of scoresheets, which takes csv and OpenDocument besides workbooks."""
