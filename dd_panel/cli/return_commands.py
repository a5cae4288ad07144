"""Commands about scoresheets that came back: take them in, see what is in doubt, decide it."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import click

from dd_panel.cli.answers import Answer, answering, progress_shown
from dd_panel.cli.places import FILE, SECRETARIAT, open_round
from dd_panel.domain.errors import InputError
from dd_panel.domain.findings import shortened
from dd_panel.domain.moments import moment_words
from dd_panel.domain.purposes import Purpose
from dd_panel.domain.rounds import LONDON
from dd_panel.services.returns import deciding, tracing
from dd_panel.text import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Iterable
    from fractions import Fraction
    from pathlib import Path

    from dd_panel.domain.findings import Finding
    from dd_panel.domain.receipt import Counts, Receipt
    from dd_panel.services.returns import merging
    from dd_panel.services.returns.chains import Doubt

_BY = click.option("--as", "person", metavar="NAME", default=SECRETARIAT, help="Who decides, for the history.")


def finding_document(finding: Finding, number: int | None) -> dict[str, object]:
    """One finding in the keys that scripts rely on."""
    return {
        "id": number,
        "kind": finding.kind.value,
        "severity": finding.kind.rule.severity,
        "sheet": finding.sheet,
        "cell": finding.cell,
        "reference": finding.reference,
        "criterion": finding.criterion,
        "found": finding.found,
        "proposed": finding.proposed,
        "reason": finding.sentence,
        "waits": finding.waits and number is not None,
    }


def finding_line(finding: Finding, number: int | None) -> str:
    """One finding on one line."""
    where = f"{finding.sheet}!{finding.cell}" if finding.sheet and finding.cell else finding.sheet or ""
    proposal = _(" Proposed: {value}.").format(value=shortened(finding.proposed)) if finding.proposed else ""
    mark = f"[{number}] " if number is not None and finding.waits else ""
    return f"  {mark}{finding.kind.value} {where}: {finding.sentence}{proposal}".replace("  :", ":").replace(" :", ":")


def receipt_document(receipt: Receipt) -> dict[str, object]:
    """The receipt in the keys that scripts rely on."""
    return {
        "expected": receipt.expected,
        "scored": receipt.scored,
        "cannot_judge": receipt.cannot_judge,
        "conflicted": receipt.conflicted,
        "not_yet_scored": receipt.not_yet_scored,
        "waiting": receipt.waiting,
        "outstanding_members": list(receipt.outstanding_members),
        "sum_in": receipt.sum_in,
        "sum_out": receipt.sum_out,
    }


def receipt_shares(receipt: Receipt) -> dict[str, object]:
    """The receipt once more by member and by application, each with the keys of the whole."""

    def shared(name: str, shares: Iterable[tuple[str, Counts]]) -> list[dict[str, object]]:
        return [{name: each, "expected": counts.expected, **counts._asdict()} for each, counts in shares]

    return {
        "receipt_by_member": shared("member", receipt.by_member.items()),
        "receipt_by_application": shared("reference", receipt.by_application.items()),
    }


def receipt_lines(receipt: Receipt) -> list[str]:
    """The receipt for people."""
    outstanding = ", ".join(receipt.outstanding_members) or _("nobody")
    return [
        ngettext(
            "Receipt: {expected} score expected = {scored} scored + {cannot_judge} cannot judge"
            " + {conflicted} conflicted + {not_yet_scored} not yet scored + {waiting} waiting.",
            "Receipt: {expected} scores expected = {scored} scored + {cannot_judge} cannot judge"
            " + {conflicted} conflicted + {not_yet_scored} not yet scored + {waiting} waiting.",
            receipt.expected,
        ).format(
            expected=receipt.expected,
            scored=receipt.scored,
            cannot_judge=receipt.cannot_judge,
            conflicted=receipt.conflicted,
            not_yet_scored=receipt.not_yet_scored,
            waiting=receipt.waiting,
        ),
        _("Sum of scores read: {sum_in}; sum of scores kept: {sum_out}.").format(
            sum_in=_whole_sum(receipt.sum_in), sum_out=_whole_sum(receipt.sum_out)
        ),
        _("Outstanding: {members}.").format(members=outstanding),
    ]


def _whole_sum(total: Fraction) -> str:
    """A control total to the last figure, however large the round: two that differ must never look the same."""
    return f"{float(total):.15g}"


@click.command("merge")
@click.argument("path", metavar="ROUND", type=FILE)
@click.argument("files", metavar="FILE...", type=FILE, nargs=-1, required=True)
@click.option("--accept-safe", is_flag=True, help="Apply and log mends that concern form alone.")
@_BY
@answering
def merge(path: Path, files: tuple[Path, ...], *, accept_safe: bool, person: str) -> Answer:
    """Take scoresheets in; print the receipt and the findings."""
    # Here, because what reads scoresheets takes long to import and the other commands read none.
    from dd_panel.services.returns import merging

    incoming = [merging.read_incoming(each.absolute()) for each in files]
    with open_round(path, writing=True, person=person) as place, progress_shown() as progress:
        report = merging.merge_returns(place, incoming, accept_safe=accept_safe, progress=progress)
    document: dict[str, object] = {
        "files": [
            {
                "file": each.file,
                "sha256": each.sha256 or None,
                "member": each.member,
                "export": each.export,
                "purpose": each.purpose,
                "status": each.status,
                "findings": [finding_document(one.finding, one.number) for one in each.findings],
                "taken": each.taken,
                "revised": each.revised,
                "emptied": each.emptied,
            }
            for each in report.files
        ],
        "receipt": receipt_document(report.receipt),
        **receipt_shares(report.receipt),
    }
    lines: list[str] = []
    for each in report.files:
        lines.append(f"{each.file}: {each.status}" + _whose(each))
        lines += _revision_lines(each)
        lines += [finding_line(one.finding, one.number) for one in each.findings]
    lines += receipt_lines(report.receipt)
    refused = all(each.status == merging.REFUSED for each in report.files)
    return Answer(document, lines, _waiting_notes(report.waiting), waits=report.waiting > 0, refused=refused)


def _revision_lines(each: merging.FileReport) -> list[str]:
    """How much of what stood a file changed, and how much of it is gone: a sheet sent by mistake shows here."""
    if not each.revised:
        return []
    changed = ngettext(
        "{count} value that stood was changed.", "{count} values that stood were changed.", each.revised
    ).format(count=each.revised)
    gone = ngettext("{count} of them is empty now.", "{count} of them are empty now.", each.emptied)
    return ["  " + (f"{changed} {gone.format(count=each.emptied)}" if each.emptied else changed)]


def _whose(each: merging.FileReport) -> str:
    """Whose file it is, and which of the member's; empty where that is not known."""
    if not each.member:
        return ""
    said = _(" ({member}, second look {number})") if each.purpose is Purpose.SECOND_LOOK else " ({member}, {number})"
    return said.format(member=each.member, number=each.export)


