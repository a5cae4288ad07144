"""Writes a scoresheet that opens at the first cell to fill, offers the levels, and carries its hidden memory."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import UTC
from decimal import Decimal
from typing import TYPE_CHECKING

import xlsxwriter

from dd_panel.domain.identifiers import CONFLICT, RECOMMENDATION, Field, identity
from dd_panel.domain.reviews import CANNOT_JUDGE, RECOMMENDATIONS
from dd_panel.exchange.cells import to_cell_text
from dd_panel.exchange.scoresheet import layout
from dd_panel.text import _

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

    from dd_panel.exchange.scoresheet.layout import Column, RowToFill, SheetToFill

INK, TEAL, LINE, PAPER, SHADE, CONFLICT_SHADE = "#15212B", "#0E5A63", "#DCDAD3", "#FFFFFF", "#EFEEE9", "#F0EAF9"

LONGEST_MESSAGE = 255
LONGEST_MESSAGE_TITLE = 32
"""What a workbook allows for the message beside a cell."""


def scoresheet_bytes(sheet: SheetToFill) -> bytes:
    """The whole workbook; the same contents give the same sheets. Raises InputError for a text no cell can hold."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    # A workbook keeps its times in UTC, without a zone.
    made = sheet.made.astimezone(UTC).replace(tzinfo=None)
    book.set_properties({"title": _("Scoresheet"), "subject": sheet.rules.name, "created": made})
    styles = _Styles(book)
    scores = book.add_worksheet(layout.SCORES_SHEET)
    rubric = book.add_worksheet(layout.RUBRIC_SHEET)
    help_page = book.add_worksheet(layout.HELP_SHEET)
    hidden = book.add_worksheet(layout.HIDDEN_SHEET)
    lists = _write_hidden(hidden, sheet)
    _write_scores(scores, sheet, styles, lists)
    _write_rubric(rubric, sheet, styles)
    _write_help(help_page, sheet, styles)
    hidden.very_hidden()
    scores.activate()
    book.close()
    return buffer.getvalue()


class _Styles:
    """The few cell formats of the workbook, made once."""

    def __init__(self, book: Workbook) -> None:
        base = {"font_name": "Calibri", "font_size": 11, "font_color": INK, "valign": "top"}
        grid = {**base, "border": 1, "border_color": LINE}

        def style(**more: object) -> Format:
            return book.add_format({**grid, **more})

        self.header = style(bold=True, font_color="#FFFFFF", bg_color=TEAL, text_wrap=True, valign="vcenter")
        self.fixed = style(bg_color=SHADE, text_wrap=True)
        self.score = style(locked=False, align="center", num_format="General")
        self.text = style(locked=False, text_wrap=True, num_format="@")
        self.barred = style(bg_color=CONFLICT_SHADE, text_wrap=True)
        self.barred_text = style(bg_color=CONFLICT_SHADE, text_wrap=True, locked=False, num_format="@")
        self.title = book.add_format({**base, "bold": True, "font_size": 16, "font_color": TEAL})
        self.body = book.add_format({**base, "text_wrap": True})
        self.key = book.add_format({**base, "font_color": "#7C858E", "font_size": 8})


@dataclass(frozen=True, slots=True)
class _Lists:
    """Where on the hidden sheet the choices of a column stand, as a formula."""

    by_key: dict[str, str]


