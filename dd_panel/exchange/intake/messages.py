"""Opens one message: its words, its files byte for byte, and the messages within it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache, partial
from typing import TYPE_CHECKING

from dd_panel.exchange.intake.arrivals import Forwarded
from dd_panel.exchange.intake.charsets import text_of
from dd_panel.exchange.intake.heads import Fields, disposition, file_name, parameter, sender_of
from dd_panel.exchange.intake.heads import field as read_field
from dd_panel.exchange.intake.html_text import text_of_html
from dd_panel.exchange.intake.item_mail import NOT_TAKEN_OUT
from dd_panel.exchange.intake.names import distinct, kept_name
from dd_panel.exchange.intake.outlook_items import DamagedItemError, as_mail, is_item
from dd_panel.exchange.intake.parcels import is_parcel, taken_out
from dd_panel.exchange.intake.parts import DEEPEST, Part, take_message_apart
from dd_panel.text import _

if TYPE_CHECKING:
    from collections.abc import Callable

LONGEST_TEXT = 200_000
"""Characters of a message's own words; what is longer is no covering letter, and is kept as a file."""

LARGEST_PAGE = 2_000_000
"""Bytes of a message written as a web page whose words are read; a larger one is kept as a file."""

_WORDS = frozenset({"text/plain", "text/html"})
_MESSAGES = frozenset({"message/rfc822", "message/global"})
_NOT_WORDS = re.compile(rb"[\x00-\x07\x0e-\x1a\x1c-\x1f]")
"""Bytes that stand in no text: a part that holds them is a file, whatever it says."""

_UU_FILE = re.compile(
    rb"^begin [0-7]{3,4} ([^\r\n]{1,200})\r?\n(?=[!-M][ -`]{4,90}\r?\n)(?:[ -`]{0,90}\r?\n)*+"
    rb"(?:end[ \t]*(?:\r?\n|\Z))?",
    re.MULTILINE,
)
"""A file that was written out as lines of text among the words, with no part of its own."""

_WIDE = re.compile(r"\s*utf-?(?:16|32)", re.IGNORECASE)
_SILENT_NAMES = frozenset({"", "noname", "untitled"})


@dataclass(frozen=True, slots=True)
class File:
    """A file in a message: its name, what it says it is, and how to unwrap its bytes.

    `within` says that it lay in a parcel.
    """

    name: str
    kind: str
    content: Callable[[], tuple[bytes, bool]]
    within: bool = False


@dataclass(slots=True)
class Opened:
    """A message that was opened; `sound` is False where its build was not in order, `garbled` where its words.

    `removed` are the names of attachments that somebody took out of it in the mail program, `closed` those of what an
    item of Outlook only refers to.
    """

    fields: Fields
    text: str = ""
    files: list[File] = field(default_factory=list)
    forwarded: list[Forwarded] = field(default_factory=list)
    sound: bool = True
    garbled: bool = False
    removed: list[str] = field(default_factory=list)
    closed: list[str] = field(default_factory=list)


def open_message(raw: bytes) -> Opened:
    """Open a message; nothing in it is too damaged to be opened, and the same bytes always give the same files."""
    if b"\n" not in raw and b"\r" in raw:
        raw = raw.replace(b"\r", b"\n")
    return _Opening(take_message_apart(raw)).opened


