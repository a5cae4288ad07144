"""Clean copies: whole or not at all, and never over something else."""

from __future__ import annotations

from pathlib import Path

import pytest

from dd_panel.domain.errors import InputError, LockedError, StorageError
from dd_panel.store.files import create, open_store
from dd_panel.store.store import FileKind, Store
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
