"""An official asks more of the ranking: other weights, a part of it, another order, and everything in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from dd_panel.analysis.table import Refusal
from dd_panel.domain.method import from_score_to_place
from dd_panel.exchange.registers import read_authorities
from dd_panel.paths import resources
from dd_panel.services.results.prospects import Prospects, prospects_of
from dd_panel.services.results.ranking import Ranking, see_ranking
from dd_panel.services.results.weighing import Weighing
from dd_panel.services.round.setting_up import take_in_authorities
from dd_panel.ui.jobs import Jobs
from dd_panel.ui.round.ranking.choice import Choice, chosen_rows, models_of, regions_of, topics_of
from dd_panel.ui.round.ranking.method_dialog import MethodDialog
from dd_panel.ui.round.ranking.panel_dialog import PanelDialog
from dd_panel.ui.round.ranking.rows import FundingLine, PlaceRow, RankRow, found_in, rows_of, rows_with_outlook
from dd_panel.ui.round.ranking.tools import RankingTools
from dd_panel.ui.round.ranking.weights import WeightsPanel, crossing_words
from dd_panel.ui.round.ranking.words import RankingWordsDialog
from dd_panel.ui.theme import Theme
from tests.ui.conftest import Show
from tests.ui.example_stores import round_with
from tests.ui.keyboard import press, settle


@pytest.fixture(scope="module")
def ranking(tmp_path_factory: pytest.TempPathFactory, sheets: dict[str, Path]) -> Iterator[Ranking]:
    """The example round with all ten scoresheets merged, and its register of authorities."""
    place = round_with(tmp_path_factory.mktemp("round"), list(sheets.values()))
    take_in_authorities(place, read_authorities(resources() / "example" / "authorities.csv"))
    yield see_ranking(place)
    place.store.close()


@pytest.fixture(scope="module")
def prospects(ranking: Ranking) -> Prospects:
    return prospects_of(ranking)


@pytest.fixture
def rows(ranking: Ranking, prospects: Prospects) -> tuple[RankRow, ...]:
    return rows_with_outlook(rows_of(ranking), ranking, prospects.outlook)


@pytest.fixture
def host(show: Show) -> QWidget:
    """A window for dialogs to belong to."""
    widget = QWidget()
    show(widget, 1280, 720)
    return widget


def names(rows: tuple[RankRow, ...]) -> list[str]:
    return [row.line.application.reference for row in rows if isinstance(row, PlaceRow)]


def shown(widget: QWidget) -> list[str]:
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisible() and label.text()]


def wait_for(app: QApplication, condition: Callable[[], bool]) -> None:
    for _round in range(600):
        if condition():
            return
        settle(app)
        QTest.qWait(10)
    raise AssertionError("it did not come")


# -- a part of the ranking ---------------------------------------------------------------------------------------------


def test_one_model_keeps_its_places_and_the_line(rows: tuple[RankRow, ...]) -> None:
    model = models_of(rows)[0]
    part = chosen_rows(rows, Choice(model=model))
    wanted = [row for row in rows if isinstance(row, FundingLine) or row.line.application.model == model]
    assert list(part) == wanted
    assert any(isinstance(row, FundingLine) for row in part)


def test_one_topic_shows_those_that_are_about_it(rows: tuple[RankRow, ...]) -> None:
    first = next(row for row in rows if isinstance(row, PlaceRow))
    application = replace(first.line.application, topics=("Youth", "Health"))
    told = tuple(replace(row, line=replace(row.line, application=application)) if row is first else row for row in rows)
    assert topics_of(rows) == ()
    assert topics_of(told) == ("Health", "Youth")
    assert names(chosen_rows(told, Choice(topic="Youth"))) == [application.reference]


def test_one_region_shows_joint_bids_from_it_too(rows: tuple[RankRow, ...]) -> None:
    assert len(regions_of(rows)) == 9
    part = chosen_rows(rows, Choice(region="Yorkshire and The Humber"))
    assert sorted(names(part)) == ["DD-007", "DD-016", "DD-017", "DD-022"]
    assert "DD-016" in names(chosen_rows(rows, Choice(region="North West")))
    told = [row for row in rows if isinstance(row, PlaceRow)]
    assert [told[at].line.application.reference for at in found_in(told, "west yorkshire")] == ["DD-016"]


def test_without_a_register_there_is_no_choice_of_regions(theme: Theme, rows: tuple[RankRow, ...], show: Show) -> None:
    tools = RankingTools(theme)
    show(tools, 900, 200)
    tools.offer(rows)
    assert tools.region.isVisible()
    tools.region.setCurrentIndex(2)
    assert tools.choice.region == regions_of(rows)[1]
    tools.offer([replace(row, line=replace(row.line, regions=())) for row in rows if isinstance(row, PlaceRow)])
    assert not tools.region.isVisible()
    assert tools.choice == Choice()


def test_the_sides_of_the_line_make_up_the_whole(rows: tuple[RankRow, ...]) -> None:
    above, below = (names(chosen_rows(rows, Choice(group=side))) for side in ("above", "below"))
    assert len(above) == 10
    assert above + below == names(rows)
    close = names(chosen_rows(rows, Choice(group="close")))
    assert close == [row.line.application.reference for row in rows if isinstance(row, PlaceRow) and row.close]
    assert close


def test_a_choice_that_fits_nothing_shows_nothing_not_even_the_line(rows: tuple[RankRow, ...]) -> None:
    assert chosen_rows(rows, Choice(model="No such model")) == ()


# -- another order -----------------------------------------------------------------------------------------------------


def test_another_order_has_no_line_and_puts_what_has_no_value_last(rows: tuple[RankRow, ...]) -> None:
    first = next(row for row in rows if isinstance(row, PlaceRow))
    free = replace(first, line=replace(first.line, application=replace(first.line.application, support_sought=None)))
    mixed = tuple(free if row is first else row for row in rows)
    for falling in (False, True):
        found = chosen_rows(mixed, Choice(key="cost", falling=falling))
        costs = [row.line.application.support_sought for row in found if isinstance(row, PlaceRow)]
        assert costs[-1] is None
        assert costs[:-1] == sorted((each for each in costs if each is not None), reverse=falling)
        assert not any(isinstance(row, FundingLine) for row in found)


@pytest.mark.parametrize("key", ["application", "model", "mean", "spread", "likely", "chance", "cost"])
def test_every_order_holds_everybody_once(rows: tuple[RankRow, ...], key: str) -> None:
    found = chosen_rows(rows, Choice(key=key))  # type: ignore[arg-type]
    assert sorted(names(found)) == sorted(names(rows))


def test_the_places_turned_round_begin_with_the_last(rows: tuple[RankRow, ...]) -> None:
    found = [row for row in chosen_rows(rows, Choice(falling=True)) if isinstance(row, PlaceRow)]
    assert [row.place for row in found] == [row.place for row in reversed(rows) if isinstance(row, PlaceRow)]


def test_a_column_sorts_then_turns_then_lets_go(theme: Theme, rows: tuple[RankRow, ...]) -> None:
    tools = RankingTools(theme)
    told: list[Choice] = []
    tools.chosen.connect(told.append)
    tools.offer(rows)
    for _press in range(3):
        tools.sort_by("mean")
    assert [(each.key, each.falling) for each in told] == [("mean", True), ("mean", False), ("place", False)]
    tools.sort_by("place")
    assert told[-1].falling
    tools.show_everything()
    assert tools.choice == Choice()


def test_the_tools_say_what_is_left_out_and_take_it_back(theme: Theme, rows: tuple[RankRow, ...], show: Show) -> None:
    tools = RankingTools(theme)
    show(tools, 900, 200)
    tools.offer(rows)
    tools.model.setCurrentIndex(1)
    tools.order.setCurrentIndex(3)
    tools.tell(7, 24)
    assert tools.choice.model == models_of(rows)[0]
    assert tools.words.text() == (
        "7 of 24 applications are shown. "
        "Sorted by mean, the largest first; the funding line belongs to the order of places."
    )
    tools.everything.click()
    tools.tell(24, 24)
    assert tools.choice == Choice()
    assert not tools.words.isVisible()


def test_a_model_that_is_gone_is_no_filter_any_more(theme: Theme, rows: tuple[RankRow, ...]) -> None:
    tools = RankingTools(theme)
    tools.offer(rows)
    tools.model.setCurrentIndex(1)
    tools.offer(chosen_rows(rows, Choice(model=models_of(rows)[1])))
    assert tools.choice.model == ""
    tools.offer(())
    assert tools.model.count() == 1


# -- other weights -----------------------------------------------------------------------------------------------------


def test_a_changed_weight_is_told_with_all_the_others(theme: Theme, ranking: Ranking, show: Show) -> None:
    panel = WeightsPanel(theme, ranking.rules.rubric)
    show(panel, 360, 720)
    told: list[dict[str, float]] = []
    panel.weighed.connect(told.append)
    first = ranking.rules.rubric.keys[0]
    box = panel.boxes[first]
    box.field.setFocus()
    press(panel, Qt.Key.Key_Up)
    assert told == [{key: each.value for key, each in panel.boxes.items()}]
    assert told[0][first] == float(ranking.rules.rubric.criteria[0].weight) + 1
    box.more.click()
    assert panel.other
    panel.reset.click()
    assert told[-1] == {each.key: float(each.weight) for each in ranking.rules.rubric.criteria}
    assert not panel.reset.isEnabled()


def test_the_wheel_changes_no_weight_by_accident(theme: Theme, ranking: Ranking, show: Show) -> None:
    panel = WeightsPanel(theme, ranking.rules.rubric)
    show(panel, 360, 720)
    field = panel.boxes[ranking.rules.rubric.keys[0]].field
    before = field.value()
    assert field.text() == "25"
    field.stepDown()
    assert field.value() == before - 1


def test_the_panel_says_who_would_cross_the_line(theme: Theme, ranking: Ranking, show: Show) -> None:
    panel = WeightsPanel(theme, ranking.rules.rubric)
    show(panel, 360, 720)
    assert "These are the round’s own weights." in shown(panel)
    tried = Weighing(ranking).try_weights({key: 90.0 if at == 3 else 2.0 for at, key in enumerate(panel.boxes)})
    assert not isinstance(tried, Refusal)
    panel.show_tried(tried)
    title, more = crossing_words(tried)
    lines = {line.application.reference: line.application for line in ranking.lines}
    assert title in shown(panel)
    assert all(lines[each].lead_authority in more for each in (*tried.enters, *tried.leaves)[:6])
    panel.show_tried(Refusal("At least one criterion needs a weight above zero."))
    assert "At least one criterion needs a weight above zero." in shown(panel)


def test_weights_that_move_nobody_across_the_line_say_so(ranking: Ranking) -> None:
    rubric = ranking.rules.rubric
    tried = Weighing(ranking).try_weights({each.key: float(each.weight) for each in rubric.criteria})
    assert not isinstance(tried, Refusal)
    assert crossing_words(tried) == ("The first 10 would be the same.", "0 places would change.")


# -- in words ----------------------------------------------------------------------------------------------------------


def test_the_charts_can_be_read_and_copied_as_a_table(
    theme: Theme, host: QWidget, ranking: Ranking, rows: tuple[RankRow, ...]
) -> None:
    dialog = RankingWordsDialog(theme, ranking, rows, host)
    dialog.show()
    model = dialog.table.model()
    assert model.rowCount() == 24
    first = next(row for row in rows if isinstance(row, PlaceRow))
    said = [str(model.index(0, column).data()) for column in range(model.columnCount())]
    assert said[0] == "1"
    assert said[2:4] == [first.mean, first.adjusted]
    assert said[5] == first.range
    assert said[8] == "almost certain"
    assert said[4].count(",") == len(first.percents) - 1
    dialog.copy_button.click()
    lines = QApplication.clipboard().text().split("\n")
    assert len(lines) == 25
    assert lines[1].split("\t") == said
    dialog.reject()


def test_the_method_is_one_page_in_the_workbooks_words(theme: Theme, host: QWidget, ranking: Ranking) -> None:
    dialog = MethodDialog(theme, ranking, host)
    dialog.show()
    looked_twice = any(review.first for line in ranking.lines for review in line.reviews)
    for words in from_score_to_place(ranking.rules, second_looks=looked_twice):
        assert words in shown(dialog)
    model = dialog.table.model()
    assert model.rowCount() == len(ranking.rules.rubric.criteria)
    assert [str(model.index(0, at).data()) for at in range(3)] == [
        ranking.rules.rubric.criteria[0].title,
        "25",
        "25%",
    ]
    dialog.reject()


def test_agreement_and_strictness_are_worked_out_beside_the_window(
    theme: Theme, host: QWidget, ranking: Ranking, dressed_app: QApplication
) -> None:
    jobs = Jobs()
    dialog = PanelDialog(theme, jobs, ranking, host)
    dialog.show()
    assert any("For the secretariat only" in words for words in shown(dialog))
    wait_for(dressed_app, lambda: dialog.reviewers.model().rowCount() > 0)
    assert dialog.agreement.model().rowCount() == len(ranking.rules.rubric.criteria) + 1
    assert dialog.reviewers.model().rowCount() == 10
    said = str(dialog.reviewers.model().index(0, 3).data())
    assert "colleagues on the same applications" in said
    assert "Applications read by both: " in dialog.ties.text()
    assert "can be compared with each other" in dialog.notes.text()
    assert "% of what means differ by" in dialog.about.text()
    dialog.reject()
    assert jobs.wait()


def test_closing_the_page_ends_the_work(theme: Theme, host: QWidget, ranking: Ranking) -> None:
    jobs = Jobs()
    dialog = PanelDialog(theme, jobs, ranking, host)
    dialog.show()
    dialog.reject()
    assert jobs.wait()
    settle(QApplication.instance())  # type: ignore[arg-type]
    assert not jobs.running
