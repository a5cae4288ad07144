"""The panel as people: added, changed, withdrawn, who chairs, and who does where the chair may not."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dd_panel.domain.assigning import AssignmentChange, undeclared_bars
from dd_panel.domain.errors import InputError
from dd_panel.domain.identifiers import MemberId, identity
from dd_panel.domain.interests import suggestions
from dd_panel.services.assignment.assigning import Wishes, changes_in, left_members, situation_in
from dd_panel.services.change import Change
from dd_panel.services.journal import About, Deed, note_event
from dd_panel.services.round.employers import employers_in, keep_employers
from dd_panel.services.round.setting_up import add_members, take_in_members
from dd_panel.text import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dd_panel.domain.applications import Application
    from dd_panel.domain.identifiers import Reference
    from dd_panel.domain.interests import Suggestion
    from dd_panel.domain.panel import Member
    from dd_panel.services.workplace import Workplace
    from dd_panel.store.work import Work

DEPUTY_FACT = "deputy of the chair"


@dataclass(frozen=True, slots=True)
class PanelLine:
    """One member: what they read, the conflicts that stand with their reasons, and past employers.

    Conflicts are those that were declared, and what assignment keeps apart by the list of members without a word of
    theirs: their own organisation's application, and what the list names. Those of the first kind alone are `declared`.
    """

    member: Member
    left: bool
    reads: int
    conflicts: tuple[tuple[Application, str], ...]
    employers: tuple[str, ...]
    declared: frozenset[Reference] = frozenset()


@dataclass(frozen=True, slots=True)
class PanelView:
    """The panel, the chair's deputy, and the applications that may touch somebody's interests."""

    lines: tuple[PanelLine, ...]
    deputy: MemberId | None
    applications: Mapping[Reference, Application]

    @property
    def chairs(self) -> tuple[PanelLine, ...]:
        """Who chairs; there should be one."""
        return tuple(each for each in self.lines if each.member.role == "chair" and not each.left)

    @property
    def deputy_line(self) -> PanelLine | None:
        """The deputy, if one is named and still on the panel."""
        return next((each for each in self.lines if each.member.member_id == self.deputy and not each.left), None)

    @property
    def without_chair(self) -> tuple[Application, ...]:
        """The applications that neither the chair nor the deputy may lead the panel through."""
        if not self.chairs:
            return ()
        barred = [{each.reference: each for each, _why in line.conflicts} for line in self.chairs]
        deputy = self.deputy_line
        also = {each.reference for each, _why in deputy.conflicts} if deputy is not None else None
        return tuple(each for each in barred[0].values() if also is None or each.reference in also)

    def suggestions(self, line: PanelLine) -> tuple[tuple[Application, Suggestion], ...]:
        """The applications that may touch a member's interests and in which no conflict is declared."""
        found = suggestions(line.member, self.applications.values(), line.employers)
        return tuple(
            (self.applications[each.application], each) for each in found if each.application not in line.declared
        )


def see_panel(place: Workplace) -> PanelView:
    """Read the panel."""
    with place.store.reading() as work:
        applications = {each.reference: each for each in work.applications.summaries()}
        declared, left = work.entries.conflicts(), left_members(work)
        reads: dict[MemberId, int] = {}
        for each in work.panel.assignments():
            reads[each.member] = reads.get(each.member, 0) + 1
        conflicts: dict[MemberId, list[tuple[Application, str]]] = {}
        own: dict[MemberId, set[Reference]] = {}
        for member_id, reference in declared:
            own.setdefault(member_id, set()).add(reference)
        listed = undeclared_bars(work.panel.members(), applications.values())
        apart = {pair: _("{reason} (not declared yet)").format(reason=reason) for pair, reason in listed.items()}
        for (member_id, reference), reason in (apart | declared).items():
            conflicts.setdefault(member_id, []).append((applications[reference], reason))
        lines = tuple(
            PanelLine(
                each,
                each.member_id in left,
                reads.get(each.member_id, 0),
                tuple(conflicts.get(each.member_id, ())),
                employers_in(work, each.member_id),
                frozenset(own.get(each.member_id, ())),
            )
            for each in work.panel.members()
        )
        deputy = work.about.get(DEPUTY_FACT)
        return PanelView(lines, MemberId(deputy) if deputy else None, applications)


def deputy_in(work: Work) -> MemberId | None:
    """The chair's deputy, if one is named and still on the panel."""
    deputy = MemberId(work.about.get(DEPUTY_FACT) or "")
    return deputy if deputy and deputy not in left_members(work) else None


def suggestion_words(found: Suggestion) -> str:
    """Why an application may touch a member's interests, as a question."""
    return {
        "organisation": _("Your organisation is {mine}: is it the same as {body}?"),
        "interest": _("You named {mine}: is it the same as {body}?"),
        "employer": _("You worked for {mine}: is it the same as {body}?"),
        "e-mail": _("Your e-mail address ends in {mine}: do you belong to {body}?"),
    }[found.source].format(mine=found.mine, body=found.body)


# -- people --------------------------------------------------------------------------------------------------------


def add_member(place: Workplace, member: Member, employers: Sequence[str] = ()) -> Change:
    """Add one member. Raises InputError when the id is in use."""
    return take_in_members(place, [member], {member.member_id: employers})


