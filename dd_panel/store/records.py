"""Turns rows of the tables into domain values and back."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from sys import intern
from typing import TYPE_CHECKING, Any, Protocol, cast

from dd_panel.domain.applications import Answer, Application, Attachment
from dd_panel.domain.identifiers import MemberId, Reference, identity
from dd_panel.domain.panel import Assignment, Duty, Member, Role
from dd_panel.domain.rounds import LONDON

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Values = dict[str, Any]
"""The columns of one row by name. Their types are those of the tables, which Python can't see."""


class Columns(Protocol):
    """A row whose columns are found by name."""

    def __getitem__(self, key: str, /) -> Any:  # noqa: ANN401 - the tables know the type
        """The value in the column of this name."""


# -- small things ---------------------------------------------------------------------------------------------------


def moment_text(moment: datetime) -> str:
    """A time as it is kept. Raises ValueError for a time without its zone."""
    if moment.tzinfo is None:
        message = f"a time without its zone can't be kept: {moment}"
        raise ValueError(message)
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def moment_of(text: str) -> datetime:
    """The time a kept text stands for, in Europe/London."""
    return datetime.fromisoformat(text).astimezone(LONDON)


def optional_moment_text(moment: datetime | None) -> str | None:
    """A time as it is kept, where there may be none."""
    return None if moment is None else moment_text(moment)


def optional_moment_of(text: str | None) -> datetime | None:
    """The time a kept text stands for, where there may be none."""
    return None if text is None else moment_of(text)


def list_text(words: Iterable[str]) -> str:
    """Words in one column."""
    return json.dumps(list(words), ensure_ascii=False)


def list_of(text: str) -> tuple[str, ...]:
    """The words of one column: the inverse of `list_text`."""
    return () if text == "[]" else tuple(json.loads(text))


# -- applications ---------------------------------------------------------------------------------------------------


def application_values(application: Application) -> Values:
    """The row of an application; answers and attachments have rows of their own."""
    return {
        "key": identity(application.reference),
        "reference": application.reference,
        "lead_authority": application.lead_authority,
        "partners": list_text(application.partners),
        "title": application.title,
        "service": application.service,
        "model": application.model,
        "support_sought": application.support_sought,
        "sponsor": application.sponsor,
        "contact": application.contact,
        "email": application.email,
        "received": optional_moment_text(application.received),
        "topics": list_text(application.topics),
    }


def answer_values(application: Application) -> list[Values]:
    """The rows of an application's answers, in their order."""
    key = identity(application.reference)
    return [
        {"application_key": key, "position": position, "question": answer.question, "text": answer.text}
        for position, answer in enumerate(application.answers)
    ]


def attachment_values(application: Application) -> list[Values]:
    """The rows of an application's attachments, in their order."""
    key = identity(application.reference)
    return [
        {"application_key": key, "position": position, "name": each.name, "sha256": each.sha256, "size": each.size}
        for position, each in enumerate(application.attachments)
    ]


def application_of(row: Columns, answers: Sequence[Columns], attachments: Sequence[Columns]) -> Application:
    """The application of a row, with what its other rows say."""
    return Application(
        reference=Reference(row["reference"]),
        lead_authority=row["lead_authority"],
        partners=list_of(row["partners"]),
        title=row["title"],
        # A few words that come again in hundreds of applications.
        service=intern(row["service"]),
        model=intern(row["model"]),
        support_sought=row["support_sought"],
        sponsor=row["sponsor"],
        contact=row["contact"],
        email=row["email"],
        received=optional_moment_of(row["received"]),
        topics=list_of(row["topics"]),
        answers=tuple(Answer(each["question"], each["text"]) for each in answers),
        attachments=tuple(Attachment(each["name"], each["sha256"], each["size"]) for each in attachments),
    )


# -- the panel ------------------------------------------------------------------------------------------------------


def member_values(member: Member) -> Values:
    """The row of a panel member."""
    return {
        "key": identity(member.member_id),
        "member_id": member.member_id,
        "name": member.name,
        "organisation": member.organisation,
        "email": member.email,
        "role": member.role,
        "topics": list_text(member.topics),
        "conflicts": list_text(member.conflicts),
        "reading_limit": member.limit,
    }


def member_of(row: Columns) -> Member:
    """The panel member of a row."""
    return Member(
        member_id=MemberId(row["member_id"]),
        name=row["name"],
        organisation=row["organisation"],
        email=row["email"],
        role=cast("Role", row["role"]),
        topics=list_of(row["topics"]),
        conflicts=list_of(row["conflicts"]),
        limit=row["reading_limit"],
    )


def assignment_values(assignment: Assignment) -> Values:
    """The row of an assignment."""
    return {
        "member_key": identity(assignment.member),
        "application_key": identity(assignment.application),
        "duty": assignment.duty,
        "reading_order": assignment.order,
    }


def assignment_of(row: Columns) -> Assignment:
    """The assignment of a row that also carries the member's id and the reference."""
    return Assignment(
        MemberId(row["member_id"]), Reference(row["reference"]), cast("Duty", row["duty"]), row["reading_order"]
    )
