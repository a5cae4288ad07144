"""What happens to single cells: typed otherwise than they should be, formatted, merged, computed."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time

from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.formula import ArrayFormula

from dd_panel.domain.findings import Kind
from tests.exchange.mutations import Damage, DoesNotFitError, Draft
from tests.hostile import members_of, packed
from tests.panelwork import REFERENCES

PLACE = (REFERENCES[2], "score.need")


def typed(value: object, *kinds: Kind, truth: str = "") -> Damage:
    """Somebody types this where a score belongs; `truth` is what it says in a file that knows no types."""

    def act(draft: Draft) -> None:
        draft.cell(*PLACE).value = value
        draft.truth.pop(PLACE, None)
        if truth:
            draft.truth[PLACE] = truth

    shown = repr(value) if len(str(value)) < 30 else f"{str(value)[:27]}…"
    return Damage(f"a score is typed as {shown}", act, frozenset(kinds))


def changed(name: str, value: object, truth: str) -> Damage:
    """Somebody enters another score in a way that is right."""

    def act(draft: Draft) -> None:
        draft.cell(*PLACE).value = value
        draft.truth[PLACE] = truth

    return Damage(name, act)


def looking(name: str, how: Callable[[Draft], None], *kinds: Kind) -> Damage:
    """Something is done to a cell whose value stays."""
    return Damage(name, how, frozenset(kinds))


def _cleared(draft: Draft) -> None:
    draft.cell(*PLACE).value = None
    draft.truth.pop(PLACE, None)


def _percent(draft: Draft) -> None:
    cell = draft.cell(*PLACE)
    cell.value, cell.number_format = 1, "0%"
    draft.truth[PLACE] = "1"  # what the cell holds, should somebody change its format


def _stored_formula(draft: Draft) -> None:
    draft.cell(*PLACE).value = 4
    draft.truth[PLACE] = "4"  # what the cell shows, should the file become one that knows no formulas

    def put(content: bytes) -> bytes:
        parts = members_of(content)
        sheet = f"xl/worksheets/sheet{draft.book.worksheets.index(draft.page) + 1}.xml"
        where = draft.cell(*PLACE).coordinate.encode()
        pattern = re.compile(rb'(<c r="%s"[^>]*?)(?: t="\w+")?(?:/>|>.*?</c>)' % where, re.DOTALL)
        parts[sheet], count = pattern.subn(rb"\1><f>2+2</f><v>4</v></c>", parts[sheet])
        assert count == 1
        return packed(parts)

    draft.afterwards.append(put)


def _array_formula(draft: Draft) -> None:
    where = draft.cell(*PLACE).coordinate
    draft.page[where] = ArrayFormula(where, "=SUM(A1:A2*2)")
    draft.truth.pop(PLACE, None)


def _pound_format(draft: Draft) -> None:
    draft.cell(*PLACE).number_format = "£#,##0"


def _date_format(draft: Draft) -> None:
    cell = draft.cell(*PLACE)
    cell.value, cell.number_format = 3, "dd/mm/yyyy"
    draft.truth[PLACE] = "3"


def _pinned(draft: Draft) -> None:
    draft.cell(*PLACE).comment = Comment("Is this too high?", "A colleague")


def _linked(draft: Draft) -> None:
    cell = draft.cell(*PLACE)
    cell.hyperlink = "https://example.org/"


def _from_1904(draft: Draft) -> None:
    draft.book.epoch = CALENDAR_MAC_1904


def _merged_down(draft: Draft) -> None:
    column, row = draft.column("score.need"), draft.row(REFERENCES[2])
    draft.page.merge_cells(start_row=row, end_row=row + 1, start_column=column, end_column=column)
    below = draft.page.cell(row + 1, draft.column("reference")).value
    draft.truth.pop((str(below), "score.need"), None)


def _merged_across(draft: Draft) -> None:
    column, row = draft.column("score.need"), draft.row(REFERENCES[2])
    draft.page.merge_cells(start_row=row, end_row=row, start_column=column, end_column=column + 1)


def _conflict_beside(draft: Draft) -> None:
    draft.cell(REFERENCES[2], "conflict").value = "My sister works there"
    for key in draft.scores:
        draft.truth.pop((REFERENCES[2], key), None)


def _no_conflict(draft: Draft) -> None:
    if draft.cell(REFERENCES[2], "conflict").value:
        raise DoesNotFitError  # that would take back a conflict that was declared
    draft.cell(REFERENCES[2], "conflict").value = "No"


def _without_comment(draft: Draft) -> None:
    draft.cell(*PLACE).value = 1
    draft.cell(REFERENCES[2], "comment.need").value = "  "
    draft.truth[PLACE] = "1"


def _formula_comment(draft: Draft) -> None:
    draft.cell(REFERENCES[2], "comment.need").value = "=A1&B1"


def _recommended(word: str) -> Callable[[Draft], None]:
    def act(draft: Draft) -> None:
        draft.cell(REFERENCES[2], "recommendation").value = word

    return act


RICH = CellRichText(TextBlock(InlineFont(b=True), "3"), " or 4")

CELLS: tuple[Damage, ...] = (
    typed("4", Kind.TEXT_NUMBER, truth="4"),
    typed("4.0", Kind.TEXT_NUMBER, truth="4"),
    typed("4 ", Kind.STRAY_SPACE),
    typed("\u00a04", Kind.STRAY_SPACE),
    typed("4\n", Kind.STRAY_SPACE),
    typed("4,0", Kind.DECIMAL_COMMA),
    typed("O", Kind.LETTER_O),
    typed("\u041e", Kind.LETTER_O),
    typed("\uff14", Kind.TEXT_NUMBER),
    typed("Cannot judge ", Kind.STRAY_SPACE),
    typed("3 or 4", Kind.UNKNOWN_LEVEL),
    typed(RICH, Kind.UNKNOWN_LEVEL),
    typed("4/5", Kind.UNKNOWN_LEVEL),
    typed("4 - good", Kind.UNKNOWN_LEVEL),
    typed("four", Kind.UNKNOWN_LEVEL),
    typed("N/A", Kind.UNKNOWN_LEVEL),
    typed("?", Kind.UNKNOWN_LEVEL),
    typed("4 4", Kind.UNKNOWN_LEVEL),
    typed("A comment in the wrong column. " * 40, Kind.UNKNOWN_LEVEL),
    typed(True, Kind.UNKNOWN_LEVEL),
    typed(99, Kind.OUT_OF_RANGE),
    typed(-1, Kind.OUT_OF_RANGE),
    typed("-1", Kind.OUT_OF_RANGE),
    typed(1e300, Kind.OUT_OF_RANGE),
    typed(2.25, Kind.OFF_STEP),
    typed(date(2014, 4, 3), Kind.DATE),
    typed(datetime(2014, 4, 3, 12, 30), Kind.DATE),  # noqa: DTZ001 - a workbook's times have no zone
    typed(time(3, 4), Kind.DATE),
    typed("#DIV/0!", Kind.ERROR_CELL),
    typed("#N/A", Kind.ERROR_CELL),
    typed("=2+2", Kind.FORMULA),
    typed('=HYPERLINK("https://example.org/","4")', Kind.FORMULA),
    looking("a score is computed by a formula with a stored value", _stored_formula, Kind.FORMULA),
    looking("a score is an array formula", _array_formula, Kind.FORMULA),
    looking("a score is typed as 100%", _percent, Kind.UNKNOWN_LEVEL),
    looking("a cell formatted as a date turns a score into one", _date_format, Kind.DATE),
    changed("another score is chosen", 2, "2"),
    changed("a score comes with the noise of binary fractions", 2.0000000000000004, "2"),
    changed("a score becomes “cannot judge”", "CANNOT JUDGE", "cannot judge"),
    looking("a score is cleared", _cleared),
    looking("a score is formatted as pounds", _pound_format),
    looking("a note is pinned to a score", _pinned),
    looking("a score is a link", _linked),
    looking("the workbook counts days from 1904", _from_1904),
    looking("two scores are merged into one cell", _merged_down, Kind.UNKNOWN_LEVEL),
    looking("a score is merged with its comment", _merged_across),
    looking("a conflict is declared beside scores", _conflict_beside, Kind.SCORED_CONFLICT),
    looking("“No” is written where a conflict is asked for", _no_conflict),
    looking("a comment that is needed is left out", _without_comment, Kind.COMMENT_MISSING),
    looking("a comment is a formula", _formula_comment, Kind.FORMULA),
    looking("the recommendation is “maybe”", _recommended("maybe"), Kind.UNKNOWN_LEVEL),
    looking("the recommendation is in capitals", _recommended(" FUND")),
)
