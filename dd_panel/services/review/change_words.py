"""What was changed in a review, in a few words: undo names it by these."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dd_panel.domain.identifiers import (
    COMPLETE,
    CONFLICT,
    GUIDANCE,
    NOTES,
    RECOMMENDATION,
    SUPPORT,
    comment_field,
    criterion_of,
    is_score,
)
from dd_panel.domain.reviews import CANNOT_JUDGE
from dd_panel.text import _

if TYPE_CHECKING:
    from dd_panel.domain.identifiers import CriterionKey, Field, Reference
    from dd_panel.domain.rubric import Rubric


def change_words(rubric: Rubric, reference: Reference, field: Field, text: str) -> str:
    """What was done to a field, which holds this text now; a criterion that the rubric has no more goes by its key."""
    key = criterion_of(field)
    if key is not None:
        title = rubric.criterion(key).title if key in rubric.keys else key
        said = _of_criterion(key, field, text)
        return said.format(reference=reference, criterion=title, score=text)
    told = {
        CONFLICT: _("{reference}: conflict declared") if text else _("{reference}: conflict withdrawn"),
        COMPLETE: _("{reference}: marked complete") if text else _("{reference}: reopened"),
        RECOMMENDATION: _("{reference}: recommendation changed"),
        GUIDANCE: _("{reference}: guidance to the applicant changed"),
        SUPPORT: _("{reference}: support that would help changed"),
        NOTES: _("{reference}: private notes changed"),
    }
    return told.get(field, _("{reference}: {field} changed")).format(reference=reference, field=field)


def _of_criterion(key: CriterionKey, field: Field, text: str) -> str:
    if is_score(field):
        if text == CANNOT_JUDGE:
            return _("{reference}: cannot judge {criterion}")
        return _("{reference}: {criterion} scored {score}") if text else _("{reference}: score of {criterion} removed")
    if field == comment_field(key):
        return _("{reference}: comment on {criterion} changed")
    return _("{reference}: evidence for {criterion} changed")
