"""A review as the person sees it: with what was typed and could not be stored yet."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dd_panel.domain.identifiers import criterion_of, evidence_field, is_score
from dd_panel.domain.reviews import Score

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dd_panel.domain.identifiers import Field
    from dd_panel.domain.reviews import Review
    from dd_panel.domain.rubric import Rubric


def with_texts(review: Review, texts: Mapping[Field, str], rubric: Rubric) -> Review:
    """The review with these texts in place of what is stored; it is not complete then."""
    scores = dict(review.scores)
    comments, evidence = dict(review.comments), dict(review.evidence)
    whole: dict[str, str] = {}
    for field, text in texts.items():
        key = criterion_of(field)
        if key is None:
            whole[str(field)] = text
        elif is_score(field):
            scores[key] = Score.standing(text, rubric.criterion(key).scale)
        else:
            (evidence if field == evidence_field(key) else comments)[key] = text
    return replace(review, scores=scores, comments=comments, evidence=evidence, complete=False, **whole)  # type: ignore[arg-type]


def text_in(review: Review, field: Field, rubric: Rubric) -> str:
    """The text of one field of a review, as it is stored."""
    key = criterion_of(field)
    if key is None:
        return str(getattr(review, field))
    if is_score(field):
        return review.scores[key].text(rubric.criterion(key).scale)
    return (review.evidence if field == evidence_field(key) else review.comments).get(key, "")
