"""What a file is that was given in the wrong place, so that its refusal says where it belongs."""

from __future__ import annotations

from enum import StrEnum, auto
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from dd_panel.domain.errors import InputError
from dd_panel.exchange import conflicts_form
from dd_panel.exchange.guard import Refused
from dd_panel.exchange.registers import applications, assignments, authorities, members
from dd_panel.exchange.scoresheet.opening import open_return
from dd_panel.exchange.scoresheet.read import CONSOLIDATED_SHEETS, identify
from dd_panel.exchange.tables import which_headings
from dd_panel.text import _

if TYPE_CHECKING:
    from collections.abc import Sequence


class Known(StrEnum):
    """A kind of file that the programme makes, or asks its secretariat for."""

    SCORESHEET = auto()
    CONSOLIDATED = auto()
    CONFLICTS_FORM = auto()
    AUTHORITIES = auto()
    APPLICATIONS = auto()
    MEMBERS = auto()
    ASSIGNMENTS = auto()
    PACK = auto()
    REVIEW = auto()
    ROUND = auto()
    DEFINITION = auto()


_ENDINGS: Final = {
    ".ddpack": Known.PACK,
    ".ddreview": Known.REVIEW,
    ".ddround": Known.ROUND,
    ".toml": Known.DEFINITION,
}

_TABLES: Final = (
    # The form first: it has the headings of a list of applications as well.
    (Known.CONFLICTS_FORM, conflicts_form.HEADINGS),
    (Known.AUTHORITIES, authorities.REQUIRED),
    (Known.APPLICATIONS, applications.REQUIRED),
    (Known.MEMBERS, members.REQUIRED),
    (Known.ASSIGNMENTS, assignments.REQUIRED),
)

_COMMANDS: Final = {
    Known.SCORESHEET: "merge",
    Known.AUTHORITIES: "add-authorities",
    Known.APPLICATIONS: "add-applications",
    Known.MEMBERS: "add-members",
    Known.CONFLICTS_FORM: "conflicts",
}


def kind_of(name: str, content: bytes) -> Known | None:
    """What a file of this name and content is; None for whatever is of no known kind, or can't be read."""
    if known := _ENDINGS.get(PurePath(name.strip()).suffix.casefold()):
        return known
    try:
        identify(name, content)
    except Refused:
        pass
    else:
        return Known.SCORESHEET
    try:
        if CONSOLIDATED_SHEETS.issubset(grid.name for grid in open_return(name, content).grids):
            return Known.CONSOLIDATED
    except Refused:
        pass  # such as a list with more in it than a scoresheet may hold
    at = which_headings(name, content, [headings for _known, headings in _TABLES])
    return None if at is None else _TABLES[at][0]


def what_it_is(known: Known) -> str:
    """What a file is and where it belongs, as the end of a sentence."""
    return {
        Known.SCORESHEET: _("it is a scoresheet, which belongs on Returns"),
        Known.CONSOLIDATED: _("it is a consolidated workbook, which is made from scoresheets"),
        Known.CONFLICTS_FORM: _("it is a conflicts form, which belongs on Panel"),
        Known.AUTHORITIES: _("it is a register of authorities, which belongs on Applications, under Eligibility"),
        Known.APPLICATIONS: _("it is a register of applications, which belongs on Applications"),
        Known.MEMBERS: _("it is a list of panel members, which belongs on Panel"),
        Known.ASSIGNMENTS: _("it is an assignment table, which “dd-panel assign --from” reads"),
        Known.PACK: _("it is a review pack, which its member opens"),
        Known.REVIEW: _("it is a member’s own review, from which a scoresheet is exported"),
        Known.ROUND: _("it is a round, which is opened by itself"),
        Known.DEFINITION: _("it is a round definition, from which a new round is made"),
    }[known]


def told_apart(file: str, content: bytes, wanted: Sequence[str], refused: InputError) -> InputError:
    """Why a file is refused where a table with the `wanted` headings was asked for.

    That is what it is and where it belongs, where it is known to be something else; or else what was `refused`.
    """
    known = kind_of(file, content)
    return refused if known is None or (known, wanted) in _TABLES else misplaced(file, known)


def misplaced(file: str, known: Known) -> InputError:
    """The refusal of a file of a known kind that was given in the wrong place."""
    return InputError(
        _("{file} can't be taken in here: {what}.").format(file=file, what=what_it_is(known)),
        remedy=_("Take it in there, or with “dd-panel {command}”.").format(command=_COMMANDS[known])
        if known in _COMMANDS
        else _("Check which file was meant."),
    )
