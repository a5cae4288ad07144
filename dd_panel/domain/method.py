"""How a score becomes a place, in plain words: the same sentences on screen and in the workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dd_panel.domain.purposes import second_look_counts
from dd_panel.domain.scale import plain
from dd_panel.text import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dd_panel.domain.rounds import Round


def from_score_to_place(rules: Round, *, second_looks: bool) -> Iterator[str]:
    """Every step from a score to a place, a sentence or two each; `second_looks` says whether there were any."""
    scale = rules.rubric.scale
    yield _(
        "Each place for a score is in one of five states: scored, cannot judge, conflicted, not yet scored, not"
        " assigned. Only a scored one has a number; none of the others is ever counted as 0."
    )
    yield _("A value that waits for a decision is shown as waiting and counted nowhere.")
    if second_looks:
        yield second_look_counts()
    yield _(
        "A review counts when every criterion is scored or cannot be judged, and at least one is scored. Unfinished"
        " reviews, and members with a conflict of interest, do not enter the ranking."
    )
    yield _(
        "Each score is placed between 0 (the worst of its scale) and 1 (the best). A review's total is the mean of"
        " these, weighted as below; the weight of a criterion that cannot be judged is left out."
    )
    yield _(
        "Percent is 100 times the total. Score is the same put back on the scale from {lowest} to {highest}."
    ).format(lowest=plain(scale.lowest), highest=plain(scale.highest))
    yield {
        "mean": _("An application's score is the mean of its reviews that count."),
        "median": _("An application's score is the median of its reviews that count."),
        "agreed": _("An application's score is the one agreed at the panel meeting; without one it has no place."),
    }[rules.method]
    yield _tie_break(rules)
    yield _("An application without a review that counts has no score and no place. It stands at the end.")
    yield _(
        "All arithmetic is exact. Numbers are shown rounded and kept in full; places are given before any rounding."
    )


def how_sure_it_is(rules: Round) -> Iterator[str]:
    """Where likely places, chances and adjusted means come from; nothing where the round counts agreed scores."""
    if rules.method == "agreed":
        return
    yield _(
        "Some reviewers give more points than others. How strict each of them is, is estimated from the applications"
        " that several have read; the adjusted mean is the mean without that. It changes no official score."
    )
    yield ngettext(
        "Likely places come from 4,000 draws of how strict each reviewer may truly be: nine times in ten, an"
        " application belongs within its range. The chance is that of truly belonging to the first place.",
        "Likely places come from 4,000 draws of how strict each reviewer may truly be: nine times in ten, an"
        " application belongs within its range. The chance is that of truly belonging to the first {count} places.",
        rules.places,
    ).format(count=rules.places)
    yield _(
        "With a chance of 90% or more an application is as good as in; with 10% or less it is as good as out; between"
        " the two it is too close to call, and worth the panel's time."
    )
    yield _(
        "The chance takes the reviews and the rules as they stand. What would change if the reviews were counted in"
        " other ways is tried apart: each weight 5 points more and 5 less, each reviewer left out, the median for the"
        " mean or the mean for the median, and strictness taken out. Whoever is above the line each time never changes."
    )


def _tie_break(rules: Round) -> str:
    shared = _("Applications still equal share a place, and the next place is left out (1, 2, 2, 4).")
    if not rules.tie_break:
        return shared
    names = ", ".join(rules.rubric.criterion(key).title for key in rules.tie_break)
    first = _("Between equal scores, the better mean on a criterion decides, taken in this order: {names}.")
    return f"{first.format(names=names)} {shared}"
