"""The search index: what was read of each application, and the passages in which words stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import bindparam, delete, insert, select
from sqlalchemy.dialects.sqlite import insert as insert_or_ignore

from dd_panel.domain.identifiers import CONFLICT, Reference, identity
from dd_panel.store.search_tables import passages, searchable
from dd_panel.store.statements import driver
from dd_panel.store.tables import applications, assignments, entries

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from dd_panel.domain.identifiers import MemberId
    from dd_panel.domain.passages import Passage

BEGIN: Final = "\x02"
END: Final = "\x03"
"""Stand around each word found in a snippet; no passage holds these characters."""

_SNIPPET_WORDS: Final = 24

_ADD = insert(passages)
_DONE = insert_or_ignore(searchable).on_conflict_do_nothing()
_FORGET = delete(passages).where(passages.c.application_key == bindparam("wanted"))
_UNDO = delete(searchable).where(searchable.c.application_key == bindparam("wanted"))

_BARRED = select(entries.c.application_key).where(
    entries.c.member_key == bindparam("member"), entries.c.field == CONFLICT, entries.c.value != ""
)
_UNREAD = (
    select(applications.c.reference)
    .join(assignments, assignments.c.application_key == applications.c.key)
    .join(searchable, searchable.c.application_key == applications.c.key, isouter=True)
    .where(searchable.c.application_key.is_(None), assignments.c.member_key == bindparam("member"))
    .where(applications.c.key.not_in(_BARRED))
    .order_by(assignments.c.reading_order)
)

_MAY_BE_READ = f"""
    passages.application_key IN (SELECT application_key FROM assignments WHERE member_key = :member)
    AND passages.application_key NOT IN
        (SELECT application_key FROM entries WHERE member_key = :member AND field = '{CONFLICT}' AND value <> '')
"""  # noqa: S608 - our own names
# A passage's row has all its text in it, and the rows of a usual word are the whole file. The index knows whose each
# passage is; the plus keeps SQLite from looking the rows up all the same.
_COUNT = f"""
    SELECT count(*), count(DISTINCT passages.application_key)
    FROM passages INDEXED BY ix_passages_application_key
    WHERE +passages.passage_id IN (SELECT rowid FROM passage_words WHERE passage_words MATCH :query) AND {_MAY_BE_READ}
"""  # noqa: S608 - the same
# CROSS JOIN keeps the words in front: they come sorted, and only what is shown is looked up.
_FIND = f"""
    SELECT applications.reference, applications.lead_authority, found.document, found.part, found.snippet FROM (
        SELECT passages.application_key AS key, passages.document AS document, passages.part AS part,
            snippet(passage_words, 0, '{BEGIN}', '{END}', '…', {_SNIPPET_WORDS}) AS snippet, %s AS place
        FROM passage_words CROSS JOIN passages ON passages.passage_id = passage_words.rowid
        WHERE passage_words MATCH :query AND {_MAY_BE_READ} ORDER BY %s LIMIT :most
    ) AS found CROSS JOIN applications ON applications.key = found.key ORDER BY found.place
"""  # noqa: S608 - the same
_FIND_BEST = _FIND % ("rank", "rank")
_FIND_FIRST = _FIND % ("passages.passage_id", "passage_words.rowid")


@dataclass(frozen=True, slots=True)
class FoundPassage:
    """A passage that holds what was looked for; in `snippet` each word found stands between BEGIN and END."""

    reference: Reference
    lead_authority: str
    document: str
    part: str
    snippet: str


class SearchShelf:
    """Passages by application; what a member has a conflict with is in no answer, from the moment it is declared."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def unread(self, member: MemberId) -> tuple[Reference, ...]:
        """What the member may read and the index does not hold to its end, in the order of reading."""
        rows = self._connection.execute(_UNREAD, {"member": identity(member)})
        return tuple(Reference(text) for text in rows.scalars())

    def add(self, reference: Reference, new: Sequence[Passage]) -> None:
        """Let passages of an application be found."""
        rows = [
            {"application_key": identity(reference), "document": each.document, "part": each.part, "text": each.text}
            for each in new
        ]
        if rows:
            self._connection.execute(_ADD, rows)

    def finish(self, reference: Reference) -> None:
        """Remember that every passage of an application is there."""
        self._connection.execute(_DONE, {"application_key": identity(reference)})

    def forget(self, reference: Reference) -> None:
        """Remove everything that was read of an application."""
        wanted = {"wanted": identity(reference)}
        self._connection.execute(_FORGET, wanted)
        self._connection.execute(_UNDO, wanted)

    def find(self, query: str, member: MemberId, most: int, *, best: bool = True) -> tuple[FoundPassage, ...]:
        """The passages that fit the question best, or the first ones; at most so many."""
        wanted = {"query": query, "member": identity(member), "most": most}
        rows = driver(self._connection).execute(_FIND_BEST if best else _FIND_FIRST, wanted)
        return tuple(FoundPassage(Reference(reference), *rest) for reference, *rest in rows)

    def count(self, query: str, member: MemberId) -> tuple[int, int]:
        """How many passages fit the question, and in how many applications."""
        rows = driver(self._connection).execute(_COUNT, {"query": query, "member": identity(member)})
        found, of = rows.fetchone()
        return int(found), int(of)
