"""Text on screen: single lines, lines that shorten, and wrapped text with an exact line height."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPalette, QTextLayout, QTextOption
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from dd_panel.ui.widgets.painting import smooth_painter
from dd_panel.ui.widgets.tips import plain_tip

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent, QResizeEvent

    from dd_panel.ui.theme import Theme

READABLE_WIDTH: Final = 320
NARROWEST: Final = 80
KEPT_WIDTHS: Final = 4
"""A layout asks for a text's height at several widths in turn, and comes back to each."""


class Label(QLabel):
    """One line of plain text in one of the design's roles and colours."""

    def __init__(
        self, theme: Theme, words: str = "", role: str = "body", tone: str = "ink", weight: int | None = None
    ) -> None:
        super().__init__(words)
        self._theme = theme
        self._role = role
        self._tone = tone
        self._weight = weight
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._dress()
        theme.theme_changed.connect(self._dress)

    def set_tone(self, tone: str) -> None:
        """Show the text in another of the design's colours."""
        if tone != self._tone:
            self._tone = tone
            self._dress()

    def set_role(self, role: str) -> None:
        """Show the text in another of the design's roles, such as a smaller one where room is scarce."""
        if role != self._role:
            self._role = role
            self._dress()

    def set_weight(self, weight: int | None) -> None:
        """Show the text lighter or heavier (400, 500, 600); `None` is the role's own weight."""
        if weight != self._weight:
            self._weight = weight
            self._dress()

    @property
    def tone(self) -> str:
        return self._tone

    @property
    def role(self) -> str:
        return self._role

    def _dress(self) -> None:
        self.setFont(self._theme.font(self._role, self._weight))
        palette = QPalette(self.palette())
        palette.setColor(QPalette.ColorRole.WindowText, self._theme.colour(self._tone))
        self.setPalette(palette)
        self.setMinimumHeight(self._theme.line(self._role))
        self.updateGeometry()


class ElidedLabel(Label):
    """One line of text that is shortened when room is scarce; the whole is in the tooltip and is read aloud."""

    def __init__(
        self,
        theme: Theme,
        words: str = "",
        role: str = "body",
        tone: str = "ink",
        *,
        weight: int | None = None,
        elide: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
    ) -> None:
        super().__init__(theme, words, role, tone, weight)
        self._elide = elide
        policy = self.sizePolicy()
        policy.setHorizontalPolicy(QSizePolicy.Policy.Preferred)
        self.setSizePolicy(policy)

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(24), super().minimumSizeHint().height())

    def setText(self, words: str) -> None:
        super().setText(words)
        self._tell_whole()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._tell_whole()

    def shown_text(self) -> str:
        """Return the text as it is shown, shortened or not."""
        metrics = QFontMetricsF(self.font())
        return metrics.elidedText(self.text(), self._elide, self.contentsRect().width() + 0.5)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(self.font())
        painter.setPen(self._theme.colour(self.tone))
        painter.drawText(self.contentsRect(), int(self.alignment()), self.shown_text())
        painter.end()

    def _tell_whole(self) -> None:
        whole = self.shown_text().replace("\n", " ") == self.text()
        self.setToolTip("" if whole else plain_tip(self.text()))


class TwoLineLabel(ElidedLabel):
    """Words on one line, or on two where they need it and there is room for both; only the second is shortened."""

    def shown_text(self) -> str:
        """Return the text as it is shown, with the break between its lines."""
        metrics, room = QFontMetricsF(self.font()), self.contentsRect().width() + 0.5
        whole = self.text()
        if metrics.horizontalAdvance(whole) <= room or self.height() < 2 * metrics.height():
            return super().shown_text()
        breaks = (at for at, letter in enumerate(whole) if letter == " ")
        fitting = [at for at in breaks if metrics.horizontalAdvance(whole[:at]) <= room]
        if not fitting:
            return super().shown_text()
        first, rest = whole[: fitting[-1]], whole[fitting[-1] + 1 :]
        return f"{first}\n{metrics.elidedText(rest, self._elide, room)}"


