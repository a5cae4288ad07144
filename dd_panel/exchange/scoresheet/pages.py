"""The pages of a scoresheet that are there to be read: rubric, help, and the applications' answers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dd_panel.domain.moments import day_words
from dd_panel.exchange.cells import normal_text, write_text
from dd_panel.exchange.scoresheet import layout
from dd_panel.exchange.scoresheet.heights import height_of, lines_of
from dd_panel.exchange.scoresheet.looks import lay_on_paper
from dd_panel.text import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

    from dd_panel.domain.applications import Application
    from dd_panel.domain.rubric import Criterion
    from dd_panel.exchange.scoresheet.layout import RowToFill, SheetToFill
    from dd_panel.exchange.scoresheet.looks import Looks

LONGEST_SHEET_NAME = 31

LONGEST_PASSAGE = 900
"""Characters of an answer in one cell: a row can be no higher than 409 points, which hides what goes beyond."""

_PAGE_WIDTH = 92
_FORBIDDEN_IN_NAMES = re.compile(r"[\[\]:*?/\\']")
_END_OF_SENTENCE = re.compile(r"(?<=[.!?;])\s+|\n")


# -- rubric ------------------------------------------------------------------------------------------------------------


def write_rubric(page: Worksheet, sheet: SheetToFill, looks: Looks) -> None:
    """One block a criterion: what to look for, and what every score means."""
    rubric = sheet.rules.rubric
    widths = (34, 9, 14, 96)
    for index, width in enumerate(widths):
        page.set_column(index, index, width)
    page.hide_gridlines(2)
    write_text(page, 0, 0, sheet.rules.name, looks.title)
    page.set_row(0, 27)
    note = _("The criteria are illustrative.") if sheet.rules.illustrative else ""
    write_text(
        page, 1, 0, " ".join(filter(None, (_("What is judged, and what each score means."), note))), looks.subtitle
    )
    headers = (_("Criterion"), _("Score"), _("Name"), _("What it means"))
    for index, header in enumerate(headers):
        write_text(page, 3, index, header, looks.header)
    row = 4
    breaks: list[int] = []
    lines = 0
    for criterion in rubric.criteria:
        levels = _described_levels(criterion)
        needed = sum(lines_of(text, widths[3]) for _number, _name, text in levels)
        if lines and lines + needed > _LINES_A_PAGE:
            breaks.append(row)
            lines = 0
        lines += needed
        row = _write_criterion(page, row, (criterion, layout.score_remark(sheet.rules, criterion)), levels, looks)
    page.set_h_pagebreaks(breaks)
    page.freeze_panes(4, 0)
    page.protect("", {"format_columns": True, "format_rows": True})
    lay_on_paper(page, _("{reference} · Rubric").format(reference=sheet.rules.reference))
    page.repeat_rows(3)
    page.fit_to_pages(1, 0)


_LINES_A_PAGE = 34


def _described_levels(criterion: Criterion) -> list[tuple[str, str, str]]:
    """Number, name and descriptor of every level that has one; of a long scale without any, just its ends."""
    scale = criterion.scale
    told = [
        (scale.text_of(mark), scale.name_of(mark), criterion.descriptor(mark))
        for mark in scale.marks
        if scale.name_of(mark) or criterion.descriptor(mark)
    ]
    ends = (scale.marks[0], scale.marks[-1])
    best = -1 if scale.best == "highest" else 0
    return told or [(scale.text_of(mark), _("best") if mark == ends[best] else _("worst"), "") for mark in ends]


def _write_criterion(
    page: Worksheet, row: int, named: tuple[Criterion, str], levels: list[tuple[str, str, str]], looks: Looks
) -> int:
    """Write one block and return the row below it."""
    criterion, remark = named
    comment = _("Comment: {when}").format(when=layout.comment_remark(criterion))
    about = "\n\n".join(filter(None, (f"{criterion.title}\n{remark}", criterion.guidance, comment)))
    last = row + len(levels) - 1
    if last > row:
        page.merge_range(row, 0, last, 0, "", looks.criterion)
    pieces = (looks.side_title, normal_text(criterion.title), looks.side_remark, about[len(criterion.title) :])
    page.write_rich_string(row, 0, *pieces, looks.criterion)
    # A merged cell lends its height to no row, so the rows are made high enough for it together.
    needed = lines_of(about, 34) + 1
    for number, (score, name, text) in enumerate(levels, start=row):
        page.set_row(number, height_of([(text, 94)], fewest=-(-needed // len(levels))) + 5)
        write_text(page, number, 1, score, looks.centred)
        write_text(page, number, 2, name, looks.cell)
        write_text(page, number, 3, text, looks.cell)
    return last + 1


# -- help --------------------------------------------------------------------------------------------------------------


def write_help(page: Worksheet, sheet: SheetToFill, looks: Looks) -> None:
    """How to fill the sheet in, in a few short paragraphs."""
    _write_topics(page, sheet, looks, _help(sheet))


def write_second_look_help(page: Worksheet, sheet: SheetToFill, looks: Looks) -> None:
    """What a second look is, and what becomes of it."""
    _write_topics(page, sheet, looks, _second_look_help())


def _write_topics(page: Worksheet, sheet: SheetToFill, looks: Looks, topics: Iterable[tuple[str, str]]) -> None:
    page.hide_gridlines(2)
    page.set_column(0, 0, 26)
    page.set_column(1, 1, 84)
    write_text(page, 0, 0, _("How to fill this in"), looks.title)
    page.set_row(0, 27)
    count = ngettext("{count} application", "{count} applications", len(sheet.rows)).format(count=len(sheet.rows))
    line = _("{round} · {name} · {count}").format(round=sheet.rules.name, name=sheet.member.name, count=count)
    write_text(page, 1, 0, line, looks.subtitle)
    for number, (what, how) in enumerate(topics, start=3):
        write_text(page, number, 0, what, looks.topic)
        write_text(page, number, 1, how, looks.cell)
        page.set_row(number, height_of([(how, 84)]) + 9)
    page.protect("", {"format_columns": True, "format_rows": True})
    lay_on_paper(page, sheet.rules.reference)
    page.fit_to_pages(1, 0)


def _help(sheet: SheetToFill) -> Iterator[tuple[str, str]]:
    yield _("Where to write"), _("White cells on the sheet Scores are yours; everything else is locked.")
    yield (
        _("Scores"),
        _("Choose from the list in the cell, or type the number. The sheet Rubric says what each score means."),
    )
    yield (
        _("Cannot judge"),
        _("Where you cannot judge a criterion, choose “cannot judge” and say why. It never counts as zero."),
    )
    yield (
        _("Empty cells"),
        _("An empty score means “not yet scored”, never zero. You can save, close and go on another day."),
    )
    yield (
        _("Conflict of interest"),
        _("If you have one, say what it is in its column and score nothing in that row; the row turns grey."),
    )
    if sheet.stated is not None:
        said = _("{name} stated on {day} to have no conflicts other than those named here.")
        yield (
            _("No other conflicts"),
            said.format(name=sheet.member.name, day=day_words(sheet.stated)),
        )
    yield (
        _("Colours and progress"),
        _(
            "Once a row is begun, amber cells still ask for something, and a red cell holds something that is no score."
            " Progress and weighted total follow what you fill in; the total leaves out what you cannot judge."
        ),
    )
    yield _("Recommendation"), _("Fund, reserve or decline. What you write as guidance may be sent to the applicant.")
    if sheet.with_answers:
        yield _("The applications"), _("Click an application’s reference to read its answers on a sheet of their own.")
    yield (
        _("Sorting and filtering"),
        _("Take the sheet’s protection off first, which has no password, and sort whole rows."),
    )
    yield (
        _("Sending it back"),
        _(
            "Please don’t delete rows or columns. Save as an Excel workbook (.xlsx) and send the whole file to the"
            " secretariat."
        ),
    )


def _second_look_help() -> Iterator[tuple[str, str]]:
    yield (
        _("What this is"),
        _("The secretariat asks you to look at these applications once more, beside what your colleagues said."),
    )
    yield (
        _("What stands here"),
        _(
            "Your own scores and comments from before, and those of colleagues without names. Their scores stand from"
            " lowest to highest and their comments by the alphabet, so neither tells who said what."
        ),
    )
    yield (
        _("If you stay with your score"),
        _("Leave the white cell empty: your score counts as it was. You may still say why in the cell beside it."),
    )
    yield (
        _("If you change it"),
        _("Choose the new score from the list or type it, and say why. The sheet Rubric says what each score means."),
    )
    yield (
        _("What counts"),
        _("Your new score counts in place of the first. The first is kept, and both are shown to the panel."),
    )
    yield (
        _("Sending it back"),
        _("Save as an Excel workbook (.xlsx) and send the whole file to the secretariat."),
    )


# -- answers -----------------------------------------------------------------------------------------------------------


class AnswerSheets:
    """A sheet for each application with what the authority wrote, but never for one in which there is a conflict."""

    def __init__(self, book: Workbook, sheet: SheetToFill, looks: Looks) -> None:
        taken = {name.casefold() for name in (layout.SCORES_SHEET, layout.RUBRIC_SHEET, layout.HELP_SHEET, "history")}
        taken.add(layout.HIDDEN_SHEET.casefold())
        self._looks = looks
        self._names: dict[str, str] = {}
        for row in sheet.rows:
            if not row.conflicted:
                name = _sheet_name(row.application.reference, taken)
                taken.add(name.casefold())
                self._names[row.application.reference] = name
                self._write(book.add_worksheet(name), row.application, sheet)

    def link(self, page: Worksheet, at: tuple[int, int], row: RowToFill) -> None:
        """Let a cell with the application's reference lead to its sheet."""
        reference = row.application.reference
        if name := self._names.get(reference):
            tip = _("Read the answers of {reference}").format(reference=reference)
            page.write_url(*at, f"internal:'{name}'!A1", self._looks.link, "", tip[:LONGEST_TIP])
            write_text(page, *at, reference, self._looks.link)

    def _write(self, page: Worksheet, application: Application, sheet: SheetToFill) -> None:
        page.hide_gridlines(2)
        page.set_column(0, 0, _PAGE_WIDTH)
        write_text(page, 0, 0, application.heading, self._looks.title)
        page.set_row(0, 27)
        page.write_url(1, 0, f"internal:'{layout.SCORES_SHEET}'!A1", self._looks.back, _("Back to the scores"))
        number = 2
        for line in _facts(application, sheet.rules.currency):
            write_text(page, number, 0, line, self._looks.body)
            page.set_row(number, height_of([(line, _PAGE_WIDTH)]))
            number += 1
        for answer in application.answers:
            write_text(page, number + 1, 0, answer.question, self._looks.heading)
            page.set_row(number + 1, height_of([(answer.question, _PAGE_WIDTH * 0.8)]) + 4)
            number += 2
            for passage in passages(answer.text):
                write_text(page, number, 0, passage, self._looks.body)
                page.set_row(number, height_of([(passage, _PAGE_WIDTH)]) + 4)
                number += 1
        page.protect("", {"format_columns": True, "format_rows": True})
        lay_on_paper(page, f"{sheet.rules.reference} · {application.reference}")
        page.set_portrait()
        page.fit_to_pages(1, 0)


