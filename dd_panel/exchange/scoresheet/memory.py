"""What a scoresheet remembers: whose it is, on a hidden sheet and in every row, and what each cell held at export."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from xlsxwriter.utility import xl_col_to_name

from dd_panel.domain.findings import Kind
from dd_panel.domain.identifiers import PREFERENCE, RECOMMENDATION, Field, MemberId, identity, tidy
from dd_panel.domain.purposes import SCORES, Purpose, input_fields
from dd_panel.domain.reviews import CANNOT_JUDGE, RECOMMENDATIONS
from dd_panel.exchange.cells import write_text
from dd_panel.exchange.guard import Refused
from dd_panel.exchange.scoresheet import layout
from dd_panel.text import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from xlsxwriter.worksheet import Worksheet

    from dd_panel.exchange.scoresheet.grid import Grid
    from dd_panel.exchange.scoresheet.layout import SheetToFill

MARKS = {SCORES: "dd_panel scoresheet", Purpose.SECOND_LOOK: "dd_panel second look"}
"""What stands in the first cell of the hidden sheet, whatever that sheet is called, and says what it is for."""

FORMAT = "2"

VALUES_AT_EXPORT = "row"
"""Begins the hidden table of what each cell held at export: column keys to its right, row keys below."""

_BETWEEN = "|"

_PURPOSES = {mark: purpose for purpose, mark in MARKS.items()}


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose scoresheet it is and what for: round, version of the rubric, number of the export, member, and purpose."""

    round_id: str
    rubric_version: str
    export: int
    member: MemberId
    purpose: Purpose = SCORES

    @classmethod
    def of(cls, sheet: SheetToFill) -> Owner:
        """The owner of a sheet to be written."""
        rules = sheet.rules
        return cls(rules.round_id, rules.rubric.version, sheet.export, sheet.member.member_id, sheet.purpose)

    @classmethod
    def parse(cls, text: str) -> Owner | None:
        """Read what stands in a row's hidden cell; None for anything else."""
        parts = text.strip().split(_BETWEEN, 4)
        if len(parts) != 5 or parts[0] not in _PURPOSES or not parts[3].isdecimal() or not tidy(parts[4]):  # noqa: PLR2004
            return None
        return cls(parts[1], parts[2], int(parts[3]), MemberId(tidy(parts[4])), _PURPOSES[parts[0]])

    def __str__(self) -> str:
        """The owner as it stands in every row."""
        return _BETWEEN.join((MARKS[self.purpose], self.round_id, self.rubric_version, str(self.export), self.member))

    @property
    def person(self) -> tuple[str, str, str, str]:
        """What tells one member's scores of one purpose from any others, whichever export they come from."""
        return (self.round_id, self.rubric_version, identity(self.member), self.purpose)


@dataclass(frozen=True, slots=True)
class Memory:
    """What a hidden sheet says; `exported` holds the values at export by the row's key and field."""

    owner: Owner
    exported: Mapping[tuple[str, Field], str] = field(default_factory=dict)


def write_memory(page: Worksheet, sheet: SheetToFill) -> dict[str, str]:
    """Fill the hidden sheet, and return where the choices of each column stand, as formulas by column key."""
    owner = Owner.of(sheet)
    facts = (
        (MARKS[owner.purpose], FORMAT),
        ("round", owner.round_id),
        ("round reference", sheet.rules.reference),
        ("round name", sheet.rules.name),
        ("rubric", owner.rubric_version),
        ("member", owner.member),
        ("member name", sheet.member.name),
        ("export", str(owner.export)),
        ("made", sheet.made.isoformat()),
    )
    for number, (name, value) in enumerate(facts):
        page.write_string(number, 0, name)
        write_text(page, number, 1, value)
    chosen = (PREFERENCE,) if sheet.with_preferences else ()
    fields = (layout.APPLICANT, *input_fields(sheet.rules.rubric, sheet.purpose), *chosen)
    top = len(facts) + 1
    page.write_row(top, 0, (VALUES_AT_EXPORT, *fields))
    for number, row in enumerate(sheet.rows, start=top + 1):
        page.write_string(number, 0, identity(row.application.reference))
        shown = {layout.APPLICANT: row.application.heading, **row.values}
        for index, name in enumerate(fields, start=1):
            write_text(page, number, index, shown.get(name, ""))
    return _write_choices(page, sheet, len(fields) + 2)


def _write_choices(page: Worksheet, sheet: SheetToFill, column: int) -> dict[str, str]:
    places: dict[str, str] = {}
    offered: dict[tuple[str, ...], str] = {}
    wanted = [
        (each.key, layout.level_texts(each.criterion))
        for each in layout.columns_of(sheet.rules, sheet.purpose)
        if each.is_score and each.criterion
    ]
    advised: list[tuple[str, tuple[str, ...]]] = [(str(RECOMMENDATION), ())] if sheet.purpose is SCORES else []
    for key, levels in [*wanted, *advised]:
        if levels not in offered:
            offered[levels] = _write_list(page, column + len(offered), levels)
        places[key] = offered[levels]
    return places


def _write_list(page: Worksheet, column: int, levels: tuple[str, ...]) -> str:
    """Write one list of choices down a column, scores as numbers, and return the formula that names it."""
    words = (CANNOT_JUDGE,) if levels else RECOMMENDATIONS
    for number, level in enumerate(levels):
        page.write_number(number, column, float(Decimal(level)))
    for number, word in enumerate(words, start=len(levels)):
        page.write_string(number, column, word)
    letter = xl_col_to_name(column)
    return f"='{layout.HIDDEN_SHEET}'!${letter}$1:${letter}${len(levels) + len(words)}"


def read_memory(grid: Grid) -> Memory | None:
    """Read a hidden sheet; None for any other sheet. Raises Refused when it is incomplete."""
    purpose = _PURPOSES.get(grid.text(1, 1))
    if purpose is None:
        return None
    facts: dict[str, str] = {}
    exported: dict[tuple[str, Field], str] = {}
    fields: dict[int, Field] = {}
    for row in grid.rows:
        name = grid.text(row, 1)
        if fields and name:
            values = ((fields[column], text) for column, text in grid.texts(row).items() if column in fields)
            exported |= {(identity(name), key): text for key, text in values}
        elif name == VALUES_AT_EXPORT:
            fields = dict(_keys_beside(grid, row))
        elif name:
            facts[name] = grid.text(row, 2)
    return Memory(_owner_in(facts, purpose), exported)


def _keys_beside(grid: Grid, row: int) -> Iterator[tuple[int, Field]]:
    """The columns of the table, as far as it goes: the lists of choices stand beyond it."""
    column = 2
    while key := grid.text(row, column):
        yield column, Field(key)
        column += 1


def _owner_in(facts: Mapping[str, str], purpose: Purpose) -> Owner:
    number = tidy(facts.get("export", ""))
    member = MemberId(tidy(facts.get("member", "")))
    if not facts.get("round") or not member:
        raise Refused(Kind.NOT_A_SCORESHEET, _("its hidden sheet is incomplete"))
    if not number.isdecimal():
        raise Refused(Kind.NOT_A_SCORESHEET, _("its hidden sheet has no export number"))
    return Owner(facts["round"], facts.get("rubric", ""), int(number), member, purpose)
