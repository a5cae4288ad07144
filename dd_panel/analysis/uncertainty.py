"""How sure the places are: ranges of likely places, chances of the first N, and three groups in words.

The chance is of truly belonging to the first N under the model of `model`, not that another panel would choose the
same. Sources: league tables with their intervals, Goldstein and Spiegelhalter 1996; the draws are explained in `draws`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from dd_panel.analysis.draws import DRAWS, draw_places
from dd_panel.analysis.model import fit_strictness, never_differ
from dd_panel.analysis.table import Refusal
from dd_panel.analysis.watch import UNWATCHED
from dd_panel.text import _, ngettext

if TYPE_CHECKING:
    from dd_panel.analysis.draws import Places
    from dd_panel.analysis.groups import Groups
    from dd_panel.analysis.model import Fit
    from dd_panel.analysis.table import Floats, ReviewTable, Whole
    from dd_panel.analysis.watch import Watch

Group = Literal["in", "out", "close", "unknown"]

FEWEST_REVIEWERS = 5
FEWEST_REVIEWS_EACH = 2
ALMOST_CERTAIN, PROBABLE = 0.95, 0.75
_APPLICATIONS_AT_ONCE = 256


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From which chance an application is in whatever, and up to which it is out whatever."""

    surely_in: float = 0.9
    surely_out: float = 0.1


USUAL = Thresholds()


@dataclass(frozen=True, slots=True)
class LikelyPlace:
    """Where one application may truly belong.

    `middle` and `wide` are the first and last place of the ranges that hold about 50% and 90% of the draws,
    `expected` is the mean place, and `chance` is that of being among the first N.
    """

    middle: tuple[int, int]
    wide: tuple[int, int]
    expected: float
    chance: float
    group: Group


@dataclass(frozen=True, slots=True)
class Uncertainty:
    """How sure the funding line is: for each application of the table where it may belong, None without a review."""

    applications: tuple[LikelyPlace | None, ...]
    places: int
    groups: Groups

    def count(self, group: Group) -> int:
        """How many applications are in a group."""
        return sum(each is not None and each.group == group for each in self.applications)

    @property
    def places_left(self) -> int:
        """How many places are left once everybody who is in whatever has one."""
        return max(0, self.places - self.count("in"))

    @property
    def sentence(self) -> str:
        """How sure the line is, for somebody who reads one sentence."""
        ranked = sum(each is not None for each in self.applications)
        if self.places >= ranked:
            return ngettext(
                "There are places enough for the {count} application with a score.",
                "There are places enough for all {count} applications with a score.",
                ranked,
            ).format(count=ranked)
        # As the reviews stand: what would change if they were counted differently is another question, said beside it.
        inside, close = self.count("in"), self.count("close")
        sure = ngettext(
            "As the reviews stand, {count} application is as good as in.",
            "As the reviews stand, {count} applications are as good as in.",
            inside,
        ).format(count=inside)
        return f"{sure if inside else _('As the reviews stand, no application is as good as in.')} {self._open(close)}"

    def _open(self, close: int) -> str:
        """How many of those that are too close to call compete for how many places."""
        if not close:
            return _("None is too close to call.")
        if not self.places_left:
            return ngettext("{count} more is too close to call.", "{count} more are too close to call.", close).format(
                count=close
            )
        return ngettext(
            "{count} place is left for {close} too close to call.",
            "{count} places are left for {close} too close to call.",
            self.places_left,
        ).format(count=self.places_left, close=close)


def how_sure(
    table: ReviewTable,
    places: int,
    fit: Fit | Refusal | None = None,
    *,
    thresholds: Thresholds = USUAL,
    watch: Watch = UNWATCHED,
) -> Uncertainty | Refusal:
    """Work out where every application may truly belong, or say why that is too little to say.

    `fit` is the model of strictness, where it was fitted already. Raises StoppedError when the watch says so.
    """
    if refusal := _too_little(table):
        return refusal
    fit = fit or fit_strictness(table)
    if isinstance(fit, Refusal):
        return fit
    if fit.undisputed:
        return never_differ()
    drawn = draw_places(fit, watch)
    middle, wide = _ranges(drawn, 0.5), _ranges(drawn, 0.9)
    chances, expected = (drawn <= places).mean(axis=0), drawn.mean(axis=0)
    found: list[LikelyPlace | None] = [None] * len(table.applications)
    for number, application in enumerate(fit.columns.scored.tolist()):
        chance = float(chances[number])
        found[application] = LikelyPlace(
            middle=(int(middle[0][number]), int(middle[1][number])),
            wide=(int(wide[0][number]), int(wide[1][number])),
            expected=float(expected[number]),
            chance=chance,
            group=_group(chance, thresholds),
        )
    return Uncertainty(tuple(found), places, fit.groups)


