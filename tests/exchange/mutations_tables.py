"""What happens to rows, columns and sheets: sorted in part, copied, renamed, pasted, taken apart."""

from __future__ import annotations

import csv
import io
import random
import re
from collections.abc import Callable, Sequence

import openpyxl

from dd_panel.domain.findings import Kind
from tests.exchange.mutations import Damage, DoesNotFitError, Draft, cells_of
from tests.hostile import members_of, packed
from tests.panelwork import REFERENCES

ONE, TWO = REFERENCES[1], REFERENCES[3]
HIDDEN = "_dd_panel"


# -- rows --------------------------------------------------------------------------------------------------------------


def _swap(draft: Draft, keys: Sequence[str], one: str = ONE, two: str = TWO) -> None:
    rows = draft.row(one), draft.row(two)
    for key in keys:
        column = draft.column(key)
        a, b = (draft.page.cell(row, column) for row in rows)
        a.value, b.value = b.value, a.value


def _forget(draft: Draft, *references: str) -> None:
    for reference in references:
        for key in draft.scores:
            draft.truth.pop((reference, key), None)


def _swapping(*keys: str) -> Callable[[Draft], None]:
    def act(draft: Draft) -> None:
        if draft.swapped:
            raise DoesNotFitError  # where everything is exchanged, nothing contradicts
        draft.swapped = True
        _swap(draft, keys)
        _forget(draft, ONE, TWO)

    return act


def _sorted_whole(draft: Draft) -> None:
    rows = list(range(draft.first, draft.last + 1))
    values = [[cell.value for cell in draft.page[row]] for row in rows]
    random.Random(4).shuffle(values)
    for row, line in zip(rows, values, strict=True):
        for column, value in enumerate(line, start=1):
            draft.page.cell(row, column).value = value


def _row_deleted(draft: Draft) -> None:
    draft.page.delete_rows(draft.row(ONE))
    _forget(draft, ONE)


def _row_doubled(draft: Draft) -> None:
    source, target = draft.row(ONE), draft.page.max_row + 1
    for cell in draft.page[source]:
        draft.page.cell(target, cell.column).value = cell.value
    draft.page.cell(target, draft.column("score.need")).value = 0
    _forget(draft, ONE)


def _row_hidden(draft: Draft) -> None:
    draft.page.row_dimensions[draft.row(ONE)].hidden = True


def _filtered(draft: Draft) -> None:
    draft.page.auto_filter.ref = f"A{draft.first - 1}:T{draft.last}"
    draft.page.row_dimensions[draft.row(TWO)].hidden = True


def _row_inserted(draft: Draft) -> None:
    draft.page.insert_rows(draft.row(TWO))


def _line_above(draft: Draft) -> None:
    draft.page.insert_rows(1, 2)
    draft.page.cell(1, 1).value = "Draft of Tuesday, not for circulation"


def _thanks_below(draft: Draft) -> None:
    draft.page.cell(draft.page.max_row + 2, draft.column("applicant")).value = "Thank you for asking me."


def _averages_below(draft: Draft) -> None:
    row = draft.page.max_row + 2
    draft.page.cell(row, draft.column("reference")).value = "Average"
    for key in draft.scores:
        letter = draft.page.cell(1, draft.column(key)).column_letter
        draft.page.cell(row, draft.column(key)).value = f"=AVERAGE({letter}3:{letter}9)"


def _only_row(draft: Draft, reference: str) -> int:
    """The row of an application; without its name another row of it would be the only one, and right."""
    column = draft.column("reference")
    rows = [number for number in range(1, draft.page.max_row + 1) if draft.page.cell(number, column).value == reference]
    if len(rows) > 1:
        raise DoesNotFitError
    return draft.row(reference)


def _reference_mistyped(draft: Draft) -> None:
    row = _only_row(draft, ONE)
    draft.page.cell(row, draft.column("reference")).value = "DD-00Z"
    draft.page.cell(row, draft.column("key")).value = None
    _forget(draft, ONE)


def _reference_in_small_letters(draft: Draft) -> None:
    row = draft.row(ONE)
    draft.page.cell(row, draft.column("reference")).value = f" {ONE.lower()} "
    draft.page.cell(row, draft.column("key")).value = None


def _row_without_name(draft: Draft) -> None:
    row = _only_row(draft, ONE)
    for key in ("reference", "key"):
        draft.page.cell(row, draft.column(key)).value = None
    _forget(draft, ONE)


def _heading_again(draft: Draft) -> None:
    heading = draft.first - 1
    row = draft.row(TWO)
    draft.page.insert_rows(row)
    for cell in draft.page[heading]:
        draft.page.cell(row, cell.column).value = cell.value


# -- columns -----------------------------------------------------------------------------------------------------------


