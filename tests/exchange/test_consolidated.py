"""The secretariat's workbook: what a reader, a script and another program find in it."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from dd_panel.domain.errors import InputError, LockedError
from dd_panel.domain.identifiers import CriterionKey, MemberId, Reference
from dd_panel.domain.panel import Member
from dd_panel.domain.receipt import Receipt
from dd_panel.domain.rounds import LONDON, Round
from dd_panel.domain.rubric import Criterion, Rubric
from dd_panel.domain.scale import Scale
from dd_panel.exchange.consolidated.contents import (
    ConflictLine,
    Consolidation,
    RankingLine,
    ReviewLine,
    ScoreLine,
    SourceLine,
    WaitingLine,
)
from dd_panel.exchange.consolidated.ranking_list import last_above_line, running_costs
from dd_panel.exchange.consolidated.write import is_consolidated, write_consolidated
from tests.libreoffice import LibreOffice

NEED, PRICE = CriterionKey("need"), CriterionKey("price")
ADA, BEN = MemberId("M1"), MemberId("M2")
AMBLE, BECK, CERT = Reference("DD-1"), Reference("DD-2"), Reference("DD-3")

RULES = Round(
    "Spring & summer grants",
    "SG1",
    Rubric(
        (
            Criterion(NEED, "Case for change", "Case", Decimal("62.5"), minimum=Decimal(2)),
            Criterion(
                PRICE, "Price", "Price", Decimal("37.5"), Scale(Decimal(1), Decimal(4), Decimal("0.5"), "lowest")
            ),
        )
    ),
    closes=datetime(2014, 2, 10, 17, tzinfo=LONDON),
    places=1,
    fund=150_000,
    tie_break=(NEED,),
    reviews_per_application=2,
)


def score(
    application: Reference, member: MemberId, criterion: CriterionKey, value: str, comment: str = ""
) -> ScoreLine:
    """A score read from the member's file, or one of the other states."""
    scored = value[0].isdigit()
    column = "D" if criterion == NEED else "F"
    return ScoreLine(
        application,
        member,
        criterion,
        "scored" if scored else value,
        Decimal(value) if scored else None,
        comment,
        file=f"SG1-{member}-1.xlsx",
        sheet="Scores",
        cell=f"{column}{application[-1]}",
    )


def a_result() -> Consolidation:
    """Two members, three applications: one is reviewed twice, one once with a value waiting, one barred and unread."""
    return Consolidation(
        rules=RULES,
        made=datetime(2014, 7, 1, 10, 30, tzinfo=LONDON),
        members=(Member(ADA, "Ada Brook", "Brook & Sons"), Member(BEN, "Ben Crane")),
        ranked=(
            RankingLine(
                1,
                AMBLE,
                "Ambleton",
                "Libraries",
                "Mutual",
                Fraction(10, 3),
                Fraction(200, 3),
                2,
                2,
                90_000,
                means={NEED: Fraction(7, 2), PRICE: Fraction(5, 3)},
            ),
            RankingLine(
                2,
                BECK,
                "=Beckford",
                "Parks",
                "",
                Fraction(2),
                Fraction(40),
                1,
                2,
                None,
                ("1 of 2 reviews",),
                {NEED: Fraction(2)},
            ),
            RankingLine(None, CERT, "Çerton", planned=2, support_sought=80_000, flags=("no review counts yet",)),
        ),
        scores=(
            score(AMBLE, ADA, NEED, "4", "- a strong case\nwith “figures”"),
            score(AMBLE, ADA, PRICE, "1.5", "=cheap"),
            score(AMBLE, BEN, NEED, "3"),
            score(AMBLE, BEN, PRICE, "2"),
            score(BECK, ADA, NEED, "2"),
            score(BECK, ADA, PRICE, "cannot judge", "<r>No prices</r>"),
            score(BECK, BEN, NEED, "waiting"),
            score(BECK, BEN, PRICE, "4"),
            score(CERT, ADA, NEED, "not yet scored"),
            score(CERT, ADA, PRICE, "not yet scored"),
            score(CERT, BEN, NEED, "conflicted"),
            score(CERT, BEN, PRICE, "conflicted"),
        ),
        reviews=(
            ReviewLine(
                AMBLE, ADA, Fraction(7, 2), Fraction(70), counts=True, recommendation="fund", guidance="Start now."
            ),
            ReviewLine(AMBLE, BEN, Fraction(19, 6), Fraction(190, 3), counts=True),
            ReviewLine(BECK, ADA, Fraction(2), Fraction(40), counts=True, partial=True),
            ReviewLine(BECK, BEN),
            ReviewLine(CERT, ADA),
            ReviewLine(CERT, BEN, conflicted=True),
        ),
        receipt=Receipt(12, 6, 1, 2, 2, 1, (BEN,), Fraction(33, 2), Fraction(33, 2)),
        conflicts=(ConflictLine(CERT, BEN, "My sister's bid.", datetime(2014, 6, 1, 9, tzinfo=LONDON)),),
        sources=(
            SourceLine(
                "SG1-M1-1.xlsx",
                "ab" * 32,
                datetime(2014, 6, 30, 8, tzinfo=LONDON),
                "merged",
                ADA,
                1,
                datetime(2014, 6, 29, 21, 15, tzinfo=LONDON),
                remarks=("1 cell typed outside the program",),
            ),
        ),
        waiting=(
            WaitingLine(
                4, "off-step", "2.2 lies between two scores.", "SG1-M2-1.xlsx", "Scores", "D2", BECK, BEN, NEED, "2.2"
            ),
        ),
    )


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "consolidated.xlsx"
    write_consolidated(path, a_result())
    return path