def _waiting_notes(count: int) -> list[str]:
    if not count:
        return []
    return [
        ngettext(
            "{count} finding waits for a decision: see dd-panel findings.",
            "{count} findings wait for a decision: see dd-panel findings.",
            count,
        ).format(count=count)
    ]


@click.command("findings")
@click.argument("path", metavar="ROUND", type=FILE)
@answering
def findings(path: Path) -> Answer:
    """List the findings that wait for a decision."""
    with open_round(path, writing=False) as place:
        waiting = deciding.findings_waiting(place)
    document: dict[str, object] = {
        "findings": [
            {**finding_document(each.finding, each.finding_id), "file": each.file, "member": each.member}
            for each in waiting
        ]
    }
    lines = [f"{each.file}:{finding_line(each.finding, each.finding_id)}" for each in waiting]
    return Answer(document, lines or [_("No finding waits for a decision.")], waits=bool(waiting))


@click.command("decide")
@click.argument("path", metavar="ROUND", type=FILE)
@click.argument("number", metavar="FINDING", type=int)
@click.argument("decision", metavar="accept|reject|set", type=click.Choice(["accept", "reject", "set"]))
@click.argument("value", metavar="[VALUE]", required=False)
@click.option("--reason", metavar="TEXT", required=True, help="Why; kept in the history.")
@_BY
@answering
def decide(path: Path, number: int, decision: str, value: str | None, reason: str, person: str) -> Answer:
    """Decide one finding.

    accept takes the proposed or received value, reject keeps what stood, set takes VALUE (for a row: its reference).
    """
    if not reason.strip():
        raise InputError(_("A decision needs a reason."), remedy=_("Say why with --reason."))
    if (decision == "set") != (value is not None):
        raise InputError(_("Only set takes a value, and it needs one."), remedy=_("Write set VALUE, accept or reject."))
    with open_round(path, writing=True, person=person) as place:
        change = deciding.decide(place, number, decision, reason, value or "")
        waiting = deciding.findings_waiting(place)
    document: dict[str, object] = {"id": number, "decision": decision, "value": value, "waiting": len(waiting)}
    return Answer(document, [change.summary + "."], _waiting_notes(len(waiting)), waits=bool(waiting))


