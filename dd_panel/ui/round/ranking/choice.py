"""Which applications of the ranking are shown, and in which order: chosen without changing a place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from dd_panel.text import _
from dd_panel.ui.round.ranking.rows import FundingLine, PlaceRow

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from dd_panel.ui.round.ranking.rows import RankRow

Group = Literal["above", "close", "below"]
Key = Literal["place", "application", "model", "mean", "spread", "likely", "chance", "cost"]

GROUPS: Final[tuple[Group, ...]] = ("above", "close", "below")

_Sorted = tuple[float, str]
_KEYS: Final[dict[Key, Callable[[PlaceRow], _Sorted | None]]] = {
    "application": lambda row: (0.0, row.line.application.lead_authority.casefold()),
    "model": lambda row: (0.0, row.line.application.model.casefold()) if row.line.application.model else None,
    "mean": lambda row: None if row.percent is None else (row.percent, ""),
    "spread": lambda row: (max(row.percents) - min(row.percents), "") if row.percents else None,
    "likely": lambda row: None if row.likely is None else (row.likely.expected, ""),
    "chance": lambda row: None if row.likely is None else (row.likely.chance, ""),
    "cost": lambda row: (
        None if row.line.application.support_sought is None else (float(row.line.application.support_sought), "")
    ),
}
FALLS_FIRST: Final[frozenset[Key]] = frozenset({"mean", "spread", "chance", "cost"})
"""What one wants to see the largest of first."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person wants to see: empty filters show everything, `place` is the ranking's own order.

    `falling` begins with the largest.
    """

    model: str = ""
    topic: str = ""
    region: str = ""
    group: Group | None = None
    key: Key = "place"
    falling: bool = False

    @property
    def filters(self) -> bool:
        """Whether anything may be left out."""
        return bool(self.model or self.topic or self.region or self.group)


def models_of(rows: Iterable[RankRow]) -> tuple[str, ...]:
    """The models that applications propose, by name."""
    return _named(row.line.application.model for row in rows if isinstance(row, PlaceRow))


def topics_of(rows: Iterable[RankRow]) -> tuple[str, ...]:
    """The topics that applications are about, by name."""
    return _named(topic for row in rows if isinstance(row, PlaceRow) for topic in row.line.application.topics)


def regions_of(rows: Iterable[RankRow]) -> tuple[str, ...]:
    """The regions that applications come from, by name."""
    return _named(region for row in rows if isinstance(row, PlaceRow) for region in row.line.regions)


def chosen_rows(rows: Sequence[RankRow], choice: Choice) -> tuple[RankRow, ...]:
    """The rows to show. The funding line stays between its neighbours, and is left out of any other order.

    What has no value to sort by stands at the end either way; equal ones keep the order of the ranking.
    """
    line = next((at for at, row in enumerate(rows) if isinstance(row, FundingLine)), len(rows))
    kept = [row for at, row in enumerate(rows) if isinstance(row, FundingLine) or _wanted(row, choice, above=at < line)]
    if choice.key == "place" and not choice.falling:
        return tuple(kept) if any(isinstance(row, PlaceRow) for row in kept) else ()
    places = [row for row in kept if isinstance(row, PlaceRow)]
    if choice.key == "place":
        placed = [row for row in places if row.percent is not None]
        return (*reversed(placed), *(row for row in places if row.percent is None))
    value = _KEYS[choice.key]
    known = [(found, row) for row in places if (found := value(row)) is not None]
    known.sort(key=lambda each: each[0], reverse=choice.falling)
    return (*(row for _found, row in known), *(row for row in places if value(row) is None))


def sort_words() -> dict[Key, str]:
    """What the table can be sorted by, in words."""
    return {
        "place": _("place"),
        "application": _("application"),
        "model": _("model"),
        "mean": _("mean"),
        "spread": _("reviewers apart"),
        "likely": _("likely place"),
        "chance": _("chance"),
        "cost": _("cost"),
    }


def _wanted(row: PlaceRow, choice: Choice, *, above: bool) -> bool:
    application = row.line.application
    if choice.model and application.model != choice.model:
        return False
    if choice.topic and choice.topic not in application.topics:
        return False
    if choice.region and choice.region not in row.line.regions:
        return False
    if choice.group == "close":
        return row.close
    return choice.group is None or (choice.group == "above") == (above and row.percent is not None)


def _named(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({name for name in names if name}, key=str.casefold))
