"""Setting a round up: what is wrong is said where it is typed, and the card in sight is the one members get."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from dd_panel.domain.drafts import RoundDraft, ScaleDraft
from dd_panel.domain.rounds import Round
from dd_panel.services.round.templates import templates
from dd_panel.ui.round.setup.draft_model import DraftModel
from dd_panel.ui.round.setup.fields import LineField
from dd_panel.ui.round.setup.keeping import kept_draft
from dd_panel.ui.round.setup.page import GATES, RUBRIC, RULES, NewRoundPage
from dd_panel.ui.settings import Settings
from dd_panel.ui.theme import Theme
from dd_panel.ui.undo import UndoHistory
from tests.ui.conftest import Show, settle
from tests.ui.keyboard import press
from tests.ui.programs import wait_until

ILLUSTRATIVE, FIVE, TEN, PASS_FAIL = templates()
CTRL = Qt.KeyboardModifier.ControlModifier


@dataclass
class Setup:
    """The page, what it writes, and the rounds it asked for."""

    page: NewRoundPage
    model: DraftModel
    undo: UndoHistory
    wanted: list[Round] = field(default_factory=list)

    def name_it(self) -> None:
        QTest.keyClicks(self.page.basics.name.line, "Spring grants")
        QTest.keyClicks(self.page.basics.reference.line, "SG1")

    def row(self, number: int) -> list[str]:
        """A line of the list of criteria; 0 is the round's scale."""
        model = self.page.rubric.table.model()
        return [str(model.index(number, at).data()) for at in range(3)]


def retype(field: LineField, text: str) -> None:
    """Type in place of what stands in a field."""
    field.line.selectAll()
    QTest.keyClick(field.line, Qt.Key.Key_Backspace)
    QTest.keyClicks(field.line, text)


@pytest.fixture
def setup(theme: Theme, show: Show) -> Iterator[Setup]:
    model, undo = DraftModel(RoundDraft()), UndoHistory()
    made = Setup(NewRoundPage(theme, model, undo), model, undo)
    made.page.round_wanted.connect(made.wanted.append)
    show(made.page, 1440, 812)
    yield made
    undo.clear()


def test_an_empty_form_scolds_nobody_and_says_how_much_is_left(setup: Setup) -> None:
    assert setup.page.state.text() == "3 things to mend"
    assert setup.page.basics.name.said == ""
    assert setup.page.basics.reference.said == "Short; it stands in file names."


def test_a_slip_is_said_as_it_is_typed_and_gone_when_it_is_mended(setup: Setup) -> None:
    opens = setup.page.basics.opens
    QTest.keyClicks(opens.line, "7 Febtober")
    assert opens.said == "Write a day and a time, such as 10 February 2014, 17:00."
    assert opens.line.accessibleDescription() == opens.said
    retype(opens, "7 Jan 2014 9am")
    assert opens.said == "Such as 7 January 2014, 09:00."


def test_a_field_left_empty_says_so(setup: Setup) -> None:
    setup.page.basics.name.line.setFocus()
    press(setup.page, Qt.Key.Key_Tab)
    assert setup.page.basics.name.said == "Give the round a name."


def test_asked_for_too_early_the_first_thing_to_mend_has_the_keyboard(setup: Setup) -> None:
    press(setup.page, Qt.Key.Key_Return, modifier=CTRL)
    assert QApplication.focusWidget() is setup.page.basics.name.line
    setup.name_it()
    press(setup.page, Qt.Key.Key_Return, modifier=CTRL)
    assert (setup.page.step, setup.wanted) == (RUBRIC, [])
    assert QApplication.focusWidget() is setup.page.rubric.add


def test_a_template_and_a_name_make_a_round_by_keyboard(setup: Setup) -> None:
    setup.page.basics.template.setFocus()
    press(setup.page, Qt.Key.Key_Down, Qt.Key.Key_Tab, Qt.Key.Key_Space)
    setup.name_it()
    press(setup.page, Qt.Key.Key_Return, modifier=CTRL)
    (rules,) = setup.wanted
    assert (rules.name, rules.reference, rules.illustrative) == ("Spring grants", "SG1", False)
    assert rules.rubric.keys == ("need", "delivery", "people", "money")
    assert setup.page.state.text() == "Nothing left to mend"


def test_a_template_is_taken_back_by_undo(setup: Setup) -> None:
    setup.name_it()
    setup.page.begin_from(PASS_FAIL)
    setup.page.begin_from(TEN)
    setup.undo.undo()
    assert setup.model.draft.scale == ScaleDraft("0", "1", "1", "highest", ("Fail", "Pass"))
    setup.undo.undo()
    assert setup.model.draft == RoundDraft(name="Spring grants", reference="SG1")


