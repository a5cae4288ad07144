"""Taking applications in: what belongs together is put together, and whatever was received is accounted for."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from dd_panel.domain.applications import Application
from dd_panel.domain.authorities import AuthorityRecord
from dd_panel.domain.errors import InputError
from dd_panel.domain.identifiers import Reference
from dd_panel.domain.rounds import LONDON
from dd_panel.services.intake.applications import IntakeReport, Received, take_in
from dd_panel.services.intake.items import LEDGER_FACT, ledger_of
from dd_panel.services.round import setting_up
from dd_panel.services.workplace import Workplace
from dd_panel.store.files import open_store
from tests.builders import a_round
from tests.documents import docx_of, paragraph
from tests.letters import LATE, a_letter, an_eml, an_mbox, gather, raw_letter

NOW = datetime(2014, 2, 11, 9, 0, tzinfo=LONDON)
EARLIER = "Mon, 3 Feb 2014 10:00:00 +0000"
REGISTER = (
    AuthorityRecord("Kent County Council", "Kent", "KEN", nation="England"),
    AuthorityRecord("Leeds City Council", "Leeds", "LDS", nation="England"),
    AuthorityRecord("Brighton and Hove City Council", "Brighton and Hove", "BNH", nation="England"),
    AuthorityRecord("Stoke, Tarrow and Wells Council", "Stoke, Tarrow and Wells", "STW", nation="England"),
)


class Desk:
    """The secretariat's desk: a round, and a folder into which mail is saved."""

    def __init__(self, folder: Path, *records: AuthorityRecord) -> None:
        self.folder = folder
        self.path = folder / "round.ddround"
        setting_up.create_round(self.path, replace(a_round(), reference="DD14"), lambda: NOW).close()
        if records:
            with open_store(self.path) as store:
                setting_up.take_in_authorities(Workplace(store, lambda: NOW, "secretariat"), records)
        self._boxes = 0

    def take(self, *letters: object) -> IntakeReport:
        """Take in messages that came in one mailbox, or sources."""
        if all(isinstance(each, Path) for each in letters):
            sources = [each for each in letters if isinstance(each, Path)]
        else:
            self._boxes += 1
            box = [each for each in letters if not isinstance(each, Path)]
            sources = [an_mbox(self.folder / f"box{self._boxes}.mbox", box)]  # type: ignore[arg-type]
        gathered = gather(*sources)
        with open_store(self.path) as store:
            report = take_in(Workplace(store, lambda: NOW, "secretariat"), gathered)
        assert report.received == report.accepted + report.waiting + report.set_aside
        return report

    def applications(self) -> dict[str, Application]:
        """What is in the round."""
        with open_store(self.path, writing=False) as store, store.reading() as work:
            return {each.reference: each for each in work.applications.all()}

    def files(self, reference: str = "DD14-001") -> dict[str, bytes]:
        """The attachments of an application, from the store."""
        with open_store(self.path, writing=False) as store, store.reading() as work:
            attachments = work.applications.get(Reference(reference)).attachments
            return {each.name: work.applications.blob(each.sha256) for each in attachments}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


@pytest.fixture
def desk_with_register(tmp_path: Path) -> Desk:
    return Desk(tmp_path, *REGISTER)


def only(report: IntakeReport) -> Received:
    (thing,) = report.things
    return thing


def test_a_message_becomes_an_application(desk: Desk) -> None:
    report = desk.take(a_letter(files=[("form.pdf", b"\0form")]))

    application = desk.applications()["DD14-001"]
    assert (report.accepted, report.waiting, report.set_aside) == (1, 0, 0)
    assert application.lead_authority == "Northmere Council"
    assert (application.contact, application.email) == ("Jo Field", "jo.field@example.org")
    assert application.received == datetime(2014, 2, 10, 16, 38, tzinfo=LONDON)
    (answer,) = application.answers
    assert answer.question == "E-mail of 10 February 2014, 16:38: Expression of interest from Northmere Council"
    assert answer.text == "Please find our form attached."
    assert desk.files() == {"form.pdf": b"\0form"}


def test_a_late_one_is_taken_in_and_says_how_late_it_is(desk: Desk) -> None:
    letter = a_letter(received=LATE)
    letter.replace_header("Date", "Mon, 10 Feb 2014 16:58:00 +0000")
    report = desk.take(letter)

    assert report.references == ("DD14-001",)
    thing = only(report)
    assert thing.outcome == "waiting"
    assert thing.early is not None
    assert thing.early.total_seconds() == -180
    (note,) = report.notes
    assert note == (
        "box1.mbox, message 1 (DD14-001), to check: It was received on 10 February 2014, 17:03, 3 minutes after the "
        "closing time. By the sender's clock it was sent on 10 February 2014, 16:58."
    )


