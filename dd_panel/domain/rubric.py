"""The rubric: what is judged, how much it weighs, and when a comment is needed."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING, Literal

from dd_panel.domain.errors import InputError
from dd_panel.domain.identifiers import CriterionKey, identity
from dd_panel.domain.scale import Mark, Scale, plain
from dd_panel.text import _

if TYPE_CHECKING:
    from collections.abc import Mapping

_KEY = re.compile(r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*")

FIVE_POINTS = Scale()
"""0 to 5 by whole points, highest best: what a round uses unless it says otherwise."""

CommentNeed = Literal["required", "below", "optional"]


@dataclass(frozen=True, slots=True)
class CommentRule:
    """When a score must be explained: always (`required`), only a score below `limit` (`below`), or never."""

    need: CommentNeed = "optional"
    limit: Decimal | None = None

    @classmethod
    def parse(cls, text: str) -> CommentRule:
        """Read `required`, `below N` or `optional`; raises InputError for anything else."""
        words = text.split()
        if words == ["required"]:
            return cls("required")
        if words == ["optional"]:
            return cls()
        if below := re.fullmatch(r"below (-?\d+(?:\.\d+)?)", " ".join(words)):
            return cls("below", Decimal(below.group(1)))
        raise InputError(
            _("“{text}” is no comment rule.").format(text=text),
            remedy=_("Write required, optional, or below with a number, such as “below 2”."),
        )

    def __str__(self) -> str:
        """The rule as the round definition writes it."""
        return f"below {plain(self.limit)}" if self.limit is not None else self.need

    def fits(self, scale: Scale) -> bool:
        """Whether a limit lies on the scale; beyond it the rule would ask always or never, and not say so.

        A criterion doesn't insist on it, as a round or pack from an earlier release has to open with what it holds.
        """
        return self.limit is None or scale.lowest <= self.limit <= scale.highest

    def asks_for(self, value: Decimal) -> bool:
        """Whether a score of this value must be explained."""
        return self.need == "required" or (self.limit is not None and value < self.limit)


NO_COMMENT = CommentRule()
"""Comments are welcome and never asked for."""


@dataclass(frozen=True, slots=True)
class Criterion:
    """One thing that every application is judged on.

    `weight` is any positive number; `minimum` is a score on the criterion's own scale that flags an application below
    it. `descriptors` say what each level looks like, one a level or one a whole number.
    Raises InputError when the key, weight, minimum or descriptors can't be used.
    """

    key: CriterionKey
    title: str
    short: str
    weight: Decimal = Decimal(1)
    scale: Scale = FIVE_POINTS
    guidance: str = ""
    minimum: Decimal | None = None
    comment: CommentRule = NO_COMMENT
    descriptors: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a criterion that can't be used."""
        if not _KEY.fullmatch(self.key):
            raise InputError(
                _("The criterion key “{key}” can't be used.").format(key=self.key),
                remedy=_("Use letters, digits and hyphens, such as “need” or “value-for-money”."),
            )
        if not self.weight.is_finite() or self.weight <= 0:
            raise InputError(
                _("The weight of “{key}” is {weight}.").format(key=self.key, weight=self.weight),
                remedy=_("Give every criterion a weight above zero."),
            )
        if self.minimum is not None and not (
            self.minimum.is_finite() and self.scale.lowest <= self.minimum <= self.scale.highest
        ):
            raise InputError(
                _("The minimum of “{key}” lies outside its scale.").format(key=self.key),
                remedy=_("Choose a minimum between {lowest} and {highest}.").format(
                    lowest=plain(self.scale.lowest), highest=plain(self.scale.highest)
                ),
            )
        if self.descriptors and self.scale.names_fit(self.descriptors) is None:
            raise InputError(
                _("“{key}” has {count} descriptors for {levels} scores.").format(
                    key=self.key, count=len(self.descriptors), levels=self.scale.steps + 1
                ),
                remedy=_("Describe every score, or every whole number, or none."),
            )

    def descriptor(self, mark: Mark) -> str:
        """What a score of this level looks like, or an empty text."""
        return self.scale.name_of(mark, self.descriptors)

    def below_minimum(self, position: Fraction) -> bool:
        """Whether a mean position (0 worst … 1 best) falls short of the minimum."""
        if self.minimum is None:
            return False
        span = Fraction(self.scale.highest) - Fraction(self.scale.lowest)
        share = (Fraction(self.minimum) - Fraction(self.scale.lowest)) / span
        return position < (share if self.scale.best == "highest" else 1 - share)


