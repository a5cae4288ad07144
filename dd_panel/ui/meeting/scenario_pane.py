"""What if one application took another's place: money, mix and reasons, with nothing written down."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dd_panel.domain.errors import InputError
from dd_panel.domain.rounds import money
from dd_panel.services.results.scenarios import funded_now, scenario_of
from dd_panel.text import _, ngettext
from dd_panel.ui.round.columns import WordColumn, WordsModel, WordsTable
from dd_panel.ui.widgets.fields import DropDown
from dd_panel.ui.widgets.frames import Panel, Rule
from dd_panel.ui.widgets.labels import Label, Para, buddy
from dd_panel.ui.widgets.layouts import column

if TYPE_CHECKING:
    from dd_panel.domain.identifiers import Reference
    from dd_panel.services.meeting.conducting import MeetingView
    from dd_panel.services.results.scenarios import Scenario
    from dd_panel.ui.theme import Theme

SIDE = 400


class ScenarioPane(Panel):
    """Two lists to choose from, what would follow in words, and the mix of the funded as a table."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "canvas")
        self._view: MeetingView | None = None
        self._inside: tuple[Reference | None, ...] = ()
        self._outside: tuple[Reference | None, ...] = ()
        self.enters = DropDown(theme, _("Would be funded"))
        self.leaves = DropDown(theme, _("In place of"))
        self.words = Para(theme, "", "dense", "ink")
        self._model = WordsModel(
            (
                WordColumn(_("Among the funded"), lambda each: each[0], 0, 600),
                WordColumn(_("Now"), lambda each: each[1], 56),
                WordColumn(_("Then"), lambda each: each[2], 64),
            )
        )
        self.table = WordsTable(theme, self._model, _("Balance of the funded by model, region, service and topic"))
        enters = buddy(Label(theme, _("Would be funded"), "dense", "ink2"), self.enters)
        leaves = buddy(Label(theme, _("In place of"), "dense", "ink2"), self.leaves)
        head = column(
            Label(theme, _("What if"), "h1"),
            enters,
            self.enters,
            leaves,
            self.leaves,
            self.words,
            gap=6,
            margins=(16, 12, 16, 12),
        )
        self.setLayout(column(head, Rule(theme), (self.table, 1), gap=0))
        self._theme = theme
        self.enters.activated.connect(self._tell)
        self.leaves.activated.connect(self._tell)

    def wide(self, room: int) -> int:
        """The usual width, but the table keeps its room (both in pixels) in large text."""
        return min(self._theme.px(SIDE), room * 2 // 5)

    def show_view(self, view: MeetingView) -> None:
        """Offer who is funded now and who is not; what was chosen stays where it still can."""
        wanted = (self._chosen(self.enters, self._outside), self._chosen(self.leaves, self._inside))
        self._view = view
        inside = funded_now(view)
        self._inside = (None, *inside)
        self._outside = (None, *(each for each in view.lines if each not in inside))
        for box, offered, before in (
            (self.enters, self._outside, wanted[0]),
            (self.leaves, self._inside, wanted[1]),
        ):
            box.clear()
            box.addItems([_("nobody") if each is None else self._named(view, each) for each in offered])
            box.setCurrentIndex(offered.index(before) if before in offered else 0)
        self._tell()

    @staticmethod
    def _named(view: MeetingView, reference: Reference) -> str:
        return f"{reference} · {view.lines[reference].application.lead_authority}"

    @staticmethod
    def _chosen(box: DropDown, offered: tuple[Reference | None, ...]) -> Reference | None:
        at = box.currentIndex()
        return offered[at] if 0 <= at < len(offered) else None

    def _tell(self) -> None:
        if self._view is None:
            return
        enters, leaves = self._chosen(self.enters, self._outside), self._chosen(self.leaves, self._inside)
        try:
            found = scenario_of(
                self._view, [enters] if enters is not None else [], [leaves] if leaves is not None else []
            )
        except InputError as trouble:
            self.words.setText(str(trouble))
            return
        self.words.setText(self._said(self._view, found))
        kinds = {"model": _("Model"), "region": _("Region"), "service": _("Service"), "topic": _("Topic")}
        self._model.show_rows(
            [
                (f"{kinds.get(kind, kind)}: {share.name or _('not said')}", str(share.before), str(share.after))
                for kind, shares in found.balance.items()
                for share in shares
                if share.name or len(shares) > 1  # what is said of no application at all
            ]
        )

    @staticmethod
    def _said(view: MeetingView, found: Scenario) -> str:
        rules = view.ranking.rules
        said = [
            _("{count} funded with {sum}.").format(
                count=len(found.after), sum=money(found.support_after, rules.currency)
            )
        ]
        if found.left is not None:
            words = _("{sum} of the fund would be left.") if found.left >= 0 else _("The fund would lack {sum}.")
            said.append(words.format(sum=money(abs(found.left), rules.currency)))
        if found.too_many:
            said.append(
                ngettext("{count} place too few.", "{count} places too few.", found.too_many).format(
                    count=found.too_many
                )
            )
        if found.unknown:
            said.append(_("Support is not known for {references}.").format(references=", ".join(found.unknown)))
        said += [
            _("{reference} needs a reason: {why}").format(reference=each.reference, why=each.why)
            for each in found.crosses
        ]
        return " ".join(said)
