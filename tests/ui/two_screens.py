"""`python -m tests.ui.two_screens ROUND` opens the second screen of the meeting, and says where it went."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from dd_panel.paths import resources
from dd_panel.services.meeting.conducting import see_meeting
from dd_panel.services.workplace import Workplace
from dd_panel.store.files import open_store
from dd_panel.ui.jobs import Jobs
from dd_panel.ui.meeting.page import MeetingPage
from dd_panel.ui.theme import Theme, load_fonts
from dd_panel.ui.tokens import load_tokens
from dd_panel.ui.undo import UndoHistory
from tests.exampledesk import clock
from tests.ui.keyboard import activate

WAIT_MS = 20


def main() -> int:
    """Open the first item and its second screen."""
    app = QApplication(sys.argv[:1])
    load_fonts(resources() / "fonts")
    theme = Theme(load_tokens(resources() / "design" / "tokens.json"), "light")
    theme.install(app)
    with open_store(Path(sys.argv[1])) as store:
        place, jobs = Workplace(store, clock, "chair"), Jobs()
        page = MeetingPage(theme, place, jobs, UndoHistory(), lambda *_each: None)
        page.resize(1280, 720)
        page.show()
        activate(page)
        page.on_shown()
        first = see_meeting(place).ranking.lines[0].application
        page.open_item(first.reference)
        while jobs.running:
            QTest.qWait(WAIT_MS)
        page.open_public()
        QTest.qWait(10 * WAIT_MS)
        public = page.findChildren(QWidget, "public")[0]
        told = {
            "own": page.screen().name(),
            "screen": public.screen().name(),
            "full": public.isFullScreen(),
            "size": [public.width(), public.height()],
            "keyboard": page.isActiveWindow(),
            "title": first.lead_authority in [label.text() for label in public.findChildren(QLabel)],
        }
        page.close()
    sys.stdout.write(json.dumps(told))
    return 0


if __name__ == "__main__":
    sys.exit(main())
