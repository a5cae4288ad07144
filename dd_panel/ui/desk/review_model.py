"""What the desk shows: one snapshot of the member's work, and the verbs that change it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal

from dd_panel.domain.errors import DDPanelError, LockedError, StorageError
from dd_panel.domain.evidence import text_of_quotes
from dd_panel.domain.identifiers import (
    GUIDANCE,
    RECOMMENDATION,
    SUPPORT,
    CriterionKey,
    Field,
    Reference,
    comment_field,
    evidence_field,
    score_field,
)
from dd_panel.services.review import histories, reviewing
from dd_panel.services.review.exported import VERSION, begin_version, closed_error
from dd_panel.text import _
from dd_panel.ui.desk.unsaved import text_in, with_texts

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from datetime import datetime
    from pathlib import Path

    from dd_panel.domain.applications import Application, Attachment
    from dd_panel.domain.evidence import Quote
    from dd_panel.domain.rounds import Round
    from dd_panel.domain.rubric import Rubric
    from dd_panel.services.change import Change
    from dd_panel.services.review.histories import PastChange
    from dd_panel.services.review.reviewing import Desk, DeskItem
    from dd_panel.services.workplace import Workplace
    from dd_panel.ui.undo import UndoHistory

RETRY_MS: Final = 3000
READING_MS: Final = 3000
APPLICATION: Final = "application:"


class ReviewModel(QObject):
    """Holds the desk as it stands and lets a person change it; views read from here and never from the store.

    Every change is stored at once. One that can't be stored is kept, shown as if it were, and tried again until it is.
    `item_changed` names an application whose row or review is different; `desk_changed` says that all may be;
    `opened` names the application now on the desk, `completed` one just marked complete. `saved`, `not_saved` tell how
    the last change fared; `refused` carries a rule that said no; `closed` comes when the file is let go.
    """

    desk_changed = Signal()
    completed = Signal(str)
    item_changed = Signal(str)
    opened = Signal(str)
    saved = Signal(object)
    not_saved = Signal(str)
    refused = Signal(object)
    closed = Signal()

    def __init__(self, place: Workplace, undo: UndoHistory) -> None:
        super().__init__()
        self._place = place
        self._undo = undo
        self._desk = reviewing.see_desk(place)
        self._rows = _rows_of(self._desk)
        self._current: Reference | None = None
        self._application: Application | None = None
        self._unsaved: dict[tuple[Reference, Field], str] = {}
        self._retry = QTimer(self, singleShot=True, interval=RETRY_MS)
        self._reading = QTimer(self, singleShot=True, interval=READING_MS)
        self._retry.timeout.connect(self.save_again)
        self._reading.timeout.connect(self._note_opened)
        undo.changed.connect(self._on_changed)

    # ----------------------------------------------------------------------- what is there

    @property
    def undo(self) -> UndoHistory:
        """What remembers every change, for other verbs about the application on the desk."""
        return self._undo

    @property
    def place(self) -> Workplace:
        """Where the review is kept, for work beside the window."""
        return self._place

    @property
    def desk(self) -> Desk:
        """Everything the member has to do, as it is stored; `item` also knows what could not be stored yet."""
        return self._desk

    @property
    def rules(self) -> Round:
        return self._desk.rules

    @property
    def rubric(self) -> Rubric:
        return self._desk.rules.rubric

    @property
    def items(self) -> tuple[DeskItem, ...]:
        """All applications in the suggested order."""
        if not self._unsaved:
            return self._desk.items
        return tuple(self._with_unsaved(item) for item in self._desk.items)

    def item(self, reference: str) -> DeskItem:
        """One application with the member's review; raises KeyError when it is not on the desk."""
        return self._with_unsaved(self._desk.items[self._rows[Reference(reference)]])

    @property
    def current(self) -> DeskItem | None:
        """The application that lies open."""
        return None if self._current is None else self.item(self._current)

    @property
    def application(self) -> Application | None:
        """The open application with its answers; None where a conflict forbids to read it."""
        return self._application

    @property
    def has_unsaved(self) -> bool:
        """Whether something waits to be stored."""
        return bool(self._unsaved)

    def now(self) -> datetime:
        """The present time."""
        return self._place.clock()

    def attachment_reader(self, attachment: Attachment) -> Callable[[], bytes]:
        """What reads the bytes of an attachment, here or beside the window, whichever application is open by then.

        It raises DDPanelError when they can't be had.
        """
        if self._current is None:
            raise KeyError(attachment.name)
        return partial(reviewing.attachment, self._place, self._current, attachment.sha256)

    def next_to_do(
        self, after: str | None = None, order: Sequence[str] = (), before_others: Collection[str] = ()
    ) -> DeskItem | None:
        """The next application that is neither finished nor barred, going round the end; begun ones wait their turn.

        `order` lists all references in another order than the suggested one; those in `before_others` come first.
        """
        items = self._desk.items
        references = list(order) or [item.application.reference for item in items]
        start = 0 if after is None else references.index(after) + 1
        ahead = sorted((*references[start:], *references[:start]), key=lambda each: each not in before_others)
        left = (items[self._rows[Reference(each)]] for each in ahead)
        return next((item for item in left if item.status in {"in_progress", "not_started"}), None)

    def where_to_continue(self) -> DeskItem | None:
        """The application to go on with: the first that waits, else any at all."""
        return next(iter(self._desk.waiting or self._desk.items), None)

    # ---------------------------------------------------------------------- what one can do

    def open(self, reference: str) -> bool:
        """Lay another application on the desk; where it can't be read, that is told and the one that lies there stays.

        Returns whether it lies on the desk now.
        """
        known = Reference(reference)
        if known == self._current:
            return True
        try:
            application = self._read(self.item(known))
        except DDPanelError as trouble:
            self.refused.emit(trouble)
            return False
        self._current, self._application = known, application
        self._reading.start()
        self.opened.emit(reference)
        return True

    def score(self, criterion: CriterionKey, text: str) -> None:
        """Give the open application a score, `cannot judge`, or none."""
        self._note_opened()
        self._keep(score_field(criterion), text)

    def comment(self, criterion: CriterionKey, text: str) -> None:
        """Explain a score of the open application."""
        self._keep(comment_field(criterion), text)

    def quote(self, criterion: CriterionKey, quotes: Sequence[Quote]) -> None:
        """Keep these quotes as the evidence for a score of the open application."""
        self._keep(evidence_field(criterion), text_of_quotes(quotes))

    def recommend(self, word: str) -> None:
        """Recommend fund, reserve or decline."""
        self._keep(RECOMMENDATION, word)

    def advise(self, text: str) -> None:
        """Write the guidance to the applicant."""
        self._keep(GUIDANCE, text)

    def support(self, text: str) -> None:
        """Say which support would help the applicant, as one list."""
        self._keep(SUPPORT, text)

    def mark_complete(self, *, complete: bool = True) -> bool:
        """Finish the open review or reopen it; returns whether it was done."""
        reference = self._current
        if reference is None:
            return False
        if self._desk.closed:
            self.refuse()
            return False
        done = self._do(lambda: reviewing.mark_complete(self._place, reference, complete=complete))
        if done and complete:
            self.completed.emit(reference)
        return done

    def refuse(self) -> None:
        """Say that all is closed, and how to open it again."""
        self.refused.emit(closed_error(self._desk.exports + 1))

    def begin_version(self) -> None:
        """Open everything again after a whole scoresheet has gone out: what is changed belongs to the next one."""
        if self._desk.closed:
            self._do(lambda: begin_version(self._place, self._desk.exports + 1))

    def declare_conflict(self, kind: str, reason: str) -> bool:
        """Declare a conflict of interest for the open application; returns whether it was done."""
        reference = self._current
        if reference is None:
            return False
        return self._do(lambda: reviewing.declare_conflict(self._place, reference, kind, reason))

    def withdraw_conflict(self) -> bool:
        """Withdraw the conflict of the open application; returns whether it was done."""
        reference = self._current
        if reference is None:
            return False
        return self._do(lambda: reviewing.withdraw_conflict(self._place, reference))

    def history(self, reference: str) -> tuple[PastChange, ...]:
        """Everything that changed in one application, the last change first."""
        return histories.see_history(self._place, Reference(reference))

    def restore(self, reference: str, field: Field, text: str) -> bool:
        """Bring an earlier score or text back, as if it were given anew; returns whether it was done."""
        if self._desk.closed:
            self.refuse()
            return False
        return self._do(lambda: reviewing.record_field(self._place, Reference(reference), field, text))

    def take_back(self) -> None:
        """Undo the last change, as where the window's own key is out of reach."""
        self._undo.undo()

    def do_again(self) -> None:
        """Do once more what was undone last."""
        self._undo.redo()

    def save_again(self) -> bool:
        """Try to store what could not be stored before; returns whether all is stored now."""
        for reference, field in list(self._unsaved):
            if not self._store(reference, field, self._unsaved[reference, field]):
                return False
        return True

    def save_copy(self, target: Path) -> None:
        """Write a copy of the whole review with what could not be stored; raises DDPanelError when that fails too."""
        from dd_panel.store.files import open_store  # only where a disk is in trouble

        self._place.store.copy_to(target)
        with open_store(target, self._place.store.key) as store:
            copy = replace(self._place, store=store)
            for (reference, field), text in self._unsaved.items():
                reviewing.record_field(copy, reference, field, text)

    def close(self) -> None:
        """Rest: the file is about to be closed."""
        self._retry.stop()
        self._reading.stop()
        self._undo.changed.disconnect(self._on_changed)
        self.closed.emit()

    def tell_saved(self) -> None:
        """Say that all is stored, as after typing that changed nothing; nothing is said while something waits."""
        if not self._unsaved:
            self.saved.emit(self.now())

    def reload(self) -> None:
        """Read the whole desk afresh, as after a scoresheet was exported."""
        self._desk = reviewing.see_desk(self._place)
        self._rows = _rows_of(self._desk)
        self.desk_changed.emit()

    # --------------------------------------------------------------------------- private

    def _keep(self, field: Field, text: str) -> None:
        about = self._current
        if about is None or text == text_in(self.item(about).review, field, self.rubric):
            return
        if self._desk.closed:
            self.refuse()
            self.item_changed.emit(about)
            return
        self._store(about, field, text)

    def _store(self, reference: Reference, field: Field, text: str) -> bool:
        self._unsaved[reference, field] = text  # not even a fault that nobody foresaw loses what was typed
        try:
            change = reviewing.record_field(self._place, reference, field, text)
        except (StorageError, LockedError) as trouble:
            self._retry.start()
            self.not_saved.emit(trouble.title)
            self.item_changed.emit(reference)
            return False
        except DDPanelError as trouble:
            del self._unsaved[reference, field]
            self.refused.emit(trouble)
            self.item_changed.emit(reference)
            return True
        del self._unsaved[reference, field]
        self._undo.record(change)
        if not self._unsaved:
            self.saved.emit(self.now())
        return True

    def _do(self, verb: Callable[[], Change]) -> bool:
        """Do something that is asked for by a button, after what waits to be stored."""
        if not self.save_again():
            self.refused.emit(
                StorageError(
                    _("This waits until everything is saved."),
                    _("The last changes are only in this window."),
                    _("Try again in a moment, or save a copy at the top right."),
                )
            )
            return False
        try:
            change = verb()
        except DDPanelError as trouble:
            self.refused.emit(trouble)
            return False
        self._undo.record(change)
        self.saved.emit(self.now())
        return True

    def _note_opened(self) -> None:
        """Remember what lay open last and the order of reading, once an application was really looked at."""
        self._reading.stop()
        item = self.current
        if item is None or item.conflict:
            return
        reference = item.application.reference
        if item.review.order and reference == self._desk.read_last:
            return
        try:
            reviewing.note_opened(self._place, reference)
        except DDPanelError:
            return  # the order of reading is worth no message; the next look tries again
        self._desk = replace(self._desk, read_last=reference)
        self._refresh(reference)

    def _on_changed(self, touched: frozenset[str]) -> None:
        if VERSION in touched:
            self.reload()
        references = [Reference(name.removeprefix(APPLICATION)) for name in touched if name.startswith(APPLICATION)]
        for reference in references:
            if reference in self._rows:
                self._refresh(reference)
                self.item_changed.emit(reference)
        if references:
            self.tell_saved()

    def _refresh(self, reference: Reference) -> None:
        fresh = reviewing.see_item(self._place, reference)
        was = self._desk.items[self._rows[reference]]
        self._desk = self._desk.with_items([fresh])
        if reference == self._current and bool(was.conflict) != bool(fresh.conflict):
            self._application = self._read(fresh)

    def _read(self, item: DeskItem) -> Application | None:
        """An application with its answers; None where a conflict forbids to read it."""
        return None if item.conflict else reviewing.open_application(self._place, item.application.reference)

    def _with_unsaved(self, item: DeskItem) -> DeskItem:
        """The application as the person sees it: with what could not be stored yet."""
        reference = item.application.reference
        mine = {field: text for (about, field), text in self._unsaved.items() if about == reference}
        if not mine or item.conflict:
            return item
        return replace(item, review=with_texts(item.review, mine, self.rubric))


def _rows_of(desk: Desk) -> dict[Reference, int]:
    return {item.application.reference: row for row, item in enumerate(desk.items)}
