"""A ranking of many rows is scrolled and looks as it should wherever one stops."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from dd_panel.domain.applications import Application
from dd_panel.domain.identifiers import Reference
from dd_panel.domain.ranking import Ranked
from dd_panel.domain.receipt import Receipt
from dd_panel.services.results.ranking import Ranking, RankingLine
from dd_panel.ui.round.ranking.model import RankingModel
from dd_panel.ui.round.ranking.rows import rows_of
from dd_panel.ui.round.ranking.table import RankingTable
from dd_panel.ui.theme import Theme
from tests.builders import a_round
from tests.ui.conftest import Show
from tests.ui.keyboard import press, settle

MANY = 200


def ranking() -> Ranking:
    """So many applications, each a little behind the one before."""
    lines = []
    for number in range(MANY):
        at = Fraction(MANY - number, MANY)
        reference = Reference(f"DD-{number:03d}")
        ranked = Ranked(reference, at, number + 1, 2, (at, at), {}, 0, ())
        lines.append(RankingLine(Application(reference, f"Council {number}", support_sought=1_000), ranked, (), ()))
    return Ranking(
        replace(a_round(), places=10), tuple(lines), {}, Receipt(0, 0, 0, 0, 0, 0, (), Fraction(0), Fraction(0)), 0
    )


@pytest.fixture
def table(theme: Theme, show: Show) -> RankingTable:
    model, rows = RankingModel(), rows_of(ranking())
    table = RankingTable(theme, model)
    model.measure(ranking().rules, rows)
    model.show_rows(rows)
    show(table, 1000, 500)
    return table


def seen(table: RankingTable) -> QImage:
    return table.viewport().grab().toImage()


def test_where_one_stops_it_looks_as_if_one_had_come_there_at_once(
    theme: Theme, table: RankingTable, dressed_app: QApplication
) -> None:
    bar = table.verticalScrollBar()
    for at in (66, 132, 198, 400, 5_000, 199):
        bar.setValue(at)
        settle(dressed_app)
    walked = seen(table)
    theme.set_mode("dark")
    settle(dressed_app)
    assert seen(table) != walked
    theme.set_mode("light")
    settle(dressed_app)
    assert seen(table) == walked


@pytest.mark.parametrize(
    "change",
    [
        lambda table: table.set_hits(frozenset({2})),
        lambda table: press(table, Qt.Key.Key_Down),
        lambda table: table.resize(700, 500),
    ],
    ids=["found", "next", "narrower"],
)
def test_whatever_a_row_shows_is_painted_at_once(
    table: RankingTable, change: Callable[[RankingTable], object], dressed_app: QApplication
) -> None:
    table.go_to(0)
    settle(dressed_app)
    before = seen(table).copy(0, 0, 600, 400)
    change(table)
    settle(dressed_app)
    assert seen(table).copy(0, 0, 600, 400) != before


def test_the_last_row_is_painted_and_nothing_below_it(table: RankingTable, dressed_app: QApplication) -> None:
    table.model().show_rows(rows_of(ranking())[:3])  # type: ignore[attr-defined]
    settle(dressed_app)
    below = seen(table).copy(0, 3 * table.rowHeight(0) + 5, 400, 100)
    plain = QImage(below.size(), below.format())
    plain.fill(below.pixel(0, 0))
    assert below == plain
    table.model().show_rows(())  # type: ignore[attr-defined]
    settle(dressed_app)
    assert not seen(table).isNull()
