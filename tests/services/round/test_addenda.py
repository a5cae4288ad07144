"""Whose pack is behind the round, and the addenda that bring them up to date."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from dd_panel.domain.applications import Application
from dd_panel.domain.errors import InputError
from dd_panel.domain.identifiers import Reference
from dd_panel.domain.panel import Assignment
from dd_panel.exchange.pack import read_pack
from dd_panel.services.assignment.assigning import declare_for
from dd_panel.services.intake.eligibility import reinstate, withdraw
from dd_panel.services.intake.form_check import correct_answer
from dd_panel.services.review.reviewing import record_score
from dd_panel.services.round.addenda import Behind, make_addenda, see_behind
from dd_panel.services.round.adding import add_pack
from dd_panel.services.round.changing_rubric import change_rubric
from dd_panel.services.round.packing import make_packs, unpack
from dd_panel.services.round.panel import withdraw_member
from dd_panel.services.round.setting_up import take_in_applications
from dd_panel.services.workplace import Workplace
from dd_panel.store.files import open_store
from tests.panelwork import ASHE, NOON, OKORO, PANEL, REFERENCES, RULES, fill, small_round

LATE = Reference("DD-900")
HEAVIER = replace(RULES, rubric=replace(RULES.rubric, criteria=RULES.rubric.criteria[:1]))


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Workplace]:
    """The small round."""
    with small_round(tmp_path).open() as opened:
        yield opened


@pytest.fixture
def sent(place: Workplace, tmp_path: Path) -> Workplace:
    """The round with packs out for both members."""
    make_packs(place, tmp_path / "packs")
    return place


def test_nobody_is_behind_before_packs_are_out_or_right_after(place: Workplace, tmp_path: Path) -> None:
    correct_answer(place, REFERENCES[0], "Why?", "It asks at last.", "page 2")
    assert see_behind(place) == ()
    make_packs(place, tmp_path / "packs")
    assert see_behind(place) == ()
    with pytest.raises(InputError, match="has what the round holds now"):
        make_addenda(place, tmp_path / "addenda", see_behind(place))
    assert not (tmp_path / "addenda").exists()


def test_a_correction_reaches_everybody_who_has_the_application(sent: Workplace) -> None:
    change = correct_answer(sent, REFERENCES[0], "Why?", "It asks at last.", "page 2")
    assert see_behind(sent) == tuple(Behind(each, corrected=(REFERENCES[0],)) for each in PANEL)
    assert next(each.sentence for each in see_behind(sent)) == "Margaret Ashe: DD-001 corrected"
    assert change.reverse is not None
    change.reverse()
    assert see_behind(sent) == ()


def test_a_late_application_and_a_conflict_reach_whom_they_concern(sent: Workplace) -> None:
    take_in_applications(sent, [Application(LATE, "Latham Council")])
    with sent.store.writing() as work:
        work.panel.assign([Assignment(ASHE, LATE, order=9)])
    declare_for(sent, OKORO, REFERENCES[2], "He advised on it.")
    assert see_behind(sent) == (Behind(PANEL[0], new=(LATE,)), Behind(PANEL[1], conflicts=(REFERENCES[2],)))
    withdraw(sent, LATE, "The council changed its mind.")
    assert see_behind(sent) == (Behind(PANEL[1], conflicts=(REFERENCES[2],)),)
    reinstate(sent, LATE, "It changed it once more.")
    withdraw_member(sent, OKORO, "Ill for long.")
    assert see_behind(sent) == (Behind(PANEL[0], new=(LATE,)),)


def test_what_a_conflicted_member_must_not_see_does_not_put_them_behind(place: Workplace, tmp_path: Path) -> None:
    declare_for(place, OKORO, REFERENCES[0], "He advised on it.")
    make_packs(place, tmp_path / "packs")
    correct_answer(place, REFERENCES[0], "Why?", "It asks at last.", "page 2")
    assert see_behind(place) == (Behind(PANEL[0], corrected=(REFERENCES[0],)),)


def test_a_conflict_that_was_withdrawn_puts_behind_until_it_stands_again(place: Workplace, tmp_path: Path) -> None:
    declared = declare_for(place, OKORO, REFERENCES[0], "He advised on it.")
    make_packs(place, tmp_path / "packs")
    assert declared.reverse is not None
    declared.reverse()
    assert see_behind(place) == (Behind(PANEL[1], withdrawn=(REFERENCES[0],)),)
    assert see_behind(place)[0].sentence == "David Okoro: conflict withdrawn in DD-001"
    declare_for(place, OKORO, REFERENCES[0], "He did advise on it.")
    assert see_behind(place) == ()


def test_what_the_members_own_scoresheet_told_is_no_news_to_the_member(tmp_path: Path) -> None:
    small = small_round(tmp_path)
    with small.open() as place:
        make_packs(place, tmp_path / "packs")
    small.merge(fill(small.blank(ASHE), {(REFERENCES[0], "conflict"): "My sister works there."}))
    with small.open() as place:
        assert see_behind(place) == ()
        correct_answer(place, REFERENCES[0], "Why?", "It asks at last.", "page 2")
        assert [(each.member.member_id, each.corrected) for each in see_behind(place)] == [(OKORO, REFERENCES[:1])]


def test_another_rubric_puts_everybody_behind(sent: Workplace) -> None:
    change_rubric(sent, HEAVIER, reason="One criterion is enough.")
    assert see_behind(sent) == tuple(Behind(each, rubric=True) for each in PANEL)


def test_an_addendum_lies_beside_the_pack_and_goes_into_the_review_in_use(sent: Workplace, tmp_path: Path) -> None:
    pack = tmp_path / "packs" / "SM1-PM01.ddpack"
    unpack(pack, tmp_path / "ashe.ddreview", lambda: NOON)
    before = pack.read_bytes()
    correct_answer(sent, REFERENCES[0], "Why?", "It asks at last.", "page 2")
    made = make_addenda(sent, tmp_path / "packs", see_behind(sent))
    assert [each.path.name for each in made] == ["SM1-PM01-addendum.ddpack", "SM1-PM02-addendum.ddpack"]
    assert pack.read_bytes() == before
    assert see_behind(sent) == ()
    assert read_pack(made[1].path).member.member_id == OKORO
    with open_store(tmp_path / "ashe.ddreview") as store:
        review = Workplace(store, lambda: NOON, "Margaret Ashe")
        record_score(review, REFERENCES[0], RULES.rubric.keys[0], "4")
        assert add_pack(review, made[0].path).corrected == (REFERENCES[0],)
        with store.reading() as work:
            assert work.applications.get(REFERENCES[0]).answers[0].text == "It asks at last."
            assert work.entries.of(ASHE, REFERENCES[0])
