"""Files are written whole or not at all, and never over somebody else's."""

from __future__ import annotations

import errno
import hashlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import BinaryIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dd_panel.domain.errors import InputError, LockedError, StorageError
from dd_panel.exchange.files import begin_to_keep, read_whole, safe_name, sha256_of, write_whole, written_whole

PROJECT = Path(__file__).resolve().parents[2]


def ours(path: Path) -> bool:
    return path.read_bytes().startswith(b"ours")


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_is_written_into_folders_that_are_made_for_it(tmp_path: Path) -> None:
    target = tmp_path / "round" / "packs" / "PM01.ddpack"
    write_whole(target, b"ours 1", ours=ours)
    assert target.read_bytes() == b"ours 1"
    assert names_in(target.parent) == ["PM01.ddpack"]


def test_our_own_file_is_replaced_and_a_writer_function_will_do(tmp_path: Path) -> None:
    target = tmp_path / "ranking.xlsx"
    target.write_bytes(b"ours, older")

    def write(file: BinaryIO) -> None:
        file.write(b"ours, ")
        file.seek(0, os.SEEK_END)
        file.write(b"newer")

    write_whole(target, write, ours=ours)
    assert target.read_bytes() == b"ours, newer"


def test_what_the_disk_begins_with_early_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    pieces = [b"one", b"", b"2" * 100_000, b"three"]
    with written_whole(tmp_path / "a.bin", ours=lambda _path: False) as file:
        for piece in pieces:
            start = file.tell()
            file.write(piece)
            begin_to_keep(file, start)

    def fails(file: BinaryIO) -> None:
        file.write(b"one")
        begin_to_keep(file, 0)
        raise KeyError

    with pytest.raises(KeyError):
        write_whole(tmp_path / "b.bin", fails, ours=lambda _path: False)
    assert {each.name: each.read_bytes() for each in tmp_path.iterdir()} == {"a.bin": b"".join(pieces)}


def test_the_new_file_has_the_usual_rights(tmp_path: Path) -> None:
    write_whole(tmp_path / "a.xlsx", b"ours", ours=ours)
    (tmp_path / "b.xlsx").write_bytes(b"theirs")
    assert (tmp_path / "a.xlsx").stat().st_mode == (tmp_path / "b.xlsx").stat().st_mode


def test_a_file_of_somebody_else_is_never_overwritten(tmp_path: Path) -> None:
    target = tmp_path / "budget.xlsx"
    target.write_bytes(b"the year's budget")
    with pytest.raises(InputError) as told:
        write_whole(target, b"ours", ours=ours)
    assert told.value.title == f"{target} is there already and holds something else."
    assert told.value.remedy
    assert target.read_bytes() == b"the year's budget"


def test_a_writer_that_fails_leaves_what_stood_and_nothing_else(tmp_path: Path) -> None:
    target = tmp_path / "ranking.xlsx"
    target.write_bytes(b"ours, older")

    def write(file: BinaryIO) -> None:
        file.write(b"ours, half")
        raise KeyError("a bug")

    with pytest.raises(KeyError, match="a bug"):
        write_whole(target, write, ours=ours)
    assert names_in(tmp_path) == ["ranking.xlsx"]
    assert target.read_bytes() == b"ours, older"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_is_said_and_changes_nothing(tmp_path: Path) -> None:
    target = tmp_path / "ranking.xlsx"
    target.write_bytes(b"ours, older")

    def write(file: BinaryIO) -> None:
        file.write(b"ours, newer")
        with Path("/dev/full").open("wb", buffering=0) as full:
            full.write(b"more than fits")

    with pytest.raises(StorageError, match="the disk is full") as told:
        write_whole(target, write, ours=ours)
    assert told.value.remedy == "Make room, or choose a folder on another disk."
    assert names_in(tmp_path) == ["ranking.xlsx"]
    assert target.read_bytes() == b"ours, older"


