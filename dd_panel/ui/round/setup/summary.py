"""What the rules come to, in whole sentences, beside the fields that make them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dd_panel.domain.drafts import amount_of
from dd_panel.domain.rounds import money
from dd_panel.text import _, ngettext
from dd_panel.ui.widgets.frames import Card, Panel, scrolled
from dd_panel.ui.widgets.labels import Label, Para
from dd_panel.ui.widgets.layouts import column
from dd_panel.ui.widgets.states import Callout

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dd_panel.domain.drafts import RoundDraft
    from dd_panel.ui.round.setup.draft_model import DraftModel
    from dd_panel.ui.theme import Theme

WIDTH: Final = 360
WIDTH_COMPACT: Final = 320


class SummaryPane(Panel):
    """The round in words, and a remark where the sums contradict each other."""

    def __init__(self, theme: Theme, model: DraftModel) -> None:
        super().__init__(theme, "canvas")
        self._theme = theme
        self._model = model
        self.lines = Para(theme, "", "body")
        self.remark = Callout(theme, "warn", _("The fund is smaller than its places"))
        card = Card(theme, column(Label(theme, _("In words"), "title"), self.lines, gap=8, margins=(16, 12, 16, 16)))
        inside = Panel(theme, "canvas", column(card, self.remark, None, gap=12, margins=(16, 20, 16, 20)))
        self.setLayout(column(scrolled(inside), gap=0))
        model.changed.connect(self.refresh)
        theme.compact_changed.connect(self._fit_compact)
        theme.theme_changed.connect(self._fit_compact)
        self._fit_compact()
        self.refresh()

    def refresh(self) -> None:
        """Say the rules afresh."""
        draft = self._model.draft
        self.lines.setText("\n\n".join(round_words(draft)))
        short = shortfall(draft)
        self.remark.setVisible(bool(short))
        self.remark.set_words(_("The fund is smaller than its places"), short)

    def _fit_compact(self) -> None:
        self.setFixedWidth(self._theme.px(WIDTH_COMPACT if self._theme.compact else WIDTH))


def round_words(draft: RoundDraft) -> Sequence[str]:
    """The rules as sentences; what can't be read yet is left out."""
    said = []
    if places := amount_of(draft.places):
        said.append(_places_words(draft, places))
    if reviews := amount_of(draft.reviews):
        words = ngettext(
            "Each application is read by {count} member.", "Each application is read by {count} members.", reviews
        )
        said.append(words.format(count=reviews))
    methods = {
        "mean": _("Its score is the mean of theirs."),
        "median": _("Its score is the median of theirs."),
        "agreed": _("Its score is the one agreed at the meeting; without one it has no place."),
    }
    said.append(methods[draft.method])
    titles = {each.key: each.title or each.key for each in draft.criteria}
    ties = [titles[key] for key in draft.tie_break if key in titles]
    if ties:
        said.append(_("Equal scores: first by {criteria}.").format(criteria=_(", then by ").join(ties)))
    said.append(
        _("What is equal still may be drawn by lot.")
        if draft.lot_for_ties
        else _("What is equal still shares a place: nothing is drawn by lot.")
    )
    if draft.criteria:
        count = len(draft.criteria)
        said.append(ngettext("There is {count} criterion.", "There are {count} criteria.", count).format(count=count))
    return said


def _places_words(draft: RoundDraft, places: int) -> str:
    fund, support = amount_of(draft.fund), amount_of(draft.support_per_place)
    said = ngettext("There is {count} place", "There are {count} places", places).format(count=places)
    if support is not None:
        said = _("{places} with up to {support} each").format(places=said, support=money(support, draft.currency))
    if fund is not None:
        said = _("{places}, from a fund of {fund}").format(places=said, fund=money(fund, draft.currency))
    return _("{sentence}.").format(sentence=said)


def shortfall(draft: RoundDraft) -> str:
    """What is wrong where the fund can't pay for all places; empty where it can, or nobody can tell."""
    places, fund, support = (amount_of(text) for text in (draft.places, draft.fund, draft.support_per_place))
    if places is None or fund is None or support is None or places * support <= fund:
        return ""
    return _("{places} places with {support} each need {needed}; the fund is {fund}.").format(
        places=places,
        support=money(support, draft.currency),
        needed=money(places * support, draft.currency),
        fund=money(fund, draft.currency),
    )
