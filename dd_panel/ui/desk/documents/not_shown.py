"""Stands where an attachment can't be shown: its name, why, and another way to look at it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal

from dd_panel.text import _
from dd_panel.ui.desk.documents.names import icon_of, kind_words, shown_name, size_words
from dd_panel.ui.widgets.buttons import Button
from dd_panel.ui.widgets.extents import keep_extent
from dd_panel.ui.widgets.frames import Card, Panel, scrolled
from dd_panel.ui.widgets.labels import IconLabel, Label, Para
from dd_panel.ui.widgets.layouts import column, held, row

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from dd_panel.domain.applications import Attachment
    from dd_panel.domain.errors import DDPanelError
    from dd_panel.ui.theme import Theme

WIDTH: Final = 480


class NotShown(Panel):
    """Says why an attachment isn't shown. `open_wanted` and `save_wanted` are asked for by its buttons.

    A file of a kind that might start a program can be saved, but isn't opened from here.
    """

    open_wanted = Signal()
    save_wanted = Signal()

    def __init__(self, theme: Theme, attachment: Attachment, why: DDPanelError) -> None:
        super().__init__(theme, "desk")
        kind = kind_words(attachment.name)
        icon = IconLabel(theme, icon_of(attachment.name), "ink2", 32)
        name = Para(theme, shown_name(attachment.name), "title", weight=600)
        facts = Label(
            theme,
            _("{kind}, {size}").format(kind=kind or _("Another kind of file"), size=size_words(attachment.size)),
            "dense",
            "ink2",
        )
        self.reason = Para(theme, why.title, "body", weight=600)
        more = " ".join(filter(None, (why.detail, why.remedy)))
        hints = (Para(theme, more, "dense", "ink2"),) if more else ()
        goes_on = Para(theme, _("You can score this application all the same."), "dense", "ink2")
        self.open_button = Button(theme, _("Open in another program"), icon="export")
        self.save_button = Button(theme, _("Save a copy…"), "quiet" if kind else "default", icon="save")
        buttons = row(self.open_button, self.save_button, None)
        unsafe = Para(
            theme, _("A file of this kind might start a program, so it is not opened from here."), "dense", "ink2"
        )
        unsafes = () if kind else (unsafe,)
        words = column(name, facts, 8, self.reason, *hints, *unsafes, goes_on, 8, buttons, gap=4)
        card = Card(theme, row(column(icon, None), (words, 1), gap=16, margins=(24, 20, 24, 20)))
        keep_extent(card, theme, most_wide=WIDTH)
        card.setAccessibleName(shown_name(attachment.name))
        card.setAccessibleDescription(str(why))
        # Scrolled, as large text leaves no room for all of it in a small window.
        inside = held(column(row(None, (card, 4), None), None, margins=(24, 24, 24, 24)))
        self.setLayout(column((scrolled(inside), 1), gap=0))
        self.open_button.setVisible(bool(kind))
        self.setFocusProxy(self.open_button if kind else self.save_button)
        self.open_button.clicked.connect(self.open_wanted)
        self.save_button.clicked.connect(self.save_wanted)

    @property
    def controls(self) -> tuple[QWidget, ...]:
        """The buttons."""
        return self.open_button, self.save_button
