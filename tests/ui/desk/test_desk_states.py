"""The desk and the first screen in the states they can be in, drawn and looked at: nothing in them is cut off."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QThread
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from dd_panel.domain.applications import Answer, Application, Attachment
from dd_panel.domain.identifiers import Reference
from dd_panel.domain.panel import Assignment
from dd_panel.services.review.reviewing import declare_conflict
from dd_panel.services.review.scoresheets import export_scoresheet
from dd_panel.store.store import Store
from dd_panel.ui.desk.conflicts.page import ConflictsPage
from dd_panel.ui.desk.documents.not_shown import NotShown
from dd_panel.ui.desk.documents.page_skeleton import LATE_MS
from dd_panel.ui.desk.page import DeskPage
from dd_panel.ui.jobs import Report
from dd_panel.ui.settings import Recent, Settings
from dd_panel.ui.theme import Theme
from dd_panel.ui.widgets.labels import Para
from dd_panel.ui.widgets.turns import bring
from tests.exampledesk import ASHE, CALDERBROOK, make_review
from tests.store.disks import disk_of
from tests.ui.conftest import settle
from tests.ui.desks import Desk, open_desk
from tests.ui.keyboard import keyboard, press
from tests.ui.looks import cut_off
from tests.ui.programs import running, wait_until

LONG = "Delivering adult social care differently, together with our neighbours and the local health trust " * 3
HEBREW = "".join(map(chr, (0x05E9, 0x05DC, 0x05D5, 0x05DD, 0x20, 0x05E2, 0x05D5, 0x05DC, 0x05DD)))
EXTENTS = [(1440, 900), (1280, 720)]

State = Callable[[Desk], None]


# -------------------------------------------------------------------------------------------------- the states


def change(store: Store, changed: Application, blobs: Sequence[bytes] = ()) -> None:
    with store.writing() as work:
        for content in blobs:
            work.applications.put_blob(hashlib.sha256(content).hexdigest(), content)
        work.applications.replace(changed)


def calderbrook(desk: Desk) -> Application:
    with desk.store.reading() as work:
        return work.applications.get(CALDERBROOK)


def lay_again(desk: Desk) -> None:
    """Lay Calderbrook on the desk as it now stands in the file."""
    desk.model.reload()
    desk.page.show_application("DD-001")
    desk.page.show_application(CALDERBROOK)


def show_attachment(desk: Desk) -> None:
    desk.page.reader.tabs.choose(1)
    desk.page.reader.tabs.tab_chosen.emit(1)


def loading(desk: Desk) -> None:
    def hold(report: Report) -> None:
        while not report.cancelled:
            time.sleep(0.005)

    # Everybody who could open the attachment is busy until the picture is taken.
    for _thread in range(QThread.idealThreadCount()):
        desk.jobs.start(hold)
    lay_again(desk)  # what was prepared before is let go
    show_attachment(desk)
    QTest.qWait(LATE_MS)
    assert desk.page.reader.documents.viewer is None


def unreadable(desk: Desk) -> None:
    content = b"%PDF-1.7 and nothing more"
    broken = Attachment("Business case.pdf", hashlib.sha256(content).hexdigest(), len(content))
    change(desk.store, replace(calderbrook(desk), attachments=(broken,)), [content])
    lay_again(desk)
    show_attachment(desk)
    desk.wait()
    desk.page.scoring.type_score("3")
    assert desk.score("finance") == "3"


def closed(desk: Desk) -> None:
    for item in desk.model.items:
        if item.status not in {"complete", "conflict"}:
            declare_conflict(desk.model.place, item.application.reference, "other", "")
    exported(desk)
    desk.page.show_application("DD-001")


def conflict(desk: Desk) -> None:
    desk.page.show_application("DD-010")


def late_conflict(desk: Desk) -> None:
    desk.model.declare_conflict("personal", "A cousin of mine is to lead the new company. " * 4)


def exported(desk: Desk) -> None:
    export_scoresheet(desk.model.place, desk.store.path.with_name("sent.xlsx"))
    desk.model.reload()


def long_titles(desk: Desk) -> None:
    long = replace(calderbrook(desk), lead_authority=LONG.strip(), title=LONG.strip(), service=LONG, model=LONG)
    change(desk.store, replace(long, partners=(LONG.strip(),) * 3))
    lay_again(desk)


def right_to_left(desk: Desk) -> None:
    plain = calderbrook(desk)
    answers = (Answer("Why?", f"{HEBREW} {HEBREW}\n" * 4), *plain.answers[1:])
    change(desk.store, replace(plain, title=HEBREW * 3, answers=answers))
    lay_again(desk)
    desk.page.scoring.cards[3].comment.setPlainText(HEBREW * 9)


def a_thousand(desk: Desk) -> None:
    new = [Application(Reference(f"EX-{number:04}"), f"Authority {number}") for number in range(1, 1001)]
    with desk.store.writing() as work:
        work.applications.add(new)
        work.panel.assign([Assignment(ASHE, each.reference, order=at) for at, each in enumerate(new, start=100)])
    desk.model.reload()


STATES: tuple[State, ...] = (
    loading,
    unreadable,
    closed,
    conflict,
    late_conflict,
    exported,
    long_titles,
    right_to_left,
    a_thousand,
)


# ---------------------------------------------------------------------------------------------------- the tests


def test_why_an_attachment_is_not_shown_can_be_read_in_the_largest_text(
    theme: Theme, tmp_path: Path, begun: Path
) -> None:
    theme.set_text_scale(2.0)
    with open_desk(theme, tmp_path, extent=(1280, 720), source=begun) as desk:
        unreadable(desk)
        bring(desk.page.reader)
        settle()
        (card,) = desk.page.reader.findChildren(NotShown)
        lines = [each for each in card.findChildren(Para) if each.isVisible()]
        ends = [(each.mapTo(card, each.rect().topLeft()).y(), each.height()) for each in lines]
        assert len(lines) >= 3
        assert all(top + high <= below for (top, high), (below, _high) in pairwise(ends))
        card.save_button.setFocus()
        press(desk.shell, Qt.Key.Key_Backtab)
        button = card.open_button
        assert keyboard(desk.shell) is button
        assert button.visibleRegion().boundingRect() == button.rect()


def beyond(page: QWidget) -> list[str]:
    """The panes that reach beyond the window or lie over one another."""
    panes = [pane for pane in page.panes() if pane.isVisible()] if isinstance(page, DeskPage) else []
    ends = [(pane.mapTo(page, pane.rect().topLeft()).x(), pane.width(), pane.accessibleName()) for pane in panes]
    edges = [*[left for left, _wide, _name in ends[1:]], page.width()]
    return [name for (left, wide, name), edge in zip(ends, edges, strict=True) if left + wide > edge]


@pytest.mark.parametrize("extent", EXTENTS)
@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_nothing_on_the_desk_is_cut_off_in_any_state(
    state: State,
    extent: tuple[int, int],
    theme: Theme,
    tmp_path: Path,
    begun: Path,
    picture: Callable[[QWidget, str], Path],
) -> None:
    with open_desk(theme, tmp_path, extent=extent, source=begun) as desk:
        before = picture(desk.shell, "before").read_bytes()
        state(desk)
        settle()
        after = picture(desk.shell, state.__name__).read_bytes()
        cut = cut_off(desk.shell)
        desk.jobs.cancel_all()
        assert cut == []
        assert beyond(desk.page) == []
        assert (desk.shell.width(), desk.shell.height()) == extent
        assert after != before


@pytest.mark.parametrize("extent", EXTENTS)
def test_a_full_disk_is_said_on_the_desk_where_all_that_was_typed_stays(
    extent: tuple[int, int], theme: Theme, tmp_path: Path, picture: Callable[[QWidget, str], Path]
) -> None:
    with disk_of("4m", tmp_path / "small disk") as disk:
        review = make_review(disk.folder / "ashe.ddreview", 3)
        with running(theme, tmp_path, [review]) as run:
            shell = run.program.shell
            shell.resize(*extent)
            page = shell.findChild(DeskPage)
            assert isinstance(page, DeskPage)
            saved = picture(shell, "saved").read_bytes()
            disk.fill()
            written = "What I think of it. " * 400
            page.scoring.cards[0].comment.setPlainText(written)
            page.flush()
            settle()
            assert shell.save_state.words == "Not saved: The disk is full."
            assert page.scoring.cards[0].comment.toPlainText() == written
            assert cut_off(shell) == []
            assert beyond(page) == []
            assert picture(shell, "disk full").read_bytes() != saved
            disk.make_room()
            page.save()
            assert shell.save_state.words.startswith("Saved")


@pytest.fixture
def remembered(tmp_path: Path, begun: Path) -> tuple[Settings, Path]:
    """What a laptop remembers of three files: one to continue, one that is gone, one that is damaged."""
    (tmp_path / "bad.ddreview").write_bytes(b"not a review")
    settings = Settings(None)
    for name, title in (("gone.ddreview", LONG), ("bad.ddreview", "Early applications"), ("ashe.ddreview", HEBREW)):
        path = begun if name == "ashe.ddreview" else tmp_path / name
        settings.remember(Recent(str(path), title, "pack", "2014-02-03T09:30", "in_progress", "6 of 24 complete"))
    return settings, tmp_path


@pytest.mark.parametrize("extent", EXTENTS)
@pytest.mark.parametrize("damaged_last", [False, True])
def test_nothing_on_the_first_screen_is_cut_off(
    extent: tuple[int, int],
    theme: Theme,
    remembered: tuple[Settings, Path],
    picture: Callable[[QWidget, str], Path],
    *,
    damaged_last: bool,
) -> None:
    settings, folder = remembered
    with running(theme, folder) as run:
        empty = picture(run.program.shell, "empty").read_bytes()
        for recent in reversed(settings.recents):
            run.settings.remember(recent)
        if damaged_last:
            run.settings.remember(settings.recents[1])
        run.program.shell.resize(*extent)
        run.program.show_start()
        # It looks into the files beside the window; nothing else tells when it has.
        wait_until(lambda: not run.program._jobs.running)  # noqa: SLF001
        assert cut_off(run.program.shell) == []
        assert picture(run.program.shell, "start").read_bytes() != empty


def test_a_damaged_review_is_refused_in_a_sentence_and_the_first_screen_stays(theme: Theme, tmp_path: Path) -> None:
    path = make_review(tmp_path / "ashe.ddreview", 3)
    content = bytearray(path.read_bytes())
    content[4096:] = bytes(len(content) - 4096)
    path.write_bytes(content)
    with running(theme, tmp_path) as run:
        run.program.open_file(path)
        settle()
        assert run.key == "start"
        assert run.said()
        assert cut_off(run.program.shell) == []


def test_the_largest_text_leaves_the_question_about_conflicts_whole(theme: Theme, tmp_path: Path) -> None:
    theme.set_text_scale(2.0)
    with running(theme, tmp_path, [make_review(tmp_path / "ashe.ddreview", 6, begun=False)]) as run:
        run.program.shell.resize(1280, 720)
        settle()
        page = run.program.shell.current_page
        assert isinstance(page, ConflictsPage)
        assert cut_off(page) == []
        assert page.side.geometry().right() < page.width() == 1280
    theme.set_text_scale(1.0)
