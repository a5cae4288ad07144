"""The command about what was received and waits."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import click

from dd_panel.cli.answers import Answer, answering
from dd_panel.cli.places import FILE, SECRETARIAT, open_round
from dd_panel.domain.errors import InputError
from dd_panel.services.intake import waiting as intake_waiting
from dd_panel.services.intake.view import see_intake
from dd_panel.text import _

if TYPE_CHECKING:
    from pathlib import Path

    from dd_panel.services.workplace import Workplace

_VERDICTS = {"accept": "accepted", "set-aside": "set aside"}


@click.command("waiting")
@click.argument("path", metavar="ROUND", type=FILE)
@click.argument("number", metavar="[NUMBER]", type=int, required=False)
@click.argument("verdict", metavar="[accept|set-aside]", required=False)
@click.option("--reason", metavar="TEXT", default="", help="Why; settling always needs one.")
@click.option("--as", "person", metavar="NAME", default=SECRETARIAT, help="Who says so, for the record.")
@answering
def waiting(path: Path, number: int | None, verdict: str | None, reason: str, person: str) -> Answer:
    """List the messages and folders that wait for a check, or accept one or set it aside."""
    if number is None:
        with open_round(path, writing=False) as place:
            return _listed(place, [])
    if verdict not in _VERDICTS:
        raise InputError(
            _("It is not clear what is to become of number {number}.").format(number=number),
            remedy=_("Say accept or set-aside."),
        )
    with open_round(path, writing=True, person=person) as place:
        wanted = cast("intake_waiting.Verdict", _VERDICTS[verdict])
        change = intake_waiting.settle(place, number, wanted, reason)
        return _listed(place, [f"{change.summary}."])


def _listed(place: Workplace, lines: list[str]) -> Answer:
    """The messages and folders; the counts are of all that was received, rows of registers too."""
    entries, received = intake_waiting.see_ledger(place).entries, see_intake(place)
    counts = {
        "received": len(received.things),
        "accepted": received.count("accepted"),
        "waiting": received.count("waiting"),
        "set_aside": received.count("set aside"),
    }
    things = [
        {
            "number": number,
            "source": each.source,
            "outcome": each.outcome,
            "reference": each.reference or None,
            "received": each.received or None,
            "reasons": list(each.reasons),
            "text": each.text or None,
        }
        for number, each in enumerate(entries, start=1)
    ]
    lines += [
        f"{thing['number']}  {thing['source']} ({thing['reference'] or '–'}): {' '.join(each.reasons)}"
        for thing, each in zip(things, entries, strict=True)
        if each.outcome == "waiting"
    ]
    lines.append(
        _("{received} received = {accepted} accepted + {waiting} waiting + {set_aside} set aside.").format(**counts)
    )
    return Answer({**counts, "things": things}, lines)


COMMANDS = (waiting,)
