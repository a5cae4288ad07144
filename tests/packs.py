"""A review pack with everything in it, and the seal that a forger would put on one."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from dd_panel.domain.applications import Answer, Application, Attachment
from dd_panel.domain.identifiers import MemberId, Reference
from dd_panel.domain.panel import Assignment, Member
from dd_panel.domain.rounds import LONDON
from dd_panel.exchange.pack import Pack, layout, write_packs
from dd_panel.exchange.round_definition import read_round
from dd_panel.paths import resources

PLAN = b"%PDF-1.7 a plan for the library service \x00\xff" * 50
COSTS = b"PK\x03\x04 a spreadsheet of costs"
NEVER_SENT = b"the accounts of the bid this member helped to write"
SECRET = bytes(range(32))
BLOBS = {hashlib.sha256(content).hexdigest(): content for content in (PLAN, COSTS, NEVER_SENT)}

MEMBER = Member(
    MemberId("M03"), "Ada Brook", "Invented Trust", "ada@example.org", "chair", ("libraries",), ("Ambleton",), 12
)

LIBRARY = Application(
    Reference("DD-001"),
    "Ambleton Borough Council",
    ("Ambleton Leisure Trust", "Beckford District Council"),
    "Libraries run with their readers",
    "Libraries",
    "Mutual",
    85_000,
    "Chief executive",
    "Jo Field",
    "jo@example.org",
    datetime(2014, 2, 9, 23, 59, 30, tzinfo=LONDON),
    ("libraries", "mutuals"),
    (Answer("What is the service?", "=SUM(A1)\nNine libraries – “well used”."), Answer("Why now?", "")),
    (
        Attachment("Plan.pdf", hashlib.sha256(PLAN).hexdigest(), len(PLAN)),
        Attachment("Costs.xlsx", hashlib.sha256(COSTS).hexdigest(), len(COSTS)),
    ),
)

CARE = Application(Reference("DD-002"), "Çerton County Council", received=datetime(2014, 2, 1, 9))  # noqa: DTZ001

BID = replace(
    LIBRARY,
    reference=Reference("DD-003"),
    title="",
    answers=(Answer("What is the service?", "What the rival bid says."),),
    attachments=(Attachment("Accounts.pdf", hashlib.sha256(NEVER_SENT).hexdigest(), len(NEVER_SENT)),),
)


def a_pack() -> Pack:
    """Ada Brook's pack: two applications to review, and one that she helped to write."""
    return Pack(
        rules=read_round(resources() / "example" / "round.toml"),
        member=MEMBER,
        assignments=(
            Assignment(MEMBER.member_id, Reference("DD-001"), "lead", 1),
            Assignment(MEMBER.member_id, Reference("DD-002"), "reviewer", 2),
        ),
        applications=(LIBRARY, CARE, BID),
        conflicts=((Reference("DD-003"), "Advised on the bid."),),
        made=datetime(2014, 2, 12, 10, tzinfo=UTC),
        blobs=lambda sha256: iter([BLOBS[sha256]]),
    )


def write_pack(path: Path, pack: Pack, passphrase: str | None = None) -> str:
    """Write one pack, signed by the round's key; return its SHA-256."""
    return write_packs({path: pack}, SECRET, passphrase, told=lambda _done, _total, _next: None)[path]


def sealed(content: bytes, secret: bytes = SECRET) -> bytes:
    """The bytes of a pack with a seal that fits them: what a forger would send."""
    body = content[: -layout.SEAL_LENGTH]
    return body + layout.seal(hashlib.sha256(body).hexdigest(), secret)
