"""`python -m tests.bench.bare_window KEYS WIDTH HEIGHT` opens what Qt itself offers: a table, or a list to find in."""

from __future__ import annotations

import sys
from collections.abc import Mapping

from PySide6.QtCore import QSortFilterProxyModel, QStringListModel, Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QApplication, QLineEdit, QListView, QMainWindow, QTableView, QVBoxLayout, QWidget

from tests.bench.idle import Watch, time_keys

ROWS, COLUMNS = 24, 8
APPLICATIONS = 5_000


def main() -> int:
    """Open the window and leave once it is still."""
    keys, width, height = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    app = QApplication(["bare"])
    window = QMainWindow()
    window.resize(width, height)
    field = QLineEdit()
    window.setCentralWidget(_list(field) if keys else _table())
    window.show()

    def then(_window: QWidget) -> Mapping[str, object]:
        return {"keys": time_keys(field, keys)} if keys else {}

    watch = Watch(then)
    code = app.exec()
    watch.deleteLater()
    return code


def _table() -> QWidget:
    table = QTableView()
    model = QStandardItemModel(ROWS, COLUMNS, table)
    for row in range(ROWS):
        for column in range(COLUMNS):
            model.setItem(row, column, QStandardItem(f"{row} {column}"))
    table.setModel(model)
    return table


def _list(field: QLineEdit) -> QWidget:
    whole = QWidget()
    rows = QStringListModel([f"DD-{number:04d} Council {number}" for number in range(APPLICATIONS)], whole)
    in_sight = QSortFilterProxyModel(whole)
    in_sight.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    in_sight.setSourceModel(rows)
    view = QListView()
    view.setUniformItemSizes(True)
    view.setModel(in_sight)
    field.textChanged.connect(in_sight.setFilterFixedString)
    lines = QVBoxLayout(whole)
    lines.addWidget(field)
    lines.addWidget(view)
    return whole


if __name__ == "__main__":
    sys.exit(main())