@dataclass(frozen=True, slots=True)
class Tally:
    """A rubric's weights and positions as whole numbers over common denominators: exact, and quick to add.

    Weights are out of `whole`; `steps` parts make a position of 1. Each line is a criterion's key, its weight, and for
    each mark the weight times the position in these parts.
    """

    whole: int
    steps: int
    lines: tuple[tuple[CriterionKey, int, tuple[int, ...]], ...]

    @classmethod
    def of(cls, rubric: Rubric) -> Tally:
        """Put it together for a rubric whose shares are known."""
        shares = {each.key: rubric.weight_share(each) for each in rubric.criteria}
        whole = lcm(*(share.denominator for share in shares.values()))
        steps = lcm(*(each.scale.steps for each in rubric.criteria))
        return cls(
            whole,
            steps,
            tuple(
                (
                    each.key,
                    int(shares[each.key] * whole),
                    tuple(
                        int(shares[each.key] * whole * each.scale.position(mark) * steps) for mark in each.scale.marks
                    ),
                )
                for each in rubric.criteria
            ),
        )


@dataclass(frozen=True, slots=True)
class Rubric:
    """The criteria in their order, and the round's own scale in which totals are shown.

    Raises InputError when there is no criterion, or two share a key.
    """

    criteria: tuple[Criterion, ...]
    scale: Scale = FIVE_POINTS
    _shares: Mapping[CriterionKey, Fraction] = field(init=False, repr=False, compare=False)
    _tally: Tally = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Refuse an empty rubric and one with a key twice."""
        if not self.criteria:
            raise InputError(_("The rubric has no criteria."), remedy=_("Add at least one [[criteria]] table."))
        seen: set[str] = set()
        for criterion in self.criteria:
            if identity(criterion.key) in seen:
                raise InputError(
                    _("The criterion key “{key}” is used twice.").format(key=criterion.key),
                    remedy=_("Give every criterion a key of its own."),
                )
            seen.add(identity(criterion.key))
        whole = sum((Fraction(each.weight) for each in self.criteria), Fraction(0))
        # Every total asks for these; a frozen value can only be given them here.
        object.__setattr__(self, "_shares", {each.key: Fraction(each.weight) / whole for each in self.criteria})
        object.__setattr__(self, "_tally", Tally.of(self))

    @property
    def keys(self) -> tuple[CriterionKey, ...]:
        """The criteria's keys in rubric order."""
        return tuple(criterion.key for criterion in self.criteria)

    def criterion(self, key: str) -> Criterion:
        """The criterion with this key; raises KeyError when there is none."""
        for criterion in self.criteria:
            if criterion.key == key:
                return criterion
        wanted = identity(key)
        for criterion in self.criteria:
            if identity(criterion.key) == wanted:
                return criterion
        raise KeyError(key)

    def weight_share(self, criterion: Criterion) -> Fraction:
        """The part of the whole weight that a criterion of this rubric has, 0 … 1, exactly."""
        return self._shares[criterion.key]

    @property
    def tally(self) -> Tally:
        """What adds a review up in whole numbers."""
        return self._tally

    @property
    def version(self) -> str:
        """The fingerprint of everything a score depends on: 16 hexadecimal digits of a SHA-256."""
        document = [
            [
                criterion.key,
                criterion.title,
                plain(criterion.weight),
                _scale_document(criterion.scale),
                None if criterion.minimum is None else plain(criterion.minimum),
                str(criterion.comment),
                list(criterion.descriptors),
            ]
            for criterion in self.criteria
        ]
        canonical = json.dumps([document, _scale_document(self.scale)], ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()[:16]


def _scale_document(scale: Scale) -> list[object]:
    return [plain(scale.lowest), plain(scale.highest), plain(scale.step), scale.best, list(scale.levels)]