def opened(path: Path) -> Workbook:
    """The workbook as a viewer that can't calculate shows it."""
    return openpyxl.load_workbook(path, data_only=True)


def table(sheet: Worksheet, header: str) -> list[dict[str, object]]:
    """The rows of the table whose header row begins with these words, as far as they go."""
    rows = list(sheet.iter_rows(values_only=True))
    top = next(number for number, row in enumerate(rows) if row[0] == header)
    names = [str(name) for name in rows[top] if name is not None]
    found: list[dict[str, object]] = []
    for row in rows[top + 1 :]:
        if all(value is None for value in row):
            break
        found.append(dict(zip(names, row, strict=False)))
    return found


# -- scores -------------------------------------------------------------------------------------------------------


def test_scores_load_as_one_flat_table(path: Path) -> None:
    sheet = opened(path)["Scores"]
    rows = list(sheet.iter_rows(values_only=True))

    assert rows[0] == (
        "Reference", "Lead authority", "Member", "Criterion", "Weight", "State", "Score",
        "Comment", "File", "Sheet", "Cell",
    )  # fmt: skip
    assert rows[1:] == [
        ("DD-1", "Ambleton", "M1", "need", 62.5, "scored", 4, "- a strong case\nwith “figures”", *source("M1", "D1")),
        ("DD-1", "Ambleton", "M1", "price", 37.5, "scored", 1.5, "=cheap", *source("M1", "F1")),
        ("DD-1", "Ambleton", "M2", "need", 62.5, "scored", 3, None, *source("M2", "D1")),
        ("DD-1", "Ambleton", "M2", "price", 37.5, "scored", 2, None, *source("M2", "F1")),
        ("DD-2", "=Beckford", "M1", "need", 62.5, "scored", 2, None, *source("M1", "D2")),
        ("DD-2", "=Beckford", "M1", "price", 37.5, "cannot judge", None, "<r>No prices</r>", *source("M1", "F2")),
        ("DD-2", "=Beckford", "M2", "need", 62.5, "waiting", None, None, *source("M2", "D2")),
        ("DD-2", "=Beckford", "M2", "price", 37.5, "scored", 4, None, *source("M2", "F2")),
        ("DD-3", "Çerton", "M1", "need", 62.5, "not yet scored", None, None, *source("M1", "D3")),
        ("DD-3", "Çerton", "M1", "price", 37.5, "not yet scored", None, None, *source("M1", "F3")),
        ("DD-3", "Çerton", "M2", "need", 62.5, "conflicted", None, None, *source("M2", "D3")),
        ("DD-3", "Çerton", "M2", "price", 37.5, "conflicted", None, None, *source("M2", "F3")),
    ]
    assert not sheet.merged_cells.ranges
    assert sheet.auto_filter.ref == "A1:K13"
    assert sheet.freeze_panes == "B2"


def source(member: str, cell: str) -> tuple[str, str, str]:
    return f"SG1-{member}-1.xlsx", "Scores", cell