def test_the_same_message_again_is_known_in_the_same_mailbox_and_in_the_next(desk: Desk) -> None:
    letter = a_letter(files=[("form.pdf", b"form")], Message_ID="<1@x.y>")
    again = a_letter(files=[("form.pdf", b"form")], Message_ID="<2@x.y>", received="Mon, 10 Feb 2014 16:50:00 +0000")
    report = desk.take(letter, letter, again)

    assert (report.accepted, report.set_aside) == (1, 2)
    assert report.notes[0] == (
        "box1.mbox, message 2, set aside: It is the same as box1.mbox, message 1, which is DD14-001."
    )
    before = desk.applications()
    report = desk.take(letter, again)
    assert (report.accepted, report.set_aside, report.references) == (0, 2, ())
    assert desk.applications() == before


def test_of_many_files_that_a_revision_lacks_some_are_named_and_the_rest_are_counted(desk: Desk) -> None:
    maps = [(f"map {number}.pdf", bytes([number])) for number in range(1, 9)]
    first = a_letter(files=[("form.pdf", b"one"), *maps], received=EARLIER, text="First.")
    second = a_letter(files=[("form.pdf", b"two")], subject="Revised form from Northmere Council", text="Second.")
    report = desk.take(second, first)
    named = ", ".join(f"map {number}.pdf" for number in range(1, 7))
    assert f"The earlier message also held {named} and 2 more, which this one has not." in report.things[0].reasons


def test_a_revision_stands_and_the_earlier_message_stays(desk: Desk) -> None:
    first = a_letter(files=[("form.pdf", b"one"), ("map.pdf", b"map")], received=EARLIER, text="First.")
    second = a_letter(files=[("form.pdf", b"two")], subject="Revised form from Northmere Council", text="Second.")
    report = desk.take(second, first)

    assert report.references == ("DD14-001",)
    assert [thing.outcome for thing in report.things] == ["waiting", "accepted"]
    files = desk.files()
    earlier = "Earlier version, 2014-02-03 10.00 – Expression of interest from Northmere Council.eml"
    assert sorted(files) == [earlier, "form.pdf"]
    assert files["form.pdf"] == b"two"
    assert b"First." in files[earlier]
    assert [answer.text for answer in desk.applications()["DD14-001"].answers] == ["Second."]
    assert report.things[0].reasons == (
        "The earlier message also held map.pdf, which this one has not.",
        "It replaces box1.mbox, message 2 (3 February 2014, 10:00) in DD14-001; the earlier message is kept.",
    )


@pytest.mark.parametrize(
    ("sender", "text", "asked"),
    [
        ("Sam <sam@kent.example>", "We apply.\n", True),
        ("Sam <sam@kent.example>", "This replaces what Jo sent.\n", False),
        ("Jo <jo@kent.example>", "We apply.\n", False),
    ],
)
def test_a_second_bid_from_another_sender_who_says_nothing_of_the_first_is_asked_about(
    desk: Desk, sender: str, text: str, asked: bool
) -> None:
    first = a_letter("Kent Council", files=[("form.docx", b"parks")], received=EARLIER, From="Jo <jo@kent.example>")
    report = desk.take(first, a_letter("Kent Council", text=text, files=[("form.docx", b"roads")], From=sender))

    second = next(each for each in report.things if each.source == "box1.mbox, message 2")
    assert (second.outcome == "waiting") is asked
    assert asked is any("It comes from another sender than box1.mbox, message 1" in said for said in second.reasons)


def test_an_annex_sent_later_is_added(desk: Desk) -> None:
    report = desk.take(
        a_letter(files=[("form.pdf", b"form")], received=EARLIER),
        a_letter(files=[("Annex A.pdf", b"annex")], text="The annex I forgot."),
        a_letter(text="A telephone number: 01234 567890.", received="Mon, 10 Feb 2014 16:39:00 +0000"),
    )

    assert (report.accepted, report.references) == (3, ("DD14-001",))
    assert desk.files() == {"form.pdf": b"form", "Annex A.pdf": b"annex"}
    application = desk.applications()["DD14-001"]
    assert len(application.answers) == 3
    assert application.received == datetime(2014, 2, 3, 10, 0, tzinfo=LONDON)


def test_a_late_revision_replaces_nothing_that_came_in_time(desk: Desk) -> None:
    report = desk.take(
        a_letter(files=[("form.pdf", b"one")]),
        a_letter(files=[("form.pdf", b"two")], subject="Revised form from Northmere Council", received=LATE),
    )

    assert [thing.outcome for thing in report.things] == ["accepted", "waiting"]
    files = desk.files()
    assert files["form.pdf"] == b"one"
    assert "Late, 2014-02-10 17.03 – Revised form from Northmere Council.eml" in files
    assert "stands; the late message is kept beside it." in report.notes[0]


