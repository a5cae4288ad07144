"""Real disks that are full or read-only, made for a test."""

from __future__ import annotations

import contextlib
import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest


@dataclass(frozen=True)
class SmallDisk:
    """A disk in a folder of its own."""

    folder: Path

    def fill(self, *, leave: int = 0) -> None:
        """Write until the disk is full, but for some bytes."""
        ballast = self.folder / "ballast"
        with contextlib.suppress(OSError), ballast.open("wb", buffering=0) as file:
            while True:
                file.write(bytes(4096))
        if leave:
            os.truncate(ballast, ballast.stat().st_size - leave)

    def make_room(self) -> None:
        """Take away what filled the disk."""
        (self.folder / "ballast").unlink()

    def protect(self) -> None:
        """Let nobody write to the disk from now on."""
        if os.geteuid() == 0:
            subprocess.run(["mount", "-o", "remount,ro", str(self.folder)], check=True)
        else:
            self.folder.chmod(0o555)


@contextlib.contextmanager
def disk_of(size: str, folder: Path) -> Iterator[SmallDisk]:
    """A real disk of a size such as `1m` in a new folder; skips the test where none can be made."""
    folder.mkdir()
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        pytest.skip("only root can make a small disk")
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)],
        capture_output=True,
        text=True,
        check=False,
    )
    if made.returncode != 0:
        pytest.skip(f"no disk can be made here: {made.stderr.strip()}")
    try:
        yield SmallDisk(folder)
    finally:
        unmount(folder)


def unmount(folder: Path) -> None:
    """Take a disk away, even while something on it is open."""
    subprocess.run(["umount", "--lazy", str(folder)], check=True)
