"""Commands that set a round up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from dd_panel.cli.answers import Answer, answering, progress_shown
from dd_panel.cli.places import FILE, LOCK, ask_passphrase, now, open_round
from dd_panel.exchange.registers import (
    read_authorities,
    read_members,
)
from dd_panel.exchange.round_definition import read_round
from dd_panel.services.intake.naming import load_register
from dd_panel.services.passphrases import lost_passphrase
from dd_panel.services.round import setting_up
from dd_panel.text import _, ngettext

if TYPE_CHECKING:
    from pathlib import Path

    from dd_panel.services.change import Change
    from dd_panel.services.intake.applications import Received


@click.command("new")
@click.argument("path", metavar="ROUND.ddround", type=FILE)
@click.option("--round", "definition", metavar="ROUND.toml", type=FILE, required=True, help="The round's definition.")
@LOCK
@answering
def new(path: Path, definition: Path, *, lock: bool) -> Answer:
    """Create a round from a round definition."""
    rules = read_round(definition)
    passphrase = ask_passphrase(_("Locking {file}.").format(file=path.name), new=True) if lock else None
    setting_up.create_round(path, rules, now, passphrase).close()
    document: dict[str, object] = {
        "round": path,
        "name": rules.name,
        "reference": rules.reference,
        "criteria": list(rules.rubric.keys),
        "rubric": rules.rubric.version,
    }
    count = len(rules.rubric.criteria)
    line = ngettext(
        "{name} ({reference}) with {count} criterion is in {file}.",
        "{name} ({reference}) with {count} criteria is in {file}.",
        count,
    ).format(name=rules.name, reference=rules.reference, count=count, file=path)
    notes = [_("The criteria are illustrative.")] if rules.illustrative else []
    if lock:
        notes.append(lost_passphrase())
    return Answer(document, [line], notes)


def _added(change: Change, **counts: object) -> Answer:
    return Answer(dict(counts), [change.summary + "."])


@click.command("add-applications")
@click.argument("path", metavar="ROUND", type=FILE)
@click.argument("sources", metavar="SOURCE...", type=FILE, nargs=-1, required=True)
@answering
def add_applications(path: Path, sources: tuple[Path, ...]) -> Answer:
    """Take applications in from registers (xlsx, csv), folders, e-mails (.eml, .msg) and mailboxes (.mbox).

    \b
    Columns of a register, in any order; only the first two are required:
      Reference, Lead authority, Partners (semicolons between), Title, Service,
      Model, Support sought, Sponsor, Contact, E-mail, Received,
      Topics (semicolons between).
    Every other column is an answer, its heading the question.
    """  # noqa: D301 (the mark by which click keeps lines apart)
    from dd_panel.exchange.intake import read_sources
    from dd_panel.services.intake.applications import take_in

    with progress_shown() as progress:
        gathered = read_sources(sources, progress)
        with open_round(path, writing=True) as place:
            report = take_in(place, gathered, progress)
    counts: dict[str, object] = {
        "received": report.received,
        "accepted": report.accepted,
        "waiting": report.waiting,
        "set_aside": report.set_aside,
    }
    document = {
        "added": len(report.references),
        "references": list(report.references),
        **counts,
        "things": [_thing(each) for each in report.things],
    }
    lines = [report.change.summary + "."]
    if report.things:
        sentence = _("{received} received: {accepted} accepted, {waiting} waiting for a check, {set_aside} set aside.")
        lines.append(sentence.format(**counts))
    useless = report.set_aside == report.received and not any(each.reference for each in report.things)
    return Answer(document, lines, report.notes, refused=useless and bool(report.received))


def _thing(thing: Received) -> dict[str, object]:
    """One message or folder as the document says it; `seconds_early` is negative for one after the closing time."""
    return {
        "source": thing.source,
        "outcome": thing.outcome,
        "reference": thing.reference,
        "lead_authority": thing.lead_authority,
        "received": thing.received.isoformat() if thing.received else None,
        "seconds_early": int(thing.early.total_seconds()) if thing.early is not None else None,
        "reasons": list(thing.reasons),
    }


@click.command("add-members")
@click.argument("path", metavar="ROUND", type=FILE)
@click.argument("source", metavar="FILE", type=FILE)
@answering
def add_members(path: Path, source: Path) -> Answer:
    """Add panel members (xlsx or csv).

    \b
    Columns, in any order; only the first two are required:
      ID, Name, Organisation, E-mail, Role (chair, member or observer),
      Topics, Conflicts (authorities or references), Limit, Past employers.
    Semicolons stand between several topics, conflicts or employers.
    """  # noqa: D301 (the mark by which click keeps lines apart)
    listed = read_members(source)
    with open_round(path, writing=True) as place:
        change = setting_up.take_in_members(place, listed.members, listed.employers)
    return _added(change, added=len(listed.members), members=[each.member_id for each in listed.members])


@click.command("add-authorities")
@click.argument("path", metavar="ROUND", type=FILE)
@click.argument("source", metavar="FILE", type=FILE)
@answering
def add_authorities(path: Path, source: Path) -> Answer:
    """Use a register of authorities (xlsx or csv) for the eligibility checks.

    \b
    Columns, in any order; the first four are required:
      official-name, start-date (blank: long-standing), end-date, nation,
      region, nice-name, local-authority-code, gss-code, replaced-by,
      former-gss-codes, alt-names (commas without a space, or semicolons, between).
    """  # noqa: D301 (the mark by which click keeps lines apart)
    records = read_authorities(source)
    with open_round(path, writing=True) as place:
        change = load_register(place, records)
    return _added(change, added=len(records))


COMMANDS = (new, add_applications, add_members, add_authorities)
