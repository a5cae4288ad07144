"""A disk that is full or fails: one clear sentence, nothing lost, nothing half done."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from dd_panel.domain.errors import StorageError
from dd_panel.store.files import create, open_store
from dd_panel.store.store import FileKind, Store
from tests.builders import a_member, an_application
from tests.store.disks import SmallDisk
from tests.store.older import OLD_ROWS, build, schema
from tests.store.work import MONDAY, PROJECT, beside, put, standing


@pytest.fixture
def on_small_disk(small_disk: SmallDisk) -> Store:
    store = create(small_disk.folder / "round.ddround", FileKind.ROUND, MONDAY)
    with store.writing() as work:
        work.panel.add_members([a_member("M1")])
        work.applications.add([an_application("DD-001")])
    return store


def write_on(store: Store) -> None:
    for number in range(200):
        put(store, f"{number} " + "x" * 4000)


def test_a_full_disk_is_said_and_what_was_kept_stays(on_small_disk: Store, small_disk: SmallDisk) -> None:
    store = on_small_disk
    put(store, "4")
    small_disk.fill()
    with pytest.raises(StorageError, match="The disk is full") as refusal:
        write_on(store)
    assert "Make room" in refusal.value.remedy
    kept = standing(store)
    assert kept is not None
    small_disk.make_room()
    assert standing(store) == kept
    put(store, "5")
    store.close()
    with open_store(store.path) as again:
        assert standing(again) == "5"
        assert again.damage() == []
    assert beside(store.path) == {"round.ddround"}


def test_closing_on_a_full_disk_keeps_everything(on_small_disk: Store, small_disk: SmallDisk) -> None:
    put(on_small_disk, "4")
    small_disk.fill()
    on_small_disk.close()
    with open_store(on_small_disk.path, writing=False) as reader:
        assert standing(reader) == "4"
    small_disk.make_room()
    with open_store(on_small_disk.path) as again:
        assert standing(again) == "4"


def test_no_half_file_is_left_where_there_is_no_room(on_small_disk: Store, small_disk: SmallDisk) -> None:
    there = beside(on_small_disk.path) | {"ballast"}
    small_disk.fill(leave=40_000)
    with pytest.raises(StorageError, match="The disk is full"):
        create(small_disk.folder / "new.ddround", FileKind.ROUND, MONDAY)
    with pytest.raises(StorageError, match="The disk is full"):
        on_small_disk.copy_to(small_disk.folder / "copy.ddround")
    assert beside(on_small_disk.path) == there
    on_small_disk.close()


def test_opening_on_a_full_disk_leaves_no_lock(on_small_disk: Store, small_disk: SmallDisk) -> None:
    on_small_disk.close()
    small_disk.fill()
    with pytest.raises(StorageError, match="The disk is full"):
        open_store(on_small_disk.path)
    assert beside(on_small_disk.path) == {"round.ddround", "ballast"}


def test_a_file_on_a_full_disk_can_still_be_read(on_small_disk: Store, small_disk: SmallDisk) -> None:
    put(on_small_disk, "4")
    on_small_disk.close()
    small_disk.fill()
    with open_store(on_small_disk.path, writing=False) as reader:
        assert standing(reader) == "4"
        assert reader.damage() == []
    assert beside(on_small_disk.path) == {"round.ddround", "ballast"}


def test_a_migration_without_room_for_its_backup_changes_nothing(small_disk: SmallDisk) -> None:
    path = small_disk.folder / "old.ddround"
    build(path, "0001", *OLD_ROWS)
    before = schema(path)
    small_disk.fill(leave=40_000)
    with pytest.raises(StorageError, match="The disk is full"):
        open_store(path)
    assert beside(path) == {"old.ddround", "ballast"}
    assert schema(path) == before


FILES_END_HERE = """
import resource, sys
from pathlib import Path
from dd_panel.domain.errors import StorageError
from dd_panel.store.files import open_store
from tests.store.work import put, standing
resource.setrlimit(resource.RLIMIT_FSIZE, (256 * 1024, 256 * 1024))
with open_store(Path(sys.argv[1])) as store:
    try:
        for number in range(300):
            put(store, str(number) + "x" * 4000)
    except StorageError as error:
        print(error.title)
        assert standing(store).startswith(str(number - 1) + "x")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sets no limit to the size of a file")
def test_a_disk_that_takes_no_more_bytes_is_said_and_what_was_kept_stays(round_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", FILES_END_HERE, str(round_path)],
        capture_output=True,
        text=True,
        cwd=PROJECT,
        check=False,
    )
    assert done.stdout == "The disk failed at challenge.ddround.\n", done.stderr
    with open_store(round_path) as store:
        kept = standing(store)
        assert kept is not None
        assert kept.endswith("x")
        assert store.damage() == []
