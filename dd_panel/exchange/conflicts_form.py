"""The conflicts form: a small workbook with titles only, in which a member declares conflicts before packs are made.

Every row carries a hidden key that says which round, member and application it is about, so that a form that was sorted
or saved by another program is still understood. What comes back passes the guard before anything reads it.
"""

from __future__ import annotations

import io
import json
import re
from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING, Final

import xlsxwriter

from dd_panel.domain.errors import InputError
from dd_panel.domain.identifiers import MemberId, Reference, identity
from dd_panel.exchange.cells import write_text
from dd_panel.exchange.files import read_whole, shown_name
from dd_panel.exchange.guard import REGISTER
from dd_panel.exchange.scoresheet.heights import height_of
from dd_panel.exchange.scoresheet.looks import Looks, lay_on_paper
from dd_panel.exchange.tables import fold_header, read_table, which_headings
from dd_panel.text import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime
    from pathlib import Path

    from xlsxwriter.worksheet import Worksheet

    from dd_panel.domain.applications import Application
    from dd_panel.domain.panel import Member
    from dd_panel.domain.rounds import Round
    from dd_panel.exchange.tables import Row

KINDS: Final = ("employment", "financial", "personal", "advised on the bid", "other")
"""What a conflict can be; `no` says that there is none."""

NO: Final = frozenset({"", "no", "none", "nein", "na", "n/a", "-", "–"})
YES: Final = frozenset({"yes", "y", "true", "ja", "1"})
MARK: Final = "dd-panel conflicts form"
STATEMENT: Final = "statement"
EMPLOYERS: Final = "employers"
"""Both stand in the keys of the last two rows, in place of a reference."""

_BETWEEN = re.compile(r"[;\n]")
_HEADERS = ("Reference", "Lead authority", "Partners", "Title", "To think of", "Conflict", "Why", "Key")
HEADINGS: Final = ("Reference", "Conflict", "Why", "Key")
"""The columns without which a table is no form."""

_WIDTHS = (12, 28, 28, 36, 30, 18, 40, 8)
_CONFLICT, _WHY, _KEY = 5, 6, 7
_HEAD = 3
"""The heading's row, counted from 0; a title and a sentence stand above it."""


@dataclass(frozen=True, slots=True)
class FormRow:
    """One application in a form: its title and bodies, why the member might think twice, and what is declared."""

    application: Application
    hint: str = ""
    declared: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a member says of one application: an empty kind is no conflict."""

    reference: Reference
    kind: str
    why: str


@dataclass(frozen=True, slots=True)
class FormBack:
    """A form that came back: whose, of which round, which number, the answers, and the statement of no others.

    `employers` are the past employers that stand in it.
    """

    round_id: str
    member: MemberId
    number: int
    answers: tuple[Answer, ...]
    no_others: bool
    employers: tuple[str, ...] = ()


# -- out ---------------------------------------------------------------------------------------------------------------


def form_bytes(
    rules: Round, member: Member, number: int, made: datetime, rows: Sequence[FormRow], employers: Sequence[str] = ()
) -> bytes:
    """The whole workbook, with the past employers that are known. Raises InputError for a text no cell can hold."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    title = _("Conflicts of interest")
    book.set_properties({"title": title, "subject": rules.name, "created": made.astimezone(UTC).replace(tzinfo=None)})
    looks = Looks(book)
    page = book.add_worksheet(title)
    write_text(page, 0, 0, _("{title}: {round}").format(title=title, round=rules.name), looks.title)
    sentence = _(
        "{name}, please say for each application whether you have a conflict: choose its kind and say why in a few "
        "words. Leave the others empty. You will not be sent what you declare."
    )
    write_text(page, 1, 0, sentence.format(name=member.name), looks.subtitle)
    for column, (header, width) in enumerate(zip(_HEADERS, _WIDTHS, strict=True)):
        page.set_column(column, column, width, None, {"hidden": column == _KEY})
        write_text(page, _HEAD, column, header, looks.header)
    identity_of = (MARK, rules.round_id, str(member.member_id), number)
    for at, row in enumerate(rows, start=_HEAD + 1):
        _write_row(page, looks, at, row, json.dumps([*identity_of, row.application.reference]))
    last = _HEAD + 1 + len(rows)
    no_others = _("I have no other conflicts of interest in this round.")
    _write_last(page, looks, last, (no_others, "", json.dumps([*identity_of, STATEMENT])))
    asked = _("Employers of the last ten years, with semicolons between them. They are asked about, not barred.")
    _write_last(page, looks, last + 1, (asked, "; ".join(employers), json.dumps([*identity_of, EMPLOYERS])))
    kinds = {"validate": "list", "source": ["no", *KINDS], "error_type": "information"}
    page.data_validation(_HEAD + 1, _CONFLICT, last - 1, _CONFLICT, kinds)
    page.data_validation(last, _CONFLICT, last, _CONFLICT, {"validate": "list", "source": ["yes", "no"]})
    page.freeze_panes(_HEAD + 1, 1)
    page.set_selection(_HEAD + 1, _CONFLICT, _HEAD + 1, _CONFLICT)
    page.protect("", {"format_columns": True, "format_rows": True, "autofilter": True, "sort": True})
    lay_on_paper(page, _("{round} · {name} · conflicts").format(round=rules.reference, name=member.name))
    page.fit_to_pages(1, 0)
    page.repeat_rows(_HEAD)
    book.close()
    return buffer.getvalue()


