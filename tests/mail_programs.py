"""A mailbox put together by hand from what real mail programs write: their fields, their wrappings and their slips."""

from __future__ import annotations

import base64
import io
import zipfile
from urllib.parse import quote

from tests.documents import docx_of, paragraph
from tests.outlook import winmail

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
RECEIVED = "Received: from mx.example.org by mail.grants.example with ESMTPS; Mon, 3 Feb 2014 10:00:00 +0000"
TO = "To: eoi@grants.example"


def form(authority: str) -> bytes:
    """An application form as a Word document."""
    return docx_of("".join(map(paragraph, ("Lead authority", authority, "Case for change", f"{authority} needs it."))))


def wrapped(content: bytes) -> str:
    """Bytes as they travel."""
    return base64.encodebytes(content).decode().rstrip("\n")


def parts(*pieces: tuple[str, str], boundary: str = "=_part") -> str:
    """A body of parts, each its fields and its content, below the field that announces them."""
    body = "".join(f"\n--{boundary}\n{fields}\n\n{content}\n" for fields, content in pieces)
    return f'MIME-Version: 1.0\nContent-Type: multipart/mixed;\n boundary="{boundary}"\n\n{body}\n--{boundary}--\n'


def attached(name: str, content: bytes, kind: str = WORD) -> tuple[str, str]:
    """An attachment."""
    fields = f'Content-Type: {kind};\n name="{name}"\nContent-Transfer-Encoding: base64\n'
    return fields + f'Content-Disposition: attachment;\n filename="{name}"', wrapped(content)


def message(sender: str, subject: str, rest: str, *fields: str) -> bytes:
    """A message: its head, and the rest from its last fields on."""
    head = (RECEIVED, f"From: {sender}", TO, f"Subject: {subject}", *fields)
    return ("\n".join(head) + "\n" + rest).encode("latin-1")


PLAIN = ("Content-Type: text/plain; charset=us-ascii", "Our bid is attached.")


def outlook_with_exchange() -> bytes:
    """Words in Windows' letters that claim to be Latin 1, beside the same as a web page; lines end as on Windows."""
    words = "Content-Transfer-Encoding: quoted-printable\n\nThe bid costs =80100,000 =96 Ann=92s view.\n"
    latin = f'--_000_\nContent-Type: text/plain; charset="iso-8859-1"\n{words}\n--_000_\n'
    page = "Content-Type: text/html; charset=us-ascii\n\n<p>The bid<o:p></o:p></p>\n--_000_--"
    inner = ('Content-Type: multipart/alternative; boundary="_000_"', latin + page)
    body = parts(inner, attached("EOI.docx", form("Northmere Council")), boundary="_004_B1C2_")
    sender = '"Smith, Ann (Chief Exec\'s Office)" <ann@northmere.example>'
    raw = message(sender, "RE: Northmere Council", body, "Thread-Index: Ac8mKz==", "X-MS-Has-Attach: yes")
    return raw.replace(b"\n", b"\r\n")


def outlook_for_itself() -> bytes:
    """The form in a winmail.dat, which only Outlook opens."""
    packed = winmail([("Wexcombe – EOI.docx", form("Wexcombe Council"))])
    body = parts(PLAIN, attached("winmail.dat", packed, "application/ms-tnef"))
    return message("Bo <bo@wexcombe.example>", "Our bid", body, "X-MS-TNEF-Correlator: <1@x>")


def apple_mail() -> bytes:
    """A form that is shown in the text; its name, with a letter and its accent apart, is written in two other ways."""
    name = quote("Cafe\u0301 EOI.docx")
    twice = f"Content-Disposition: inline;\n filename*=utf-8''{name}\nContent-Type: {WORD};\n name=\"{name}\"\n"
    body = parts(PLAIN, (f"{twice}Content-Transfer-Encoding: base64", wrapped(form("Tarrow Council"))))
    return message("Jo <jo@tarrow.example>", "Tarrow Council", body, "X-Mailer: Apple Mail (2.1827)")


def thunderbird_deleted() -> bytes:
    """A message that was deleted and still lies in the file."""
    rest = "\nSent by mistake, from Aldersey Council.\n"
    return message("Di <di@aldersey.example>", "Aldersey Council", rest, "X-Mozilla-Status: 0009")


def thunderbird_without_its_attachment() -> bytes:
    """A message whose attachment was taken out to save room."""
    left = 'Content-Type: text/plain; name="Deleted: EOI.docx"\nX-Mozilla-Altered: AttachmentDeleted; date="x"'
    body = parts(PLAIN, (left, "You deleted an attachment from this message."))
    return message("Pat <pat@penhallow.example>", "Penhallow Council", body)


def gmail_junk() -> bytes:
    """Junk as an export of everything holds it."""
    return message("Prize <p@spam.example>", "You have won", "\nClick here.\n", "X-Gmail-Labels: Spam,Unread")


def gmail_with_a_name_in_two_lines() -> bytes:
    """The name of a file in pieces, one of them in percent signs."""
    name = "name*0*=utf-8''Eastmarsh%20%E2%80%93;\n name*1=\" form.docx\""
    fields = f"Content-Type: {WORD};\n {name}\nContent-Transfer-Encoding: base64"
    body = parts(PLAIN, (fields, wrapped(form("Eastmarsh Council"))))
    return message("Ed <ed@eastmarsh.example>", "=?UTF-8?B?RWFzdG1hcnNoIENvdW5jaWwg4oCTIEVPSQ==?=", body)


def exchange_away() -> bytes:
    """An absence note, which Exchange calls generated."""
    fields = ("Auto-Submitted: auto-generated", "X-Auto-Response-Suppress: All")
    return message("Di <di@aldersey.example>", "Automatic reply: your bid", "\nI am away.\n", *fields)


def forwarded_as_a_file() -> bytes:
    """A colleague's message with the bid in it as a stream of bytes."""
    inner = message("Kim <kim@calderbrook.example>", "Bid of Calderbrook Council", parts(
        PLAIN, attached("EOI.docx", form("Calderbrook Council")), boundary="inner"
    ))  # fmt: skip
    body = parts(PLAIN, attached("Bid.eml", inner, "application/octet-stream"))
    return message("Colleague <colleague@grants.example>", "FW: for the mailbox", body)


def zipped() -> bytes:
    """A form in an archive made on a Mac, by somebody who writes “From” at the beginning of a line."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("EOI/Form.docx", form("Stourton Council"))
        archive.writestr("__MACOSX/EOI/._Form.docx", b"left behind")
    words = (PLAIN[0], "Dear all,\n\nFrom the outset we wanted this.")
    body = parts(words, attached("EOI.zip", target.getvalue(), "application/zip"))
    return message("Lo <lo@stourton.example>", "Stourton Council", body)


SEPARATORS = (
    b"From - Mon Feb 03 10:00:00 2014\n",
    b"From 1458893049128712345@xxx Mon Feb 03 10:00:00 +0000 2014\n",
    b"From ann@northmere.example Mon Feb  3 10:00:00 2014\n",
)
"""The lines between messages as Thunderbird, Gmail and others write them."""


def mailbox_by_hand() -> bytes:
    """All of them in one file, the lines between them from different programs."""
    letters = (
        outlook_with_exchange(), outlook_for_itself(), apple_mail(), thunderbird_deleted(),
        thunderbird_without_its_attachment(), gmail_junk(), gmail_with_a_name_in_two_lines(), exchange_away(),
        forwarded_as_a_file(), zipped(),
    )  # fmt: skip
    return b"".join(SEPARATORS[at % 3] + letter + b"\n" for at, letter in enumerate(letters))
