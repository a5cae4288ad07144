"""Commands about the panel meeting: agreed scores, decisions, minutes."""

from __future__ import annotations

from contextlib import contextmanager
from fractions import Fraction
from typing import TYPE_CHECKING, Any, cast

import click

from dd_panel.cli.answers import Answer, answering, table
from dd_panel.cli.places import FILE, SECRETARIAT, open_round
from dd_panel.domain.errors import DDPanelError, InputError
from dd_panel.domain.identifiers import Reference
from dd_panel.domain.meeting import OUTCOMES
from dd_panel.domain.scale import rounded
from dd_panel.domain.totals import mean_of
from dd_panel.services.meeting import decisions as deciding
from dd_panel.services.meeting.conducting import see_meeting
from dd_panel.services.meeting.minuting import write_meeting_minutes
from dd_panel.services.meeting.signing import sign_off
from dd_panel.services.results.scenarios import see_scenario
from dd_panel.text import _, few, ngettext

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from dd_panel.domain.meeting import Outcome
    from dd_panel.services.change import Change
    from dd_panel.services.meeting.conducting import MeetingView
    from dd_panel.services.results.scenarios import Scenario

_BY = click.option("--as", "person", metavar="NAME", default=SECRETARIAT, help="Who says so, for the record.")
_WHY = click.option("--reason", metavar="TEXT", default="", help="Why; an agreed score always needs one.")
_WHY_DECIDED = click.option(
    "--reason", metavar="TEXT", default="", help="Why; a decision against the ranking needs one."
)


@click.command("agree")
@click.argument("path", metavar="ROUND", type=FILE)
@click.argument("reference", metavar="[REFERENCE]", required=False)
@click.argument("scores", metavar="[SCORE | CRITERION=SCORE...]", nargs=-1)
@_WHY
@_BY
@answering
def agree(path: Path, reference: str | None, scores: tuple[str, ...], reason: str, person: str) -> Answer:
    """Set a score that the panel agreed, in total or by criterion, or list all of them."""
    if reference is not None and not scores:
        raise InputError(
            _("It is not clear what was agreed on {reference}.").format(reference=reference),
            remedy=_("Give one score for the whole, or a score for each criterion, such as “need=4 plan=3”."),
        )
    with open_round(path, writing=reference is not None, person=person) as place:
        if reference is not None and len(scores) == 1 and "=" not in scores[0]:
            deciding.agree_total(place, reference, scores[0], reason)
        elif reference is not None:
            deciding.agree_scores(place, reference, dict(_pair(each) for each in scores), reason)
        view = see_meeting(place)
    found = [_agreed_document(view, key) for key in view.lines if key in view.meeting.agreed]
    lines = table(
        [_("Reference"), _("Agreed"), _("Members' own"), _("By criterion"), _("Reason")],
        [
            (
                str(each["reference"]),
                _figure(each["score"]),
                _figure(each["original"]),
                ", ".join(f"{key}={score}" for key, score in agreed.scores.items()),
                agreed.reason,
            )
            for each, agreed in ((each, view.meeting.agreed[Reference(str(each["reference"]))]) for each in found)
        ],
        right=frozenset({1, 2}),
    )
    return Answer({"agreed": found}, lines if found else [_("No score is agreed yet.")])


def _pair(text: str) -> tuple[str, str]:
    key, sign, score = text.partition("=")
    if not sign:
        raise InputError(
            _("“{text}” is not a criterion with its score.").format(text=text),
            remedy=_("Write the criterion's key, an equals sign and the score, such as “need=4”."),
        )
    return key.strip(), score


def _agreed_document(view: MeetingView, reference: Reference) -> dict[str, object]:
    agreed, line, rubric = view.meeting.agreed[reference], view.lines[reference], view.ranking.rules.rubric
    own = line.ranked.positions
    return {
        "reference": reference,
        "lead_authority": line.application.lead_authority,
        "score": None if line.agreed is None else float(rubric.scale.value_at(line.agreed)),
        "percent": None if line.agreed is None else float(100 * line.agreed),
        "total": agreed.total,
        "criteria": dict(agreed.scores),
        "original": float(rubric.scale.value_at(mean_of(own))) if own else None,
        "reason": agreed.reason,
        "who": agreed.who,
        "at": agreed.at.isoformat(),
    }


def _figure(number: object) -> str:
    # Exact again: a float that stands for 2.675 lies below it, and would be shown as 2.67.
    return rounded(Fraction(repr(number)), 2) if isinstance(number, float) else ""


