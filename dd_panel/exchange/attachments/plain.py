"""Plain text: in whatever of the usual encodings it was saved."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dd_panel.text import _

LONGEST_SHOWN = 2_000_000
"""Characters; a text of 600 pages has as many."""
LONGEST_LINE = 4_000
"""Characters of a line; longer ones are broken, because lines are laid out whole."""

_LOOKED_AT = 64 * 1024
_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\ufdd0-\ufdef\ufffe\uffff]")
_MOST_CONTROLS = 0.02
_UNDEFINED = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
"""Bytes that mean nothing in Windows-1252."""


@dataclass(frozen=True, slots=True)
class PlainText:
    """A text without any form; `notes` say what was left out."""

    text: str
    notes: tuple[str, ...] = ()


def read_plain(content: bytes) -> PlainText:
    """Read a text in UTF-8, UTF-16 or Windows-1252; control characters become visible, endless lines are broken."""
    text = decoded(content)
    notes: tuple[str, ...] = ()
    if len(text) > LONGEST_SHOWN:
        text = text[:LONGEST_SHOWN]
        notes = (_("Only the first {count:,} characters are shown.").format(count=LONGEST_SHOWN),)
    text = re.sub(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]", "\n", text)
    text = _CONTROLS.sub("\ufffd", text)
    return PlainText(re.sub(rf"([^\n]{{{LONGEST_LINE}}})(?=[^\n])", r"\1\n", text), notes)


def decoded(content: bytes) -> str:
    """The characters of a text; what is in no known encoding becomes a replacement character."""
    for bom, encoding in _BOMS:
        if content.startswith(bom):
            return content[len(bom) :].decode(encoding, "replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def looks_like_text(content: bytes) -> bool:
    """Whether these bytes can be text: no zeros where UTF-16 doesn't explain them, hardly any control characters."""
    sample = content[:_LOOKED_AT]
    if sample.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = decoded(sample[: len(sample) // 2 * 2])
    elif b"\0" in sample:
        return False
    else:
        text = decoded(sample)
        if "\ufffd" in text and len(_UNDEFINED.findall(sample)) > len(sample) * _MOST_CONTROLS:
            return False
    return len(_CONTROLS.findall(text)) <= len(text) * _MOST_CONTROLS
