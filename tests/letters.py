"""Writes e-mails and mailboxes for tests: honest ones, and those that arrive in real life."""

from __future__ import annotations

import mailbox
from collections.abc import Iterable, Sequence
from email.message import EmailMessage
from email.policy import SMTP, Policy, compat32, default
from pathlib import Path

from dd_panel.exchange.intake import Arrival, Gathered, read_sources

File = tuple[str, bytes]
IN_TIME = "Mon, 10 Feb 2014 16:38:00 +0000"
LATE = "Mon, 10 Feb 2014 17:03:00 +0000"


def a_letter(
    authority: str = "Northmere Council",
    *,
    subject: str | None = None,
    text: str = "Please find our form attached.\n",
    files: Sequence[File] = (),
    received: str | None = IN_TIME,
    **fields: str,
) -> EmailMessage:
    """An expression of interest as a mail program writes it; further fields by name, `Message_ID` and the like."""
    letter = EmailMessage(policy=default)
    if received:
        letter["Received"] = f"from mx.example.org by mail.example.gov.uk with ESMTP id 1; {received}"
        letter["Date"] = received
    letter["From"] = fields.pop("From", "Jo Field <jo.field@example.org>")
    letter["To"] = "challenge@example.gov.uk"
    letter["Subject"] = f"Expression of interest from {authority}" if subject is None else subject
    for name, value in fields.items():
        letter[name.replace("_", "-")] = value
    letter.set_content(text)
    for name, content in files:
        letter.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return letter


def raw_letter(*lines: str | bytes, ending: bytes = b"\n") -> bytes:
    """A message written by hand, line by line."""
    return b"".join((line if isinstance(line, bytes) else line.encode()) + ending for line in lines)


def an_mbox(path: Path, letters: Iterable[EmailMessage | bytes]) -> Path:
    """A mailbox of these messages, written by the standard library."""
    box = mailbox.mbox(path)
    for letter in letters:
        box.add(letter if isinstance(letter, bytes) else letter.as_bytes(policy=_plain(letter)))
    box.close()
    return path


def _plain(letter: EmailMessage) -> Policy:
    return letter.policy.clone(max_line_length=0) if letter.policy is not compat32 else SMTP


def an_eml(path: Path, letter: EmailMessage | bytes) -> Path:
    """A message saved as a file."""
    path.write_bytes(letter if isinstance(letter, bytes) else letter.as_bytes())
    return path


def read_one(folder: Path, letter: EmailMessage | bytes) -> Arrival:
    """The only message of a file, read."""
    gathered = read_sources([an_eml(folder / "letter.eml", letter)])
    assert gathered.aside == []
    (arrival,) = gathered.arrivals
    return arrival


def gather(*paths: Path) -> Gathered:
    """Everything in these sources."""
    return read_sources(paths)


def contents(arrival: Arrival) -> dict[str, bytes]:
    """The files of an arrival by their names, read once more from its source."""
    expected = [*arrival.files, *([arrival.original] if arrival.original else [])]
    read = dict(zip((file.name for file in expected), arrival.contents(), strict=True))
    return {file.name: read[file.name] for file in arrival.files}
