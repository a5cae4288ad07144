"""What nobody caught: it is written down, said once, and the work goes on.

What nobody foresaw has a reference in the log. A trouble that a person can put right, such as a file that fails while a
screen reads it, says so in its own words.
"""

from __future__ import annotations

import logging
import secrets
import sys
import threading
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Qt, Signal

from dd_panel.domain.errors import DDPanelError
from dd_panel.text import _
from dd_panel.ui.notices import Notice, notice_of

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

LARGEST: Final = 1_000_000
FORMAT: Final = "%(asctime)s %(levelname)s %(name)s: %(message)s"

_log = logging.getLogger(__name__)


class Mishaps(QObject):
    """Hears of every error that nobody caught, on any thread.

    `noted` carries what the window is to say of it, on the window's thread.
    """

    noted = Signal(object)
    _heard = Signal(object)

    def __init__(self, log_file: Path) -> None:
        super().__init__()
        self.log_file: Final = log_file
        self._former = (sys.excepthook, threading.excepthook)
        self._heard.connect(self.noted, Qt.ConnectionType.QueuedConnection)

    def listen(self) -> None:
        """Hear of errors from now on, and keep the log in its file; without a place for it, on standard error."""
        root = logging.getLogger()
        root.setLevel(logging.INFO)
        try:
            self.log_file.parent.mkdir(parents=True, exist_ok=True)
            self._keep_small()
            handler: logging.Handler = logging.FileHandler(self.log_file, encoding="utf-8", delay=True)
        except OSError:
            handler = logging.StreamHandler()
        handler.setFormatter(logging.Formatter(FORMAT))
        root.addHandler(handler)
        sys.excepthook = self.note
        threading.excepthook = self._note_thread

    def _keep_small(self) -> None:
        """Begin a new log when the old one has grown; the one before stays beside it."""
        # logging has a handler for this, but it brings sockets and pickles along at every start.
        if self.log_file.is_file() and self.log_file.stat().st_size > LARGEST:
            self.log_file.replace(self.log_file.with_suffix(".old.log"))

    def rest(self) -> None:
        """Leave errors to whoever heard of them before."""
        sys.excepthook, threading.excepthook = self._former

    def note(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """Write an error down and tell it."""
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        if isinstance(error, DDPanelError):
            _log.error("nobody caught", exc_info=(kind, error, trace))
            self._heard.emit(notice_of(error))
            return
        reference = secrets.token_hex(3).upper()
        _log.critical("reference %s", reference, exc_info=(kind, error, trace))
        self._heard.emit(self._unforeseen(reference))

    def _unforeseen(self, reference: str) -> Notice:
        return Notice(
            _("Something went wrong in the program."),
            _("It is noted as {reference} in {file}.").format(reference=reference, file=self.log_file),
            _("You can go on working. If it happens again, send that file to the secretariat."),
            tone="bad",
        )

    def _note_thread(self, said: threading.ExceptHookArgs) -> None:
        if said.exc_value is not None:
            self.note(said.exc_type, said.exc_value, said.exc_traceback)
