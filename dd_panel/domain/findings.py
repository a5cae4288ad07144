"""Findings: one problem found in a file, where it is, why it matters, and what may be done about it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, NamedTuple

from dd_panel.domain.identifiers import CriterionKey, Field, Reference, criterion_of, is_score
from dd_panel.text import _

Severity = Literal["note", "warning", "error", "refusal"]
Holds = Literal["nothing", "cell", "column", "rows", "file"]


class Kind(StrEnum):
    """Every kind of finding, in the spelling that scripts rely on."""

    TEXT_NUMBER = "text-number"
    STRAY_SPACE = "stray-space"
    DECIMAL_COMMA = "decimal-comma"
    LETTER_O = "letter-o"
    UNKNOWN_LEVEL = "unknown-level"
    OUT_OF_RANGE = "out-of-range"
    OFF_STEP = "off-step"
    DATE = "date"
    ERROR_CELL = "error-cell"
    FORMULA = "formula"
    TEXT_TOO_LONG = "text-too-long"
    SCORED_CONFLICT = "scored-conflict"
    BOTH_CHANGED = "both-changed"
    LOOKS_LIKE_RANK = "looks-like-rank"
    ROW_MISMATCH = "row-mismatch"
    TITLE_MISMATCH = "title-mismatch"
    DUPLICATE_ROW = "duplicate-row"
    UNKNOWN_REFERENCE = "unknown-reference"
    NOT_ASSIGNED = "not-assigned"
    DUPLICATE_COLUMN = "duplicate-column"
    MISSING_ROW = "missing-row"
    MISSING_COLUMN = "missing-column"
    COMMENT_MISSING = "comment-missing"
    EXTRA_COLUMN = "extra-column"
    WRONG_ROUND = "wrong-round"
    OTHER_RUBRIC = "other-rubric"
    UNKNOWN_MEMBER = "unknown-member"
    UNREADABLE = "unreadable"
    LOCKED = "locked"
    MACRO = "macro"
    TOO_BIG = "too-big"
    NOT_A_SCORESHEET = "not-a-scoresheet"
    ALREADY_RECEIVED = "already-received"
    OLDER_EXPORT = "older-export"

    @property
    def rule(self) -> KindRule:
        """What this kind means for the merge."""
        return _RULES[self]


@dataclass(frozen=True, slots=True)
class KindRule:
    """How severe a kind is, what it holds back until decided, and whether its mend is safe to take unasked."""

    severity: Severity
    holds: Holds
    safe: bool = False


_NOTE = KindRule("note", "nothing")
_SAFE = KindRule("note", "cell", safe=True)
_CELL = KindRule("error", "cell")
_COLUMN = KindRule("error", "column")
_ROWS = KindRule("error", "rows")
_WARNING = KindRule("warning", "nothing")
_REFUSAL = KindRule("refusal", "file")

_RULES = {
    Kind.TEXT_NUMBER: _SAFE,
    Kind.STRAY_SPACE: _SAFE,
    Kind.DECIMAL_COMMA: _SAFE,
    Kind.LETTER_O: _SAFE,
    Kind.UNKNOWN_LEVEL: _CELL,
    Kind.OUT_OF_RANGE: _CELL,
    Kind.OFF_STEP: _CELL,
    Kind.DATE: _CELL,
    Kind.ERROR_CELL: _CELL,
    Kind.FORMULA: _CELL,
    Kind.TEXT_TOO_LONG: _CELL,
    Kind.SCORED_CONFLICT: _CELL,
    Kind.BOTH_CHANGED: _CELL,
    Kind.LOOKS_LIKE_RANK: _COLUMN,
    Kind.ROW_MISMATCH: _ROWS,
    Kind.TITLE_MISMATCH: _ROWS,
    Kind.DUPLICATE_ROW: _ROWS,
    Kind.UNKNOWN_REFERENCE: _ROWS,
    Kind.NOT_ASSIGNED: _ROWS,
    Kind.DUPLICATE_COLUMN: _COLUMN,
    Kind.MISSING_ROW: _WARNING,
    Kind.MISSING_COLUMN: _WARNING,
    Kind.COMMENT_MISSING: _WARNING,
    Kind.EXTRA_COLUMN: _NOTE,
    Kind.WRONG_ROUND: _REFUSAL,
    Kind.OTHER_RUBRIC: _REFUSAL,
    Kind.UNKNOWN_MEMBER: _REFUSAL,
    Kind.UNREADABLE: _REFUSAL,
    Kind.LOCKED: _REFUSAL,
    Kind.MACRO: _REFUSAL,
    Kind.TOO_BIG: _REFUSAL,
    Kind.NOT_A_SCORESHEET: _REFUSAL,
    Kind.ALREADY_RECEIVED: _NOTE,
    Kind.OLDER_EXPORT: _NOTE,
}


class ReadCell(NamedTuple):
    """One cell of a scoresheet after reading: where it is, what was found (`raw`, `found`), and its value in kept form.

    `value` is None when the cell can't be read without a decision; `problem` then says why and `proposed` what may be
    meant.
    """

    application: Reference
    field: Field
    sheet: str
    cell: str
    raw: str
    found: str
    value: str | None
    problem: Kind | None = None
    proposed: str | None = None

    @property
    def takes(self) -> str | None:
        """What accepting this cell would take: its value, or else what is proposed."""
        return self.value if self.value is not None else self.proposed


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem in one file: the place, what was found and what is proposed, and the cells it holds back.

    `cell` is None for what concerns a whole sheet or file. `detail` fills the sentence where the kind alone doesn't
    say enough.
    """

    kind: Kind
    sheet: str | None = None
    cell: str | None = None
    reference: Reference | None = None
    criterion: CriterionKey | None = None
    found: str | None = None
    proposed: str | None = None
    detail: str = ""
    held: tuple[ReadCell, ...] = ()

    @property
    def place(self) -> str:
        """Where it is in its file: `Scores!F14`; empty for what concerns the file as a whole."""
        return "!".join(part for part in (self.sheet, self.cell) if part)

    @property
    def waits(self) -> bool:
        """Whether the finding holds something back until somebody decides."""
        return self.kind.rule.holds in {"cell", "column", "rows"}

    @property
    def safe(self) -> bool:
        """Whether the mend concerns form alone and may be taken unasked."""
        return self.kind.rule.safe and self.proposed is not None

    @property
    def _in_a_text(self) -> bool:
        """Whether a sign that no program can show stands in a text, and no space beside a score."""
        return self.kind is Kind.STRAY_SPACE and not all(is_score(cell.field) for cell in self.held)

    @property
    def of_one_row(self) -> bool:
        """Whether all that it holds back belongs to one application, so that it can be given to another."""
        return len({cell.application for cell in self.held}) <= 1

    @property
    def sentence(self) -> str:
        """What is wrong and why it matters, in one sentence."""
        words = sentence(self.kind)
        if self._in_a_text:
            words = _unreadable_character()
        elif self.kind is Kind.OLDER_EXPORT and self.place:
            words = _overtaken_row()
        elif self.kind is Kind.ROW_MISMATCH and self.reference is None:
            words = _moved_column()
        elif self.kind is Kind.ROW_MISMATCH and not self.detail:
            words = _moved_row()
        return words.format(
            found=self.found or "", proposed=self.proposed or "", reference=self.reference or "", detail=self.detail
        )