def _column_values(draft: Draft, column: int) -> list[object]:
    return [draft.page.cell(row, column).value for row in range(1, draft.page.max_row + 1)]


def _put_column(draft: Draft, column: int, values: Sequence[object]) -> None:
    for row, value in enumerate(values, start=1):
        draft.page.cell(row, column).value = value


def _column_deleted(draft: Draft) -> None:
    draft.page.delete_cols(draft.column("score.need"))
    for reference in REFERENCES:
        draft.truth.pop((reference, "score.need"), None)


def _comment_column_deleted(draft: Draft) -> None:
    draft.page.delete_cols(draft.column("comment.plan"))


def _column_moved(draft: Draft) -> None:
    column = draft.column("score.plan")
    values = _column_values(draft, column)
    draft.page.delete_cols(column)
    draft.page.insert_cols(2)
    _put_column(draft, 2, values)


def _column_inserted(heading: str | None, value: object) -> Callable[[Draft], None]:
    def act(draft: Draft) -> None:
        column = draft.column("score.plan")
        draft.page.insert_cols(column)
        draft.page.cell(draft.first - 1, column).value = heading
        for row in range(draft.first, draft.last + 1):
            draft.page.cell(row, column).value = value

    return act


def _column_doubled(draft: Draft) -> None:
    values = _column_values(draft, draft.column("score.need"))
    first = draft.first - 1
    values[first:] = [0 if value is not None else None for value in values[first:]]
    _put_column(draft, draft.page.max_column + 1, values)
    for reference in REFERENCES:
        draft.truth.pop((reference, "score.need"), None)


def _column_hidden(draft: Draft) -> None:
    draft.page.column_dimensions[draft.page.cell(1, draft.column("score.need")).column_letter].hidden = True


def _headings(**renamed: str) -> Callable[[Draft], None]:
    def act(draft: Draft) -> None:
        row = draft.first - 1
        for key, heading in renamed.items():
            draft.page.cell(row, draft.column(key.replace("_", "."))).value = heading

    return act


def _without_keys(draft: Draft) -> None:
    if draft.page.cell(1, 1).value != "reference":
        raise DoesNotFitError
    draft.page.delete_rows(1)


def _without_keys_and(act: Callable[[Draft], None]) -> Callable[[Draft], None]:
    def both(draft: Draft) -> None:
        act(draft)
        _without_keys(draft)

    return both


def _unrecognisable(draft: Draft) -> None:
    heading = draft.page.cell(draft.first - 1, draft.column("score.need")).value
    if [cell.value for cell in draft.page[draft.first - 1]].count(heading) > 1:
        raise DoesNotFitError  # then the other column is taken for it
    _headings(score_need="Column 7")(draft)
    for reference in REFERENCES:
        draft.truth.pop((reference, "score.need"), None)


def _columns_exchanged(draft: Draft) -> None:
    """Contents and visible headings of two columns change places, the hidden keys stay."""
    one, two = draft.column("score.need"), draft.column("score.plan")
    for row in range(draft.first - 1, draft.page.max_row + 1):
        a, b = draft.page.cell(row, one), draft.page.cell(row, two)
        a.value, b.value = b.value, a.value


def _ranks_pasted(draft: Draft) -> None:
    for place, (reference, cell) in enumerate(zip(REFERENCES, cells_of(draft, "score.need"), strict=True), start=1):
        cell.value = (place * 3) % 7 + 1
        draft.truth[reference, "score.need"] = str(cell.value)


def _ranks_beside(draft: Draft) -> None:
    column = draft.page.max_column + 1
    draft.page.cell(draft.first - 1, column).value = "Rank"
    for place, row in enumerate(range(draft.first, draft.last + 1), start=1):
        draft.page.cell(row, column).value = place


# -- sheets and files --------------------------------------------------------------------------------------------------


def _renamed(draft: Draft) -> None:
    draft.page.title = draft.sheet = "My scores, final"


def _reordered(draft: Draft) -> None:
    draft.book.move_sheet(draft.page, offset=len(draft.book.sheetnames) - 1)


def _others_deleted(draft: Draft) -> None:
    for name in [name for name in draft.book.sheetnames if name not in {draft.sheet, HIDDEN}]:
        del draft.book[name]


def _memory(draft: Draft) -> object:
    if HIDDEN not in draft.book.sheetnames:
        raise DoesNotFitError
    return draft.book[HIDDEN]


def _memory_deleted(draft: Draft) -> None:
    _memory(draft)
    del draft.book[HIDDEN]


def _owners_cleared(draft: Draft) -> None:
    column = draft.column("sheet")
    for row in range(draft.first, draft.page.max_row + 1):
        draft.page.cell(row, column).value = None


def _nobodys(draft: Draft) -> None:
    _memory_deleted(draft)
    _owners_cleared(draft)


