"""How the writing of a file ended: where it lies, or why there is none and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from dd_panel.text import _
from dd_panel.ui.speech import announce
from dd_panel.ui.widgets.buttons import Button
from dd_panel.ui.widgets.layouts import column
from dd_panel.ui.widgets.states import Callout

if TYPE_CHECKING:
    from pathlib import Path

    from dd_panel.domain.errors import DDPanelError
    from dd_panel.ui.theme import Theme


class Outcome(QWidget):
    """Hidden until there is something to say."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._path: Path | None = None
        self.show_folder = Button(theme, _("Show in folder"), "quiet", extent="small")
        self._done = Callout(theme, "good", "", action=self.show_folder)
        self.mend = Button(theme, _("Mend it"), extent="small")
        self.mend.hide()
        self._trouble = Callout(theme, "bad", "", action=self.mend)
        self.setLayout(column(self._done, self._trouble, gap=0))
        self.show_folder.clicked.connect(self._on_folder_asked)
        self.clear()

    @property
    def path(self) -> Path | None:
        """Where the file lies, if it was written."""
        return self._path

    def show_done(self, title: str, path: Path, then: str = "") -> None:
        """Say that the file is written and where, and perhaps what to do `then`."""
        self._path = path
        self._done.set_words(title, "\n".join(part for part in (then, str(path)) if part))
        self._show(done=True)
        announce(self, " ".join(part for part in (_("{title}: {path}").format(title=title, path=path), then) if part))

    def show_trouble(self, trouble: DDPanelError, mend: str = "") -> None:
        """Say why there is no file, and what to do; `mend` is what the button beside it does, empty for no button."""
        self._path = None
        sentence = " ".join(part for part in (trouble.detail, trouble.remedy) if part)
        self._trouble.set_words(trouble.title, sentence)
        self.mend.setText(mend)
        self.mend.setVisible(bool(mend))
        self._show(done=False)
        announce(self, str(trouble), at_once=True)

    def clear(self) -> None:
        """Say nothing."""
        self.hide()

    def _show(self, *, done: bool) -> None:
        self._done.setVisible(done)
        self._trouble.setVisible(not done)
        self.show()

    def _on_folder_asked(self) -> None:
        if self._path is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._path.parent)))
