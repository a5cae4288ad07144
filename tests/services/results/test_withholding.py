"""What a member with a conflict is shown of the result."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from dd_panel.services.intake.eligibility import withdraw
from dd_panel.services.meeting import decisions
from dd_panel.services.meeting.conducting import MeetingView, see_meeting
from dd_panel.services.results.withholding import withheld_from, without
from tests.meetingwork import FIRST, SECOND, THIRD, at_work, declare
from tests.panelwork import ASHE, RULES


def places(view: MeetingView) -> dict[str, int | None]:
    return {reference: line.ranked.place for reference, line in view.lines.items()}


def test_what_was_withdrawn_has_no_place_for_such_a_reader_either_where_agreed_scores_count(tmp_path: Path) -> None:
    with at_work(tmp_path, replace(RULES, method="agreed")).open() as place:
        for reference, score in ((FIRST, "5"), (SECOND, "4"), (THIRD, "3")):
            decisions.agree_total(place, reference, score, "So the panel said.")
        withdraw(place, SECOND, "Told us by telephone.")
        declare(place, ASHE, FIRST)
        whole = see_meeting(place)
    hidden = withheld_from(whole, whole.ranking.members[ASHE])
    shown = without(whole, hidden)
    assert hidden == {FIRST}
    assert (places(whole)[FIRST], places(whole)[SECOND], places(whole)[THIRD]) == (1, None, 2)
    assert (places(shown).get(FIRST), places(shown)[SECOND], places(shown)[THIRD]) == (None, None, 1)
