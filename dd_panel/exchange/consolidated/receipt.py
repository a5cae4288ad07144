"""The sheet Receipt: everything expected against everything received, in total, by member and by application."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from dd_panel.domain.reviews import ScoreState
from dd_panel.exchange.consolidated.contents import WAITING
from dd_panel.exchange.consolidated.page import Column, Page, Styled, Value, day
from dd_panel.text import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dd_panel.exchange.consolidated.contents import Consolidation
    from dd_panel.exchange.consolidated.names import Names

_STATES = (ScoreState.SCORED, ScoreState.CANNOT_JUDGE, ScoreState.CONFLICTED, ScoreState.NOT_YET_SCORED, WAITING)
WIDTHS = (12, 36, 26, 12, 12, 12, 12, 12, 12, 14, 34)


def write_receipt(page: Page, contents: Consolidation, names: Names) -> None:
    """Counts that add up, control totals, who is outstanding, and what waits for a decision."""
    for number, width in enumerate(WIDTHS):
        page.sheet.set_column(number, number, width)
    page.heading(
        _("{round}: receipt").format(round=contents.rules.name),
        _("Every score that was expected, and what became of it, as at {when}.").format(when=day(contents.made)),
    )
    _totals(page, contents)
    if contents.entered:
        _entered(page, contents.entered)
    _by_member(page, contents, names)
    _by_application(page, contents)
    if contents.waiting:
        _waiting(page, contents, names)
    page.finish()


def _totals(page: Page, contents: Consolidation) -> None:
    receipt, styles = contents.receipt, page.styles
    page.section(_("In total"))
    strong = styles.cell(bold=True, align="right", indent=1, num_format="#,##0")
    counted = (
        (_("Scores expected"), Styled(receipt.expected, strong)),
        (_("Scored"), receipt.scored),
        (_("Cannot judge"), receipt.cannot_judge),
        (_("Conflict of interest"), receipt.conflicted),
        (_("Not yet scored"), receipt.not_yet_scored),
        (_("Waiting for a decision"), receipt.waiting),
    )
    total = styles.cell(align="right", indent=1, num_format="#,##0.########")
    sums = (
        (_("Sum of the scores as read from the files"), Styled(receipt.sum_in, total)),
        (_("Sum of the scores as kept"), Styled(receipt.sum_out, total)),
    )
    for label, value in (*counted, *sums):
        _pair(page, label, value)
    good = styles.cell(bold=True, indent=1, font_color="good", bg_color="goodSoft")
    bad = styles.cell(bold=True, indent=1, font_color="bad", bg_color="badSoft")
    if receipt.adds_up:
        verdict = Styled(_("The counts add up and both sums agree."), good)
    else:
        verdict = Styled(_("This does not add up. Please report it: the program is at fault."), bad)
    page.put(1, verdict, good)
    page.put(2, None, verdict.look)
    page.row += 2


def _entered(page: Page, entered: Mapping[str, int]) -> None:
    """From received to eligible; the parts add up to the whole."""
    strong = page.styles.cell(bold=True, align="right", indent=1, num_format="#,##0")
    page.section(_("From received to eligible"))
    for label, value in (
        (_("Applications received"), Styled(entered["received"], strong)),
        (_("Withdrawn"), entered["withdrawn"]),
        (_("Ineligible"), entered["ineligible"]),
        (_("To be checked"), entered["check"]),
        (_("Eligible"), entered["eligible"]),
    ):
        _pair(page, label, value)
    page.row += 1


def _pair(page: Page, label: str, value: Value | Styled) -> None:
    page.put(1, label, page.styles.text)
    page.put(2, value, page.styles.number)
    page.row += 1


def _count_columns(page: Page) -> list[Column]:
    number = page.styles.tally
    return [
        Column(header, 12, number, align="right")
        for header in (
            _("Expected"),
            _("Scored"),
            _("Cannot judge"),
            _("Conflicted"),
            _("Not yet scored"),
            _("Waiting"),
        )
    ]


def _by_member(page: Page, contents: Consolidation, names: Names) -> None:
    text = page.styles.text
    columns = [
        Column(_("ID"), 12, page.styles.quiet),
        Column(_("Member"), 36, page.styles.strong),
        Column(_("Organisation"), 26, text),
        *_count_columns(page),
        Column(_("Applications"), 14, page.styles.number, align="right"),
        Column(_("Scoresheet"), 34, text),
    ]
    states = Counter((str(line.member), line.state) for line in contents.scores)
    load = Counter(review.member for review in contents.reviews)
    outstanding = set(contents.receipt.outstanding_members)
    late = page.styles.cell(font_color="warn", bold=True, indent=1)
    page.section(_("By member"))
    page.header(columns, repeat=False)

    def rows() -> Iterator[list[Value | Styled]]:
        for member in contents.members:
            if not load[member.member_id]:
                continue
            missing = member.member_id in outstanding
            yield [
                names.member_id(member.member_id),
                member.name if names.open else names.member(member.member_id),
                member.organisation if names.open else "",
                *_counts(states, member.member_id),
                load[member.member_id],
                Styled(_("outstanding"), late) if missing else _("received"),
            ]

    page.rows(columns, rows())
    page.row += 1


def _by_application(page: Page, contents: Consolidation) -> None:
    columns = [
        Column(_("Reference"), 12, page.styles.quiet),
        Column(_("Lead authority"), 36, page.styles.strong),
        Column(_("Service"), 26, page.styles.text),
        *_count_columns(page),
        Column(_("Reviews that count"), 14, page.styles.number, align="right"),
        # Beside the number before it: “2 of 3”, and still a number.
        Column(_("Planned"), 34, page.styles.cell(align="left", indent=1, num_format=_('"of "0'))),
    ]
    states = Counter((str(line.reference), line.state) for line in contents.scores)
    page.section(_("By application"))
    page.header(columns, repeat=False)
    page.rows(
        columns,
        (
            [
                line.reference,
                line.lead_authority,
                line.service,
                *_counts(states, line.reference),
                line.reviews,
                line.planned,
            ]
            for line in contents.ranked
        ),
    )
    page.row += 1


def _counts(states: Mapping[tuple[str, str], int], key: str) -> list[int]:
    found = [states.get((key, str(state)), 0) for state in _STATES]
    return [sum(found), *found]


def _waiting(page: Page, contents: Consolidation, names: Names) -> None:
    text, quiet = page.styles.text, page.styles.quiet
    columns = [
        Column(_("Finding"), 12, page.styles.cell(align="left", indent=1)),
        Column(_("What is wrong"), 36, text),
        Column(_("Member"), 26, text),
        Column(_("Reference"), 12, text),
        Column(_("Criterion"), 12, text),
        Column(_("Kind"), 12, text),
        Column(_("Found"), 12, text),
        Column(_("Proposed"), 12, text),
        Column(_("Sheet"), 12, quiet),
        Column(_("Cell"), 14, quiet),
        Column(_("File"), 34, quiet),
    ]
    page.section(_("What waits for a decision"))
    page.header(columns, repeat=False)
    page.rows(
        columns,
        (
            [
                line.number,
                line.sentence,
                names.member(line.member),
                line.reference,
                names.criterion(line.criterion).short if line.criterion else "",
                line.kind,
                line.found,
                line.proposed,
                line.sheet,
                line.cell,
                names.file(line.file),
            ]
            for line in contents.waiting
        ),
    )
