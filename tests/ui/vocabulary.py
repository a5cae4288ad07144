"""A page with every widget of the kit in every state, as the design shows it: looked at and walked through."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QLayout, QVBoxLayout, QWidget

from dd_panel.paths import resources
from dd_panel.ui.theme import Theme, load_fonts
from dd_panel.ui.tokens import load_tokens
from dd_panel.ui.widgets.bars import Segment, SegmentBar
from dd_panel.ui.widgets.buttons import Button
from dd_panel.ui.widgets.fields import CommentEdit, DropDown, SearchField, TickBox
from dd_panel.ui.widgets.focus_ring import FocusRing
from dd_panel.ui.widgets.frames import Card, Panel
from dd_panel.ui.widgets.labels import IconLabel, Label
from dd_panel.ui.widgets.layouts import column, held, row
from dd_panel.ui.widgets.marks import (
    DotStrip,
    HeatCell,
    RankInterval,
    ScoreBadge,
    paint_dot_strip,
    paint_heat_cell,
    paint_probability,
    paint_rank_interval,
)
from dd_panel.ui.widgets.painting import CENTRE, Ink, smooth_painter
from dd_panel.ui.widgets.pills import StatusPill
from dd_panel.ui.widgets.score_buttons import ScoreButtons, ScoreLevel
from dd_panel.ui.widgets.segmented import SegmentedControl
from dd_panel.ui.widgets.states import Callout, EmptyState, SkeletonRows

NAMES = ("None", "Weak", "Limited", "Fair", "Good", "Strong")
LEVELS = tuple(ScoreLevel(str(at), name, f"What {name.lower()} means.") for at, name in enumerate(NAMES))
SWATCHES = ("canvas", "surface", "sunken", "ink", "accent", "focus", "good", "warn", "bad", "info", "conflict")
SAMPLES = {
    "display": "Good afternoon",
    "h1": "Calderbrook Borough",
    "title": "What they said",
    "reading": "Families tell us the offer no longer suits.",
    "body": "Overall recommendation",
    "dense": "DD-007 · Employee mutual",
    "caption": "May be sent to the authority",
}


class Swatches(QWidget):
    """The main colours and the ramp of scores."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setFixedHeight(124)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = smooth_painter(self)
        ink = Ink(painter, self._theme)
        for at, name in enumerate(SWATCHES):
            x, y = at % 6 * 64, at // 6 * 64
            ink.box(QRectF(x, y, 56, 36), 6, name, "line")
            ink.text(QRectF(x - 4, y + 38, 64, 16), name, ("caption", None), "ink2", CENTRE)
        painter.end()


class Ramp(QWidget):
    """The shades of a scale of six levels, and cells of a heat table."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setFixedHeight(96)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = smooth_painter(self)
        ink = Ink(painter, self._theme)
        for at, name in enumerate(NAMES):
            fill, text = self._theme.score_colours(at, len(NAMES))
            ink.box(QRectF(at * 64, 0, 56, 40), 6, fill)
            ink.text(QRectF(at * 64, 0, 56, 40), str(at), ("title", 600), text, CENTRE)
            ink.text(QRectF(at * 64, 42, 56, 18), name, ("caption", None), "ink2", CENTRE)
        cells = (
            HeatCell("4", 4, 6),
            HeatCell("5", 5, 6, focused=True),
            HeatCell("1", 1, 6, warned=True),
            HeatCell("", None, 6, "empty"),
            HeatCell("n/j", None, 6, "cannot_judge"),
            HeatCell("", None, 6, "conflict"),
        )
        for at, cell in enumerate(cells):
            paint_heat_cell(ink, QRectF(at * 64 - 2, 64, 60, 32), cell)
        painter.end()


class Marks(QWidget):
    """Dots of reviewers, ranges of places and a probability."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setFixedHeight(258)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = smooth_painter(self)
        ink = Ink(painter, self._theme)
        right = self.width() - 112
        strips = {"Agree": (82.0, 84.0, 87.0), "Views differ": (86.0, 70.0, 46.0), "One review": (55.0,)}
        for at, (words, values) in enumerate(strips.items()):
            ink.text(QRectF(0, at * 36, 112, 32), words)
            strip = DotStrip(values, sum(values) / len(values), 20, 100)
            paint_dot_strip(ink, QRectF(112, at * 36, right, 32), strip)
        ranges = {"Safe": (1, 3, 1), "Too close": (3, 15, 9), "Below line": (17, 22, 19)}
        for at, (words, (low, high, place)) in enumerate(ranges.items()):
            y = 116 + at * 36
            ink.text(QRectF(0, y, 112, 32), words)
            interval = RankInterval(low, high, place, 30, 10, close=words == "Too close")
            paint_rank_interval(ink, QRectF(112, y, right, 32), interval)
        ink.text(QRectF(0, 228, 112, 32), "In top 10")
        paint_probability(ink, QRectF(112, 228, right, 32), 0.64, "64%")
        ink.line(QPointF(0, 224), QPointF(self.width(), 224))
        painter.end()


