"""Another copy of the review in use, as after work on two laptops: compare both, and bring in what it has."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from dd_panel.domain.copies import Parted, Step, compare_histories
from dd_panel.domain.errors import InputError, VersionConflictError
from dd_panel.domain.identifiers import COMPLETE, CONFLICT, ORDER, identity
from dd_panel.domain.reviews import Review
from dd_panel.services.change import Change
from dd_panel.services.review.beginning import STATEMENTS_FACT
from dd_panel.services.review.comparing import LEFT_EQUAL_FACT, LOOKED_FACT
from dd_panel.services.review.exported import EXPORT_FACT, EXPORTED_FACT
from dd_panel.services.review.looking_over import PUT_AWAY_FACT
from dd_panel.services.review.marking import MARKS
from dd_panel.services.review.reviewing import member_of
from dd_panel.store.entry_values import Origin, Write
from dd_panel.store.files import open_store
from dd_panel.store.store import FileKind
from dd_panel.text import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from dd_panel.domain.copies import Key
    from dd_panel.domain.identifiers import Field, MemberId, Reference
    from dd_panel.domain.marks import Mark
    from dd_panel.services.workplace import Workplace
    from dd_panel.store.locking import Key as StoreKey
    from dd_panel.store.store import Store
    from dd_panel.store.work import Work

_LISTS = (STATEMENTS_FACT, PUT_AWAY_FACT, LEFT_EQUAL_FACT, LOOKED_FACT)
"""Facts that list things: nothing of either copy's list is lost."""


@dataclass(frozen=True, slots=True)
class OtherCopy:
    """Another copy of the review in use: its name, how both differ, and its facts by name.

    `marks` are the highlights and private notes that only the other copy has.
    """

    name: str
    parted: Parted
    facts: Mapping[str, str]
    marks: Mapping[Reference, tuple[Mark, ...]] = field(default_factory=dict)

    @property
    def marked(self) -> int:
        """How many highlights and private notes it would bring."""
        return sum(map(len, self.marks.values()))


def is_other_copy(place: Workplace, path: Path, key: StoreKey | None = None) -> bool:
    """Whether a file is a review of the same round by the same member as the one in use.

    One that an earlier version of the program made is brought up to date first, as opening it does.
    """
    with _read_today(path, key) as store:
        if store.kind is not FileKind.REVIEW:
            return False
        with store.reading() as there, place.store.reading() as here:
            return _belongs(here) == _belongs(there)


def _read_today(path: Path, key: StoreKey | None) -> Store:
    """Open a store to be read; raises VersionConflictError for one that a newer program made."""
    try:
        return open_store(path, key, writing=False)
    except VersionConflictError:
        open_store(path, key).close()
    return open_store(path, key, writing=False)


def see_other_copy(place: Workplace, path: Path, key: StoreKey | None = None) -> OtherCopy:
    """Compare another copy with the review in use; it is only read.

    Raises InputError when it is no copy of it, or says something about applications that are not in use here yet.
    """
    with open_store(path, key, writing=False) as store, store.reading() as there, place.store.reading() as here:
        if _belongs(here) != _belongs(there):
            raise InputError(
                _("{file} is not a copy of this review.").format(file=path.name),
                _("It is of another round, of other criteria, or of another member."),
                _("Open it by itself."),
            )
        member = member_of(here)
        parted = compare_histories(_steps(here, member), _steps(there, member))
        facts = {name: text for name in (*_LISTS, EXPORT_FACT, EXPORTED_FACT) if (text := there.about.get(name))}
        marks = _new_marks(here.marks.all(), there.marks.all())
        brought = {*(each.application for each in (*parted.theirs, *parted.both)), *marks}
        if missing := brought - set(here.applications.references()):
            raise InputError(
                _("{file} has applications that are not in this review: {references}.").format(
                    file=path.name, references=", ".join(sorted(missing))
                ),
                _("A later pack was added to it and not to this review."),
                _("Add that pack here first, then open the copy again."),
            )
    return OtherCopy(path.name, _without_order(parted), facts, marks)


