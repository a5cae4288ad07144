"""Scoresheets coming back: what is taken, what is asked about, and what is never lost."""

from __future__ import annotations

import itertools
import os
import sys
from datetime import datetime, timedelta
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dd_panel.domain.findings import Kind
from dd_panel.domain.identifiers import Field, Reference
from dd_panel.services.results.ranking import see_ranking
from dd_panel.services.returns.deciding import findings_waiting
from dd_panel.services.returns.merging import Incoming, merge_returns, read_incoming
from dd_panel.services.returns.taking_back import take_back_merge
from dd_panel.services.workplace import CancelledError
from tests.panelwork import ASHE, NOON, OKORO, REFERENCES, SmallRound, fill, fill_all, kinds, saved_at, small_round

FIRST = REFERENCES[0]
NEED, PLAN = Field("score.need"), Field("score.plan")


def standing(small: SmallRound, reference: Reference = FIRST, field: Field = NEED) -> str | None:
    with small.open() as place, place.store.reading() as work:
        return work.entries.of(ASHE, reference).get(field)


def test_a_filled_scoresheet_is_merged_and_the_receipt_adds_up(small: SmallRound) -> None:
    report = small.merge(fill_all(small.blank(ASHE)))

    assert [each.status for each in report.files] == ["merged"]
    receipt = report.receipt
    assert (receipt.expected, receipt.scored, receipt.not_yet_scored, receipt.waiting) == (28, 14, 14, 0)
    assert receipt.outstanding_members == (OKORO,)
    assert receipt.sum_in == receipt.sum_out == Fraction(77, 2)
    assert receipt.adds_up


def test_an_empty_cell_is_not_yet_scored_and_never_zero(small: SmallRound) -> None:
    small.merge(fill(small.blank(ASHE), {(FIRST, "score.need"): 4}))

    with small.open() as place:
        ranking = see_ranking(place)
    assert [(line.ranked.place, line.ranked.position) for line in ranking.lines] == [(None, None)] * 7


def test_the_same_file_again_changes_nothing_and_says_so(small: SmallRound) -> None:
    sheet = fill_all(small.blank(ASHE))
    small.merge(sheet)

    again = small.merge(sheet)

    assert [each.status for each in again.files] == ["already-received"]
    assert kinds(again) == [Kind.ALREADY_RECEIVED]
    assert again.receipt.scored == 14


def test_a_later_file_that_is_empty_takes_the_scores_back_and_says_how_many(small: SmallRound) -> None:
    blank = small.blank(ASHE)
    small.merge(fill_all(blank))

    emptied = small.merge(saved_at(blank, _minutes(2)))

    file = emptied.files[0]
    assert (file.status, file.taken, file.revised, file.emptied) == ("merged", 0, 14, 14)
    assert (emptied.receipt.scored, emptied.receipt.not_yet_scored) == (0, emptied.receipt.expected)


def test_a_later_file_revises_and_an_older_one_changes_nothing(small: SmallRound) -> None:
    blank = small.blank(ASHE)
    early, late = fill(blank, {(FIRST, "score.need"): 4}, 1), fill(blank, {(FIRST, "score.need"): 5}, 2)
    small.merge(early)

    revised = small.merge(late)
    assert (revised.files[0].status, revised.files[0].revised, revised.files[0].emptied) == ("merged", 1, 0)
    assert standing(small) == "5"

    older = small.merge(saved_at(early, early_time := _minutes(0)))
    assert early_time < _minutes(1)
    assert [each.status for each in older.files] == ["older"]
    assert standing(small) == "5"


def _minutes(number: int) -> datetime:
    return NOON + timedelta(minutes=number)


def test_two_files_of_the_same_moment_are_asked_about(small: SmallRound) -> None:
    blank = small.blank(ASHE)
    small.merge(fill(blank, {(FIRST, "score.need"): 4, (FIRST, "score.plan"): 3}))

    report = small.merge(fill(blank, {(FIRST, "score.need"): 5, (FIRST, "score.plan"): 3}))

    assert kinds(report) == [Kind.BOTH_CHANGED]
    assert standing(small) == "4"
    assert report.receipt.waiting == 1
    assert report.receipt.adds_up


def test_a_file_of_another_round_is_refused(small: SmallRound, tmp_path: Path) -> None:
    from dataclasses import replace

    from tests.panelwork import RULES

    (tmp_path / "other").mkdir()
    other = small_round(tmp_path / "other", replace(RULES, reference="OTHER"))

    report = small.merge(fill_all(other.blank(ASHE)), b"no workbook at all")

    assert [each.status for each in report.files] == ["refused", "refused"]
    assert kinds(report) == [Kind.WRONG_ROUND, Kind.NOT_A_SCORESHEET]
    assert report.receipt.scored == 0


def test_every_change_is_kept_with_its_file_and_cell(small: SmallRound) -> None:
    blank = small.blank(ASHE)
    small.merge(fill(blank, {(FIRST, "score.need"): 4}, 1))
    small.merge(fill(blank, {(FIRST, "score.need"): 5}, 2))

    with small.open() as place, place.store.reading() as work:
        trail = [each for each in work.entries.history(ASHE, FIRST) if each.field == NEED]
    assert [(each.before, each.after) for each in trail] == [("", "4"), ("4", "5")]
    assert [each.origin.file for each in trail] == ["return-0.xlsx", "return-0.xlsx"]
    assert {(each.origin.sheet, each.origin.cell) for each in trail} == {("Scores", "H3")}


