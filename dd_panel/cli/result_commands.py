"""Commands about results: the ranking, the consolidated workbook, checking a file, and the example from end to end."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from dd_panel.analysis.uncertainty import chance_in_words
from dd_panel.cli.answers import Answer, answering, progress_shown, table
from dd_panel.cli.places import FILE, now, open_round, unlocking
from dd_panel.cli.return_commands import receipt_document, receipt_lines
from dd_panel.domain.ranking import line_after
from dd_panel.domain.scale import rounded
from dd_panel.exchange.consolidated.contents import NAMINGS
from dd_panel.services.results.money import fund_sentences
from dd_panel.services.results.panel_results import how_sure_sentences
from dd_panel.services.results.ranking import see_outlook
from dd_panel.text import _, ngettext

if TYPE_CHECKING:
    from fractions import Fraction

    from dd_panel.exchange.consolidated.contents import Naming
    from dd_panel.services.results.ranking import Outlook, Ranking, RankingLine


def ranking_document(outlook: Outlook) -> dict[str, object]:
    """The ranking in the keys that scripts rely on; what can't be computed is null."""
    ranking = outlook.ranking
    return {
        "places": ranking.rules.places,
        "method": ranking.rules.method,
        "applications": [_line_document(outlook, line) for line in ranking.lines],
    }


def _line_document(outlook: Outlook, line: RankingLine) -> dict[str, object]:
    ranking, reference = outlook.ranking, line.application.reference
    likely = outlook.likely.get(reference)
    return {
        "reference": reference,
        "lead_authority": line.application.lead_authority,
        "place": line.ranked.place,
        "score": _on_scale(ranking, line.ranked.position),
        "percent": None if line.ranked.position is None else float(100 * line.ranked.position),
        "reviews": line.ranked.reviews,
        "adjusted": _on_scale(ranking, outlook.adjusted.get(reference)),
        "place_50": list(likely.middle) if likely else None,
        "place_90": list(likely.wide) if likely else None,
        "chance": likely.chance if likely else None,
        "group": likely.group if likely else "unknown",
        "flags": list(line.flags),
        "regions": list(line.regions),
    }


def _on_scale(ranking: Ranking, position: Fraction | None) -> float | None:
    return None if position is None else float(ranking.rules.rubric.scale.value_at(position))


@click.command("rank")
@click.argument("path", metavar="ROUND", type=FILE)
@answering
def rank(path: Path) -> Answer:
    """Rank the applications by the official score, and say how sure that is."""
    with open_round(path, writing=False) as place, progress_shown() as progress:
        outlook = see_outlook(place, progress=progress)
    ranking = outlook.ranking
    headers = [_("Place"), _("Reference"), _("Lead authority"), _("Score"), _("Percent"), _("Reviews")]
    if outlook.likely:
        headers += [_("Likely place"), _("In the first {places}").format(places=ranking.rules.places)]
    lines = table(
        [*headers, _("Remarks")],
        [(*_figures(ranking, line), *_likely(outlook, line), "; ".join(line.flags)) for line in ranking.lines],
        right=frozenset({0, 3, 4, 5}),
    )
    above = line_after((line.ranked.place for line in ranking.lines), ranking.rules.places)
    if above is not None:
        places = ranking.rules.places
        words = ngettext("funding line: {count} place", "funding line: {count} places", places).format(count=places)
        # Two lines of headers stand above the first application.
        lines.insert(2 + above, f"-----  {words}")
    notes = [*_waiting_notes(ranking.waiting), *fund_sentences(ranking), *how_sure_sentences(outlook)]
    return Answer(ranking_document(outlook), lines, notes, waits=ranking.waiting > 0)


def _figures(ranking: Ranking, line: RankingLine) -> tuple[str, ...]:
    """The official figures of a line, empty without a score."""
    place, position = line.ranked.place, line.ranked.position
    return (
        "" if place is None else str(place),
        line.application.reference,
        line.application.lead_authority,
        "" if position is None else rounded(ranking.rules.rubric.scale.value_at(position), 2),
        "" if position is None else rounded(100 * position, 1),
        str(line.ranked.reviews),
    )


