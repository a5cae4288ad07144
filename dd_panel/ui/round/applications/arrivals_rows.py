"""What arrived in words: the columns of the list, and what the filters leave of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from dd_panel.domain.search_words import has_words, words_of
from dd_panel.services.intake.items import span_text
from dd_panel.text import DASH, _, ngettext
from dd_panel.ui.round.columns import WordColumn
from dd_panel.ui.round.words import moment

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dd_panel.services.intake.view import Arrived, IntakeView

Filter = Literal["all", "waiting", "late", "set aside", "unchecked"]
FILTERS: Final[tuple[Filter, ...]] = ("all", "waiting", "late", "set aside", "unchecked")


def outcome_words(thing: Arrived) -> str:
    """What became of a thing."""
    return {"accepted": _("Accepted"), "waiting": _("Waiting"), "set aside": _("Set aside")}[thing.outcome]


def outcome_look(thing: Arrived) -> tuple[str, str | None]:
    """The tone and the icon of that."""
    looks: dict[str, tuple[str, str | None]] = {
        "accepted": ("good", "check"),
        "waiting": ("warn", "clock"),
        "set aside": ("neutral", "slash"),
    }
    return looks[thing.outcome]


def closing_words(thing: Arrived, units: int = 1) -> str:
    """How long before or after the closing time a thing came, in its largest unit or in more of them."""
    if thing.early is None:
        return _("time unknown") if thing.received is None else ""
    span = span_text(abs(thing.early.total_seconds()), units)
    return (_("{span} late") if thing.late else _("{span} before")).format(span=span)


def received_words(thing: Arrived) -> str:
    """When a thing came, in few words."""
    return moment(thing.received) if thing.received is not None else DASH


def version_words(thing: Arrived) -> str:
    """Which of several messages of one application this is."""
    at, of = thing.version
    return _("{number} of {count}").format(number=at, count=of) if of > 1 else ""


def check_words(thing: Arrived) -> str:
    """How many answers of its forms nobody has looked at."""
    if not thing.unchecked:
        return ""
    return ngettext("{count} to check", "{count} to check", thing.unchecked).format(count=thing.unchecked)


def who_words(thing: Arrived) -> str:
    """Whose a thing is: the authority, else the sender, else what it is about."""
    return thing.lead_authority or thing.sender or thing.subject or DASH


def arrival_columns() -> tuple[WordColumn, ...]:
    """The columns of the list."""
    return (
        WordColumn(_("State"), outcome_words, 128, pill=outcome_look),
        WordColumn(_("Reference"), lambda thing: thing.reference or DASH, 84, 500),
        WordColumn(_("From"), who_words, 0, 600),
        WordColumn(_("Received"), received_words, 108, yields=3),
        WordColumn(_("Closing time"), closing_words, 136, tones=lambda thing: "bad" if thing.late else "ink2"),
        WordColumn(_("Files"), lambda thing: str(len(thing.files) or DASH), 48, yields=1),
        WordColumn(_("Version"), version_words, 72, yields=2),
        WordColumn(_("Form"), check_words, 84, tones=lambda _thing: "warn"),
    )


def filter_words(kind: Filter, view: IntakeView) -> str:
    """The words of a filter with how many it leaves."""
    words = {
        "all": _("All"),
        "waiting": _("Waiting"),
        "late": _("Late"),
        "set aside": _("Set aside"),
        "unchecked": _("Forms to check"),
    }[kind]
    return f"{words} {len(left_by(kind, '', view.things))}"


def left_by(kind: Filter, words: str, things: Sequence[Arrived]) -> tuple[Arrived, ...]:
    """The things that a filter leaves, and in which all these words are found."""
    wanted = words_of(words)

    def fits(thing: Arrived) -> bool:
        if kind == "late":
            return thing.late
        if kind == "unchecked":
            return bool(thing.unchecked)
        return kind in {"all", thing.outcome}

    def holds(thing: Arrived) -> bool:
        said = f"{thing.reference} {thing.lead_authority} {thing.sender} {thing.subject} {thing.source}"
        return has_words(said, wanted)

    return tuple(thing for thing in things if fits(thing) and (not wanted or holds(thing)))
