"""Other weights to try beside the ranking: nothing of it is kept, and the official order stays what it is."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal

from dd_panel.analysis.table import Refusal
from dd_panel.domain.scale import rounded
from dd_panel.text import DASH, _, few, ngettext
from dd_panel.ui.speech import announce
from dd_panel.ui.widgets.buttons import Button
from dd_panel.ui.widgets.frames import Panel, Rule, scrolled
from dd_panel.ui.widgets.labels import ElidedLabel, Label, Para
from dd_panel.ui.widgets.layouts import column, held, row
from dd_panel.ui.widgets.number_box import NumberBox

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QWidget

    from dd_panel.domain.identifiers import CriterionKey
    from dd_panel.domain.rubric import Criterion, Rubric
    from dd_panel.services.results.weighing import Tried
    from dd_panel.ui.theme import Theme

EDGES: Final = (20, 12, 16, 16)
FINE: Final = 20
"""Where all weights together are less than this, whole steps would be too coarse."""


class WeightsPanel(Panel):
    """One number for each criterion, and what they would change.

    `weighed` carries the weights by criterion whenever a person changes one; `closed` comes when the person is done.
    """

    weighed = Signal(object)
    closed = Signal()

    def __init__(self, theme: Theme, rubric: Rubric) -> None:
        super().__init__(theme, "canvas")
        self._theme = theme
        self._rubric = rubric
        self.setAccessibleName(_("Other weights"))
        self.close_button = Button(theme, kind="icon", icon="x", name=_("Close, and show the official order"))
        self.reset = Button(theme, _("The round’s own weights"), icon="undo")
        whole = sum(float(each.weight) for each in rubric.criteria)
        step = 1.0 if whole >= FINE else whole / 100
        self.boxes: dict[CriterionKey, NumberBox] = {
            each.key: NumberBox(theme, _("Weight of {title}").format(title=each.title), float(each.weight), step)
            for each in rubric.criteria
        }
        self._shares = {key: Label(theme, "", "caption", "ink", 600) for key in self.boxes}
        self.verdict = Para(theme, "", "dense", "ink", 600)
        self.crossing = Para(theme, "", "dense", "ink")
        self._arrange()
        self.close_button.clicked.connect(self.closed)
        self.reset.clicked.connect(self.put_back)
        for box in self.boxes.values():
            box.changed.connect(self._on_changed)
        self._show_shares()

    @property
    def weights(self) -> dict[CriterionKey, float]:
        """The weights as they stand in the fields."""
        return {key: box.value for key, box in self.boxes.items()}

    @property
    def other(self) -> bool:
        """Whether the weights are others than the round's own."""
        return any(self.boxes[each.key].value != float(each.weight) for each in self._rubric.criteria)

    def forget(self) -> None:
        """Show the round's own weights again; tells nobody."""
        for each in self._rubric.criteria:
            self.boxes[each.key].set_value(float(each.weight))
        self._show_shares()
        self.show_tried(None)

    def put_back(self) -> None:
        """Go back to the round's own weights."""
        self.forget()
        self.weighed.emit(self.weights)

    def show_tried(self, tried: Tried | Refusal | None) -> None:
        """Say what the weights would change: None is the official order."""
        if tried is None:
            title, more = _("These are the round’s own weights."), _("Change a weight: the order follows at once.")
        elif isinstance(tried, Refusal):
            title, more = tried.sentence, _("The official order is shown.")
        else:
            title, more = crossing_words(tried)
        said = f"{title} {more}"
        changed = said != f"{self.verdict.text()} {self.crossing.text()}"
        self.verdict.setText(title)
        self.crossing.setText(more)
        if changed and self.isVisible():
            announce(self, said)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def _arrange(self) -> None:
        theme = self._theme
        top = row((Label(theme, _("Other weights"), "h1"), 1), self.close_button)
        about = Para(
            theme,
            _("Tried here and nowhere else: nothing is kept, and the official order stays what it is."),
            "dense",
            "ink2",
        )
        lines = [self._line(each) for each in self._rubric.criteria]
        body = held(column(top, about, 8, *lines, 4, row(self.reset, None), None, gap=8, margins=EDGES))
        foot = Panel(theme, "surface", column(self.verdict, self.crossing, gap=4, margins=(20, 12, 20, 12)))
        self.setLayout(column((scrolled(body), 1), Rule(theme), foot, gap=0))
        self.show_tried(None)

    def _line(self, each: Criterion) -> QWidget:
        theme = self._theme
        own = _("by the rules {percent}%").format(percent=_percent(float(self._rubric.weight_share(each))))
        shares = row(self._shares[each.key], Label(theme, own, "caption", "ink2"), None, gap=6)
        words = column(ElidedLabel(theme, each.title, "dense", weight=600), shares, gap=0)
        return held(row((words, 1), self.boxes[each.key], gap=8))

    def _show_shares(self) -> None:
        whole = sum(self.weights.values())
        for key, weight in self.weights.items():
            share = _("{percent}%").format(percent=_percent(weight / whole)) if whole else DASH
            self._shares[key].setText(share)
        self.reset.setEnabled(self.other)

    def _on_changed(self) -> None:
        self._show_shares()
        self.weighed.emit(self.weights)


def crossing_words(tried: Tried) -> tuple[str, str]:
    """Who would cross the funding line under the weights that are tried: in short, and by name."""
    names = {line.application.reference: line.application.lead_authority for line in tried.ranking.lines}
    moved = sum(line.ranked.place != tried.was[line.application.reference] for line in tried.ranking.lines)
    if not tried.enters and not tried.leaves:
        places = tried.ranking.rules.places
        title = _("The first {places} would be the same.").format(places=places)
        return title, ngettext("{count} place would change.", "{count} places would change.", moved).format(count=moved)
    count = max(len(tried.enters), len(tried.leaves))
    title = ngettext(
        "{count} application would cross the funding line.", "{count} applications would cross the funding line.", count
    ).format(count=count)
    parts = [
        _("Would come in: {names}.").format(names=few([names[each] for each in tried.enters])) if tried.enters else "",
        _("Would fall out: {names}.").format(names=few([names[each] for each in tried.leaves])) if tried.leaves else "",
    ]
    return title, " ".join(part for part in parts if part)


def _percent(share: float) -> str:
    return rounded(100 * Fraction(share).limit_denominator(10**6), 1).removesuffix(".0")
