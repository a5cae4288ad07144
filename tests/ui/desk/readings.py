"""Someone who opens attachments in a window, and what can be seen of them."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from dd_panel.domain.applications import Attachment
from dd_panel.exchange.attachments.pdf_beside import PdfProcess
from dd_panel.paths import resources
from dd_panel.ui.desk.documents.document_tab import DocumentTab
from dd_panel.ui.desk.documents.pdf_pane import PdfPane
from dd_panel.ui.desk.documents.pdf_supplies import PdfSupplies
from dd_panel.ui.jobs import Jobs
from dd_panel.ui.theme import Theme
from tests.ui.keyboard import activate, settle

EXAMPLE = resources() / "example" / "attachments"


class Reading:
    """Someone who opens attachments in a window."""

    def __init__(self, theme: Theme, app: QApplication, pdfs: PdfProcess) -> None:
        self._theme = theme
        self._app = app
        self.pdfs = pdfs
        self._tabs: list[DocumentTab] = []
        self.jobs = Jobs()

    def open(self, content: bytes | Path, name: str = "", waits: bool = True) -> DocumentTab:
        """Open an attachment and wait until it stands there, with its pages drawn."""
        if isinstance(content, Path):
            name, content = content.name, content.read_bytes()
        kept = content
        tab = DocumentTab(
            self._theme,
            self.jobs,
            PdfSupplies(self._theme, self.pdfs),
            lambda: kept,
            Attachment(name, "0" * 64, len(kept)),
        )
        self._tabs.append(tab)
        tab.resize(718, 620)
        tab.show()
        activate(tab)
        while tab.viewer is None and tab.not_shown is None:
            QTest.qWait(5)
        if waits:
            self.wait()
        return tab

    def pdf(self, content: bytes | Path, name: str = "report.pdf") -> PdfPane:
        """Open a PDF document with the keyboard on its pages."""
        viewer = self.open(content, name).viewer
        assert isinstance(viewer, PdfPane)
        viewer.setFocus()
        return viewer

    def wait(self) -> None:
        """Wait until nothing is left to do beside the window."""
        quiet = 0
        for _round in range(200):
            QTest.qWait(40)  # what is wanted is gathered for a moment before it is drawn
            worked = bool(self.jobs.running)
            self.jobs.wait()
            settle(self._app)
            quiet = 0 if worked or self.jobs.running else quiet + 1
            if quiet == 2:  # on a busy machine a moment is longer than once
                return

    def close(self) -> None:
        """Leave everything."""
        for tab in self._tabs:
            tab.release()
        self._tabs = []
        self.jobs.wait()
        settle(self._app)
        self.jobs.wait()


def press(widget: QWidget, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(widget, key, modifier)


def colours(widget: QWidget) -> set[str]:
    """Every colour that a picture of the widget has, looked at in every third point."""
    image = widget.grab().toImage()
    return {image.pixelColor(x, y).name() for x in range(0, image.width(), 3) for y in range(0, image.height(), 3)}
