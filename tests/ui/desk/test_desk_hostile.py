"""An application whose words, names and attachments mean harm lies on the desk; scoring goes on beside it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from dd_panel.domain.applications import Answer, Application, Attachment
from dd_panel.domain.identifiers import Reference
from dd_panel.domain.panel import Assignment, Member
from dd_panel.domain.passages import Place
from dd_panel.services.review.beginning import state_no_other_conflicts
from dd_panel.services.review.reviewing import MEMBER_FACT
from dd_panel.services.review.searching import find_everywhere, read_everything
from dd_panel.services.workplace import Workplace, no_progress
from dd_panel.store.files import create
from dd_panel.store.store import FileKind
from dd_panel.ui.desk.documents.document_tab import DocumentTab
from dd_panel.ui.desk.documents.viewer import Viewer
from dd_panel.ui.desk.words import bid_words, closed
from dd_panel.ui.theme import Theme
from dd_panel.ui.widgets.frames import Card
from tests.documents import (
    crowded_pdf,
    docx_of,
    link,
    locked_pdf,
    paragraph,
    png_of,
    report,
    scripted_pdf,
)
from tests.exampledesk import ASHE, NOW, clock, example_rules
from tests.hostile import with_macros
from tests.ui.desks import Desk, open_desk, settle

WICKED = Reference("DD-001")
ANSWER = "Dear panel 😀,\x07\x1b[31m\n\u202eevil\u202c and a\u200bzero\u2060width zanzibar \ufffe \ud7ff\n<b>bold?</b>"
LINKED = docx_of(link("l1", "our plan"), {"l1": ("hyperlink", "file:///etc/passwd", True)})
FILES: tuple[tuple[str, bytes, str], ...] = (
    ("Accounts.pdf", locked_pdf(), "This PDF has a password."),
    ("Map.pdf", crowded_pdf(100_000), ""),
    ("Read me.pdf", scripted_pdf(), ""),
    ("Cut.pdf", report(30)[:9_000], ""),
    ("Plan.docm", docx_of(paragraph("The plan"), parts={"word/vbaProject.bin": b"macros"}), ""),
    ("Links.docx", LINKED, ""),
    ("Costs.xlsx", with_macros(), ""),
    ("Photograph.png", png_of(10_000, 10_000), "This picture is too large to show."),
    ("Notes.txt", b"the first notes", ""),
    ("Notes.txt", b"the second notes", ""),
    ("../../etc/passwd", b"root", ""),
    ("C:\\Windows\\system.ini", b"drivers", ""),
    ("business case", report(1), ""),
    ("\u202efdp.exe <img src='file:///etc/passwd'>", b"MZ\x90\0\x03", "This window does not show files of this kind."),
    ("a\x00b\x1f.txt", b"control", ""),
)


@pytest.fixture
def desk(theme: Theme, tmp_path: Path) -> Iterator[Desk]:
    """A desk with that application on it."""
    attached = tuple(Attachment(name, hashlib.sha256(each).hexdigest(), len(each)) for name, each, _why in FILES)
    wicked = Application(
        WICKED,
        "<h1>Council</h1>" * 20,
        title="\u202eeltit\u202c",
        answers=(Answer("<i>Why?</i>", ANSWER),),
        attachments=attached,
    )
    path = tmp_path / "wicked.ddreview"
    with create(path, FileKind.REVIEW, NOW) as store:
        with store.writing() as work:
            work.rounds.put(example_rules())
            work.panel.add_members([Member(ASHE, "Margaret Ashe")])
            for _name, content, _why in FILES:
                work.applications.put_blob(hashlib.sha256(content).hexdigest(), content)
            work.applications.add([wicked])
            work.panel.assign([Assignment(ASHE, WICKED, order=1)])
            work.about.put(MEMBER_FACT, ASHE)
        state_no_other_conflicts(Workplace(store, clock, "Margaret Ashe"))
    with open_desk(theme, tmp_path, source=path) as desk:
        yield desk


def test_every_attachment_is_shown_or_says_why_and_scoring_goes_on(desk: Desk) -> None:
    tabs, documents = desk.page.reader.tabs, desk.page.reader.documents
    assert tabs.count == len(FILES) + 1
    for at, (name, _content, why) in enumerate(FILES, start=1):
        tabs.choose(at)
        tabs.tab_chosen.emit(at)
        desk.wait()
        settle()
        tab = documents.currentWidget()
        if why:
            assert documents.viewer is None, name
            assert isinstance(tab, DocumentTab)
            assert tab.not_shown is not None
            assert tab.not_shown.reason.text() == why
        else:
            assert isinstance(documents.viewer, Viewer), name
        score = str(at % 6)
        desk.page.scoring.type_score(score)
        settle()
        assert desk.score("need") == score, name


def test_of_two_attachments_with_one_name_each_tab_has_its_own(desk: Desk) -> None:
    names = [tab.accessibleName() for tab in desk.page.reader.tabs.buttons]
    assert [name for name in names if name.startswith("Notes")] == ["Notes.txt", "Notes (2).txt"]


def test_a_program_whose_name_is_turned_round_does_not_pass_for_a_pdf(desk: Desk) -> None:
    tabs, documents = desk.page.reader.tabs, desk.page.reader.documents
    at = next(at for at, tab in enumerate(tabs.buttons) if tab.accessibleName().startswith("fdp.exe"))
    tabs.choose(at)
    tabs.tab_chosen.emit(at)
    desk.wait()
    tab = documents.currentWidget()
    assert isinstance(tab, DocumentTab)
    assert tab.not_shown is not None
    assert "\u202e" not in "".join(card.accessibleName() for card in tab.not_shown.findChildren(Card))


def test_the_answer_is_read_as_it_was_written(desk: Desk) -> None:
    text = desk.page.reader.text.toPlainText()
    assert "<b>bold?</b>" in text
    assert "😀" in text
    assert desk.page.reader.text.sections[1].title == "<i>Why?</i>"


def test_all_of_it_is_read_for_the_search_and_the_rest_can_be_found(desk: Desk) -> None:
    assert read_everything(desk.model.place, no_progress) == 1
    found = find_everywhere(desk.model.place, "zanzibar")
    assert (found.count, found.unread, found.found[0].place.part) == (1, 0, "question 1")
    second = find_everywhere(desk.model.place, '"second notes"').found
    assert [each.place.document for each in second] == ["Notes (2).txt"]
    desk.page.reader.show_place(second[0].place)
    desk.wait()
    assert desk.page.reader.tabs.chosen == 10


def test_evidence_from_a_wicked_answer_goes_into_the_store_on_one_line(desk: Desk) -> None:
    desk.page.reader.show_place(find_place(desk))
    settle()
    desk.press(Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert desk.stored("evidence.need") == "“zanzibar” [Application, question 1]"


def find_place(desk: Desk) -> Place:
    read_everything(desk.model.place, no_progress)
    return find_everywhere(desk.model.place, "zanzibar").found[0].place


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Latham Council", "Latham Council"),
        ("\u202eeltit", "\u202eeltit\u202c"),
        ("\u2067a \u202ab\u202c", "\u2067a \u202ab\u202c\u2069"),
        ("\u202c\u2069a", "\u202c\u2069a"),
        ("", ""),
    ],
)
def test_marks_of_direction_end_with_the_words_they_stand_in(written: str, read: str) -> None:
    assert closed(written) == read


def test_a_council_that_turns_its_name_round_leaves_the_title_alone(desk: Desk) -> None:
    application = replace(desk.model.item(WICKED).application, lead_authority="\u202eliciuoC", title="Buses")
    assert bid_words(application) == "\u202eliciuoC\u202c – Buses"
    assert bid_words(replace(application, title="\u202eliciuoC Buses")) == "\u202eliciuoC Buses"
