"""Writes a second look: a small scoresheet in which a member sees some applications once more, beside what others said.

Colleagues are not named, and nothing in it tells one of them from another: their scores stand from lowest to highest
and their comments by the alphabet, so that neither order is that of the people.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import UTC
from decimal import Decimal
from typing import TYPE_CHECKING

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from dd_panel.domain.identifiers import CriterionKey, Field, second_comment_field, second_field
from dd_panel.domain.purposes import Purpose
from dd_panel.domain.reviews import CANNOT_JUDGE
from dd_panel.domain.scale import plain
from dd_panel.exchange.cells import write_text
from dd_panel.exchange.scoresheet import layout
from dd_panel.exchange.scoresheet.choices import choices_of
from dd_panel.exchange.scoresheet.heights import GrowingSheet, height_of
from dd_panel.exchange.scoresheet.layout import RowToFill, SheetToFill
from dd_panel.exchange.scoresheet.looks import Looks, break_columns, lay_on_paper, write_headings
from dd_panel.exchange.scoresheet.memory import Owner, write_memory
from dd_panel.exchange.scoresheet.pages import write_rubric, write_second_look_help
from dd_panel.text import _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from xlsxwriter.worksheet import Worksheet

    from dd_panel.domain.applications import Application
    from dd_panel.domain.rubric import Criterion
    from dd_panel.exchange.scoresheet.layout import Column

_TOP = layout.FIRST_ROW - 1
_FEWEST_LINES = 4


@dataclass(frozen=True, slots=True)
class Said:
    """What was said of one criterion of an application: by the member first, and by colleagues, in any order.

    Scores are in their kept form, `cannot judge` among them; colleagues who left a comment out have none here.
    """

    score: str = ""
    comment: str = ""
    colleagues: tuple[str, ...] = ()
    comments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SecondLookRow:
    """One application of a second look, and the kept value of what was filled in on an earlier one."""

    application: Application
    said: Mapping[CriterionKey, Said]
    values: Mapping[Field, str]


@dataclass(frozen=True, slots=True)
class SecondLook:
    """A second look to be written; it never holds an application in which the member has a conflict."""

    sheet: SheetToFill
    rows: tuple[SecondLookRow, ...]

    @classmethod
    def of(cls, sheet: SheetToFill, rows: tuple[SecondLookRow, ...]) -> SecondLook:
        """Put it together: `sheet` says whose it is, and takes the rows to be filled from `rows`."""
        fills = tuple(RowToFill(row.application, row.values) for row in rows)
        made = SheetToFill(sheet.rules, sheet.member, sheet.export, sheet.made, fills, purpose=Purpose.SECOND_LOOK)
        return cls(made, rows)


def second_look_bytes(look: SecondLook) -> bytes:
    """The whole workbook. Raises InputError for a text no cell can hold."""
    sheet = look.sheet
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    made = sheet.made.astimezone(UTC).replace(tzinfo=None)
    book.set_properties({"title": _("Second look"), "subject": sheet.rules.name, "created": made})
    book.worksheet_class = GrowingSheet
    looks = Looks(book)
    scores, rubric, help_page, hidden = (
        book.add_worksheet(name)
        for name in (layout.SECOND_SHEET, layout.RUBRIC_SHEET, layout.HELP_SHEET, layout.HIDDEN_SHEET)
    )
    _SecondLookPage(scores, look, looks, write_memory(hidden, sheet)).write()
    write_rubric(rubric, sheet, looks)
    write_second_look_help(help_page, sheet, looks)
    hidden.very_hidden()
    hidden.protect()
    scores.activate()
    book.close()
    return buffer.getvalue()


class _SecondLookPage:
    """The sheet *Second look*, part by part; `choices` says where the list of each column stands."""

    def __init__(self, page: Worksheet, look: SecondLook, looks: Looks, choices: Mapping[str, str]) -> None:
        self._page = page
        self._look = look
        self._looks = looks
        self._choices = choices
        self._columns: Sequence[Column] = layout.second_look_columns(look.sheet.rules)
        self._index = {column.key: index for index, column in enumerate(self._columns)}
        self._last = _TOP - 1 + len(look.rows)

    def write(self) -> None:
        """Headings, rows, choices, marks, protection and paper."""
        write_headings(self._page, self._columns, self._looks)
        owner = str(Owner.of(self._look.sheet))
        for number, row in enumerate(self._look.rows, start=_TOP):
            texts = {column.key: self._text(column.key, row, owner) for column in self._columns}
            self._page.set_row(number, height_of(
                ((texts[column.key], column.width) for column in self._columns if not column.hidden), _FEWEST_LINES
            ))  # fmt: skip
            for index, column in enumerate(self._columns):
                self._write_cell((number, index), column, texts[column.key], row)
        for index, column in enumerate(self._columns):
            if column.is_score:
                options = choices_of(column, self._choices[column.key])
                self._page.data_validation(_TOP, index, self._last, index, options)
        self._mark_missing_reasons()
        self._settle()

    def _text(self, key: str, row: SecondLookRow, owner: str) -> str:
        """What stands in one cell."""
        reference = str(row.application.reference)
        fixed = {
            layout.REFERENCE: reference,
            layout.ROW_KEY: reference,
            layout.OWNER: owner,
            layout.APPLICANT: row.application.heading,
        }
        if key in fixed:
            return fixed[key]
        begins, _dot, criterion = key.partition(".")
        said = row.said.get(CriterionKey(criterion), Said())
        shown = {layout.FIRST: said.score, layout.COLLEAGUES: in_order(said.colleagues), layout.SAID: _words(said)}
        return shown.get(begins, row.values.get(Field(key), ""))

    def _write_cell(self, at: tuple[int, int], column: Column, text: str, row: SecondLookRow) -> None:
        looks = self._looks
        if column.is_score and text and text != CANNOT_JUDGE:
            self._page.write_number(*at, float(Decimal(text)), looks.score)
            return
        begins = column.key.partition(".")[0]
        look = {
            layout.REFERENCE: looks.reference,
            layout.ROW_KEY: looks.key,
            layout.OWNER: looks.key,
            layout.FIRST: looks.told,
            layout.COLLEAGUES: looks.told,
            layout.APPLICANT: looks.fixed,
            layout.SAID: looks.fixed,
        }.get(begins, looks.score if column.is_score else looks.text)
        where = _("{column} for {reference}").format(column=column.header, reference=row.application.reference)
        write_text(self._page, *at, text, look, where)

    def _mark_missing_reasons(self) -> None:
        """Amber where a score is given on the second look and nothing says why."""
        for criterion in self._look.sheet.rules.rubric.criteria:
            at, why = (self._index[name(criterion.key)] for name in (second_field, second_comment_field))
            score, reason = (f"${xl_col_to_name(index)}{_TOP + 1}" for index in (at, why))
            self._page.conditional_format(
                _TOP,
                at,
                self._last,
                at,
                {"type": "formula", "criteria": f"={_unusable(criterion, score)}", "format": self._looks.wrong},
            )
            self._page.conditional_format(
                _TOP, why, self._last, why,
                {
                    "type": "formula",
                    "criteria": f"=AND(LEN({score})>0,LEN(TRIM({reason}))=0)",
                    "format": self._looks.ask,
                },
            )  # fmt: skip

    def _settle(self) -> None:
        """Where the sheet opens, what is locked, and how it is printed."""
        page = self._page
        repeated = self._index[layout.APPLICANT] + 1
        first = next(index for index, column in enumerate(self._columns) if column.is_score)
        page.freeze_panes(_TOP, repeated)
        page.set_selection(_TOP, first, _TOP, first)
        page.set_zoom(100)
        page.protect("", {"format_columns": True, "format_rows": True, "autofilter": True, "sort": True})
        sheet = self._look.sheet
        lay_on_paper(page, _("{round} · {name} · second look").format(
            round=sheet.rules.reference, name=sheet.member.name
        ))  # fmt: skip
        page.print_area(0, 0, self._last, len(self._columns) - 1)
        page.repeat_rows(layout.HEADER_ROW - 1)
        # A criterion a sheet: what was said stands beside the white cells that answer it.
        _first, *more = (index for key, index in self._index.items() if key.startswith(f"{layout.FIRST}."))
        break_columns(page, self._columns, repeated, more)


def in_order(scores: Sequence[str]) -> str:
    """Scores from lowest to highest, with *cannot judge* at the end."""
    numbers = sorted((text for text in scores if text != CANNOT_JUDGE), key=Decimal)
    return " · ".join([*numbers, *(text for text in scores if text == CANNOT_JUDGE)])


def _words(said: Said) -> str:
    """The member's own comment, then those of colleagues by the alphabet."""
    own = [_("You: {comment}").format(comment=said.comment)] if said.comment else []
    others = sorted(said.comments, key=lambda text: (text.casefold(), text))
    return "\n".join([*own, *(_("A colleague: {comment}").format(comment=text) for text in others)])


def _unusable(criterion: Criterion, cell: str) -> str:
    """True where something stands in the cell that is no score of the scale."""
    scale = criterion.scale
    inside = f"AND(ISNUMBER({cell}),{cell}>={plain(scale.lowest)},{cell}<={plain(scale.highest)})"
    return f'AND(LEN({cell})>0,NOT(OR({inside},{cell}="{CANNOT_JUDGE}")))'
