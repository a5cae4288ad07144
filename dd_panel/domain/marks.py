"""What a member marks while reading: highlights and private notes. They stay in the member's own file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dd_panel.domain.passages import Place


@dataclass(frozen=True, slots=True)
class Mark:
    """A highlighted passage, or one with a private note; `number` is its own in the file, 0 before it is kept."""

    place: Place
    note: str = ""
    number: int = 0

    @property
    def is_note(self) -> bool:
        """Whether something is noted there."""
        return bool(self.note)
