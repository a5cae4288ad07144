"""The rows of the conflicts screen: title and partners of every application, and how each stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF

from dd_panel.domain.authority_names import fold_name
from dd_panel.services.review.beginning import Candidate
from dd_panel.text import _
from dd_panel.ui.desk.conflicts.dialog import kind_in_words
from dd_panel.ui.desk.words import bid_words
from dd_panel.ui.widgets.list_rows import CAPTION, ListRows, RowDelegate
from dd_panel.ui.widgets.pills import paint_pill, pill_width

if TYPE_CHECKING:
    from dd_panel.ui.widgets.painting import Ink


def title_words(candidate: Candidate) -> str:
    """Who applies, for what."""
    return bid_words(candidate.application)


def partner_words(candidate: Candidate) -> str:
    """The partner bodies in one line."""
    partners = candidate.application.partners
    return _("with {partners}").format(partners="; ".join(partners)) if partners else _("no partners")


def standing_words(candidate: Candidate) -> str:
    """How an application stands: the conflict, the question, that it is new since the last statement, or nothing."""
    if candidate.conflict:
        kind = candidate.conflict.partition(":")[0]
        return _("Conflict: {kind}").format(kind=kind)
    if candidate.suggestion is None:
        return _("New") if candidate.came_later else ""
    return _("No conflict") if candidate.dismissed else _("Is this one?")


def question_words(candidate: Candidate) -> str:
    """Why a conflict is suggested, as a sentence; empty where none is."""
    suggestion = candidate.suggestion
    if suggestion is None:
        return ""
    if suggestion.source == "e-mail":
        said = _("Your e-mail address ends in {mine}; {body} is written like it.")
        return said.format(mine=suggestion.mine, body=suggestion.body)
    if suggestion.source == "organisation":
        if fold_name(suggestion.mine) == fold_name(suggestion.body):
            said = _("{body} takes part, and your organisation has the same name.")
        else:
            said = _("Your organisation, {mine}, and {body} have names that are alike.")
    else:
        said = _("You listed {mine} as an interest; {body} takes part.")
    return said.format(mine=suggestion.mine, body=suggestion.body)


def spoken_candidate(candidate: Candidate) -> str:
    """A whole sentence about one application, for people who hear the list."""
    said = kind_in_words(candidate.conflict) if candidate.conflict else ""
    standing = _("conflict declared: {conflict}").format(conflict=said) if said else standing_words(candidate)
    question = question_words(candidate) if candidate.asks else ""
    parts = (candidate.application.reference, title_words(candidate), partner_words(candidate), standing, question)
    return _(", ").join(part for part in parts if part)


class CandidateRows(ListRows[Candidate]):
    """All applications of the pack, before any of them opens."""

    def subject(self, row: Candidate) -> object:
        return row.application.reference

    def words(self, row: Candidate) -> str:
        return row.application.lead_authority

    def spoken(self, row: Candidate) -> str:
        return spoken_candidate(row)

    def tip(self, row: Candidate) -> str:
        return f"{title_words(row)}\n{partner_words(row)}"


class CandidateDelegate(RowDelegate):
    """Draws title, reference and partners, and how the application stands."""

    def paint_row(self, ink: Ink, inside: QRectF, row: Candidate) -> None:
        px = self._theme.px
        words = inside.adjusted(0, 0, -self._paint_standing(ink, inside, row), 0)
        ink.text(QRectF(words.left(), words.top() + px(10), words.width(), px(22)), title_words(row), ("body", 600))
        below = f"{row.application.reference}  ·  {partner_words(row)}"
        ink.text(QRectF(words.left(), words.top() + px(33), words.width(), px(20)), below, CAPTION, "ink2")

    def _paint_standing(self, ink: Ink, inside: QRectF, candidate: Candidate) -> float:
        """Paint how it stands and return the room that takes."""
        words = standing_words(candidate)
        if not words:
            return 0
        look = ("conflict", "slash") if candidate.conflict else ("info", "help" if candidate.suggestion else "info")
        if candidate.dismissed and not candidate.conflict:
            look = ("neutral", "check")
        wide = pill_width(self._theme, words, look[1])
        paint_pill(ink, inside.right() - wide, inside.center().y() - self._theme.px(12), words, look)
        return wide + self._theme.px(16)
