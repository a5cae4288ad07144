"""A member's desk, scores and attachments on the screen, for all the tests about them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from dd_panel.exchange.attachments.pdf_beside import PdfProcess
from dd_panel.services.workplace import Workplace
from dd_panel.ui.desk.my_scores.page import MyScoresPage
from dd_panel.ui.theme import Theme
from tests.exampledesk import make_review
from tests.ui.conftest import Show
from tests.ui.desk.readings import Reading
from tests.ui.desk.scores import TOM, Bench, Open
from tests.ui.desks import Desk, open_desk
from tests.ui.example_stores import review_of, unfinish


@pytest.fixture
def bench(tmp_path: Path, dressed_app: QApplication) -> Iterator[Bench]:
    bench = Bench(tmp_path, dressed_app)
    yield bench
    bench.settle()


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Workplace]:
    """Tom's review with one part-scored, one untouched and one conflicted application."""
    place = review_of(TOM, tmp_path)
    unfinish(place, TOM)
    yield place
    place.store.close()


@pytest.fixture
def opened(theme: Theme, bench: Bench, show: Show) -> Open:
    """My scores in a window of its own, with the keyboard in the table."""

    def make(place: Workplace) -> MyScoresPage:
        page = MyScoresPage(theme, place, bench.jobs, bench.undo, bench.choose)
        show(page, 1280, 720)
        page.on_shown()
        page.table.setFocus()
        bench.settle()
        return page

    return make


@pytest.fixture(scope="session")
def pdfs() -> Iterator[PdfProcess]:
    """The process that reads PDF documents, the same for all tests: a document knows nothing of another."""
    with closing(PdfProcess()) as process:
        yield process


@pytest.fixture
def reading(theme: Theme, dressed_app: QApplication, pdfs: PdfProcess) -> Iterator[Reading]:
    """Someone who opens attachments."""
    reading = Reading(theme, dressed_app, pdfs)
    yield reading
    reading.close()


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Margaret Ashe's review: six of 24 complete, Calderbrook half scored, one conflict."""
    return make_review(tmp_path_factory.mktemp("review") / "ashe.ddreview")


@pytest.fixture
def desk(theme: Theme, tmp_path: Path, begun: Path) -> Iterator[Desk]:
    """Her desk in a window."""
    with open_desk(theme, tmp_path, source=begun) as desk:
        yield desk
