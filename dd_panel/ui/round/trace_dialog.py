"""Where a number comes from: its chain of changes, back to file, sheet and cell, with the originals to save."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt

from dd_panel.domain.errors import DDPanelError
from dd_panel.domain.identifiers import criterion_of
from dd_panel.services.returns.chains import chain_behind
from dd_panel.services.returns.originals import save_original
from dd_panel.text import _
from dd_panel.ui.round.words import moment
from dd_panel.ui.widgets.buttons import Button
from dd_panel.ui.widgets.dialogs import MARGIN, LargeDialog
from dd_panel.ui.widgets.frames import Card, Panel, scrolled
from dd_panel.ui.widgets.labels import ElidedLabel, IconLabel, Label, Para
from dd_panel.ui.widgets.layouts import column, row
from dd_panel.ui.widgets.outcome import Outcome

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from dd_panel.domain.identifiers import Field
    from dd_panel.services.returns.chains import Chain, Doubt, Link
    from dd_panel.services.returns.logbook import Subject
    from dd_panel.services.workplace import Workplace
    from dd_panel.store.returns import Return
    from dd_panel.ui.outside import Outside
    from dd_panel.ui.theme import Theme
    from dd_panel.ui.widgets.layouts import Item

EXTENT: Final = (640, 560)


class TraceDialog(LargeDialog):
    """The chain behind one entry, the latest change first. Esc closes it."""

    def __init__(self, theme: Theme, place: Workplace, subject: Subject, outside: Outside, parent: QWidget) -> None:
        super().__init__(theme, parent, _("Where this comes from"), EXTENT)
        self._place = place
        self._outside = outside
        self._chain = chain_behind(place, subject)
        self._outcome = Outcome(theme)
        self.close_button = Button(theme, _("Close"))
        self._arrange(subject)
        self.close_button.clicked.connect(self.reject)

    def _arrange(self, subject: Subject) -> None:
        theme, chain = self._theme, self._chain
        about = [str(chain.application.reference), chain.application.lead_authority]
        title = ElidedLabel(theme, " ".join(about), "title")
        parts = [chain.member.name]
        if subject.field is not None:
            parts.insert(0, field_words(chain, subject.field))
            parts.append(_("{value} stands").format(value=chain.value or _("Nothing")))
        head = column(
            title, ElidedLabel(theme, " · ".join(parts), "dense", "ink2"), gap=2, margins=(MARGIN, 20, MARGIN, 12)
        )
        cards: list[QWidget] = [self._doubt(each) for each in chain.doubts]
        cards += [self._link(each, whole=subject.field is None) for each in chain.links]
        if not cards:
            cards.append(Para(theme, _("Nothing was ever received or decided here."), "body", "ink2"))
        body = Panel(theme, "canvas", column(*cards, None, gap=8, margins=(MARGIN, 16, MARGIN, 16)))
        foot = row((self._outcome, 1), None, self.close_button, margins=(MARGIN, 12, MARGIN, 16))
        self.set_parts(head, scrolled(body), foot)
        self.setAccessibleDescription(" · ".join(about + parts))

    def _link(self, each: Link, *, whole: bool) -> Card:
        """One change of the value."""
        theme = self._theme
        change = _("{before} → {after}").format(
            before=one_line(each.before) or _("nothing"), after=one_line(each.after) or _("nothing")
        )
        what = f"{field_words(self._chain, each.field)}: {change}" if whole else change
        who = _("{when} · {who}").format(when=moment(each.at), who=each.who)
        top = row((ElidedLabel(theme, what, "body", weight=600), 1), Label(theme, who, "dense", "ink2"), gap=8)
        lines: list[Item] = [top]
        if each.reason:
            lines.append(Para(theme, each.reason, "dense", "ink"))
        lines += self._source(each.received, each.sheet, each.cell)
        return self._card(lines, _(", ").join((what, who)))

    def _doubt(self, each: Doubt) -> Card:
        """A finding about the entry, waiting or decided."""
        theme, finding = self._theme, each.kept.finding
        icon = IconLabel(theme, "alert" if each.waits else "check", "warn" if each.waits else "good")
        said = _("Waits for a decision") if each.waits else _("Decided")
        what = _("{said}: {found}").format(said=said, found=one_line(finding.found or ""))
        top = row(icon, (ElidedLabel(theme, what, "body", weight=600), 1), gap=8)
        lines: list[Item] = [top, Para(theme, finding.sentence, "dense", "ink")]
        if each.kept.reason:
            decided = _("{who}: {reason}").format(who=each.kept.who, reason=each.kept.reason)
            lines.append(Para(theme, decided, "dense", "ink2"))
        lines += self._source(each.received, finding.sheet or "", finding.cell or "")
        return self._card(lines, what)

    def _card(self, lines: list[Item], spoken: str) -> Card:
        card = Card(self._theme, column(*lines, gap=4, margins=(14, 10, 14, 10)))
        card.setAccessibleName(spoken)
        return card

    def _source(self, received: Return | None, sheet: str, cell: str) -> list[Item]:
        """File and cell, fingerprint and time, and a button that saves the original."""
        theme = self._theme
        if received is None:
            return []
        place = "!".join(part for part in (sheet, cell) if part)
        where = " · ".join(part for part in (received.file, place) if part)
        save = Button(theme, _("Save the original…"), "quiet", extent="small")
        save.setAccessibleName(_("Save the original of {file}").format(file=received.file))
        save.clicked.connect(lambda: self._save(received))
        came = _("Received {when}").format(when=moment(received.received))
        mark = Label(theme, _("SHA-256 {hash}").format(hash=received.sha256), "caption", "ink2")
        mark.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        line = row(IconLabel(theme, "sheet", "accent"), (ElidedLabel(theme, where, "dense"), 1), save, gap=8)
        return [line, Label(theme, came, "caption", "ink2"), mark]

    def _save(self, received: Return) -> None:
        path = self._outside.where(self, _("Save the original"), received.file)
        if path is None:
            return
        try:
            save_original(self._place, received.return_id, path)
        except DDPanelError as trouble:
            self._outcome.show_trouble(trouble)
        else:
            self._outcome.show_done(_("The original is saved"), path)


def field_words(chain: Chain, field: Field) -> str:
    """What a field is called: its criterion, and what of it if it is not the score."""
    key = criterion_of(field)
    if key is None:
        return {
            "recommendation": _("Recommendation"),
            "guidance": _("Guidance"),
            "support": _("Support"),
            "conflict": _("Conflict"),
            "order": _("Order of reading"),
        }.get(field, str(field))
    title = chain.rubric.criterion(key).title
    part = {
        "comment": _("comment"),
        "evidence": _("evidence"),
        "second": _("second look"),
        "second-comment": _("second look, why"),
    }.get(field.partition(".")[0])
    return _("{criterion}, {part}").format(criterion=title, part=part) if part else title


def one_line(text: str) -> str:
    """A text on one line."""
    return " ".join(text.split())
