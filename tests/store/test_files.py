"""Making and opening files: ours, other people's, damaged ones and those that are not there."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from dd_panel.domain.errors import InputError, StorageError, VersionConflictError
from dd_panel.domain.identifiers import MemberId
from dd_panel.store.files import create, open_store
from dd_panel.store.store import FileKind, Store
from tests.store.work import MONDAY, beside, put, standing


@pytest.mark.parametrize("kind", list(FileKind))
def test_a_new_file_knows_its_kind_and_is_alone_when_closed(tmp_path: Path, kind: FileKind) -> None:
    path = tmp_path / "50% #1 ? Größe.dd"
    with create(path, kind, MONDAY) as store:
        assert (store.path, store.kind) == (path, kind)
    assert beside(path) == {path.name}
    with open_store(path) as store:
        assert store.kind is kind
        assert store.damage() == []
    assert beside(path) == {path.name}


def test_a_file_that_is_there_is_never_replaced(tmp_path: Path) -> None:
    path = tmp_path / "letter.ddround"
    path.write_text("Dear all")
    with pytest.raises(InputError, match=r"letter\.ddround is there already"):
        create(path, FileKind.ROUND, MONDAY)
    assert path.read_text() == "Dear all"
    assert beside(path) == {"letter.ddround"}


def test_a_folder_that_is_not_there_is_said_to_be_so(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="There is no folder") as refusal:
        create(tmp_path / "missing" / "a.ddround", FileKind.ROUND, MONDAY)
    assert "Make the folder" in refusal.value.remedy


def test_what_is_kept_is_there_after_closing_and_opening(store: Store) -> None:
    put(store, "4")
    store.close()
    store.close()
    assert beside(store.path) == {"challenge.ddround"}
    with open_store(store.path) as again:
        assert standing(again) == "4"


def begin_and_fail(store: Store, *, much: bool) -> None:
    with store.writing(much=much) as work:
        work.about.put("export", "1")
        work.panel.member(MemberId("nobody"))


@pytest.mark.parametrize("much", [False, True])
def test_what_fails_leaves_everything_as_it_was(store: Store, much: bool) -> None:
    put(store, "4")
    with pytest.raises(KeyError):
        begin_and_fail(store, much=much)
    with store.reading() as work:
        assert work.about.get("export") is None
    put(store, "5")
    assert standing(store) == "5"


def test_a_unit_of_work_inside_another_that_writes_is_a_bug(store: Store) -> None:
    with store.writing(), pytest.raises(RuntimeError, match="under way"), store.writing():
        pass
    with store.writing(), pytest.raises(RuntimeError, match="under way"):
        store.close()
    put(store, "4")


def test_a_closed_store_and_one_that_only_reads_take_nothing(round_path: Path) -> None:
    with open_store(round_path, writing=False) as store, pytest.raises(RuntimeError, match="for reading"):
        put(store, "4")
    with pytest.raises(RuntimeError, match="is closed"):
        standing(store)


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    for path, said in ((tmp_path / "none.ddround", "There is no file"), (tmp_path, "is a folder. Name a .ddround")):
        for writing in (True, False):
            with pytest.raises(InputError, match=said):
                open_store(path, writing=writing)
    assert list(tmp_path.iterdir()) == []


def a_foreign_database(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE meta (key TEXT, value TEXT)")
    connection.close()


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04", b"SQLite format 3\x00", b"SQLite format 3\x00" + bytes(84), b"\xff" * 8192]
)
@pytest.mark.parametrize("writing", [True, False])
def test_a_file_of_another_kind_is_refused_and_not_touched(tmp_path: Path, content: bytes, writing: bool) -> None:
    path = tmp_path / "holiday.ddround"
    path.write_bytes(content)
    with pytest.raises(InputError, match="neither a round nor a review") as refusal:
        open_store(path, writing=writing)
    assert refusal.value.remedy
    assert path.read_bytes() == content
    assert beside(path) == {path.name}


def test_a_database_of_another_program_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.ddround"
    a_foreign_database(path)
    with pytest.raises(InputError, match="neither a round nor a review"):
        open_store(path)


def intrude(path: Path, *statements: str) -> None:
    connection = sqlite3.connect(path)
    with connection:
        for statement in statements:
            connection.execute(statement)
    connection.close()


@pytest.mark.parametrize("writing", [True, False])
def test_a_newer_file_is_refused_with_what_to_do(round_path: Path, writing: bool) -> None:
    intrude(round_path, "UPDATE alembic_version SET version_num = '0999'")
    before = round_path.read_bytes()
    with pytest.raises(VersionConflictError, match="made by a newer version") as refusal:
        open_store(round_path, writing=writing)
    assert "newer version" in refusal.value.remedy
    assert round_path.read_bytes() == before
    assert beside(round_path) == {round_path.name}


@pytest.mark.parametrize(
    "harm",
    [
        "DROP TABLE alembic_version",
        "DELETE FROM alembic_version",
        "DROP TABLE meta",
        "DELETE FROM meta",
        "UPDATE meta SET value = 'holiday' WHERE key = 'kind'",
    ],
)
@pytest.mark.parametrize("writing", [True, False])
def test_a_file_with_parts_missing_is_damaged(round_path: Path, harm: str, writing: bool) -> None:
    intrude(round_path, harm)
    with pytest.raises(StorageError, match="is damaged") as refusal:
        open_store(round_path, writing=writing)
    assert "backup" in refusal.value.remedy
    assert beside(round_path) == {round_path.name}


@pytest.mark.parametrize("writing", [True, False])
def test_a_file_cut_short_is_damaged(round_path: Path, writing: bool) -> None:
    content = round_path.read_bytes()
    round_path.write_bytes(content[: len(content) // 2])
    with pytest.raises(StorageError, match="Its end is missing"):
        open_store(round_path, writing=writing)


def test_overwritten_pages_are_reported_and_never_crash(round_path: Path) -> None:
    content = round_path.read_bytes()
    for page in range(1, len(content) // 4096):
        broken = bytearray(content)
        broken[page * 4096 : page * 4096 + 2048] = b"\xa5" * 2048
        round_path.write_bytes(broken)
        try:
            with open_store(round_path) as store:
                assert store.damage() != []
        except StorageError as refusal:
            assert refusal.remedy  # noqa: PT017 - either of the two is right, depending on the page


def test_a_damaged_page_met_at_work_is_said_in_words(round_path: Path) -> None:
    pages = sqlite3.connect(round_path)
    (root,) = pages.execute("SELECT rootpage FROM sqlite_master WHERE name = 'applications'").fetchone()
    pages.close()
    content = bytearray(round_path.read_bytes())
    content[(root - 1) * 4096 : root * 4096] = b"\xa5" * 4096
    round_path.write_bytes(content)
    with open_store(round_path) as store:
        with pytest.raises(StorageError, match="is damaged"), store.reading() as work:
            work.applications.summaries()
        assert store.damage() != []


def test_rows_that_belong_to_nothing_are_reported(store: Store) -> None:
    put(store, "4")
    intrude(store.path, "DELETE FROM members WHERE key = 'm1'")
    assert set(store.damage()) == {
        "A row of “entries” belongs to a row of “members” that is not there.",
        "A row of “history” belongs to a row of “members” that is not there.",
    }


def test_text_that_is_no_text_is_damage(store: Store) -> None:
    intrude(store.path, "UPDATE members SET name = CAST(x'ff80' AS TEXT)")
    with pytest.raises(StorageError, match="is damaged"), store.reading() as work:
        work.panel.members()


def test_a_file_taken_away_loses_no_score_in_silence(store: Store, tmp_path: Path) -> None:
    put(store, "4")
    store.path.rename(tmp_path / "elsewhere.ddround")
    with pytest.raises(StorageError, match="no longer where it was"):
        put(store, "5")
    (tmp_path / "elsewhere.ddround").rename(store.path)
    put(store, "5")
    assert standing(store) == "5"


def test_a_file_replaced_by_another_is_not_written_to(store: Store) -> None:
    put(store, "4")
    other = store.path.read_bytes()
    store.path.unlink()
    store.path.write_bytes(other)
    with pytest.raises(StorageError, match="no longer where it was"):
        put(store, "5")
    store.close()
    assert store.path.read_bytes() == other


def test_a_link_to_a_file_is_the_file(round_path: Path, tmp_path: Path) -> None:
    folder = tmp_path / "shortcuts"
    folder.mkdir()
    link = folder / "the round.ddround"
    link.symlink_to(round_path)
    with open_store(link) as store:
        put(store, "4")
        assert f"{round_path.name}.lock" in beside(round_path)
    assert beside(link) == {link.name}
    with open_store(round_path) as store:
        assert standing(store) == "4"
