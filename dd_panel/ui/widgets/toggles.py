"""A screen reader that switches a button on or off is heard like a click, which Qt keeps from it."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from PySide6.QtCore import Q_ARG, QMetaObject, Qt

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QAbstractButton


class HeardToggles:
    """Emits `clicked` where a button changes its state and neither a click nor the program did it.

    Assistive technology switches by the accessible action *Toggle*, after which Qt emits `toggled` alone. The button
    lets `by_click_or_program` surround the two ways it knows itself.
    """

    def __init__(self, button: QAbstractButton) -> None:
        self._button = button
        self._known = False
        button.toggled.connect(self._on_toggled)

    @contextmanager
    def by_click_or_program(self) -> Iterator[None]:
        """What changes inside is told by others, or is nobody's wish."""
        before, self._known = self._known, True
        try:
            yield
        finally:
            self._known = before

    def _on_toggled(self, on: bool) -> None:
        if not self._known:
            # Emitted by name, as the binding's `emit` takes no state here.
            QMetaObject.invokeMethod(self._button, "clicked", Qt.ConnectionType.DirectConnection, Q_ARG(bool, on))
