"""Everything a member fills in, cell by cell, and the history of every change.

An entry is one field of one member's review of one application. Only a change of its value makes history: what was
received and settled is the merge's own memory.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from sys import intern
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, func, select
from sqlalchemy import insert as plain_insert
from sqlalchemy.dialects.sqlite import insert

from dd_panel.domain.identifiers import CONFLICT, Field, MemberId, Reference, identity
from dd_panel.domain.merging import Standing
from dd_panel.store.applications import reference_names
from dd_panel.store.entry_values import Entry, Judgement, Origin, Origins, Recorded, Write
from dd_panel.store.locking import driver_errors
from dd_panel.store.panel import member_names, unknown_names
from dd_panel.store.plain_values import said_in_full, said_once
from dd_panel.store.records import moment_text
from dd_panel.store.statements import Prepared, PreparedRows
from dd_panel.store.tables import applications, entries, history, members

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sqlalchemy import Connection

    from dd_panel.domain.findings import ReadCell

_Key = tuple[str, str, Field]
_Row = tuple[Any, ...]

_FEW = 12
"""Up to so many entries are looked up one by one; for more, a member's entries are read in one go."""

_ORIGIN = ("who", "at", "reason", "return_id", "file", "sheet", "cell")
_KEYS = ("member_key", "application_key", "field")
_STANDING = (*_KEYS, "value", "received", "raw", "revision")

_member_is = entries.c.member_key == bindparam("wanted_member")
_application_is = entries.c.application_key == bindparam("wanted_application")
_field_is = entries.c.field == bindparam("wanted_field")
_filled = entries.c.value.is_not(None)

_OF = Prepared(select(entries.c.field, entries.c.value).where(_member_is, _application_is, _filled))
_OF_MEMBER = Prepared(select(entries.c.application_key, entries.c.field, entries.c.value).where(_member_is, _filled))
_COUNT = Prepared(select(func.count()).where(_member_is, _field_is, entries.c.value != ""))
_EVERYTHING = Prepared(select(*(entries.c[name] for name in _KEYS), entries.c.value).where(_filled))

_pair = select(entries.c.member_key, entries.c.application_key).where(entries.c.value != "")
_CONFLICTS = Prepared(
    _pair.add_columns(entries.c.value).where(entries.c.field == CONFLICT).order_by(entries.c.entry_id)
)
_BEGUN = Prepared(_pair.where(entries.c.field != CONFLICT).distinct())

_standing = select(*(entries.c[name] for name in _STANDING)).where(_member_is)
_ONE_STANDING = Prepared(_standing.where(_application_is, _field_is))
_THREE_NAMES = ("first", "second", "third")
_THREE_STANDING = Prepared(
    _standing.where(_application_is, entries.c.field.in_([bindparam(name) for name in _THREE_NAMES]))
)
_MEMBERS_STANDING = Prepared(_standing)

_details = (
    select(members.c.member_id, applications.c.reference)
    .add_columns(*(entries.c[name] for name in ("field", "value", "received", "raw", "revision", *_ORIGIN)))
    .join_from(entries, members, members.c.key == entries.c.member_key)
    .join(applications, applications.c.key == entries.c.application_key)
    .order_by(entries.c.entry_id)
)
_DETAILS = Prepared(_details)
_MEMBERS_DETAILS = Prepared(_details.where(_member_is))
_ONE_DETAIL = Prepared(_details.where(_member_is, _application_is, _field_is))

_is_score = entries.c.field.startswith("score.") | entries.c.field.startswith("second.")
_JUDGEMENTS = Prepared(
    select(*(entries.c[name] for name in (*_KEYS, "value", "return_id", "sheet", "cell"))).where(
        _filled, _is_score | (entries.c.field == CONFLICT)
    )
)
_SCORED = Prepared(select(func.count()).select_from(_pair.where(_is_score).distinct().subquery()))

_put = insert(entries)
_settled = {name: _put.excluded[name] for name in ("received", "raw")}
_valued = {name: _put.excluded[name] for name in ("value", "revision", *_ORIGIN)}
_SOURCE = ("return_id", "who", "at", "reason", "file", "sheet", "cell")
"""The origin's columns in the order of the tables."""
_PUT_VALUE = PreparedRows(
    _put.on_conflict_do_update(index_elements=_KEYS, set_={**_settled, **_valued}), (*_STANDING, *_SOURCE)
)
_SETTLE = PreparedRows(_put.on_conflict_do_update(index_elements=_KEYS, set_=_settled), (*_STANDING, *_SOURCE))
_RECORD = PreparedRows(plain_insert(history), (*_KEYS, "before", "after", *_SOURCE))

