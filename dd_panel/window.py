"""Opens the window: an application with its letters, language, settings and log, on the files that were named."""

from __future__ import annotations

import sys
from datetime import datetime
from typing import TYPE_CHECKING, Final

import platformdirs
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication

from dd_panel.app import Program
from dd_panel.domain.rounds import LONDON
from dd_panel.paths import resources
from dd_panel.text import SOURCE_LANGUAGE, use_language
from dd_panel.ui.garbage import Sweeping
from dd_panel.ui.mishaps import Mishaps
from dd_panel.ui.settings import Settings
from dd_panel.ui.theme import STYLE, Theme, load_fonts
from dd_panel.ui.tokens import load_tokens

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

NAME: Final = "dd-panel"
FOLDER: Final = "dd_panel"


def london_now() -> datetime:
    """The present time in London."""
    return datetime.now(LONDON)


def run(files: Sequence[Path] = ()) -> int:
    """Open the window, with a file where one is named, and stay until it is closed; returns the exit code."""
    app = QApplication([NAME, "-style", STYLE])
    app.setApplicationName(NAME)
    app.setApplicationVersion(_version())
    app.setDesktopFileName(NAME)
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
    load_fonts(resources() / "fonts")
    settings = Settings(platformdirs.user_config_path(FOLDER, appauthor=False) / "settings.json")
    if settings.language != SOURCE_LANGUAGE:
        use_language(settings.language, resources() / "i18n")
    mishaps = Mishaps(platformdirs.user_log_path(FOLDER, appauthor=False) / f"{NAME}.log")
    mishaps.listen()
    theme = Theme(load_tokens(resources() / "design" / "tokens.json"), settings.mode, settings.text_scale)
    theme.install(app, starting=True)
    program = Program(theme, settings, mishaps, london_now, platformdirs.user_documents_path())
    sweeping = Sweeping(lambda: program.working, program)
    program.opened.connect(sweeping.leave_alone)
    program.closed.connect(sweeping.look_at_all)
    program.begin(files)
    sweeping.leave_alone()
    code = app.exec()
    mishaps.rest()
    return code


def _version() -> str:
    return str(sys.modules["dd_panel"].__version__)
