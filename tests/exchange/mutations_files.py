"""What people and programs do to a scoresheet's pages and to its file: copied, renamed, saved as something else."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable

import openpyxl

from dd_panel.domain.findings import Kind
from tests.exchange.mutations import Damage, DoesNotFitError, Draft
from tests.exchange.mutations_rows import ONE
from tests.hostile import members_of, packed

HIDDEN = "_dd_panel"


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
