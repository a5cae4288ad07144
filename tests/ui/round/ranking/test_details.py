"""Beside the ranking stands what the reviewers said of one application."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton, QScrollArea

from dd_panel.analysis.uncertainty import LikelyPlace
from dd_panel.domain.identifiers import PREFERENCE, MemberId
from dd_panel.services.meeting.conducting import see_agenda
from dd_panel.services.results.ranking import see_ranking
from dd_panel.services.workplace import Workplace
from dd_panel.store.entry_values import Origin, Write
from dd_panel.ui.round.ranking.detail import RankingDetail, remarks_of
from dd_panel.ui.round.ranking.matrix import matrix_of
from dd_panel.ui.round.ranking.preference_words import preference_words
from dd_panel.ui.round.ranking.rows import (
    rows_of,
)
from dd_panel.ui.round.words import short_name
from dd_panel.ui.theme import Theme
from tests.ui.keyboard import press, settle
from tests.ui.round.ranking.benches import Bench, Open, place_rows, shown, wait_for


def test_enter_gives_the_details_the_keyboard_and_x_closes_them(place: Workplace, opened: Open) -> None:
    page = opened(place)
    press(page, Qt.Key.Key_X)
    assert not page.detail.isVisible()
    press(page, Qt.Key.Key_Return)
    assert page.detail.isVisible()
    assert page.detail.close_button.hasFocus()
    press(page, Qt.Key.Key_Escape)
    assert not page.detail.isVisible()
    assert page.table.hasFocus()


def test_the_details_follow_the_current_row(place: Workplace, opened: Open) -> None:
    page = opened(place)
    first = place_rows(see_ranking(place))[0]
    assert first.line.application.lead_authority in shown(page.detail)
    assert first.mean in shown(page.detail)
    press(page, Qt.Key.Key_Down)
    assert place_rows(see_ranking(place))[1].line.application.lead_authority in shown(page.detail)


def test_too_close_and_far_apart_both_fit_into_the_details(place: Workplace, theme: Theme) -> None:
    ranking = see_ranking(place)
    likely = LikelyPlace(middle=(8, 12), wide=(6, 14), expected=10.0, chance=0.5, group="close")
    detail = RankingDetail(theme)
    detail.show_row(ranking, replace(place_rows(ranking)[9], differs=True, likely=likely))
    (area,) = detail.findChildren(QScrollArea)
    body = area.widget()
    assert body is not None
    assert body.minimumSizeHint().width() <= theme.pane("ranking_detail")


def test_what_they_said_begins_with_the_lowest_score(place: Workplace, opened: Open, dressed_app: QApplication) -> None:
    ranking = see_ranking(place)
    row = next(row for row in place_rows(ranking) if len(remarks_of(ranking, row)) > 4)
    remarks = remarks_of(ranking, row)
    levels = [remark.level for remark in remarks if remark.level is not None]
    assert levels == sorted(levels)
    page = opened(place)
    page.table.go_to(rows_of(ranking).index(row))
    assert remarks[-1].words not in shown(page.detail)
    more = next(each for each in page.detail.findChildren(QPushButton) if each.text().startswith("All "))
    assert more.text() == f"All {len(remarks)} comments"
    more.click()
    settle(dressed_app)
    assert remarks[-1].words in shown(page.detail)
    page.refresh()
    settle(dressed_app)
    wait_for(lambda: not page.reading.busy)
    settle(dressed_app)
    assert remarks[-1].words in shown(page.detail), "what was read afresh of the same one leaves them open"


def test_the_matrix_shows_every_reviewer_and_hides_what_a_conflict_hides(place: Workplace) -> None:
    ranking = see_ranking(place)
    line = next(line for line in ranking.lines if line.application.reference == "DD-005")
    matrix = matrix_of(ranking, line)
    helen = next(row for row in matrix.rows if row.name == "Helen Marsh")
    assert {cell.state for cell in helen.cells} == {"conflict"}
    assert helen.total == "–"
    assert "Spread:" in matrix.spoken()


def test_a_cell_that_waits_is_not_shown_as_a_score(place: Workplace) -> None:
    ranking = see_ranking(place)
    line = next(line for line in ranking.lines if line.application.reference == "DD-022")
    david = next(row for row in matrix_of(ranking, line).rows if row.name == "David Okoro")
    assert [cell.words for cell in david.cells][1] == "?"
    assert not david.counts


def test_the_details_tell_of_preferences_and_the_order_does_not_heed_them(few: Workplace, opened: Open) -> None:
    before = [line.application.reference for line in see_ranking(few).lines]
    one, other = before[0], before[1]
    with few.store.writing() as work:
        write = Write(MemberId("PM04"), other, PREFERENCE, one)
        work.entries.write([write], Origin("secretariat", few.clock()))
    ranking = see_ranking(few)
    assert [line.application.reference for line in ranking.lines] == before
    who = short_name(ranking.members[MemberId("PM04")].name)
    assert preference_words(ranking, ranking.lines[1]) == f"{who} prefers it to {one}, at equal totals"
    assert preference_words(ranking, ranking.lines[2]) == ""
    page = opened(few)
    assert f"{who} prefers {other} to it, at equal totals" in shown(page.detail)


def test_m_puts_an_application_on_the_agenda_and_then_opens_it(few: Workplace, opened: Open, bench: Bench) -> None:
    page = opened(few)
    asked: list[str] = []
    page.meeting_requested.connect(asked.append)
    press(page, Qt.Key.Key_M)
    first = place_rows(see_ranking(few))[0].line.application.reference
    assert see_agenda(few) == (first,)
    assert asked == []
    assert page.detail.meeting_button.text() == "Open at the meeting"
    press(page, Qt.Key.Key_M)
    assert asked == [first]
    bench.undo.undo()
    assert not list(see_agenda(few))
