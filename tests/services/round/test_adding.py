"""A late application and a correction come into a review that is in use, and nothing that was scored is touched."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from dd_panel.domain.applications import Answer, Application
from dd_panel.domain.errors import InputError, PassphraseError, VersionConflictError
from dd_panel.domain.identifiers import CONFLICT, Reference, score_field
from dd_panel.domain.panel import Assignment
from dd_panel.services.assignment.assigning import declare_for
from dd_panel.services.review.beginning import must_state, see_beginning, state_no_other_conflicts
from dd_panel.services.review.reviewing import declare_conflict, record_score
from dd_panel.services.round.adding import Added, add_pack
from dd_panel.services.round.key import KEY_FACT, fingerprint_of
from dd_panel.services.round.packing import make_packs, unpack
from dd_panel.services.round.setting_up import create_round, take_in_applications, take_in_members
from dd_panel.services.workplace import Workplace
from dd_panel.store.entry_values import Origin, Write
from dd_panel.store.files import open_store
from tests.panelwork import ASHE, NOON, PANEL, RULES

FIRST, SECOND, LATE = (Reference(f"DD-00{number}") for number in (1, 2, 3))
BIDS = (
    Application(FIRST, "Northmere City Council", answers=(Answer("Why now?", "Because."),)),
    Application(SECOND, "Tarrow Borough Council"),
)
PASSPHRASE = "three slow trains"


class Office:
    """The secretariat: a round that gets a late application and a correction, and the packs it sends."""

    def __init__(self, folder: Path, assigned: tuple[Reference, ...] = (FIRST, SECOND)) -> None:
        self._folder = folder
        folder.mkdir(exist_ok=True)
        self.store = create_round(folder / "round.ddround", RULES, lambda: NOON)
        self.place = Workplace(self.store, lambda: NOON, "secretariat")
        take_in_members(self.place, list(PANEL))
        take_in_applications(self.place, BIDS)
        self.assign(*assigned)

    def assign(self, *references: Reference) -> None:
        with self.store.writing() as work:
            work.panel.assign([Assignment(ASHE, each, order=at) for at, each in enumerate(references, start=1)])

    def late_application(self) -> None:
        take_in_applications(self.place, [Application(LATE, "Wexcombe County Council")])
        self.assign(LATE)

    def correction(self) -> None:
        with self.store.writing() as work:
            work.applications.replace(replace(BIDS[0], answers=(Answer("Why now?", "Because, and 92 % agree."),)))

    def pack(self, name: str, passphrase: str | None = None) -> Path:
        (made,) = make_packs(self.place, self._folder / name, ASHE, passphrase)
        return made.path


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    office = Office(tmp_path)
    yield office
    office.store.close()


@pytest.fixture
def review(office: Office, tmp_path: Path) -> Iterator[Workplace]:
    """Margaret Ashe's review, begun: DD-001 has a 4."""
    unpack(office.pack("first"), tmp_path / "ashe.ddreview", lambda: NOON)
    with open_store(tmp_path / "ashe.ddreview") as store:
        place = Workplace(store, lambda: NOON, "Margaret Ashe")
        record_score(place, FIRST, RULES.rubric.keys[0], "4")
        yield place


def standing(review: Workplace) -> dict[str, str]:
    with review.store.reading() as work:
        return {str(field): value for field, value in work.entries.of(ASHE, FIRST).items()}


def test_the_statement_of_no_conflicts_is_asked_for_again_once_a_late_application_came(
    office: Office, review: Workplace
) -> None:
    office.correction()
    state_no_other_conflicts(review)
    add_pack(review, office.pack("corrected"))
    assert not must_state(review)
    office.late_application()
    add_pack(review, office.pack("late"))
    assert must_state(review)
    assert [each.application.reference for each in see_beginning(review).candidates if each.came_later] == [LATE]
    state_no_other_conflicts(review)
    assert not must_state(review)
    assert not any(each.came_later for each in see_beginning(review).candidates)


