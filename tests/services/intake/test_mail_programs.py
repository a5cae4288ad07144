"""A mailbox with the oddities of Outlook, Exchange, Apple Mail, Thunderbird and Gmail becomes the right register."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

from dd_panel.domain.rounds import LONDON
from dd_panel.services.intake.applications import take_in
from dd_panel.services.round.setting_up import create_round
from dd_panel.services.workplace import Workplace
from dd_panel.store.files import open_store
from tests.builders import a_round
from tests.letters import gather
from tests.mail_programs import mailbox_by_hand

NOW = datetime(2014, 2, 11, 9, 0, tzinfo=LONDON)

EXPECTED = {
    1: ("accepted", "Northmere Council", ["EOI.docx"], ""),
    2: ("accepted", "Wexcombe Council", ["winmail.dat", "Wexcombe – EOI.docx"], "was unpacked: Wexcombe – EOI.docx"),
    3: ("accepted", "Tarrow Council", ["Café EOI.docx"], ""),
    4: ("waiting", "Aldersey Council", [], "deleted in the mail program"),
    5: ("waiting", "Penhallow Council", ["EOI.docx.txt"], "EOI.docx was removed from the message"),
    6: ("waiting", "Prize", [], "Gmail keeps it under “Spam”"),
    7: ("accepted", "Eastmarsh Council", ["Eastmarsh – form.docx"], ""),
    8: ("set aside", "", [], "It is an automatic reply"),
    9: ("accepted", "Calderbrook Council", ["Bid.eml", "EOI.docx"], ""),
    10: ("accepted", "Stourton Council", ["EOI.zip", "Form.docx"], "an archive of 1 file, which was unpacked"),
}
"""By the message's number: what became of it, whose it is, its files, and what is said of it."""


def test_a_mailbox_put_together_by_hand_becomes_the_right_register(tmp_path: Path) -> None:
    box = tmp_path / "Inbox"
    box.write_bytes(mailbox_by_hand())
    create_round(tmp_path / "r.ddround", replace(a_round(), reference="DD14"), lambda: NOW).close()
    with open_store(tmp_path / "r.ddround") as store:
        report = take_in(Workplace(store, lambda: NOW, "secretariat"), gather(box))
        with store.reading() as work:
            applications = {each.reference: each for each in work.applications.all()}

    assert (report.received, report.accepted, report.waiting, report.set_aside) == (10, 6, 3, 1)
    for number, (outcome, authority, files, said) in EXPECTED.items():
        thing = next(each for each in report.things if each.source == f"Inbox, message {number}")
        kept = applications[thing.reference].attachments if thing.reference else ()
        assert (thing.outcome, thing.lead_authority) == (outcome, authority)
        assert [each.name for each in kept] == files
        assert said in " ".join(thing.reasons)
    answers = next(each for each in applications.values() if each.lead_authority == "Northmere Council").answers
    assert any("The bid costs €100,000 – Ann’s view." in each.text for each in answers)
    zipped = next(each for each in applications.values() if each.lead_authority == "Stourton Council")
    assert any("From the outset we wanted this." in each.text for each in zipped.answers)
