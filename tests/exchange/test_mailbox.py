"""Messages as they arrive in real life: every file byte for byte under its own name, every word in its letters."""

from __future__ import annotations

import base64
import zipfile
from datetime import UTC, datetime
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path

import pytest

from dd_panel.exchange.intake import Arrival, believed
from tests.documents import docx_of, lines, locked_pdf, paragraph, pdf_of
from tests.letters import a_letter, an_eml, contents, gather, raw_letter, read_one

FORM = b"%PDF-1.7\r\n\x00\xff\n>From the form\n"
NOW = datetime(2014, 2, 11, 9, 0, tzinfo=UTC)


def names(arrival: Arrival) -> list[str]:
    return [file.name for file in arrival.files]


def test_an_ordinary_message_gives_sender_subject_words_and_files(tmp_path: Path) -> None:
    arrival = read_one(
        tmp_path, a_letter(files=[("Form.pdf", FORM), ("Annex.bin", bytes(range(256)))], Message_ID="<1@example.org>")
    )

    assert (arrival.sender, arrival.address) == ("Jo Field", "jo.field@example.org")
    assert arrival.subject == "Expression of interest from Northmere Council"
    assert arrival.message_id == "<1@example.org>"
    assert arrival.text == "Please find our form attached."
    assert contents(arrival) == {"Form.pdf": FORM, "Annex.bin": bytes(range(256))}
    assert not arrival.damaged


@pytest.mark.parametrize(
    ("field", "name"),
    [
        ("filename*=utf-8''%C3%9Cbersicht%20%E2%80%93%20Kent.pdf", "Übersicht – Kent.pdf"),
        ("filename*0*=utf-8''Caf%C3%A9;\n filename*1*=%20plan;\n filename*2=.pdf", "Café plan.pdf"),
        ('filename="=?utf-8?B?w5xiZXJzaWNodC5wZGY=?="', "Übersicht.pdf"),
        ('filename="=?windows-1252?Q?Ca?=\n =?windows-1252?Q?f=E9.pdf?="', "Café.pdf"),
        ("filename=plain name.pdf", "plain name.pdf"),
        ('filename="C:\\\\Letters\\\\in\\\\Form.pdf"', "Form.pdf"),
        ('filename="../../etc/passwd"', "passwd"),
        ('filename="..\\\\..\\\\evil.exe"', "evil.exe"),
        ('filename="CON.pdf"', "_CON.pdf"),
        ('filename="what?.pdf"', "what.pdf"),
        ('filename="' + "long" * 100 + '.docx"', "long" * 30 + ".docx"),
        ("filename=", "Attachment 1.pdf"),
        ('filename="///"', "Attachment 1.pdf"),
    ],
)
def test_names_are_decoded_and_made_safe(tmp_path: Path, field: str, name: str) -> None:
    raw = raw_letter(
        "From: a@b.c",
        "Content-Type: application/pdf",
        f"Content-Disposition: attachment; {field}",
        "Content-Transfer-Encoding: base64",
        "",
        base64.encodebytes(FORM),
    )

    assert contents(read_one(tmp_path, raw)) == {name: FORM}


def test_two_files_of_one_name_are_both_kept(tmp_path: Path) -> None:
    arrival = read_one(tmp_path, a_letter(files=[("form.pdf", b"one"), ("Form.PDF", b"two"), ("form.pdf", b"three")]))

    assert contents(arrival) == {"form.pdf": b"one", "Form (2).PDF": b"two", "form (3).pdf": b"three"}


def test_pictures_in_the_text_and_files_without_bytes_are_kept(tmp_path: Path) -> None:
    letter = a_letter(text="Plain.")
    letter.add_alternative("<p>Plain.<img src='cid:logo'></p>", subtype="html")
    page = letter.get_payload(1)
    assert isinstance(page, EmailMessage)
    page.add_related(b"\x89PNG logo", "image", "png", cid="<logo>")
    letter.add_attachment(b"", maintype="application", subtype="pdf", filename="empty.pdf")

    arrival = read_one(tmp_path, letter)

    assert arrival.text == "Plain."
    assert contents(arrival) == {"Picture 1.png": b"\x89PNG logo", "empty.pdf": b""}
    assert arrival.doubts == ("empty.pdf is empty (0 bytes).",)


