"""What a newcomer and a stranger's machine meet: true commands, and files that name no machine."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
LOCKS = ("runtime.txt", "core.txt", "dev.txt")

# A home folder of somebody, however it is spelt.
SOMEBODYS_FOLDER = re.compile(rb"/(?:home|Users)/[A-Za-z]|/root/[A-Za-z.]|[A-Z]:\\+Users\\+[A-Za-z]")


def tracked_files() -> list[Path]:
    listing = subprocess.run(["git", "ls-files", "-z"], cwd=PROJECT, capture_output=True, check=False)
    if listing.returncode:
        pytest.skip("this is not a git checkout")
    paths = [PROJECT / name for name in listing.stdout.decode().split("\0") if name]
    return [path for path in paths if path.is_file()]


def test_readme_names_the_commands_that_the_makefile_has() -> None:
    readme = (PROJECT / "README.md").read_text(encoding="utf-8")
    makefile = (PROJECT / "Makefile").read_text(encoding="utf-8")
    for command in ("demo", "test"):
        assert f"make {command}" in readme
        assert re.search(rf"^{command}:", makefile, re.MULTILINE)


def test_files_that_the_documents_name_are_there() -> None:
    for document in ("README.md", "CONTRIBUTING.md"):
        text = (PROJECT / document).read_text(encoding="utf-8")
        for name in re.findall(r"\]\(([^)#:]+)\)", text):
            assert (PROJECT / name).exists(), f"{document} points to {name}"


def test_continuous_integration_runs_the_same_tests() -> None:
    assert "make test" in (PROJECT / ".ci" / "run").read_text(encoding="utf-8")


def test_no_tracked_file_names_a_folder_of_a_machine() -> None:
    here = str(PROJECT).encode() + b"/"
    named = {
        str(path.relative_to(PROJECT))
        for path in tracked_files()
        if here in (content := path.read_bytes()) or SOMEBODYS_FOLDER.search(content)
    }
    assert named == set()


@pytest.mark.parametrize("lock", LOCKS)
def test_requirements_are_pinned_with_hashes_and_record_no_address(lock: str) -> None:
    text = (PROJECT / "requirements" / lock).read_text(encoding="utf-8")
    entries = [entry for entry in re.split(r"\n(?=\S)", text) if not entry.startswith("#")]
    assert entries
    for entry in entries:
        assert re.match(r"[a-z0-9.-]+==\S+", entry), entry
        assert "--hash=sha256:" in entry, entry
    for word in ("://", "index-url", "find-links", "trusted-host", " @ ", "--no-index"):
        assert word not in text


def test_the_core_is_tested_with_the_versions_that_ship() -> None:
    def pins(lock: str) -> dict[str, str]:
        text = (PROJECT / "requirements" / lock).read_text(encoding="utf-8")
        return dict(re.findall(r"^([a-z0-9.-]+)==(\S+)", text, re.MULTILINE))

    everything, runtime, core = pins("dev.txt"), pins("runtime.txt"), pins("core.txt")
    assert runtime.items() <= everything.items()
    assert core.items() <= everything.items()
    assert set(runtime) - set(core) == {"pyside6-essentials", "shiboken6"}


def test_no_lock_that_records_addresses_is_tracked() -> None:
    names = {path.name for path in tracked_files()}
    assert names.isdisjoint({"uv.lock", "poetry.lock", "pylock.toml"})
