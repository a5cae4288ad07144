"""Reads the single entries of a register: identifiers, lists, amounts, days and times, as people write them."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from dd_panel.domain.errors import InputError
from dd_panel.domain.identifiers import identity, tidy
from dd_panel.domain.moments import moment_of
from dd_panel.text import _

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from dd_panel.exchange.tables import Row, Table

_NOTHING = frozenset({"", "-", "–", "—", "n/a", "tbc"})
_AMOUNT = re.compile(r"(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?([km])?")
_BEYOND_ANY_FUND = 10**12
"""Pounds; a longer number is an account number or a slip."""

_THOUSANDS = {"": 1, "k": 1_000, "m": 1_000_000}


def identifier(row: Row, header: str) -> str:
    """The identifier under a heading, trimmed and without the `.0` of a number cell. Raises InputError for none."""
    return tidy(filled(row, header))


def filled(row: Row, header: str) -> str:
    """The text under a heading, on one line. Raises InputError when there is none."""
    text = line(row, header)
    if not text:
        raise row.refuse(
            header,
            _("the row has no {column}.").format(column=header),
            _("Fill it in, or remove the row."),
        )
    return text


def line(row: Row, header: str) -> str:
    """The text under a heading, on one line and without stray spaces."""
    return " ".join(row.text(header).split())


def entries(row: Row, header: str) -> tuple[str, ...]:
    """The entries under a heading, which semicolons or line breaks separate; none of them twice."""
    found: dict[str, str] = {}
    for part in re.split(r"[;\n]", row.text(header)):
        entry = " ".join(part.split())
        found.setdefault(entry.casefold(), entry)
    return tuple(entry for entry in found.values() if entry)


def pounds(row: Row, header: str) -> int | None:
    """The amount under a heading in whole pounds: 95000, £95,000, 95k. None where nothing is given."""
    written = line(row, header)
    text = re.sub(r"^(?:gbp|£)|gbp$|\s", "", written.casefold().replace(" ", ""))
    if text in _NOTHING:
        return None
    if amount := _AMOUNT.fullmatch(text):
        value = Decimal(amount[1].replace(",", "") + (amount[2] or "")) * _THOUSANDS[amount[3] or ""]
        if value == value.to_integral_value() and value < _BEYOND_ANY_FUND:
            return int(value)
    raise row.refuse(
        header,
        _("“{text}” is no amount in whole pounds.").format(text=written),
        _("Write it as 95000 or £95,000."),
    )


def whole_number(row: Row, header: str) -> int | None:
    """The number under a heading: whole, and not below 0. None where nothing is given."""
    written = line(row, header)
    text = tidy(written)
    if text.casefold() in _NOTHING:
        return None
    if text.isascii() and text.isdigit() and len(text) < 10:  # noqa: PLR2004 - far more than anybody reads
        return int(text)
    raise row.refuse(
        header, _("“{text}” is no whole number.").format(text=written), _("Write it as 8, or leave it empty.")
    )


def moment(row: Row, header: str) -> datetime | None:
    """The time under a heading, in Europe/London; midnight where only a day is given, None where nothing is.

    A time with another zone is converted.
    """
    written = line(row, header)
    if written.casefold() in _NOTHING:
        return None
    try:
        return moment_of(written)
    except ValueError:
        raise row.refuse(
            header,
            _("“{text}” is no date or time that can be read.").format(text=written),
            _("Write it as 2014-02-10 16:38 or 10 February 2014, 16:38."),
        ) from None


def day(row: Row, header: str) -> date | None:
    """The day under a heading; None where nothing is given."""
    found = moment(row, header)
    return None if found is None else found.date()


def refuse_doubles(table: Table, header: str, keyed: Iterable[tuple[str, Row]]) -> None:
    """Raise InputError when two rows have the same key, naming both; `header` is the column to look at."""
    first: dict[str, Row] = {}
    for key, row in keyed:
        before = first.setdefault(identity(key), row)
        if before is not row:
            raise InputError(
                _("{file} holds “{key}” twice: {first}, and {second}.").format(
                    file=table.file, key=key, first=before.place(header), second=row.place(header)
                ),
                remedy=_("Remove one of them, or correct it."),
            )
