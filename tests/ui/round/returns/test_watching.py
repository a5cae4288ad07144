"""A watched folder offers new scoresheets once they are whole."""

from __future__ import annotations

import errno
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, Any

import pytest
from PySide6.QtCore import Qt

from dd_panel.domain.errors import StorageError
from dd_panel.services.returns import originals
from dd_panel.services.workplace import Workplace
from dd_panel.ui.round.returns.watch import FolderWatch
from tests.ui.keyboard import settle
from tests.ui.programs import wait_until
from tests.ui.round.returns.benches import NEED, Desk, shown


def test_a_new_scoresheet_is_offered_when_it_is_whole_and_merged_with_one_key(desk: Desk) -> None:
    desk.merge(desk.first)
    inbox = desk.folder / "inbox"
    inbox.mkdir()
    (inbox / "known.xlsx").write_bytes(desk.first.read_bytes())
    (inbox / "notes.txt").write_text("not one")
    desk.drafts = inbox
    desk.page.left.watch_folder()
    assert "Watching inbox" in shown(desk.page.left.zone)
    coming = inbox / "ashe-2.xlsx"
    content = desk.second.read_bytes()
    coming.write_bytes(content[: len(content) // 2])
    (inbox / "~$ashe-2.xlsx").touch()  # somebody has it open
    settle()
    coming.write_bytes(content)
    assert desk.page.left.offer.paths == ()
    (inbox / "~$ashe-2.xlsx").unlink()
    wait_until(lambda: desk.page.left.offer.paths == (coming,))
    assert "1 new scoresheet in inbox" in shown(desk.page.left.offer)
    assert desk.stands(NEED) == "3"
    desk.page.right.findings.setFocus()
    desk.press(Qt.Key.Key_M)
    assert desk.jobs.wait()
    settle()
    assert desk.stands(NEED) == "4"
    assert not desk.page.left.offer.isVisible()
    desk.page.left.watch_folder()
    assert desk.page.left.watch.folder is None
    assert "Watching" not in shown(desk.page.left.zone)


NEVER_MS = 600_000
"""A watch that looks again after so long looks only when the test has it look."""


class Looked:
    """A watched folder that is looked into when the test says so, and what it has offered, by name."""

    def __init__(self, desk: Desk) -> None:
        self._jobs = desk.jobs
        self.inbox = desk.folder / "inbox"
        self.inbox.mkdir()
        self.watch = FolderWatch(desk.place, desk.jobs, NEVER_MS)
        self.offered: list[list[str]] = []
        self.watch.arrived.connect(lambda paths: self.offered.append([path.name for path in paths]))
        self.watch.start(self.inbox)
        self._settle()

    def look(self) -> None:
        self.watch.look()
        self._settle()

    def _settle(self) -> None:
        assert self._jobs.wait()
        settle()


def test_each_file_is_offered_once_and_only_when_it_is_whole_and_nobody_has_it_open(desk: Desk) -> None:
    folder = Looked(desk)
    content = desk.second.read_bytes()
    slow, lock = folder.inbox / "slow.xlsx", folder.inbox / "~$x.xlsx"
    (folder.inbox / "ashe.xlsx").write_bytes(desk.first.read_bytes())
    slow.write_bytes(content[: len(content) // 3])
    (folder.inbox / "x.xlsx").write_bytes(desk.doubtful.read_bytes())
    lock.write_bytes(b"somebody")
    (folder.inbox / "begun.xlsx").touch()
    folder.look()
    assert folder.offered == []
    slow.write_bytes(content[: len(content) // 2])
    folder.look()
    assert folder.offered == [["ashe.xlsx"]]
    slow.write_bytes(content)
    lock.unlink()
    folder.look()
    assert folder.offered == [["ashe.xlsx"]]
    folder.look()
    folder.look()
    assert folder.offered == [["ashe.xlsx"], ["slow.xlsx", "x.xlsx"]]
    folder.watch.stop()


@pytest.mark.parametrize("ends", ["replaced", "gone"])
def test_a_file_replaced_while_it_is_read_is_waited_for_anew(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, ends: str
) -> None:
    folder = Looked(desk)
    coming, content = folder.inbox / "ashe.xlsx", desk.second.read_bytes()
    coming.write_bytes(desk.first.read_bytes())
    folder.look()
    opened = Path.open
    read: list[Path] = []

    def replaced(path: Path, mode: str = "r") -> IO[Any]:
        file = opened(path, mode)
        if path == coming and not read:
            read.append(path)
            coming.write_bytes(content[: len(content) // 2])
        return file

    with monkeypatch.context() as patched:
        patched.setattr(Path, "open", replaced)
        folder.look()
    assert read == [coming]
    assert folder.offered == []
    if ends == "gone":
        coming.unlink()
    else:
        coming.write_bytes(content)
    folder.look()
    assert folder.offered == []
    folder.look()
    assert folder.offered == ([["ashe.xlsx"]] if ends == "replaced" else [])
    folder.watch.stop()


def test_a_file_that_was_offered_and_then_replaced_is_offered_again(desk: Desk) -> None:
    folder = Looked(desk)
    (folder.inbox / "ashe.xlsx").write_bytes(desk.first.read_bytes())
    folder.look()
    folder.look()
    (folder.inbox / "ashe.xlsx").write_bytes(desk.second.read_bytes())
    folder.look()
    folder.look()
    assert folder.offered == [["ashe.xlsx"], ["ashe.xlsx"]]
    folder.watch.stop()


def test_what_is_not_wanted_now_is_not_offered_again(desk: Desk) -> None:
    watch = desk.page.left.watch
    desk.drafts = desk.folder
    desk.page.left.watch_folder()
    wait_until(lambda: len(desk.page.left.offer.paths) == 4)  # the blank one too
    desk.page.left.offer.later.click()
    watch.look()
    watch.look()
    assert desk.jobs.wait()
    settle()
    assert desk.page.left.offer.paths == ()


def test_a_folder_that_goes_away_is_watched_no_more(desk: Desk, tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    lost: list[bool] = []
    watch = FolderWatch(desk.place, desk.jobs, 20)
    watch.lost.connect(lambda: lost.append(True))
    watch.start(gone)
    gone.rmdir()
    wait_until(lambda: lost == [True])
    assert watch.folder is None


def test_a_folder_that_cannot_be_looked_through_is_told_once_and_looked_at_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    inbox = desk.folder / "inbox"
    inbox.mkdir()
    (inbox / "ashe.xlsx").write_bytes(desk.first.read_bytes())
    left = desk.page.left

    def hung_up(path: Path) -> Iterator[Path]:
        raise OSError(errno.EHOSTDOWN, "Host is down", str(path))

    def look() -> None:
        left.watch.look()
        assert desk.jobs.wait()
        settle()

    with monkeypatch.context() as patched:
        patched.setattr(Path, "iterdir", hung_up)
        left.watch.start(inbox)
        for _time in range(3):
            look()
        desk.merge(inbox)
    watched, dropped = desk.troubles
    assert (
        str(watched)
        == str(dropped)
        == (
            "The folder inbox can’t be looked through. Host is down."
            " Look whether its drive is connected, and whether you may open it."
        )
    )
    assert left.watch.folder == inbox
    for _time in range(2):
        look()
    assert list(left.offer.paths) == [inbox / "ashe.xlsx"]
    left.watch.stop()


def test_trouble_in_looking_for_new_files_is_said_once_and_looked_for_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    trouble = StorageError("The round can't be read.", remedy="Look whether the drive is there.")

    def broken(_place: Workplace, _paths: Sequence[Path]) -> tuple[Path, ...]:
        raise trouble

    watch, offer = desk.page.left.watch, desk.page.left.offer

    def look() -> None:
        watch.look()
        assert desk.jobs.wait()
        settle()

    inbox = desk.folder / "inbox"
    inbox.mkdir()
    (inbox / "ashe.xlsx").write_bytes(desk.first.read_bytes())
    with monkeypatch.context() as patched:
        patched.setattr(originals, "not_received", broken)
        watch.start(inbox)
        for _time in range(3):
            look()
        assert desk.troubles == [trouble]
        assert list(offer.paths) == []
    look()
    assert list(offer.paths) == [inbox / "ashe.xlsx"]
    with monkeypatch.context() as patched:
        patched.setattr(originals, "not_received", broken)
        (inbox / "more.xlsx").write_bytes(desk.second.read_bytes())
        look()
        look()
    assert desk.troubles == [trouble, trouble]
    watch.stop()
