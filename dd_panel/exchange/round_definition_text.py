"""Writes the rules of a round as the definition a secretariat reads, keeps and changes: `round.toml`.

`round_definition` reads back exactly what is written here.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final

from dd_panel.domain.documents import round_to_document
from dd_panel.exchange.files import write_whole
from dd_panel.text import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from dd_panel.domain.rounds import Round

HEADER: Final = "# The rules of a round, written by dd-panel."
"""The first line; by it a definition of ours is told from somebody's own, which is never replaced."""

_BARE: Final = frozenset({"opens", "closes", "lowest", "highest", "step", "weight", "minimum"})
"""Keys whose text is a date or a decimal number, which TOML has without quotation marks."""

_LONG: Final = 100
"""A list longer than this is written one entry a line."""


def definition_text(rules: Round) -> str:
    """The definition of a round in TOML."""
    lines: list[str] = [HEADER, _("# Version of the rubric: {version}").format(version=rules.rubric.version), ""]
    tables: list[str] = []
    for key, value in round_to_document(rules).items():
        match value:
            case dict():
                tables += ["", f"[{key}]", *_lines(value)]
            case [dict(), *_]:
                tables += [
                    line for each in value if isinstance(each, dict) for line in ("", f"[[{key}]]", *_lines(each))
                ]
            case _:
                lines += _lines({key: value})
    return "\n".join([*lines, *tables]) + "\n"


def write_definition(path: Path, rules: Round) -> None:
    """Write the definition of a round, whole or not at all; a definition that we wrote is replaced.

    Raises InputError when something else stands there, LockedError, StorageError.
    """
    write_whole(path, definition_text(rules).encode(), ours=_is_ours)


def rewrite_definition(path: Path, rules: Round) -> None:
    """Bring a definition that we wrote up to date, where there is one; anything else is left alone.

    Raises LockedError, StorageError.
    """
    if path.is_file() and _is_ours(path):
        write_definition(path, rules)


def _is_ours(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(HEADER)) == HEADER.encode()


def _lines(table: Mapping[str, object]) -> Iterable[str]:
    for key, value in table.items():
        # An empty list or text is what a missing key means anyway, but for a criterion's own scale.
        if value not in ([], ""):
            yield f"{key} = {_value(key, value)}"


def _value(key: str, value: object) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case str():
            return value if key in _BARE else _quoted(value)
        case list():
            return _list([_quoted(str(each)) for each in value])
        case dict():
            return "{ " + ", ".join(f"{name} = {_value(name, each)}" for name, each in value.items()) + " }"
        case _:
            message = f"{key} holds what a definition has no form for: {value!r}"
            raise TypeError(message)


def _list(entries: list[str]) -> str:
    line = f"[{', '.join(entries)}]"
    if len(line) <= _LONG:
        return line
    return "\n".join(("[", *(f"    {entry}," for entry in entries), "]"))


def _quoted(text: str) -> str:
    """A text between quotation marks: TOML takes JSON's escapes, and wants one more letter escaped."""
    return re.sub("\x7f", r"\\u007f", json.dumps(text, ensure_ascii=False))
