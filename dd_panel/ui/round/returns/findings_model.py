"""Findings as a tree of two levels: files, and what was found in each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, overload

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, Qt

from dd_panel.text import _
from dd_panel.ui.round.returns.findings_rows import FindingGroup, FindingRow
from dd_panel.ui.widgets.tips import plain_tip

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dd_panel.ui.widgets.index import Index

ROW_ROLE: Final = int(Qt.ItemDataRole.UserRole)
CELL: Final = 0
WHAT: Final = 1
MEND: Final = 2
DECISION: Final = 3
COLUMNS: Final = 4
_FILE: Final = 0
"""The internal id of a file's row; a finding's is the number of its file, counted from 1."""


class FindingsModel(QAbstractItemModel):
    """Files and their findings; every cell speaks the whole finding."""

    def __init__(self) -> None:
        super().__init__()
        self._groups: tuple[FindingGroup, ...] = ()

    @property
    def groups(self) -> tuple[FindingGroup, ...]:
        """The files shown."""
        return self._groups

    def show_groups(self, groups: tuple[FindingGroup, ...]) -> bool:
        """Show other files and findings; tells whether the same ones stand in the same places, so that none moved."""
        if _places(groups) != _places(self._groups):
            self.beginResetModel()
            self._groups = groups
            self.endResetModel()
            return False
        before, self._groups = self._groups, groups
        for at, (group, old) in enumerate(zip(groups, before, strict=True)):
            if group is not old and group != old:
                # Only of what changed: the tree asks each row it is told of for its height.
                file = self.index(at, CELL)
                self._tell_changed(file)
                for below, (row, old_row) in enumerate(zip(group.rows, old.rows, strict=True)):
                    if row != old_row:
                        self._tell_changed(self.index(below, CELL, file))
        return True

    def findings(self) -> Iterator[QModelIndex]:
        """Where the findings stand, from top to bottom."""
        for at, group in enumerate(self._groups):
            for row in range(len(group.rows)):
                yield self.createIndex(row, CELL, at + 1)

    def row_at(self, index: Index) -> FindingRow | None:
        """The finding of a row, None for a file."""
        return self._groups[index.internalId() - 1].rows[index.row()] if self._is_finding(index) else None

    def index_of(self, number: int) -> QModelIndex:
        """Where a finding stands, an invalid index when it is not shown."""
        for index in self.findings():
            found = self.row_at(index)
            if found is not None and found.number == number:
                return index
        return QModelIndex()

    def index_of_member(self, member: str) -> QModelIndex:
        """Where a member's latest file stands, an invalid index when it has no findings."""
        for at, group in enumerate(self._groups):
            if group.member == member:
                return self.index(at, CELL)
        return QModelIndex()

    def index(self, row: int, column: int, parent: Index | None = None) -> QModelIndex:
        # Not by `hasIndex`, which asks both counts through Qt: a tree that is laid out asks for each row several times.
        if not (0 <= row < self.rowCount(parent) and 0 <= column < COLUMNS):
            return QModelIndex()
        file = _FILE if parent is None or not parent.isValid() else parent.row() + 1
        return self.createIndex(row, column, file)

    @overload
    def parent(self, /) -> QObject | None: ...

    @overload
    def parent(self, index: Index, /) -> QModelIndex: ...

    def parent(self, index: Index | None = None, /) -> QModelIndex | QObject | None:
        if index is None:
            return super().parent()
        if not self._is_finding(index):
            return QModelIndex()
        return self.createIndex(index.internalId() - 1, CELL, _FILE)

    def rowCount(self, parent: Index | None = None) -> int:
        if parent is None or not parent.isValid():
            return len(self._groups)
        if self._is_finding(parent) or parent.column() != CELL:
            return 0
        return len(self._groups[parent.row()].rows)

    def columnCount(self, parent: Index | None = None) -> int:
        return COLUMNS

    def hasChildren(self, parent: Index | None = None) -> bool:
        return self.rowCount(parent) > 0

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return (_("Cell"), _("What is wrong"), _("Found → proposed mend"), _("Decision"))[section]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        found = self.row_at(index)
        shown: FindingGroup | FindingRow = self._groups[index.row()] if found is None else found
        if role == ROW_ROLE:
            return shown
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return shown.spoken()
        if found is None:
            return shown.file if role == Qt.ItemDataRole.DisplayRole and isinstance(shown, FindingGroup) else None
        if role == Qt.ItemDataRole.ToolTipRole and (found.whole_file or index.column() in {WHAT, MEND}):
            return plain_tip(found.spoken())
        if role == Qt.ItemDataRole.DisplayRole:
            mend = _("{found} → {proposal}").format(found=found.finding.found or "", proposal=found.proposal)
            return (found.where, found.finding.sentence, mend, found.decision)[index.column()]
        return None

    def _tell_changed(self, row: QModelIndex) -> None:
        self.dataChanged.emit(row, row.siblingAtColumn(COLUMNS - 1))

    def _is_finding(self, index: Index) -> bool:
        return index.isValid() and index.internalId() != _FILE


def _places(groups: tuple[FindingGroup, ...]) -> list[object]:
    """Which files and findings stand where, whatever is said of them."""
    return [(group.file, group.member, [(row.known, row.whole_file) for row in group.rows]) for group in groups]