@click.command("decisions")
@click.argument("path", metavar="ROUND", type=FILE)
@click.argument("reference", metavar="[REFERENCE]", required=False)
@click.argument("outcome", metavar="[fund|reserve|decline|withdraw]", required=False)
@click.option("--support", metavar="N", type=int, help="How much a funded application gets, in whole units.")
@click.option("--follow", is_flag=True, help="Decide on all others as the ranking has it.")
@click.option("--reserves", metavar="N", type=int, default=0, help="With --follow: how many reserves there shall be.")
@click.option("--order", metavar="REFERENCES", help="Put the reserves into this order (with commas).")
@click.option("--draw-lot", is_flag=True, help="Draw between applications level at the line, where the rules say so.")
@click.option("--seed", metavar="TEXT", help="With --draw-lot: the seed, drawn in public; else one is made.")
@click.option("--sign-off", "name", metavar="NAME", help="Sign the decisions as they stand.")
@click.option("--left-open", metavar="REASON", help="With --sign-off: why some applications stay undecided.")
@_WHY_DECIDED
@_BY
@answering
def decisions(path: Path, reference: str | None, outcome: str | None, person: str, **wish: Any) -> Answer:  # noqa: ANN401 (whatever click has parsed)
    """Fund, reserve or decline an application, or list all decisions."""
    if reference is not None and outcome not in {*OUTCOMES, "withdraw"}:
        raise InputError(
            _("It is not clear what was decided on {reference}.").format(reference=reference),
            remedy=_("Say fund, reserve, decline or withdraw."),
        )
    changing = reference is not None or any(wish[each] for each in ("follow", "order", "draw_lot"))
    left: tuple[tuple[Reference, str], ...] = ()
    with open_round(path, writing=changing or wish["name"] is not None, person=person) as place:
        with _whole_or_not() as done:
            if reference is not None:
                wanted = None if outcome == "withdraw" else cast("Outcome", outcome)
                done(deciding.decide_on(place, reference, wanted, support=wish["support"], reason=wish["reason"]))
            if wish["draw_lot"]:
                done(deciding.draw_lot(place, wish["seed"] or ""))
            if wish["follow"]:
                followed = deciding.follow_ranking(place, wish["reserves"])
                done(followed.change)
                left = followed.left
            if wish["order"]:
                done(deciding.order_reserves(place, wish["order"].split(","), wish["reason"]))
            if wish["name"] is not None:
                sign_off(place, wish["name"], wish["left_open"] or "")
        view = see_meeting(place)
    notes = [_("{reference} is left to the panel. {why}").format(reference=each, why=why) for each, why in left]
    return Answer(_decisions_document(view), _decision_lines(view), notes)


@contextmanager
def _whole_or_not() -> Iterator[Callable[[Change], None]]:
    """Take back what one command has done where a later part of it is refused; only a draw by lot can't be."""
    done: list[Change] = []
    try:
        yield done.append
    except DDPanelError:
        for change in reversed(done):
            if change.reverse is not None:
                change.reverse()
        raise


def _decisions_document(view: MeetingView) -> dict[str, object]:
    meeting = view.meeting
    return {
        "version": meeting.version,
        "signed": [
            {
                "version": each.version,
                "name": each.name,
                "at": each.at.isoformat(),
                "undecided": list(each.undecided),
                "reason": each.reason,
            }
            for each in meeting.signed
        ],
        "fund": view.ranking.rules.fund,
        "given": view.support_given,
        "lot": None
        if meeting.lot is None
        else {"seed": meeting.lot.seed, "order": list(meeting.lot.order), "at": meeting.lot.at.isoformat()},
        "decisions": [_decision_document(view, key) for key in view.lines if key in meeting.decisions],
        "undecided": list(view.undecided),
    }


def _decision_document(view: MeetingView, reference: Reference) -> dict[str, object]:
    decision, line, reserves = view.meeting.decisions[reference], view.lines[reference], view.meeting.reserves
    return {
        "reference": reference,
        "lead_authority": line.application.lead_authority,
        "place": line.ranked.place,
        "decision": decision.outcome,
        "reserve": reserves.index(reference) + 1 if reference in reserves else None,
        "support": decision.support,
        "crosses": bool(view.crosses(reference, decision.outcome)),
        "reason": decision.reason,
        "who": decision.who,
        "at": decision.at.isoformat(),
    }


