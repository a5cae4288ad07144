"""The quick way to read a sheet's XML, for the form in which nearly every program writes it.

Rows and cells have to follow each other without a gap, each written exactly as expected, and what surrounds them has
to be well-formed. Then a pattern finds in them what the XML parser would, several times as quickly. For anything else
UnusualError is raised, and the XML parser reads the sheet: nothing is ever guessed here.
"""

from __future__ import annotations

import re
import sys
from functools import cache, lru_cache

from lxml import etree
from openpyxl.utils.cell import column_index_from_string
from openpyxl.xml.constants import SHEET_MAIN_NS

from dd_panel.exchange.cells import unescaped

_MAIN = f"{{{SHEET_MAIN_NS}}}"
_TEXT = "[^<\x00-\x08\x0b-\x1f\ufffe\uffff]*"
"""Characters that stand for themselves in XML, and `&`; a carriage return is left to the parser, which replaces it."""
_COLUMN = "[A-Z]{1,3}"
_NUMBER = r"[1-9][0-9]{0,6}"
_SPACE = '(?: xml:space="preserve")?'
_FORMULA = f'<f(?: aca="false")?>({_TEXT})</f>'
_VALUE = f"<v>({_TEXT})</v>|(<v ?/>)"
_INLINE = f"<is><t{_SPACE}>({_TEXT})</t></is>"

_TILE = re.compile(
    f'<c r="({_COLUMN})({_NUMBER})"(?: s="([0-9]{{1,6}})")?(?: t="([A-Za-z]+)")?'
    f"(?:/>|>(?:{_FORMULA})?(?:{_VALUE}|{_INLINE})?</c>)"
    f'|<row(?: r="{_NUMBER}")?((?: [A-Za-z0-9]+(?::[A-Za-z0-9]+)?="[^"<&\x00-\x1f\ufffe\uffff]*")*)(/?)>'
    "|(</row>)"
)
_ITEM = re.compile(f"<si><t{_SPACE}>({_TEXT})</t></si>|<si>(.*?)</si>", re.DOTALL)
_ROW = re.compile(r"<(?:\w+:)?row[\s/>]")
_NAME = re.compile(r' ([A-Za-z0-9:]+)="')
_HEAD = re.compile(
    rb'(?:\xef\xbb\xbf)?(?:<\?xml version="1\.0"(?: encoding="(?i:utf-8)")?(?: standalone="\w+")? ?\?>\s*)?<[a-z]'
)
_LARGEST_QUICK = 16 * 1024 * 1024
"""Bytes of XML that are read at once where not all of it is ASCII: one emoji makes Python hold four for each sign."""

_LIST_BEGINS = re.compile("<sst(?: [^<>]*[^<>/])?>")

_LONGEST_HEADING = 2_000
"""Characters of XML; what is longer is not kept for the next workbook."""

