"""The workbook works its own ranking out: another program finds the same numbers, and the same order after a change."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from dd_panel.domain.errors import InputError
from dd_panel.domain.identifiers import CriterionKey, MemberId, Reference
from dd_panel.domain.panel import Assignment, Member
from dd_panel.domain.reviews import CANNOT_JUDGE
from dd_panel.domain.rounds import Method, Round
from dd_panel.domain.rubric import Rubric
from dd_panel.exchange.consolidated.contents import Naming
from dd_panel.services.intake.eligibility import withdraw
from dd_panel.services.meeting import decisions
from dd_panel.services.meeting.conducting import see_meeting
from dd_panel.services.results.consolidating import consolidate
from dd_panel.services.results.ranking import see_ranking
from dd_panel.services.returns.merging import Incoming, merge_returns
from dd_panel.services.review.scoresheets import blank_scoresheet
from dd_panel.services.round import setting_up
from dd_panel.services.workplace import Workplace
from dd_panel.store.files import open_store
from tests.builders import a_criterion, a_round, a_rubric, a_scale, an_application, references
from tests.libreoffice import LibreOffice
from tests.panelwork import NOON, fill

Meeting = Callable[[Workplace], object]
Rows = list[list[str | float]]

DAY_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001 - a cell holds no zone
MEMBERS = tuple(MemberId(f"PM{number}") for number in range(1, 6))
MANY = references(16)
RUBRIC = a_rubric(
    a_criterion("need", "35"),
    a_criterion("price", "25", scale=a_scale("1", "4", "0.5", best="lowest")),
    a_criterion("plan", "40", scale=a_scale("-2", "10", "1")),
)
RULES = replace(
    a_round(RUBRIC), places=5, fund=400_000, tie_break=(CriterionKey("plan"), CriterionKey("need")), currency="EUR"
)


def made(folder: Path, rules: Round) -> Path:
    """A round of sixteen applications with everything in it: ties, states of every kind, and missing costs."""
    path = folder / f"{rules.method}-{rules.rubric.version}-{rules.rubric.scale.best}.ddround"
    chance = random.Random(6)
    with setting_up.create_round(path, rules, lambda: NOON) as store:
        place = Workplace(store, lambda: NOON, "secretariat")
        asked = [replace(an_application(each, f"={each} Council"), support_sought=90_000) for each in MANY]
        asked[3] = replace(asked[3], support_sought=None)
        setting_up.take_in_applications(place, asked)
        setting_up.take_in_members(place, [Member(each, f"Member {each}") for each in MEMBERS])
        with store.writing() as work:
            pairs = [(member, each) for each in MANY for member in chance.sample(MEMBERS, 3)]
            work.panel.assign([Assignment(member, each, order=turn) for turn, (member, each) in enumerate(pairs)])
        given = {pair: dict(said(rules.rubric, pair[1], chance)) for pair in pairs}
        for member in MEMBERS:
            sheet = folder / f"{path.stem}-{member}.xlsx"
            blank_scoresheet(place, member, sheet)
            mine: dict[tuple[str, str], str | float | None] = {
                (each, key): text
                for (who, each), texts in given.items()
                if who == member
                for key, text in texts.items()
            }
            merge_returns(place, [Incoming(sheet.name, fill(sheet.read_bytes(), mine))])
    return path


def said(rubric: Rubric, application: Reference, chance: random.Random) -> Iterator[tuple[str, str | float]]:
    """A review, most often whole; the last application has conflicts, the one before it nothing, two are equal."""
    number = MANY.index(application)
    if number == len(MANY) - 1:
        yield "conflict", "family"
    if number >= len(MANY) - 2:
        return
    for criterion in rubric.criteria:
        scale, odds = criterion.scale, chance.random()
        mark = chance.choice(scale.marks) if number > 1 else scale.marks[len(scale.marks) // 2]
        if number > 1 and odds < 0.1:
            yield f"score.{criterion.key}", CANNOT_JUDGE
        elif number <= 1 or odds <= 0.97:
            yield f"score.{criterion.key}", float(scale.value_of(mark))


def written(path: Path, meeting: Meeting | None = None) -> tuple[Path, list[str]]:
    """The workbook of a round, after a meeting if there is one, and the references in the program's own order."""
    out = path.with_suffix(".xlsx")
    with open_store(path) as store:
        place = Workplace(store, lambda: NOON, "secretariat")
        if meeting:
            meeting(place)
        consolidate(place, out)
        return out, [line.application.reference for line in see_ranking(place).lines]


