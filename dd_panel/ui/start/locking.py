"""Asks how a round or a review is to be locked from now on, and says first what a lock can't promise."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal

from dd_panel.domain.errors import InputError
from dd_panel.domain.passphrases import check_new
from dd_panel.services.passphrases import left_beside, lost_passphrase, not_promised
from dd_panel.text import _
from dd_panel.ui.speech import announce
from dd_panel.ui.widgets.fields import PassphraseField
from dd_panel.ui.widgets.labels import Label, Para, buddy
from dd_panel.ui.widgets.layouts import column, held
from dd_panel.ui.widgets.question import Question
from dd_panel.ui.widgets.segmented import SegmentedControl

if TYPE_CHECKING:
    from PySide6.QtWidgets import QLayout, QWidget

    from dd_panel.services.passphrases import LockSeen
    from dd_panel.ui.theme import Theme

ANOTHER, NONE = 0, 1
EDGE: Final = 4


class LockDialog(Question):
    """Asks for the passphrase that a store has, where it has one, and for the new one twice.

    `given` carries both, each None where there is none.
    """

    given = Signal(object, object)

    def __init__(self, theme: Theme, parent: QWidget, name: str, seen: LockSeen) -> None:
        self._locked = seen.locked
        self.present = PassphraseField(theme, _("Present passphrase"))
        self.wanted = PassphraseField(theme, _("New passphrase"))
        self.again = PassphraseField(theme, _("New passphrase once more"))
        self.choice = SegmentedControl(
            theme, [_("Another passphrase"), _("No passphrase any more")], ANOTHER, name=_("What is to become of it")
        )
        self._problem = Para(theme, "", "dense", "bad", 600)
        self._problem.hide()
        present = held(_labelled(theme, self.present))
        self._new = held(column(_labelled(theme, self.wanted), _labelled(theme, self.again), gap=10))
        self._lost = Para(theme, lost_passphrase(), "dense", "ink", 600)
        self._promise = Para(theme, " ".join((not_promised(), left_beside(seen.backups))).strip(), "dense", "ink2")
        self._bare = Para(theme, _("Whoever has the file can read it then."), "dense", "ink", 600)
        self._bare.hide()
        for shown in (present, self.choice):
            shown.setVisible(seen.locked)
        told = column(self._lost, self._promise, self._bare, gap=6)
        fields = column(present, self.choice, self._new, self._problem, EDGE, told, gap=10)
        title = _("Change the lock of {name}") if seen.locked else _("Lock {name} with a passphrase")
        sentence = _(
            "The file is written anew beside the old one and then takes its place: it is whole at every moment."
        )
        yes = _("Change it") if seen.locked else _("Lock it")
        super().__init__(theme, parent, title.format(name=name), sentence, yes, fields)
        for field in (self.present, self.wanted, self.again):
            field.textEdited.connect(self._problem.hide)
        self.choice.choice_made.connect(self._on_choice)
        (self.present if seen.locked else self.wanted).setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def problem(self) -> str:
        """What is wrong with what was typed; empty for nothing."""
        return "" if self._problem.isHidden() else self._problem.text()

    def on_yes(self) -> None:
        present = self.present.text() if self._locked else None
        wanted = None if self._takes_away else self.wanted.text()
        if present == "":
            self._say(_("Type the passphrase it has now."), self.present)
            return
        if wanted is not None:
            try:
                check_new(wanted)
            except InputError as refused:
                self._say(f"{refused.title} {refused.remedy}", self.wanted)
                return
            if self.again.text() != wanted:
                self._say(_("The two are not the same. Type the new one again."), self.again)
                return
        self.given.emit(present, wanted)
        self.accept()

    @property
    def _takes_away(self) -> bool:
        return self._locked and self.choice.chosen == NONE

    def _on_choice(self) -> None:
        for shown in (self._new, self._lost, self._promise):
            shown.setHidden(self._takes_away)
        self._bare.setVisible(self._takes_away)
        self._problem.hide()
        self.adjustSize()

    def _say(self, words: str, field: PassphraseField) -> None:
        self._problem.setText(words)
        self._problem.show()
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self, words, at_once=True)


def _labelled(theme: Theme, field: PassphraseField) -> QLayout:
    return column(buddy(Label(theme, field.accessibleName(), "label", "ink2"), field), field, gap=4)
