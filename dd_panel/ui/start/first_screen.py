"""Puts the first screen together: its wishes are answered, and it shows the work they lead to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dd_panel.ui.start.page import StartPage

if TYPE_CHECKING:
    from pathlib import Path

    from dd_panel.services.review.reviewing import Desk
    from dd_panel.services.workplace import Clock
    from dd_panel.ui.jobs import Jobs
    from dd_panel.ui.settings import Settings
    from dd_panel.ui.start.beginnings import Beginnings
    from dd_panel.ui.theme import Theme


def first_screen(theme: Theme, settings: Settings, jobs: Jobs, clock: Clock, beginnings: Beginnings) -> StartPage:
    """Make the screen that offers the files opened before; `beginnings` asks for others and gets them ready.

    Opening a file and going to the new round are left to whoever shows the screen.
    """
    page = StartPage(theme, settings, jobs, clock, lambda path: _read_desk(path, clock))
    page.pack_wanted.connect(beginnings.ask_for_pack)
    page.round_wanted.connect(beginnings.ask_for_round)
    page.lock_wanted.connect(beginnings.ask_what_to_lock)
    page.removal_wanted.connect(beginnings.ask_what_to_remove)
    page.example_wanted.connect(beginnings.ask_about_example)
    page.find_wanted.connect(beginnings.ask_where_it_is)
    page.stop_wanted.connect(beginnings.stop)
    beginnings.begun.connect(page.working.begin)
    beginnings.progress.connect(page.working.show_progress)
    beginnings.ended.connect(page.working.hide)
    return page


def _read_desk(path: Path, clock: Clock) -> Desk:
    # Imported here, as the store costs more than the whole first screen.
    from dd_panel.services.review.reviewing import see_desk
    from dd_panel.services.workplace import Workplace
    from dd_panel.store.files import open_store

    with open_store(path, writing=False) as store:
        return see_desk(Workplace(store, clock, ""))
