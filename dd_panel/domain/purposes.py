"""What a scoresheet is for: the scores themselves, or a second look at some of them; and what is filled in in each."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from dd_panel.domain.identifiers import (
    CONFLICT,
    GUIDANCE,
    ORDER,
    PREFERENCE,
    RECOMMENDATION,
    SUPPORT,
    CriterionKey,
    Field,
    comment_field,
    evidence_field,
    score_field,
    second_comment_field,
    second_field,
)
from dd_panel.text import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dd_panel.domain.rubric import Criterion, Rubric


class Purpose(StrEnum):
    """What a scoresheet is for. The files of one purpose are versions of each other; those of two never are."""

    SCORES = "scores"
    SECOND_LOOK = "second-look"


SCORES = Purpose.SCORES


def input_fields(rubric: Rubric, purpose: Purpose = SCORES) -> tuple[Field, ...]:
    """Every column that a member fills in, in the order of the sheet."""
    if purpose is Purpose.SECOND_LOOK:
        return tuple(field for key in rubric.keys for field in (second_field(key), second_comment_field(key)))
    judged = [field for key in rubric.keys for field in (score_field(key), comment_field(key), evidence_field(key))]
    return (*judged, RECOMMENDATION, GUIDANCE, SUPPORT, ORDER, CONFLICT)


def read_fields(rubric: Rubric, purpose: Purpose = SCORES) -> tuple[Field, ...]:
    """Every column that is read: those to fill in, and preferences, which are there only where somebody chose."""
    return (*input_fields(rubric, purpose), *((PREFERENCE,) if purpose is SCORES else ()))


def scores_with_comments(rubric: Rubric, purpose: Purpose = SCORES) -> Iterator[tuple[Criterion, Field, Field]]:
    """Each criterion with the fields of its score and of the comment on it."""
    for criterion in rubric.criteria:
        key = criterion.key
        if purpose is Purpose.SECOND_LOOK:
            yield criterion, second_field(key), second_comment_field(key)
        else:
            yield criterion, score_field(key), comment_field(key)


def counting_field(entries: Mapping[Field, str], criterion: CriterionKey) -> Field:
    """The field of the score that counts. This rule stands here alone; `second_look_counts` says it in words."""
    second = second_field(criterion)
    return second if entries.get(second) else score_field(criterion)


def second_look_counts() -> str:
    """What counts after a second look, in words for everybody."""
    return _(
        "A score given on a second look counts in place of the first, which is kept and shown beside it; where a second"
        " look was left empty, the first counts."
    )
