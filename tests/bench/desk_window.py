"""`python -m tests.bench.desk_window WHAT FILE` times the review desk from within, and tells what it took in JSON."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pypdfium2
from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QStackedWidget, QTextBrowser

from dd_panel.domain.applications import Answer, Attachment
from dd_panel.domain.identifiers import Reference
from dd_panel.exchange.attachments.pdf import PdfFile
from dd_panel.exchange.attachments.pdf_beside import PdfProcess
from dd_panel.paths import resources
from dd_panel.services.workplace import Workplace
from dd_panel.store.files import open_store
from dd_panel.ui.desk.documents.document_stack import DocumentStack
from dd_panel.ui.desk.documents.pdf_pane import PdfPane
from dd_panel.ui.desk.documents.toolbar import PageBar
from dd_panel.ui.desk.page import DeskPage
from dd_panel.ui.desk.review_model import ReviewModel
from dd_panel.ui.jobs import Jobs
from dd_panel.ui.settings import Settings
from dd_panel.ui.shell import Destination, Shell
from dd_panel.ui.theme import Theme, load_fonts
from dd_panel.ui.tokens import load_tokens
from dd_panel.ui.undo import UndoHistory
from tests.bench.idle import family_memory, memory
from tests.bench.rounds import NOON

TIMES = 15
EXTENT = (1440, 900)
KEY_MS = 100
"""The next key after the one that opened an application follows no sooner."""

MOMENT_MS = 300
"""How long somebody reads an application's own text, at the least, before looking for an attachment."""


def main() -> int:
    """Do what is asked for."""
    what, file = sys.argv[1], Path(sys.argv[2])
    app = QApplication(["dd-panel"])
    load_fonts(resources() / "fonts")
    theme = Theme(load_tokens(resources() / "design" / "tokens.json"), "light")
    theme.install(app)
    json.dump({"desk": desk, "page": first_page, "pages": many_pages}[what](theme, file), sys.stdout)
    return 0


def settle() -> None:
    """Let Qt lay out and paint."""
    QApplication.processEvents()
    QApplication.processEvents()


def timed(work: Callable[[], object]) -> float:
    """The seconds until something is done and painted."""
    started = time.perf_counter()
    work()
    settle()
    return time.perf_counter() - started


def desk(theme: Theme, file: Path) -> dict[str, list[float]]:
    """Open applications here and there, go to the next by key, and show the same texts in Qt's own text window."""
    told: dict[str, list[float]] = {"open": [], "next": [], "bare": []}
    with open_store(file) as store:
        shell, jobs, undo = Shell(theme, Settings(None)), Jobs(), UndoHistory()
        model = ReviewModel(Workplace(store, lambda: NOON, "Member 1"), undo)
        page = DeskPage(theme, model, Settings(None), jobs, lambda _file: True)
        shell.set_destinations([Destination("desk", "Review desk", lambda: page)])
        bare = QTextBrowser()
        for window in (shell, bare):
            window.resize(*EXTENT)
            window.show()
        shell.go_to("desk")
        shell.activateWindow()
        settle()
        references = [item.application.reference for item in model.items]
        for at in range(1, TIMES + 1):
            reference = references[at * (len(references) - 2) // TIMES]
            told["open"].append(timed(partial(page.show_application, reference)))
            before = model.current
            told["next"].append(timed(lambda: QTest.keyClick(page.list_pane.view, Qt.Key.Key_BracketRight)))
            assert model.current is not before, "the key led nowhere"
            text = "\n".join(answer.text for answer in _answers(model, Reference(reference)))
            told["bare"].append(timed(partial(bare.setPlainText, text)))
        model.close()
        jobs.wait()
        shell.close()
    return told


def _answers(model: ReviewModel, reference: Reference) -> tuple[Answer, ...]:
    with model.place.store.reading() as work:
        return work.applications.get(reference).answers


def first_page(theme: Theme, file: Path) -> dict[str, list[float]]:
    """From choosing a PDF's tab to its first page in a window that is there, and that page by pypdfium2 alone.

    `next_key` is for a tab chosen by the key after the one that opened the application, `read` for one chosen after a
    moment's reading.
    """
    content = file.read_bytes()
    told: dict[str, list[float]] = {"next_key": [], "read": [], "bare": []}
    window, text, jobs = QStackedWidget(), QTextBrowser(), Jobs()
    stack = DocumentStack(theme, jobs, lambda _attachment: lambda: content)
    window.addWidget(text)
    window.addWidget(stack)
    window.resize(800, 800)
    window.show()
    settle()

    def opened() -> None:
        window.setCurrentWidget(text)
        stack.show_attachments((Attachment(file.name, "0" * 64, len(content)),))
        settle()

    opened()
    wait(MOMENT_MS * 5)  # the first document of a session also starts the process that reads them
    for _time in range(TIMES):
        for key, moment in (("next_key", KEY_MS), ("read", MOMENT_MS)):
            opened()
            wait(moment)
            told[key].append(_until_shown(window, stack))
        scale = _zoom(stack) * 96 / 72
        _rest(jobs)
        started = time.perf_counter()
        document = pypdfium2.PdfDocument(content)
        bitmap = document[0].render(scale=scale).to_numpy()
        QImage(bitmap.data, bitmap.shape[1], bitmap.shape[0], bitmap.strides[0], QImage.Format.Format_BGR888).copy()
        told["bare"].append(time.perf_counter() - started)
        document.close()
    stack.close_all()
    jobs.wait()
    return told


def _until_shown(window: QStackedWidget, stack: DocumentStack) -> float:
    """The seconds from choosing the attachment to its first page on the screen."""
    started = time.perf_counter()
    stack.bring(0)
    window.setCurrentWidget(stack)
    # What is drawn ahead of the eye comes after this. The window sleeps meanwhile, as in real life: one that asks
    # again and again takes the interpreter from the threads beside it.
    while not (isinstance(stack.viewer, PdfPane) and stack.viewer.view.shows_page(0)):
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    settle()
    return time.perf_counter() - started


def _zoom(stack: DocumentStack) -> float:
    assert isinstance(stack.viewer, PdfPane)
    return stack.viewer.view.zoom


def _rest(jobs: Jobs) -> None:
    """Let what is under way come to its end, and what follows from that."""
    for _time in range(2):
        jobs.wait()
        settle()


def wait(milliseconds: int) -> None:
    """Let the window's loop turn for so long, as it does while somebody reads."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def many_pages(theme: Theme, file: Path) -> dict[str, list[float]]:
    """Memory of a window without a document, and the most with 500 pages leafed through, in the process beside too."""
    jobs = Jobs()
    empty = QTextBrowser()
    empty.resize(*EXTENT)
    empty.show()
    settle()
    before = memory()
    pdfs = PdfProcess()
    pane = PdfPane(theme, jobs, PdfFile(file.read_bytes(), opener=pdfs.open), PageBar(theme), empty.size())
    pane.resize(*EXTENT)
    pane.show()
    most = before
    for page in range(0, 500, 2):
        pane.view.go_to_page(page)
        until = time.perf_counter() + 0.06
        while time.perf_counter() < until or not pane.view.images.idle:
            settle()
        most = max(most, family_memory())
    pane.release()
    jobs.wait()
    pdfs.close()
    return {"before": [before], "most": [most]}


if __name__ == "__main__":
    sys.exit(main())
