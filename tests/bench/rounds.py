"""Rounds of any size on disk: applications that read like applications, members, and scoresheets they filled in."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from dd_panel.domain.applications import Answer, Application
from dd_panel.domain.identifiers import (
    COMPLETE,
    GUIDANCE,
    RECOMMENDATION,
    SUPPORT,
    Field,
    MemberId,
    Reference,
    comment_field,
    score_field,
)
from dd_panel.domain.panel import Assignment, Member
from dd_panel.domain.rounds import LONDON, Round
from dd_panel.exchange.round_definition import read_round
from dd_panel.exchange.scoresheet.layout import RowToFill, SheetToFill
from dd_panel.exchange.scoresheet.write import scoresheet_bytes
from dd_panel.paths import resources
from dd_panel.services.returns.merging import Incoming
from dd_panel.services.review.beginning import state_no_other_conflicts
from dd_panel.services.review.reviewing import MEMBER_FACT
from dd_panel.services.review.scoresheets import export_scoresheet
from dd_panel.services.round import setting_up
from dd_panel.services.workplace import Workplace
from dd_panel.store.entry_values import Origin, Write
from dd_panel.store.files import create, open_store
from dd_panel.store.store import FileKind

NOON = datetime(2014, 2, 20, 12, 0, tzinfo=LONDON)

_PLACES = ("Northmere", "Wexcombe", "Tarrow", "Aldersey", "Penhallow", "Eastmarsh", "Calderbrook", "Stonebridge")
_KINDS = ("City Council", "County Council", "District Council", "Borough Council")
_SERVICES = ("Libraries", "Youth service", "Adult day services", "Children’s centres", "Music service", "Parks")
_MODELS = ("Employee-owned mutual", "Joint venture", "Charity", "Community interest company")
_CLAUSES = (
    "the case is made from the service’s own figures rather than from national ones",
    "staff were consulted twice, though the answer does not say what they were told",
    "the savings of £340,000 rest on a lease that has not been agreed",
    "people who use the service wrote part of the options appraisal",
    "governance is described in general terms and the board has no named chair",
    "the timetable leaves three weeks for procurement, which is not enough",
    "pension liabilities are named and costed",
    "the partners have worked together since 2009",
    "nothing is said about what happens if the first contract is not renewed",
)


@dataclass(frozen=True)
class Size:
    """How large a round is; `reads` is how many members read each application."""

    applications: int
    members: int
    reads: int = 3


def rules() -> Round:
    """The example's rules: six criteria with six levels each."""
    return read_round(resources() / "example" / "round.toml")


def applications(count: int) -> list[Application]:
    """So many applications with six answers each, all different."""
    chance = random.Random(count)
    return [
        Application(
            Reference(f"DD-{number:04d}"),
            f"{_PLACES[number % len(_PLACES)]} {_KINDS[number // len(_PLACES) % len(_KINDS)]} {number}",
            title=f"{_SERVICES[number % len(_SERVICES)]} for {_PLACES[number % len(_PLACES)]}, plan {number}",
            service=_SERVICES[number % len(_SERVICES)],
            model=_MODELS[number % len(_MODELS)],
            support_sought=50_000 + 1_000 * (number % 50),
            answers=tuple(Answer(f"Question {place}", words(chance, 8)) for place in range(1, 7)),
        )
        for number in range(1, count + 1)
    ]


def members(count: int) -> list[Member]:
    """So many members."""
    return [Member(MemberId(f"PM{number:03d}"), f"Member {number}", "A council") for number in range(1, count + 1)]


def assignments(size: Size) -> list[Assignment]:
    """Every application read by as many members as the size says, the load spread evenly."""
    order = [0] * size.members
    made: list[Assignment] = []
    for number in range(size.applications):
        for read in range(size.reads):
            member = (number * size.reads + read) % size.members
            order[member] += 1
            reference = Reference(f"DD-{number + 1:04d}")
            made.append(Assignment(MemberId(f"PM{member + 1:03d}"), reference, order=order[member]))
    return made