def test_a_late_application_that_came_with_its_conflict_is_not_asked_about(office: Office, review: Workplace) -> None:
    state_no_other_conflicts(review)
    office.late_application()
    declare_for(office.place, ASHE, LATE, "She is their director.")
    add_pack(review, office.pack("late"))
    assert not must_state(review)


def test_a_late_application_comes_last_and_the_scores_stay(office: Office, review: Workplace) -> None:
    before = standing(review)
    office.late_application()
    added = add_pack(review, office.pack("later"))

    assert added == Added((LATE,), (), (), ())
    assert standing(review) == before
    with review.store.reading() as work:
        orders = {each.application: each.order for each in work.panel.assignments_of(ASHE)}
        assert work.applications.references() == (FIRST, SECOND, LATE)
    assert orders == {FIRST: 1, SECOND: 2, LATE: 3}


def test_a_correction_is_read_from_now_on_and_the_scores_stay(office: Office, review: Workplace) -> None:
    before = standing(review)
    office.correction()
    added = add_pack(review, office.pack("later"))

    assert added == Added((), (FIRST,), (), ())
    assert standing(review) == before
    with review.store.reading() as work:
        assert work.applications.get(FIRST).answers == (Answer("Why now?", "Because, and 92 % agree."),)


def test_the_same_pack_again_changes_nothing(office: Office, review: Workplace) -> None:
    office.late_application()
    later = office.pack("later")
    add_pack(review, later)

    assert add_pack(review, later).sentences == ("There is nothing new in this pack.",)


def test_an_older_pack_takes_back_no_correction_and_no_conflict(office: Office, review: Workplace) -> None:
    older = office.pack("first")
    office.place = Workplace(office.store, lambda: NOON + timedelta(hours=1), "secretariat")
    office.correction()
    declare_for(office.place, ASHE, SECOND, "She works there now.")
    later = office.pack("later")
    assert add_pack(review, later).conflicts == (SECOND,)

    with pytest.raises(InputError, match="older than what your review holds"):
        add_pack(review, older)
    assert add_pack(review, later).sentences == ("There is nothing new in this pack.",)
    with review.store.reading() as work:
        assert work.entries.of(ASHE, SECOND)[CONFLICT] == "She works there now."
        assert work.applications.get(FIRST).answers == (Answer("Why now?", "Because, and 92 % agree."),)


def test_a_conflict_that_came_up_locks_the_application(office: Office, review: Workplace) -> None:
    with office.store.writing() as work:
        told = Write(ASHE, SECOND, CONFLICT, "She works there now.")
        work.entries.write([told], Origin("secretariat", NOON))
    added = add_pack(review, office.pack("later"))

    assert added.conflicts == (SECOND,)
    with review.store.reading() as work:
        assert "She works there now." in (work.entries.of(ASHE, SECOND).get(CONFLICT) or "")


def test_a_conflict_that_the_secretariat_withdrew_opens_the_application_again(office: Office, tmp_path: Path) -> None:
    declare_for(office.place, ASHE, FIRST, "She works there now.")
    unpack(office.pack("first"), tmp_path / "ashe.ddreview", lambda: NOON)
    declare_for(office.place, ASHE, FIRST, "")
    with open_store(tmp_path / "ashe.ddreview") as store:
        review = Workplace(store, lambda: NOON, "Margaret Ashe")
        record_score(review, SECOND, RULES.rubric.keys[0], "3")
        with pytest.raises(InputError):
            record_score(review, FIRST, RULES.rubric.keys[0], "4")
        added = add_pack(review, office.pack("later"))

        assert added == Added((), (), (), (), withdrawn=(FIRST,))
        assert added.sentences == ("The secretariat has withdrawn the conflict, yours to review: DD-001.",)
        record_score(review, FIRST, RULES.rubric.keys[0], "4")
        with store.reading() as work:
            assert work.applications.get(FIRST).answers == BIDS[0].answers
            assert [each.after for each in work.entries.history(ASHE, FIRST)] == ["She works there now.", "", "4"]
            assert work.entries.of(ASHE, SECOND)[score_field(RULES.rubric.keys[0])] == "3"


