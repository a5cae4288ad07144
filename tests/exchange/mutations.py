"""A scoresheet in somebody's hands: what is done to it there, and what it should still say afterwards."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils import get_column_letter

from dd_panel.domain.findings import Finding, Kind
from dd_panel.domain.identifiers import CriterionKey, MemberId, Reference, criterion_of, is_score
from dd_panel.domain.rounds import Round
from dd_panel.domain.rubric import Criterion, Rubric
from dd_panel.domain.scale import Scale
from dd_panel.services.returns.merging import FileReport, Incoming, merge_returns
from dd_panel.services.review.scoresheets import blank_scoresheet
from tests.panelwork import ASHE, BELOW_TWO, NOON, REFERENCES, RULES, SmallRound, saved_at, small_round

Truth = dict[tuple[str, str], str]
"""What the member means, by reference and score field; an empty cell is left out."""

HALVES = replace(
    RULES,
    rubric=Rubric(
        (
            Criterion(CriterionKey("need"), "Case for change", "Case", Decimal(60), comment=BELOW_TWO),
            Criterion(
                CriterionKey("risk"),
                "Risk to residents",
                "Risk",
                Decimal(15),
                Scale(Decimal(0), Decimal(3), Decimal("0.5"), "lowest"),
            ),
            Criterion(CriterionKey("plan"), "Plan", "Plan", Decimal(25), Scale(Decimal(0), Decimal(10))),
        )
    ),
)


class DoesNotFitError(Exception):
    """This damage can't be done to a sheet that was damaged so before."""


@dataclass
class Draft:
    """A workbook being changed, what its owner means by it, and what is done to the file once it is saved."""

    book: Any
    rules: Round
    truth: Truth
    name: str = "return.xlsx"
    afterwards: list[Callable[[bytes], bytes]] = field(default_factory=list)
    sheet: str = "Scores"
    swapped: bool = False

    @property
    def page(self) -> Any:  # noqa: ANN401 - openpyxl's cells hold too many types
        """The sheet with the scores."""
        if self.sheet not in self.book.sheetnames:
            raise DoesNotFitError
        return self.book[self.sheet]

    @property
    def scores(self) -> tuple[str, ...]:
        """The score columns' keys."""
        return tuple(f"score.{key}" for key in self.rules.rubric.keys)

    def column(self, key: str) -> int:
        """Where a column stands, by its machine key or, where those are gone, by its heading."""
        heading = {"reference": "Reference", "applicant": "Application", "key": "Key", "sheet": "Scoresheet"}
        for criterion in self.rules.rubric.criteria:
            heading[f"score.{criterion.key}"] = criterion.title
            heading[f"comment.{criterion.key}"] = f"{criterion.short}: comment"
        heading |= {"recommendation": "Recommendation", "conflict": "Conflict of interest", "order": "Order read"}
        for row in (1, 2):
            for cell in self.page[row]:
                if str(cell.value or "").partition("\n")[0] in {key, heading.get(key)}:
                    return int(cell.column)
        raise DoesNotFitError

    def row(self, reference: str) -> int:
        """Where an application stands."""
        for name in ("reference", "key"):
            for (cell,) in self.page.iter_rows(min_row=1, min_col=self.column(name), max_col=self.column(name)):
                if cell.value == reference:
                    return int(cell.row)
        raise DoesNotFitError

    def cell(self, reference: str, key: str) -> Any:  # noqa: ANN401
        """One cell."""
        return self.page.cell(self.row(reference), self.column(key))

    @property
    def first(self) -> int:
        """The first row below the headings."""
        for number in range(1, 6):
            if str(self.page.cell(number, self.column("reference")).value or "") in REFERENCES:
                return number
        raise DoesNotFitError

    @property
    def last(self) -> int:
        """The last row with an application."""
        column = self.column("reference")
        rows = [row for row in range(1, self.page.max_row + 1) if self.page.cell(row, column).value in REFERENCES]
        if not rows:
            raise DoesNotFitError
        return max(rows)

    def saved(self) -> bytes:
        """The file's bytes, saved one minute after noon."""
        buffer = io.BytesIO()
        if not any(page.sheet_state == "visible" for page in self.book.worksheets):
            raise DoesNotFitError
        self.book.save(buffer)
        content = saved_at(buffer.getvalue(), NOON + timedelta(minutes=1))
        for change in self.afterwards:
            content = change(content)
        return content


@dataclass(frozen=True)
class Damage:
    """One thing that happens to scoresheets: what is done, and the findings that must come of it, none where harmless.

    `alone` says that the file ends as another kind of file, so that nothing can be done to it afterwards.
    """

    name: str
    act: Callable[[Draft], None]
    kinds: frozenset[Kind] = frozenset()
    alone: bool = False