VALUES = st.sampled_from([None, 0, 3, 5, "4 ", "3 or 4", "cannot judge"])


@settings(max_examples=15)
@given(st.lists(st.tuples(VALUES, VALUES), min_size=3, max_size=3), st.permutations(range(3)))
def test_one_merge_gives_the_same_result_in_any_order(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[object, object]], order: list[int]
) -> None:
    folder = tmp_path_factory.mktemp("orders")
    results = []
    for name, sequence in (("plain", range(3)), ("shuffled", order)):
        (folder / name).mkdir()
        small = small_round(folder / name)
        blank = small.blank(ASHE)
        files = [
            fill(blank, {(FIRST, "score.need"): need, (FIRST, "score.plan"): plan}, minutes)  # type: ignore[dict-item]
            for minutes, (need, plan) in enumerate(rows, start=1)
        ]
        report = small.merge(*(files[number] for number in sequence))
        with small.open() as place:
            waiting = [kept.finding.kind for kept in findings_waiting(place)]
        results.append((standing(small), standing(small, field=PLAN), waiting, report.receipt))
    assert results[0] == results[1]
    assert results[0][3].adds_up


def test_files_of_several_members_give_the_same_numbers_in_any_order(tmp_path: Path) -> None:
    outcomes = []
    for name, turns in (("plain", (0, 1, 2, 3)), ("shuffled", (3, 1, 0, 2))):
        (tmp_path / name).mkdir()
        small = small_round(tmp_path / name)
        ashe, okoro = small.blank(ASHE), small.blank(OKORO)
        files = [
            fill(ashe, {(FIRST, "score.need"): "3 or 4"}, 1),
            fill(ashe, {(FIRST, "score.need"): "4,0"}, 2),
            fill(okoro, {(FIRST, "score.need"): "five"}, 1),
            b"no workbook at all",
        ]
        report = small.merge(*(files[turn] for turn in turns))
        said = dict(zip(turns, report.files, strict=True))
        with small.open() as place:
            waiting = [(kept.finding_id, kept.member, kept.finding.found) for kept in findings_waiting(place)]
        outcomes.append((waiting, [said[turn].status for turn in range(4)], report.receipt))
    assert outcomes[0] == outcomes[1]
    assert outcomes[0][1] == ["merged-with-findings", "merged-with-findings", "merged-with-findings", "refused"]


def test_a_known_file_is_passed_over_but_never_one_that_was_taken_back_or_could_be_read_anew(
    small: SmallRound,
) -> None:
    sheet = fill_all(small.blank(ASHE))
    first = small.merge(sheet)
    told = []

    with small.open() as place:
        file = Incoming("again.xlsx", sheet)
        again = merge_returns(place, [file], progress=lambda done, total, name: told.append((done, total, name)))
        assert first.event is not None
        take_back_merge(place, first.event)
    assert [(each.status, each.member, each.export) for each in again.files] == [("already-received", ASHE, 0)]
    assert told == [(1, 1, "")]
    assert [each.status for each in small.merge(sheet).files] == ["merged"]


def test_cancelling_in_the_middle_changes_nothing(small: SmallRound) -> None:
    files = [Incoming(f"{member}.xlsx", fill_all(small.blank(member))) for member in (ASHE, OKORO)]
    asked = iter([False, True])

    with small.open() as place:
        with pytest.raises(CancelledError):
            merge_returns(place, files, cancelled=lambda: next(asked))
        with place.store.reading() as work:
            assert work.returns.all() == ()
            assert work.entries.everything() == {}
        assert [each.status for each in merge_returns(place, files).files] == ["merged", "merged"]


def test_files_that_come_one_by_one_end_as_they_do_together(small: SmallRound, tmp_path: Path) -> None:
    blank = small.blank(ASHE)
    files = [fill_all(blank, need, minutes=minutes) for minutes, need in enumerate((2, 4, 3), start=1)]
    outcomes = set()
    for number, order in enumerate(itertools.permutations(files)):
        folder = tmp_path / str(number)
        folder.mkdir()
        each = small_round(folder)
        for content in order:
            each.merge(content)
        outcomes.add(standing(each))
    assert outcomes == {"3"}


def test_a_blank_scoresheet_never_replaces_one_that_is_filled_in(small: SmallRound) -> None:
    from dd_panel.domain.errors import InputError
    from dd_panel.services.review.scoresheets import blank_scoresheet

    out = small.path.parent / "sheet.xlsx"
    with small.open() as place:
        blank_scoresheet(place, ASHE, out)
        blank_scoresheet(place, ASHE, out)
        filled = fill(out.read_bytes(), {(FIRST, "score.need"): 4})
        out.write_bytes(filled)
        with pytest.raises(InputError, match="filled in"):
            blank_scoresheet(place, ASHE, out)
    assert out.read_bytes() == filled


@pytest.mark.skipif(sys.platform != "linux", reason="only there can a name be in no alphabet")
def test_a_file_whose_name_is_in_an_old_alphabet_is_merged_like_any_other(tmp_path: Path) -> None:
    small = small_round(tmp_path)
    sent = tmp_path / os.fsdecode(b"M\xe4rz.xlsx")
    sent.write_bytes(fill(small.blank(ASHE), {(REFERENCES[0], "score.need"): 4}))
    with small.open() as place:
        (report,) = merge_returns(place, [read_incoming(sent)]).files
        assert (report.status, report.file) == ("merged", "M\ufffdrz.xlsx")
