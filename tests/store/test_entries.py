"""What members fill in, and the history of it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest

from dd_panel.domain.findings import ReadCell
from dd_panel.domain.identifiers import GUIDANCE, Field, MemberId, Reference
from dd_panel.domain.merging import Standing
from dd_panel.store.entry_values import Entry, Judgement, Origin, Recorded, Write
from dd_panel.store.store import Store
from tests.builders import a_member, an_application
from tests.store.work import COMMENT, DD1, DD2, M1, M2, MONDAY, NEED, PLAN, TUESDAY, put, receive, standing

BY_HAND = Origin("M1", MONDAY)


def history(store: Store) -> list[tuple[str, str, str]]:
    with store.reading() as work:
        return [(each.field, each.before, each.after) for each in work.entries.history()]


def test_what_was_filled_in_comes_back_by_member_and_application(store: Store) -> None:
    with store.writing() as work:
        work.entries.write(
            [
                Write(M1, DD1, NEED, "4"),
                Write(M1, DD1, COMMENT, "“Fine”,\nbut =1+1"),
                Write(M1, DD2, NEED, "cannot judge"),
                Write(M2, DD1, NEED, "2"),
            ],
            BY_HAND,
        )
    with store.reading() as work:
        assert work.entries.of(M1, DD1) == {NEED: "4", COMMENT: "“Fine”,\nbut =1+1"}
        assert work.entries.of(MemberId("m1"), Reference("dd-002")) == {NEED: "cannot judge"}
        assert work.entries.of(M2, DD2) == {}
        assert [work.entries.count(*of) for of in ((M1, NEED), (M2, NEED), (M2, COMMENT))] == [2, 1, 0]
        assert work.entries.of_member(M2) == {DD1: {NEED: "2"}}
        assert work.entries.everything() == {
            (M1, DD1): {NEED: "4", COMMENT: "“Fine”,\nbut =1+1"},
            (M1, DD2): {NEED: "cannot judge"},
            (M2, DD1): {NEED: "2"},
        }


def test_a_change_is_recorded_with_all_that_is_known_about_it(store: Store) -> None:
    number = receive(store)
    origin = Origin("secretariat", TUESDAY, "She rang.", number, "scores.xlsx", "Other", "A1")
    put(store, "3")
    with store.writing() as work:
        cells = {(DD1, NEED): ("Scores", "D3")}
        work.entries.write([Write(M1, DD1, NEED, "4"), Write(M1, DD1, PLAN, "5")], origin, cells)
    from_cell = Origin("secretariat", TUESDAY, "She rang.", number, "scores.xlsx", "Scores", "D3")
    with store.reading() as work:
        changes = work.entries.history()
        assert changes == (
            Recorded(1, M1, DD1, NEED, "", "3", BY_HAND),
            Recorded(2, M1, DD1, NEED, "3", "4", from_cell),
            Recorded(3, M1, DD1, PLAN, "", "5", origin),
        )
        expected = Entry(M1, DD1, NEED, "4", Standing("4"), from_cell, revision=2)
        assert work.entries.detail(M1, DD1, NEED) == expected
        assert work.entries.details(M1)[DD1, NEED] == expected
        assert [entry.field for entry in work.entries.all_details()] == [NEED, PLAN]


def test_scores_and_conflicts_come_alone_with_the_cell_each_was_read_from(store: Store) -> None:
    number = receive(store)
    again, conflict = Field("second.need"), Field("conflict")
    origin = Origin("secretariat", TUESDAY, return_id=number, file="scores.xlsx")
    with store.writing() as work:
        cells = {(DD1, NEED): ("Scores", "D3")}
        said = [
            Write(M1, DD1, NEED, "4"),
            Write(M1, DD1, COMMENT, "Fine."),
            Write(M1, DD1, PLAN, None, "", "", settle=True),
        ]
        work.entries.write(said, origin, cells)
        work.entries.write([Write(M1, DD1, again, "5"), Write(M2, DD2, conflict, "A cousin.")], BY_HAND)
    with store.reading() as work:
        assert work.entries.judgements() == {
            (M1, DD1): {NEED: Judgement("4", number, "Scores", "D3"), again: Judgement("5", None, "", "")},
            (M2, DD2): {conflict: Judgement("A cousin.", None, "", "")},
        }


def test_conflicts_and_what_is_begun_come_without_the_words_of_reviews(store: Store) -> None:
    conflict = Field("conflict")
    with store.writing() as work:
        said = [
            Write(M1, DD1, COMMENT, "Fine."),
            Write(M1, DD1, NEED, "4"),
            Write(M1, DD2, Field("second.need"), "5"),
            Write(M1, DD2, conflict, "A cousin."),
            Write(M2, DD1, NEED, "3"),
            Write(M2, DD1, conflict, "A neighbour."),
            Write(M2, DD2, conflict, "Their own bid."),
        ]
        work.entries.write(said, BY_HAND)
        work.entries.write([Write(M2, DD1, conflict, ""), Write(M2, DD1, NEED, "")], BY_HAND)
    with store.reading() as work:
        assert work.entries.conflicts() == {(M1, DD2): "A cousin.", (M2, DD2): "Their own bid."}
        assert work.entries.begun() == {(M1, DD1), (M1, DD2)}
        assert work.entries.count_scored() == 2


def test_what_stands_in_some_cells_is_read_by_itself(store: Store) -> None:
    with store.writing() as work:
        work.entries.write(
            [Write(M1, DD1, NEED, "4", "4", "number:4", settle=True), Write(M2, DD1, NEED, "3")], BY_HAND
        )
    with store.reading() as work:
        stands = work.entries.standings([(M1, DD1, NEED), (M1, DD1, PLAN), (M2, DD1, NEED)])
        assert stands == {(M1, DD1, NEED): Standing("4", "4", "number:4"), (M2, DD1, NEED): Standing("3")}
        assert work.entries.standings([]) == {}


def test_a_round_in_which_nothing_is_filled_in_has_no_conflict_and_no_review_begun(store: Store) -> None:
    with store.reading() as work:
        assert (work.entries.conflicts(), work.entries.begun(), work.entries.count_scored()) == ({}, frozenset(), 0)


def test_the_history_of_one_member_or_one_application(store: Store) -> None:
    with store.writing() as work:
        for member, application in ((M1, DD1), (M2, DD1), (M1, DD2)):
            work.entries.write([Write(member, application, NEED, "4")], BY_HAND)
        pairs = [
            [(each.member, each.application) for each in changes]
            for changes in (
                work.entries.history(member=MemberId("m1")),
                work.entries.history(application=Reference("dd-001")),
                work.entries.history(M2, DD1),
            )
        ]
    assert pairs == [[(M1, DD1), (M1, DD2)], [(M1, DD1), (M2, DD1)], [(M2, DD1)]]


def test_the_same_value_again_is_no_change(store: Store) -> None:
    put(store, "4")
    put(store, "4", at=TUESDAY)
    assert history(store) == [(NEED, "", "4")]
    with store.reading() as work:
        entry = work.entries.detail(M1, DD1, NEED)
    assert entry is not None
    assert (entry.origin, entry.revision) == (BY_HAND, 1)


def test_what_was_taken_back_is_not_counted(store: Store) -> None:
    put(store, "4")
    put(store, "")
    with store.reading() as work:
        assert work.entries.count(M1, NEED) == 0


def test_a_value_taken_back_is_a_change(store: Store) -> None:
    put(store, "4")
    put(store, "")
    assert standing(store) == ""
    assert history(store) == [(NEED, "", "4"), (NEED, "4", "")]


def test_an_empty_text_where_nothing_stood_is_kept_and_no_change(store: Store) -> None:
    put(store, "", field=GUIDANCE)
    assert standing(store, GUIDANCE) == ""
    assert history(store) == []


def test_settling_leaves_value_origin_and_revision_as_they_are(store: Store) -> None:
    put(store, "4")
    with store.writing() as work:
        settled = Write(M1, DD1, NEED, None, "3", "number:3", settle=True)
        work.entries.write([settled], Origin("secretariat", TUESDAY))
        entry = work.entries.detail(M1, DD1, NEED)
    assert entry == Entry(M1, DD1, NEED, "4", Standing("4", "3", "number:3"), BY_HAND, revision=1)
    assert history(store) == [(NEED, "", "4")]


def test_what_was_received_can_be_settled_where_nothing_stands(store: Store) -> None:
    with store.writing() as work:
        work.entries.write([Write(M1, DD1, NEED, None, None, "text:good", settle=True)], BY_HAND)
        entry = work.entries.detail(M1, DD1, NEED)
        assert entry is not None
        assert (entry.value, entry.standing) == ("", Standing(None, None, "text:good"))
        assert work.entries.of(M1, DD1) == {}
        assert work.entries.everything() == {}


def test_what_a_return_says_is_written_with_the_cells_it_came_from(store: Store) -> None:
    number = receive(store)
    origin = Origin("secretariat", TUESDAY, return_id=number, file="scores.xlsx")
    put(store, "3")
    put(store, "5", field=PLAN)
    need = ReadCell(DD1, NEED, "Scores", "D3", "number:4", "4", "4")
    plan = ReadCell(DD1, PLAN, "Scores", "E3", "number:2", "2", "2")
    said = ReadCell(DD2, COMMENT, "Scores", "F4", "text:So: so", "So: so", "So: so")
    with store.writing() as work:
        stood = work.entries.details(M1)
        work.entries.settle(MemberId("m1"), [(need, "4"), (plan, None), (said, "So: so")], stood, origin)
    with store.reading() as work:
        assert work.entries.details(M1) == {
            (DD1, NEED): Entry(
                M1, DD1, NEED, "4", Standing("4", "4", "number:4"), replace(origin, sheet="Scores", cell="D3"), 2
            ),
            (DD1, PLAN): Entry(M1, DD1, PLAN, "5", Standing("5", "2", "number:2"), BY_HAND, 1),
            (DD2, COMMENT): Entry(
                M1,
                DD2,
                COMMENT,
                "So: so",
                Standing("So: so", "So: so", "text:So: so"),
                replace(origin, sheet="Scores", cell="F4"),
                1,
            ),
        }
    assert history(store)[2:] == [(NEED, "3", "4"), (COMMENT, "", "So: so")]


def test_a_return_about_an_unknown_application_writes_nothing(store: Store) -> None:
    cell = ReadCell(Reference("DD-999"), NEED, "Scores", "D3", "number:4", "4", "4")
    with store.writing() as work, pytest.raises(KeyError, match="dd-999"):
        work.entries.settle(M1, [(cell, "4")], {}, BY_HAND)
    assert history(store) == []


@pytest.mark.parametrize(
    "standing",
    [
        Standing("4", "4", "number:4"),
        Standing("5", "4", "number:4"),
        Standing("4", "4", "number:4.0"),
        Standing("", "", ""),
        Standing("text:", "text:", "text:text:"),
        Standing("A: b", "A: b", "text:A: b"),
        Standing(None, None, "text:3 or 4"),
        Standing("4", None, "formula:=2+2\nnumber:4"),
        Standing("=2+2", "=2+2", "formula:=2+2"),
        Standing("4", "", ""),
    ],
    ids=str,
)
def test_what_stands_and_what_was_received_come_back_to_the_letter(store: Store, standing: Standing) -> None:
    entry = Entry(M1, DD1, COMMENT, standing.value or "", standing, BY_HAND, 1)
    with store.writing() as work:
        work.entries.put_back([entry], BY_HAND)
        assert work.entries.detail(M1, DD1, COMMENT) == entry
        again = Write(M1, DD1, COMMENT, standing.value, standing.received, standing.raw, settle=True)
        work.entries.write([again], BY_HAND)
        assert work.entries.detail(M1, DD1, COMMENT) == entry


def test_a_text_that_was_received_and_stands_is_in_the_file_once(store: Store) -> None:
    text = "The case is made from the service’s own figures: " * 9
    with store.writing() as work:
        work.entries.write([Write(M1, DD1, COMMENT, text, text, f"text:{text}", settle=True)], BY_HAND)
    with closing(sqlite3.connect(store.path)) as raw:
        assert raw.execute("SELECT value, received, raw FROM entries").fetchall() == [(text, None, "text:")]


def test_writing_without_settling_keeps_what_was_received(store: Store) -> None:
    with store.writing() as work:
        work.entries.write([Write(M1, DD1, NEED, "4", "4", "number:4", settle=True)], BY_HAND)
        work.entries.write([Write(M1, DD1, NEED, "2", "9", "ignored")], BY_HAND)
        entry = work.entries.detail(M1, DD1, NEED)
    assert entry is not None
    assert entry.standing == Standing("2", "4", "number:4")


def test_who_looks_before_a_change_sees_what_stands_and_writes_upon_it(store: Store) -> None:
    number = receive(store)
    put(store, "3")
    with store.writing() as work:
        work.entries.write([Write(M1, DD1, NEED, None, "2", "two", settle=True)], BY_HAND)
    with store.writing() as work:
        seen = work.entries.look(MemberId("m1"), Reference("dd-001"), (NEED, PLAN, COMMENT))
        assert seen.texts() == {NEED: "3"}
        told = [Write(M1, DD1, NEED, "4"), Write(M1, DD1, PLAN, "5"), Write(M1, DD1, GUIDANCE, "Go on.")]
        work.entries.write(told, Origin("M1", TUESDAY, return_id=number), seen=seen)
        assert seen.texts() == {NEED: "4", PLAN: "5", GUIDANCE: "Go on."}
    with store.reading() as work:
        assert work.entries.of(M1, DD1) == {NEED: "4", PLAN: "5", GUIDANCE: "Go on."}
        entry = work.entries.detail(M1, DD1, NEED)
    assert entry is not None
    assert (entry.standing, entry.revision) == (Standing("4", "2", "two"), 2)
    assert history(store) == [(NEED, "", "3"), (NEED, "3", "4"), (PLAN, "", "5"), (GUIDANCE, "", "Go on.")]


def test_a_field_that_was_not_looked_at_is_read_before_it_is_written(store: Store) -> None:
    put(store, "3", field=PLAN)
    with store.writing() as work:
        seen = work.entries.look(M1, DD1, (NEED, COMMENT, GUIDANCE))
        work.entries.write([Write(M1, DD1, PLAN, "5")], BY_HAND, seen=seen)
    assert history(store) == [(PLAN, "", "3"), (PLAN, "3", "5")]


def test_one_batch_may_write_the_same_entry_twice(store: Store) -> None:
    with store.writing() as work:
        work.entries.write([Write(M1, DD1, NEED, "4"), Write(M1, Reference("dd-001"), NEED, "5")], BY_HAND)
    assert standing(store) == "5"
    assert history(store) == [(NEED, "", "4"), (NEED, "4", "5")]


def test_an_entry_of_nobody_or_nothing_names_what_is_unknown(store: Store) -> None:
    for member, application, named in ((MemberId("Nobody"), DD1, "nobody"), (M1, Reference("DD-9"), "dd-9")):
        with pytest.raises(KeyError, match=named), store.writing() as work:
            work.entries.write([Write(member, application, NEED, "4")], BY_HAND)
    with store.reading() as work:
        assert work.entries.everything() == {}


def test_an_entry_of_an_unknown_return_is_a_bug_and_is_not_kept(store: Store) -> None:
    with pytest.raises(sqlite3.IntegrityError), store.writing() as work:
        work.entries.write([Write(M1, DD1, NEED, "4")], Origin("M1", MONDAY, return_id=77))
    assert standing(store) is None


@pytest.mark.parametrize(
    "change", ["UPDATE history SET after = '5'", "DELETE FROM history", "REPLACE INTO history SELECT * FROM history"]
)
def test_no_program_can_change_the_history(store: Store, change: str) -> None:
    put(store, "4")
    intruder = sqlite3.connect(store.path)
    with pytest.raises(sqlite3.IntegrityError, match="the history only grows"), intruder:
        intruder.execute(change)
    intruder.close()
    assert history(store) == [(NEED, "", "4")]


def test_many_entries_are_written_and_read_in_one_go(store: Store) -> None:
    members = [MemberId(f"P{number}") for number in range(20)]
    references = [Reference(f"X-{number}") for number in range(50)]
    fields = [Field(f"score.c{number}") for number in range(6)]
    writes = [
        Write(member, reference, field, "4", "4", "number:4", settle=True)
        for member in members
        for reference in references
        for field in fields
    ]
    cells = {(write.application, write.field): ("Scores", f"{write.application}") for write in writes}
    with store.writing() as work:
        work.panel.add_members([a_member(member) for member in members])
        work.applications.add([an_application(reference) for reference in references])
        work.entries.write(writes, BY_HAND, cells)
        work.entries.write(writes, BY_HAND, cells)
        work.entries.write([], BY_HAND)
    with store.reading() as work:
        everything = work.entries.everything()
        assert len(everything) == 1000
        assert everything[MemberId("P7"), Reference("X-9")] == dict.fromkeys(fields, "4")
        changes = work.entries.history()
        assert len(changes) == 6000
        assert {(each.before, each.after, each.origin.cell == each.application) for each in changes} == {
            ("", "4", True)
        }