def test_text_that_looks_like_a_formula_stays_text(path: Path) -> None:
    sheet = opened(path)["Scores"]

    assert sheet["H3"].data_type == "s"
    assert sheet["H3"].quotePrefix
    assert sheet["B6"].data_type == "s"
    book = openpyxl.load_workbook(path)
    calculated = {page.title for page in book for row in page.iter_rows() for cell in row if cell.data_type == "f"}
    assert calculated == {"Summary", "Ranking", "By application"}
    assert [row[2].value for row in opened(path)["Ranking"].iter_rows(min_row=8)][2] == "=Beckford"


@pytest.mark.libreoffice
def test_another_program_reads_the_same(path: Path, libreoffice: LibreOffice) -> None:
    cells = [("Scores", place) for place in ("G3", "H3", "H2", "G7", "H7", "F8", "G8", "B6")]

    assert libreoffice.read(path, cells) == [
        "1.5", "=cheap", "- a strong case\nwith “figures”", "", "<r>No prices</r>", "waiting", "", "=Beckford",
    ]  # fmt: skip


def test_a_score_belongs_to_scored_and_to_nothing_else() -> None:
    with pytest.raises(ValueError, match="not yet scored"):
        ScoreLine(AMBLE, ADA, NEED, "not yet scored", Decimal(0))
    with pytest.raises(ValueError, match="scored"):
        ScoreLine(AMBLE, ADA, NEED, "scored")
    with pytest.raises(ValueError, match="blank"):
        ScoreLine(AMBLE, ADA, NEED, "blank")


# -- ranking ------------------------------------------------------------------------------------------------------


def test_the_ranking_shows_places_means_and_money_in_full(path: Path) -> None:
    sheet = opened(path)["Ranking"]
    first, line, second, unplaced = table(sheet, "Place")

    shown = list(first)[: list(first).index("Flags") + 1]
    assert {name: first[name] for name in shown} == {
        "Place": 1,
        "Reference": "DD-1",
        "Lead authority": "Ambleton",
        "Service": "Libraries",
        "Model": "Mutual",
        "Score\n0–5": pytest.approx(10 / 3, rel=1e-15),
        "Percent": pytest.approx(200 / 3, rel=1e-15),
        "Case\n62.5%": 3.5,
        "Price\n37.5%": pytest.approx(5 / 3, rel=1e-15),
        "Reviews": 2,
        "Planned": 2,
        "Support sought": 90_000,
        "Running cost": 90_000,
        "Flags": None,
    }
    assert (line["Place"], line["Lead authority"]) == (None, "Funding line: 1 place  ·  £60,000 left of £150,000")
    assert (second["Place"], second["Price\n37.5%"], second["Flags"]) == (2, None, "1 of 2 reviews")
    assert (second["Support sought"], second["Running cost"]) == (None, 90_000)
    assert [unplaced[name] for name in ("Place", "Score\n0–5", "Percent", "Running cost", "Flags")] == [
        None, None, None, None, "no review counts yet",
    ]  # fmt: skip


def test_the_ranking_says_what_a_reader_must_know_first(path: Path) -> None:
    shown = [row[0] for row in opened(path)["Ranking"].iter_rows(max_row=5, values_only=True)]

    assert shown == [
        "Spring & summer grants: ranking",
        "Ordered by the mean of the reviews that count · 3 of 6 reviews count · as at 1 July 2014, 10:30",
        "1 finding waits for a decision and holds back what it is about; see Receipt.",
        "1 member's scoresheet is outstanding; see Receipt.",
        None,
    ]


def test_numbers_are_shown_as_people_read_them(path: Path) -> None:
    sheet = opened(path)["Ranking"]
    rows = {row[1].value: row for row in sheet.iter_rows() if row[1].value}

    assert [rows["DD-1"][column].number_format for column in (5, 6, 11)] == ["0.00", "0.0", '"£"#,##0']
    assert '"at least £"#,##0' in conditional_formats(path)


def conditional_formats(path: Path) -> str:
    """The number formats that cells take on when a condition is met."""
    rules = opened(path)["Ranking"].conditional_formatting
    formats = [rule.dxf.numFmt.formatCode for each in rules for rule in each.rules if rule.dxf and rule.dxf.numFmt]
    return " ".join(formats)


