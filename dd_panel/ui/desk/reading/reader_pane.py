"""The desk's middle: who applies, the application's text with its contents, and its attachments."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QWidget

from dd_panel.domain.evidence import one_line
from dd_panel.domain.passages import Place, document_names
from dd_panel.domain.rounds import money
from dd_panel.text import _
from dd_panel.ui.desk.conflicts.dialog import kind_in_words
from dd_panel.ui.desk.documents.document_stack import DocumentStack
from dd_panel.ui.desk.documents.names import icon_of, shown_name
from dd_panel.ui.desk.documents.toolbar import TextBar
from dd_panel.ui.desk.reading.contents_list import ContentsPane
from dd_panel.ui.desk.reading.find_bar import FindBar
from dd_panel.ui.desk.reading.note_line import NoteLine
from dd_panel.ui.desk.reading.tab_strip import TabStrip
from dd_panel.ui.desk.reading.text_view import TextView
from dd_panel.ui.desk.words import bid_words, shortened
from dd_panel.ui.widgets.buttons import Button
from dd_panel.ui.widgets.fields import DropDown
from dd_panel.ui.widgets.frames import Panel, Rule, scrolled
from dd_panel.ui.widgets.labels import ElidedLabel, Label, Para
from dd_panel.ui.widgets.layouts import column, held, row
from dd_panel.ui.widgets.states import EmptyState
from dd_panel.ui.widgets.tips import plain_tip
from dd_panel.ui.widgets.turns import bring

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from dd_panel.domain.applications import Application
    from dd_panel.domain.marks import Mark
    from dd_panel.services.review.reviewing import DeskItem
    from dd_panel.ui.desk.reading.marking import Marking
    from dd_panel.ui.desk.review_model import ReviewModel
    from dd_panel.ui.jobs import Jobs
    from dd_panel.ui.theme import Theme

LONGEST_TITLE: Final = 160
LEAST_READING: Final = 320
LOW: Final = 460
"""A pane lower than this, at usual text size, has no room for a heading above the text."""


class ReaderPane(Panel):
    """Shows what may be read of the application on the desk. Its signals carry what a person asks for."""

    neighbour_wanted = Signal(int)
    conflict_wanted = Signal()
    history_wanted = Signal()
    withdrawal_wanted = Signal()
    attachment_wanted = Signal(object)
    copy_wanted = Signal(object)
    search_wanted = Signal(str)
    mark_wanted = Signal(str)
    marks_wanted = Signal()

    def __init__(self, theme: Theme, model: ReviewModel, jobs: Jobs, marking: Marking) -> None:
        super().__init__(theme, "surface")
        self._model = model
        self._marking = marking
        self.reference = Label(theme, "", "dense", "ink2", 600)
        self.facts = ElidedLabel(theme, "", "dense", "ink2")
        self.facts.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.heading = Para(theme, "", "h1")
        self.declare = Button(theme, _("Declare a conflict"), "quiet", icon="slash", extent="small")
        self.declare.set_icon("slash", "conflict")
        self.declare.setToolTip(_("Declare a conflict of interest (Ctrl+D)"))
        self.history = Button(theme, kind="icon", icon="clock", name=_("History of this application (H)"))
        self.chooser = DropDown(theme, _("My applications"))
        self._back = Button(theme, kind="icon", icon="left", name=_("Previous application ([)"))
        self._on = Button(theme, kind="icon", icon="right", name=_("Next application (])"))
        self.tabs = TabStrip(theme)
        self.text = TextView(theme)
        self.contents = ContentsPane(theme)
        self.find_bar = FindBar(theme, self.text)
        self.notes = NoteLine(theme)
        self.documents = DocumentStack(theme, jobs, model.attachment_reader)
        self.withdraw = Button(theme, _("Withdraw the conflict"))
        self.lock = EmptyState(theme, ("lock", "conflict"), _("You cannot read or score this one"), " ", self.withdraw)
        self.nothing = EmptyState(theme, ("book", "ink2"), " ", " ")
        self._wanted: Place | None = None
        self._facts = ""
        self._title = ""
        self.bar = TextBar(theme)
        self._divider = Rule(theme, "standing")
        self._parts = QStackedWidget()
        self._arrange()
        self._connect()

    # ------------------------------------------------------------------------- what is told

    def refresh(self) -> None:
        """Show the application on the desk from its beginning."""
        item = self._model.current
        application = self._model.application
        if item is None:
            self._show_nothing()
            return
        self._wanted = None
        self._marking.read()
        self.show_head(item)
        self.find_bar.look_in(self.text)
        self._leave_document()
        self.documents.show_attachments(() if application is None else application.attachments)
        for part in (self.tabs, self.declare):
            part.setVisible(application is not None)
        if application is None:
            self._show_lock(item)
        else:
            self._show_text(application)

    def _leave_document(self) -> None:
        """Take the keyboard from an attachment that is about to go: Qt would give it to whatever follows."""
        focused: QWidget | None = self.window().focusWidget()
        if focused is not None and self.documents.isAncestorOf(focused):
            self._parts.setCurrentIndex(0)
            self.text.setFocus()

    @property
    def shows_text(self) -> bool:
        """Whether the application may be read and is there to read."""
        return bool(self.text.sections)

    def take_chooser(self) -> None:
        """Have the drop-down list of applications at the head of this pane again."""
        self._head.insertWidget(0, self.chooser)

    def choose(self, row_in_sight: int) -> None:
        """Name the application on the desk in the drop-down list."""
        self.chooser.setCurrentIndex(row_in_sight)

    def take_focus(self) -> None:
        """Give the keyboard to what is being read."""
        part = self.text if self.text.isVisible() else self.documents if self.documents.isVisible() else self.tabs
        part.setFocus()

    def selected(self) -> Place | None:
        """The words that are selected in what is shown, with their place; None where there are none."""
        viewer = self.documents.viewer if self.tabs.chosen else self.text
        place = None if viewer is None or self._model.application is None else viewer.selected()
        return None if place is None else replace(place, document=self._document)

    def wordless(self) -> Place | None:
        """The picture or scanned page that is shown, as it has no words that could be selected; None for all else."""
        viewer = self.documents.viewer if self.tabs.chosen else None
        return replace(viewer.here(), document=self._document) if viewer is not None and viewer.wordless else None

    def here(self) -> Place:
        """The question or page that is being read, without words."""
        viewer = self.documents.viewer if self.tabs.chosen else self.text
        place = Place("", "") if viewer is None else viewer.here()
        return replace(place, document=self._document)

    def show_place(self, place: Place) -> None:
        """Bring a place into sight, in the application's text or in one of its attachments, with its words marked."""
        if self._model.application is None:
            return
        bring(self)
        index = self._tab_of(place)
        self._wanted = place if index else None
        self.tabs.choose(index)
        self._on_tab_chosen(index)
        if index:
            self._show_wanted()
        elif not place.document:
            self.text.show_place(place)
        self.take_focus()

    def open_find(self) -> None:
        """Look for words in what is shown; an attachment that can't be searched gives way to the application's text."""
        if self._model.application is None:
            return
        bring(self)
        if self.tabs.chosen and (self.documents.viewer is None or not self.documents.viewer.searchable):
            self.tabs.choose(0)
            self._on_tab_chosen(0)
        self.find_bar.open_bar()

    # ------------------------------------------------------------------------------ private

    def _arrange(self) -> None:
        theme = self._theme
        who = row(
            self.reference,
            (self.facts, 1),
            self.declare,
            self.history,
            self._back,
            self._on,
            gap=4,
        )
        self._head = column(self.chooser, who, self.heading, gap=0, margins=(24, 8, 16, 8))
        beside = row(self.contents, self._divider, (self.text, 1), gap=0)
        reading = column(self.bar, (beside, 1), gap=0)
        self._parts.addWidget(held(reading))
        self._parts.addWidget(self.documents)
        for state in (self.lock, self.nothing):
            self._parts.addWidget(scrolled(held(column(64, state, None, margins=(48, 0, 48, 0)))))
        self.setLayout(column(self._head, self.tabs, Rule(theme), self.find_bar, self.notes, (self._parts, 1), gap=0))

    def _connect(self) -> None:
        self._back.clicked.connect(lambda: self.neighbour_wanted.emit(-1))
        self._on.clicked.connect(lambda: self.neighbour_wanted.emit(1))
        self.declare.clicked.connect(self.conflict_wanted)
        self.history.clicked.connect(self.history_wanted)
        self.withdraw.clicked.connect(self.withdrawal_wanted)
        self.tabs.tab_chosen.connect(self._on_tab_chosen)
        self.contents.list.section_wanted.connect(self.text.go_to_section)
        self.text.mark_wanted.connect(self.mark_wanted)
        self.text.find_wanted.connect(self.open_find)
        self.text.section_seen.connect(self.contents.list.mark)
        self.find_bar.everywhere_wanted.connect(self.search_wanted)
        self._model.closed.connect(self.documents.close_all)
        self.documents.ready.connect(self._on_document_ready)
        self.documents.find_wanted.connect(self.open_find)
        self.bar.find_wanted.connect(self.open_find)
        self.find_bar.shown.connect(self._fit_head)
        for marked in (self.bar, self.find_bar, self.documents):
            marked.mark_wanted.connect(self.mark_wanted)
        self.contents.marks_wanted.connect(self.marks_wanted)
        self._marking.changed.connect(self._on_marks_changed)
        self.documents.open_wanted.connect(self.attachment_wanted)
        self.documents.save_wanted.connect(self.copy_wanted)
        self._theme.theme_changed.connect(self._on_theme_changed)
        self._fit_contents()
        # F6 comes to what there is to read; Tab takes no notice of a pane that passes the keyboard on.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setFocusProxy(self.text)
        self.setAccessibleName(_("Application"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_contents()
        self._fit_head()

    def _fit_head(self) -> None:
        """Where large text leaves a low window, the title stands in the line above, and the room goes to the text.

        What the text's bar offers is had by its keys then, and in the menu of the right button.
        """
        low = self.height() < self._theme.px(LOW)
        self.heading.setVisible(not low)
        self.bar.setVisible(self.find_bar.isHidden() and not low)
        self.facts.setText(f"· {self._title}" if low and self._title else self._facts)

    def _fit_contents(self) -> None:
        """Leave the contents out where they would take the text's room."""
        self.chooser.setVisible(self._theme.large_text)
        least = self.contents.width() + self._theme.px(LEAST_READING)
        self.contents.setVisible(self.width() >= least)
        self._divider.setVisible(self.width() >= least)

    def _show_nothing(self) -> None:
        if self._model.items:
            self.nothing.set_words(_("No application is open"), _("Choose one in the list at the left."))
        else:
            # The list says so as well, but in large text there is none.
            self.nothing.set_words(
                _("No applications yet"), _("This pack holds none for you. Ctrl+W leads back to the start.")
            )
        self.reference.setText("")
        self._facts = self._title = ""
        self._fit_head()
        self.heading.setText("")
        for part in (self.tabs, self.declare, self.history, self._back, self._on):
            part.hide()
        self.tabs.show_tabs(())
        self.find_bar.close_bar()
        self.notes.hide()
        self._parts.setCurrentIndex(3)

    def show_head(self, item: DeskItem) -> None:
        """Say whose application it is."""
        application = item.application
        facts = []
        if not item.conflict:
            if application.model:
                facts.append(application.model)
            if application.support_sought is not None:
                amount = money(application.support_sought, self._model.rules.currency)
                facts.append(_("Support requested {amount}").format(amount=amount))
        self.reference.setText(application.reference)
        self._facts = " ".join(f"· {fact}" for fact in facts)
        whole = bid_words(application)
        self._title = whole
        self._fit_head()
        self.heading.setText(shortened(whole, LONGEST_TITLE))
        self.heading.setToolTip(plain_tip(whole) if len(whole) > LONGEST_TITLE else "")
        for part in (self.history, self._back, self._on):
            part.show()

    def _show_lock(self, item: DeskItem) -> None:
        self.text.clear_application()
        self.tabs.show_tabs(())
        self.lock.sentence.setText(
            _("You have declared a conflict of interest. {conflict}").format(conflict=kind_in_words(item.conflict))
        )
        self.find_bar.close_bar()
        self.notes.hide()
        self.lock.setAccessibleDescription(self.lock.sentence.text())
        self._parts.setCurrentIndex(2)
        self.setFocusProxy(self._on)

    def _show_text(self, application: Application) -> None:
        tabs = [(_("Application"), "book", _("Application"))]
        # As quotes name them: of two “plan.pdf” the second is “plan (2).pdf”.
        names = map(shown_name, document_names(application))
        tabs += [(PurePath(name).stem or name, icon_of(name), name) for name in names]
        self.tabs.show_tabs(tabs)
        self.text.show_application(application, self._model.rules.currency, self._marks_in(""))
        self.contents.show_marks(self._marking.marks)
        self.contents.list.sections.show_rows(self.text.sections)
        self.contents.list.mark(0)
        self._on_tab_chosen(0)
        self._order_keyboard()
        self.find_bar.find_again()

    def _on_tab_chosen(self, index: int) -> None:
        focused: QWidget | None = self.window().focusWidget()
        was_reading = focused is not None and self._parts.isAncestorOf(focused)
        if index == 0:
            self._parts.setCurrentIndex(0)
            self.setFocusProxy(self.text)
            self.find_bar.look_in(self.text)
            self._mark_document()
        else:
            self.setFocusProxy(self.documents.bring(index - 1))
            self._parts.setCurrentIndex(1)
            self._look_in_document()
            self._mark_document()
        if was_reading:
            self.take_focus()

    def _on_document_ready(self) -> None:
        for first, second in pairwise((self.text, *self.documents.controls)):
            QWidget.setTabOrder(first, second)
        self._look_in_document()
        self._mark_document()
        self._show_wanted()

    @property
    def _document(self) -> str:
        """The name of the attachment that is shown, empty for the application's own text."""
        application = self._model.application
        return "" if application is None or not self.tabs.chosen else document_names(application)[self.tabs.chosen - 1]

    def _tab_of(self, place: Place) -> int:
        """The tab of a place's document, 0 for the application's own text; a quote has every name on one line."""
        application, wanted = self._model.application, one_line(place.document)
        names = () if application is None else document_names(application)
        return next((at for at, name in enumerate(names, start=1) if one_line(name) == wanted), 0)

    def _marks_in(self, document: str) -> tuple[Mark, ...]:
        return tuple(mark for mark in self._marking.marks if mark.place.document == document)

    def _on_marks_changed(self) -> None:
        if self._model.application is None:
            return
        self.contents.show_marks(self._marking.marks)
        self.text.show_marks(self._marks_in(""))
        self.contents.list.sections.show_rows(self.text.sections)
        self.contents.list.mark(max(self.text.here().number, 0))
        self._mark_document()

    def _mark_document(self) -> None:
        """Show in the attachment in front what is marked there, and above it what is noted; the text has its own."""
        marks = self._marks_in(self._document) if self.tabs.chosen else ()
        self.notes.show_notes(marks)
        if self.tabs.chosen and self.documents.viewer is not None:
            self.documents.viewer.show_marks(marks)

    def _show_wanted(self) -> None:
        """Show the place that was asked for, once its document is open."""
        viewer = self.documents.viewer
        if self._wanted is not None and viewer is not None and self._tab_of(self._wanted) == self.tabs.chosen:
            viewer.show_place(self._wanted)
            self._wanted = None

    def _look_in_document(self) -> None:
        """Let the find bar look where the reader looks, once that is open."""
        viewer = self.documents.viewer
        if self.tabs.chosen and viewer is not None and viewer.searchable:
            self.find_bar.look_in(viewer)

    def _order_keyboard(self) -> None:
        """Let Tab follow the eye: the head, the tabs, then what they show."""
        order = [self.chooser, self.declare, self.history, self._back, self._on, *self.tabs.buttons]
        order += [*self.find_bar.controls, *self.bar.controls, self.contents.list]
        order += [self.contents.highlights, self.contents.notes, self.text]
        for first, second in pairwise(order):
            QWidget.setTabOrder(first, second)

    def _on_theme_changed(self) -> None:
        self._fit_contents()
        self._fit_head()
        self.contents.list.sections.show_rows(self.text.sections)
        self.contents.list.mark(0)
        self.find_bar.find_again()
