"""A review worked on in two places: nothing is lost silently, and where both changed something, somebody chooses."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from dd_panel.domain.errors import InputError
from dd_panel.domain.identifiers import COMPLETE, RECOMMENDATION, CriterionKey, Field, Reference, identity, score_field
from dd_panel.domain.marks import Mark
from dd_panel.domain.panel import Assignment
from dd_panel.domain.passages import Place
from dd_panel.services.returns.merging import Incoming, merge_returns
from dd_panel.services.review.beginning import last_statement, state_no_other_conflicts
from dd_panel.services.review.copies import bring_in, is_other_copy, see_other_copy
from dd_panel.services.review.histories import see_history
from dd_panel.services.review.marking import keep_mark, see_marks
from dd_panel.services.review.reviewing import declare_conflict, record_fields, record_score, record_text, see_desk
from dd_panel.services.review.scoresheets import export_scoresheet
from dd_panel.services.review.searching import read_everything
from dd_panel.services.round.packing import make_packs, unpack
from dd_panel.services.workplace import Workplace, no_progress
from dd_panel.store.files import open_store
from tests.builders import an_application
from tests.panelwork import ASHE, NOON, OKORO, REFERENCES, SmallRound, small_round

ONE, TWO, THREE = REFERENCES[:3]
NEED, PLAN = CriterionKey("need"), CriterionKey("plan")


@pytest.fixture
def panel(tmp_path: Path) -> SmallRound:
    return small_round(tmp_path)


@contextmanager
def laptop(path: Path, now: datetime = NOON) -> Iterator[Workplace]:
    with open_store(path) as store:
        yield Workplace(store, lambda: now, "Margaret Ashe")


@pytest.fixture
def first(panel: SmallRound) -> Path:
    """Margaret Ashe's review on her own laptop, with two applications finished."""
    path = panel.review()
    with laptop(path) as place:
        for reference in (ONE, TWO):
            fields = {score_field(NEED): "3", score_field(PLAN): "3", RECOMMENDATION: "fund", COMPLETE: "yes"}
            record_fields(place, reference, fields)
    return path


@pytest.fixture
def second(first: Path, tmp_path: Path) -> Path:
    """The copy on another laptop."""
    return Path(shutil.copy(first, tmp_path / "on the train.ddreview"))


def score(place: Workplace, reference: Reference) -> str:
    with place.store.reading() as work:
        return work.entries.of(ASHE, reference).get(score_field(NEED), "")


def test_work_done_in_both_copies_is_all_there_after_one_is_brought_into_the_other(first: Path, second: Path) -> None:
    with laptop(second) as train:
        record_score(train, THREE, NEED, "5")
        record_text(train, THREE, Field("comment.need"), "Written on the train.")
    with laptop(first) as place:
        record_score(place, REFERENCES[3], NEED, "2")
        copy = see_other_copy(place, second)
        assert [each.key for each in copy.parted.mine] == [(REFERENCES[3], score_field(NEED))]
        bring_in(place, copy, {})
        assert (score(place, THREE), score(place, REFERENCES[3])) == ("5", "2")
        (_comment, change) = see_history(place, THREE)
        assert (change.after, change.reason) == ("5", "from the copy on the train.ddreview")
        assert not see_other_copy(place, second).parted.theirs
    assert score_of(second, THREE) == "5"  # the other copy is only read


def score_of(path: Path, reference: Reference) -> str:
    with laptop(path) as place:
        return score(place, reference)


def test_a_copy_that_a_later_pack_was_added_to_asks_for_that_pack_first(first: Path, second: Path) -> None:
    late = Reference("DD-099")
    with laptop(second) as train:
        with train.store.writing() as work:
            work.applications.add([an_application(late)])
            work.panel.assign([Assignment(ASHE, late)])
        record_score(train, THREE, NEED, "5")
    with laptop(first) as place:
        assert see_other_copy(place, second).parted.theirs
    with laptop(second) as train:
        record_score(train, late, NEED, "4")
    with laptop(first) as place:
        with pytest.raises(InputError, match="not in this review: DD-099") as refused:
            see_other_copy(place, second)
        assert refused.value.remedy == "Add that pack here first, then open the copy again."
        assert score(place, THREE) == ""


