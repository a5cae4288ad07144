"""Reads plain data by key, and refuses every wrong key or value with the way that leads to it."""

from __future__ import annotations

import difflib
import textwrap
from collections.abc import Mapping
from contextlib import contextmanager
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, TypeVar

from dd_panel.domain.errors import InputError
from dd_panel.domain.rounds import LONDON
from dd_panel.text import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

KeyPath = tuple[str | int, ...]
"""The way to a value: names of keys, and for the n-th table of a list the number n, counted from 1."""

LARGEST = Decimal(10) ** 12
"""Numbers stay below this; more is a slip of the pen, and exact arithmetic with it would be slow."""

MOST_DECIMALS = 12

_Choice = TypeVar("_Choice", bound=str)


class RuleError(InputError):
    """One value of a round's rules can't be used; `path` leads to it, `key` writes the way as `criteria[2].weight`."""

    def __init__(self, path: KeyPath, title: str, detail: str = "", remedy: str = "") -> None:
        super().__init__(title, detail, remedy)
        self.path = path

    @property
    def key(self) -> str:
        """The way to the value as a person reads it; tables of a list are counted from 1."""
        return key_text(self.path)


def key_text(path: KeyPath) -> str:
    """The way to a value in one word: `criteria[2].weight`; empty for the whole document."""
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path).lstrip(".")


@contextmanager
def naming(path: KeyPath, *key: str | int) -> Iterator[None]:
    """Say which key a refusal of the domain is about."""
    try:
        yield
    except RuleError:
        raise
    except InputError as refused:
        where = (*path, *key)
        title = _("“{key}” can't be used: {reason}").format(key=key_text(where), reason=refused.title)
        raise RuleError(where, title, refused.detail, refused.remedy) from refused


