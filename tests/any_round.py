"""Rounds of every kind, drawn by hypothesis: what may be a round must survive every way of writing it down."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from hypothesis import strategies as st

from dd_panel.domain.identifiers import CriterionKey
from dd_panel.domain.rounds import LONDON, Gate, Round
from dd_panel.domain.rubric import CommentRule, Criterion, Rubric
from dd_panel.domain.scale import Scale

texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20).filter(str.strip)
keys = st.from_regex(r"[A-Za-z0-9]+(-[A-Za-z0-9]+)?", fullmatch=True)
numbers = st.decimals(min_value="0.001", max_value=9999, places=3)
moments = st.datetimes(
    datetime(2013, 1, 1),  # noqa: DTZ001 - hypothesis wants the bounds without a zone
    datetime(2015, 1, 1),  # noqa: DTZ001 - the same
    timezones=st.just(LONDON),
    allow_imaginary=False,  # the hour that the clocks leave out in March is nobody's closing time
)


@st.composite
def scales(draw: st.DrawFn) -> Scale:
    steps = draw(st.integers(1, 40))
    step = draw(st.sampled_from([Decimal("0.1"), Decimal("0.25"), Decimal("0.5"), Decimal(1), Decimal(10)]))
    lowest = draw(st.decimals(-50, 50, places=2))
    levels = draw(st.just(()) | st.lists(texts, min_size=steps + 1, max_size=steps + 1).map(tuple))
    return Scale(lowest, lowest + steps * step, step, draw(st.sampled_from(("highest", "lowest"))), levels)


@st.composite
def criteria(draw: st.DrawFn, usual: Scale, key: str) -> Criterion:
    scale = draw(st.just(usual) | scales())
    marks = st.sampled_from(scale.marks).map(scale.value_of)
    below = st.decimals(scale.lowest, scale.highest, places=3).map(lambda limit: CommentRule("below", limit))
    return Criterion(
        CriterionKey(key),
        draw(texts),
        draw(texts),
        draw(numbers),
        scale,
        draw(st.text(max_size=40)),
        draw(st.none() | marks),
        draw(st.sampled_from([CommentRule(), CommentRule("required")]) | below),
        draw(st.just(()) | st.just(tuple("d" * (scale.steps + 1)))),
    )


@st.composite
def rounds(draw: st.DrawFn) -> Round:
    usual = draw(scales())
    names = draw(st.lists(keys, min_size=1, max_size=5, unique_by=str.casefold))
    rubric = Rubric(tuple(draw(criteria(usual, name)) for name in names), usual)
    opens, closes = sorted([draw(moments), draw(moments)]) if draw(st.booleans()) else (None, draw(moments))
    if opens is not None and opens == closes:
        opens = None
    return Round(
        draw(texts),
        draw(keys),
        rubric,
        opens,
        closes,
        places=draw(st.integers(1, 500)),
        fund=draw(st.none() | st.integers(0, 10**9)),
        support_per_place=draw(st.none() | st.integers(0, 10**6)),
        currency=draw(st.sampled_from(["GBP", "EUR"])),
        reviews_per_application=draw(st.integers(1, 9)),
        method=draw(st.sampled_from(("mean", "median", "agreed"))),
        tie_break=tuple(map(CriterionKey, draw(st.lists(st.sampled_from(names), max_size=3)))),
        lot_for_ties=draw(st.booleans()),
        votes=draw(st.booleans()),
        nation=draw(texts),
        illustrative=draw(st.booleans()),
        gates=tuple(Gate(name, draw(texts)) for name in draw(st.lists(keys, max_size=2, unique_by=str.casefold))),
    )
