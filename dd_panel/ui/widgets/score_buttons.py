"""Score buttons: one button for each level of a scale of any length, and, where the round allows it, “cannot judge”.

Of a long scale, such as per cent, every tenth level stands there, and below them those near the one looked at or taken.
"""

from __future__ import annotations

import math
import time
from bisect import bisect_right
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication

from dd_panel.text import _
from dd_panel.ui.widgets.choices import Choice, ChoiceSet
from dd_panel.ui.widgets.painting import CENTRE, Ink, smooth_painter, text_width
from dd_panel.ui.widgets.tips import plain_tip

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QKeyEvent, QPaintEvent

    from dd_panel.ui.theme import Theme

GAP: Final = 8
NARROWEST: Final = 36
BESIDE: Final = 4
"""The least room at either side of a level's figures."""
CANNOT_JUDGE_HEIGHT: Final = 28
VALUE_STYLE: Final = ("title", 600)
NAME_STYLE: Final = ("caption", 600)
TYPING_SECONDS: Final = 1.0
NO_LEVEL: Final = -1
HELD_MS: Final = 40
DECIMAL_MARKS: Final = str.maketrans({",": "."})
FEW: Final = 30
"""Levels that all find room beside one another."""
STRIDE: Final = 10


@dataclass(frozen=True, slots=True)
class ScoreLevel:
    """One level of a scale: what stands on the button, its short name, and what it means."""

    value: str
    name: str = ""
    descriptor: str = ""

    def spoken(self) -> str:
        """Return what a screen reader says for the level."""
        head = f"{self.value}, {self.name}" if self.name else self.value
        return f"{head}. {self.descriptor}" if self.descriptor else head


class _LevelButton(Choice):
    def __init__(self, theme: Theme, level: ScoreLevel) -> None:
        super().__init__(level.value)
        self._theme = theme
        self._level = level
        self.name_shown = bool(level.name)
        self.setAccessibleName(level.spoken())
        self.setToolTip(plain_tip(level.name))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = smooth_painter(self)
        ink = Ink(painter, self._theme)
        rect = QRectF(self.rect())
        number, name = _paint_ground(self, ink, rect)
        if self.name_shown and self._level.name:
            high = rect.height()
            ink.text(QRectF(0, high * 0.10, rect.width(), high * 0.5), self._level.value, VALUE_STYLE, number, CENTRE)
            weight = 600 if self.isChecked() else 400
            below = QRectF(0, high * 0.56, rect.width(), high * 0.34)
            ink.text(below, self._level.name, ("caption", weight), name, CENTRE)
        else:
            ink.text(rect, self._level.value, VALUE_STYLE, number, CENTRE)
        painter.end()


class _CannotJudgeButton(Choice):
    def __init__(self, theme: Theme, words: str) -> None:
        super().__init__(words)
        self._theme = theme

    def room(self) -> int:
        """Return how wide the button wants to be."""
        return math.ceil(text_width(self._theme, self.text(), ("dense", 600))) + self._theme.px(24 + 24)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = smooth_painter(self)
        ink = Ink(painter, self._theme)
        rect = QRectF(self.rect())
        number, _name = _paint_ground(self, ink, rect)
        style = ("dense", 600 if self.isChecked() else 500)
        side = self._theme.px(16)
        left = (rect.width() - side - 8 - ink.text_width(self.text(), style)) / 2
        icon = "check" if self.isChecked() else "slash"
        ink.icon(icon, left, (rect.height() - side) / 2, 16, number)
        ink.text(rect.adjusted(left + side + 8, 0, 0, 0), self.text(), style, number)
        painter.end()


def _paint_ground(button: Choice, ink: Ink, rect: QRectF) -> tuple[str, str]:
    """Paint a score button's box and return the colours of its figure and its name."""
    if not button.isEnabled():
        chosen = button.isChecked()
        # The thicker line tells the one taken where the system's own two colours are all there is.
        ink.box(rect, 6, "neutralSoft" if chosen else "sunken", "control" if chosen else "line", 2 if chosen else 1)
        return ("ink", "ink") if chosen else ("ink3", "ink3")
    if button.isChecked():
        ink.box(rect, 6, "accent", "accent")
        return "onAccent", "onAccent"
    ink.box(rect, 6, "accentSoft" if button.underMouse() or button.isDown() else "surface", "control")
    return "ink", "ink2"


