"""A glance says whose a scoresheet is where it says so plainly, and nothing where it does not."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from dd_panel.domain.purposes import SCORES
from dd_panel.exchange.scoresheet.glance import glance
from tests.panelwork import ASHE, OKORO, RULES, fill_all, small_round


def with_texts(*texts: str, more: int = 0) -> bytes:
    """An archive with such a table of texts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("xl/sharedStrings.xml", "".join(f"<si><t>{text}</t></si>" for text in texts))
        for number in range(more):
            archive.writestr(f"{number}.xml", "")
    return out.getvalue()


def row_of(member: str) -> str:
    return f"dd_panel scoresheet|{RULES.round_id}|{RULES.rubric.version}|1|{member}"


def test_a_scoresheet_says_whose_it_is_as_it_went_out_and_as_it_came_back(tmp_path: Path) -> None:
    small = small_round(tmp_path)
    for content in (blank := small.blank(ASHE), fill_all(blank)):
        owner = glance(content)
        assert owner is not None
        assert (owner.member, owner.round_id, owner.export, owner.purpose) == (ASHE, RULES.round_id, 0, SCORES)


def test_a_name_is_read_as_it_is_meant() -> None:
    owner = glance(with_texts("Reference", row_of("A&amp;B"), row_of("A&amp;B")))
    assert owner is not None
    assert owner.member == "A&B"


@pytest.mark.parametrize(
    "content",
    [
        with_texts("Reference", "Northmere Council"),
        with_texts(row_of(ASHE), row_of(OKORO)),
        with_texts(row_of(ASHE), more=2_000),
        with_texts(row_of(ASHE))[:40],
        b"Reference,Application\r\n",
        b"",
    ],
    ids=["says nothing", "two people", "many members", "cut short", "csv", "empty"],
)
def test_what_is_not_plain_is_left_to_reading(content: bytes) -> None:
    assert glance(content) is None
