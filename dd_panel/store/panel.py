"""The panel of the round, and who reads what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy import insert as plain_insert
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.exc import IntegrityError

from dd_panel.domain.errors import InputError
from dd_panel.domain.identifiers import MemberId, Reference, identity
from dd_panel.domain.panel import Assignment
from dd_panel.store.applications import reference_names
from dd_panel.store.records import assignment_of, assignment_values, member_of, member_values
from dd_panel.store.statements import Prepared
from dd_panel.store.tables import applications, assignments, members
from dd_panel.text import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from dd_panel.domain.panel import Member

_ADD = plain_insert(members)
_ALL = select(members).order_by(members.c.position)
_ONE = select(members).where(members.c.key == bindparam("wanted"))
_CHANGE = update(members).where(members.c.key == bindparam("wanted"))
_KEYS = select(members.c.key, members.c.member_id)
_IS_THERE = Prepared(select(members.c.key).where(members.c.key == bindparam("wanted")))
_assign = insert(assignments)
_ASSIGN = _assign.on_conflict_do_update(
    index_elements=[assignments.c.member_key, assignments.c.application_key],
    set_={"duty": _assign.excluded.duty, "reading_order": _assign.excluded.reading_order},
)
_UNASSIGN = delete(assignments).where(
    assignments.c.member_key == bindparam("wanted_member"),
    assignments.c.application_key == bindparam("wanted_application"),
)
_ASSIGNMENTS = (
    select(members.c.member_id, applications.c.reference, assignments.c.duty, assignments.c.reading_order)
    .join_from(assignments, members, members.c.key == assignments.c.member_key)
    .join(applications, applications.c.key == assignments.c.application_key)
    .order_by(members.c.position, assignments.c.reading_order, assignments.c.number)
)
_EVERY_ASSIGNMENT = Prepared(_ASSIGNMENTS)
_ASSIGNMENTS_OF = _ASSIGNMENTS.where(assignments.c.member_key == bindparam("wanted"))
_ASSIGNMENT = _ASSIGNMENTS_OF.where(assignments.c.application_key == bindparam("wanted_application"))


class PanelShelf:
    """Members in the order in which they were added; ids are looked up without regard to case."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add_members(self, new: Sequence[Member]) -> None:
        """Add members; raises InputError, and adds none, when an id is there already or comes twice."""
        known = set(member_names(self._connection))
        for member in new:
            key = identity(member.member_id)
            if key in known:
                raise InputError(
                    _("The id {member} is in use already.").format(member=member.member_id),
                    remedy=_("Give every panel member an id of their own."),
                )
            known.add(key)
        if new:
            self._connection.execute(_ADD, [member_values(member) for member in new])

    def change(self, member: Member) -> None:
        """Keep a member's new entries in place of the old; the id stays. Raises KeyError where there is no such id."""
        values = member_values(member)
        values["member_id"] = self.member(member.member_id).member_id
        key = values.pop("key")
        self._connection.execute(_CHANGE.values(values), {"wanted": key})

    def members(self) -> tuple[Member, ...]:
        """Every panel member."""
        return tuple(member_of(row) for row in self._connection.execute(_ALL).mappings())

    def member(self, member_id: MemberId) -> Member:
        """One panel member; raises KeyError when there is none with this id."""
        row = self._connection.execute(_ONE, {"wanted": identity(member_id)}).mappings().first()
        if row is None:
            raise KeyError(member_id)
        return member_of(row)

    def assign(self, new: Sequence[Assignment]) -> None:
        """Add assignments; a pair that is assigned already gets the new duty and order.

        Raises KeyError when the member or the application is not here.
        """
        if not new:
            return
        try:
            self._connection.execute(_ASSIGN, [assignment_values(assignment) for assignment in new])
        except IntegrityError as error:
            pairs = [(identity(each.member), identity(each.application)) for each in new]
            raise KeyError(*unknown_names(self._connection, pairs)) from error

    def unassign(self, pairs: Sequence[tuple[MemberId, Reference]]) -> None:
        """Take assignments away; a pair that isn't assigned stays so."""
        if pairs:
            self._connection.execute(
                _UNASSIGN,
                [
                    {"wanted_member": identity(member), "wanted_application": identity(application)}
                    for member, application in pairs
                ],
            )

    def assignments(self) -> tuple[Assignment, ...]:
        """Every assignment, in the order of the members and their reading."""
        return tuple(
            Assignment(MemberId(member), Reference(reference), duty, order)
            for member, reference, duty, order in _EVERY_ASSIGNMENT.run(self._connection)
        )

    def assignment(self, member: MemberId, application: Reference) -> Assignment:
        """Who reads what, for one pair; raises KeyError when it is not assigned."""
        wanted = {"wanted": identity(member), "wanted_application": identity(application)}
        row = self._connection.execute(_ASSIGNMENT, wanted).mappings().first()
        if row is None:
            raise KeyError(member, application)
        return assignment_of(row)

    def assignments_of(self, member_id: MemberId) -> tuple[Assignment, ...]:
        """What one member reads, in reading order."""
        rows = self._connection.execute(_ASSIGNMENTS_OF, {"wanted": identity(member_id)}).mappings()
        return tuple(assignment_of(row) for row in rows)


def member_names(connection: Connection) -> dict[str, MemberId]:
    """Every member's id as it is written, by the form in which it is compared."""
    return {key: MemberId(member_id) for key, member_id in connection.execute(_KEYS)}


def is_member(connection: Connection, key: str) -> bool:
    """Whether there is a member with this id, in the form in which ids are compared."""
    return _IS_THERE.run(connection, {"wanted": key}).fetchone() is not None


def unknown_names(connection: Connection, pairs: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """The keys of members and applications among these pairs that are not here."""
    known = (set(member_names(connection)), set(reference_names(connection)))
    return tuple(
        dict.fromkeys(key for pair in pairs for key, names in zip(pair, known, strict=True) if key not in names)
    )