def _likely(outlook: Outlook, line: RankingLine) -> tuple[str, ...]:
    """The range of places that holds nine in ten, and the chance in words; nothing where no line has them."""
    if not outlook.likely:
        return ()
    likely = outlook.likely.get(line.application.reference)
    if likely is None:
        return "", ""
    first, last = likely.wide
    return (str(first) if first == last else f"{first}–{last}"), chance_in_words(likely.chance)


def _waiting_notes(waiting: int) -> list[str]:
    if not waiting:
        return []
    return [
        ngettext(
            "{count} finding waits for a decision, and what it holds back does not count.",
            "{count} findings wait for a decision, and what they hold back does not count.",
            waiting,
        ).format(count=waiting)
    ]


@click.command("consolidate")
@click.argument("path", metavar="ROUND", type=FILE)
@click.option("--out", metavar="FILE", type=FILE, required=True, help="The workbook to write (.xlsx).")
@click.option("--names", "naming", type=click.Choice(NAMINGS), default="full", help="How members are named in it.")
@click.option("--for", "reader", metavar="MEMBER", help="Leave out what this member must not see.")
@answering
def consolidate(path: Path, out: Path, naming: Naming, reader: str | None) -> Answer:
    """Write the consolidated workbook."""
    # Here and in the two below, because what reads workbooks takes long to import and the ranking reads none.
    from dd_panel.services.results.consolidating import consolidate as write_workbook

    with open_round(path, writing=False) as place, progress_shown() as progress:
        result = write_workbook(place, out, naming=naming, reader=reader, progress=progress)
    document: dict[str, object] = {
        "file": out,
        "sheets": list(result.sheets),
        "receipt": receipt_document(result.receipt),
        "waiting": result.waiting,
        "names": naming,
        "for": reader,
        "withheld": list(result.withheld),
    }
    lines = [_("{file} is written: {sheets}.").format(file=out, sheets=", ".join(result.sheets))]
    lines += receipt_lines(result.receipt)
    return Answer(document, lines, _waiting_notes(result.waiting), waits=result.waiting > 0)


@click.command("verify")
@click.argument("path", metavar="FILE", type=FILE)
@answering
def verify(path: Path) -> Answer:
    """Check any file of ours: a round, review, pack, scoresheet, consolidated workbook, conflicts form, or minutes."""
    from dd_panel.services.verifying import verify as verify_file

    result = unlocking(lambda passphrase: verify_file(path, passphrase))
    document: dict[str, object] = {
        "file": path,
        "kind": result.kind,
        "sound": not result.problems,
        "facts": dict(result.facts),
        "problems": list(result.problems),
    }
    verdict = _("sound") if not result.problems else _("damaged")
    lines = [_("{file}: {kind}, {verdict}.").format(file=path.name, kind=result.kind, verdict=verdict)]
    lines += [f"  {name}: {value}" for name, value in result.facts.items()]
    lines += [f"  {problem}" for problem in result.problems]
    return Answer(document, lines, refused=bool(result.problems))


@click.command("demo")
@click.argument("folder", metavar="[DIR]", type=FILE, default=Path("dd-panel-demo"))
@answering
def demo(folder: Path) -> Answer:
    """Do the whole main job on the example round and leave every file in DIR."""
    from dd_panel.services.demonstration import run_demo

    with progress_shown() as progress:
        report = run_demo(folder, now, progress=progress)
    document: dict[str, object] = {
        "folder": folder,
        "round": report.round_file,
        "packs": list(report.packs),
        "reviews": list(report.reviews),
        "scoresheets": list(report.scoresheets),
        "workbook": report.workbook,
        "files": [{"file": each.file, "status": each.status} for each in report.merge.files],
        "receipt": receipt_document(report.merge.receipt),
        "waiting": report.merge.waiting,
        "ranking": ranking_document(report.outlook)["applications"],
    }
    lines = [*report.story, *receipt_lines(report.merge.receipt)]
    return Answer(document, lines, _waiting_notes(report.merge.waiting), waits=report.merge.waiting > 0)


COMMANDS = (rank, consolidate, verify, demo)
