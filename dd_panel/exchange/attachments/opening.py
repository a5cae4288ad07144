"""Opens an attachment as what its content says it is, or says why it can't be shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dd_panel.domain.errors import InputError
from dd_panel.exchange.attachments.kinds import Kind, kind_of, picture_format
from dd_panel.exchange.attachments.pdf import PdfFile, passages_of
from dd_panel.exchange.attachments.pdf_engine import never, open_here
from dd_panel.exchange.attachments.plain import PlainText, read_plain
from dd_panel.exchange.attachments.sheets import Sheets, read_sheets
from dd_panel.exchange.attachments.word import WordText, locked, read_word
from dd_panel.text import _

if TYPE_CHECKING:
    from dd_panel.exchange.attachments.pdf_engine import Opener, Stop

LARGEST: Final = 300 * 1024 * 1024
_NOT_SHOWN: Final = frozenset({Kind.LOCKED_OFFICE, Kind.OLD_OFFICE, Kind.OTHER})


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture still packed, and its format, as the screen's own reader names it."""

    content: bytes
    format: str
    notes: tuple[str, ...] = ()


Document = PdfFile | WordText | Sheets | Picture | PlainText
"""What an attachment turned out to be; all have `notes`, sentences about what is not shown."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of an attachment's text: the page's number, the sheet's name, or nothing for a text without either."""

    place: str
    text: str


@dataclass(frozen=True, slots=True)
class AttachmentText:
    """What can be searched of an attachment; `trouble` says why it is nothing."""

    kind: Kind
    passages: tuple[Passage, ...] = ()
    trouble: str = ""


def open_document(content: bytes, stop: Stop = never, opener: Opener = open_here) -> Document:
    """Open an attachment to be shown; `opener` says in which process a PDF is open.

    Raises InputError for one that can't be: locked, damaged, too large, or of a kind that only other programs know.
    """
    if len(content) > LARGEST:
        raise InputError(
            _("This file is too large to show."),
            _("It has more than {limit} MB.").format(limit=LARGEST // 1024 // 1024),
            _("Open it in another program."),
        )
    if not content:
        raise InputError(_("This file is empty."), "", _("Ask the secretariat to send the file again."))
    kind = kind_of(content)
    if kind in _NOT_SHOWN:
        raise _not_shown(kind)
    match kind:
        case Kind.PDF:
            return PdfFile(content, stop, opener)
        case Kind.WORD:
            return read_word(content)
        case Kind.SHEETS:
            return read_sheets(content)
        case Kind.PICTURE:
            return Picture(content, picture_format(content))
        case _:
            return read_plain(content)


def _not_shown(kind: Kind) -> InputError:
    if kind is Kind.LOCKED_OFFICE:
        return locked()
    if kind is Kind.OLD_OFFICE:
        return InputError(
            _("This window does not show office files from before 2007."),
            "",
            _("Open it in another program, or ask for a copy as PDF."),
        )
    return InputError(_("This window does not show files of this kind."))


def text_of(content: bytes, stop: Stop = never, opener: Opener = open_here) -> AttachmentText:
    """The text of an attachment for the search; one that can't be opened has none, and says why."""
    kind = kind_of(content)
    try:
        document = open_document(content, stop, opener)
    except InputError as error:
        return AttachmentText(kind, trouble=error.title)
    match document:
        case PdfFile():
            try:
                return AttachmentText(kind, tuple(Passage(*passage) for passage in passages_of(document, stop)))
            finally:
                document.close()
        case Sheets(grids):
            return AttachmentText(kind, tuple(Passage(grid.name, grid.text) for grid in grids if grid.cells))
        case WordText() | PlainText():
            return AttachmentText(kind, (Passage("", document.text),) if document.text.strip() else ())
        case Picture():
            return AttachmentText(kind)
