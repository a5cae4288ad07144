"""Packs opened in the window: unpacked, with a passphrase, and added to the review that is there."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from dd_panel.services.round.changing_rubric import change_rubric, see_rubric
from dd_panel.services.round.packing import look_inside, make_packs, unpack
from dd_panel.services.workplace import Workplace
from dd_panel.store.files import open_store
from dd_panel.ui.start.passphrase import PackDialog, PassphraseDialog
from dd_panel.ui.widgets.labels import Para
from dd_panel.ui.widgets.question import Question
from tests.exampledesk import clock, make_review
from tests.ui.keyboard import settle
from tests.ui.programs import PASSPHRASE, Running, make_pack, more_in_pack, wait_until


def test_a_pack_shows_its_fingerprint_asks_where_to_keep_the_review_and_opens_it(app: Running, tmp_path: Path) -> None:
    pack = make_pack(tmp_path)
    app.program.open_file(pack)
    assert app.dialog(PackDialog).fingerprint.text() == look_inside(pack).fingerprint
    app.dialog(PackDialog).yes.click()
    app.answer(tmp_path / "mine.ddreview")
    wait_until(lambda: app.key == "conflicts")
    assert (tmp_path / "mine.ddreview").is_file()


def test_a_review_is_kept_in_no_other_file_s_place_and_nobody_is_asked_whether_it_may(
    app: Running, tmp_path: Path
) -> None:
    other = tmp_path / "mine.ddreview"
    other.write_bytes(b"something else")
    app.program.open_file(make_pack(tmp_path))
    app.dialog(PackDialog).yes.click()
    app.answer(other)  # it would wait for ever behind the system's question whether to replace it
    wait_until(lambda: "already" in app.said())
    assert other.read_bytes() == b"something else"


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
    wait_until(lambda: "0 scores stand, 0 are cleared" in app.said())
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
