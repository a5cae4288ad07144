"""Writes a scoresheet that opens at the first cell to fill, offers the levels, and remembers whose it is."""

from __future__ import annotations

import io
from datetime import UTC
from decimal import Decimal
from typing import TYPE_CHECKING

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from dd_panel.domain.identifiers import CONFLICT, PREFERENCE, RECOMMENDATION, Field
from dd_panel.domain.reviews import CANNOT_JUDGE
from dd_panel.exchange.cells import write_text
from dd_panel.exchange.scoresheet import layout
from dd_panel.exchange.scoresheet.choices import choices_of
from dd_panel.exchange.scoresheet.heights import GrowingSheet, height_of
from dd_panel.exchange.scoresheet.live import LiveRow, computed_of
from dd_panel.exchange.scoresheet.looks import Looks, break_columns, lay_on_paper, write_headings
from dd_panel.exchange.scoresheet.memory import Owner, write_memory
from dd_panel.exchange.scoresheet.pages import AnswerSheets, write_help, write_rubric
from dd_panel.text import _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from dd_panel.exchange.scoresheet.layout import Column, RowToFill, SheetToFill
    from dd_panel.exchange.scoresheet.live import Computed

_TOP = layout.FIRST_ROW - 1
"""Where the applications begin, counted from 0."""

_FEWEST_LINES = 3
"""Of an empty row, so that there seems to be room for a reason."""