_HISTORY = (
    select(history.c.change_id, members.c.member_id, applications.c.reference)
    .add_columns(*(history.c[name] for name in ("field", "before", "after", *_ORIGIN)))
    .join_from(history, members, members.c.key == history.c.member_key)
    .join(applications, applications.c.key == history.c.application_key)
    .order_by(history.c.change_id)
)


@dataclass(slots=True)
class _Pending:
    """An entry on its way: what stands, what will, and the cell its value came from."""

    value: str | None = None
    received: str | None = None
    raw: str | None = None
    revision: int = 0
    cell: tuple[str, str] = ("", "")
    changed: bool = False
    settled: bool = False


class Seen:
    """What stood in some fields of one review; good for the unit of work in which it was read, and no longer."""

    def __init__(self, standing: dict[_Key, _Pending]) -> None:
        self.standing = standing

    def texts(self) -> dict[Field, str]:
        """What is filled in, by field."""
        return {key[2]: each.value for key, each in self.standing.items() if each.value is not None}


class EntryShelf:
    """Entries by member, application and field; the history of their values only grows."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    # -- reading ----------------------------------------------------------------------------------------------------

    def of(self, member: MemberId, application: Reference) -> dict[Field, str]:
        """What one member filled in for one application."""
        wanted = {"wanted_member": identity(member), "wanted_application": identity(application)}
        return {Field(field): value for field, value in _OF.run(self._connection, wanted)}

    def look(self, member: MemberId, application: Reference, fields: tuple[Field, Field, Field]) -> Seen:
        """What stands in three fields of one review, for whoever is about to change one of them."""
        who, what = identity(member), identity(application)
        seen = {(who, what, field): _Pending() for field in fields}
        named = dict(zip(_THREE_NAMES, fields, strict=True))
        wanted = {"wanted_member": who, "wanted_application": what, **named}
        for _member, _application, field, *stands, revision in _THREE_STANDING.run(self._connection, wanted):
            seen[who, what, field] = _Pending(*said_in_full(*stands), revision)
        return Seen(seen)

    def count(self, member: MemberId, field: Field) -> int:
        """For how many applications one member filled in this field."""
        wanted = {"wanted_member": identity(member), "wanted_field": field}
        return int(_COUNT.run(self._connection, wanted).fetchone()[0])

    def of_member(self, member: MemberId) -> dict[Reference, dict[Field, str]]:
        """What one member filled in, by application."""
        names = reference_names(self._connection)
        filled: dict[Reference, dict[Field, str]] = {}
        for key, field, value in _OF_MEMBER.run(self._connection, {"wanted_member": identity(member)}):
            filled.setdefault(names[key], {})[Field(intern(field))] = value
        return filled

    def everything(self) -> dict[tuple[MemberId, Reference], dict[Field, str]]:
        """What everybody filled in, by member and application."""
        who, what = member_names(self._connection), reference_names(self._connection)
        by_keys: dict[tuple[str, str], dict[Field, str]] = {}
        for member_key, application_key, field, value in _EVERYTHING.run(self._connection):
            by_keys.setdefault((member_key, application_key), {})[Field(intern(field))] = value
        return {(who[keys[0]], what[keys[1]]): filled for keys, filled in by_keys.items()}

    def conflicts(self) -> dict[tuple[MemberId, Reference], str]:
        """Every conflict that stands, with what its member, or somebody for them, said of it."""
        who, what = member_names(self._connection), reference_names(self._connection)
        return {
            (who[member], what[application]): said for member, application, said in _CONFLICTS.run(self._connection)
        }

    def begun(self) -> frozenset[tuple[MemberId, Reference]]:
        """The reviews in which anything but a conflict is filled in."""
        who, what = member_names(self._connection), reference_names(self._connection)
        return frozenset((who[member], what[application]) for member, application in _BEGUN.run(self._connection))

    def count_scored(self) -> int:
        """In how many reviews anything is scored, first or on a second look."""
        return int(_SCORED.run(self._connection).fetchone()[0])

    def details(self, member: MemberId) -> dict[tuple[Reference, Field], Entry]:
        """One member's entries with what was received and where they came from."""
        found = self._entries(_MEMBERS_DETAILS, {"wanted_member": identity(member)})
        return {(entry.application, entry.field): entry for entry in found}

    def detail(self, member: MemberId, application: Reference, field: Field) -> Entry | None:
        """One entry, or None where nothing was ever written."""
        wanted = {
            "wanted_member": identity(member),
            "wanted_application": identity(application),
            "wanted_field": field,
        }
        return next(self._entries(_ONE_DETAIL, wanted), None)

    def standings(
        self, cells: Iterable[tuple[MemberId, Reference, Field]]
    ) -> dict[tuple[MemberId, Reference, Field], Standing]:
        """What stands in these cells, by member, application and field; those never written to are left out."""
        found: dict[tuple[MemberId, Reference, Field], Standing] = {}
        for member, application, field in cells:
            keys = {"wanted_member": identity(member), "wanted_application": identity(application)}
            row = _ONE_STANDING.run(self._connection, {**keys, "wanted_field": field}).fetchone()
            if row is not None:
                found[member, application, field] = Standing(*said_in_full(*row[3:6]))
        return found

    def judgements(self) -> dict[tuple[MemberId, Reference], dict[Field, Judgement]]:
        """Everybody's scores, first and second, and their conflicts, with where they were read; no comments."""
        who, what = member_names(self._connection), reference_names(self._connection)
        by_keys: dict[tuple[str, str], dict[Field, Judgement]] = {}
        for row in _JUDGEMENTS.run(self._connection):
            by_keys.setdefault(row[:2], {})[row[2]] = Judgement._make(row[3:])
        return {(who[keys[0]], what[keys[1]]): judged for keys, judged in by_keys.items()}

    def all_details(self) -> Iterator[Entry]:
        """Everybody's entries with what was received and where they came from."""
        return self._entries(_DETAILS, {})

    def history(self, member: MemberId | None = None, application: Reference | None = None) -> tuple[Recorded, ...]:
        """Every change of a value, oldest first; of one member or one application if asked."""
        statement = _HISTORY
        if application is not None:
            statement = statement.where(history.c.application_key == identity(application))
        if member is not None:
            statement = statement.where(history.c.member_key == identity(member))
        origins = Origins()
        return tuple(
            Recorded(number, MemberId(member_id), Reference(reference), Field(field), before, after, origins.of(origin))
            for number, member_id, reference, field, before, after, *origin in self._connection.execute(statement)
        )

    def _entries(self, statement: Prepared, wanted: Mapping[str, str]) -> Iterator[Entry]:
        origins = Origins()
        for row in statement.run(self._connection, wanted):
            member, application, field, value, received, raw, revision, *origin = row
            standing = Standing(*said_in_full(value, received, raw))
            names = MemberId(intern(member)), Reference(intern(application)), Field(intern(field))
            yield Entry(*names, value or "", standing, origins.of(origin), revision)

    # -- writing ----------------------------------------------------------------------------------------------------

    def settle(
        self,
        member: MemberId,
        settled: Iterable[tuple[ReadCell, str | None]],
        stood: Mapping[tuple[Reference, Field], Entry],
        origin: Origin,
    ) -> None:
        """Write what a return says of one member: each of its cells with the value to take, or None to leave it.

        `stood` is what `details` said in this unit of work. Every field is settled once. Raises KeyError when the
        member or an application is not here; nothing is written then.
        """
        who = identity(member)
        source = _source(origin)[:-2]
        names: dict[Reference, str] = {}
        pending: dict[_Key, _Pending] = {}
        recorded: list[_Row] = []
        for cell, value in settled:
            entry = stood.get((cell.application, cell.field))
            before, revision = (entry.standing.value, entry.revision) if entry else (None, 0)
            what = names.get(cell.application)
            if what is None:
                what = names[cell.application] = identity(cell.application)
            keys, place = (who, what, cell.field), (cell.sheet, cell.cell)
            if value is None or value == before:
                pending[keys] = _Pending(before, cell.value, cell.raw, revision, settled=True)
                continue
            pending[keys] = _Pending(value, cell.value, cell.raw, revision + 1, place, changed=True)
            if value != (before or ""):
                recorded.append((*keys, before or "", value, *source, *place))
        self._put(pending, source, recorded)

    def write(
        self,
        writes: Sequence[Write],
        origin: Origin,
        cells: Mapping[tuple[Reference, Field], tuple[str, str]] | None = None,
        seen: Seen | None = None,
    ) -> None:
        """Write entries, and record each change of a value once.

        `cells` gives sheet and cell for a write's application and field, in place of the origin's own. What the writer
        has `seen` in this unit of work is not read again.
        Raises KeyError when a member or an application is not here; nothing is written then.
        """
        pending = seen.standing if seen else {}
        pending |= self._standing([write for write in writes if _keys(write) not in pending])
        recorded: list[_Row] = []
        usual = (origin.sheet, origin.cell)
        source = _source(origin)[:-2]
        for write in writes:
            keys = _keys(write)
            now = pending.setdefault(keys, _Pending())
            if write.settle:
                now.settled |= (now.received, now.raw) != (write.received, write.raw)
                now.received, now.raw = write.received, write.raw
            if write.value is None or write.value == now.value:
                continue
            now.cell = cells.get((write.application, write.field), usual) if cells else usual
            if write.value != (now.value or ""):
                recorded.append((*keys, now.value or "", write.value, *source, *now.cell))
            now.value, now.revision, now.changed = write.value, now.revision + 1, True
        self._put(pending, source, recorded)

    def put_back(self, stood: Sequence[Entry], origin: Origin) -> None:
        """Put entries back exactly as they stood, origins and what was received included; the history says so.

        `origin` is who takes back, when and why. An entry whose standing is NOTHING becomes as if it had never been.
        """
        now = self._standing([Write(each.member, each.application, each.field, None) for each in stood])
        valued: list[_Row] = []
        recorded: list[_Row] = []
        for each in stood:
            keys = (identity(each.member), identity(each.application), each.field)
            here = now.get(keys, _Pending())
            stands = each.standing
            said = said_once(stands.value, stands.received, stands.raw)
            valued.append((*keys, *said, here.revision + 1, *_source(each.origin)))
            before, after = here.value or "", stands.value or ""
            if before != after:
                told = replace(each.origin, who=origin.who, at=origin.at, reason=origin.reason)
                recorded.append((*keys, before, after, *_source(told)))
        for statement, rows in ((_PUT_VALUE, valued), (_RECORD, recorded)):
            if rows:
                statement.run(self._connection, rows)

    def _put(self, pending: Mapping[_Key, _Pending], source: _Row, recorded: list[_Row]) -> None:
        valued = [_row(keys, each, source) for keys, each in pending.items() if each.changed]
        settled = [_row(keys, each, source) for keys, each in pending.items() if each.settled and not each.changed]
        try:
            for statement, rows in ((_PUT_VALUE, valued), (_SETTLE, settled), (_RECORD, recorded)):
                if rows:
                    statement.run(self._connection, rows)
        except driver_errors("IntegrityError") as error:
            unknown = unknown_names(
                self._connection, [(member, application) for member, application, _field in pending]
            )
            if not unknown:
                raise
            raise KeyError(*unknown) from error

    def _standing(self, writes: Sequence[Write]) -> dict[_Key, _Pending]:
        """What stands now where these writes go."""
        by_member: dict[str, list[Write]] = {}
        for write in writes:
            by_member.setdefault(identity(write.member), []).append(write)
        standing: dict[_Key, _Pending] = {}
        for member_key, theirs in by_member.items():
            if len(theirs) > _FEW:
                rows = _MEMBERS_STANDING.run(self._connection, {"wanted_member": member_key}).fetchall()
            else:
                rows = [row for write in theirs for row in _ONE_STANDING.run(self._connection, _wanted(write))]
            for member, application, field, value, received, raw, revision in rows:
                standing[member, application, field] = _Pending(*said_in_full(value, received, raw), revision)
        return standing


def _keys(write: Write) -> _Key:
    return identity(write.member), identity(write.application), write.field


def _wanted(write: Write) -> dict[str, str]:
    member, application, field = _keys(write)
    return {"wanted_member": member, "wanted_application": application, "wanted_field": field}


def _source(origin: Origin) -> _Row:
    """Where a value came from, in the order of the tables; sheet and cell come last."""
    moment = moment_text(origin.at)
    return (origin.return_id, origin.who, moment, origin.reason, origin.file, origin.sheet, origin.cell)


def _row(keys: _Key, pending: _Pending, source: _Row) -> _Row:
    said = said_once(pending.value, pending.received, pending.raw)
    return (*keys, *said, pending.revision, *source, *pending.cell)
