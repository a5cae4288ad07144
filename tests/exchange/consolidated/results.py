"""A small result for the secretariat's workbook, and a look into what was written."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import openpyxl
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from dd_panel.domain.identifiers import CriterionKey, MemberId, Reference
from dd_panel.domain.panel import Member
from dd_panel.domain.receipt import Receipt
from dd_panel.domain.rounds import LONDON, Round
from dd_panel.domain.rubric import Criterion, Rubric
from dd_panel.domain.scale import Scale
from dd_panel.exchange.consolidated.contents import (
    ConflictLine,
    Consolidation,
    RankingLine,
    ReviewLine,
    ScoreLine,
    SourceLine,
    WaitingLine,
)

NEED, PRICE = CriterionKey("need"), CriterionKey("price")
ADA, BEN = MemberId("M1"), MemberId("M2")
AMBLE, BECK, CERT = Reference("DD-1"), Reference("DD-2"), Reference("DD-3")

RULES = Round(
    "Spring & summer grants",
    "SG1",
    Rubric(
        (
            Criterion(NEED, "Case for change", "Case", Decimal("62.5"), minimum=Decimal(2)),
            Criterion(
                PRICE, "Price", "Price", Decimal("37.5"), Scale(Decimal(1), Decimal(4), Decimal("0.5"), "lowest")
            ),
        )
    ),
    closes=datetime(2014, 2, 10, 17, tzinfo=LONDON),
    places=1,
    fund=150_000,
    tie_break=(NEED,),
    reviews_per_application=2,
)


def score(
    application: Reference, member: MemberId, criterion: CriterionKey, value: str, comment: str = ""
) -> ScoreLine:
    """A score read from the member's file, or one of the other states."""
    scored = value[0].isdigit()
    column = "D" if criterion == NEED else "F"
    return ScoreLine(
        application,
        member,
        criterion,
        "scored" if scored else value,
        Decimal(value) if scored else None,
        comment,
        file=f"SG1-{member}-1.xlsx",
        sheet="Scores",
        cell=f"{column}{application[-1]}",
    )


def a_result() -> Consolidation:
    """Two members, three applications: one is reviewed twice, one once with a value waiting, one barred and unread."""
    return Consolidation(
        rules=RULES,
        made=datetime(2014, 7, 1, 10, 30, tzinfo=LONDON),
        members=(Member(ADA, "Ada Brook", "Brook & Sons"), Member(BEN, "Ben Crane")),
        ranked=(
            RankingLine(
                1,
                AMBLE,
                "Ambleton",
                "Libraries",
                "Mutual",
                Fraction(10, 3),
                Fraction(200, 3),
                2,
                2,
                90_000,
                means={NEED: Fraction(7, 2), PRICE: Fraction(5, 3)},
            ),
            RankingLine(
                2,
                BECK,
                "=Beckford",
                "Parks",
                "",
                Fraction(2),
                Fraction(40),
                1,
                2,
                None,
                ("1 of 2 reviews",),
                {NEED: Fraction(2)},
            ),
            RankingLine(None, CERT, "Çerton", planned=2, support_sought=80_000, flags=("no review counts yet",)),
        ),
        scores=(
            score(AMBLE, ADA, NEED, "4", "- a strong case\nwith “figures”"),
            score(AMBLE, ADA, PRICE, "1.5", "=cheap"),
            score(AMBLE, BEN, NEED, "3"),
            score(AMBLE, BEN, PRICE, "2"),
            score(BECK, ADA, NEED, "2"),
            score(BECK, ADA, PRICE, "cannot judge", "<r>No prices</r>"),
            score(BECK, BEN, NEED, "waiting"),
            score(BECK, BEN, PRICE, "4"),
            score(CERT, ADA, NEED, "not yet scored"),
            score(CERT, ADA, PRICE, "not yet scored"),
            score(CERT, BEN, NEED, "conflicted"),
            score(CERT, BEN, PRICE, "conflicted"),
        ),
        reviews=(
            ReviewLine(
                AMBLE, ADA, Fraction(7, 2), Fraction(70), counts=True, recommendation="fund", guidance="Start now."
            ),
            ReviewLine(AMBLE, BEN, Fraction(19, 6), Fraction(190, 3), counts=True),
            ReviewLine(BECK, ADA, Fraction(2), Fraction(40), counts=True, partial=True),
            ReviewLine(BECK, BEN),
            ReviewLine(CERT, ADA),
            ReviewLine(CERT, BEN, conflicted=True),
        ),
        receipt=Receipt(12, 6, 1, 2, 2, 1, (BEN,), Fraction(33, 2), Fraction(33, 2)),
        conflicts=(ConflictLine(CERT, BEN, "My sister's bid.", datetime(2014, 6, 1, 9, tzinfo=LONDON)),),
        sources=(
            SourceLine(
                "SG1-M1-1.xlsx",
                "ab" * 32,
                datetime(2014, 6, 30, 8, tzinfo=LONDON),
                "merged",
                ADA,
                1,
                datetime(2014, 6, 29, 21, 15, tzinfo=LONDON),
                remarks=("1 cell typed outside the program",),
            ),
        ),
        waiting=(
            WaitingLine(
                4, "off-step", "2.2 lies between two scores.", "SG1-M2-1.xlsx", "Scores", "D2", BECK, BEN, NEED, "2.2"
            ),
        ),
    )


def opened(path: Path) -> Workbook:
    """The workbook as a viewer that can't calculate shows it."""
    return openpyxl.load_workbook(path, data_only=True)


def table(sheet: Worksheet, header: str) -> list[dict[str, object]]:
    """The rows of the table whose header row begins with these words, as far as they go."""
    rows = list(sheet.iter_rows(values_only=True))
    top = next(number for number, row in enumerate(rows) if row[0] == header)
    names = [str(name) for name in rows[top] if name is not None]
    found: list[dict[str, object]] = []
    for row in rows[top + 1 :]:
        if all(value is None for value in row):
            break
        found.append(dict(zip(names, row, strict=False)))
    return found
