"""Everything that people do to a scoresheet, alone and together: read right, or asked about, and never read wrong."""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from dd_panel.domain.findings import Kind
from tests.exchange.mutations import Damage, DoesNotFitError, Outcome, Sample, Truth, merged, samples, unexplained
from tests.exchange.mutations_cells import CELLS
from tests.exchange.mutations_columns import COLUMNS
from tests.exchange.mutations_files import FILES
from tests.exchange.mutations_rows import ROWS

ALL: tuple[Damage, ...] = (*CELLS, *ROWS, *COLUMNS, *FILES)
BESIDE = frozenset({Kind.COMMENT_MISSING, Kind.MISSING_ROW, Kind.MISSING_COLUMN, Kind.DUPLICATE_COLUMN})
"""What may come along with another finding."""


@pytest.fixture(scope="module")
def sheets(tmp_path_factory: pytest.TempPathFactory) -> tuple[Sample, ...]:
    return samples(tmp_path_factory.mktemp("sheets"))


def damaged(sample: Sample, folder: Path, *damages: Damage) -> tuple[Outcome, Truth]:
    if any(each.alone for each in damages[:-1]):
        raise DoesNotFitError  # it is another kind of file by then
    draft = sample.draft()
    for each in damages:
        try:
            each.act(draft)
        except AttributeError as error:
            if "MergedCell" not in str(error):
                raise
            raise DoesNotFitError from error
    return merged(sample, draft.name, draft.saved(), folder), draft.truth


def check_alone(sample: Sample, folder: Path, damage: Damage) -> frozenset[Kind]:
    outcome, truth = damaged(sample, folder, damage)
    assert damage.kinds <= outcome.kinds
    assert outcome.kinds - damage.kinds <= (BESIDE if damage.kinds else frozenset())
    assert unexplained(outcome, truth) == []
    return outcome.kinds


def test_a_correct_sheet_is_taken_as_it_is(sheets: tuple[Sample, ...], tmp_path: Path) -> None:
    for sample in sheets:
        outcome, truth = damaged(sample, tmp_path)
        assert (outcome.findings, outcome.scores["PM01"]) == ((), truth)  # type: ignore[index]


def test_there_are_many_kinds_of_damage() -> None:
    assert len(ALL) == len({damage.name for damage in ALL}) >= 60
    harmless = [damage for damage in ALL if not damage.kinds]
    assert len(ALL) - len(harmless) >= 60
    assert {kind for damage in ALL for kind in damage.kinds} >= {
        kind for kind in Kind if kind.rule.holds in {"cell", "column", "rows"}
    } - {Kind.BOTH_CHANGED, Kind.TEXT_TOO_LONG, Kind.NOT_ASSIGNED}


@pytest.mark.parametrize("damage", ALL, ids=lambda each: each.name)
def test_one_damage(sheets: tuple[Sample, ...], tmp_path: Path, damage: Damage) -> None:
    check_alone(sheets[ALL.index(damage) % len(sheets)], tmp_path, damage)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.filter_too_much])
@given(st.data())
def test_two_damages_at_once(sheets: tuple[Sample, ...], tmp_path: Path, data: st.DataObject) -> None:
    one, two = (data.draw(st.sampled_from(ALL)) for _time in range(2))
    assume(not one.alone and one is not two)
    try:
        outcome, truth = damaged(data.draw(st.sampled_from(sheets)), tmp_path, one, two)
    except DoesNotFitError:
        assume(condition=False)
    else:
        assert unexplained(outcome, truth) == []


@pytest.mark.soak
def test_every_damage_on_every_sheet_and_every_pair(
    sheets: tuple[Sample, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kinds: Counter[str] = Counter()
    unfit: list[str] = []
    wrong: dict[str, list[str]] = {}
    pairs = taken = 0
    for sample in sheets:
        for damage in ALL:
            kinds.update(str(kind) for kind in check_alone(sample, tmp_path, damage))
    for number, (one, two) in enumerate(combinations(ALL, 2)):
        first, second = (two, one) if one.alone else (one, two)
        together = f"{first.name} + {second.name}"
        try:
            outcome, truth = damaged(sheets[number % len(sheets)], tmp_path, first, second)
        except DoesNotFitError:
            unfit.append(together)
            continue
        if doubtful := unexplained(outcome, truth):
            wrong[together] = doubtful
        pairs += 1
        taken += not outcome.findings
        kinds.update(str(kind) for kind in outcome.kinds)
    with capsys.disabled():
        print(f"\n{len(ALL)} kinds of damage on {len(sheets)} sheets, {pairs} pairs of them, {taken} read as meant")  # noqa: T201
        print(f"{len(unfit)} pairs can't be done to the same sheet")  # noqa: T201
        for kind, count in kinds.most_common():
            print(f"  {kind:20} {count:6}")  # noqa: T201
    assert wrong == {}
