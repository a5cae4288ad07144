"""A panel member at the desk: reading, scoring, explaining, finding, finishing, and changing one's mind."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QWidget

from dd_panel.domain.identifiers import CriterionKey, Reference, score_field
from dd_panel.services.review.reviewing import declare_conflict
from dd_panel.services.review.scoresheets import export_scoresheet
from dd_panel.services.workplace import Workplace
from dd_panel.ui.desk.conflict_dialog import ConflictDialog
from dd_panel.ui.theme import Theme
from dd_panel.ui.widgets.list_rows import RowRole
from tests.exampledesk import CALDERBROOK, clock, make_review
from tests.ui.desks import Desk, open_desk
from tests.ui.keyboard import keyboard, settle

CTRL = Qt.KeyboardModifier.ControlModifier
CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Margaret Ashe's review: six of 24 complete, Calderbrook half scored, one conflict."""
    return make_review(tmp_path_factory.mktemp("review") / "ashe.ddreview")


@pytest.fixture
def desk(theme: Theme, tmp_path: Path, begun: Path) -> Iterator[Desk]:
    """Her desk in a window."""
    with open_desk(theme, tmp_path, source=begun) as desk:
        yield desk


def chip_words(desk: Desk) -> list[str]:
    return [chip.text() for chip in desk.page.list_pane.chips]


# ------------------------------------------------------------------------------------------ what lies there


def test_the_desk_opens_where_she_stopped_with_the_keyboard_on_the_levels(desk: Desk) -> None:
    assert desk.current == CALDERBROOK
    assert desk.page.scoring.current_card.criterion.key == "finance"
    assert desk.page.scoring.current_card.buttons.isAncestorOf(keyboard(desk.shell))


def test_counts_stand_on_the_chips(desk: Desk) -> None:
    assert chip_words(desk) == ["All 24", "To do 15", "Begun 2", "Done 6"]


def test_a_row_is_read_aloud_as_a_sentence(desk: Desk) -> None:
    rows = desk.page.list_pane.rows
    spoken = [rows.index(row).data(Qt.ItemDataRole.AccessibleTextRole) for row in (0, 6, 9)]
    assert spoken == [
        "DD-001, Northmere City Council, Youth services, complete, my total 80 of 100",
        "DD-007, Calderbrook Borough Council, Learning disability day services, in progress, 4 of 6 scored",
        "DD-010, Ravensby Council, Fostering support, conflict declared",
    ]


def test_every_control_has_a_name(desk: Desk) -> None:
    desk.page.ask_about_conflict()
    settle()
    nameless = [
        type(widget).__name__
        for widget in desk.shell.findChildren(QWidget)
        if widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        and widget.isVisible()
        and not QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)
    ]
    for dialog in desk.shell.findChildren(QDialog):
        dialog.reject()
    assert nameless == []


# ------------------------------------------------------------------------------------------ scoring


def test_a_figure_scores_the_open_criterion_at_once(desk: Desk) -> None:
    desk.type("4")
    assert desk.score("finance") == "4"
    assert desk.page.scoring.total.accessibleDescription().startswith("54.0 / 80 so far")


def test_figures_score_while_the_list_has_the_keyboard(desk: Desk) -> None:
    desk.page.list_pane.view.setFocus()
    desk.type("5")
    assert desk.score("finance") == "5"


def test_figures_typed_into_the_find_field_score_nothing(desk: Desk) -> None:
    desk.page.list_pane.search.setFocus()
    desk.type("3")
    assert (desk.page.list_pane.search.text(), desk.score("finance")) == ("3", "1")


def test_j_and_k_walk_through_the_criteria(desk: Desk) -> None:
    opened = []
    for key in "JJKK":
        desk.press(Qt.Key(ord(key)))
        opened.append(desk.page.scoring.current_card.criterion.key)
    assert opened == ["sharing", "value", "sharing", "finance"]


def test_n_goes_to_the_comment_and_escape_back_to_the_levels(desk: Desk) -> None:
    desk.press(Qt.Key.Key_N)
    card = desk.page.scoring.current_card
    went = card.comment.hasFocus()
    desk.press(Qt.Key.Key_Escape)
    assert (went, card.buttons.isAncestorOf(keyboard(desk.shell))) == (True, True)