class ScoreButtons(ChoiceSet):
    """The levels of one criterion; the level taken is filled.

    Arrows move without scoring, Space or Enter takes the level, its figures typed take it at once, Backspace clears.
    `level_previewed` tells which level is looked at (by keyboard or mouse), -1 for none, and `figures_refused` which
    figures were typed that are no level.
    """

    score_chosen = Signal(int)
    score_cleared = Signal()
    cannot_judge_chosen = Signal()
    level_previewed = Signal(int)
    figures_refused = Signal(str)

    def __init__(
        self,
        theme: Theme,
        levels: Sequence[ScoreLevel],
        *,
        name: str = "",
        cannot_judge: str | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._levels = tuple(levels)
        self._buttons = tuple(_LevelButton(theme, level) for level in self._levels)
        self._longest = max((level.value for level in self._levels), key=len, default="")
        self._heads = _heads_of(self._levels)
        self._head = 0
        self._no_view = None if cannot_judge is None else _CannotJudgeButton(theme, cannot_judge)
        self._clock = clock
        self._typed = ""
        self._typed_at = -TYPING_SECONDS
        self._pointed: int | None = None
        self._previewed = NO_LEVEL
        choices = [*self._buttons] if self._no_view is None else [*self._buttons, self._no_view]
        super().__init__(theme, choices, name=name or _("Score"))
        self._held = QTimer(self, singleShot=True, interval=HELD_MS)
        for choice in choices:
            choice.pointed_at.connect(self._on_pointed_at)
            choice.focus_gained.connect(self._on_looked)
            choice.focus_lost.connect(self._on_looked)
        self.choice_made.connect(self._on_choice_made)
        self._held.timeout.connect(self._on_looked)

    # ---------------------------------------------------------------------- state

    @property
    def cannot_judge(self) -> bool:
        """Whether “cannot judge” is taken."""
        return self._chosen == len(self._levels)

    def set_cannot_judge(self, on: bool) -> None:
        """Show “cannot judge” as taken or not; tells nobody."""
        if on and self._no_view is not None:
            self.set_chosen(len(self._levels))
        elif self.cannot_judge:
            self.set_chosen(None)

    def set_chosen(self, index: int | None) -> None:
        if index != self._chosen:
            self.forget_typing()
            self._unfold(index)
        super().set_chosen(index)

    def forget_typing(self) -> None:
        """Let the next figure be the first one of a score, however soon it comes."""
        self._typed = ""

    def clear(self) -> None:
        """Take the score away, as Backspace does."""
        if self._chosen is not None:
            self.set_chosen(None)
            self.score_cleared.emit()

    def choose_by_key(self, typed: str) -> bool:
        """Take the level whose figures were typed: `1` then `0` soon after is 10. Returns whether a level fits.

        One figure too many or another decimal (101, 2.3) is no new beginning: 1 or 3 would be taken for what is meant.
        """
        now = self._clock()
        figure = typed.translate(DECIMAL_MARKS)
        before = self._typed if now - self._typed_at < TYPING_SECONDS else ""
        anew = [figure] if before and not (len(before) > 1 and self._may_go_on(before)) else []
        for tried in [before + figure, *anew]:
            level = self._level_of(tried)
            if level is None and not self._may_go_on(tried):
                continue
            if level is not None:
                self._take(level)
                if self._focused() is not None:
                    self._focus(level)
            self._typed = tried
            self._typed_at = now
            return True
        self.forget_typing()
        self.figures_refused.emit(before + figure)
        return False

    # ----------------------------------------------------------------- Qt's questions

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        rows = self._rows(width)
        gap = self._theme.px(GAP)
        height = rows * self._theme.length("score_button") + (rows - 1) * gap
        if self._no_view is not None:
            height += gap + self._theme.px(CANNOT_JUDGE_HEIGHT)
        return height

    def sizeHint(self) -> QSize:
        gap = self._theme.px(GAP)
        wanted = len(self._heads) * (self._narrowest() + self._theme.px(12) + gap) - gap
        width = max(1, self.width()) if self.isVisible() else wanted
        return QSize(wanted, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._narrowest() * 3 + self._theme.px(GAP) * 2, self._theme.length("score_button"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        typed = event.text()
        command = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
        if event.key() in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
            self.clear()
        elif event.modifiers() & command or not (typed.isdigit() or typed in {".", ",", "-"}):
            super().keyPressEvent(event)
        elif not self.choose_by_key(typed):
            event.ignore()

    # ------------------------------------------------------------------------ private

    def _level_of(self, figures: str) -> int | None:
        for at, level in enumerate(self._levels):
            if level.value.translate(DECIMAL_MARKS) == figures:
                return at
        return None

    def _may_go_on(self, figures: str) -> bool:
        known = (level.value.translate(DECIMAL_MARKS) for level in self._levels)
        return any(value.startswith(figures) and value != figures for value in known)

    def _narrowest(self) -> int:
        """Return how narrow a button may be: its figures have some room at both sides."""
        figures = text_width(self._theme, self._longest, VALUE_STYLE) + 2 * self._theme.px(BESIDE)
        return max(self._theme.px(NARROWEST), math.ceil(figures))

    def _columns(self, width: int) -> int:
        """Return how many buttons stand in a row: as few rows as the narrowest button allows, evenly filled."""
        gap = self._theme.px(GAP)
        fit = max(1, (width + gap) // (self._narrowest() + gap))
        rows = math.ceil(len(self._heads) / fit)
        return math.ceil(len(self._heads) / rows)

    def _rows(self, width: int) -> int:
        """Return how many rows of buttons stand there, whatever is unfolded."""
        columns = self._columns(width)
        most = max(len(self._below(head)) for head in range(len(self._heads)))
        return math.ceil(len(self._heads) / columns) + math.ceil(most / columns)

    def _below(self, head: int) -> range:
        """The levels after one of those that always stand there, up to the next."""
        following = self._heads[head + 1] if head + 1 < len(self._heads) else len(self._levels)
        return range(self._heads[head] + 1, following)

    def _unfold(self, index: int | None) -> None:
        """Show the levels near this one, as it may not stand there yet; the keyboard stays with the levels."""
        keyboard = self._focused() is not None
        head = 0 if index is None else bisect_right(self._heads, index) - 1
        if head == self._head or index == len(self._levels) or (index is None and keyboard):
            return
        if index is not None and keyboard:
            # Before the one that has the keyboard goes: Qt would give it to whatever follows.
            self._buttons[index].show()
            self._buttons[index].setFocus(Qt.FocusReason.OtherFocusReason)
        self._head = head
        self._arrange(self.width())

    def _focus(self, index: int) -> None:
        self._unfold(index)
        super()._focus(index)

    def _arrange(self, width: int) -> None:
        gap = self._theme.px(GAP)
        high = self._theme.length("score_button")
        columns = self._columns(width)
        wide = (width - gap * (columns - 1)) / columns
        names = all(text_width(self._theme, level.name, NAME_STYLE) <= wide - 4 for level in self._levels)
        places = dict(zip(self._heads, range(len(self._heads)), strict=True))
        first = math.ceil(len(self._heads) / columns) * columns
        places |= {level: first + at for at, level in enumerate(self._below(self._head))}
        for index, button in enumerate(self._buttons):
            at = places.get(index)
            button.setHidden(at is None)
            if at is None:
                continue
            left = round(at % columns * (wide + gap))
            right = round(at % columns * (wide + gap) + wide)
            button.name_shown = names
            button.setGeometry(QRect(left, at // columns * (high + gap), right - left, high))
            button.update()
        if self._no_view is not None:
            top = self._rows(width) * (high + gap)
            self._no_view.setGeometry(0, top, min(width, self._no_view.room()), self._theme.px(CANNOT_JUDGE_HEIGHT))
        if self.height() != self.heightForWidth(width):
            self.setFixedHeight(self.heightForWidth(width))

    def _on_choice_made(self, index: int) -> None:
        if index == len(self._levels):
            self.cannot_judge_chosen.emit()
        else:
            self.score_chosen.emit(index)

    def _on_pointed_at(self, over: bool) -> None:
        sender = self.sender()
        self._pointed = self._choices.index(sender) if over and isinstance(sender, Choice) else None
        self._on_looked()

    def _on_looked(self) -> None:
        focused = self._focused()
        if focused is None:
            self._unfold(self._chosen)
        looked = self._pointed if self._pointed is not None else focused
        level = looked if looked is not None and looked < len(self._levels) else NO_LEVEL
        if level == NO_LEVEL and QApplication.mouseButtons():
            # What stands below would move away between press and release, and the click on it be lost.
            self._held.start()
        elif level != self._previewed:
            self._previewed = level
            self.level_previewed.emit(level)


def _heads_of(levels: Sequence[ScoreLevel]) -> Sequence[int]:
    """Which levels of a scale always stand there: all of a short one, else whole numbers, or whole tens of steps.

    Of these, those are taken with which the fewest buttons stand there. A scale such as 5, 15, 25 … meets none of them:
    there it is every tenth level.
    """
    if len(levels) <= FEW:
        return range(len(levels))
    values = [Decimal(level.value.translate(DECIMAL_MARKS)) for level in levels]
    step = values[1] - values[0]
    units = (*((Decimal(1),) if step < 1 else ()), STRIDE * step, 5 * STRIDE * step)
    ways: list[Sequence[int]] = [
        [index for index, value in enumerate(values) if index == 0 or value % unit == 0] for unit in units
    ]
    met = [heads for heads in ways if len(heads) > 1] or [range(0, len(levels), STRIDE)]
    return min(met, key=lambda heads: len(heads) + _most_between(heads, len(levels)))


def _most_between(heads: Sequence[int], count: int) -> int:
    """How many of so many levels stand between two heads at most, or after the last one."""
    return max(after - head - 1 for head, after in pairwise((*heads, count)))
