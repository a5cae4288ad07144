"""What mail programs leave on and in messages: their own marks, attachments taken out, messages saved as files."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.letters import a_letter, contents, raw_letter, read_one


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("X-Mozilla-Status", "0009", "deleted in the mail program"),
        ("X-Mozilla-Status", "0001", None),
        ("X-Mozilla-Status", "none", None),
        ("X-Status", "D", "deleted in the mail program"),
        ("X-Gmail-Labels", "Spam,Unread", "Gmail keeps it under “Spam”"),
        ("X-Gmail-Labels", "=?UTF-8?Q?Bin,Opened?=", "Gmail keeps it under “Bin”"),
        ("X-Gmail-Labels", "Sent", "Gmail keeps it under “Sent”"),
        ("X-Gmail-Labels", "Inbox,Sent", None),
        ("X-Gmail-Labels", "Archived,Expressions of interest", None),
    ],
)
def test_what_its_mail_program_has_against_a_message_is_said(
    tmp_path: Path, field: str, value: str, said: str | None
) -> None:
    letter = a_letter()
    letter[field] = value
    doubts = read_one(tmp_path, letter).doubts

    assert len(doubts) == (said is not None)
    assert said is None or said in doubts[0]


@pytest.mark.parametrize(
    ("subject", "fields", "automatic"),
    [
        ("Automatic reply: Expression of interest", {"Auto-Submitted": "auto-generated"}, True),
        ("Expression of interest", {"Auto-Submitted": "auto-generated"}, False),
        ("Closed", {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}, True),
        ("Out of office support", {}, False),
        ("Away", {"X-Autoreply": "yes"}, True),
    ],
)
def test_absence_notes_of_exchange_are_told_from_what_a_scanner_or_a_web_form_sends(
    tmp_path: Path, subject: str, fields: dict[str, str], automatic: bool
) -> None:
    letter = a_letter(subject=subject)
    for name, value in fields.items():
        letter[name] = value
    assert read_one(tmp_path, letter).automatic is automatic


def test_an_attachment_that_was_taken_out_in_thunderbird_is_missed_and_said(tmp_path: Path) -> None:
    stub = "You deleted an attachment from this message."
    letter = raw_letter(
        "From: jo@example.org", "Subject: Our bid", 'Content-Type: multipart/mixed; boundary="b"', "",
        "--b", "Content-Type: text/plain", "", "Attached.",
        "--b", 'Content-Type: text/plain; name="Deleted: Form.docx"',
        'X-Mozilla-Altered: AttachmentDeleted; date="Mon Feb 10 11:00:00 2014"', "", stub,
        "--b--",
    )  # fmt: skip
    arrival = read_one(tmp_path, letter)

    assert contents(arrival) == {"Form.docx.txt": stub.encode()}
    assert arrival.doubts == ("Form.docx was removed from the message in the mail program; only its name is left.",)
    assert arrival.remarks == ()


def test_a_saved_message_that_is_attached_as_a_plain_file_is_opened(tmp_path: Path) -> None:
    inner = a_letter("Tarrow Council", text="From Tarrow.\n", files=[("Form.pdf", b"%PDF-form")]).as_bytes()
    outer = a_letter(subject="FW: for you", files=[("Tarrow.eml", inner), ("Not one.eml", b"just words")])

    arrival = read_one(tmp_path, outer)

    assert list(contents(arrival)) == ["Tarrow.eml", "Form.pdf", "Not one.eml"]
    assert [(each.subject, each.text) for each in arrival.forwarded] == [
        ("Expression of interest from Tarrow Council", "From Tarrow.")
    ]


def test_an_item_of_outlook_and_a_document_of_another_kind_are_said(tmp_path: Path) -> None:
    files = [("Bid.msg", bytes.fromhex("d0cf11e0a1b11ae1")), ("Form.doc", bytes.fromhex("d0cf11e0a1b11ae1"))]
    arrival = read_one(tmp_path, a_letter(files=files))

    assert contents(arrival) == dict(files)
    assert "Bid.msg is a damaged item of Outlook" in arrival.doubts[0]
    assert arrival.remarks == (
        "Form.doc is a document whose answers can't be read here; only .docx, .odt and PDF can.",
    )