LONGEST_SHOWN = 300
"""Characters of a cell that a finding shows; the whole text stays with the cell and in the file."""


def shortened(text: str) -> str:
    """The beginning of a text, and how long all of it is where that is more than anybody reads in a list."""
    if len(text) <= LONGEST_SHOWN:
        return text
    return _("{beginning}… ({count} characters)").format(beginning=text[:LONGEST_SHOWN], count=len(text))


def about_cell(cell: ReadCell, kind: Kind, *, found: str | None = None, detail: str = "") -> Finding:
    """A finding that holds back exactly one cell."""
    return Finding(
        kind,
        sheet=cell.sheet,
        cell=cell.cell,
        reference=cell.application,
        criterion=criterion_of(cell.field),
        found=shortened(cell.found) if found is None else found,
        proposed=cell.takes if kind is not Kind.SCORED_CONFLICT else None,
        detail=detail or ("" if is_score(cell.field) else str(cell.field)),
        held=(cell,),
    )


def _unreadable_character() -> str:
    return _("The text holds a character that no program can show; the sign \ufffd stands in its place.")


def _overtaken_row() -> str:
    return _("A later second look at {reference} was received before; what this one says of it is not taken.")


def _moved_row() -> str:
    return _(
        "The row of {reference} now holds what was there for {found} before; scores may have been moved or sorted"
        " without the rest."
    )


