"""An attachment's tab: what it is, and a way to look at it with another program, after asking."""

from __future__ import annotations

from pathlib import PurePath, PureWindowsPath
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal

from dd_panel.text import _
from dd_panel.ui.widgets.buttons import Button
from dd_panel.ui.widgets.frames import Card, Panel
from dd_panel.ui.widgets.labels import IconLabel, Label, Para
from dd_panel.ui.widgets.layouts import column, row

if TYPE_CHECKING:
    from dd_panel.domain.applications import Attachment
    from dd_panel.ui.theme import Theme

WIDTH: Final = 480
KIB: Final = 1024


def ending_of(name: str) -> str:
    """The ending of a file's name, in small letters with its dot."""
    return PurePath(name).suffix.lower()


def kind_words(name: str) -> str:
    """What kind of file this is, empty for one that only its own program would know."""
    return {
        ".pdf": _("PDF document"),
        ".docx": _("Word document"),
        ".doc": _("Word document"),
        ".odt": _("Text document"),
        ".rtf": _("Text document"),
        ".txt": _("Plain text"),
        ".md": _("Plain text"),
        ".csv": _("Table (CSV)"),
        ".xlsx": _("Excel workbook"),
        ".xls": _("Excel workbook"),
        ".ods": _("Spreadsheet"),
        ".pptx": _("Presentation"),
        ".ppt": _("Presentation"),
        ".odp": _("Presentation"),
        ".png": _("Picture"),
        ".jpg": _("Picture"),
        ".jpeg": _("Picture"),
        ".gif": _("Picture"),
        ".tif": _("Picture"),
        ".tiff": _("Picture"),
        ".bmp": _("Picture"),
    }.get(ending_of(name), "")


def icon_of(name: str) -> str:
    """The icon of an attachment's tab."""
    return "sheet" if ending_of(name) in {".xlsx", ".xls", ".ods", ".csv"} else "file"


def size_words(size: int) -> str:
    """A file's size as people say it."""
    if size < KIB:
        return _("{count} bytes").format(count=size)
    if size < KIB * KIB:
        return _("{count} kB").format(count=round(size / KIB))
    return _("{count} MB").format(count=f"{size / KIB / KIB:.1f}")


def plain_name(name: str) -> str:
    """A file's name without any path, device or control character in it; never empty."""
    last = PureWindowsPath(PurePath(name).name).name
    kept = "".join(character for character in last if character.isprintable() and character not in '<>:"|?*')
    return kept.strip(" .") or "attachment"


class AttachmentPane(Panel):
    """Shows one attachment's name, kind and size. `open_wanted` and `save_wanted` are asked for by its buttons."""

    open_wanted = Signal()
    save_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "desk")
        self._icon = IconLabel(theme, "file", "ink2", 32)
        self.name = Para(theme, "", "title", weight=600)
        self._kind = Label(theme, "", "dense", "ink2")
        self._note = Para(theme, "", "dense", "ink2")
        self.open_button = Button(theme, _("Open in another program"), icon="export")
        self.save_button = Button(theme, _("Save a copy…"), "quiet", icon="save")
        words = column(self.name, self._kind, 4, self._note, 8, row(self.open_button, self.save_button, None), gap=4)
        card = Card(theme, row(column(self._icon, None), (words, 1), gap=16, margins=(24, 20, 24, 20)))
        card.setMaximumWidth(theme.px(WIDTH))
        self.setLayout(column(row(None, (card, 4), None), None, margins=(24, 24, 24, 24)))
        self.open_button.clicked.connect(self.open_wanted)
        self.save_button.clicked.connect(self.save_wanted)

    @property
    def first_button(self) -> Button:
        """The button that comes first to hand."""
        return self.save_button if self.open_button.isHidden() else self.open_button

    def show_attachment(self, attachment: Attachment) -> None:
        """Show another attachment."""
        kind = kind_words(attachment.name)
        self._icon.set_icon(icon_of(attachment.name), "ink2")
        self.name.setText(attachment.name)
        self._kind.setText(
            _("{kind}, {size}").format(kind=kind or _("Another kind of file"), size=size_words(attachment.size))
        )
        if kind:
            self._note.setText(
                _("This window does not show it. Another program on this laptop can; you are asked first.")
            )
        else:
            self._note.setText(_("A file of this kind might start a program, so it is not opened from here."))
        self.open_button.setVisible(bool(kind))
