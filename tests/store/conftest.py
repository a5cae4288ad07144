"""A new round on disk with two members and three applications, and folders that refuse to be written."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from dd_panel.store.files import create
from dd_panel.store.store import FileKind, Store
from tests.store.disks import SmallDisk, disk_of, unmount
from tests.store.work import MONDAY, people_and_applications


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A round with the members M1 and M2 and the applications DD-001, DD-002 and DD-003, open for writing."""
    with create(tmp_path / "challenge.ddround", FileKind.ROUND, MONDAY) as new:
        people_and_applications(new)
        yield new


@pytest.fixture
def round_path(store: Store) -> Path:
    """The same round, closed."""
    store.close()
    return store.path


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[SmallDisk]:
    """A real disk of one megabyte."""
    with disk_of("1m", tmp_path / "small disk") as disk:
        yield disk


@pytest.fixture
def read_only_folder(tmp_path: Path) -> Iterator[SmallDisk]:
    """A folder to fill and then to protect, in a way that holds for root too."""
    folder = tmp_path / "medium"
    folder.mkdir()
    as_root = hasattr(os, "geteuid") and os.geteuid() == 0
    if as_root:
        made = subprocess.run(["mount", "-t", "tmpfs", "tmpfs", str(folder)], capture_output=True, check=False)
        if made.returncode != 0:
            pytest.skip("root may write everywhere, and no read-only disk can be made here")
    yield SmallDisk(folder)
    if as_root:
        unmount(folder)
    else:
        folder.chmod(0o755)
