"""The whole main job on the example round, with every file left to look at."""

from __future__ import annotations

import csv
import io
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dd_panel.domain.errors import InputError
from dd_panel.domain.identifiers import (
    GUIDANCE,
    ORDER,
    RECOMMENDATION,
    SUPPORT,
    CriterionKey,
    Field,
    MemberId,
    Reference,
    comment_field,
    score_field,
)
from dd_panel.exchange.files import folder_made, read_whole, write_whole
from dd_panel.exchange.registers import (
    read_applications,
    read_assignments,
    read_authorities,
    read_members,
)
from dd_panel.exchange.round_definition import read_round
from dd_panel.exchange.scoresheet.by_hand import type_into
from dd_panel.exchange.scoresheet.read import is_scoresheet
from dd_panel.paths import resources
from dd_panel.services.results.consolidating import consolidate
from dd_panel.services.results.ranking import Outlook, Ranking, see_outlook
from dd_panel.services.returns.merging import LARGEST_FILE, MergeReport, merge_returns, read_incoming
from dd_panel.services.review import scoresheets
from dd_panel.services.review.beginning import dismiss_suggestion, see_beginning, state_no_other_conflicts
from dd_panel.services.review.reviewing import declare_conflict, mark_complete, record_fields, see_desk
from dd_panel.services.round import packing, setting_up
from dd_panel.services.workplace import Cancelled, CancelledError, Clock, Progress, Workplace, never, no_progress
from dd_panel.store.files import open_store
from dd_panel.text import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

Filled = dict[tuple[MemberId, Reference], dict[Field, str]]


@dataclass(frozen=True, slots=True)
class DemoReport:
    """What the demonstration made and found; `story` tells it in sentences with counts that add up."""

    round_file: Path
    packs: tuple[Path, ...]
    reviews: tuple[Path, ...]
    scoresheets: tuple[Path, ...]
    workbook: Path
    merge: MergeReport
    outlook: Outlook
    story: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Example:
    """What the example's members do: what they fill in, their conflicts, a revision, and clumsy entries."""

    filled: Filled
    conflicts: Mapping[tuple[MemberId, Reference], tuple[str, str]]
    revisions: Mapping[MemberId, Mapping[Reference, dict[Field, str]]]
    clumsy: Mapping[MemberId, Mapping[tuple[str, str], str]]


def run_demo(
    folder: Path, clock: Clock, *, progress: Progress = no_progress, cancelled: Cancelled = never
) -> DemoReport:
    """Create the round, packs, reviews and scoresheets, merge, rank and consolidate, all in `folder`.

    Raises InputError when the folder already holds something else, StorageError when the disk refuses.
    """
    _clear(folder)
    with folder_made(folder):
        return _run(folder, clock, _Steps(progress, cancelled))


def _run(folder: Path, clock: Clock, steps: _Steps) -> DemoReport:
    source = resources() / "example"
    example = _read_example(source)
    round_file = folder / "DD14.ddround"
    steps.next(_("Creating the round"))
    with setting_up.create_round(round_file, read_round(source / "round.toml"), clock) as store:
        place = Workplace(store, clock, _("secretariat"))
        counts = _set_up(place, source)
        steps.next(_("Making review packs"))
        packs = packing.make_packs(place, folder / "packs")
    reviews: list[Path] = []
    sheets: list[Path] = []
    for pack in packs:
        steps.next(_("{member} reviews").format(member=pack.member))
        review = folder / "reviews" / f"{pack.path.stem}.ddreview"
        reviews.append(review)
        sheets += _review(pack, review, folder / "scoresheets", example, clock)
    steps.next(_("Merging the scoresheets"))
    with open_store(round_file) as store:
        place = Workplace(store, clock, _("secretariat"))
        incoming = [read_incoming(each) for each in sheets]
        merge = merge_returns(place, incoming)
        steps.next(_("Writing the consolidated workbook"))
        workbook = folder / "DD14-consolidated.xlsx"
        consolidate(place, workbook)
        outlook = see_outlook(place)
    story = _story(counts, packs, sheets, merge, outlook.ranking, workbook)
    return DemoReport(
        round_file,
        tuple(pack.path for pack in packs),
        tuple(reviews),
        tuple(sheets),
        workbook,
        merge,
        outlook,
        story,
    )


class _Steps:
    """Counts the steps of the demonstration for whoever watches."""

    def __init__(self, progress: Progress, cancelled: Cancelled) -> None:
        self._progress = progress
        self._cancelled = cancelled
        self._done = 0
        self._total = 14

    def next(self, text: str) -> None:
        """Say what comes next; raises CancelledError when somebody pressed Cancel."""
        if self._cancelled():
            raise CancelledError
        self._progress(self._done, self._total, text)
        self._done += 1


OURS = frozenset({".ddround", ".ddpack", ".ddreview", ".xlsx"})


def _clear(folder: Path) -> None:
    """Take an earlier demonstration away; a folder with anything else in it is refused."""
    if folder.exists() and not folder.is_dir():
        raise InputError(
            _("{folder} is a file.").format(folder=folder), remedy=_("Name a folder for the demonstration.")
        )
    present = [path for path in folder.rglob("*") if path.is_file()] if folder.exists() else []
    earlier = (folder / "DD14.ddround").exists() and (folder / "DD14-consolidated.xlsx").exists()
    foreign = [path for path in present if path.suffix not in OURS]
    if present and (foreign or not earlier):
        raise InputError(
            _("The folder {folder} holds other files.").format(folder=folder),
            remedy=_("Name an empty folder, or one that does not exist yet."),
        )
    for path in present:
        path.unlink()


def _rows(path: Path) -> Iterator[dict[str, str]]:
    yield from csv.DictReader(io.StringIO(path.read_text(encoding="utf-8")))


