"""The sheet Method: how the numbers came about, in plain words, with the whole rubric."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dd_panel import __version__
from dd_panel.domain.method import from_score_to_place, how_sure_it_is
from dd_panel.domain.scale import plain
from dd_panel.exchange.consolidated.page import Column, Page, Value, day
from dd_panel.text import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dd_panel.domain.rounds import Round
    from dd_panel.domain.rubric import Criterion
    from dd_panel.domain.scale import Scale
    from dd_panel.exchange.consolidated.contents import Consolidation


def write_method(page: Page, contents: Consolidation) -> None:
    """The round's rules, the rubric, and each step from a score to a place."""
    styles, rules = page.styles, contents.rules
    columns = [
        Column(_("Criterion"), 22, styles.strong),
        Column(_("Title"), 84, styles.text),
        Column(_("Weight"), 10, styles.cell(align="right", indent=1), align="right"),
        Column(_("Share"), 10, styles.cell(align="right", indent=1, num_format="0.0%"), align="right"),
        Column(_("Scores"), 26, styles.text),
        Column(_("Comment"), 16, styles.text),
        Column(_("Minimum"), 11, styles.cell(align="right", indent=1), align="right"),
    ]
    page.widths(columns)
    page.heading(_("{round}: method").format(round=rules.name), _("How the numbers in this workbook came about."))
    facts = [Column("", 22, styles.cell(font_color="ink2", indent=1)), Column("", 84, styles.text)]
    page.section(_("In words"))
    page.rows(facts, ((str(number), words) for number, words in enumerate(_steps(contents), start=1)))
    page.row += 1
    page.section(_("The rubric"))
    page.header(columns, repeat=False)
    page.rows(columns, (_criterion(rules, criterion) for criterion in rules.rubric.criteria))
    page.row += 1
    levels = list(_levels(rules))
    if levels:
        page.section(_("What each score means"))
        described = [Column(_("Criterion and score"), 22, styles.strong), Column(_("Description"), 84, styles.text)]
        page.header(described, repeat=False)
        page.rows(described, levels)
        page.row += 1
    page.section(_("The round"))
    page.rows(facts, _facts(contents))
    page.finish()


def _steps(contents: Consolidation) -> Iterator[str]:
    rules = contents.rules
    yield from from_score_to_place(rules, second_looks=bool(contents.second_looks))
    yield from how_sure_it_is(rules)
    yield _(
        "Ranking is worked out from Scores and the weights above its table: type over a weight or the number of places,"
        " and the order follows. Likely places and flags stay as they were when this workbook was made."
    )
    if contents.naming != "full":
        yield _(
            "Members stand under {names}, and their files under other names, for publication. What people wrote in"
            " comments, guidance, conflicts and reasons is left as it is: read it before this workbook is published."
        ).format(names=_("initials") if contents.naming == "initials" else _("letters"))
    yield _(
        "Every score in Scores names the file, sheet and cell it was read from, and one that somebody set instead the"
        " file that was in doubt, without a cell. Sources names each file's SHA-256."
    )


def _criterion(rules: Round, criterion: Criterion) -> list[Value]:
    return [
        criterion.key,
        f"{criterion.title}\n{criterion.guidance}" if criterion.guidance else criterion.title,
        criterion.weight,
        rules.rubric.weight_share(criterion),
        _scale(criterion.scale),
        str(criterion.comment),
        criterion.minimum,
    ]


def _scale(scale: Scale) -> str:
    return _("{lowest} to {highest} by {step}, best is {best}").format(
        lowest=plain(scale.lowest),
        highest=plain(scale.highest),
        step=plain(scale.step),
        best=plain(scale.highest if scale.best == "highest" else scale.lowest),
    )


def _levels(rules: Round) -> Iterator[tuple[str, str]]:
    for criterion in rules.rubric.criteria:
        for mark in criterion.scale.marks:
            name, words = criterion.scale.name_of(mark), criterion.descriptor(mark)
            if words:
                score = " ".join(part for part in (criterion.scale.text_of(mark), name) if part)
                yield _("{criterion}: {score}").format(criterion=criterion.short, score=score), words


def _facts(contents: Consolidation) -> Iterator[tuple[str, str]]:
    rules = contents.rules
    yield _("Round"), _("{name} ({reference})").format(name=rules.name, reference=rules.reference)
    if rules.closes:
        yield _("Closed"), day(rules.closes)
    yield _("Places"), str(rules.places)
    if rules.fund is not None:
        yield _("Fund"), f"{rules.currency} {rules.fund:,}"
    yield _("Reviews planned"), _("{count} an application").format(count=rules.reviews_per_application)
    if rules.illustrative:
        yield _("Criteria"), _("Illustrative, not those of a real competition.")
    yield _("Rubric version"), rules.rubric.version
    yield _("Round identity"), rules.round_id
    yield _("Made"), _("{when}, with dd_panel {version}").format(when=day(contents.made), version=__version__)