def test_a_comment_is_stored_when_the_keyboard_leaves_it(desk: Desk) -> None:
    desk.press(Qt.Key.Key_N)
    desk.type("No cash flow for year three.")
    before = desk.stored("comment.finance")
    desk.press(Qt.Key.Key_Escape)
    assert (before, desk.stored("comment.finance")) == ("", "No cash flow for year three.")


def test_a_comment_is_stored_after_a_pause(desk: Desk) -> None:
    desk.press(Qt.Key.Key_N)
    desk.type("Thin.")
    for _wait in range(40):
        QTest.qWait(50)
        if desk.stored("comment.finance"):
            break
    assert desk.stored("comment.finance") == "Thin."


def test_a_comment_is_stored_when_another_application_is_opened(desk: Desk) -> None:
    desk.press(Qt.Key.Key_N)
    desk.type("Thin.")
    desk.page.show_application("DD-008")
    assert desk.stored("comment.finance", CALDERBROOK) == "Thin."


def test_what_is_being_typed_survives_a_score(desk: Desk) -> None:
    desk.press(Qt.Key.Key_N)
    desk.type("Half a sen")
    desk.model.score(CriterionKey("sharing"), "2")
    settle()
    assert desk.page.scoring.current_card.comment.toPlainText() == "Half a sen"


def test_a_low_score_asks_for_a_reason_and_says_why(desk: Desk) -> None:
    card = desk.page.scoring.current_card
    asked = card.comment.accessibleDescription()
    desk.type("3")
    assert (asked, card.comment.accessibleDescription()) == ("Required because the score is 1", "")


def test_cannot_judge_asks_for_a_reason_too(desk: Desk) -> None:
    desk.page.scoring.current_card.buttons.choice(6).click()
    settle()
    assert desk.score("finance") == "cannot judge"
    assert desk.page.scoring.current_card.comment.accessibleDescription() == "Required: say why you cannot judge this"


def test_the_total_says_how_far_it_is_and_where_it_can_end(desk: Desk) -> None:
    assert (
        desk.page.scoring.total.accessibleDescription() == "42.0 / 80 so far, 4 of 6 scored, Will end between 42 and 62"
    )


def test_nothing_is_recommended_beforehand(desk: Desk) -> None:
    assert desk.page.scoring.verdict.choice.chosen is None
    desk.page.scoring.verdict.choice.choice(1).click()
    settle()
    assert desk.stored("recommendation") == "reserve"


# ------------------------------------------------------------------------------------------ finishing


def test_mark_complete_leads_to_the_first_gap_while_something_is_missing(desk: Desk) -> None:
    desk.type("5J4")
    desk.press(Qt.Key.Key_Return, CTRL)
    assert desk.current == CALDERBROOK
    assert desk.page.scoring.current_card.criterion.key == "value"


def test_mark_complete_goes_on_to_the_next_when_nothing_is_missing(desk: Desk) -> None:
    desk.type("5J4J3J")
    desk.press(Qt.Key.Key_Space)
    desk.press(Qt.Key.Key_Return, CTRL)
    assert desk.stored("complete", CALDERBROOK) == "yes"
    assert desk.current == "DD-008"
    assert chip_words(desk)[3] == "Done 7"


def test_changing_a_finished_review_opens_it_again(desk: Desk) -> None:
    desk.page.show_application("DD-001")
    desk.page.scoring.show_field(score_field(CriterionKey("need")))
    desk.type("2")
    assert (desk.stored("complete"), chip_words(desk)[3]) == ("", "Done 5")


def test_the_button_is_never_greyed_out(desk: Desk) -> None:
    assert desk.page.scoring.foot.complete.isEnabled()


# ------------------------------------------------------------------------------------------ undo


def test_undo_and_redo_take_a_score_back_and_give_it_again(desk: Desk) -> None:
    told: list[str] = []
    desk.undo.told.connect(told.append)
    desk.type("4")
    desk.press(Qt.Key.Key_Z, CTRL)
    undone = desk.score("finance")
    desk.press(Qt.Key.Key_Z, CTRL_SHIFT)
    assert (undone, desk.score("finance")) == ("1", "4")
    assert [words.split(":")[0] for words in told] == ["Undone", "Redone"]
    assert desk.page.scoring.current_card.buttons.chosen == 4


