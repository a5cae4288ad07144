"""Past employers of the members: asked about where one of them applies, and no conflict by themselves."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from dd_panel.domain.identifiers import identity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dd_panel.domain.identifiers import MemberId
    from dd_panel.store.work import Work

_FACT: Final = "past-employers."


def employers_in(work: Work, member: MemberId) -> tuple[str, ...]:
    """The past employers that were noted of a member."""
    return tuple(json.loads(work.about.get(f"{_FACT}{identity(member)}") or "[]"))


def keep_employers(work: Work, member: MemberId, employers: Sequence[str]) -> None:
    """Note a member's past employers in place of those noted before."""
    work.about.put(f"{_FACT}{identity(member)}", json.dumps(list(employers), ensure_ascii=False))
