"""Files opened by their kind, trouble said in words, and nothing lost when the program itself is at fault."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog

from dd_panel.__main__ import main, wants_window
from dd_panel.exchange.round_definition import read_round
from dd_panel.paths import resources
from dd_panel.services.round.changing_rubric import change_rubric, see_rubric
from dd_panel.services.round.packing import look_inside, make_packs, unpack
from dd_panel.services.workplace import Workplace
from dd_panel.store.files import open_store
from dd_panel.ui.desk.asking import Question
from dd_panel.ui.desk.page import DeskPage
from dd_panel.ui.garbage import collected_later, may_be_collected
from dd_panel.ui.round.setup.page import NewRoundPage
from dd_panel.ui.start.page import StartPage
from dd_panel.ui.start.passphrase import PackDialog, PassphraseDialog
from dd_panel.ui.start.removal import RemovalDialog
from dd_panel.ui.theme import Theme
from dd_panel.ui.widgets.labels import Para
from tests.builders import a_round
from tests.exampledesk import CALDERBROOK, clock, make_review
from tests.ui.keyboard import press, settle
from tests.ui.programs import Running, make_pack, more_in_pack, running, wait_until

PASSPHRASE = "three slow trains"


@pytest.fixture
def app(theme: Theme, tmp_path: Path) -> Iterator[Running]:
    """The program on its first screen."""
    with running(theme, tmp_path) as app:
        yield app


def desk_of(app: Running) -> DeskPage:
    page = app.program.shell.current_page
    assert isinstance(page, DeskPage)
    return page


def test_a_file_named_at_the_start_is_shown_without_the_first_screen(theme: Theme, tmp_path: Path) -> None:
    with running(theme, tmp_path, [make_review(tmp_path / "ashe.ddreview", 3)]) as app:
        assert (app.key, app.program.shell.isVisible(), app.program.shell.findChild(StartPage)) == ("desk", True, None)
        press(app.program.shell, Qt.Key.Key_W, modifier=Qt.KeyboardModifier.ControlModifier)
        assert app.key == "start"


def test_a_file_named_at_the_start_that_cannot_be_opened_leads_to_the_first_screen(
    theme: Theme, tmp_path: Path
) -> None:
    foreign = tmp_path / "letter.ddreview"
    foreign.write_text("Dear panel,")
    with running(theme, tmp_path, [foreign]) as app:
        assert (app.key, app.program.shell.isVisible(), bool(app.said())) == ("start", True, True)


def test_a_question_about_a_file_named_at_the_start_stands_before_the_first_screen(
    theme: Theme, tmp_path: Path
) -> None:
    pack, review = make_pack(tmp_path, 3, passphrase=PASSPHRASE), tmp_path / "mine.ddreview"
    with running(theme, tmp_path, [pack]) as app:
        app.type_passphrase(PASSPHRASE)
        assert (app.key, app.dialog(PackDialog).isVisible()) == ("start", True)
        app.dialog(PackDialog).yes.click()
        app.answer(review)
        wait_until(lambda: app.key == "conflicts")
    with running(theme, tmp_path, [review]) as app:
        assert app.key == "start"
        app.type_passphrase(PASSPHRASE)
        wait_until(lambda: app.key == "conflicts")


def test_a_review_opens_the_desk_and_is_remembered(app: Running, tmp_path: Path) -> None:
    review = make_review(tmp_path / "ashe.ddreview")
    app.program.open_file(review)
    recent = app.settings.recents[0]
    assert (app.key, recent.kind, recent.note) == ("desk", "pack", "6 of 24 complete")
    assert app.program.shell.windowTitle().startswith("Review desk – Delivering Differently Challenge · Margaret Ashe")


def test_a_pack_shows_its_fingerprint_asks_where_to_keep_the_review_and_opens_it(app: Running, tmp_path: Path) -> None:
    pack = make_pack(tmp_path)
    app.program.open_file(pack)
    assert app.dialog(PackDialog).fingerprint.text() == look_inside(pack).fingerprint
    app.dialog(PackDialog).yes.click()
    app.answer(tmp_path / "mine.ddreview")
    wait_until(lambda: app.key == "conflicts")
    assert (tmp_path / "mine.ddreview").is_file()


def test_a_locked_pack_asks_for_its_passphrase_until_it_is_right(app: Running, tmp_path: Path) -> None:
    app.program.open_file(make_pack(tmp_path, passphrase=PASSPHRASE))
    app.type_passphrase("")
    assert app.dialog(PassphraseDialog).isVisible()
    app.type_passphrase("a wrong passphrase")
    wait_until(lambda: "not the passphrase" in app.dialog(PassphraseDialog).windowTitle())
    app.type_passphrase(PASSPHRASE)
    app.dialog(PackDialog).yes.click()
    app.answer(tmp_path / "mine.ddreview")
    wait_until(lambda: app.key == "conflicts")

    assert b"Northmere" not in (tmp_path / "mine.ddreview").read_bytes()
    app.program.show_start()
    app.program.open_file(tmp_path / "mine.ddreview")
    app.type_passphrase("a wrong passphrase")
    wait_until(lambda: "does not open" in app.dialog(PassphraseDialog).windowTitle())
    app.type_passphrase(PASSPHRASE)
    wait_until(lambda: app.key == "conflicts")


def test_a_later_pack_is_added_to_the_review_that_is_open(app: Running, tmp_path: Path) -> None:
    pack, review = make_pack(tmp_path, 3), tmp_path / "mine.ddreview"
    unpack(pack, review, clock)
    app.program.open_file(review)
    app.program.open_file(more_in_pack(tmp_path, 5))
    app.dialog(Question).yes.click()
    wait_until(lambda: app.said().startswith("New: DD-004, DD-005"))

    assert app.key == "conflicts"
    with open_store(review, writing=False) as store, store.reading() as work:
        assert len(work.applications.references()) == 5


def test_a_pack_with_another_rubric_says_first_what_becomes_of_the_scores(app: Running, tmp_path: Path) -> None:
    pack, review = make_pack(tmp_path, 3), tmp_path / "mine.ddreview"
    unpack(pack, review, clock)
    with open_store(tmp_path / "round.ddround") as store:
        place = Workplace(store, clock, "secretariat")
        rules = see_rubric(place).rules
        heavier = replace(rules.rubric.criteria[0], weight=rules.rubric.criteria[0].weight * 2)
        rubric = replace(rules.rubric, criteria=(heavier, *rules.rubric.criteria[1:]))
        change_rubric(place, replace(rules, rubric=rubric), rules.rubric.keys, "The board decided so.")
        later = make_packs(place, tmp_path / "later")[0].path
    app.program.open_file(review)
    app.program.open_file(later)
    question = app.dialog(Question)
    assert question.windowTitle() == "This pack has another rubric"
    assert any("your scores stand" in each.text() for each in question.findChildren(Para))
    question.yes.click()
    wait_until(lambda: heavier.title in app.said())
    with open_store(review, writing=False) as store, store.reading() as work:
        assert work.rounds.get().rubric == rubric


def test_a_pack_begun_before_leads_to_the_review_beside_it(app: Running, tmp_path: Path) -> None:
    make_review(tmp_path / "ashe.ddreview")
    app.program.open_file(make_pack(tmp_path))
    settle()
    question = app.program.shell.findChild(Question)
    assert isinstance(question, Question)
    question.yes.click()
    settle()
    assert app.key == "desk"


def test_a_round_opens_the_screens_of_the_secretariat(app: Running, tmp_path: Path) -> None:
    make_pack(tmp_path)
    app.program.open_file(tmp_path / "round.ddround")
    assert (app.key, app.settings.recents[0].kind) == ("returns", "round")


def test_a_file_dropped_on_the_window_is_opened(app: Running, tmp_path: Path) -> None:
    review = make_review(tmp_path / "ashe.ddreview", 3)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(review))])
    none, left = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
    QApplication.sendEvent(app.program.shell, QDragEnterEvent(QPoint(9, 9), Qt.DropAction.CopyAction, mime, left, none))
    QApplication.sendEvent(app.program.shell, QDropEvent(QPoint(9, 9), Qt.DropAction.CopyAction, mime, left, none))
    settle()
    assert app.key == "desk"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("letter.pdf", "letter.pdf is not a file of this program."),
        ("gone.ddreview", "gone.ddreview is not there."),
        ("gone.ddpack", "gone.ddpack is not there."),
    ],
)
def test_what_cannot_be_opened_is_said_in_words(app: Running, tmp_path: Path, name: str, said: str) -> None:
    app.program.open_file(tmp_path / name)
    assert (app.said(), app.key) == (said, "start")


def test_a_file_that_is_no_review_is_refused_and_the_start_stays(app: Running, tmp_path: Path) -> None:
    (tmp_path / "letter.ddreview").write_text("Dear panel")
    app.program.open_file(tmp_path / "letter.ddreview")
    assert app.said()
    assert (app.key, app.settings.recents) == ("start", ())


def test_a_review_open_in_another_window_is_refused_with_the_remedy(app: Running, tmp_path: Path) -> None:
    review = make_review(tmp_path / "ashe.ddreview", 2)
    with open_store(review):
        app.program.open_file(review)
    notice = app.program.shell.notices.current
    assert notice is not None
    assert "open in another window" in notice.title
    assert notice.remedy
    assert app.key == "start"


def test_the_way_back_closes_the_file(app: Running, tmp_path: Path) -> None:
    review = make_review(tmp_path / "ashe.ddreview", 8)
    app.program.open_file(review)
    settle()
    press(app.program.shell, Qt.Key.Key_W, modifier=Qt.KeyboardModifier.ControlModifier)
    assert app.key == "start"
    with open_store(review):
        pass


def test_a_new_round_is_made_from_its_definition(app: Running, tmp_path: Path) -> None:
    press(app.program.shell, Qt.Key.Key_N, modifier=Qt.KeyboardModifier.ControlModifier)
    press(app.program.shell, Qt.Key.Key_O, modifier=Qt.KeyboardModifier.ControlModifier)
    app.answer(resources() / "example" / "round.toml")
    press(app.program.shell, Qt.Key.Key_Return, modifier=Qt.KeyboardModifier.ControlModifier)
    app.answer(tmp_path / "new.ddround")
    wait_until(lambda: app.key == "applications")
    assert app.settings.recents[0].title == "Delivering Differently Challenge – round"
    assert read_round(tmp_path / "new.toml") == read_round(resources() / "example" / "round.toml")


def test_a_definition_that_cannot_be_used_is_named_with_its_line(app: Running, tmp_path: Path) -> None:
    definition = tmp_path / "round.toml"
    definition.write_text('name = "A round"\nreference = "AR"\n[[criteria]]\nkey = "need"\nweight = -1\n')
    app.program.show_new_round()
    press(app.program.shell, Qt.Key.Key_O, modifier=Qt.KeyboardModifier.ControlModifier)
    app.answer(definition)
    assert app.said() == "“criteria[1].weight” can't be used: The weight of “need” is -1."
    assert app.key == "new-round"


def test_a_round_is_not_made_over_another(app: Running, tmp_path: Path) -> None:
    (tmp_path / "AR.ddround").write_bytes(b"somebody's")
    app.program.beginnings.found_round(a_round(), tmp_path / "AR.ddround")
    wait_until(lambda: bool(app.said()))
    assert (app.said(), (tmp_path / "AR.toml").exists()) == ("AR.ddround is there already.", False)


def test_what_was_typed_about_a_new_round_is_there_after_a_look_at_the_start(app: Running) -> None:
    app.program.show_new_round()
    page = app.program.shell.current_page
    assert isinstance(page, NewRoundPage)
    QTest.keyClicks(page.basics.name.line, "Spring grants")
    press(app.program.shell, Qt.Key.Key_W, modifier=Qt.KeyboardModifier.ControlModifier)
    assert app.key == "start"
    app.program.show_new_round()
    assert page.basics.name.line.text() == "Spring grants"


def test_what_was_typed_about_a_new_round_outlives_the_window(theme: Theme, tmp_path: Path) -> None:
    settings = tmp_path / "settings.json"
    with running(theme, tmp_path, settings=settings) as app:
        app.program.show_new_round()
        page = app.program.shell.current_page
        assert isinstance(page, NewRoundPage)
        QTest.keyClicks(page.basics.name.line, "Spring grants")
        # As long after the last key as a killed program may lose.
        wait_until(lambda: "Spring grants" in settings.read_text(encoding="utf-8") if settings.exists() else False)
    with running(theme, tmp_path, settings=settings) as app:
        app.program.show_new_round()
        page = app.program.shell.current_page
        assert isinstance(page, NewRoundPage)
        assert page.basics.name.line.text() == "Spring grants"
        app.program.beginnings.found_round(a_round(), tmp_path / "AR.ddround")
        wait_until(lambda: app.key != "new-round")
        assert app.settings.new_round == ""


def test_a_review_is_removed_from_the_laptop_once_that_is_confirmed(app: Running, tmp_path: Path) -> None:
    review = make_review(tmp_path / "ashe.ddreview")
    app.program.open_file(review)
    app.program.show_start()
    start = app.program.shell.current_page
    assert isinstance(start, StartPage)

    start.remove.click()
    app.answer(review)
    QTest.keyClick(app.dialog(RemovalDialog), Qt.Key.Key_Return)
    settle()
    assert review.is_file()

    start.remove.click()
    app.answer(review)
    app.dialog(RemovalDialog).yes.click()
    wait_until(lambda: app.said() == "Removed from this laptop: ashe.ddreview")
    assert (review.exists(), app.settings.recents) == (False, ())


def test_the_example_is_made_beside_the_window_and_opened(app: Running) -> None:
    press(app.program.shell, Qt.Key.Key_F2)
    wait_until(lambda: app.key == "returns")
    assert (app.folder / "documents" / "dd_panel example" / "DD14.ddround").is_file()


def test_the_example_can_be_stopped(app: Running) -> None:
    app.program.beginnings.make_example(app.folder / "documents" / "dd_panel example")
    app.program.beginnings.stop()
    wait_until(lambda: not app.program.beginnings.busy)
    assert (app.key, app.said()) == ("start", "")


# -------------------------------------------------------------------------------- when the program is at fault


def test_an_error_nobody_foresaw_is_noted_and_loses_nothing(app: Running, tmp_path: Path) -> None:
    app.mishaps.listen()
    review = make_review(tmp_path / "ashe.ddreview", 8)
    app.program.open_file(review, CALDERBROOK)
    settle()
    card = desk_of(app).scoring.current_card
    card.take_focus(comment=True)
    QTest.keyClicks(card.comment, "Half a sentence")
    sys.excepthook(ZeroDivisionError, ZeroDivisionError("division by zero"), None)
    settle()
    app.mishaps.rest()
    notice = app.program.shell.notices.current
    assert notice is not None
    reference = notice.detail.split(" as ")[1].split(" in ")[0]
    assert f"reference {reference}" in app.mishaps.log_file.read_text(encoding="utf-8")
    assert card.comment.toPlainText() == "Half a sentence"
    assert card.comment.is_settled


def test_an_error_on_another_thread_is_told_in_the_window(app: Running) -> None:
    app.mishaps.listen()
    thread = threading.Thread(target=lambda: int("seven"))
    thread.start()
    thread.join()
    settle()
    app.mishaps.rest()
    assert app.said() == "Something went wrong in the program."


def test_closing_with_something_unsaved_warns_once(app: Running, tmp_path: Path) -> None:
    review = make_review(tmp_path / "ashe.ddreview", 8)
    app.program.open_file(review, CALDERBROOK)
    settle()
    moved = review.rename(tmp_path / "moved.ddreview")
    desk_of(app).scoring.type_score("4")
    app.program.shell.close()
    stayed = (app.program.shell.isVisible(), app.said())
    moved.rename(review)
    assert stayed == (True, "Not everything is saved.")


# ------------------------------------------------------------------------------------------ the command


def test_no_words_or_one_file_ask_for_the_window(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "my.ddround").touch()
    (tmp_path / "demo").touch()
    monkeypatch.chdir(tmp_path)
    asked = [["my.ddround"], [], ["demo"], ["gone.ddround"], ["--help"], ["pack", "my.ddround"]]
    assert [wants_window(words) for words in asked] == [True, True, False, False, False, False]


def test_without_a_screen_the_window_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    assert main([]) == 2
    assert "no screen" in capsys.readouterr().err


def loaded_by(code: str) -> set[str]:
    """The modules that a program of its own has loaded."""
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys\nprint(' '.join(sys.modules))"],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    return {name.partition(".")[0] for name in done.stdout.split()}


def test_the_window_starts_without_what_it_does_not_show() -> None:
    heavy = {"openpyxl", "numpy", "scipy", "alembic", "sqlalchemy", "xlsxwriter", "lxml", "click", "rich", "typer"}
    start = (
        "from dd_panel.app import Program, QApplication; QApplication.exec = lambda *_: 0\n"
        "from dd_panel.__main__ import main; main([])"
    )
    assert loaded_by(start) & heavy == set()


def test_a_window_that_shows_is_dressed_and_garbage_is_collected_again() -> None:
    code = (
        "import gc\nfrom dd_panel.app import QApplication\n"
        "def look(*_):\n app = QApplication.instance()\n"
        " print(bool(app.styleSheet()), gc.isenabled(), gc.get_freeze_count() > 0)\n"
        " app.setStyleSheet('')\n print(app.style().name())\n"
        "QApplication.exec = look\nfrom dd_panel.__main__ import main; main([])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    assert done.stdout.split() == ["True", "True", "True", "fusion"]


def test_what_is_loaded_for_a_file_is_left_alone_until_it_is_closed(app: Running, tmp_path: Path) -> None:
    may_be_collected()
    review = make_review(tmp_path / "ashe.ddreview", 3)
    for _time in range(2):
        app.program.open_file(review)
        assert (app.key, gc.isenabled(), gc.get_freeze_count() > 0) == ("desk", True, True)
        app.program.show_start()
        assert gc.get_freeze_count() == 0


def test_garbage_is_collected_again_even_after_trouble() -> None:
    with pytest.raises(ZeroDivisionError), collected_later():
        1 / int(gc.isenabled())
    assert (gc.isenabled(), gc.get_freeze_count() > 0) == (True, True)
    may_be_collected()
    gc.disable()
    with collected_later():
        pass
    assert not gc.isenabled()
    gc.enable()
    may_be_collected()
    assert gc.get_freeze_count() == 0


def test_python_keeps_no_source_of_what_is_loaded_beside_the_window() -> None:
    code = (
        "import dd_panel.app, linecache, sqlalchemy, pathlib; folder = pathlib.Path(sqlalchemy.__file__).parent\n"
        "print([name for name in linecache.cache if folder in pathlib.Path(name).parents])"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"


def test_the_command_line_does_without_qt() -> None:
    assert "PySide6" not in loaded_by("from dd_panel.__main__ import main; main(['--version'])")


def test_no_dialog_is_left_open(app: Running) -> None:
    assert app.program.shell.findChildren(QDialog) == []
