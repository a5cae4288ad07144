"""Keeps what is typed about a new round, so that neither a closed window nor a dead battery loses it."""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal

from dd_panel.domain.drafts import RoundDraft, draft_from_document, draft_to_document

if TYPE_CHECKING:
    from dd_panel.ui.round.setup.draft_model import DraftModel
    from dd_panel.ui.settings import Settings

PAUSE_MS: Final = 600

_log = logging.getLogger(__name__)


class DraftKeeper(QObject):
    """Remembers a draft 600 ms after the last key; `kept` says so each time."""

    kept = Signal()

    def __init__(self, model: DraftModel, settings: Settings, parent: QObject) -> None:
        super().__init__(parent)
        self._model = model
        self._settings = settings
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self.flush)
        model.changed.connect(self._pause.start)

    def flush(self) -> None:
        """Remember what is there now, without waiting for the pause."""
        self._pause.stop()
        draft = self._model.draft
        text = "" if draft == RoundDraft() else json.dumps(draft_to_document(draft))
        if text != self._settings.new_round:
            self._settings.set_new_round(text)
            self.kept.emit()

    def let_go(self) -> None:
        """Forget the draft, because its round is made."""
        self._model.begin(RoundDraft())
        self.flush()


def kept_draft(settings: Settings) -> RoundDraft:
    """What was typed the last time, or an empty draft."""
    if not settings.new_round:
        return RoundDraft()
    try:
        return draft_from_document(json.loads(settings.new_round))
    except (ValueError, TypeError, LookupError):
        _log.warning("what was typed about a new round could not be read; it begins empty", exc_info=True)
        return RoundDraft()
