"""Words looked for in 1,000 applications of 3,000 words each, beside the same question to a bare FTS5 table."""

from __future__ import annotations

import random
import sqlite3
from dataclasses import replace
from pathlib import Path

from dd_panel.domain.applications import Answer, Application
from dd_panel.domain.identifiers import MemberId
from dd_panel.domain.search_words import query_of
from dd_panel.services.review.reviewing import MEMBER_FACT
from dd_panel.services.review.searching import MOST_SHOWN, find_everywhere, read_everything
from dd_panel.services.workplace import Workplace, no_progress
from dd_panel.store.files import create
from dd_panel.store.store import FileKind
from tests.bench.measuring import Row, in_turn, stopwatch
from tests.bench.rounds import NOON, Size, applications, assignments, members, rules

APPLICATIONS, QUESTIONS, WORDS = 1_000, 6, 500
_SYLLABLES = ("ba", "cor", "de", "fin", "gra", "hol", "in", "ka", "lo", "mer", "no", "per", "qui", "ro", "sta", "tu")


def vocabulary() -> tuple[list[str], list[float]]:
    """8,000 words, and how often each comes: as in a language, a few make up most of a text."""
    chance = random.Random(1)
    words = sorted({"".join(chance.choices(_SYLLABLES, k=chance.randint(2, 5))) for _word in range(9_000)})[:8_000]
    chance.shuffle(words)
    return words, [1 / (rank + 3) for rank in range(len(words))]


def long_applications(count: int) -> list[Application]:
    """Applications of six answers with 500 words each."""
    words, weights = vocabulary()
    chance = random.Random(2)

    def answer() -> str:
        return " ".join(chance.choices(words, weights, k=WORDS))

    return [
        replace(each, answers=tuple(Answer(f"Question {place}", answer()) for place in range(1, QUESTIONS + 1)))
        for each in applications(count)
    ]


def one_search(folder: Path, pairs: int) -> list[Row]:
    """Usual words, and the worst there are: those in nearly every answer."""
    size, member = Size(APPLICATIONS, 1, reads=1), MemberId("PM001")
    every = long_applications(APPLICATIONS)
    bare = _bare(folder / "bare.sqlite", every)
    words, _weights = vocabulary()
    questions = {
        "words looked for": [words[400], f"{words[90]} {words[300]}", f'"{words[5]} {words[9]}"', words[2_000][:5]],
        "the commonest words": [words[0], words[1][:2]],
    }
    rows: list[Row] = []
    with create(folder / "long.ddreview", FileKind.REVIEW, NOON) as store:
        with store.writing() as work:
            work.rounds.put(rules())
            work.panel.add_members(members(1))
            work.applications.add(every)
            work.panel.assign(assignments(size))
            work.about.put(MEMBER_FACT, member)
        place = Workplace(store, lambda: NOON, "Member 1")
        with stopwatch() as read:
            read_everything(place, no_progress)
        for name, asked in questions.items():

            def ours(asked: list[str] = asked) -> float:
                with stopwatch() as took:
                    for each in asked:
                        find_everywhere(place, each)
                return took() / len(asked)

            def baseline(asked: list[str] = asked) -> float:
                with stopwatch() as took:
                    for each in asked:
                        bare.execute(_ASK, (query_of(each), MOST_SHOWN)).fetchall()
                return took() / len(asked)

            measured = in_turn(ours, baseline, pairs)
            rows.append(Row(f"1,000 × 3,000 words: {name}", "bare FTS5", measured, 50, "ms", "ours"))
    bare.close()
    note = f"Reading 1,000 applications for the search took {read():.1f} s beside the window."
    return [*rows[:-1], replace(rows[-1], note=note)]


_ASK = "SELECT rowid, snippet(answers, 0, '[', ']', '…', 24) FROM answers WHERE answers MATCH ? ORDER BY rank LIMIT ?"


def _bare(path: Path, every: list[Application]) -> sqlite3.Connection:
    connection = sqlite3.connect(path)
    connection.execute("CREATE VIRTUAL TABLE answers USING fts5(text, tokenize='unicode61 remove_diacritics 2')")
    connection.executemany(
        "INSERT INTO answers VALUES (?)", [(answer.text,) for each in every for answer in each.answers]
    )
    connection.commit()
    return connection
