"""What the Panel screen asks: who a new member is, and why one leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from dd_panel.domain.identifiers import MemberId, identity, tidy
from dd_panel.domain.panel import Member
from dd_panel.text import _
from dd_panel.ui.round.reason_dialog import ReasonDialog
from dd_panel.ui.widgets.fields import TextField
from dd_panel.ui.widgets.form_field import Field, optional
from dd_panel.ui.widgets.layouts import column, row
from dd_panel.ui.widgets.question import Question

if TYPE_CHECKING:
    from collections.abc import Collection

    from PySide6.QtWidgets import QWidget

    from dd_panel.ui.theme import Theme


class NewMemberDialog(Question):
    """Asks for an id, a name and an organisation; `given` carries the member. `taken` are the ids in use."""

    given = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget, taken: Collection[str], suggested: str) -> None:
        self._taken = {identity(each) for each in taken}
        self.id_line, self.name_line, self.organisation_line = (
            TextField(theme, label) for label in (_("ID"), _("Name"), _("Organisation"))
        )
        self.id_line.setText(suggested)
        self.member_id = Field(theme, _("ID"), self.id_line, _("Short; it stands in file names."))
        self.name = Field(theme, _("Name"), self.name_line)
        organisation = Field(theme, optional(_("Organisation")), self.organisation_line)
        super().__init__(
            theme,
            parent,
            _("Add a member"),
            _("Topics, limits and what else there is to say can be written beside the list afterwards."),
            _("Add the member"),
            column(row((self.member_id, 1), (self.name, 2), gap=12), organisation, gap=10),
        )
        self.name_line.setFocus()

    def on_yes(self) -> None:
        """Take the entries, once they can be used."""
        member_id, name = tidy(self.id_line.text()), " ".join(self.name_line.text().split())
        wrong = _("Another member has this ID.") if identity(member_id) in self._taken else ""
        self.member_id.show_problem(wrong if member_id else _("A member needs an ID."))
        self.name.show_problem("" if name else _("A member needs a name."))
        if not member_id or wrong:
            self.id_line.setFocus()
        elif not name:
            self.name_line.setFocus()
        else:
            organisation = " ".join(self.organisation_line.text().split())
            self.given.emit(Member(MemberId(member_id), name, organisation))
            self.accept()


class LeavingDialog(ReasonDialog):
    """Asks why a member leaves."""

    def __init__(self, theme: Theme, parent: QWidget, name: str) -> None:
        super().__init__(
            theme,
            parent,
            _("Let {name} leave the panel?").format(name=name),
            _(
                "What was not begun is free to be assigned again. What was begun stays, with all that was scored. The "
                "reason is kept in the history with your name and the time."
            ),
            _("Let the member leave"),
        )