def test_shared_places_are_marked_and_may_crowd_the_funding_line(tmp_path: Path) -> None:
    first, second, third = a_result().ranked
    tied = replace(a_result(), ranked=(first, replace(second, place=1), replace(third, place=3, score=Fraction(1))))
    write_consolidated(tmp_path / "tied.xlsx", tied)
    sheet = opened(tmp_path / "tied.xlsx")["Ranking"]
    rows = table(sheet, "Place")

    assert [row["Place"] for row in rows[:2]] == [1, 1]
    assert rows[2]["Lead authority"] == (
        "Funding line: 1 place  ·  2 applications share place 1, more than there are places left"
    )
    assert '0"="' in conditional_formats(tmp_path / "tied.xlsx")


def test_no_line_is_drawn_where_nobody_stands_below_it() -> None:
    result = a_result()

    assert last_above_line(result) == 1
    assert last_above_line(replace(result, rules=replace(RULES, places=2))) is None
    assert last_above_line(replace(result, ranked=())) is None
    assert running_costs(result.ranked) == [(90_000, True), (90_000, False), None]


def test_where_low_is_best_the_lowest_score_is_the_darkest(path: Path) -> None:
    sheet = opened(path)["By application"]
    colours = {
        (row[2].value, row[1].value, column): row[column].fill.fgColor.rgb
        for row in sheet.iter_rows(min_row=2)
        for column in (3, 4)
    }

    assert colours["Ada Brook", "DD-1", 3] == colours["Ada Brook", "DD-1", 4] == "FF2B7880"
    assert colours["Ben Crane", "DD-2", 4] == "FFF1F0EC"


# -- the other sheets ---------------------------------------------------------------------------------------------


def test_sheets_are_there_only_when_they_are_filled(path: Path, tmp_path: Path) -> None:
    assert opened(path).sheetnames == [
        "Summary", "Ranking", "Scores", "By application", "Comments", "Guidance and support", "Conflicts",
        "Receipt", "Sources", "Method",
    ]  # fmt: skip
    nothing = Consolidation(
        RULES, a_result().made, (), (), (), (), Receipt(0, 0, 0, 0, 0, 0, (), Fraction(0), Fraction(0))
    )
    assert write_consolidated(tmp_path / "new.xlsx", nothing) == ("Summary", "Receipt", "Method")
    assert opened(tmp_path / "new.xlsx").sheetnames == ["Summary", "Receipt", "Method"]


def test_by_application_puts_words_where_there_is_no_score(path: Path) -> None:
    rows = [row[:9] for row in opened(path)["By application"].iter_rows(min_row=2, values_only=True)]

    mean, price, percent = pytest.approx(10 / 3), pytest.approx(5 / 3), pytest.approx(200 / 3)
    assert rows == [
        (1, "DD-1", "Ambleton", 3.5, price, mean, percent, None, "2 of 2 reviews count"),
        (None, "DD-1", "Ada Brook", 4, 1.5, 3.5, 70, "fund", "counts"),
        (None, "DD-1", "Ben Crane", 3, 2, pytest.approx(19 / 6), pytest.approx(190 / 3), None, "counts"),
        (2, "DD-2", "=Beckford", 2, None, 2, 40, None, "1 of 2 reviews count"),
        (None, "DD-2", "Ada Brook", 2, "cannot judge", 2, 40, None, "counts, on part of the criteria"),
        (None, "DD-2", "Ben Crane", "waiting", 4, None, None, None, "waits for a decision: does not count yet"),
        (None, "DD-3", "Çerton", None, None, None, None, None, "0 of 2 reviews count"),
        (None, "DD-3", "Ada Brook", *["not yet scored"] * 2, None, None, None, "not finished: does not count yet"),
        (None, "DD-3", "Ben Crane", *["conflicted"] * 2, None, None, None, "conflict of interest: not to be judged"),
    ]  # fmt: skip


def test_comments_are_listed_by_application_and_criterion_with_quotes_where_there_are_any(
    path: Path, tmp_path: Path
) -> None:
    assert [tuple(row.values()) for row in table(opened(path)["Comments"], "Reference")] == [
        ("DD-1", "Ambleton", "Case for change", "Ada Brook", 4, "- a strong case\nwith “figures”"),
        ("DD-1", "Ambleton", "Price", "Ada Brook", 1.5, "=cheap"),
        ("DD-2", "=Beckford", "Price", "Ada Brook", "cannot judge", "<r>No prices</r>"),
    ]
    quoted = (replace(a_result().scores[2], evidence="We lend 9,000 books."), *a_result().scores[3:])
    write_consolidated(tmp_path / "quoted.xlsx", replace(a_result(), scores=quoted))
    first = table(opened(tmp_path / "quoted.xlsx")["Comments"], "Reference")[0]
    assert (first["Member"], first["Evidence from the application"]) == ("Ben Crane", "We lend 9,000 books.")