def stored(path: Path, sheet: str) -> Rows:
    """What a viewer that can't calculate shows."""
    rows = openpyxl.load_workbook(path, data_only=True)[sheet].iter_rows(values_only=True)
    return [[plain(value) for value in row] for row in rows]


def plain(value: object) -> str | float:
    """A cell's value as a number or a text; times are days, as workbooks count them."""
    if isinstance(value, datetime):
        return (value - DAY_ZERO) / timedelta(days=1)
    return value if isinstance(value, int | float) else "" if value is None else str(value)


def shown_order(rows: Rows) -> list[str]:
    """The references in the order in which the sheet Ranking shows them."""
    top = next(number for number, row in enumerate(rows) if row[0] == "Place") + 1
    return [str(row[1]) for row in rows[top:] if row[1] != ""]


def assert_same(found: Rows, expected: Rows) -> None:
    assert len(found) == len(expected)
    for row, (now, before) in enumerate(zip(found, expected, strict=True)):
        for column, (value, kept) in enumerate(zip(now, before, strict=False)):
            if isinstance(value, float) and isinstance(kept, int | float):
                assert value == pytest.approx(kept, abs=1e-9), (row, column)
            else:
                assert value == kept, (row, column)


@pytest.mark.libreoffice
@pytest.mark.parametrize("method", ["mean", "median"])
def test_another_program_computes_every_number_of_the_ranking_and_the_order_of_other_weights(
    tmp_path: Path, libreoffice: LibreOffice, method: Method
) -> None:
    lowest_is_best = Rubric(RUBRIC.criteria, a_scale("1", "7", "0.5", best="lowest"))
    rules = replace(RULES, method=method, rubric=lowest_is_best if method == "median" else RUBRIC)
    out, order = written(made(tmp_path, rules))

    assert shown_order(stored(out, "Ranking")) == order
    for sheet in ("Ranking", "By application"):
        assert_same(libreoffice.whole(out, sheet), stored(out, sheet))

    weights = {"need": "10", "price": "80", "plan": "15.5"}
    other = tuple(replace(each, weight=Decimal(weights[each.key])) for each in rules.rubric.criteria)
    changed, other_order = written(made(tmp_path, replace(rules, rubric=Rubric(other, rules.rubric.scale))))
    assert other_order != order
    row = 1 + next(number for number, each in enumerate(stored(out, "Ranking")) if each[0] == rules.places)
    typed: dict[tuple[str, str], str | float] = {
        ("Ranking", f"{column}{row}"): float(weights[key]) for column, key in zip("HIJ", weights, strict=True)
    }
    found = libreoffice.whole(out, "Ranking", typed)
    assert shown_order(found) == other_order
    expected = stored(changed, "Ranking")
    shown = next(number for number, each in enumerate(expected) if each[0] == "Place")
    assert [each[:14] for each in found[shown:]] == [
        [pytest.approx(value, abs=1e-9) if isinstance(value, float) else value for value in each[:14]]
        for each in expected[shown:]
    ]


