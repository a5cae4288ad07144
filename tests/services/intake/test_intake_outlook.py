"""Messages out of Outlook are placed like all others: versions, the same one twice, late ones, and what waits."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from dd_panel.domain.rounds import LONDON
from dd_panel.services.intake.applications import take_in
from dd_panel.services.intake.items import LEDGER_FACT, ledger_of
from dd_panel.services.intake.waiting import settle
from dd_panel.services.round import setting_up
from dd_panel.services.workplace import Workplace
from dd_panel.store.files import open_store
from tests.builders import a_round
from tests.documents import docx_of, paragraph
from tests.letters import a_letter, an_eml, gather
from tests.outlook_items import DELIVERED, SUBJECT, an_item, msg_of

NOW = datetime(2014, 2, 11, 9, 0, tzinfo=LONDON)
CLOSES = datetime(2014, 2, 10, 17, 0, tzinfo=LONDON)
FORM = docx_of(paragraph("Why?", "Heading1") + paragraph("Because."))


def test_messages_of_outlook_are_placed_like_all_others(tmp_path: Path) -> None:
    inbox, files = tmp_path / "inbox", [("Form.docx", FORM)]
    inbox.mkdir()
    an_eml(inbox / "1.eml", a_letter("Kent", subject="DD14-001 bid", files=files))
    (inbox / "2.msg").write_bytes(msg_of(an_item("Kent", *files, more={SUBJECT: "RE: DD14-001 bid"})))
    late = datetime(2014, 2, 10, 17, 3, tzinfo=UTC)
    third = msg_of(an_item("Kent", ("Annex.pdf", b"annex"), more={SUBJECT: "DD14-001 annex", DELIVERED: late}))
    (tmp_path / "3.msg").write_bytes(third)
    path = tmp_path / "round.ddround"
    setting_up.create_round(path, replace(a_round(), reference="DD14", closes=CLOSES), lambda: NOW).close()

    with open_store(path) as store:
        place = Workplace(store, lambda: NOW, "secretariat")
        for received, report in ((2, take_in(place, gather(inbox))), (1, take_in(place, gather(tmp_path / "3.msg")))):
            assert report.received == report.accepted + report.waiting + report.set_aside == received
        with store.reading() as work:
            first, second, last = ledger_of(work.about.get(LEDGER_FACT))
        assert [each.source for each in (first, second, last)] == ["1.eml", "2.msg", "3.msg"]
        assert "It is the same as 1.eml, which is DD14-001." in second.reasons
        assert last.outcome == "waiting"
        assert "3 minutes after the closing time" in " ".join(last.reasons)

        settle(place, 3, "accepted", "The mail server was down.")
        with store.reading() as work:
            kept = {each.name: each for application in work.applications.all() for each in application.attachments}
            assert work.applications.blob(kept["Message 3.msg"].sha256) == third
