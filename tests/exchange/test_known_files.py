"""A file that was given in the wrong place is refused with what it is, and where it belongs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from dd_panel.domain.errors import InputError
from dd_panel.exchange.intake import read_sources
from dd_panel.exchange.known_files import Known, kind_of
from dd_panel.exchange.registers import read_assignments, read_authorities, read_members
from dd_panel.services.results.consolidating import consolidate
from dd_panel.services.returns.merging import merge_returns, read_incoming
from dd_panel.services.round.conflict_forms import take_in_files, write_forms
from tests.panelwork import ASHE, SmallRound, fill_all, small_round

LISTS = {
    Known.AUTHORITIES: "official-name,start-date,end-date,nation\nTarrow Council,,,England\n",
    Known.APPLICATIONS: "Reference,Lead authority,Why?\nDD-100,Tarrow Council,It asks.\n",
    Known.MEMBERS: "ID,Name\nPM09,Flora Grant\n",
    Known.ASSIGNMENTS: "Reference,Member,Role\nDD-001,PM01,lead\n",
}


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> SmallRound:
    return small_round(tmp_path_factory.mktemp("round"))


@pytest.fixture(scope="module")
def files(small: SmallRound, tmp_path_factory: pytest.TempPathFactory) -> dict[Known, Path]:
    """One file of each kind, all of them real."""
    folder = tmp_path_factory.mktemp("files")
    made = {known: folder / f"{known}.csv" for known in LISTS}
    for known, text in LISTS.items():
        made[known].write_text(text, encoding="utf-8")
    made[Known.SCORESHEET] = folder / "ashe.xlsx"
    made[Known.SCORESHEET].write_bytes(fill_all(small.blank(ASHE)))
    with small.open() as place:
        made[Known.CONSOLIDATED] = folder / "SM1.xlsx"
        consolidate(place, made[Known.CONSOLIDATED])
        made[Known.CONFLICTS_FORM] = write_forms(place, folder)[0].path
    for known, name in (
        (Known.PACK, "SM1-PM01.ddpack"),
        (Known.REVIEW, "ashe.ddreview"),
        (Known.ROUND, "SM1.ddround"),
        (Known.DEFINITION, "round.toml"),
    ):
        made[known] = folder / name
        made[known].write_bytes(b"told by its ending")
    return made


def test_each_kind_is_told_by_its_content_whatever_its_name(files: dict[Known, Path]) -> None:
    found = {known: kind_of(path.name, path.read_bytes()) for known, path in files.items()}
    assert found == {known: known for known in Known}
    workbook = files[Known.SCORESHEET].read_bytes()
    assert kind_of("members.xlsx", workbook) is Known.SCORESHEET


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"%PDF-1.7", b"a,b\n1,2\n", b"\xff\xfe\x00", b"\x00" * 100])
def test_what_is_of_no_known_kind_is_not_guessed(content: bytes) -> None:
    assert kind_of("scores.xlsx", content) is None
    assert kind_of("scores.csv", content) is None


HAS_ITS_HEADINGS = {(Known.CONFLICTS_FORM, Known.ASSIGNMENTS), (Known.CONSOLIDATED, Known.ASSIGNMENTS)}
"""What is refused for what stands in it, as an assignment table would be."""

READERS: dict[Known, Callable[[Path], object]] = {
    Known.MEMBERS: read_members,
    Known.AUTHORITIES: read_authorities,
    Known.ASSIGNMENTS: read_assignments,
    Known.APPLICATIONS: lambda path: read_sources([path]),
}


@pytest.mark.parametrize("wanted", READERS)
def test_every_other_known_file_is_refused_with_what_it_is(files: dict[Known, Path], wanted: Known) -> None:
    for known, path in files.items():
        if known is wanted or (known, wanted) in HAS_ITS_HEADINGS:
            continue
        with pytest.raises(InputError) as refused:
            READERS[wanted](path)
        assert refused.value.title.startswith(f"{path.name} can't be taken in here: it is a"), (known, refused.value)
    READERS[wanted](files[wanted])


def test_a_scoresheet_dropped_on_panel_is_sent_to_returns(small: SmallRound, files: dict[Known, Path]) -> None:
    sheet = files[Known.SCORESHEET]
    with small.open() as place:
        ((path, said, used),) = take_in_files(place, [sheet])
    assert (path, used) == (sheet, False)
    assert said == (
        "ashe.xlsx can't be taken in here: it is a scoresheet, which belongs on Returns. "
        "Take it in there, or with “dd-panel merge”."
    )


def test_what_is_wrong_with_the_right_kind_of_file_is_said_as_before(tmp_path: Path) -> None:
    empty = tmp_path / "members.csv"
    empty.write_text("ID,Name\n", encoding="utf-8")
    with pytest.raises(InputError, match="has its headings, and nothing below them"):
        read_members(empty)
    doubled = tmp_path / "doubled.csv"
    doubled.write_text("ID,Name,Name\nPM01,Margaret Ashe,Ashe\n", encoding="utf-8")
    with pytest.raises(InputError, match="the heading “Name” stands there more than once"):
        read_members(doubled)


@pytest.mark.parametrize(
    ("known", "said"),
    [
        (Known.MEMBERS, "it is a list of panel members, which belongs on Panel"),
        (Known.CONFLICTS_FORM, "it is a conflicts form, which belongs on Panel"),
        (Known.CONSOLIDATED, "it is a consolidated workbook, which is made from scoresheets"),
        (Known.PACK, "it is a review pack, which its member opens"),
    ],
)
def test_a_merge_says_what_a_file_is_that_is_no_scoresheet(
    small: SmallRound, files: dict[Known, Path], known: Known, said: str
) -> None:
    with small.open() as place:
        (report,) = merge_returns(place, [read_incoming(files[known])]).files
    assert [each.finding.detail for each in report.findings] == [said]
