"""The command for the rubric of a round: who has it, and changing it by an explicit way across."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from dd_panel.cli.answers import Answer, answering
from dd_panel.cli.places import FILE, open_round
from dd_panel.domain.identifiers import CriterionKey
from dd_panel.exchange.round_definition import read_round
from dd_panel.services.round.changing_rubric import change_rubric, plan_rubric, see_rubric
from dd_panel.text import _, ngettext

if TYPE_CHECKING:
    from pathlib import Path

    from dd_panel.domain.rubric_change import WayAcross
    from dd_panel.services.round.changing_rubric import RubricView


@click.command("rubric")
@click.argument("path", metavar="ROUND", type=FILE)
@click.option("--round", "definition", metavar="ROUND.toml", type=FILE, help="The definition with the new criteria.")
@click.option("--carry", metavar="KEY", multiple=True, help="Let the scores of this criterion stand; several times.")
@click.option("--reason", default="", help="Why it changes; needed once members have it.")
@click.option("--dry-run", is_flag=True, help="Only say what would change.")
@answering
def rubric(path: Path, definition: Path | None, carry: tuple[str, ...], reason: str, *, dry_run: bool) -> Answer:
    """Say who has the rubric, or change it.

    Once packs or scoresheets are out the rubric is frozen. Changing it then makes a new version: scoresheets of the
    version before are refused, and scores are cleared but for the criteria named with --carry.
    """
    keys = [CriterionKey(each) for each in carry]
    with open_round(path, writing=definition is not None and not dry_run) as place:
        if definition is None:
            return _state(see_rubric(place))
        rules = read_round(definition)
        frozen = see_rubric(place).frozen
        plan = plan_rubric(place, rules, keys)
        if not dry_run:
            change_rubric(place, rules, keys, reason)
    return _plan(plan, rules.rubric.version, frozen=frozen, done=not dry_run)


def _state(view: RubricView) -> Answer:
    document: dict[str, object] = {
        "rubric": view.rules.rubric.version,
        "criteria": list(view.rules.rubric.keys),
        "frozen": view.frozen,
        "sent": [{"at": each.at.isoformat(), "members": each.about.note} for each in view.sent],
        "begun": view.begun,
        "changes": [
            {"at": each.at.isoformat(), "who": each.who, "what": each.about.note, "reason": each.reason}
            for each in view.changes
        ],
    }
    frozen = _("Frozen: members have it, or scores stand on it.") if view.frozen else _("Nobody has it yet.")
    begun = ngettext("{count} review is begun.", "{count} reviews are begun.", view.begun).format(count=view.begun)
    lines = [
        _("Rubric {version}. {frozen} {begun}").format(version=view.rules.rubric.version, frozen=frozen, begun=begun)
    ]
    return Answer(document, [*lines, *(f"{each.about.note} {each.reason}" for each in view.changes)])


def _plan(plan: WayAcross, version: str, *, frozen: bool, done: bool) -> Answer:
    document: dict[str, object] = {
        "rubric": version,
        "new_version": plan.new_version and frozen,
        "done": done,
        "criteria": [
            {"criterion": each.key, "fate": each.fate, "words": list(each.words), "may_carry": each.carries}
            for each in plan.changes
        ],
        "carried": list(plan.carried),
        "begun": plan.begun,
        "again": plan.again,
        "kept": plan.kept,
        "dropped": plan.dropped,
    }
    lines = [
        _("{criterion}: {words}").format(criterion=each.title, words=_(", ").join(each.words) or _("nothing changes"))
        for each in plan.changes
    ]
    sums = _("{begun} reviews are begun, {again} to be done again; {kept} scores stand, {dropped} are cleared.")
    lines.append(sums.format(begun=plan.begun, again=plan.again, kept=plan.kept, dropped=plan.dropped))
    if not done:
        lines.append(_("Nothing was changed."))
    return Answer(document, lines)


COMMANDS = (rubric,)