class Vocabulary(Panel):
    """All of it on one page; the widgets a test wants to reach are its attributes."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "canvas")
        self._theme = theme
        self.focused_button = Button(theme, "Focused")
        self.scores = ScoreButtons(theme, LEVELS, name="Leadership", cannot_judge="Cannot judge")
        self.scores.set_chosen(3)
        self.segments = SegmentedControl(theme, ["Support", "Reserve", "Do not support"], 0, name="Recommendation")
        self.comment = CommentEdit(theme, "Comment", "What would the authority need to show?")
        self.comment.set_required("Required because the score is 1 or below")
        self.search = SearchField(theme, "Find name, reference, service")
        columns = row((self._first(), 1), (self._second(), 1), (self._third(), 1), gap=16)
        lines = column(columns, self._states(), None, gap=8, margins=(32, 12, 32, 8))
        self.setLayout(lines)
        self.ring = FocusRing(theme, self)

    def sizeHint(self) -> QSize:
        return QSize(1440, 900)

    def _section(self, title: str, *things: QWidget | QLayout, gap: int = 12) -> Card:
        return Card(self._theme, column(Label(self._theme, title, "title"), *things, gap=gap, margins=(16, 12, 16, 16)))

    def _first(self) -> QVBoxLayout:
        theme = self._theme
        types = column(gap=6)
        for role, sample in SAMPLES.items():
            style = theme.tokens.styles[role]
            told = Label(theme, f"{role} {style.px}/{style.line}", "caption", "ink3")
            told.setFixedWidth(88)
            types.addLayout(row(told, Label(theme, sample, role), None))
        progress = SegmentBar(
            theme,
            [
                Segment(12, "good", "12 complete"),
                Segment(2, "warn", "2 begun"),
                Segment(2, "conflict", "2 conflicts"),
                Segment(14, "neutralSoft", "14 to do"),
            ],
        )
        parts = SegmentBar(theme, [Segment(25, "accent"), Segment(20, "accent"), Segment(10, "surface", outlined=True)])
        return column(
            self._section("Colour", Swatches(theme), Label(theme, "Score ramp 0–5", "label", "ink2"), Ramp(theme)),
            self._section("Type: Inter, tabular figures", types, progress, parts),
            None,
            gap=16,
        )

    def _second(self) -> QVBoxLayout:
        theme = self._theme
        disabled = Button(theme, "Disabled")
        disabled.setEnabled(False)
        chip = Button(theme, "All 30", "chip")
        tab = Button(theme, "Application", "tab", icon="book")
        for button in (chip, tab):
            button.setCheckable(True)
            button.setChecked(True)
        buttons = self._section(
            "Buttons",
            row(
                Button(theme, "Primary", "primary"),
                Button(theme, "Default", icon="export"),
                Button(theme, "Quiet", "quiet"),
                Button(theme, kind="icon", icon="x", name="Close"),
                None,
            ),
            row(self.focused_button, disabled, Button(theme, "Small", extent="small"), None, gap=12),
            row(chip, Button(theme, "To do 14", "chip"), tab, Button(theme, "Staff ballot", "tab", icon="file"), None),
            self.segments,
            gap=8,
        )
        pills = column(gap=8)
        for keys in (("not_started", "in_progress", "complete"), ("conflict", "error", "received"), ("too_close",)):
            pills.addLayout(row(*(StatusPill(theme, key) for key in keys), None))
        empty = ScoreButtons(theme, LEVELS, name="Case for change")
        long = ScoreButtons(theme, [ScoreLevel(str(at)) for at in range(11)], name="Long scale")
        return column(
            buttons,
            self._section("StatusPill: icon, words, colour", pills, gap=8),
            self._section("ScoreButtons: empty, chosen, eleven levels", empty, self.scores, long, gap=12),
            None,
            gap=12,
        )

    def _third(self) -> QVBoxLayout:
        theme = self._theme
        cards = column(gap=8)
        criteria = (("Case for change and outcomes", "25%", 4), ("Sharing and replication", "10%", None))
        for name, weight, score in criteria:
            badge = ScoreBadge(theme)
            if score is not None:
                badge.set_score(str(score), score, 6)
            line = row(
                IconLabel(theme, "right", "ink2", 16),
                Label(theme, name, weight=500),
                None,
                Label(theme, weight, "dense", "ink2"),
                badge,
                margins=(12, 9, 12, 9),
            )
            cards.addWidget(Card(theme, line))
        sort = DropDown(theme, "Sort by", ["My rank", "Reference"])
        fields = column(self.search, self.comment, row(sort, self._tick()))
        return column(
            self._section("DotStrip, RankInterval, probability", Marks(theme), gap=4),
            self._section("Fields", fields, gap=8),
            self._section("Cards", cards, gap=8),
            None,
            gap=12,
        )

    def _tick(self) -> TickBox:
        tick = TickBox(self._theme, "Single-letter keys")
        tick.setChecked(True)
        return tick

    def _states(self) -> QWidget:
        theme = self._theme
        open_pack = Button(theme, "Open a review pack", "primary", extent="small")
        clear = Button(theme, "Clear search", extent="small")
        told = Label(theme, "Opening pack, 12 of 30", "dense", "ink2")
        loading = column(SkeletonRows(theme, 2), row(None, told, None))
        warned = Callout(theme, "warn", "2 low scores have no comment", "They can be exported as a draft.")
        refused = Callout(theme, "bad", "This pack is damaged", "Your scores are safe. A copy is kept.")
        return held(
            row(
                (EmptyState(theme, ("inbox", "accent"), "No applications yet", "Open the pack.", open_pack), 1),
                (EmptyState(theme, ("search", "ink2"), "No match for “Calderbork”", "Check the spelling.", clear), 1),
                (Card(theme, loading), 1),
                (column(warned, refused, None), 1),
                gap=16,
            )
        )


def main(folder: Path) -> None:
    """Save pictures of the page in both themes, and enlarged."""
    app = QApplication([])
    load_fonts(resources() / "fonts")
    theme = Theme(load_tokens(resources() / "design" / "tokens.json"), "light")
    theme.install(app)
    page = Vocabulary(theme)
    page.resize(1440, 900)
    page.show()
    page.activateWindow()
    app.processEvents()
    page.focused_button.setFocus()
    for name, mode, scale in (("light", "light", 1.0), ("dark", "dark", 1.0), ("large", "light", 1.3)):
        theme.set_mode("dark" if mode == "dark" else "light")
        theme.set_text_scale(scale)
        for _round in range(4):
            app.processEvents()
        page.grab().save(str(folder / f"vocabulary-{name}.png"))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
