"""What is being typed about a round, checked at every change; the fields of all steps share it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from dd_panel.domain.draft_checks import check
from dd_panel.services.change import Change
from dd_panel.text import _, ngettext

if TYPE_CHECKING:
    from dd_panel.domain.document_table import KeyPath
    from dd_panel.domain.draft_checks import Checked
    from dd_panel.domain.drafts import RoundDraft


class DraftModel(QObject):
    """Holds a draft and what its check found. `changed` follows every change of either.

    A problem is shown at its field once somebody typed there, or once all were asked for by `show_all_problems`.
    """

    changed = Signal()

    def __init__(self, draft: RoundDraft) -> None:
        super().__init__()
        self._draft = draft
        self._checked = check(draft)
        self._touched: set[KeyPath] = set()
        self._all_shown = False

    @property
    def draft(self) -> RoundDraft:
        """The rules as they are typed."""
        return self._draft

    @property
    def checked(self) -> Checked:
        """What the check of the draft found."""
        return self._checked

    def put(self, draft: RoundDraft, touched: KeyPath = ()) -> None:
        """Take another draft; `touched` is the field somebody typed in."""
        if touched:
            self._touched.add(touched)
        if draft != self._draft:
            self._draft = draft
            self._checked = check(draft)
            self.changed.emit()

    def begin(self, draft: RoundDraft) -> None:
        """Begin afresh with what is kept somewhere: nobody has typed in it yet."""
        self._touched.clear()
        self._all_shown = False
        self.put(draft)

    def replace(self, draft: RoundDraft, summary: str) -> Change:
        """Take another draft as one step that can be taken back, such as a template or a criterion removed."""
        before = self._draft
        self.put(draft)
        return Change(frozenset({"draft"}), summary, lambda: self.replace(before, summary))

    def show_all_problems(self) -> None:
        """Show what has to be mended at every field, typed in or not."""
        self._all_shown = True
        self.changed.emit()

    def problem_at(self, path: KeyPath) -> str:
        """What to show at a field; empty where nothing is wrong, or nobody has been there yet."""
        problem = self._checked.problems.get(path, "")
        # An empty field is no slip before somebody was there.
        return problem if self._all_shown or path in self._touched else ""

    def count_words(self) -> str:
        """How much is left to mend."""
        count = len(self._checked.problems)
        if not count:
            return _("Nothing left to mend")
        return ngettext("{count} thing to mend", "{count} things to mend", count).format(count=count)
