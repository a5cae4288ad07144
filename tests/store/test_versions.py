"""A file of the first version, as its own migration made it, is brought up to date with a backup beside it."""

from __future__ import annotations

import hashlib
import re
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from dd_panel.domain.errors import StorageError, VersionConflictError
from dd_panel.domain.identifiers import Field, MemberId, Reference
from dd_panel.domain.merging import Standing
from dd_panel.store.files import create, open_store
from dd_panel.store.store import FileKind
from dd_panel.store.tables import SCHEMA
from dd_panel.store.versions import MIGRATIONS
from tests.store.older import OLD_ROWS, WHEN, build, schema
from tests.store.work import MONDAY, PROJECT, beside, put, standing


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A round that the first version of the program made and scored."""
    path = tmp_path / "old 100%.ddround"
    build(path, "0001", *OLD_ROWS)
    return path


def backups(path: Path) -> list[Path]:
    return sorted(path.parent.glob("*.backup-*"))


def test_the_migrations_and_a_new_file_make_the_same_schema(tmp_path: Path) -> None:
    create(tmp_path / "new.ddround", FileKind.ROUND, MONDAY).close()
    build(tmp_path / "migrated.ddround", "head")
    assert schema(tmp_path / "migrated.ddround") == schema(tmp_path / "new.ddround")


def test_an_old_file_is_brought_up_to_date_with_a_backup_beside_it(old: Path, tmp_path: Path) -> None:
    before = schema(old)
    with open_store(old) as store:
        assert standing(store) == "4"
        put(store, "5")
        assert store.damage() == []
    create(tmp_path / "new.ddround", FileKind.ROUND, MONDAY).close()
    assert schema(old) == schema(tmp_path / "new.ddround") != before
    (backup,) = backups(old)
    assert re.fullmatch(r"old 100%\.ddround\.backup-\d{8}-\d{6}", backup.name)
    assert schema(backup) == before
    assert beside(old) == {old.name, backup.name, "new.ddround"}
    with open_store(old):
        assert backups(old) == [backup]


def test_what_an_old_file_received_is_still_there_and_may_come_for_another_member_too(tmp_path: Path) -> None:
    path, content = tmp_path / "old.ddround", b"two members"
    sha256 = hashlib.sha256(content).hexdigest()
    more = (
        "INSERT INTO members VALUES (2, 'm2', 'M2', 'Member M2', '', '', 'member', '[]', '[]', NULL)",
        f"INSERT INTO blobs VALUES ('{sha256}', x'{content.hex()}')",
        f"INSERT INTO returns VALUES (1, '{sha256}', 'a.xlsx', 'm1', 1, NULL, {WHEN}, 'merged', 0)",
        "INSERT INTO return_cells VALUES (1, 1, 'DD-001', 'score.need', 'Scores', 'D3', '4', '4', '4', NULL, NULL)",
    )
    build(path, "0002", *OLD_ROWS, *more)
    with open_store(path) as store, store.writing() as work:
        (kept,) = work.returns.all()
        assert (kept.file, len(work.returns.cells(1)), work.returns.content(1)) == ("a.xlsx", 1, content)
        assert work.returns.by_sha(sha256, MemberId("M2")) is None
        work.returns.add(sha256, "a.xlsx", MemberId("M2"), 1, None, MONDAY, "merged", content)
        assert [each.member for each in work.returns.all()] == ["M1", "M2"]


def test_what_an_old_file_received_in_full_reads_as_before_and_is_no_news_to_a_merge(tmp_path: Path) -> None:
    path = tmp_path / "old.ddround"
    values = "'So.', 'So.', 'text:So.', 1"
    comment = (
        f"INSERT INTO entries VALUES (2, 'm1', 'dd-001', 'comment.need', {values}, NULL, 'M1', {WHEN}, '', '', '', '')"
    )
    build(path, "0010", *OLD_ROWS, comment)
    with open_store(path) as store, store.reading() as work:
        entry = work.entries.detail(MemberId("M1"), Reference("DD-001"), Field("comment.need"))
    assert entry is not None
    assert entry.standing == Standing("So.", "So.", "text:So.")


def test_the_history_of_an_old_file_is_guarded_afterwards(old: Path) -> None:
    open_store(old).close()
    intruder = sqlite3.connect(old)
    with pytest.raises(sqlite3.IntegrityError, match="only grows"), intruder:
        intruder.execute("DELETE FROM history")
    intruder.close()


def test_a_backup_can_be_opened_as_it_was(old: Path) -> None:
    open_store(old).close()
    (backup,) = backups(old)
    with open_store(backup) as store:
        assert standing(store) == "4"


def test_two_backups_in_one_second_are_two_files(old: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    shutil.copy(old, kept)
    for _time in range(3):
        shutil.copy(kept, old)
        open_store(old).close()
    assert len(backups(old)) == 3


def test_an_old_file_that_is_only_read_says_what_to_do(old: Path) -> None:
    before = old.read_bytes()
    with pytest.raises(VersionConflictError, match="made by an earlier version") as refusal:
        open_store(old, writing=False)
    assert "Open it once for writing" in refusal.value.remedy
    assert (old.read_bytes(), beside(old)) == (before, {old.name})


def test_an_old_file_with_rows_that_belong_to_nothing_stays_as_it_was(old: Path) -> None:
    harm = sqlite3.connect(old)
    with harm:
        harm.execute("DELETE FROM members")
    harm.close()
    before = schema(old)
    with pytest.raises(StorageError, match="2 rows belong to nothing"):
        open_store(old)
    assert schema(old) == before
    assert len(backups(old)) == 1
    assert f"{old.name}.lock" not in beside(old)


def test_a_migration_that_fails_leaves_the_file_as_it_was(old: Path) -> None:
    harm = sqlite3.connect(old)
    with harm:
        harm.execute("CREATE TABLE ix_findings_undecided (name TEXT)")
    harm.close()
    before = schema(old)
    with pytest.raises(Exception, match="already"):
        open_store(old)
    assert schema(old) == before
    (backup,) = backups(old)
    assert schema(backup) == before


def test_alembic_is_not_imported_while_nothing_is_due(tmp_path: Path) -> None:
    code = (
        "import sys\nfrom datetime import datetime, UTC\nfrom pathlib import Path\n"
        "from dd_panel.store.files import FileKind, create, open_store\n"
        "path = Path(sys.argv[1])\n"
        "create(path, FileKind.ROUND, datetime.now(UTC)).close()\nopen_store(path).close()\n"
        "print([name for name in sys.modules if name.partition('.')[0] in {'alembic', 'mako', 'numpy', 'openpyxl'}])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "a.ddround")],
        capture_output=True,
        text=True,
        cwd=PROJECT,
        check=True,
    )
    assert done.stdout.strip() == "[]"


def test_the_newest_step_is_the_schema_of_the_tables() -> None:
    from alembic.script import ScriptDirectory

    assert ScriptDirectory(str(MIGRATIONS)).get_current_head() == SCHEMA