class DocumentTable:
    """One table of the document, asked for its values by key; every wrong value is refused with the way to it."""

    def __init__(self, values: Mapping[str, object], path: KeyPath, known: Sequence[str]) -> None:
        self._values = values
        self.path = path
        for key in values:
            if key not in known:
                where = (*path, str(key))
                raise RuleError(
                    where,
                    _("“{key}” is no key that is known here.").format(key=key_text(where)),
                    remedy=nearest(str(key), known),
                )

    def refuse(self, key: str, title: str, remedy: str) -> RuleError:
        """The refusal of one value; `title` may use {key} and {found}."""
        found = _shown(self._values.get(key))
        return RuleError((*self.path, key), title.format(key=key_text((*self.path, key)), found=found), remedy=remedy)

    def has(self, key: str) -> bool:
        """Whether the table names this key."""
        return self._values.get(key) is not None

    def text(self, key: str) -> str:
        """Text, or an empty text where there is none."""
        value = self._values.get(key)
        if value is None:
            return ""
        if not isinstance(value, str):
            raise self.refuse(key, _("“{key}” is {found} and must be text."), _("Put the text in quotation marks."))
        return value

    def required_text(self, key: str) -> str:
        """Text that must be there."""
        text = self.text(key)
        if not text.strip():
            raise self.refuse(key, _("“{key}” is missing."), _("Add {key} with some text.").format(key=key))
        return text

    def number(self, key: str) -> Decimal | None:
        """A decimal number, exactly as written; text is read as a number too."""
        value = self._values.get(key)
        if value is None:
            return None
        number: Decimal | None = None
        if isinstance(value, int | float | Decimal | str) and not isinstance(value, bool):
            try:
                number = Decimal(str(value))
            except (InvalidOperation, ValueError):
                number = None
        if number is None or not number.is_finite():
            raise self.refuse(key, _("“{key}” is {found} and must be a number."), _("Write a number such as 5 or 0.5."))
        if abs(number) >= LARGEST or number != round(number, MOST_DECIMALS):
            raise self.refuse(
                key,
                _("“{key}” is {found}, too large or too fine to use."),
                _("Write a number with at most 12 digits before and after the point."),
            )
        return number

    def whole(self, key: str, least: int) -> int | None:
        """A whole number, at least `least`."""
        if self.has(key) and isinstance(self._values[key], str):
            raise self.refuse(key, _("“{key}” is {found} and must be a number."), _("Leave out the quotation marks."))
        number = self.number(key)
        if number is None:
            return None
        if number != number.to_integral_value() or number < least:
            raise self.refuse(
                key,
                _("“{key}” is {found} and must be a whole number."),
                _("Write a whole number, {least} or more.").format(least=least),
            )
        return int(number)

    def flag(self, key: str) -> bool:
        """True or false; false where nothing is said."""
        value = self._values.get(key, False)
        if not isinstance(value, bool):
            raise self.refuse(
                key, _("“{key}” is {found} and must be true or false."), _("Write true or false, without quotes.")
            )
        return value

    def choice(self, key: str, choices: Sequence[_Choice], usual: _Choice) -> _Choice:
        """One of a few words."""
        text = self.text(key) or usual
        for choice in choices:
            if choice == text:
                return choice
        raise self.refuse(key, _("“{key}” is “{found}”, which is not one of the choices."), nearest(text, choices))

    def moment(self, key: str) -> datetime | None:
        """A date with a time in Europe/London; another zone's time is converted."""
        value = self._values.get(key)
        if value is None:
            return None
        try:
            if isinstance(value, str) and ("T" in value or " " in value):
                value = datetime.fromisoformat(value)
            if isinstance(value, datetime):
                return value.replace(tzinfo=LONDON) if value.tzinfo is None else value.astimezone(LONDON)
        except (ValueError, OverflowError):
            pass  # said below, as for any other value that is no date
        raise self.refuse(
            key,
            _("“{key}” is {found} and must be a date with a time."),
            _("Write it as 2014-02-10T17:00:00, in London time."),
        )

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; empty where there is none."""
        values = self._values.get(key)
        if values is None:
            return ()
        if not isinstance(values, list | tuple) or not all(isinstance(each, str) for each in values):
            raise self.refuse(key, _("“{key}” must be a list of texts."), _('Write it as ["first", "second"].'))
        return tuple(values)

    def mapping(self, key: str) -> Mapping[str, object]:
        """A table within this one as it is; empty where there is none."""
        value = self._values.get(key)
        if value is None:
            return {}
        if not isinstance(value, Mapping):
            raise self.refuse(
                key,
                _("“{key}” is {found} and must be a table."),
                _("Write [{key}] on a line of its own and its keys below.").format(key=key),
            )
        return value

    def table(self, key: str, known: Sequence[str]) -> DocumentTable:
        """A table within this one, to be asked for its own values; empty where there is none."""
        return DocumentTable(self.mapping(key), (*self.path, key), known)

    def tables(self, key: str, known: Sequence[str]) -> list[DocumentTable]:
        """A list of tables, in their order."""
        values = self._values.get(key)
        if values is None:
            return []
        if not isinstance(values, list | tuple) or not all(isinstance(each, Mapping) for each in values):
            raise self.refuse(
                key,
                _("“{key}” must be a list of tables."),
                _("Write [[{key}]], with two brackets, above each of them.").format(key=key),
            )
        return [DocumentTable(each, (*self.path, key, number), known) for number, each in enumerate(values, start=1)]


def nearest(word: str, known: Sequence[str]) -> str:
    """The remedy for a wrong word: the one that was probably meant, or else all that are possible."""
    near = difflib.get_close_matches(word.casefold(), known, n=1)
    if near:
        return _("Did you mean {nearest}?").format(nearest=near[0])
    return _("Possible here: {choices}.").format(choices=", ".join(known))


def _shown(value: object) -> str:
    """A value as the person wrote it, cut short where it is long."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        return _("a table")
    if isinstance(value, list | tuple):
        return _("a list")
    return textwrap.shorten(str(value), 60, placeholder=" …")
