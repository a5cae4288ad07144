"""Reads a round definition: the TOML file in which a secretariat writes the rules of a round."""

from __future__ import annotations

import re
import tomllib
from decimal import Decimal
from typing import TYPE_CHECKING

from dd_panel.domain.document_table import RuleError
from dd_panel.domain.documents import round_from_document
from dd_panel.domain.errors import InputError
from dd_panel.domain.scale import plain
from dd_panel.exchange.files import unreadable
from dd_panel.text import _

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from dd_panel.domain.document_table import KeyPath
    from dd_panel.domain.rounds import Round
    from dd_panel.domain.rubric import Rubric

LONGEST_DEFINITION = 2_000_000
"""Bytes; a definition with a hundred criteria described at length stays far below."""

_TABLE = re.compile(r"\s*(\[\[?)\s*([\w.\"' -]+?)\s*\]\]?")
_KEY = re.compile(r"\s*[\"']?([\w-]+)[\"']?\s*(?:\.\s*[\"']?([\w-]+)[\"']?\s*)?=")
_FENCE = re.compile(r'"""|\'\'\'')
_PLACE = re.compile(r"\(at line (\d+), column (\d+)\)$|\(at end of document\)$")


def read_round(path: Path) -> Round:
    """Read the rules of a round from its definition.

    Raises InputError naming the file, the key and, where it can be found, the line of the first thing that is wrong.
    """
    text = _text(path)
    try:
        document = tomllib.loads(text, parse_float=Decimal)
    except (tomllib.TOMLDecodeError, ValueError, RecursionError) as refused:
        raise _not_toml(path, text, str(refused)) from refused
    try:
        rules = round_from_document(document)
        _refuse_limits_off_the_scale(rules.rubric)
    except RuleError as refused:
        raise RuleError(refused.path, refused.title, _where(path, text, refused.path), refused.remedy) from refused
    except InputError as refused:
        raise InputError(refused.title, _("It stands in {file}.").format(file=path), refused.remedy) from refused
    return rules


def _refuse_limits_off_the_scale(rubric: Rubric) -> None:
    for number, each in enumerate(rubric.criteria, start=1):
        if each.comment.fits(each.scale):
            continue
        lowest, highest = plain(each.scale.lowest), plain(each.scale.highest)
        raise RuleError(
            ("criteria", number, "comment"),
            _("“criteria[{number}].comment” is “{rule}”, and the scores go from {lowest} to {highest}.").format(
                number=number, rule=each.comment, lowest=lowest, highest=highest
            ),
            remedy=_("Name a score of the scale, or write required where every score needs a comment."),
        )


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            content = file.read(LONGEST_DEFINITION + 1)
    except (OSError, ValueError) as refused:
        raise unreadable(path, refused) from refused
    if len(content) > LONGEST_DEFINITION:
        raise InputError(
            _("{file} is far too large for a round definition.").format(file=path),
            remedy=_("Check which file was meant; a round definition is a short text file ending in .toml."),
        )
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as refused:
        line = content.count(b"\n", 0, refused.start) + 1
        raise InputError(
            _("{file} is not text in UTF-8.").format(file=path),
            _("The first letter that can't be read is in line {line}.").format(line=line),
            _("Save the round definition again as UTF-8, or check which file was meant."),
        ) from refused


def _not_toml(path: Path, text: str, reason: str) -> InputError:
    return InputError(
        _("{file} is not written as a round definition has to be.").format(file=path),
        _slip(text, reason),
        _("Compare it with the example: text stands in quotation marks, and lists in square brackets."),
    )


def _slip(text: str, reason: str) -> str:
    """Where the text stops being a definition; the parser's own words are for programmers."""
    place = _PLACE.search(reason)
    if place is None:
        return _("Something in it is nested too deeply, or a number is far too long.")
    if place.group(1) is None:
        return _("It ends too early: something that was begun is never closed.")
    number, column = int(place.group(1)), int(place.group(2))
    line = text.replace("\r\n", "\n").split("\n")[number - 1]
    rest = line[column - 1 :].strip()
    if reason.startswith("Cannot"):
        return _("Line {line} says for a second time what is said above: “{words}”.").format(
            line=number, words=line.strip()
        )
    if not rest:
        return _("Line {line} ends too early: “{words}”.").format(line=number, words=line.strip())
    return _("Line {line} can't be read from “{words}” on.").format(line=number, words=rest)


def _where(path: Path, text: str, key: KeyPath) -> str:
    line = _line_of(text, key)
    if line is None:
        return _("It stands in {file}.").format(file=path)
    return _("It stands in {file}, line {line}.").format(file=path, line=line)


def _line_of(text: str, key: KeyPath) -> int | None:
    """The line where a key stands, or else of the nearest table or key around it; None when nothing is found."""
    lines = dict(_keys_by_line(text))
    for length in range(len(key), 0, -1):
        if line := lines.get(key[:length]):
            return line
    return None


def _keys_by_line(text: str) -> Iterator[tuple[KeyPath, int]]:
    """Every table and key of the text with its line, by a simple scan that passes over texts of several lines."""
    table: KeyPath = ()
    counts: dict[str, int] = {}
    fence = ""
    for number, line in enumerate(text.splitlines(), start=1):
        inside = bool(fence)
        for mark in _FENCE.findall(line):
            fence = "" if fence == mark else fence or mark
        if inside:
            continue
        if found := _TABLE.match(line):
            names = tuple(name.strip(" \"'") for name in found.group(2).split("."))
            if found.group(1) == "[[":
                counts[names[0]] = counts.get(names[0], 0) + 1
            table = (names[0], counts[names[0]], *names[1:]) if names[0] in counts else names
            yield table, number
        elif found := _KEY.match(line):
            yield (*table, found.group(1)), number
            if found.group(2):
                yield (*table, found.group(1), found.group(2)), number