def test_a_conflict_that_the_member_declared_stays_when_a_pack_knows_nothing_of_it(
    office: Office, review: Workplace
) -> None:
    declare_conflict(review, SECOND, "employment", "I worked there.")
    office.correction()

    assert add_pack(review, office.pack("later")) == Added((), (FIRST,), (), ())
    with review.store.reading() as work:
        assert work.entries.of(ASHE, SECOND)[CONFLICT] == "employment: I worked there."


def test_what_a_conflict_leaves_of_the_text_is_not_called_a_correction(office: Office, review: Workplace) -> None:
    with office.store.writing() as work:
        work.entries.write([Write(ASHE, FIRST, CONFLICT, "She works there now.")], Origin("secretariat", NOON))
    added = add_pack(review, office.pack("later"))

    assert added == Added((), (), (FIRST,), ())
    assert standing(review)["score.need"] == "4"
    with review.store.reading() as work:
        assert work.applications.get(FIRST).answers == ()


def test_what_the_pack_leaves_out_stays(office: Office, review: Workplace, tmp_path: Path) -> None:
    smaller = Office(tmp_path / "smaller", assigned=(SECOND,))
    with office.store.reading() as known, smaller.store.writing() as work:
        work.about.put(KEY_FACT, known.about.get(KEY_FACT) or "")
    added = add_pack(review, smaller.pack("later"))
    smaller.store.close()

    assert added == Added((), (), (), not_in_it=(FIRST,))
    assert standing(review)["score.need"] == "4"


def test_another_rounds_key_is_refused(review: Workplace, tmp_path: Path) -> None:
    forger = Office(tmp_path / "forger")
    with pytest.raises(InputError, match="does not come from where your review came from") as refused:
        add_pack(review, forger.pack("later"))
    assert fingerprint_of(forger.place) in refused.value.detail
    forger.store.close()


def test_another_rubric_is_refused(office: Office, review: Workplace) -> None:
    need, *rest = RULES.rubric.criteria
    heavier = replace(RULES, rubric=replace(RULES.rubric, criteria=(replace(need, weight=need.weight * 2), *rest)))
    with office.store.writing() as work:
        work.rounds.put(heavier)
    with pytest.raises(VersionConflictError, match="has other criteria"):
        add_pack(review, office.pack("later"))


def test_a_locked_pack_makes_a_locked_review_and_adds_to_it(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "locked.ddreview"
    unpacked = unpack(office.pack("locked", PASSPHRASE), path, lambda: NOON, PASSPHRASE)
    office.late_application()
    later = office.pack("later", PASSPHRASE)

    assert unpacked.locked
    with pytest.raises(PassphraseError):
        open_store(path)
    with open_store(path, PASSPHRASE) as store:
        assert add_pack(Workplace(store, lambda: NOON, "Margaret Ashe"), later, PASSPHRASE).new == (LATE,)


def test_a_pack_with_another_fingerprint_than_the_one_told_is_not_opened(office: Office, tmp_path: Path) -> None:
    pack, path = office.pack("first"), tmp_path / "ashe.ddreview"

    with pytest.raises(InputError, match="not made by this round's secretariat"):
        unpack(pack, path, lambda: NOON, expected="AAAA-BBBB-CCCC-DDDD")
    assert not path.exists()
    assert unpack(pack, path, lambda: NOON, expected=fingerprint_of(office.place).lower()).applications == 2


def test_a_short_passphrase_protects_nothing_and_is_refused(office: Office, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="too short"):
        office.pack("first", "secret")
    with pytest.raises(InputError, match="too short"):
        create_round(tmp_path / "locked.ddround", RULES, lambda: NOON, "  secret  ")
    assert not (tmp_path / "locked.ddround").exists()
