"""Dates and times as people in Britain write them, and how they are written back."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time

from dd_panel.domain.rounds import LONDON
from dd_panel.text import _

_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_ISO_DAY = re.compile(r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})")
_BRITISH_DAY = re.compile(r"(?P<day>\d{1,2})[-/.](?P<month>\d{1,2})[-/.](?P<year>\d{4}|\d{2})")
_SPOKEN_DAY = re.compile(
    r"(?:[a-z]{3,9},? )?(?P<day>\d{1,2})(?:st|nd|rd|th)?[ -](?P<month>[a-z]{3,9})\.?,?[ -](?P<year>\d{4}|\d{2})"
)
_CLOCK = re.compile(
    r"(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2}))?(?::(?P<second>\d{2})(?:\.\d+)?)? ?(?P<half>[ap]\.?m\.?)?"
)
_NOON = 12


def moment_of(text: str) -> datetime:
    """Read a time as people in Britain write it: the day before the month. Raises ValueError."""
    plain = " ".join(text.casefold().replace(",", " ").split())
    try:
        exact = datetime.fromisoformat(plain.upper())
    except ValueError:
        return _spoken(plain)
    return exact.replace(tzinfo=LONDON) if exact.tzinfo is None else exact.astimezone(UTC).astimezone(LONDON)


def _spoken(text: str) -> datetime:
    for shape in (_ISO_DAY, _BRITISH_DAY, _SPOKEN_DAY):
        if found := shape.match(text):
            rest = re.sub(r"^(?:[ t]+|at )+", "", text[found.end() :])
            return datetime.combine(_day(found), _clock(rest), LONDON)
    raise ValueError(text)


def _day(found: re.Match[str]) -> date:
    month = found["month"]
    number = int(month) if month.isdigit() else _month(month)
    year = int(found["year"])
    return date(year + 2000 if year < 100 else year, number, int(found["day"]))  # noqa: PLR2004 - years of two digits


def _month(name: str) -> int:
    """The number of a month that is written in full, or as its first letters."""
    for number, month in enumerate(_MONTHS, 1):
        if month.startswith(name):
            return number
    raise ValueError(name)


def _clock(text: str) -> time:
    if not text:
        return time(0)
    found = _CLOCK.fullmatch(text)
    if found is None or not (found["minute"] or found["half"]):
        raise ValueError(text)
    hour = int(found["hour"])
    if found["half"]:
        if not 1 <= hour <= _NOON:
            raise ValueError(text)
        hour = hour % _NOON + (_NOON if found["half"].startswith("p") else 0)
    return time(hour, int(found["minute"] or 0), int(found["second"] or 0))


def day_words(day: date) -> str:
    """A day as people write it, whatever the computer's own language: 10 February 2014."""
    months = (
        _("January"), _("February"), _("March"), _("April"), _("May"), _("June"),
        _("July"), _("August"), _("September"), _("October"), _("November"), _("December"),
    )  # fmt: skip
    return f"{day.day} {months[day.month - 1]} {day.year}"


def to_the_minute(moment: datetime) -> str:
    """A time as people write it, by its own clock: 10 February 2014, 17:00."""
    return _("{day}, {time}").format(day=day_words(moment), time=f"{moment:%H:%M}")


def moment_words(moment: datetime | None) -> str:
    """A time as `moment_of` reads it back: 10 February 2014, 17:00; empty for none."""
    if moment is None:
        return ""
    local = moment.astimezone(LONDON)
    if local.fold:
        # The hour that comes twice in October is told apart by its offset alone.
        return local.isoformat()
    if local.second or local.microsecond:
        return local.replace(tzinfo=None).isoformat(" ")
    return f"{local.day} {_MONTHS[local.month - 1].capitalize()} {local.year:04d}, {local:%H:%M}"