def test_the_workbook_keeps_the_programs_own_numbers(tmp_path: Path) -> None:
    path = made(tmp_path, RULES)
    out, _order = written(path)
    rows = stored(out, "Ranking")
    header = next(row for row in rows if row[0] == "Place")
    found = {str(row[1]): row for row in rows if row[1] in MANY}
    with open_store(path) as store:
        ranking = see_ranking(Workplace(store, lambda: NOON, "secretariat"))
    for line in ranking.lines:
        row = dict(zip([str(each) for each in header], found[line.application.reference], strict=True))
        position = line.ranked.position
        assert row["Place"] == (line.ranked.place or "")
        assert row["Reviews"] == line.ranked.reviews
        if position is None:
            assert (row["Score\n0–5"], row["Percent"]) == ("", "")
        else:
            assert row["Score\n0–5"] == pytest.approx(float(RUBRIC.scale.value_at(position)), abs=1e-12)
            assert row["Percent"] == pytest.approx(float(100 * position), abs=1e-12)


def test_scores_give_the_same_means_to_a_script_of_a_few_lines(tmp_path: Path) -> None:
    """What pandas does with *Scores* in one line, done by hand for reviews in which everything is scored."""
    path = made(tmp_path, RULES)
    out, _order = written(path)
    header, *rows = stored(out, "Scores")
    lines = [dict(zip([str(each) for each in header], row, strict=True)) for row in rows]
    ends = {each.key: each.scale for each in RUBRIC.criteria}
    reviews: dict[tuple[object, object], list[dict[str, object]]] = {}
    for line in lines:
        reviews.setdefault((line["Reference"], line["Member"]), []).append(dict(line))
    totals: dict[object, list[float]] = {}
    for (reference, _member), each in reviews.items():
        if {line["State"] for line in each} <= {"scored", "cannot judge"}:
            judged = [line for line in each if line["State"] == "scored"]
            placed = [
                (float(ends[CriterionKey(str(line["Criterion"]))].position_at(Decimal(str(line["Score"])))), line)
                for line in judged
            ]
            weight = sum(float(str(line["Weight"])) for line in judged)
            if judged:
                total = sum(position * float(str(line["Weight"])) for position, line in placed) / weight
                totals.setdefault(reference, []).append(total)
    ranked = {str(row[1]): row[6] for row in stored(out, "Ranking") if row[1] in totals}
    assert ranked == {
        reference: pytest.approx(100 * sum(each) / len(each), abs=1e-9) for reference, each in totals.items()
    }


# -- agreed scores and decisions -----------------------------------------------------------------------------------


def a_meeting(place: Workplace) -> None:
    """Scores are agreed on four applications, one of them only in part; one is funded out of turn."""
    decisions.agree_total(place, "DD-003", "4.5", "Two members had read an older plan.")
    decisions.agree_total(place, "DD-015", "3", "Nobody had reviewed it.")
    decisions.agree_scores(place, "DD-005", {"need": "4", "price": "1.5", "plan": "cannot judge"}, "=Prices are firm.")
    decisions.agree_scores(place, "DD-006", {"need": "2"}, "The rest stays open.")
    decisions.decide_on(place, "DD-003", "fund", support=80_000, reason="As agreed.")
    decisions.decide_on(place, "DD-004", "decline", reason="The panel was not convinced.")


@pytest.mark.libreoffice
def test_agreed_scores_are_worked_out_from_the_weights_too(tmp_path: Path, libreoffice: LibreOffice) -> None:
    out, order = written(made(tmp_path, replace(RULES, method="agreed")), a_meeting)

    assert shown_order(stored(out, "Ranking")) == order
    for sheet in ("Summary", "Ranking", "Discussed and agreed", "Decisions"):
        assert_same(libreoffice.whole(out, sheet), stored(out, sheet))
    discussed = {str(row[0]): row[4:9] for row in stored(out, "Discussed and agreed")[1:]}
    assert discussed == {
        "DD-003": [4.5, "", "", "", "Two members had read an older plan."],
        "DD-005": [pytest.approx(5 * (0.35 * 0.8 + 0.25 * 5 / 6) / 0.6), 4, 1.5, "cannot judge", "=Prices are firm."],
        "DD-006": ["", 2, "", "", "The rest stays open."],
        "DD-015": [3, "", "", "", "Nobody had reviewed it."],
    }
    decided = {row[3]: (row[0], row[5]) for row in stored(out, "Decisions") if row[0] in {"Funded", "Declined"}}
    assert decided == {"DD-003": ("Funded", 80_000), "DD-004": ("Declined", "")}
    assert [row[5] for row in stored(out, "Decisions")][-2:] == [80_000, 320_000]