class _Opening:
    """One message being opened."""

    def __init__(self, whole: Part) -> None:
        self.opened = Opened(whole.fields)
        self._taken: set[str] = set()
        self._within = 0
        words: list[str] = []
        self._note_build(whole)
        self._walk(whole, words, skip=frozenset())
        self.opened.text = _joined(words)

    def _note_build(self, whole: Part) -> None:
        self.opened.sound = self.opened.sound and all(part.sound for part in whole.walk())

    def _walk(self, part: Part, words: list[str], skip: frozenset[str]) -> None:
        if part.parts:
            if part.kind == "multipart/alternative":
                skip |= self._less_plain(part)
            for inner in part.parts:
                self._walk(inner, words, skip)
            return
        if part.kind in _WORDS and not file_name(part.fields) and disposition(part.fields) != "attachment":
            if part.kind not in skip:
                self._read_words(part, words)
            return
        if "X-Mozilla-Altered" in part.fields:
            self._keep_what_is_left(part)
            return
        if NOT_TAKEN_OUT in part.fields and not part.size:
            self.opened.closed.append(file_name(part.fields) or _("An attachment"))
            return
        if (part.kind in _MESSAGES or _is_saved_message(part)) and self._within < DEEPEST:
            self._open_inner(part)
            return
        self._keep(part, file_name(part.fields))

    def _keep_what_is_left(self, part: Part) -> None:
        """Keep what Thunderbird left in the place of an attachment: a few lines of text under the attachment's name."""
        name = file_name(part.fields).removeprefix("Deleted: ")
        self.opened.removed.append(name or _("An attachment"))
        self._keep(part, f"{name}.txt" if name else "")

    def _less_plain(self, part: Part) -> frozenset[str]:
        """The kinds to leave out of an alternative, because the same is there as plain text."""
        plain = (leaf for leaf in part.walk() if leaf.kind == "text/plain" and not leaf.parts)
        said = any(not file_name(leaf.fields) and leaf.content()[0].strip() for leaf in plain)
        return frozenset({"text/html"} if said else {"text/plain"})

    def _read_words(self, part: Part, words: list[str]) -> None:
        content, sound = part.content()
        if part.kind == "text/plain":
            content = self._keep_files_among_words(content)
        text, right = text_of(content, parameter(part.fields, "charset"))
        self.opened.sound &= sound
        self.opened.garbled |= not right
        if _NOT_WORDS.search(content) and not _WIDE.match(parameter(part.fields, "charset") or ""):
            self._keep(part, "")
            return
        shown = text
        if part.kind == "text/html":
            shown = text_of_html(text) if len(content) <= LARGEST_PAGE else ""
        if len(shown) > LONGEST_TEXT or (not shown.strip() and len(content) > LARGEST_PAGE):
            self._keep(part, "")
        elif shown.strip():
            words.append(shown.strip())

    def _keep_files_among_words(self, content: bytes) -> bytes:
        """Keep the files that older programs wrote out among the words themselves; gives the words without them."""
        if b"begin " not in content:
            return content
        fields = Fields()
        fields.add("Content-Transfer-Encoding", "x-uuencode")
        for file in _UU_FILE.finditer(content):
            part = Part(fields, "application/octet-stream", content, file.start(), file.end())
            self._keep(part, file[1].decode("utf-8", "replace").strip())
        return _UU_FILE.sub(b"", content)

    def _open_inner(self, part: Part, given: str = "") -> None:
        content, _sound = part.content()
        try:
            inner = take_message_apart(as_mail(content))
        except DamagedItemError:
            self._keep(part, file_name(part.fields))
            return
        subject = read_field(inner.fields, "Subject")
        name = given or file_name(part.fields) or subject
        whole = name.casefold().endswith((".eml", ".msg")) or not name
        self._keep(part, name if whole else f"{name}.eml".replace("/", "-"))
        self._note_build(inner)
        words: list[str] = []
        self._within += 1
        self._walk(inner, words, skip=frozenset())
        self._within -= 1
        sender, address = sender_of(inner.fields)
        self.opened.forwarded.append(Forwarded(subject, sender, address, _joined(words)))

    def _keep(self, part: Part, given: str) -> None:
        name = distinct(
            kept_name("" if given.casefold() in _SILENT_NAMES else given, part.kind, len(self.opened.files) + 1),
            self._taken,
        )
        self._taken.add(name.casefold())
        if not is_parcel(given or name, part.kind):
            self.opened.files.append(File(name, part.kind, part.content))
            return
        content = cache(part.content)  # of two hundred files in an archive each would unwrap it once more
        self.opened.files.append(File(name, part.kind, content))
        for inner in taken_out(content()[0]):
            if inner.item and self._within < DEEPEST:
                mail, whole = inner.take_out(content()[0])
                self.opened.sound &= whole
                self._open_inner(Part(Fields(), "message/rfc822", mail, 0, len(mail)), inner.name)
            else:
                self._keep_inner(inner.name, partial(_out_of, content, inner.take_out))

    def _keep_inner(self, given: str, content: Callable[[], tuple[bytes, bool]]) -> None:
        """Keep a file that lay in a parcel beside the parcel."""
        name = distinct(kept_name(given, "", len(self.opened.files) + 1), self._taken)
        self._taken.add(name.casefold())
        self.opened.files.append(File(name, "", content, within=True))


def _out_of(
    parcel: Callable[[], tuple[bytes, bool]], take_out: Callable[[bytes], tuple[bytes, bool]]
) -> tuple[bytes, bool]:
    """A file's bytes out of its parcel, and whether both are whole."""
    content, sound = parcel()
    inner, whole = take_out(content)
    return inner, sound and whole


def _is_saved_message(part: Part) -> bool:
    """Whether a file is a message that was saved and attached, which many programs call a stream of bytes."""
    name = file_name(part.fields).casefold()
    if name.endswith(".msg"):
        return is_item(part.content()[0])
    if not name.endswith(".eml"):
        return False
    inner = take_message_apart(part.content()[0])
    return any(name in inner.fields for name in ("From", "Subject", "Received"))


def _joined(words: list[str]) -> str:
    return re.sub(r"\n{4,}", "\n\n\n", "\n\n".join(words))


def original_name(opened: Opened, ending: str = ".eml") -> str:
    """The name under which the message itself is kept."""
    subject = read_field(opened.fields, "Subject")
    return kept_name((subject or _("Message")).replace("/", "-").replace("\\", "-")[:80] + ending)