def bring_in(place: Workplace, copy: OtherCopy, chosen: Mapping[Key, str]) -> Change:
    """Take what only the other copy changed, and of what both changed the values chosen; all of it or nothing.

    Its highlights and private notes are joined with those here. Raises InputError while one of these is not chosen.
    What is taken goes into the history like any other change.
    """
    if missing := [each for each in copy.parted.both if each.key not in chosen]:
        raise InputError(
            ngettext(
                "{count} thing was changed in both copies.", "{count} things were changed in both copies.", len(missing)
            ).format(count=len(missing)),
            remedy=_("Choose which of the two stands."),
        )
    wanted = {each.key: each.theirs.value for each in copy.parted.theirs if each.theirs is not None} | dict(chosen)
    reason = _("from the copy {name}").format(name=copy.name)
    with place.store.writing() as work:
        change = _take_within(work, place, wanted, reason)
        _join_facts(work, copy)
        for reference, marks in copy.marks.items():
            for mark in marks:
                work.marks.put(reference, replace(mark, number=0), place.clock())
    return replace(change, touched=change.touched | {f"{MARKS}{reference}" for reference in copy.marks})


def _take(place: Workplace, wanted: Mapping[Key, str], reason: str) -> Change:
    with place.store.writing() as work:
        return _take_within(work, place, wanted, reason)


def _take_within(work: Work, place: Workplace, wanted: Mapping[Key, str], reason: str) -> Change:
    """Write what is wanted; a review that is no longer whole by that is open again."""
    member, rubric = member_of(work), work.rounds.get().rubric
    entries = work.entries.of_member(member)
    before = {(reference, field): entries.get(reference, {}).get(field, "") for reference, field in wanted}
    taken = {key: text for key, text in wanted.items() if text != before[key]}
    fresh: dict[Reference, dict[Field, str]] = {}
    for (reference, name), text in taken.items():
        fresh.setdefault(reference, {})[name] = text
    for reference, texts in fresh.items():
        after = {**entries.get(reference, {}), **texts}
        review = Review.from_entries(rubric, member, reference, after, conflicted=bool(after.get(CONFLICT)))
        if after.get(COMPLETE) and review.gaps(rubric):
            before.setdefault((reference, COMPLETE), entries.get(reference, {}).get(COMPLETE, ""))
            taken[reference, COMPLETE] = ""
    writes = [Write(member, *key, text) for key, text in taken.items()]
    work.entries.write(writes, Origin(place.person, place.clock(), reason=reason))
    for reference, texts in fresh.items():
        if texts.get(CONFLICT):
            work.search.forget(reference)
    count = len(taken)
    said = ngettext("{count} entry brought in {source}", "{count} entries brought in {source}", count)
    touched = frozenset({"score", "text", *(f"application:{reference}" for reference, _field in taken)})
    undone = {key: before[key] for key in taken}
    return Change(touched, said.format(count=count, source=reason), lambda: _take(place, undone, _("taken back")))


def _join_facts(work: Work, copy: OtherCopy) -> None:
    """Lists are put together; scoresheets are counted on from the higher number."""
    for name in _LISTS:
        mine = json.loads(work.about.get(name) or "[]")
        theirs = json.loads(copy.facts.get(name, "[]"))
        new = [each for each in theirs if each not in mine]
        if new:
            work.about.put(name, json.dumps([*mine, *new], ensure_ascii=False))
    mine_sent, theirs_sent = (int(each or 0) for each in (work.about.get(EXPORT_FACT), copy.facts.get(EXPORT_FACT)))
    if theirs_sent > mine_sent:
        work.about.put(EXPORT_FACT, str(theirs_sent))
        if EXPORTED_FACT in copy.facts:
            work.about.put(EXPORTED_FACT, copy.facts[EXPORTED_FACT])


def _new_marks(
    mine: Mapping[Reference, tuple[Mark, ...]], theirs: Mapping[Reference, tuple[Mark, ...]]
) -> dict[Reference, tuple[Mark, ...]]:
    """The marks of the other copy that nobody made here: at another place, or with other words."""
    new: dict[Reference, tuple[Mark, ...]] = {}
    for reference, marks in theirs.items():
        known = {(mark.place, mark.note) for mark in mine.get(reference, ())}
        if found := tuple(mark for mark in marks if (mark.place, mark.note) not in known):
            new[reference] = found
    return new


def _belongs(work: Work) -> tuple[str, str, str]:
    """The round, the version of its criteria, and the member."""
    rules = work.rounds.get()
    return rules.round_id, rules.rubric.version, identity(member_of(work))


def _steps(work: Work, member: MemberId) -> list[Step]:
    history = work.entries.history(member)
    return [Step(each.application, each.field, each.before, each.after, each.origin.at) for each in history]


def _without_order(parted: Parted) -> Parted:
    """The order of reading is nobody's judgement: where both copies noted one, the one here stays."""
    return Parted(parted.theirs, parted.mine, tuple(each for each in parted.both if each.field != ORDER))
