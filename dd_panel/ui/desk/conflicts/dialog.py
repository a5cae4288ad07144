"""Declares a conflict of interest: what kind, and in a few words why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal

from dd_panel.text import _
from dd_panel.ui.speech import announce
from dd_panel.ui.widgets.fields import DropDown, TextField
from dd_panel.ui.widgets.labels import Label, buddy
from dd_panel.ui.widgets.layouts import column
from dd_panel.ui.widgets.question import Question

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from dd_panel.services.review.beginning import Candidate
    from dd_panel.services.review.reviewing import DeskItem
    from dd_panel.ui.theme import Theme


class ConflictDialog(Question):
    """Asks for the kind and the reason; nothing is chosen beforehand. `declared` carries both."""

    declared = Signal(str, str)

    def __init__(self, theme: Theme, parent: QWidget, item: DeskItem | Candidate) -> None:
        self._kinds = (
            ("employment", _("Employment: I work or worked for them")),
            ("financial", _("Financial: I or my organisation could gain or lose")),
            ("personal", _("Personal: family or a close friend")),
            ("advised on the bid", _("I advised on this bid")),
            ("other", _("Other")),
        )
        self.kind = DropDown(theme, _("Kind of interest"), [_("Choose one"), *(words for _key, words in self._kinds)])
        self.reason = TextField(theme, _("In a few words"), _("Such as: their director until 2012"))
        self._missing = Label(theme, _("Choose the kind of interest."), "dense", "bad", 600)
        self._missing.hide()
        fields = column(
            buddy(Label(theme, _("Kind of interest"), "label", "ink2"), self.kind),
            self.kind,
            self._missing,
            4,
            buddy(Label(theme, _("In a few words"), "label", "ink2"), self.reason),
            self.reason,
            gap=4,
        )
        super().__init__(
            theme,
            parent,
            _("Declare a conflict: {reference}").format(reference=item.application.reference),
            _(
                "You will see its title only, and not score it. What you have scored is sealed and never leaves this "
                "laptop; the secretariat sees the kind and your words."
            ),
            _("Declare the conflict"),
            fields,
        )
        self.kind.currentIndexChanged.connect(self._missing.hide)
        self.kind.setFocus(Qt.FocusReason.OtherFocusReason)

    def on_yes(self) -> None:
        chosen = self.kind.currentIndex() - 1
        if chosen < 0:
            self._missing.show()
            self.kind.setFocus(Qt.FocusReason.OtherFocusReason)
            announce(self, self._missing.text(), at_once=True)
            return
        self.declared.emit(self._kinds[chosen][0], self.reason.text().strip())
        self.accept()


def kind_in_words(conflict: str) -> str:
    """A kept conflict as it is shown: `employment: former director` becomes “Employment: former director”."""
    return conflict[:1].upper() + conflict[1:]
