"""Search in everything a member may read: what fills the index, and what is found by it."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Final

from dd_panel.domain.errors import StorageError
from dd_panel.domain.identifiers import CONFLICT
from dd_panel.domain.passages import PAGE, QUESTION, SHEET, Passage, Place, document_names, facts_of
from dd_panel.domain.search_words import best_first, query_of, spans_in
from dd_panel.exchange.attachments.finding import running
from dd_panel.exchange.attachments.kinds import Kind
from dd_panel.exchange.attachments.opening import text_of
from dd_panel.exchange.attachments.pdf_beside import PdfProcess
from dd_panel.services.review.reviewing import member_of
from dd_panel.services.workplace import CancelledError, never
from dd_panel.store.search import BEGIN, END

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dd_panel.domain.applications import Application
    from dd_panel.domain.identifiers import MemberId, Reference
    from dd_panel.exchange.attachments.pdf_engine import Opener, Stop
    from dd_panel.services.workplace import Cancelled, Progress, Workplace
    from dd_panel.store.work import Work

MOST_SHOWN: Final = 100
_LONGEST: Final = 20_000
"""Letters of a passage; a longer text is cut at the end of a line, so that a snippet says where it is."""
_AT_ONCE: Final = 64
"""Passages written before others may write: a score never waits long."""

_WEIGHED: Final = 2_000
"""Passages that are held against one another; of a word in more of them none is better than another."""

_PARTS: Final = {Kind.PDF: PAGE, Kind.SHEETS: SHEET}

Pieces = tuple[tuple[str, bool], ...]
"""A text in pieces, each with whether it is what was looked for."""


@dataclass(frozen=True, slots=True)
class Found:
    """A passage that holds what was looked for, ready to be shown and opened; `own` is a private note of the member."""

    reference: Reference
    lead_authority: str
    place: Place
    pieces: Pieces
    own: bool = False


@dataclass(frozen=True, slots=True)
class Findings:
    """The best passages, how many there are in how many applications, and how many are not read yet.

    The member's own private notes come first; `notes` counts them, they are in none of the other counts.
    """

    found: tuple[Found, ...] = ()
    count: int = 0
    applications: int = 0
    unread: int = 0
    notes: int = 0


def find_everywhere(place: Workplace, typed: str, most: int = MOST_SHOWN) -> Findings:
    """Find words in all of the member's applications and attachments, the best passages first.

    Words are found by their beginning, in small or capital letters, with or without accents; what stands in quotes is
    found exactly. What the member has a conflict with is never found.
    """
    query = query_of(typed)
    with place.store.reading() as work:
        member = member_of(work)
        unread = len(work.search.unread(member))
        if not query:
            return Findings(unread=unread)
        count, applications = work.search.count(query, member)
        best = count <= _WEIGHED
        passages = dict.fromkeys(
            each
            for part in (best_first(typed) if best else (query,))
            for each in work.search.find(part, member, most, best=best)
        )
        found = tuple(
            Found(each.reference, each.lead_authority, _place_of(each.document, each.part, pieces), pieces)
            for each in islice(passages, most)
            for pieces in (_pieces(each.snippet),)
        )
        notes = _own_notes(work, member, typed)
        return Findings((*notes, *found), count, applications, unread, len(notes))


def _own_notes(work: Work, member: MemberId, typed: str) -> tuple[Found, ...]:
    """The member's private notes that hold what was typed; never one on an application with a conflict."""
    found: list[Found] = []
    for reference, marks in work.marks.all().items():
        hits = [(mark, spans_in(typed, mark.note)) for mark in marks if mark.is_note]
        if not any(spans for _mark, spans in hits) or work.entries.of(member, reference).get(CONFLICT):
            continue
        lead = work.applications.summary(reference).lead_authority
        found += [
            Found(reference, lead, mark.place, _pieces_around(mark.note, spans), own=True)
            for mark, spans in hits
            if spans
        ]
    return tuple(found)


