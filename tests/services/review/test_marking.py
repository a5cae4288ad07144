"""A member marks passages and notes things beside them, for herself alone."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from dd_panel.domain.errors import InputError
from dd_panel.domain.identifiers import CriterionKey, Reference
from dd_panel.domain.marks import Mark
from dd_panel.domain.passages import Place
from dd_panel.services.results.consolidating import consolidate
from dd_panel.services.review.marking import keep_mark, remove_mark, see_marks
from dd_panel.services.review.reviewing import declare_conflict, record_score, withdraw_conflict
from dd_panel.services.review.scoresheets import export_scoresheet
from dd_panel.services.round.packing import make_packs, unpack
from dd_panel.services.workplace import Workplace
from dd_panel.store.files import open_store
from dd_panel.store.store import Store
from tests.exampledesk import CALDERBROOK, clock, make_review
from tests.panelwork import ASHE, NOON, REFERENCES, small_round

BALLOT = Place("", "question 4", "92 per cent of those were in favour", 310)
PAGE = Place("Business case.pdf", "page 3")


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Workplace]:
    """Margaret Ashe's review of the example."""
    with open_store(make_review(tmp_path / "ashe.ddreview")) as store:
        yield Workplace(store, clock, "Margaret Ashe")


def test_highlights_and_notes_are_listed_as_they_were_made(place: Workplace) -> None:
    keep_mark(place, CALDERBROOK, Mark(BALLOT))
    keep_mark(place, CALDERBROOK, Mark(PAGE, "Ask about the turnout."))
    kept = see_marks(place, CALDERBROOK)
    assert [(mark.place, mark.note, mark.is_note) for mark in kept] == [
        (BALLOT, "", False),
        (PAGE, "Ask about the turnout.", True),
    ]
    assert see_marks(place, Reference("DD-001")) == ()


def test_a_note_is_changed_and_taken_away_and_all_of_it_can_be_undone(place: Workplace) -> None:
    added = keep_mark(place, CALDERBROOK, Mark(PAGE, "Ask."))
    (note,) = see_marks(place, CALDERBROOK)
    changed = keep_mark(place, CALDERBROOK, replace(note, note="Asked."))
    (now,) = see_marks(place, CALDERBROOK)
    assert (now.note, now.number) == ("Asked.", note.number)
    removed = remove_mark(place, CALDERBROOK, now)
    assert see_marks(place, CALDERBROOK) == ()
    for change, left in ((removed, (now,)), (changed, (note,)), (added, ())):
        assert change.reverse is not None
        change.reverse()
        assert see_marks(place, CALDERBROOK) == left


def test_a_conflict_seals_the_marks_too(place: Workplace) -> None:
    keep_mark(place, CALDERBROOK, Mark(BALLOT))
    declare_conflict(place, CALDERBROOK, "employment", "")
    assert see_marks(place, CALDERBROOK) == ()
    with pytest.raises(InputError):
        keep_mark(place, CALDERBROOK, Mark(PAGE, "still looking"))
    withdraw_conflict(place, CALDERBROOK)
    assert len(see_marks(place, CALDERBROOK)) == 1


def unpacked(path: Path) -> bytes:
    """Everything in a file of ours, each part of an archive taken out."""
    content = path.read_bytes()
    if path.suffix in {".xlsx", ".ddpack"}:
        with zipfile.ZipFile(path) as archive:
            content += b"".join(archive.read(name) for name in archive.namelist())
    return content


def test_marks_and_notes_are_in_no_scoresheet_no_workbook_no_round_and_no_pack(tmp_path: Path) -> None:
    small = small_round(tmp_path)

    def packs(folder: str) -> list[Path]:
        with small.open() as secretariat:
            make_packs(secretariat, tmp_path / folder)
        return sorted((tmp_path / folder).glob("*.ddpack"))

    unpack(next(each for each in packs("before") if ASHE in each.name), tmp_path / "ashe.ddreview", lambda: NOON)
    with open_store(tmp_path / "ashe.ddreview") as store:
        mine = Workplace(store, lambda: NOON, "Margaret Ashe")
        for reference in REFERENCES:
            keep_mark(mine, reference, Mark(Place("", "question 1", "zanzibar"), "quagga"))
        record_score(mine, REFERENCES[0], store_key(store), "4")
        export_scoresheet(mine, tmp_path / "scores.xlsx")
        export_scoresheet(mine, tmp_path / "scores with answers.xlsx", with_answers=True)
    assert b"quagga" in (tmp_path / "ashe.ddreview").read_bytes(), "they are kept"
    small.merge((tmp_path / "scores.xlsx").read_bytes())
    with small.open() as secretariat:
        consolidate(secretariat, tmp_path / "merged.xlsx")
    sent = [*tmp_path.glob("*.xlsx"), small.path, *packs("after")]
    assert len(sent) >= 6
    for path in sent:
        content = unpacked(path).lower()
        assert (content.count(b"zanzibar"), content.count(b"quagga")) == (0, 0), path.name


def store_key(store: Store) -> CriterionKey:
    with store.reading() as work:
        return work.rounds.get().rubric.keys[0]
