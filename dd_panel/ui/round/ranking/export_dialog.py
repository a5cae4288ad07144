"""For whom the consolidated workbook is: how members are named in it, and who must not see all of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal

from dd_panel.text import _
from dd_panel.ui.widgets.buttons import Button
from dd_panel.ui.widgets.dialogs import MARGIN, LargeDialog
from dd_panel.ui.widgets.fields import DropDown
from dd_panel.ui.widgets.labels import Label, Para, buddy
from dd_panel.ui.widgets.layouts import column, row
from dd_panel.ui.widgets.segmented import SegmentedControl

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from dd_panel.domain.identifiers import MemberId
    from dd_panel.domain.panel import Member
    from dd_panel.exchange.consolidated.contents import Naming
    from dd_panel.services.workplace import Progress, Workplace
    from dd_panel.ui.round.file_export import Write
    from dd_panel.ui.theme import Theme

    WriteEdition = Callable[[Workplace, Path, Progress, "Edition"], object]
    """Writes one edition of the workbook beside the window."""

SIZE: Final = (560, 420)
NAMINGS: Final[tuple[Naming, ...]] = ("full", "initials", "letters")


@dataclass(frozen=True, slots=True)
class Edition:
    """One way to write the workbook: members' names as they are named in it, and the `reader` it is made safe for."""

    naming: Naming = "full"
    reader: MemberId | None = None

    def file_name(self, reference: str) -> str:
        """A name that tells one edition from another."""
        parts = [f"{reference} consolidated"]
        parts += [self.naming] if self.naming != "full" else []
        parts += [str(self.reader)] if self.reader is not None else []
        return " ".join(parts) + ".xlsx"


WHOLE: Final = Edition()
"""Everything, with full names: for the secretariat."""


def written_as(consolidate: WriteEdition, edition: Edition) -> Write:
    """How to write one edition, for whoever writes a file beside the window."""

    def write(place: Workplace, path: Path, progress: Progress) -> object:
        return consolidate(place, path, progress, edition)

    return write


class ExportDialog(LargeDialog):
    """Asks for whom the workbook is; Enter exports, Esc leaves it. `chosen` carries the edition."""

    chosen = Signal(object)

    def __init__(self, theme: Theme, members: Iterable[Member], parent: QWidget) -> None:
        title = _("Export the consolidated workbook")
        super().__init__(theme, parent, title, SIZE)
        self._members = tuple(members)
        self.naming = SegmentedControl(
            theme, (_("Full names"), _("Initials"), _("Letters")), 0, name=_("Names of the members")
        )
        named = [_("{name} ({id})").format(name=each.name, id=each.member_id) for each in self._members]
        self.reader = DropDown(theme, _("Who will read it"), [_("Anybody who may see all of it"), *named])
        self.cancel_button = Button(theme, _("Cancel"))
        self.export_button = Button(theme, _("Export"), "primary", icon="export")
        self.export_button.setDefault(True)
        about = _("The secretariat's own copy has full names and everything in it.")
        head = column(
            Label(theme, title, "title"), Para(theme, about, "dense", "ink2"), gap=4, margins=(MARGIN, 20, MARGIN, 12)
        )
        publication = _(
            "For publication: initials or letters stand for the members everywhere, and the reasons of conflicts, the "
            "names of files, strictness and the change log are left out."
        )
        safe = _("For one member: everything about applications with which that member has a conflict is left out.")
        body = column(
            Label(theme, _("Names of the members"), "body", weight=600),
            self.naming,
            Para(theme, publication, "dense", "ink2"),
            12,
            buddy(Label(theme, _("Who will read it"), "body", weight=600), self.reader),
            self.reader,
            Para(theme, safe, "dense", "ink2"),
            None,
            gap=6,
            margins=(MARGIN, 16, MARGIN, 16),
        )
        foot = row(None, self.cancel_button, self.export_button, gap=8, margins=(MARGIN, 12, MARGIN, 16))
        self.set_parts(head, body, foot)
        self.setAccessibleDescription(about)
        self.cancel_button.clicked.connect(self.reject)
        self.export_button.clicked.connect(self._on_export)
        self.export_button.setFocus()

    @property
    def edition(self) -> Edition:
        """What is chosen now."""
        at = self.reader.currentIndex()
        return Edition(NAMINGS[self.naming.chosen or 0], self._members[at - 1].member_id if at > 0 else None)

    def _on_export(self) -> None:
        edition = self.edition
        self.accept()
        self.chosen.emit(edition)
