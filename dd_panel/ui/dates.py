"""Days and deadlines, as they are said in passing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dd_panel.text import _, ngettext

if TYPE_CHECKING:
    from datetime import datetime

    from dd_panel.domain.rounds import Round


def day_names() -> tuple[str, ...]:
    """The days of the week in short, Monday first."""
    return _("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun")


def month_names() -> tuple[str, ...]:
    """The months in short."""
    first = (_("Jan"), _("Feb"), _("Mar"), _("Apr"), _("May"), _("Jun"))
    return *first, _("Jul"), _("Aug"), _("Sep"), _("Oct"), _("Nov"), _("Dec")


def day(moment: datetime) -> str:
    """A day as it is said in passing: Fri 28 Nov."""
    return f"{day_names()[moment.weekday()]} {date_only(moment)}"


def date_only(moment: datetime) -> str:
    """A day without its weekday: 28 Nov."""
    return f"{moment.day} {month_names()[moment.month - 1]}"


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
