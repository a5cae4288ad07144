"""Scoresheets filled in anyhow, merged in any order, and what became of them in the round."""

from __future__ import annotations

import functools
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from dd_panel.domain.identifiers import Field, MemberId, Reference
from dd_panel.domain.reviews import CANNOT_JUDGE
from dd_panel.exchange.scoresheet.read import read_scoresheets
from dd_panel.services.returns.merging import Incoming, MergeReport, merge_returns
from dd_panel.services.round.packing import make_packs, unpack
from dd_panel.services.workplace import Workplace
from dd_panel.store.work import Work
from tests.panelwork import ASHE, NOON, OKORO, REFERENCES, RULES, fill, saved_at, small_round, without

FIRST, SECOND = REFERENCES[:2]
Cell = tuple[MemberId, Reference, Field]
Typed = tuple[tuple[tuple[str, str], str | float | None], ...]

SCORES: tuple[tuple[str, str | float | None], ...] = (
    *(("score.need", value) for value in (None, 0, 2, 4, "4 ", "3 or 4", "N/A", "cannot judge", 7, "#DIV/0!")),
    *(("score.plan", value) for value in (None, 1, 2.5, "2,5", 2.25)),
)
OTHERS: tuple[tuple[str, str | float | None], ...] = (
    *(("comment.need", value) for value in (None, "Too little evidence.", "Odd_x0007_")),
    *(("conflict", value) for value in ("no", "My brother works there.", None)),
    *(("recommendation", value) for value in ("fund", "maybe")),
    ("applicant", "Eastmarsh Council"),
    ("reference", REFERENCES[5]),
)
Edits = list[tuple[Reference, tuple[str, str | float | None]]]
EDITS = st.lists(
    st.tuples(st.sampled_from((FIRST, SECOND)), st.sampled_from((*SCORES, *SCORES, *OTHERS))), min_size=1, max_size=6
)
MEMBERS = st.sampled_from((ASHE, OKORO))
LATER = st.sampled_from((-1, 0, 1, 1, 2))
RANKS: Typed = tuple(((reference, "score.need"), number) for number, reference in enumerate(REFERENCES, start=1))
WORDS = ("2", "4.5", CANNOT_JUDGE, "", "fund", "Said on the telephone.", FIRST, REFERENCES[6])


@dataclass(frozen=True)
class Began:
    """The round, a member's review and the blank scoresheets, as they were before anything came back."""

    round: bytes
    review: bytes
    blanks: dict[MemberId, bytes]


@functools.cache
def began() -> Began:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        small = small_round(folder)
        with small.open() as place:
            packs = {pack.member: pack.path for pack in make_packs(place, folder / "packs")}
        unpack(packs[ASHE], folder / "ashe.ddreview", lambda: NOON)
        blanks = {member: small.blank(member) for member in (ASHE, OKORO)}
        return Began(small.path.read_bytes(), (folder / "ashe.ddreview").read_bytes(), blanks)


@functools.cache
def filled(sheet: bytes, typed: Typed, minutes: int) -> bytes:
    return fill(sheet, dict(typed), minutes)


@functools.cache
def shortened(sheet: bytes, reference: str, key: str, minutes: int) -> bytes:
    """Without the row of an application, or the column of this key; KeyError where it has none."""
    cut = without(sheet, column=key) if key else without(sheet, row=reference)
    return saved_at(cut, NOON + timedelta(minutes=minutes))


@functools.cache
def said_in(sheet: bytes) -> frozenset[tuple[str, Field]]:
    """The cells that a scoresheet has, filled in or not, by what names their row."""
    return frozenset(
        (name, field)
        for each in read_scoresheets("sheet.xlsx", sheet, RULES)
        for row in each.rows
        for field in row.cells
        for name in (row.key, row.reference)
    )


def typed_in(edits: Edits) -> Typed:
    return tuple({(str(reference), key): value for reference, (key, value) in edits}.items())


# -- what stands and what waits ---------------------------------------------------------------------------------------


def standing(work: Work) -> dict[Cell, str]:
    return {
        (each.member, each.application, each.field): each.value for each in work.entries.all_details() if each.value
    }


def in_question(work: Work) -> set[Cell]:
    """Every cell that a waiting finding is about, filled in or not."""
    return {
        (kept.member, cell.application, cell.field) for kept in work.findings.waiting() for cell in kept.finding.held
    }


def waiting(work: Work) -> dict[Cell, set[str]]:
    """The cells that wait for a decision, and which findings hold them."""
    found: dict[Cell, set[str]] = {}
    for kept in work.findings.waiting():
        for cell in kept.finding.held:
            if cell.raw or kept.finding.kind.rule.holds == "cell":
                found.setdefault((kept.member, cell.application, cell.field), set()).add(kept.finding.kind)
    return found


def everything(work: Work) -> tuple[object, ...]:
    """All that a step taken back has to bring back: what stands, what was received, where it is from, what waits."""
    stands = {
        (each.member, each.application, each.field): (
            each.standing,
            each.origin.return_id,
            each.origin.sheet,
            each.origin.cell,
            each.origin.reason,
        )
        for each in work.entries.all_details()
        if each.standing.value is not None or each.standing.raw is not None
    }
    return stands, [kept.finding_id for kept in work.findings.waiting()], work.panel.assignments()


def take_in(place: Workplace, sheets: Sequence[bytes], *, accept_safe: bool = False) -> MergeReport:
    files = [Incoming(f"{number}.xlsx", content) for number, content in enumerate(sheets, start=1)]
    return merge_returns(place, files, accept_safe=accept_safe)


def key_of(report: Any) -> tuple[object, ...]:  # noqa: ANN401
    """What became of a file, whatever its name and the numbers of its findings."""
    kinds = sorted((one.finding.kind, one.finding.cell or "") for one in report.findings)
    return report.sha256, report.status, report.taken, report.revised, tuple(kinds)


def by_age(place: Workplace, sheets: Sequence[bytes]) -> list[bytes]:
    """Scoresheets from the oldest to the latest, as one merge takes them."""
    with place.store.reading() as work:
        found = {each.sha256: each for each in work.returns.all()}

    def age(content: bytes) -> tuple[object, ...]:
        each = found[Incoming("", content).sha256]
        return each.member, each.purpose, each.export, each.saved, each.sha256

    return sorted(sheets, key=age)
