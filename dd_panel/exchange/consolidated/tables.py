"""The flat sheets: Scores, Comments, Guidance and support, Conflicts, Sources; one header row, no merged cells."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from dd_panel.domain.reviews import CANNOT_JUDGE
from dd_panel.exchange.consolidated.page import Column, Page, Styled, Value
from dd_panel.text import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from dd_panel.domain.identifiers import CriterionKey
    from dd_panel.exchange.consolidated.contents import Consolidation, ScoreLine
    from dd_panel.exchange.consolidated.names import Names
    from dd_panel.exchange.consolidated.styles import Align

SCORES_HEADERS = (
    "Reference",
    "Lead authority",
    "Member",
    "Criterion",
    "Weight",
    "State",
    "Score",
    "Comment",
    "File",
    "Sheet",
    "Cell",
)
"""A contract with scripts: these words never change, and are not translated."""

_ALIGNED: dict[str, Align] = {"Weight": "right", "Score": "center"}

_Row = tuple[Value | Styled, ...]


def write_scores(page: Page, contents: Consolidation, names: Names) -> None:
    """One row for each place for a score. Members and criteria by id and key, as everywhere in the program's data."""
    styles = page.styles
    widths = (11, 32, 9, 15, 9, 14, 8, 60, 26, 10, 8)
    looks = [styles.single] * len(widths)
    looks[4] = styles.cell(align="right", indent=1)
    looks[6] = styles.cell(align="center")
    looks[8:] = [styles.quiet_single] * 3
    columns = [
        Column(header, width, look, align=_ALIGNED.get(header, "left"), wraps=False)
        for header, width, look in zip(SCORES_HEADERS, widths, looks, strict=True)
    ]
    weights = {criterion.key: criterion.weight for criterion in contents.rules.rubric.criteria}

    def rows() -> Iterator[_Row]:
        for line in contents.scores:
            yield (
                line.reference,
                names.authority(line.reference),
                names.member_id(line.member),
                line.criterion,
                weights[line.criterion],
                line.state,
                _heated(page, names, line),
                line.comment,
                names.file(line.file),
                line.sheet,
                line.cell,
            )

    _flat(page, columns, rows(), frozen=1)


def write_second_looks(page: Page, contents: Consolidation, names: Names) -> None:
    """First and second score beside each other, and which of them counts."""
    styles = page.styles
    columns = [
        Column(_("Reference"), 11, styles.text),
        Column(_("Lead authority"), 28, styles.text),
        Column(_("Criterion"), 22, styles.text),
        Column(_("Member"), 20, styles.text),
        Column(_("First score"), 12, styles.cell(align="center"), align="center"),
        Column(_("First comment"), 44, styles.text),
        Column(_("Second score"), 12, styles.cell(align="center"), align="center"),
        Column(_("Second look, why"), 44, styles.text),
        Column(_("Counts"), 10, styles.text),
        Column(_("File"), 26, styles.quiet),
        Column(_("Sheet"), 12, styles.quiet),
        Column(_("Cell"), 8, styles.quiet),
    ]
    rows = (
        (
            line.reference,
            names.authority(line.reference),
            names.criterion(line.criterion).title,
            names.member(line.member),
            _number_or_word(line.first),
            line.first_comment,
            _number_or_word(line.second),
            line.reason,
            _("second") if line.second else _("first"),
            names.file(line.file),
            line.sheet,
            line.cell,
        )
        for line in contents.second_looks
    )
    _flat(page, columns, rows, frozen=1)


def _number_or_word(score: str) -> Value:
    """A kept score as a number where it is one."""
    return Decimal(score) if score and score != CANNOT_JUDGE else score or None


def write_comments(page: Page, contents: Consolidation, names: Names) -> None:
    """One row for each comment, with the quotes a member collected where there are any."""
    text = page.styles.text
    columns = [
        Column(_("Reference"), 11, text),
        Column(_("Lead authority"), 28, text),
        Column(_("Criterion"), 26, text),
        Column(_("Member"), 20, text),
        Column(
            _("Score"),
            12,
            page.styles.cell(align="center", italic=True, font_color="ink3"),
            align="center",
        ),
        Column(_("Comment"), 90, text),
    ]
    with_evidence = any(line.evidence for line in contents.scores)
    if with_evidence:
        columns.append(Column(_("Evidence from the application"), 60, text))
    titles = {key: names.criterion(key).title for key in contents.rules.rubric.keys}

    def rows() -> Iterator[_Row]:
        for line in commented(contents):
            row = (
                line.reference,
                names.authority(line.reference),
                titles[line.criterion],
                names.member(line.member),
                _heated(page, names, line) or line.state,
                line.comment,
            )
            yield (*row, line.evidence) if with_evidence else row

    _flat(page, columns, rows(), frozen=1)