def test_undo_in_a_comment_takes_typing_back_first_and_then_the_score(desk: Desk) -> None:
    desk.type("4N")
    desk.type("x")
    desk.press(Qt.Key.Key_Z, CTRL)
    after_typing = (desk.page.scoring.current_card.comment.toPlainText(), desk.score("finance"))
    desk.press(Qt.Key.Key_Z, CTRL)
    assert (after_typing, desk.score("finance")) == (("", "4"), "1")


# ------------------------------------------------------------------------------------------ reading


def test_find_counts_every_place_and_goes_round(desk: Desk) -> None:
    desk.press(Qt.Key.Key_F, CTRL)
    desk.type("mutual")
    bar = desk.page.reader.find_bar
    first = bar.count.text()
    desk.press(Qt.Key.Key_F3)
    second = bar.count.text()
    desk.press(Qt.Key.Key_F3, Qt.KeyboardModifier.ShiftModifier)
    desk.press(Qt.Key.Key_F3, Qt.KeyboardModifier.ShiftModifier)
    count = desk.page.reader.text.hits
    assert count > 5
    assert (first, second, bar.count.text()) == (f"1 of {count}", f"2 of {count}", f"{count} of {count}")
    desk.press(Qt.Key.Key_Escape)
    assert bar.isHidden()


def test_the_place_found_is_strong_and_only_while_it_is_the_one(desk: Desk) -> None:
    desk.press(Qt.Key.Key_F, CTRL)
    desk.type("mutual")
    view = desk.page.reader.text
    weights = []
    for _step in range(2):
        weights.append([hit.charFormat().fontWeight() >= 600 for hit in view.places[:3]])
        desk.press(Qt.Key.Key_F3)
    assert weights == [[True, False, False], [False, True, False]]


def test_the_contents_name_every_question_and_lead_there(desk: Desk) -> None:
    contents = desk.page.reader.contents.list
    assert contents.model().rowCount() == 7
    contents.setCurrentIndex(contents.model().index(4, 0))
    settle()
    view = desk.page.reader.text
    cursor = view.cursorForPosition(view.viewport().rect().topLeft())
    assert cursor.block().text().endswith(view.sections[4].title)


def test_scrolling_marks_the_question_one_is_at(desk: Desk) -> None:
    bar = desk.page.reader.text.verticalScrollBar()
    bar.setValue(bar.maximum())
    settle()
    assert desk.page.reader.contents.list.currentIndex().row() == 6


def test_an_attachment_is_shown_and_opens_elsewhere_only_after_asking(desk: Desk) -> None:
    desk.press(Qt.Key.Key_Tab, CTRL)
    desk.wait()
    documents = desk.page.reader.documents
    assert documents.isVisible()
    assert documents.viewer is not None
    documents.viewer.open_wanted.emit()
    settle()
    unasked = list(desk.handed_over)
    desk.press(Qt.Key.Key_Return)
    assert unasked == []
    assert [path.name for path in desk.handed_over] == ["Business case.pdf"]
    assert desk.handed_over[0].read_bytes().startswith(b"%PDF")


def test_the_find_bar_looks_in_the_attachment_one_reads(desk: Desk) -> None:
    desk.press(Qt.Key.Key_F, CTRL)
    desk.type("hollins road")
    count = desk.page.reader.find_bar.count
    in_text = count.text()
    desk.press(Qt.Key.Key_Tab, CTRL)
    desk.wait()
    in_pdf = count.text()
    desk.press(Qt.Key.Key_F3)
    further = count.text()
    desk.press(Qt.Key.Key_Tab, CTRL)
    desk.wait()
    in_word = count.text()
    desk.page.show_application("DD-008")
    settle()
    assert [in_pdf, further] == ["1 of 10", "2 of 10"]
    assert in_text != in_pdf != in_word
    assert count.text() == "Not found"


def test_scoring_goes_on_beside_an_attachment(desk: Desk) -> None:
    desk.press(Qt.Key.Key_Tab, CTRL)
    desk.wait()
    desk.page.reader.take_focus()
    desk.type("4")
    assert desk.score("finance") == "4"


