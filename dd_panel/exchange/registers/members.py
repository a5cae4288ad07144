"""The list of panel members."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast, get_args

from dd_panel.domain.identifiers import MemberId
from dd_panel.domain.panel import Member, Role
from dd_panel.exchange.registers.entries import entries, filled, identifier, line, refuse_doubles, whole_number
from dd_panel.exchange.tables import Row, read_table
from dd_panel.text import _

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

REQUIRED = ("ID", "Name")
COLUMNS = (*REQUIRED, "Organisation", "E-mail", "Role", "Topics", "Conflicts", "Limit", "Past employers")


@dataclass(frozen=True, slots=True)
class MemberList:
    """The members of a list in its order, and the past employers of those for whom it names some."""

    members: tuple[Member, ...]
    employers: Mapping[MemberId, tuple[str, ...]]


def read_members(path: Path) -> MemberList:
    """Read the panel members of a list (.xlsx or .csv).

    Raises InputError with file, place and remedy; also for an id that stands there twice.
    """
    table = read_table(path, REQUIRED)
    members = tuple(_member(row) for row in table.rows)
    refuse_doubles(table, "ID", zip((member.member_id for member in members), table.rows, strict=True))
    employers = {
        member.member_id: names
        for member, row in zip(members, table.rows, strict=True)
        if (names := entries(row, "Past employers"))
    }
    return MemberList(members, employers)


def _member(row: Row) -> Member:
    return Member(
        member_id=MemberId(identifier(row, "ID")),
        name=filled(row, "Name"),
        organisation=line(row, "Organisation"),
        email=line(row, "E-mail"),
        role=_role(row),
        topics=entries(row, "Topics"),
        conflicts=entries(row, "Conflicts"),
        limit=whole_number(row, "Limit"),
    )


def _role(row: Row) -> Role:
    written = line(row, "Role")
    word = written.casefold() or "member"
    if word not in get_args(Role):
        raise row.refuse(
            "Role", _("“{role}” is no role on the panel.").format(role=written), _("Write chair, member or observer.")
        )
    return cast("Role", word)
