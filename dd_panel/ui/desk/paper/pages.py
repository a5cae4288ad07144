"""A member's reviews as the pages of a PDF, made beside the window."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRectF, QSizeF
from PySide6.QtGui import (
    QFont,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QTextBlockFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
)

from dd_panel.domain.evidence import one_line
from dd_panel.domain.reviews import ScoreState
from dd_panel.domain.totals import weighted_total
from dd_panel.exchange.files import write_whole
from dd_panel.text import _
from dd_panel.ui.dates import full_date
from dd_panel.ui.desk.conflicts.dialog import kind_in_words
from dd_panel.ui.desk.words import figure_words, place_words, verdict_words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from dd_panel.domain.applications import Application
    from dd_panel.domain.marks import Mark
    from dd_panel.domain.reviews import Review
    from dd_panel.domain.rubric import Criterion, Rubric
    from dd_panel.services.review.paper import OnPaper, Paper
    from dd_panel.ui.jobs import Report

POINTS: Final = 10.5
DOTS: Final = 96
MARGIN_MM: Final = 18
FOOT: Final = 28
REVIEW_LEVEL: Final = 2
LEAST_OF_REVIEW: Final = 180
"""How much of a review must fit below its heading on a page, in dots: who applies, the total and the first scores."""
ALTERNATES: Final = ("calt", "case", "ccmp", "locl", "tnum")
STYLE: Final = (
    "h1{font-size:18pt;margin:0 0 4px 0} h2{font-size:14pt;margin:18px 0 2px 0} h3{font-size:11pt;margin:10px 0 2px 0}"
    "p{margin:0 0 6px 0} .small{font-size:9pt;color:#444} .new{page-break-before:always}"
)


def html_of(paper: Paper) -> str:
    """The whole paper as simple HTML; every text of a person or an applicant is escaped."""
    desk = paper.desk
    left = desk.unfinished
    state = _("draft: {count} to finish").format(count=left) if left else _("complete")
    parts = [
        f"<h1>{_text(desk.rules.name)}</h1>",
        f"<p class='small'>{_text(desk.member.name)} · {_text(full_date(paper.at))} · {_text(state)}</p>",
    ]
    if paper.statement is not None:
        stated = _("No other conflicts of interest: stated on {day}").format(day=full_date(paper.statement.at))
        parts.append(f"<p class='small'>{_text(stated)}</p>")
    for at, sheet in enumerate(paper.sheets):
        parts.append(_sheet(sheet, desk.rules.rubric, first=at == 0))
    return "".join(parts)


def _sheet(sheet: OnPaper, rubric: Rubric, *, first: bool) -> str:
    item, application = sheet.item, sheet.item.application
    new = "" if first or sheet.text is None else " class='new'"
    about = " · ".join(part for part in (application.service, application.model) if part)
    parts = [f"<h2{new}>{_text(application.reference)} {_text(application.lead_authority)}</h2>"]
    if application.title:
        parts.append(f"<p><b>{_text(application.title)}</b></p>")
    if about:
        parts.append(f"<p class='small'>{_text(about)}</p>")
    if item.conflict:
        said = _("Conflict declared – not scored. {conflict}").format(conflict=kind_in_words(item.conflict))
        return "".join((*parts, f"<p>{_text(said)}</p>"))
    parts.append(_review(item.review, rubric))
    if sheet.text is not None:
        parts.append(_marks(sheet.marks))
        parts.append(_answers(sheet.text))
    return "".join(parts)


def _review(review: Review, rubric: Rubric) -> str:
    figure, of = figure_words(weighted_total(rubric, review.scores))
    verdict = verdict_words(review.recommendation) or _("no recommendation yet")
    parts = [f"<p><b>{_text(_('Total {figure} {of}').format(figure=figure, of=of))}</b> · {_text(verdict)}</p>"]
    parts += [_criterion(review, criterion) for criterion in rubric.criteria]
    for title, words_said in (
        (_("Guidance to the applicant"), review.guidance),
        (_("Support that would help"), review.support),
    ):
        if words_said.strip():
            parts.append(f"<h3>{_text(title)}</h3><p>{_text(words_said)}</p>")
    return "".join(parts)


def _criterion(review: Review, criterion: Criterion) -> str:
    score = review.scores[criterion.key]
    if score.mark is not None:
        name = criterion.scale.name_of(score.mark)
        said = f"{criterion.scale.text_of(score.mark)} {name}".strip()
    else:
        said = _("cannot judge") if score.state is ScoreState.CANNOT_JUDGE else _("not yet scored")
    lines = [f"<p><b>{_text(criterion.title)}: {_text(said)}</b>"]
    if reason := review.comments.get(criterion.key, "").strip():
        lines.append(f"<br>{_text(reason)}")
    if quotes := review.evidence.get(criterion.key, "").strip():
        lines.append(f"<br><i>{_text(quotes)}</i>")
    return "".join((*lines, "</p>"))


def _marks(marks: Sequence[Mark]) -> str:
    """Highlights and private notes, for the member's own paper alone."""
    lines = []
    for mark in marks:
        quoted = f"<i>“{_text(one_line(mark.place.words))}”</i> " if mark.place.words.strip() else ""
        note = f"<br>{_text(mark.note)}" if mark.note else ""
        lines.append(f"<p>{quoted}<span class='small'>{_text(place_words(mark.place))}</span>{note}</p>")
    title = _("My marks – private, never exported")
    return f"<h3>{_text(title)}</h3>{''.join(lines)}" if lines else ""


