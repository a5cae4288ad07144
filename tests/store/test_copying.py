"""Clean copies: whole or not at all, and never over something else."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from dd_panel.domain.errors import InputError, LockedError, StorageError
from dd_panel.services.workplace import CancelledError
from dd_panel.store.copying import copy_closed
from dd_panel.store.files import create, open_store
from dd_panel.store.store import FileKind, Store
from tests.store.disks import SmallDisk
from tests.store.work import MONDAY, beside, put, standing


def test_a_copy_is_one_file_with_everything_in_it(store: Store, tmp_path: Path) -> None:
    put(store, "4")
    target = tmp_path / "out" / "copy's.ddround"
    target.parent.mkdir()
    store.copy_to(target)
    put(store, "5")
    assert beside(target) == {"copy's.ddround"}
    with open_store(target) as copy:
        assert standing(copy) == "4"
        assert copy.kind is FileKind.ROUND
        put(copy, "3")
        assert copy.damage() == []
    assert beside(target) == {"copy's.ddround"}


def test_an_older_copy_is_replaced_whole(store: Store, tmp_path: Path) -> None:
    target = tmp_path / "out" / "copy.ddround"
    target.parent.mkdir()
    create(target, FileKind.REVIEW, MONDAY).close()
    # A side file that a killed program left would be taken for a part of the new copy.
    target.with_name("copy.ddround-wal").write_bytes(b"left over")
    put(store, "4")
    store.copy_to(target)
    assert beside(target) == {"copy.ddround"}
    with open_store(target, writing=False) as copy:
        assert (copy.kind, standing(copy)) == (FileKind.ROUND, "4")


def test_a_copy_can_be_made_from_a_store_that_only_reads(store: Store, tmp_path: Path) -> None:
    put(store, "4")
    with open_store(store.path, writing=False) as reader:
        reader.copy_to(tmp_path / "copy.ddround")
    with open_store(tmp_path / "copy.ddround", writing=False) as copy:
        assert standing(copy) == "4"


def test_nothing_that_is_not_ours_is_replaced(store: Store, tmp_path: Path) -> None:
    letter = tmp_path / "letter.docx"
    letter.write_text("Dear all")
    with pytest.raises(InputError, match="not a file of this program"):
        store.copy_to(letter)
    assert letter.read_text() == "Dear all"


def test_a_store_is_not_copied_onto_itself_or_into_a_missing_folder(store: Store, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="onto itself"):
        store.copy_to(store.path)
    with pytest.raises(StorageError, match="There is no folder"):
        store.copy_to(tmp_path / "missing" / "copy.ddround")
    put(store, "4")


def test_a_copy_that_somebody_has_open_is_not_replaced(store: Store, tmp_path: Path) -> None:
    target = tmp_path / "copy.ddround"
    store.copy_to(target)
    with open_store(target) as copy:
        with pytest.raises(LockedError, match=r"copy\.ddround is open"):
            store.copy_to(target)
        put(copy, "2")


def tell_nobody(_done: int, _size: int) -> None:
    """Listen to no progress."""


def test_what_may_only_be_read_is_copied_byte_for_byte_to_where_one_may_write(
    read_only_folder: SmallDisk, round_path: Path, tmp_path: Path
) -> None:
    source, target = read_only_folder.folder / "round.ddround", tmp_path / "out" / "round.ddround"
    target.parent.mkdir()
    shutil.copy(round_path, source)
    read_only_folder.protect()
    told: list[tuple[int, int]] = []
    copy_closed(source, target, lambda done, size: told.append((done, size)))
    size = source.stat().st_size
    assert (target.read_bytes(), told[-1]) == (source.read_bytes(), (size, size))
    with open_store(target) as copy:
        put(copy, "4")
    assert (beside(source), beside(target)) == ({"round.ddround"}, {"round.ddround"})


def test_a_closed_file_is_copied_over_nothing_and_to_no_missing_folder(round_path: Path, tmp_path: Path) -> None:
    letter = tmp_path / "letter.docx"
    letter.write_text("Dear all")
    for taken in (letter, round_path):
        with pytest.raises(InputError, match="is there already"):
            copy_closed(round_path, taken, tell_nobody)
    with pytest.raises(StorageError, match="no folder"):
        copy_closed(round_path, tmp_path / "gone" / "round.ddround", tell_nobody)
    assert letter.read_text() == "Dear all"


def test_a_file_whose_newest_changes_lie_beside_it_is_not_copied_without_them(round_path: Path, tmp_path: Path) -> None:
    round_path.with_name(f"{round_path.name}-wal").write_bytes(b"the newest changes")
    with pytest.raises(StorageError, match="not closed properly"):
        copy_closed(round_path, tmp_path / "copy.ddround", tell_nobody)
    assert not (tmp_path / "copy.ddround").exists()


def test_a_file_that_is_written_to_meanwhile_or_a_copy_that_is_stopped_leaves_nothing(
    round_path: Path, tmp_path: Path
) -> None:
    target = tmp_path / "out" / "round.ddround"
    target.parent.mkdir()

    def write(_done: int, _size: int) -> None:
        with open_store(round_path) as other:
            put(other, "4")

    def stop(_done: int, _size: int) -> None:
        raise CancelledError

    with pytest.raises(LockedError, match="being used by another program"):
        copy_closed(round_path, target, write)
    with pytest.raises(CancelledError):
        copy_closed(round_path, target, stop)
    assert beside(target) == set()