LONGEST_TIP = 255


def _facts(application: Application, currency: str) -> Iterator[str]:
    sought = "" if application.support_sought is None else f"{currency} {application.support_sought:,}"
    for name, value in (
        (_("Reference"), str(application.reference)),
        (_("Lead authority"), application.lead_authority),
        (_("Partners"), "; ".join(application.partners)),
        (_("Service"), application.service),
        (_("Model"), application.model),
        (_("Support sought"), sought),
        (_("Senior sponsor"), application.sponsor),
        (_("Attachments (not in this workbook)"), "; ".join(each.name for each in application.attachments)),
    ):
        if value:
            yield f"{name}: {value}"


def _sheet_name(reference: str, taken: set[str]) -> str:
    """A name that Excel takes for a sheet: short, without some signs, and unlike every other in any case."""
    plain = _FORBIDDEN_IN_NAMES.sub("-", normal_text(reference).replace("\n", " ")).strip()[:LONGEST_SHEET_NAME] or "-"
    name, number = plain, 2
    while name.casefold() in taken:
        ending = f" ({number})"
        name, number = plain[: LONGEST_SHEET_NAME - len(ending)] + ending, number + 1
    return name


def passages(text: str) -> Iterator[str]:
    """A long text in pieces that a row can show: by paragraph, else by sentence, else by word; nothing is left out."""
    for paragraph in normal_text(text).split("\n"):
        rest = paragraph.strip()
        while len(rest) > LONGEST_PASSAGE:
            ends = [match.end() for match in _END_OF_SENTENCE.finditer(rest, 0, LONGEST_PASSAGE)]
            cut = ends[-1] if ends else rest.rfind(" ", 0, LONGEST_PASSAGE) + 1 or LONGEST_PASSAGE
            yield rest[:cut].strip()
            rest = rest[cut:].strip()
        if rest:
            yield rest