def test_a_message_within_a_message_is_kept_whole_and_opened(tmp_path: Path) -> None:
    inner = a_letter("Tarrow Council", subject="Our bid / form", text="From Tarrow.", files=[("Form.pdf", FORM)])
    outer = a_letter(subject="FW: bid", text="See below.")
    outer.add_attachment(inner)

    arrival = read_one(tmp_path, outer)

    assert names(arrival) == ["Our bid - form.eml", "Form.pdf"]
    assert contents(arrival)["Form.pdf"] == FORM
    assert b"Subject: Our bid / form" in contents(arrival)["Our bid - form.eml"]
    assert [(each.subject, each.address, each.text) for each in arrival.forwarded] == [
        ("Our bid / form", "jo.field@example.org", "From Tarrow.")
    ]


@pytest.mark.parametrize(
    ("charset", "content", "said"),
    [
        ("utf-8", "Café – £5".encode(), True),
        ("utf-8", "Café – £5".encode("cp1252"), False),
        ("iso-8859-1", "Café – £5".encode("cp1252"), True),
        ("us-ascii", "Café – £5".encode(), True),
        ("x-unknown", "Café – £5".encode(), False),
        ("utf-16", "Café – £5".encode("utf-16"), True),
        ("utf-7", "Café – £5".encode("utf-7"), True),
        ("punycode", "Café – £5".encode(), False),
        ("\x00", "Café – £5".encode(), False),
    ],
)
def test_words_are_read_whatever_charset_they_claim(tmp_path: Path, charset: str, content: bytes, said: bool) -> None:
    raw = raw_letter(
        "From: a@b.c", f'Content-Type: text/plain; charset="{charset}"', "Content-Transfer-Encoding: base64", ""
    )

    arrival = read_one(tmp_path, raw + base64.encodebytes(content))

    assert arrival.text == "Café – £5"
    assert (arrival.remarks == ()) is said


def test_a_message_that_is_only_a_web_page_is_read(tmp_path: Path) -> None:
    page = (
        "<html><head><style>p{}</style></head><body><p>Dear&nbsp;panel,</p><p>we <b>apply</b>.<br>Jo</p></body></html>"
    )
    letter = a_letter()
    letter.set_content(page, subtype="html")

    assert read_one(tmp_path, letter).text == "Dear panel,\n\nwe apply.\nJo"


@pytest.mark.parametrize("ending", [b"\n", b"\r\n"])
def test_a_message_is_the_same_with_either_kind_of_line(tmp_path: Path, ending: bytes) -> None:
    letter = a_letter(files=[("a.pdf", FORM), ("b.pdf", b"x" * 5000)])
    raw = letter.as_bytes().replace(b"\r\n", b"\n").replace(b"\n", ending)

    assert contents(read_one(tmp_path, raw)) == {"a.pdf": FORM, "b.pdf": b"x" * 5000}


def test_a_crowd_of_fields_does_not_hide_who_wrote_and_when(tmp_path: Path) -> None:
    crowd = b"".join(b"X-%d: y\n" % number for number in range(20_000))
    arrival = read_one(tmp_path, crowd + a_letter("Kent County Council", files=[("a.pdf", FORM)]).as_bytes())

    assert "Kent County Council" in arrival.subject
    assert (len(arrival.stamps) > 0, contents(arrival), arrival.damaged) == (True, {"a.pdf": FORM}, True)


