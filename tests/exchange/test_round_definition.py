"""A secretariat hands in a round definition; what is wrong with it is said with file, line and key."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest

from dd_panel.domain.errors import InputError
from dd_panel.domain.rounds import LONDON
from dd_panel.exchange.round_definition import read_round
from dd_panel.paths import resources

SHORT = """\
name = "Spring grants"
reference = "SG1"
closes = 2014-02-10T17:00:00

[scale]
highest = 4

[[criteria]]
key = "need"
weight = 25
guidance = '''
weight = "not this line"
'''

[[criteria]]
key = "value"
weight = 75
scale = { lowest = 1, highest = 10 }
"""


def written(folder: Path, text: str | bytes) -> Path:
    path = folder / "round.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_the_example_that_ships_is_read() -> None:
    rules = read_round(resources() / "example" / "round.toml")

    assert rules.reference == "DD14"
    assert rules.closes == datetime(2014, 2, 10, 17, tzinfo=LONDON)
    assert sum(criterion.weight for criterion in rules.rubric.criteria) == 100
    assert all(len(criterion.descriptors) == 6 for criterion in rules.rubric.criteria)


def test_a_definition_saved_by_windows_notepad_reads_the_same(tmp_path: Path) -> None:
    plainly = read_round(written(tmp_path, SHORT))

    assert read_round(written(tmp_path, b"\xef\xbb\xbf" + SHORT.replace("\n", "\r\n").encode())) == plainly
    assert plainly.rubric.criteria[1].weight == Decimal(75)


@pytest.mark.parametrize(
    ("before", "after", "line", "key"),
    [
        ('name = "Spring grants"', "name = 5", 1, "name"),
        ("highest = 4", "highest = -4", 5, "scale"),
        ("highest = 4", "higest = 4", 6, "scale.higest"),
        ("weight = 75", "weight = 0", 17, "criteria[2].weight"),
        ("lowest = 1", "lowest = []", 18, "criteria[2].scale.lowest"),
        ('key = "value"', "", 15, "criteria[2].key"),
        ("weight = 75", "wait = 75", 17, "criteria[2].wait"),
        ("weight = 75", "comment = 'below two'\nweight = 75", 17, "criteria[2].comment"),
        ("weight = 75", "comment = 'below 99'\nweight = 75", 17, "criteria[2].comment"),
        ("weight = 75", "comment = 'below 0'\nweight = 75", 17, "criteria[2].comment"),
    ],
)
def test_what_is_wrong_is_said_with_its_line_and_its_key(
    tmp_path: Path, before: str, after: str, line: int, key: str
) -> None:
    path = written(tmp_path, SHORT.replace(before, after))

    with pytest.raises(InputError) as refused:
        read_round(path)

    assert f"“{key}”" in refused.value.title
    assert refused.value.detail == f"It stands in {path}, line {line}."
    assert refused.value.remedy


def test_a_key_that_is_nowhere_to_be_seen_is_said_with_the_file_alone(tmp_path: Path) -> None:
    path = written(tmp_path, SHORT.replace('name = "Spring grants"', ""))

    with pytest.raises(InputError, match="“name” is missing") as refused:
        read_round(path)

    assert refused.value.detail == f"It stands in {path}."


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('name = "Spring grants\nreference = "SG1"', 'Line 1 ends too early: “name = "Spring grants”.'),
        ('name = "Spring grants"\nplaces = ten\n', "Line 2 can't be read from “ten” on."),
        ('name = "A"\nname = "B"\n', 'Line 2 says for a second time what is said above: “name = "B"”.'),
        ('name = "A', "It ends too early: something that was begun is never closed."),
        ("closes = 2014-13-45T99:00:00", "Line 1 can't be read from “-13-45T99:00:00” on."),
        ("x = " + "[" * 100_000, "nested too deeply"),
        ("x = " + "9" * 5000, "far too long"),
    ],
)
def test_a_slip_in_the_writing_is_said_with_its_line(tmp_path: Path, text: str, said: str) -> None:
    path = written(tmp_path, text)

    with pytest.raises(InputError, match="not written as a round definition") as refused:
        read_round(path)

    assert said in refused.value.detail


def test_what_is_no_definition_at_all_is_refused_in_plain_words(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="There is no file"):
        read_round(tmp_path / "missing.toml")
    with pytest.raises(InputError, match="is a folder"):
        read_round(tmp_path)
    with pytest.raises(InputError, match=r"not text in UTF-8.*line 2"):
        read_round(written(tmp_path, b'# one\nname = "Caf\xe9"\n'))
    with pytest.raises(InputError, match="far too large"):
        read_round(written(tmp_path, b"#" * 3_000_000))
    with pytest.raises(InputError, match="can't be read"):
        read_round(tmp_path / ("x" * 300 + ".toml"))
    with pytest.raises(InputError, match="“name” is missing"):
        read_round(written(tmp_path, b""))
