"""Returned scoresheets, what was read from them, and what was found."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import datetime, timedelta

import pytest

from dd_panel.domain.findings import Finding, Kind, ReadCell, about_cell
from dd_panel.domain.identifiers import CriterionKey, Field, MemberId, Reference
from dd_panel.store.findings import Kept
from dd_panel.store.returns import Return
from dd_panel.store.store import Store
from tests.store.work import COMMENT, DD1, DD2, M1, M2, MONDAY, NEED, PLAN, TUESDAY, fingerprint, receive

FOUR = ReadCell(DD1, NEED, "Scores", "D3", "number:4", "4", "4")
SPACED = ReadCell(DD2, NEED, "Scores", "D4", "text:4 ", "4 ", None, Kind.STRAY_SPACE, "4")
WORD = ReadCell(DD1, PLAN, "Scores", "E3", "text:good", "good", None, Kind.UNKNOWN_LEVEL)
SAID = ReadCell(DD1, COMMENT, "Scores", "F3", "text:=Fine", "=Fine", "=Fine")


def take(store: Store, export: int, saved: datetime | None, status: str = "merged", member: MemberId = M1) -> int:
    content = f"{export} {saved} {status} {member}".encode()
    with store.writing() as work:
        return work.returns.add(fingerprint(content), "s.xlsx", member, export, saved, TUESDAY, status, content)


def latest(store: Store, member: MemberId = M1) -> int | None:
    with store.reading() as work:
        found = work.returns.latest(member)
    return found.return_id if found else None


def test_a_return_comes_back_with_its_bytes(store: Store) -> None:
    number = receive(store, b"PK\x03\x04 workbook")
    with store.writing() as work:
        work.returns.note_typed_outside(number, 3)
    expected = Return(
        number, fingerprint(b"PK\x03\x04 workbook"), "scores.xlsx", M1, 1, MONDAY, TUESDAY, "merged", typed_outside=3
    )
    with store.reading() as work:
        assert work.returns.all() == (expected,)
        assert work.returns.by_sha(expected.sha256) == expected
        assert work.returns.by_sha("00" * 32) is None
        assert work.returns.content(number) == b"PK\x03\x04 workbook"
        with pytest.raises(KeyError):
            work.returns.content(number + 1)


def test_the_latest_return_goes_by_export_then_by_saving_time(store: Store) -> None:
    assert latest(store) is None
    first = take(store, 1, MONDAY)
    assert latest(store, MemberId("m1")) == first
    second = take(store, 2, None, "merged-with-findings")
    assert latest(store) == second
    saved = take(store, 2, MONDAY)
    assert latest(store) == saved
    later = take(store, 2, MONDAY + timedelta(microseconds=1))
    assert latest(store) == later
    take(store, 1, TUESDAY, "older")
    take(store, 9, TUESDAY, "older")
    take(store, 9, TUESDAY, member=M2)
    assert latest(store) == later
    with store.reading() as work:
        found = {member: each.return_id for member, each in work.returns.latest_of_all().items()}
    assert found == {M1: later, M2: latest(store, M2)}


def test_a_return_of_nobody_is_a_key_error(store: Store) -> None:
    with pytest.raises(KeyError):
        receive(store, member=MemberId("nobody"))


def test_what_was_read_is_kept_cell_by_cell(store: Store) -> None:
    number, other = receive(store), receive(store, b"another")
    with store.writing() as work:
        work.returns.add_cells(number, [FOUR, SPACED])
        work.returns.add_cells(number, [WORD, SAID])
        work.returns.add_cells(number, [])
        work.returns.add_cells(other, [FOUR])
    with store.reading() as work:
        assert work.returns.cells(number) == (FOUR, SPACED, WORD, SAID)
        assert work.returns.scores_read() == {
            (number, "Scores", "D3"): "4",
            (number, "Scores", "D4"): "4",
            (other, "Scores", "D3"): "4",
        }


RICH = ReadCell(DD1, PLAN, "Scores", "E3", "formula:=2+2\nnumber:4", "=2+2", None, Kind.FORMULA, "4")
TIDIED = ReadCell(DD2, COMMENT, "Scores", "F4", "text:No:", "No:", "No:")
NOT_SAID = ReadCell(DD2, PLAN, "Scores", "E4", "number:4.0", "4.0", "4")


def test_what_was_found_comes_back_to_the_letter_though_a_text_is_kept_once(store: Store) -> None:
    long = ReadCell(DD1, COMMENT, "Scores", "F3", "text:" + 9 * "Sound: ", 9 * "Sound: ", 9 * "Sound: ")
    cells = (long, RICH, TIDIED, NOT_SAID)
    number = receive(store)
    with store.writing() as work:
        work.returns.add_cells(number, cells)
    with store.reading() as work:
        assert work.returns.cells(number) == cells
    with closing(sqlite3.connect(store.path)) as raw:
        (row,) = raw.execute("SELECT raw, found, value FROM return_cells WHERE position = 1").fetchall()
    assert row == ("text:", "", long.value)


FINDINGS = (
    about_cell(WORD, Kind.UNKNOWN_LEVEL),
    Finding(Kind.LOOKS_LIKE_RANK, "Scores", "D3", criterion=CriterionKey("need"), found="1 … 7", held=(FOUR, SPACED)),
    Finding(Kind.UNKNOWN_REFERENCE, "Scores", "B9", Reference("DD-999"), found="DD-999", proposed="DD-001"),
    Finding(Kind.MISSING_COLUMN, "Scores", detail="comment.plan"),
)


def keep(store: Store) -> tuple[Kept, ...]:
    number = receive(store)
    with store.writing() as work:
        numbers = work.findings.add(number, M1, FINDINGS)
    return tuple(
        Kept(finding_id, number, M1, "scores.xlsx", finding)
        for finding_id, finding in zip(numbers, FINDINGS, strict=True)
    )


def test_findings_come_back_with_the_cells_they_hold(store: Store) -> None:
    kept = keep(store)
    with store.reading() as work:
        assert work.findings.all() == kept
        assert work.findings.waiting() == kept[:3]
        assert work.findings.get(kept[1].finding_id) == kept[1]
        assert work.findings.of_return(kept[0].return_id) == kept
        assert work.findings.of_return(99) == ()


@pytest.mark.parametrize("number", [0, 99, 2**70])
def test_an_unknown_finding_is_a_key_error(store: Store, number: int) -> None:
    with store.writing() as work:
        with pytest.raises(KeyError):
            work.findings.get(number)
        with pytest.raises(KeyError):
            work.findings.decide(number, "accepted", None, "Why not.", "secretariat", MONDAY)


def test_a_decision_is_kept_with_who_when_and_why(store: Store) -> None:
    kept = keep(store)
    with store.writing() as work:
        work.findings.decide(kept[0].finding_id, "set", "4", "She rang.", "secretariat", TUESDAY)
    with store.reading() as work:
        decided = work.findings.get(kept[0].finding_id)
        assert (decided.decision, decided.decided_value) == ("set", "4")
        assert (decided.reason, decided.who, decided.at) == ("She rang.", "secretariat", TUESDAY)
        assert work.findings.waiting() == kept[1:3]


def test_a_later_return_closes_what_is_undecided_of_the_same_member(store: Store) -> None:
    kept = keep(store)
    other = receive(store, b"of another member", member=M2)
    with store.writing() as work:
        work.findings.decide(kept[0].finding_id, "rejected", None, "A slip.", "secretariat", MONDAY)
        work.findings.add(other, M2, FINDINGS[:1])
        work.findings.supersede([kept.finding_id for kept in work.findings.undecided_of(MemberId("m1"))], TUESDAY)
    with store.reading() as work:
        assert [each.decision for each in work.findings.all()] == ["rejected", *["superseded"] * 3, None]
        assert [each.at for each in work.findings.all()] == [MONDAY, TUESDAY, TUESDAY, TUESDAY, None]
        assert [each.member for each in work.findings.waiting()] == [M2]


def test_numbers_of_findings_go_on(store: Store) -> None:
    number = receive(store)
    with store.writing() as work:
        first = work.findings.add(number, M1, FINDINGS[:2])
        assert work.findings.add(number, M1, []) == ()
        assert work.findings.add(number, M1, FINDINGS[2:]) == (first[1] + 1, first[1] + 2)


def test_a_field_of_any_name_is_kept(store: Store) -> None:
    number = receive(store)
    cell = ReadCell(DD1, Field("score.value-for-money"), "Noten", "AA10", "number:2.5", "2.5", "2.5")
    with store.writing() as work:
        work.returns.add_cells(number, [cell])
        assert work.returns.scores_read() == {(number, "Noten", "AA10"): "2.5"}
