"""Times as people in Britain write them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dd_panel.domain.moments import day_words, moment_of, moment_words, to_the_minute
from dd_panel.domain.rounds import LONDON


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2014-02-10T16:38:00", "2014-02-10T16:38:00"),
        ("2014-02-10", "2014-02-10T00:00:00"),
        ("2014-02-10T16:38:00Z", "2014-02-10T16:38:00"),
        ("2014-06-10T16:38:00+00:00", "2014-06-10T17:38:00"),
        ("10/02/2014 16:38", "2014-02-10T16:38:00"),
        ("10.2.14", "2014-02-10T00:00:00"),
        ("10 February 2014, 4.38pm", "2014-02-10T16:38:00"),
        ("Monday 10th Feb 2014 at 5 pm", "2014-02-10T17:00:00"),
        ("10-Feb-2014 12:05 a.m.", "2014-02-10T00:05:00"),
        ("2014/02/10 09:05:07", "2014-02-10T09:05:07"),
    ],
)
def test_times_are_read_as_people_in_britain_write_them(written: str, moment: str) -> None:
    assert moment_of(written) == datetime.fromisoformat(moment).replace(tzinfo=LONDON)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "10",
        "February",
        "2014",
        "10/13/2014",
        "10 Febtober 2014",
        "10 xyz 2014",
        "10/02/2014 17",
        "1/2/2014 13pm",
        "25:00",
    ],
)
def test_what_is_no_time_is_no_time(written: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - whoever asked says more
        moment_of(written)


def test_a_time_is_written_back_as_people_write_it() -> None:
    assert moment_words(datetime(2014, 2, 10, 17, tzinfo=LONDON)) == "10 February 2014, 17:00"


def test_no_time_has_no_words() -> None:
    assert moment_words(None) == ""


@given(st.datetimes(timezones=st.just(LONDON), min_value=datetime(1900, 1, 1), max_value=datetime(2200, 1, 1)))  # noqa: DTZ001 - hypothesis wants them without a zone
def test_a_time_in_words_is_read_back(moment: datetime) -> None:
    there = moment.astimezone(LONDON)
    assert moment_of(moment_words(there)).timestamp() == there.timestamp()


def test_a_time_is_written_by_its_own_clock_and_its_seconds_are_left_out() -> None:
    moment = datetime(2014, 2, 8, 9, 5, 30, tzinfo=UTC)
    assert (day_words(moment), to_the_minute(moment)) == ("8 February 2014", "8 February 2014, 09:05")
