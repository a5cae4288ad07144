"""A rubric that members have is changed by an explicit way across, and two rubrics never mix."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from dd_panel.domain.errors import InputError
from dd_panel.domain.findings import Kind
from dd_panel.domain.identifiers import CriterionKey, MemberId, score_field
from dd_panel.domain.rubric import Criterion, Rubric
from dd_panel.domain.scale import Scale
from dd_panel.exchange.round_definition import read_round
from dd_panel.exchange.round_definition_text import write_definition
from dd_panel.services.meeting.decisions import decide_on
from dd_panel.services.results.consolidating import consolidate
from dd_panel.services.results.ranking import see_ranking
from dd_panel.services.returns.overview import see_returns
from dd_panel.services.returns.receipts import receipt_of
from dd_panel.services.returns.taking_back import take_back_merge
from dd_panel.services.round.changing_rubric import change_rubric, plan_rubric, see_rubric
from dd_panel.services.round.packing import make_packs
from tests.panelwork import ASHE, OKORO, REFERENCES, RULES, SmallRound, fill, fill_all

NEED, PLAN = CriterionKey("need"), CriterionKey("plan")
ON_TEN = replace(RULES.rubric.criteria[1], scale=Scale(Decimal(1), Decimal(10)))
TEN = replace(RULES, rubric=replace(RULES.rubric, criteria=(RULES.rubric.criteria[0], ON_TEN)))
"""The plan is scored from 1 to 10 now; the case for change as before."""

HEAVIER = replace(
    RULES,
    rubric=Rubric((replace(RULES.rubric.criteria[0], weight=Decimal(80)), RULES.rubric.criteria[1])),
)
WHY = "Members asked for a longer scale."


def score_all(small: SmallRound, member: MemberId, key: CriterionKey, score: int) -> bytes:
    """A member's new scoresheet with one criterion filled in."""
    typed: dict[tuple[str, str], str | float | None] = {(each, score_field(key)): score for each in REFERENCES}
    return fill(small.blank(member), typed)


def scores(small: SmallRound, key: CriterionKey) -> set[str]:
    """The different scores that stand for a criterion."""
    with small.open() as place, place.store.reading() as work:
        return {fields.get(score_field(key), "") for fields in work.entries.everything().values()}


def test_before_anything_is_out_the_rubric_is_simply_changed_and_changed_back(small: SmallRound) -> None:
    with small.open() as place:
        change = change_rubric(place, TEN)
        seen = [see_rubric(place).rules]
        assert change.reverse is not None
        change.reverse()
        seen.append(see_rubric(place).rules)
    assert seen == [TEN, RULES]


def test_packs_and_blank_scoresheets_freeze_it(small: SmallRound, tmp_path: Path) -> None:
    with small.open() as place:
        frozen = [see_rubric(place).frozen]
        make_packs(place, tmp_path / "packs")
        frozen.append(see_rubric(place).frozen)
        assert [each.about.note for each in see_rubric(place).sent] == ["PM01, PM02"]
        with pytest.raises(InputError, match="in members' hands"):
            change_rubric(place, TEN)
        assert see_rubric(place).rules == RULES
        change_rubric(place, TEN, reason=WHY)
        frozen.append(see_rubric(place).frozen)
    small.blank(ASHE)
    with small.open() as place:
        frozen.append(see_rubric(place).frozen)
    assert frozen == [False, True, False, True]


def test_words_that_no_score_depends_on_make_no_new_version(small: SmallRound) -> None:
    worded = replace(RULES.rubric.criteria[0], guidance="Look twice.")
    rules = replace(RULES, rubric=Rubric((worded, RULES.rubric.criteria[1])))
    sheet = small.blank(ASHE)
    with small.open() as place:
        assert not plan_rubric(place, rules).new_version
        change_rubric(place, rules)
    assert small.merge(fill_all(sheet)).files[0].status == "merged"


def test_how_much_has_to_be_done_again_is_said_before(small: SmallRound) -> None:
    small.merge(fill_all(small.blank(ASHE)), fill(small.blank(OKORO), {(REFERENCES[0], "score.need"): 4}))
    with small.open() as place:
        plan = plan_rubric(place, TEN, [NEED])
        bare = plan_rubric(place, TEN)
        lighter = plan_rubric(place, HEAVIER, [NEED, PLAN])
        assert see_rubric(place).begun == 8
    assert (plan.begun, plan.again, plan.kept, plan.dropped) == (8, 8, 8, 7)
    assert (bare.again, bare.kept, bare.dropped) == (8, 0, 15)
    assert (lighter.again, lighter.kept, lighter.dropped) == (0, 15, 0)


def test_scores_are_carried_by_decision_only_and_the_rest_falls(small: SmallRound) -> None:
    sheet = fill_all(small.blank(ASHE), need=3, plan=2.5)
    small.merge(sheet)
    with small.open() as place:
        with pytest.raises(InputError, match="“plan” can't be carried"):
            change_rubric(place, TEN, [NEED, PLAN], WHY)
        change_rubric(place, TEN, [NEED], WHY)
        with place.store.reading() as work:
            receipt = receipt_of(work)
            history = [each for each in work.entries.history(ASHE) if each.field == "score.plan"]
        view = see_returns(place)
        line = see_ranking(place).lines[0]
    assert (scores(small, NEED), scores(small, PLAN)) == ({"3"}, {""})
    assert [receipt.scored, receipt.sum_in, receipt.sum_out] == [7, 21, 21]
    assert receipt.outstanding_members == (ASHE, OKORO)
    assert (history[-1].before, history[-1].after) == ("2.5", "")
    assert history[-1].origin.reason == f"Another rubric: {WHY}"
    assert [each.what.rpartition(". ")[2] for each in view.log if each.reason == WHY] == [
        "Scores carried across: need."
    ]
    assert line.ranked.place is None


