"""The command that says who reads what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from dd_panel.cli.answers import Answer, answering, progress_shown, table
from dd_panel.cli.places import FILE, open_round
from dd_panel.domain.errors import InputError
from dd_panel.domain.identifiers import MemberId, identity
from dd_panel.exchange.registers import read_assignments
from dd_panel.services.assignment import assigning
from dd_panel.services.assignment.words import NoRoomError
from dd_panel.services.intake.not_settled import not_settled
from dd_panel.services.named import no_reference
from dd_panel.services.round import setting_up
from dd_panel.text import DASH, _, few

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from dd_panel.domain.identifiers import Reference
    from dd_panel.domain.panel import Member
    from dd_panel.exchange.registers import AssignmentRow
    from dd_panel.services.assignment.assigning import Situation
    from dd_panel.services.assignment.plan import Proposal


@click.command("assign")
@click.argument("path", metavar="ROUND", type=FILE)
@click.option("--from", "source", metavar="FILE", type=FILE, help="Take an assignment table (xlsx or csv) instead.")
@click.option("--reviews", metavar="N", type=int, help="Reviews for each application (else as the round says).")
@click.option(
    "--max-load", metavar="N", type=int, help="The most applications for one member; a member's own limit holds too."
)
@click.option("--without", metavar="ID", multiple=True, help="This member leaves the panel: others take over.")
@click.option("--back", metavar="ID", multiple=True, help="This member returns to the panel.")
@click.option("--may-move", is_flag=True, help="What stands may change, as little as possible.")
@click.option("--dry-run", is_flag=True, help="List the changes, and make none.")
@click.option(
    "--why", "reference", metavar="REFERENCE", help="Change nothing; say for every member why they read it or not."
)
@answering
def assign(
    path: Path,
    source: Path | None,
    reference: str | None,
    *,
    dry_run: bool,
    may_move: bool,
    **wished: Any,  # noqa: ANN401 (whatever click has parsed)
) -> Answer:
    """Assign the applications to the panel members, or fill the gaps that there are; what stands stays.

    \b
    Columns of the table that --from takes, in any order:
      Reference, Member (the id), Role (lead or reviewer; empty: reviewer).
    """  # noqa: D301 (the mark by which click keeps lines apart)
    without, back = (tuple(MemberId(each) for each in wished[key]) for key in ("without", "back"))
    wishes = assigning.Wishes(wished["reviews"], wished["max_load"], without, back, may_move)
    if source is not None:
        if wishes != assigning.Wishes() or dry_run or reference:
            raise InputError(
                _("A table says everything already."), remedy=_("Give --from FILE alone, or leave it out.")
            )
        return _from_table(path, source)
    if reference is not None:
        return _explained(path, reference, wishes)
    return _worked_out(path, wishes, dry_run=dry_run)


def _from_table(path: Path, source: Path) -> Answer:
    rows = read_assignments(source)
    with open_round(path, writing=True) as place:
        change = setting_up.assign(place, rows)
        now = assigning.see_situation(place)
        notes = (*_barred(now), *_to_no_readers(now, rows), *not_settled(place))
    return Answer({"assigned": len(rows)}, [change.summary + "."], notes)


def _barred(now: Situation) -> list[str]:
    """What a table may say and the program itself would not do: reviews by members who should not read them."""
    pairs = [
        f"{member} – {reference} ({now.bars[member, reference]})"
        for member, reference in now.standing
        if (member, reference) in now.bars
    ]
    if not pairs:
        return []
    return [_("Assigned although a conflict speaks against it: {reviews}.").format(reviews=few(pairs))]


def _to_no_readers(now: Situation, rows: Sequence[AssignmentRow]) -> list[str]:
    """The same of members to whom the program itself would give nothing: observers, and those who left the panel."""
    members = {identity(each.member_id): each for each in now.members}
    watching, gone = [], []
    for row in rows:
        member = members[identity(row.member)]
        said = f"{member.member_id} – {row.reference}"
        if member.role == "observer":
            watching.append(said)
        elif member.member_id in now.left:
            gone.append(said)
    kinds = (
        (_("Assigned to an observer, who only listens: {reviews}."), watching),
        (_("Assigned to a member who left the panel: {reviews}."), gone),
    )
    return [sentence.format(reviews=few(pairs)) for sentence, pairs in kinds if pairs]


def _worked_out(path: Path, wishes: assigning.Wishes, *, dry_run: bool) -> Answer:
    from dd_panel.services.assignment.plan import propose

    with open_round(path, writing=not dry_run) as place, progress_shown() as progress:
        try:
            proposal = propose(assigning.see_situation(place), wishes, progress=progress)
        except NoRoomError as short:
            remedy = _("{remedy} “dd-panel assign --help” names the options.").format(remedy=short.remedy)
            raise InputError(short.title, short.detail, remedy) from None
        summary = assigning.summary_of(proposal.changes)
        if not dry_run:
            summary = assigning.make_changes(place, proposal.changes, proposal.wishes).summary
        open_questions = not_settled(place)
    lines = [_line(proposal, number) for number in range(len(proposal.changes))] if dry_run else []
    lines += table(
        (_("Member"), _("Name"), _("Reads"), _("Limit"), _("Leads")),
        [
            (each.member_id, each.name, str(load), DASH if limit is None else str(limit), str(leads))
            for each, load, limit, leads in _loads(proposal)
        ],
        frozenset({2, 3, 4}),
    )
    lines.append((_("Would be made: {summary}.") if dry_run else "{summary}.").format(summary=summary))
    return Answer(_document(proposal, dry_run=dry_run), lines, [*proposal.notes, *open_questions])


def _line(proposal: Proposal, number: int) -> str:
    each = proposal.changes[number]
    words = {
        "add": _("{reference}: {member} is added as {duty} ({why})"),
        "remove": _("{reference}: {member} is taken away ({why})"),
        "lead": _("{reference}: {member} becomes {duty} ({why})"),
    }
    return words[each.deed].format(reference=each.application, member=each.member, duty=each.duty, why=each.why)


def _loads(proposal: Proposal) -> list[tuple[Member, int, int | None, int]]:
    after = proposal.after
    leads = [pair[0] for pair, each in after.standing.items() if each.duty == "lead" and after.counts(pair)]
    return [
        (each, after.load(each.member_id), proposal.limits[each.member_id], leads.count(each.member_id))
        for each in after.members
    ]


def _document(proposal: Proposal, *, dry_run: bool) -> dict[str, object]:
    after = proposal.after
    cover = [len(after.reviewers(each.reference)) for each in after.applications]
    deeds = [each.deed for each in proposal.changes]
    return {
        "made": not dry_run,
        "assigned": deeds.count("add"),
        "taken_away": deeds.count("remove"),
        "applications": len(cover),
        "reviews": proposal.reviews,
        "covered": sum(each >= proposal.reviews for each in cover),
        "loads": [
            {"member": each.member_id, "name": each.name, "load": load, "limit": limit, "leads": leads}
            for each, load, limit, leads in _loads(proposal)
        ],
        "fit": proposal.fit,
        "worst": proposal.worst,
        "bridges": {"applications": list(proposal.bridges), "groups": proposal.groups, "price": proposal.price},
        "gap": proposal.gap,
        "optimal": proposal.proved and not proposal.gap,
        "changes": [
            {
                "change": each.deed,
                "reference": each.application,
                "member": each.member,
                "role": each.duty,
                "why": each.why,
            }
            for each in proposal.changes
        ],
        "warnings": list(proposal.warnings),
    }


def _explained(path: Path, reference: str, wishes: assigning.Wishes) -> Answer:
    from dd_panel.services.assignment.desk import limit_of
    from dd_panel.services.assignment.words import why

    with open_round(path, writing=False) as place:
        now = assigning.see_situation(place)
    wanted = _reference(now, reference)
    reviews = wishes.reviews or now.rules.reviews_per_application
    members = [
        {
            "member": each.member_id,
            "name": each.name,
            "assigned": now.counts((each.member_id, wanted)),
            "why": why(now, each.member_id, wanted, limit_of(now, each, wishes.max_load), reviews),
        }
        for each in now.members
    ]
    return Answer({"reference": wanted, "members": members}, [str(each["why"]) for each in members])


def _reference(now: Situation, name: str) -> Reference:
    for each in now.applications:
        if identity(each.reference) == identity(name):
            return each.reference
    raise no_reference(name)


COMMANDS = (assign,)
