"""Scoresheets going out: a member's own, with everything scored so far, and blank ones to fill in by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dd_panel.domain.errors import InputError
from dd_panel.domain.found import read_field
from dd_panel.domain.identifiers import CONFLICT, KEPT_PRIVATE, PREFERENCE, Field, MemberId, Reference
from dd_panel.domain.preferences import preference_text, standing_preferences
from dd_panel.domain.reviews import Review
from dd_panel.exchange.files import check_ending, check_folder_name, read_whole, safe_name, write_whole
from dd_panel.exchange.guard import Refused
from dd_panel.exchange.scoresheet.layout import RowToFill, SheetToFill
from dd_panel.exchange.scoresheet.read import is_scoresheet, read_scoresheets
from dd_panel.exchange.scoresheet.write import scoresheet_bytes
from dd_panel.services.intake.eligibility import out_in
from dd_panel.services.journal import About, Deed, note_event
from dd_panel.services.named import known_member
from dd_panel.services.review.beginning import last_statement_in
from dd_panel.services.review.exported import EXPORT_FACT, note_export
from dd_panel.services.review.reviewing import member_of
from dd_panel.services.workplace import Progress, no_progress
from dd_panel.text import _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from dd_panel.domain.panel import Member
    from dd_panel.domain.rounds import Round
    from dd_panel.services.workplace import Workplace
    from dd_panel.store.work import Work


def export_scoresheet(place: Workplace, out: Path, *, with_answers: bool = False) -> int:
    """Write the member's next scoresheet and return its export number, which is spent only when the file is whole.

    The workbook is made before the store is held for writing: a score given meanwhile doesn't wait for it.
    `with_answers` adds a sheet for every application in which the member has no conflict. Raises InputError for a name
    that doesn't end in `.xlsx`, for a scoresheet in which somebody has typed, and where meanwhile another one went out,
    a conflict was declared, which seals what this one would tell, or a pack changed the rules, under which it counts no
    more.
    """
    check_ending(out, ".xlsx")
    with place.store.reading() as work:
        member = work.panel.member(member_of(work))
        number = int(work.about.get(EXPORT_FACT) or 0) + 1
        entries = work.entries.of_member(member.member_id)
        rows = _rows(work, member, entries, with_answers=with_answers)
        now = place.clock()
        statement = last_statement_in(work)
        stated = None if statement is None else statement.at
        sheet = SheetToFill(work.rounds.get(), member, number, now, rows, with_answers, stated=stated)
        mine = [each.application for each in work.panel.assignments_of(member.member_id)]
        conflicts = work.entries.conflicts()
    refuse_filled_in(out, sheet.rules)
    content = scoresheet_bytes(sheet)
    with place.store.writing() as work:
        spent = int(work.about.get(EXPORT_FACT) or 0) >= number
        if spent or work.entries.conflicts() != conflicts or work.rounds.get() != sheet.rules:
            raise InputError(
                _("Your review changed while the scoresheet was made."),
                _("This scoresheet was not written."),
                _("Export it again."),
            )
        write_whole(out, content, ours=is_scoresheet)
        note_export(work, number, now, {reference: entries.get(reference, {}) for reference in mine})
    return number


def blank_scoresheet(place: Workplace, member_id: MemberId, out: Path, *, with_answers: bool = False) -> None:
    """Write a member's blank scoresheet, export 0; known conflicts are marked in it.

    An application that is out of the competition has no row. `with_answers` adds a sheet for every application in which
    the member has no conflict. Raises InputError for a name that doesn't end in `.xlsx`, and for a scoresheet in which
    somebody has typed.
    """
    check_ending(out, ".xlsx")
    _write_blank(place, member_id, out, with_answers=with_answers)
    _note_blanks(place, [member_id])


def _note_blanks(place: Workplace, members: Sequence[MemberId]) -> None:
    """Note that members have scoresheets, for that freezes the rubric."""
    with place.store.writing() as work:
        note_event(work, place, Deed.BLANKS, About(note=_(", ").join(members)))


def _write_blank(place: Workplace, member_id: MemberId, out: Path, *, with_answers: bool) -> None:
    with place.store.reading() as work:
        member = known_member(work, member_id)
        known = {
            reference: {CONFLICT: fields[CONFLICT]}
            for reference, fields in work.entries.of_member(member.member_id).items()
            if fields.get(CONFLICT)
        }
        rows = _rows(work, member, known, with_answers=with_answers)
        sheet = SheetToFill(work.rounds.get(), member, 0, place.clock(), rows, with_answers)
    refuse_filled_in(out, sheet.rules)
    write_whole(out, scoresheet_bytes(sheet), ours=is_scoresheet)


def refuse_filled_in(out: Path, rules: Round) -> None:
    """Leave a scoresheet alone that somebody has typed into since it was made: that work is nowhere else."""
    if out.is_file() and is_scoresheet(out) and _typed_into(out, rules):
        raise InputError(
            _("{file} has been filled in since it was made.").format(file=out.name),
            _("It was not changed."),
            _("Choose another name or folder, or move that file away."),
        )


def _typed_into(out: Path, rules: Round) -> bool:
    try:
        sheets = read_scoresheets(out.name, read_whole(out), rules)
    except Refused:
        return False
    return any(
        read_field(field, cell.found, rules.rubric).value
        != sheet.value_at_export(Reference(row.key or row.reference), field)
        for sheet in sheets
        for row in sheet.rows
        for field, cell in row.cells.items()
    )


def blank_scoresheets(
    place: Workplace, folder: Path, *, with_answers: bool = False, progress: Progress = no_progress
) -> list[Path]:
    """Write a blank scoresheet for every member who has something to score: `folder/<member id>.xlsx`."""
    check_folder_name(folder, ".xlsx")
    with place.store.reading() as work:
        out = out_in(work)
        scoring = {each.member for each in work.panel.assignments() if each.application not in out}
        members = [member.member_id for member in work.panel.members() if member.member_id in scoring]
    if not members:
        raise InputError(
            _("Nobody has applications to score."), remedy=_("Assign applications to the panel members first.")
        )
    files: list[Path] = []
    for number, member in enumerate(members):
        progress(number, len(members), member)
        files.append(folder / f"{safe_name(member)}.xlsx")
        _write_blank(place, member, files[-1], with_answers=with_answers)
    _note_blanks(place, members)
    return files


def _rows(
    work: Work, member: Member, entries: Mapping[Reference, Mapping[Field, str]], *, with_answers: bool
) -> tuple[RowToFill, ...]:
    shelf = work.applications
    applications = {each.reference: each for each in (shelf.all() if with_answers else shelf.summaries())}
    rows: list[RowToFill] = []
    chosen, out = _preferences(work, member, entries), out_in(work)
    for assignment in work.panel.assignments_of(member.member_id):
        if assignment.application in out:
            continue
        filled = {**entries.get(assignment.application, {}), **chosen.get(assignment.application, {})}
        conflict = filled.get(CONFLICT, "")
        # A conflict seals what was scored: the sheet carries the conflict and nothing else.
        shown = {CONFLICT: conflict} if conflict else {k: v for k, v in filled.items() if k not in KEPT_PRIVATE}
        rows.append(RowToFill(applications[assignment.application], shown, conflicted=bool(conflict)))
    if not rows:
        raise InputError(
            _("{name} has no applications to score.").format(name=member.name),
            remedy=_("Assign applications to this member first."),
        )
    return tuple(rows)


def _preferences(
    work: Work, member: Member, entries: Mapping[Reference, Mapping[Field, str]]
) -> dict[Reference, dict[Field, str]]:
    """What the sheet says of preferences: those that stand, and nothing where the totals have parted since."""
    asked = [reference for reference, filled in entries.items() if PREFERENCE in filled]
    if not asked:
        return {}
    rubric = work.rounds.get().rubric
    reviews = [
        Review.from_entries(rubric, member.member_id, reference, filled, conflicted=bool(filled.get(CONFLICT)))
        for reference, filled in entries.items()
    ]
    stands = standing_preferences(rubric, reviews)
    return {each: {PREFERENCE: preference_text(stands.get(each, ()))} for each in asked}
