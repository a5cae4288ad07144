"""Commands about who may be in the competition."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from dd_panel.cli.answers import Answer, answering
from dd_panel.cli.places import FILE, SECRETARIAT, open_round
from dd_panel.domain.errors import InputError
from dd_panel.services.intake import eligibility as desk
from dd_panel.text import _

if TYPE_CHECKING:
    from pathlib import Path

    from dd_panel.domain.applicants import Party
    from dd_panel.domain.gates import Standing

_BY = click.option("--as", "person", metavar="NAME", default=SECRETARIAT, help="Who says so, for the record.")
_VALUES = {"pass": "pass", "fail": "fail", "clear": ""}


@click.command("eligibility")
@click.argument("path", metavar="ROUND", type=FILE)
@answering
def eligibility(path: Path) -> Answer:
    """Check every application's authorities against the register, and its gates, with reasons."""
    with open_round(path, writing=False) as place:
        view = desk.see_eligibility(place)
    totals = view.totals
    lines = [
        f"{each.register.reference}  {each.register.lead_authority}: {each.state}"
        + "".join(f"\n    {why}" for why in each.reasons)
        for each in view.standings
    ]
    lines.append(
        _(
            "{received} received = {withdrawn} withdrawn + {ineligible} ineligible + {check} to check + "
            "{eligible} eligible."
        ).format(**totals)
    )
    document = {
        "applications": [_document(each) for each in view.standings],
        "eligible": totals["eligible"],
        "ineligible": totals["ineligible"] + totals["withdrawn"],
        "check": totals["check"],
        "totals": totals,
    }
    return Answer(document, lines, waits=bool(totals["check"]))


def _document(each: Standing) -> dict[str, object]:
    register = each.register
    return {
        "reference": register.reference,
        "lead_authority": register.lead_authority,
        "matched": register.matched,
        "code": register.code,
        "existed": register.existed,
        "in_nation": register.in_nation,
        "also_in": list(register.also_in),
        "state": each.state,
        "reasons": list(each.reasons),
        "parties": [_party(party) for party in register.parties],
        "settled": each.settled is not None,
        "withdrawn": each.withdrawn is not None,
        "gates": [
            {
                "key": check.gate.key,
                "question": check.gate.question,
                "state": check.state,
                "ticks": [
                    {"value": tick.value, "who": tick.who, "at": tick.at.isoformat(), "reason": tick.reason}
                    for tick in check.ticks
                ],
            }
            for check in each.gates
        ],
    }


def _party(party: Party) -> dict[str, object]:
    """One body that takes part: what its name was read as, by which rule or whose word, and why."""
    return {
        "name": party.name,
        "duty": party.duty,
        "matched": party.record.official_name if party.record else None,
        "region": party.record.region if party.record else "",
        "by": party.how,
        "reason": party.reason,
        "candidates": [each.official_name for each in party.candidates],
        "existed": party.existed,
        "in_nation": party.in_nation,
    }


@click.command("gate")
@click.argument("path", metavar="ROUND", type=FILE)
@click.argument("reference", metavar="REFERENCE")
@click.argument("key", metavar="GATE")
@click.argument("value", metavar="pass|fail|clear")
@click.option("--reason", metavar="TEXT", default="", help="Why; a fail always needs one.")
@_BY
@answering
def gate(path: Path, reference: str, key: str, value: str, reason: str, person: str) -> Answer:
    """Tick a gate of an application in an official's name; two officials may each tick it."""
    if value not in _VALUES:
        raise InputError(
            _("It is not clear what {value} means.").format(value=value), remedy=_("Say pass, fail or clear.")
        )
    with open_round(path, writing=True, person=person) as place:
        change = desk.tick_gate(place, reference, key, _VALUES[value], reason)
        return _answer(change.summary, desk.see_eligibility(place), reference)


@click.command("withdraw")
@click.argument("path", metavar="ROUND", type=FILE)
@click.argument("reference", metavar="REFERENCE")
@click.option("--reason", metavar="TEXT", default="", help="Who asked for it, and when.")
@click.option("--undo", is_flag=True, help="Bring the application back into the competition.")
@_BY
@answering
def withdraw(path: Path, reference: str, reason: str, person: str, *, undo: bool) -> Answer:
    """Take an application out at its applicant's wish, or reinstate it; everything about it is kept."""
    with open_round(path, writing=True, person=person) as place:
        change = (desk.reinstate if undo else desk.withdraw)(place, reference, reason)
        return _answer(change.summary, desk.see_eligibility(place), reference)


@click.command("match")
@click.argument("path", metavar="ROUND", type=FILE)
@click.argument("reference", metavar="REFERENCE")
@click.argument("name", metavar="NAME")
@click.argument("meant", metavar="AUTHORITY|none|register")
@click.option("--reason", metavar="TEXT", default="", help="How you know; always needed.")
@_BY
@answering
def match(path: Path, reference: str, name: str, meant: str, reason: str, person: str) -> Answer:
    """Settle which authority a name in an application means, by official name or code.

    “none” says that it is no authority of the register, “register” leaves it to the register alone again.
    """
    with open_round(path, writing=True, person=person) as place:
        if meant.casefold() == "register":
            change = desk.leave_name_to_register(place, reference, name, reason)
        else:
            meant = "" if meant.casefold() == "none" else meant
            change = desk.rule_on_name(place, reference, name, meant, reason)
        return _answer(change.summary, desk.see_eligibility(place), reference)


@click.command("settle")
@click.argument("path", metavar="ROUND", type=FILE)
@click.argument("reference", metavar="REFERENCE")
@click.option("--reason", metavar="TEXT", default="", help="How you know; always needed.")
@click.option("--undo", is_flag=True, help="Let the register alone say again whether it may apply.")
@_BY
@answering
def settle(path: Path, reference: str, reason: str, person: str, *, undo: bool) -> Answer:
    """Say that an application is eligible whatever the register leaves open; its gates still count."""
    with open_round(path, writing=True, person=person) as place:
        change = (desk.leave_to_register if undo else desk.settle_as_eligible)(place, reference, reason)
        return _answer(change.summary, desk.see_eligibility(place), reference)


def _answer(summary: str, view: desk.EligibilityView, reference: str) -> Answer:
    wanted = reference.strip().casefold()
    found = next(each for each in view.standings if each.register.reference.casefold() == wanted)
    return Answer(
        {**_document(found), "totals": view.totals}, [f"{summary}.", *(f"    {why}" for why in found.reasons)]
    )


COMMANDS = (eligibility, gate, withdraw, match, settle)
