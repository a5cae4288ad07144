"""Asks for the passphrase of a locked file, and shows by which key a pack is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal

from dd_panel.text import _, ngettext
from dd_panel.ui.speech import announce
from dd_panel.ui.widgets.fields import PassphraseField
from dd_panel.ui.widgets.labels import Label, buddy
from dd_panel.ui.widgets.layouts import column
from dd_panel.ui.widgets.question import Question

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from dd_panel.domain.errors import PassphraseError
    from dd_panel.services.round.packing import PackInside
    from dd_panel.ui.theme import Theme


class PassphraseDialog(Question):
    """Asks for a passphrase; `given` carries it. What was wrong with the one before is said in the same place."""

    given = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget, refusal: PassphraseError) -> None:
        self.field = PassphraseField(theme, _("Passphrase"))
        self._missing = Label(theme, _("Type the passphrase first."), "dense", "bad", 600)
        self._missing.hide()
        fields = column(
            buddy(Label(theme, _("Passphrase"), "label", "ink2"), self.field), self.field, self._missing, gap=4
        )
        sentence = " ".join(part for part in (refusal.detail, refusal.remedy) if part)
        super().__init__(theme, parent, refusal.title, sentence, _("Unlock"), fields)
        self.field.textEdited.connect(self._missing.hide)
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def on_yes(self) -> None:
        if not self.field.text():
            self._missing.show()
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)
            announce(self, self._missing.text(), at_once=True)
            return
        self.given.emit(self.field.text())
        self.accept()


class PackDialog(Question):
    """Shows what a pack says of itself and the fingerprint of its key, to be compared with the one that was told."""

    def __init__(self, theme: Theme, parent: QWidget, inside: PackInside) -> None:
        self.fingerprint = Label(theme, inside.fingerprint, "title", "ink", 600)
        self.fingerprint.setAccessibleName(_("Fingerprint: {letters}").format(letters=", ".join(inside.fingerprint)))
        self.fingerprint.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        what = ngettext(
            "{count} application for {member}.", "{count} applications for {member}.", inside.applications
        ).format(count=inside.applications, member=inside.member)
        compare = _(
            "The secretariat told you this fingerprint by telephone or letter. Go on only if it is the same: then the "
            "pack is theirs, and later packs must bear the same key."
        )
        super().__init__(
            theme, parent, inside.round_name, f"{what} {compare}", _("It is the same"), column(self.fingerprint)
        )
