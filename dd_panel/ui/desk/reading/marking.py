"""The marks of the application on the desk: what is there, and what makes, changes and removes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from dd_panel.services.review.marking import MARKS, keep_mark, remove_mark, see_marks

if TYPE_CHECKING:
    from collections.abc import Callable

    from dd_panel.domain.identifiers import Reference
    from dd_panel.domain.marks import Mark
    from dd_panel.services.change import Change
    from dd_panel.ui.desk.review_model import ReviewModel


class Marking(QObject):
    """Knows the marks of one application at a time; `changed` comes when they are others."""

    changed = Signal()

    def __init__(self, model: ReviewModel) -> None:
        super().__init__()
        self._model = model
        self._undo = model.undo
        self.marks: tuple[Mark, ...] = ()
        self._undo.changed.connect(self._on_changed)
        model.closed.connect(self._on_closed)

    def read(self) -> None:
        """Read the marks of the application that lies on the desk now; tells nobody."""
        reference = self._reference
        self.marks = () if reference is None else see_marks(self._model.place, reference)

    def keep(self, mark: Mark) -> None:
        """Keep a new mark, or a changed one."""
        self._do(lambda place: keep_mark(self._model.place, place, mark))

    def remove(self, mark: Mark) -> None:
        """Take a mark away."""
        self._do(lambda place: remove_mark(self._model.place, place, mark))

    def take_back(self) -> None:
        """Undo the last change, as where the window's own key is out of reach."""
        self._undo.undo()

    @property
    def _reference(self) -> Reference | None:
        item = self._model.current
        return None if item is None else item.application.reference

    def _do(self, verb: Callable[[Reference], Change]) -> None:
        reference = self._reference
        if reference is not None and self._undo.perform(lambda: verb(reference)) is not None:
            self._model.tell_saved()

    def _on_changed(self, touched: frozenset[str]) -> None:
        if f"{MARKS}{self._reference}" in touched:
            self.read()
            self.changed.emit()

    def _on_closed(self) -> None:
        self._undo.changed.disconnect(self._on_changed)
