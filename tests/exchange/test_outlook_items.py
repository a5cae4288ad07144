"""Messages that were dragged out of Outlook are read as the e-mails they were, whatever Outlook made of them."""

from __future__ import annotations

import struct
import time
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dd_panel.exchange.files import sha256_of
from dd_panel.exchange.intake import Arrival, KeptFile, SetAside, read_content
from dd_panel.exchange.intake.outlook_items import DamagedItemError, as_mail
from dd_panel.exchange.intake.rich_text import text_of_rich_text, unpacked
from tests.compound import compound_of
from tests.documents import docx_of, paragraph
from tests.letters import IN_TIME, a_letter, an_eml, contents, gather, read_one
from tests.outlook_items import (
    BODY,
    CLASS,
    CONTENT_ID,
    DATA,
    DELIVERED,
    FLAGS,
    HEADERS,
    LONG_NAME,
    METHOD,
    MIME,
    PAGE,
    RICH,
    SENDER_SMTP,
    SENT,
    SHORT_NAME,
    SUBJECT,
    Item,
    Properties,
    an_item,
    msg_of,
)

FORM = docx_of(paragraph("Why?", "Heading1") + paragraph("Because."))
PICTURE = b"\x89PNG\r\n\x1a\n"


def read(item: Item) -> Arrival:
    arrival = read_content(msg_of(item), "Bid.msg")
    assert isinstance(arrival, Arrival)
    return arrival


@pytest.mark.parametrize("shift", [9, 12])
@pytest.mark.parametrize("wide", [True, False])
def test_a_message_of_outlook_gives_what_the_same_e_mail_gives(tmp_path: Path, shift: int, *, wide: bool) -> None:
    files = [("Form – café.docx", FORM), ("Annex.bin", bytes(range(256)) * 40), ("empty.txt", b"")]
    raw = msg_of(an_item("Northmere Council", *files), shift=shift, wide=wide)
    (tmp_path / "Bid.msg").write_bytes(raw)
    (found,) = gather(tmp_path / "Bid.msg").arrivals
    mail = read_one(tmp_path, a_letter("Northmere Council", files=files))

    assert (found.sender, found.address, found.subject) == (mail.sender, mail.address, mail.subject)
    assert (found.stamps, found.text, found.forms) == (mail.stamps, mail.text, mail.forms)
    assert (found.files, found.fingerprint, found.doubts) == (mail.files, mail.fingerprint, mail.doubts)
    assert contents(found) == dict(files)
    assert list(found.contents())[-1] == raw
    assert found.original is not None
    assert found.original.name == "Expression of interest from Northmere Council.msg"
    assert not found.damaged


def test_the_head_it_travelled_with_is_believed_before_outlooks_own_notes() -> None:
    head = (
        "Microsoft Mail Internet Headers Version 2.0\r\nReceived: from a by b;\r\n\tTue, 11 Feb 2014 09:00:00 +0100\r\n"
        "From: =?utf-8?Q?Zo=C3=AB?= <zoe@latham.example>\r\nMessage-ID: <7@latham.example>\r\n"
        'Content-Type: multipart/mixed; boundary="old"\r\nAuto-Submitted: auto-replied\r\n'
    )
    found = read(an_item(more={HEADERS: head}))

    assert (found.sender, found.address, found.message_id) == ("Zoë", "zoe@latham.example", "<7@latham.example>")
    assert [(stamp.by, stamp.moment.hour) for stamp in found.stamps] == [("received", 8), ("date", 16)]
    assert found.subject == "Expression of interest from Northmere Council"
    assert found.automatic


@pytest.mark.parametrize(
    ("bodies", "text"),
    [
        ({PAGE: b"<p>Caf\xe9&nbsp;plan</p>", 0x3FDE: 28591}, "Café plan"),
        ({PAGE: "<p>Café</p>"}, "Café"),
        ({PAGE: "<p>Ω</p>".encode(), 0x3FDE: 65001}, "Ω"),
        ({RICH: struct.pack("<IIII", 0, 99, 0x414C454D, 0) + b"{\\rtf1 One\\par Two \\u937?\\'e9}"}, "One\nTwo Ωé"),
        ({}, ""),
    ],
)
def test_without_plain_text_its_web_page_or_rich_text_is_read(bodies: dict[int, str | bytes | int], text: str) -> None:
    known = {ident: value for ident, value in an_item().properties.items() if ident != BODY}
    assert read(Item({**known, **bodies})).text == text


