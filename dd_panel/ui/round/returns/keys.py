"""The keys of Returns; what a key is about depends on where the keyboard is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dd_panel.text import _
from dd_panel.ui.actions import Keys, add_action

if TYPE_CHECKING:
    from dd_panel.ui.round.returns.page import ReturnsPage


def add_keys(page: ReturnsPage) -> None:
    """Give the screen its keys, in the order in which the key bar shows them."""
    arrows = Keys(bar=_("finding"), caps=("↑", "↓"))
    add_action(page, _("Go to the findings"), (), page.right.findings.setFocus, keys=arrows)
    add_action(page, _("Accept the current finding"), "A", page.deciding.accept, keys=Keys(bar=_("accept")))
    add_action(page, _("Reject the current finding"), "R", page.deciding.reject, keys=Keys(bar=_("reject")))
    add_action(page, _("Set what is meant"), "S", page.deciding.set_value, keys=Keys(bar=_("set")))
    add_action(page, _("Ask the member"), "Q", page.deciding.ask_member, keys=Keys(bar=_("ask")))
    add_action(page, _("Take the decision on the current finding back"), "Backspace", page.deciding.undo)
    add_action(page, _("Show where this comes from"), "T", page.deciding.trace)
    add_action(page, _("Go to the revision"), "V", page.go_to_revision)
    revision = page.right.revision
    keep, use = revision.keep_current, revision.use_current
    add_action(page, _("Revision: keep the old value of the cell or application"), "K", keep)
    add_action(page, _("Revision: use the new value of the cell or application"), "U", use)
    add_action(page, _("Revision: keep the old values of the whole file"), "Shift+K", revision.keep_all)
    add_action(page, _("Revision: use the new values of the whole file"), "Shift+U", revision.use_all)
    add_action(page, _("Log: save the original scoresheet"), "O", page.save_original)
    add_action(page, _("Log: take this merge back"), "Del", page.take_back)
    add_action(page, _("Merge the new scoresheets of the watched folder"), "M", page.left.offer.take)
    add_action(page, _("Add scoresheets"), "Ctrl+O", page.left.browse, keys=Keys(bar=_("add files")))
    add_action(page, _("Watch a folder"), "Ctrl+Shift+O", page.left.watch_folder)
    add_action(page, _("Accept all safe mends"), "Ctrl+Shift+A", page.accept_safe)
    add_action(page, _("Second look for the current member"), "Ctrl+Shift+L", page.ask_second_look)
    add_action(page, _("Write reminders"), "Ctrl+Shift+R", page.letters.remind)
    add_action(page, _("Choose the folder for drafts"), "Ctrl+Shift+D", page.letters.choose_folder)