def scoresheet_bytes(sheet: SheetToFill) -> bytes:
    """The whole workbook; the same contents give the same sheets. Raises InputError for a text no cell can hold."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    # A workbook keeps its times in UTC, without a zone.
    made = sheet.made.astimezone(UTC).replace(tzinfo=None)
    book.set_properties({"title": _("Scoresheet"), "subject": sheet.rules.name, "created": made})
    book.worksheet_class = GrowingSheet
    looks = Looks(book)
    scores, rubric, help_page = (
        book.add_worksheet(name) for name in (layout.SCORES_SHEET, layout.RUBRIC_SHEET, layout.HELP_SHEET)
    )
    answers = AnswerSheets(book, sheet, looks) if sheet.with_answers else None
    hidden = book.add_worksheet(layout.HIDDEN_SHEET)
    _Scores(scores, sheet, looks, write_memory(hidden, sheet)).write(answers)
    write_rubric(rubric, sheet, looks)
    write_help(help_page, sheet, looks)
    hidden.very_hidden()
    hidden.protect()
    scores.activate()
    book.close()
    return buffer.getvalue()


class _Scores:
    """The sheet *Scores*, part by part; `choices` says where the list of each column stands."""

    def __init__(self, page: Worksheet, sheet: SheetToFill, looks: Looks, choices: Mapping[str, str]) -> None:
        self._page = page
        self._sheet = sheet
        self._looks = looks
        self._choices = choices
        self._columns: Sequence[Column] = layout.columns(sheet.rules, with_preferences=sheet.with_preferences)
        self._index = {column.key: index for index, column in enumerate(self._columns)}
        self._last = _TOP - 1 + max(1, len(sheet.rows))

    def write(self, answers: AnswerSheets | None) -> None:
        """Headings, rows, choices, marks, protection and paper."""
        write_headings(self._page, self._columns, self._looks)
        owner = str(Owner.of(self._sheet))
        for number, row in enumerate(self._sheet.rows, start=_TOP):
            computed = computed_of(self._sheet.rules, self._columns, number + 1, row)
            self._page.set_row(number, self._height(row, computed))
            for index, column in enumerate(self._columns):
                if column.key in layout.COMPUTED:
                    self._write_computed((number, index), computed.get(column.key), column)
                elif not self._write_fixed((number, index), column, row, owner):
                    self._write_input((number, index), column, row)
            if answers:
                answers.link(self._page, (number, self._index[layout.REFERENCE]), row)
        for index, column in enumerate(self._columns):
            self._offer_choices((_TOP, index, self._last, index), column)
        self._mark_what_is_missing()
        self._settle()

    def _height(self, row: RowToFill, computed: Mapping[str, Computed]) -> float:
        known = {layout.APPLICANT: row.application.heading, **row.values}
        known |= {Field(key): str(each.value) for key, each in computed.items() if key == layout.PROGRESS}
        return height_of(
            ((known.get(Field(column.key), ""), column.width) for column in self._columns if column.printed),
            fewest=_FEWEST_LINES,
        )

    def _write_computed(self, at: tuple[int, int], computed: Computed | None, column: Column) -> None:
        style = self._looks.total if column.key == layout.TOTAL else self._looks.progress
        if computed is None:
            self._page.write_blank(*at, None, style)
        else:
            self._page.write_formula(*at, computed.formula, style, computed.value)

    def _write_fixed(self, at: tuple[int, int], column: Column, row: RowToFill, owner: str) -> bool:
        """Write what isn't to be filled in; False for a column that is."""
        reference = str(row.application.reference)
        texts = {
            layout.REFERENCE: (reference, self._looks.reference),
            layout.ROW_KEY: (reference, self._looks.key),
            layout.OWNER: (owner, self._looks.key),
            layout.APPLICANT: (row.application.heading, self._looks.fixed),
            PREFERENCE: (row.values.get(PREFERENCE, ""), self._looks.fixed),
        }
        if column.key in texts:
            write_text(self._page, *at, *texts[column.key])
        return column.key in texts

    def _write_input(self, at: tuple[int, int], column: Column, row: RowToFill) -> None:
        style = self._input_style(column, row)
        value = row.values.get(Field(column.key), "")
        if row.conflicted and column.key != CONFLICT:
            value = ""
        if column.is_score and value and value != CANNOT_JUDGE:
            self._page.write_number(*at, float(Decimal(value)), style)
        else:
            where = _("{column} for {reference}").format(column=column.header, reference=row.application.reference)
            write_text(self._page, *at, value, style, where)

    def _input_style(self, column: Column, row: RowToFill) -> Format:
        if row.conflicted:
            return self._looks.barred_text if column.key == CONFLICT else self._looks.barred
        if column.is_score:
            return self._looks.score
        return self._looks.text if column.printed else self._looks.quote

    def _offer_choices(self, area: tuple[int, int, int, int], column: Column) -> None:
        if column.key == CONFLICT:
            message = _("Leave this empty if you have none. Otherwise say what it is, and score nothing in this row.")
            self._page.data_validation(
                *area, {"validate": "any", "input_title": column.header, "input_message": message}
            )
        if column.key not in self._choices:
            return
        self._page.data_validation(*area, choices_of(column, self._choices[column.key]))

    def _mark_what_is_missing(self) -> None:
        """Grey for a conflict, amber for what is still asked for, red for what is no score; first match wins."""
        live = LiveRow(self._sheet.rules, self._columns, _TOP + 1)
        last_input = self._index[max(self._index, key=self._index.__getitem__)]
        first_score = next(index for index, column in enumerate(self._columns) if column.is_score)
        # Not over the conflict's own cell: that is where it can be withdrawn.
        self._when(live.conflict, (_TOP, first_score, self._last, last_input), self._looks.now_barred)
        for index, column in enumerate(self._columns):
            criterion = column.criterion
            area = (_TOP, index, self._last, index)
            if criterion and column.is_score:
                self._when(live.unusable(criterion), area, self._looks.wrong)
                self._when(live.missing_score(criterion), area, self._looks.ask)
            elif criterion and column.printed:
                self._when(live.missing_comment(criterion), area, self._looks.ask)
            elif column.key == RECOMMENDATION:
                cell = f"${xl_col_to_name(index)}{_TOP + 1}"
                self._when(f"AND({live.begun()},LEN({cell})=0)", area, self._looks.ask)

    def _when(self, condition: str, area: tuple[int, int, int, int], look: Format) -> None:
        self._page.conditional_format(
            *area, {"type": "formula", "criteria": f"={condition}", "format": look, "stop_if_true": True}
        )

    def _settle(self) -> None:
        """Where the sheet opens, what is locked, and how it is printed."""
        page, first = self._page, self._index[CONFLICT]
        row, column = self._first_to_fill()
        page.freeze_panes(_TOP, first)
        page.set_selection(row, column, row, column)
        page.set_zoom(100)
        page.protect("", {"format_columns": True, "format_rows": True, "autofilter": True, "sort": True})
        lay_on_paper(page, f"{self._sheet.rules.reference} · {self._sheet.member.name}")
        printed = [index for index, each in enumerate(self._columns) if each.printed]
        page.print_area(0, 0, self._last, printed[-1])
        page.repeat_rows(layout.HEADER_ROW - 1)
        # Progress and total stand on the first sheet of paper alone: beside them there is room for one criterion less.
        break_columns(page, self._columns, self._index[layout.APPLICANT] + 1)

    def _first_to_fill(self) -> tuple[int, int]:
        """The first score that is still open, else the first score of all."""
        scores = [index for index, column in enumerate(self._columns) if column.is_score]
        for number, row in enumerate(self._sheet.rows, start=_TOP):
            for index in scores:
                if not row.conflicted and not row.values.get(Field(self._columns[index].key)):
                    return number, index
        return _TOP, scores[0]