def test_packed_rich_text_is_unpacked() -> None:
    # The two examples of MS-OXRTFCP, 3.1 and 3.2.
    simple = bytes.fromhex(
        "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0"
    )
    crossing = bytes.fromhex("1a0000001c0000004c5a4675e2d44b51410004205758595a0d6e7d010eb0")
    assert unpacked(simple, 1_000) == b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"
    assert unpacked(crossing, 1_000) == b"{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}"
    assert unpacked(crossing, 10) == b"{\\rtf1 WXY"
    assert unpacked(simple[:30], 1_000) == b"{\\rtf1\\ansi\\ansicpg1252"
    assert unpacked(b"short", 1_000) == unpacked(bytes(40), 1_000) == b""


def test_of_a_web_page_within_rich_text_the_words_remain() -> None:
    rich = (
        rb"{\rtf1\ansi\ansicpg1252\fromhtml1{\fonttbl{\f0 Arial;}}{\*\htmltag64 <p>}The bid\{1\} costs \'80100"
        b"\r\n"
        rb"{\*\htmltag72 </p>}\htmlrtf\par\htmlrtf0 \uc2\u-10179\'3f\'3f\u-8704\'3f\'3f done}}"
    )
    assert text_of_rich_text(rich) == "The bid{1} costs €100\n😀 done"


def test_pictures_messages_within_and_what_is_only_a_link_are_each_taken_as_what_they_are() -> None:
    inner = an_item("Tarrow Council", ("Form.docx", FORM))
    deeper = Item(
        {SUBJECT: "FW: theirs", CLASS: "IPM.Note", DELIVERED: an_item().properties[DELIVERED]}, [({METHOD: 5}, inner)]
    )
    item = replace(
        an_item(),
        attachments=[
            ({SHORT_NAME: "logo.png", METHOD: 1, MIME: "image/png", CONTENT_ID: "logo@1", DATA: PICTURE}, None),
            ({METHOD: 5}, deeper),
            ({LONG_NAME: "Plan on a drive.docx", METHOD: 7}, None),
            ({LONG_NAME: "Sheet", METHOD: 6}, {"CONTENTS": b"an object that was embedded"}),
        ],
    )
    found = read(item)

    assert [file.name for file in found.files] == [
        "logo.png", "FW- theirs.eml", "Expression of interest from Tarrow Council.eml", "Form.docx",
    ]  # fmt: skip
    assert [form.file for form in found.forms] == ["Form.docx"]
    assert [(each.subject, each.address) for each in found.forwarded] == [
        ("Expression of interest from Tarrow Council", "jo.field@example.org"), ("FW: theirs", ""),
    ]  # fmt: skip
    assert [doubt.split(" belongs")[0] for doubt in found.doubts] == ["Plan on a drive.docx", "Sheet"]
    assert contents(found)["logo.png"] == PICTURE


def test_a_message_that_was_signed_is_opened_as_it_travelled() -> None:
    signed = (
        b"Content-Type: multipart/signed; boundary=s\r\n\r\n--s\r\nContent-Type: text/plain\r\n\r\nSigned words.\r\n"
        b"--s\r\nContent-Type: application/pkcs7-signature; name=smime.p7s\r\n\r\nSIG\r\n--s--\r\n"
    )
    attached: Properties = {LONG_NAME: "smime.p7m", METHOD: 1, MIME: "multipart/signed", DATA: signed}
    item = Item({**an_item(more={BODY: ""}).properties, CLASS: "IPM.Note.SMIME.MultipartSigned"}, [(attached, None)])

    assert read(item).text == "Signed words."
    assert contents(read(item)) == {"smime.p7s": b"SIG"}


