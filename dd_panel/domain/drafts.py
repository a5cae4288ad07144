"""A round's rules while somebody is still typing them: every field as text, and nothing refused yet.

`draft_checks` says what can't be used, and makes rules of a draft in which nothing is left to mend.
"""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from dd_panel.domain.identifiers import identity
from dd_panel.domain.moments import moment_words
from dd_panel.domain.scale import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from dd_panel.domain.rounds import Method, Round
    from dd_panel.domain.rubric import CommentNeed, Criterion
    from dd_panel.domain.scale import Best, Mark, Scale


@dataclass(frozen=True, slots=True)
class ScaleDraft:
    """A scale as it is typed. `levels` are names in the order of `named_marks`; those beyond the scale are kept."""

    lowest: str = "0"
    highest: str = "5"
    step: str = "1"
    best: Best = "highest"
    levels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CriterionDraft:
    """A criterion as it is typed; without a `scale` it has the round's. `limit` goes with a `need` of *below*.

    `descriptors` are in the order of `named_marks`. Those beyond a scale that was made shorter are kept, as it may be
    on its way to another length.
    """

    key: str = ""
    title: str = ""
    short: str = ""
    weight: str = ""
    guidance: str = ""
    minimum: str = ""
    need: CommentNeed = "optional"
    limit: str = ""
    scale: ScaleDraft | None = None
    descriptors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GateDraft:
    """A gate as it is typed."""

    key: str = ""
    question: str = ""


@dataclass(frozen=True, slots=True)
class RoundDraft:
    """The rules of a round as they are typed. `tie_break` names criteria by their keys, in order."""

    name: str = ""
    reference: str = ""
    opens: str = ""
    closes: str = ""
    places: str = "10"
    fund: str = ""
    support_per_place: str = ""
    currency: str = "GBP"
    reviews: str = "3"
    method: Method = "mean"
    tie_break: tuple[str, ...] = ()
    lot_for_ties: bool = False
    votes: bool = False
    nation: str = "England"
    illustrative: bool = False
    scale: ScaleDraft = ScaleDraft()
    criteria: tuple[CriterionDraft, ...] = ()
    gates: tuple[GateDraft, ...] = ()


# -- from rules --------------------------------------------------------------------------------------------------------


def draft_of(rules: Round) -> RoundDraft:
    """The draft whose check gives these rules again."""
    usual = rules.rubric.scale
    return RoundDraft(
        name=rules.name,
        reference=rules.reference,
        opens=moment_words(rules.opens),
        closes=moment_words(rules.closes),
        places=str(rules.places),
        fund=_amount(rules.fund),
        support_per_place=_amount(rules.support_per_place),
        currency=rules.currency,
        reviews=str(rules.reviews_per_application),
        method=rules.method,
        tie_break=tuple(str(key) for key in rules.tie_break),
        lot_for_ties=rules.lot_for_ties,
        votes=rules.votes,
        nation=rules.nation,
        illustrative=rules.illustrative,
        scale=_scale_draft(usual),
        criteria=tuple(_criterion_draft(each, usual) for each in rules.rubric.criteria),
        gates=tuple(GateDraft(gate.key, gate.question) for gate in rules.gates),
    )


def _amount(amount: int | None) -> str:
    return "" if amount is None else f"{amount:,}"


def _scale_draft(scale: Scale) -> ScaleDraft:
    return ScaleDraft(plain(scale.lowest), plain(scale.highest), plain(scale.step), scale.best, scale.levels)


def _criterion_draft(criterion: Criterion, usual: Scale) -> CriterionDraft:
    limit = criterion.comment.limit
    return CriterionDraft(
        key=criterion.key,
        title=criterion.title,
        short=criterion.short,
        weight=plain(criterion.weight),
        guidance=criterion.guidance,
        minimum="" if criterion.minimum is None else plain(criterion.minimum),
        need=criterion.comment.need,
        limit="" if limit is None else plain(limit),
        scale=None if criterion.scale == usual else _scale_draft(criterion.scale),
        descriptors=criterion.descriptors,
    )


# -- kept for another day ----------------------------------------------------------------------------------------------


def draft_to_document(draft: RoundDraft) -> dict[str, Any]:
    """A draft as plain data that JSON can carry, so that what was typed outlives the window."""
    return asdict(draft)


def draft_from_document(document: Mapping[str, Any]) -> RoundDraft:
    """The draft of such data. Raises ValueError, TypeError or LookupError for data that are something else."""
    draft = RoundDraft(
        **{
            **document,
            "tie_break": tuple(document["tie_break"]),
            "scale": _kept_scale(document["scale"]),
            "criteria": tuple(_kept_criterion(each) for each in document["criteria"]),
            "gates": tuple(GateDraft(**each) for each in document["gates"]),
        }
    )
    texts = (draft.name, draft.reference, *(each.title for each in draft.criteria), *draft.tie_break)
    if not all(isinstance(text, str) for text in texts):
        message = "a draft holds texts"
        raise TypeError(message)
    return draft


