"""One writer at a time, on this computer and on others; a dead one never keeps anybody out."""

from __future__ import annotations

import json
import os
import platform
import signal
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from dd_panel.domain.errors import InputError, LockedError
from dd_panel.store.files import create, open_store
from dd_panel.store.store import FileKind, Store
from tests.store.work import MONDAY, beside, other_process, put, standing, standing_in

OPEN_AND_WAIT = """
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from dd_panel.store.files import open_store
with open_store(Path(sys.argv[1])):
    print("open", flush=True)
    sys.stdin.readline()
print("closed", flush=True)
"""


def lock_of(path: Path) -> Path:
    return path.with_name(path.name + ".lock")


def left_by(path: Path, host: str, process: int = 4321) -> None:
    lock_of(path).write_text(json.dumps({"host": host, "process": process, "since": "2014-02-17T14:02:00+00:00"}))


def test_the_same_program_cannot_open_a_file_twice(store: Store) -> None:
    with pytest.raises(LockedError, match="open in another window on this computer") as refusal:
        open_store(store.path)
    assert platform.node() in refusal.value.title
    assert "since" in refusal.value.detail
    assert "Close it there" in refusal.value.remedy
    put(store, "4")


def test_another_process_keeps_us_out_until_it_closes(round_path: Path) -> None:
    with other_process(OPEN_AND_WAIT, round_path) as (process, said):
        assert said.readline() == "open\n"
        with pytest.raises(LockedError, match=r"challenge\.ddround is open in another window"):
            open_store(round_path)
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
        assert said.readline() == "closed\n"
    with open_store(round_path) as store:
        put(store, "4")
    assert beside(round_path) == {round_path.name}


def test_a_killed_process_keeps_nobody_out(round_path: Path) -> None:
    with other_process(OPEN_AND_WAIT, round_path) as (process, said):
        assert said.readline() == "open\n"
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert lock_of(round_path).exists()
        with open_store(round_path) as store:
            put(store, "4")
    assert beside(round_path) == {round_path.name}


def test_what_a_crashed_computer_left_is_taken_over_on_the_same_computer(round_path: Path) -> None:
    left_by(round_path, platform.node(), os.getpid())
    with open_store(round_path) as store:
        put(store, "4")
    assert not lock_of(round_path).exists()


@pytest.mark.parametrize("content", [b"", bytes(100)])
def test_what_a_power_cut_left_is_taken_over(round_path: Path, content: bytes) -> None:
    lock_of(round_path).write_bytes(content)
    open_store(round_path).close()
    assert not lock_of(round_path).exists()


def test_another_computer_is_named_with_time_and_remedy(round_path: Path) -> None:
    left_by(round_path, "LAPTOP-7")
    with pytest.raises(LockedError, match="open on another computer, LAPTOP-7") as refusal:
        open_store(round_path)
    assert refusal.value.detail == "It has been open there since 17 February 2014, 14:02."
    assert "delete challenge.ddround.lock" in refusal.value.remedy
    assert lock_of(round_path).exists()
    lock_of(round_path).unlink()
    open_store(round_path).close()


@pytest.mark.parametrize("content", ["Dear all", "[]", '{"host": "here"}', '{"host": 1, "process": "x", "since": 3}'])
def test_another_programs_file_in_the_place_of_the_lock_is_not_touched(round_path: Path, content: str) -> None:
    lock_of(round_path).write_text(content)
    with pytest.raises(InputError, match="is not a file of this program"):
        open_store(round_path)
    assert lock_of(round_path).read_text() == content


def test_a_file_that_is_being_made_is_locked(tmp_path: Path) -> None:
    left_by(tmp_path / "new.ddround", "LAPTOP-7")
    with pytest.raises(LockedError, match="LAPTOP-7"):
        create(tmp_path / "new.ddround", FileKind.ROUND, MONDAY)
    assert beside(tmp_path / "new.ddround") == {"new.ddround.lock"}


def test_a_failed_opening_leaves_no_lock(tmp_path: Path) -> None:
    path = tmp_path / "new.ddround"
    create(path, FileKind.ROUND, MONDAY).close()
    harm = sqlite3.connect(path)
    with harm:
        harm.execute("DROP TABLE meta")
    harm.close()
    with pytest.raises(Exception, match="damaged"):
        open_store(path)
    assert beside(path) == {path.name}


def test_reading_takes_no_lock_and_waits_for_none(store: Store) -> None:
    put(store, "4")
    assert standing_in(store.path) == "4"
    left_by(store.path, "LAPTOP-7")
    assert standing_in(store.path) == "4"


def test_a_program_that_ignores_the_lock_makes_us_wait_and_then_say_so(store: Store) -> None:
    intruder = sqlite3.connect(store.path, isolation_level=None)
    intruder.execute("BEGIN IMMEDIATE")
    with pytest.raises(LockedError, match="being used by another program"):
        put(store, "4")
    intruder.execute("COMMIT")
    intruder.close()
    put(store, "4")
    assert standing(store) == "4"


def test_a_window_waits_only_a_moment_while_other_threads_have_patience(store: Store) -> None:
    store.hurry()
    intruder = sqlite3.connect(store.path, isolation_level=None)
    intruder.execute("BEGIN IMMEDIATE")
    with ThreadPoolExecutor(1) as pool:
        patient = pool.submit(put, store, "3")
        with pytest.raises(LockedError, match="being used by another program"):
            put(store, "4")
        waits = not patient.done()
        intruder.execute("COMMIT")
        intruder.close()
        patient.result()
    assert (waits, standing(store)) == (True, "3")
    put(store, "4")
    assert standing(store) == "4"
