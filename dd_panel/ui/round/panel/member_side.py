"""Beside the table: the entries of the chosen member, kept as they are left, with conflicts and suggestions below."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal

from dd_panel.text import _
from dd_panel.ui.round.panel.rows import role_words
from dd_panel.ui.widgets.buttons import Button
from dd_panel.ui.widgets.fields import TextField
from dd_panel.ui.widgets.form_field import Field, optional
from dd_panel.ui.widgets.frames import Card, Panel, scrolled
from dd_panel.ui.widgets.labels import Label, Para
from dd_panel.ui.widgets.layouts import clear, column, held, row
from dd_panel.ui.widgets.segmented import SegmentedControl

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QLayout

    from dd_panel.domain.applications import Application
    from dd_panel.domain.interests import Suggestion
    from dd_panel.domain.panel import Member, Role
    from dd_panel.ui.round.panel.rows import MemberRow
    from dd_panel.ui.theme import Theme

WIDTH: Final = 400
WIDTH_COMPACT: Final = 360
WIDTH_LARGE: Final = 320
ROLES: Final[tuple[Role, ...]] = ("chair", "member", "observer")
EDGES: Final = (16, 12, 16, 16)
MOST_SHOWN: Final = 8


class MemberSide(Panel):
    """The form of one member.

    `edited` carries the member with other entries, and the past employers. `leaving` and `returning` are wishes about
    the member shown; `conflict_noted` carries the application and the reason of a suggestion that is one.
    """

    edited = Signal(object, object)
    leaving = Signal()
    returning = Signal()
    conflict_noted = Signal(str, str)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "canvas")
        self._row: MemberRow | None = None
        self._build()
        self._arrange()
        self._connect()
        self.show_row(None, ())

    def _build(self) -> None:
        theme = self._theme
        self._heading = Label(theme, "", "title")
        self._about = Para(theme, "", "dense", "ink2")
        self.name = self._line(_("Name"))
        self.organisation = self._line(optional(_("Organisation")))
        self.email = self._line(optional(_("E-mail")), _("Its domain is compared with the applicants."))
        self.topics = self._line(optional(_("Topics")), _("Separated by semicolons."))
        self.known = self._line(optional(_("Known conflicts")), _("Authorities or references; never assigned."))
        self.employers = self._line(optional(_("Past employers")), _("Asked about, not barred."))
        self.limit = self._line(optional(_("Limit")))
        self.role = SegmentedControl(theme, [role_words(each) for each in ROLES], name=_("Role"))
        self.leave = Button(theme, _("Leaves the panel…"), extent="small")
        self.come_back = Button(theme, _("Back on the panel"), extent="small")
        self._conflicts, self._suggested = column(), column()

    def _line(self, label: str, hint: str = "") -> Field:
        return Field(self._theme, label, TextField(self._theme, label), hint)

    def _arrange(self) -> None:
        theme = self._theme
        self._form = held(
            column(
                self.name,
                self.organisation,
                self.email,
                Field(theme, _("Role"), self.role),
                self.topics,
                self.known,
                row((self.employers, 2), (self.limit, 1), gap=12),
                gap=10,
            )
        )
        buttons = row(self.leave, self.come_back, None)
        entries = Card(theme, column(self._heading, self._about, self._form, buttons, gap=10, margins=EDGES))
        declared = column(Label(theme, _("Conflicts"), "title"), self._conflicts, gap=8, margins=EDGES)
        self._declared = Card(theme, declared)
        asked = column(Label(theme, _("Is one of these a conflict?"), "title"), self._suggested, gap=8, margins=EDGES)
        self._asked = Card(theme, asked)
        inside = Panel(theme, "canvas", column(entries, self._asked, self._declared, None, gap=12, margins=(16,) * 4))
        self.setLayout(column(scrolled(inside), gap=0))

    def _connect(self) -> None:
        for field in self._fields():
            self._text_of(field).editingFinished.connect(self._on_edited)
        self.role.choice_made.connect(self._on_edited)
        self.leave.clicked.connect(self.leaving)
        self.come_back.clicked.connect(self.returning)

    # ------------------------------------------------------------------------------------------------ what is shown

    def show_row(self, shown: MemberRow | None, suggested: Sequence[tuple[Application, Suggestion]]) -> None:
        """Show another member, or that none is chosen."""
        self._row = shown
        self._form.setVisible(shown is not None)
        self.leave.setVisible(shown is not None and not shown.line.left)
        self.come_back.setVisible(shown is not None and shown.line.left)
        self._asked.setVisible(bool(suggested))
        self._declared.setVisible(shown is not None and bool(shown.line.conflicts))
        if shown is None:
            self._heading.setText(_("Nobody chosen"))
            self._about.setText(_("Add a member, or drop the list of members into the window."))
            return
        member = shown.line.member
        self._heading.setText(member.name)
        self._about.setText(_("{id} · reads {count}").format(id=member.member_id, count=shown.line.reads))
        for field, text in zip(self._fields(), _texts(member, shown.line.employers), strict=True):
            line = self._text_of(field)
            if line.text() != text:
                line.setText(text)
                line.setCursorPosition(0)
            field.show_problem("")
        self.role.set_chosen(ROLES.index(member.role))
        self._form.setEnabled(not shown.line.left)
        self._show_conflicts(shown)
        self._show_suggested(suggested)

    def _fields(self) -> tuple[Field, ...]:
        return (self.name, self.organisation, self.email, self.topics, self.known, self.employers, self.limit)

    def _text_of(self, field: Field) -> TextField:
        line = field.control
        assert isinstance(line, TextField)  # noqa: S101 - every one of these was made with such a line
        return line

    def _show_conflicts(self, shown: MemberRow) -> None:
        clear(self._conflicts)
        for application, why in shown.line.conflicts[:MOST_SHOWN]:
            self._conflicts.addWidget(held(self._about_application(application, why)))
        if (more := len(shown.line.conflicts) - MOST_SHOWN) > 0:
            self._conflicts.addWidget(Label(self._theme, _("and {count} more").format(count=more), "dense", "ink2"))

    def _show_suggested(self, suggested: Sequence[tuple[Application, Suggestion]]) -> None:
        clear(self._suggested)
        for application, found in suggested[:MOST_SHOWN]:
            said = _("{mine} ({source}) and {body}").format(mine=found.mine, source=_source(found), body=found.body)
            note = Button(self._theme, _("Note it"), extent="small")
            note.setAccessibleDescription(_("Note a conflict with {reference}").format(reference=application.reference))
            note.clicked.connect(
                lambda _checked=False, reference=str(application.reference), why=said: self.conflict_noted.emit(
                    reference, why
                )
            )
            self._suggested.addWidget(held(row((self._about_application(application, said), 1), note, gap=8)))

    def _about_application(self, application: Application, words: str) -> QLayout:
        """An application, and below it what there is to say of it."""
        title = _("{reference} {authority}").format(
            reference=application.reference, authority=application.lead_authority
        )
        return column(Para(self._theme, title, "dense", weight=600), Para(self._theme, words, "dense", "ink2"), gap=0)

    # ----------------------------------------------------------------------------------------------- what people do

    def _on_edited(self) -> None:
        """Keep what was typed, or say at the field why it can't be kept."""
        shown = self._row
        if shown is None:
            return
        name, organisation, email, topics, known, employers, limit = (
            " ".join(self._text_of(each).text().split()) for each in self._fields()
        )
        self.name.show_problem("" if name else _("A member needs a name."))
        usable = not limit or (limit.isascii() and limit.isdigit())
        self.limit.show_problem("" if usable else _("Write a whole number, such as 8."))
        if not name or not usable:
            return
        member = replace(
            shown.line.member,
            name=name,
            organisation=organisation,
            email=email,
            role=ROLES[self.role.chosen or 0],
            topics=_parts(topics),
            conflicts=_parts(known),
            limit=int(limit) if limit else None,
        )
        if (member, _parts(employers)) != (shown.line.member, shown.line.employers):
            self.edited.emit(member, _parts(employers))

    def wide(self, _room: int) -> int:
        """The width in pixels that the form takes beside the table."""
        large = self._theme.large_text
        return self._theme.px(WIDTH_LARGE if large else WIDTH_COMPACT if self._theme.compact else WIDTH)


def _texts(member: Member, employers: Sequence[str]) -> tuple[str, ...]:
    """What stands in the fields, in their order."""
    limit = "" if member.limit is None else str(member.limit)
    lists = ("; ".join(each) for each in (member.topics, member.conflicts, employers))
    return (member.name, member.organisation, member.email, *lists, limit)


def _parts(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(";") if part.strip())


def _source(found: Suggestion) -> str:
    return {
        "organisation": _("organisation"),
        "interest": _("known conflict"),
        "employer": _("past employer"),
        "e-mail": _("e-mail"),
    }[found.source]
