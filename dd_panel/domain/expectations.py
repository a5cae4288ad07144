"""What the scoresheets of a round are held against: its rules, its applications, and who has which of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dd_panel.domain.findings import Finding, Kind
from dd_panel.domain.identifiers import identity
from dd_panel.domain.purposes import SCORES
from dd_panel.domain.sheets import Expected, by_identity

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dd_panel.domain.identifiers import Reference
    from dd_panel.domain.rounds import Round
    from dd_panel.domain.sheets import SheetIdentity


@dataclass(frozen=True, slots=True)
class Expectations:
    """Everything that has to be known to examine any scoresheet of a round, as plain data.

    `assigned` holds the share of every panel member, by the form in which ids are compared; `again` the applications
    of every second look that was asked for, by member and number. Rows of those that are `out` of the competition are
    read where they come, and missed nowhere.
    """

    rules: Round
    titles: Mapping[Reference, tuple[str, ...]]
    assigned: Mapping[str, frozenset[Reference]]
    again: Mapping[tuple[str, int], frozenset[Reference]]
    out: frozenset[Reference] = frozenset()
    known: Mapping[str, Reference] = field(init=False)

    def __post_init__(self) -> None:
        """Look at every reference once, and not once for every scoresheet."""
        object.__setattr__(self, "known", by_identity(self.titles))

    def refusal(self, about: SheetIdentity) -> Finding | None:
        """Why a scoresheet can't be taken in at all; None where it can."""
        if about.round_id != self.rules.round_id:
            return Finding(Kind.WRONG_ROUND)
        if about.rubric_version != self.rules.rubric.version:
            return Finding(Kind.OTHER_RUBRIC)
        if identity(about.member) not in self.assigned:
            return Finding(Kind.UNKNOWN_MEMBER, found=about.member)
        return None

    def of(self, about: SheetIdentity) -> Expected:
        """What one member's scoresheet is held against; KeyError for a stranger's, which is refused."""
        member = identity(about.member)
        share = self.assigned[member]
        rows = share if about.purpose is SCORES else self.again.get((member, about.export), frozenset())
        return Expected(self.rules.rubric, self.titles, share, rows - self.out, self.known)
