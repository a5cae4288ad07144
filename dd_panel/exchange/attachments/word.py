"""A Word document as styled text: read from its own parts alone, with nothing fetched and nothing run."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final
from xml.parsers.expat import ExpatError

from dd_panel.domain.errors import InputError
from dd_panel.domain.findings import Kind
from dd_panel.exchange.attachments.html import safe_html
from dd_panel.exchange.attachments.kinds import picture_format
from dd_panel.exchange.guard import MEGABYTE, Limits, Refused, unpack_parts
from dd_panel.text import _

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

DOCUMENT: Final = Limits(file_bytes=100 * MEGABYTE, unpacked_bytes=300 * MEGABYTE, rows=0, cells=0)
MOST_TAGS: Final = 400_000
"""Tags in all parts together; a document of 300 pages has a tenth of that."""
LARGEST_PICTURE: Final = 4 * MEGABYTE
ALL_PICTURES: Final = 24 * MEGABYTE

_WANTED = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|word/(?:_rels/)?[^/]+\.(?:xml|rels)|word/media/[^/]+\.(?:png|jpe?g|gif|bmp)",
    re.IGNORECASE,
)
_OUTSIDE = re.compile(rb"<Relationship\b[^>]*?TargetMode\s*=\s*[\"']External[\"'][^>]*?>")
_LINK = b"/hyperlink"
_TARGET = re.compile(rb"""\bTarget\s*=\s*(?:"[^"]*"|'[^']*')""")
_NOWHERE = b'Target="about:nothing"'
_FAULTS = (
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    ArithmeticError,
    OSError,
    SyntaxError,
    RecursionError,
    ExpatError,
    zipfile.BadZipFile,
)
"""What the parsers raise for a document whose parts don't fit together."""

_STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='Subtitle'] => h2:fresh
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
u => u
strike => s
comment-reference => sup
"""


@dataclass(frozen=True, slots=True)
class WordText:
    """A document's text as harmless HTML, its pictures by the names the HTML uses, and its text alone."""

    html: str
    text: str
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def read_word(content: bytes) -> WordText:
    """Read a .docx document.

    Raises InputError for one that is damaged, locked or too large.
    """
    notes: list[str] = []
    try:
        parts = _parts_of(content, notes)
        html, pictures = _converted(parts)
    except Refused as refused:
        raise _refusal(refused) from refused
    except _FAULTS as error:
        raise _refusal(Refused(Kind.UNREADABLE, _("its parts don't fit together"))) from error
    kept, text = safe_html(html, frozenset(pictures))
    return WordText(kept, text, pictures, tuple(notes))


def _parts_of(content: bytes, notes: list[str]) -> dict[str, bytes]:
    """The parts that are read, with every relationship to something outside taken away."""

    def check(names: Collection[str]) -> None:
        if any(name.endswith("vbaproject.bin") for name in names):
            notes.append(_("This document holds macros. Only its text is read; nothing in it can run here."))

    parts = unpack_parts(content, DOCUMENT, _WANTED, check)
    if sum(xml.count(b"<") for name, xml in parts.items() if name.lower().endswith(".xml")) > MOST_TAGS:
        raise Refused(Kind.TOO_BIG, _("it holds too much text and tables"))
    if not notes and b"macroEnabled" in parts.get("[Content_Types].xml", b""):
        check({"vbaproject.bin"})
    return {name: _inside_only(xml) if name.lower().endswith(".rels") else xml for name, xml in parts.items()}


def _inside_only(relations: bytes) -> bytes:
    """Relationships that lead nowhere outside; links stay, because their addresses are only written down."""
    return _OUTSIDE.sub(lambda found: found[0] if _LINK in found[0] else _TARGET.sub(_NOWHERE, found[0]), relations)


def _converted(parts: Mapping[str, bytes]) -> tuple[str, dict[str, bytes]]:
    import mammoth

    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_STORED) as made:
        for name, part in parts.items():
            made.writestr(name, part)
    archive.seek(0)
    pictures: dict[str, bytes] = {}
    result: Any = mammoth.convert_to_html(
        archive,
        style_map=_STYLES,
        include_embedded_style_map=False,
        external_file_access=False,
        convert_image=mammoth.images.img_element(_keeping(pictures)),
    )
    return str(result.value), pictures


def _keeping(pictures: dict[str, bytes]) -> Callable[[Any], dict[str, str]]:
    """Keeps the small pictures of a document under names of our own."""

    def keep(image: Any) -> dict[str, str]:  # noqa: ANN401 - mammoth ships no types
        try:
            with image.open() as file:
                content: bytes = file.read(LARGEST_PICTURE + 1)
        except _FAULTS:  # it lies outside the document, or its part is missing
            return {"src": ""}
        room = ALL_PICTURES - sum(map(len, pictures.values()))
        if not picture_format(content) or len(content) > min(LARGEST_PICTURE, room):
            return {"src": ""}
        name = f"picture-{len(pictures) + 1}"
        pictures[name] = content
        return {"src": name}

    return keep


def _refusal(refused: Refused) -> InputError:
    if refused.kind is Kind.LOCKED:
        return locked()
    return InputError(
        _("This Word document can't be read."),
        _("The reason: {reason}.").format(reason=refused.detail),
        _("Ask the secretariat to send the file again."),
    )


def locked() -> InputError:
    """What is said of an office file with a password."""
    return InputError(
        _("This file has a password."),
        _("It can't be shown here without it."),
        _("Open it in another program, or ask the secretariat for a copy without a password."),
    )
