"""Small rounds, rubrics, reviews and scoresheets for tests; all is sensible until a test says otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from dd_panel.domain.applications import Application
from dd_panel.domain.found import EMPTY, Found
from dd_panel.domain.identifiers import CriterionKey, Field, MemberId, Reference, identity, score_field
from dd_panel.domain.panel import Member
from dd_panel.domain.purposes import input_fields
from dd_panel.domain.reviews import Review
from dd_panel.domain.rounds import LONDON, Round
from dd_panel.domain.rubric import CommentRule, Criterion, Rubric
from dd_panel.domain.scale import Best, Scale
from dd_panel.domain.sheets import Expected, Sheet, SheetCell, SheetIdentity, SheetRow

Typed = Found | str | float | Decimal | None
"""What a person typed into a cell."""

LEVELS = ("None", "Weak", "Limited", "Fair", "Good", "Strong")


# -- rules -------------------------------------------------------------------------------------------------------------


def a_scale(
    lowest: str = "0", highest: str = "5", step: str = "1", *, best: Best = "highest", levels: tuple[str, ...] = ()
) -> Scale:
    return Scale(Decimal(lowest), Decimal(highest), Decimal(step), best, levels)


def a_criterion(
    key: str = "need",
    weight: str = "1",
    *,
    scale: Scale | None = None,
    minimum: str | None = None,
    comment: str = "optional",
) -> Criterion:
    return Criterion(
        CriterionKey(key),
        title=f"The {key}",
        short=key.capitalize(),
        weight=Decimal(weight),
        scale=scale or a_scale(),
        minimum=None if minimum is None else Decimal(minimum),
        comment=CommentRule.parse(comment),
    )


def a_rubric(*criteria: Criterion) -> Rubric:
    """The criteria given, or three of them: need 50, plan 30 and value 20, each from 0 to 5."""
    return Rubric(criteria or (a_criterion("need", "50"), a_criterion("plan", "30"), a_criterion("value", "20")))


def a_round(rubric: Rubric | None = None) -> Round:
    """A round to change with `dataclasses.replace`."""
    return Round(
        name="Delivering Differently",
        reference="DD14",
        rubric=rubric or a_rubric(),
        opens=datetime(2014, 1, 7, 9, tzinfo=LONDON),
        closes=datetime(2014, 2, 10, 17, tzinfo=LONDON),
    )


# -- people and their work ---------------------------------------------------------------------------------------------


def references(count: int) -> tuple[Reference, ...]:
    """DD-001, DD-002 and so on."""
    return tuple(Reference(f"DD-{number:03}") for number in range(1, count + 1))


def an_application(reference: str = "DD-001", authority: str = "Leeds City Council") -> Application:
    return Application(Reference(reference), authority, title=f"A plan for {authority}")


def a_member(member: str = "M1") -> Member:
    return Member(MemberId(member), name=f"Member {member}")


def a_review(scores: str, *, rubric: Rubric | None = None, member: str = "M1", application: str = "DD-001") -> Review:
    """A review with its scores in the order of the rubric: `-` is not yet scored, `?` can't be judged."""
    rules = rubric or a_rubric()
    words = {"-": "", "?": "cannot judge"}
    entries = {score_field(key): words.get(score, score) for key, score in zip(rules.keys, scores.split(), strict=True)}
    return Review.from_entries(rules, MemberId(member), Reference(application), entries)


# -- scoresheets -------------------------------------------------------------------------------------------------------


def found(typed: Typed) -> Found:
    """What is found in a cell into which this was typed."""
    match typed:
        case Found():
            return typed
        case None:
            return EMPTY
        case str():
            return Found.of_text(typed)
        case bool():
            return Found("boolean", str(typed).upper())
        case _:
            return Found.of_number(Decimal(str(typed)))


def a_row(
    reference: str, typed: Mapping[str, Typed] | None = None, *, rubric: Rubric | None = None, number: int = 3
) -> SheetRow:
    """One row as the program writes it, with what a person typed into its fields; the first field is column D."""
    fields = input_fields(rubric or a_rubric())
    return SheetRow(
        number=number,
        key=identity(reference),
        reference=reference,
        title=f"Bid {reference}",
        reference_cell=f"B{number}",
        title_cell=f"C{number}",
        cells={
            field: SheetCell(f"{chr(ord('D') + place)}{number}", found((typed or {}).get(field)))
            for place, field in enumerate(fields)
        },
    )


def a_sheet(rows: Iterable[SheetRow], *, rubric: Rubric | None = None) -> Sheet:
    """A scoresheet of these rows, placed one below the other from row 3."""
    rules = rubric or a_rubric()
    return Sheet(
        name="Scores",
        identity=SheetIdentity(a_round(rules).round_id, rules.version, MemberId("M1"), export=1, saved=None),
        rows=[moved(row, number) for number, row in enumerate(rows, start=3)],
        fields=frozenset(input_fields(rules)),
    )


def moved(row: SheetRow, number: int) -> SheetRow:
    """The row as it stands after somebody sorted or pasted it into another place of the sheet."""

    def there(address: str) -> str:
        return address.rstrip("0123456789") + str(number)

    cells: dict[Field, SheetCell] = {
        field: cell._replace(address=there(cell.address)) for field, cell in row.cells.items()
    }
    return replace(
        row, number=number, reference_cell=there(row.reference_cell), title_cell=there(row.title_cell), cells=cells
    )


def expecting(*assigned: str, rubric: Rubric | None = None, others: Iterable[str] = ()) -> Expected:
    """What the secretariat expects of a member to whom these references are assigned; `others` are in the round too."""
    return Expected(
        rubric or a_rubric(),
        titles={Reference(each): (f"Bid {each}",) for each in (*assigned, *others)},
        assigned=frozenset(Reference(each) for each in assigned),
    )
