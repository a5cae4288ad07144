"""The frame of the window: app bar, messages, the screen, key bar. It knows nothing about rounds or reviews."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol, runtime_checkable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QWidget

from dd_panel.text import _
from dd_panel.ui.actions import Keys, add_action, switch_plain_keys
from dd_panel.ui.app_bar import AppBar
from dd_panel.ui.notices import Notice, NoticeStrip
from dd_panel.ui.panes import PaneCycle
from dd_panel.ui.store_page import StorePage
from dd_panel.ui.widgets.focus_ring import FocusRing
from dd_panel.ui.widgets.frames import Panel
from dd_panel.ui.widgets.keys import KeyBar
from dd_panel.ui.widgets.layouts import column

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import (
        QAction,
        QCloseEvent,
        QDragEnterEvent,
        QDragLeaveEvent,
        QDropEvent,
        QResizeEvent,
        QShowEvent,
    )

    from dd_panel.ui.save_state import SaveState
    from dd_panel.ui.settings import Settings
    from dd_panel.ui.theme import Theme
    from dd_panel.ui.undo import UndoHistory

SMALLEST: Final = (1280, 720)
USUAL: Final = (1440, 900)
MOST_NUMBERED: Final = 9


@runtime_checkable
class Page(Protocol):
    """What the shell asks of a screen, which is a widget."""

    @property
    def title(self) -> str:
        """The screen's name, as it stands in the window's title and the list of keys."""

    def actions(self) -> Sequence[QAction]:
        """The screen's keys: every widget answers with the actions added to it."""

    def panes(self) -> Sequence[QWidget]:
        """The panes F6 goes round, in reading order.

        When the screen is shown the one gets the keyboard that had it last there, at first the first.
        """

    def on_shown(self) -> None:
        """Bring the screen up to date; called each time it comes into sight."""

    def key_note(self) -> str:
        """What stands at the right of the key bar; empty for “All keys: F1”."""


@dataclass(frozen=True, slots=True)
class Destination:
    """A screen one can go to: its key, its words in the app bar, and how to make it when it is first wanted."""

    key: str
    words: str
    build: Callable[[], QWidget]
    in_bar: bool = True