def _kept_scale(document: Mapping[str, Any]) -> ScaleDraft:
    return ScaleDraft(**{**document, "levels": tuple(document["levels"])})


def _kept_criterion(document: Mapping[str, Any]) -> CriterionDraft:
    scale = document["scale"]
    return CriterionDraft(
        **{
            **document,
            "scale": None if scale is None else _kept_scale(scale),
            "descriptors": tuple(document["descriptors"]),
        }
    )


# -- while typing ------------------------------------------------------------------------------------------------------


def named_marks(scale: Scale, names: Sequence[str]) -> tuple[Mark, ...]:
    """The scores that have a name or a descriptor: the whole numbers where there are scores between, else all.

    Where there are as many names as scores, every score has one.
    """
    if len(names) == scale.steps + 1:
        return scale.marks
    every = int(1 / scale.step) if scale.step < 1 and 1 % scale.step == 0 else 1
    if scale.lowest != scale.lowest.to_integral_value() or scale.steps % every:
        every = 1
    return scale.marks[::every]


def fitted(names: Sequence[str], scale: Scale) -> tuple[str, ...]:
    """The names that this scale has, empty ones where some are missing; none at all where all are empty."""
    count = len(named_marks(scale, names))
    kept = (*names[:count], *[""] * (count - len(names)))
    return kept if any(each.strip() for each in kept) else ()


def key_for(title: str, taken: Iterable[str]) -> str:
    """A key made of a title that no other criterion or gate has: `value-for-money`."""
    words = re.findall(r"[a-z0-9]+", title.casefold())
    plainly = "-".join(words[:3]) or "criterion"
    used = {identity(each) for each in taken}
    key, number = plainly, 2
    while key in used:
        key, number = f"{plainly}-{number}", number + 1
    return key


def with_criterion(draft: RoundDraft, at: int, criterion: CriterionDraft) -> RoundDraft:
    """The draft with another criterion in this place; the order for ties follows a key that changes."""
    before = draft.criteria[at]
    criteria = (*draft.criteria[:at], criterion, *draft.criteria[at + 1 :])
    ties = tuple(criterion.key if key == before.key else key for key in draft.tie_break)
    return replace(draft, criteria=criteria, tie_break=ties if before.key else draft.tie_break)


def without_criterion(draft: RoundDraft, at: int) -> RoundDraft:
    """The draft without the criterion in this place, which then decides no ties either."""
    key = draft.criteria[at].key
    return replace(
        draft,
        criteria=(*draft.criteria[:at], *draft.criteria[at + 1 :]),
        tie_break=tuple(each for each in draft.tie_break if each != key),
    )


def moved(draft: RoundDraft, at: int, to: int) -> RoundDraft:
    """The draft with one criterion in another place."""
    criteria = list(draft.criteria)
    criteria.insert(to, criteria.pop(at))
    return replace(draft, criteria=tuple(criteria))


def evened(draft: RoundDraft) -> RoundDraft:
    """The draft with weights in the same proportions that add up to 100; a weight that can't be read becomes 1."""
    weights = [number if (number := decimal_of(each.weight)) and number > 0 else Decimal(1) for each in draft.criteria]
    whole = sum(weights, Decimal(0))
    tenths = [int(weight * 1000 / whole) for weight in weights]
    # What was cut off goes to those that lost most by it, a tenth each.
    lost = sorted(range(len(weights)), key=lambda at: -(weights[at] * 1000 / whole - tenths[at]))
    for at in lost[: 1000 - sum(tenths)]:
        tenths[at] += 1
    criteria = tuple(
        replace(each, weight=plain(Decimal(max(1, tenth)) / 10))
        for each, tenth in zip(draft.criteria, tenths, strict=True)
    )
    return replace(draft, criteria=criteria)


def decimal_of(text: str) -> Decimal | None:
    """The number that was typed, with a point or a comma; None where it is none."""
    bare = text.strip().replace(",", ".")
    return Decimal(bare) if re.fullmatch(r"-?\d{1,12}(\.\d{1,6})?", bare, re.ASCII) else None


def amount_of(text: str) -> int | None:
    """The whole amount that was typed, with or without commas and a currency's sign; None where it is none."""
    bare = re.sub(r"[\s£€$,]", "", text)
    return int(bare) if re.fullmatch(r"\d{1,12}", bare, re.ASCII) else None