@pytest.mark.parametrize(
    ("properties", "said"),
    [({FLAGS: 0x9}, "It is a draft that was not sent."), ({FLAGS: 0x1}, None)],
)
def test_a_draft_is_told_from_what_was_sent(properties: dict[int, int], said: str | None) -> None:
    found = read(Item({**an_item().properties, **properties}))
    assert found.doubts == ((said,) if said else ())


def test_a_message_that_no_server_noted_has_its_senders_time_or_none() -> None:
    known = {ident: value for ident, value in an_item().properties.items() if ident != DELIVERED}
    assert [stamp.by for stamp in read(Item(known)).stamps] == ["date"]
    del known[SENT], known[SENDER_SMTP]
    found = read(Item(known))
    assert (found.stamps, found.address) == ((), "")


def test_reports_are_told_by_their_class() -> None:
    assert read(Item({**an_item().properties, CLASS: "REPORT.IPM.Note.NDR"})).automatic


def test_names_from_outlook_can_not_leave_their_folder_or_write_fields() -> None:
    names = ["..\\..\\evil.exe", "a\r\nX-Unsent: 1\r\n.pdf", 'quo"te;.pdf', "--.pdf"]
    found = read(an_item("Northmere", *((name, b"x") for name in names), more={SUBJECT: "One\r\nX-Unsent: 1"}))
    assert [file.name for file in found.files] == ["evil.exe", "a X-Unsent- 1.pdf", "quo-te;.pdf", "_.pdf"]
    assert (found.subject, found.doubts) == ("One X-Unsent: 1", ())


def test_the_same_file_becomes_the_same_e_mail_and_files_like_e_mails_stay_whole() -> None:
    mail = as_mail(msg_of(an_item("Northmere", ("one.bin", b"1"))))
    item = an_item("Northmere", ("mail.bin", mail), ("empty.bin", b""))
    assert as_mail(msg_of(item)) == as_mail(msg_of(item))
    assert contents(read(item)) == {"mail.bin": mail, "empty.bin": b""}


def test_a_message_of_outlook_attached_to_an_e_mail_is_kept_and_opened(tmp_path: Path) -> None:
    raw = msg_of(an_item("Tarrow Council", ("Form.docx", FORM)))
    found = read_one(tmp_path, a_letter(subject="FW: bid", files=[("Bid.msg", raw), ("Not one.msg", raw[:900])]))

    assert list(contents(found)) == ["Bid.msg", "Form.docx", "Not one.msg"]
    assert contents(found)["Bid.msg"] == raw
    assert [each.subject for each in found.forwarded] == ["Expression of interest from Tarrow Council"]
    assert found.doubts == ("Not one.msg is a damaged item of Outlook; ask the sender for it once more.",)


def test_a_message_that_calls_itself_an_item_of_outlook_or_stands_for_nothing_loses_no_file(tmp_path: Path) -> None:
    torn = msg_of(an_item("Tarrow Council", ("Form.docx", FORM)))[:3_000]
    letter = a_letter(subject="FW: bid", files=[("Plan.pdf", b"%PDF-plan")])
    next(letter.iter_attachments())["X-Not-Taken-Out"] = "yes"
    letter.add_attachment(torn, maintype="application", subtype="octet-stream", filename="theirs.msg")

    assert contents(read_one(tmp_path, letter)) == {"Plan.pdf": b"%PDF-plan", "theirs.msg": torn}


