"""When a round is over, it and all that the program made of it goes from the laptop, and nothing else does."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from dd_panel.domain.errors import InputError, LockedError
from dd_panel.services.removing import plan_removal, remove_from_laptop
from dd_panel.services.round.setting_up import create_round
from dd_panel.store.files import open_store
from tests.exampledesk import clock, example_rules


def a_round(folder: Path) -> Path:
    path = folder / "round.ddround"
    create_round(path, example_rules(), clock).close()
    return path


def test_the_store_goes_with_its_backups_and_unfinished_copies_and_its_neighbours_stay(tmp_path: Path) -> None:
    store = a_round(tmp_path)
    for name in ("round.ddround.backup-20140210-170000", ".round.ddround.part", "round.ddround-wal"):
        (tmp_path / name).write_bytes(b"Calderbrook")
    kept = ("other.ddround.backup-20140210-170000", "round.ddround.txt", "round.xlsx", "round.ddpack")
    for name in kept:
        (tmp_path / name).write_bytes(b"mine")

    planned = plan_removal(store)
    removed = remove_from_laptop(store, clock)

    assert removed.files == planned.files
    assert [each.name for each in removed.files] == [
        ".round.ddround.part",
        "round.ddround.backup-20140210-170000",
        "round.ddround-wal",
        "round.ddround",
    ]
    assert sorted(each.name for each in tmp_path.iterdir()) == sorted(kept)


@pytest.mark.skipif(sys.platform == "win32", reason="a file with two names is made otherwise there")
def test_the_content_is_written_over_before_the_name_goes(tmp_path: Path) -> None:
    store = a_round(tmp_path)
    size = store.stat().st_size
    os.link(store, tmp_path / "second name")

    remove_from_laptop(store, clock)

    assert (tmp_path / "second name").read_bytes() == bytes(size)


def test_what_a_window_has_open_stays(tmp_path: Path) -> None:
    store = a_round(tmp_path)
    with open_store(store), pytest.raises(LockedError, match="open in another window"):
        remove_from_laptop(store, clock)
    open_store(store).close()


def test_a_file_of_somebody_else_is_refused_and_no_lock_is_left(tmp_path: Path) -> None:
    letter = tmp_path / "letter.ddround"
    letter.write_text("Dear all")
    for path in (letter, tmp_path / "missing.ddround"):
        with pytest.raises(InputError, match="no round or review of this program"):
            remove_from_laptop(path, clock)
    assert [each.name for each in tmp_path.iterdir()] == ["letter.ddround"]


def test_cancelled_between_two_files_the_store_still_opens(tmp_path: Path) -> None:
    store = a_round(tmp_path)
    backup = tmp_path / "round.ddround.backup-20140210-170000"
    backup.write_bytes(b"older")

    def cancel(done: int, total: int, _name: str) -> None:
        assert total == 2
        if done:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        remove_from_laptop(store, clock, cancel)
    assert not backup.exists()
    open_store(store).close()


def test_what_a_reader_puts_away_meanwhile_is_left_at_that(tmp_path: Path) -> None:
    """The first screen looks into the files it offers, and may be done with one in the middle of its removal."""
    store = a_round(tmp_path)
    sides = [tmp_path / f"round.ddround{each}" for each in ("-wal", "-shm")]
    for side in sides:
        side.write_bytes(b"Calderbrook")

    def put_away(_done: int, _total: int, _name: str) -> None:
        for side in sides:
            side.unlink(missing_ok=True)

    removed = remove_from_laptop(store, clock, put_away)

    assert len(removed.files) == 3
    assert removed.names == ("round.ddround",)
    assert not list(tmp_path.iterdir())
