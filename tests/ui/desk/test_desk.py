"""A panel member at the desk: scoring, explaining, finishing, and changing one's mind."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QScrollArea, QWidget

from dd_panel.domain.identifiers import CriterionKey, score_field
from dd_panel.domain.marks import Mark
from dd_panel.domain.passages import Place
from dd_panel.services.review.reviewing import see_item
from dd_panel.services.workplace import Workplace
from dd_panel.store.files import open_store
from dd_panel.ui.desk import review_model
from dd_panel.ui.desk.scoring import scoring_pane
from dd_panel.ui.theme import Theme
from tests.exampledesk import CALDERBROOK, clock
from tests.ui.desks import Desk
from tests.ui.keyboard import keyboard, press, settle
from tests.ui.programs import desk_of, running

CTRL = Qt.KeyboardModifier.ControlModifier
CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


def chip_words(desk: Desk) -> list[str]:
    return [chip.text() for chip in desk.page.list_pane.chips]


# ------------------------------------------------------------------------------------------ what lies there


def test_the_desk_opens_where_she_stopped_with_the_keyboard_on_the_levels(desk: Desk) -> None:
    assert desk.current == CALDERBROOK
    assert desk.page.scoring.current_card.criterion.key == "finance"
    assert desk.page.scoring.current_card.buttons.isAncestorOf(keyboard(desk.shell))


def test_the_desk_opens_again_at_what_lay_open_last(
    theme: Theme, tmp_path: Path, begun: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(review_model, "READING_MS", 0)
    file = Path(shutil.copy(begun, tmp_path / "mine.ddreview"))
    with running(theme, tmp_path, [file]) as app:
        desk_of(app).show_application("DD-019")
        settle()
    with running(theme, tmp_path, [file]) as app:
        opened = desk_of(app).reader.reference.text()
    assert opened == "DD-019"


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


def test_the_recommendation_comes_after_the_last_criterion_and_before_nothing(desk: Desk) -> None:
    for _card in range(len(desk.page.scoring.cards)):
        desk.press(Qt.Key.Key_J)
    verdict = desk.page.scoring.verdict
    assert verdict.isAncestorOf(keyboard(desk.shell))
    desk.press(Qt.Key.Key_J)
    assert verdict.isAncestorOf(keyboard(desk.shell))
    desk.press(Qt.Key.Key_K)
    last = desk.page.scoring.cards[-1]
    assert desk.page.scoring.current_card is last
    assert last.buttons.isAncestorOf(keyboard(desk.shell))


def test_r_leads_to_the_recommendation_and_to_nothing_where_all_is_locked(desk: Desk) -> None:
    desk.page.reader.text.setFocus()
    desk.press(Qt.Key.Key_R)
    there = desk.page.scoring.verdict.isAncestorOf(keyboard(desk.shell))
    desk.page.show_application("DD-010")
    desk.page.list_pane.view.setFocus()
    desk.press(Qt.Key.Key_R)
    assert there
    assert desk.page.list_pane.view.hasFocus()


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


def test_that_all_is_done_is_said_until_one_looks_it_over(theme: Theme, tmp_path: Path, begun: Path) -> None:
    with running(theme, tmp_path, [Path(shutil.copy(begun, tmp_path))]) as app:
        desk_of(app).all_done.emit()
        said = app.said()
        press(app.program.shell, Qt.Key.Key_2, modifier=Qt.KeyboardModifier.AltModifier)
        assert (said, app.said()) == ("All your applications are complete.", "")


def test_that_a_file_is_written_is_said_until_one_goes_on_to_another_application(
    theme: Theme, tmp_path: Path, begun: Path
) -> None:
    with running(theme, tmp_path, [Path(shutil.copy(begun, tmp_path))]) as app:
        desk = desk_of(app)
        desk.show_application(CALDERBROOK)
        application = desk._model.application  # noqa: SLF001 - what is on the desk, with its attachments
        assert application is not None
        attachment = application.attachments[0]
        desk.reader.copy_wanted.emit(attachment)
        app.answer(tmp_path / "away" / "copy.pdf")
        written = (app.said(), (tmp_path / "away" / "copy.pdf").stat().st_size == attachment.size)
        desk.show_application("DD-001")
        assert (written, app.said()) == (("copy.pdf is written.", True), "")


def test_a_copy_of_an_attachment_takes_no_other_file_s_place(theme: Theme, tmp_path: Path, begun: Path) -> None:
    review = Path(shutil.copy(begun, tmp_path))
    (tmp_path / "notes.pdf").write_text("What I wrote last night")
    with running(theme, tmp_path, [review]) as app:
        desk = desk_of(app)
        desk.show_application(CALDERBROOK)
        application = desk._model.application  # noqa: SLF001 - what is on the desk, with its attachments
        assert application is not None
        for path in (tmp_path / "notes.pdf", review):
            desk.reader.copy_wanted.emit(application.attachments[0])
            app.answer(path)
            assert "is there already" in app.said()
        desk.scoring.type_score("5")
    assert (tmp_path / "notes.pdf").read_text() == "What I wrote last night"
    with open_store(review, writing=False) as store:
        item = see_item(Workplace(store, clock, ""), CALDERBROOK)
    assert item.review.scores[CriterionKey("finance")].mark == 5


def test_the_first_card_stands_below_the_whole_margin_when_one_goes_on(desk: Desk) -> None:
    pane = desk.page.scoring
    pane.open_card(pane.cards[5])
    settle()
    area = next(each for each in pane.findChildren(QScrollArea) if each.isAncestorOf(pane.cards[0]))
    bar = area.verticalScrollBar()
    down = bar.value()
    pane.open_card(pane.cards[0])
    settle()
    assert (down > 0, bar.value()) == (True, 0)


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


def test_what_is_undone_in_another_application_is_laid_on_the_desk(desk: Desk) -> None:
    desk.type("4")
    desk.page.show_application("DD-001")
    desk.page.marking.keep(Mark(Place("", "question 1", "the")))
    desk.page.show_application("DD-002")
    shown = []
    for _step in range(2):
        desk.press(Qt.Key.Key_Z, CTRL)
        shown.append(desk.current)
    assert shown == ["DD-001", CALDERBROOK]
    assert desk.page.scoring.current_card.buttons.chosen == 1
    desk.page.show_application("DD-002")
    desk.press(Qt.Key.Key_Z, CTRL_SHIFT)
    assert (desk.current, desk.score("finance")) == (CALDERBROOK, "4")


def test_what_was_undone_stands_in_the_window(theme: Theme, tmp_path: Path, begun: Path) -> None:
    review = Path(shutil.copy(begun, tmp_path))
    with running(theme, tmp_path, [review]) as app:
        shell = app.program.shell
        press(shell, Qt.Key.Key_4)
        saved = shell.save_state.words
        press(shell, Qt.Key.Key_Z, modifier=CTRL)
        assert saved.startswith("Saved")
        assert shell.save_state.words == "Undone: DD-007: Financial sustainability scored 4"


def test_what_was_undone_stays_said_though_something_was_typed_before(
    theme: Theme, tmp_path: Path, begun: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scoring_pane, "REST_MS", 300)
    with running(theme, tmp_path, [Path(shutil.copy(begun, tmp_path))]) as app:
        shell = app.program.shell
        press(shell, Qt.Key.Key_4, Qt.Key.Key_N, Qt.Key.Key_X)
        for _step in range(2):
            press(shell, Qt.Key.Key_Z, modifier=CTRL)
        QTest.qWait(400)
        assert shell.save_state.words == "Undone: DD-007: Financial sustainability scored 4"


def test_undo_in_a_comment_takes_typing_back_first_and_then_the_score(desk: Desk) -> None:
    desk.type("4N")
    desk.type("x")
    desk.press(Qt.Key.Key_Z, CTRL)
    after_typing = (desk.page.scoring.current_card.comment.toPlainText(), desk.score("finance"))
    desk.press(Qt.Key.Key_Z, CTRL)
    assert (after_typing, desk.score("finance")) == (("", "4"), "1")


def test_undo_goes_back_through_a_comment_and_what_was_done_before_it_and_redo_the_same_way(desk: Desk) -> None:
    comment = desk.page.scoring.current_card.comment
    desk.type("4")
    desk.press(Qt.Key.Key_N)
    stood = comment.toPlainText()
    for words in (" The case is clear.", " The plan is 😀 not."):
        comment.insertPlainText(words)
        comment.flush()
    desk.type(" A slip")
    seen = []
    for _step in range(4):
        desk.press(Qt.Key.Key_Z, CTRL)
        seen.append((comment.toPlainText(), desk.score("finance")))
    one, two = f"{stood} The case is clear.", f"{stood} The case is clear. The plan is 😀 not."
    assert seen == [(two, "4"), (one, "4"), (stood, "4"), (stood, "1")]
    for _step in range(3):
        desk.press(Qt.Key.Key_Z, CTRL_SHIFT)
    assert (comment.toPlainText(), desk.score("finance"), desk.stored("comment.finance")) == (two, "4", two)
    comment.setFocus()
    desk.press(Qt.Key.Key_Z, CTRL)
    desk.type("!")
    assert comment.toPlainText() == f"{one}!"


def test_whoever_comes_to_a_comment_by_key_goes_on_writing_at_its_end(desk: Desk) -> None:
    desk.page.show_application("DD-001")
    desk.page.scoring.open_card(desk.page.scoring.cards[0])
    comment = desk.page.scoring.cards[0].comment
    stood = comment.toPlainText()
    desk.press(Qt.Key.Key_N)
    desk.type(" And more.")
    assert stood
    assert comment.toPlainText() == f"{stood} And more."
