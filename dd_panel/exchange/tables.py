"""Reads a table with a heading row from a workbook or from csv: the registers that a secretariat keeps in its own way.

Columns are found by their headings, in any order, whatever stands above them; headings are compared by their letters
and digits alone. Nothing is guessed: what can't be read is an InputError with the file, the place and a remedy.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING

from dd_panel.domain.errors import InputError
from dd_panel.domain.findings import Kind
from dd_panel.domain.found import EMPTY, Found
from dd_panel.exchange.csv_text import CsvText, Record, delimiters_in, records_in, text_of_csv
from dd_panel.exchange.files import read_whole, shown_name
from dd_panel.exchange.guard import REGISTER, Refused, guard_workbook
from dd_panel.exchange.guarded import open_workbook
from dd_panel.text import _, few, ngettext

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

HEADINGS_WITHIN = 50
"""Rows from the top in which the headings are looked for."""

HEADINGS_NAMED = 8
"""Headings that are named at the most where the required ones are missing."""


def fold_header(header: str) -> str:
    """The form in which headings are compared: "E-mail", "e mail" and "EMAIL" are the same."""
    return "".join(letter for letter in header.casefold() if letter.isalnum())


class EntryError(InputError):
    """An entry of a table can't be used: `source` is where it stands, `what` the sentence that says why."""

    def __init__(self, source: str, what: str, remedy: str) -> None:
        super().__init__(_("{source}: {what}").format(source=source, what=what), remedy=remedy)
        self.source = source
        self.what = what[:1].upper() + what[1:]


@dataclass(frozen=True, slots=True)
class Row:
    """One filled row: its number in the file, and what was found under each heading (folded)."""

    number: int
    cells: Mapping[str, Found]
    places: Mapping[str, str]
    file: str

    def text(self, header: str) -> str:
        """What stands under a heading, as text; empty where there is no such column.

        Raises EntryError for an error cell, and for a formula without a stored value.
        """
        found = self.cells.get(fold_header(header), EMPTY)
        if found.kind == "formula":
            if found.stored is None:
                what = _("the formula has no computed value.")
                raise self.refuse(header, what, _("Open the file in Excel and save it, or replace it by its value."))
            found = found.stored
        if found.kind == "error":
            what = _("the cell shows the error {error}.").format(error=found.text)
            raise self.refuse(header, what, _("Put the value itself into that cell."))
        return found.text

    def shown(self, header: str) -> str:
        """The same as a person sees it, whatever it is: an error as its sign, a formula without a value as itself."""
        found = self.cells.get(fold_header(header), EMPTY)
        return (found.stored or found).text

    def place(self, header: str) -> str:
        """Where the entry under a heading stands: "sheet Members, cell B5", or "line 5"."""
        return self.places.get(fold_header(header), "") or next(iter(self.places.values()), "")

    def refuse(self, header: str, what: str, remedy: str) -> EntryError:
        """An error about the entry under a heading; `what` is a sentence that begins small."""
        return EntryError(_("{file}, {place}").format(file=self.file, place=self.place(header)), what, remedy)


@dataclass(frozen=True, slots=True)
class Table:
    """A table that was read: the file's name, the headings as they are written, and the filled rows."""

    file: str
    headers: tuple[str, ...]
    rows: tuple[Row, ...]


def read_table(path: Path, required: Sequence[str]) -> Table:
    """Read the table whose headings include all `required` ones, from an .xlsx or a .csv file.

    Raises InputError with file, place and remedy; also for headings with nothing below them.
    """
    content = read_whole(path, REGISTER.file_bytes)
    try:
        table = _read(shown_name(path), content, required)
    except EntryError:
        raise
    except InputError as refused:
        from dd_panel.exchange.known_files import told_apart  # which reads tables itself

        raise told_apart(shown_name(path), content, required, refused) from refused
    if not table.rows:
        raise InputError(
            _("{file} has its headings, and nothing below them.").format(file=shown_name(path)),
            remedy=_("Fill in a row for each entry, or check which file was meant."),
        )
    return table


def which_headings(file: str, content: bytes, ways: Sequence[Sequence[str]]) -> int | None:
    """Which of several sets of headings a file has, by number, the first that is there; None for none of them."""
    try:
        if _is_workbook(file, content):
            sheets = [sheet for sheet in open_workbook(file, content, REGISTER).worksheets if _is_shown(sheet)]
            heads = ([_head_of(_grid(sheet), required) for sheet in sheets] for required in ways)
        else:
            text = text_of_csv(file, content)
            heads = ([_csv_head(text, each, required) for each in delimiters_in(text)] for required in ways)
        return next((at for at, some in enumerate(heads) if any(not head.missing for head in some)), None)
    except (Refused, InputError):
        return None


def _read(file: str, content: bytes, required: Sequence[str]) -> Table:
    try:
        if _is_workbook(file, content):
            return _from_workbook(file, content, required)
        if content.startswith((b"\xd0\xcf\x11\xe0", b"%PDF")):
            guard_workbook(file, content, REGISTER)
    except Refused as refused:
        raise _said(file, refused) from refused
    return _from_csv(file, content, required)


