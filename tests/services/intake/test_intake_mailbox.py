"""A mailbox as it stands on the morning after the closing day: sixty messages, every trap among them."""

from __future__ import annotations

import base64
import json
from email.message import EmailMessage
from pathlib import Path

import pytest

from dd_panel.cli import main
from dd_panel.store.files import open_store
from tests.documents import docx_of, locked_pdf, paragraph
from tests.letters import IN_TIME, LATE, a_letter, an_mbox, raw_letter

ROUND = """
name = "The challenge"
reference = "DD14"
closes = 2014-02-10T17:00:00
[[criteria]]
key = "need"
title = "Case for change"
"""

EARLIER = "Mon, 3 Feb 2014 10:00:00 +0000"
PLACES = (
    "Northmere",
    "Wexcombe",
    "Tarrow",
    "Aldersey",
    "Penhallow",
    "Eastmarsh",
    "Calderbrook",
    "Holmfirth",
    "Ashby",
    "Stourton",
    "Marlow",
    "Denholme",
    "Kirkby",
    "Selwood",
    "Thornbury",
    "Winslow",
    "Barford",
    "Cranley",
    "Dunmere",
    "Elmstead",
    "Farnley",
    "Gosford",
    "Hadley",
    "Ilmere",
    "Jesmond",
    "Kelsale",
    "Langley",
    "Melbury",
    "Norwood",
    "Oakham",
)
FORM = docx_of(paragraph("Case for change", "Heading1") + paragraph("It is strong."))


def honest() -> list[EmailMessage | bytes]:
    """Thirty that came as they should."""
    return [
        a_letter(
            f"{place} Council",
            files=[("form.docx", FORM), ("plan.pdf", b"\0" + place.encode())],
            Message_ID=f"<{place}@x>",
        )
        for place in PLACES
    ]


def traps() -> dict[str, EmailMessage | bytes]:
    """Thirty that did not."""
    forwarded = a_letter(subject="FW: bid", text="See below.", From="Sam <sam@example.org>")
    forwarded.add_attachment(a_letter("Rydal Council", files=[("form.docx", FORM)]))
    page = a_letter("Saltley Council")
    page.set_content("<p>Our <b>bid</b></p>", subtype="html")
    away = a_letter("Northmere Council", subject="Out of office")
    away["Auto-Submitted"] = "auto-replied"
    inline = a_letter("Tadley Council")
    inline.add_attachment(b"\x89PNG", maintype="image", subtype="png", disposition="inline", cid="<1>")
    cut = a_letter("Ulley Council", files=[("form.docx", FORM)]).as_bytes()[:-300]
    encoded = "=?utf-8?B?" + base64.b64encode("Vale of Ménai Council – bid".encode()).decode() + "?="
    return {
        "late": a_letter("Quorn Council", received=LATE),
        "late by the clock of another zone": a_letter("Radley Council", received="Mon, 10 Feb 2014 18:01:00 +0100"),
        "in time in another zone": a_letter("Ripley Council", received="Mon, 10 Feb 2014 17:59:00 +0100"),
        "forwarded": forwarded,
        "web page": page,
        "absence": away,
        "inline picture": inline,
        "cut short": cut,
        "encoded words": raw_letter("From: a@v.org", f"Subject: {encoded}", f"Received: by x; {IN_TIME}", "", "Hello"),
        "winmail": a_letter("Wadley Council", files=[("winmail.dat", b"\x78\x9f\x3e\x22\0")]),
        "zip": a_letter("Yarley Council", files=[("bid.zip", b"PK\x03\x04 torn")]),
        "zero bytes": a_letter("Zennor Council", files=[("form.docx", b"")]),
        "path in name": a_letter("Abley Council", files=[("../../form.docx", FORM)]),
        "password": a_letter("Bexley Council", files=[("form.pdf", locked_pdf())]),
        "wrong charset": raw_letter(
            "From: a@c.org",
            "Subject: Coxley Council",
            f"Received: by x; {IN_TIME}",
            'Content-Type: text/plain; charset="utf-8"',
            "",
            b"Caf\xe9",
        ),
        "unknown charset": raw_letter(
            "From: a@d.org",
            "Subject: Dudley Council",
            f"Received: by x; {IN_TIME}",
            "Content-Type: text/plain; charset=klingon",
            "",
            "Qapla",
        ),
        "future": a_letter("Emley Council", received="Mon, 10 Feb 2098 12:00:00 +0000"),
        "no zone": raw_letter(
            "From: a@f.org", "Subject: Fawley Council", "Date: Mon, 10 Feb 2014 12:00:00", "", "Hello"
        ),
        "no date": raw_letter("From: a@g.org", "Subject: Gatley Council", "", "Hello"),
        "megabyte": b"X-Trace: " + b"a" * 1_000_000 + b"\n" + a_letter("Henley Council").as_bytes(),
        "empty": a_letter("Ilkley Council", text=""),
        "nobody": a_letter(subject="Our bid", From="Jo <jo@gmail.com>", text="See attached.", files=[("a.pdf", b"a")]),
        "no sender": raw_letter("Subject: Our other bid", f"Received: by x; {IN_TIME}", "", "We apply."),
        "with a reference": a_letter("Keighley Council", subject="DD14-050 Keighley Council"),
        "the same reference": a_letter(
            "Linley Council", subject="DD14-050 Linley Council", received="Mon, 10 Feb 2014 16:45 +0000"
        ),
        "the same again": a_letter(
            "Northmere Council", files=[("form.docx", FORM), ("plan.pdf", b"\0Northmere")], Message_ID="<Northmere@x>"
        ),
        "earlier version": a_letter(
            "Wexcombe Council", received=EARLIER, files=[("form.docx", docx_of(paragraph("old")))]
        ),
        "annex": a_letter(
            "Tarrow Council", files=[("Annex.pdf", b"annex")], received="Mon, 10 Feb 2014 16:50:00 +0000"
        ),
        "late annex": a_letter("Aldersey Council", files=[("Annex.pdf", b"annex")], received=LATE),
        "from in the text": a_letter("Mosley Council", text="Dear panel,\n\nFrom now on we plan.\n"),
    }