@dataclass(frozen=True)
class Sample:
    """A correct sheet: the round it belongs to, the filled workbook, and what it says."""

    name: str
    small: SmallRound
    rules: Round
    content: bytes
    truth: Truth

    def draft(self) -> Draft:
        """The workbook, opened to be changed."""
        return Draft(openpyxl.load_workbook(io.BytesIO(self.content), rich_text=True), self.rules, dict(self.truth))


def samples(folder: Path) -> tuple[Sample, ...]:
    """Three correct sheets: whole points, half points with the lowest best, and one with all the answers beside."""
    made: list[Sample] = []
    for name, rules, with_answers in (("points", RULES, False), ("halves", HALVES, False), ("answers", RULES, True)):
        (folder / name).mkdir()
        small = small_round(folder / name, rules)
        out = folder / f"{name}.xlsx"
        with small.open() as place:
            blank_scoresheet(place, ASHE, out, with_answers=with_answers)
        made.append(_filled(name, small, rules, out.read_bytes()))
    return tuple(made)


def _filled(name: str, small: SmallRound, rules: Round, blank: bytes) -> Sample:
    draft = Draft(openpyxl.load_workbook(io.BytesIO(blank)), rules, {})
    for number, reference in enumerate(REFERENCES):
        for place, criterion in enumerate(rules.rubric.criteria):
            # Never 1 … n, and no row like the one above it.
            marks = criterion.scale.marks
            text = criterion.scale.text_of(marks[2 + (number * 3 + place) % (len(marks) - 2)])
            value: object = float(text)
            if (number, place) == (4, 1):
                text = value = "cannot judge"
            draft.cell(reference, f"score.{criterion.key}").value = value
            draft.cell(reference, f"comment.{criterion.key}").value = f"- because of {number}\nand {place}"
            draft.truth[reference, f"score.{criterion.key}"] = text
        draft.cell(reference, "recommendation").value = "fund" if number % 2 else "decline"
    return Sample(name, small, rules, draft.saved(), draft.truth)


@dataclass(frozen=True)
class Outcome:
    """What a merge made of a file: the scores that stand afterwards by member, and what was said about it."""

    scores: dict[MemberId, Truth]
    reports: tuple[FileReport, ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Everything that was found."""
        return tuple(one.finding for each in self.reports for one in each.findings)

    @property
    def kinds(self) -> frozenset[Kind]:
        """The kinds of all that was found."""
        return frozenset(finding.kind for finding in self.findings)


def merged(sample: Sample, name: str, content: bytes, folder: Path) -> Outcome:
    """Merge a file into a copy of the sample's round, by the real merge into a real store."""
    path = folder / "copy.ddround"
    shutil.copy(sample.small.path, path)
    with SmallRound(path).open() as place:
        report = merge_returns(place, [Incoming(name, content)])
        assert report.receipt.adds_up
        with place.store.reading() as work:
            scores = {
                member.member_id: {
                    (str(reference), str(key)): text
                    for reference, fields in work.entries.of_member(member.member_id).items()
                    for key, text in fields.items()
                    if is_score(key) and text
                }
                for member in work.panel.members()
            }
    return Outcome(scores, report.files)


def unexplained(outcome: Outcome, truth: Truth) -> list[str]:
    """Scores that came out otherwise than they were meant, without a finding that says so.

    A score that stands has to be the one that was meant; one that doesn't has to be named by a finding.
    """
    others = {member: scores for member, scores in outcome.scores.items() if member != ASHE and scores}
    wrong = [f"{member} has scores that are not theirs" for member in others]
    taken = outcome.scores.get(ASHE, {})
    for place, value in taken.items():
        if truth.get(place) != value:
            wrong.append(f"{place} is {value}, meant was {truth.get(place)}")
    for reference, key in truth.keys() - taken.keys():
        if not any(_speaks_of(finding, reference, key) for finding in outcome.findings):
            wrong.append(f"{(reference, key)} is lost")
    return wrong


def _speaks_of(finding: Finding, reference: str, key: str) -> bool:
    if finding.kind.rule.holds == "file":
        return True
    if any((cell.application, cell.field) == (reference, key) for cell in finding.held):
        return True
    if finding.kind is Kind.MISSING_COLUMN:
        return finding.detail == key
    if finding.kind is Kind.DUPLICATE_COLUMN:
        return finding.criterion == criterion_of(_field(key))
    return finding.kind is Kind.MISSING_ROW and finding.reference == Reference(reference)


def _field(key: str) -> Any:  # noqa: ANN401
    return key


def letter(column: int) -> str:
    """A column's letter."""
    return get_column_letter(column)


def cells_of(draft: Draft, key: str, references: Iterable[str] = REFERENCES) -> list[Any]:
    """The cells of one column, in the order of the references."""
    return [draft.cell(reference, key) for reference in references]
