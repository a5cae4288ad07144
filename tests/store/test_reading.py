"""Reading beside a writer, from a read-only medium, and after a crash: it changes nothing and leaves nothing behind."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dd_panel.domain.errors import StorageError
from dd_panel.store.files import create, open_store
from dd_panel.store.store import FileKind, Store
from tests.store.disks import SmallDisk
from tests.store.work import MONDAY, beside, put, standing, standing_in


def crashed(store: Store, folder: Path) -> Path:
    """The file and its side files as a crash would have left them."""
    folder.mkdir(exist_ok=True)
    for name in (store.path.name, f"{store.path.name}-wal"):
        shutil.copy(store.path.with_name(name), folder / name)
    return folder / store.path.name


def test_a_reader_sees_one_moment_while_a_writer_goes_on(store: Store) -> None:
    put(store, "1")
    with open_store(store.path, writing=False) as reader:
        with reader.reading() as work:
            assert work.about.get("export") is None
            with store.writing() as ours:
                ours.about.put("export", "7")
            assert work.about.get("export") is None
        with reader.reading() as work:
            assert work.about.get("export") == "7"


def test_a_writer_reads_beside_itself_what_is_kept(store: Store) -> None:
    put(store, "1")
    with store.writing() as work:
        work.about.put("export", "7")
        with store.reading() as other:
            assert other.about.get("export") is None


def test_reading_leaves_the_file_and_its_folder_as_they_were(round_path: Path) -> None:
    before = round_path.read_bytes()
    with open_store(round_path, writing=False) as store:
        assert standing(store) is None
        assert store.kind is FileKind.ROUND
        assert store.damage() == []
        with pytest.raises(StorageError, match="can't be written"), store.reading() as work:
            # A unit of work that only reads may try: SQLite itself refuses.
            work.about.put("export", "1")
    assert round_path.read_bytes() == before
    assert beside(round_path) == {round_path.name}


def test_a_reader_that_outlives_the_writer_leaves_one_clean_file(store: Store) -> None:
    put(store, "4")
    reader = open_store(store.path, writing=False)
    assert standing(reader) == "4"
    put(store, "5")
    store.close()
    assert standing(reader) == "5"
    reader.close()
    assert standing_in(store.path) == "5"


def test_a_reader_sees_what_a_crash_left_and_changes_nothing(store: Store, tmp_path: Path) -> None:
    put(store, "4")
    path = crashed(store, tmp_path / "crash")
    before = path.read_bytes()
    assert standing_in(path) == "4"
    assert path.read_bytes() == before
    with open_store(path) as again:
        assert standing(again) == "4"
    assert beside(path) == {path.name}


def test_a_read_only_medium_can_be_read(read_only_folder: SmallDisk, round_path: Path) -> None:
    path = read_only_folder.folder / "round.ddround"
    shutil.copy(round_path, path)
    read_only_folder.protect()
    with open_store(path, writing=False) as store:
        assert standing(store) is None
        assert store.damage() == []
    assert beside(path) == {"round.ddround"}


def test_a_read_only_folder_takes_no_writer_and_no_new_file(read_only_folder: SmallDisk, round_path: Path) -> None:
    path = read_only_folder.folder / "round.ddround"
    shutil.copy(round_path, path)
    read_only_folder.protect()
    with pytest.raises(StorageError, match="can't be written") as refusal:
        open_store(path)
    assert "read-only" in refusal.value.detail
    with pytest.raises(StorageError, match="can't be written"):
        create(read_only_folder.folder / "new.ddround", FileKind.ROUND, MONDAY)
    with open_store(path, writing=False) as store, pytest.raises(StorageError, match="can't be written"):
        store.copy_to(read_only_folder.folder / "copy.ddround")
    assert beside(path) == {"round.ddround"}


@pytest.fixture
def somebody_else() -> Iterator[Callable[[], None]]:
    """Makes this process work in the name of a user who owns nothing, while it looks as if root did."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        pytest.skip("only root can work in another user's name")
    yield lambda: os.seteuid(65534)
    os.seteuid(0)


def test_rights_that_only_opening_shows_are_met_too(
    round_path: Path, public_folder: Path, somebody_else: Callable[[], None]
) -> None:
    path = public_folder / "round.ddround"
    shutil.copy(round_path, path)
    path.chmod(0o644)
    somebody_else()
    with open_store(path, writing=False) as store:
        assert standing(store) is None
    with pytest.raises(StorageError, match="can't be written"):
        open_store(path)
    assert beside(path) == {"round.ddround"}


def test_a_file_that_may_not_be_read_is_said_to_be_so(
    round_path: Path, public_folder: Path, somebody_else: Callable[[], None]
) -> None:
    path = public_folder / "round.ddround"
    shutil.copy(round_path, path)
    path.chmod(0o600)
    somebody_else()
    with pytest.raises(StorageError, match="can't be read") as refusal:
        open_store(path, writing=False)
    assert "right" in refusal.value.remedy


def test_somebody_without_rights_reads_beside_a_writer(
    round_path: Path, public_folder: Path, somebody_else: Callable[[], None]
) -> None:
    path = public_folder / "round.ddround"
    shutil.copy(round_path, path)
    writer = open_store(path)
    put(writer, "4")
    somebody_else()
    with open_store(path, writing=False) as reader:
        assert standing(reader) == "4"
        put(writer, "5")
        assert standing(reader) == "5"
    os.seteuid(0)
    writer.close()
    assert beside(path) == {"round.ddround"}


@pytest.fixture
def public_folder() -> Iterator[Path]:
    """A folder that everybody may look into."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


def test_newest_changes_on_a_read_only_medium_are_never_left_out_in_silence(
    store: Store, read_only_folder: SmallDisk
) -> None:
    put(store, "4")
    path = crashed(store, read_only_folder.folder)
    complete = crashed(store, read_only_folder.folder / "complete")
    shutil.copy(f"{store.path}-shm", f"{complete}-shm")
    read_only_folder.protect()
    with pytest.raises(StorageError, match="was not closed properly") as refusal:
        open_store(path, writing=False)
    assert "Copy both files" in refusal.value.remedy
    assert standing_in(complete) == "4"
