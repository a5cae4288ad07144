"""What is still open is said before applications are shared out, and nothing where all is settled."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from dd_panel.domain.applications import Application
from dd_panel.domain.authorities import AuthorityRecord
from dd_panel.domain.identifiers import Reference
from dd_panel.domain.rounds import LONDON, Gate
from dd_panel.services.intake.applications import take_in
from dd_panel.services.intake.eligibility import pass_gates, reinstate, tick_gate, withdraw
from dd_panel.services.intake.form_check import accept_answers, see_form
from dd_panel.services.intake.not_settled import not_settled
from dd_panel.services.intake.view import see_intake
from dd_panel.services.intake.waiting import settle
from dd_panel.services.round.setting_up import create_round, take_in_applications, take_in_authorities
from dd_panel.services.workplace import Workplace
from dd_panel.store.files import open_store
from tests.builders import a_round
from tests.documents import docx_of, paragraph
from tests.letters import a_letter, an_mbox, gather

NOW = datetime(2014, 2, 11, 9, 0, tzinfo=LONDON)
REGISTER = [AuthorityRecord(f"{name} Council", name, name[:3], nation=nation) for name, nation in (
    ("Tarrow", "England"), ("Penhallow", "England"), ("Cardel", "Wales"),
)]  # fmt: skip


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Workplace]:
    """A round into which three bids came by mail: one with a form, one without a time, one from another nation."""
    create_round(tmp_path / "r.ddround", a_round(), lambda: NOW).close()
    title = a_round().rubric.criteria[0].title
    letters = [
        a_letter("Tarrow Council", files=[("Form.docx", docx_of(paragraph(title) + paragraph("Because.")))]),
        a_letter("Penhallow Council", received=None, files=[("bid.pdf", b"bid")]),
        a_letter("Cardel Council", files=[("bid.pdf", b"other")]),
    ]
    with open_store(tmp_path / "r.ddround") as store:
        place = Workplace(store, lambda: NOW, "Ann Lee")
        take_in(place, gather(an_mbox(tmp_path / "in.mbox", letters)))
        yield place


def test_what_waits_and_what_nobody_checked_is_counted_until_it_is_settled(place: Workplace) -> None:
    waiting = [each for each in see_intake(place).things if each.outcome == "waiting"]
    assert not_settled(place) == (
        "1 message or folder waits to be accepted or set aside.",
        "Nobody has looked at the answers read from 1 form.",
    )
    for each in waiting:
        assert each.number is not None
        settle(place, each.number, "accepted", "They rang")
    form = next(each for each in see_intake(place).things if each.unchecked)
    assert form.reference is not None
    read = [each.question for each in see_form(place, form.reference).answers if each.heading]
    accept_answers(place, form.reference, read)
    assert not_settled(place) == ()


def test_what_the_register_speaks_against_is_named_until_somebody_takes_it_out(place: Workplace) -> None:
    take_in_authorities(place, REGISTER)
    cardel = next(each for each in see_intake(place).things if each.lead_authority == "Cardel Council")
    assert cardel.reference is not None
    said = f"The register speaks against {cardel.reference}, and nobody has taken them out."
    assert said in not_settled(place)
    withdraw(place, cardel.reference, "They are in Wales")
    assert said not in not_settled(place)


def test_applications_that_nobody_came_to_with_the_gates_are_named_once_somebody_ticks(tmp_path: Path) -> None:
    rules = replace(a_round(), gates=(Gate("england", "In England?"), Gate("one", "The only one?")))
    create_round(tmp_path / "r.ddround", rules, lambda: NOW).close()
    with open_store(tmp_path / "r.ddround") as store:
        place = Workplace(store, lambda: NOW, "Ann Lee")
        references = [Reference(f"DD14-00{number}") for number in range(1, 4)]
        take_in_applications(place, [Application(each, f"{each} Council") for each in references])
        withdraw(place, references[1], "They rang")
        assert not_settled(place) == ()
        reinstate(place, references[1], "They rang again")
        pass_gates(place, references[0], ["england", "one"])
        assert not_settled(place) == ("No gate is ticked yet of DD14-002, DD14-003.",)
        withdraw(place, references[1], "They rang")
        tick_gate(place, references[2], "one", "fail", "They sent two")
        assert not_settled(place) == ()
