"""A member's highlights and private notes, by application."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, delete, insert, select

from dd_panel.domain.identifiers import Reference, identity
from dd_panel.domain.marks import Mark
from dd_panel.domain.passages import Place
from dd_panel.store.applications import reference_names
from dd_panel.store.mark_tables import marks
from dd_panel.store.records import moment_text

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

_OF = (
    select(*(marks.c[name] for name in ("mark_id", "document", "part", "words", "begin_at", "note")))
    .where(marks.c.application_key == bindparam("wanted"))
    .order_by(marks.c.mark_id)
)
_EVERY = select(
    *(marks.c[name] for name in ("application_key", "mark_id", "document", "part", "words", "begin_at", "note"))
).order_by(marks.c.mark_id)
_PUT = insert(marks)
_REMOVE = delete(marks).where(marks.c.mark_id == bindparam("number"))


class MarkShelf:
    """Marks of one member, who alone has this file."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of(self, reference: Reference) -> tuple[Mark, ...]:
        """The marks in one application, in the order in which they were made."""
        return tuple(
            Mark(Place(document, part, words, begin), note, number)
            for number, document, part, words, begin, note in self._connection.execute(
                _OF, {"wanted": identity(reference)}
            )
        )

    def all(self) -> dict[Reference, tuple[Mark, ...]]:
        """All marks, by application."""
        rows = self._connection.execute(_EVERY).all()
        if not rows:
            return {}  # most have none, and a search asks at each key
        names = reference_names(self._connection)
        found: dict[Reference, list[Mark]] = {}
        for key, number, document, part, words, begin, note in rows:
            found.setdefault(names[key], []).append(Mark(Place(document, part, words, begin), note, number))
        return {reference: tuple(mine) for reference, mine in found.items()}

    def put(self, reference: Reference, mark: Mark, at: datetime) -> int:
        """Keep a mark in place of the one with its number, and return its number; 0 gives it a new one."""
        self.remove(mark.number)
        place = mark.place
        values = {
            "mark_id": mark.number or None,
            "application_key": identity(reference),
            "document": place.document,
            "part": place.part,
            "words": place.words,
            "begin_at": place.begin,
            "note": mark.note,
            "made_at": moment_text(at),
        }
        made = self._connection.execute(_PUT, values).inserted_primary_key
        return int(made[0]) if made else 0

    def remove(self, number: int) -> None:
        """Take a mark away; one that is not there is no trouble."""
        self._connection.execute(_REMOVE, {"number": number})
