"""Reading the returns: all of them beside the window, and one finding again at once when it is decided on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dd_panel.services.returns.overview import see_finding_again, see_returns
from dd_panel.ui.round.returns.findings_rows import group_of, groups_of

if TYPE_CHECKING:
    from dd_panel.services.returns.overview import ReturnsView
    from dd_panel.services.workplace import Workplace
    from dd_panel.ui.round.returns.findings_rows import FindingGroup


@dataclass(frozen=True, slots=True)
class ReturnsRead:
    """What a reading found, and a group of findings for each of its files, in their order."""

    view: ReturnsView
    groups: tuple[FindingGroup, ...]


def read_returns(place: Workplace) -> ReturnsRead:
    """Read all that the screen shows."""
    view = see_returns(place)
    return ReturnsRead(view, groups_of(view))


def read_finding_again(place: Workplace, before: ReturnsRead, number: int) -> ReturnsRead:
    """The same with one finding as it stands by now; what it is not about, or all where nothing is new, stays as is."""
    view = see_finding_again(place, before.view, number)
    if view is before.view:
        return before
    files = zip(view.files, before.view.files, before.groups, strict=True)
    return ReturnsRead(view, tuple(group if file is old else group_of(view, file) for file, old, group in files))
