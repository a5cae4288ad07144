"""`python -m tests.bench.desk_window WHAT FILE` times the review desk from within, and tells what it took in JSON."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pypdfium2
from PySide6.QtCore import QEventLoop, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QStackedWidget, QTextBrowser

from dd_panel.domain.applications import Answer
from dd_panel.domain.identifiers import Reference
from dd_panel.exchange.attachments.pdf import PdfFile
from dd_panel.paths import resources
from dd_panel.services.workplace import Workplace
from dd_panel.store.files import open_store
from dd_panel.ui.desk.documents.pdf_pane import PdfPane
from dd_panel.ui.desk.page import DeskPage
from dd_panel.ui.desk.review_model import ReviewModel
from dd_panel.ui.jobs import Jobs
from dd_panel.ui.settings import Settings
from dd_panel.ui.shell import Destination, Shell
from dd_panel.ui.theme import Theme, load_fonts
from dd_panel.ui.tokens import load_tokens
from dd_panel.ui.undo import UndoHistory
from tests.bench.idle import memory
from tests.bench.rounds import NOON

TIMES = 15
EXTENT = (1440, 900)


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
    """From the bytes of a PDF to its first page in a window that is there, and the same page by pypdfium2 alone."""
    content = file.read_bytes()
    told: dict[str, list[float]] = {"ours": [], "bare": []}
    window = QStackedWidget()
    window.resize(800, 800)
    window.show()
    settle()
    for _time in range(TIMES):
        jobs = Jobs()
        started = time.perf_counter()
        pane = PdfPane(theme, jobs, PdfFile(content), window.size())
        window.setCurrentIndex(window.addWidget(pane))
        # What is drawn ahead of the eye comes after this. The window sleeps meanwhile, as in real life: one that asks
        # again and again takes the interpreter from the thread that draws.
        while not pane.view.shows_page(0):
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        settle()
        told["ours"].append(time.perf_counter() - started)
        scale = pane.view.zoom * 96 / 72
        pane.release()
        window.removeWidget(pane)
        pane.deleteLater()
        jobs.wait()
        settle()
        started = time.perf_counter()
        document = pypdfium2.PdfDocument(content)
        bitmap = document[0].render(scale=scale).to_numpy()
        QImage(bitmap.data, bitmap.shape[1], bitmap.shape[0], bitmap.strides[0], QImage.Format.Format_BGR888).copy()
        told["bare"].append(time.perf_counter() - started)
        document.close()
    return told


def many_pages(theme: Theme, file: Path) -> dict[str, list[float]]:
    """Memory of a window without a document, and the most that is held while 500 pages are leafed through."""
    jobs = Jobs()
    empty = QTextBrowser()
    empty.resize(*EXTENT)
    empty.show()
    settle()
    before = memory()
    pane = PdfPane(theme, jobs, PdfFile(file.read_bytes()), empty.size())
    pane.resize(*EXTENT)
    pane.show()
    most = before
    for page in range(0, 500, 2):
        pane.view.go_to_page(page)
        until = time.perf_counter() + 0.06
        while time.perf_counter() < until or not pane.view.images.idle:
            settle()
        most = max(most, memory())
    pane.release()
    jobs.wait()
    return {"before": [before], "most": [most]}


if __name__ == "__main__":
    sys.exit(main())
