"""Turns rows of the tables into domain values and back."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from sys import intern
from typing import TYPE_CHECKING, Any, Protocol, cast

from dd_panel.domain.applications import Answer, Application, Attachment
from dd_panel.domain.authorities import AuthorityRecord
from dd_panel.domain.findings import Finding, Kind, ReadCell
from dd_panel.domain.identifiers import CriterionKey, Field, MemberId, Reference, identity
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


def _list_text(words: Iterable[str]) -> str:
    return json.dumps(list(words), ensure_ascii=False)


def _list_of(text: str) -> tuple[str, ...]:
    return () if text == "[]" else tuple(json.loads(text))


# -- applications ---------------------------------------------------------------------------------------------------


def application_values(application: Application) -> Values:
    """The row of an application; answers and attachments have rows of their own."""
    return {
        "key": identity(application.reference),
        "reference": application.reference,
        "lead_authority": application.lead_authority,
        "partners": _list_text(application.partners),
        "title": application.title,
        "service": application.service,
        "model": application.model,
        "support_sought": application.support_sought,
        "sponsor": application.sponsor,
        "contact": application.contact,
        "email": application.email,
        "received": optional_moment_text(application.received),
        "topics": _list_text(application.topics),
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
        partners=_list_of(row["partners"]),
        title=row["title"],
        # A few words that come again in hundreds of applications.
        service=intern(row["service"]),
        model=intern(row["model"]),
        support_sought=row["support_sought"],
        sponsor=row["sponsor"],
        contact=row["contact"],
        email=row["email"],
        received=optional_moment_of(row["received"]),
        topics=_list_of(row["topics"]),
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
        "topics": _list_text(member.topics),
        "conflicts": _list_text(member.conflicts),
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
        topics=_list_of(row["topics"]),
        conflicts=_list_of(row["conflicts"]),
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


# -- what was read and found ----------------------------------------------------------------------------------------


def cell_values(cell: ReadCell) -> Values:
    """A read cell as plain data."""
    return {
        "application": cell.application,
        "field": cell.field,
        "sheet": cell.sheet,
        "cell": cell.cell,
        "raw": cell.raw,
        "found": cell.found,
        "value": cell.value,
        "problem": None if cell.problem is None else cell.problem.value,
        "proposed": cell.proposed,
    }


def cell_of(row: Columns) -> ReadCell:
    """The read cell of plain data."""
    return ReadCell(
        application=Reference(row["application"]),
        field=Field(row["field"]),
        sheet=row["sheet"],
        cell=row["cell"],
        raw=row["raw"],
        found=row["found"],
        value=row["value"],
        problem=None if row["problem"] is None else Kind(row["problem"]),
        proposed=row["proposed"],
    )


def finding_values(finding: Finding) -> Values:
    """The columns of a finding itself; whose it is and what was decided are added by its shelf."""
    return {
        "kind": finding.kind.value,
        "sheet": finding.sheet,
        "cell": finding.cell,
        "reference": finding.reference,
        "criterion": finding.criterion,
        "found": finding.found,
        "proposed": finding.proposed,
        "detail": finding.detail,
        "held": json.dumps([cell_values(cell) for cell in finding.held], ensure_ascii=False),
    }


def finding_of(row: Columns) -> Finding:
    """The finding of a row, with the cells it holds."""
    return Finding(
        kind=Kind(row["kind"]),
        sheet=row["sheet"],
        cell=row["cell"],
        reference=None if row["reference"] is None else Reference(row["reference"]),
        criterion=None if row["criterion"] is None else CriterionKey(row["criterion"]),
        found=row["found"],
        proposed=row["proposed"],
        detail=row["detail"],
        held=tuple(cell_of(cell) for cell in json.loads(row["held"])),
    )


# -- authorities ----------------------------------------------------------------------------------------------------


def authority_values(record: AuthorityRecord) -> Values:
    """The row of an authority."""
    return {
        "official_name": record.official_name,
        "nice_name": record.nice_name,
        "code": record.code,
        "gss": record.gss,
        "start_date": None if record.start is None else record.start.isoformat(),
        "end_date": None if record.end is None else record.end.isoformat(),
        "replaced_by": record.replaced_by,
        "nation": record.nation,
        "alt_names": _list_text(record.alt_names),
    }


def authority_of(row: Columns) -> AuthorityRecord:
    """The authority of a row."""
    return AuthorityRecord(
        official_name=row["official_name"],
        nice_name=row["nice_name"],
        code=row["code"],
        gss=row["gss"],
        start=None if row["start_date"] is None else date.fromisoformat(row["start_date"]),
        end=None if row["end_date"] is None else date.fromisoformat(row["end_date"]),
        replaced_by=row["replaced_by"],
        nation=row["nation"],
        alt_names=_list_of(row["alt_names"]),
    )
