"""A form that was read is shown beside the round's questions; its answers are accepted, corrected, and that undone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from dd_panel.domain.errors import InputError
from dd_panel.domain.identifiers import Reference
from dd_panel.domain.rounds import LONDON
from dd_panel.services.intake.applications import take_in
from dd_panel.services.intake.eligibility import see_eligibility
from dd_panel.services.intake.form_check import FormCheck, accept_answers, correct_answer, see_form
from dd_panel.services.intake.view import IntakeView, see_intake
from dd_panel.services.intake.waiting import settle
from dd_panel.services.round.setting_up import create_round
from dd_panel.services.workplace import Workplace
from dd_panel.store.files import open_store
from tests.builders import a_round
from tests.documents import docx_of, paragraph
from tests.letters import LATE, a_letter, an_eml, gather

NOW = datetime(2014, 2, 11, 9, 0, tzinfo=LONDON)
WHY, WHICH, WHO = "Why do you apply?", "Which services are in scope?", "Who leads the work?"
REGISTER = f"Reference,Lead authority,{WHY},{WHICH},{WHO}\nA-1,Tarrow Council,x,y,z\n"
FORM = ("Lead authority: Aldersey Council", WHY, "Because.", "Which services are in the scope?", "Libraries.")


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Workplace]:
    """A round with a register of one application, into which another came by mail with a form."""
    create_round(tmp_path / "r.ddround", a_round(), lambda: NOW).close()
    (tmp_path / "register.csv").write_text(REGISTER, encoding="utf-8")
    form = docx_of("".join(paragraph(text) for text in FORM))
    letter = a_letter("x", subject="Our bid", files=[("Form.docx", form)])
    with open_store(tmp_path / "r.ddround") as store:
        place = Workplace(store, lambda: NOW, "Ann Lee")
        take_in(place, gather(tmp_path / "register.csv", an_eml(tmp_path / "bid.eml", letter)))
        yield place


def bid(place: Workplace) -> str:
    return next(str(each.reference) for each in see_intake(place).things if each.source == "bid.eml")


def states(check: FormCheck) -> dict[str, str]:
    return {each.question: each.state for each in check.answers}


def counts(view: IntakeView) -> tuple[int, int, int, int]:
    return len(view.things), view.count("accepted"), view.count("waiting"), view.count("set aside")


def test_the_form_stands_beside_the_questions_with_how_sure_it_is(place: Workplace) -> None:
    check = see_form(place, bid(place))
    assert states(check) == {WHY: "sure", WHICH: "unsure", WHO: "missing"}
    found = {each.question: each for each in check.answers}
    assert (found[WHICH].heading, found[WHICH].stands) == ("Which services are in the scope?", "Libraries.")
    assert 0.9 <= found[WHICH].likeness < 1
    assert check.papers[0].name == "Form.docx"
    assert check.papers[0].text == "\n".join(FORM)
    assert check.papers[1].text == "Please find our form attached."


def test_answers_are_accepted_together_and_that_is_taken_back_and_done_again(place: Workplace) -> None:
    reference = bid(place)
    assert see_intake(place).unchecked == 1
    change = accept_answers(place, reference, [WHY, WHICH])
    assert states(see_form(place, reference)) == {WHY: "accepted", WHICH: "accepted", WHO: "missing"}
    assert see_intake(place).unchecked == 0
    assert change.reverse is not None
    back = change.reverse()
    assert states(see_form(place, reference)) == {WHY: "sure", WHICH: "unsure", WHO: "missing"}
    assert see_intake(place).unchecked == 1
    assert back.reverse is not None
    back.reverse()
    assert states(see_form(place, reference))[WHY] == "accepted"


def test_an_answer_is_corrected_and_the_document_stays(place: Workplace) -> None:
    reference = bid(place)
    change = correct_answer(place, reference, WHO, "The chief executive.", "Page 3 of the form")
    check = see_form(place, reference)
    assert states(check)[WHO] == "corrected"
    assert check.papers[0].text == "\n".join(FORM)
    with place.store.reading() as work:
        answers = {each.question: each.text for each in work.applications.get(Reference(reference)).answers}
    assert answers[WHO] == "The chief executive."
    assert change.reverse is not None
    change.reverse()
    assert states(see_form(place, reference))[WHO] == "missing"
    with place.store.reading() as work:
        assert WHO not in {each.question for each in work.applications.get(Reference(reference)).answers}


def test_what_cannot_be_is_refused(place: Workplace) -> None:
    reference = bid(place)
    with pytest.raises(InputError, match="An answer is corrected with a reason"):
        correct_answer(place, reference, WHO, "x", " ")
    with pytest.raises(InputError, match="has no answer to “Who leads the work"):
        accept_answers(place, reference, [WHO])
    with pytest.raises(InputError, match="“Z-9” is not a reference of this round"):
        see_form(place, "Z-9")


def test_everything_that_arrived_is_listed_and_adds_up(place: Workplace, tmp_path: Path) -> None:
    late = a_letter("Penhallow Council", received=LATE)
    aside = a_letter("Nobody", text="", subject="")
    take_in(place, gather(an_eml(tmp_path / "late.eml", late), an_eml(tmp_path / "none.eml", aside)))
    view = see_intake(place)
    assert counts(view) == (4, 2, 1, 1)
    by_source = {each.source: each for each in view.things}
    assert by_source["late.eml"].late
    assert view.late == 1
    assert by_source["bid.eml"].files == ("Form.docx",)
    assert by_source["bid.eml"].sender == "Jo Field <jo.field@example.org>"
    assert by_source["Row of a register"].reference == "A-1"
    asks = "It holds neither text nor attachments; ask the sender to send it again."
    assert by_source["none.eml"].reasons[-1] == asks


def test_what_could_not_be_taken_in_is_listed_once_beside_the_rows_of_a_register(
    place: Workplace, tmp_path: Path
) -> None:
    before = counts(see_intake(place))
    (tmp_path / "bid.pdf").write_bytes(b"%PDF")
    for at, reference in enumerate(("Y-1", "Z-1"), start=1):
        (tmp_path / "more.csv").write_text(REGISTER.replace("A-1", reference), encoding="utf-8")
        take_in(place, gather(tmp_path / "more.csv", tmp_path / "bid.pdf"))
        assert counts(see_intake(place)) == (before[0] + at + 1, before[1] + at, before[2], before[3] + 1)


def test_an_application_leaves_with_the_only_message_it_is_made_of_and_comes_back(
    place: Workplace, tmp_path: Path
) -> None:
    junk = a_letter("x", subject="You have won", From="Prize <prize@example.com>", text="Click here.\n")
    take_in(place, gather(an_eml(tmp_path / "junk.eml", junk)))
    thing = next(each for each in see_intake(place).things if each.source == "junk.eml")
    assert thing.sole
    assert thing.number is not None
    change = settle(place, thing.number, "set aside", "Junk")
    assert see_eligibility(place).totals["withdrawn"] == 1
    assert change.reverse is not None
    again = change.reverse()
    assert see_eligibility(place).totals["withdrawn"] == 0
    assert again.reverse is not None
    again.reverse()
    assert see_eligibility(place).totals["withdrawn"] == 1


def test_an_application_of_two_messages_or_of_a_register_stays_when_one_is_set_aside(
    place: Workplace, tmp_path: Path
) -> None:
    about_a_row = a_letter("x", subject="About Z-1", files=[("a.txt", b"")], From="Jo <jo@tarrow.example>")
    annex = a_letter("Penhallow Council", received=LATE, files=[("annex.pdf", b"")])
    (tmp_path / "more.csv").write_text(REGISTER.replace("A-1", "Z-1"), encoding="utf-8")
    bid = an_eml(tmp_path / "first.eml", a_letter("Penhallow Council", files=[("bid.pdf", b"bid")]))
    letters = [an_eml(tmp_path / f"{name}.eml", each) for name, each in (("row", about_a_row), ("annex", annex))]
    take_in(place, gather(tmp_path / "more.csv", bid, *letters))

    waiting = [each for each in see_intake(place).things if each.outcome == "waiting"]
    assert {each.source for each in waiting} >= {"row.eml", "annex.eml"}
    for each in waiting:
        if each.number is not None and each.source in {"row.eml", "annex.eml"}:
            assert not each.sole
            settle(place, each.number, "set aside", "Not needed")
    assert see_eligibility(place).totals["withdrawn"] == 0


def test_without_a_register_a_form_with_some_of_the_criteria_is_asked_for_all_of_them(tmp_path: Path) -> None:
    create_round(tmp_path / "r.ddround", a_round(), lambda: NOW).close()
    titles = [criterion.title for criterion in a_round().rubric.criteria]
    form = docx_of("".join(paragraph(text) for text in (titles[0], "Because.")))
    letter = a_letter("Tarrow Council", files=[("Form.docx", form)])
    with open_store(tmp_path / "r.ddround") as store:
        place = Workplace(store, lambda: NOW, "Ann Lee")
        report = take_in(place, gather(an_eml(tmp_path / "bid.eml", letter)))
        found = states(see_form(place, report.references[0]))
    assert found == {titles[0]: "sure", **dict.fromkeys(titles[1:], "missing")}
    assert any("Its form has no heading for" in said for said in report.things[0].reasons)


def test_a_message_that_waits_is_read_beside_its_application_and_its_acceptance_undone(
    place: Workplace, tmp_path: Path
) -> None:
    reference = bid(place)
    more = a_letter("x", subject=f"More on {reference}", text="A page was missing.\n", files=[("page.txt", b"page")])
    take_in(place, gather(an_eml(tmp_path / "more.eml", more)))
    view = see_intake(place)
    waiting = next(each for each in view.things if each.source == "more.eml")
    assert (waiting.outcome, waiting.version) == ("waiting", (2, 2))
    assert see_form(place, reference).papers[-1].text == "A page was missing."
    assert waiting.number is not None
    before = counts(view)
    change = settle(place, waiting.number, "accepted", "They sent the page")
    assert counts(see_intake(place)) == (before[0], before[1] + 1, before[2] - 1, before[3])
    assert change.reverse is not None
    change.reverse()
    assert counts(see_intake(place)) == before
    with place.store.reading() as work:
        assert [each.name for each in work.applications.get(Reference(reference)).attachments] == ["Form.docx"]
