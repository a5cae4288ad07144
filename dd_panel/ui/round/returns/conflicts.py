"""The conflicts that members declared: who does not judge what, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dd_panel.text import _
from dd_panel.ui.round.columns import WordColumn, WordsModel, WordsTable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dd_panel.services.returns.overview import DeclaredConflict
    from dd_panel.ui.theme import Theme


class ConflictsTable(WordsTable):
    """One row a conflict."""

    def __init__(self, theme: Theme) -> None:
        self._conflicts = WordsModel(_columns())
        super().__init__(theme, self._conflicts, _("Conflicts"))

    def show_conflicts(self, conflicts: Sequence[DeclaredConflict]) -> None:
        """Show the conflicts of this moment."""
        self._conflicts.show_rows(conflicts)


def _columns() -> tuple[WordColumn, ...]:
    def application(each: DeclaredConflict) -> str:
        return f"{each.application.reference} {each.application.lead_authority}"

    return (
        WordColumn(_("Member"), lambda each: each.member.name, 176, 600),
        WordColumn(_("Application"), application, 256),
        WordColumn(_("Kind and reason"), lambda each: each.reason, tone="conflict"),
    )
