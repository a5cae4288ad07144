"""Scores that stand elsewhere than they stood before: rows exchanged, or a column pasted one row off.

Keys, references and titles say nothing of it when scores alone were moved; what was received before does. A few scores
that agree by chance are a revision like any other.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from dd_panel.domain.findings import Finding, Kind, ReadCell
from dd_panel.domain.identifiers import CONFLICT, ORDER, Field, Reference, criterion_of, is_score
from dd_panel.text import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

FEWEST_ALIKE = 3
"""So many scores and comments of another row are no chance any more."""

FEWEST_DIFFERENT = 2
"""So many scores of one row have to differ: on three criteria, two rows often trade places by one score each."""

FEWEST_SHIFTED = 4
"""So many changed scores of a column, each as the row next to it was before, are no chance any more."""

Earlier = Callable[[Reference, Field], str]
"""What was received for a cell before this file, or else its value at export; empty for nothing."""


def misplaced(cells: Sequence[ReadCell], earlier: Earlier) -> tuple[Finding, ...]:
    """The rows or columns of a file whose scores were moved since; each finding holds the cells that changed by it.

    `cells` are those that nothing else holds back, in the order of the sheet's rows.
    """
    scores = [cell for cell in cells if is_score(cell.field)]
    changed = sum(earlier(cell.application, cell.field) not in {"", cell.value} for cell in scores)
    if changed < FEWEST_ALIKE:
        return ()
    return tuple(_exchanged(cells, earlier)) or tuple(_shifted(scores, earlier))


# -- rows --------------------------------------------------------------------------------------------------------------


def _exchanged(cells: Sequence[ReadCell], earlier: Earlier) -> Iterator[Finding]:
    """Rows whose scores are those of another such row before, and the other way about."""
    rows: dict[Reference, list[ReadCell]] = {}
    for cell in cells:
        rows.setdefault(cell.application, []).append(cell)
    fields = sorted({cell.field for cell in cells if is_score(cell.field)})
    said = {(cell.application, cell.field): cell.value or "" for cell in cells}
    now = {reference: tuple(said.get((reference, field), "") for field in fields) for reference in rows}
    before = {reference: tuple(earlier(reference, field) for field in fields) for reference in rows}
    sources = _sources(now, before)
    alike = {
        reference: sum(bool(cell.value) and cell.value == earlier(source, cell.field) for cell in rows[reference])
        for reference, source in sources.items()
    }
    sure = {reference for reference, count in alike.items() if count >= FEWEST_ALIKE}
    if all(_differences(now[reference], before[reference]) < FEWEST_DIFFERENT for reference in sure):
        return
    sure |= {sources[reference] for reference in sure}  # what was moved away, and left an empty row
    for reference in (each for each in sources if each in sure):
        changed = (cell for cell in rows[reference] if cell.value != earlier(reference, cell.field))
        # A conflict is never asked about: until somebody decided, it would be as if none were declared.
        held = tuple(cell for cell in changed if cell.field not in {CONFLICT, ORDER})
        yield Finding(
            Kind.ROW_MISMATCH,
            sheet=held[0].sheet,
            cell=next(cell.cell for cell in held if is_score(cell.field)),
            reference=reference,
            found=sources[reference],
            held=held,
        )


def _differences(now: Sequence[str], before: Sequence[str]) -> int:
    return sum(one != other for one, other in zip(now, before, strict=True))


def _sources(
    now: Mapping[Reference, tuple[str, ...]], before: Mapping[Reference, tuple[str, ...]]
) -> Mapping[Reference, Reference]:
    """For each row that was moved, the row in which the same stood before.

    A row that merely came to equal another is left out: nothing of its own turns up elsewhere.
    """
    moved = {reference for reference in now if now[reference] != before[reference]}
    while True:
        given = {before[reference] for reference in moved}
        taken = {now[reference] for reference in moved}
        still = {reference for reference in moved if now[reference] in given and before[reference] in taken}
        if still == moved:
            break
        moved = still
    origin = {before[reference]: reference for reference in sorted(moved, reverse=True)}
    return {reference: origin[now[reference]] for reference in now if reference in moved}


# -- columns -----------------------------------------------------------------------------------------------------------


def _shifted(scores: Sequence[ReadCell], earlier: Earlier) -> Iterator[Finding]:
    """Columns of which a part stands one row lower or higher than before."""
    columns: dict[Field, list[ReadCell]] = {}
    for cell in scores:
        columns.setdefault(cell.field, []).append(cell)
    for field, column in columns.items():
        before = [earlier(cell.application, field) for cell in column]
        now = [cell.value or "" for cell in column]
        for step, words in ((1, _("one row lower")), (-1, _("one row higher"))):
            if part := _moved_part(now, before, step):
                held = tuple(column[at] for at in part if now[at] != before[at])
                yield Finding(
                    Kind.ROW_MISMATCH,
                    sheet=held[0].sheet,
                    cell=held[0].cell,
                    criterion=criterion_of(field),
                    found=f"{held[0].cell}:{held[-1].cell}",
                    detail=words,
                    held=held,
                )
                break


def _moved_part(now: Sequence[str], before: Sequence[str], step: int) -> range:
    """The rows in which a column stands so many rows further down than before; none where it does not.

    The row in which the moved part began may hold anything: what was pasted over it or pushed it away.
    """
    changed = [at for at, (new, old) in enumerate(zip(now, before, strict=True)) if new != old]
    part = range(changed[0], changed[-1] + 1) if changed else range(0)
    edge = part[0 if step > 0 else -1] if part else 0
    alike = {at for at in part if 0 <= at - step < len(before) and now[at] and now[at] == before[at - step]}
    whole = all(at in alike for at in part if at != edge)
    return part if whole and sum(at in alike for at in changed) >= FEWEST_SHIFTED else range(0)
