"""What people do to the columns of a scoresheet: moved, doubled, renamed, filled with ranks."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from dd_panel.domain.findings import Kind
from tests.exchange.mutations import Damage, DoesNotFitError, Draft, cells_of
from tests.panelwork import REFERENCES


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
