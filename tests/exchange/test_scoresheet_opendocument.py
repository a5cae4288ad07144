"""Scoresheets that come back as OpenDocument: cells are what they are, and hostile files are refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import pytest

from dd_panel.domain.findings import Kind
from dd_panel.domain.identifiers import Field
from dd_panel.exchange.guard import Refused
from dd_panel.exchange.scoresheet.read import read_scoresheets
from tests.exchange.readings import only, opened
from tests.hostile import packed
from tests.panelwork import ASHE, RULES, SmallRound

OFFICE, TABLE, TEXT = (f"urn:oasis:names:tc:opendocument:xmlns:{each}:1.0" for each in ("office", "table", "text"))
FOUR = "<text:p>4</text:p></table:table-cell>"
KEYS = ("key", "sheet", "reference", "applicant", "score.need", "score.plan")


def ods(*rows: str, more: Mapping[str, bytes] = MappingProxyType({})) -> bytes:
    """An OpenDocument spreadsheet with these rows under the keys; each row is its cells' XML."""
    keys = "".join(f"<table:table-cell><text:p>{key}</text:p></table:table-cell>" for key in KEYS)
    body = "".join(row if row.startswith("<table:table-row") else f"<table:table-row>{row}</table:table-row>"
                   for row in (keys, *rows))  # fmt: skip
    xml = (
        f'<office:document-content xmlns:office="{OFFICE}" xmlns:table="{TABLE}" xmlns:text="{TEXT}"><office:body>'
        f'<office:spreadsheet><table:table table:name="A">{body}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    kind = b"application/vnd.oasis.opendocument.spreadsheet"
    return packed({"mimetype": kind, "content.xml": xml.encode(), "meta.xml": b"<a/>", **more})


def a_row(small: SmallRound, *scores: str) -> str:
    """One row of an OpenDocument sheet that says whose it is."""
    row = opened(small.blank(ASHE))["Scores"][3]
    texts = [str(row[number].value) for number in (1, 2, 0, 3)]
    return "".join(f"<table:table-cell><text:p>{text}</text:p></table:table-cell>" for text in texts) + "".join(scores)


def of_type(kind: str, shown: str, **more: str) -> str:
    values = " ".join(f'office:{name.replace("_", "-")}="{value}"' for name, value in more.items())
    return f'<table:table-cell office:value-type="{kind}" {values}><text:p>{shown}</text:p></table:table-cell>'


@pytest.mark.parametrize(
    ("cell", "kind", "text"),
    [
        (of_type("float", "3,50", value="3.5"), "number", "3.5"),
        (of_type("float", "Err:503", value="1E+999999"), "error", "1E+999999"),
        (of_type("float", "Err:503", value="1E-999999"), "error", "1E-999999"),
        (of_type("float", "Err:502", value="NaN"), "error", "NaN"),
        (of_type("float", "1E+300", value="1E+3"), "number", "1000"),
        (of_type("percentage", "100%", value="1"), "text", "100%"),
        (of_type("boolean", "TRUE", boolean_value="true"), "boolean", "TRUE"),
        (of_type("date", "03/04/14", date_value="2014-04-03"), "date", "2014-04-03"),
        (of_type("time", "03:04", time_value="PT03H04M00S"), "date", "PT03H04M00S"),
        (of_type("string", "3<text:s text:c='2'/>or<text:tab/><text:span>4</text:span>"), "text", "3  or\t4"),
        (of_type("float", "4", value="4").replace("<table:table-cell", '<table:table-cell table:formula="of:=2+2"', 1),
         "formula", "of:=2+2"),
    ],
)  # fmt: skip
def test_a_cell_of_an_opendocument_sheet_is_what_it_is(small: SmallRound, cell: str, kind: str, text: str) -> None:
    found = only("a.ods", ods(a_row(small, cell))).rows[0].cells[Field("score.need")].found

    assert (found.kind, found.text) == (kind, text)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (lambda: ods(f'<table:table-cell table:number-columns-repeated="99999999">{FOUR}'), Kind.TOO_BIG),
        (lambda: ods(f'<table:table-row table:number-rows-repeated="99999"><table:table-cell>{FOUR}</table:table-row>'),
         Kind.TOO_BIG),
        (lambda: ods("<table:table-cell/>" * 900_000), Kind.TOO_BIG),
        (lambda: ods("<table:table-row/>" * 1_300_000), Kind.TOO_BIG),
        (lambda: ods(more={"meta.xml": b"<a>%s</a>" % (b"<a/>" * 100_000)}), Kind.TOO_BIG),
        (lambda: ods('<table:table-cell table:number-columns-repeated="-4"/>'), Kind.UNREADABLE),
        (lambda: ods("<table:table-cell>"), Kind.UNREADABLE),
        (lambda: ods('<!DOCTYPE a [<!ENTITY b "c">]>'), Kind.UNREADABLE),
        (lambda: ods(of_type("float", "4", value="four")), Kind.UNREADABLE),
        (lambda: ods(more={"META-INF/manifest.xml": b"<a><encryption-data/></a>"}), Kind.LOCKED),
        (lambda: ods(more={"Basic/Standard/Module1.xml": b"<a/>"}), Kind.MACRO),
        (lambda: ods(more={"mimetype": b"application/vnd.oasis.opendocument.text"}), Kind.NOT_A_SCORESHEET),
        (lambda: packed({"xl/workbook.xml": b"<a/>"}), Kind.NOT_A_SCORESHEET),
    ],
)  # fmt: skip
def test_a_hostile_opendocument_sheet_is_refused(content: Callable[[], bytes], kind: Kind) -> None:
    with pytest.raises(Refused) as refusal:
        read_scoresheets("a.ods", content(), RULES)
    assert refusal.value.kind is kind


def test_a_million_empty_rows_of_an_opendocument_sheet_cost_nothing(small: SmallRound) -> None:
    empty = '<table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row>'

    sheet = only("a.ods", ods(a_row(small, of_type("float", "4", value="4")), empty))

    assert [(row.number, row.reference) for row in sheet.rows] == [(2, "DD-001")]
