"""The panel as people, and the conflicts form that goes out before packs are made."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from dd_panel.domain.applications import Application
from dd_panel.domain.errors import InputError
from dd_panel.domain.identifiers import CONFLICT, MemberId
from dd_panel.domain.interests import Suggestion
from dd_panel.domain.panel import Member
from dd_panel.services.assignment.assigning import declare_for, see_assignments, see_situation
from dd_panel.services.intake.not_settled import not_settled
from dd_panel.services.returns.overview import see_returns
from dd_panel.services.round.conflict_forms import form_states, take_in_form, write_forms
from dd_panel.services.round.panel import (
    add_member,
    bring_back,
    change_member,
    name_deputy,
    see_panel,
    take_in_panel,
    withdraw_member,
)
from dd_panel.services.workplace import Clock, Workplace
from tests.panelwork import ASHE, NOON, OKORO, REFERENCES, SmallRound, fill, small_round

CHAIR = Member(ASHE, "Margaret Ashe", "Northmere Council", role="chair")
DEPUTY = Member(OKORO, "David Okoro", email="david@mail.tarrow.example")
NAIR = MemberId("PM03")


@pytest.fixture
def small(tmp_path: Path) -> SmallRound:
    return small_round(tmp_path, members=(CHAIR, DEPUTY))


def conflicts(place: Workplace, member: MemberId) -> dict[str, str]:
    with place.store.reading() as work:
        filled = work.entries.of_member(member)
    return {reference: fields[CONFLICT] for reference, fields in filled.items() if fields.get(CONFLICT)}


def suggested(place: Workplace, member: MemberId) -> tuple[tuple[Application, Suggestion], ...]:
    view = see_panel(place)
    return next(view.suggestions(line) for line in view.lines if line.member.member_id == member)


def fill_in(path: Path, *typed: tuple[str, str]) -> Path:
    book: Any = load_workbook(path)
    for cell, value in typed:
        book.active[cell] = value
    book.save(path)
    return path


# -- people ------------------------------------------------------------------------------------------------------------


def test_a_member_is_added_changed_and_changed_back(small: SmallRound) -> None:
    with small.open() as place:
        add_member(place, Member(NAIR, "Priya Nair"), ["Kent County Council"])
        change = change_member(place, Member(NAIR, "Priya Nair", "Audit Office", limit=4), ["Tarrow Council"])
        seen = [(line.member.organisation, line.employers) for line in see_panel(place).lines[2:]]
        assert change.reverse is not None
        change.reverse()
        seen += [(line.member.organisation, line.employers) for line in see_panel(place).lines[2:]]
        with pytest.raises(InputError, match="PM03"):
            add_member(place, Member(NAIR, "Somebody else"))
    assert seen == [("Audit Office", ("Tarrow Council",)), ("", ("Kent County Council",))]


def test_a_list_adds_who_is_new_and_changes_who_is_there(small: SmallRound) -> None:
    with small.open() as place:
        change = take_in_panel(place, [replace(DEPUTY, limit=5), CHAIR, Member(NAIR, "Priya Nair")])
        assert change.summary == "1 member added, 1 changed"
        assert [line.member.limit for line in see_panel(place).lines] == [None, 5, None]


def test_a_list_brings_past_employers_and_an_empty_cell_takes_none_away(small: SmallRound) -> None:
    with small.open() as place:
        assert take_in_panel(place, [CHAIR], {ASHE: ["Wexcombe Council"]}).summary == "0 members added, 1 changed"
        assert take_in_panel(place, [CHAIR, DEPUTY]).summary == "0 members added"
        take_in_panel(place, [Member(NAIR, "Priya Nair")], {NAIR: ("Tarrow Council",)})
        assert [line.employers for line in see_panel(place).lines] == [("Wexcombe Council",), (), ("Tarrow Council",)]
        found = suggested(place, NAIR)
    assert [(each.reference, suggestion.source) for each, suggestion in found] == [(REFERENCES[2], "employer")]


def test_a_form_asks_for_past_employers_and_brings_new_ones(small: SmallRound, tmp_path: Path) -> None:
    with small.open() as place:
        change_member(place, DEPUTY, ["Aldersey Council"])
        path = write_forms(place, tmp_path / "forms", OKORO)[0].path
        page: Any = load_workbook(path).active
        last = page.max_row
        assert page[f"G{last}"].value == "Aldersey Council"
        taken = take_in_form(place, fill_in(path, (f"G{last}", "Aldersey Council; Wexcombe  Council;")))
        assert taken.employers == ("Wexcombe Council",)
        assert see_panel(place).lines[1].employers == ("Aldersey Council", "Wexcombe Council")
        sources = {each.reference: found.source for each, found in suggested(place, OKORO)}
        assert sources[REFERENCES[1]] == "employer"
        assert take_in_form(place, path).employers == ()
        fill_in(path, (f"G{last}", "Penhallow Council"))
        with pytest.raises(InputError, match="has been filled in since"):
            write_forms(place, tmp_path / "forms", OKORO)


def test_who_leaves_frees_what_was_not_begun_and_may_come_back(small: SmallRound) -> None:
    small.merge(fill(small.blank(OKORO), {(REFERENCES[0], "score.need"): 4}))
    with small.open() as place:
        with pytest.raises(InputError, match="needs a reason"):
            withdraw_member(place, OKORO, " ")
        change = withdraw_member(place, OKORO, "Illness.")
        line = see_panel(place).lines[1]
        assert (line.left, line.reads, change.summary) == (
            True,
            1,
            "David Okoro left the panel; 6 applications are free again",
        )
        assert see_situation(place).left == {OKORO}
        assert "Illness." in [each.reason for each in see_returns(place).log]
        bring_back(place, OKORO)
        assert not see_panel(place).lines[1].left


def test_who_left_by_mistake_has_everything_back_and_the_log_says_each_step(small: SmallRound) -> None:
    with small.open() as place:
        before = set(see_situation(place).standing)
        change = withdraw_member(place, OKORO, "Illness.")
        assert change.reverse is not None
        back = change.reverse()
        assert set(see_situation(place).standing) == before
        assert back.reverse is not None
        back.reverse()
        assert see_panel(place).lines[1].reads == 0
        told = [(each.what, each.reason) for each in see_returns(place).log]
    assert told[:3] == [
        ("David Okoro left the panel", "Illness."),
        ("David Okoro is back on the panel", ""),
        ("David Okoro left the panel", "Illness."),
    ]


def until(looks: int) -> Clock:
    """A clock that is stopped after so many looks, as by somebody who ends the program."""
    left = iter([NOON] * looks)

    def now() -> datetime:
        moment = next(left, None)
        if moment is None:
            raise KeyboardInterrupt
        return moment

    return now


def test_a_list_of_members_is_taken_in_whole_or_not_at_all(small: SmallRound) -> None:
    with small.open() as place:
        stopped = Workplace(place.store, until(1), place.person)
        with pytest.raises(KeyboardInterrupt):
            take_in_panel(stopped, [Member(NAIR, "Priya Nair"), replace(CHAIR, limit=3), replace(DEPUTY, limit=5)])
        assert [line.member for line in see_panel(place).lines] == [CHAIR, DEPUTY]


def test_whoever_leaves_does_so_with_a_line_in_the_log_or_not_at_all(small: SmallRound) -> None:
    with small.open() as place:
        with pytest.raises(KeyboardInterrupt):
            withdraw_member(Workplace(place.store, until(0), place.person), OKORO, "Illness.")
        assert (see_panel(place).lines[1].left, see_panel(place).lines[1].reads) == (False, len(REFERENCES))


def test_a_conflicted_chair_is_flagged_until_a_deputy_is_named_who_is_free(small: SmallRound) -> None:
    with small.open() as place:
        declare_for(place, ASHE, REFERENCES[0], "employment: Northmere")
        declare_for(place, ASHE, REFERENCES[1], "personal: a friend")
        flagged = [[each.reference for each in see_panel(place).without_chair]]
        with pytest.raises(InputError, match="can't be the deputy"):
            name_deputy(place, ASHE)
        change = name_deputy(place, OKORO)
        flagged.append([each.reference for each in see_panel(place).without_chair])
        declare_for(place, OKORO, REFERENCES[1], "financial: shares")
        flagged.append([each.reference for each in see_panel(place).without_chair])
        assert change.reverse is not None
        change.reverse()
        assert see_panel(place).deputy is None
    assert flagged == [["DD-001", "DD-002"], [], ["DD-002"]]


def test_a_chair_whose_own_organisation_applies_is_flagged_before_anything_is_declared(small: SmallRound) -> None:
    with small.open() as place:
        chair = see_panel(place).chairs[0].member
        change_member(place, replace(chair, organisation="Northmere Council", conflicts=("DD-003",)))
        (line,) = see_panel(place).chairs
        assert [(each.reference, why) for each, why in line.conflicts] == [
            ("DD-001", "own organisation: Northmere Council (not declared yet)"),
            ("DD-003", "a conflict in the list of members: DD-003 (not declared yet)"),
        ]
        assert [each.reference for each in see_panel(place).without_chair] == ["DD-001", "DD-003"]
        declare_for(place, chair.member_id, REFERENCES[0], "employment: Northmere")
        (line,) = see_panel(place).chairs
        assert [why for each, why in line.conflicts if each.reference == "DD-001"] == ["employment: Northmere"]


def test_suggestions_come_from_organisation_address_and_past_employers(small: SmallRound) -> None:
    with small.open() as place:
        change_member(place, replace(DEPUTY, organisation="Wexcombe Trust"), ["Penhallow Council"])
        found = {each.application: each.source for _application, each in suggested(place, OKORO)}
        assert found == {"DD-002": "organisation", "DD-003": "e-mail", "DD-005": "employer"}
        declare_for(place, OKORO, REFERENCES[1], "employment")
        assert "DD-002" not in {each.application for _application, each in suggested(place, OKORO)}


# -- the form ----------------------------------------------------------------------------------------------------------


def test_a_form_goes_out_to_each_member_and_what_comes_back_bars(small: SmallRound, tmp_path: Path) -> None:
    with small.open() as place:
        made = write_forms(place, tmp_path / "forms")
        assert [(each.path.name, each.titles) for each in made] == [
            ("SM1-PM01-conflicts.xlsx", 7),
            ("SM1-PM02-conflicts.xlsx", 7),
        ]
        page: Any = load_workbook(made[0].path).active
        assert page["E5"].value == "Your organisation is Northmere Council: is it the same as Northmere Council?"
        taken = take_in_form(place, fill_in(made[0].path, ("F5", "employment"), ("G5", "until 2012"), ("F12", "yes")))
        assert (taken.declared, taken.no_others) == (("DD-001",), True)
        assert conflicts(place, ASHE) == {"DD-001": "employment: until 2012"}
        assert see_situation(place).bars[ASHE, REFERENCES[0]].endswith("employment: until 2012")
        with place.store.reading() as work:
            states = form_states(work)
            origin = work.entries.history(ASHE)[-1].origin
        assert (states[ASHE].declared, states[ASHE].no_others, states[OKORO].back) == (1, True, None)
        assert (origin.file, origin.reason) == ("SM1-PM01-conflicts.xlsx", "Declared in the conflicts form.")
        again = take_in_form(place, made[0].path)
        assert (again.declared, again.stood) == ((), ("DD-001",))


def test_forms_that_are_out_are_named_before_applications_are_shared_out(small: SmallRound, tmp_path: Path) -> None:
    with small.open() as place:
        assert not_settled(place) == ()
        made = write_forms(place, tmp_path / "forms")
        assert not_settled(place) == ("2 conflicts forms have not come back: Margaret Ashe, David Okoro.",)
        take_in_form(place, fill_in(made[0].path, ("F12", "yes")))
        assert not_settled(place) == ("1 conflicts form has not come back: David Okoro.",)
        change_member(place, replace(DEPUTY, role="observer"), [])
        assert not_settled(place) == ()


def test_a_conflict_that_was_known_is_not_withdrawn_by_a_form(small: SmallRound, tmp_path: Path) -> None:
    with small.open() as place:
        declare_for(place, ASHE, REFERENCES[1], "personal: a friend")
        (made,) = write_forms(place, tmp_path, ASHE)
        taken = take_in_form(place, fill_in(made.path, ("F6", "no")))
        assert (taken.denied, conflicts(place, ASHE)) == (("DD-002",), {"DD-002": "personal: a friend"})


def test_a_form_that_somebody_filled_in_is_not_written_over_before_it_is_taken_in(
    small: SmallRound, tmp_path: Path
) -> None:
    with small.open() as place:
        declare_for(place, ASHE, REFERENCES[1], "personal: a friend")
        (made,) = write_forms(place, tmp_path, ASHE)
        write_forms(place, tmp_path, ASHE)
        fill_in(made.path, ("F5", "other"))
        with pytest.raises(InputError, match="has been filled in"):
            write_forms(place, tmp_path, ASHE)
        take_in_form(place, made.path)
        write_forms(place, tmp_path, ASHE)
        (tmp_path / "theirs").mkdir()
        (tmp_path / "theirs" / made.path.name).write_bytes(b"mine")
        with pytest.raises(InputError, match="holds something else"):
            write_forms(place, tmp_path / "theirs", ASHE)


def test_another_rounds_form_and_a_strangers_are_refused(small: SmallRound, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    other = small_round(tmp_path / "other", replace_name(), (CHAIR, Member(NAIR, "Priya Nair"), DEPUTY))
    with other.open() as place:
        (foreign,) = write_forms(place, tmp_path / "foreign", ASHE)
    with small.open() as place:
        with pytest.raises(InputError, match="another round"):
            take_in_form(place, foreign.path)
        with pytest.raises(InputError, match="PM09 is no member of this panel"):
            write_forms(place, tmp_path, MemberId("PM09"))
        change_member(place, replace(DEPUTY, role="observer"), [])
        with pytest.raises(InputError, match="David Okoro reads no applications, and owes no form"):
            write_forms(place, tmp_path, OKORO)
        assert conflicts(place, ASHE) == {}


def replace_name() -> Any:  # noqa: ANN401 - the rules of another round
    from tests.panelwork import RULES

    return replace(RULES, name="Elsewhere")


def test_who_reads_what_is_seen_again_without_the_rest(small: SmallRound) -> None:
    with small.open() as place:
        before = see_situation(place)
        declare_for(place, ASHE, REFERENCES[1], "partner")
        withdraw_member(place, OKORO, "ill")
        add_member(place, Member(NAIR, "Priya Nair"))
        again, now = see_assignments(place, before), see_situation(place)
        assert again.bars == now.bars != before.bars
        assert again.standing == {pair: each for pair, each in now.standing.items() if pair[0] != NAIR}
        assert (again.applications, again.members, again.begun) == (before.applications, before.members, before.begun)