def test_a_later_message_about_an_application_in_the_round_waits_and_changes_nothing(desk: Desk) -> None:
    desk.take(a_letter(files=[("form.pdf", b"one")]))
    before = desk.applications()
    revised = a_letter(files=[("form.pdf", b"two")], subject="Revised bid by Northmere Council")
    report = desk.take(revised)

    assert only(report).outcome == "waiting"
    assert only(report).reference == "DD14-001"
    assert report.references == ()
    assert desk.applications() == before
    with open_store(desk.path, writing=False) as store, store.reading() as work:
        entry = ledger_of(work.about.get(LEDGER_FACT))[-1]
        assert b"Revised bid" in work.applications.blob(entry.kept)
    assert desk.take(revised).set_aside == 1


def test_references_are_read_where_they_are_named(desk: Desk) -> None:
    report = desk.take(
        a_letter("Tarrow Council", subject="DD14-007: Tarrow Council"),
        a_letter("Aldersey Council", text="Our reference is dd14-002, as agreed."),
        a_letter("Penhallow Council"),
        a_letter("Eastmarsh Council", text="Is it DD14-008 or DD14-009?"),
        a_letter("Wexcombe Council", received="Mon, 10 Feb 2014 16:40:00 +0000"),
        a_letter("Wexcombe District Council", subject="DD14-007", received="Mon, 10 Feb 2014 16:45:00 +0000",
                 text="We are Wexcombe District Council.", From="Wexcombe District Council <a@b.c>"),
    )  # fmt: skip

    assert {each.lead_authority: ref for ref, each in desk.applications().items()} == {
        "Tarrow Council": "DD14-007",
        "Aldersey Council": "DD14-002",
        "Penhallow Council": "DD14-001",
        "Eastmarsh Council": "DD14-003",
        "Wexcombe Council": "DD14-004",
        "Wexcombe District Council": "DD14-005",
    }
    assert [thing.outcome for thing in report.things] == ["accepted"] * 3 + ["waiting", "accepted", "waiting"]
    assert "It names several references: DD14-008, DD14-009." in report.notes[0]
    assert "It names DD14-007, which is another authority's" in report.notes[1]


@pytest.mark.parametrize(
    ("subject", "sender", "text", "lead", "doubt"),
    [
        ("EOI Kent CC", "jo@x.org", "", "Kent CC", ""),
        ("Kent", "jo@x.org", "", "Kent", ""),
        ("Bid for Kent libraries", "jo@kent.gov.uk", "", "Kent County Council", "guessed from the sender's address"),
        ("Our bid", '"Brighton & Hove City Council" <jo@x.org>', "", "Brighton & Hove City Council", ""),
        ("Our bid", "jo@x.org", "Regards,\nJo\nLeeds City Council", "Leeds City Council", "read from the text"),
        ("Leeds City Council and Kent County Council", "jo@x.org", "", "Leeds City Council", "Several authorities"),
        ("EOI, Stoke, Tarrow and Wells Council", "jo@x.org", "", "Stoke, Tarrow and Wells Council", ""),
        ("Stoke, Tarrow & Wells", "jo@x.org", "", "Stoke, Tarrow & Wells", ""),
        ("Leeds CC, Stoke, Tarrow and Wells Council, bid", "jo@x.org", "", "Leeds CC", "Several authorities"),
        ("Our bid", "jo@x.org", "Lead authority: Leeds CC\nKent County Council helps", "Leeds CC", ""),
        ("Our bid", "jo@x.org", "Lead authority: Narnia", "Narnia", "has no “Narnia”"),
        ("Our bid", "Jo Field <jo@gmail.com>", "", "Jo Field", "stands in its place"),
        ("Our bid", "jo@gmail.com", "", "jo@gmail.com", "stands in its place"),
        ("Our bid", "jo@consultants.co.uk", "", "consultants.co.uk", "stands in its place"),
    ],
)
def test_the_lead_authority_is_found_as_far_as_it_is_certain(
    desk_with_register: Desk, subject: str, sender: str, text: str, lead: str, doubt: str
) -> None:
    report = desk_with_register.take(a_letter(subject=subject, From=sender, text=text, files=[("a.pdf", b"a")]))

    (application,) = desk_with_register.applications().values()
    assert application.lead_authority == lead
    assert (only(report).outcome, doubt in " ".join(report.notes)) == ("waiting" if doubt else "accepted", True)