def _moved_column() -> str:
    return _("{found} hold what was there before, {detail}; the scores may have been pasted one row off.")


def sentence(kind: Kind) -> str:
    """The sentence for a kind, with the places {found}, {proposed}, {reference} and {detail}."""
    return {
        Kind.TEXT_NUMBER: _("The number is stored as text."),
        Kind.STRAY_SPACE: _("There is a stray space beside the score."),
        Kind.DECIMAL_COMMA: _("The score is typed with a decimal comma."),
        Kind.LETTER_O: _("A letter O stands where a zero is meant."),
        Kind.UNKNOWN_LEVEL: _("“{found}” is not one of the choices here; ask the member which is meant."),
        Kind.OUT_OF_RANGE: _("{found} lies outside the scale."),
        Kind.OFF_STEP: _("{found} lies between two scores of the scale."),
        Kind.DATE: _("The cell holds a date, as happens when 3-4 is typed; ask the member which score is meant."),
        Kind.ERROR_CELL: _("The cell shows the error {found}, so nothing can be read from it."),
        Kind.FORMULA: _("The cell holds a formula; its last computed value may be out of date."),
        Kind.TEXT_TOO_LONG: _("The text is longer than a cell can hold, so part of it may be lost."),
        Kind.SCORED_CONFLICT: _(
            "The member has declared a conflict here and yet given a score; accepting it withdraws the conflict."
        ),
        Kind.BOTH_CHANGED: _(
            "The file says {found} and what stands here is {detail}; both differ from what was received last."
        ),
        Kind.LOOKS_LIKE_RANK: _("The column holds {found}, each once: it looks like a rank pasted as a score."),
        Kind.ROW_MISMATCH: _(
            "The row belongs to {detail} but shows the reference {found}; rows may have been sorted in part."
        ),
        Kind.TITLE_MISMATCH: _(
            "The row belongs to {reference} but names “{found}”; rows may have been sorted in part."
        ),
        Kind.DUPLICATE_ROW: _("{reference} has more than one row; only one of them can be meant."),
        Kind.UNKNOWN_REFERENCE: _("“{found}” is not a reference of this round."),
        Kind.NOT_ASSIGNED: _("{reference} is not assigned to this member."),
        Kind.DUPLICATE_COLUMN: _(
            "The column “{found}” stands in the sheet more than once; only one of them can be meant."
        ),
        Kind.MISSING_ROW: _("There is no row for {reference}; what stood stays."),
        Kind.MISSING_COLUMN: _("The column {detail} is missing; what stood stays."),
        Kind.COMMENT_MISSING: _("This score needs a comment and has none."),
        Kind.EXTRA_COLUMN: _("The column “{found}” is not part of the scoresheet and is not read."),
        Kind.WRONG_ROUND: _("The scoresheet belongs to another round. Send it to the secretariat of that round."),
        Kind.OTHER_RUBRIC: _(
            "The scoresheet was made for another version of the rubric. Ask the member for one from the current pack."
        ),
        Kind.UNKNOWN_MEMBER: _(
            "The scoresheet is from {found}, who is no member of this panel. Add the member first, or check the round."
        ),
        Kind.UNREADABLE: _(
            "The file can't be read: {detail}. Check the name, or ask the member to save it again as a workbook."
        ),
        Kind.LOCKED: _("The file is protected by a password. Ask the member to save it without one."),
        Kind.MACRO: _("The file contains macros, which are never opened. Ask the member to save it as .xlsx."),
        Kind.TOO_BIG: _("The file is larger than any scoresheet: {detail}. Ask the member for the scoresheet alone."),
        Kind.NOT_A_SCORESHEET: _("The file is not a scoresheet of this program: {detail}. Check which file was meant."),
        Kind.ALREADY_RECEIVED: _("This very file was received before; nothing has changed."),
        Kind.OLDER_EXPORT: _("A later scoresheet of this member was received before; nothing has changed."),
    }[kind]
