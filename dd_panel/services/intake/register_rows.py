"""Tells the rows of registers that can be taken in from those that can't, which are set aside by name.

A row that lacks its reference or lead authority, or has an entry that can't be read, isn't guessed at.
A reference that two different rows bear is nobody's: who reads them can't tell which is right, so neither is taken in.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dd_panel.domain.errors import InputError
from dd_panel.domain.identifiers import Reference, identity
from dd_panel.services.round.setting_up import in_the_round_already
from dd_panel.text import _, few

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dd_panel.domain.applications import Application
    from dd_panel.exchange.registers import ListedRow
    from dd_panel.store.work import Work


@dataclass(frozen=True, slots=True)
class RowAside:
    """A row that was set aside, with the reason as whole sentences.

    `reference` is the application that its reference belongs to, None where it belongs to none; `known` says that the
    round holds all of the row already.
    """

    row: ListedRow
    reason: str
    reference: Reference | None
    known: bool = False


@dataclass(frozen=True, slots=True)
class Sifted:
    """The applications to take in, the rows set aside, and the references (folded) that different rows bear."""

    applications: tuple[Application, ...]
    aside: tuple[RowAside, ...]
    doubled: frozenset[str]


def sift(work: Work, rows: Sequence[ListedRow]) -> Sifted:
    """Sort rows by whether they can be taken in. Where none can, see `refusal`."""
    present = {identity(reference): reference for reference in work.applications.references()}
    alike: dict[str, list[ListedRow]] = defaultdict(list)
    for row in rows:
        if row.application.reference:
            alike[identity(row.application.reference)].append(row)
    doubled = frozenset(key for key, mine in alike.items() if key not in present and _differ(mine))
    taken: list[Application] = []
    aside: list[RowAside] = []
    for row in rows:
        key = identity(row.application.reference)
        if row.trouble:
            aside.append(RowAside(row, f"{row.trouble.what} {row.trouble.remedy}", present.get(key)))
        elif key in present:
            aside.append(_in_use(row, work.applications.get(present[key])))
        elif key in doubled:
            aside.append(RowAside(row, _doubled(row, alike[key]), None))
        elif row is not (first := alike[key][0]):
            reason = _("It is the same as {source}, which is {reference}.")
            said = reason.format(source=first.source, reference=first.application.reference)
            aside.append(RowAside(row, said, first.application.reference))
        else:
            taken.append(row.application)
    return Sifted(tuple(taken), tuple(aside), doubled)


def _differ(rows: Sequence[ListedRow]) -> bool:
    """Whether rows with one reference say different things, as far as can be known."""
    return any(each.application != rows[0].application for each in rows) or (
        len(rows) > 1 and any(each.trouble for each in rows)
    )


def refusal(aside: Sequence[RowAside]) -> InputError:
    """What to say where nothing but these rows was given, so that there is nothing to take in."""
    if aside[0].row.trouble:
        return aside[0].row.trouble
    if present := [each.row.application.reference for each in aside if each.reference is not None]:
        return in_the_round_already(present)
    return InputError(
        _("{source}: {reason}").format(source=aside[0].row.source, reason=aside[0].reason),
        _("So there is no row to take in."),
    )


def _in_use(row: ListedRow, present: Application) -> RowAside:
    if _holds(present, row.application):
        said = _("{reference} is in the round already, with all that this row says.")
        return RowAside(row, said.format(reference=present.reference), present.reference, known=True)
    said = _(
        "{reference} is in the round already, with other particulars or answers, and nothing there is changed. If the "
        "row is another application, give it a new reference and add it again."
    )
    return RowAside(row, said.format(reference=present.reference), present.reference)


def _holds(present: Application, row: Application) -> bool:
    """Whether an application says all that a row does; what was sent may have added to it since."""
    bare = replace(
        present,
        reference=row.reference,
        answers=row.answers,
        attachments=row.attachments,
        received=row.received,
        email=row.email,
    )
    added = row.received in {None, present.received} and row.email in {"", present.email}
    return bare == row and added and set(row.answers) <= set(present.answers)


def _doubled(row: ListedRow, alike: Sequence[ListedRow]) -> str:
    others = [each.source for each in alike if each is not row]
    return _(
        "The reference {reference} stands also in {places}, with other words, and nobody can tell which is right. Give "
        "each its own reference, or remove one, and add the register again."
    ).format(reference=row.application.reference, places=few(others))
