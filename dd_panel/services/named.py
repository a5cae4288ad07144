"""The application or the member that somebody named, however reference or id are written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dd_panel.domain.errors import InputError
from dd_panel.domain.identifiers import identity
from dd_panel.text import _, few

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from dd_panel.domain.identifiers import Reference
    from dd_panel.domain.panel import Member
    from dd_panel.store.work import Work


def known_references(work: Work, texts: Iterable[str]) -> list[Reference]:
    """The references as the round writes them; raises InputError where there is no such application."""
    known = {identity(each): each for each in work.applications.references()}
    return [_known(known, text) for text in texts]


def known_reference(work: Work, text: str) -> Reference:
    """The same of one reference."""
    return known_references(work, [text])[0]


def known_member(work: Work, text: str) -> Member:
    """The member with this id; raises InputError, with ids that there are, where there is none."""
    members = {identity(each.member_id): each for each in work.panel.members()}
    member = members.get(identity(text))
    if member is None:
        raise no_member(text, [each.member_id for each in members.values()])
    return member


def _known(known: Mapping[str, Reference], text: str) -> Reference:
    reference = known.get(identity(text))
    if reference is None:
        raise no_reference(text)
    return reference


def no_reference(text: str) -> InputError:
    """What to say of a reference that no application of the round has."""
    return InputError(
        _("“{reference}” is not a reference of this round.").format(reference=text),
        remedy=_("Check it; the ranking lists the references of all applications."),
    )


def no_member(text: str, ids: list[str]) -> InputError:
    """What to say of an id that no member of the panel has; `ids` are those that there are."""
    return InputError(
        _("{member} is no member of this panel.").format(member=text),
        remedy=_("Choose one of {names}.").format(names=few(ids) or _("the members you add first")),
    )