def test_a_header_of_a_megabyte_hides_nothing(tmp_path: Path) -> None:
    letter = a_letter(files=[("a.pdf", FORM)]).as_bytes()
    arrival = read_one(
        tmp_path, b"X-Long: " + b"=?utf-8?q?" * 100_000 + b"\nSubject: Long " + b"y" * 1_000_000 + b"\n" + letter
    )

    assert contents(arrival) == {"a.pdf": FORM}
    assert arrival.subject.startswith("Long yyy")
    assert arrival.damaged


@pytest.mark.parametrize(
    ("wrapped", "sound"),
    [
        (b"aGVsbG8gd29ybGQ=", True),
        (b"aGVs\r\nbG8gd29ybGQ=\r\n\r\n", True),
        (b"aGVsbG8gd29ybGQ", False),
        (b"aGVsbG8g*d29y!bGQ=", False),
        (b"aGVsbG8gd29ybGQ=\n-- \nA list's footer", False),
        (b"aGVsbG8gdw==\nb3JsZA==", True),
    ],
)
def test_base64_is_unwrapped_as_far_as_it_goes(tmp_path: Path, wrapped: bytes, sound: bool) -> None:
    head = raw_letter("From: a@b.c", "Content-Type: application/x; name=f.bin", "Content-Transfer-Encoding: base64", "")

    arrival = read_one(tmp_path, head + wrapped)

    assert contents(arrival) == {"f.bin": b"hello world"}
    assert arrival.damaged is not sound


def test_older_wrappings_are_unwrapped(tmp_path: Path) -> None:
    head = raw_letter(
        "From: a@b.c", "Content-Type: application/x; name=f.bin", "Content-Transfer-Encoding: x-uuencode", ""
    )
    wrapped = b"begin 644 f.bin\n+:&5L;&\\@=V]R;&0 \n`\nend\n"
    assert contents(read_one(tmp_path, head + wrapped)) == {"f.bin": b"hello world"}

    head = head.replace(b"x-uuencode", b"quoted-printable")
    assert contents(read_one(tmp_path, head + b"hello=20=\nworld=0A")) == {"f.bin": b"hello world\n"}

    head = head.replace(b"quoted-printable", b"x-nobody-knows")
    arrival = read_one(tmp_path, head + b"hello world")
    assert contents(arrival) == {"f.bin": b"hello world"}
    assert arrival.damaged


@pytest.mark.parametrize("ending", [b"\n", b"\r\n"])
def test_files_written_out_among_the_words_are_taken_out_of_them(tmp_path: Path, ending: bytes) -> None:
    head = raw_letter("From: a@b.c", "Content-Type: text/plain", "", "Our bid:", "", ending=ending)
    wrapped = ending.join([b"begin 644 Our bid.bin", b"+:&5L;&\\@=V]R;&0 ", b"`", b"end", b""])
    whole = read_one(tmp_path, head + wrapped + ending + wrapped + b"Yours")
    cut = read_one(tmp_path, head + wrapped.partition(b"`")[0])
    prose = read_one(tmp_path, head + b"We\nbegin 644 visits\nto people at home.\nend")

    assert contents(whole) == {"Our bid.bin": b"hello world", "Our bid (2).bin": b"hello world"}
    assert (whole.text.split(), whole.damaged) == (["Our", "bid:", "Yours"], False)
    assert (contents(cut)["Our bid.bin"], cut.damaged) == (b"hello world", True)
    assert (contents(prose), "begin 644 visits" in prose.text) == ({}, True)


def test_an_invitation_out_of_a_calendar_is_no_application_for_certain(tmp_path: Path) -> None:
    invited = a_letter("Kent County Council", text="Join us.")
    invited.add_alternative("BEGIN:VCALENDAR\nEND:VCALENDAR\n", subtype="calendar")
    assert "It is an invitation out of a calendar, and holds no document." in read_one(tmp_path, invited).doubts

    sent = a_letter("Kent County Council", files=[("a.pdf", FORM)])
    sent.add_attachment("BEGIN:VCALENDAR\nEND:VCALENDAR\n", subtype="calendar", filename="visit.ics")
    assert read_one(tmp_path, sent).doubts == ()


