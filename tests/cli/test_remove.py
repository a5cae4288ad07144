"""A script removes what is no longer wanted, and only when it says so."""

from __future__ import annotations

from pathlib import Path

from tests.cli.shell import Shell


def test_a_round_that_is_over_is_removed_when_that_is_confirmed(shell: Shell) -> None:
    pack = shell.ask("pack", "r.ddround", "--out", str(shell.folder / "packs"))["packs"][0]["file"]
    review = str(Path(pack).with_suffix(".ddreview"))
    shell.run("unpack", pack, "--out", review)

    assert "Give --yes if that is meant" in shell.run("remove", review, code=2)
    assert Path(review).is_file()

    gone = shell.ask("remove", review, "--yes")
    assert (gone["removed"], Path(pack).exists(), Path(review).exists()) == ([pack, review], False, False)
    assert any("solid state disk" in note for note in gone["notes"])
    assert "is no round or review" in shell.run("remove", "members.csv", "--yes", code=2)