@pytest.fixture
def round_path(tmp_path: Path) -> Path:
    (tmp_path / "r.toml").write_text(ROUND, encoding="utf-8")
    assert main(["new", str(tmp_path / "r.ddround"), "--round", str(tmp_path / "r.toml")]) == 0
    return tmp_path / "r.ddround"


def test_sixty_messages_become_the_right_register_and_the_counts_add_up(
    round_path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    named = traps()
    box = an_mbox(tmp_path / "in.mbox", [*honest(), *named.values()])
    capsys.readouterr()

    assert main(["add-applications", str(round_path), str(box), "--json"]) == 0

    document = json.loads(capsys.readouterr().out)
    counts = {name: document[name] for name in ("received", "accepted", "waiting", "set_aside", "added")}
    assert counts == {"received": 60, "accepted": 44, "waiting": 13, "set_aside": 3, "added": 54}
    assert counts["received"] == counts["accepted"] + counts["waiting"] + counts["set_aside"]

    outcomes = dict(zip(named, document["things"][30:], strict=True))
    assert {thing["outcome"] for thing in document["things"][:30]} == {"accepted"}
    assert {name for name, thing in outcomes.items() if thing["outcome"] == "set aside"} == {
        "absence",
        "empty",
        "the same again",
    }
    assert {name for name, thing in outcomes.items() if thing["outcome"] == "waiting"} == {
        "late",
        "late by the clock of another zone",
        "cut short",
        "winmail",
        "zip",
        "zero bytes",
        "future",
        "no date",
        "megabyte",
        "nobody",
        "no sender",
        "the same reference",
        "late annex",
    }
    assert outcomes["late"]["seconds_early"] == -180
    assert outcomes["late by the clock of another zone"]["seconds_early"] == -60
    assert outcomes["in time in another zone"]["seconds_early"] == 60
    assert all(
        any(thing["source"] in note for note in document["notes"]) for thing in outcomes.values() if thing["reasons"]
    )

    with open_store(round_path, writing=False) as store, store.reading() as work:
        applications = {each.lead_authority: each for each in work.applications.all()}
        assert store.damage() == []
    assert len(applications) == len(document["references"]) == 54
    assert applications["Vale of Ménai Council"].received is not None
    assert applications["Rydal Council"].answers[0].text == "It is strong."
    assert [each.name for each in applications["Abley Council"].attachments] == ["form.docx"]
    assert [each.name for each in applications["Tarrow Council"].attachments] == ["form.docx", "plan.pdf", "Annex.pdf"]
    assert applications["Keighley Council"].reference == "DD14-050"
    assert applications["Mosley Council"].answers[-1].text == "Dear panel,\n\nFrom now on we plan."


def test_the_same_mailbox_again_changes_nothing(
    round_path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    box = an_mbox(tmp_path / "in.mbox", [*honest(), *traps().values()])
    assert main(["add-applications", str(round_path), str(box)]) == 0
    with open_store(round_path, writing=False) as store, store.reading() as work:
        before = work.applications.all()
    capsys.readouterr()

    assert main(["add-applications", str(round_path), str(box), "--json"]) == 0

    document = json.loads(capsys.readouterr().out)
    assert [document[name] for name in ("received", "accepted", "waiting", "set_aside", "added")] == [60, 0, 0, 60, 0]
    with open_store(round_path, writing=False) as store, store.reading() as work:
        assert work.applications.all() == before


def test_a_register_says_its_counts_too(round_path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.csv").write_text("Reference,Lead authority\nA1,Northmere\nA2,Tarrow\n")
    capsys.readouterr()

    assert main(["add-applications", str(round_path), str(tmp_path / "a.csv"), "--json"]) == 0

    document = json.loads(capsys.readouterr().out)
    assert document == {
        "added": 2,
        "references": ["A1", "A2"],
        "received": 2,
        "accepted": 2,
        "waiting": 0,
        "set_aside": 0,
        "things": [],
        "notes": [],
    }


def test_what_is_of_no_use_is_refused_and_said(
    round_path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "picture.eml").write_bytes(b"\xff\xd8\xff")
    before = round_path.read_bytes()

    assert main(["add-applications", str(round_path), str(tmp_path / "picture.eml")]) == 2

    assert "picture.eml, set aside: It is not an e-mail, or its head was lost." in capsys.readouterr().out
    assert round_path.read_bytes() == before