def _write_hidden(page: Worksheet, sheet: SheetToFill) -> _Lists:
    facts = [
        (layout.MARK, str(layout.FORMAT)),
        ("round", sheet.rules.round_id),
        ("round reference", sheet.rules.reference),
        ("round name", sheet.rules.name),
        ("rubric", sheet.rules.rubric.version),
        ("member", sheet.member.member_id),
        ("member name", sheet.member.name),
        ("export", str(sheet.export)),
        ("made", sheet.made.isoformat()),
    ]
    for number, (name, value) in enumerate(facts):
        page.write_string(number, 0, name)
        page.write_string(number, 1, to_cell_text(value))
    number = len(facts) + 1
    page.write_row(number, 0, (layout.VALUES_AT_EXPORT, "column", "value"))
    for row in sheet.rows:
        shown = {layout.APPLICANT: row.application.heading, **row.values}
        for field, value in shown.items():
            if value:
                number += 1
                page.write_string(number, 0, identity(row.application.reference))
                page.write_string(number, 1, field)
                page.write_string(number, 2, to_cell_text(value))
    return _Lists(_write_choices(page, sheet))


def _write_choices(page: Worksheet, sheet: SheetToFill) -> dict[str, str]:
    places: dict[str, str] = {}
    offered: dict[tuple[str, ...], str] = {}
    wanted = [
        (column.key, layout.level_texts(column.criterion))
        for column in layout.columns(sheet.rules)
        if column.is_score and column.criterion
    ]
    for key, levels in [*wanted, (str(RECOMMENDATION), ())]:
        if levels not in offered:
            offered[levels] = _write_list(page, 4 + len(offered), levels)
        places[key] = offered[levels]
    return places


def _write_list(page: Worksheet, column: int, levels: tuple[str, ...]) -> str:
    """Write one list of choices down a column, scores as numbers, and return the formula that names it."""
    words = (CANNOT_JUDGE,) if levels else RECOMMENDATIONS
    for number, level in enumerate(levels):
        page.write_number(number, column, float(Decimal(level)))
    for number, word in enumerate(words, start=len(levels)):
        page.write_string(number, column, word)
    letter = xlsxwriter.utility.xl_col_to_name(column)
    return f"='{layout.HIDDEN_SHEET}'!${letter}$1:${letter}${len(levels) + len(words)}"


def _write_scores(page: Worksheet, sheet: SheetToFill, styles: _Styles, lists: _Lists) -> None:
    columns = layout.columns(sheet.rules)
    for index, column in enumerate(columns):
        page.set_column(index, index, column.width, None, {"hidden": column.hidden})
        page.write_string(layout.KEY_ROW - 1, index, column.key, styles.key)
        page.write_string(layout.HEADER_ROW - 1, index, to_cell_text(column.header), styles.header)
    page.set_row(layout.KEY_ROW - 1, None, None, {"hidden": True})
    page.set_row(layout.HEADER_ROW - 1, 48)
    for number, row in enumerate(sheet.rows, start=layout.FIRST_ROW - 1):
        for index, column in enumerate(columns):
            _write_cell(page, (number, index), column, row, styles)
    last = layout.FIRST_ROW - 2 + max(1, len(sheet.rows))
    for index, column in enumerate(columns):
        _offer_choices(page, (layout.FIRST_ROW - 1, index, last, index), column, lists)
    page.freeze_panes(layout.FIRST_ROW - 1, 3)
    page.set_selection(layout.FIRST_ROW - 1, 3, layout.FIRST_ROW - 1, 3)
    page.protect("", {"format_columns": True, "format_rows": True, "autofilter": True})
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(layout.HEADER_ROW - 1)
    page.set_footer(f"&L{sheet.rules.reference} · {sheet.member.name}&R&P / &N")


def _write_cell(page: Worksheet, at: tuple[int, int], column: Column, row: RowToFill, styles: _Styles) -> None:
    known = {
        layout.ROW_KEY: str(row.application.reference),
        layout.REFERENCE: str(row.application.reference),
        layout.APPLICANT: row.application.heading,
    }
    if column.key in known:
        page.write_string(*at, to_cell_text(known[column.key]), styles.fixed)
        return
    if row.conflicted:
        style = styles.barred_text if column.key == CONFLICT else styles.barred
        value = row.values.get(CONFLICT, "") if column.key == CONFLICT else ""
    else:
        style = styles.score if column.is_score else styles.text
        value = row.values.get(Field(column.key), "")
    if not value:
        page.write_blank(*at, None, style)
    elif column.is_score and value != CANNOT_JUDGE:
        page.write_number(*at, float(Decimal(value)), style)
    else:
        page.write_string(*at, to_cell_text(value), style)


