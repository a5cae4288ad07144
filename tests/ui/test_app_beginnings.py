"""What begins at the first screen: a round from its definition, the example, and a review's removal."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from dd_panel.exchange.round_definition import read_round
from dd_panel.paths import resources
from dd_panel.ui.round.setup.page import NewRoundPage
from dd_panel.ui.start.page import StartPage
from dd_panel.ui.start.removal import RemovalDialog
from dd_panel.ui.theme import Theme
from tests.builders import a_round
from tests.exampledesk import make_review
from tests.ui.keyboard import press, settle
from tests.ui.programs import Running, running, wait_until


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
