"""A panel member's review of the example round, begun but not finished, for tests that look at the window."""

from __future__ import annotations

import csv
import hashlib
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from dd_panel.domain.applications import Answer, Application, Attachment
from dd_panel.domain.documents import round_from_document
from dd_panel.domain.identifiers import CriterionKey, MemberId, Reference, comment_field
from dd_panel.domain.panel import Assignment, Member
from dd_panel.domain.rounds import LONDON, Round
from dd_panel.paths import resources
from dd_panel.services.review.beginning import state_no_other_conflicts
from dd_panel.services.review.reviewing import (
    MEMBER_FACT,
    declare_conflict,
    mark_complete,
    record_recommendation,
    record_score,
    record_text,
)
from dd_panel.services.workplace import Workplace
from dd_panel.store.files import create
from dd_panel.store.store import FileKind

NOW = datetime(2014, 2, 4, 14, 2, tzinfo=LONDON)
"""Six days before the example round closes."""

ASHE = MemberId("PM01")
CALDERBROOK = Reference("DD-007")

_OWN = ("Reference", "Lead authority", "Partners", "Title", "Service", "Model", "Support sought", "Sponsor", "Contact")
_OWN_TOO = ("E-mail", "Received", "Topics")

KEYS = ("need", "readiness", "community", "finance", "sharing", "value")
WORDS = "The case is argued from local figures, and the plan has dates."


def clock() -> datetime:
    """Two minutes past two on a Tuesday."""
    return NOW


def example_rules() -> Round:
    """The example round's rules."""
    return round_from_document(tomllib.loads((resources() / "example" / "round.toml").read_text(encoding="utf-8")))


def example_applications() -> tuple[tuple[Application, ...], Mapping[str, bytes]]:
    """All applications of the example with the bytes of their attachments, by SHA-256."""
    folder = resources() / "example"
    blobs: dict[str, bytes] = {}
    found: list[Application] = []
    for row in _rows(folder / "applications.csv"):
        files = sorted((folder / "attachments" / row["Reference"]).glob("*"))
        attached: list[Attachment] = []
        for file in files:
            content = file.read_bytes()
            sha256 = hashlib.sha256(content).hexdigest()
            blobs[sha256] = content
            attached.append(Attachment(file.name, sha256, len(content)))
        found.append(replace(_application(row), attachments=tuple(attached)))
    return tuple(found), blobs


def make_review(path: Path, applications: int = 24, *, begun: bool = True) -> Path:
    """Make Margaret Ashe's store: she reads so many applications, and has begun unless told otherwise."""
    every, blobs = example_applications()
    chosen = every[:applications]
    with create(path, FileKind.REVIEW, NOW) as store:
        with store.writing() as work:
            work.rounds.put(example_rules())
            work.panel.add_members([Member(ASHE, "Margaret Ashe", "Ashe Lowry Public Service Advisers")])
            for sha256, content in blobs.items():
                work.applications.put_blob(sha256, content)
            work.applications.add(chosen)
            work.panel.assign(
                [
                    Assignment(ASHE, application.reference, order=number)
                    for number, application in enumerate(chosen, start=1)
                ]
            )
            work.about.put(MEMBER_FACT, ASHE)
        if begun:
            _begin(Workplace(store, clock, "Margaret Ashe"), [each.reference for each in chosen])
    return path


def _begin(place: Workplace, references: list[Reference]) -> None:
    """No other conflicts stated; six finished, the seventh scored in part, one begun, one conflict."""
    state_no_other_conflicts(place)
    scores = ("4 4 4 4 4 4", "4 3 4 4 3 3", "3 3 3 3 3 4", "3 3 2 3 2 3", "2 2 2 2 1 2", "4 4 5 4 3 4")
    for reference, line in zip(references, scores, strict=False):
        for key, score in zip(KEYS, line.split(), strict=True):
            record_score(place, reference, CriterionKey(key), score)
            record_text(place, reference, comment_field(CriterionKey(key)), WORDS)
        record_recommendation(place, reference, "reserve")
        mark_complete(place, reference)
    if CALDERBROOK in references:
        for key, score in zip(KEYS[:4], "4321", strict=True):
            record_score(place, CALDERBROOK, CriterionKey(key), score)
        for key in KEYS[:3]:
            record_text(
                place,
                CALDERBROOK,
                comment_field(CriterionKey(key)),
                "Cabinet agreed the outline case in July and the lead is credible. The readiness plan has no "
                "transfer date for HR and payroll.",
            )
    if Reference("DD-010") in references:
        declare_conflict(place, Reference("DD-010"), "employment", "I led their fostering service until 2012.")
    if Reference("DD-015") in references:
        for key, score in zip(KEYS[:3], "332", strict=True):
            record_score(place, Reference("DD-015"), CriterionKey(key), score)


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _application(row: Mapping[str, str]) -> Application:
    return Application(
        reference=Reference(row["Reference"]),
        lead_authority=row["Lead authority"],
        partners=tuple(part.strip() for part in row["Partners"].split(";") if part.strip()),
        title=row["Title"],
        service=row["Service"],
        model=row["Model"],
        support_sought=int(row["Support sought"]) if row["Support sought"] else None,
        sponsor=row["Sponsor"],
        contact=row["Contact"],
        email=row["E-mail"],
        received=datetime.fromisoformat(row["Received"]).replace(tzinfo=LONDON) if row["Received"] else None,
        topics=tuple(part.strip() for part in row["Topics"].split(";")),
        answers=tuple(
            Answer(question, text) for question, text in row.items() if question not in {*_OWN, *_OWN_TOO} and text
        ),
    )