def change_member(place: Workplace, member: Member, employers: Sequence[str] | None = None) -> Change:
    """Keep other entries of a member, whose id stays; raises KeyError for nobody's id."""
    with place.store.writing() as work:
        before, earlier = work.panel.member(member.member_id), employers_in(work, member.member_id)
        said = _change(work, place, member, employers)
    return Change(
        frozenset({"members"}),
        said,
        lambda: change_member(place, before, earlier if employers is not None else None),
    )


def _change(work: Work, place: Workplace, member: Member, employers: Sequence[str] | None) -> str:
    """Keep a member's entries within a unit of work, note that, and return the words for it."""
    work.panel.change(member)
    if employers is not None:
        keep_employers(work, member.member_id, employers)
    said = _("{name}: entry changed").format(name=member.name)
    note_event(work, place, Deed.PANEL, About(note=said))
    return said


def take_in_panel(
    place: Workplace, members: Sequence[Member], employers: Mapping[MemberId, Sequence[str]] | None = None
) -> Change:
    """Take a list of members in, whole or not at all: new ones are added, those whose entries differ are changed.

    `employers` holds the past employers of those for whom the list names some.
    """
    listed = employers or {}
    new: list[Member] = []
    changed: list[tuple[Member, Sequence[str] | None]] = []
    with place.store.writing() as work:
        known = {identity(each.member_id): each for each in work.panel.members()}
        for each in members:
            there, names = known.get(identity(each.member_id)), listed.get(each.member_id)
            if there is None:
                new.append(each)
                continue
            entry = replace(each, member_id=there.member_id)
            noted = employers_in(work, there.member_id)
            if entry != there or (names is not None and tuple(names) != noted):
                changed.append((entry, names))
        if new:
            add_members(work, place, new, listed)
        for entry, names in changed:
            _change(work, place, entry, names)
    said = [ngettext("{count} member added", "{count} members added", len(new)).format(count=len(new))]
    if changed:
        said.append(ngettext("{count} changed", "{count} changed", len(changed)).format(count=len(changed)))
    return Change(frozenset({"members"}), _(", ").join(said))


def withdraw_member(place: Workplace, member_id: MemberId, reason: str) -> Change:
    """Let a member leave the panel: what was not begun is assigned to nobody, what was begun stays where it is.

    Taken back, the member has again what was assigned then. Raises InputError without a reason, KeyError for nobody's
    id.
    """
    if not reason.strip():
        raise InputError(_("A withdrawal needs a reason."), remedy=_("Say why; it is kept in the history."))
    with place.store.writing() as work:
        situation, member = situation_in(work), work.panel.member(member_id)
        gone = [
            AssignmentChange("remove", *pair, each.duty, _("{name} leaves the panel.").format(name=member.name))
            for pair, each in situation.standing.items()
            if each.member == member_id and pair not in situation.begun
        ]
        undo = changes_in(work, place, gone, Wishes(without=(member_id,)))
        note_event(work, place, Deed.PANEL, About(note=_("{name} left the panel").format(name=member.name)), reason)
    said = ngettext(
        "{name} left the panel; {count} application is free again",
        "{name} left the panel; {count} applications are free again",
        len(gone),
    )
    return Change(
        frozenset({"members", "assignments"}),
        said.format(name=member.name, count=len(gone)),
        lambda: _come_back(place, member_id, *undo, reason),
    )


def bring_back(place: Workplace, member_id: MemberId) -> Change:
    """Let a member who left be on the panel again; nothing is assigned by that."""
    return _come_back(place, member_id, [], Wishes(back=(member_id,)), _("Taken back"))


def _come_back(
    place: Workplace, member_id: MemberId, changes: Sequence[AssignmentChange], wishes: Wishes, why_left: str
) -> Change:
    """Let a member be on the panel again, with these changes; taken back, the member leaves once more, and why."""
    with place.store.writing() as work:
        said = _("{name} is back on the panel").format(name=work.panel.member(member_id).name)
        changes_in(work, place, changes, wishes)
        note_event(work, place, Deed.PANEL, About(note=said))
    touched = frozenset({"members", "assignments"})
    return Change(touched, said, lambda: withdraw_member(place, member_id, why_left), long=True)


def name_deputy(place: Workplace, member_id: MemberId | None) -> Change:
    """Say who chairs where the chair has a conflict; None names nobody. Raises InputError for the chair."""
    with place.store.writing() as work:
        before = work.about.get(DEPUTY_FACT)
        if member_id is not None and work.panel.member(member_id).role != "member":
            raise InputError(
                _("{name} can't be the deputy.").format(name=work.panel.member(member_id).name),
                remedy=_("Choose a member who neither chairs nor only observes."),
            )
        work.about.put(DEPUTY_FACT, member_id or "")
        name = work.panel.member(member_id).name if member_id is not None else ""
        said = _("Deputy of the chair: {name}").format(name=name) if name else _("No deputy of the chair")
        note_event(work, place, Deed.PANEL, About(note=said))
    return Change(frozenset({"members"}), said, lambda: name_deputy(place, MemberId(before) if before else None))
