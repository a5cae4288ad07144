"""Whatever comes back in whatever order, and whatever is decided or undone: nothing is lost, the receipt adds up."""

from __future__ import annotations

import contextlib
import itertools
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from dd_panel.domain.errors import InputError
from dd_panel.domain.identifiers import CONFLICT, CriterionKey, Field, MemberId, Reference
from dd_panel.domain.reviews import CANNOT_JUDGE
from dd_panel.services.assignment.assigning import declare_for
from dd_panel.services.change import Change
from dd_panel.services.intake.eligibility import out_in, reinstate, withdraw
from dd_panel.services.journal import Deed, events
from dd_panel.services.returns import asking, deciding, revising
from dd_panel.services.returns.merging import MergeReport
from dd_panel.services.returns.moderating import make_second_look
from dd_panel.services.returns.receipts import receipt_of
from dd_panel.services.returns.taking_back import take_back_merge
from dd_panel.services.review.reviewing import record_score
from dd_panel.services.review.scoresheets import export_scoresheet
from dd_panel.services.workplace import Workplace
from dd_panel.store.files import open_store
from dd_panel.store.findings import Kept
from tests.panelwork import ASHE, NOON, OKORO, RULES
from tests.services.returns.any_losses import no_question_is_gone_unseen, nothing_of_it_is_lost
from tests.services.returns.any_sheets import (
    EDITS,
    FIRST,
    LATER,
    MEMBERS,
    RANKS,
    SECOND,
    WORDS,
    Edits,
    began,
    by_age,
    everything,
    filled,
    in_question,
    key_of,
    shortened,
    standing,
    take_in,
    typed_in,
    waiting,
)


