"""Reading the files of a merge: each is opened, recognised and examined, and nothing is written.

Only plain values go in and come out, and no store is needed: so other processes can do it too.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dd_panel.domain.errors import DDPanelError
from dd_panel.domain.examining import Examination, examine
from dd_panel.domain.findings import Finding, Kind
from dd_panel.exchange.cells import normal_text
from dd_panel.exchange.files import read_whole, sha256_of
from dd_panel.exchange.guard import Refused
from dd_panel.exchange.scoresheet.read import ScoresheetReader
from dd_panel.text import _

if TYPE_CHECKING:
    from pathlib import Path

    from dd_panel.domain.expectations import Expectations
    from dd_panel.domain.sheets import Sheet, SheetIdentity

LARGEST_FILE = 64 * 1024 * 1024
"""Bytes; a scoresheet of 4,000 applications has a tenth of that."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file that came in: its name and its bytes, or the trouble there was in reading them.

    `sha256` is the fingerprint by which the very same file is recognised; empty for one that could not be read.
    """

    name: str
    content: bytes
    trouble: Finding | None = None
    sha256: str = field(init=False)

    def __post_init__(self) -> None:
        """Take the fingerprint."""
        object.__setattr__(self, "sha256", "" if self.trouble else sha256_of(self.content))


def read_incoming(path: Path) -> Incoming:
    """Read a file to be merged; one that can't be read is handed on without content, and refused with its reason."""
    name = normal_text(path.name)  # a name in an old alphabet has letters that no file of ours can hold
    try:
        if path.is_file() and (size := path.stat().st_size) > LARGEST_FILE:
            detail = _("it has {size} MB").format(size=size // 1024**2)
            return Incoming(name, b"", Finding(Kind.TOO_BIG, found=name, detail=detail))
        return Incoming(name, read_whole(path, LARGEST_FILE))
    except DDPanelError as error:
        unreadable = Finding(Kind.UNREADABLE, found=name, detail=error.title.removesuffix("."))
        return Incoming(name, b"", unreadable)


@dataclass(frozen=True, slots=True)
class Examined:
    """Whose scoresheet of a file it is, and what came of examining its rows; or why it is not taken in.

    Of a file that is no scoresheet at all there is only the `refusal`.
    """

    identity: SheetIdentity | None = None
    examination: Examination | None = None
    refusal: Finding | None = None


class Examiner:
    """Reads and examines files one after the other, held against what one round expects."""

    def __init__(self, expectations: Expectations) -> None:
        self._expectations = expectations
        self._reader = ScoresheetReader(expectations.rules)

    def examine(self, name: str, content: bytes) -> tuple[Examined, ...]:
        """Examine a file: one scoresheet as a rule, and one of each member where somebody put several together."""
        try:
            sheets = self._reader.read(name, content)
        except Refused as refused:
            return (Examined(refusal=Finding(refused.kind, found=name, detail=_why(name, content, refused))),)
        return tuple(self._examined(sheet) for sheet in sheets)

    def _examined(self, sheet: Sheet) -> Examined:
        if refusal := self._expectations.refusal(sheet.identity):
            return Examined(sheet.identity, refusal=refusal)
        return Examined(sheet.identity, examine(sheet, self._expectations.of(sheet.identity)))


def _why(name: str, content: bytes, refused: Refused) -> str:
    """Why a file is refused: what it is and where it belongs, where it is a known file of another kind."""
    if refused.kind is not Kind.NOT_A_SCORESHEET:
        return refused.detail
    from dd_panel.exchange.known_files import Known, kind_of, what_it_is  # brings what reads the other kinds

    known = kind_of(name, content)
    return refused.detail if known in {None, Known.SCORESHEET} else what_it_is(known)
