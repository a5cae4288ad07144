"""Puts the screen together on which a new round is set up, with its draft kept and its wishes answered."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from dd_panel.ui.round.setup.draft_model import DraftModel
from dd_panel.ui.round.setup.keeping import DraftKeeper, kept_draft
from dd_panel.ui.round.setup.page import NewRoundPage

if TYPE_CHECKING:
    from dd_panel.services.workplace import Clock
    from dd_panel.ui.settings import Settings
    from dd_panel.ui.shell import Shell
    from dd_panel.ui.start.beginnings import Beginnings
    from dd_panel.ui.theme import Theme
    from dd_panel.ui.undo import UndoHistory


def new_round_page(
    theme: Theme, shell: Shell, beginnings: Beginnings, settings: Settings, undo: UndoHistory, clock: Clock
) -> NewRoundPage:
    """Make the screen with what was typed there the last time; `beginnings` asks for files and makes the round."""
    model = DraftModel(kept_draft(settings))
    page = NewRoundPage(theme, model, undo)
    keeper = DraftKeeper(model, settings, page)
    keeper.kept.connect(lambda: shell.save_state.show_saved(clock()))
    page.definition_wanted.connect(lambda: beginnings.ask_for_definition(lambda path: page.read_definition(Path(path))))
    page.round_wanted.connect(beginnings.ask_where_to_found)
    beginnings.founded.connect(keeper.let_go)
    shell.closing.connect(keeper.flush)
    return page