class Returns(RuleBasedStateMachine):
    """A secretariat at work; every merge is done once more elsewhere in another order."""

    sheets: Bundle[bytes] = Bundle("sheets")

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.here = Path(self.folder.name)
        self.names = itertools.count(1)
        self.ticks = (NOON + timedelta(seconds=number) for number in itertools.count())
        self.minute = 0
        self.kept: set[str] = set()
        self.waits: tuple[Kept, ...] = ()
        self.revised = False
        self.steps: list[tuple[Callable[[], Change], tuple[object, ...]]] = []

    @initialize()
    def begin(self) -> None:
        for name, content in (("round.ddround", began().round), ("ashe.ddreview", began().review)):
            (self.here / name).write_bytes(content)
        self.store = open_store(self.here / "round.ddround")
        self.review = open_store(self.here / "ashe.ddreview")
        self.place = Workplace(self.store, self.clock, "secretariat")
        self.desk = Workplace(self.review, self.clock, "Margaret Ashe")

    def clock(self) -> Any:  # noqa: ANN401
        return next(self.ticks)

    def new_path(self, ending: str) -> Path:
        return self.here / f"{next(self.names)}{ending}"

    def look(self) -> tuple[object, ...]:
        with self.store.reading() as work:
            return everything(work)

    # -- sheets that people have -------------------------------------------------------------------------------------

    def saved_now(self, later: int) -> int:
        """The minute in which the next workbook is saved: as a rule after the others, sometimes with them or before."""
        self.minute = max(0, self.minute + later)
        return self.minute

    @rule(target=sheets, member=MEMBERS, edits=EDITS, later=LATER)
    def fill_in(self, member: MemberId, edits: Edits, later: int) -> bytes:
        return filled(began().blanks[member], typed_in(edits), self.saved_now(later))

    @rule(target=sheets, member=MEMBERS, later=LATER)
    def rank_in_place_of_scoring(self, member: MemberId, later: int) -> bytes:
        return filled(began().blanks[member], RANKS, self.saved_now(later))

    @rule(target=sheets, sheet=sheets, edits=EDITS, later=LATER)
    def change(self, sheet: bytes, edits: Edits, later: int) -> bytes:
        try:
            return filled(sheet, typed_in(edits), self.saved_now(later))
        except KeyError:  # a second look has other columns, and a row whose reference was typed over is not found
            return sheet

    @rule(target=sheets, sheet=sheets, gone=st.sampled_from(((FIRST, ""), (SECOND, ""), ("", "score.need"))))
    def send_in_without_a_row_or_a_column(self, sheet: bytes, gone: tuple[str, str]) -> bytes:
        """A later scoresheet comes in from which somebody deleted something, or that never had it."""
        with contextlib.suppress(KeyError):
            sheet = shortened(sheet, *gone, self.saved_now(1))
        self.merge([sheet], "turned round", accept_safe=False)
        return sheet

    @rule(target=sheets, member=MEMBERS, edits=EDITS, accept_safe=st.booleans())
    def send_in(self, member: MemberId, edits: Edits, *, accept_safe: bool) -> bytes:
        """A later scoresheet is filled in and merged at once."""
        sheet = filled(began().blanks[member], typed_in(edits), self.saved_now(1))
        self.merge([sheet], "turned round", accept_safe=accept_safe)
        return sheet

    @rule(
        target=sheets, score=st.sampled_from(("", "1", "3", CANNOT_JUDGE)), reference=st.sampled_from((FIRST, SECOND))
    )
    def export(self, score: str, reference: Reference) -> bytes:
        record_score(self.desk, reference, CriterionKey("need"), score)
        out = self.new_path(".xlsx")
        export_scoresheet(self.desk, out)
        return out.read_bytes()

    @rule(
        target=sheets,
        member=MEMBERS,
        references=st.sampled_from(((FIRST,), (SECOND,), (FIRST, SECOND))),
        score=st.sampled_from((None, 1, 5, "about 3", "cannot judge")),
        reason=st.sampled_from((None, "I had missed a page.")),
    )
    def look_again(
        self, member: MemberId, references: Sequence[Reference], score: str | float | None, reason: str | None
    ) -> bytes:
        out = self.new_path(".xlsx")
        before = self.look()
        try:
            make_second_look(self.place, member, references, out)
        except InputError:
            return filled(began().blanks[member], (), 0)
        assert self.look() == before
        typed = [
            ((each, f"second{what}.need"), said)
            for each in references
            for what, said in (("", score), ("-comment", reason))
        ]
        return filled(out.read_bytes(), tuple(typed), 1)

    # -- what the secretariat does -------------------------------------------------------------------------------------

    @rule(
        chosen=st.lists(sheets, min_size=1, max_size=3, unique=True),
        accept_safe=st.booleans(),
        check=st.sampled_from(("turned round", "one by one", "latest first")),
    )
    def merge(self, chosen: list[bytes], check: str, *, accept_safe: bool) -> None:
        before, noted = self.look(), self.noted()
        with self.store.reading() as work:
            waited = waiting(work)
        with self.twin() as twin:
            report = take_in(self.place, chosen, accept_safe=accept_safe)
            self.compare(check, chosen, report, twin, accept_safe=accept_safe)
        self.kept |= {each.sha256 for each in report.files}
        with self.store.reading() as work:
            nothing_of_it_is_lost(work, chosen, report)
            no_question_is_gone_unseen(work, waited, chosen, report)
            assert noted == {each: work.entries.of(each, FIRST)[CONFLICT] for each in noted}
        if report.event is None:
            assert self.look() == before
        else:
            event = report.event
            self.steps.append((lambda: take_back_merge(self.place, event), before))

    def compare(
        self, check: str, chosen: list[bytes], report: MergeReport, twin: Workplace, *, accept_safe: bool
    ) -> None:
        if check == "turned round":
            other = take_in(twin, chosen[::-1], accept_safe=accept_safe)
            assert Counter(map(key_of, other.files)) == Counter(map(key_of, report.files))
        else:
            order = by_age(self.place, chosen)
            for sheet in order if check == "one by one" else order[::-1]:
                take_in(twin, [sheet], accept_safe=accept_safe)
        with self.store.reading() as work, twin.store.reading() as there:
            here, elsewhere = standing(work), standing(there)
            if check != "latest first" and not (check == "one by one" and accept_safe):
                assert here == elsewhere
                assert waiting(work) == waiting(there)
            differ = {cell for cell in {*here, *elsewhere} if here.get(cell) != elsewhere.get(cell)}
            # Of a row in doubt the empty cells are in question too, though they hold nothing back.
            assert differ <= in_question(work) & in_question(there), differ

    @rule(sheet=sheets)
    def merge_again(self, sheet: bytes) -> None:
        take_in(self.place, [sheet])
        before = self.look()
        (again,) = take_in(self.place, [sheet]).files
        assert again.status == "already-received"
        assert self.look() == before
        self.steps.clear()

    @precondition(lambda self: self.waits)
    @rule(which=st.integers(0, 9), decision=st.sampled_from(("accept", "reject", "set")), value=st.sampled_from(WORDS))
    def decide(self, which: int, decision: str, value: str) -> None:
        kept = self.waits[which % len(self.waits)]
        value = value if decision == "set" else ""
        self.do(lambda: deciding.decide(self.place, kept.finding_id, decision, "Because.", value))

    @rule(reason=st.sampled_from(("They joined another bid.", "")))
    def withdraw_or_reinstate(self, reason: str) -> None:
        """An application leaves the competition while scoresheets are out, or comes back."""
        with contextlib.suppress(InputError):
            if reason:
                withdraw(self.place, FIRST, reason)
            else:
                reinstate(self.place, FIRST, "It was a mistake.")
            self.steps.clear()

    @rule(member=MEMBERS, reason=st.sampled_from(("family", "")))
    def note_a_conflict(self, member: MemberId, reason: str) -> None:
        """The secretariat hears of a conflict, or that there is none, while scoresheets are out."""
        with contextlib.suppress(InputError):
            declare_for(self.place, member, FIRST, reason)
            self.steps.clear()

    def noted(self) -> dict[MemberId, str]:
        """The conflicts that the secretariat noted and no scoresheet has spoken of."""
        with self.store.reading() as work:
            found = {each: work.entries.detail(each, FIRST, CONFLICT) for each in (ASHE, OKORO)}
        return {
            member: entry.value
            for member, entry in found.items()
            if entry is not None and entry.value and entry.standing.raw is None
        }

    @precondition(lambda self: self.waits)
    @rule(which=st.integers(0, 9))
    def ask(self, which: int) -> None:
        kept = self.waits[which % len(self.waits)]
        self.do(lambda: asking.ask(self.place, [kept.finding_id], self.new_path("")).change)

    @precondition(lambda self: any(kept.finding.safe for kept in self.waits))
    @rule()
    def accept_all_safe(self) -> None:
        self.do(lambda: deciding.accept_all_safe(self.place))

    @precondition(lambda self: self.revised)
    @rule(way=st.sampled_from(("keep", "use")), member=MEMBERS, which=st.integers(0, 3))
    def choose(self, way: Any, member: MemberId, which: int) -> None:  # noqa: ANN401
        revisions = revising.see_revisions(self.place, member)
        if not revisions:
            return
        revision = revisions[which % len(revisions)]
        cells = revision.choices()[: which or None]
        self.do(lambda: revising.choose(self.place, revision.later.return_id, way, "They said so.", cells))

    def do(self, deed: Callable[[], Change]) -> None:
        """Do something that is refused with nothing changed, or can be taken back."""
        before = self.look()
        try:
            change = deed()
        except InputError:
            assert self.look() == before
            return
        assert change.reverse is not None
        self.steps.append((change.reverse, before))

    @precondition(lambda self: self.steps)
    @rule(again=st.booleans())
    def undo(self, *, again: bool) -> None:
        """The last step is taken back, as a person does with Ctrl+Z, and done once more."""
        step, before = self.steps.pop()
        with self.store.reading() as work:
            stood = standing(work), waiting(work)
        change = step()
        assert self.look() == before
        if again and change.reverse is not None:
            redone = change.reverse()
            with self.store.reading() as work:
                assert (standing(work), waiting(work)) == stood
            assert redone.reverse is not None
            self.steps.append((redone.reverse, before))

    @rule(which=st.integers(0, 9))
    def take_back_some_merge(self, which: int) -> None:
        """A merge long ago is taken back, or it is said what stands on it and nothing changes."""
        with self.store.reading() as work:
            merges = [each.number for each in events(work) if each.deed is Deed.MERGED]
        if not merges:
            return
        before = self.look()
        try:
            take_back_merge(self.place, merges[which % len(merges)])
        except InputError:
            assert self.look() == before
        else:
            self.steps.clear()

    @contextmanager
    def twin(self) -> Iterator[Workplace]:
        """The round as it stands, in another place."""
        path = self.new_path(".ddround")
        self.store.copy_to(path)
        with open_store(path) as store:
            yield Workplace(store, self.clock, "secretariat")

    # -- what holds at any time --------------------------------------------------------------------------------------

    @invariant()
    def the_receipt_adds_up(self) -> None:
        with self.store.reading() as work:
            receipt, stands, held = receipt_of(work), standing(work), waiting(work)
            merged = Counter(each.member for each in work.returns.all() if each.status.startswith("merged"))
            self.waits, self.revised = work.findings.waiting(), any(count > 1 for count in merged.values())
            out = out_in(work)
            assigned = [(each.member, each.application) for each in work.panel.assignments()]
            assigned = [pair for pair in assigned if pair[1] not in out]
        assert receipt.adds_up, receipt
        counts: Counter[str] = Counter()
        total = Fraction(0)
        for member, reference in assigned:
            for criterion in RULES.rubric.keys:
                first, again = Field(f"score.{criterion}"), Field(f"second.{criterion}")
                value = stands.get((member, reference, again)) or stands.get((member, reference, first), "")
                if held.keys() & {(member, reference, first), (member, reference, again)}:
                    counts["waiting"] += 1
                elif stands.get((member, reference, CONFLICT)):
                    counts["conflicted"] += 1
                elif value in {"", CANNOT_JUDGE}:
                    counts["cannot_judge" if value else "not_yet_scored"] += 1
                else:
                    counts["scored"] += 1
                    total += Fraction(Decimal(value))
        names = ("scored", "cannot_judge", "conflicted", "not_yet_scored", "waiting")
        assert {name: getattr(receipt, name) for name in names} == {name: counts[name] for name in names}
        assert (receipt.expected, receipt.sum_in, receipt.sum_out) == (2 * len(assigned), total, total)

    @invariant()
    def everything_that_stands_can_be_traced(self) -> None:
        with self.store.reading() as work:
            last = {(each.member, each.application, each.field): each for each in work.entries.history()}
            cells = {each.return_id: work.returns.cells(each.return_id) for each in work.returns.all()}
            for entry in work.entries.all_details():
                if not entry.value:
                    continue
                origin = entry.origin
                assert last[entry.member, entry.application, entry.field].after == entry.value
                if origin.return_id is None:
                    assert origin.reason or entry.field == CONFLICT, entry
                    continue
                (read,) = (
                    cell
                    for cell in cells[origin.return_id]
                    if (cell.sheet, cell.cell, cell.field) == (origin.sheet, origin.cell, entry.field)
                )
                assert entry.value in {read.value, read.proposed}, (entry, read)

    @invariant()
    def every_file_is_kept(self) -> None:
        with self.store.reading() as work:
            have = {each.sha256 for each in work.returns.all()}
        assert self.kept <= have

    def teardown(self) -> None:
        if hasattr(self, "store"):
            self.store.close()
            self.review.close()
        self.folder.cleanup()


TestReturns = Returns.TestCase
TestReturns.settings = settings(max_examples=8, stateful_step_count=12, deadline=None)


@pytest.mark.soak
def test_returns_for_long() -> None:  # every rule and invariant of the machine asserts
    run_state_machine_as_test(Returns, settings=settings(max_examples=500, stateful_step_count=40, deadline=None))