# ------------------------------------------------------------------------------------------ the list


def test_brackets_go_to_the_neighbours_in_the_list(desk: Desk) -> None:
    desk.press(Qt.Key.Key_BracketRight)
    following = desk.current
    desk.press(Qt.Key.Key_BracketLeft)
    desk.press(Qt.Key.Key_BracketLeft)
    assert (following, desk.current) == ("DD-008", "DD-006")


def test_find_and_chips_narrow_the_list(desk: Desk) -> None:
    pane = desk.page.list_pane
    pane.search.setText("mutual library")
    found = [pane.in_sight.index(row, 0).data() for row in range(pane.in_sight.rowCount())]
    pane.search.clear()
    pane.chips[2].click()
    begun = [pane.in_sight.index(row, 0).data() for row in range(pane.in_sight.rowCount())]
    assert found == ["Holmbury County Council"]
    assert begun == ["Calderbrook Borough Council", "Holmbury County Council"]


def test_a_search_without_result_says_so_and_leads_back(desk: Desk) -> None:
    pane = desk.page.list_pane
    pane.search.setText("zzz")
    settle()
    hidden = pane.view.isVisible()
    pane.show_all_rows()
    settle()
    assert (hidden, pane.view.isVisible(), pane.in_sight.rowCount()) == (False, True, 24)


# ------------------------------------------------------------------------------------------ conflicts


def declare(desk: Desk, kind: int) -> None:
    desk.page.ask_about_conflict()
    settle()
    dialog = desk.shell.findChild(ConflictDialog)
    assert isinstance(dialog, ConflictDialog)
    dialog.yes.click()
    assert dialog.isVisible(), "a conflict without a kind is not declared"
    dialog.kind.setCurrentIndex(kind)
    dialog.reason.setText("Their director until 2012")
    dialog.yes.click()
    settle()


def test_a_declared_conflict_locks_the_text_and_the_scores(desk: Desk) -> None:
    declare(desk, 1)
    reader = desk.page.reader
    assert desk.stored("conflict") == "employment: Their director until 2012"
    assert reader.text.toPlainText() == ""
    assert not reader.tabs.isVisible()
    assert not desk.page.scoring.total.isVisible()
    assert reader.lock.isVisible()
    desk.type("5")
    assert keyboard(desk.shell) is desk.page.list_pane.view


def test_withdrawing_a_conflict_brings_text_and_scores_back(desk: Desk) -> None:
    declare(desk, 1)
    desk.page.reader.withdraw.click()
    settle()
    assert desk.page.reader.text.toPlainText().startswith("The application")
    assert (desk.score("need"), desk.page.scoring.total.isVisible()) == ("4", True)


def test_a_conflict_that_came_with_the_pack_shows_the_title_only(desk: Desk) -> None:
    desk.page.show_application("DD-010")
    settle()
    reader = desk.page.reader
    assert (reader.reference.text(), reader.facts.text(), reader.text.toPlainText()) == ("DD-010", "", "")


# ------------------------------------------------------------------------------------------ when the disk says no


def test_what_cannot_be_stored_is_kept_shown_and_tried_again(desk: Desk) -> None:
    why: list[str] = []
    desk.model.not_saved.connect(why.append)
    other = sqlite3.connect(desk.store.path, isolation_level=None, timeout=0)
    other.execute("BEGIN IMMEDIATE")
    desk.type("4")
    shown = desk.page.scoring.current_card.buttons.chosen
    unsaved = desk.model.has_unsaved
    other.execute("ROLLBACK")
    other.close()
    assert (shown, unsaved, len(why)) == (4, True, 1)
    assert desk.model.save_again()
    assert (desk.score("finance"), desk.model.has_unsaved) == ("4", False)


def test_a_copy_holds_what_could_not_be_stored(desk: Desk, tmp_path: Path) -> None:
    other = sqlite3.connect(desk.store.path, isolation_level=None, timeout=0)
    other.execute("BEGIN IMMEDIATE")
    desk.type("5")
    copy = tmp_path / "copy.ddreview"
    desk.model.save_copy(copy)
    other.execute("ROLLBACK")
    other.close()
    with sqlite3.connect(f"file:{copy}?mode=ro", uri=True) as database:
        kept = [row[0] for row in database.execute("SELECT value FROM entries WHERE field = 'score.finance'")]
    database.close()
    assert "5" in kept