def _is_workbook(file: str, content: bytes) -> bool:
    return content.startswith(b"PK") or PurePath(file).suffix.casefold().startswith(".xls")


def _is_shown(sheet: Worksheet) -> bool:
    return sheet.sheet_state == "visible"


def table_of_text(name: str, text: str, required: Sequence[str]) -> Table:
    """Read the table in a text, such as cells that were copied from a spreadsheet; `name` is how errors call it.

    Raises InputError with place and remedy.
    """
    return _from_csv(name, text.encode(), required)


def _said(file: str, refused: Refused) -> InputError:
    """What is wrong with a workbook, said of a register."""
    match refused.kind:
        case Kind.LOCKED:
            return InputError(
                _("{file} is protected by a password.").format(file=file),
                remedy=_("Save it without one, and try again."),
            )
        case Kind.MACRO:
            return InputError(
                _("{file} contains macros, which are never opened.").format(file=file),
                remedy=_("Save it as .xlsx, and try again."),
            )
        case Kind.TOO_BIG:
            return InputError(
                _("{file} is too large: {detail}.").format(file=file, detail=refused.detail),
                remedy=_(
                    "Delete what lies below and beside the table, or keep the table alone in a workbook of its own."
                ),
            )
        case _:
            return InputError(
                _("{file} can't be read: {detail}.").format(file=file, detail=refused.detail),
                remedy=_("Save it again as an Excel workbook (.xlsx) or as CSV."),
            )


# -- workbooks ----------------------------------------------------------------------------------------------------


def _from_workbook(file: str, content: bytes, required: Sequence[str]) -> Table:
    sheets = [sheet for sheet in open_workbook(file, content, REGISTER).worksheets if _is_shown(sheet)]
    heads = {sheet.title: _head_of(_grid(sheet), required) for sheet in sheets}
    fitting = [sheet for sheet in sheets if not heads[sheet.title].missing]
    if len(fitting) > 1:
        raise InputError(
            _("{file} has such a table in more than one sheet: {sheets}.").format(
                file=file, sheets=", ".join(sheet.title for sheet in fitting)
            ),
            remedy=_("Keep one of them, or save it alone."),
        )
    if not sheets:
        raise _no_table(file, _Head(0, (), tuple(required)))
    sheet = fitting[0] if fitting else min(sheets, key=lambda sheet: len(heads[sheet.title].missing))
    head = heads[sheet.title]
    _check_merged(file, sheet, head)
    names = _named(file, head, _("sheet {sheet}, row {row}").format(sheet=sheet.title, row=head.number))
    return Table(file, tuple(names.values()), tuple(_rows_of(file, sheet, head.number, names)))


def _grid(sheet: Worksheet) -> Iterator[tuple[int, dict[int, Found]]]:
    """The filled cells of a sheet, row by row, by their column."""
    from dd_panel.exchange.cells import found_in

    row: dict[int, Found] = {}
    current = 0
    for (number, column), cell in sorted(sheet._cells.items()):  # noqa: SLF001 - only filled cells are there
        if number != current and row:
            yield current, row
            row = {}
        current = number
        row[column] = found_in(cell)
    if row:
        yield current, row


def _rows_of(file: str, sheet: Worksheet, head: int, names: Mapping[int, str]) -> Iterator[Row]:
    from openpyxl.utils.cell import get_column_letter

    letters = {column: get_column_letter(column) for column in names}
    folded = {column: fold_header(name) for column, name in names.items()}
    for number, cells in _grid(sheet):
        filled = {column: found for column, found in cells.items() if _holds(found)}
        if number <= head or not filled:
            continue
        if stray := next((column for column in filled if column not in names), None):
            raise _without_heading(
                file,
                _("sheet {sheet}, cell {cell}").format(sheet=sheet.title, cell=f"{get_column_letter(stray)}{number}"),
            )
        yield Row(
            number,
            {folded[column]: found for column, found in filled.items()},
            {
                folded[column]: _("sheet {sheet}, cell {cell}").format(sheet=sheet.title, cell=f"{letter}{number}")
                for column, letter in letters.items()
            },
            file,
        )


def _holds(found: Found) -> bool:
    """Whether a cell holds something; a formula that shows nothing doesn't."""
    if found.kind == "formula" and found.stored is not None:
        return found.stored.filled
    return found.filled


def _check_merged(file: str, sheet: Worksheet, head: _Head) -> None:
    """Refuse merged cells in the table: they hide which heading or row an entry belongs to."""
    last = sheet.max_row
    for merged in sheet.merged_cells.ranges:
        in_heading = merged.min_row <= head.number <= merged.max_row and head.number
        in_rows = head.number < merged.min_row <= last and sheet.cell(merged.min_row, merged.min_col).value is not None
        if in_heading or in_rows:
            where = _("sheet {sheet}, cells {cells}").format(sheet=sheet.title, cells=str(merged))
            raise InputError(
                _("{file}, {place}: the headings are merged.").format(file=file, place=where)
                if in_heading
                else _("{file}, {place}: the cells are merged.").format(file=file, place=where),
                _("So it can't be told which column or row an entry belongs to."),
                _("Unmerge these cells, and fill in each of them."),
            )


