"""The left side of Returns: where scoresheets come in, the four numbers, and the members."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal

from dd_panel.text import _
from dd_panel.ui.round.returns.intake import FourNumbers, ScoresheetZone
from dd_panel.ui.round.returns.members import MembersModel, ReturnDelegate
from dd_panel.ui.round.returns.watch import FolderWatch, WatchOffer
from dd_panel.ui.widgets.frames import Panel, Rule
from dd_panel.ui.widgets.labels import Label
from dd_panel.ui.widgets.layouts import column
from dd_panel.ui.widgets.list_rows import RowList

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtGui import QResizeEvent

    from dd_panel.domain.identifiers import MemberId
    from dd_panel.services.returns.overview import MemberReturn, ReturnsView
    from dd_panel.services.workplace import Workplace
    from dd_panel.ui.jobs import Jobs
    from dd_panel.ui.outside import Outside
    from dd_panel.ui.theme import Theme

LOW: Final = 300


class ReturnsLeft(Panel):
    """Takes files, watches a folder, and lists the members.

    `files_given` carries files to merge; `member_changed` comes when the keyboard moves to another member,
    `member_chosen` when one is clicked or Enter is pressed, both with the member's id.
    """

    files_given = Signal(object)
    member_changed = Signal(str)
    member_chosen = Signal(str)

    def __init__(self, theme: Theme, place: Workplace, jobs: Jobs, outside: Outside) -> None:
        super().__init__(theme, "surface")
        self._theme = theme
        self._outside = outside
        self.zone = ScoresheetZone(theme)
        self.watch = FolderWatch(place, jobs)
        self.watch.setParent(self)  # goes with the screen, and so does what listens to it
        self.offer = WatchOffer(theme)
        self._numbers = FourNumbers(theme)
        self._model = MembersModel()
        self.members = RowList(theme, _("Panel members"))
        self.members.setItemDelegate(ReturnDelegate(theme, self.members))
        self.members.setModel(self._model)
        self._heading = Label(theme, _("Returns"), "h1")
        top = column(self._heading, self.zone, gap=8, margins=(16, 12, 16, 12))
        self.setLayout(column(top, self.offer, self._numbers, Rule(theme), (self.members, 1), gap=0))
        self.setAccessibleName(_("Panel members"))
        # F6 comes to Browse… though another button stands before it; Tab takes no notice of a pane that passes it on.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setFocusProxy(self.zone)
        self._connect()

    def show_view(self, view: ReturnsView) -> None:
        """Show the numbers and members of this moment."""
        self.show_numbers(view)
        self._model.show_rows(view.members)

    def show_numbers(self, view: ReturnsView) -> None:
        """Show the numbers alone; the members stay as they were read."""
        self._numbers.show_view(view)

    @property
    def member(self) -> MemberReturn | None:
        """The member whom the keyboard is on."""
        return self._model.row_at(self.members.currentIndex())

    def go_to(self, member: MemberId) -> None:
        """Make a member the current one."""
        for at, each in enumerate(self._model.rows):
            if each.member.member_id == member:
                self.members.setCurrentIndex(self._model.index(at))
                return

    def browse(self) -> None:
        """Look for scoresheets on the disk."""
        if not self.zone.busy and (files := self._outside.files(self)):
            self.files_given.emit(files)

    def watch_folder(self) -> None:
        """Choose a folder to watch, or stop watching it."""
        if self.watch.folder is not None:
            self._show_watched(None)
        elif (folder := self._outside.folder(self, _("Watch a folder for new scoresheets"))) is not None:
            self.watch.start(folder)
            self._show_watched(folder)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # The list needs the height that large text leaves; the bar names the screen, the tabs and the foot the numbers.
        for part in (self._heading, self._numbers):
            part.setHidden(self.height() < self._theme.px(LOW))

    def _connect(self) -> None:
        self.zone.browse_asked.connect(self.browse)
        self.zone.watch_asked.connect(self.watch_folder)
        self.watch.arrived.connect(self.offer.offer)
        self.watch.lost.connect(self._on_lost)
        self.offer.merge_asked.connect(self.files_given)
        self.members.selectionModel().currentChanged.connect(self._on_member_changed)
        self.members.clicked.connect(self._on_member_chosen)
        self.members.activated.connect(self._on_member_chosen)

    def _on_lost(self) -> None:
        self._show_watched(None)

    def _show_watched(self, folder: Path | None) -> None:
        if folder is None:
            self.watch.stop()
            self.offer.clear()
        self.zone.show_watched(folder.name or str(folder) if folder is not None else "")

    def _on_member_changed(self) -> None:
        if self.member is not None:
            self.member_changed.emit(str(self.member.member.member_id))

    def _on_member_chosen(self) -> None:
        if self.member is not None:
            self.member_chosen.emit(str(self.member.member.member_id))