def _read_example(source: Path) -> _Example:
    filled: Filled = {}
    for row in _rows(source / "reviews.csv"):
        fields = filled.setdefault((MemberId(row["Member"]), Reference(row["Reference"])), {})
        fields[score_field(CriterionKey(row["Criterion"]))] = row["Score"]
        if row["Comment"]:
            fields[comment_field(CriterionKey(row["Criterion"]))] = row["Comment"]
    for row in _rows(source / "verdicts.csv"):
        fields = filled[MemberId(row["Member"]), Reference(row["Reference"])]
        fields |= {RECOMMENDATION: row["Recommendation"], GUIDANCE: row["Guidance"], SUPPORT: row["Support"]}
    incidents = tomllib.loads((source / "incidents.toml").read_text(encoding="utf-8"))
    revisions: dict[MemberId, dict[Reference, dict[Field, str]]] = {}
    for revision in incidents["revision"]:
        for change in revision["changes"]:
            fields = revisions.setdefault(revision["member"], {}).setdefault(change["reference"], {})
            fields[score_field(change["criterion"])] = str(change["score"])
            fields[comment_field(change["criterion"])] = change["comment"]
    clumsy: dict[MemberId, dict[tuple[str, str], str]] = {}
    for slip in incidents["clumsy"]:
        cell = (slip["reference"], score_field(slip["criterion"]))
        clumsy.setdefault(slip["member"], {})[cell] = slip["text"]
    conflicts = {
        (MemberId(each["member"]), Reference(each["reference"])): (each["kind"], each["reason"])
        for each in incidents["conflicts"]
    }
    return _Example(filled, conflicts, revisions, clumsy)


def _set_up(place: Workplace, source: Path) -> dict[str, int]:
    applications = read_applications(source / "applications.csv")
    enclosures = [
        setting_up.Enclosure(Reference(path.parent.name), path.name, path.read_bytes())
        for path in sorted((source / "attachments").rglob("*"))
        if path.is_file()
    ]
    members = read_members(source / "members.csv").members
    assignments = read_assignments(source / "assignments.csv")
    setting_up.take_in_applications(place, applications, enclosures)
    setting_up.take_in_members(place, members)
    setting_up.take_in_authorities(place, read_authorities(source / "authorities.csv"))
    setting_up.assign(place, assignments)
    return {
        "applications": len(applications),
        "attachments": len(enclosures),
        "members": len(members),
        "assignments": len(assignments),
    }


def _review(pack: packing.PackMade, review: Path, folder: Path, example: _Example, clock: Clock) -> list[Path]:
    """Do one member's reviewing in a store of their own, and export what they send back."""
    packing.unpack(pack.path, review, clock)
    with open_store(review) as store:
        with store.reading() as work:
            name = work.panel.member(pack.member).name
        place = Workplace(store, clock, name)
        _state_conflicts(place, pack.member, example)
        for number, item in enumerate(see_desk(place).items, start=1):
            _review_one(place, (pack.member, item.application.reference), example, number)
        sheets = [_send_back(place, folder / f"{pack.member}.xlsx", example.clumsy.get(pack.member, {}))]
        if changes := example.revisions.get(pack.member):
            for reference, fields in changes.items():
                record_fields(place, reference, fields)
                mark_complete(place, reference)
            sheets.append(_send_back(place, folder / f"{pack.member}-revised.xlsx", {}))
    return sheets


def _state_conflicts(place: Workplace, member: MemberId, example: _Example) -> None:
    """Conflicts first: declare what there is, put names aside that are only alike, and say that this is all."""
    for (who, reference), conflict in example.conflicts.items():
        if who == member:
            declare_conflict(place, reference, *conflict)
    for candidate in see_beginning(place).candidates:
        if candidate.asks:
            dismiss_suggestion(place, candidate.application.reference)
    state_no_other_conflicts(place)


def _review_one(place: Workplace, pair: tuple[MemberId, Reference], example: _Example, number: int) -> None:
    reference = pair[1]
    if pair in example.conflicts:
        return
    record_fields(place, reference, {ORDER: str(number), **example.filled[pair]})
    mark_complete(place, reference)


def _send_back(place: Workplace, path: Path, slips: Mapping[tuple[str, str], str]) -> Path:
    scoresheets.export_scoresheet(place, path)
    if slips:
        write_whole(path, type_into(read_whole(path, LARGEST_FILE), slips), ours=is_scoresheet)
    return path


def _story(
    counts: Mapping[str, int],
    packs: tuple[packing.PackMade, ...],
    sheets: list[Path],
    merge: MergeReport,
    ranking: Ranking,
    workbook: Path,
) -> tuple[str, ...]:
    statuses = [each.status for each in merge.files]
    first = next((line for line in ranking.lines if line.ranked.place == 1), None)
    return (
        _("The example round: {applications} invented applications with {attachments} attachments.").format(**counts),
        _("{members} panel members, {assignments} reviews assigned, {packs} packs made.").format(
            members=counts["members"], assignments=counts["assignments"], packs=len(packs)
        ),
        _("{sheets} scoresheets sent back: {plain} merged, {findings} merged with findings.").format(
            sheets=len(sheets), plain=statuses.count("merged"), findings=statuses.count("merged-with-findings")
        ),
        _("{reviews} of {expected} reviews count; {ranked} applications have a place; first is {first}.").format(
            reviews=ranking.reviews_in,
            expected=ranking.reviews_expected,
            ranked=sum(line.ranked.place is not None for line in ranking.lines),
            first=first.application.lead_authority if first else _("nobody"),
        ),
        _("The consolidated workbook is {workbook}.").format(workbook=workbook),
    )
