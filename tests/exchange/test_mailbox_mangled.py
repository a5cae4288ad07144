"""Messages mangled in every way that mail systems know: none stops the reading, and no file's bytes are lost."""

from __future__ import annotations

import base64
import re
from email import message_from_bytes
from email.message import EmailMessage, Message
from functools import partial

from hypothesis import given
from hypothesis import strategies as st

from dd_panel.exchange.intake import Arrival, SetAside
from dd_panel.exchange.intake.letters import Pocket, read_letter
from tests.letters import a_letter

FILES = st.lists(
    st.tuples(
        st.text(alphabet="abü–é /\\.\"';=?*%\n", min_size=0, max_size=30).map(lambda name: re.sub(r"\n", "", name)),
        st.binary(max_size=200).map(lambda content: b"\0" + content),
    ),
    max_size=4,
)
CHANGES = st.lists(
    st.tuples(st.sampled_from(["cut", "drop a line", "double a line", "insert", "blank a line"]), st.floats(0, 1)),
    max_size=3,
)


def read(raw: bytes) -> Arrival | SetAside:
    return read_letter(lambda: raw, "a message", Pocket(0))


@st.composite
def letters(draw: st.DrawFn) -> EmailMessage:
    letter = a_letter(text=draw(st.text(alphabet="ab\n-=é", max_size=60)), files=[])
    if draw(st.booleans()):
        letter.add_alternative("<p>words</p>", subtype="html")
    for name, content in draw(FILES):
        letter.add_attachment(content, maintype="application", subtype="x-thing", filename=name or None)
    if draw(st.booleans()):
        inner = a_letter(subject="inner", files=[("inner.bin", b"\0inner")])
        letter.add_attachment(inner)
    return letter


def leaves(message: Message) -> list[bytes]:
    """The files of a message as the standard library finds them."""
    found = []
    for part in message.walk():
        if part.get_content_maintype() == "application":
            payload = part.get_payload(decode=True)
            assert isinstance(payload, bytes)
            found.append(payload)
    return found


@given(letter=letters())
def test_a_sound_message_gives_what_the_standard_library_finds(letter: EmailMessage) -> None:
    raw = letter.as_bytes()
    arrival = read(raw)

    assert isinstance(arrival, Arrival)
    assert not arrival.damaged
    contents = list(arrival.contents())
    assert contents[-1] == raw
    assert [content for content in contents[:-1] if content.startswith(b"\0")] == leaves(message_from_bytes(raw))
    assert len({file.name.casefold() for file in arrival.files}) == len(arrival.files)
    assert not any(set('/\\<>:"|?*\0\n') & set(file.name) for file in arrival.files)


@given(letter=letters(), changes=CHANGES, junk=st.binary(max_size=40))
def test_a_mangled_message_is_read_or_kept_whole(
    letter: EmailMessage, changes: list[tuple[str, float]], junk: bytes
) -> None:
    raw = letter.as_bytes()
    files = leaves(message_from_bytes(raw))
    head = raw.index(b"\n\n")
    for change, where in changes:
        raw = mangled(raw, change, where, junk)

    arrival = read(raw)

    if isinstance(arrival, SetAside):
        assert b"From:" not in raw[:head] or changes
        return
    contents = list(arrival.contents())
    assert contents[-1] == raw
    assert len(contents) == len(arrival.files) + 1
    if not arrival.damaged:
        held = b"".join([*contents[:-1], arrival.text.encode()])
        plain = re.sub(rb"\s", b"", held)
        for content in files:
            still_there = base64.b64encode(content) in re.sub(rb"\s", b"", raw)
            assert not still_there or content in contents or base64.b64encode(content) in plain


def mangled(raw: bytes, change: str, where: float, junk: bytes) -> bytes:
    """The message after something happened to it, though never within the wrapped bytes of a file."""
    lines = raw.split(b"\n")
    wrapped = re.compile(rb"[A-Za-z0-9+/]{2,}={0,2}")
    may_change = [at for at, line in enumerate(lines) if not wrapped.fullmatch(line.strip())]
    at = may_change[min(int(where * len(may_change)), len(may_change) - 1)]
    match change:
        case "cut":
            return b"\n".join(lines[: at + 1])
        case "drop a line":
            return b"\n".join(lines[:at] + lines[at + 1 :])
        case "double a line":
            return b"\n".join([*lines[: at + 1], *lines[at:]])
        case "blank a line":
            return b"\n".join([*lines[:at], b"", *lines[at + 1 :]])
        case _:
            return b"\n".join([*lines[:at], junk, *lines[at:]])


@given(raw=st.binary(max_size=600))
def test_bytes_that_are_no_message_are_read_or_set_aside(raw: bytes) -> None:
    found = read(raw)
    assert isinstance(found, SetAside) or list(found.contents())[-1] == raw


FIELD_NAMES = st.sampled_from(
    [
        "From",
        "Subject",
        "Date",
        "Received",
        "Content-Type",
        "Content-Disposition",
        "Content-Transfer-Encoding",
        "Message-ID",
    ]
)
FIELD_TEXTS = st.text(alphabet="aé=?utf-8*'%0\"\\;:/,<>@() \tQBq\n\r\0\ud800", max_size=60)


@given(fields=st.lists(st.tuples(FIELD_NAMES, FIELD_TEXTS), min_size=1, max_size=8), body=st.binary(max_size=80))
def test_fields_of_any_text_stop_nothing(fields: list[tuple[str, str]], body: bytes) -> None:
    head = "".join(f"{name}: {text}\n" for name, text in fields).encode("utf-8", "surrogatepass")
    found = read(head + b"\n" + body)
    if isinstance(found, Arrival):
        shown = [found.subject, found.sender, found.address, found.text, *(file.name for file in found.files)]
        assert all(text.encode("utf-8") is not None for text in shown)


@given(
    kind=st.sampled_from(
        ["multipart/mixed", "multipart/alternative", "multipart/related", "message/rfc822", "text/plain"]
    ),
    boundary=st.text(alphabet="ab-= ", max_size=6),
    pieces=st.lists(
        st.sampled_from(["--a", "--a--", "--ab", "", "Content-Type: text/html", "x: y", "words"]), max_size=20
    ),
)
def test_parts_in_any_order_are_taken_apart(kind: str, boundary: str, pieces: list[str]) -> None:
    raw = "\n".join(["From: a@b.c", f'Content-Type: {kind}; boundary="{boundary}"', "", *pieces]).encode()
    found = read(raw)
    assert isinstance(found, Arrival)
    assert list(found.contents())[-1] == raw
    assert list(found.contents()) == list(partial(found.contents)())
