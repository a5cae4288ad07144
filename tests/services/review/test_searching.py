"""A member looks for words in everything she was sent: answers and attachments, but nothing she has a conflict with."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from dd_panel.domain.applications import Answer, Application, Attachment
from dd_panel.domain.identifiers import Reference
from dd_panel.domain.marks import Mark
from dd_panel.domain.panel import Assignment, Member
from dd_panel.domain.passages import Place
from dd_panel.services.review.marking import keep_mark
from dd_panel.services.review.reviewing import MEMBER_FACT, declare_conflict, withdraw_conflict
from dd_panel.services.review.searching import Findings, find_everywhere, read_everything
from dd_panel.services.workplace import Workplace, no_progress
from dd_panel.store.files import create, open_store
from dd_panel.store.store import FileKind, Store
from tests.documents import lines, locked_pdf, pdf_of
from tests.exampledesk import ASHE, NOW, clock, example_rules

DD1, DD2, DD3 = Reference("DD-001"), Reference("DD-002"), Reference("DD-003")
REPORT = pdf_of(lines("The business case"), lines("A ballot of all staff", "was held in Penistone."))
FILES = {"Business case.pdf": REPORT, "Note.txt": "Die Zürcher Straße is twinned with Barnsley.".encode()}
PASSPHRASE = "correct horse battery"


def application(reference: Reference, lead: str, *answers: str, files: dict[str, bytes] | None = None) -> Application:
    return Application(
        reference,
        lead,
        answers=tuple(Answer(f"Question {at}?", text) for at, text in enumerate(answers, 1)),
        attachments=tuple(
            Attachment(name, hashlib.sha256(content).hexdigest(), len(content))
            for name, content in (files or {}).items()
        ),
    )


def fill(store: Store) -> None:
    blobs = {hashlib.sha256(each).hexdigest(): each for each in (*FILES.values(), locked_pdf())}
    received = (
        application(DD1, "Barnsley Council", "An employee mutual.", "Café owners, and mutuals elsewhere.", files=FILES),
        application(DD2, "Leeds City Council", "A joint venture; no ballot was held."),
        application(DD3, "Hull City Council", "The staff ballot is in May.", files={"Locked.pdf": locked_pdf()}),
    )
    with store.writing() as work:
        work.rounds.put(example_rules())
        work.panel.add_members([Member(ASHE, "Margaret Ashe")])
        for sha256, content in blobs.items():
            work.applications.put_blob(sha256, content)
        work.applications.add(received)
        work.panel.assign([Assignment(ASHE, each.reference, order=at) for at, each in enumerate(received, 1)])
        work.about.put(MEMBER_FACT, ASHE)


@pytest.fixture
def unread(tmp_path: Path) -> Iterator[Workplace]:
    """Her review as it was unpacked: nothing is in the index yet."""
    with create(tmp_path / "ashe.ddreview", FileKind.REVIEW, NOW) as store:
        fill(store)
        yield Workplace(store, clock, "Margaret Ashe")


@pytest.fixture
def place(unread: Workplace) -> Workplace:
    """Her review with everything read."""
    assert read_everything(unread, no_progress) == 3
    return unread


def where(findings: Findings) -> set[tuple[str, str, str]]:
    return {(each.reference, each.place.document, each.place.part) for each in findings.found}


def test_words_are_found_in_answers_and_attachments(place: Workplace) -> None:
    findings = find_everywhere(place, "ballot")
    assert where(findings) == {
        ("DD-001", "Business case.pdf", "page 2"),
        ("DD-002", "", "question 1"),
        ("DD-003", "", "question 1"),
    }
    assert (findings.count, findings.applications, findings.unread) == (3, 3, 0)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("MUTUAL", {("DD-001", "", "question 1"), ("DD-001", "", "question 2")}),
        ("cafe", {("DD-001", "", "question 2")}),
        ("zurcher", {("DD-001", "Note.txt", "")}),
        ('"staff ballot"', {("DD-003", "", "question 1")}),
        ("staff ballot", {("DD-001", "Business case.pdf", "page 2"), ("DD-003", "", "question 1")}),
        ("hull", {("DD-003", "", "")}),
        ("mutual OR ballot", set()),
        ('"', set()),
        ("nowhere", set()),
    ],
)
def test_case_accents_beginnings_and_phrases(place: Workplace, typed: str, found: set[tuple[str, str, str]]) -> None:
    assert where(find_everywhere(place, typed)) == found


def test_words_one_after_the_other_come_before_the_same_words_apart(unread: Workplace) -> None:
    apart = application(
        Reference("DD-004"), "Ely Council", "Two pension funds agreed a rate; each rate suits pensions."
    )
    told = f"{'We pay for buildings, vans and an outreach team. ' * 30}The pension rate is 17 per cent."
    together = application(Reference("DD-005"), "Ripon Council", told)
    with unread.store.writing() as work:
        work.applications.add((apart, together))
        work.panel.assign([Assignment(ASHE, each.reference) for each in (apart, together)])
    read_everything(unread, no_progress)
    findings = find_everywhere(unread, "pension rate")
    assert [each.reference for each in findings.found] == ["DD-005", "DD-004"]
    assert (findings.count, ("pension rate", True) in findings.found[0].pieces) == (2, True)


def test_a_result_shows_the_words_and_knows_its_place(place: Workplace) -> None:
    (found,) = find_everywhere(place, "penistone").found
    words = " ".join("".join(text for text, _hit in found.pieces).split())
    assert words == "A ballot of all staff was held in Penistone."
    assert [text for text, hit in found.pieces if hit] == ["Penistone"]
    assert found.lead_authority == "Barnsley Council"
    assert replace(found.place, words="", around="") == Place("Business case.pdf", "page 2")


def test_a_conflict_seals_at_once_and_its_withdrawal_lets_the_index_be_filled_again(place: Workplace) -> None:
    declare_conflict(place, DD1, "employment", "")
    assert where(find_everywhere(place, "ballot")) == {("DD-002", "", "question 1"), ("DD-003", "", "question 1")}
    with sqlite3.connect(place.store.path) as file:
        assert file.execute("SELECT count(*) FROM passages WHERE application_key = 'dd-001'").fetchone() == (0,)
        assert file.execute("SELECT count(*) FROM passage_words WHERE passage_words MATCH 'penistone'").fetchone() == (
            0,
        )
    assert read_everything(place, no_progress) == 0
    withdraw_conflict(place, DD1)
    assert find_everywhere(place, "mutual").unread == 1
    assert read_everything(place, no_progress) == 1
    assert len(find_everywhere(place, "mutual").found) == 2


def test_a_conflict_that_another_way_wrote_hides_the_application_too(place: Workplace) -> None:
    with sqlite3.connect(place.store.path) as file:
        file.execute(
            "INSERT INTO entries (member_key, application_key, field, value, revision, who, at, reason, file, sheet,"
            " cell) VALUES ('pm01', 'dd-001', 'conflict', 'personal', 1, '', '', '', '', '', '')"
        )
    assert find_everywhere(place, "mutual").found == ()
    assert find_everywhere(place, "mutual").count == 0


def test_reading_that_was_stopped_goes_on_where_it_was(unread: Workplace) -> None:
    asked: list[int] = []

    def tired() -> bool:
        asked.append(1)
        return len(asked) > 6

    assert read_everything(unread, no_progress, tired) < 3
    assert find_everywhere(unread, "ballot").unread > 0
    read_everything(unread, no_progress)
    findings = find_everywhere(unread, "ballot")
    assert (findings.count, findings.unread) == (3, 0)


def test_a_locked_review_keeps_no_readable_word_on_the_disk(tmp_path: Path) -> None:
    path = tmp_path / "locked.ddreview"
    with create(path, FileKind.REVIEW, NOW, PASSPHRASE) as store:
        fill(store)
        place = Workplace(store, clock, "Margaret Ashe")
        read_everything(place, no_progress)
        assert len(find_everywhere(place, "penistone").found) == 1
        beside = b"".join(each.read_bytes() for each in tmp_path.iterdir())
    assert beside.lower().count(b"penistone") == 0
    assert path.read_bytes().lower().count(b"penistone") == 0
    with open_store(path, PASSPHRASE) as store:
        assert len(find_everywhere(Workplace(store, clock, ""), "penistone").found) == 1


def test_private_notes_are_found_before_everything_else_and_never_under_a_conflict(place: Workplace) -> None:
    keep_mark(place, DD2, Mark(Place("", "question 1", "joint venture"), "Which mutual do they mean?"))
    keep_mark(place, DD2, Mark(Place("", "question 1", "no ballot")))
    findings = find_everywhere(place, "mutual")
    first = findings.found[0]
    assert (findings.notes, findings.count, first.own, first.reference) == (1, 2, True, DD2)
    assert (first.place.part, first.pieces[1]) == ("question 1", ("mutual", True))
    assert [found.own for found in findings.found[1:]] == [False, False]
    declare_conflict(place, DD2, "personal", "")
    assert find_everywhere(place, "mutual").notes == 0
