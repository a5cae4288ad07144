"""A total that was changed after others were read is asked about; one that was changed before is not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from dd_panel.domain.identifiers import CriterionKey, Reference
from dd_panel.services.review.looking_over import see_questions
from dd_panel.services.review.reviewing import note_opened, record_score, see_desk
from dd_panel.services.workplace import Workplace
from dd_panel.store.files import open_store
from tests.exampledesk import KEYS, clock, make_review

ONE, TWO, THREE = (Reference(f"DD-{number:03}") for number in (1, 2, 3))


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Workplace]:
    with open_store(make_review(tmp_path / "ashe.ddreview", 3, begun=False)) as store:
        yield Workplace(store, clock, "Margaret Ashe")


def read(place: Workplace, reference: Reference, scores: str = "333333") -> None:
    note_opened(place, reference)
    for key, score in zip(KEYS, scores, strict=True):
        record_score(place, reference, CriterionKey(key), score)


def moved(place: Workplace) -> list[tuple[str, str]]:
    return [
        (look.reference, look.title) for look in see_questions(place, see_desk(place)).looks if look.kind == "moved"
    ]


def test_a_total_changed_by_ten_after_another_was_opened_is_asked_about(place: Workplace) -> None:
    read(place, ONE)
    read(place, TWO, "222222")
    before = moved(place)
    record_score(place, ONE, CriterionKey("need"), "5")
    assert (before, moved(place)) == ([], [("DD-001", "DD-001 went from 60 to 70")])
    record_score(place, ONE, CriterionKey("need"), "4")
    assert moved(place) == []


def test_thinking_again_before_going_on_is_nobodys_business(place: Workplace) -> None:
    read(place, ONE, "111111")
    read(place, ONE, "444444")
    read(place, TWO)
    assert moved(place) == []


def test_one_that_was_left_half_scored_has_no_earlier_total(place: Workplace) -> None:
    note_opened(place, ONE)
    record_score(place, ONE, CriterionKey("need"), "1")
    read(place, TWO)
    read(place, ONE, "555555")
    assert moved(place) == []
    read(place, THREE)
    read(place, ONE, "222222")
    assert moved(place) == [("DD-001", "DD-001 went from 100 to 40")]