def test_what_can_not_be_brought_in_whole_is_not_brought_in_at_all(first: Path, second: Path) -> None:
    with laptop(second) as train:
        record_score(train, THREE, NEED, "5")
        keep_mark(train, ONE, Mark(Place("", "question 1", "a word")))
    looks = iter([NOON])
    with laptop(first) as place:
        copy = see_other_copy(place, second)

        def stopped() -> datetime:
            moment = next(looks, None)
            if moment is None:
                raise KeyboardInterrupt
            return moment

        with pytest.raises(KeyboardInterrupt):
            bring_in(Workplace(place.store, stopped, place.person), copy, {})
        assert (score(place, THREE), see_marks(place, ONE)) == ("", ())


def test_what_both_changed_waits_for_a_choice_and_nothing_happens_before(first: Path, second: Path) -> None:
    with laptop(second, NOON + timedelta(hours=2)) as train:
        record_score(train, ONE, NEED, "5")
        record_score(train, THREE, NEED, "4")
    with laptop(first, NOON + timedelta(hours=1)) as place:
        record_score(place, ONE, NEED, "2")
        copy = see_other_copy(place, second)
        with pytest.raises(InputError, match="1 thing was changed in both copies"):
            bring_in(place, copy, {})
        assert (score(place, ONE), score(place, THREE)) == ("2", "")
        (each,) = copy.parted.both
        assert each.later == "5"
        change = bring_in(place, copy, {each.key: each.later})
        assert (score(place, ONE), score(place, THREE)) == ("5", "4")
        assert change.reverse is not None
        change.reverse()
        assert (score(place, ONE), score(place, THREE)) == ("2", "")


def test_a_conflict_declared_on_the_other_laptop_seals_here_too(first: Path, second: Path) -> None:
    with laptop(second) as train:
        declare_conflict(train, ONE, "personal", "A cousin works there.")
    with laptop(first) as place:
        record_score(place, ONE, NEED, "4")
        read_everything(place, no_progress)
        bring_in(place, see_other_copy(place, second), {})
        item = see_desk(place).item(ONE)
        assert (item.status, item.conflict) == ("conflict", "personal: A cousin works there.")
    with closing(sqlite3.connect(first)) as database:
        keys = {key for (key,) in database.execute("SELECT DISTINCT application_key FROM passages")}
    assert (identity(ONE) in keys, identity(TWO) in keys) == (False, True)  # nor does the search keep its words


def test_a_review_that_is_no_longer_whole_is_open_again(first: Path, second: Path) -> None:
    with laptop(second) as train:
        record_score(train, ONE, NEED, "0")
        record_text(train, ONE, Field("comment.need"), "No case at all.")
        record_fields(train, ONE, {COMPLETE: "yes"})
    with laptop(first) as place:
        copy = see_other_copy(place, second)
        record_text(place, ONE, Field("comment.need"), "")
        bring_in(place, copy, {})
        assert see_desk(place).item(ONE).status == "complete"
        record_fields(place, TWO, {score_field(NEED): "1", COMPLETE: "yes"})
        assert see_desk(place).item(TWO).review.gaps(see_desk(place).rules.rubric)
    with laptop(second) as train:
        record_score(train, TWO, PLAN, "2.5")
    with laptop(first) as place:
        bring_in(place, see_other_copy(place, second), {})
        assert see_desk(place).item(TWO).status == "in_progress"  # a low score without its reason


