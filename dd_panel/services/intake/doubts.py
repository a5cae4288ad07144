"""What a person has to look at, which shows only once everything that came is put side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dd_panel.domain.identifiers import identity
from dd_panel.text import _

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from dd_panel.services.intake.items import Item
    from dd_panel.services.intake.plan import Group


def doubt_doubled(items: Iterable[Item], doubled: Collection[str]) -> None:
    """Let wait what names a reference (folded in `doubled`) that different rows of a register bear."""
    for item in items:
        if item.stated and identity(item.stated) in doubled:
            doubt = _("It names {reference}, which several rows of the register bear; none of them was taken in.")
            item.doubts.append(doubt.format(reference=item.stated))


def doubt_unread(groups: Iterable[Group]) -> None:
    """Let wait the forms of applications of which no answer was found, neither in a form nor in a row of a register.

    A letter or a map that comes beside the form answers nothing either, and is no reason to wait.
    """
    for group in groups:
        listed = group.row.answers if group.row is not None else ()
        if any(answer.text.strip() for answer in listed) or any(item.questions for item in group.items):
            continue
        for item in group.items:
            if any(form.blocks for form in item.arrival.forms):
                item.doubts.append(
                    _(
                        "None of its form's headings is a question of the round, so its answers stand under the "
                        "form's own name, in one text."
                    )
                )
