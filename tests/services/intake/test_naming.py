"""Names that the program read from mail: a register loaded later and an official's ruling put the real one there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from dd_panel.domain.applications import Application
from dd_panel.domain.authorities import AuthorityRecord
from dd_panel.domain.errors import InputError
from dd_panel.domain.identifiers import Reference
from dd_panel.domain.rounds import LONDON
from dd_panel.services.intake.applications import take_in
from dd_panel.services.intake.eligibility import leave_name_to_register, rule_on_name, see_eligibility
from dd_panel.services.intake.naming import load_register
from dd_panel.services.intake.view import Arrived, see_intake
from dd_panel.services.round.setting_up import create_round, take_in_applications, take_in_authorities
from dd_panel.services.workplace import Workplace
from dd_panel.store.files import open_store
from tests.builders import a_round
from tests.documents import docx_of, paragraph
from tests.letters import a_letter, an_mbox, gather

NOW = datetime(2014, 2, 11, 9, 0, tzinfo=LONDON)
MERTON = AuthorityRecord("London Borough of Merton", "Merton", "MRT", nation="England")
BARNET = AuthorityRecord("London Borough of Barnet", "Barnet", "BNE", nation="England")
STATED = docx_of(paragraph("Lead authority") + paragraph("Merton"))
FIRST = Reference("DD14-001")


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Workplace]:
    create_round(tmp_path / "r.ddround", a_round(), lambda: NOW).close()
    with open_store(tmp_path / "r.ddround") as store:
        yield Workplace(store, lambda: NOW, "Ann Lee")


def receive(place: Workplace, *letters: object) -> None:
    take_in(place, gather(an_mbox(place.store.path.with_name("in.mbox"), list(letters))))  # type: ignore[arg-type]


def leads(place: Workplace) -> list[str]:
    with place.store.reading() as work:
        return [each.lead_authority for each in work.applications.summaries()]


def only(place: Workplace) -> Arrived:
    (thing,) = see_intake(place).things
    return thing


def test_a_register_that_is_loaded_after_the_mail_names_who_sent_it(place: Workplace) -> None:
    receive(
        place,
        a_letter("London Borough of Merton", From="x@post.example"),
        a_letter(subject="our bid", text="See attached.", From="y@barnet.gov.uk"),
        a_letter(subject="our bid", text="See attached.", From="z@gmail.com"),
    )
    assert leads(place) == ["post.example", "barnet.gov.uk", "z@gmail.com"]
    change = load_register(place, [MERTON, BARNET])
    assert change.summary == "2 authorities in the register; 2 applicants are named by it"
    assert leads(place) == ["London Borough of Merton", "London Borough of Barnet", "z@gmail.com"]
    merton, barnet, nobody = see_intake(place).things
    assert {merton.outcome, barnet.outcome, nobody.outcome} == {"waiting"}
    assert merton.reasons[-1] == "With the register it was read as London Borough of Merton."
    assert barnet.reasons[-1] == "The lead authority was guessed from the sender's address y@barnet.gov.uk."
    assert load_register(place, [MERTON, BARNET]).summary == "2 authorities in the register"


def test_a_name_that_a_form_or_a_register_states_or_a_person_ruled_on_stays(place: Workplace) -> None:
    take_in_applications(place, [Application(Reference("DD14-900"), "Barnet LBC")])
    receive(
        place,
        a_letter("London Borough of Barnet", files=[("Form.docx", STATED)]),
        a_letter("Barnet Borough", From="x@post.example"),
    )
    take_in_authorities(place, [MERTON, BARNET])
    before = leads(place)
    assert before[:2] == ["Barnet LBC", "Merton"]
    rule_on_name(place, "DD14-900", "Barnet LBC", "MRT", "They told us")
    rule_on_name(place, "DD14-001", "Merton", "BNE", "They told us")
    assert leads(place) == before


def test_what_an_official_rules_is_put_in_the_place_of_a_name_that_was_read(place: Workplace) -> None:
    receive(place, a_letter(subject="our bid", text="See attached.", From="Pat <pat@post.example>"))
    load_register(place, [MERTON, BARNET])
    assert leads(place) == ["Pat"]
    ruled = rule_on_name(place, FIRST, "Pat", "Merton", "They rang")
    assert ruled.summary == "“Pat” in DD14-001 is read as London Borough of Merton"
    assert (leads(place), only(place).lead_authority) == (["London Borough of Merton"], "London Borough of Merton")
    (standing,) = see_eligibility(place).standings
    assert standing.register.matched == "London Borough of Merton"
    assert standing.register.reasons == ("Ann Lee settled that it means London Borough of Merton: They rang",)

    other = rule_on_name(place, FIRST, "London Borough of Merton", "BNE", "They rang again")
    assert leads(place) == ["London Borough of Barnet"]
    load_register(place, [MERTON, BARNET])
    assert leads(place) == ["London Borough of Barnet"]
    assert other.reverse is not None
    other.reverse()
    assert leads(place) == ["London Borough of Merton"]
    leave_name_to_register(place, FIRST, "London Borough of Merton", "A mistake")
    assert (leads(place), see_eligibility(place).standings[0].register.matched) == (["Pat"], None)


def test_a_ruling_that_is_taken_back_brings_the_name_back_that_was_read(place: Workplace) -> None:
    receive(place, a_letter(subject="our bid", text="See attached.", From="Pat <pat@post.example>"))
    take_in_authorities(place, [MERTON])
    ruled = rule_on_name(place, FIRST, "Pat", "", "A charity")
    assert leads(place) == ["Pat"]
    ruled = rule_on_name(place, FIRST, "Pat", "MRT", "It is Merton after all")
    assert ruled.reverse is not None
    back = ruled.reverse()
    assert leads(place) == ["Pat"]
    assert see_eligibility(place).standings[0].register.reasons == (
        "Ann Lee settled that it is no authority of the register: A charity",
    )
    assert back.reverse is not None
    back.reverse()
    assert leads(place) == ["London Borough of Merton"]


def test_without_a_register_nobody_is_matched_and_what_to_do_is_said(place: Workplace) -> None:
    receive(place, a_letter(subject="our bid", text="See attached.", From="Pat <pat@post.example>"))
    assert only(place).reasons[0].endswith("“Pat” stands in its place until somebody matches it to one.")
    with pytest.raises(
        InputError, match="No register of authorities is loaded, so “Merton” can't be looked up"
    ) as said:
        rule_on_name(place, FIRST, "Pat", "Merton", "They rang")
    assert said.value.remedy == "Load the register first."
    assert leads(place) == ["Pat"]