def _fact(draft: Draft, name: str, value: str) -> None:
    _memory(draft)
    if draft.page.cell(draft.last, draft.column("sheet")).value is None:
        raise DoesNotFitError  # then there is nothing that it contradicts
    for key, cell in draft.book[HIDDEN].iter_rows(max_col=2):
        if key.value == name:
            cell.value = value


def _contradicting(draft: Draft) -> None:
    _fact(draft, "member", "PM02")


def _owned(old: str, new: str, fact: str) -> Callable[[Draft], None]:
    """Hidden sheet and rows say the same, and both another round, rubric or member."""

    def act(draft: Draft) -> None:
        _fact(draft, fact, new)
        where = {"round": 1, "rubric": 2, "member": 4}[fact]
        column = draft.column("sheet")
        for row in range(draft.first, draft.last + 1):
            parts = str(draft.page.cell(row, column).value).split("|")
            if len(parts) != 5 or not re.fullmatch(old, parts[where]):
                raise DoesNotFitError
            parts[where] = new
            draft.page.cell(row, column).value = "|".join(parts)

    return act


def _copied_out(first: int) -> Callable[[Draft], None]:
    """The rows from this one on are copied into a new workbook."""

    def act(draft: Draft) -> None:
        book = openpyxl.Workbook()
        for row in draft.page.iter_rows(min_row=first, values_only=True):
            book.active.append([str(value) if isinstance(value, list) else value for value in row])  # type: ignore[union-attr]
        draft.book = book
        draft.sheet = "Sheet"

    return act


def _copy_beside(changed: object) -> Callable[[Draft], None]:
    def act(draft: Draft) -> None:
        copy = draft.book.copy_worksheet(draft.page)
        copy.title = "Scores (2)"
        if changed is not None:
            copy.cell(draft.row(ONE), draft.column("score.need")).value = changed

    return act


def _blank_beside(draft: Draft) -> None:
    copy = draft.book.copy_worksheet(draft.page)
    for row in range(draft.first, draft.last + 1):
        for column in range(draft.column("conflict"), draft.page.max_column + 1):
            copy.cell(row, column).value = None


def _hidden_page(draft: Draft) -> None:
    if len(draft.book.sheetnames) < 3:
        raise DoesNotFitError
    draft.page.sheet_state = "hidden"
    draft.book.active = 1


def _as_csv(delimiter: str, encoding: str, *, comma: bool = False) -> Callable[[Draft], None]:
    def act(draft: Draft) -> None:
        out = io.StringIO(newline="")
        writer = csv.writer(out, delimiter=delimiter)
        for row in draft.page.iter_rows(values_only=True):
            writer.writerow(["" if value is None else _plainly(value, comma=comma) for value in row])
        draft.name = "return.csv"
        # What a table of one byte a letter has no place for becomes a question mark, as spreadsheet programs do it.
        draft.afterwards.append(lambda _content: out.getvalue().encode(encoding, "replace"))

    return act


def _plainly(value: object, *, comma: bool) -> str:
    if isinstance(value, float):
        return f"{value:g}".replace(".", ",") if comma else f"{value:g}"
    return str(value)


def _called(name: str) -> Callable[[Draft], None]:
    def act(draft: Draft) -> None:
        draft.name = name

    return act


def _bytes(change: Callable[[bytes], bytes]) -> Callable[[Draft], None]:
    def act(draft: Draft) -> None:
        draft.afterwards.append(change)

    return act


def _with_part(name: str, content: bytes) -> Callable[[bytes], bytes]:
    return lambda workbook: packed({**members_of(workbook), name: content})


def _locked(_content: bytes) -> bytes:
    return bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le")


ROWS: tuple[Damage, ...] = (
    Damage("rows are sorted, whole", _sorted_whole),
    Damage("references are sorted without their rows", _swapping("reference"), frozenset({Kind.ROW_MISMATCH})),
    Damage("titles are sorted without their rows", _swapping("applicant"), frozenset({Kind.TITLE_MISMATCH})),
    Damage("keys are sorted without their rows", _swapping("key"), frozenset({Kind.ROW_MISMATCH})),
    Damage("scores stay while the rest is sorted", _swapping("reference", "key"), frozenset({Kind.TITLE_MISMATCH})),
    Damage("a row is deleted", _row_deleted, frozenset({Kind.MISSING_ROW})),
    Damage("a row is there twice with another score", _row_doubled, frozenset({Kind.DUPLICATE_ROW})),
    Damage("a row is hidden", _row_hidden),
    Damage("rows are filtered", _filtered),
    Damage("an empty row is inserted", _row_inserted),
    Damage("lines are written above the table", _line_above),
    Damage("a line is written below the table", _thanks_below),
    Damage("averages are computed below the table", _averages_below, frozenset({Kind.UNKNOWN_REFERENCE})),
    Damage("a reference is mistyped", _reference_mistyped, frozenset({Kind.UNKNOWN_REFERENCE})),
    Damage("a reference is written in small letters", _reference_in_small_letters),
    Damage("a row has lost its name", _row_without_name, frozenset({Kind.UNKNOWN_REFERENCE, Kind.MISSING_ROW})),
    Damage("the heading stands there again", _heading_again),
)

