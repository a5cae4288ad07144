"""A small round in which both members have scored, and the second looks that go back to one of them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from dd_panel.domain.identifiers import MemberId, Reference
from dd_panel.services.returns.moderating import make_second_look
from tests.panelwork import ASHE, OKORO, REFERENCES, SmallRound, fill, fill_all, small_round

FIRST, SECOND = REFERENCES[:2]


def both_scored(folder: Path) -> SmallRound:
    """Both members have scored everything: Ashe 3 and 2.5, Okoro 1 and 4 with a reason."""
    small = small_round(folder)
    theirs = fill(
        fill_all(small.blank(OKORO), need=1, plan=4),
        {(reference, "comment.need"): "Too little evidence." for reference in REFERENCES},
    )
    small.merge(ashes(small, {}), theirs)
    return small


def ashes(small: SmallRound, typed: Mapping[tuple[Reference, str], str | float | None], minutes: int = 1) -> bytes:
    """Ashe's scoresheet with something besides her scores."""
    mine: dict[tuple[str, str], str | float | None] = {(FIRST, "comment.need"): "Clear and honest."}
    return fill(fill_all(small.blank(ASHE)), mine | dict(typed), minutes)


def look_again(small: SmallRound, *references: Reference, member: MemberId = ASHE) -> bytes:
    """The second look as it goes to the member."""
    out = small.path.parent / "again" / f"{member}.xlsx"
    with small.open() as place:
        make_second_look(place, member, references or (FIRST, SECOND), out)
    content = out.read_bytes()
    out.unlink()
    return content
