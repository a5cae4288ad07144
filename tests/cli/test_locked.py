"""A script locks a round and its packs, and hands the passphrase over on standard input."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from tests.cli.shell import Shell
from tests.store.older import OLD_ROWS, build

PASSPHRASE = "three slow trains"


@pytest.fixture
def _typed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever asks for a passphrase gets it as the first line of standard input."""
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSPHRASE}\n" * 9))


@pytest.mark.usefixtures("_typed")
def test_a_locked_pack_goes_all_the_way_to_a_scoresheet(shell: Shell) -> None:
    made = shell.ask("pack", "r.ddround", "--out", str(shell.folder / "packs"), "--lock")
    pack = made["packs"][0]["file"]
    assert any("Keep the passphrase" in note for note in made["notes"])

    unpacked = shell.ask("unpack", pack, "--out", "m1.ddreview", "--fingerprint", made["fingerprint"])
    assert (unpacked["locked"], unpacked["fingerprint"]) == (True, made["fingerprint"])
    assert shell.ask("scoresheet", "m1.ddreview", "--out", "m1.xlsx")["export"] == 1
    assert shell.ask("merge", "r.ddround", "m1.xlsx")["files"][0]["status"] == "merged"
    for file in (pack, "m1.ddreview"):
        assert shell.ask("verify", file)["sound"]


@pytest.mark.usefixtures("_typed")
def test_a_locked_round_asks_for_its_passphrase_and_says_so_when_it_gets_none(
    shell: Shell,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shell.run("new", "locked.ddround", "--round", "round.toml", "--lock")
    assert shell.ask("add-members", "locked.ddround", "members.csv")["added"] == 2
    assert b"Margaret" not in (shell.folder / "locked.ddround").read_bytes()

    monkeypatch.setattr("sys.stdin", io.StringIO("another passphrase\n"))
    assert "does not open" in shell.run("rank", "locked.ddround", code=2)
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    assert "first line of standard input" in shell.run("rank", "locked.ddround", code=2)


def test_a_later_pack_is_added_to_a_review_in_use(shell: Shell) -> None:
    packs = Path(shell.folder / "packs")
    first = shell.ask("pack", "r.ddround", "--out", str(packs))["packs"][0]["file"]
    shell.run("unpack", first, "--out", "m1.ddreview")
    assert "is there already" in shell.run("unpack", first, "--out", "m1.ddreview", code=2)
    assert "nothing new" in shell.run("unpack", first, "--out", "m1.ddreview", "--add")
    assert "what the round holds now" in shell.run("pack", "r.ddround", "--out", str(packs), "--addenda", code=2)
    assert "go to everybody" in shell.run("pack", "r.ddround", "--out", "x", "--addenda", "--member", "M1", code=2)


def test_a_round_that_is_there_is_locked_and_unlocked(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    round_file = shell.folder / "r.ddround"
    monkeypatch.setattr("sys.stdin", io.StringIO("too short\n"))
    assert "too short" in shell.run("lock", "r.ddround", code=2)
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSPHRASE}\n"))
    locked = shell.ask("lock", "r.ddround")
    assert (locked["locked"], locked["backups"]) == (True, [])
    assert any("Keep the passphrase" in note for note in locked["notes"])
    assert b"Margaret" not in round_file.read_bytes()

    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSPHRASE}\nanother good one\n"))
    assert shell.ask("lock", "r.ddround")["locked"]
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSPHRASE}\n"))
    assert "does not open" in shell.run("unlock", "r.ddround", code=2)
    monkeypatch.setattr("sys.stdin", io.StringIO("another good one\n"))
    assert shell.ask("unlock", "r.ddround")["locked"] is False
    assert shell.ask("rank", "r.ddround")["applications"]
    assert "is not locked" in shell.run("unlock", "r.ddround", code=2)


def test_locking_a_round_of_an_earlier_version_names_the_backup_that_it_left(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(shell.folder / "old.ddround", "0010", *OLD_ROWS)
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSPHRASE}\n"))
    (backup,) = shell.ask("lock", "old.ddround")["backups"]
    assert backup.startswith("old.ddround.backup-")
    assert (shell.folder / backup).read_bytes().startswith(b"SQLite format 3")