def test_the_form_is_emptied_and_filled_again_by_undo(setup: Setup) -> None:
    setup.name_it()
    setup.page.begin_from(FIVE)
    setup.page.basics.empty.click()
    seen = [setup.model.draft]
    setup.undo.undo()
    assert (seen, setup.model.draft.name) == ([RoundDraft()], "Spring grants")


def test_a_kept_draft_that_makes_no_sense_begins_empty() -> None:
    settings = Settings(None)
    settings.set_new_round("{not a draft")
    assert kept_draft(settings) == RoundDraft()


def test_steps_are_reached_by_keyboard(setup: Setup) -> None:
    setup.page.basics.name.line.setFocus()
    seen = []
    for key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageDown, Qt.Key.Key_PageDown, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
        press(setup.page, key, modifier=CTRL)
        seen.append(setup.page.step)
    assert seen == [RULES, RUBRIC, GATES, GATES, RUBRIC]


def test_the_rules_are_said_in_words_with_what_contradicts(setup: Setup) -> None:
    setup.page.begin_from(FIVE)
    QTest.keyClicks(setup.page.rules.fund.line, "£500,000")
    QTest.keyClicks(setup.page.rules.support.line, "100000")
    said = setup.page.summary.lines.text()
    assert "There are 10 places with up to £100,000 each, from a fund of £500,000." in said
    assert "Equal scores: first by Need and outcomes, then by Leadership and delivery." in said
    setup.page.summary.remark.show()
    assert setup.page.summary.remark.accessibleDescription() == (
        "10 places with £100,000 each need £1,000,000; the fund is £500,000."
    )


def test_ties_are_told_apart_by_criteria_that_are_not_named_before(setup: Setup) -> None:
    setup.page.begin_from(FIVE)
    first, second, last = setup.page.rules.ties
    assert [second.drop.itemText(at) for at in range(second.drop.count())] == ["nothing", "Delivery", "People", "Value"]
    assert last.drop.currentText() == "nothing"
    last.drop.setCurrentIndex(1)
    last.drop.activated.emit(1)
    seen = [setup.model.draft.tie_break]
    first.drop.activated.emit(0)
    seen.append(setup.model.draft.tie_break)
    assert seen == [("need", "delivery", "people"), ()]


# -- the rubric --------------------------------------------------------------------------------------------------------


def test_weights_add_up_on_screen(setup: Setup) -> None:
    setup.page.begin_from(FIVE)
    rubric = setup.page.rubric
    assert (rubric.sum.text(), setup.row(1)) == ("The weights add up to 100", ["Need and outcomes", "30", "30%"])
    retype(rubric.criterion.weight, "40")
    assert (rubric.sum.text(), setup.row(1)[2]) == ("The weights add up to 110", "36.4%")
    rubric.even.click()
    assert (rubric.sum.text(), setup.row(1)[1]) == ("The weights add up to 100", "36.4")
    setup.undo.undo()
    assert setup.row(1)[1] == "40"
    retype(rubric.criterion.weight, "-")
    assert (rubric.sum.text(), setup.row(1)[2]) == ("Weights are missing", "to mend")