class Para(QLabel):
    """Wrapped text with the role's exact line height, as high as its width asks."""

    alignment_flag = Qt.AlignmentFlag.AlignLeft

    def __init__(
        self, theme: Theme, words: str = "", role: str = "body", tone: str = "ink", weight: int | None = None
    ) -> None:
        super().__init__(words)
        self._theme = theme
        self._role = role
        self._tone = tone
        self._weight = weight
        self._layouts: dict[tuple[int, str], QTextLayout] = {}
        self._most: int | None = None
        self.setTextFormat(Qt.TextFormat.PlainText)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._dress()
        theme.theme_changed.connect(self._dress)

    def setText(self, words: str) -> None:
        super().setText(words)
        self._layouts.clear()
        self._fit_height()

    def set_tone(self, tone: str) -> None:
        """Show the text in another of the design's colours."""
        self._tone = tone
        self.update()

    def count_lines(self, width: int) -> int:
        """How many lines the whole text takes in a width."""
        return self._laid(self._words(), width).lineCount()

    def set_most_lines(self, most: int | None) -> None:
        """Show so many lines at the most, with dots where the text goes on; `None` shows it all."""
        if most != self._most:
            self._most = most
            self._layouts.clear()
            self._fit_height()
            self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return max(1, self._wrapped(width).lineCount()) * self._theme.line(self._role)

    def sizeHint(self) -> QSize:
        width = max(self.width(), self._theme.px(READABLE_WIDTH))
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(NARROWEST), self._theme.line(self._role))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit_height()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = smooth_painter(self)
        painter.setPen(self._theme.colour(self._tone if self.isEnabled() else "ink3"))
        self._wrapped(self.width()).draw(painter, QPointF(0, 0))
        painter.end()

    def _fit_height(self) -> None:
        self.setFixedHeight(self.heightForWidth(self.width()))

    def _wrapped(self, width: int) -> QTextLayout:
        """Return the text broken into lines for this width; the last few are kept."""
        key = (width, self.text())
        if key in self._layouts:
            return self._layouts[key]
        words = self._words()
        layout = self._laid(words, width)
        if self._most is not None and layout.lineCount() > self._most:
            start = layout.lineAt(self._most - 1).textStart()
            rest = words[start:].replace("\u2028", " ")
            metrics = QFontMetricsF(layout.font())
            layout = self._laid(words[:start] + metrics.elidedText(rest, Qt.TextElideMode.ElideRight, width - 1), width)
        while len(self._layouts) >= KEPT_WIDTHS:
            del self._layouts[next(iter(self._layouts))]
        self._layouts[key] = layout
        return layout

    def _words(self) -> str:
        return self.text().replace("\n", "\u2028")

    def _laid(self, words: str, width: int) -> QTextLayout:
        font = self._theme.font(self._role, self._weight)
        layout = QTextLayout(words, font)
        option = QTextOption()
        option.setAlignment(self.alignment_flag)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        step = self._theme.line(self._role)
        top = (step - QFontMetricsF(font).height()) / 2
        layout.beginLayout()
        line = layout.createLine()
        while line.isValid():
            line.setLineWidth(max(1, width))
            line.setPosition(QPointF(0, top))
            top += step
            line = layout.createLine()
        layout.endLayout()
        return layout

    def _dress(self) -> None:
        self.setFont(self._theme.font(self._role, self._weight))
        self._layouts.clear()
        self._fit_height()
        self.updateGeometry()
        self.update()


class IconLabel(QLabel):
    """An icon that stands beside text; it is silent for screen readers unless it is given a name."""

    def __init__(self, theme: Theme, name: str, colour: str = "ink2", px: int = 16, spoken: str = "") -> None:
        super().__init__()
        self._theme = theme
        self._name = name
        self._colour = colour
        self._px = px
        self.setAccessibleName(spoken)
        self._dress()
        theme.theme_changed.connect(self._dress)

    def set_icon(self, name: str, colour: str) -> None:
        """Show another icon."""
        self._name = name
        self._colour = colour
        self._dress()

    def _dress(self) -> None:
        self.setPixmap(self._theme.pixmap(self._name, self._colour, self._px))
        side = self._theme.px(self._px)
        self.setFixedSize(side, side)


def buddy(label: QLabel, field: QWidget) -> QLabel:
    """Make the label the field's name, for the eye and for a screen reader."""
    label.setBuddy(field)
    field.setAccessibleName(label.text())
    return label