_OTHER_ENTITY = re.compile("&(?!(?:lt|gt|quot|apos|amp);)")
_NAMED = (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&"))
"""The ampersand last: what it makes is no entity any more."""

_ENTITY = re.compile("&(?:#([0-9]{1,7})|#x([0-9a-fA-F]{1,6})|(lt|gt|quot|apos|amp));|&")
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")

Tile = tuple[tuple[int, int], int, str, str | None, str | None]
"""Row and column, number of the format, type, and the texts of the value and of the formula, None where there is none.
"""


class UnusualError(Exception):
    """The XML is not written in the form that is read here; it may be right all the same."""


def tiled_cells(xml: bytes) -> tuple[etree._Element, list[Tile]]:
    """The cells of a sheet, and the sheet without them as a tree. Raises UnusualError."""
    before, cells, after = _parts_of(xml, "<sheetData>", "</sheetData>")
    if _ROW.search(after):  # not where rows belong: a tree of what surrounds them could be of any size
        raise UnusualError
    rest = _tree(before + after)
    if rest.tag != f"{_MAIN}worksheet" or rest.find(f"{_MAIN}sheetData") is None:
        raise UnusualError
    if any(True for _element in rest.iter(f"{_MAIN}row", f"{_MAIN}c")):
        raise UnusualError
    return rest, _tiles_in(cells, before)


def _tiles_in(cells: str, head: str) -> list[Tile]:
    tiles: list[Tile] = []
    end = 0
    inside = False
    for match in _TILE.finditer(cells):
        if match.start() != end:
            raise UnusualError
        end = match.end()
        column, row, style, kind, formula, value, empty, inline, about, closed, left = match.groups()
        if column is None:
            if bool(left) is not inside:
                raise UnusualError
            inside = not left and not closed
            if about:
                _check_names(about, head)
            continue
        if not inside or (inline is not None and kind != "inlineStr"):
            raise UnusualError
        text = _value(value, empty, inline)
        if text or formula is not None:
            at = int(row), _column_number(column)
            tiles.append((at, int(style or 0), kind or "n", text, None if formula is None else _plain(formula)))
    if end != len(cells) or inside:
        raise UnusualError
    return tiles


def _value(value: str | None, empty: str | None, inline: str | None) -> str | None:
    if value is not None:
        return _plain(value)
    if inline is not None:
        return unescaped(_plain(inline))
    return "" if empty else None


def tiled_texts(xml: bytes) -> list[str | etree._Element]:
    """The texts of a workbook's table of texts, and one of several pieces as its element. Raises UnusualError."""
    text = _decoded(xml)
    begins = _LIST_BEGINS.search(text)
    if begins is None or not text.endswith("</sst>"):
        raise UnusualError
    root = _tree(text[: begins.end()] + "</sst>")
    if root.tag != f"{_MAIN}sst" or len(root):
        raise UnusualError
    texts: list[str | etree._Element] = []
    end = begins.end()
    for match in _ITEM.finditer(text, end):
        if match.start() != end:
            raise UnusualError
        end = match.end()
        plain, pieces = match.groups()
        texts.append(_rich_text(pieces) if plain is None else _plain(plain))
    if end != len(text) - len("</sst>"):
        raise UnusualError
    return texts


def _rich_text(pieces: str) -> etree._Element:
    """A text of several pieces; the headings of hundreds of scoresheets are all the same."""
    return _rich_heading(pieces) if len(pieces) < _LONGEST_HEADING else _rich_tree(pieces)


def _rich_tree(pieces: str) -> etree._Element:
    return _tree(f'<si xmlns="{SHEET_MAIN_NS}">{pieces}</si>')


_rich_heading = lru_cache(maxsize=64)(_rich_tree)


def _decoded(xml: bytes) -> str:
    """The XML as text, where it is in the usual encoding and has neither comments nor sections of other kinds."""
    if not _HEAD.match(xml[:200]) or b"<!" in xml or b"]]>" in xml or xml.count(b"<?") > 1:
        raise UnusualError
    if len(xml) > _LARGEST_QUICK and not xml.isascii():
        raise UnusualError
    try:
        return xml.decode("utf-8")
    except UnicodeDecodeError as error:
        raise UnusualError from error


def _parts_of(xml: bytes, begins: str, ends: str) -> tuple[str, str, str]:
    """What stands before, between and after two tags; the tags themselves stay with what surrounds them."""
    before, begun, rest = _decoded(xml).partition(begins)
    between, ended, after = rest.partition(ends)
    if not begun or not ended:
        raise UnusualError
    return before + begins, between, ends + after


def _tree(text: str) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(text.encode(), parser)
    except etree.XMLSyntaxError as error:
        raise UnusualError from error


def _check_names(attributes: str, head: str) -> None:
    """Two attributes of one name, or a prefix that nothing explains, make XML that no parser reads."""
    names = _NAME.findall(attributes)
    if len(set(names)) != len(names) or "r" in names:
        raise UnusualError
    for name in names:
        prefix, colon, _rest = name.partition(":")
        if colon and f' xmlns:{prefix}="' not in head:
            raise UnusualError


def _plain(text: str) -> str:
    """The text with its entities replaced. Raises UnusualError where one is unknown, or no character of XML."""
    if "&" not in text:
        return text
    if _OTHER_ENTITY.search(text):
        return _ENTITY.sub(_meant, text)
    for written, meant in _NAMED:
        text = text.replace(written, meant)
    return text


def _meant(entity: re.Match[str]) -> str:
    number, in_sixteens, name = entity.groups()
    if name:
        return dict(_NAMED)[entity[0]]
    if not number and not in_sixteens:
        raise UnusualError
    code = int(number) if number else int(in_sixteens, 16)
    if code > sys.maxunicode or _UNFIT.match(chr(code)):
        raise UnusualError
    return chr(code)


_column_number = cache(column_index_from_string)
