"""What applications, members and criteria are called in the sheets that people read."""

from __future__ import annotations

from collections import Counter
from decimal import ROUND_HALF_UP, Decimal
from hashlib import sha256
from typing import TYPE_CHECKING

from dd_panel.text import DASH, _

if TYPE_CHECKING:
    from dd_panel.domain.identifiers import CriterionKey, MemberId, Reference
    from dd_panel.domain.rounds import Round
    from dd_panel.domain.rubric import Criterion
    from dd_panel.exchange.consolidated.contents import Consolidation, SourceLine


class Names:
    """Looks names up once for the whole workbook, and gives members the names that its readers may see."""

    def __init__(self, contents: Consolidation) -> None:
        self.open = contents.naming == "full"
        self._members = _labels(contents)
        self._authorities = {line.reference: line.lead_authority for line in contents.ranked}
        self._criteria = {criterion.key: criterion for criterion in contents.rules.rubric.criteria}
        self._files = {} if self.open else {line.file: self._file(line) for line in contents.sources}

    def member(self, member: MemberId | None) -> str:
        """A member's name, with the id where two share it; the id alone for somebody unknown."""
        if member is None:
            return ""
        return self._members.get(member, member if self.open else _("a member"))

    def member_id(self, member: MemberId) -> str:
        """What stands for a member where scripts read: the id, or what takes its place."""
        return member if self.open else self.member(member)

    def file(self, file: str) -> str:
        """A file's name, which names nobody that the workbook doesn't."""
        return file if self.open or not file else self._files.get(file, _("a scoresheet"))

    def _file(self, line: SourceLine) -> str:
        export = "" if line.export is None else f"-{line.export}"
        return f"{self.member(line.member) or _('several members')}{export}.xlsx"

    def authority(self, reference: Reference) -> str:
        """The lead authority of an application."""
        return self._authorities.get(reference, "")

    def criterion(self, key: CriterionKey) -> Criterion:
        """The criterion with this key."""
        return self._criteria[key]


def _labels(contents: Consolidation) -> dict[MemberId, str]:
    """What each member is called: by name, by initials, or by a letter that follows no list of members."""
    if contents.naming == "letters":
        salt = contents.rules.round_id
        drawn = sorted(contents.members, key=lambda each: sha256(f"{salt}:{each.member_id}".encode()).hexdigest())
        return {each.member_id: _("Member {letter}").format(letter=_letter(turn)) for turn, each in enumerate(drawn)}
    if contents.naming == "initials":
        short = {each.member_id: _initials(each.name) for each in contents.members}
        seen: Counter[str] = Counter()
        shared = Counter(short.values())
        for member, initials in short.items():
            seen[initials] += 1
            short[member] = f"{initials}{seen[initials]}" if shared[initials] > 1 else initials
        return short
    same = Counter(member.name for member in contents.members)
    return {
        each.member_id: each.name if each.name and same[each.name] == 1 else f"{each.name} ({each.member_id})"
        for each in contents.members
    }


def _initials(name: str) -> str:
    """The first letters of a name: `Dr Ada von Brook` is `DAVB`; somebody without a name is a dash."""
    return "".join(word[0] for word in name.split() if word[0].isalnum()).upper() or DASH


def _letter(turn: int) -> str:
    """A … Z, AA, AB and so on."""
    first, last = divmod(turn, 26)
    return (_letter(first - 1) if first else "") + chr(ord("A") + last)


def criterion_header(rules: Round, criterion: Criterion) -> str:
    """A criterion's short name above its part of the whole weight."""
    share = 100 * rules.rubric.weight_share(criterion)
    shown = (Decimal(share.numerator) / share.denominator).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return f"{criterion.short}\n{float(shown):g}%"
