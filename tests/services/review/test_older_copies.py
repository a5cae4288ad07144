"""A review put back to an older state behind the program’s back is noticed, and nothing else is taken for that."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from dd_panel.domain.identifiers import NOTES, CriterionKey, Reference
from dd_panel.services.review.older_copies import reached, set_back
from dd_panel.services.review.reviewing import record_score, record_text
from dd_panel.services.workplace import Workplace
from dd_panel.store.files import open_store
from tests.exampledesk import NOW, make_review

DD16, DD17 = Reference("DD-016"), Reference("DD-017")
NEED = CriterionKey("need")


@contextmanager
def at(path: Path, now: datetime = NOW) -> Iterator[Workplace]:
    with open_store(path) as store:
        yield Workplace(store, lambda: now, "Margaret Ashe")


def scored(path: Path, reference: Reference, score: str, later: int) -> str:
    """Give a score so many hours later, and say how far the history has got."""
    with at(path, NOW + timedelta(hours=later)) as place:
        record_score(place, reference, NEED, score)
        return reached(place)


@pytest.fixture
def review(tmp_path: Path) -> Path:
    return make_review(tmp_path / "ashe.ddreview")


def test_a_file_that_goes_on_from_where_it_was_left_lacks_nothing(review: Path) -> None:
    known = scored(review, DD16, "3", 1)
    scored(review, DD17, "4", 2)
    with at(review) as place:
        assert set_back(place, known) is None


def test_an_older_copy_laid_over_it_is_noticed(review: Path, tmp_path: Path) -> None:
    older = Path(shutil.copy(review, tmp_path / "backup.ddreview"))
    known = scored(review, DD16, "3", 1)
    shutil.copy(older, review)
    with at(review) as place:
        lacks = set_back(place, known)
    assert lacks is not None
    assert (lacks.known, lacks.here) == (NOW + timedelta(hours=1), NOW)


def test_an_older_copy_that_went_on_by_itself_is_noticed_however_long_it_has_become(
    review: Path, tmp_path: Path
) -> None:
    older = Path(shutil.copy(review, tmp_path / "backup.ddreview"))
    known = scored(review, DD16, "3", 1)
    shutil.copy(older, review)
    for hour, score in enumerate("12345", start=2):
        scored(review, DD17, score, hour)
    with at(review) as place:
        assert set_back(place, known) is not None


def test_private_notes_count_as_work_too(review: Path, tmp_path: Path) -> None:
    older = Path(shutil.copy(review, tmp_path / "backup.ddreview"))
    with at(review) as place:
        record_text(place, DD16, NOTES, "Ask about the lease.")
        known = reached(place)
    shutil.copy(older, review)
    with at(review) as place:
        assert set_back(place, known) is not None


@pytest.mark.parametrize("known", ["", "nothing", "12 abc", "x y z", "12 abc yesterday"])
def test_words_that_say_nothing_are_nothing_known(review: Path, known: str) -> None:
    with at(review) as place:
        assert set_back(place, known) is None


def test_before_the_first_change_there_is_nothing_to_lack(tmp_path: Path) -> None:
    with at(make_review(tmp_path / "new.ddreview", begun=False)) as place:
        assert reached(place) == ""
