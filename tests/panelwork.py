"""A small round on disk and people who fill in scoresheets, for tests that do the work of a round."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import openpyxl

from dd_panel.domain.applications import Answer, Application
from dd_panel.domain.findings import Kind
from dd_panel.domain.identifiers import CriterionKey, MemberId, Reference
from dd_panel.domain.panel import Assignment, Member
from dd_panel.domain.rounds import LONDON, Round
from dd_panel.domain.rubric import CommentRule, Criterion, Rubric
from dd_panel.domain.scale import Scale
from dd_panel.exchange.scoresheet.by_hand import type_into
from dd_panel.services.returns.merging import Incoming, MergeReport, merge_returns
from dd_panel.services.review.scoresheets import blank_scoresheet
from dd_panel.services.round import setting_up
from dd_panel.services.round.packing import make_packs, unpack
from dd_panel.services.workplace import Workplace
from dd_panel.store.files import open_store

NOON = datetime(2014, 2, 20, 12, 0, tzinfo=LONDON)

BELOW_TWO = CommentRule.parse("below 2")

RULES = Round(
    name="A small round",
    reference="SM1",
    closes=datetime(2014, 2, 10, 17, 0, tzinfo=LONDON),
    places=2,
    reviews_per_application=2,
    tie_break=(CriterionKey("need"),),
    rubric=Rubric(
        (
            Criterion(CriterionKey("need"), "Case for change", "Case", Decimal(60), comment=BELOW_TWO),
            Criterion(CriterionKey("plan"), "Plan", "Plan", Decimal(40), scale=Scale(step=Decimal("0.5"))),
        )
    ),
)

NAMES = ("Northmere", "Wexcombe", "Tarrow", "Aldersey", "Penhallow", "Eastmarsh", "Calderbrook")
REFERENCES = tuple(Reference(f"DD-{number:03d}") for number in range(1, len(NAMES) + 1))
ASHE, OKORO = MemberId("PM01"), MemberId("PM02")


def applications() -> tuple[Application, ...]:
    """Seven applications with one answer each."""
    return tuple(
        Application(reference, f"{name} Council", service="Libraries", answers=(Answer("Why?", f"{name} asks."),))
        for reference, name in zip(REFERENCES, NAMES, strict=True)
    )


@dataclass(frozen=True)
class SmallRound:
    """A round of seven applications that two members review, all of them both."""

    path: Path
    passphrase: str | None = None

    @contextmanager
    def open(self) -> Iterator[Workplace]:
        """The round, open for writing in the secretariat's name."""
        with open_store(self.path, self.passphrase) as store:
            yield Workplace(store, lambda: NOON, "secretariat")

    def blank(self, member: MemberId) -> bytes:
        """A blank scoresheet as it goes to a member."""
        out = self.path.parent / f"blank-{member}.xlsx"
        with self.open() as place:
            blank_scoresheet(place, member, out)
        return out.read_bytes()

    def review(self, member: MemberId = ASHE) -> Path:
        """A member's review, unpacked from the pack that went out."""
        review = self.path.parent / f"{member}.ddreview"
        with self.open() as place:
            (pack,) = make_packs(place, self.path.parent / "packs", only=member)
        unpack(pack.path, review, lambda: NOON)
        return review

    def merge(self, *contents: bytes, accept_safe: bool = False) -> MergeReport:
        """Take files in, in this order."""
        with self.open() as place:
            files = [Incoming(f"return-{number}.xlsx", content) for number, content in enumerate(contents)]
            return merge_returns(place, files, accept_safe=accept_safe)


PANEL = (Member(ASHE, "Margaret Ashe"), Member(OKORO, "David Okoro"))


def small_round(
    folder: Path, rules: Round = RULES, members: Sequence[Member] = PANEL, passphrase: str | None = None
) -> SmallRound:
    """Make the small round in a folder, locked where a passphrase is given."""
    path = folder / "small.ddround"
    with setting_up.create_round(path, rules, lambda: NOON, passphrase) as store:
        place = Workplace(store, lambda: NOON, "secretariat")
        setting_up.take_in_applications(place, applications())
        setting_up.take_in_members(place, list(members))
        with store.writing() as work:
            work.panel.assign(
                [
                    Assignment(member, reference, order=number)
                    for member in (ASHE, OKORO)
                    for number, reference in enumerate(REFERENCES, start=1)
                ]
            )
    return SmallRound(path, passphrase)


def fill(content: bytes, typed: Mapping[tuple[str, str], str | float | None], minutes: int = 1) -> bytes:
    """Type into a scoresheet and save it so many minutes after noon."""
    return saved_at(type_into(content, typed), NOON + timedelta(minutes=minutes))


def fill_all(content: bytes, need: float = 3, plan: float = 2.5, minutes: int = 1) -> bytes:
    """Give every application the same scores."""
    typed: dict[tuple[str, str], str | float | None] = {}
    for reference in REFERENCES:
        typed[reference, "score.need"] = need
        typed[reference, "score.plan"] = plan
    return fill(content, typed, minutes)


def without(content: bytes, *, row: str = "", column: str = "") -> bytes:
    """A scoresheet as it is saved after somebody deleted a row or a column; KeyError where none has such a cell."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    page = book.worksheets[0]
    shown = [{cell.value for cell in cells} for cells in (page.iter_rows() if row else page.iter_cols())]
    found = [number for number, values in enumerate(shown, start=1) if (row or column) in values]
    if not found:
        raise KeyError(row or column)
    (page.delete_rows if row else page.delete_cols)(found[0])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def saved_at(content: bytes, when: datetime) -> bytes:
    """The same workbook with another saving time, as if it had been saved then."""
    stamp = when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "docProps/core.xml":
                part = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", lambda match: match.group(1) + stamp.encode(), part)
            new.writestr(zipfile.ZipInfo(name, (2014, 1, 1, 0, 0, 0)), part, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def kinds(report: MergeReport) -> list[Kind]:
    """What was found in all files of a merge, in order."""
    return [one.finding.kind for each in report.files for one in each.findings]
