"""The kinds of files that the window opens, by their endings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NoReturn

from dd_panel.domain.errors import InputError
from dd_panel.text import _

if TYPE_CHECKING:
    from pathlib import Path

PACK: Final = ".ddpack"
REVIEW: Final = ".ddreview"
ROUND: Final = ".ddround"


def refuse(path: Path) -> NoReturn:
    """Say that a file is of no such kind, by raising InputError."""
    raise InputError(
        _("{name} is no review pack, review or round.").format(name=path.name),
        remedy=_(
            "Choose a file that ends in .ddpack, .ddreview or .ddround. Scoresheets go into their round, on Returns."
        ),
    )
