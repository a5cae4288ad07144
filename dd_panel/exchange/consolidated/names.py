"""What applications, members and criteria are called in the sheets that people read."""

from __future__ import annotations

from collections import Counter
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dd_panel.domain.identifiers import CriterionKey, MemberId, Reference
    from dd_panel.domain.rounds import Round
    from dd_panel.domain.rubric import Criterion
    from dd_panel.exchange.consolidated.contents import Consolidation


class Names:
    """Looks names up once for the whole workbook."""

    def __init__(self, contents: Consolidation) -> None:
        shared = Counter(member.name for member in contents.members)
        self._members = {
            each.member_id: each.name if each.name and shared[each.name] == 1 else f"{each.name} ({each.member_id})"
            for each in contents.members
        }
        self._authorities = {line.reference: line.lead_authority for line in contents.ranked}
        self._criteria = {criterion.key: criterion for criterion in contents.rules.rubric.criteria}

    def member(self, member: MemberId | None) -> str:
        """A member's name, with the id where two share it; the id alone for somebody unknown."""
        return "" if member is None else self._members.get(member, member)

    def authority(self, reference: Reference) -> str:
        """The lead authority of an application."""
        return self._authorities.get(reference, "")

    def criterion(self, key: CriterionKey) -> Criterion:
        """The criterion with this key."""
        return self._criteria[key]


def criterion_header(rules: Round, criterion: Criterion) -> str:
    """A criterion's short name above its part of the whole weight."""
    share = 100 * rules.rubric.weight_share(criterion)
    shown = (Decimal(share.numerator) / share.denominator).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return f"{criterion.short}\n{float(shown):g}%"