def test_a_message_that_was_cut_short_is_kept_whole_as_well(tmp_path: Path) -> None:
    raw = a_letter(files=[("a.pdf", FORM * 100)]).as_bytes()[:-200]
    arrival = read_one(tmp_path, raw)

    assert arrival.damaged
    assert arrival.original is not None
    assert list(arrival.contents())[-1] == raw
    assert "The message is malformed or was cut short; it is kept whole as well." in arrival.doubts


def test_a_small_file_whose_boundary_was_lost_is_no_remark(tmp_path: Path) -> None:
    """The line between the words and the file is gone, so that the file lies behind the end of the words."""
    letter = a_letter()
    letter.add_alternative("<p>Please find our form attached.</p>", subtype="html")
    letter.add_attachment(b"a small form", maintype="application", subtype="octet-stream", filename="a.bin")
    raw = letter.as_bytes()
    head, words, file = raw.split(f"--{letter.get_boundary()}\n".encode())

    arrival = read_one(tmp_path, head + f"--{letter.get_boundary()}\n".encode() + words + file)

    assert contents(arrival) == {}
    assert "The message is malformed or was cut short; it is kept whole as well." in arrival.doubts


def test_parts_without_end_and_within_each_other_are_taken_apart_only_so_far(tmp_path: Path) -> None:
    deep = raw_letter(
        "From: a@b.c", *(f'Content-Type: multipart/mixed; boundary="{n}"\n\n--{n}' for n in range(200)), "", "x"
    )
    wide = raw_letter("From: a@b.c", 'Content-Type: multipart/mixed; boundary="n"', "", *["--n\n\nx"] * 20_000, "--n--")

    for raw in (deep, wide):
        arrival = read_one(tmp_path, raw)
        assert list(arrival.contents())[-1] == raw


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        (["Received: by x; Mon, 10 Feb 2014 17:03 GMT", "Date: Mon, 10 Feb 2014 16:58 GMT"], "2014-02-10T17:03+00:00"),
        (["Received: by x; Mon, 10 Feb 2014 18:03:00 +0100 (CET)"], "2014-02-10T17:03+00:00"),
        (["Received: by x; Fri, 1 Aug 2014 17:03:00 +0100"], "2014-08-01T17:03+01:00"),
        (["Date: Mon, 10 Feb 2014 16:58:00"], "2014-02-10T16:58+00:00"),
        (["Date: 10 Feb 14 16:58 -0000"], "2014-02-10T16:58+00:00"),
        (["Received: by x; Mon, 10 Feb 2099 17:03 GMT", "Date: Mon, 10 Feb 2014 16:58 GMT"], "2014-02-10T16:58+00:00"),
        (["Received: no date at all", "Date: yesterday"], None),
        (["Date: Thu, 1 Jan 1970 00:00:00 +0000"], None),
        (["Date: Mon, 99 Feb 99999 77:88:99 +9999"], None),
        ([], None),
    ],
)  # fmt: skip
def test_the_time_of_receipt_is_the_servers_else_the_senders(
    tmp_path: Path, fields: list[str], expected: str | None
) -> None:
    arrival = read_one(tmp_path, raw_letter("From: a@b.c", *fields, "", "Hello"))
    found = believed(arrival.stamps, datetime(2014, 9, 1, tzinfo=UTC))

    assert (found.moment.isoformat(timespec="minutes") if found else None) == expected