def _offer_choices(page: Worksheet, area: tuple[int, int, int, int], column: Column, lists: _Lists) -> None:
    if column.key not in lists.by_key:
        return
    options: dict[str, object] = {
        "validate": "list",
        "source": lists.by_key[column.key],
        "error_title": _("Not one of the choices"),
        "error_message": _("Choose from the list, or leave the cell empty."),
    }
    if column.criterion:
        options["input_title"] = column.criterion.short[:LONGEST_MESSAGE_TITLE]
        options["input_message"] = _message(column)
        options["error_message"] = _("Enter {choices}, or leave the cell empty.").format(
            choices=layout.scale_sentence(column.criterion)
        )[:LONGEST_MESSAGE]
    page.data_validation(*area, options)


def _message(column: Column) -> str:
    """The levels' names as they fit beside the cell; the descriptors stand on the *Rubric* sheet."""
    criterion = column.criterion
    if criterion is None:
        return ""
    names = [
        f"{criterion.scale.text_of(mark)} {criterion.scale.name_of(mark)}"
        for mark in criterion.scale.marks
        if criterion.scale.name_of(mark)
    ]
    return (", ".join(names) or layout.scale_sentence(criterion))[:LONGEST_MESSAGE]


def _write_rubric(page: Worksheet, sheet: SheetToFill, styles: _Styles) -> None:
    page.write_string(0, 0, sheet.rules.name, styles.title)
    for index, (header, width) in enumerate(
        (
            (_("Criterion"), 30),
            (_("Weight"), 9),
            (_("What to look for"), 46),
            (_("Score"), 16),
            (_("What it means"), 70),
        )
    ):
        page.set_column(index, index, width)
        page.write_string(2, index, header, styles.header)
    number = 3
    for criterion in sheet.rules.rubric.criteria:
        share = float(100 * sheet.rules.rubric.weight_share(criterion))
        for mark in criterion.scale.marks:
            name = criterion.scale.name_of(mark)
            descriptor = criterion.descriptor(mark)
            if mark and not (name or descriptor):
                continue
            lead = (criterion.title, f"{share:.3g}%", criterion.guidance) if not mark else ("", "", "")
            for index, text in enumerate(lead):
                page.write_string(number, index, to_cell_text(text), styles.fixed)
            page.write_string(number, 3, f"{criterion.scale.text_of(mark)} {name}".strip(), styles.fixed)
            page.write_string(number, 4, to_cell_text(descriptor), styles.fixed)
            number += 1
    page.freeze_panes(3, 0)
    page.protect()
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)


def _write_help(page: Worksheet, sheet: SheetToFill, styles: _Styles) -> None:
    page.hide_gridlines(2)
    page.set_column(0, 0, 100)
    page.write_string(0, 0, _("How to fill this in"), styles.title)
    lines = [
        _("This scoresheet is for {name} and has {count} applications on the sheet Scores.").format(
            name=sheet.member.name, count=len(sheet.rows)
        ),
        _("White cells are yours. Choose a score from the list or type it; Rubric says what it means."),
        _("Where you cannot judge a criterion, choose “cannot judge” and say why. It never counts as zero."),
        _("An empty score means “not yet scored”. You can save, close and go on another day."),
        _("If you have a conflict of interest, say so in its column and score nothing in that row."),
        _("Recommendation is fund, reserve or decline. Guidance may be sent to the applicant."),
        _("Please do not delete rows or columns. Save as an Excel workbook and send the file back to the secretariat."),
    ]
    for number, line in enumerate(lines, start=2):
        page.write_string(number, 0, to_cell_text(line), styles.body)
    page.protect()
