"""What a review pack holds, and its parts as plain data."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, get_args

from dd_panel.domain.applications import Answer, Application, Attachment
from dd_panel.domain.document_table import DocumentTable
from dd_panel.domain.identifiers import (
    CriterionKey,
    Field,
    MemberId,
    Reference,
    comment_field,
    evidence_field,
    identity,
    score_field,
)
from dd_panel.domain.panel import Assignment, Duty, Member, Role
from dd_panel.domain.rounds import LONDON
from dd_panel.domain.rubric_change import Crossing
from dd_panel.text import _

if TYPE_CHECKING:
    from dd_panel.domain.rounds import Round
    from dd_panel.domain.rubric import Rubric

Blobs = Callable[[str], Iterator[bytes]]
"""Gives the bytes of an attachment in pieces for its SHA-256, and raises at their end if they are others."""

_ROLES: tuple[Role, ...] = get_args(Role)
_DUTIES: tuple[Duty, ...] = get_args(Duty)
_MEMBER_KEYS = ("member_id", "name", "organisation", "email", "role", "topics", "conflicts", "limit")
_ASSIGNMENT_KEYS = ("application", "duty", "order")
_CONFLICT_KEYS = ("application", "text")
_CROSSING_KEYS = ("before", "after", "carried")
_GIVEN_KEYS = ("application", "field", "value")
_APPLICATION_KEYS = (
    "reference",
    "lead_authority",
    "partners",
    "title",
    "service",
    "model",
    "support_sought",
    "sponsor",
    "contact",
    "email",
    "received",
    "topics",
    "answers",
    "attachments",
)


@dataclass(frozen=True, slots=True)
class Given:
    """Something the member sent back before, and which stands: a score, or what was written about it."""

    application: Reference
    field: Field
    value: str


@dataclass(frozen=True, slots=True)
class Pack:
    """Everything one member needs to review offline.

    `conflicts` names the applications this member must not judge, with the words to show; of those a pack keeps
    reference, authority, partners and title only. `blobs` gives an attachment's bytes for its SHA-256; `made` is the
    time of packing; `signer` is the public key (32 bytes) of the round that signed it, empty before it is written.
    Where the rubric was changed after members had it, `crossings` say how scores go across, and `given` are the
    member's own scores and comments that stand by the present rubric.
    """

    rules: Round
    member: Member
    assignments: tuple[Assignment, ...]
    applications: tuple[Application, ...]
    conflicts: tuple[tuple[Reference, str], ...]
    made: datetime
    blobs: Blobs = field(compare=False, repr=False)
    signer: bytes = b""
    crossings: tuple[Crossing, ...] = ()
    given: tuple[Given, ...] = ()


def given_fields(rubric: Rubric) -> frozenset[Field]:
    """The fields that a pack may hold of what the member sent back before."""
    return frozenset(make(key) for key in rubric.keys for make in (score_field, comment_field, evidence_field))


def redacted(application: Application) -> Application:
    """What a member with a conflict may see of an application: its title and who is behind it."""
    return Application(
        application.reference,
        application.lead_authority,
        application.partners,
        title=application.heading,
    )


def as_sent(pack: Pack) -> tuple[Application, ...]:
    """The pack's applications as they leave the secretariat: conflicted ones without their content."""
    conflicted = {identity(reference) for reference, _text in pack.conflicts}
    return tuple(redacted(each) if identity(each.reference) in conflicted else each for each in pack.applications)


# -- writing ------------------------------------------------------------------------------------------------------


def member_document(member: Member) -> dict[str, object]:
    """A member as plain data."""
    return {
        "member_id": str(member.member_id),
        "name": member.name,
        "organisation": member.organisation,
        "email": member.email,
        "role": member.role,
        "topics": list(member.topics),
        "conflicts": list(member.conflicts),
        "limit": member.limit,
    }


def assignment_document(assignment: Assignment) -> dict[str, object]:
    """An assignment of the pack's member as plain data."""
    return {"application": str(assignment.application), "duty": assignment.duty, "order": assignment.order}


def crossing_document(crossing: Crossing) -> dict[str, object]:
    """A change of the rubric as plain data."""
    return {"before": crossing.before, "after": crossing.after, "carried": [str(key) for key in crossing.carried]}


def given_document(given: Given) -> dict[str, object]:
    """Something the member sent back before as plain data."""
    return {"application": str(given.application), "field": str(given.field), "value": given.value}


