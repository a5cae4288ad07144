"""A store that is locked with a passphrase does everything a store does, and nobody else can read a word of it."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest

from dd_panel.domain.desk_lines import DeskLine
from dd_panel.domain.errors import DDPanelError, InputError, PassphraseError, StorageError
from dd_panel.domain.identifiers import Field, Reference
from dd_panel.domain.meeting import Minute
from dd_panel.store.files import create, open_store
from dd_panel.store.store import FileKind
from tests.store.work import MONDAY, beside, fingerprint, people_and_applications, put, standing

PASSPHRASE = "three slow trains"


@pytest.fixture
def locked(tmp_path: Path) -> Path:
    path = tmp_path / "locked.ddround"
    with create(path, FileKind.ROUND, MONDAY, PASSPHRASE) as store:
        people_and_applications(store)
        put(store, "4")
    return path


def test_what_was_recorded_is_there_with_the_passphrase(locked: Path) -> None:
    with open_store(locked, PASSPHRASE) as store:
        assert (store.kind, standing(store)) == (FileKind.ROUND, "4")
        put(store, "5")
        assert store.damage() == []
    with open_store(locked, PASSPHRASE, writing=False) as store:
        assert standing(store) == "5"
    assert beside(locked) == {locked.name}


def test_an_attachment_comes_out_of_it_as_it_went_in(locked: Path) -> None:
    content = bytes(range(256)) * 2_000
    with open_store(locked, PASSPHRASE) as store:
        with store.writing() as work:
            work.applications.put_blob(fingerprint(content), content)
        with store.reading() as work:
            assert b"".join(work.applications.blob_pieces(fingerprint(content))) == content
            assert work.applications.blob(fingerprint(content)) == content


def test_an_application_that_is_not_here_is_told_as_in_any_store(locked: Path) -> None:
    nowhere = Reference("DD-999")
    with open_store(locked, PASSPHRASE) as store:
        with store.writing() as work, pytest.raises(KeyError, match="DD-999"):
            work.desk.add([DeskLine(nowhere, "withdrawn", "yes", "secretariat", MONDAY, "By telephone.")])
        with store.writing() as work, pytest.raises(KeyError, match="DD-999"):
            work.minutes.add([Minute(nowhere, Field("note"), "", "A word.", "chair", MONDAY)])


def test_no_word_of_it_is_on_the_disk_while_it_is_open_or_afterwards(locked: Path) -> None:
    with open_store(locked, PASSPHRASE) as store:
        put(store, "5")
        files = [locked.parent / name for name in beside(locked)]
        assert len(files) > 1
        on_disk = b"".join(file.read_bytes() for file in files if file.suffix != ".lock") + locked.read_bytes()
    for word in (b"SQLite format", b"CREATE TABLE", b"score.need", b"Member M1", b"DD-001"):
        assert word not in on_disk


@pytest.mark.parametrize("writing", [True, False])
def test_without_the_passphrase_or_with_another_it_stays_locked(locked: Path, *, writing: bool) -> None:
    before = locked.read_bytes()
    with pytest.raises(PassphraseError, match=r"is locked"):
        open_store(locked, writing=writing)
    with pytest.raises(PassphraseError, match="does not open"):
        open_store(locked, PASSPHRASE.upper(), writing=writing)
    assert (locked.read_bytes(), beside(locked)) == (before, {locked.name})


def test_a_copy_of_it_is_locked_alike(locked: Path, tmp_path: Path) -> None:
    with open_store(locked, PASSPHRASE) as store:
        store.copy_to(tmp_path / "copy.ddround")
        store.copy_to(tmp_path / "copy.ddround")
    with open_store(tmp_path / "copy.ddround", PASSPHRASE) as copy:
        assert standing(copy) == "4"
    assert b"SQLite format" not in (tmp_path / "copy.ddround").read_bytes()


def test_a_locked_file_that_is_cut_short_or_changed_is_not_read_wrong(locked: Path) -> None:
    whole = locked.read_bytes()
    locked.write_bytes(whole[:-1000])
    with pytest.raises(DDPanelError, match="is damaged"):
        open_store(locked, PASSPHRASE)
    middle = len(whole) // 2
    locked.write_bytes(whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :])
    # Whether it opens at all depends on what lay in that page; either way it is said.
    with suppress(StorageError), open_store(locked, PASSPHRASE) as store:
        assert store.damage() != []


def test_an_ordinary_file_needs_no_passphrase_and_takes_none(tmp_path: Path) -> None:
    create(tmp_path / "plain.ddround", FileKind.ROUND, MONDAY).close()
    open_store(tmp_path / "plain.ddround", PASSPHRASE).close()
    (tmp_path / "empty.ddround").write_bytes(b"")
    with pytest.raises(InputError, match="neither a round nor a review"):
        open_store(tmp_path / "empty.ddround", PASSPHRASE)
