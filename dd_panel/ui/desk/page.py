"""The review desk: list, reader and scores side by side, with a key for everything."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget

from dd_panel.domain.identifiers import Field
from dd_panel.text import _
from dd_panel.ui.actions import Keys, add_action
from dd_panel.ui.desk.applications.list_pane import ListPane
from dd_panel.ui.desk.desk_panes import DeskPanes
from dd_panel.ui.desk.documents.taking_out import TakingOut
from dd_panel.ui.desk.reading.collecting import Collecting
from dd_panel.ui.desk.reading.marking import Marking
from dd_panel.ui.desk.reading.reader_pane import ReaderPane
from dd_panel.ui.desk.scoring.scoring_pane import ScoringPane
from dd_panel.ui.desk.search.searching import Searching
from dd_panel.ui.speech import announce
from dd_panel.ui.widgets.layouts import column

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QHideEvent

    from dd_panel.services.review.searching import Found
    from dd_panel.ui.desk.documents.taking_out import OpenFile
    from dd_panel.ui.desk.review_model import ReviewModel
    from dd_panel.ui.jobs import Jobs
    from dd_panel.ui.settings import Settings
    from dd_panel.ui.theme import Theme


class DeskPage(QWidget):
    """The screen of one member's reviews; it moves between its panes what each of them asks for.

    `trouble` carries what a person must know, `trouble_over` what of it holds no longer, `copy_written` where an
    attachment was saved; `typing` comes while words are typed that are not stored yet; `all_done` comes when nothing is
    left to review.
    """

    trouble = Signal(object)
    trouble_over = Signal(object)
    copy_written = Signal(object)
    typing = Signal()
    size_wanted = Signal(int)
    all_done = Signal()

    def __init__(self, theme: Theme, model: ReviewModel, settings: Settings, jobs: Jobs, open_file: OpenFile) -> None:
        super().__init__()
        self._theme = theme
        self._model = model
        self._shown_before = False
        self.list_pane = ListPane(theme, model)
        self.marking = Marking(model)
        self.reader = ReaderPane(theme, model, jobs, self.marking)
        self.scoring = ScoringPane(theme, model)
        self.searching = Searching(model.place, jobs)
        self.taking_out = TakingOut(theme, self, model, open_file)
        self.collecting = Collecting(theme, self.reader, self.scoring, model, self.marking)
        self._searched = ""
        self.side_by_side = DeskPanes(theme, settings, self.list_pane, self.reader, self.scoring)
        self.setLayout(column(self.side_by_side, gap=0))
        self._connect()
        self._add_actions()
        first = model.where_to_continue() if model.current is None else None
        if first is None or not model.open(first.application.reference):
            self._on_opened()

    # ----------------------------------------------------------------- what the shell asks

    @property
    def title(self) -> str:
        return _("Review desk")

    def panes(self) -> Sequence[QWidget]:
        return (self.list_pane, self.reader, self.scoring)

    def on_shown(self) -> None:
        if not self._shown_before:
            self._shown_before = True
            QTimer.singleShot(0, self, self._take_first_focus)
            self.searching.start_soon()

    def _take_first_focus(self) -> None:
        """Begin where a person begins, unless another screen has been called for since."""
        if not self.isVisible():
            return
        item = self._model.current
        if item is not None and item.conflict:
            self._go_to_list()
        else:
            (self.reader if self.side_by_side.turns.on else self.scoring).take_focus()

    def key_note(self) -> str:
        return ""

    def flush(self) -> None:
        """Store everything that was typed."""
        self.scoring.flush()

    def save(self) -> None:
        """Store what is being typed without waiting for a pause, and say how things stand."""
        self.flush()
        if not self._model.has_unsaved or self._model.save_again():
            self._model.tell_saved()
            announce(self, _("Everything is saved."))

    def show_application(self, reference: str) -> bool:
        """Lay an application on the desk; where it can't be read, the list goes back to the one that lies there.

        Returns whether it lies there now.
        """
        self.scoring.flush()
        shown = self._model.open(reference)
        if shown:
            self.list_pane.bring(reference)
        else:
            self._name_current()
        return shown

    def show_place(self, field: str) -> None:
        """Give the keyboard to one field of the application on the desk: a score, a comment, the recommendation."""
        # Behind what the first showing of the desk put off.
        QTimer.singleShot(0, self, lambda: self.scoring.show_field(Field(field)))

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if not event.spontaneous():  # the window was not only laid aside
            self.collecting.leave_trouble()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.ActivationChange and not self.isActiveWindow():
            self.flush()
        super().changeEvent(event)

    # ------------------------------------------------------------------------------ private

    def _connect(self) -> None:
        model = self._model
        model.opened.connect(self._on_opened)
        model.item_changed.connect(self._on_item_changed)
        model.desk_changed.connect(self._on_desk_changed)
        self.list_pane.application_chosen.connect(self.show_application)
        self.reader.neighbour_wanted.connect(self._go_to_neighbour)
        self.reader.conflict_wanted.connect(self.ask_about_conflict)
        self.reader.history_wanted.connect(self.show_history)
        self.reader.withdrawal_wanted.connect(self._withdraw_conflict)
        self.reader.attachment_wanted.connect(self.taking_out.ask_to_open)
        self.reader.copy_wanted.connect(self.taking_out.ask_where_to_save)
        self.reader.search_wanted.connect(self.search_everywhere)
        self.list_pane.search_wanted.connect(self.search_everywhere)
        self.reader.text.size_wanted.connect(self.size_wanted)
        self.collecting.trouble.connect(self.trouble)
        self.taking_out.trouble.connect(self.trouble)
        self.taking_out.written.connect(self.copy_written)
        self.collecting.trouble_over.connect(self.trouble_over)
        model.closed.connect(self.searching.stop)
        model.undo.turned.connect(self._show_what_turned)
        self.scoring.finished.connect(self._go_on)
        self.scoring.typing.connect(self.typing)
        self.scoring.rested.connect(self._model.tell_saved)
        self.reader.chooser.activated.connect(self.list_pane.choose_row)
        self._theme.theme_changed.connect(self._fill_chooser)
        self._fill_chooser()

    def _fill_chooser(self) -> None:
        """Give the drop-down list its rows once large text needs it: it measures every one of 5,000, seen or not."""
        chooser, rows = self.reader.chooser, self.list_pane.in_sight
        if self._theme.large_text and chooser.model() is not rows:
            chooser.setModel(rows)
            self.reader.choose(self.list_pane.view.currentIndex().row())

    def _add_actions(self) -> None:
        figures = self._figures()
        digits = [figure for figure in figures if figure.isdigit()]
        ends = Keys(bar=_("score"), caps=(digits[0], digits[-1]))
        for figure in figures:
            keys = ends if figure == digits[0] else Keys(listed=False)
            add_action(self, _("Score the open criterion"), figure, self._typing(figure), keys=keys)
        criteria = Keys(bar=_("criterion"), caps=("J", "K"))
        add_action(self, _("Next or previous criterion"), "J", lambda: self.scoring.step_card(1), keys=criteria)
        add_action(self, _("Previous criterion"), "K", lambda: self.scoring.step_card(-1), keys=Keys(listed=False))
        add_action(self, _("Go to the comment"), "N", self.scoring.go_to_comment, keys=Keys(bar=_("comment")))
        add_action(self, _("Back to the score"), "Esc", self._on_escape)
        add_action(self, _("Go to the recommendation and the guidance"), "R", self.scoring.go_to_end)
        add_action(self, _("Find in what is shown"), "Ctrl+F", self.reader.open_find, keys=Keys(bar=_("find")))
        add_action(self, _("Next place found"), "F3", lambda: self.reader.find_bar.step(1))
        add_action(self, _("Previous place found"), "Shift+F3", lambda: self.reader.find_bar.step(-1))
        self._add_reading_actions()
        add_action(self, _("Save; everything is saved as you go"), "Ctrl+S", self.save)
        add_action(self, _("Search in all applications and attachments"), "Ctrl+Shift+F", self.search_everywhere)
        add_action(self, _("History of the application"), "H", self.show_history)
        add_action(self, _("Declare a conflict of interest"), "Ctrl+D", self.ask_about_conflict)
        add_action(self, _("Order of the list"), "O", self.list_pane.offer_orders)
        add_action(self, _("Go to an application by name, reference or service"), "G", self._look_for_application)
        add_action(self, _("Next application"), "]", lambda: self._go_to_neighbour(1))
        add_action(self, _("Previous application"), "[", lambda: self._go_to_neighbour(-1))
        add_action(self, _("Next attachment"), "Ctrl+Tab", lambda: self.reader.tabs.step(1))
        add_action(self, _("Previous attachment"), "Ctrl+Shift+Tab", lambda: self.reader.tabs.step(-1))
        add_action(
            self,
            _("Mark complete and go to the next, or to the first gap"),
            ("Ctrl+Return", "Ctrl+Enter"),
            self.scoring.complete,
            keys=Keys(bar=_("complete")),
        )

    def _add_reading_actions(self) -> None:
        words = _("Keep the passage as evidence for the open criterion")
        add_action(self, words, "E", self.collecting.attach_to_open)
        keys = [criterion.key for criterion in self._model.rubric.criteria][:9]
        shown = Keys(caps=("Ctrl", f"1–{len(keys)}" if len(keys) > 1 else "1"))
        for at, key in enumerate(keys, start=1):
            words = _("Keep the passage as evidence for the first, second … one")
            slot = partial(self.collecting.attach, key)
            add_action(self, words, f"Ctrl+{at}", slot, keys=shown if at == 1 else Keys(listed=False))

        add_action(self, _("Highlight the selected passage, or no longer"), "Ctrl+H", self.collecting.highlight)
        add_action(self, _("Private note on the selected passage or page"), "Ctrl+Shift+N", self.collecting.note)
        add_action(self, _("My marks in this application"), "M", self.collecting.list_marks)

    def _figures(self) -> list[str]:
        """Every character that a score of this rubric is written with, in the order of a keyboard."""
        written = {
            character
            for criterion in self._model.rubric.criteria
            for mark in criterion.scale.marks
            for character in criterion.scale.text_of(mark)
        }
        return sorted(written | ({","} if "." in written else set()))

    def _typing(self, figure: str) -> Callable[[], None]:
        return lambda: self.scoring.type_score(figure)

    def _on_opened(self) -> None:
        item = self._model.current
        if item is not None and item.conflict:
            self._leave_what_is_locked()
        self.reader.refresh()
        self.scoring.refresh()
        self._name_current()

    def _name_current(self) -> None:
        """Have the list, and the drop-down list in its place, name the application on the desk."""
        item = self._model.current
        if item is not None:
            self.list_pane.mark(item.application.reference)
            self.reader.choose(self.list_pane.view.currentIndex().row())

    def _on_item_changed(self, reference: str) -> None:
        self.list_pane.refresh_item(reference)
        current = self._model.current
        if current is None or reference != current.application.reference:
            return
        if bool(current.conflict) == self.reader.shows_text:
            if current.conflict:
                self._leave_what_is_locked()
            self.reader.refresh()
            self.searching.start_soon()
        self.scoring.refresh()

    def _show_what_turned(self, touched: frozenset[str]) -> None:
        """Lay the application on the desk in which something was undone or redone: nobody sees it elsewhere."""
        named = {name.partition(":")[2] for name in touched}
        turned = [each for each in self.list_pane.in_sight.ordered() if each in named]
        if len(turned) == 1 and self.isVisible() and QApplication.activeModalWidget() is None:
            self.show_application(turned[0])

    def _leave_what_is_locked(self) -> None:
        """A pane that is about to be locked gives the keyboard to the list; no button there must take a stray Enter."""
        # The window's own, though a dialog in front may have the keyboard at the moment.
        focused: QWidget | None = self.window().focusWidget()
        if focused is not None and (self.reader.isAncestorOf(focused) or self.scoring.isAncestorOf(focused)):
            self._go_to_list()

    def _go_to_list(self) -> None:
        (self.list_pane.view if self.list_pane.isVisible() else self.reader.chooser).setFocus()

    def _on_desk_changed(self) -> None:
        self.list_pane.refresh_all()
        self._on_opened()

    def _on_escape(self) -> None:
        focused = QApplication.focusWidget()
        if focused is not None and self.reader.isAncestorOf(focused) and self.reader.find_bar.isVisible():
            self.reader.find_bar.close_bar()
        else:
            self.scoring.leave_comment()

    def _go_to_neighbour(self, step: int) -> None:
        reference = self.list_pane.neighbour(step)
        if reference:
            self.show_application(reference)
        else:
            announce(self, _("This is the last one.") if step > 0 else _("This is the first one."))

    def _look_for_application(self) -> None:
        """Give the keyboard to the field that finds applications, or to the drop-down list in its place."""
        if self.list_pane.isVisible():
            self.list_pane.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.list_pane.search.selectAll()
        else:
            self.reader.chooser.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.reader.chooser.showPopup()

    def _go_on(self) -> None:
        """After a review was finished: the next one that is not."""
        current = self._model.current
        after = None if current is None else current.application.reference
        rows = self.list_pane.in_sight
        following = self._model.next_to_do(after, rows.ordered(), rows.fitting())
        if following is None:
            self.all_done.emit()
        else:
            self.show_application(following.application.reference)
            announce(self, _("Next: {application}").format(application=following.application.lead_authority))

    # ------------------------------------------------------------------------------- search

    def search_everywhere(self, words: str = "") -> None:
        """Open the window in which words are looked for in everything; without words those of the last time stand."""
        from dd_panel.ui.desk.search.dialog import SearchDialog  # dialogs are loaded when they are wanted

        self.flush()
        dialog = SearchDialog(self._theme, self.window(), self.searching, words or self._searched)
        dialog.finished.connect(lambda _result: setattr(self, "_searched", dialog.words))
        dialog.chosen.connect(self._show_found)
        dialog.open()

    def _show_found(self, found: Found) -> None:
        if self.show_application(found.reference):
            self.reader.show_place(found.place)

    # ---------------------------------------------------------------------------- conflicts

    def ask_about_conflict(self) -> None:
        """Open the window in which a conflict of interest is declared."""
        from dd_panel.ui.desk.conflicts.dialog import ConflictDialog

        self.flush()
        item = self._model.current
        if item is not None and not item.conflict:
            dialog = ConflictDialog(self._theme, self.window(), item)
            dialog.declared.connect(self._model.declare_conflict)
            dialog.open()

    def show_history(self) -> None:
        """Open the history of the application on the desk."""
        from dd_panel.ui.desk.history.dialog import HistoryDialog

        self.flush()
        if self._model.current is not None:
            HistoryDialog(self._theme, self.window(), self._model).open()

    def _withdraw_conflict(self) -> None:
        if self._model.withdraw_conflict():
            self.scoring.take_focus()