def _write_row(page: Worksheet, looks: Looks, at: int, row: FormRow, key: str) -> None:
    each = row.application
    kind, _colon, why = row.declared.partition(": ")
    texts = (
        str(each.reference),
        each.lead_authority,
        "; ".join(each.partners),
        each.title or each.service,
        row.hint,
        kind,
        why,
        key,
    )
    page.set_row(at, height_of(zip(texts[:_KEY], _WIDTHS, strict=False)))
    for column, text in enumerate(texts):
        look = looks.key if column == _KEY else looks.text if column in {_CONFLICT, _WHY} else looks.fixed
        write_text(page, at, column, text, looks.reference if column == 0 else look)


def _write_last(page: Worksheet, looks: Looks, at: int, said: tuple[str, str, str]) -> None:
    """One of the rows below the applications: what it asks, what is known of it, and its key."""
    asked, known, key = said
    texts = ("", "", "", asked, "", "", known, key)
    for column, text in enumerate(texts):
        look = looks.key if column == _KEY else looks.text if column in {_CONFLICT, _WHY} else looks.fixed
        write_text(page, at, column, text, look)
    page.set_row(at, max(32.0, height_of([(asked, _WIDTHS[3]), (known, _WIDTHS[_WHY])])))


# -- back --------------------------------------------------------------------------------------------------------------


def has_form_headings(headers: Iterable[str]) -> bool:
    """Whether these are the headings of a form, among others."""
    return {fold_header(each) for each in HEADINGS} <= {fold_header(each) for each in headers}


def is_form(path: Path) -> bool:
    """Whether a file has the headings of a form; what is in it may still be refused."""
    try:
        content = read_whole(path, REGISTER.file_bytes)
    except InputError:
        return False
    return which_headings(shown_name(path), content, [HEADINGS]) is not None


def read_form(path: Path) -> FormBack:
    """Read a form that came back. Raises InputError with file, place and remedy."""
    table = read_table(path, HEADINGS)
    found: list[tuple[Row, list[object]]] = []
    for row in table.rows:
        key = _key_of(row)
        if key is not None:
            found.append((row, key))
        elif row.text("Conflict").strip():
            raise row.refuse(
                "Reference",
                _("this row was not in the form that was sent."),
                _("Put the conflict into the row of its application, or send the form again."),
            )
    owners = {tuple(key[1:4]) for _row, key in found}
    if len(owners) != 1:
        raise InputError(
            _("{file} is no conflicts form of one member.").format(file=path.name),
            remedy=_("Give the form that was sent to the member, filled in."),
        )
    round_id, member, number = owners.pop()
    answers = tuple(_answer(row, str(key[4])) for row, key in found if key[4] not in {STATEMENT, EMPLOYERS})
    stated = [row for row, key in found if key[4] == STATEMENT]
    no_others = any(row.text("Conflict").strip().casefold() in YES for row in stated)
    named = [each for row, key in found if key[4] == EMPLOYERS for each in _BETWEEN.split(row.text("Why"))]
    employers = tuple(dict.fromkeys(name for each in named if (name := " ".join(each.split()))))
    return FormBack(str(round_id), MemberId(str(member)), int(str(number)), answers, no_others, employers)


def _key_of(row: Row) -> list[object] | None:
    """The parts of a row's hidden key, None where it has none."""
    try:
        key = json.loads(row.text("Key") or "null")
    except ValueError:
        return None
    whole = isinstance(key, list) and len(key) == len((MARK, "round", "member", "number", "reference"))
    return key if whole and key[0] == MARK and isinstance(key[3], int) else None


def _answer(row: Row, reference: str) -> Answer:
    written = row.text("Reference")
    if written.strip() and identity(written) != identity(reference):
        raise row.refuse(
            "Reference",
            _("the row says “{found}” and its hidden key “{reference}”.").format(found=written, reference=reference),
            _("Send the member the form again: rows were moved in part."),
        )
    kind, why = " ".join(row.text("Conflict").split()), " ".join(row.text("Why").split())
    if kind.casefold() in NO:
        return Answer(Reference(reference), "", why)
    if kind.casefold() in KINDS:
        return Answer(Reference(reference), kind.casefold(), why)
    # Any other word declares one too: a member's own words are kept.
    return Answer(Reference(reference), "other", "; ".join(part for part in (kind, why) if part))