def test_two_members_of_one_name_are_told_apart(tmp_path: Path) -> None:
    twins = replace(a_result(), members=(Member(ADA, "Ada Brook"), Member(BEN, "Ada Brook")))
    write_consolidated(tmp_path / "twins.xlsx", twins)

    members = {row[2].value for row in opened(tmp_path / "twins.xlsx")["By application"].iter_rows(min_row=2)}
    assert {"Ada Brook (M1)", "Ada Brook (M2)"} <= members


def test_the_receipt_adds_up_in_total_by_member_and_by_application(path: Path) -> None:
    sheet = opened(path)["Receipt"]
    totals = {row[1]: row[2] for row in sheet.iter_rows(min_row=1, max_row=14, values_only=True) if row[1] is not None}

    assert totals == {
        "Scores expected": 12,
        "Scored": 6,
        "Cannot judge": 1,
        "Conflict of interest": 2,
        "Not yet scored": 2,
        "Waiting for a decision": 1,
        "Sum of the scores as read from the files": 16.5,
        "Sum of the scores as kept": 16.5,
        "The counts add up and both sums agree.": None,
    }
    assert [tuple(row.values()) for row in table(sheet, "ID")] == [
        ("M1", "Ada Brook", "Brook & Sons", 6, 3, 1, 0, 2, 0, 3, "received"),
        ("M2", "Ben Crane", None, 6, 3, 0, 2, 0, 1, 3, "outstanding"),
    ]
    assert [tuple(row.values())[3:] for row in table(sheet, "Reference")] == [
        (4, 4, 0, 0, 0, 0, 2, 2),
        (4, 2, 1, 0, 0, 1, 1, 2),
        (4, 0, 0, 2, 2, 0, 0, 2),
    ]
    assert [tuple(row.values()) for row in table(sheet, "Finding")] == [
        (4, "2.2 lies between two scores.", "Ben Crane", "DD-2", "Case", "off-step", "2.2", None, "Scores", "D2",
         "SG1-M2-1.xlsx"),
    ]  # fmt: skip


def test_a_receipt_that_does_not_add_up_says_so(tmp_path: Path) -> None:
    write_consolidated(tmp_path / "off.xlsx", replace(a_result(), receipt=replace(a_result().receipt, scored=5)))

    shown = [row[1] for row in opened(tmp_path / "off.xlsx")["Receipt"].iter_rows(values_only=True)]
    assert "This does not add up. Please report it: the program is at fault." in shown


def test_sources_and_conflicts_say_where_from_and_when(path: Path) -> None:
    assert [tuple(row.values()) for row in table(opened(path)["Sources"], "File")] == [
        (
            "SG1-M1-1.xlsx", "ab" * 32, "Ada Brook", 1, datetime(2014, 6, 29, 21, 15), datetime(2014, 6, 30, 8),  # noqa: DTZ001
            "merged", None, "1 cell typed outside the program",
        ),
    ]  # fmt: skip
    conflict = table(opened(path)["Conflicts"], "Reference")[0]
    assert (conflict["Member"], conflict["Conflict of interest"]) == ("Ben Crane", "My sister's bid.")
    assert conflict["Declared"] == datetime(2014, 6, 1, 9)  # noqa: DTZ001 - a cell holds no zone


def test_the_method_names_every_rule_and_the_rubrics_version(path: Path) -> None:
    sheet = opened(path)["Method"]
    text = "\n".join(str(value) for row in sheet.iter_rows(values_only=True) for value in row if value is not None)

    assert "the mean of its reviews that count" in text
    assert "taken in this order: Case for change. Applications still equal share a place" in text
    assert "1 to 4 by 0.5, best is 1" in text
    assert RULES.rubric.version in text
    rubric = table(sheet, "Criterion")
    assert [(row["Criterion"], row["Weight"], row["Share"]) for row in rubric] == [
        ("need", 62.5, 0.625),
        ("price", 37.5, 0.375),
    ]


