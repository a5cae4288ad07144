"""Facts, rules and the register of authorities come back as they were put."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date

import pytest

from dd_panel.domain.authorities import AuthorityRecord
from dd_panel.domain.errors import StorageError
from dd_panel.store.records import moment_text
from dd_panel.store.store import Store
from tests.builders import a_criterion, a_round, a_rubric
from tests.store.work import MONDAY, TUESDAY

KENT = AuthorityRecord(
    "Kent County Council",
    "Kent",
    "KEN",
    "E10000016",
    start=date(1974, 4, 1),
    end=date(2028, 3, 31),
    replaced_by="WKE,EKE",
    nation="England",
    region="South East",
    alt_names=("Kent CC", "KCC"),
)


def test_a_fact_is_kept_until_another_takes_its_place(store: Store) -> None:
    with store.writing() as work:
        assert work.about.get("export") is None
        work.about.put("export", "1")
        work.about.put("export", "2")
    with store.reading() as work:
        assert work.about.get("export") == "2"


def test_a_store_without_a_round_says_so(store: Store) -> None:
    with store.reading() as work, pytest.raises(StorageError, match="holds no round"):
        work.rounds.get()


def test_the_rules_come_back_and_every_version_is_kept(store: Store) -> None:
    first = a_round()
    second = a_round(a_rubric(a_criterion("need", "2.5", minimum="2", comment="below 2"), a_criterion("plan")))
    with store.writing() as work:
        work.rounds.put(first, MONDAY)
        work.rounds.put(first, TUESDAY)
        work.rounds.put(second, TUESDAY)
    with store.reading() as work:
        assert work.rounds.get() == second
        assert work.rounds.get() is work.rounds.get()
    with closing(sqlite3.connect(store.path)) as outside:
        kept = outside.execute("SELECT rubric_version, put_at FROM round_versions ORDER BY number").fetchall()
    assert kept == [(first.rubric.version, moment_text(MONDAY)), (second.rubric.version, moment_text(TUESDAY))]


def test_rules_put_by_another_unit_of_work_are_seen(store: Store) -> None:
    for places in (10, 12):
        with store.writing() as work:
            work.rounds.put(replace(a_round(), places=places))
        with store.reading() as work:
            assert work.rounds.get().places == places


def test_rules_that_cannot_be_read_are_said_to_be_so(store: Store) -> None:
    with store.writing() as work:
        work.rounds.put(a_round())
    intruder = sqlite3.connect(store.path)
    with intruder:
        intruder.execute("UPDATE round_versions SET document = replace(document, 'highest', 'tallest')")
    intruder.close()
    with store.reading() as work, pytest.raises(StorageError, match="can't be read"):
        work.rounds.get()


def test_a_register_takes_the_place_of_the_one_before(store: Store) -> None:
    with store.writing() as work:
        work.authorities.replace([AuthorityRecord("Old Council"), AuthorityRecord("Older Council")])
        work.authorities.replace([KENT, AuthorityRecord("Leeds City Council")])
    with store.reading() as work:
        assert work.authorities.all() == (KENT, AuthorityRecord("Leeds City Council"))
    with store.writing() as work:
        work.authorities.replace([])
        assert work.authorities.all() == ()