def test_a_read_only_folder_is_said(tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    folder.mkdir()
    folder.chmod(0o555)
    if os.access(folder, os.W_OK):  # root may write everywhere but here
        folder = Path("/sys/kernel")
    if not folder.is_dir():
        pytest.skip("no folder here is read-only")
    with pytest.raises(StorageError, match="read-only"):
        write_whole(folder / "ranking.xlsx", b"ours", ours=ours)


def test_a_document_that_is_open_in_an_office_program_is_left_alone(tmp_path: Path) -> None:
    target = tmp_path / "ranking.xlsx"
    target.write_bytes(b"ours, older")
    for lock in ("~$ranking.xlsx", "~$nking.xlsx", ".~lock.ranking.xlsx#"):
        (tmp_path / lock).write_bytes(b"Jo")
        with pytest.raises(LockedError, match="is open in another program") as told:
            write_whole(target, b"ours", ours=ours)
        assert lock in told.value.detail
        (tmp_path / lock).unlink()
    assert target.read_bytes() == b"ours, older"


@pytest.mark.parametrize("name", ["sub", "file.txt/inside.xlsx", "x" * 300, "nul\0.xlsx"])
def test_a_name_that_cannot_be_used_is_said(tmp_path: Path, name: str) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "file.txt").write_text("text")
    with pytest.raises(InputError) as told:
        write_whole(tmp_path / name, b"ours", ours=ours)
    assert told.value.remedy


def test_a_link_is_followed_to_the_file_it_names(tmp_path: Path) -> None:
    (tmp_path / "real.xlsx").write_bytes(b"ours, older")
    (tmp_path / "link.xlsx").symlink_to(tmp_path / "real.xlsx")
    write_whole(tmp_path / "link.xlsx", b"ours, newer", ours=ours)
    assert (tmp_path / "link.xlsx").is_symlink()
    assert (tmp_path / "real.xlsx").read_bytes() == b"ours, newer"


def test_where_nameless_files_cannot_be_had_a_named_one_serves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "O_TMPFILE", raising=False)
    write_whole(tmp_path / "a.xlsx", b"ours", ours=ours)
    assert names_in(tmp_path) == ["a.xlsx"]
    with pytest.raises(StorageError):
        write_whole(tmp_path / "b.xlsx", _raise_full, ours=ours)
    assert names_in(tmp_path) == ["a.xlsx"]


def _raise_full(_file: BinaryIO) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.skipif(sys.platform != "linux", reason="files without a name are a thing of Linux")
def test_a_killed_export_leaves_no_half_written_file(tmp_path: Path) -> None:
    script = (
        "import sys, time\n"
        "from pathlib import Path\n"
        "from dd_panel.exchange.files import write_whole\n"
        "def slowly(file):\n"
        "    file.write(b'half'); file.flush(); print('writing', flush=True); time.sleep(60)\n"
        "write_whole(Path(sys.argv[1]), slowly, ours=lambda path: True)\n"
    )
    target = tmp_path / "ranking.xlsx"
    target.write_bytes(b"ours, older")
    with subprocess.Popen([sys.executable, "-c", script, str(target)], cwd=PROJECT, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"writing\n"
        process.send_signal(signal.SIGKILL)
    for _attempt in range(50):
        if names_in(tmp_path) == ["ranking.xlsx"]:
            break
        time.sleep(0.05)
    assert names_in(tmp_path) == ["ranking.xlsx"]
    assert target.read_bytes() == b"ours, older"


def test_reading_says_what_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"12345")
    assert read_whole(tmp_path / "a.csv", 5) == b"12345"
    for path, limit, words in (
        (tmp_path / "a.csv", 4, "is larger than"),
        (tmp_path / "b.csv", 5, "There is no file"),
        (tmp_path, 5, "is a folder"),
        (tmp_path / "a.csv" / "b.csv", 5, r"can't be read\. Not a directory\. Check"),
    ):
        with pytest.raises(InputError, match=words) as told:
            read_whole(path, limit)
        assert told.value.remedy


def test_the_fingerprint_is_sha_256() -> None:
    assert sha256_of(b"abc") == hashlib.sha256(b"abc").hexdigest()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("DD-001", "DD-001"),
        ("DD14/001", "DD14-001"),
        ("../../etc/passwd", "etc-passwd"),
        ("C:\\temp\\x", "C-temp-x"),
        ("con", "_con"),
        ("NUL.tar", "_NUL.tar"),
        ("Siân  Ó Briain ", "Siân Ó Briain"),
        ("a\nb\0c", "a-b-c"),
        ("...", "_"),
        ("", "_"),
    ],
)
def test_names_become_file_names(text: str, name: str) -> None:
    assert safe_name(text) == name


@given(st.text(max_size=400))
def test_every_text_gives_a_name_of_one_part(text: str) -> None:
    name = safe_name(text)
    assert name
    assert not set(name) & set('<>:"/\\|?*\0\n')
    assert name not in {".", ".."}
    assert len(name.encode()) <= 122
    assert safe_name(name) == name or name.startswith("_")