def test_a_sheet_too_wide_for_small_paper_asks_for_large(path: Path, tmp_path: Path) -> None:
    more = tuple(
        Criterion(CriterionKey(f"more{each}"), f"More {each}", f"More {each}", Decimal(10)) for each in "abcdef"
    )
    rubric = Rubric((*RULES.rubric.criteria, *more))
    write_consolidated(tmp_path / "wide.xlsx", replace(a_result(), rules=replace(RULES, rubric=rubric)))
    wide = opened(tmp_path / "wide.xlsx")

    assert (opened(path)["Ranking"].page_setup.paperSize, wide["Ranking"].page_setup.paperSize) == (9, 8)
    assert {wide[name].page_setup.paperSize for name in ("Summary", "Scores", "Comments")} == {9}


def test_every_sheet_prints_on_paper(path: Path) -> None:
    for sheet in opened(path):
        assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
        assert sheet.sheet_properties.pageSetUpPr is not None
        assert (sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.page_setup.fitToHeight) == (True, 0)
        assert sheet.oddFooter is not None
        assert "Spring && summer grants" in str(sheet.oddFooter.left.text)
    assert opened(path)["Scores"].print_title_rows == "$1:$1"


# -- the file -----------------------------------------------------------------------------------------------------


def test_the_same_result_gives_the_same_bytes(path: Path, tmp_path: Path) -> None:
    write_consolidated(tmp_path / "again.xlsx", a_result())

    assert (tmp_path / "again.xlsx").read_bytes() == path.read_bytes()


def test_our_own_workbook_is_recognised_and_replaced_and_no_other(path: Path, tmp_path: Path) -> None:
    foreign = tmp_path / "budget.xlsx"
    book = openpyxl.Workbook()
    book.save(foreign)
    before = foreign.read_bytes()

    assert is_consolidated(path)
    write_consolidated(path, a_result())
    for other in (foreign, tmp_path, tmp_path / "missing.xlsx"):
        assert not is_consolidated(other)
    with pytest.raises(InputError, match="holds something else"):
        write_consolidated(foreign, a_result())
    assert foreign.read_bytes() == before
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None


@pytest.mark.libreoffice
def test_a_workbook_saved_by_another_program_is_still_ours(
    path: Path, tmp_path: Path, libreoffice: LibreOffice
) -> None:
    (tmp_path / "saved").mkdir()

    assert is_consolidated(libreoffice.convert(path, "xlsx", tmp_path / "saved"))


def test_a_workbook_open_in_excel_is_left_alone(path: Path) -> None:
    before = path.read_bytes()
    path.with_name(f"~${path.name}").touch()

    with pytest.raises(LockedError, match="open in another program"):
        write_consolidated(path, replace(a_result(), ranked=()))
    assert path.read_bytes() == before


def test_a_text_no_cell_can_hold_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    whole = replace(a_result().scores[0], comment="x" * 32_767)
    write_consolidated(tmp_path / "whole.xlsx", replace(a_result(), scores=(whole,)))
    assert opened(tmp_path / "whole.xlsx")["Scores"]["H2"].value == "x" * 32_767

    longer = replace(whole, comment="x" * 32_768)
    with pytest.raises(InputError, match="sheet Scores is too long"):
        write_consolidated(tmp_path / "longer.xlsx", replace(a_result(), scores=(longer,)))
    assert not (tmp_path / "longer.xlsx").exists()


def test_unusual_names_break_nothing(tmp_path: Path) -> None:
    odd = replace(
        RULES, name='2014 & "more" <b>\x07', currency='G"B,P', method="agreed", tie_break=(), illustrative=True, fund=1
    )
    old = replace(a_result().sources[0], saved=datetime(1601, 1, 1, tzinfo=LONDON))
    write_consolidated(tmp_path / "odd.xlsx", replace(a_result(), rules=odd, sources=(old,)))
    book = opened(tmp_path / "odd.xlsx")

    assert book["Ranking"]["A1"].value == '2014 & "more" <b>\ufffd: ranking'
    assert book["Sources"]["E2"].value == "1 January 1601, 00:00"
    assert "GBP 89,999 more than the fund of GBP 1" in str(table(book["Ranking"], "Place")[1]["Lead authority"])