def _pieces_around(text: str, spans: Sequence[tuple[int, int]]) -> Pieces:
    pieces: list[tuple[str, bool]] = []
    at = 0
    for begin, end in spans:
        if begin >= at:
            pieces += [(text[at:begin], False), (text[begin:end], True)]
            at = end
    return tuple(piece for piece in (*pieces, (text[at:], False)) if piece[0])


def read_everything(place: Workplace, progress: Progress, cancelled: Cancelled = never) -> int:
    """Read what the index does not hold yet, one application after the other; returns how many were read.

    A pause for other writers comes after every few passages. Stopped early, it goes on from there the next time.
    """
    with place.store.reading() as work:
        member = member_of(work)
        waiting = work.search.unread(member)
    done = 0

    def stop() -> None:
        if cancelled():
            raise CancelledError

    with closing(PdfProcess()) as pdfs:
        for reference in waiting:
            progress(done, len(waiting), reference)
            try:
                done += _read(place, member, reference, stop, pdfs.open)
            except CancelledError:
                break
    return done


def _read(place: Workplace, member: MemberId, reference: Reference, stop: Stop, opener: Opener) -> bool:
    """Read one application; False when it was barred or changed meanwhile. Raises CancelledError."""
    with place.store.reading() as work:
        application = work.applications.get(reference)
    passages = _passages(place, application, stop, opener)
    begun = False
    while True:
        few = tuple(islice(passages, _AT_ONCE))
        stop()
        with place.store.writing() as work:
            still = _still(work, member, application)
            if not begun or not still:
                work.search.forget(reference)
            if not still:
                return False
            work.search.add(reference, few)
            if len(few) < _AT_ONCE:
                work.search.finish(reference)
                return True
        begun = True


def _still(work: Work, member: MemberId, application: Application) -> bool:
    """Whether the application may be read, and reads as it did."""
    reference = application.reference
    return not work.entries.of(member, reference).get(CONFLICT) and work.applications.get(reference) == application


def _passages(place: Workplace, application: Application, stop: Stop, opener: Opener) -> Iterator[Passage]:
    yield from _pieces_of(Passage("", "", running(facts_of(application))))
    for number, answer in enumerate(application.answers, start=1):
        yield from _pieces_of(Passage("", f"{QUESTION}{number}", running(answer.text)))
    for name, attachment in zip(document_names(application), application.attachments, strict=True):
        stop()
        try:
            with place.store.reading() as work:
                content = work.applications.blob(attachment.sha256)
        except StorageError:
            continue  # a damaged file says so where it is opened; here it has no words
        read = text_of(content, stop, opener)
        kind = _PARTS.get(read.kind, "")
        for passage in read.passages:
            yield from _pieces_of(Passage(name, f"{kind}{passage.place}", running(passage.text)))


def _pieces_of(passage: Passage) -> Iterator[Passage]:
    text = passage.text
    while len(text) > _LONGEST:
        at = max(text.rfind("\n", 0, _LONGEST), text.rfind(" ", 0, _LONGEST)) + 1 or _LONGEST
        yield Passage(passage.document, passage.part, text[:at])
        text = text[at:]
    if text.strip():
        yield Passage(passage.document, passage.part, text)


def _pieces(snippet: str) -> Pieces:
    pieces: list[tuple[str, bool]] = []
    for at, part in enumerate(snippet.split(BEGIN)):
        hit, end, rest = part.partition(END) if at else ("", "", part)
        pieces += [(text, found) for text, found in ((hit, bool(end)), (rest, False)) if text]
    return tuple(pieces)


def _place_of(document: str, part: str, pieces: Pieces) -> Place:
    """The place to open: the first words found, known by the snippet without the dots for what was left out."""
    whole = "".join(text for text, _found in pieces)
    words = next((text for text, found in pieces if found), "")
    return Place(document, part, words, around=whole.strip("…").strip())
