"""The packs that follow from who reads what: asks for a passphrase and a folder, and makes them beside the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from dd_panel.text import _, ngettext
from dd_panel.ui.outside import ask_for_folder
from dd_panel.ui.round.assignment.dialogs import PacksDialog
from dd_panel.ui.round.assignment.work import before_packing, packing

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from dd_panel.services.round.packing import PackMade
    from dd_panel.services.workplace import Workplace
    from dd_panel.ui.round.work_strip import WorkStrip
    from dd_panel.ui.theme import Theme


def ask_where_packs_go(parent: QWidget) -> Path | None:
    """Ask where the packs are to lie; None when the person thinks better of it."""
    return ask_for_folder(parent, _("Where to put the review packs"))


class PackMaking(QObject):
    """Makes the packs of everybody who has something to read: `readers` says how many. `made` comes at the end."""

    made = Signal()

    def __init__(
        self,
        theme: Theme,
        page: QWidget,
        place: Workplace,
        work: WorkStrip,
        choose_folder: Callable[[QWidget], Path | None],
        readers: Callable[[], int],
    ) -> None:
        super().__init__(page)
        self._theme = theme
        self._page = page
        self._place = place
        self._work = work
        self._choose_folder = choose_folder
        self._readers = readers

    def ask(self) -> None:
        """Say what is not settled yet, ask for a passphrase and a folder, and make all packs."""
        if not self._work.busy and self._readers():
            self._work.start(_("Looking at what is settled"), before_packing(self._place), self._on_ready)

    def _on_ready(self, found: tuple[str, Sequence[str]]) -> None:
        if not self._page.isVisible():
            return  # nobody asks any more
        dialog = PacksDialog(self._theme, self._page, self._readers(), *found)
        dialog.wanted.connect(self._on_wanted)
        dialog.open()

    def _on_wanted(self, passphrase: str) -> None:
        folder = self._choose_folder(self._page)
        if folder is not None:
            work = packing(self._place, folder, passphrase or None)
            self._work.start(_("Making review packs"), work, self._on_made, kept=True)

    def _on_made(self, made: Sequence[PackMade]) -> None:
        title = ngettext("{count} review pack is made", "{count} review packs are made", len(made))
        self._work.say_done(title.format(count=len(made)), made[0].path)
        self.made.emit()