def commented(contents: Consolidation) -> Iterable[ScoreLine]:
    """The places for a score that bear a comment or a quote, application by application and criterion by criterion."""
    order = {line.reference: number for number, line in enumerate(contents.ranked)}
    criteria: dict[CriterionKey, int] = {key: number for number, key in enumerate(contents.rules.rubric.keys)}
    said = (line for line in contents.scores if line.comment or line.evidence)
    return sorted(said, key=lambda line: (order.get(line.reference, len(order)), criteria[line.criterion]))


def write_guidance(page: Page, contents: Consolidation, names: Names) -> None:
    """What members advise applicants, and the support they think would help."""
    text = page.styles.text
    columns = [
        Column(_("Reference"), 11, text),
        Column(_("Lead authority"), 28, text),
        Column(_("Member"), 20, text),
        Column(_("Recommendation"), 17, text),
        Column(_("Guidance to the applicant"), 80, text),
        Column(_("Support that would help"), 50, text),
    ]
    rows = (
        (
            line.reference,
            names.authority(line.reference),
            names.member(line.member),
            line.recommendation,
            line.guidance,
            line.support,
        )
        for line in contents.reviews
        if line.guidance or line.support
    )
    _flat(page, columns, rows, frozen=1)


def write_conflicts(page: Page, contents: Consolidation, names: Names) -> None:
    """Who must not judge what, why, and where that was said."""
    styles = page.styles
    columns = [
        Column(_("Reference"), 11, styles.text),
        Column(_("Lead authority"), 30, styles.text),
        Column(_("Member"), 22, styles.text),
        Column(_("Conflict of interest"), 60, styles.text),
        Column(_("Declared"), 20, styles.moment),
        Column(_("File"), 28, styles.quiet),
        Column(_("Sheet"), 12, styles.quiet),
        Column(_("Cell"), 8, styles.quiet),
    ]
    rows = (
        (
            line.reference,
            names.authority(line.reference),
            names.member(line.member),
            # What somebody wrote about a conflict tells who it is; the kind stands before the colon.
            line.text if names.open else line.text.partition(":")[0] if ":" in line.text else _("declared"),
            line.declared,
            names.file(line.file),
            line.sheet,
            line.cell,
        )
        for line in contents.conflicts
    )
    _flat(page, columns, rows, frozen=1)


def write_sources(page: Page, contents: Consolidation, names: Names) -> None:
    """Every file that was received, with the fingerprint of its bytes."""
    styles = page.styles
    columns = [
        Column(_("File"), 34, styles.text),
        Column(
            _("SHA-256"),
            37,
            styles.cell(font_name="Consolas", font_size=9, font_color="ink2", indent=1, text_wrap=True),
        ),
        Column(_("Member"), 22, styles.text),
        Column(_("Export"), 9, styles.number, align="right"),
        Column(_("Saved"), 20, styles.moment),
        Column(_("Received"), 20, styles.moment),
        Column(_("Status"), 20, styles.text),
        Column(_("Findings waiting"), 10, styles.number, align="right"),
        Column(_("Remarks"), 46, styles.text),
    ]
    rows = (
        (
            names.file(line.file),
            line.sha256,
            names.member(line.member),
            line.export,
            line.saved,
            line.received,
            line.status,
            line.waiting or None,
            "; ".join(line.remarks),
        )
        for line in contents.sources
    )
    _flat(page, columns, rows, frozen=1)


def _heated(page: Page, names: Names, line: ScoreLine) -> Styled | None:
    if line.score is None:
        return None
    return Styled(line.score, page.styles.heat(names.criterion(line.criterion), line.score))


def _flat(page: Page, columns: Sequence[Column], rows: Iterable[Sequence[Value | Styled]], *, frozen: int) -> None:
    page.widths(columns)
    page.header(columns)
    count = page.rows(columns, rows)
    page.sheet.autofilter(0, 0, count, len(columns) - 1)
    page.finish(freeze=(1, frozen))
