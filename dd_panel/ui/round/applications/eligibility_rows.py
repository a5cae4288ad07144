"""Who may be in the competition, in words: the columns of the list, its filters, and the gates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from dd_panel.domain.search_words import has_words, words_of
from dd_panel.services.intake.settled_words import settled_words
from dd_panel.text import DASH, _
from dd_panel.ui.round.columns import WordColumn
from dd_panel.ui.round.words import moment

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dd_panel.domain.applicants import Party
    from dd_panel.domain.desk_lines import DeskLine
    from dd_panel.domain.gates import GateCheck, Standing
    from dd_panel.services.intake.eligibility import EligibilityView

Kind = Literal["all", "check", "ineligible", "withdrawn", "eligible"]
KINDS: Final[tuple[Kind, ...]] = ("all", "check", "ineligible", "withdrawn", "eligible")


def kind_of(each: Standing) -> Kind:
    """In which of the totals an application is counted."""
    return "withdrawn" if each.withdrawn is not None else each.state


def state_words(each: Standing) -> str:
    """How an application stands."""
    return {
        "check": _("To check"),
        "ineligible": _("Ineligible"),
        "withdrawn": _("Withdrawn"),
        "eligible": _("Eligible"),
        "all": "",
    }[kind_of(each)]


def state_look(each: Standing) -> tuple[str, str | None]:
    """The tone and the icon of that."""
    looks: dict[str, tuple[str, str | None]] = {
        "check": ("warn", "alert"),
        "ineligible": ("bad", "slash"),
        "withdrawn": ("neutral", "door"),
        "eligible": ("good", "check-circle"),
    }
    return looks[kind_of(each)]


def matched_words(each: Standing) -> str:
    """What the lead authority's name was read as."""
    return each.register.matched or _("not certain")


def gates_words(each: Standing) -> str:
    """How many gates are passed."""
    if not each.gates:
        return DASH
    passed = sum(check.state == "pass" for check in each.gates)
    return _("{passed} of {all}").format(passed=passed, all=len(each.gates))


def bodies_words(each: Standing) -> str:
    """Whether it is a joint bid, and of how many."""
    count = len(each.register.parties)
    return _("{count} bodies").format(count=count) if count > 1 else _("alone")


def yes_words(told: bool | None) -> str:
    """Yes, no or unknown."""
    return DASH if told is None else _("yes") if told else _("no")


def eligibility_columns(nation: str) -> tuple[WordColumn, ...]:
    """The columns of the list."""
    return (
        WordColumn(_("State"), state_words, 128, pill=state_look),
        WordColumn(_("Reference"), lambda each: each.register.reference, 84, 500),
        WordColumn(_("Lead authority"), lambda each: each.register.lead_authority, 0, 600),
        WordColumn(_("Read as"), matched_words, 0, tones=lambda each: "ink2" if each.register.matched else "warn"),
        WordColumn(
            _("Existed"),
            lambda each: yes_words(each.register.existed),
            64,
            tones=lambda each: "bad" if each.register.existed is False else "ink",
            yields=2,
        ),
        WordColumn(
            _("In {nation}").format(nation=nation) if nation else _("Nation"),
            lambda each: yes_words(each.register.in_nation),
            88,
            tones=lambda each: "bad" if each.register.in_nation is False else "ink",
        ),
        WordColumn(_("Joint bid"), bodies_words, 76, tone="ink2", yields=1),
        WordColumn(_("Gates"), gates_words, 64),
    )


def kind_words(kind: Kind, view: EligibilityView) -> str:
    """The words of a filter with how many it leaves."""
    words = {
        "all": _("All"),
        "check": _("To check"),
        "ineligible": _("Ineligible"),
        "withdrawn": _("Withdrawn"),
        "eligible": _("Eligible"),
    }[kind]
    return f"{words} {len(left_by(kind, '', view.standings))}"


def left_by(kind: Kind, words: str, standings: Sequence[Standing]) -> tuple[Standing, ...]:
    """The applications that a filter leaves, and in which all these words are found."""
    wanted = words_of(words)

    def holds(each: Standing) -> bool:
        names = " ".join(party.name for party in each.register.parties)
        return has_words(f"{each.register.reference} {names} {each.register.matched or ''}", wanted)

    return tuple(each for each in standings if kind in {"all", kind_of(each)} and (not wanted or holds(each)))


def tick_words(check: GateCheck) -> str:
    """Who ticked a gate, and why it was failed."""
    said = {"pass": _("{who}: pass, {time}"), "fail": _("{who}: fail, {time}. {reason}")}
    return "\n".join(
        said[tick.value].format(who=tick.who, time=moment(tick.at), reason=tick.reason) for tick in check.ticks
    )


def party_words(party: Party) -> str:
    """What a name was read as, where that is, and whether that authority was there."""
    if party.record is None:
        return _("not certain") if party.ruling is None else _("no authority of the register")
    parts = [party.record.official_name]
    if party.existed is False:
        parts.append(_("not there on the closing date"))
    if party.in_nation is False:
        parts.append(party.record.nation)
    elif party.record.region:
        parts.append(party.record.region)
    return _(", ").join(parts)


def history_words(line: DeskLine) -> str:
    """One thing that was settled, in a sentence."""
    sentence = _("{time}, {who}: {what}").format(time=moment(line.at), who=line.who, what=settled_words(line))
    return f"{sentence}. {line.reason}" if line.reason else sentence
