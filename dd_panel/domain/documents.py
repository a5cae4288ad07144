"""The rules of a round as plain data, in exactly the structure of the round definition a secretariat writes.

The store, the review pack and the round definition share this one form: text, whole numbers, true and false, lists and
tables. Dates are ISO text in Europe/London; a decimal number is a whole number or text.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, get_args

from dd_panel.domain.document_table import DocumentTable, RuleError, naming, nearest
from dd_panel.domain.identifiers import CriterionKey, identity, tidy
from dd_panel.domain.rounds import LONDON, Gate, Method, Round
from dd_panel.domain.rubric import CommentRule, Criterion, Rubric
from dd_panel.domain.scale import Best, Scale, plain
from dd_panel.text import _

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from decimal import Decimal

_ROUND_KEYS = (
    "name",
    "reference",
    "opens",
    "closes",
    "places",
    "fund",
    "support_per_place",
    "currency",
    "reviews_per_application",
    "method",
    "tie_break",
    "lot_for_ties",
    "votes",
    "nation",
    "illustrative",
    "scale",
    "criteria",
    "gates",
)
_SCALE_KEYS = ("lowest", "highest", "step", "best", "levels")
_CRITERION_KEYS = (
    "key",
    "title",
    "short",
    "weight",
    "guidance",
    "minimum",
    "comment",
    "descriptors",
    "scale",
)
_GATE_KEYS = ("key", "question")
_METHODS: tuple[Method, ...] = get_args(Method)
_BEST: tuple[Best, ...] = get_args(Best)


# -- writing ------------------------------------------------------------------------------------------------------


def round_to_document(rules: Round) -> dict[str, object]:
    """The rules of a round as plain data that JSON can carry; `round_from_document` reads them back unchanged."""
    document: dict[str, object] = {
        "name": rules.name,
        "reference": rules.reference,
        "opens": _moment_text(rules.opens),
        "closes": _moment_text(rules.closes),
        "places": rules.places,
        "fund": rules.fund,
        "support_per_place": rules.support_per_place,
        "currency": rules.currency,
        "reviews_per_application": rules.reviews_per_application,
        "method": rules.method,
        "tie_break": [str(key) for key in rules.tie_break],
        "lot_for_ties": rules.lot_for_ties,
        "votes": rules.votes,
        "nation": rules.nation,
        "illustrative": rules.illustrative,
        "scale": _scale_document(rules.rubric.scale),
        "criteria": [_criterion_document(each, rules.rubric.scale) for each in rules.rubric.criteria],
        "gates": [{"key": gate.key, "question": gate.question} for gate in rules.gates],
    }
    return {key: value for key, value in document.items() if value is not None}


def _criterion_document(criterion: Criterion, usual: Scale) -> dict[str, object]:
    document: dict[str, object] = {
        "key": str(criterion.key),
        "title": criterion.title,
        "short": criterion.short,
        "weight": _number_document(criterion.weight),
        "guidance": criterion.guidance,
        "comment": str(criterion.comment),
        "descriptors": list(criterion.descriptors),
    }
    if criterion.minimum is not None:
        document["minimum"] = _number_document(criterion.minimum)
    if criterion.scale != usual:
        document["scale"] = _scale_document(criterion.scale)
    return document


def _scale_document(scale: Scale) -> dict[str, object]:
    return {
        "lowest": _number_document(scale.lowest),
        "highest": _number_document(scale.highest),
        "step": _number_document(scale.step),
        "best": scale.best,
        "levels": list(scale.levels),
    }


def _number_document(number: Decimal) -> int | str:
    return int(number) if number == number.to_integral_value() else plain(number)


def _moment_text(moment: datetime | None) -> str | None:
    if moment is None:
        return None
    local = moment.astimezone(LONDON) if moment.tzinfo not in {None, LONDON} else moment
    # The hour that comes twice in October needs its offset to be told apart.
    return local.isoformat() if local.fold else local.replace(tzinfo=None).isoformat()


# -- reading ------------------------------------------------------------------------------------------------------


def round_from_document(document: Mapping[str, object]) -> Round:
    """The rules that plain data describe; what is absent takes its default.

    Raises RuleError (an InputError) naming the way to the first key or value that can't be used.
    """
    table = DocumentTable(document, (), _ROUND_KEYS)
    name, reference = table.required_text("name"), tidy(table.required_text("reference"))
    scale = _read_scale(table.table("scale", _SCALE_KEYS), Scale())
    rubric = _read_rubric(table, scale)
    opens, closes = table.moment("opens"), table.moment("closes")
    if opens and closes and closes <= opens:
        raise table.refuse("closes", _("The round closes before it opens."), _("Check opens and closes."))
    return Round(
        name=name,
        reference=reference,
        rubric=rubric,
        opens=opens,
        closes=closes,
        places=table.whole("places", 1) or 10,
        fund=table.whole("fund", 0),
        support_per_place=table.whole("support_per_place", 0),
        currency=table.text("currency") or "GBP",
        reviews_per_application=table.whole("reviews_per_application", 1) or 3,
        method=table.choice("method", _METHODS, "mean"),
        tie_break=_read_tie_break(table, rubric),
        lot_for_ties=table.flag("lot_for_ties"),
        votes=table.flag("votes"),
        nation=table.text("nation") or "England",
        illustrative=table.flag("illustrative"),
        gates=_read_gates(table),
    )


def _read_rubric(table: DocumentTable, scale: Scale) -> Rubric:
    tables = table.tables("criteria", _CRITERION_KEYS)
    if not tables:
        raise RuleError(
            ("criteria",), _("The round has no criteria."), remedy=_("Add at least one [[criteria]] table.")
        )
    weighed = [each.has("weight") for each in tables]
    criteria: list[Criterion] = []
    for each, has_weight in zip(tables, weighed, strict=True):
        if any(weighed) and not has_weight:
            raise each.refuse(
                "weight", _("“{key}” is missing, and other criteria have one."), _("Weigh every criterion, or none.")
            )
        criterion = _read_criterion(each, scale)
        if any(identity(criterion.key) == identity(other.key) for other in criteria):
            raise each.refuse(
                "key",
                _("“{key}” is “{found}”, a key that another criterion has."),
                _("Give every criterion a key of its own."),
            )
        criteria.append(criterion)
    return Rubric(tuple(criteria), scale)


def _read_criterion(table: DocumentTable, usual: Scale) -> Criterion:
    key = CriterionKey(table.required_text("key"))
    title = table.text("title").strip() and table.text("title")
    short = table.text("short").strip() and table.text("short")
    with naming(table.path, "key"):
        criterion = Criterion(key, title or key, short or title or key, guidance=table.text("guidance"))
    if (weight := table.number("weight")) is not None:
        with naming(table.path, "weight"):
            criterion = replace(criterion, weight=weight)
    criterion = replace(criterion, scale=_read_scale(table.table("scale", _SCALE_KEYS), usual))
    with naming(table.path, "minimum"):
        criterion = replace(criterion, minimum=table.number("minimum"))
    if comment := table.text("comment"):
        with naming(table.path, "comment"):
            criterion = replace(criterion, comment=CommentRule.parse(comment))
    with naming(table.path, "descriptors"):
        return replace(criterion, descriptors=table.texts("descriptors"))


def _read_scale(table: DocumentTable, usual: Scale) -> Scale:
    """A scale that takes what it doesn't name from the usual one; names of levels only while they mean the same."""
    lowest, highest, step = (table.number(key) for key in ("lowest", "highest", "step"))
    with naming(table.path[:-1], *table.path[-1:]):
        scale = Scale(
            usual.lowest if lowest is None else lowest,
            usual.highest if highest is None else highest,
            usual.step if step is None else step,
            table.choice("best", _BEST, usual.best),
        )
    if table.has("levels"):
        with naming(table.path, "levels"):
            return replace(scale, levels=table.texts("levels"))
    same = (scale.lowest, scale.highest, scale.best) == (usual.lowest, usual.highest, usual.best)
    return replace(scale, levels=usual.levels) if same and scale.names_fit(usual.levels) else scale


def _read_tie_break(table: DocumentTable, rubric: Rubric) -> tuple[CriterionKey, ...]:
    keys = table.texts("tie_break")
    for number, key in enumerate(keys, start=1):
        if identity(key) not in {identity(each) for each in rubric.keys}:
            raise RuleError(
                ("tie_break", number),
                _("“{key}” names “{found}”, which is no criterion.").format(key=f"tie_break[{number}]", found=key),
                remedy=nearest(key, rubric.keys),
            )
    return tuple(CriterionKey(key) for key in keys)


def _read_gates(table: DocumentTable) -> tuple[Gate, ...]:
    gates: list[Gate] = []
    for each in table.tables("gates", _GATE_KEYS):
        gate = Gate(each.required_text("key"), each.required_text("question"))
        if any(identity(gate.key) == identity(other.key) for other in gates):
            raise each.refuse(
                "key",
                _("“{key}” is “{found}”, a key that another gate has."),
                _("Give every gate a key of its own."),
            )
        gates.append(gate)
    return tuple(gates)
