"""The app remembers looks and recent files, and never stumbles over what it remembers."""

from __future__ import annotations

from pathlib import Path

import pytest

from dd_panel.ui.settings import Recent, Settings


def pack(number: int, status: str = "in_progress") -> Recent:
    return Recent(
        f"/packs/{number}.ddpack", f"Pack {number}", "pack", "2014-11-22T14:02:00", status, "12 of 30 complete"
    )


def test_what_is_chosen_is_there_at_the_next_start(tmp_path: Path) -> None:
    path = tmp_path / "dd-panel" / "settings.json"
    first = Settings(path)
    first.set_mode("dark")
    first.set_text_scale(1.3)
    first.set_single_keys(False)
    first.remember(pack(1))
    first.set_sizes("desk", (304, 720, 416))
    second = Settings(path)
    assert (second.mode, second.text_scale, second.single_keys) == ("dark", 1.3, False)
    assert second.recents == (pack(1),)
    assert second.sizes("desk") == (304, 720, 416)
    assert second.sizes("ranking") == ()


def test_the_latest_file_is_first_and_twenty_are_kept(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "settings.json")
    for number in range(25):
        settings.remember(pack(number))
    settings.remember(pack(10, "complete"))
    assert settings.recents[0] == pack(10, "complete")
    assert len(settings.recents) == 20
    assert sum(recent.path == pack(10).path for recent in settings.recents) == 1
    settings.forget(pack(10).path)
    assert pack(10, "complete") not in settings.recents
    settings.clear_recents()
    assert settings.recents == ()


@pytest.mark.parametrize("content", ["", "{", "[]", '{"mode": "pink"}', '{"recents": [{"path": 1}]}', '{"sizes": 4}'])
def test_a_damaged_file_gives_usual_values(tmp_path: Path, content: str) -> None:
    path = tmp_path / "settings.json"
    path.write_text(content, encoding="utf-8")
    settings = Settings(path)
    assert (settings.mode, settings.text_scale, settings.recents) == ("system", 1.0, ())
    settings.set_mode("light")
    assert Settings(path).mode == "light"


def test_a_file_from_a_later_version_is_read_as_far_as_it_is_known(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text('{"mode": "dark", "colour_of_the_day": "teal"}', encoding="utf-8")
    assert Settings(path).mode == "dark"


def test_a_place_that_cannot_be_written_is_no_trouble(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file where a folder should be", encoding="utf-8")
    settings = Settings(tmp_path / "taken" / "settings.json")
    settings.set_mode("dark")
    assert settings.mode == "dark"


def test_without_a_path_nothing_is_written() -> None:
    settings = Settings(None)
    settings.set_text_scale(1.5)
    assert settings.text_scale == 1.5