# ------------------------------------------------------------------------------------------ how it looks


@pytest.mark.parametrize(("extent", "mode"), [((1440, 900), "dark"), ((1280, 720), "light")])
def test_the_desk_fits_small_and_dark_windows(
    theme: Theme, tmp_path: Path, begun: Path, extent: tuple[int, int], mode: str
) -> None:
    theme.set_mode("dark" if mode == "dark" else "light")
    with open_desk(theme, tmp_path, extent=extent, source=begun) as desk:
        image = desk.shell.grab().toImage()
        widths = [pane.width() for pane in desk.page.panes()]
        assert (image.width(), image.height()) == extent
        assert QColor(image.pixel(20, 400)) == theme.colour("surface")
        assert (widths[0], widths[2]) == ((304, 416) if extent[0] == 1440 else (264, 384))


def test_large_text_turns_the_list_into_a_drop_down(theme: Theme, tmp_path: Path, begun: Path) -> None:
    with open_desk(theme, tmp_path, source=begun) as desk:
        reader = desk.page.reader
        assert reader.chooser.count() == 0  # what nobody sees is not filled
        theme.set_text_scale(1.5)
        settle()
        assert reader.chooser.count() == 24
        assert (desk.page.list_pane.isVisible(), reader.chooser.isVisible()) == (False, True)
        assert reader.chooser.currentText() == "Calderbrook Borough Council"
        reader.chooser.activated.emit(7)
        settle()
        assert desk.current == "DD-008"


def test_the_largest_text_in_a_small_window_shows_reader_and_scores_by_turns(
    theme: Theme, tmp_path: Path, begun: Path
) -> None:
    with open_desk(theme, tmp_path, extent=(1280, 720), source=begun) as desk:
        theme.set_text_scale(2.0)
        settle()
        page = desk.page

        def seen() -> tuple[bool, bool, int | None]:
            return page.reader.isVisible(), page.scoring.isVisible(), page.side_by_side.turns.switch.chosen

        first = seen()
        page.side_by_side.turns.switch.choice(0).click()
        settle()
        read = seen()
        room = page.reader.text.viewport().height() // theme.line("reading")
        desk.type("4")
        scored = seen(), desk.score("finance")
        desk.press(Qt.Key.Key_F, CTRL)
        found = seen()
        while not page.scoring.isVisible():
            desk.press(Qt.Key.Key_F6)
        by_pane = page.scoring.isAncestorOf(keyboard(desk.shell))
        # The keyboard was in the scores; what is wanted comes into sight, by key or by F6.
        assert (first, read, found) == ((False, True, 1), (True, False, 0), (True, False, 0))
        assert scored == ((False, True, 1), "4")
        assert by_pane
        assert room >= 5
        assert page.scoring.width() == page.width() == 1280
        theme.set_text_scale(1.0)
        settle()
        assert page.reader.isVisible()
        assert page.scoring.isVisible()
        assert not page.side_by_side.turns.switch.isVisible()


def test_a_very_long_title_wraps_and_is_shortened(theme: Theme, tmp_path: Path, begun: Path) -> None:
    with open_desk(theme, tmp_path, source=begun) as desk:
        item = desk.model.item(CALDERBROOK)
        long = replace(item, application=replace(item.application, title="A very long title " * 20))
        desk.page.reader.show_head(long)
        assert desk.page.reader.heading.text().endswith("…")
        assert len(desk.page.reader.heading.toolTip()) > 300


def test_an_empty_pack_says_so(theme: Theme, tmp_path: Path) -> None:
    with open_desk(theme, tmp_path, applications=0) as desk:
        assert desk.page.list_pane.none_at_all.isVisible()
        assert desk.page.reader.nothing.isVisible()
        desk.press(Qt.Key.Key_Return, CTRL)
        desk.type("4")


def test_the_order_really_read_is_remembered_with_the_first_score(desk: Desk) -> None:
    desk.type("4")
    assert desk.stored("order", str(Reference(CALDERBROOK))) == "1"


