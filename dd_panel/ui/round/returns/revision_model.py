"""A revision as a table: changed applications down, criteria across, and what became of the total."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QAbstractTableModel, Qt

from dd_panel.domain.identifiers import is_score
from dd_panel.services.returns.revising import ADVICE
from dd_panel.text import DASH, _, ngettext
from dd_panel.ui.desk.words import one_decimal, whole
from dd_panel.ui.round.words import version_words
from dd_panel.ui.widgets.tips import plain_tip

if TYPE_CHECKING:
    from fractions import Fraction

    from dd_panel.domain.identifiers import CriterionKey
    from dd_panel.domain.rubric import Rubric
    from dd_panel.services.returns.revising import RevisedApplication, RevisedCell, Revision
    from dd_panel.ui.widgets.index import Index

ROW_ROLE: Final = int(Qt.ItemDataRole.UserRole)
CELL_ROLE: Final = ROW_ROLE + 1


@dataclass(frozen=True, slots=True)
class Sides:
    """How the two scoresheets of a revision are called: v2 and v3, or the earlier and the later."""

    old: str
    new: str


def sides_of(revision: Revision) -> Sides:
    """The names of both sides; two filled in by hand have no numbers."""
    old, new = version_words(revision.earlier), version_words(revision.later)
    return Sides(_("the earlier"), _("the later")) if old == new else Sides(old, new)


def count_words(revision: Revision) -> str:
    """How many applications changed, and how many did not."""
    changed = len(revision.applications)
    parts = [ngettext("{count} application changed", "{count} applications changed", changed).format(count=changed)]
    if revision.same:
        parts.append(ngettext("{count} the same", "{count} the same", revision.same).format(count=revision.same))
    return _(", ").join(parts)


def total_words(percent: Fraction | None) -> str:
    """A total of 100 as it is written here."""
    if percent is None:
        return DASH
    return whole(percent) if percent.denominator == 1 else one_decimal(percent)


def step_words(each: RevisedApplication) -> tuple[str, str]:
    """The change in the total with its sign, and its tone."""
    if each.old_percent is None or each.new_percent is None or each.old_percent == each.new_percent:
        return "", "ink2"
    step = each.new_percent - each.old_percent
    return (f"+{total_words(step)}", "good") if step > 0 else (f"−{total_words(-step)}", "bad")


class RevisionModel(QAbstractTableModel):
    """One row a changed application; the first column names it, the last one says what became of its total."""

    def __init__(self) -> None:
        super().__init__()
        self._shorts: dict[CriterionKey, str] = {}
        self._revision: Revision | None = None
        self._keys: tuple[CriterionKey, ...] = ()

    def show_revision(self, revision: Revision, rubric: Rubric) -> None:
        """Show another revision, or the same one with other values standing."""
        self._shorts = {criterion.key: criterion.short for criterion in rubric.criteria}
        advice = any(cell.criterion == ADVICE for each in revision.applications for cell in each.cells)
        keys = (*rubric.keys, *((ADVICE,) if advice else ()))
        before = self._revision
        same = (
            before is not None
            and before.later.return_id == revision.later.return_id
            and len(before.applications) == len(revision.applications)
            and keys == self._keys
        )
        if same:
            self._revision = revision
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1))
            return
        self.beginResetModel()
        self._revision, self._keys = revision, keys
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        if self._revision is None or (parent is not None and parent.isValid()):
            return 0
        return len(self._revision.applications)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._keys) + 2

    def application(self, index: Index) -> RevisedApplication | None:
        """The application of a row."""
        if self._revision is None or not index.isValid():
            return None
        return self._revision.applications[index.row()]

    def cell(self, index: Index) -> RevisedCell | None:
        """The criterion of a cell; None in the first and the last column."""
        each = self.application(index)
        if each is None or not 0 < index.column() <= len(self._keys):
            return None
        key = self._keys[index.column() - 1]
        return next((cell for cell in each.cells if cell.criterion == key), None)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation != Qt.Orientation.Horizontal:
            return None
        last = section == len(self._keys) + 1
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if last else Qt.AlignmentFlag.AlignHCenter
            return int((Qt.AlignmentFlag.AlignLeft if not section else side) | Qt.AlignmentFlag.AlignVCenter)
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if not section:
            return _("Changed applications")
        return _("Total") if last else self._short(self._keys[section - 1])

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        each, cell = self.application(index), self.cell(index)
        if each is None:
            return None
        if role == ROW_ROLE:
            return each
        if role == CELL_ROLE:
            return cell
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(each, cell, index.column())
        if role == Qt.ItemDataRole.ToolTipRole and cell is not None and cell.changes:
            words = (_change_words(change.field, change.old, change.new) for change in cell.changes)
            return plain_tip("\n".join(words))
        return None

    def _short(self, key: CriterionKey) -> str:
        return _("Advice") if key == ADVICE else self._shorts[key]

    def _spoken(self, each: RevisedApplication, cell: RevisedCell | None, column: int) -> str:
        application = each.application
        name = f"{application.reference} {application.lead_authority}"
        if not column:
            return name
        if column <= len(self._keys):
            return _(", ").join((name, self._cell_words(self._keys[column - 1], cell)))
        words = _("Total {old} before, {new} after").format(
            old=total_words(each.old_percent), new=total_words(each.new_percent)
        )
        return _(", ").join(part for part in (name, words, conflict_words(each)) if part)

    def _cell_words(self, key: CriterionKey, cell: RevisedCell | None) -> str:
        short = self._short(key)
        if cell is None or not cell.changes:
            return f"{short} {(cell.old if cell else '') or DASH}"
        words = {
            "new": _("{criterion}: {old} became {new}, and the new one stands"),
            "old": _("{criterion}: {old} became {new}, and the old one was kept"),
        }.get(cell.stands, _("{criterion}: {old} became {new}; something else was decided since"))
        said = words.format(criterion=short, old=cell.old or DASH, new=cell.new or DASH)
        if not is_score(cell.changes[0].field):
            said = _("{criterion} {score}: the words changed").format(criterion=short, score=cell.old or DASH)
        return said


def conflict_words(each: RevisedApplication) -> str:
    """What the later scoresheet says about a conflict."""
    return {"declared": _("Conflict declared"), "withdrawn": _("Conflict withdrawn")}.get(each.conflict, "")


def _change_words(field: str, old: str, new: str) -> str:
    return _("{field}: {old} → {new}").format(field=field.partition(".")[0], old=old or DASH, new=new or DASH)
