"""One score recorded so that a flat battery can't take it back, beside the same two statements in bare SQLite."""

from __future__ import annotations

import itertools
import sqlite3
import time
from pathlib import Path

from dd_panel.domain.identifiers import MemberId
from dd_panel.services.review.reviewing import record_score, see_desk
from dd_panel.services.workplace import Workplace
from dd_panel.store.files import open_store
from tests.bench.measuring import Row, in_turn, stopwatch
from tests.bench.rounds import NOON, Size, make_review

BATCH = 25
"""Scores in one measurement; one alone is at the mercy of the disk."""

_BARE = """
CREATE TABLE entries (
    member TEXT, application TEXT, field TEXT, value TEXT, revision INTEGER, who TEXT, at TEXT,
    PRIMARY KEY (member, application, field)
);
CREATE TABLE history (
    change_id INTEGER PRIMARY KEY, member TEXT, application TEXT, field TEXT, before TEXT, after TEXT, who TEXT, at TEXT
);
"""


PASSPHRASE = "three slow trains"


def one_score_locked(folder: Path, pairs: int) -> list[Row]:
    """The same score in a review that is locked, beside the review that is not."""
    size, member = Size(400, 30), MemberId("PM001")
    make_review(folder / "plain.ddreview", size, member)
    make_review(folder / "locked.ddreview", size, member, passphrase=PASSPHRASE)
    with open_store(folder / "plain.ddreview") as plain, open_store(folder / "locked.ddreview", PASSPHRASE) as locked:
        places = [Workplace(store, lambda: NOON, "Member 1") for store in (locked, plain)]
        desk = see_desk(places[0])
        criterion = desk.rules.rubric.criteria[0].key
        count = itertools.count()

        def record(place: Workplace) -> float:
            with stopwatch() as took:
                for _score in range(BATCH):
                    number = next(count)
                    item = desk.items[number % len(desk.items)]
                    record_score(place, item.application.reference, criterion, str(number // len(desk.items) % 6))
            return took() / BATCH

        measured = in_turn(lambda: record(places[0]), lambda: record(places[1]), pairs * 3)
    return [Row("One score in a locked review", "the same, not locked", measured, 3, "ms")]


def one_score(folder: Path, pairs: int) -> list[Row]:
    """A score changed by the panel member's verb, in a review of 40 applications."""
    size, member = Size(400, 30), MemberId("PM001")
    make_review(folder / "one.ddreview", size, member)
    bare = _bare_store(folder / "bare.sqlite")
    count = itertools.count()
    with open_store(folder / "one.ddreview") as store:
        place = Workplace(store, lambda: NOON, "Member 1")
        desk = see_desk(place)
        cells = [
            (item.application.reference, criterion.key)
            for item in desk.items
            for criterion in desk.rules.rubric.criteria
        ]
        bare.executemany("INSERT INTO entries VALUES (?, ?, ?, '0', 0, '', '')", [(member, *cell) for cell in cells])

        def ours() -> float:
            with stopwatch() as took:
                for _score in range(BATCH):
                    number = next(count)
                    reference, criterion = cells[number % len(cells)]
                    record_score(place, reference, criterion, str(number // len(cells) % 6))
            return took() / BATCH

        def baseline() -> float:
            with stopwatch() as took:
                for _score in range(BATCH):
                    number = next(count)
                    reference, criterion = cells[number % len(cells)]
                    _write_bare(bare, (str(number % 6), "Member 1", time.time(), member, reference, criterion))
            return took() / BATCH

        measured = in_turn(ours, baseline, pairs * 3)
    bare.close()
    return [Row("One score recorded, durable", "bare SQLite commit", measured, 2, "ms")]


def _bare_store(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    for line in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {line}")
    connection.executescript(_BARE)
    return connection


def _write_bare(connection: sqlite3.Connection, values: tuple[object, ...]) -> None:
    value, who, at, *key = values
    connection.execute("BEGIN IMMEDIATE")
    connection.execute(
        "UPDATE entries SET value = ?, revision = revision + 1, who = ?, at = ?"
        " WHERE member = ? AND application = ? AND field = ?",
        (value, who, at, *key),
    )
    connection.execute(
        "INSERT INTO history (after, who, at, member, application, field, before) VALUES (?, ?, ?, ?, ?, ?, '')",
        (value, who, at, *key),
    )
    connection.execute("COMMIT")
