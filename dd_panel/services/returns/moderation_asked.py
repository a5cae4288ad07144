"""Which second looks were asked for: from the journal, so that one that comes back is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dd_panel.domain.identifiers import identity
from dd_panel.services.journal import Deed, events

if TYPE_CHECKING:
    from dd_panel.domain.identifiers import MemberId, Reference
    from dd_panel.store.work import Work


def times_asked(work: Work, member: MemberId) -> int:
    """How many second looks a member was asked for."""
    return sum(
        event.deed is Deed.SECOND_LOOK
        and event.about.member is not None
        and identity(event.about.member) == identity(member)
        for event in events(work)
    )


def every_second_look(work: Work) -> dict[tuple[str, int], frozenset[Reference]]:
    """The applications of every second look that was asked for, by member (as ids are compared) and number."""
    asked: dict[tuple[str, int], frozenset[Reference]] = {}
    for event in events(work):
        if event.deed is Deed.SECOND_LOOK and event.about.member is not None:
            key = identity(event.about.member), int(event.about.note)
            asked[key] = asked.get(key, frozenset()) | {reference for reference, _field in event.about.cells}
    return asked
