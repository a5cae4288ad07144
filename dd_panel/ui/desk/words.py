"""How the desk says things: a row read aloud, what is left to do, sums of money, totals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dd_panel.domain.reviews import ScoreState
from dd_panel.domain.scale import rounded
from dd_panel.domain.totals import weighted_total
from dd_panel.text import DASH, _, ngettext
from dd_panel.ui.dates import date_only
from dd_panel.ui.widgets.pills import status_words

if TYPE_CHECKING:
    from fractions import Fraction

    from dd_panel.domain.applications import Application
    from dd_panel.domain.passages import Place
    from dd_panel.domain.reviews import Gap, Review
    from dd_panel.domain.rubric import Rubric
    from dd_panel.domain.totals import Total
    from dd_panel.services.review.reviewing import Desk, DeskItem

_CLOSERS: Final = dict.fromkeys("\u202a\u202b\u202d\u202e", "\u202c") | dict.fromkeys("\u2066\u2067\u2068", "\u2069")
"""What ends each mark that sets the direction of writing."""


def closed(text: str) -> str:
    """Words of others, with every mark of direction ended where they end: what follows is not turned round."""
    ends: list[str] = []
    for character in text:
        if ends and character == ends[-1]:
            ends.pop()
        elif character in _CLOSERS:
            ends.append(_CLOSERS[character])
    return text + "".join(reversed(ends))


def bid_words(application: Application) -> str:
    """Who applies, for what."""
    lead, heading = application.lead_authority, application.heading
    return heading if lead in heading else _("{lead} – {title}").format(lead=closed(lead), title=closed(heading))


def shortened(text: str, most: int) -> str:
    """A text of no more letters than these, cut after a word where one ends not too far before."""
    if len(text) <= most:
        return text
    kept = text[: most - 1]
    head, _blank, _rest = kept.rpartition(" ")
    return f"{(head if len(head) > most // 2 else kept).rstrip()}…"


def place_words(place: Place) -> str:
    """Where words stand, as people say it: question 2; Business case.pdf, page 12; Costs.xlsx, sheet Year 1, B6."""
    kind, _space, name = place.part.partition(" ")
    if place.cells is not None:
        name = _("{sheet}, {cells}").format(sheet=place.sheet, cells=place.cells.name)
    kinds = {"question": _("question {name}"), "page": _("page {name}"), "sheet": _("sheet {name}")}
    part = kinds[kind].format(name=name) if name and kind in kinds else place.part
    if not place.document:
        return part or _("the application")
    return _("{document}, {part}").format(document=place.document, part=part) if part else place.document


def one_decimal(number: Fraction) -> str:
    """A number with one decimal, rounded as the workbook and the command line do."""
    return rounded(number, 1)


def whole(number: Fraction) -> str:
    """A number without decimals, rounded as the workbook and the command line do."""
    return rounded(number, 0)


def figure_words(total: Total) -> tuple[str, str]:
    """A total as a figure, and what it is a part of: 42.0 and “/ 80 so far”; a dash before any score."""
    if total.percent is None:
        return DASH, _("/ 100")
    if total.open:
        return one_decimal(100 * total.earned), _("/ {weight} so far").format(weight=whole(100 * total.judged))
    return one_decimal(total.percent), _("/ 100")


def verdict_words(word: str) -> str:
    """A recommendation or a decision as the screen says it; empty before there is one."""
    return {"fund": _("Fund"), "reserve": _("Reserve"), "decline": _("Decline")}.get(word, word)


def word_count(text: str) -> str:
    """How long a text is: 42 words."""
    count = len(text.split())
    return ngettext("{count} word", "{count} words", count).format(count=count)


def total_words(item: DeskItem, rubric: Rubric) -> str:
    """What stands at the right of a row: the total once nothing is open, “4 of 6” before, nothing before any work."""
    review = item.review
    if item.status not in {"complete", "in_progress"}:
        return ""
    percent = weighted_total(rubric, review.scores).percent
    if item.status == "complete" and percent is not None:
        return whole(percent)
    return _("{done} of {all}").format(done=review.settled, all=len(review.scores))


def spoken_row(item: DeskItem, rubric: Rubric) -> str:
    """A whole sentence about one application, for people who hear the list."""
    application = item.application
    parts = [application.reference, application.lead_authority, application.service, status_words(item.status).lower()]
    if item.status == "in_progress":
        parts.append(
            _("{done} of {all} scored").format(done=item.review.settled, all=len(item.review.scores)),
        )
    elif item.status == "complete":
        parts.append(_("my total {total} of 100").format(total=total_words(item, rubric)))
    return _(", ").join(part for part in parts if part)


def exported_words(desk: Desk) -> str:
    """What went out last: “Exported 24 Nov as version 2; changed since”; empty before the first export."""
    exported = desk.exported
    if exported is None:
        return ""
    said = _("Draft exported {day} as version {number}") if exported.draft else _("Exported {day} as version {number}")
    if desk.changed:
        said = _("{exported}; changed since").format(exported=said)
    return said.format(day=date_only(exported.at), number=exported.number)


def gap_words(gap: Gap, rubric: Rubric) -> str:
    """One thing left to do, as a sentence."""
    if gap.criterion is None:
        return _("There is no recommendation yet.")
    title = rubric.criterion(gap.criterion).title
    if gap.what == "score":
        return _("{criterion} has no score yet.").format(criterion=title)
    return _("{criterion} needs a comment.").format(criterion=title)


def comment_reason(review: Review, rubric: Rubric, key: str) -> str:
    """Why the comment on a criterion must not be empty, or an empty text where it may be."""
    criterion = rubric.criterion(key)
    score = review.scores[criterion.key]
    if score.state is ScoreState.CANNOT_JUDGE:
        return _("Required: say why you cannot judge this")
    if score.mark is None or not criterion.comment.asks_for(criterion.scale.value_of(score.mark)):
        return ""
    if criterion.comment.limit is None:
        return _("Required for every score")
    return _("Required because the score is {score}").format(score=criterion.scale.text_of(score.mark))