def _answers(application: Application) -> str:
    parts = [f"<h3>{_text(_('The application'))}</h3>"]
    parts += [f"<h3>{_text(each.question)}</h3><p>{_text(each.text)}</p>" for each in application.answers]
    if application.attachments:
        names = ", ".join(each.name for each in application.attachments)
        parts.append(f"<p class='small'>{_text(_('Attached: {names}').format(names=names))}</p>")
    return "".join(parts)


def _text(words: str) -> str:
    return escape(words).replace("\n", "<br>")


def pdf_work(html: str, title: str, path: Path, family: str) -> Callable[[Report], Path]:
    """Work for a job: draw the pages one by one and write the whole file or none."""

    def work(report: Report) -> Path:
        content = _pdf(html, title, family, report)
        write_whole(path, content, ours=_is_pdf)
        return path

    return work


def _pdf(html: str, title: str, family: str, report: Report) -> bytes:
    held = QByteArray()
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(title)
    writer.setResolution(DOTS)
    margins = QMarginsF(MARGIN_MM, MARGIN_MM, MARGIN_MM, MARGIN_MM)
    layout = QPageLayout(QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, margins)
    layout.setUnits(QPageLayout.Unit.Millimeter)
    layout.setMargins(margins)
    writer.setPageLayout(layout)
    wide, high = writer.width(), writer.height() - FOOT
    document = QTextDocument()
    document.documentLayout().setPaintDevice(writer)
    font = document.defaultFont()
    font.setFamily(family)
    font.setPointSizeF(POINTS)
    for feature in ALTERNATES:
        # A PDF's words can be searched and read aloud only while every letter is the font's plain one.
        font.setFeature(QFont.Tag(feature), 0)
    document.setDefaultFont(font)
    document.setDocumentMargin(0)
    document.setDefaultStyleSheet(STYLE)
    document.setHtml(html)
    document.setPageSize(QSizeF(wide, high))
    _keep_together(document, high)
    pages = document.pageCount()
    painter = QPainter(writer)
    try:
        for page in range(pages):
            report(page, pages, _("Page {page} of {pages}").format(page=page + 1, pages=pages))
            if page:
                writer.newPage()
            _draw_page(painter, document, (wide, high, page, pages), title)
    finally:
        painter.end()
        # What stops the work is told on the window's thread and remembers this place: no document may go along.
        del painter, document
    return bytes(held.data())


def _keep_together(document: QTextDocument, high: int) -> None:
    """Begin a review on the next page where little more than its heading would stand at the foot of this one."""
    layout, cursor = document.documentLayout(), QTextCursor(document)
    on_next_page = QTextBlockFormat()
    on_next_page.setPageBreakPolicy(QTextFormat.PageBreakFlag.PageBreak_AlwaysBefore)
    block = document.begin()
    while block.isValid():
        begins = block.blockFormat().headingLevel() == REVIEW_LEVEL
        if begins and high - layout.blockBoundingRect(block).top() % high < LEAST_OF_REVIEW:
            cursor.setPosition(block.position())
            cursor.mergeBlockFormat(on_next_page)
            document.markContentsDirty(0, document.characterCount())  # what follows is measured where it now is
        block = block.next()


def _draw_page(painter: QPainter, document: QTextDocument, place: tuple[int, int, int, int], title: str) -> None:
    wide, high, page, pages = place
    painter.save()
    painter.setClipRect(0, 0, wide, high)
    painter.translate(0, -page * high)
    # Without these bounds the first lines of the next page are there too, unseen, to be found and read aloud twice.
    document.drawContents(painter, QRectF(0, page * high, wide, high))
    painter.restore()
    font = document.defaultFont()
    font.setPointSizeF(POINTS - 2)
    painter.setFont(font)
    foot = _("{title} · page {page} of {pages}").format(title=title, page=page + 1, pages=pages)
    painter.drawText(0, high + FOOT - 4, foot)


def _is_pdf(path: Path) -> bool:
    """Whether a PDF may take the place of what is there: only of another PDF, which the person chose to replace."""
    with path.open("rb") as file:
        return file.read(5) == b"%PDF-"