def test_an_old_scoresheet_is_refused_and_a_new_one_completes_what_was_carried(small: SmallRound) -> None:
    old = fill_all(small.blank(ASHE), need=3, plan=2.5)
    small.merge(old)
    with small.open() as place:
        change_rubric(place, TEN, [NEED], WHY)
    refused = small.merge(old).files[0]
    assert (refused.status, refused.findings[0].finding.kind) == ("refused", Kind.OTHER_RUBRIC)
    new = score_all(small, ASHE, PLAN, 7)
    report = small.merge(new)
    assert report.files[0].status == "merged"
    assert (scores(small, NEED), scores(small, PLAN)) == ({"3"}, {"7"})
    with small.open() as place, place.store.reading() as work:
        receipt = receipt_of(work)
    assert [receipt.scored, receipt.sum_in, receipt.sum_out] == [14, 70, 70]
    assert small.merge(new).files[0].status == "already-received"


def test_a_member_who_scores_what_was_carried_once_more_is_asked_about(small: SmallRound) -> None:
    small.merge(fill_all(small.blank(ASHE), need=3))
    with small.open() as place:
        change_rubric(place, TEN, [NEED], WHY)
    report = small.merge(fill(small.blank(ASHE), {(REFERENCES[0], "score.need"): 5, (REFERENCES[0], "score.plan"): 7}))
    assert [each.finding.kind for each in report.files[0].findings] == [Kind.BOTH_CHANGED]
    assert scores(small, NEED) == {"3"}


def test_other_weights_alone_leave_every_review_as_it_is(small: SmallRound) -> None:
    small.merge(fill_all(small.blank(ASHE)), fill_all(small.blank(OKORO)))
    with small.open() as place:
        change_rubric(place, HEAVIER, [NEED, PLAN], "The board decided so.")
        lines = see_ranking(place).lines
        view = see_returns(place)
    assert all(line.ranked.place == 1 for line in lines)
    assert (view.received, view.outstanding) == (2, 0)


def test_a_merge_or_a_decision_from_before_is_not_taken_back(small: SmallRound) -> None:
    small.merge(fill_all(small.blank(ASHE)))
    with small.open() as place:
        change_rubric(place, TEN, [NEED], WHY)
        merged = next(line.merge for line in reversed(see_returns(place).log) if line.return_id is not None)
        assert merged is None
        with pytest.raises(InputError, match="can't be taken back"):
            take_back_merge(place, 2)


def test_what_waits_is_closed_with_the_rubric_it_is_about(small: SmallRound) -> None:
    small.merge(fill(small.blank(ASHE), {(REFERENCES[0], "score.need"): "3 or 4"}))
    with small.open() as place:
        change_rubric(place, TEN, [NEED], WHY)
        view = see_returns(place)
    assert view.waiting == 0
    assert [each.who for each in view.log if "as the rubric it was read by was replaced" in each.what] == [
        "secretariat"
    ]


def test_a_criterion_may_go_and_another_come(small: SmallRound, tmp_path: Path) -> None:
    small.merge(fill_all(small.blank(ASHE)), fill_all(small.blank(OKORO)))
    value = Criterion(CriterionKey("value"), "Value", "Value")
    rules = replace(RULES, rubric=Rubric((RULES.rubric.criteria[0], value)))
    with small.open() as place:
        change_rubric(place, rules, [NEED], WHY)
        consolidate(place, tmp_path / "result.xlsx")
        assert all(line.ranked.place is None for line in see_ranking(place).lines)
    assert scores(small, PLAN) == {""}
    small.merge(*(score_all(small, each, value.key, 4) for each in (ASHE, OKORO)))
    with small.open() as place:
        consolidate(place, tmp_path / "result.xlsx")
        assert all(line.ranked.place == 1 for line in see_ranking(place).lines)


def test_a_rubric_is_not_changed_under_a_decision(small: SmallRound) -> None:
    small.merge(fill_all(small.blank(ASHE)), fill_all(small.blank(OKORO)))
    with small.open() as place:
        decide_on(place, REFERENCES[0], "fund", reason="The best case.")
        with pytest.raises(InputError, match="agreed scores or decided"):
            change_rubric(place, TEN, [NEED], WHY)


def test_the_definition_beside_the_round_says_what_holds_now(small: SmallRound) -> None:
    beside = small.path.with_suffix(".toml")
    write_definition(beside, RULES)
    with small.open() as place:
        change_rubric(place, TEN)
        assert read_round(beside) == TEN
        assert f"# Version of the rubric: {TEN.rubric.version}" in beside.read_text(encoding="utf-8")
        beside.write_text("mine", encoding="utf-8")
        change_rubric(place, RULES)
        assert beside.read_text(encoding="utf-8") == "mine"
        beside.unlink()
        change_rubric(place, TEN)
    assert not beside.exists()


def test_a_definition_that_another_program_has_open_is_said(small: SmallRound) -> None:
    beside = small.path.with_suffix(".toml")
    write_definition(beside, RULES)
    beside.with_name(f".~lock.{beside.name}#").write_text("somebody", encoding="utf-8")
    with small.open() as place:
        change = change_rubric(place, TEN)
        assert see_rubric(place).rules == TEN
    assert change.summary == f"Rubric changed; {beside.name} could not be written and is as it was"
    assert read_round(beside) == RULES


def test_another_round_is_not_taken_for_a_rubric(small: SmallRound) -> None:
    with small.open() as place, pytest.raises(InputError, match="another round"):
        change_rubric(place, replace(RULES, name="Elsewhere"))
