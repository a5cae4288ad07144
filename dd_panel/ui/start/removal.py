"""Asks whether to remove a round or a review from this laptop, with every file that goes and what can't be promised."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, Qt

from dd_panel.services.removing import not_promised
from dd_panel.text import _
from dd_panel.ui.widgets.labels import Label, Para
from dd_panel.ui.widgets.layouts import column
from dd_panel.ui.widgets.question import Question

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from dd_panel.services.removing import Removal
    from dd_panel.ui.theme import Theme


class RemovalDialog(Question):
    """Names the files that go; here Enter cancels, as nothing brings them back."""

    def __init__(self, theme: Theme, parent: QWidget, removal: Removal) -> None:
        store = removal.files[-1]
        size = QLocale().formattedDataSize(removal.size, 1, QLocale.DataSizeFormat.DataSizeTraditionalFormat)
        listed = Para(theme, "\n".join(removal.names), "dense", "ink", 600)
        listed.setAccessibleName(_("Files that are removed: {names}").format(names=", ".join(removal.names)))
        where = _("From {folder}, {size}:").format(folder=store.parent, size=size)
        super().__init__(
            theme,
            parent,
            _("Remove {name} for good?").format(name=store.name),
            _("Everything in it is written over and removed: applications, scores, history, backups, search index."),
            _("Remove for good"),
            column(
                Label(theme, where, "dense", "ink2"), listed, 4, Para(theme, not_promised(), "dense", "ink2"), gap=4
            ),
        )
        self.yes.set_kind("default")
        self.yes.setDefault(False)
        self.no.setDefault(True)
        self.no.setFocus(Qt.FocusReason.OtherFocusReason)
