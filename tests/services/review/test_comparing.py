"""Choosing between equal totals, and looking at neighbours again: what is kept, sent, merged and taken back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook

from dd_panel.domain.errors import InputError
from dd_panel.domain.identifiers import (
    COMPLETE,
    PREFERENCE,
    RECOMMENDATION,
    CriterionKey,
    Field,
    Reference,
    score_field,
)
from dd_panel.services.results.ranking import see_ranking
from dd_panel.services.returns.merging import Incoming, merge_returns
from dd_panel.services.review.comparing import leave_equal, look_at_neighbours, prefer, see_side_by_side
from dd_panel.services.review.reviewing import declare_conflict, record_fields, record_score, see_desk
from dd_panel.services.review.scoresheets import export_scoresheet
from dd_panel.services.workplace import Workplace
from dd_panel.store.files import open_store
from tests.panelwork import ASHE, NOON, REFERENCES, SmallRound, small_round

ONE, TWO, THREE = REFERENCES[:3]
NEED = CriterionKey("need")


@pytest.fixture
def panel(tmp_path: Path) -> SmallRound:
    return small_round(tmp_path)


@pytest.fixture
def desk(panel: SmallRound) -> Iterator[Workplace]:
    """Margaret Ashe's review: the first three have equal totals, the others trail behind."""
    with open_store(panel.review()) as store:
        place = Workplace(store, lambda: NOON, "Margaret Ashe")
        for at, reference in enumerate(REFERENCES):
            score = "4" if at < 3 else "3" if at == 3 else "2"
            fields = {score_field(NEED): score, Field("score.plan"): "3", RECOMMENDATION: "fund", COMPLETE: "yes"}
            record_fields(place, reference, fields)
        yield place


def choices(place: Workplace) -> list[tuple[Reference, Reference]]:
    return list(see_side_by_side(place, see_desk(place)).choices)


def said(place: Workplace, reference: Reference) -> str:
    return see_desk(place).item(reference).review.preference


def send(place: Workplace, panel: SmallRound, path: Path) -> str:
    """Export the sheet, merge it, and return what the ranking knows of the first application's preference."""
    export_scoresheet(place, path)
    with panel.open() as round_place:
        report = merge_returns(round_place, [Incoming(path.name, path.read_bytes())])
        assert [(file.status, file.findings) for file in report.files] == [("merged", ())]
        lines = {line.application.reference: line for line in see_ranking(round_place).lines}
    return next(review.preference for review in lines[ONE].reviews if review.member == ASHE)


def test_two_at_a_time_until_the_order_of_the_tie_is_known(desk: Workplace) -> None:
    assert choices(desk) == [(ONE, TWO), (ONE, THREE), (TWO, THREE)]
    prefer(desk, TWO, ONE)
    prefer(desk, ONE, THREE)
    assert choices(desk) == []
    assert (said(desk, ONE), said(desk, TWO)) == ("DD-003", "DD-001")


def test_choosing_leaves_scores_and_finished_reviews_alone_and_can_be_undone(desk: Workplace) -> None:
    before = see_desk(desk)
    change = prefer(desk, ONE, TWO)
    assert see_desk(desk).item(ONE).status == "complete"
    assert see_desk(desk).item(ONE).review.scores == before.item(ONE).review.scores
    assert change.reverse is not None
    again = change.reverse()
    assert said(desk, ONE) == ""
    assert again.reverse is not None
    again.reverse()
    assert said(desk, ONE) == "DD-002"


def test_the_other_answer_takes_the_place_of_the_first(desk: Workplace) -> None:
    prefer(desk, ONE, TWO)
    prefer(desk, TWO, ONE)
    assert (said(desk, ONE), said(desk, TWO)) == ("", "DD-001")


def test_left_equal_is_not_asked_again_until_it_is_taken_back(desk: Workplace) -> None:
    change = leave_equal(desk, ONE, TWO)
    assert (ONE, TWO) not in choices(desk)
    assert change.reverse is not None
    change.reverse()
    assert (ONE, TWO) in choices(desk)


def test_totals_that_differ_and_conflicts_offer_no_choice(desk: Workplace) -> None:
    with pytest.raises(InputError, match="no equal totals"):
        prefer(desk, ONE, REFERENCES[3])
    declare_conflict(desk, TWO, "personal", "")
    with pytest.raises(InputError, match="no equal totals"):
        prefer(desk, ONE, TWO)


def test_a_preference_goes_to_the_round_as_a_preference_and_moves_no_score(
    desk: Workplace, panel: SmallRound, tmp_path: Path
) -> None:
    export_scoresheet(desk, tmp_path / "plain.xlsx")
    headers = [cell.value for cell in load_workbook(tmp_path / "plain.xlsx")["Scores"][1]]
    assert PREFERENCE not in headers  # nobody chose: the sheet is what it always was

    prefer(desk, ONE, TWO)
    assert send(desk, panel, tmp_path / "chosen.xlsx") == "DD-002"
    with panel.open() as place:
        ranked = [(line.ranked.place, line.ranked.position) for line in see_ranking(place).lines[:3]]
    assert len(set(ranked)) == 1  # still the same total and place
    cells = load_workbook(tmp_path / "chosen.xlsx")["Scores"]
    column = [cell.value for cell in cells[1]].index(PREFERENCE)
    assert cells[2][column].value == "Put before\nno score"
    assert cells[3][column].value == "DD-002"
    assert cells[3][column].protection.locked


def test_a_preference_is_withdrawn_by_the_next_scoresheet_when_totals_part(
    desk: Workplace, panel: SmallRound, tmp_path: Path
) -> None:
    prefer(desk, ONE, TWO)
    assert send(desk, panel, tmp_path / "first.xlsx") == "DD-002"
    record_score(desk, TWO, NEED, "3")
    assert send(desk, panel, tmp_path / "second.xlsx") == ""


def test_a_scoresheet_without_the_column_keeps_what_stood_and_is_not_complained_of(
    desk: Workplace, panel: SmallRound, tmp_path: Path
) -> None:
    prefer(desk, ONE, TWO)
    send(desk, panel, tmp_path / "chosen.xlsx")
    book = load_workbook(tmp_path / "chosen.xlsx")
    page = book["Scores"]
    at = [cell.value for cell in page[1]].index(PREFERENCE) + 1
    page.delete_cols(at)
    book.save(tmp_path / "without.xlsx")
    with panel.open() as place:
        content = (tmp_path / "without.xlsx").read_bytes()
        report = merge_returns(place, [Incoming("without.xlsx", content)])
        assert not report.files[0].findings
        line = next(line for line in see_ranking(place).lines if line.application.reference == ONE)
    assert [review.preference for review in line.reviews if review.member == ASHE] == ["DD-002"]


def test_neighbours_are_remembered_and_asked_about_again_when_taken_back(desk: Workplace) -> None:
    near = see_side_by_side(desk, see_desk(desk)).neighbours
    assert near is None  # equal totals and far ones are no neighbours
    record_fields(desk, THREE, {Field("score.plan"): "3.5", COMPLETE: "yes"})
    near = see_side_by_side(desk, see_desk(desk)).neighbours
    assert near is not None
    assert near.higher == THREE
    change = look_at_neighbours(desk, near.pair)
    assert see_side_by_side(desk, see_desk(desk)).neighbours != near
    assert change.reverse is not None
    change.reverse()
    assert see_side_by_side(desk, see_desk(desk)).neighbours == near
