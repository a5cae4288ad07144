"""What people do to a store in these tests, in few words."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO

from dd_panel.domain.identifiers import Field, MemberId, Reference
from dd_panel.domain.rounds import LONDON
from dd_panel.store.entry_values import Origin, Write
from dd_panel.store.files import open_store
from dd_panel.store.store import Store
from tests.builders import a_member, an_application

PROJECT = Path(__file__).resolve().parents[2]
MONDAY = datetime(2014, 2, 17, 9, 30, tzinfo=LONDON)
TUESDAY = datetime(2014, 2, 18, 14, 2, tzinfo=LONDON)

M1, M2 = MemberId("M1"), MemberId("M2")
DD1, DD2, DD3 = Reference("DD-001"), Reference("DD-002"), Reference("DD-003")
NEED, PLAN = Field("score.need"), Field("score.plan")
COMMENT = Field("comment.need")


def people_and_applications(store: Store) -> None:
    """Fill a new store with the members M1 and M2 and the applications DD-001, DD-002 and DD-003."""
    with store.writing() as work:
        work.panel.add_members([a_member("M1"), a_member("M2")])
        work.applications.add([an_application(f"DD-00{number}") for number in (1, 2, 3)])


def put(store: Store, value: str | None, *, field: Field = NEED, at: datetime = MONDAY) -> None:
    """M1 fills in one field for DD-001."""
    with store.writing() as work:
        work.entries.write([Write(M1, DD1, field, value)], Origin("M1", at))


def standing(store: Store, field: Field = NEED) -> str | None:
    """What M1 filled in for DD-001."""
    with store.reading() as work:
        return work.entries.of(M1, DD1).get(field)


def standing_in(path: Path, field: Field = NEED) -> str | None:
    """The same, read from a file by a program of its own."""
    with open_store(path, writing=False) as store:
        return standing(store, field)


def receive(store: Store, content: bytes = b"a workbook", *, member: MemberId = M1, status: str = "merged") -> int:
    """The secretariat receives a scoresheet."""
    with store.writing() as work:
        return work.returns.add(
            sha256=hashlib.sha256(content).hexdigest(),
            file="scores.xlsx",
            member=member,
            export=1,
            saved=MONDAY,
            received=TUESDAY,
            status=status,
            content=content,
        )


def fingerprint(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def beside(path: Path) -> set[str]:
    """The names of everything in the folder of a file."""
    return {each.name for each in path.parent.iterdir()}


@contextmanager
def other_process(code: str, *arguments: object) -> Iterator[tuple[subprocess.Popen[str], IO[str]]]:
    """Another program at work: runs code that prints a line when it is ready, and ends with the test."""
    words = [str(argument) for argument in arguments]
    process = subprocess.Popen(
        [sys.executable, "-c", code, *words], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=PROJECT
    )
    assert process.stdout is not None
    assert process.stdin is not None
    try:
        yield process, process.stdout
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
        process.stdin.close()