class Shell(QMainWindow):
    """The one window. It makes screens when they are first wanted, and passes on what people do around them.

    `page_changed` carries the screen's key. `files_hovering` carries how many files are held over the window (0 when
    they are gone), `files_dropped` their paths. `closing` comes before the window closes, when no field is being typed
    in any more.
    """

    page_changed = Signal(str)
    files_hovering = Signal(int)
    files_dropped = Signal(object)
    closing = Signal()

    def __init__(self, theme: Theme, settings: Settings) -> None:
        super().__init__()
        self._theme = theme
        self._settings = settings
        self._destinations: dict[str, Destination] = {}
        self._pages: dict[str, QWidget] = {}
        self._key = ""
        self._place = ""
        self._undo: UndoHistory | None = None
        self.app_bar = AppBar(theme)
        self.notices = NoticeStrip(theme)
        self._stack = QStackedWidget()
        self.key_bar = KeyBar(theme)
        self._panes = PaneCycle()
        self._arrange()
        self._connect()
        self._everywhere = self._make_actions()
        self._ring = FocusRing(theme, self)
        self.setAcceptDrops(True)
        self._set_extent()

    # ---------------------------------------------------------------- where one can go

    def set_destinations(self, destinations: Sequence[Destination]) -> None:
        """Offer these screens and drop all earlier ones; go to one of them next."""
        self._leave_field()
        for page in self._pages.values():
            if isinstance(page, StorePage):  # the next screens are of another file: it says nothing there of its own
                page.saved.disconnect(self.save_state.show_saved)
                page.failed.disconnect(self.notices.show_error)
            self._stack.removeWidget(page)
            page.deleteLater()
        self._pages = {}
        self._key = ""
        self._destinations = {destination.key: destination for destination in destinations}
        self.app_bar.set_destinations([(each.key, each.words) for each in self._in_bar()])

    def go_to(self, key: str) -> QWidget:
        """Show a screen, making it when it is first wanted, and return it.

        Raises:
            KeyError: there is no such screen.
            TypeError: the screen does not answer what the shell asks.
        """
        self._leave_field()
        widget = self._pages.get(key) or self._make_page(key)
        page = _as_page(widget)
        self._key = key
        self._stack.setCurrentWidget(widget)
        self._panes.set_panes([*page.panes(), self.app_bar, self.notices])
        self.app_bar.show_destination(key)
        page.on_shown()
        self._tell_title()
        self.show_keys()
        if not self._panes.return_to(page.panes()):
            widget.setFocus()
        self.page_changed.emit(key)
        return widget

    @property
    def current_key(self) -> str:
        """The key of the screen in sight, empty before the first."""
        return self._key

    @property
    def current_page(self) -> QWidget | None:
        """The screen in sight, if there is one."""
        return self._pages.get(self._key)

    def set_place(self, words: str) -> None:
        """Say which round and person this is."""
        self._place = words
        self.app_bar.set_place(words)
        self._tell_title()

    def show_keys(self) -> None:
        """Bring the key bar up to date with the screen's actions."""
        if self.current_page is not None:
            page = _as_page(self.current_page)
            switch_plain_keys(page.actions(), on=self._settings.single_keys)
            self.key_bar.show_actions([*page.actions(), *self._everywhere], page.key_note())

    # --------------------------------------------------------------- what goes around it

    @property
    def save_state(self) -> SaveState:
        """The words about whether all is saved."""
        return self.app_bar.save_state

    def use_undo(self, history: UndoHistory | None) -> None:
        """Let Ctrl+Z and Ctrl+Shift+Z work on this history, or on none."""
        if self._undo is not None:
            self._undo.working.disconnect(self.save_state.show_saving)
            self._undo.told.disconnect(self.save_state.show_told)
            self._undo.failed.disconnect(self.notices.show_error)
        self._undo = history
        if history is not None:
            history.working.connect(self.save_state.show_saving)
            history.told.connect(self.save_state.show_told)
            history.failed.connect(self.notices.show_error)

    def show_all_keys(self) -> None:
        """Open the list of all keys."""
        from dd_panel.ui.key_list import KeyList, key_rows  # not needed to start

        lines = []
        if self.current_page is not None:
            page = _as_page(self.current_page)
            lines += key_rows(page.title, page.actions())
        lines += key_rows(_("Everywhere"), self._everywhere)
        dialog = KeyList(self._theme, lines, self, single_keys=self._settings.single_keys)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.single_keys.toggled.connect(self._on_single_keys_chosen)
        dialog.open()

    # ---------------------------------------------------------------------- Qt's events

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._theme.set_window_size(event.size().width(), event.size().height())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._theme.set_window_size(self.width(), self.height())

    def closeEvent(self, event: QCloseEvent) -> None:
        self._leave_field()
        self.closing.emit()
        super().closeEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        files = [url for url in event.mimeData().urls() if url.isLocalFile()]
        if files:
            event.acceptProposedAction()
            self.files_hovering.emit(len(files))

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.files_hovering.emit(0)

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        self.files_hovering.emit(0)
        if paths:
            event.acceptProposedAction()
            self.files_dropped.emit(paths)

    def step_text(self, by: int) -> None:
        """Show all text larger (1) or smaller (-1) by one step, and remember it."""
        self._theme.step_text_scale(by)
        self._settings.set_text_scale(self._theme.text_scale)

    # -------------------------------------------------------------------------- private

    def _arrange(self) -> None:
        lines = column(self.app_bar, self.notices, (self._stack, 1), self.key_bar, gap=0)
        self.setCentralWidget(Panel(self._theme, "canvas", lines))

    def _connect(self) -> None:
        self.app_bar.destination_chosen.connect(self._leave_for)
        self.app_bar.mode_chosen.connect(self._on_mode_chosen)
        self.app_bar.text_scale_chosen.connect(self._on_text_scale_chosen)
        self.app_bar.language = self._settings.language
        self.app_bar.language_chosen.connect(self._on_language_chosen)
        self.app_bar.help_asked.connect(self.show_all_keys)
        self.notices.keyboard_left.connect(self._take_keyboard_back)
        self._theme.theme_changed.connect(self._set_extent)
        self._theme.theme_changed.connect(self.show_keys)

    def _make_actions(self) -> list[QAction]:
        everywhere = (
            (_("Next pane"), "F6", lambda: self._panes.step(1), Keys(bar=_("next pane"))),
            (_("Previous pane"), "Shift+F6", lambda: self._panes.step(-1), None),
            (_("Undo"), "Ctrl+Z", self._on_undo, None),
            (_("Redo"), ("Ctrl+Shift+Z", "Ctrl+Y"), self._on_redo, None),
            (_("Larger text"), ("Ctrl++", "Ctrl+="), lambda: self.step_text(1), None),
            (_("Smaller text"), "Ctrl+-", lambda: self.step_text(-1), None),
            (_("Usual text size"), "Ctrl+0", lambda: self._on_text_scale_chosen(1.0), None),
            (_("Help and all keys"), "F1", self.show_all_keys, None),
        )
        actions = [
            add_action(self, words, shortcuts, slot, keys=keys, whole_window=True)
            for words, shortcuts, slot, keys in everywhere
        ]
        for at in range(MOST_NUMBERED):
            shown = Keys(caps=("Alt", "1", "…", "9"), listed=at == 0)
            words = _("Go to a screen of the app bar")
            slot = self._numbered_slot(at)
            actions.append(add_action(self, words, f"Alt+{at + 1}", slot, keys=shown, whole_window=True))
        return actions

    def _numbered_slot(self, at: int) -> Callable[[], None]:
        def go() -> None:
            offered = self._in_bar()
            if at < len(offered):
                self._leave_for(offered[at].key)

        return go

    def _leave_for(self, key: str) -> None:
        """Go where a person wants to go; what went well on the screen before is not said there."""
        if key != self._key:
            self.notices.let_go()
        self.go_to(key)

    def _in_bar(self) -> list[Destination]:
        return [destination for destination in self._destinations.values() if destination.in_bar]

    def _make_page(self, key: str) -> QWidget:
        page = self._destinations[key].build()
        if isinstance(page, StorePage):
            page.saved.connect(self.save_state.show_saved)
            page.failed.connect(self.notices.show_error)
        self._pages[key] = page
        self._stack.addWidget(page)
        return page

    def _leave_field(self) -> None:
        """Take the keyboard out of a field, so that what was typed there is told and stored."""
        focused: QWidget | None = self.focusWidget()
        if focused is not None:
            focused.clearFocus()

    def _take_keyboard_back(self) -> None:
        """Give the keyboard to the screen again, where it was there last: its keys work nowhere else."""
        if self.current_page is None or not self._panes.return_to(_as_page(self.current_page).panes()):
            self.setFocus()

    def _tell_title(self) -> None:
        title = "" if self.current_page is None else _as_page(self.current_page).title
        parts = [part for part in (title, self._place, _("Delivering Differently")) if part]
        self.setWindowTitle(_(" – ").join(parts))

    def _set_extent(self) -> None:
        """Keep the window at least as large as the design asks, but never larger than the screen."""
        room = self.screen().availableSize()
        wide, high = (min(least, has) for least, has in zip(SMALLEST, (room.width(), room.height()), strict=True))
        self.setMinimumSize(wide, high)
        if not self.isVisible():
            self.resize(min(USUAL[0], room.width()), min(USUAL[1], room.height()))

    def _on_text_scale_chosen(self, scale: float) -> None:
        self._theme.set_text_scale(scale)
        self._settings.set_text_scale(scale)

    def _on_language_chosen(self, code: str) -> None:
        self._settings.set_language(code)
        self.app_bar.language = code
        self.notices.show_notice(Notice(_("The other language is used when the program is started again.")))

    def _on_mode_chosen(self, mode: str) -> None:
        for known in ("system", "light", "dark"):
            if mode == known:
                self._theme.set_mode(known)
                self._settings.set_mode(known)

    def _on_single_keys_chosen(self, on: bool) -> None:
        self._settings.set_single_keys(on)
        self.show_keys()

    def _on_undo(self) -> None:
        if self._undo is not None:
            self._undo.undo()

    def _on_redo(self) -> None:
        if self._undo is not None:
            self._undo.redo()


def _as_page(widget: object) -> Page:
    """Return the screen as what the shell asks of it.

    Raises:
        TypeError: the screen does not answer what the shell asks.
    """
    if not isinstance(widget, Page):
        raise TypeError(f"{type(widget).__name__} is no page")
    return widget
