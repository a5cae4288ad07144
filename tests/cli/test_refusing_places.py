"""Files and folders that may not be read or written, and marks of other programs: said in a sentence, nothing left."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

import dd_panel
from dd_panel.cli import main
from dd_panel.services.round.packing import make_packs, unpack
from tests.hostile import honest_workbook
from tests.panelwork import ASHE, NOON, small_round

RULES = '\nname = "A round"\nreference = "R1"\n[[criteria]]\nkey = "need"\n'

ONE_AFTER_ANOTHER = """
import contextlib, io, json, sys
from dd_panel.cli import main
told = []
for words in json.load(sys.stdin):
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        code = main(words)
    told.append((code, said.getvalue()))
print(json.dumps(told))
"""

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows keeps rights in another way")

Say = Callable[..., str]


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str]) -> Say:
    """Run a command that must be refused, and return what it says."""

    def run(*words: object) -> str:
        capsys.readouterr()
        assert main([str(word) for word in words]) == 2
        told = capsys.readouterr()
        assert "Traceback" not in told.err
        assert "Usage:" not in told.err
        return told.out + told.err

    return run


def without_special_rights() -> list[str]:
    """What starts a program so that a file's mode holds for it, even where the tests are run by root."""
    if os.geteuid() != 0:
        return []
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        pytest.skip("root may write everywhere, and there is no setpriv to do without")
    return [setpriv, "--bounding-set", "-dac_override,-dac_read_search", "--inh-caps", "-dac_override,-dac_read_search"]


def refusals(commands: Sequence[Sequence[object]]) -> list[str]:
    """What each command says that must be refused, to somebody for whom a file's mode holds."""
    ran = subprocess.run(
        [*without_special_rights(), sys.executable, "-B", "-c", ONE_AFTER_ANOTHER],
        input=json.dumps([[str(word) for word in words] for words in commands]),
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(dd_panel.__file__).parents[1],
    )
    told = json.loads(ran.stdout)
    assert [code for code, _said in told] == [2] * len(commands)
    assert not any("Usage:" in said for _code, said in told)
    return [said for _code, said in told]


def everything_in(folder: Path) -> dict[str, int]:
    return {str(path.relative_to(folder)): path.stat().st_size for path in sorted(folder.rglob("*"))}


def test_nothing_is_written_into_a_read_only_folder(tmp_path: Path) -> None:
    small = small_round(tmp_path)
    with small.open() as place:
        pack = make_packs(place, tmp_path / "packs")[0].path
    review = tmp_path / "mine.ddreview"
    unpack(pack, review, lambda: NOON)
    (tmp_path / "blank.xlsx").write_bytes(small.blank(ASHE))
    (tmp_path / "round.toml").write_text(RULES, encoding="utf-8")
    before = everything_in(tmp_path)
    tmp_path.chmod(0o555)  # pytest takes it away all the same
    commands = (
        ("merge", small.path, tmp_path / "blank.xlsx"),
        ("assign", small.path),
        ("scoresheet", review, "--out", tmp_path / "s.xlsx"),
        ("new", tmp_path / "n.ddround", "--round", tmp_path / "round.toml"),
        ("unpack", pack, "--out", tmp_path / "new" / "n.ddreview"),
        ("demo", tmp_path / "demo"),
        ("pack", small.path, "--out", tmp_path / "more"),
        ("blank-scoresheet", small.path, "--all", "--out", tmp_path / "sheets"),
        ("consolidate", small.path, "--out", tmp_path / "c.xlsx"),
    )
    for said in refusals(commands):
        assert "read-only" in said
        assert said.rstrip().endswith(".")
    assert everything_in(tmp_path) == before


def test_a_store_that_may_only_be_read_gets_no_side_files(tmp_path: Path) -> None:
    small = small_round(tmp_path)
    small.path.chmod(0o444)
    before = everything_in(tmp_path)
    assert f"The file or its folder, {tmp_path}, is read-only. Choose a folder" in refusals([("assign", small.path)])[0]
    assert everything_in(tmp_path) == before


def test_a_file_that_may_not_be_read_is_no_wrong_usage(tmp_path: Path) -> None:
    small = small_round(tmp_path)
    for name in ("secret.xlsx", "secret.csv", "secret.toml", "secret.ddpack", "secret.ddround"):
        (tmp_path / name).write_bytes(b"x")
        (tmp_path / name).chmod(0)
    commands = {
        "secret.xlsx may not be read": ("merge", small.path, tmp_path / "secret.xlsx"),
        "secret.csv may not be read": ("add-members", small.path, tmp_path / "secret.csv"),
        "secret.toml may not be read": ("new", tmp_path / "n.ddround", "--round", tmp_path / "secret.toml"),
        "secret.ddpack may not be read": ("unpack", tmp_path / "secret.ddpack", "--out", tmp_path / "n.ddreview"),
        f"no right to {tmp_path / 'secret.ddround'}. Ask": ("rank", tmp_path / "secret.ddround"),
    }
    for words, said in zip(commands, refusals(list(commands.values())), strict=True):
        assert words in said


def test_a_folder_in_place_of_a_file_is_called_one(tmp_path: Path, say: Say) -> None:
    small = small_round(tmp_path)
    for words in (
        ("rank", tmp_path),
        ("merge", small.path, tmp_path),
        ("new", tmp_path / "n.ddround", "--round", tmp_path),
        ("unpack", tmp_path, "--out", tmp_path / "n.ddreview"),
        ("add-members", small.path, tmp_path),
    ):
        assert f"{tmp_path.name} is a folder" in say(*words)


def test_excels_mark_beside_an_open_workbook_is_not_taken_for_the_workbook(tmp_path: Path, say: Say) -> None:
    small = small_round(tmp_path)
    mark = tmp_path / "~$ashe.xlsx"
    for content in (b"\x05Ann" + b" " * 160, honest_workbook()):
        mark.write_bytes(content)
        for command in ("merge", "add-applications"):
            assert "it only marks that ashe.xlsx is open in Excel" in say(command, small.path, mark)


def test_a_folder_made_for_a_file_goes_when_the_file_can_not_be_written(tmp_path: Path, say: Say) -> None:
    small = small_round(tmp_path)
    too_long = tmp_path / "one" / "two" / f"{'x' * 300}.xlsx"
    assert "can't be used as a file's name" in say("blank-scoresheet", small.path, "--member", ASHE, "--out", too_long)
    assert not (tmp_path / "one").exists()