# -- csv ----------------------------------------------------------------------------------------------------------


def _from_csv(file: str, content: bytes, required: Sequence[str]) -> Table:
    text = text_of_csv(file, content)
    tries = [(_csv_head(text, delimiter, required), delimiter) for delimiter in delimiters_in(text)]
    head, delimiter = min(tries, key=lambda found: (len(found[0].missing), -len(found[0].headers)))
    names = _named(file, head, _("line {line}").format(line=head.number))
    width = max((place + 1 for place, _name in head.headers), default=0)
    rows = []
    for record in records_in(file, text, delimiter):
        if record.line <= head.number or not any(field.strip() for field in record.fields):
            continue
        rows.append(_csv_row(file, record, names, width))
    return Table(file, tuple(names.values()), tuple(rows))


def _csv_head(text: CsvText, delimiter: str, required: Sequence[str]) -> _Head:
    return _head_of(
        (
            (record.line, {place: Found.of_text(field) for place, field in enumerate(record.fields) if field})
            for record in records_in(None, text, delimiter)
        ),
        required,
    )


def _csv_row(file: str, record: Record, names: Mapping[int, str], width: int) -> Row:
    place = _("line {line}").format(line=record.line)
    fields = list(record.fields)
    while len(fields) > width and not fields[-1].strip():
        fields.pop()
    if len(fields) != width:
        raise InputError(
            ngettext(
                "{file}, {place}: the row has {found} field, and the headings are {expected}.",
                "{file}, {place}: the row has {found} fields, and the headings are {expected}.",
                len(fields),
            ).format(file=file, place=place, found=len(fields), expected=width),
            _("A separator inside a text, or a quotation mark too few, shifts all that follows it."),
            _("Put the text in quotation marks, or save the table as an Excel workbook (.xlsx)."),
        )
    if any(field.strip() for number, field in enumerate(fields) if number not in names):
        raise _without_heading(file, place)
    return Row(
        record.line,
        {fold_header(name): Found.of_text(fields[number]) for number, name in names.items()},
        {fold_header(name): place for name in names.values()},
        file,
    )


# -- headings -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Head:
    """The heading row: its number, its filled cells by column, and the required headings it lacks."""

    number: int
    headers: tuple[tuple[int, str], ...]
    missing: tuple[str, ...]


def _head_of(grid: Iterator[tuple[int, dict[int, Found]]], required: Sequence[str]) -> _Head:
    """The first row with all required headings; or else the one near the top that comes nearest."""
    best = _Head(0, (), tuple(required))
    for count, (number, cells) in enumerate(grid):
        if count >= HEADINGS_WITHIN:
            break
        headers = tuple((column, " ".join(found.text.split())) for column, found in cells.items() if found.filled)
        folded = {fold_header(header) for _column, header in headers}
        missing = tuple(name for name in required if fold_header(name) not in folded)
        if not missing:
            return _Head(number, headers, ())
        # A title above the table fills one cell, headings fill several.
        if len(missing) < len(best.missing) or (
            len(missing) == len(best.missing) and len(best.headers) < min(len(headers), 2)
        ):
            best = _Head(number, headers, missing)
    return best


def _named(file: str, head: _Head, place: str) -> dict[int, str]:
    """The headings by column. Raises InputError when one is missing or stands there twice."""
    if head.missing:
        raise _no_table(file, head)
    counts = Counter(fold_header(name) for _column, name in head.headers)
    for _column, name in head.headers:
        if counts[fold_header(name)] > 1:
            raise InputError(
                _("{file}, {place}: the heading “{name}” stands there more than once.").format(
                    file=file, place=place, name=name
                ),
                remedy=_("Give each column a heading of its own, or remove the one that isn't meant."),
            )
    return dict(head.headers)


def _no_table(file: str, head: _Head) -> InputError:
    missing = ", ".join(f"“{name}”" for name in head.missing)
    found = few([f"“{name}”" for _column, name in head.headers], HEADINGS_NAMED)
    return InputError(
        _("{file} lacks the column {missing}.").format(file=file, missing=missing)
        if len(head.missing) == 1
        else _("{file} lacks the columns {missing}.").format(file=file, missing=missing),
        _("Its headings are {found}.").format(found=found) if found else _("It has no headings at all."),
        _("Add what is missing to the heading row; the order of the columns doesn't matter."),
    )


def _without_heading(file: str, place: str) -> InputError:
    return InputError(
        _("{file}, {place}: the entry has no heading above it.").format(file=file, place=place),
        remedy=_("Give the column a heading, or clear it."),
    )
