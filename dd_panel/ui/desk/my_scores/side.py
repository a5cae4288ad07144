"""Beside the heat table: what the scoresheet will hold, its export, and how the scale is used."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from dd_panel.text import _, ngettext
from dd_panel.ui.dates import full_date
from dd_panel.ui.desk.my_scores.charts import ScaleCharts, scale_uses
from dd_panel.ui.desk.my_scores.rows import uncommented
from dd_panel.ui.desk.words import exported_words
from dd_panel.ui.widgets.buttons import Button
from dd_panel.ui.widgets.frames import Card, Rule
from dd_panel.ui.widgets.labels import ElidedLabel, IconLabel, Label, Para
from dd_panel.ui.widgets.layouts import column, row
from dd_panel.ui.widgets.outcome import Outcome

if TYPE_CHECKING:
    from pathlib import Path

    from dd_panel.domain.errors import DDPanelError
    from dd_panel.services.review.my_sheet import MySheet
    from dd_panel.services.review.reviewing import Desk
    from dd_panel.ui.theme import Theme

CARD: Final = (16, 12, 16, 12)


class _Count(QWidget):
    """One line of the contents: an icon, words, and a number at the right."""

    def __init__(self, theme: Theme, icon: str, tone: str, words: str) -> None:
        super().__init__()
        self._words = words
        self._number = Label(theme, "", "dense", weight=600)
        self.setLayout(row(IconLabel(theme, icon, tone), Label(theme, words, "dense"), None, self._number))

    def set_count(self, count: int) -> None:
        """Show another number."""
        self._number.setText(str(count))
        self.setAccessibleName(f"{self._words}: {count}")


class _ToDo(QWidget):
    """Something left to do, with a way to it: it is missing, or, where it `may` be left, only offered."""

    asked = Signal()

    def __init__(self, theme: Theme, way: str, *, may: bool = False) -> None:
        super().__init__()
        icon, tone = ("info", "info") if may else ("alert", "warn")
        self._words = ElidedLabel(theme, "", "dense", "ink" if may else tone, weight=600)
        self._way = Button(theme, way, "quiet", extent="small")
        self.setLayout(row(IconLabel(theme, icon, tone), (self._words, 1), self._way))
        self._way.clicked.connect(self.asked)
        self.hide()

    def set_words(self, words: str) -> None:
        """Say what is left to do; an empty text hides the line."""
        self._words.setText(words)
        self._way.setAccessibleName(f"{self._way.text()}: {words}")
        self.setVisible(bool(words))


class SheetCard(Card):
    """What will be in the scoresheet, what is missing, and the button that writes it."""

    export_asked = Signal()
    version_asked = Signal()
    comments_asked = Signal()
    unfinished_asked = Signal()
    choice_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._counts = {
            "complete": _Count(theme, "check-circle", "good", _("Complete applications")),
            "part": _Count(theme, "half", "warn", _("Part-scored, marked as draft")),
            "conflict": _Count(theme, "slash", "conflict", _("Conflicts, names only")),
            "comments": _Count(theme, "note", "ink2", _("Comments for the panel")),
            "private": _Count(theme, "lock", "ink2", _("Private notes – left out")),
        }
        self._stated = Para(theme, "", "caption", "ink2")
        self._uncommented = _ToDo(theme, _("Show me"))
        self._unfinished = _ToDo(theme, _("Show me"))
        self._equal = _ToDo(theme, _("Choose"), may=True)
        self.export = Button(theme, _("Export my scoresheet…"), "primary", icon="export").fill_width()
        self.paper = Button(theme, _("Save my reviews as PDF…"), "quiet", extent="small")
        self.begin = Button(theme, "…", "quiet", extent="small")
        self._caption = Para(theme, "", "caption", "ink2")
        self._draft = True
        self.outcome = Outcome(theme)
        self._arrange(theme)
        self.begin.clicked.connect(self.version_asked)
        self.export.clicked.connect(self.export_asked)
        self._uncommented.asked.connect(self.comments_asked)
        self._unfinished.asked.connect(self.unfinished_asked)
        self._equal.asked.connect(self.choice_asked)

    def show_sheet(self, sheet: MySheet) -> None:
        """Count what there is now."""
        desk = sheet.desk
        counts = {
            "complete": desk.count("complete"),
            "part": desk.count("in_progress"),
            "conflict": desk.count("conflict"),
            "comments": sheet.comments,
            "private": sheet.private_notes,
        }
        for key, count in counts.items():
            self._counts[key].set_count(count)
        self._stated.setText(_stated_words(sheet))
        self._stated.setVisible(sheet.statement is not None)
        low = len(uncommented(desk))
        self._uncommented.set_words(
            ngettext("{count} score needs a comment", "{count} scores need a comment", low).format(count=low)
            if low
            else ""
        )
        self._unfinished.set_words(_unfinished_words(desk.count("not_started"), desk.count("in_progress")))
        self.export.setVisible(sheet.begun)
        self.paper.setVisible(sheet.begun)
        self.begin.setVisible(desk.closed)
        self.begin.setText(_("Start version {number} to change something").format(number=desk.exports + 1))
        self.begin.updateGeometry()
        self._draft = bool(desk.unfinished)
        if desk.changed and self.outcome.path is not None:
            self.outcome.clear()  # what lies there is not what stands here
        self._show_export_words()
        self._caption.setText(_caption_words(desk) if sheet.begun else _("Score one application to export a draft."))

    def show_equal(self, pairs: int) -> None:
        """Say how many equal totals one may choose between: once all is exported that can't be done any more."""
        words = ngettext("{count} equal pair near the top", "{count} equal pairs near the top", pairs)
        self._equal.set_words(words.format(count=pairs) if pairs else "")

    def show_working(self) -> None:
        """Say that the scoresheet is being written."""
        self.outcome.clear()
        self.export.setEnabled(False)
        self.export.setText(_("Writing the scoresheet…"))

    def show_done(self, path: Path, number: int) -> None:
        """Say where the scoresheet lies."""
        self._free()
        said = _("Draft exported as version {number}") if self._draft else _("Exported as version {number}")
        then = "" if self._draft else _("Now e-mail this file to the secretariat: nothing is sent from here.")
        self.outcome.show_done(said.format(number=number), path, then)

    def show_trouble(self, trouble: DDPanelError) -> None:
        """Say why there is no scoresheet, and what to do."""
        self._free()
        self.outcome.show_trouble(trouble)

    def _free(self) -> None:
        self.export.setEnabled(True)
        self._show_export_words()

    def _show_export_words(self) -> None:
        if self.export.isEnabled():
            self.export.setText(_("Export a draft…") if self._draft else _("Export my scoresheet…"))
            self.export.updateGeometry()

    def _arrange(self, theme: Theme) -> None:
        lines = column(
            Label(theme, _("What will be in the scoresheet"), "title"),
            *self._counts.values(),
            self._stated,
            Rule(theme),
            self._uncommented,
            self._unfinished,
            self._equal,
            self.export,
            self._caption,
            self.outcome,
            row(self.paper, None),
            row(self.begin, None),
            margins=CARD,
        )
        self.setLayout(lines)


