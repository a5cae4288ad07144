"""Text for people is British English until a catalogue says otherwise."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

import pytest

from dd_panel.text import DOMAIN, SOURCE_LANGUAGE, _, ngettext, use_language

WELSH = {
    "": "Content-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=2; plural=(n != 1);\n",
    "Saved {time}": "Cadwyd {time}",
    "{count} review\0{count} reviews": "{count} adolygiad\0{count} o adolygiadau",
}


@pytest.fixture(autouse=True)
def _british_again() -> Iterator[None]:
    yield
    use_language(SOURCE_LANGUAGE)


@pytest.fixture
def welsh(tmp_path: Path) -> Path:
    """A folder with a Welsh catalogue in it."""
    path = tmp_path / "cy" / "LC_MESSAGES" / f"{DOMAIN}.mo"
    path.parent.mkdir(parents=True)
    path.write_bytes(compiled(WELSH))
    return tmp_path


def compiled(messages: dict[str, str]) -> bytes:
    """Compile messages as gettext's own tools do: a header, two tables of lengths and places, then the strings."""
    pairs = sorted((key.encode(), value.encode()) for key, value in messages.items())
    tables = 28 + 16 * len(pairs)
    strings = b"".join(key + b"\0" for key, _value in pairs) + b"".join(value + b"\0" for _key, value in pairs)
    places = []
    at = tables
    for column in (0, 1):
        for pair in pairs:
            places += [len(pair[column]), at]
            at += len(pair[column]) + 1
    head = struct.pack("<7I", 0x950412DE, 0, len(pairs), 28, 28 + 8 * len(pairs), 0, 0)
    return head + struct.pack(f"<{len(places)}I", *places) + strings


def test_without_a_catalogue_the_words_stay_as_they_are() -> None:
    assert use_language(SOURCE_LANGUAGE)
    assert _("Saved {time}").format(time="14:02") == "Saved 14:02"
    assert [ngettext("{count} review", "{count} reviews", n).format(count=n) for n in (0, 1, 2)] == [
        "0 reviews",
        "1 review",
        "2 reviews",
    ]


def test_a_catalogue_translates_sentences_and_plurals(welsh: Path) -> None:
    assert use_language("cy", welsh)
    assert _("Saved {time}").format(time="14:02") == "Cadwyd 14:02"
    assert ngettext("{count} review", "{count} reviews", 3).format(count=3) == "3 o adolygiadau"


def test_a_sentence_without_translation_stays_in_english(welsh: Path) -> None:
    use_language("cy", welsh)
    assert _("Works offline") == "Works offline"


def test_an_unknown_language_is_no_trouble(welsh: Path) -> None:
    assert not use_language("fr", welsh)
    assert _("Saved {time}") == "Saved {time}"
