"""A scoresheet as it goes to a panel member: what it offers, what it works out, and what it never shows."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils import get_column_letter

from dd_panel.cli import main
from dd_panel.domain.applications import Answer, Application
from dd_panel.domain.identifiers import CriterionKey, Field, Reference
from dd_panel.domain.panel import Member
from dd_panel.domain.purposes import input_fields
from dd_panel.domain.rounds import Round
from dd_panel.domain.rubric import CommentRule, Criterion, Rubric
from dd_panel.domain.scale import Scale
from dd_panel.exchange.scoresheet import layout
from dd_panel.exchange.scoresheet.heights import lines_of
from dd_panel.exchange.scoresheet.layout import Column, RowToFill, SheetToFill, columns
from dd_panel.exchange.scoresheet.pages import passages
from dd_panel.exchange.scoresheet.write import scoresheet_bytes
from tests.libreoffice import LibreOffice
from tests.panelwork import ASHE, NOON, RULES, small_round

NAMES = ("None", "Weak", "Limited", "Fair", "Good", "Strong")
MIXED = replace(
    RULES,
    rubric=Rubric(
        (
            Criterion(CriterionKey("need"), "Case for change", "Case", Decimal(60), Scale(levels=NAMES),
                      comment=CommentRule.parse("below 2")),
            Criterion(CriterionKey("risk"), "Risk", "Risk", Decimal("12.5"),
                      Scale(Decimal(1), Decimal(4), Decimal("0.5"), "lowest"), comment=CommentRule.parse("required")),
            Criterion(CriterionKey("plan"), 'The "plan"', "Plan", Decimal(30), Scale(Decimal(-2), Decimal(2))),
        )
    ),
)  # fmt: skip


def a_bid(number: int, **more: object) -> Application:
    return replace(Application(Reference(f"DD-{number:03d}"), f"Town {number}"), **more)  # type: ignore[arg-type]


def written(
    *rows: Mapping[str, str], rules: Round = MIXED, with_answers: bool = False, conflicted: int | None = None
) -> bytes:
    """A scoresheet with these values in its rows; the row of the number `conflicted` has a known conflict."""
    to_fill = tuple(
        RowToFill(
            a_bid(number, answers=(Answer("Why?", f"Because of {number}."),)),
            {Field(key): value for key, value in row.items()},
            conflicted=number == conflicted,
        )
        for number, row in enumerate(rows, start=1)
    )
    return scoresheet_bytes(SheetToFill(rules, Member(ASHE, "Margaret Ashe"), 3, NOON, to_fill, with_answers))


def opened(content: bytes, *, computed: bool = False) -> Any:  # noqa: ANN401 (its cells can hold too many types)
    return openpyxl.load_workbook(io.BytesIO(content), data_only=computed)


def at(key: str, row: int = layout.FIRST_ROW, rules: Round = MIXED) -> str:
    keys = [column.key for column in columns(rules)]
    return f"{get_column_letter(keys.index(key) + 1)}{row}"


FULL = {
    "score.need": "4",
    "score.risk": "1.5",
    "comment.risk": "Small",
    "score.plan": "-1",
    "recommendation": "fund",
}


# -- to fill in --------------------------------------------------------------------------------------------------------


def test_it_opens_at_the_first_open_score_below_its_headings() -> None:
    page = opened(written(FULL, {}, {}))["Scores"]

    assert page.sheet_view.selection[-1].activeCell == at("score.need", 4)
    assert page.freeze_panes == at("conflict")
    assert [page[at(key, 2)].value for key in ("reference", "score.need", "comment.risk")] == [
        "Reference",
        "Case for change\n58.5% · 0 to 5",
        "Risk: comment\nneeded",
    ]
    assert page.row_dimensions[1].hidden
    assert page.row_dimensions[3].height > 30


def test_every_input_can_be_filled_in_and_nothing_else() -> None:
    workbook = opened(written({}, {"conflict": "employment"}, conflicted=2))
    page = workbook["Scores"]
    inputs = set(input_fields(MIXED.rubric))

    for column in columns(MIXED):
        assert page[at(column.key)].protection.locked == (column.key not in inputs)
        assert page[at(column.key, 4)].protection.locked == (column.key != "conflict")
    assert all(each.protection.sheet for each in workbook)
    assert page[at("conflict", 4)].value == "employment"


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", 1),
        ("one two", 1),
        ("one two three four", 2),
        ("one\n\ntwo three four five", 4),
        ("well-thought-out ideas", 3),
        ("x" * 31, 4),
        ("one two     ", 1),
        ("one " * 1_000, 27),
    ],
)
def test_a_text_takes_as_many_lines_as_its_words_need_in_a_column_of_ten_letters(text: str, lines: int) -> None:
    assert min(lines_of(text, width=11), 27) == lines


def test_the_list_of_a_score_holds_bare_numbers_and_cannot_judge() -> None:
    book = opened(written({}))
    lists = {str(each.sqref): each for each in book["Scores"].data_validations.dataValidation}

    offered = lists[at("score.risk")]
    first, last = str(offered.formula1).rpartition("!")[2].replace("$", "").split(":")
    values = [cell.value for (cell,) in book["_dd_panel"][f"{first}:{last}"]]
    assert values == [1, 1.5, 2, 2.5, 3, 3.5, 4, "cannot judge"]
    assert lists[at("score.need")].prompt == "\n".join(f"{number}  {name}" for number, name in enumerate(NAMES))
    assert lists[at("score.plan")].prompt == "-2 to 2, best is 2; or cannot judge"
    assert book["_dd_panel"].sheet_state == "veryHidden"


# -- working out -------------------------------------------------------------------------------------------------------

ROWS: tuple[tuple[dict[str, str], str, str], ...] = (
    ({}, "", ""),
    ({"order": "4"}, "", ""),
    (FULL, "complete", "64.3"),
    ({"score.need": "1", "comment.risk": "?"}, "1 of 3 scored\ncomments missing: 1\nno recommendation", "20"),
    (
        {"score.need": "cannot judge", "score.risk": "4", "recommendation": "decline"},
        "2 of 3 scored\ncomments missing: 2",
        "0",
    ),
    ({"score.need": "cannot judge", "comment.need": "No"}, "1 of 3 scored\nno recommendation", ""),
    ({"guidance": "Go on"}, "0 of 3 scored\nno recommendation", ""),
    ({"conflict": "My brother works there"}, "Conflict: My brother works there", ""),
    ({"conflict": "A long story. " * 7}, f"Conflict: {('A long story. ' * 7)[:80]}…", ""),
    (FULL | {"conflict": "NO"}, "complete", "64.3"),
)  # fmt: skip


def _shown(total: object) -> str:
    return "" if total in {None, ""} else f"{float(str(total)):.1f}"


def test_progress_and_total_stand_there_for_a_program_that_computes_nothing() -> None:
    page = opened(written(*(row for row, _progress, _total in ROWS)), computed=True)["Scores"]

    for number, (_row, progress, total) in enumerate(ROWS, start=layout.FIRST_ROW):
        assert (page[at("progress", number)].value or "") == progress
        assert _shown(page[at("total", number)].value) == _shown(total)


@pytest.mark.libreoffice
def test_libreoffice_works_out_the_same_progress_and_totals(tmp_path: Path, libreoffice: LibreOffice) -> None:
    blank = tmp_path / "blank.xlsx"
    blank.write_bytes(written(*({} for _row in ROWS)))
    typed: dict[tuple[str, str], str | float] = {}
    for number, (row, _progress, _total) in enumerate(ROWS, start=layout.FIRST_ROW):
        for key, value in row.items():
            number_typed = key.startswith("score.") and value != "cannot judge"
            typed["Scores", at(key, number)] = float(value) if number_typed else value

    filled = libreoffice.fill_in(blank, typed, tmp_path / "filled.xlsx")
    numbers = range(layout.FIRST_ROW, layout.FIRST_ROW + len(ROWS))
    shown = libreoffice.read(filled, [("Scores", at(key, row)) for row in numbers for key in ("progress", "total")])

    assert list(zip(shown[::2], shown[1::2], strict=True)) == [
        (progress, _shown(total)) for _r, progress, total in ROWS
    ]


def test_a_rubric_too_long_for_a_formula_still_gives_a_sheet() -> None:
    many = tuple(Criterion(CriterionKey(f"c{number}"), f"Criterion {number}", f"C{number}") for number in range(90))
    rules = replace(RULES, rubric=Rubric(many), tie_break=())

    page = opened(written({"score.c3": "2"}, rules=rules))["Scores"]

    assert page[at("total", rules=rules)].value is None
    assert page[at("score.c3", rules=rules)].value == 2


def test_what_is_missing_is_marked_by_formulas_of_the_row_alone() -> None:
    content = written(FULL)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        xml = archive.read("xl/worksheets/sheet1.xml").decode()
    rules = opened(content)["Scores"].conditional_formatting

    assert {str(each.sqref) for each in rules} >= {at("score.need"), at("comment.need"), at("recommendation")}
    assert "_dd_panel" not in xml.partition("<sheetData>")[2].partition("<dataValidations")[0]


# -- on paper ----------------------------------------------------------------------------------------------------------


def test_no_word_above_a_score_is_broken() -> None:
    long = Criterion(CriterionKey("long"), "Financial sustainability", "Finance")
    rules = replace(RULES, rubric=Rubric((*RULES.rubric.criteria, long)))

    widths = {column.key: column.width for column in columns(rules)}

    assert (widths["score.need"], widths["score.long"]) == (12, len("sustainability") + 2)


def test_on_a4_a_score_and_its_comment_stay_together() -> None:
    page = opened(written(FULL))["Scores"]
    keys = [column.key for column in columns(MIXED)]

    breaks = [keys[each.id] for each in page.col_breaks.brk]
    assert breaks
    assert not [key for key in breaks if key.startswith("comment.")]
    assert (page.page_setup.orientation, page.page_setup.paperSize, page.page_setup.scale) == ("landscape", 9, 75)
    assert (page.print_title_rows, page.print_title_cols) == ("$2:$2", "$A:$D")
    assert page.print_area.startswith("'Scores'!$A$1:")


def test_on_a4_nothing_parts_where_another_face_makes_every_column_a_quarter_wider() -> None:
    page = opened(written(FULL))["Scores"]
    every = [column for column in columns(MIXED) if column.printed]
    ends = [each.id for each in page.col_breaks.brk]
    repeated = every[: [column.key for column in every].index(layout.APPLICANT) + 1]

    def digits(some: Sequence[Column]) -> float:
        return sum(column.width for column in some if not column.hidden)

    for begin, end in pairwise([len(repeated), *ends, len(every)]):
        wide = (digits(repeated) + digits(every[begin:end])) * 5.58 / 72 * 1.25 * 0.75  # inches
        assert wide <= 11.69 - 0.8


# -- to read -----------------------------------------------------------------------------------------------------------


def test_the_rubric_says_what_each_level_means() -> None:
    page = opened(written({}))["Rubric"]
    texts = [[cell.value for cell in row] for row in page.iter_rows(min_row=5)]

    assert texts[0][0].startswith("Case for change\n58.5% · 0 to 5")
    assert [row[1:3] for row in texts[:6]] == [[str(number), name] for number, name in enumerate(NAMES)]
    assert [row[1:3] for row in texts[6:8]] == [["1", "best"], ["4", "worst"]]


def test_with_applications_there_is_a_sheet_for_each_but_none_for_a_conflict() -> None:
    book = opened(written({}, {"conflict": "employment"}, {}, with_answers=True, conflicted=2))

    assert book.sheetnames == ["Scores", "Rubric", "How to fill this in", "DD-001", "DD-003", "_dd_panel"]
    assert [cell.value for (cell,) in book["DD-003"].iter_rows() if cell.value][-2:] == ["Why?", "Because of 3."]
    assert "Because of 2." not in {cell.value for page in book for row in page for cell in row}
    assert book["Scores"]["A3"].hyperlink.location == "'DD-001'!A1"
    assert book["Scores"]["A4"].hyperlink is None


def test_references_that_no_sheet_can_be_called_still_get_one_each() -> None:
    odd = ("Scores", "a/b*c", "x" * 40, "X" * 40, "history", "'")
    rows = tuple(RowToFill(replace(a_bid(1), reference=Reference(name)), {}) for name in odd)
    sheet = SheetToFill(MIXED, Member(ASHE, "Margaret Ashe"), 0, NOON, rows, with_answers=True)

    names = opened(scoresheet_bytes(sheet)).sheetnames[3:-1]

    assert len({name.casefold() for name in names}) == len(odd)
    assert names[1] == "a-b-c"


def test_a_long_answer_is_shown_in_pieces_with_nothing_left_out() -> None:
    text = "\n\n".join(["A sentence of some length that goes on. " * 60, "word " * 500, "x" * 2000])

    pieces = list(passages(text))

    assert max(map(len, pieces)) <= 900
    assert "".join("".join(pieces).split()) == "".join(text.split())


def test_the_command_adds_the_applications_when_asked(tmp_path: Path) -> None:
    small = small_round(tmp_path)
    for words, sheets in (((), 4), (("--with-applications",), 11)):
        out = tmp_path / f"{sheets}.xlsx"
        assert main(["blank-scoresheet", str(small.path), "--member", ASHE, "--out", str(out), *words]) == 0
        assert len(openpyxl.load_workbook(out).sheetnames) == sheets
