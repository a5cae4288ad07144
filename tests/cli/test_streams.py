"""Commands whose streams are closed, full or broken off: a sentence, and no exit code that means something else."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from dd_panel.__main__ import main
from tests.cli.shell import Shell
from tests.panelwork import small_round


class Impatient:
    """Standard input of somebody who presses Ctrl+C when asked for something."""

    def isatty(self) -> bool:
        return False

    def readline(self) -> str:
        raise KeyboardInterrupt


def at_a_prompt(redirection: str, *words: object) -> subprocess.CompletedProcess[str]:
    """Give a command in a shell of its own, with such a redirection."""
    command = ["sh", "-c", f'exec "$@" {redirection}', "sh", sys.executable, "-m", "dd_panel", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_what_would_be_asked_for_is_missed_where_standard_input_is_closed(tmp_path: Path) -> None:
    small = small_round(tmp_path)
    for words, said in ((("lock", small.path), "No passphrase was given."), (("remove", small.path), "Give --yes")):
        done = at_a_prompt("<&-", *words)
        assert (done.returncode, "Traceback" in done.stderr, said in done.stderr) == (2, False, True)
    assert small.path.is_file()


def test_a_command_with_a_bar_of_progress_works_where_standard_error_is_closed(tmp_path: Path) -> None:
    small = small_round(tmp_path)
    done = at_a_prompt("2>&-", "pack", small.path, "--out", tmp_path / "packs")
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("alphabet", ["utf-8:strict", "latin-1"])
@pytest.mark.skipif(sys.platform != "linux", reason="only there can a name be in an old alphabet")
def test_what_a_stream_has_no_letter_for_is_written_by_its_number(tmp_path: Path, alphabet: str) -> None:
    (tmp_path / os.fsdecode(b"M\xe4rz.bin")).write_text("x")
    command = [sys.executable, "-m", "dd_panel", "verify", str(tmp_path / os.fsdecode(b"M\xe4rz.bin")), "--json"]
    done = subprocess.run(command, capture_output=True, check=False, env={**os.environ, "PYTHONIOENCODING": alphabet})
    assert done.returncode == 2
    title = json.loads(done.stdout.decode(alphabet.partition(":")[0]))["error"]["title"]
    assert title.startswith("M\udce4rz.bin is no file of this program")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device here that is always full")
def test_an_answer_that_cannot_be_printed_is_not_taken_for_findings_that_wait(tmp_path: Path) -> None:
    done = at_a_prompt(">/dev/full", "rank", small_round(tmp_path).path)
    assert done.returncode == 70
    assert "This is a fault in the program." in done.stderr


def test_a_command_that_is_stopped_says_so(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", Impatient())
    assert main(["lock", str(shell.folder / "r.ddround")]) == 130
    assert "Stopped." in capsys.readouterr().err


def test_one_word_that_names_no_file_is_said_to_be_a_file_that_is_not_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(tmp_path / "gone.ddround")]) == 2
    assert f"There is no file {tmp_path / 'gone.ddround'}." in capsys.readouterr().err
    assert main(["frobnicate"]) == 2
    assert "No such command 'frobnicate'" in capsys.readouterr().err


def test_a_reader_who_has_had_enough_changes_no_exit_code(tmp_path: Path) -> None:
    small = small_round(tmp_path)
    command = [sys.executable, "-m", "dd_panel", "rank", str(small.path), "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        assert (process.stderr.read(), process.wait()) == ("", 0)
