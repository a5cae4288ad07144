"""A change is named by what it was about, so that whoever takes it back knows what goes."""

from __future__ import annotations

import pytest

from dd_panel.domain.identifiers import (
    COMPLETE,
    CONFLICT,
    GUIDANCE,
    NOTES,
    PREFERENCE,
    RECOMMENDATION,
    SUPPORT,
    CriterionKey,
    Field,
    Reference,
    comment_field,
    evidence_field,
    score_field,
)
from dd_panel.services.review.change_words import change_words
from tests.builders import a_criterion, a_rubric

RUBRIC = a_rubric(a_criterion("need", "100"))
NEED = CriterionKey("need")


@pytest.mark.parametrize(
    ("field", "text", "told"),
    [
        (score_field(NEED), "4", "The need scored 4"),
        (score_field(NEED), "", "score of The need removed"),
        (score_field(NEED), "cannot judge", "cannot judge The need"),
        (comment_field(NEED), "Thin.", "comment on The need changed"),
        (evidence_field(NEED), "", "evidence for The need changed"),
        (score_field(CriterionKey("gone")), "3", "gone scored 3"),
        (RECOMMENDATION, "fund", "recommendation changed"),
        (GUIDANCE, "Ask the staff.", "guidance to the applicant changed"),
        (SUPPORT, "finance", "support that would help changed"),
        (NOTES, "Mine", "private notes changed"),
        (CONFLICT, "other", "conflict declared"),
        (CONFLICT, "", "conflict withdrawn"),
        (COMPLETE, "yes", "marked complete"),
        (COMPLETE, "", "reopened"),
        (PREFERENCE, "DD-002", "preference changed"),
        (Field("order"), "1", "order changed"),
    ],
)
def test_what_was_changed_is_said_in_a_few_words(field: Field, text: str, told: str) -> None:
    assert change_words(RUBRIC, Reference("DD-001"), field, text) == f"DD-001: {told}"