def _too_little(table: ReviewTable) -> Refusal | None:
    """Why there are too few reviews to say how sure the places are, or None; asked before anything heavy is loaded."""
    if not table.rows:
        return Refusal(_("No review counts yet, so there is nothing to say about how sure the places are."))
    if table.scored < 2:  # noqa: PLR2004 (a place needs somebody to be before or behind)
        return Refusal(_("Only one application has reviews, so there is no order to be sure of."))
    if len(table.reviewers) < FEWEST_REVIEWERS:
        return Refusal(
            _("Fewer than {count} reviewers: too little to say how sure the places are.").format(count=FEWEST_REVIEWERS)
        )
    if len(table.rows) < FEWEST_REVIEWS_EACH * table.scored:
        return Refusal(
            _(
                "Fewer than {count} reviews an application on average: too little to say how sure the places are."
            ).format(count=FEWEST_REVIEWS_EACH)
        )
    return None


def _group(chance: float, thresholds: Thresholds) -> Group:
    if chance >= thresholds.surely_in:
        return "in"
    return "out" if chance <= thresholds.surely_out else "close"


def chance_in_words(chance: float) -> str:
    """A chance as people say it, before any decimals."""
    if chance >= ALMOST_CERTAIN:
        return _("almost certain")
    if chance >= PROBABLE:
        return _("probable")
    if chance > 1 - PROBABLE:
        return _("open")
    return _("improbable") if chance > 1 - ALMOST_CERTAIN else _("almost excluded")


def what_is_not_covered() -> str:
    """What the chances say nothing about; it stands wherever they are shown."""
    return _(
        "The chance is of truly belonging to the first places under the model, not that another panel would choose the "
        "same. It does not cover blind spots that all reviewers share, the choice of weights, reviews that are missing "
        "for a reason, or the discussion."
    )


# -- ranges ------------------------------------------------------------------------------------------------------------


def _ranges(drawn: Places, level: float) -> tuple[Whole, Whole]:
    """First and last place (p each) of the range that holds the given part of the draws, as nearly as places allow.

    Equal tails first; places are whole numbers, so that range holds too much: an end is given up, the rarer first,
    as long as that brings what is held nearer to the level.
    """
    import numpy as np

    applications = drawn.shape[1]
    first, last = np.empty(applications, dtype=np.intp), np.empty(applications, dtype=np.intp)
    for start in range(0, applications, _APPLICATIONS_AT_ONCE):
        part = slice(start, start + _APPLICATIONS_AT_ONCE)
        first[part], last[part] = _narrowed(_frequencies(drawn[:, part]), level)
    return first, last


def _frequencies(drawn: Places) -> Floats:
    """How often each application (rows) takes each place (columns, from 0)."""
    import numpy as np

    applications = drawn.shape[1]
    width = int(drawn.max()) + 1
    flat = drawn.astype(np.intp) + width * np.arange(applications)
    return np.bincount(flat.ravel(), minlength=width * applications).reshape(applications, width) / DRAWS


def _narrowed(frequency: Floats, level: float) -> tuple[Whole, Whole]:
    import numpy as np

    row = np.arange(len(frequency))
    upto = np.cumsum(frequency, axis=1)
    tail = (1 - level) / 2
    first, last = (upto >= tail).argmax(axis=1), (upto >= 1 - tail).argmax(axis=1)
    while True:
        held = upto[row, last] - upto[row, first] + frequency[row, first]
        at_first, at_last = frequency[row, first], frequency[row, last]
        given_up = np.minimum(at_first, at_last)
        nearer = (first < last) & (np.abs(held - given_up - level) < np.abs(held - level))
        if not nearer.any():
            return first, last
        first = first + (nearer & (at_first <= at_last))
        last = last - (nearer & (at_first > at_last))
