"""My scores in the states it can be in, drawn and looked at: nothing in it is cut off, and the pictures differ."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from dd_panel.domain.applications import Application
from dd_panel.domain.identifiers import COMPLETE, CONFLICT, MemberId, Reference, comment_field, score_field
from dd_panel.domain.panel import Assignment
from dd_panel.services.review.reviewing import declare_conflict, record_fields, see_desk
from dd_panel.services.review.scoresheets import export_scoresheet
from dd_panel.services.workplace import Workplace
from dd_panel.store.entry_values import Origin, Write
from dd_panel.ui.desk.my_scores.page import MyScoresPage
from dd_panel.ui.jobs import Jobs
from dd_panel.ui.theme import Theme
from dd_panel.ui.undo import UndoHistory
from dd_panel.ui.widgets.turns import bring
from tests.ui.conftest import Show, settle
from tests.ui.example_stores import review_of, unfinish
from tests.ui.looks import cut_off

TOM = "PM04"
LONG = "Delivering adult social care differently, together with our neighbours and the local health trust, " * 3
HEBREW = "".join(map(chr, (0x05E9, 0x05DC, 0x05D5, 0x05DD, 0x20, 0x05E2, 0x05D5, 0x05DC, 0x05DD)))


def references(place: Workplace) -> list[Reference]:
    with place.store.reading() as work:
        return [each.application for each in work.panel.assignments_of(MemberId(TOM))]


def empty(place: Workplace) -> None:
    with place.store.writing() as work:
        filled = work.entries.of_member(MemberId(TOM))
        writes = [Write(MemberId(TOM), each, field, "") for each, fields in filled.items() for field in fields]
        work.entries.write(writes, Origin(TOM, place.clock()))


def part_scored(place: Workplace) -> None:
    unfinish(place, TOM)


def all_conflicts(place: Workplace) -> None:
    for reference in references(place):
        if not see_desk(place).item(reference).conflict:
            declare_conflict(place, reference, "personal", "I know them all.")


def exported(place: Workplace) -> None:
    export_scoresheet(place, place.store.path.with_name("sent.xlsx"))


def long_titles(place: Workplace) -> None:
    rename(place, LONG)


def right_to_left(place: Workplace) -> None:
    rename(place, HEBREW * 6)
    key = see_desk(place).rules.rubric.keys[0]
    record_fields(place, references(place)[0], {score_field(key): "0", comment_field(key): HEBREW, COMPLETE: ""})


def a_thousand(place: Workplace) -> None:
    new = [Application(Reference(f"EX-{number:04}"), f"Authority {number}") for number in range(1, 1001)]
    with place.store.writing() as work:
        work.applications.add(new)
        member = MemberId(TOM)
        work.panel.assign([Assignment(member, each.reference, order=at) for at, each in enumerate(new, start=100)])
        keys = work.rounds.get().rubric.keys
        writes = [
            Write(member, each.reference, score_field(key), str((at * 7 + place_of) % 6))
            for at, each in enumerate(new)
            for place_of, key in enumerate(keys)
        ]
        writes.append(Write(member, new[-1].reference, CONFLICT, "other"))
        work.entries.write(writes, Origin(TOM, place.clock()))


def rename(place: Workplace, words: str) -> None:
    with place.store.writing() as work:
        for each in work.applications.all():
            work.applications.replace(replace(each, lead_authority=words.strip(), title=words.strip()))


STATES = (empty, part_scored, all_conflicts, exported, long_titles, right_to_left, a_thousand)


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Workplace]:
    place = review_of(TOM, tmp_path)
    yield place
    place.store.close()


@pytest.fixture
def drawn(
    place: Workplace, theme: Theme, show: Show, dressed_app: QApplication, picture: Callable[[QWidget, str], Path]
) -> Iterator[Callable[[str, tuple[int, int]], tuple[MyScoresPage, bytes]]]:
    """My scores of the place as it stands, in a window of this size, with its picture."""
    jobs = Jobs()

    def draw(name: str, extent: tuple[int, int]) -> tuple[MyScoresPage, bytes]:
        page = MyScoresPage(theme, place, jobs, UndoHistory())
        theme.set_window_size(*extent)
        show(page, *extent)
        page.on_shown()
        settle(dressed_app)
        return page, picture(page, name).read_bytes()

    yield draw
    assert jobs.wait()


@pytest.mark.parametrize("extent", [(1440, 900), (1280, 720)])
@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_nothing_is_cut_off_in_any_state(
    state: Callable[[Workplace], None],
    extent: tuple[int, int],
    place: Workplace,
    drawn: Callable[[str, tuple[int, int]], tuple[MyScoresPage, bytes]],
) -> None:
    _page, before = drawn("before", extent)
    state(place)
    page, after = drawn(state.__name__, extent)
    assert cut_off(page) == []
    assert after != before


@pytest.mark.parametrize("extent", [(1440, 900), (1280, 720)])
def test_the_largest_text_shows_the_table_and_the_scoresheet_by_turns(
    extent: tuple[int, int],
    theme: Theme,
    drawn: Callable[[str, tuple[int, int]], tuple[MyScoresPage, bytes]],
) -> None:
    theme.set_text_scale(2.0)
    page, table = drawn("table", extent)
    beside = page.sheet_card.isVisible()
    cut = cut_off(page)
    bring(page.panes()[1])
    settle()
    sheet = page.grab().toImage()
    assert (beside, page.sheet_card.isVisible(), page.table.isVisible()) == (False, True, False)
    assert cut + cut_off(page) == []
    assert (sheet.width(), sheet.height()) == extent
    theme.set_text_scale(1.0)
    settle()
    assert page.sheet_card.isVisible()
    assert page.table.isVisible()
    assert table
