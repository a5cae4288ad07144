"""What officials settled, as a person would say it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from dd_panel.domain.applicants import NOBODY
from dd_panel.domain.desk_lines import (
    ASKED,
    CLEAR,
    SETTLED,
    WITHDRAWN,
    YES,
    DeskLine,
    answer_field,
    authority_field,
    gate_field,
)
from dd_panel.domain.gates import FAIL, PASS
from dd_panel.domain.identifiers import Reference
from dd_panel.services.intake.settled_words import settled_words

NOON = datetime(2014, 2, 12, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("field", "value", "reason", "said"),
    [
        (WITHDRAWN, YES, "x", "withdrawn"),
        (WITHDRAWN, CLEAR, "x", "reinstated"),
        (SETTLED, YES, "x", "settled as eligible"),
        (SETTLED, CLEAR, "x", "left to the register"),
        (ASKED, YES, "x", "asked the applicant"),
        (ASKED, CLEAR, "x", "the applicant was not asked after all"),
        (gate_field("England"), PASS, "", "gate england: pass"),
        (gate_field("England"), FAIL, "x", "gate england: fail"),
        (gate_field("England"), CLEAR, "", "gate england: tick cleared"),
        (authority_field("Kent CC"), "Kent County Council", "x", "“kent cc” is read as Kent County Council"),
        (authority_field("Home Start"), NOBODY, "x", "“home start” is no authority of the register"),
        (authority_field("Kent CC"), CLEAR, "x", "“kent cc” is left to the register"),
        (answer_field("Why?"), "", "as it was read", "“Why?”: answer looked at"),
        (answer_field("Why?"), "Because.", "", "“Why?”: answer as it was"),
    ],
)
def test_every_line_has_words(field: str, value: str, reason: str, said: str) -> None:
    assert settled_words(DeskLine(Reference("A-1"), field, value, "Ann", NOON, reason)) == said
