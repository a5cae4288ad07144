"""The strip of the ranking's tools: what is shown, in which order, and the ways to read more about it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal

from dd_panel.text import _, ngettext
from dd_panel.ui.round.ranking.choice import FALLS_FIRST, GROUPS, Choice, models_of, regions_of, sort_words, topics_of
from dd_panel.ui.widgets.buttons import Button
from dd_panel.ui.widgets.extents import keep_extent
from dd_panel.ui.widgets.fields import DropDown
from dd_panel.ui.widgets.frames import Panel
from dd_panel.ui.widgets.labels import ElidedLabel
from dd_panel.ui.widgets.layouts import column, held, row

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QHBoxLayout

    from dd_panel.ui.round.ranking.choice import Key
    from dd_panel.ui.round.ranking.rows import RankRow
    from dd_panel.ui.theme import Theme

NARROWEST: Final = 96


class RankingTools(Panel):
    """Filters, the order, and buttons for further pages.

    `chosen` carries the new choice; `adjusted`, `table_asked`, `panel_asked` and `method_asked` are their buttons.
    """

    chosen = Signal(object)
    adjusted_asked = Signal()
    table_asked = Signal()
    panel_asked = Signal()
    method_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "sunken")
        self._theme = theme
        self._models: tuple[str, ...] = ()
        self._topics: tuple[str, ...] = ()
        self._regions: tuple[str, ...] = ()
        self._keys: tuple[Key, ...] = tuple(sort_words())
        self._choice = Choice()
        self.model = DropDown(theme, _("Only this model"))
        self.topic = DropDown(theme, _("Only this topic"))
        self.region = DropDown(theme, _("Only this region"))
        groups = (_("Above and below"), _("Above the line"), _("Too close to call"), _("Below the line"))
        self.group = DropDown(theme, _("Only this side of the funding line"), groups)
        self.order = DropDown(
            theme, _("Sorted by"), [_("By {what}").format(what=words) for words in sort_words().values()]
        )
        self.turn = Button(theme, kind="icon", icon="down", name=_("Turn the order round"))
        self.adjusted = Button(theme, _("Adjusted means"), extent="small")
        self.adjusted.setCheckable(True)
        self.table_button = Button(theme, _("As a table"), icon="list", extent="small")
        self.panel_button = Button(theme, _("Agreement"), icon="users", extent="small")
        self.method_button = Button(theme, _("Method"), icon="help", extent="small")
        self.everything = Button(theme, _("Show everything"), extent="small")
        self.words = ElidedLabel(theme, "", "dense", "ink2")
        self._arrange()
        self._connect()
        self.offer(())

    @property
    def choice(self) -> Choice:
        """What is chosen now."""
        return self._choice

    def offer(self, rows: Sequence[RankRow]) -> None:
        """Offer the models, topics and regions that there are; one that is gone shows everything again."""
        self._models, self._topics, self._regions = models_of(rows), topics_of(rows), regions_of(rows)
        for box, names, everything, chosen in (
            (self.model, self._models, _("All models"), self._choice.model),
            (self.topic, self._topics, _("All topics"), self._choice.topic),
            (self.region, self._regions, _("All regions"), self._choice.region),
        ):
            before = box.blockSignals(True)
            box.clear()
            box.addItems([everything, *names])
            box.setCurrentIndex(1 + names.index(chosen) if chosen in names else 0)
            box.blockSignals(before)
            box.setVisible(len(names) > 1)
        self._read()

    def tell(self, shown: int, of: int) -> None:
        """Say what is left out, and that another order has no funding line."""
        parts = []
        if self._choice.filters:
            parts.append(
                ngettext(
                    "{shown} of {count} application is shown.", "{shown} of {count} applications are shown.", of
                ).format(shown=shown, count=of)
            )
        if self.sorted_otherwise:
            what = sort_words()[self._choice.key]
            turned = _("Sorted by {what}, the largest first; the funding line belongs to the order of places.")
            usual = _("Sorted by {what}; the funding line belongs to the order of places.")
            parts.append((turned if self._choice.falling else usual).format(what=what))
        self.words.setText(" ".join(parts))
        self._told.setVisible(bool(parts))

    def set_reading(self, head: QHBoxLayout | None) -> None:
        """Set the buttons for further pages into a head, with fewer words; None sets them below the filters."""
        for button, words in self._worded.items():
            button.setText(words if head is None else "")
            button.set_name(words)
        (self._below if head is None else head).insertWidget(0, self._reading, 1)

    @property
    def sorted_otherwise(self) -> bool:
        """Whether the order shown is another than that of places."""
        return self._choice.key != "place" or self._choice.falling

    def show_everything(self) -> None:
        """Take all filters away and go back to the order of places."""
        self._set(Choice())

    def sort_by(self, key: Key) -> None:
        """Sort by a column; by the same one again the other way round, and then by place."""
        falling = key in FALLS_FIRST
        if key == self._choice.key and (key == "place" or falling == self._choice.falling):
            falling = not self._choice.falling
        elif key == self._choice.key:
            key, falling = "place", False
        self._set(replace(self._choice, key=key, falling=falling))

    def _arrange(self) -> None:
        for box in (self.model, self.topic, self.region, self.group, self.order):
            keep_extent(box, self._theme, least=(NARROWEST, 0))
            box.setSizeAdjustPolicy(DropDown.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(8)
        filters = row(
            (self.model, 1),
            (self.topic, 1),
            (self.region, 1),
            (self.group, 1),
            (self.order, 1),
            self.turn,
            gap=8,
            margins=(24, 6, 16, 0),
        )
        buttons = (self.table_button, self.panel_button, self.method_button)
        # The list stands for the view already.
        self._worded = {each: each.text() for each in (self.panel_button, self.method_button)}
        self._reading = held(row(self.adjusted, None, *buttons, gap=8))
        self._below: QHBoxLayout = row((self._reading, 1), margins=(24, 0, 16, 6))
        self._told = Panel(self._theme, "sunken", row((self.words, 1), self.everything, gap=8, margins=(24, 0, 16, 6)))
        self.setLayout(column(filters, self._below, self._told, gap=6))

    def _connect(self) -> None:
        for box in (self.model, self.topic, self.region, self.group, self.order):
            box.currentIndexChanged.connect(self._on_box)
        self.turn.clicked.connect(self._on_turn)
        self.everything.clicked.connect(self.show_everything)
        self.adjusted.clicked.connect(self.adjusted_asked)
        self.table_button.clicked.connect(self.table_asked)
        self.panel_button.clicked.connect(self.panel_asked)
        self.method_button.clicked.connect(self.method_asked)

    def _set(self, choice: Choice) -> None:
        for box, at in (
            (self.model, 1 + self._models.index(choice.model) if choice.model in self._models else 0),
            (self.topic, 1 + self._topics.index(choice.topic) if choice.topic in self._topics else 0),
            (self.region, 1 + self._regions.index(choice.region) if choice.region in self._regions else 0),
            (self.group, 0 if choice.group is None else 1 + GROUPS.index(choice.group)),
            (self.order, self._keys.index(choice.key)),
        ):
            before = box.blockSignals(True)
            box.setCurrentIndex(at)
            box.blockSignals(before)
        self._tell_choice(choice)

    def _on_box(self) -> None:
        key = self._keys[self.order.currentIndex()]
        falling = self._choice.falling if key == self._choice.key else key in FALLS_FIRST
        self._tell_choice(self._read_filters(key, falling=falling))

    def _on_turn(self) -> None:
        self._tell_choice(self._read_filters(self._choice.key, falling=not self._choice.falling))

    def _read(self) -> None:
        """Take over what the boxes show, without telling anybody."""
        self._choice = self._read_filters(self._choice.key, falling=self._choice.falling)

    def _read_filters(self, key: Key, *, falling: bool) -> Choice:
        boxes = (self.model, self.topic, self.region, self.group)
        model, topic, region, group = (box.currentIndex() - 1 for box in boxes)
        return Choice(
            self._models[model] if model >= 0 else "",
            self._topics[topic] if topic >= 0 else "",
            self._regions[region] if region >= 0 else "",
            GROUPS[group] if group >= 0 else None,
            key,
            falling=falling,
        )

    def _tell_choice(self, choice: Choice) -> None:
        if choice != self._choice:
            self._choice = choice
            self.turn.set_icon("up" if choice.falling else "down")
            self.chosen.emit(choice)
