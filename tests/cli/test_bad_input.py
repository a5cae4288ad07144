"""What people hand in by mistake, and worse: one clear sentence with a remedy, exit code 2, and nothing changed."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from dd_panel.cli import main
from dd_panel.services.round.packing import make_packs, unpack
from dd_panel.services.round.setting_up import create_round
from dd_panel.store.files import open_store
from tests import hostile
from tests.panelwork import ASHE, NOON, RULES, SmallRound, fill_all, small_round

GOOD = """
name = "A round"
reference = "R1"
[[criteria]]
key = "need"
weight = 60
[[criteria]]
key = "plan"
weight = 40
"""


@pytest.fixture
def small(tmp_path: Path) -> SmallRound:
    return small_round(tmp_path)


def contents(path: Path) -> str:
    """Everything that a store says, so that any change shows."""
    with open_store(path, writing=False) as store, store.reading() as work:
        said = (
            work.rounds.get(),
            work.applications.all(),
            work.panel.members(),
            work.panel.assignments(),
            sorted(map(str, work.entries.all_details())),
            work.returns.all(),
            work.findings.all(),
        )
    return hashlib.sha256(repr(said).encode()).hexdigest()


def refused(capsys: pytest.CaptureFixture[str], *words: object) -> str:
    """Run a command that must be refused, and return what it says."""
    capsys.readouterr()
    assert main([str(word) for word in words]) == 2
    captured = capsys.readouterr()
    assert "Traceback" not in captured.err
    return captured.out + captured.err


@pytest.mark.parametrize(
    ("definition", "says"),
    [
        ("name = 5 apples\n", "Line 1"),
        ("", "name"),
        (GOOD.replace("60", "0"), "weight"),
        (GOOD.replace("60", "-5"), "weight"),
        (GOOD.replace("60", '"heavy"'), "weight"),
        (GOOD.replace('"plan"', '"need"'), "need"),
        (GOOD.replace("weight", "wieght"), "weight"),
        (GOOD.replace("weight = 40", ""), "weight"),
        (GOOD.replace('reference = "R1"', 'reference = "R1"\nmethod = "best"'), "method"),
        (GOOD.replace('reference = "R1"', 'reference = "R1"\ntie_break = ["cost"]'), "cost"),
        ('name = "A"\nreference = "R"\n', "criteria"),
        (GOOD + "scale = { lowest = 5, highest = 1 }\n", "scale"),
        (GOOD + "descriptors = [1, 2]\n", "descriptors"),
    ],
)
def test_a_round_definition_with_an_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], definition: str, says: str
) -> None:
    (tmp_path / "round.toml").write_text(definition, encoding="utf-8")
    said = refused(capsys, "new", tmp_path / "r.ddround", "--round", tmp_path / "round.toml")
    assert says in said
    assert "round.toml" in said
    assert not (tmp_path / "r.ddround").exists()


@pytest.mark.parametrize(
    ("command", "name", "content", "says"),
    [
        ("add-applications", "a.csv", "Reference,Authority\nX1,Kent\n", "Lead authority"),
        ("add-applications", "a.csv", "Reference,Lead authority\nX1,Kent\nX1,Essex\n", "X1"),
        ("add-applications", "a.csv", "Reference,Lead authority\n,Kent\nX1,\n", "line 2: the row has no Reference"),
        ("add-applications", "a.csv", "Reference,Lead authority\nDD-001,Kent\n", "DD-001"),
        ("add-applications", "a.csv", "\x00\x01\x02", "a.csv"),
        ("add-applications", "a.csv", "", "a.csv"),
        ("add-applications", "a.csv", "Reference,Lead authority\n", "nothing below them. Fill in a row"),
        ("add-members", "m.csv", "ID,Name\n", "nothing below them"),
        ("add-members", "m.csv", "Person\nAnn\n", "Its headings are “Person”."),
        ("add-authorities", "r.csv", f"{','.join('abcdefghijk')}\n", "“h” and 3 more."),
        ("assign --from", "as.csv", "Reference,Member\nDD-001,PM99\n", "as.csv, line 2: “PM99” is no member"),
        ("assign --from", "as.csv", "Reference,Member\nDD-999,PM01\n", "as.csv, line 2: “DD-999” is not a reference"),
        ("add-members", "m.csv", "ID,Name\nPM01,Again\n", "PM01"),
        ("add-members", "m.csv", "ID,Name,Role\nPM09,New,king\n", "king"),
        ("add-authorities", "r.csv", "official-name\nKent\n", "start-date"),
    ],
)
def test_a_register_with_an_error(
    small: SmallRound, capsys: pytest.CaptureFixture[str], command: str, name: str, content: str, says: str
) -> None:
    before = contents(small.path)
    verb, *option = command.split()
    (small.path.parent / name).write_text(content, encoding="utf-8")
    assert says in refused(capsys, verb, small.path, *option, small.path.parent / name)
    assert contents(small.path) == before


@pytest.mark.parametrize("each", hostile.HOSTILE_FILES, ids=lambda each: each.what)
def test_a_hostile_scoresheet_and_register(
    small: SmallRound, capsys: pytest.CaptureFixture[str], each: hostile.HostileFile
) -> None:
    before = contents(small.path)
    path = small.path.parent / each.name
    path.write_bytes(each.build())
    assert each.kind.value in refused(capsys, "merge", small.path, path)
    assert contents(small.path) == before


def test_the_consolidated_workbook_among_the_scoresheets(small: SmallRound, capsys: pytest.CaptureFixture[str]) -> None:
    """It lies beside them, and is dropped with them."""
    small.merge(fill_all(small.blank(ASHE)))
    result = small.path.with_name("result.xlsx")
    assert main(["consolidate", str(small.path), "--out", str(result)]) == 0
    before = contents(small.path)
    assert "it is a consolidated workbook, which is made from scoresheets" in refused(
        capsys, "merge", small.path, result
    )
    assert contents(small.path) == before


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: content[: len(content) // 2],
        lambda content: content[:40] + b"\xff" + content[41:],
        lambda content: content[:-30] + bytes(30),
        lambda _content: b"",
        lambda _content: b"something else entirely",
    ],
    ids=["cut", "early byte", "late bytes", "empty", "foreign"],
)
def test_a_damaged_pack(
    small: SmallRound, tmp_path: Path, capsys: pytest.CaptureFixture[str], damage: Callable[[bytes], bytes]
) -> None:
    with small.open() as place:
        pack = make_packs(place, tmp_path / "packs")[0].path
    pack.write_bytes(damage(pack.read_bytes()))
    assert pack.name in refused(capsys, "unpack", pack, "--out", tmp_path / "m.ddreview")
    assert not (tmp_path / "m.ddreview").exists()


def test_a_damaged_or_foreign_store(small: SmallRound, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    content = small.path.read_bytes()
    for name, bad in {
        "cut.ddround": content[: len(content) // 2],
        "foreign.ddround": b"SQLite format 3\x00" + bytes(4000),
        "text.ddround": b"not a store",
    }.items():
        (tmp_path / name).write_bytes(bad)
        assert name in refused(capsys, "rank", tmp_path / name)
        assert (tmp_path / name).read_bytes() == bad


@pytest.mark.parametrize("command", ["rank", "verify"])
def test_a_newer_store_is_called_newer_and_not_damaged(
    small: SmallRound, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    with closing(sqlite3.connect(small.path)) as store, store:
        store.execute("UPDATE alembic_version SET version_num = '9999'")
    before = small.path.read_bytes()
    said = refused(capsys, command, small.path)
    assert said.count("was made by a newer version of this program") == 1
    assert "Install the newer version" in said
    assert "damaged" not in said
    assert small.path.read_bytes() == before


def test_a_file_of_another_program_is_not_verified(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "notes.txt").write_text("some notes", encoding="utf-8")
    assert refused(capsys, "verify", tmp_path / "notes.txt") == (
        "notes.txt is no file of this program, or is damaged: it is no Excel workbook. "
        "Give a round, a review, a pack, a scoresheet, a consolidated workbook, a conflicts form or minutes.\n"
    )


def test_a_file_in_a_read_only_folder_and_on_a_full_disk(small: SmallRound, capsys: pytest.CaptureFixture[str]) -> None:
    small.merge(fill_all(small.blank(ASHE)))
    before = contents(small.path)
    for folder in ("/proc", "/dev/full"):
        said = refused(capsys, "consolidate", small.path, "--out", f"{folder}/out.xlsx")
        assert "out.xlsx" in said or folder in said
    assert contents(small.path) == before


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may mount the small disk that this test fills")
def test_a_full_disk_keeps_what_was_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "none", str(disk)], check=False).returncode:
        pytest.skip("a small disk can't be mounted here")
    try:
        create_round(disk / "r.ddround", RULES, lambda: NOON).close()
        (disk / "filler").write_bytes(b"x" * (os.statvfs(disk).f_bavail * os.statvfs(disk).f_frsize))
        rows = "".join(f"X{n},Authority {n},{'long answer ' * 50}\n" for n in range(300))
        (tmp_path / "a.csv").write_text("Reference,Lead authority,Why?\n" + rows, encoding="utf-8")
        before = contents(disk / "r.ddround")
        assert "full" in refused(capsys, "add-applications", disk / "r.ddround", tmp_path / "a.csv")
        assert contents(disk / "r.ddround") == before
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_a_file_that_is_open_elsewhere(small: SmallRound, capsys: pytest.CaptureFixture[str]) -> None:
    with open_store(small.path):
        said = refused(capsys, "merge", small.path, small.path)
        assert "open" in said


def test_a_file_is_written_only_under_a_name_by_which_it_can_be_opened(
    small: SmallRound, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    small.merge(fill_all(small.blank(ASHE)))
    (tmp_path / "round.toml").write_text(GOOD, encoding="utf-8")
    with small.open() as place:
        (pack, *_others) = [each.path for each in make_packs(place, tmp_path / "packs")]
    unpack(pack, tmp_path / "m.ddreview", lambda: NOON)
    before = contents(small.path), sorted(tmp_path.iterdir())
    misnamed: tuple[tuple[str, tuple[object, ...]], ...] = (
        (".xlsx", ("consolidate", small.path, "--out", tmp_path / "all.csv")),
        (".xlsx", ("consolidate", small.path, "--out", tmp_path / "all")),
        (".xlsx", ("scoresheet", tmp_path / "m.ddreview", "--out", tmp_path / "mine.ods")),
        (".xlsx", ("blank-scoresheet", small.path, "--member", ASHE, "--out", tmp_path / "mine.xls")),
        (".xlsx", ("second-look", small.path, "--member", ASHE, "--reference", "DD-001", "--out", tmp_path / "a.txt")),
        (".docx", ("minutes", small.path, "--out", tmp_path / "minutes.pdf")),
        (".ddreview", ("unpack", pack, "--out", tmp_path / "mine.xlsx")),
        (".ddround", ("new", tmp_path / "round.db", "--round", tmp_path / "round.toml")),
    )
    for ending, words in misnamed:
        assert f"Let the name end in {ending}." in refused(capsys, *words)
    assert "a folder is needed" in refused(capsys, "pack", small.path, "--out", tmp_path / "a.ddpack")
    assert "a folder is needed" in refused(
        capsys, "blank-scoresheet", small.path, "--all", "--out", tmp_path / "all.xlsx"
    )
    assert (contents(small.path), sorted(tmp_path.iterdir())) == before
    assert main(["consolidate", str(small.path), "--out", str(tmp_path / "all.XLSX")]) == 0


def test_an_export_leaves_other_peoples_files_alone(small: SmallRound, capsys: pytest.CaptureFixture[str]) -> None:
    letter = small.path.parent / "letter.xlsx"
    original = hostile.honest_workbook()
    letter.write_bytes(original)
    for words in (
        ("consolidate", small.path, "--out", letter),
        ("blank-scoresheet", small.path, "--member", "PM01", "--out", letter),
    ):
        assert "letter.xlsx" in refused(capsys, *words)
        assert letter.read_bytes() == original
