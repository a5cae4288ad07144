"""What the Assignment screen asks: whether to make these changes, why a conflict, and how to make the packs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidget

from dd_panel.domain.errors import InputError
from dd_panel.domain.passphrases import check_new
from dd_panel.text import _, ngettext
from dd_panel.ui.round.reason_dialog import ReasonDialog
from dd_panel.ui.speech import announce
from dd_panel.ui.widgets.fields import PassphraseField
from dd_panel.ui.widgets.labels import Label, Para, buddy
from dd_panel.ui.widgets.layouts import column
from dd_panel.ui.widgets.question import Question
from dd_panel.ui.widgets.states import Callout

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtWidgets import QWidget

    from dd_panel.domain.assigning import AssignmentChange
    from dd_panel.domain.identifiers import MemberId
    from dd_panel.ui.theme import Theme

LISTED: Final = 280
LINE: Final = 24


class ChangesDialog(Question):
    """Lists every change with its reason before any is made."""

    def __init__(
        self,
        theme: Theme,
        parent: QWidget,
        changes: Sequence[AssignmentChange],
        names: Mapping[MemberId, str],
        notes: Sequence[str] = (),
    ) -> None:
        self.list = QListWidget()
        self.list.setAccessibleName(_("Changes"))
        self.list.setFixedHeight(theme.px(min(LISTED, LINE * len(changes) + 8)))
        self.list.setFont(theme.font("dense"))
        self.list.addItems([change_words(each, names) for each in changes])
        self.list.setCurrentRow(0)
        fields = column(self.list, *(Para(theme, note, "dense", "ink2") for note in notes), gap=8)
        count = len(changes)
        super().__init__(
            theme,
            parent,
            ngettext("{count} change", "{count} changes", count).format(count=count),
            _("Nothing is changed yet. All of it can be undone."),
            ngettext("Make {count} change", "Make {count} changes", count).format(count=count),
            fields,
        )


def change_words(change: AssignmentChange, names: Mapping[MemberId, str]) -> str:
    """One change in words: DD-009: Helen Marsh reviews (knows transport)."""
    words = {
        ("add", "lead"): _("{reference}: {name} leads"),
        ("add", "reviewer"): _("{reference}: {name} reviews"),
        ("lead", "lead"): _("{reference}: {name} leads, who reviewed"),
        ("lead", "reviewer"): _("{reference}: {name} reviews, who led"),
        ("remove", "lead"): _("{reference}: {name} no longer leads"),
        ("remove", "reviewer"): _("{reference}: {name} no longer reviews"),
    }[change.deed, change.duty]
    sentence = words.format(reference=change.application, name=names[change.member])
    return f"{sentence} ({change.why})" if change.why else sentence


class NotedConflict(ReasonDialog):
    """Asks why a member must not read an application."""

    def __init__(self, theme: Theme, parent: QWidget, member: str, reference: str) -> None:
        super().__init__(
            theme,
            parent,
            _("{member} must not read {reference}").format(member=member, reference=reference),
            _("The member will see its title alone. The conflict and your words are kept in the round’s history."),
            _("Note the conflict"),
        )


class AboveLimit(ReasonDialog):
    """Asks why a member reads more than the limit."""

    def __init__(self, theme: Theme, parent: QWidget, member: str, load: str) -> None:
        super().__init__(
            theme,
            parent,
            _("{name} is at the limit").format(name=member),
            _("{name} reads {load} already. Your words are kept in the round’s history.").format(
                name=member, load=load
            ),
            _("Assign all the same"),
        )


class PacksDialog(Question):
    """Asks for a passphrase, if the packs are to be locked; `wanted` carries it, or an empty text.

    `notes` say what is not settled about the applications in them.
    """

    wanted = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget, count: int, fingerprint: str, notes: Sequence[str] = ()) -> None:
        self.passphrase = PassphraseField(theme, _("Passphrase, if the packs are to be locked"))
        self.again = PassphraseField(theme, _("The same once more"))
        self._missing = Para(theme, "", "dense", "bad", 600)
        self._missing.hide()
        lost = _("A lost passphrase can’t be recovered by anybody. Tell it to the members apart from the packs.")
        fields = column(
            *((Callout(theme, "warn", _("Not everything is settled"), " ".join(notes)), 8) if notes else ()),
            buddy(Label(theme, _("Passphrase, if the packs are to be locked"), "label", "ink2"), self.passphrase),
            self.passphrase,
            buddy(Label(theme, _("The same once more"), "label", "ink2"), self.again),
            self.again,
            self._missing,
            Para(theme, lost, "caption", "ink2"),
            gap=4,
        )
        title = ngettext("Make {count} review pack", "Make {count} review packs", count).format(count=count)
        sentence = _("They are signed with the key {fingerprint}. Tell it to the members apart from the packs.")
        super().__init__(theme, parent, title, sentence.format(fingerprint=fingerprint), _("Choose a folder…"), fields)
        for field in (self.passphrase, self.again):
            field.textEdited.connect(self._missing.hide)
        self.passphrase.setFocus(Qt.FocusReason.OtherFocusReason)

    def on_yes(self) -> None:
        words = self.passphrase.text()
        if words or self.again.text():
            try:
                check_new(words)
            except InputError as trouble:
                self._refuse(f"{trouble.title} {trouble.remedy}")
                return
            if words != self.again.text():
                self._refuse(_("The two are not the same. Type the passphrase twice."))
                return
        self.wanted.emit(words)
        self.accept()

    def _refuse(self, words: str) -> None:
        self._missing.setText(words)
        self._missing.show()
        self.passphrase.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self, words, at_once=True)
