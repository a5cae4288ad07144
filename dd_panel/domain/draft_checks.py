"""Says what in a draft can't be used, at the field and in a sentence, and makes rules of a draft that is sound."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from dd_panel.domain.drafts import amount_of, decimal_of, fitted
from dd_panel.domain.errors import InputError
from dd_panel.domain.identifiers import CriterionKey, identity, tidy
from dd_panel.domain.moments import moment_of
from dd_panel.domain.rounds import Gate, Round
from dd_panel.domain.rubric import CommentRule, Criterion, Rubric
from dd_panel.domain.scale import Scale, plain
from dd_panel.text import _

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from dd_panel.domain.document_table import KeyPath
    from dd_panel.domain.drafts import CriterionDraft, RoundDraft, ScaleDraft


@dataclass(frozen=True, slots=True)
class Checked:
    """What became of a draft.

    `problems` has a sentence for each field that has to be mended, by the way to it: `("criteria", 2, "weight")`,
    counted from 1. `criteria` holds each criterion that can be shown, None for one that can't; `rules` the whole round
    where there is no problem.
    """

    problems: Mapping[KeyPath, str]
    criteria: tuple[Criterion | None, ...]
    rules: Round | None

    @property
    def rubric(self) -> Rubric | None:
        """The criteria that can be shown, as a rubric for a look at them; None where there is none."""
        shown = tuple(each for each in self.criteria if each is not None)
        if len({identity(each.key) for each in shown}) < len(shown) or not shown:
            return None
        return Rubric(shown)

    def problems_under(self, *path: str | int) -> dict[KeyPath, str]:
        """The problems of one part of the draft."""
        return {where: said for where, said in self.problems.items() if where[: len(path)] == path}


def check(draft: RoundDraft) -> Checked:
    """Look at every field of a draft."""
    problems: dict[KeyPath, str] = {}
    name = _text(problems, ("name",), draft.name, _("Give the round a name."))
    reference = _text(
        problems, ("reference",), draft.reference, _("Give a short reference, such as DD14: it stands in file names.")
    )
    opens = _moment(problems, ("opens",), draft.opens)
    closes = _moment(problems, ("closes",), draft.closes)
    if opens and closes and closes <= opens:
        problems["closes",] = _("The round would close before it opens.")
    places = _count(problems, ("places",), draft.places)
    reviews = _count(problems, ("reviews",), draft.reviews)
    fund = _money(problems, ("fund",), draft.fund)
    support = _money(problems, ("support_per_place",), draft.support_per_place)
    usual = _scale(problems, ("scale",), draft.scale)
    criteria = tuple(
        _criterion(problems, ("criteria", number), each, usual) for number, each in enumerate(draft.criteria, start=1)
    )
    if not draft.criteria:
        problems["criteria",] = _("Add at least one criterion.")
    _refuse_doubles(problems, "criteria", [each.key for each in draft.criteria], _("Another criterion has this key."))
    _ties(problems, draft)
    gates = _gates(problems, draft)
    shown = tuple(each for each in criteria if each is not None)
    if problems or usual is None:
        return Checked(problems, criteria, None)
    rules = Round(
        name=name,
        reference=tidy(reference),
        rubric=Rubric(shown, usual),
        opens=opens,
        closes=closes,
        places=places,
        fund=fund,
        support_per_place=support,
        currency=_or_usual(draft.currency, "GBP"),
        reviews_per_application=reviews,
        method=draft.method,
        tie_break=tuple(CriterionKey(key) for key in draft.tie_break),
        lot_for_ties=draft.lot_for_ties,
        votes=draft.votes,
        nation=_or_usual(draft.nation, "England"),
        illustrative=draft.illustrative,
        gates=gates,
    )
    return Checked(problems, criteria, rules)


def scale_of(draft: ScaleDraft) -> Scale | None:
    """The scale that was typed, None while it is none."""
    return _scale({}, (), draft)


def clean(text: str) -> str:
    """The text without halves of letters, which a careless paste can bring and no file can hold."""
    return text.encode("utf-8", "ignore").decode("utf-8")


def weight_total(draft: RoundDraft) -> Decimal | None:
    """What the weights add up to, None while one of them is no number above zero."""
    weights = [decimal_of(each.weight) for each in draft.criteria]
    if not all(weight is not None and weight > 0 for weight in weights):
        return None
    return sum((weight for weight in weights if weight is not None), Decimal(0))


# -- fields ------------------------------------------------------------------------------------------------------------


def _text(problems: dict[KeyPath, str], path: KeyPath, text: str, missing: str) -> str:
    kept = clean(text)
    if not kept.strip():
        problems[path] = missing
    return kept


def _or_usual(text: str, usual: str) -> str:
    kept = clean(text)
    return kept if kept.strip() else usual


def _moment(problems: dict[KeyPath, str], path: KeyPath, text: str) -> datetime | None:
    if not text.strip():
        return None
    try:
        return moment_of(text)
    except (ValueError, OverflowError):
        problems[path] = _("Write a day and a time, such as 10 February 2014, 17:00.")
        return None


def _count(problems: dict[KeyPath, str], path: KeyPath, text: str) -> int:
    number = amount_of(text)
    if not number:
        problems[path] = _("Write a whole number, 1 or more.")
    return number or 1


def _money(problems: dict[KeyPath, str], path: KeyPath, text: str) -> int | None:
    amount = amount_of(text)
    if text.strip() and amount is None:
        problems[path] = _("Write an amount in whole units, such as 100,000, or leave it empty.")
    return amount


def _number(problems: dict[KeyPath, str], path: KeyPath, text: str, said: str) -> Decimal | None:
    number = decimal_of(text)
    if number is None:
        problems[path] = said
    return number


def _scale(problems: dict[KeyPath, str], path: KeyPath, draft: ScaleDraft) -> Scale | None:
    said = _("Write a number such as 5 or 0.5.")
    lowest, highest, step = (
        _number(problems, (*path, key), text, said)
        for key, text in (("lowest", draft.lowest), ("highest", draft.highest), ("step", draft.step))
    )
    if lowest is None or highest is None or step is None:
        return None
    try:
        scale = Scale(lowest, highest, step, draft.best)
    except InputError as refused:
        wrong = "highest" if highest <= lowest else "step"
        problems[(*path, wrong)] = refused.remedy
        return None
    return replace(scale, levels=fitted([clean(name) for name in draft.levels], scale))


def _criterion(
    problems: dict[KeyPath, str], path: KeyPath, draft: CriterionDraft, usual: Scale | None
) -> Criterion | None:
    """The criterion where it can be shown, though a field of it may have to be mended."""
    title = _text(problems, (*path, "title"), draft.title, _("Give the criterion a title."))
    scale = usual if draft.scale is None else _scale(problems, (*path, "scale"), draft.scale)
    weight = _number(problems, (*path, "weight"), draft.weight, _("Write a number above zero, such as 25."))
    if weight is not None and weight <= 0:
        problems[(*path, "weight")] = _("Write a number above zero, such as 25.")
        weight = None
    limit = Decimal(0)
    if draft.need == "below":
        said = _("Write the score below which a comment is needed, such as 2.")
        limit = _number(problems, (*path, "limit"), draft.limit, said) or limit
    if scale is None:
        return None
    short = clean(draft.short)
    try:
        criterion = Criterion(
            CriterionKey(draft.key.strip()),
            title if title.strip() else _("Untitled"),
            short if short.strip() else title,
            weight or Decimal(1),
            scale,
            clean(draft.guidance),
            comment=CommentRule(draft.need, limit if draft.need == "below" else None),
        )
    except InputError as refused:  # the key is the only thing left that can be wrong
        problems[(*path, "key")] = refused.remedy
        return None
    if draft.limit.strip() and not criterion.comment.fits(scale):
        problems[(*path, "limit")] = _("Write a score between {lowest} and {highest}.").format(
            lowest=plain(scale.lowest), highest=plain(scale.highest)
        )
    described = replace(criterion, descriptors=fitted([clean(each) for each in draft.descriptors], scale))
    return _with_minimum(problems, path, draft, described)


def _with_minimum(
    problems: dict[KeyPath, str], path: KeyPath, draft: CriterionDraft, criterion: Criterion
) -> Criterion:
    if not draft.minimum.strip():
        return criterion
    scale, minimum = criterion.scale, decimal_of(draft.minimum)
    try:
        return replace(criterion, minimum=Decimal("NaN") if minimum is None else minimum)
    except InputError:
        problems[(*path, "minimum")] = _("Write a score between {lowest} and {highest}, or leave it empty.").format(
            lowest=plain(scale.lowest), highest=plain(scale.highest)
        )
        return criterion


def _ties(problems: dict[KeyPath, str], draft: RoundDraft) -> None:
    known = {identity(each.key) for each in draft.criteria}
    for number, key in enumerate(draft.tie_break, start=1):
        if identity(key) not in known:
            problems["tie_break", number] = _("“{key}” is no criterion of this round.").format(key=key)


def _gates(problems: dict[KeyPath, str], draft: RoundDraft) -> tuple[Gate, ...]:
    gates = []
    for number, each in enumerate(draft.gates, start=1):
        path = ("gates", number)
        question = _text(problems, (*path, "question"), each.question, _("Write the question that officials tick."))
        key = _text(problems, (*path, "key"), each.key, _("Give the gate a key, such as england."))
        gates.append(Gate(key, question))
    _refuse_doubles(problems, "gates", [each.key for each in draft.gates], _("Another gate has this key."))
    return tuple(gates)


def _refuse_doubles(problems: dict[KeyPath, str], part: str, keys: list[str], said: str) -> None:
    seen: set[str] = set()
    for number, key in enumerate(keys, start=1):
        if identity(key) in seen:
            problems.setdefault((part, number, "key"), said)
        seen.add(identity(key))
