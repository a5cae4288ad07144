"""Under the findings: what a member's later scoresheet changed, and the choice between old and new."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from dd_panel.domain.identifiers import score_field
from dd_panel.services.returns.logbook import Subject
from dd_panel.services.returns.revising import ADVICE
from dd_panel.text import _, ngettext
from dd_panel.ui.round.returns.revision_model import RevisionModel, Sides, count_words, sides_of
from dd_panel.ui.round.returns.revision_table import RevisionTable
from dd_panel.ui.widgets.buttons import Button
from dd_panel.ui.widgets.fields import DropDown
from dd_panel.ui.widgets.frames import Rule
from dd_panel.ui.widgets.labels import ElidedLabel, IconLabel
from dd_panel.ui.widgets.layouts import column, held, row

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent

    from dd_panel.domain.rubric import Rubric
    from dd_panel.services.journal import Cell
    from dd_panel.services.returns.revising import Revision
    from dd_panel.ui.theme import Theme

Way = Literal["keep", "use"]
ROOMY: Final = 640
_ACROSS: Final = Qt.Orientation.Horizontal


class RevisionPanel(QWidget):
    """Shows one revision and asks for a choice: for the file with its buttons, for a cell or a row with K and U.

    `choice_asked` carries the later return's number, the way (keep, use), the entries it is about, and what it does in
    words.
    """

    choice_asked = Signal(int, str, object, str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._revisions: tuple[Revision, ...] = ()
        self._rubric: Rubric | None = None
        self._at = 0
        self._title = ElidedLabel(theme, "", "title")
        self._count = ElidedLabel(theme, "", "dense", "ink2")
        self.which = DropDown(theme, _("Revision"))
        self.keep = Button(theme, _("Keep"), extent="small")
        self.use = Button(theme, _("Use"), extent="small")
        self._model = RevisionModel()
        self.table = RevisionTable(theme, self._model)
        self._emptied = ElidedLabel(theme, "", "dense", "warn", weight=600)
        self.keep_emptied = Button(theme, _("Keep the old ones"), extent="small")
        said = row(IconLabel(theme, "alert", "warn"), (self._emptied, 1), self.keep_emptied, gap=8)
        said.setContentsMargins(16, 0, 16, 8)
        self.warning = held(said)
        icon = IconLabel(theme, "refresh", "info")
        words = row(self._title, (self._count, 1), gap=8)
        head = row(icon, (words, 1), self.which, self.keep, self.use, gap=8, margins=(16, 8, 16, 8))
        self.setLayout(column(Rule(theme), head, self.warning, Rule(theme), self.table, gap=0))
        self.keep.clicked.connect(self.keep_all)
        self.use.clicked.connect(self.use_all)
        self.keep_emptied.clicked.connect(self.keep_what_was_emptied)
        self.which.activated.connect(self._on_which)
        for button in (self.keep, self.use):
            button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # Where there is little room, whose revision it is and what may be chosen comes before how much it changed.
        self._count.setVisible(self.width() > self._theme.px(ROOMY))

    @property
    def revision(self) -> Revision | None:
        """The revision in sight."""
        return self._revisions[self._at] if self._revisions else None

    def show_revisions(self, revisions: Sequence[Revision], rubric: Rubric) -> None:
        """Show a member's revisions, the latest first; the one in sight stays in sight."""
        if (self._revisions, self._rubric) == (tuple(revisions), rubric):
            return  # read again, and nothing has changed: the keyboard may be in it
        before = self.revision
        self._revisions, self._rubric = tuple(revisions), rubric
        later = [each.later.return_id for each in revisions]
        same = before is not None and before.later.return_id in later
        self._at = later.index(before.later.return_id) if same and before is not None else 0
        self.which.clear()
        for each in revisions:
            sides = sides_of(each)
            self.which.addItem(_("{old} → {new}").format(old=sides.old, new=sides.new))
        self.which.setCurrentIndex(self._at)
        self.which.setVisible(len(revisions) > 1)
        self.setVisible(bool(revisions))
        self._show()

    def go_in(self) -> None:
        """Give the keyboard to the table."""
        if not self.table.currentIndex().isValid():
            self.table.setCurrentIndex(self._model.index(0, 0))
        self.table.setFocus()

    @property
    def subject(self) -> Subject | None:
        """The entry that the current cell is about."""
        revision, index = self.revision, self.table.currentIndex()
        each, cell = self._model.application(index), self._model.cell(index)
        if revision is None or each is None:
            return None
        field = score_field(cell.criterion) if cell is not None and cell.criterion != ADVICE else None
        return Subject(revision.member.member_id, each.application.reference, field)

    def keep_current(self) -> None:
        """Ask to keep the old value of the current cell or application."""
        self._ask("keep")

    def use_current(self) -> None:
        """Ask to use the new value of the current cell or application."""
        self._ask("use")

    def keep_all(self) -> None:
        """Ask to keep the old values of the whole file."""
        self._ask_all("keep")

    def keep_what_was_emptied(self) -> None:
        """Ask to keep the old values wherever the later scoresheet says nothing any more, and nowhere else."""
        revision = self.revision
        if revision is not None and self.isVisible() and (cells := revision.emptied()):
            said = ngettext(
                "Keep what {old} of {name} said in {count} entry that {new} leaves empty",
                "Keep what {old} of {name} said in {count} entries that {new} leaves empty",
                len(cells),
            )
            sides = sides_of(revision)
            words = said.format(old=sides.old, new=sides.new, name=revision.member.name, count=len(cells))
            self._emit("keep", cells, words)

    def use_all(self) -> None:
        """Ask to use the new values of the whole file."""
        self._ask_all("use")

    def _ask_all(self, way: Way) -> None:
        revision = self.revision
        if revision is None or not self.isVisible() or not revision.standing("new" if way == "keep" else "old"):
            return
        sides, count = sides_of(revision), revision.standing("new" if way == "keep" else "old")
        said = {
            "keep": ngettext("Keep {old} of {name} in {count} cell", "Keep {old} of {name} in {count} cells", count),
            "use": ngettext("Use {new} of {name} in {count} cell", "Use {new} of {name} in {count} cells", count),
        }[way].format(old=sides.old, new=sides.new, name=revision.member.name, count=count)
        self._emit(way, revision.choices(), said)

    def _ask(self, way: Way) -> None:
        """Ask for the current cell; the first and the last column stand for the whole application."""
        revision, index = self.revision, self.table.currentIndex()
        each, cell = self._model.application(index), self._model.cell(index)
        if revision is None or each is None or not self.isVisible():
            return
        sides = sides_of(revision)
        reference = each.application.reference
        if cell is None:
            name = f"{reference} {each.application.lead_authority}"
            said = _("Keep {old} for {name}") if way == "keep" else _("Use {new} for {name}")
            self._emit(way, each.choices, said.format(old=sides.old, new=sides.new, name=name))
            return
        fields = {change.field for change in cell.changes}
        wanted = tuple(choice for choice in each.choices if choice[1] in fields)
        short = str(self._model.headerData(index.column(), _ACROSS))
        said = {
            "keep": _("Keep {value} for {reference} · {criterion}; {side} says {other}"),
            "use": _("Use {other} for {reference} · {criterion}; {side} said {value}"),
        }[way].format(
            value=cell.old or _("nothing"),
            other=cell.new or _("nothing"),
            reference=reference,
            criterion=short,
            side=sides.new if way == "keep" else sides.old,
        )
        if wanted and cell.stands == ("new" if way == "keep" else "old"):
            self._emit(way, wanted, said)

    def _emit(self, way: Way, cells: tuple[Cell, ...], said: str) -> None:
        if self.revision is not None and cells:
            self.choice_asked.emit(self.revision.later.return_id, way, cells, said)

    def _on_which(self, at: int) -> None:
        self._at = at
        self._show()

    def _show(self) -> None:
        revision, rubric = self.revision, self._rubric
        if revision is None or rubric is None:
            return
        sides: Sides = sides_of(revision)
        title = _("Revision: {name}, {old} → {new}").format(name=revision.member.name, old=sides.old, new=sides.new)
        self._title.setText(title)
        self._count.setText(count_words(revision))
        self.setAccessibleName(title)
        self.keep.setText(_("Keep {version}").format(version=sides.old))
        self.use.setText(_("Use {version}").format(version=sides.new))
        kept, used = revision.standing("old"), revision.standing("new")
        self.keep.set_icon("check" if kept and not used else None)
        self.use.set_icon("check" if used and not kept else None)
        self.keep.setEnabled(used > 0)
        self.use.setEnabled(kept > 0)
        self._model.show_revision(revision, rubric)
        emptied = len(revision.emptied())
        self.warning.setVisible(emptied > 0)
        self._emptied.setText(
            ngettext(
                "{count} entry of {old} is empty in {new}",
                "{count} entries of {old} are empty in {new}",
                emptied,
            ).format(new=sides.new, old=sides.old, count=emptied)
        )