def application_document(application: Application) -> dict[str, object]:
    """An application as plain data."""
    return {
        "reference": str(application.reference),
        "lead_authority": application.lead_authority,
        "partners": list(application.partners),
        "title": application.title,
        "service": application.service,
        "model": application.model,
        "support_sought": application.support_sought,
        "sponsor": application.sponsor,
        "contact": application.contact,
        "email": application.email,
        "received": None if application.received is None else application.received.isoformat(),
        "topics": list(application.topics),
        "answers": [{"question": each.question, "text": each.text} for each in application.answers],
        "attachments": [
            {"name": each.name, "sha256": each.sha256, "size": each.size} for each in application.attachments
        ],
    }


# -- reading ------------------------------------------------------------------------------------------------------


def member_from(table: DocumentTable) -> Member:
    """A member from plain data; raises RuleError."""
    return Member(
        MemberId(table.required_text("member_id")),
        table.text("name"),
        table.text("organisation"),
        table.text("email"),
        table.choice("role", _ROLES, "member"),
        table.texts("topics"),
        table.texts("conflicts"),
        table.whole("limit", 0),
    )


def assignments_from(table: DocumentTable, key: str, member: MemberId) -> tuple[Assignment, ...]:
    """The member's assignments from plain data; raises RuleError."""
    return tuple(
        Assignment(
            member,
            Reference(each.required_text("application")),
            each.choice("duty", _DUTIES, "reviewer"),
            each.whole("order", 0) or 0,
        )
        for each in table.tables(key, _ASSIGNMENT_KEYS)
    )


def conflicts_from(table: DocumentTable, key: str) -> tuple[tuple[Reference, str], ...]:
    """The member's conflicts from plain data; raises RuleError."""
    return tuple(
        (Reference(each.required_text("application")), each.text("text")) for each in table.tables(key, _CONFLICT_KEYS)
    )


def crossings_from(table: DocumentTable, key: str) -> tuple[Crossing, ...]:
    """The changes of the rubric from plain data; raises RuleError."""
    return tuple(
        Crossing(
            each.required_text("before"),
            each.required_text("after"),
            tuple(CriterionKey(one) for one in each.texts("carried")),
        )
        for each in table.tables(key, _CROSSING_KEYS)
    )


def given_from(table: DocumentTable, key: str) -> tuple[Given, ...]:
    """What the member sent back before, from plain data; raises RuleError."""
    return tuple(
        Given(Reference(each.required_text("application")), Field(each.required_text("field")), each.text("value"))
        for each in table.tables(key, _GIVEN_KEYS)
    )


def member_table(table: DocumentTable) -> DocumentTable:
    """The part of the manifest that describes the member."""
    return table.table("member", _MEMBER_KEYS)


def application_from(document: Mapping[str, object]) -> Application:
    """An application from plain data; raises RuleError."""
    table = DocumentTable(document, (), _APPLICATION_KEYS)
    bare = Application(
        Reference(table.required_text("reference")),
        table.text("lead_authority"),
        table.texts("partners"),
        title=table.text("title"),
        service=table.text("service"),
        model=table.text("model"),
        support_sought=table.whole("support_sought", 0),
        sponsor=table.text("sponsor"),
        contact=table.text("contact"),
    )
    return replace(
        bare,
        email=table.text("email"),
        received=_moment(table, "received"),
        topics=table.texts("topics"),
        answers=tuple(
            Answer(each.text("question"), each.text("text")) for each in table.tables("answers", ("question", "text"))
        ),
        attachments=tuple(
            Attachment(_bare_name(each.text("name")), each.required_text("sha256"), each.whole("size", 0) or 0)
            for each in table.tables("attachments", ("name", "sha256", "size"))
        ),
    )


def _moment(table: DocumentTable, key: str) -> datetime | None:
    """A time exactly as it was written; one without a zone stays so."""
    text = table.text(key)
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
        return moment if moment.tzinfo is None else moment.astimezone(LONDON)
    except (ValueError, OverflowError) as refused:
        raise table.refuse(key, _("“{key}” is {found} and must be a date with a time."), "") from refused


def _bare_name(name: str) -> str:
    """A file name without any folders: a pack must not be able to point outside itself."""
    bare = PurePosixPath(name.replace("\\", "/")).name
    return bare if bare not in {"", ".", ".."} else _("attachment")