# ------------------------------------------------------------------------------------------ the order of the list


def listed(desk: Desk) -> list[str]:
    rows = desk.page.list_pane.in_sight
    return [rows.index(row, 0).data(RowRole).reference for row in range(rows.rowCount())]


def test_the_list_says_that_its_order_is_a_suggestion_and_o_changes_it(desk: Desk) -> None:
    button = desk.page.list_pane.order_button
    at_first = (button.text(), button.accessibleName())
    desk.type("o")
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    offered = [action.text() for action in menu.actions()]
    QTest.keyClick(menu, Qt.Key.Key_Down)
    QTest.keyClick(menu, Qt.Key.Key_Down)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    settle()
    services = [desk.model.item(reference).application.service.casefold() for reference in listed(desk)]
    assert at_first == ("Suggested order", "Order of the list: suggested order")
    assert offered == ["Suggested order", "By reference", "By service", "By name", "By my total"]
    assert button.accessibleName() == "Order of the list: by service"
    assert services == sorted(services)
    assert desk.current == CALDERBROOK


def test_the_way_on_follows_the_order_of_the_list(desk: Desk) -> None:
    desk.page.list_pane.set_order("service")
    order = listed(desk)
    desk.type("5J4J3J")
    desk.press(Qt.Key.Key_Space)
    desk.press(Qt.Key.Key_Return, CTRL)
    at = order.index(CALDERBROOK)
    open_ones = {
        item.application.reference for item in desk.model.items if item.status in {"in_progress", "not_started"}
    }
    assert desk.current == next(each for each in (*order[at + 1 :], *order[:at]) if each in open_ones)
    desk.page.list_pane.set_order("suggested")
    assert listed(desk) == [item.application.reference for item in desk.model.items]


# ------------------------------------------------------------------------------------------ after an export


def test_the_desk_says_quietly_what_went_out_and_that_it_has_changed_since(desk: Desk, tmp_path: Path) -> None:
    words = desk.page.list_pane.exported
    before = words.isVisible()
    export_scoresheet(Workplace(desk.store, clock, "Margaret Ashe"), tmp_path / "out.xlsx")
    desk.model.reload()
    settle()
    exported = words.text()
    desk.press(Qt.Key.Key_N)
    desk.type("Thin.")
    desk.press(Qt.Key.Key_Escape)
    changed = words.text()
    desk.press(Qt.Key.Key_Z, CTRL)
    assert (before, exported) == (False, "Draft exported 4 Feb as version 1")
    assert changed == "Draft exported 4 Feb as version 1; changed since"
    assert words.text() == exported


def finish_and_export(desk: Desk, folder: Path) -> None:
    """Everything else is a conflict; what is complete goes out whole."""
    place = Workplace(desk.store, clock, "Margaret Ashe")
    for item in desk.model.items:
        if item.status not in {"complete", "conflict"}:
            declare_conflict(place, item.application.reference, "other", "")
    export_scoresheet(place, folder / "whole.xlsx")
    desk.model.reload()
    settle()


def test_after_a_whole_scoresheet_went_out_nothing_changes_before_another_version_is_begun(
    desk: Desk, tmp_path: Path
) -> None:
    refused: list[str] = []
    desk.model.refused.connect(lambda trouble: refused.append(trouble.title))
    desk.page.show_application("DD-001")
    finish_and_export(desk, tmp_path)
    scoring = desk.page.scoring
    words = (scoring.closed.accessibleName(), scoring.begin.text(), scoring.foot.reopen.isVisible())
    buttons = scoring.cards[0].buttons.isEnabled()
    scoring.open_card(scoring.cards[0])
    desk.type("1")
    closed = desk.score("need")
    scoring.begin.click()
    settle()
    desk.type("1")
    assert words == ("Exported 4 Feb as version 1", "Start version 2", False)
    assert (buttons, closed, refused) == (False, "4", ["Your whole scoresheet has gone out, so this is closed."])
    assert (desk.score("need"), scoring.closed.isVisible()) == ("1", False)
    desk.press(Qt.Key.Key_Z, CTRL)
    desk.press(Qt.Key.Key_Z, CTRL)
    assert (desk.score("need"), scoring.closed.isVisible()) == ("4", True)
