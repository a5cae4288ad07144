"""The power goes in the middle of a unit of work: what was kept before is there, and nothing of what was not."""

from __future__ import annotations

import signal
import sqlite3
from pathlib import Path

import pytest

from dd_panel.store.files import create, open_store
from dd_panel.store.store import FileKind
from tests.builders import a_round
from tests.store.work import MONDAY, beside, other_process, standing

WRITE_AND_WAIT = """
import sys
from pathlib import Path
from dd_panel.store.files import open_store
from tests.store.work import DD1, M1, MONDAY, NEED, PLAN, put
from dd_panel.store.entry_values import Origin, Write
store = open_store(Path(sys.argv[1]))
put(store, "4")
with store.writing() as work:
    work.entries.write([Write(M1, DD1, NEED, "1"), Write(M1, DD1, PLAN, "x" * 9_000_000)], Origin("M1", MONDAY))
    print("written", flush=True)
    sys.stdin.readline()
"""

WRITE_FOR_EVER = """
import sys
from itertools import count
from pathlib import Path
from dd_panel.store.files import open_store
from tests.store.work import DD1, M1, MONDAY, NEED, PLAN
from dd_panel.store.entry_values import Origin, Write
store = open_store(Path(sys.argv[1]))
for number in count(1):
    with store.writing() as work:
        both = [Write(M1, DD1, field, str(number)) for field in (NEED, PLAN)]
        work.entries.write(both, Origin("M1", MONDAY))
    print(number, flush=True)
"""

MAKE_AND_WAIT = """
import sys
from pathlib import Path
from dd_panel.store.files import create
from dd_panel.store.store import FileKind
from tests.builders import a_round
from tests.store.work import MONDAY
def fill(work):
    work.rounds.put(a_round())
    print("half made", flush=True)
    sys.stdin.readline()
create(Path(sys.argv[1]), FileKind.ROUND, MONDAY, None, fill)
"""


def test_a_program_killed_while_it_makes_a_round_leaves_none(tmp_path: Path) -> None:
    path = tmp_path / "new.ddround"
    with other_process(MAKE_AND_WAIT, path) as (process, said):
        assert said.readline() == "half made\n"
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert not path.exists()
    with create(path, FileKind.ROUND, MONDAY, fill=lambda work: work.rounds.put(a_round())) as store:
        assert store.damage() == []
    assert beside(path) == {path.name}


def test_a_program_killed_in_a_unit_of_work_leaves_the_last_one(round_path: Path) -> None:
    with other_process(WRITE_AND_WAIT, round_path) as (process, said):
        assert said.readline() == "written\n"
        process.send_signal(signal.SIGKILL)
        process.wait()
    with open_store(round_path) as store:
        assert standing(store) == "4"
        with store.reading() as work:
            assert [change.after for change in work.entries.history()] == ["4"]
        assert store.damage() == []
    assert beside(round_path) == {round_path.name}


@pytest.mark.parametrize("units", [1, 7, 60])
def test_a_program_killed_at_any_time_loses_nothing_that_it_said_was_kept(round_path: Path, units: int) -> None:
    with other_process(WRITE_FOR_EVER, round_path) as (process, said):
        for _unit in range(units):
            kept = int(said.readline())
        process.send_signal(signal.SIGKILL)
        process.wait()
        kept = int((["", *said.read().split()])[-1] or kept)
    with open_store(round_path) as store, store.reading() as work:
        changes = work.entries.history()
        assert len(changes) % 2 == 0
        assert len(changes) // 2 in {kept, kept + 1}
        assert store.damage() == []


def test_other_programs_can_read_the_file_after_a_kill(round_path: Path) -> None:
    with other_process(WRITE_AND_WAIT, round_path) as (process, said):
        assert said.readline() == "written\n"
        process.send_signal(signal.SIGKILL)
        process.wait()
    with open_store(round_path, writing=False) as store:
        assert standing(store) == "4"
    outsider = sqlite3.connect(round_path)
    assert outsider.execute("SELECT count(*) FROM history").fetchone() == (1,)
    outsider.close()
