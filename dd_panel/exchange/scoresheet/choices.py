"""The list of choices beside a cell, and the message that says what each of them means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dd_panel.exchange.scoresheet import layout
from dd_panel.text import _

if TYPE_CHECKING:
    from dd_panel.exchange.scoresheet.layout import Column

LONGEST_MESSAGE = 255
LONGEST_MESSAGE_TITLE = 32
"""What a workbook allows for the message beside a cell."""


def choices_of(column: Column, source: str) -> dict[str, object]:
    """The list that a column's cells offer; `source` is the formula that says where the choices stand."""
    options: dict[str, object] = {
        "validate": "list",
        "source": source,
        "error_title": _("Not one of the choices"),
        "error_message": _("Choose from the list, or leave the cell empty."),
    }
    if column.criterion:
        options["input_title"] = column.criterion.short[:LONGEST_MESSAGE_TITLE]
        options["input_message"] = _message(column)
        options["error_message"] = _("Enter {choices}, or leave the cell empty.").format(
            choices=layout.scale_sentence(column.criterion)
        )[:LONGEST_MESSAGE]
    return options


def _message(column: Column) -> str:
    """What each level means, as far as it fits beside the cell; all of it stands on the sheet *Rubric*."""
    criterion = column.criterion
    if criterion is None:
        return ""
    levels = [
        (criterion.scale.text_of(mark), criterion.scale.name_of(mark), criterion.descriptor(mark))
        for mark in criterion.scale.marks
    ]
    fullest = "\n".join(f"{number} {name}: {text}" for number, name, text in levels if text)
    named = "\n".join(f"{number}  {name}" for number, name, _text in levels if name)
    where = "\n" + _("The sheet Rubric says what each means.")
    for text in (fullest, named + where if any(text for *_names, text in levels) else named, named):
        if text and len(text) <= LONGEST_MESSAGE:
            return text
    return layout.scale_sentence(criterion)[:LONGEST_MESSAGE]
