"""The consolidated workbook: the secretariat's merged result, from the ranking down to the cell behind every score."""

from dd_panel.exchange.consolidated.contents import (
    ConflictLine,
    Consolidation,
    RankingLine,
    ReviewLine,
    ScoreLine,
    SecondLookLine,
    SourceLine,
    WaitingLine,
)
from dd_panel.exchange.consolidated.write import is_consolidated, write_consolidated

__all__ = [
    "ConflictLine",
    "Consolidation",
    "RankingLine",
    "ReviewLine",
    "ScoreLine",
    "SecondLookLine",
    "SourceLine",
    "WaitingLine",
    "is_consolidated",
    "write_consolidated",
]
