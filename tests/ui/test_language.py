"""The window in Welsh: a draft, partly translated, whose every sentence can be filled in like the English one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from PySide6.QtWidgets import QMenu

from dd_panel.paths import resources
from dd_panel.text import DOMAIN, SOURCE_LANGUAGE, ngettext, use_language
from dd_panel.ui.app_bar import LANGUAGES
from dd_panel.ui.desk.my_scores.page import MyScoresPage
from dd_panel.ui.desk.reading.application_text import LABEL_COLUMN, LABEL_GAP
from dd_panel.ui.settings import Settings
from dd_panel.ui.shell import Shell
from dd_panel.ui.start.page import StartPage
from dd_panel.ui.theme import Theme
from tests.exampledesk import make_review
from tests.ui.desks import settle
from tests.ui.looks import cut_off
from tests.ui.programs import desk_of, running

CATALOGUES = resources() / "i18n"
CODES = [code for code, _words in LANGUAGES if code != SOURCE_LANGUAGE]


@pytest.fixture(autouse=True)
def _british_again() -> Iterator[None]:
    yield
    use_language(SOURCE_LANGUAGE)


def places_in(sentence: str) -> set[str]:
    return {name for _text, name, _form, _conversion in Formatter().parse(sentence) if name is not None}


def sentences(catalogue: Catalog) -> dict[str, tuple[str, ...]]:
    """English to translated, without the header, which holds the minute in which it was compiled."""
    return {
        message.id if isinstance(message.id, str) else message.id[0]: tuple(
            [message.string] if isinstance(message.string, str) else message.string
        )
        for message in catalogue
        if message.id and message.string and any(message.string)
    }


@pytest.mark.parametrize("code", CODES)
def test_every_translated_sentence_has_the_places_of_the_english_one(code: str) -> None:
    with (CATALOGUES / code / "LC_MESSAGES" / f"{DOMAIN}.po").open("rb") as file:
        catalogue = read_po(file)
    translated = [message for message in catalogue if message.id and message.string and any(message.string)]
    assert len(translated) > 300
    for message in translated:
        english = message.id if isinstance(message.id, str) else message.id[0]
        for form in [message.string] if isinstance(message.string, str) else message.string or []:
            assert places_in(form) == places_in(english), form


@pytest.mark.parametrize("code", CODES)
def test_what_is_compiled_is_what_was_translated(code: str) -> None:
    folder = CATALOGUES / code / "LC_MESSAGES"
    with (folder / f"{DOMAIN}.po").open("rb") as source, (folder / f"{DOMAIN}.mo").open("rb") as shipped:
        assert sentences(read_po(source)).items() <= sentences(read_mo(shipped)).items()


def test_the_first_screen_speaks_welsh_and_leaves_in_english_what_nobody_translated(
    theme: Theme, tmp_path: Path
) -> None:
    assert use_language("cy", CATALOGUES)
    with running(theme, tmp_path) as app:
        page = app.program.shell.current_page
        assert isinstance(page, StartPage)
        assert (page.title, page.greeting.text(), page.open_pack.accessibleName().split(",")[0]) == (
            "Dechrau",
            "Croeso",
            "Agor pecyn adolygu",
        )
    words = [ngettext("{count} application", "{count} applications", count).format(count=count) for count in (1, 2, 3)]
    assert words == ["1 cais", "2 gais", "3 chais"]


def test_the_desk_leaves_longer_words_their_room(theme: Theme, tmp_path: Path) -> None:
    assert use_language("cy", CATALOGUES)
    with running(theme, tmp_path, [make_review(tmp_path / "ashe.ddreview", 3)]) as app:
        document = desk_of(app).reader.text.document()
        label = document.find("Cymorth y gofynnwyd amdano").block()
        lines = [label.layout().lineAt(at) for at in range(label.layout().lineCount())]
        assert max(line.naturalTextWidth() for line in lines) <= theme.px(LABEL_COLUMN - LABEL_GAP)
        app.program.shell.resize(1280, 720)
        settle()
        assert cut_off(app.program.shell) == []
        page = app.program.shell.go_to("scores")
        assert isinstance(page, MyScoresPage)
        assert page.show_control.width() >= page.show_control.minimumSizeHint().width()


def test_the_language_is_chosen_beside_the_text_size_and_kept(theme: Theme) -> None:
    settings = Settings(None)
    shell = Shell(theme, settings)
    shell.show()
    shell.app_bar.text_size_button.click()
    menu = shell.app_bar.findChildren(QMenu)[-1]
    assert [action.text() for action in menu.actions() if action.isChecked()] == ["100%", "English"]

    next(action for action in menu.actions() if action.text().startswith("Cymraeg")).trigger()
    settle()

    assert (settings.language, theme.text_scale) == ("cy", 1.0)
    assert shell.notices.current is not None
    assert "started again" in shell.notices.current.title
    menu.close()
    shell.close()
    shell.deleteLater()
    settle()
