"""The first two steps: what the round is, and how it is decided."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Signal

from dd_panel.services.round.templates import templates
from dd_panel.text import _
from dd_panel.ui.round.setup.fields import ChoiceField, LineField, ListField, Part, TickField
from dd_panel.ui.widgets.buttons import Button
from dd_panel.ui.widgets.extents import keep_extent
from dd_panel.ui.widgets.fields import DropDown
from dd_panel.ui.widgets.form_field import optional
from dd_panel.ui.widgets.frames import Card, Panel, scrolled
from dd_panel.ui.widgets.labels import Label, Para
from dd_panel.ui.widgets.layouts import column, held, row

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QLayout, QWidget

    from dd_panel.domain.document_table import KeyPath
    from dd_panel.domain.drafts import RoundDraft
    from dd_panel.ui.round.setup.draft_model import DraftModel
    from dd_panel.ui.theme import Theme

WIDEST: Final = 760
MOST_TIES: Final = 3
EDGES: Final = (24, 20, 24, 20)


class _Step(Panel):
    """A step of plain fields in cards, no wider than one reads; `lines` finds a field by its name in the draft."""

    def __init__(self, theme: Theme, model: DraftModel) -> None:
        super().__init__(theme, "canvas")
        self._theme = theme
        self._model = model
        self.lines: dict[str, LineField] = {}

    def control_at(self, path: KeyPath) -> QWidget:
        """The control at the end of a way."""
        return self.lines[str(path[0])].line

    def _fill(self, *parts: QWidget) -> None:
        lines = column(*parts, None, gap=16, margins=EDGES)
        held_lines = Panel(self._theme, "canvas", lines)
        keep_extent(held_lines, self._theme, most_wide=WIDEST)
        self.setLayout(column(scrolled(Panel(self._theme, "canvas", row((held_lines, 1), gap=0))), gap=0))

    def _card(self, title: str, *lines: QWidget | QLayout | int) -> Card:
        head = Label(self._theme, title, "title")
        return Card(self._theme, column(head, *lines, gap=12, margins=(16, 12, 16, 16)))

    def _line(self, name: str, label: str, hint: str = "") -> LineField:
        """A field about the round as a whole."""

        def get(draft: RoundDraft) -> str:
            text: str = getattr(draft, name)
            return text

        made = LineField(self._theme, self._model, label, Part(get, _putting(name), lambda: (name,)), hint)
        self.lines[name] = made
        return made


def _putting(name: str) -> Any:  # noqa: ANN401 - one for fields of every type
    def put(draft: RoundDraft, value: object) -> RoundDraft:
        change: dict[str, Any] = {name: value}
        return replace(draft, **change)

    return put


class BasicsStep(_Step):
    """What the round begins from, its name and its dates. The wishes say what to begin from."""

    template_wanted = Signal(object)
    definition_wanted = Signal()
    emptying_wanted = Signal()

    def __init__(self, theme: Theme, model: DraftModel) -> None:
        super().__init__(theme, model)
        self._templates = templates()
        self.template = DropDown(theme, _("Begin from"), [each.name for each in self._templates])
        self.use = Button(theme, _("Use it"))
        self.read = Button(theme, _("Read a definition…"), "quiet", icon="folder")
        self.empty = Button(theme, _("Empty the form"), "quiet")
        self._about = Para(theme, "", "dense", "ink2")
        self.name = self._line("name", _("Name of the round"))
        self.reference = self._line("reference", _("Reference"), _("Short; it stands in file names."))
        self.opens = self._line("opens", optional(_("Opens")), _("Such as 7 January 2014, 09:00."))
        self.closes = self._line("closes", optional(_("Closes")), _("London time; what comes later is flagged."))
        self.nation = self._line("nation", _("Nation"), _("Where an authority has to lie."))
        self.illustrative = TickField(
            theme,
            model,
            _("The criteria are illustrative, and every file says so"),
            Part(lambda draft: draft.illustrative, _putting("illustrative")),
        )
        self._arrange()
        self.template.currentIndexChanged.connect(self._tell_template)
        self.use.clicked.connect(lambda: self.template_wanted.emit(self._templates[self.template.currentIndex()]))
        self.read.clicked.connect(self.definition_wanted)
        self.empty.clicked.connect(self.emptying_wanted)
        self._tell_template()

    def _arrange(self) -> None:
        begin = self._card(
            _("Begin from"),
            row((self.template, 1), self.use, self.read, self.empty),
            self._about,
        )
        what = self._card(
            _("The round"),
            row((self.name, 3), (self.reference, 1), gap=16),
            row((self.opens, 1), (self.closes, 1), gap=16),
            row((self.nation, 1), (held(row()), 1), gap=16),
            self.illustrative,
        )
        self._fill(begin, what)

    def _tell_template(self) -> None:
        chosen = self._templates[self.template.currentIndex()]
        self._about.setText(
            _("{sentence} It sets criteria, scale and gates; what you typed elsewhere stays.").format(
                sentence=chosen.sentence
            )
        )


class RulesStep(_Step):
    """Places and money, how many read each application, and how the order is found."""

    def __init__(self, theme: Theme, model: DraftModel) -> None:
        super().__init__(theme, model)
        self.places = self._line("places", _("Places"))
        self.fund = self._line("fund", optional(_("Fund")))
        self.support = self._line("support_per_place", optional(_("Support for each place")))
        self.currency = self._line("currency", _("Currency"))
        self.reviews = self._line("reviews", _("Reviews of each application"))
        self.method = ChoiceField(
            theme,
            model,
            _("The official score is"),
            (("mean", _("the mean")), ("median", _("the median")), ("agreed", _("agreed at the meeting"))),
            Part(lambda draft: draft.method, _putting("method")),
        )
        self.ties = [self._tie(at) for at in range(MOST_TIES)]
        self.lot = TickField(
            theme,
            model,
            _("Ties that remain may be drawn by lot, as was announced"),
            Part(lambda draft: draft.lot_for_ties, _putting("lot_for_ties")),
        )
        self.votes = TickField(
            theme,
            model,
            _("The panel votes at its meeting"),
            Part(lambda draft: draft.votes, _putting("votes")),
        )
        self._arrange()

    def _arrange(self) -> None:
        money = self._card(
            _("Places and money"),
            row((self.places, 1), (self.fund, 2), (self.support, 2), (self.currency, 1), gap=16),
        )
        score = self._card(
            _("Reviews and the official score"),
            row((self.reviews, 1), (held(row()), 2), gap=16),
            self.method,
            self.votes,
        )
        ties = self._card(
            _("Ties"),
            Para(
                self._theme, _("Equal scores are told apart by the mean of these criteria, in order."), "dense", "ink2"
            ),
            row(*((each, 1) for each in self.ties), gap=16),
            self.lot,
        )
        self._fill(money, score, ties)

    def control_at(self, path: KeyPath) -> QWidget:
        """The control at the end of a way."""
        match path:
            case ("tie_break", int(number)):
                return self.ties[min(number, len(self.ties)) - 1].drop
            case _:
                return super().control_at(path)

    def _tie(self, at: int) -> ListField:
        labels = (_("First by"), _("Then by"), _("At last by"))

        def choices(draft: RoundDraft) -> Sequence[tuple[str, str]]:
            # A place further on is for what no earlier place has.
            taken = draft.tie_break[:at] if len(draft.tie_break) >= at else None
            if taken is None:
                return (("", _("nothing")),)
            open_ones = [each for each in draft.criteria if each.key and each.key not in taken]
            return (("", _("nothing")), *((each.key, each.short or each.title or each.key) for each in open_ones))

        def get(draft: RoundDraft) -> str:
            return draft.tie_break[at] if len(draft.tie_break) > at else ""

        def put(draft: RoundDraft, key: str) -> RoundDraft:
            later = tuple(each for each in draft.tie_break[at + 1 :] if each != key)
            ties = (*draft.tie_break[:at], *((key, *later) if key else ()))
            return replace(draft, tie_break=ties)

        return ListField(self._theme, self._model, labels[at], choices, Part(get, put))