def test_in_folders_it_is_a_message_beside_the_others_and_an_applications_letter(tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    an_eml(inbox / "Tarrow.eml", a_letter("Tarrow Council", received=IN_TIME))
    (inbox / "Northmere.msg").write_bytes(msg_of(an_item("Northmere Council")))
    (inbox / "broken.msg").write_bytes(msg_of(an_item())[:700])
    gathered = gather(inbox)
    assert [each.source for each in gathered.arrivals] == ["Northmere.msg", "Tarrow.eml"]
    assert [(each.source, each.reason) for each in gathered.aside] == [
        ("broken.msg", "It is no message of Outlook, or is damaged; open it in Outlook, and save it again.")
    ]

    bid = tmp_path / "bids" / "DD-007"
    bid.mkdir(parents=True)
    (bid / "letter.msg").write_bytes(msg_of(an_item("Latham", ("Form.docx", FORM))))
    (bid / "costs.csv").write_bytes(b"a,b")
    (arrival,) = gather(tmp_path / "bids").arrivals
    assert (arrival.label, arrival.address) == ("DD-007", "jo.field@example.org")
    assert list(contents(arrival)) == ["costs.csv", "letter.msg", "Form.docx"]


@pytest.mark.parametrize(
    "content",
    [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", compound_of({"WordDocument": b"old document"}), msg_of(an_item())[:2_000]],
)
def test_what_is_no_message_is_set_aside(content: bytes) -> None:
    found = read_content(content, "Bid.msg")
    assert isinstance(found, SetAside)
    assert "no message of Outlook" in found.reason


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=5_000)
@given(st.data())
def test_no_bytes_upset_the_reader_or_make_it_slow(data: st.DataObject) -> None:
    packed = struct.pack("<IIII", 0, 9_999, 0x75465A4C, 0) + bytes(99)
    inner = an_item("Tarrow", ("a.bin", bytes(5_000)), more={RICH: packed})
    raw = bytearray(msg_of(replace(an_item("N", ("b.bin", b"b")), attachments=[({METHOD: 5}, inner)])))
    for _change in range(data.draw(st.integers(1, 6))):
        raw[data.draw(st.integers(8, len(raw) - 1))] = data.draw(st.integers(0, 255))
    torn = bytes(raw[: data.draw(st.integers(0, len(raw)))]) if data.draw(st.booleans()) else bytes(raw)

    found = read_content(torn, "Bid.msg")
    assert isinstance(found, (Arrival, SetAside))
    if isinstance(found, Arrival):
        assert list(found.contents())[-1] == torn
    around = read_content(a_letter(files=[("Bid.msg", torn)]).as_bytes(), "around.eml")
    assert isinstance(around, Arrival)
    assert around.files[0] == KeptFile("Bid.msg", sha256_of(torn), len(torn))


def test_streams_that_share_their_bytes_are_not_written_out_again_and_again() -> None:
    """A hundred attachments that all point to the same megabyte would be a hundred megabytes."""
    files = [("same.bin", bytes(1_000_000)), *((f"{number}.bin", b"x" * 5_000) for number in range(100))]
    raw = msg_of(an_item("N", *files))
    entry = struct.pack("<I", 5_000).ljust(8, b"\0")
    shared = raw.index(struct.pack("<Q", 1_000_000))
    hostile = raw.replace(entry, raw[shared : shared + 8])
    at = raw[shared - 4 : shared]
    pieces = hostile.split(raw[shared : shared + 8])
    hostile = raw[shared : shared + 8].join([piece[:-4] + at for piece in pieces[:-1]] + pieces[-1:])
    assert len(hostile) == len(raw)

    began = time.process_time()
    assert isinstance(read_content(hostile, "Bid.msg"), SetAside)
    assert time.process_time() - began < 5


def test_messages_within_messages_without_end_are_told() -> None:
    item = an_item()
    for _level in range(20):
        item = replace(an_item(), attachments=[({LONG_NAME: "deeper", METHOD: 5}, item)])
    found = read(item)
    assert len(found.forwarded) == 15
    assert "deeper belongs to an item of Outlook" in found.doubts[0]
    for _level in range(20):
        item = replace(an_item(), attachments=[({METHOD: 5}, item)])
    with pytest.raises(DamagedItemError):
        as_mail(msg_of(item))


def test_a_head_of_a_million_fields_is_read_as_far_as_an_honest_one_goes() -> None:
    began = time.process_time()
    found = read(an_item(more={HEADERS: "X: y\r\n z\r\n" * 1_000_000}))
    assert time.process_time() - began < 5
    assert (found.address, len(found.stamps)) == ("jo.field@example.org", 2)


def test_unknown_headers_and_properties_are_no_trouble() -> None:
    found = read(an_item(more={HEADERS: "no field at all\r\n\r\n: empty\r\n" + "x" * 2_000, 0x8001: 7, 0x0FFF: b"id"}))
    assert found.subject == "Expression of interest from Northmere Council"
