"""`python -m tests.bench.our_window KEYS [FILE]` starts the program as its script does, and types KEYS to find."""

from __future__ import annotations

import sys
from collections.abc import Mapping

from PySide6.QtWidgets import QApplication, QWidget

from tests.bench.idle import Watch, time_keys


def main() -> int:
    """Start the program with a watch in its event loop; the program knows nothing of it."""
    keys, *files = sys.argv[1:]
    run = QApplication.exec

    def then(window: QWidget) -> Mapping[str, object]:
        if not keys:
            return {}
        from dd_panel.ui.widgets.fields import SearchField

        field = next(each for each in window.findChildren(SearchField) if each.isVisible())
        return {"keys": time_keys(field, keys)}

    def watched(*_nothing: object) -> int:
        watch = Watch(then)
        code = run()
        watch.deleteLater()
        return code

    QApplication.exec = watched  # type: ignore[method-assign]
    from dd_panel.__main__ import main as program

    return program(files)


if __name__ == "__main__":
    sys.exit(main())
