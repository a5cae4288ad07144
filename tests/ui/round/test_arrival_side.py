"""Beside what arrived stands what can be read there, however often an applicant wrote."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from PySide6.QtWidgets import QApplication

from dd_panel.domain.identifiers import Reference
from dd_panel.domain.rounds import LONDON
from dd_panel.services.intake.view import Arrived
from dd_panel.ui.round.applications.arrival_side import MOST_OTHERS, ArrivalSide
from dd_panel.ui.round.applications.side import MOST_LINES
from dd_panel.ui.theme import Theme
from dd_panel.ui.widgets.labels import Para
from tests.ui.conftest import Show

pytestmark = pytest.mark.usefixtures("dressed_app")
FIRST = datetime(2014, 2, 1, 9, tzinfo=LONDON)


def message(number: int, files: int = 0) -> Arrived:
    """The message of this number, an hour after the one before."""
    return Arrived(
        number,
        f"message {number}",
        "waiting",
        Reference("DD-001"),
        "Northmere City Council",
        "ann@northmere.example",
        "",
        FIRST + timedelta(hours=number),
        None,
        tuple(f"file {each}.pdf" for each in range(files)),
        (),
        (number, 100),
        0,
        beside=True,
    )


def shown(side: ArrivalSide, words: str) -> list[str]:
    """The sentences in sight that hold these words, from top to bottom."""
    return [each.text() for each in side.findChildren(Para) if each.isVisible() and words in each.text()]


def test_of_many_messages_the_newest_are_told_and_the_rest_counted(theme: Theme, show: Show) -> None:
    side = ArrivalSide(theme)
    show(side, 376, 4000)
    side.show_thing(message(40), [message(each) for each in range(1, 40)])
    told = shown(side, ": message ")
    assert [each.partition(": ")[2].partition(" (")[0] for each in told] == [
        f"message {each}" for each in range(39, 39 - MOST_OTHERS, -1)
    ]
    assert shown(side, "earlier") == [f"and {39 - MOST_OTHERS} earlier ones"]
    side.show_thing(message(40), [message(1)])
    assert (len(shown(side, ": message ")), shown(side, "earlier")) == (1, [])


def test_of_many_files_the_first_are_named(theme: Theme, show: Show, dressed_app: QApplication) -> None:
    side = ArrivalSide(theme)
    show(side, 376, 4000)
    side.show_thing(message(1, files=MOST_LINES), [])
    assert (len(shown(side, ".pdf")), shown(side, "more")) == (MOST_LINES, [])
    side.show_thing(message(1, files=MOST_LINES + 5), [])
    dressed_app.processEvents()
    assert (len(shown(side, ".pdf")), shown(side, "more")) == (MOST_LINES, ["and 5 more"])


def test_a_row_that_was_set_aside_is_shown_with_all_it_holds(theme: Theme, show: Show) -> None:
    side = ArrivalSide(theme)
    show(side, 376, 2000)
    row = replace(message(1), outcome="set aside", text="Reference: A1\nLead authority: Arden\nWhy now? We must.")
    side.show_thing(row, [])
    assert [each for words in ("A1", "Arden", "now?") for each in shown(side, words)] == [
        "Reference: A1",
        "Lead authority: Arden",
        "Why now? We must.",
    ]
    side.show_thing(message(1), [])
    assert shown(side, "Arden") == []
