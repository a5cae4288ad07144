"""The secretariat reads the ranking: who is where, where the money ends, and what the reviewers said."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QScrollArea, QWidget

from dd_panel.analysis.table import Refusal
from dd_panel.analysis.uncertainty import LikelyPlace
from dd_panel.domain.errors import StorageError
from dd_panel.domain.identifiers import PREFERENCE, MemberId
from dd_panel.services.meeting.conducting import see_agenda
from dd_panel.services.results.money import running_costs
from dd_panel.services.results.prospects import Prospects
from dd_panel.services.results.ranking import Outlook, Ranking, see_ranking
from dd_panel.services.results.viewing import views_differ
from dd_panel.services.workplace import Progress, Workplace
from dd_panel.store.entry_values import Origin, Write
from dd_panel.ui.jobs import Jobs
from dd_panel.ui.round.ranking.changes import ChangesDialog
from dd_panel.ui.round.ranking.detail import RankingDetail, remarks_of
from dd_panel.ui.round.ranking.line import PINNED
from dd_panel.ui.round.ranking.matrix import matrix_of
from dd_panel.ui.round.ranking.model import CHANCE, LIKELY, PLACE
from dd_panel.ui.round.ranking.page import RankingPage
from dd_panel.ui.round.ranking.preference_words import preference_words
from dd_panel.ui.round.ranking.rows import (
    FundingLine,
    PlaceRow,
    chance_figure,
    found_in,
    lowest_shown,
    rows_of,
    rows_with_outlook,
)
from dd_panel.ui.round.words import first_name, short_money, short_name
from dd_panel.ui.theme import Theme
from dd_panel.ui.undo import UndoHistory
from dd_panel.ui.widgets.keys import Kbd, KeyBar
from tests.ui.conftest import Show
from tests.ui.example_stores import round_with, scoresheets
from tests.ui.keyboard import press, settle

Open = Callable[..., RankingPage]
SPOKEN = Qt.ItemDataRole.AccessibleTextRole


@pytest.fixture(scope="module")
def sheets(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return scoresheets(tmp_path_factory.mktemp("sheets"))


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, sheets: dict[str, Path]) -> Iterator[Workplace]:
    """The round with all ten scoresheets merged and three cells that wait."""
    place = round_with(tmp_path_factory.mktemp("round"), list(sheets.values()))
    yield place
    place.store.close()


@pytest.fixture
def few(tmp_path: Path, sheets: dict[str, Path]) -> Iterator[Workplace]:
    """The round with one scoresheet alone."""
    place = round_with(tmp_path, [sheets["PM04"]])
    yield place
    place.store.close()


class Bench:
    """What a page is given; it writes down what was exported."""

    def __init__(self, folder: Path) -> None:
        self.jobs = Jobs()
        self.undo = UndoHistory()
        self.path = folder / "consolidated"
        self.trouble: StorageError | None = None
        self.written: list[Path] = []

    def choose(self, _parent: QWidget, _suggested: str) -> Path:
        return self.path

    def consolidate(self, _place: Workplace, path: Path, progress: Progress) -> None:
        progress(0, 2, "Writing")
        if self.trouble is not None:
            raise self.trouble
        self.written.append(path)


@pytest.fixture
def bench(tmp_path: Path, dressed_app: QApplication) -> Iterator[Bench]:
    bench = Bench(tmp_path)
    yield bench
    assert bench.jobs.wait()
    settle(dressed_app)


@pytest.fixture
def opened(theme: Theme, bench: Bench, show: Show, dressed_app: QApplication) -> Open:
    """Ranking in a window of its own, with the keyboard in the table."""

    def make(place: Workplace, width: int = 1440, height: int = 900) -> RankingPage:
        page = RankingPage(theme, place, bench.jobs, bench.undo, bench.consolidate, bench.choose)
        show(page, width, height)
        theme.set_window_size(width, height)
        page.on_shown()
        wait_for(lambda: not page.reading.busy)
        page.table.setFocus()
        settle(dressed_app)
        return page

    return make


def shown(widget: QWidget) -> list[str]:
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisible() and label.text()]


def place_rows(ranking: Ranking) -> list[PlaceRow]:
    return [row for row in rows_of(ranking) if isinstance(row, PlaceRow)]


def test_the_funding_line_stands_after_the_last_funded_place(place: Workplace) -> None:
    ranking = see_ranking(place)
    rows = rows_of(ranking)
    at = next(at for at, row in enumerate(rows) if isinstance(row, FundingLine))
    above = [row for row in rows[:at] if isinstance(row, PlaceRow)]
    assert len(above) == 10
    assert all(int(row.place) <= 10 for row in above)
    line = rows[at]
    assert isinstance(line, FundingLine)
    total = sum(row.line.application.support_sought or 0 for row in above)
    assert line.money == f"£{(1_000_000 - total) // 1000}k left of £1m"
    assert line.spoken() == f"Funding line: 10 places. {line.money}"


def test_a_tie_across_the_line_is_said(place: Workplace) -> None:
    ranking = see_ranking(place)
    tenth, eleventh = ranking.lines[9], ranking.lines[10]
    tied = replace(eleventh, ranked=replace(eleventh.ranked, place=tenth.ranked.place))
    lines = (*ranking.lines[:10], tied, *ranking.lines[11:])
    line = next(row for row in rows_of(replace(ranking, lines=lines)) if isinstance(row, FundingLine))
    assert line.warning == "A tie crosses the line: 11 applications for 10 places"
    *_all, last = rows_of(replace(ranking, lines=lines[:11]))
    assert isinstance(last, FundingLine)
    assert last.warning == line.warning


def test_the_first_place_that_passes_the_fund_is_marked_once(place: Workplace) -> None:
    costs = [cost for cost in running_costs(see_ranking(place)) if cost is not None]
    over = [cost for cost in costs if cost.first_over]
    assert len(over) == 1
    assert over[0].total > 1_000_000
    assert all(cost.within == (cost.total <= 1_000_000) for cost in costs)


def test_a_missing_cost_makes_every_sum_below_it_a_least_sum(place: Workplace) -> None:
    ranking = see_ranking(place)
    second = ranking.lines[1]
    unknown = replace(second, application=replace(second.application, support_sought=None))
    rows = place_rows(replace(ranking, lines=(ranking.lines[0], unknown, *ranking.lines[2:])))
    assert rows[1].cost == "–"
    assert not rows[0].running.startswith("at least")
    assert rows[1].running == f"at least {rows[0].running}"
    assert rows[1].running_sum == rows[0].running


def test_an_application_without_a_review_that_counts_has_no_place_and_no_score(few: Workplace, opened: Open) -> None:
    page = opened(few)
    rows = place_rows(see_ranking(few))
    unplaced = [row for row in rows if row.percent is None]
    assert len(unplaced) == 24 - 8
    assert {(row.place, row.mean, row.running) for row in unplaced} == {("–", "–", "")}
    assert {row.notes for row in unplaced} == {"no review counts yet"}
    assert "no place" in unplaced[0].spoken()
    model = page.table.model()
    assert str(model.index(model.rowCount() - 1, 4).data()) == "no review counts yet"


def test_with_fewer_than_ten_placed_there_is_no_line_to_draw(few: Workplace) -> None:
    assert not [row for row in rows_of(see_ranking(few)) if isinstance(row, FundingLine)]


def test_arrows_step_over_the_funding_line(place: Workplace, opened: Open) -> None:
    page = opened(place)
    page.table.go_to(9)
    press(page, Qt.Key.Key_Down)
    assert page.table.currentIndex().row() == 11
    press(page, Qt.Key.Key_Up)
    assert page.table.currentIndex().row() == 9


def test_a_row_in_sight_is_never_under_the_pinned_line(place: Workplace, opened: Open) -> None:
    page = opened(place, 1280, 400)
    for _step in range(8):
        press(page, Qt.Key.Key_Down)
        rect = page.table.visualRect(page.table.currentIndex())
        assert rect.bottom() <= page.table.viewport().height() - PINNED


def test_find_goes_to_the_first_hit_and_f3_to_the_next(place: Workplace, opened: Open) -> None:
    page = opened(place)
    press(page, Qt.Key.Key_F, modifier=Qt.KeyboardModifier.ControlModifier)
    assert page.find_field.hasFocus()
    page.find_field.insert("county")
    hits = found_in(rows_of(see_ranking(place)), "county")
    assert page.table.currentIndex().row() == hits[0]
    assert f"1 of {len(hits)}" in shown(page)
    press(page, Qt.Key.Key_F3)
    assert page.table.currentIndex().row() == hits[1]
    QTest.keyClick(page.find_field, Qt.Key.Key_F3, Qt.KeyboardModifier.ShiftModifier)
    assert page.table.currentIndex().row() == hits[0]
    page.find_field.setText("no such place")
    assert "none found" in shown(page)
    press(page, Qt.Key.Key_Escape, Qt.Key.Key_Escape)
    assert page.table.hasFocus()


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


def test_views_differ_above_twenty_four_points() -> None:
    assert views_differ((Fraction(50, 100), Fraction(75, 100)))
    assert not views_differ((Fraction(50, 100), Fraction(74, 100)))
    assert not views_differ(())


def test_a_row_is_read_aloud_as_a_sentence(place: Workplace, opened: Open) -> None:
    page = opened(place)
    row = place_rows(see_ranking(place))[0]
    application = row.line.application
    said = str(page.table.model().index(0, 3).data(SPOKEN))
    assert said.startswith(
        f"{application.reference}, {application.lead_authority}, {application.service}, place 1, mean {row.mean}, "
    )
    assert str(page.table.model().index(10, 0).data(SPOKEN)).startswith("Funding line: 10 places")


def test_the_axis_of_the_dots_begins_below_the_lowest_total(place: Workplace) -> None:
    rows = rows_of(see_ranking(place))
    totals = [value for row in rows if isinstance(row, PlaceRow) for value in row.percents]
    assert lowest_shown(rows) <= min(totals) < lowest_shown(rows) + 20
    assert lowest_shown(()) == 0


def test_export_writes_the_workbook_beside_the_window(
    place: Workplace, opened: Open, bench: Bench, dressed_app: QApplication
) -> None:
    page = opened(place)
    press(page, Qt.Key.Key_E, modifier=Qt.KeyboardModifier.ControlModifier)
    assert bench.jobs.wait()
    settle(dressed_app)
    assert bench.written == [bench.path.with_name("consolidated.xlsx")]
    assert "The consolidated workbook is written" in shown(page)


def test_export_is_offered_only_once_the_ranking_is_read(
    theme: Theme, place: Workplace, bench: Bench, show: Show, dressed_app: QApplication
) -> None:
    page = RankingPage(theme, place, bench.jobs, bench.undo, bench.consolidate, bench.choose)
    bar = KeyBar(theme)
    told: list[bool] = []
    page.keys_changed.connect(lambda: told.append(True))

    def offered() -> bool:
        bar.show_actions(page.actions())
        settle(dressed_app)
        return any(cap.text() == "export" for cap in bar.findChildren(Kbd))

    show(page, 1440, 900)
    assert not offered()
    assert not page.export_button.isVisible()
    press(page, Qt.Key.Key_E, modifier=Qt.KeyboardModifier.ControlModifier)
    assert bench.written == []
    told.clear()
    page.on_shown()
    wait_for(lambda: not page.reading.busy)
    settle(dressed_app)
    assert told == [True]
    assert offered()
    assert page.export_button.isVisible()
    assert bench.jobs.wait()
    settle(dressed_app)


def test_an_export_tells_how_far_it_is_and_can_be_stopped(
    place: Workplace, theme: Theme, bench: Bench, show: Show, dressed_app: QApplication
) -> None:
    go_on = threading.Event()

    def write(_place: Workplace, path: Path, progress: Progress) -> None:
        progress(2, 4, "Writing the sheet Scores")
        assert go_on.wait(20)
        progress(3, 4, "Packing the workbook")
        bench.written.append(path)

    page = RankingPage(theme, place, bench.jobs, bench.undo, write, bench.choose)
    show(page, 1440, 900)
    page.on_shown()
    wait_for(lambda: not page.reading.busy)
    page.export()
    wait_for(lambda: "Writing the sheet Scores, 2 of 4" in shown(page))
    assert not page.export_button.isEnabled()
    page.exporting.working.cancel.click()
    go_on.set()
    wait_for(page.export_button.isEnabled)
    assert bench.written == []
    assert "Writing the consolidated workbook" not in shown(page)
    settle(dressed_app)


def test_an_export_that_fails_says_what_to_do(
    place: Workplace, opened: Open, bench: Bench, dressed_app: QApplication
) -> None:
    page = opened(place)
    bench.trouble = StorageError("The disk is full.", "Nothing was written.", "Make room and try again.")
    page.export()
    assert bench.jobs.wait()
    settle(dressed_app)
    assert "The disk is full." in shown(page)
    assert "Nothing was written. Make room and try again." in shown(page)
    assert page.export_button.isEnabled()


def test_without_any_return_the_screen_says_what_to_do(tmp_path: Path, opened: Open) -> None:
    place = round_with(tmp_path, [])
    page = opened(place)
    asked: list[bool] = []
    page.returns_requested.connect(lambda: asked.append(True))
    assert "Merge at least one scoresheet." in shown(page)
    assert not page.detail.isVisible()
    page.to_returns.click()
    assert asked == [True]
    place.store.close()


def wait_for(condition: Callable[[], bool]) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    for _round in range(600):
        if condition():
            return
        settle(app)
        QTest.qWait(20)
    raise AssertionError("it did not come")


def test_the_order_is_there_before_it_is_known_how_sure_it_is(
    place: Workplace, theme: Theme, bench: Bench, show: Show
) -> None:
    page = RankingPage(theme, place, bench.jobs, bench.undo, bench.consolidate, bench.choose)
    show(page)
    rows = page.table.model()
    came: list[list[str]] = []
    # What stands first is looked at as it comes: on a quick machine the rest is there a moment later.
    page.shown.shown.connect(
        lambda: came.append([str(rows.index(0, column).data()) for column in (PLACE, CHANCE, LIKELY)])
    )
    page.forecast.begun.connect(lambda: came.append([page.sure.words]))
    page.on_shown()
    wait_for(lambda: rows.rowCount() > 0)
    assert came[:2] == [["1", "", ""], ["Working out how sure the places are…"]]
    page.table.go_to(3)
    wait_for(lambda: "never change" in page.sure.words)
    assert page.table.currentIndex().row() == 3
    assert str(rows.index(0, CHANCE).data()) == ">98 %"
    assert str(rows.index(0, LIKELY).data()) == "1 to 3"
    line = next(row for row in page.shown.every if isinstance(row, FundingLine))
    assert "too close to call" in line.warning
    assert "likely place 1 to 3, above the line: almost certain, >98 %" in str(rows.index(0, 0).data(SPOKEN))


def known(page: RankingPage) -> Prospects:
    found = page.forecast.known
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("close", "words"),
    [
        ((10, 11, 12), "Places 10 to 12 are too close to call"),
        ((11, 16), "Places 11 and 16 are too close to call"),
        ((11,), "Place 11 is too close to call"),
        ((9, 11, 16), "3 are too close to call"),
        ((), ""),
    ],
)
def test_the_line_names_the_places_that_are_too_close(place: Workplace, close: tuple[int, ...], words: str) -> None:
    ranking = see_ranking(place)
    likely = {
        line.application.reference: LikelyPlace(
            middle=(1, 9), wide=(1, 9), expected=5.0, chance=0.5, group="close" if line.ranked.place in close else "out"
        )
        for line in ranking.lines
    }
    outlook = Outlook(ranking, Refusal(""), Refusal(""), {}, likely)
    rows = rows_with_outlook(rows_of(ranking), ranking, outlook)
    assert next(row for row in rows if isinstance(row, FundingLine)).warning == words


def test_cancelling_leaves_the_order_and_offers_to_work_it_out(place: Workplace, opened: Open) -> None:
    page = opened(place)
    page.sure.cancel.click()
    wait_for(lambda: not page.forecast.running)
    if page.forecast.known is None:
        assert page.sure.words == "How sure the places are was not worked out."
        assert len(place_rows(see_ranking(place))) == 24
        page.sure.again.click()
    wait_for(lambda: "never change" in page.sure.words)


def test_the_details_say_how_sure_tenth_place_is_and_what_would_change_it(place: Workplace, opened: Open) -> None:
    page = opened(place)
    wait_for(lambda: "never change" in page.sure.words)
    page.table.go_to(9)
    tenth = see_ranking(place).lines[9].application.reference
    assert known(page).sentence_about(tenth) in shown(page.detail)
    likely = known(page).likely(tenth)
    assert likely is not None
    assert chance_figure(likely.chance) in shown(page.detail)


def test_what_would_change_it_is_a_table_to_read(place: Workplace, opened: Open) -> None:
    page = opened(place)
    wait_for(lambda: "never change" in page.sure.words)
    press(page, Qt.Key.Key_C)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, ChangesDialog)
    prospects = known(page)
    assert prospects.sentence in shown(dialog)
    rows = dialog.table.model()
    assert rows.rowCount() == 24
    assert not isinstance(prospects.trials, Refusal)
    crossing = next(each for each in prospects.trials if each.enters or each.leaves)
    assert str(rows.index(0, 0).data(SPOKEN)).startswith(crossing.words)
    press(page, Qt.Key.Key_Escape)
    assert QApplication.activeModalWidget() is None


def test_from_the_details_of_an_unsure_place_one_sees_first_what_would_move_it(place: Workplace, opened: Open) -> None:
    page = opened(place)
    wait_for(lambda: "never change" in page.sure.words)
    unsure = min(known(page).inside - known(page).always)
    page.table.go_to(page.table.model().row_of(unsure))  # type: ignore[attr-defined]
    moving = known(page).moving(unsure)
    page.detail.changes_button.click()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, ChangesDialog)
    rows = dialog.table.model()
    first = [str(rows.index(at, 0).data()) for at in range(len(moving))]
    assert sorted(first) == sorted(each.words for each in moving)
    assert str(rows.index(0, 1).data()) == str(next(each for each in moving if each.words == first[0]).places[unsure])
    assert any(known(page).sentence_about(unsure) in words for words in shown(dialog))
    press(page, Qt.Key.Key_Escape)


def test_adjusted_means_stand_beside_the_official_ones_on_request(place: Workplace, opened: Open) -> None:
    page = opened(place)
    wait_for(lambda: "never change" in page.sure.words)
    assert not page.table.adjusted
    before = page.table.grab()
    page.toggle_adjusted()
    assert page.table.grab().toImage() != before.toImage()
    assert "adjusted for strictness" in str(page.table.model().index(0, 0).data(SPOKEN))


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


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (950, "£950"),
        (98_000, "£98k"),
        (87_500, "£87.5k"),
        (1_000_000, "£1m"),
        (1_074_000, "£1.07m"),
        (1_005_000, "£1.01m"),
        (0, "£0"),
    ],
)
def test_sums_are_short(amount: int, words: str) -> None:
    assert short_money(amount, "GBP") == words


def test_names_are_short_where_room_is_scarce() -> None:
    assert short_name("David Okoro") == "D. Okoro"
    assert short_name("Plato") == "Plato"
    assert first_name("Helen Marsh") == "Helen"


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_it_can_be_drawn_in_every_theme_and_size(
    place: Workplace, opened: Open, theme: Theme, mode: str, scale: float, dressed_app: QApplication
) -> None:
    page = opened(place, 1280, 720)
    theme.set_mode("dark" if mode == "dark" else "light")
    theme.set_text_scale(scale)
    settle(dressed_app)
    assert not page.grab().isNull()


# -- other weights, a part, another order ------------------------------------------------------------------------------


def places_shown(page: RankingPage) -> list[str]:
    rows = page.table.model()
    return [str(rows.index(at, PLACE).data()) for at in range(rows.rowCount())]


def test_other_weights_stand_beside_the_official_order_and_are_forgotten(place: Workplace, opened: Open) -> None:
    page = opened(place)
    wait_for(lambda: "never change" in page.sure.words)
    before = [str(page.table.model().index(at, 1).data()) for at in range(12)]
    press(page, Qt.Key.Key_W)
    weights = page.side.weights
    assert weights is not None
    assert weights.isVisible()
    box = list(weights.boxes.values())[3]
    box.field.setValue(200)
    wait_for(lambda: page.shown.trying)
    assert page.sure.words == "Tried weights, in brackets the official places: nothing of this is kept."
    assert weights.verdict.text() in shown(weights)
    after = [str(page.table.model().index(at, 1).data()) for at in range(12)]
    assert after != before
    moved = next(row for row in page.shown.every if isinstance(row, PlaceRow) and row.was)
    assert f"place {moved.place}" in moved.spoken()
    assert f"{moved.was} by the round’s own weights" in moved.spoken()
    press(page, Qt.Key.Key_Escape)
    assert not page.shown.trying
    assert [str(page.table.model().index(at, 1).data()) for at in range(12)] == before
    assert "never change" in page.sure.words
    assert not weights.other
    assert see_ranking(place).lines[0].application.lead_authority == before[0]


def test_weights_that_are_all_zero_leave_the_official_order_and_say_why(place: Workplace, opened: Open) -> None:
    page = opened(place)
    page.toggle_weights()
    assert page.side.weights is not None
    for box in page.side.weights.boxes.values():
        box.field.setValue(0)
    wait_for(lambda: page.side.weights.verdict.text().startswith("At least one"))  # type: ignore[union-attr]
    assert not page.shown.trying
    assert len(places_shown(page)) == 25


def test_a_header_sorts_and_the_line_comes_back_with_the_places(place: Workplace, opened: Open) -> None:
    page = opened(place)
    page.table.sort_asked.emit("cost")
    assert page.table.model().rowCount() == 24
    costs = [row.line.application.support_sought or 0 for row in page.shown.every if isinstance(row, PlaceRow)]
    first = page.table.model().index(0, 0).data(int(Qt.ItemDataRole.UserRole))
    assert first.line.application.support_sought == max(costs)
    assert "Sorted by cost, the largest first; the funding line" in page.tools.words.text()
    page.tools.show_everything()
    assert page.table.model().rowCount() == 25


def test_filters_keep_the_line_and_say_how_many_are_shown(place: Workplace, opened: Open) -> None:
    page = opened(place)
    press(page, Qt.Key.Key_V)
    assert page.tools.model.hasFocus()
    page.tools.group.setCurrentIndex(1)
    assert len(places_shown(page)) == 11
    assert "10 of 24 applications are shown." in shown(page)
    page.tools.model.setCurrentIndex(1)
    page.tools.group.setCurrentIndex(3)
    press(page, Qt.Key.Key_V)
    assert page.tools.isHidden()
    assert len(places_shown(page)) == 25


def test_a_choice_that_fits_nothing_says_so_and_leads_back(place: Workplace, opened: Open) -> None:
    page = opened(place)
    wait_for(lambda: "never change" in page.sure.words)
    page.toggle_tools()
    close = {row.line.application.model for row in page.shown.every if isinstance(row, PlaceRow) and row.close}
    models = [page.tools.model.itemText(at) for at in range(1, page.tools.model.count())]
    page.tools.model.setCurrentIndex(1 + next(at for at, name in enumerate(models) if name not in close))
    page.tools.group.setCurrentIndex(2)
    assert "Nothing fits" in shown(page)
    page.to_everything.click()
    assert len(places_shown(page)) == 25


def test_a_change_that_moves_nothing_leaves_what_is_known(
    place: Workplace, opened: Open, dressed_app: QApplication
) -> None:
    page = opened(place)
    wait_for(lambda: "never change" in page.sure.words)
    page.table.go_to(4)
    page.refresh()
    wait_for(lambda: not page.reading.busy)
    settle(dressed_app)
    assert not page.forecast.running
    assert page.table.currentIndex().row() == 4
    assert str(page.table.model().index(0, CHANCE).data()) == ">98 %"


def test_in_large_text_names_keep_their_column_and_buttons_their_names(
    place: Workplace, opened: Open, theme: Theme, dressed_app: QApplication
) -> None:
    theme.set_text_scale(2.0)
    page = opened(place, 1440, 900)
    page.toggle_weights()
    settle(dressed_app)
    assert page.table.columnWidth(1) > theme.px(120)
    assert [each.accessibleName() for each in (page.view_button, page.weights_button, page.export_button)] == [
        "View",
        "Weights",
        "Export",
    ]
    weights = page.side.weights
    assert weights is not None
    for box in weights.boxes.values():
        right = box.field.mapTo(weights, box.field.rect().topRight()).x()
        assert right <= weights.width()
