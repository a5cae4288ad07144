"""The example round as stores on the disk, for tests of the window: a member's review, and the secretariat's round."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from openpyxl import load_workbook

from dd_panel.domain.applications import Application
from dd_panel.domain.identifiers import (
    COMPLETE,
    CONFLICT,
    GUIDANCE,
    NOTES,
    RECOMMENDATION,
    SUPPORT,
    CriterionKey,
    Field,
    MemberId,
    Reference,
    comment_field,
    score_field,
)
from dd_panel.domain.panel import Assignment, Duty, Member
from dd_panel.domain.rounds import LONDON, Round
from dd_panel.exchange.round_definition import read_round
from dd_panel.paths import resources
from dd_panel.services.returns.merging import Incoming, merge_returns
from dd_panel.services.review.scoresheets import export_scoresheet
from dd_panel.services.workplace import Workplace
from dd_panel.store.entry_values import Origin, Write
from dd_panel.store.files import create
from dd_panel.store.store import FileKind

NOON = datetime(2014, 2, 24, 12, 0, tzinfo=LONDON)
EXAMPLE = resources() / "example"

Entries = dict[tuple[str, str], dict[Field, str]]


def table(name: str) -> Iterator[dict[str, str]]:
    with (EXAMPLE / name).open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


def applications() -> list[Application]:
    return [
        Application(
            Reference(each["Reference"]),
            each["Lead authority"],
            partners=tuple(part.strip() for part in each["Partners"].split(";") if part.strip()),
            title=each["Title"],
            service=each["Service"],
            model=each["Model"],
            support_sought=int(each["Support sought"]) if each["Support sought"] else None,
        )
        for each in table("applications.csv")
    ]


def members() -> list[Member]:
    return [Member(MemberId(each["ID"]), each["Name"], each["Organisation"]) for each in table("members.csv")]


def assignments() -> list[Assignment]:
    counted: dict[str, int] = {}
    found: list[Assignment] = []
    for each in table("assignments.csv"):
        counted[each["Member"]] = counted.get(each["Member"], 0) + 1
        duty: Duty = "lead" if each["Role"] == "lead" else "reviewer"
        found.append(Assignment(MemberId(each["Member"]), Reference(each["Reference"]), duty, counted[each["Member"]]))
    return found


def entries() -> Entries:
    """Everything that the members of the example wrote, by member and application."""
    found: Entries = {}
    for each in table("reviews.csv"):
        mine = found.setdefault((each["Member"], each["Reference"]), {})
        key = CriterionKey(each["Criterion"])
        mine[score_field(key)] = each["Score"]
        if each["Comment"]:
            mine[comment_field(key)] = each["Comment"]
    for each in table("verdicts.csv"):
        mine = found.setdefault((each["Member"], each["Reference"]), {})
        mine[RECOMMENDATION] = each["Recommendation"]
        mine[GUIDANCE] = each["Guidance"]
        mine[SUPPORT] = each["Support"]
        mine[COMPLETE] = "yes"
    incidents = tomllib.loads((EXAMPLE / "incidents.toml").read_text(encoding="utf-8"))
    for each in incidents["conflicts"]:
        found[each["member"], each["reference"]] = {CONFLICT: f"{each['kind']}: {each['reason']}"}
    return found


def workplace(path: Path, kind: FileKind, person: str, rules: Round | None = None) -> Workplace:
    """A store with the rules, applications, panel and assignments of the example, and nothing filled in."""
    store = create(path, kind, NOON)
    with store.writing() as work:
        work.rounds.put(rules or read_round(EXAMPLE / "round.toml"))
        work.applications.add(applications())
        work.panel.add_members(members())
        work.panel.assign(assignments())
    return Workplace(store, lambda: NOON, person)


def review_of(member: str, folder: Path, *, filled: bool = True, rules: Round | None = None) -> Workplace:
    """A member's review, filled in as in the example or untouched."""
    place = workplace(folder / f"{member}.ddreview", FileKind.REVIEW, member, rules)
    with place.store.writing() as work:
        work.about.put("member", member)
        if filled:
            writes = [
                Write(MemberId(member), Reference(reference), field, text)
                for (who, reference), fields in entries().items()
                if who == member
                for field, text in fields.items()
            ]
            work.entries.write(writes, Origin(member, NOON))
    return place


def unfinish(place: Workplace, member: str) -> None:
    """Leave one review part-scored and one untouched, one conflict declared, and a private note."""
    with place.store.writing() as work:
        mine = [each.application for each in work.panel.assignments_of(MemberId(member))]
        filled = work.entries.of_member(MemberId(member))
        part, untouched, conflict = mine[-1], mine[-2], mine[-3]
        writes = [Write(MemberId(member), untouched, field, "") for field in filled[untouched]]
        keys = work.rounds.get().rubric.keys
        writes += [Write(MemberId(member), part, score_field(key), "") for key in keys[4:]]
        writes += [Write(MemberId(member), part, comment_field(keys[3]), "")]
        writes += [Write(MemberId(member), part, score_field(keys[3]), "1")]
        writes += [Write(MemberId(member), part, COMPLETE, ""), Write(MemberId(member), part, RECOMMENDATION, "")]
        writes += [Write(MemberId(member), conflict, CONFLICT, "personal: I sat on the trust’s board.")]
        writes += [Write(MemberId(member), mine[0], NOTES, "Ask about the landlords.")]
        work.entries.write(writes, Origin(member, NOON))


def scoresheets(folder: Path) -> dict[str, Path]:
    """The scoresheets of all members, exported by the program, with the clumsy cells of the example typed in."""
    incidents = tomllib.loads((EXAMPLE / "incidents.toml").read_text(encoding="utf-8"))
    folder.mkdir(parents=True, exist_ok=True)
    sheets: dict[str, Path] = {}
    for member in members():
        place = review_of(member.member_id, folder)
        path = folder / f"{member.name.lower().replace(' ', '-')}.xlsx"
        export_scoresheet(place, path)
        place.store.close()
        sheets[member.member_id] = path
    for each in incidents["clumsy"]:
        type_over(sheets[each["member"]], each["reference"], f"score.{each['criterion']}", each["text"])
    return sheets


def type_over(path: Path, reference: str, field: str, text: str) -> None:
    """Type something into one cell of a scoresheet, as a person does."""
    book = load_workbook(path)
    page = book["Scores"]
    rows = list(page.iter_rows())
    keys = next(row for row in rows if any(cell.value == "reference" for cell in row))
    columns = {cell.value: at for at, cell in enumerate(keys)}
    for row in rows:
        if row[columns["reference"]].value == reference:
            row[columns[field]].value = text
    book.save(path)


def round_with(folder: Path, sheets: list[Path], person: str = "Secretariat") -> Workplace:
    """The secretariat's round with these scoresheets merged."""
    place = workplace(folder / "round.ddround", FileKind.ROUND, person)
    if sheets:
        merge_returns(place, [Incoming(path.name, path.read_bytes()) for path in sheets])
    return place