@click.command("trace")
@click.argument("path", metavar="ROUND", type=FILE)
@click.argument("reference", metavar="REFERENCE")
@click.argument("member", metavar="[MEMBER]", required=False)
@answering
def trace(path: Path, reference: str, member: str | None) -> Answer:
    """Follow each number of an application back to its file, sheet and cell."""
    with open_round(path, writing=False) as place:
        found = tracing.trace(place, reference, member)
    document: dict[str, object] = {
        "reference": found.reference,
        "reviews": [
            {"member": who, "percent": None if percent is None else float(percent)}
            for who, percent in found.percents.items()
        ],
        "entries": [
            {
                "member": trail.member,
                "field": trail.field,
                "value": trail.value,
                "counts": trail.counts,
                "steps": [dataclasses.asdict(step) for step in trail.steps],
                "findings": [_doubt_document(doubt) for doubt in trail.doubts],
            }
            for trail in found.trails
        ],
    }
    return Answer(document, [line for trail in found.trails for line in _trail_lines(trail)] or [_("Nothing yet.")])


def _trail_lines(trail: tracing.Trail) -> list[str]:
    remark = "" if trail.counts else _("  (kept beside the score that counts)")
    lines = [f"{trail.member} {trail.field} = {trail.value or _('nothing')}{remark}"]
    for step in trail.steps:
        source = f"{step.file} {step.sheet}!{step.cell}" if step.cell else step.file
        what = _("{before} → {after}").format(before=step.before or _("nothing"), after=step.after or _("nothing"))
        hash_start = f" sha256 {step.sha256[:12]}…" if step.sha256 else ""
        reason = f" ({step.reason})" if step.reason else ""
        when = moment_words(step.at.replace(second=0, microsecond=0))
        lines.append(f"    {when}  {step.who}: {what}  {source}{hash_start}{reason}")
    return lines + [_doubt_line(each) for each in trail.doubts]


def _doubt_document(doubt: Doubt) -> dict[str, object]:
    kept, finding = doubt.kept, doubt.kept.finding
    return {
        "id": kept.finding_id,
        "kind": finding.kind.value,
        "found": finding.found,
        "file": kept.file,
        "sheet": finding.sheet,
        "cell": finding.cell,
        "sha256": doubt.received.sha256,
        "decision": kept.decision,
        "value": kept.decided_value,
        "who": kept.who,
        "at": kept.at and kept.at.astimezone(LONDON),
        "reason": kept.reason,
    }


def _doubt_line(doubt: Doubt) -> str:
    kept, finding = doubt.kept, doubt.kept.finding
    place = finding.place
    source = f"{kept.file} {place} sha256 {doubt.received.sha256[:12]}…"
    found = _("“{found}” ({kind})").format(found=finding.found or "", kind=finding.kind.value)
    if kept.at is None:
        return "    " + _("finding {number}: {found} waits for a decision  {source}").format(
            number=kept.finding_id, found=found, source=source
        )
    when = moment_words(kept.at.replace(second=0, microsecond=0))
    decision = f"{kept.decision} {kept.decided_value}" if kept.decided_value is not None else kept.decision
    return "    " + _("{when}  {who}: {found} {decision}  {source} ({reason})").format(
        when=when, who=kept.who, found=found, decision=decision, source=source, reason=kept.reason
    )


COMMANDS = (merge, findings, decide, trace)