def test_forms_are_read_and_what_can_t_be_read_is_said(tmp_path: Path) -> None:
    files = [
        ("form.docx", docx_of(paragraph("Why?", "Heading1") + paragraph("Because."))),
        ("form.pdf", pdf_of(lines("Why?", "So."))),
        ("locked.pdf", locked_pdf()),
        ("torn.docx", docx_of(paragraph("x"))[:300]),
        ("old.docx", bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le")),
        ("blank.docx", docx_of("")),
    ]
    arrival = read_one(tmp_path, a_letter(files=files))

    assert [(form.file, [(block.text, block.heading) for block in form.blocks]) for form in arrival.forms] == [
        ("form.docx", [("Why?", True), ("Because.", False)]),
        ("form.pdf", [("Why?", False), ("So.", False)]),
    ]
    assert [remark.split(" ")[0] for remark in arrival.remarks] == [
        "locked.pdf", "torn.docx", "old.docx", "blank.docx",
    ]  # fmt: skip
    assert "password" in arrival.remarks[0]
    assert "password" in arrival.remarks[2]


def odt_of(body: str, manifest: str = "") -> bytes:
    target = BytesIO()
    spaces = "".join(f' xmlns:{each}="urn:oasis:names:tc:opendocument:xmlns:{each}:1.0"' for each in ("office", "text"))
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("META-INF/manifest.xml", f"<manifest>{manifest}</manifest>")
        content = f"<office:document-content{spaces}><office:text>{body}</office:text></office:document-content>"
        archive.writestr("content.xml", content)
    return target.getvalue()


def test_an_opendocument_form_is_read(tmp_path: Path) -> None:
    struck = "<text:tracked-changes><text:p>Struck out</text:p></text:tracked-changes>"
    words = "Be<text:span>cause</text:span><text:s/>of<text:line-break/>costs.<text:note>1</text:note>"
    item = f"<text:list><text:list-item><text:p>{words}</text:p></text:list-item></text:list>"
    files = [
        ("form.odt", odt_of(f"{struck}<text:h>Why?</text:h>{item}")),
        ("locked.odt", odt_of("", "<encryption-data/>")),
        ("torn.odt", odt_of("<text:p>a</text:p>")[:200]),
        ("none.odt", odt_of("<text:p/>")),
    ]
    arrival = read_one(tmp_path, a_letter(files=files))

    assert [(form.file, [(block.text, block.heading) for block in form.blocks]) for form in arrival.forms] == [
        ("form.odt", [("Why?", True), ("Because of\ncosts.", False)])
    ]
    assert [remark.split(" ")[0] for remark in arrival.remarks] == ["locked.odt", "torn.odt", "none.odt"]
    assert "password" in arrival.remarks[0]


def test_what_is_no_message_is_set_aside_with_its_reason(tmp_path: Path) -> None:
    an_eml(tmp_path / "picture.eml", b"\xff\xd8\xff\xe0 JFIF")
    an_eml(tmp_path / "nothing.eml", b"")
    an_eml(tmp_path / "good.eml", a_letter())

    gathered = gather(tmp_path)

    assert [(each.source, each.reason) for each in gathered.aside] == [
        ("nothing.eml", "It is empty (0 bytes)."),
        ("picture.eml", "It is not an e-mail, or its head was lost."),
    ]
    assert gathered.received == 3


def test_the_same_content_has_the_same_fingerprint_whatever_its_way(tmp_path: Path) -> None:
    one = read_one(tmp_path, a_letter(files=[("a.pdf", FORM)], Message_ID="<1@example.org>"))
    two = read_one(
        tmp_path,
        a_letter(files=[("a.pdf", FORM)], Message_ID="<2@example.org>", received="Tue, 11 Feb 2014 09:00 +0000"),
    )
    three = read_one(tmp_path, a_letter(files=[("a.pdf", FORM + b".")], Message_ID="<1@example.org>"))

    assert one.fingerprint == two.fingerprint != three.fingerprint


def test_an_absence_note_and_a_report_are_known_as_such(tmp_path: Path) -> None:
    away = a_letter(subject="Out of office")
    away["Auto-Submitted"] = "auto-replied"
    assert read_one(tmp_path, away).automatic

    away.add_attachment(FORM, maintype="application", subtype="pdf", filename="form.pdf")
    assert not read_one(tmp_path, away).automatic
