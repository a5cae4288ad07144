"""Every sentence a person reads goes through here, so that a translation reaches all of them.

Use `_("Saved {time}").format(time=…)`: whole sentences, named placeholders, and `ngettext` for counts.
"""

from __future__ import annotations

import gettext as _gettext
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

DOMAIN = "dd_panel"
SOURCE_LANGUAGE = "en_GB"

DASH: Final = "–"
"""Stands where there is nothing to say: on a screen, in a table, in the minutes."""

MOST_NAMED: Final = 6
"""A sentence that lists more names than this is not read."""


class _Catalogue:
    """The one thing gettext has to remember: which translation is in use."""

    def __init__(self) -> None:
        self.translations = _gettext.NullTranslations()
        self.language: tuple[str, Path | None] = (SOURCE_LANGUAGE, None)


_catalogue = _Catalogue()


def _(message: str) -> str:
    """Return the sentence in the language in use."""
    return _catalogue.translations.gettext(message)


def ngettext(singular: str, plural: str, count: int) -> str:
    """Return the form of the sentence that suits the count; the caller fills in its placeholders."""
    return _catalogue.translations.ngettext(singular, plural, count)


def few(names: Sequence[str], most: int = MOST_NAMED) -> str:
    """Names as a list that is still read: the first ones, and how many more there are."""
    shown, more = ", ".join(names[:most]), len(names) - most
    return shown if more <= 0 else _("{shown} and {more} more").format(shown=shown, more=more)


def use_language(code: str, catalogues: Path | None = None) -> bool:
    """Show all further text in this language; without a catalogue for it, text stays in British English.

    `code` is a language code such as `cy` or `en_GB`; `catalogues` is the folder that holds
    `<code>/LC_MESSAGES/dd_panel.mo`. Returns whether a catalogue was found.
    """
    _catalogue.language = (code, catalogues)
    if catalogues is None:
        _catalogue.translations = _gettext.NullTranslations()
        return code == SOURCE_LANGUAGE
    found = _gettext.translation(DOMAIN, localedir=str(catalogues), languages=[code], fallback=True)
    _catalogue.translations = found
    return isinstance(found, _gettext.GNUTranslations)


def language_in_use() -> tuple[str, Path | None]:
    """What `use_language` was told last, so that a process beside this one speaks the same language."""
    return _catalogue.language
