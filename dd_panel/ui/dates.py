"""Days and deadlines, as they are said in passing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dd_panel.text import _, ngettext

if TYPE_CHECKING:
    from datetime import datetime

    from dd_panel.domain.rounds import Round

DAY_NAMES: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def day(moment: datetime) -> str:
    """A day as it is said in passing: Fri 28 Nov."""
    return f"{DAY_NAMES[moment.weekday()]} {moment.day} {MONTHS[moment.month - 1]}"


def date_only(moment: datetime) -> str:
    """A day without its weekday: 28 Nov."""
    return f"{moment.day} {MONTHS[moment.month - 1]}"


def full_date(moment: datetime) -> str:
    """A day with its year, as for paper: 28 Nov 2014."""
    return _("{day} {year}").format(day=date_only(moment), year=moment.year)


def time_words(moment: datetime) -> str:
    """When a change was made: 4 Feb, 14:02."""
    return _("{day}, {time}").format(day=date_only(moment), time=f"{moment:%H:%M}")


def days_left(rules: Round, now: datetime) -> str:
    """How long until the round closes, empty where that is not said or past."""
    if rules.closes is None or rules.closes <= now:
        return ""
    days = (rules.closes.date() - now.date()).days
    if not days:
        return _("Closes today, {time}").format(time=f"{rules.closes:%H:%M}")
    return ngettext("{count} day left", "{count} days left", days).format(count=days)


def closing(rules: Round, now: datetime) -> str:
    """How long until the round closes and when that is, empty where that is not said or past."""
    left = days_left(rules, now)
    if not left or rules.closes is None:
        return ""
    return _("{left} – closes {day}, {time}").format(left=left, day=day(rules.closes), time=f"{rules.closes:%H:%M}")
