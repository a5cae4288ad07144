"""The ranking in the secretariat's workbook: places, means and money, with the funding line."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from dd_panel.exchange.consolidated.ranking_list import last_above_line, running_costs
from dd_panel.exchange.consolidated.write import write_consolidated
from tests.exchange.consolidated.results import RULES, a_result, opened, table


def test_the_ranking_shows_places_means_and_money_in_full(path: Path) -> None:
    sheet = opened(path)["Ranking"]
    first, line, second, unplaced = table(sheet, "Place")

    shown = list(first)[: list(first).index("Flags") + 1]
    assert {name: first[name] for name in shown} == {
        "Place": 1,
        "Reference": "DD-1",
        "Lead authority": "Ambleton",
        "Service": "Libraries",
        "Model": "Mutual",
        "Score\n0–5": pytest.approx(10 / 3, rel=1e-15),
        "Percent": pytest.approx(200 / 3, rel=1e-15),
        "Case\n62.5%": 3.5,
        "Price\n37.5%": pytest.approx(5 / 3, rel=1e-15),
        "Reviews": 2,
        "Planned": 2,
        "Support sought": 90_000,
        "Running cost": 90_000,
        "Flags": None,
    }
    assert (line["Place"], line["Lead authority"]) == (None, "Funding line: 1 place  ·  £60,000 left of £150,000")
    assert (second["Place"], second["Price\n37.5%"], second["Flags"]) == (2, None, "1 of 2 reviews")
    assert (second["Support sought"], second["Running cost"]) == (None, 90_000)
    assert [unplaced[name] for name in ("Place", "Score\n0–5", "Percent", "Running cost", "Flags")] == [
        None, None, None, None, "no review counts yet",
    ]  # fmt: skip


def test_the_ranking_says_what_a_reader_must_know_first(path: Path) -> None:
    shown = [row[0] for row in opened(path)["Ranking"].iter_rows(max_row=5, values_only=True)]

    assert shown == [
        "Spring & summer grants: ranking",
        "Ordered by the mean of the reviews that count · 3 of 6 reviews count · as at 1 July 2014, 10:30",
        "1 finding waits for a decision and holds back what it is about; see Receipt.",
        "1 member's scoresheet is outstanding; see Receipt.",
        None,
    ]


def test_numbers_are_shown_as_people_read_them(path: Path) -> None:
    sheet = opened(path)["Ranking"]
    rows = {row[1].value: row for row in sheet.iter_rows() if row[1].value}

    assert [rows["DD-1"][column].number_format for column in (5, 6, 11)] == ["0.00", "0.0", '"£"#,##0']
    assert '"at least £"#,##0' in conditional_formats(path)


def conditional_formats(path: Path) -> str:
    """The number formats that cells take on when a condition is met."""
    rules = opened(path)["Ranking"].conditional_formatting
    formats = [rule.dxf.numFmt.formatCode for each in rules for rule in each.rules if rule.dxf and rule.dxf.numFmt]
    return " ".join(formats)


def test_shared_places_are_marked_and_may_crowd_the_funding_line(tmp_path: Path) -> None:
    first, second, third = a_result().ranked
    tied = replace(a_result(), ranked=(first, replace(second, place=1), replace(third, place=3, score=Fraction(1))))
    write_consolidated(tmp_path / "tied.xlsx", tied)
    sheet = opened(tmp_path / "tied.xlsx")["Ranking"]
    rows = table(sheet, "Place")

    assert [row["Place"] for row in rows[:2]] == [1, 1]
    assert rows[2]["Lead authority"] == (
        "Funding line: 1 place  ·  2 applications share place 1, more than there are places left"
    )
    assert '0"="' in conditional_formats(tmp_path / "tied.xlsx")


def test_no_line_is_drawn_where_nobody_stands_below_it() -> None:
    result = a_result()

    assert last_above_line(result) == 1
    assert last_above_line(replace(result, rules=replace(RULES, places=2))) is None
    assert last_above_line(replace(result, ranked=())) is None
    assert running_costs(result.ranked) == ((90_000, True), (90_000, False), None)


def test_where_low_is_best_the_lowest_score_is_the_darkest(path: Path) -> None:
    sheet = opened(path)["By application"]
    colours = {
        (row[2].value, row[1].value, column): row[column].fill.fgColor.rgb
        for row in sheet.iter_rows(min_row=2)
        for column in (3, 4)
    }

    assert colours["Ada Brook", "DD-1", 3] == colours["Ada Brook", "DD-1", 4] == "FF2B7880"
    assert colours["Ben Crane", "DD-2", 4] == "FFF1F0EC"