def test_scoresheets_are_counted_on_from_the_higher_number(first: Path, second: Path, tmp_path: Path) -> None:
    with laptop(second) as train:
        for number in (1, 2):
            assert export_scoresheet(train, tmp_path / f"train-{number}.xlsx") == number
    with laptop(first) as place:
        assert export_scoresheet(place, tmp_path / "home-1.xlsx") == 1
        bring_in(place, see_other_copy(place, second), {})
        assert export_scoresheet(place, tmp_path / "home-3.xlsx") == 3


def test_two_scoresheets_with_one_number_are_merged_by_their_times_and_asked_about_where_these_are_the_same(
    first: Path, second: Path, panel: SmallRound, tmp_path: Path
) -> None:
    with laptop(second) as train:
        record_score(train, ONE, NEED, "5")
        export_scoresheet(train, tmp_path / "train.xlsx")
    with laptop(first) as place:
        record_score(place, ONE, NEED, "2")
        export_scoresheet(place, tmp_path / "home.xlsx")
    files = [Incoming(name, (tmp_path / name).read_bytes()) for name in ("home.xlsx", "train.xlsx")]
    with panel.open() as place:
        report = merge_returns(place, files)
        (asked,) = [each.finding for file in report.files for each in file.findings]
        # One stands until somebody decides about the other.
        assert (asked.kind, {asked.found, score(place, ONE)}) == ("both-changed", {"2", "5"})


def test_reviews_of_other_members_and_rounds_are_no_copies(first: Path, panel: SmallRound, tmp_path: Path) -> None:
    with panel.open() as place:
        packs = make_packs(place, tmp_path / "more packs")
    other = tmp_path / "okoro.ddreview"
    unpack(next(pack.path for pack in packs if pack.member == OKORO), other, lambda: NOON)
    with laptop(first) as place:
        assert not is_other_copy(place, other)
        assert not is_other_copy(place, panel.path)
        with pytest.raises(InputError, match="is not a copy of this review"):
            see_other_copy(place, other)


def test_a_file_of_an_earlier_version_is_brought_up_to_date_and_then_compared(first: Path, second: Path) -> None:
    with laptop(second) as train:
        record_score(train, THREE, NEED, "5")
    with closing(sqlite3.connect(second)) as connection:
        # The last version but one differs in nothing else that is in this file.
        connection.execute("UPDATE alembic_version SET version_num = '0010'")
        connection.commit()
    with laptop(first) as place:
        assert is_other_copy(place, second)
        assert [each.key for each in see_other_copy(place, second).parted.theirs] == [(THREE, score_field(NEED))]


def test_marks_and_private_notes_of_both_copies_are_joined(first: Path, second: Path) -> None:
    shared = Mark(Place("", "question 1", "Northmere"))
    for path in (first, second):
        with laptop(path) as place:
            keep_mark(place, ONE, shared)
    with laptop(second) as train:
        keep_mark(train, ONE, Mark(Place("", "question 1", "asks"), "For how much?"))
        keep_mark(train, TWO, Mark(Place("", "question 1", "Wexcombe")))
    with laptop(first) as place:
        keep_mark(place, ONE, Mark(Place("", "question 1"), "Ask the chair."))
        copy = see_other_copy(place, second)
        bring_in(place, copy, {})
        again = see_other_copy(place, second)
        notes = [mark.note for mark in see_marks(place, ONE)]
        assert (copy.marked, again.marked, copy.parted.same) == (2, 0, True)
        assert notes == ["", "Ask the chair.", "For how much?"]
        assert len(see_marks(place, TWO)) == 1


def test_the_last_statement_is_the_one_made_last_in_whichever_copy(first: Path, second: Path) -> None:
    with laptop(second, NOON) as train:
        state_no_other_conflicts(train)
    with laptop(first, NOON + timedelta(hours=2)) as place:
        state_no_other_conflicts(place)
        bring_in(place, see_other_copy(place, second), {})
        statement = last_statement(place)
    assert statement is not None
    assert statement.at == NOON + timedelta(hours=2)