@pytest.mark.libreoffice
def test_an_agreed_score_of_an_application_that_was_withdrawn_gives_it_no_place_there_either(
    tmp_path: Path, libreoffice: LibreOffice
) -> None:
    def meeting(place: Workplace) -> None:
        a_meeting(place)
        withdraw(place, "DD-003", "They wrote.")

    out, order = written(made(tmp_path, replace(RULES, method="agreed")), meeting)

    assert order.index("DD-003") > order.index("DD-015")
    assert_same(libreoffice.whole(out, "Ranking"), stored(out, "Ranking"))
    assert [row[4] for row in stored(out, "Discussed and agreed") if row[0] == "DD-003"] == [4.5]


# -- who reads it --------------------------------------------------------------------------------------------------


def everything(path: Path) -> str:
    """Every text of a workbook."""
    book = openpyxl.load_workbook(path, data_only=True)
    return "\n".join(
        str(value) for sheet in book for row in sheet.iter_rows(values_only=True) for value in row if value
    )


@pytest.mark.parametrize(("naming", "label"), [("initials", "MP"), ("letters", "Member ")])
def test_for_publication_members_stand_under_initials_or_letters_everywhere(
    tmp_path: Path, naming: Naming, label: str
) -> None:
    path, out = made(tmp_path, RULES), tmp_path / "published.xlsx"
    with open_store(path) as store:
        place = Workplace(store, lambda: NOON, "secretariat")
        a_meeting(place)
        done = consolidate(place, out, naming=naming)

    assert "Reviewers" not in done.sheets
    assert "Change log" not in done.sheets
    text = everything(out)
    for member in MEMBERS:
        assert member not in text.replace(f"M{member}", "").replace(label, "") or naming == "initials"
        assert f"Member {member}" not in text
    assert len({row[2] for row in stored(out, "Scores")[1:]}) == len(MEMBERS)
    assert all(str(row[2]).startswith(label) for row in stored(out, "Scores")[1:])
    assert all(str(row[0]).startswith(str(row[2])) for row in stored(out, "Sources")[1:])


def test_a_reader_with_a_conflict_sees_nothing_of_that_application_but_its_name(tmp_path: Path) -> None:
    path, out = made(tmp_path, RULES), tmp_path / "safe.xlsx"
    with open_store(path) as store:
        place = Workplace(store, lambda: NOON, "secretariat")
        a_meeting(place)
        view = see_meeting(place)
        reader = next(iter(view.conflicts[MANY[-1]]))
        decisions.agree_total(place, MANY[-1], "4", "A secret reason.")
        done = consolidate(place, out, reader=reader.lower())
        whole = consolidate(place, tmp_path / "whole.xlsx")

    assert done.withheld == (MANY[-1],)
    shown = everything(out)
    assert "A secret reason." not in shown
    assert [line for line in shown.splitlines() if MANY[-1] in line] == [
        f"For Member {reader}: left out for a conflict of interest is {MANY[-1]}; places count the others only."
    ] * 2
    assert (done.receipt.expected, whole.receipt.expected) == (16 * 9 - 9, 16 * 9)
    assert done.receipt.adds_up
    with open_store(path) as store, pytest.raises(InputError, match="PM99 is no member of this panel"):
        consolidate(Workplace(store, lambda: NOON, "secretariat"), out, reader="PM99")
