"""The panel: its members, who reads what, and who must not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from dd_panel.domain.identifiers import MemberId, Reference

Role = Literal["chair", "member", "observer"]
Duty = Literal["lead", "reviewer"]


@dataclass(frozen=True, slots=True)
class Member:
    """A panel member. `conflicts` lists authorities or references known beforehand; `limit` caps the reading load."""

    member_id: MemberId
    name: str
    organisation: str = ""
    email: str = ""
    role: Role = "member"
    topics: tuple[str, ...] = ()
    conflicts: tuple[str, ...] = ()
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class Assignment:
    """One member reviews one application, as lead or as reviewer; `order` is the suggested place in the reading."""

    member: MemberId
    application: Reference
    duty: Duty = "reviewer"
    order: int = 0