def test_a_form_is_read_into_the_questions_of_the_register(desk: Desk) -> None:
    register = desk.folder / "register.csv"
    register.write_text(
        "Reference,Lead authority,Why do you apply?,Which services are in scope?,Who leads?\n"
        "DD14-001,Tarrow Council,x,y,z\n"
    )
    form = docx_of(
        "".join(
            paragraph(text)
            for text in (
                "Lead authority: Aldersey Council", "Title", "Libraries together",
                "1. Why do you apply? (500 words)", "Because.", "And so.",
                "Q2: Which services are in the scope?", "Libraries.",
            )
        )
    )  # fmt: skip
    report = desk.take(
        register, an_eml(desk.folder / "a.eml", a_letter("x", subject="Our bid", files=[("f.docx", form)]))
    )

    application = desk.applications()["DD14-002"]
    assert (application.lead_authority, application.title) == ("Aldersey Council", "Libraries together")
    answers = {answer.question: answer.text for answer in application.answers}
    assert answers["Why do you apply?"] == "Because.\nAnd so."
    assert answers["Which services are in scope?"] == "Libraries."
    assert "Its form has no heading for 1 question, “Who leads?”." in report.notes[0]
    assert (report.received, report.accepted) == (2, 2)


def test_a_form_without_known_headings_stays_one_text(desk: Desk) -> None:
    desk.take(a_letter(files=[("Our bid.docx", docx_of(paragraph("Dear panel,") + paragraph("we apply.")))]))

    answers = {answer.question: answer.text for answer in desk.applications()["DD14-001"].answers}
    assert answers["Our bid.docx"] == "Dear panel,\nwe apply."


def test_messages_belong_to_the_rows_of_a_register_taken_in_with_them(desk: Desk) -> None:
    register = desk.folder / "register.csv"
    register.write_text("Reference,Lead authority,Why?\nA1,Northmere Council,Because.\nA2,Tarrow Council,So.\n")
    report = desk.take(register, an_eml(desk.folder / "a.eml", a_letter(files=[("form.pdf", b"form")])))

    assert report.references == ("A1", "A2")
    assert (report.received, report.accepted) == (3, 3)
    application = desk.applications()["A1"]
    assert application.answers[0].question == "Why?"
    assert desk.files("A1") == {"form.pdf": b"form"}
    assert application.received is not None


def test_folders_are_applications_by_their_names(desk: Desk) -> None:
    for name in ("DD14-004 Leeds City Council", "Tarrow Council", "368753"):
        (desk.folder / "bids" / name).mkdir(parents=True)
        (desk.folder / "bids" / name / "Form.pdf").write_bytes(name.encode())
    report = desk.take(desk.folder / "bids")

    found = {ref: each.lead_authority for ref, each in desk.applications().items()}
    assert found == {"DD14-004": "Leeds City Council", "DD14-001": "Tarrow Council", "368753": "368753"}
    assert desk.files("368753") == {"Form.pdf": b"368753"}
    assert [thing.outcome for thing in report.things] == ["waiting", "accepted", "accepted"]
    assert desk.take(desk.folder / "bids").set_aside == 3


def test_a_source_that_changes_meanwhile_is_refused_and_nothing_is_taken_in(desk: Desk) -> None:
    path = an_eml(desk.folder / "a.eml", a_letter(files=[("form.pdf", bytes(300_000))]))
    gathered = gather(path)
    an_eml(path, a_letter(files=[("form.pdf", bytes(299_999) + b"x")]))

    with open_store(desk.path) as store, pytest.raises(InputError, match="changed while it was being read"):
        take_in(Workplace(store, lambda: NOW, "secretariat"), gathered)
    assert desk.applications() == {}


def test_a_damaged_message_is_kept_whole_with_its_application(desk: Desk) -> None:
    raw = a_letter(files=[("form.pdf", b"form" * 1000)]).as_bytes()[:-500]
    report = desk.take(an_eml(desk.folder / "a.eml", raw))

    assert only(report).outcome == "waiting"
    assert raw in desk.files().values()


def test_times_that_can_t_be_true_are_said(desk: Desk) -> None:
    report = desk.take(
        a_letter("Tarrow Council", received="Mon, 10 Feb 2098 16:38:00 +0000"),
        raw_letter("From: a@b.c", "Subject: Aldersey Council", "Date: Mon, 10 Feb 2014 16:38", "", "Hello"),
        raw_letter("From: d@b.c", "Subject: Penhallow Council", "", "Hello"),
    )

    assert [thing.received and thing.received.astimezone(UTC).hour for thing in report.things] == [None, 16, None]
    assert "Its time, 10 February 2098, 16:38, can't be true" in report.notes[0]
    assert "Its time has no zone; London's was assumed." in report.notes[1]
    assert "It doesn't say when it was received." in report.notes[2]
