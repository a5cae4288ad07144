"""The support that would help an applicant: kinds to tick and a line for anything else, kept as one list of words.

The list is what the scoresheet carries: `legal form; finance; a mentor from another council`. People also type it by
hand, so whatever is not a known kind stays as it was typed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dd_panel.domain.identifiers import identity

if TYPE_CHECKING:
    from collections.abc import Iterable

KINDS = (
    "options appraisal",
    "legal form",
    "finance",
    "workforce and pensions",
    "governance",
    "procurement",
    "engagement",
)
"""The kinds of support that the programme knows, in the words of the scoresheet."""

OTHER = "other"
"""Stands in the list where something else would help and nobody has said what."""


def ticked(text: str) -> frozenset[str]:
    """The known kinds in a list of support, `other` among them when the list holds anything else."""
    kinds = {known for part in _parts(text) if (known := _known(part))}
    return frozenset(kinds | ({OTHER} if other_line(text) else set()))


def other_line(text: str) -> str:
    """What a list of support holds beside the known kinds, as it was typed."""
    return "; ".join(part for part in _parts(text) if not _known(part))


def with_kind(text: str, kind: str, *, wanted: bool) -> str:
    """The list with one kind added or taken out; everything else stays as it was typed, in its place."""
    parts = _parts(text)
    if not wanted:
        return _joined(part for part in parts if _known(part) != kind)
    if any(_known(part) == kind for part in parts):
        return text
    order = (*KINDS, OTHER)
    # A tick goes before the first kind that follows it on the screen, and before what was typed.
    later = (
        at for at, part in enumerate(parts) if (known := _known(part)) is None or order.index(known) > order.index(kind)
    )
    at = next(later, len(parts))
    return _joined((*parts[:at], kind, *parts[at:]))


def with_other(text: str, line: str) -> str:
    """The list with another line for anything else; `other` alone goes when words take its place, or all is gone."""
    kept = (part for part in _parts(text) if _known(part) not in {None, OTHER})
    return _joined((*kept, *_parts(line)))


def _parts(text: str) -> tuple[str, ...]:
    return tuple(part for each in text.split(";") if (part := each.strip()))


def _joined(parts: Iterable[str]) -> str:
    return "; ".join(parts)


def _known(part: str) -> str | None:
    word = identity(" ".join(part.split())).rstrip(".")
    return word if word in KINDS or word == OTHER else None
