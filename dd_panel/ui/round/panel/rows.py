"""What the Panel screen says of each member, and of the panel as a whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dd_panel.services.round.conflict_forms import FormState, see_form_states
from dd_panel.services.round.panel import see_panel
from dd_panel.text import DASH, _, ngettext
from dd_panel.ui.dates import date_only

if TYPE_CHECKING:
    from dd_panel.domain.identifiers import MemberId
    from dd_panel.domain.panel import Role
    from dd_panel.services.round.panel import PanelLine, PanelView
    from dd_panel.services.workplace import Workplace


@dataclass(frozen=True, slots=True)
class MemberRow:
    """One member as a line of the table."""

    line: PanelLine
    form: FormState
    deputy: bool

    @property
    def member_id(self) -> MemberId:
        """Whose line it is."""
        return self.line.member.member_id


@dataclass(frozen=True, slots=True)
class PanelRows:
    """The panel and its lines at one moment."""

    view: PanelView
    rows: tuple[MemberRow, ...]


def read_rows(place: Workplace) -> PanelRows:
    """Read the panel with its forms."""
    view, states = see_panel(place), see_form_states(place)

    def row_of(line: PanelLine) -> MemberRow:
        member = line.member.member_id
        return MemberRow(line, states.get(member, FormState()), deputy=member == view.deputy)

    return PanelRows(view, tuple(row_of(line) for line in view.lines))


def role_words(role: Role) -> str:
    """A role on the panel."""
    return {"chair": _("Chair"), "member": _("Member"), "observer": _("Observer")}[role]


def role_of(row: MemberRow) -> str:
    """A member's role, or that they left or stand in for the chair."""
    if row.line.left:
        return _("Left")
    return _("Deputy") if row.deputy else role_words(row.line.member.role)


def form_words(row: MemberRow) -> str:
    """How a member's conflicts form stands."""
    if row.line.left or row.line.member.role == "observer":
        return DASH
    if row.form.back is not None and (row.form.sent is None or row.form.back >= row.form.sent):
        said = _("Back {day}, no others") if row.form.no_others else _("Back {day}")
        return said.format(day=date_only(row.form.back))
    if row.form.sent is not None:
        return _("Sent {day}").format(day=date_only(row.form.sent))
    return _("Not sent")


def summary_words(rows: PanelRows) -> str:
    """The panel in a line."""
    here = [each for each in rows.rows if not each.line.left]
    readers = [each for each in here if each.line.member.role != "observer"]
    back = sum(each.form.back is not None for each in readers)
    conflicts = sum(len(each.line.conflicts) for each in here)
    said = (
        ngettext("{count} member", "{count} members", len(here)).format(count=len(here)),
        ngettext(
            "{back} of {count} conflicts form back", "{back} of {count} conflicts forms back", len(readers)
        ).format(back=back, count=len(readers)),
        ngettext("{count} conflict", "{count} conflicts", conflicts).format(count=conflicts),
    )
    return " · ".join(said)


def chair_words(view: PanelView) -> tuple[str, str]:
    """What has to be said of the chair, as a title and a sentence; two empty texts where nothing has."""
    if not view.lines:
        return "", ""
    if not view.chairs:
        return _("The panel has no chair"), _("Choose a member and give them the role.")
    if len(view.chairs) > 1:
        return _("The panel has more than one chair"), _("Give all but one of them another role.")
    barred = view.without_chair
    if not barred:
        return "", ""
    named = _(", ").join(each.reference for each in barred[:6])
    named = named if len(barred) <= len(barred[:6]) else _("{named} and others").format(named=named)
    if view.deputy_line is None:
        title = ngettext(
            "The chair has a conflict in {count} application",
            "The chair has a conflict in {count} applications",
            len(barred),
        ).format(count=len(barred))
        return title, _("Name a deputy who leads the panel through {named}.").format(named=named)
    title = ngettext(
        "Neither chair nor deputy may lead {count} application",
        "Neither chair nor deputy may lead {count} applications",
        len(barred),
    ).format(count=len(barred))
    return title, _("Choose another deputy, or settle beforehand who leads {named}.").format(named=named)
