"""The receipt by member and by application: where what is expected stands, or what of it is still to come."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dd_panel.text import _
from dd_panel.ui.round.columns import WordColumn, WordsModel, WordsTable

if TYPE_CHECKING:
    from collections.abc import Callable

    from dd_panel.domain.receipt import Counts
    from dd_panel.services.returns.overview import ReturnsView
    from dd_panel.ui.theme import Theme


@dataclass(frozen=True, slots=True)
class ReceiptRow:
    """Whose share of the receipt a row is, and its counts."""

    whose: str
    name: str
    counts: Counts


class ReceiptTable(WordsTable):
    """First the whole round, then the members who have something to score, then the applications."""

    def __init__(self, theme: Theme) -> None:
        self._shares = WordsModel(_columns())
        super().__init__(theme, self._shares, _("Receipt by member and by application"))

    def show_view(self, view: ReturnsView) -> None:
        """Show the receipt of this moment."""
        receipt = view.receipt
        names = {each.member.member_id: each.member.name for each in view.members}
        self._shares.show_rows(
            [
                ReceiptRow("", _("Whole round"), receipt.counts),
                *(ReceiptRow(each, names[each], counts) for each, counts in receipt.by_member.items()),
                *(
                    ReceiptRow(each, view.applications[each].lead_authority, counts)
                    for each, counts in receipt.by_application.items()
                ),
            ]
        )


def _columns() -> tuple[WordColumn, ...]:
    return (
        WordColumn(_("Whose"), lambda each: each.whose, 96, tone="ink2"),
        WordColumn(_("Name"), lambda each: each.name, weight=600),
        _figure(_("Expected"), 76, lambda counts: counts.expected, "ink"),
        _figure(_("Scored"), 72, lambda counts: counts.scored, "ink"),
        _figure(_("Cannot judge"), 104, lambda counts: counts.cannot_judge, "ink"),
        _figure(_("Conflicted"), 84, lambda counts: counts.conflicted, "conflict"),
        _figure(_("Not yet scored"), 112, lambda counts: counts.not_yet_scored, "ink"),
        _figure(_("Waiting"), 76, lambda counts: counts.waiting, "warn"),
    )


def _figure(header: str, width: int, count: Callable[[Counts], int], tone: str) -> WordColumn:
    """A column of counts, in which those that count nothing stand back."""
    return WordColumn(
        header,
        lambda each: f"{count(each.counts):,}",
        width,
        tone=tone,
        tones=lambda each: tone if count(each.counts) else "ink3",
        figure=True,
    )