def words(chance: random.Random, clauses: int) -> str:
    """A comment of so many clauses, a sentence each."""
    return " ".join(f"{clause.capitalize()}." for clause in chance.choices(_CLAUSES, k=clauses))


def make_round(path: Path, size: Size) -> None:
    """A round to which nothing has come back yet."""
    with setting_up.create_round(path, rules(), lambda: NOON) as store:
        place = Workplace(store, lambda: NOON, "secretariat")
        setting_up.take_in_applications(place, applications(size.applications))
        setting_up.take_in_members(place, members(size.members))
        with store.writing() as work:
            work.panel.assign(assignments(size))


def make_scored_round(path: Path, size: Size) -> None:
    """A round in which every member has scored everything; how it came back is left out."""
    make_round(path, size)
    mine: dict[MemberId, list[Reference]] = {}
    for each in assignments(size):
        mine.setdefault(each.member, []).append(each.application)
    with open_store(path) as store, store.writing() as work:
        for member, references in mine.items():
            work.entries.write(list(_entries(member, references)), Origin(member, NOON))


def make_review(path: Path, size: Size, member: MemberId, *, every: int = 1, passphrase: str | None = None) -> None:
    """One member's review, past the question about conflicts; one in `every` so many applications is scored."""
    mine = [each for each in assignments(size) if each.member == member]
    given = {each.application for each in mine}
    with create(path, FileKind.REVIEW, NOON, passphrase) as store:
        with store.writing() as work:
            work.rounds.put(rules())
            work.panel.add_members([each for each in members(size.members) if each.member_id == member])
            work.applications.add([each for each in applications(size.applications) if each.reference in given])
            work.panel.assign(mine)
            work.about.put(MEMBER_FACT, member)
            reviewed = [each.application for each in mine[::every]]
            work.entries.write(list(_entries(member, reviewed)), Origin(member, NOON))
        state_no_other_conflicts(Workplace(store, lambda: NOON, member))


def _entries(member: MemberId, references: Iterable[Reference]) -> Iterable[Write]:
    rubric = rules().rubric
    for reference in references:
        chance = random.Random(f"{member} {reference}")
        fields: dict[Field, str] = {}
        for criterion in rubric.criteria:
            scale = criterion.scale
            fields[score_field(criterion.key)] = scale.text_of(chance.choice(tuple(scale.marks)))
            fields[comment_field(criterion.key)] = words(chance, 3)
        fields[RECOMMENDATION] = chance.choice(("fund", "reserve", "decline"))
        fields[GUIDANCE] = words(chance, 2)
        fields[SUPPORT] = "Legal form; pensions"
        fields[COMPLETE] = "yes"
        for field, text in fields.items():
            yield Write(member, reference, field, text)


def write_scoresheets(size: Size) -> list[Incoming]:
    """The scoresheets of all members as they would export them, without a review on disk for each."""
    known = {each.reference: each for each in applications(size.applications)}
    given: dict[MemberId, list[Reference]] = {}
    for each in assignments(size):
        given.setdefault(each.member, []).append(each.application)
    sheets: list[Incoming] = []
    for member in members(size.members):
        filled: dict[Reference, dict[Field, str]] = {reference: {} for reference in given[member.member_id]}
        for write in _entries(member.member_id, filled):
            filled[write.application][write.field] = write.value or ""
        rows = tuple(RowToFill(known[reference], values) for reference, values in filled.items())
        content = scoresheet_bytes(SheetToFill(rules(), member, 1, NOON, rows))
        sheets.append(Incoming(f"{member.member_id}.xlsx", content))
    return sheets


def make_scoresheets(folder: Path, size: Size) -> list[Incoming]:
    """The scoresheets of all members, exported from their own filled-in reviews."""
    sheets: list[Incoming] = []
    for member in members(size.members):
        review, sheet = folder / f"{member.member_id}.ddreview", folder / f"{member.member_id}.xlsx"
        make_review(review, size, member.member_id)
        with open_store(review) as store:
            export_scoresheet(Workplace(store, lambda: NOON, member.name), sheet)
        sheets.append(Incoming(sheet.name, sheet.read_bytes()))
    return sheets
