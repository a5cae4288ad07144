"""Real disks that are full or read-only, made for a test."""

from __future__ import annotations

import contextlib
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path


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


def unmount(folder: Path) -> None:
    """Take a disk away, even while something on it is open."""
    subprocess.run(["umount", "--lazy", str(folder)], check=True)