COLUMNS: tuple[Damage, ...] = (
    Damage("a score column is deleted", _column_deleted, frozenset({Kind.MISSING_COLUMN})),
    Damage("a comment column is deleted", _comment_column_deleted, frozenset({Kind.MISSING_COLUMN})),
    Damage("a column is moved", _column_moved),
    Damage("an empty column is inserted", _column_inserted(None, None)),
    Damage("a column of remarks is inserted", _column_inserted("To ask", "Ring them"), frozenset({Kind.EXTRA_COLUMN})),
    Damage("a column of formulas is inserted", _column_inserted("Mean", "=AVERAGE(H3:J3)")),
    Damage("a score column is there twice", _column_doubled, frozenset({Kind.DUPLICATE_COLUMN})),
    Damage("a column is hidden", _column_hidden),
    Damage("headings are rewritten", _headings(score_need="My view of the case", reference="No.")),
    Damage("the hidden keys are deleted", _without_keys),
    Damage(
        "the keys are deleted and headings renamed recognisably",
        _without_keys_and(
            _headings(score_need="Case – score (60%)", comment_need="Comments on Case", reference="Ref.")
        ),
    ),
    Damage(
        "the keys are deleted and a heading is renamed beyond recognition",
        _without_keys_and(_unrecognisable),
        frozenset({Kind.MISSING_COLUMN, Kind.EXTRA_COLUMN}),
    ),
    Damage("two columns change places under their keys", _columns_exchanged, frozenset({Kind.DUPLICATE_COLUMN})),
    Damage("ranks are pasted as scores", _ranks_pasted, frozenset({Kind.LOOKS_LIKE_RANK})),
    Damage("ranks are written beside the scores", _ranks_beside, frozenset({Kind.EXTRA_COLUMN})),
)

REFUSED = frozenset({Kind.NOT_A_SCORESHEET})

FILES: tuple[Damage, ...] = (
    Damage("the sheet is renamed", _renamed),
    Damage("the sheets are reordered", _reordered),
    Damage("the other sheets are deleted", _others_deleted),
    Damage("the hidden sheet is deleted", _memory_deleted),
    Damage("the rows no longer say whose they are", _owners_cleared),
    Damage("nothing says whose scores these are", _nobodys, REFUSED),
    Damage("the hidden sheet is another member's", _contradicting, REFUSED),
    Damage("it is of another round", _owned(r"[0-9a-f]+", "0" * 16, "round"), frozenset({Kind.WRONG_ROUND})),
    Damage("it is of another rubric", _owned(r"[0-9a-f]+", "0" * 16, "rubric"), frozenset({Kind.OTHER_RUBRIC})),
    Damage("it is of nobody on the panel", _owned("PM01", "PM99", "member"), frozenset({Kind.UNKNOWN_MEMBER})),
    Damage("the table is copied into a new workbook", _copied_out(1)),
    Damage("the table without its keys is copied into a new workbook", _copied_out(2)),
    Damage("rows without any heading are copied into a new workbook", _copied_out(3), REFUSED),
    Damage("the sheet is copied", _copy_beside(None)),
    Damage("the sheet is copied and the copy changed", _copy_beside(0), REFUSED),
    Damage("a blank sheet stands beside the filled one", _blank_beside),
    Damage("the sheet is hidden", _hidden_page),
    Damage("it is saved as csv", _as_csv(",", "utf-8-sig"), alone=True),
    Damage("it is saved as csv with semicolons", _as_csv(";", "cp1252"), alone=True),
    Damage("it is saved as text for Excel", _as_csv("\t", "utf-16"), alone=True),
    Damage("the workbook is called .csv", _called("return.csv"), REFUSED, alone=True),
    Damage("the workbook is called .ods", _called("return.ods"), REFUSED, alone=True),
    Damage("it is locked by a password", _bytes(_locked), frozenset({Kind.LOCKED}), alone=True),
    Damage("it contains macros", _bytes(_with_part("xl/vbaProject.bin", b"\0")), frozenset({Kind.MACRO}), alone=True),
    Damage("it is cut short", _bytes(lambda content: content[:-200]), frozenset({Kind.UNREADABLE}), alone=True),
    Damage("it is a PDF", _bytes(lambda _content: b"%PDF-1.7\n"), REFUSED, alone=True),
)
