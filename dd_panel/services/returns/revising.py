"""Revisions: what a member's later scoresheet changed, and whether the old or the new value stands.

A later value is taken by the three-way rule; keeping the old one is a decision with a reason. What was received stays
noted, so a later scoresheet that says the same again changes nothing, and one that says something else is asked about.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from dd_panel.domain.errors import InputError
from dd_panel.domain.identifiers import CONFLICT, ORDER, PREFERENCE, CriterionKey, Field, criterion_of, is_score
from dd_panel.domain.purposes import counting_field
from dd_panel.domain.reviews import Review
from dd_panel.domain.totals import weighted_total
from dd_panel.services.change import Change
from dd_panel.services.journal import About, Cell, Deed, note_event
from dd_panel.services.returns.before import find_before, of_return
from dd_panel.store.entry_values import Origin, Write
from dd_panel.text import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from fractions import Fraction

    from dd_panel.domain.applications import Application
    from dd_panel.domain.identifiers import MemberId, Reference
    from dd_panel.domain.panel import Member
    from dd_panel.domain.rubric import Rubric
    from dd_panel.services.change import Reverse
    from dd_panel.services.returns.before import Touched
    from dd_panel.services.workplace import Workplace
    from dd_panel.store.entry_values import Entry
    from dd_panel.store.returns import Return
    from dd_panel.store.work import Work

Stands = Literal["old", "new", "other"]
Way = Literal["keep", "use"]

ADVICE = CriterionKey("")
"""Stands for everything that is not about one criterion: recommendation, guidance, support."""

_NOT_CHOSEN = frozenset({CONFLICT, ORDER, PREFERENCE})
"""A declared conflict is never weighed against an old score; orders of reading and preferences judge nothing."""


@dataclass(frozen=True, slots=True)
class Revised:
    """One entry that a later scoresheet changed, and which of the two values stands.

    `other` says that a later decision or scoresheet put something else in their place; then there is nothing to choose.
    """

    field: Field
    old: str
    new: str
    stands: Stands


@dataclass(frozen=True, slots=True)
class RevisedCell:
    """One criterion of one application (or ADVICE): the score before and after, and every entry that changed in it."""

    criterion: CriterionKey
    old: str
    new: str
    changes: tuple[Revised, ...] = ()

    @property
    def stands(self) -> Stands:
        """Which side stands here: the old one if any part of it was kept; the score says whether it moved on."""
        sides = [each.stands for each in self.changes]
        if sides[:1] == ["other"]:
            return "other"
        return "old" if "old" in sides else "new"


@dataclass(frozen=True, slots=True)
class RevisedApplication:
    """An application in which something changed: a cell for each criterion, then ADVICE; totals of 0 … 100 or None.

    Old values that were kept count in the new total too: it is what the scoresheet leaves of the total by now.
    `conflict` says that a conflict is declared now, or was withdrawn; then the totals say what that did.
    """

    application: Application
    cells: tuple[RevisedCell, ...]
    old_percent: Fraction | None
    new_percent: Fraction | None
    conflict: Literal["", "declared", "withdrawn"] = ""

    @property
    def choices(self) -> tuple[Cell, ...]:
        """The entries of which the old or the new value can be chosen."""
        return tuple(
            (self.application.reference, each.field)
            for cell in self.cells
            for each in cell.changes
            if each.stands != "other"
        )

    @property
    def emptied(self) -> tuple[Cell, ...]:
        """The entries that the later scoresheet left empty, and where nothing else was decided."""
        return tuple(
            (self.application.reference, each.field)
            for cell in self.cells
            for each in cell.changes
            if each.stands == "new" and each.old and not each.new
        )


@dataclass(frozen=True, slots=True)
class Revision:
    """What one scoresheet changed against the one before it; `same` counts the applications left as they were."""

    member: Member
    earlier: Return
    later: Return
    applications: tuple[RevisedApplication, ...]
    same: int

    def standing(self, side: Stands) -> int:
        """In how many cells this side stands."""
        return sum(cell.stands == side for each in self.applications for cell in each.cells if cell.changes)

    def choices(self) -> tuple[Cell, ...]:
        """Every entry that can be chosen."""
        return tuple(cell for each in self.applications for cell in each.choices)

    def emptied(self) -> tuple[Cell, ...]:
        """The entries in which nothing stands any more because the later scoresheet says nothing there."""
        return tuple(cell for each in self.applications for cell in each.emptied)


def see_revisions(place: Workplace, member: MemberId) -> tuple[Revision, ...]:
    """What each later scoresheet of a member changed, the latest first; empty where nothing changed."""
    with place.store.reading() as work:
        merged = _merged(work, member)
        steps = [_changed(work, each.return_id) for each in merged]
        if len(merged) <= 1 or not any(steps[1:]):
            return ()
        return tuple(reversed(list(_revisions(work, member, merged, steps))))


def choose(place: Workplace, later: int, way: Way, reason: str, cells: Sequence[Cell] | None = None) -> Change:
    """Keep the old values or use the new ones of a revision: in all cells, or in these.

    `later` is the number of the later scoresheet. Raises InputError when a reason is missing, or there is nothing to
    choose.
    """
    if not reason.strip():
        raise InputError(_("A decision needs a reason."), remedy=_("Say why; it is kept in the history."))
    with place.store.writing() as work:
        writes = _Choice(work, later, way).writes(cells)
        if not writes:
            raise InputError(
                _("There is nothing to change here."),
                remedy=_("The values that you chose stand already, or something else was decided since."),
            )
        member = writes[0][1].member
        chosen = [write for _touched, write in writes]
        stood = [work.entries.detail(each.member, each.application, each.field) for each in chosen]
        for origin, some in _by_origin(work, place, later, way, reason, writes):
            places = {(write.application, write.field): at for write, at in some}
            work.entries.write([write for write, _at in some], origin, places)
        deed = Deed.KEPT if way == "keep" else Deed.USED
        about = About(member, (later,), cells=tuple((each.application, each.field) for each in chosen))
        event = note_event(work, place, deed, about, reason)
    before = [each for each in stood if each is not None]
    return _change(place, member, way, event.about, before, lambda: choose(place, later, way, reason, cells))


def _change(
    place: Workplace, member: MemberId, way: Way, about: About, before: Sequence[Entry], again: Reverse
) -> Change:
    count = len({(reference, criterion_of(field)) for reference, field in about.cells})
    said = (
        ngettext("Old value kept in {count} cell", "Old values kept in {count} cells", count)
        if way == "keep"
        else ngettext("New value used in {count} cell", "New values used in {count} cells", count)
    )

    def take_back() -> Change:
        with place.store.writing() as work:
            work.entries.put_back(before, Origin(place.person, place.clock(), reason=_("Decision taken back")))
            note_event(work, place, Deed.USED if way == "keep" else Deed.KEPT, about, _("Decision taken back"))
        return Change(touched, _("Decision taken back"), again, long=True)

    touched = frozenset({"scores", f"member:{member}"})
    return Change(touched, said.format(count=count), take_back, long=True)


class _Choice:
    """Finds what to write for a choice: the entries that the later scoresheet changed, and where each side is from."""

    def __init__(self, work: Work, later: int, way: Way) -> None:
        self._way = way
        before = find_before(work, of_return(later))
        if before is None:
            raise InputError(_("There is no such revision."), remedy=_("Choose a member with a revised scoresheet."))
        self._member = before.member
        merged = _merged(work, before.member)
        moved: set[Cell] = set()
        for each in merged:
            if each.return_id != later and _comes_after(merged, each.return_id, later):
                moved |= set(_changed(work, each.return_id))
        self._changed = {key: each for key, each in _changed(work, later).items() if key not in moved}
        self._now = work.entries.details(before.member)

    def writes(self, cells: Sequence[Cell] | None) -> list[tuple[Touched, Write]]:
        """The entries to write, with what stood before the later scoresheet."""
        wanted = self._changed if cells is None else {key: self._changed[key] for key in cells if key in self._changed}
        found: list[tuple[Touched, Write]] = []
        for key, touched in wanted.items():
            if key[1] in _NOT_CHOSEN or key not in self._now:
                continue
            old, new = _sides(touched)
            here = self._now[key].value
            value = old if self._way == "keep" else new
            if here in {old, new} and here != value:
                found.append((touched, Write(self._member, *key, value)))
        return found


def _by_origin(
    work: Work, place: Workplace, later: int, way: Way, reason: str, writes: Sequence[tuple[Touched, Write]]
) -> Iterable[tuple[Origin, list[tuple[Write, tuple[str, str]]]]]:
    """The writes by the scoresheet their value was read from, so that each can be traced to its file and cell."""
    groups: dict[tuple[int | None, str], list[tuple[Write, tuple[str, str]]]] = {}
    read = {(cell.application, cell.field): (cell.sheet, cell.cell) for cell in work.returns.cells(later)}
    files = {each.return_id: each.file for each in work.returns.all()}
    for touched, write in writes:
        source, at = Origin(place.person, place.clock()), ("", "")
        if way == "use":
            source = Origin(place.person, place.clock(), return_id=later, file=files[later])
            at = read.get((write.application, write.field), ("", ""))
        elif touched.before is not None:
            source = touched.before.origin
            at = (source.sheet, source.cell)
        groups.setdefault((source.return_id, source.file), []).append((write, at))
    for (return_id, file), some in groups.items():
        yield Origin(place.person, place.clock(), reason, return_id, file), some


def _merged(work: Work, member: MemberId) -> list[Return]:
    """The member's merged returns in the order of the member's own versions."""
    mine = [each for each in work.returns.all() if each.member == member and each.merged]
    return sorted(
        mine, key=lambda each: (each.purpose, each.export, each.saved is not None, each.saved, each.return_id)
    )


def _comes_after(merged: Sequence[Return], one: int, other: int) -> bool:
    order = [each.return_id for each in merged]
    return other in order and order.index(one) > order.index(other)


def _changed(work: Work, return_id: int) -> dict[Cell, Touched]:
    """The entries whose value a return changed."""
    before = find_before(work, of_return(return_id))
    touched = before.touched if before is not None else ()
    return {(each.application, each.field): each for each in touched if each.changed}


def _sides(touched: Touched) -> tuple[str, str]:
    return (touched.before.value if touched.before else ""), touched.after or ""


def _revisions(
    work: Work, member: MemberId, merged: Sequence[Return], steps: Sequence[Mapping[Cell, Touched]]
) -> Iterable[Revision]:
    who = work.panel.member(member)
    applications = {each.reference: each for each in work.applications.summaries()}
    assigned = [each.application for each in work.panel.assignments_of(member)]
    filled, rubric = work.entries.of_member(member), work.rounds.get().rubric
    for at in range(1, len(merged)):
        if not steps[at]:
            continue
        moved = {key for later in steps[at + 1 :] for key in later}
        compare = _Compare(rubric, member, filled, moved)
        sides: dict[Reference, dict[Field, tuple[str, str]]] = {}
        for (reference, field), touched in steps[at].items():
            sides.setdefault(reference, {})[field] = _sides(touched)
        changed = [each for each in assigned if each in sides]
        revised = tuple(compare.application(applications[each], sides[each]) for each in changed)
        yield Revision(who, merged[at - 1], merged[at], revised, len(assigned) - len(changed))


@dataclass(frozen=True, slots=True)
class _Compare:
    """Puts old beside new for one member; `moved` holds the entries that a still later scoresheet changed."""

    rubric: Rubric
    member: MemberId
    filled: Mapping[Reference, Mapping[Field, str]]
    moved: set[Cell]

    def application(self, application: Application, sides: Mapping[Field, tuple[str, str]]) -> RevisedApplication:
        """One application: every criterion, with what changed in it; `sides` are old and new of what did."""
        reference = application.reference
        now = self.filled.get(reference, {})
        old = {**now, **{field: side[0] for field, side in sides.items()}}
        new = {**now, **{field: side[1] for field, side in sides.items()}}
        changes = [
            Revised(field, *side, self._stands((reference, field), now.get(field, ""), side))
            for field, side in sides.items()
            if field not in _NOT_CHOSEN
        ]
        kept = {
            field: side[0]
            for field, side in sides.items()
            if self._stands((reference, field), now.get(field, ""), side) == "old"
        }
        keys = [*self.rubric.keys, *([ADVICE] if any(not criterion_of(each.field) for each in changes) else [])]
        return RevisedApplication(
            application,
            tuple(_cell(key, old, new, changes) for key in keys),
            self._percent(reference, old),
            self._percent(reference, {**new, **kept}),
            _conflict(*sides.get(CONFLICT, ("", ""))),
        )

    def _stands(self, key: Cell, here: str, side: tuple[str, str]) -> Stands:
        if key in self.moved or here not in side:
            return "other"
        return "new" if here == side[1] else "old"

    def _percent(self, reference: Reference, entries: Mapping[Field, str]) -> Fraction | None:
        review = Review.from_entries(
            self.rubric, self.member, reference, entries, conflicted=bool(entries.get(CONFLICT))
        )
        return weighted_total(self.rubric, review.scores).percent


def _cell(
    key: CriterionKey, old: Mapping[Field, str], new: Mapping[Field, str], changes: Iterable[Revised]
) -> RevisedCell:
    mine = [each for each in changes if (criterion_of(each.field) or ADVICE) == key]
    before, after = (side.get(counting_field(side, key), "") for side in (old, new))
    scores_first = sorted(mine, key=lambda each: (not is_score(each.field), each.field))
    return RevisedCell(key, before, after, tuple(scores_first))


def _conflict(old: str, new: str) -> Literal["", "declared", "withdrawn"]:
    if bool(old) == bool(new):
        return ""
    return "declared" if new else "withdrawn"
