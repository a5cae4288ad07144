"""The secretariat's window over a large round: it never stands still, whatever is opened or done."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from dd_panel.domain.identifiers import score_field
from dd_panel.services.returns.merging import Incoming, merge_returns
from dd_panel.services.workplace import Workplace
from dd_panel.store.files import open_store
from tests.bench.measuring import Row
from tests.bench.rounds import NOON, Size, assignments, make_round, rules, write_scoresheets
from tests.panelwork import fill

SIZE = Size(applications=1_000, members=60)
CLUMSY = 20
"""So many scores of each scoresheet were typed with a space behind them, which is a safe mend, one as “3 or 4”."""


def whole_window(folder: Path, _pairs: int) -> list[Row]:
    """1,000 applications, three reviews each by 60 members, all of them merged, with a finding in every third."""
    path = folder / "large.ddround"
    _make(path)
    ended = subprocess.run(
        [sys.executable, "-m", "tests.bench.round_window", str(path)],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_FONT_DPI": "96", "LC_ALL": "C.UTF-8"},
        capture_output=True,
        check=False,
    )
    if ended.returncode != 0:
        raise RuntimeError(ended.stderr.decode())
    found: dict[str, list[tuple[float, str]]] = {}
    for screen, words, pause in json.loads(ended.stdout):
        found.setdefault(screen, []).append((pause, words))
    return [_row(screen, sorted(pauses, reverse=True)) for screen, pauses in found.items()]


def _row(screen: str, pauses: list[tuple[float, str]]) -> Row:
    name = f"{screen.capitalize()} of {SIZE.applications:,} × {SIZE.members}"
    longest = ", ".join(f"{words} {1000 * pause:.0f} ms" for pause, words in pauses[:3])
    measured = ((pauses[0][0], pauses[-1][0]),)
    note = f"{name}: the longest of {len(pauses)} are {longest}."
    return Row(f"{name}: longest pause", "shortest", measured, 100, "ms", "ours", note)


def _make(path: Path) -> None:
    """The round, with what its members sent back."""
    make_round(path, SIZE)
    key = rules().rubric.criteria[0].key
    mine: dict[str, list[str]] = {}
    for each in assignments(SIZE):
        mine.setdefault(each.member, []).append(each.application)
    sheets: list[Incoming] = []
    for sheet in write_scoresheets(SIZE):
        references = mine[sheet.name.removesuffix(".xlsx")][: CLUMSY + 1]
        clumsy: dict[tuple[str, str], str | float | None] = {
            (each, score_field(key)): "3 " if at else "3 or 4" for at, each in enumerate(references)
        }
        sheets.append(Incoming(sheet.name, fill(sheet.content, clumsy)))
    with open_store(path) as store:
        merge_returns(Workplace(store, lambda: NOON, "secretariat"), sheets)