def test_a_criterion_is_added_written_moved_and_removed_by_keyboard(setup: Setup) -> None:
    setup.page.begin_from(FIVE)
    setup.page.go_to(RUBRIC)
    setup.page.rubric.table.setFocus()
    press(setup.page, Qt.Key.Key_N, modifier=CTRL | Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClicks(setup.page.rubric.criterion.title.line, "Value for the public")
    assert setup.model.draft.criteria[4].key == "value-for-the"
    press(setup.page, Qt.Key.Key_Up, modifier=Qt.KeyboardModifier.AltModifier)
    assert [each.key for each in setup.model.draft.criteria][3:] == ["value-for-the", "money"]
    setup.page.rubric.table.setFocus()
    press(setup.page, Qt.Key.Key_Delete)
    assert [each.key for each in setup.model.draft.criteria] == ["need", "delivery", "people", "money"]
    setup.undo.undo()
    assert len(setup.model.draft.criteria) == 5


def test_a_key_that_somebody_gave_does_not_follow_the_title(setup: Setup) -> None:
    setup.page.begin_from(FIVE)
    QTest.keyClicks(setup.page.rubric.criterion.title.line, ", once more")
    assert setup.model.draft.criteria[0].key == "need"


def test_the_card_is_the_one_a_member_sees(setup: Setup) -> None:
    setup.page.begin_from(FIVE)
    setup.page.go_to(RUBRIC)
    preview, form = setup.page.rubric.preview, setup.page.rubric.criterion
    retype(form.title, "The case")
    wait_until(lambda: preview.card is not None and preview.card.criterion.title == "The case")
    card = preview.card
    assert card is not None
    assert card.criterion.descriptors[5].startswith("Need, cost and users")
    card.buttons.choice(1).click()
    assert not card.short_of_minimum.isVisible()
    assert card.comment.accessibleDescription() == "Required because the score is 1"


def test_a_score_that_was_tried_stays_while_words_change_and_goes_with_the_scale(setup: Setup) -> None:
    setup.page.begin_from(FIVE)
    rubric = setup.page.rubric
    rubric.preview.show_now()
    assert rubric.preview.card is not None
    rubric.preview.card.buttons.choice(4).click()
    rubric.criterion.guidance.text.setPlainText("Look again.")
    rubric.preview.show_now()
    seen = [rubric.preview.card.buttons.chosen]
    rubric.criterion.scale.preset.drop.activated.emit(3)
    rubric.preview.show_now()
    seen.append(rubric.preview.card.buttons.chosen)
    assert (seen, len(rubric.preview.card.criterion.scale.marks)) == ([4, None], 10)


def test_a_scale_is_chosen_or_typed_and_its_levels_follow(setup: Setup) -> None:
    setup.page.begin_from(FIVE)
    form = setup.page.rubric.criterion
    assert [len(form.levels.rows), form.levels.rows[0].name.isEnabled()] == [6, False]
    form.scale.preset.drop.activated.emit(6)
    assert [each.name.text() for each in form.levels.rows] == ["Fail", "Pass"]
    assert form.levels.rows[0].name.isEnabled()
    retype(form.scale.highest, "")
    assert form.scale.highest.said == "Write a number such as 5 or 0.5."
    QTest.keyClicks(form.scale.highest.line, "10")
    assert len(form.levels.rows) == 11
    form.levels.rows[10].words.setPlainText("As good as it gets")
    assert setup.model.draft.criteria[0].descriptors[10] == "As good as it gets"
    assert setup.model.draft.criteria[0].descriptors[5].startswith("Need, cost")
    form.scale.preset.drop.activated.emit(0)
    assert len(form.levels.rows) == 6


def test_the_lowest_can_be_the_best_in_half_steps(setup: Setup) -> None:
    setup.page.begin_from(FIVE)
    setup.name_it()
    rubric = setup.page.rubric
    rubric.choose(0)
    retype(rubric.scale.scale.step, "0,5")
    rubric.scale.scale.best.segments.choice(1).click()
    rules = setup.model.checked.rules
    assert rules is not None
    assert (rules.rubric.scale.step, rules.rubric.scale.best) == (Decimal("0.5"), "lowest")
    assert rules.rubric.scale.levels == ("None", "Weak", "Limited", "Fair", "Good", "Strong")
    assert setup.row(0)[0] == "Scale: 0 to 5 by 0.5, lowest is best"


def test_a_scale_of_a_hundred_scores_is_not_named_one_by_one(setup: Setup) -> None:
    rubric = setup.page.rubric
    rubric.choose(0)
    retype(rubric.scale.scale.highest, "100")
    assert len(rubric.scale.levels.rows) == 0


def test_with_large_letters_the_card_stands_below_a_form_that_has_room(setup: Setup, theme: Theme) -> None:
    setup.page.begin_from(FIVE)
    setup.page.go_to(RUBRIC)
    rubric = setup.page.rubric
    settle()
    beside = rubric.middle.width()
    theme.set_text_scale(2.0)
    settle()
    rubric.go_to_form()  # list and form take turns
    settle()
    assert rubric.middle.width() > 800
    assert rubric.middle.isAncestorOf(rubric.preview)
    setup.page.go_to(RULES)
    assert not setup.page.summary.isVisible()
    theme.set_text_scale(1.0)
    setup.page.go_to(RUBRIC)
    settle()
    assert (rubric.middle.width(), rubric.middle.isAncestorOf(rubric.preview)) == (beside, False)


# -- gates -------------------------------------------------------------------------------------------------------------


def test_gates_are_added_and_removed(setup: Setup) -> None:
    setup.page.go_to(GATES)
    gates = setup.page.gates
    gates.add.click()
    QTest.keyClicks(gates.rows[0].question.line, "Is it in England?")
    gates.add.click()
    assert [each.key for each in setup.model.draft.gates] == ["gate", "gate-2"]
    gates.rows[1].question.line.clearFocus()
    press(setup.page, Qt.Key.Key_F8)
    gates.rows[0].remove.click()
    settle()
    assert [each.key for each in setup.model.draft.gates] == ["gate-2"]
    setup.undo.undo()
    assert gates.rows[0].question.line.text() == "Is it in England?"


def test_everything_is_named_for_a_screen_reader(setup: Setup) -> None:
    setup.page.begin_from(FIVE)
    page = setup.page
    fields = [*page.basics.lines.values(), *page.rules.lines.values(), *page.rules.ties, page.rules.method]
    fields += [page.rubric.criterion.title, page.rubric.criterion.guidance, page.rubric.criterion.need]
    assert all(each.control.accessibleName() for each in fields)
    assert [each.words.accessibleName() for each in page.rubric.criterion.levels.rows][5] == "What 5 looks like"