def _decision_lines(view: MeetingView) -> list[str]:
    found = [_decision_document(view, key) for key in view.lines if key in view.meeting.decisions]
    if not found:
        return [_("Nothing is decided yet.")]
    shown = ("place", "reference", "lead_authority", "decision", "reserve", "support", "reason")
    headers = [_("Place"), _("Reference"), _("Lead authority"), _("Decision"), _("Turn"), _("Support"), _("Reason")]
    rows = [tuple("" if each[key] is None else str(each[key]) for key in shown) for each in found]
    status = _("Version {number} is signed.") if view.meeting.is_signed else _("Version {number} is not signed.")
    lines = [*table(headers, rows, right=frozenset({0, 4, 5})), status.format(number=view.meeting.version)]
    if count := len(view.undecided):
        words = ngettext(
            "{count} application is not decided: {references}.",
            "{count} applications are not decided: {references}.",
            count,
        )
        lines.append(words.format(count=count, references=few(view.undecided)))
    return lines


@click.command("scenario")
@click.argument("path", metavar="ROUND", type=FILE)
@click.option("--in", "enters", metavar="REFERENCE", multiple=True, help="Would be funded; may be given several times.")
@click.option("--out", "leaves", metavar="REFERENCE", multiple=True, help="Would not be; may be given several times.")
@answering
def scenario(path: Path, enters: tuple[str, ...], leaves: tuple[str, ...]) -> Answer:
    """What if some took the places of others: who is funded, what is left, and the balance; changes nothing."""
    with open_round(path, writing=False) as place:
        found = see_scenario(place, enters, leaves)
    document: dict[str, object] = {
        "before": list(found.before),
        "after": list(found.after),
        "support_before": found.support_before,
        "support_after": found.support_after,
        "left": found.left,
        "unknown": list(found.unknown),
        "balance": {
            name: [{"name": each.name, "before": each.before, "after": each.after} for each in shares]
            for name, shares in found.balance.items()
        },
        "crosses": [{"reference": each.reference, "why": each.why} for each in found.crosses],
    }
    rows = [
        (_WHAT[name](), each.name or _("not said"), str(each.before), str(each.after))
        for name, shares in found.balance.items()
        for each in shares
        # Every model and region is shown, and of the longer lists what would change.
        if (name in {"model", "region"} and shares[0].name) or each.before != each.after
    ]
    headers = [_("Balance"), _("Kind"), _("Now"), _("Then")]
    lines = [_("Funded then: {funded}.").format(funded=", ".join(found.after) or _("nobody"))]
    lines.append(
        _("Support: {now} now, {then} then.").format(now=f"{found.support_before:,}", then=f"{found.support_after:,}")
    )
    return Answer(document, [*lines, *table(headers, rows, right=frozenset({2, 3}))], _scenario_notes(found))


_WHAT = {
    "model": lambda: _("Model"),
    "region": lambda: _("Region"),
    "service": lambda: _("Service"),
    "topic": lambda: _("Topic"),
}


def _scenario_notes(found: Scenario) -> list[str]:
    """What the panel would have to settle first."""
    notes = [
        _("{reference} would need a reason. {why}").format(reference=each.reference, why=each.why)
        for each in found.crosses
    ]
    if found.left is not None and found.left < 0:
        notes.append(_("The fund does not reach: {amount} is missing.").format(amount=f"{-found.left:,}"))
    if found.unknown:
        notes.append(_("Nobody has said what these cost: {references}.").format(references=", ".join(found.unknown)))
    if found.too_many:
        notes.append(
            ngettext(
                "That is {count} more than there are places.",
                "That is {count} more than there are places.",
                found.too_many,
            ).format(count=found.too_many)
        )
    return notes


@click.command("minutes")
@click.argument("path", metavar="ROUND", type=FILE)
@click.option("--out", metavar="FILE", type=FILE, required=True, help="The document to write (.docx).")
@answering
def minutes(path: Path, out: Path) -> Answer:
    """Write the minutes of the panel meeting as a Word document."""
    with open_round(path, writing=False) as place:
        view = write_meeting_minutes(place, out)
    meeting = view.meeting
    document: dict[str, object] = {
        "file": out,
        "version": meeting.version,
        "signed": meeting.is_signed,
        "present": sorted(meeting.attendance),
        "recusals": len(meeting.recusals),
        "agreed": len(meeting.agreed),
        "decisions": len(meeting.decisions),
        "undecided": len(view.undecided),
    }
    said = ngettext(
        "{file} is written: {count} decision.", "{file} is written: {count} decisions.", len(meeting.decisions)
    )
    notes = [] if meeting.record else [_("Nothing was written down at the meeting yet.")]
    return Answer(document, [said.format(file=out, count=len(meeting.decisions))], notes)


COMMANDS = (agree, decisions, scenario, minutes)