def _caption_words(desk: Desk) -> str:
    """What the next export will be, and what the last one was."""
    if exported := exported_words(desk):
        return _("{exported}. The next one is version {number}.").format(exported=exported, number=desk.exports + 1)
    if desk.unfinished:
        return _("Excel workbook. It says what is missing; you can export again later.")
    return _("Excel workbook. Nothing is missing; you can still change things and export again.")


def _stated_words(sheet: MySheet) -> str:
    """When the member last said that there are no other conflicts; empty before the first time."""
    if sheet.statement is None:
        return ""
    return _("You stated on {day} that you have no other conflicts.").format(day=full_date(sheet.statement.at))


def _unfinished_words(untouched: int, begun: int) -> str:
    if not untouched and not begun:
        return ""
    if not begun:
        return _("{count} not started").format(count=untouched)
    if not untouched:
        return _("{count} to finish").format(count=begun)
    return _("{untouched} not started, {begun} to finish").format(untouched=untouched, begun=begun)


class ScaleCard(Card):
    """How I use the scale: six small bar charts."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._theme = theme
        self._charts = ScaleCharts(theme)
        self._key = Label(theme, _("bar = count, line = mean"), "caption", "ink3")
        title = Label(theme, _("How I use the scale"), "title")
        self.setLayout(column(row(title, None, self._key), self._charts, margins=(16, 12, 16, 8)))
        theme.compact_changed.connect(self._fit)
        self._fit()

    def show_sheet(self, sheet: MySheet) -> None:
        """Count the scores there are now."""
        self._charts.show_uses(scale_uses(sheet.desk))

    def _fit(self) -> None:
        self._key.setVisible(not self._theme.compact)
