"""An application that was withdrawn or failed a gate: nobody waits for its reviews, and what came is not lost."""

from __future__ import annotations

import io
from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import openpyxl
import pytest

from dd_panel.domain.errors import InputError
from dd_panel.domain.receipt import Receipt
from dd_panel.services.intake.eligibility import reinstate, withdraw
from dd_panel.services.results.consolidating import consolidate
from dd_panel.services.results.prospects import prospects_of
from dd_panel.services.results.ranking import see_ranking
from dd_panel.services.returns.asking import remind
from dd_panel.services.returns.moderating import make_second_look, see_what_to_look_at_again
from dd_panel.services.returns.overview import see_returns
from dd_panel.services.returns.tracing import trace
from tests.panelwork import ASHE, NOON, OKORO, REFERENCES, SmallRound, fill, fill_all, kinds, saved_at, without

GONE = REFERENCES[0]
LATER = timedelta(minutes=2)


def withdrawn(small: SmallRound, *references: str) -> None:
    with small.open() as place:
        for reference in references or (GONE,):
            withdraw(place, reference, "They wrote that they join another bid.")


def receipt(small: SmallRound) -> Receipt:
    with small.open() as place:
        return see_returns(place).receipt


def test_its_reviews_are_not_expected_until_it_is_reinstated(small: SmallRound) -> None:
    small.merge(fill_all(small.blank(ASHE)))
    before = receipt(small)
    withdrawn(small)

    now = receipt(small)
    assert (before.expected, before.scored, now.expected, now.scored, now.not_yet_scored) == (28, 14, 24, 12, 12)
    assert GONE in before.by_application
    assert GONE not in now.by_application
    assert now.adds_up
    assert before.sum_in - now.sum_in == 3 + 2.5

    with small.open() as place:
        kept = {str(trail.field): trail.value for trail in trace(place, GONE, ASHE).trails}
        reinstate(place, GONE, "The other bid fell through.")
    assert (kept["score.need"], kept["score.plan"]) == ("3", "2.5")
    assert receipt(small) == before


def test_its_row_is_missed_in_no_later_scoresheet(small: SmallRound) -> None:
    sheet = fill_all(small.blank(ASHE))
    withdrawn(small)

    report = small.merge(saved_at(without(sheet, row=GONE), NOON + LATER))

    assert ([each.status for each in report.files], kinds(report)) == (["merged"], [])
    assert (report.receipt.scored, report.receipt.adds_up) == (12, True)


def test_its_row_in_a_scoresheet_from_before_is_kept_and_counts_for_nothing(small: SmallRound) -> None:
    sheet = fill_all(small.blank(ASHE))
    withdrawn(small)

    report = small.merge(sheet)

    assert ([each.status for each in report.files], report.files[0].taken) == (["merged"], 14)
    assert report.receipt.scored == 12
    with small.open() as place:
        reinstate(place, GONE, "The other bid fell through.")
    assert receipt(small).scored == 14


def test_a_question_about_it_is_open_again_though_a_later_scoresheet_has_no_row_for_it(small: SmallRound) -> None:
    blank = small.blank(ASHE)
    small.merge(fill(blank, {(GONE, "score.need"): "3 or 4"}, 1))
    withdrawn(small)
    small.merge(saved_at(without(fill(blank, {(REFERENCES[1], "score.need"): 3}, 2), row=GONE), NOON + LATER))

    with small.open() as place:
        reinstate(place, GONE, "The other bid fell through.")

    assert (receipt(small).waiting, receipt(small).scored, receipt(small).adds_up) == (1, 1, True)


def test_a_new_scoresheet_has_no_row_for_it(small: SmallRound) -> None:
    withdrawn(small)
    page = openpyxl.load_workbook(io.BytesIO(small.blank(ASHE)))["Scores"]
    shown = {str(cell.value) for row in page.iter_rows() for cell in row}
    assert (GONE in shown, REFERENCES[1] in shown) == (False, True)


def test_the_parts_of_the_receipt_in_the_workbook_add_up_to_its_totals(small: SmallRound, tmp_path: Path) -> None:
    small.merge(fill_all(small.blank(ASHE)), fill_all(small.blank(OKORO)))
    withdrawn(small)
    with small.open() as place:
        consolidate(place, tmp_path / "result.xlsx")

    page = openpyxl.load_workbook(tmp_path / "result.xlsx")["Receipt"]
    rows = [[cell.value for cell in row] for row in page.iter_rows()]
    total = next(row[2] for row in rows if row[1] == "Scores expected")
    by_member = sum(row[3] for row in rows if row[0] in {ASHE, OKORO} and isinstance(row[3], int))
    by_application = sum(row[3] for row in rows if row[0] in REFERENCES and isinstance(row[3], int))
    assert (total, by_member, by_application) == (24, 24, 24)


def test_nobody_is_reminded_of_it(small: SmallRound, tmp_path: Path) -> None:
    withdrawn(small)
    with small.open() as place:
        first = remind(place, tmp_path).paths[0]
    letter = message_from_bytes(first.read_bytes(), policy=default).get_content()
    assert "6 applications are assigned to you." in letter

    withdrawn(small, *REFERENCES[1:])
    assert receipt(small).outstanding_members == ()
    with small.open() as place, pytest.raises(InputError, match="Nobody is outstanding"):
        remind(place, tmp_path)


def test_nobody_is_asked_for_a_second_look_at_it(small: SmallRound, tmp_path: Path) -> None:
    small.merge(fill_all(small.blank(ASHE)), fill_all(small.blank(OKORO)))
    withdrawn(small)
    with small.open() as place:
        offered = [each.application.reference for each in see_what_to_look_at_again(place, ASHE)]
        with pytest.raises(InputError, match=r"DD-001 is out of the competition\. Withdrawn: They wrote"):
            make_second_look(place, ASHE, [GONE], tmp_path / "again.xlsx")
    assert offered == list(REFERENCES[1:])
    assert not (tmp_path / "again.xlsx").exists()


def test_nobody_is_to_discuss_it_for_want_of_reviews(small: SmallRound) -> None:
    small.merge(fill_all(small.blank(ASHE)))
    withdrawn(small)
    with small.open() as place:
        agenda = prospects_of(see_ranking(place)).agenda
    assert GONE not in {item.application for item in agenda}
    assert REFERENCES[1] in {item.application for item in agenda}


def test_a_second_look_at_it_from_before_stays_out_of_the_workbook(small: SmallRound, tmp_path: Path) -> None:
    small.merge(fill_all(small.blank(ASHE)))
    with small.open() as place:
        make_second_look(place, ASHE, REFERENCES[:2], tmp_path / "again.xlsx")
    looked: dict[tuple[str, str], str | float | None] = {(reference, "second.need"): 5 for reference in REFERENCES[:2]}
    small.merge(fill((tmp_path / "again.xlsx").read_bytes(), looked))
    withdrawn(small)
    with small.open() as place:
        consolidate(place, tmp_path / "result.xlsx")
    page = openpyxl.load_workbook(tmp_path / "result.xlsx")["Second looks"]
    assert [row[0].value for row in page.iter_rows(min_row=2)] == [REFERENCES[1]]
