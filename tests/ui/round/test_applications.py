"""The secretariat takes in what arrived, settles what waits and checks the forms, with the keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from dd_panel.domain.applications import Application
from dd_panel.domain.identifiers import Reference
from dd_panel.domain.rounds import LONDON
from dd_panel.services.intake.eligibility import see_eligibility
from dd_panel.services.intake.form_check import see_form
from dd_panel.services.intake.view import see_intake
from dd_panel.services.round.setting_up import create_round, take_in_applications
from dd_panel.services.workplace import Workplace
from dd_panel.store.files import open_store
from dd_panel.ui.round.applications.page import ApplicationsPage
from dd_panel.ui.round.applications.paper_text import PaperText
from dd_panel.ui.round.reason_dialog import ReasonDialog
from dd_panel.ui.theme import Theme
from dd_panel.ui.widgets.states import SkeletonRows
from tests.builders import a_round
from tests.documents import docx_of, paragraph
from tests.letters import LATE, a_letter, an_eml, an_mbox
from tests.ui.conftest import Show
from tests.ui.keyboard import press, settle
from tests.ui.programs import running, wait_until
from tests.ui.round.applications_bench import ApplicationsBench, numbers_told, read_aloud

NOW = datetime(2014, 2, 11, 9, 0, tzinfo=LONDON)
WHY, WHICH, WHO = "Why do you apply?", "Which services are in scope?", "Who leads the work?"
ROWS = f"Reference\tLead authority\t{WHY}\t{WHICH}\t{WHO}\nA-1\tTarrow Council\tx\ty\tz\n"
FORM = docx_of("".join(map(paragraph, (WHY, "Because.", "Which services are in the scope?", "Libraries."))))
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Workplace]:
    """A round into which nothing has come yet."""
    create_round(tmp_path / "r.ddround", a_round(), lambda: NOW).close()
    with open_store(tmp_path / "r.ddround") as store:
        yield Workplace(store, lambda: NOW, "Ann Lee")


class Bench(ApplicationsBench):
    """The page in a window, the keyboard in its first list."""

    def __init__(self, theme: Theme, place: Workplace, show: Show) -> None:
        super().__init__(theme, place, show)
        self.page.received.take_keyboard()
        self.settle()

    def take(self, *paths: Path) -> None:
        """Take files in through the key for it."""
        self.files = list(paths)
        self.page.received.browse()
        self.wait()

    def wait(self) -> None:
        wait_until(lambda: not self.jobs.running and not self.page.received.zone.busy)
        self.settle()

    def rows(self) -> list[str]:
        """The list as it is read aloud."""
        return read_aloud(self.page.received.table)

    def sum(self) -> list[int]:
        return numbers_told(self.page.received.equation)


@pytest.fixture
def bench(theme: Theme, place: Workplace, show: Show) -> Iterator[Bench]:
    bench = Bench(theme, place, show)
    yield bench
    assert bench.jobs.wait()
    settle()


def paste(bench: Bench, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    bench.page.received.setFocus()
    bench.page.received.paste()
    bench.wait()


def mail(folder: Path) -> Path:
    """A mailbox of a bid with a form, a late one, and an empty one."""
    letters = [
        a_letter("Aldersey Council", files=[("Form.docx", FORM)]),
        a_letter("Penhallow Council", received=LATE),
        a_letter("Wexcombe Council", text=""),
    ]
    return an_mbox(folder / "in.mbox", letters)


def test_what_arrived_is_read_beside_the_window(theme: Theme, tmp_path: Path) -> None:
    with create_round(tmp_path / "r.ddround", a_round(), lambda: NOW) as store:
        take_in_applications(
            Workplace(store, lambda: NOW, "Ann Lee"), [Application(Reference("A-1"), "Tarrow Council")]
        )
    with running(theme, tmp_path) as app:
        app.program.begin([tmp_path / "r.ddround"])
        wait_until(lambda: app.key != "start")
        page = app.program.shell.go_to("applications")
        assert isinstance(page, ApplicationsPage)
        for pane in (page.received, page.eligibility):
            waiting = QApplication.focusWidget()
            assert isinstance(waiting, SkeletonRows), "the keyboard waits where the list will stand"
            assert pane.rows.isAncestorOf(waiting)
            pane.filters[0].click()
            assert not pane.table.isVisible(), "no filter says that there is nothing before it is read"
            wait_until(lambda: not page.reading.busy)
            assert pane.table.hasFocus()
            page.turn()


def test_the_keyboard_and_the_chosen_row_stay_when_the_list_is_read_again(bench: Bench, tmp_path: Path) -> None:
    bench.take(mail(tmp_path))
    received = bench.page.received
    assert received.table.hasFocus()
    received.table.setCurrentIndex(received.table.model().index(1, 0))
    received.find_field.setFocus()
    bench.page.refresh()
    bench.settle()
    assert received.find_field.hasFocus()
    assert received.table.currentIndex().row() == 1
    assert received.chosen is not None
    assert received.chosen.reference == "DD14-002"


def test_a_list_read_for_a_tab_that_was_left_is_not_shown_in_the_other(bench: Bench, tmp_path: Path) -> None:
    bench.take(mail(tmp_path))
    bench.page.refresh()
    bench.page.turn()
    bench.settle()
    assert bench.page.eligibility.table.hasFocus()
    assert numbers_told(bench.page.eligibility.equation)[0] == bench.page.eligibility.table.model().rowCount() > 0
    bench.page.turn()
    bench.settle()
    assert bench.sum()[0] == 3


def test_an_empty_round_says_what_to_drop(bench: Bench) -> None:
    assert bench.rows() == []
    assert bench.sum() == [0, 0, 0, 0, 0, 0]
    assert not bench.page.received.table.isVisible()
    assert bench.page.received.zone.height() > 100
    assert bench.page.received.zone.browse.hasFocus()


def test_a_mailbox_is_taken_in_and_the_sum_adds_up(bench: Bench, tmp_path: Path) -> None:
    paste(bench, ROWS)
    bench.take(mail(tmp_path))
    assert bench.sum() == [4, 2, 1, 1, 1, 1]
    assert bench.rows() == [
        "Accepted, DD14-001, Aldersey Council, 10 Feb 16:38, 22 minutes before, 1, 2 to check",
        "Waiting, DD14-002, Penhallow Council, 10 Feb 17:03, 3 minutes late, –",
        "Set aside, –, Jo Field <jo.field@example.org>, 10 Feb 16:38, 22 minutes before, –",
        "Accepted, A-1, Tarrow Council, –, time unknown, –",
    ]
    assert bench.page.received.said.isVisible()
    spoken = bench.page.received.equation.accessibleName()
    assert spoken.startswith("4 received, equals 2 accepted, plus 1 waiting, plus 1 set aside")


def test_filters_and_words_leave_what_is_wanted(bench: Bench, tmp_path: Path) -> None:
    bench.take(mail(tmp_path))
    received = bench.page.received
    for at, count in enumerate((3, 1, 1, 1, 0)):
        received.filters[at].click()
        assert len(bench.rows()) == count, received.filters[at].text()
    assert not received.table.isVisible()
    received.filters[0].click()
    received.find_field.setText("hallow PEN")
    assert [row.split(", ")[2] for row in bench.rows()] == ["Penhallow Council"]


def test_what_waits_is_accepted_with_a_reason_and_that_is_undone(bench: Bench, tmp_path: Path) -> None:
    bench.take(mail(tmp_path))
    bench.page.received.next_waiting()
    assert "3 minutes after the closing time" in " ".join(bench.page.received.side.reasons)
    bench.press(Qt.Key.Key_A)
    bench.answer("")
    assert see_intake(bench.place).count("waiting") == 1, "no reason, no deed"
    bench.answer("Their server was down")
    assert bench.sum()[:4] == [3, 2, 0, 1]
    bench.undo.undo()
    bench.settle()
    assert bench.sum()[:4] == [3, 1, 1, 1]


def test_what_waits_is_set_aside(bench: Bench, tmp_path: Path) -> None:
    bench.take(mail(tmp_path))
    bench.page.received.next_waiting()
    bench.press(Qt.Key.Key_R)
    bench.answer("Too late")
    assert bench.sum()[:4] == [3, 1, 0, 2]


def test_setting_aside_says_that_the_application_leaves_with_it(bench: Bench, tmp_path: Path) -> None:
    bench.take(an_mbox(tmp_path / "in.mbox", [a_letter("Penhallow Council", received=LATE)]))
    bench.page.received.next_waiting()
    bench.page.received.set_aside()
    dialog = next(each for each in bench.page.findChildren(ReasonDialog) if each.isVisible())
    assert "leaves the competition with it" in dialog.accessibleDescription()
    bench.answer("Too late")
    assert see_eligibility(bench.place).totals["withdrawn"] == 1
    bench.undo.undo()
    bench.settle()
    assert see_eligibility(bench.place).totals["withdrawn"] == 0


def test_a_form_is_checked_beside_its_document(bench: Bench, tmp_path: Path) -> None:
    paste(bench, ROWS)
    bench.take(mail(tmp_path))
    bench.press(Qt.Key.Key_Home, modifier=CTRL)
    bench.press(Qt.Key.Key_C)
    wait_until(bench.page.form.isVisible)
    form = bench.page.form
    assert form.text.toPlainText().startswith(f"{WHY}\nBecause.")
    assert [card.answer.state for card in form.cards] == ["sure", "unsure", "missing"]
    bench.press(Qt.Key.Key_Return, modifier=CTRL)
    assert [card.answer.state for card in form.cards] == ["accepted", "unsure", "missing"]
    assert form.cards[1].text.hasFocus()
    assert form.text.extraSelections()[0].cursor.selectedText() == "Which services are in the scope?"
    form.cards[1].text.setPlainText("Libraries and museums.")
    bench.press(Qt.Key.Key_Return, modifier=CTRL)
    assert [card.answer.state for card in form.cards] == ["accepted", "corrected", "missing"]
    bench.undo.undo()
    bench.settle()
    assert [card.answer.state for card in form.cards] == ["accepted", "unsure", "missing"]
    bench.press(Qt.Key.Key_Escape)
    assert bench.page.received.isVisible()
    assert bench.sum()[-1] == 1
    assert see_form(bench.place, "DD14-001").answers[0].state == "accepted"


def test_questions_that_came_after_the_form_offer_what_it_says(bench: Bench, tmp_path: Path) -> None:
    """The mailbox was read before the register told what is asked, so the round holds no answer yet."""
    bench.take(mail(tmp_path))
    paste(bench, ROWS)
    bench.press(Qt.Key.Key_Home, modifier=CTRL)
    bench.press(Qt.Key.Key_C)
    wait_until(bench.page.form.isVisible)
    card = bench.page.form.cards[0]
    assert (card.answer.state, card.text.toPlainText()) == ("differs", "")
    assert any("The round holds no answer" in label.text() for label in card.findChildren(QLabel))
    card.undo.click()
    assert card.text.toPlainText() == card.answer.read == "Because."


def test_the_document_is_saved_as_it_was_sent(bench: Bench, tmp_path: Path) -> None:
    paste(bench, ROWS)
    bench.take(mail(tmp_path))
    bench.page.check_form("DD14-001")
    wait_until(bench.page.form.isVisible)
    bench.saved = tmp_path / "copy.docx"
    press(bench.page, Qt.Key.Key_S, modifier=CTRL)
    assert bench.saved.read_bytes() == FORM
    bench.saved.write_bytes(b"mine")
    press(bench.page, Qt.Key.Key_S, modifier=CTRL)
    assert bench.saved.read_bytes() == b"mine"
    assert len(bench.troubles) == 1


def test_where_nothing_that_can_be_read_was_sent_the_empty_pane_says_so(theme: Theme, show: Show) -> None:
    pane = PaperText(theme)
    show(pane)
    told = pane.grab().toImage()
    pane.setPlaceholderText("")
    assert pane.grab().toImage() != told
    pane.show_text("What was sent.", ())
    assert pane.toPlainText() == "What was sent."


def test_sure_answers_are_accepted_in_one_go(bench: Bench, tmp_path: Path) -> None:
    paste(bench, ROWS)
    bench.take(mail(tmp_path))
    bench.page.check_form("DD14-001")
    wait_until(bench.page.form.isVisible)
    bench.page.form.accept_sure.click()
    bench.settle()
    assert [card.answer.state for card in bench.page.form.cards] == ["accepted", "unsure", "missing"]
    assert not bench.page.form.accept_sure.isVisible()


def test_what_cannot_be_taken_in_is_said_and_changes_nothing(bench: Bench, tmp_path: Path) -> None:
    (tmp_path / "bid.pdf").write_bytes(b"%PDF-1.7")
    bench.take(tmp_path / "bid.pdf")
    assert "bid.pdf is no register" in str(bench.troubles[0])
    paste(bench, "  ")
    assert "nothing to paste" in str(bench.troubles[1])
    assert bench.sum()[0] == 0


def test_a_folder_is_taken_in(bench: Bench, tmp_path: Path) -> None:
    (tmp_path / "saved").mkdir()
    an_eml(tmp_path / "saved" / "bid.eml", a_letter("Aldersey Council"))
    bench.folder = tmp_path / "saved"
    bench.page.received.browse_folder()
    bench.wait()
    assert bench.sum()[0] == 1


def test_an_intake_that_is_cancelled_changes_nothing(bench: Bench, tmp_path: Path) -> None:
    letters = [a_letter(f"Place {number} Council") for number in range(200)]
    bench.page.received.take([an_mbox(tmp_path / "in.mbox", letters)])
    assert bench.page.received.zone.busy
    bench.page.received.zone.cancel.click()
    bench.wait()
    assert bench.sum()[0] == 0
    assert see_intake(bench.place).things == ()


def test_the_place_in_a_long_list_stays_while_things_are_settled(bench: Bench, tmp_path: Path) -> None:
    letters = [a_letter(f"Place {number} Council", received=LATE) for number in range(60)]
    bench.take(an_mbox(tmp_path / "in.mbox", letters))
    table = bench.page.received.table
    table.setCurrentIndex(table.model().index(50, 0))
    bench.settle()
    before = table.verticalScrollBar().value()
    assert before > 0
    bench.press(Qt.Key.Key_A)
    bench.answer("Their server was down")
    assert (table.currentIndex().row(), table.verticalScrollBar().value()) == (50, before)
    bench.page.received.filters[1].click()
    bench.settle()
    assert table.visualRect(table.currentIndex()).isValid()


def test_files_dropped_on_the_window_are_taken_in(theme: Theme, tmp_path: Path) -> None:
    create_round(tmp_path / "r.ddround", a_round(), lambda: NOW).close()
    box = an_mbox(tmp_path / "inbox", [a_letter("Aldersey Council")])
    with running(theme, tmp_path, [tmp_path / "r.ddround"]) as app:
        page = app.program.shell.current_page
        assert isinstance(page, ApplicationsPage)
        (tmp_path / "picture.png").write_bytes(b"picture")
        app.program.shell.files_dropped.emit([tmp_path / "picture.png", box])
        wait_until(lambda: numbers_told(page.received.equation)[0] == 2)
        assert numbers_told(page.received.equation)[3] == 1  # the picture is set aside, and said


def test_every_control_has_a_name(bench: Bench, tmp_path: Path) -> None:
    bench.take(mail(tmp_path))
    for control in bench.page.findChildren(QWidget):
        if control.isVisible() and control.focusPolicy() & Qt.FocusPolicy.TabFocus:
            text = getattr(control, "text", str)
            assert control.accessibleName() or (text() if callable(text) else ""), control
