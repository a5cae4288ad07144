"""The secretariat without a mouse: from the mailbox of the closing day to the review packs."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt

from dd_panel.domain.identifiers import MemberId
from dd_panel.domain.panel import Member
from dd_panel.domain.rounds import LONDON, Gate
from dd_panel.exchange.pack import read_pack
from dd_panel.services.intake.eligibility import see_eligibility
from dd_panel.services.intake.form_check import see_form
from dd_panel.services.intake.view import see_intake
from dd_panel.services.round.setting_up import create_round, take_in_members
from dd_panel.services.workplace import Workplace
from dd_panel.store.files import open_store
from dd_panel.ui.round.applications.page import ApplicationsPage
from dd_panel.ui.round.assignment.dialogs import ChangesDialog, PacksDialog
from dd_panel.ui.round.assignment.page import AssignmentPage
from dd_panel.ui.round.reason_dialog import ReasonDialog
from dd_panel.ui.theme import Theme
from tests.documents import docx_of, paragraph
from tests.exampledesk import clock, example_rules
from tests.journeys.ten_fingers import ALT, CTRL, Keyboard
from tests.letters import a_letter, an_mbox
from tests.ui.programs import Running, running, wait_until
from tests.ui.round.applications_bench import numbers_told

PLACES = ("Northmere", "Wexcombe", "Tarrow", "Aldersey")
IN_TIME, LATE = "Mon, 3 Feb 2014 16:38:00 +0000", "Mon, 3 Feb 2014 17:03:00 +0000"
CLOSES = datetime(2014, 2, 3, 17, 0, tzinfo=LONDON)
GATES = (Gate("england", "In England on the closing date?"),)
SHIFT = Qt.KeyboardModifier.ShiftModifier


def make_round(path: Path) -> None:
    """The example's rules with one gate and two reviews each, and a panel of three."""
    rules = replace(example_rules(), gates=GATES, closes=CLOSES, reviews_per_application=2)
    panel = [Member(MemberId(f"PM0{number}"), f"Member {number}") for number in range(1, 4)]
    with create_round(path, rules, clock) as store:
        take_in_members(Workplace(store, clock, "secretariat"), panel)


def make_mail(path: Path) -> Path:
    """Four bids, the last one late; the first one has a form with the round's own headings."""
    titles = [criterion.title for criterion in example_rules().rubric.criteria[:2]]
    form = docx_of("".join(paragraph(text) for title in titles for text in (title, "Because it helps.")))
    letters = [
        a_letter(
            f"{place} Council", received=IN_TIME, files=[("Form.docx", form)] if at == 0 else (), Message_ID=f"<{at}@x>"
        )
        for at, place in enumerate(PLACES[:3])
    ]
    return an_mbox(path, [*letters, a_letter(f"{PLACES[3]} Council", received=LATE)])


def make_register(path: Path) -> Path:
    rows = ["official-name,start-date,end-date,nation", *(f"{place} Council,,,England" for place in PLACES)]
    path.write_text("\n".join(rows), encoding="utf-8")
    return path


def test_from_the_mailbox_to_the_packs_by_keyboard(theme: Theme, tmp_path: Path) -> None:
    path, packs = tmp_path / "r.ddround", tmp_path / "packs"
    packs.mkdir()
    make_round(path)
    with running(theme, tmp_path) as app:
        keys = Keyboard(app.program.shell)
        keys.press(Qt.Key.Key_R, CTRL)
        keys.name_file(path)
        wait_until(lambda: app.key == "applications")
        take_in(app, keys, make_mail(tmp_path / "in.mbox"))
        check_the_form(app, keys)
        settle_eligibility(app, keys, make_register(tmp_path / "authorities.csv"))
        assign_and_pack(app, keys, packs)
    with open_store(path, writing=False) as store:
        check(Workplace(store, clock, ""), packs)


def page_of(app: Running) -> ApplicationsPage:
    page = app.program.shell.current_page
    assert isinstance(page, ApplicationsPage)
    return page


def give_reason(app: Running, keys: Keyboard, reason: str) -> None:
    wait_until(lambda: any(each.isVisible() for each in app.program.shell.findChildren(ReasonDialog)))
    keys.type(reason)
    keys.press(Qt.Key.Key_Return)


def take_in(app: Running, keys: Keyboard, box: Path) -> None:
    """The mailbox by its path, and the late one accepted with a reason."""
    page = page_of(app)
    keys.name_file_soon(box)
    keys.press(Qt.Key.Key_O, CTRL)
    wait_until(lambda: numbers_told(page.received.equation)[:4] == [4, 3, 1, 0])
    keys.type("n")
    keys.type("a")
    give_reason(app, keys, "Their mail server was down")
    wait_until(lambda: numbers_told(page.received.equation)[:4] == [4, 4, 0, 0])


def check_the_form(app: Running, keys: Keyboard) -> None:
    page = page_of(app)
    keys.press(Qt.Key.Key_Home, CTRL)
    keys.type("c")
    wait_until(page.form.isVisible)
    keys.press(Qt.Key.Key_Return, CTRL | SHIFT)
    wait_until(lambda: all(card.answer.is_checked or card.answer.state == "missing" for card in page.form.cards))
    keys.press(Qt.Key.Key_Escape)
    wait_until(page.received.isVisible)


def settle_eligibility(app: Running, keys: Keyboard, register: Path) -> None:
    """Load the register, withdraw the third, and pass the gate of the others."""
    page = page_of(app)
    keys.press(Qt.Key.Key_Tab, CTRL)
    keys.name_file_soon(register)
    keys.press(Qt.Key.Key_O, CTRL)
    wait_until(lambda: numbers_told(page.eligibility.equation)[1:2] == [4])
    for at in range(4):
        if at == 2:
            keys.type("w")
            give_reason(app, keys, "They told us by telephone")
        else:
            keys.type("p")
        keys.press(Qt.Key.Key_Down)
    wait_until(lambda: numbers_told(page.eligibility.equation) == [4, 3, 0, 0, 1])


def assign_and_pack(app: Running, keys: Keyboard, packs: Path) -> None:
    """On to the next screen, the gaps filled after a look at the list, and a pack for each member."""
    for number in range(2, 9):
        keys.press(Qt.Key(Qt.Key.Key_0.value + number), ALT)
        if app.key == "assignment":
            break
    page = app.program.shell.current_page
    assert isinstance(page, AssignmentPage)
    wait_until(page.table.hasFocus)
    keys.press(Qt.Key.Key_G, CTRL)
    app.dialog(ChangesDialog)
    keys.press(Qt.Key.Key_Return)
    wait_until(lambda: page.grid.readers == 3)
    keys.press(Qt.Key.Key_E, CTRL)
    app.dialog(PacksDialog)
    keys.name_file_soon(packs)
    keys.press(Qt.Key.Key_Return)
    wait_until(lambda: len(list(packs.glob("*.ddpack"))) == 3 and not page.work.busy)


def check(place: Workplace, packs: Path) -> None:
    """Everything that was done is there, and the withdrawn application is in no pack."""
    view = see_eligibility(place)
    withdrawn = [each.register.reference for each in view.standings if each.withdrawn is not None]
    others = {each.register.reference for each in view.standings} - set(withdrawn)
    assert len(withdrawn) == 1
    assert see_intake(place).unchecked == 0
    assert {each.state for each in see_form(place, min(others)).answers} <= {"accepted", "missing"}
    read = [read_pack(path) for path in sorted(packs.glob("*.ddpack"))]
    assert {each.reference for pack in read for each in pack.applications} == others
    assert sum(len(pack.applications) for pack in read) == 2 * len(others)
