"""What a PDF document needs besides itself, laid ready before one is chosen: the process that reads it, and a bar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dd_panel.ui.desk.documents.toolbar import PageBar

if TYPE_CHECKING:
    from dd_panel.exchange.attachments.pdf_beside import PdfProcess
    from dd_panel.ui.theme import Theme


class PdfSupplies:
    """The process that all documents of a desk are read in, and the bar of the next one.

    Making a bar takes as long as opening a document, and both want the interpreter.
    """

    def __init__(self, theme: Theme, process: PdfProcess) -> None:
        self._theme = theme
        self._bar: PageBar | None = None
        self.process = process

    def lay_bar_ready(self) -> None:
        """Have a bar before it is needed; it belongs to no widget, as it would be shown with it."""
        if self._bar is None:
            self._bar = PageBar(self._theme)

    def take_bar(self) -> PageBar:
        """Give away the bar that lies ready, or else a new one."""
        bar, self._bar = self._bar, None
        return bar or PageBar(self._theme)

    def close(self) -> None:
        """End the process, and let go of the bar nobody has wanted."""
        self.process.close()
        if self._bar is not None:
            self._bar.deleteLater()
            self._bar = None
