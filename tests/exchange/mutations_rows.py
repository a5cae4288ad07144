"""What people do to the rows of a scoresheet: sorted, deleted, doubled, hidden, renamed."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

from dd_panel.domain.findings import Kind
from tests.exchange.mutations import Damage, DoesNotFitError, Draft
from tests.panelwork import REFERENCES

ONE, TWO = REFERENCES[1], REFERENCES[3]


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
