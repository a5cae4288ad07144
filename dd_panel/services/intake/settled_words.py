"""What officials settled about applications, as a person would say it: for the cards and for the change log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dd_panel.domain.applicants import NOBODY
from dd_panel.domain.desk_lines import ANSWER, ASKED, AUTHORITY, CLEAR, GATE, SETTLED, WITHDRAWN
from dd_panel.domain.gates import FAIL, PASS
from dd_panel.text import _

if TYPE_CHECKING:
    from dd_panel.domain.desk_lines import DeskLine


def settled_words(line: DeskLine) -> str:
    """What one line says, without who, when and why."""
    cleared = line.value == CLEAR
    whole = {
        WITHDRAWN: (_("withdrawn"), _("reinstated")),
        SETTLED: (_("settled as eligible"), _("left to the register")),
        ASKED: (_("asked the applicant"), _("the applicant was not asked after all")),
    }
    if line.field in whole:
        return whole[line.field][cleared]
    if line.field.startswith(ANSWER):
        # An answer may be empty; a line without a reason takes back what was said about it.
        words = _("“{question}”: answer looked at") if line.reason else _("“{question}”: answer as it was")
        return words.format(question=line.field.removeprefix(ANSWER))
    if line.field.startswith(AUTHORITY):
        name = line.field.removeprefix(AUTHORITY)
        if cleared:
            return _("“{name}” is left to the register").format(name=name)
        if line.value == NOBODY:
            return _("“{name}” is no authority of the register").format(name=name)
        return _("“{name}” is read as {authority}").format(name=name, authority=line.value)
    words = {PASS: _("gate {gate}: pass"), FAIL: _("gate {gate}: fail")}.get(line.value, _("gate {gate}: tick cleared"))
    return words.format(gate=line.field.removeprefix(GATE))
