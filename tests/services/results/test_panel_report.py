"""What the secretariat may know about its panel: agreement, strictness, and who can be compared with whom."""

from __future__ import annotations

from pathlib import Path

from dd_panel.services.results.panel_report import report_on_panel, ties_in_words
from dd_panel.services.results.ranking import see_ranking
from tests.panelwork import ASHE, OKORO, REFERENCES, fill, fill_all, small_round


def test_two_who_read_the_same_are_tied_by_all_of_it(tmp_path: Path) -> None:
    made = small_round(tmp_path)
    made.merge(fill_all(made.blank(ASHE)), fill_all(made.blank(OKORO), need=4))
    with made.open() as place:
        ranking = see_ranking(place)
    report = report_on_panel(ranking)
    assert report.ties == {ASHE: ((OKORO, 7),), OKORO: ((ASHE, 7),)}
    assert ties_in_words(report, ranking, ASHE) == "Applications read by both: David Okoro (7)."
    assert [line.member for line in report.reviewers] == [ASHE, OKORO]
    assert report.notes == (
        "All reviewers can be compared with each other, through applications that several have read.",
    )


def test_reviewers_who_share_nothing_are_named_as_groups(tmp_path: Path) -> None:
    made = small_round(tmp_path)
    made.merge(
        fill(made.blank(ASHE), {(REFERENCES[0], "score.need"): 3, (REFERENCES[0], "score.plan"): 4}),
        fill(made.blank(OKORO), {(REFERENCES[1], "score.need"): 2, (REFERENCES[1], "score.plan"): 1}),
    )
    with made.open() as place:
        ranking = see_ranking(place)
    report = report_on_panel(ranking)
    assert ties_in_words(report, ranking, ASHE) == "Has read no application that somebody else has read too."
    assert report.notes[1:] == ("Group 1: Margaret Ashe.", "Group 2: David Okoro.")
    assert report.notes[0].startswith("The reviewers form 2 groups")


def test_before_any_review_there_is_nothing_to_say_and_no_failure(tmp_path: Path) -> None:
    made = small_round(tmp_path)
    with made.open() as place:
        report = report_on_panel(see_ranking(place))
    assert not report.agreement
    assert not report.reviewers
    assert not report.ties
