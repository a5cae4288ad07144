"""How the app looks: one set of design values makes every colour, font, length and the style sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QIcon, QPalette, QPixmap

from dd_panel.ui import contrast as high_contrast
from dd_panel.ui.icons import icon_pixmap
from dd_panel.ui.stylesheet import stylesheet

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QApplication

    from dd_panel.ui.settings import Mode
    from dd_panel.ui.tokens import StatusStyle, Tokens

STYLE: Final = "Fusion"
"""Qt's own style that ours stands upon, the same on every system."""

SCORE_SHADES: Final = 6
LARGE_PX: Final = 20
LARGE_TEXT: Final = 1.5
WEIGHTS: Final = {
    400: QFont.Weight.Normal,
    500: QFont.Weight.Medium,
    600: QFont.Weight.DemiBold,
    700: QFont.Weight.Bold,
}
PALETTE: Final = {
    QPalette.ColorRole.Window: "canvas",
    QPalette.ColorRole.Base: "surface",
    QPalette.ColorRole.AlternateBase: "sunken",
    QPalette.ColorRole.Text: "ink",
    QPalette.ColorRole.WindowText: "ink",
    QPalette.ColorRole.Button: "surface",
    QPalette.ColorRole.ButtonText: "ink",
    QPalette.ColorRole.BrightText: "onAccent",
    QPalette.ColorRole.ToolTipBase: "ink",
    QPalette.ColorRole.ToolTipText: "surface",
    QPalette.ColorRole.Highlight: "accent",
    QPalette.ColorRole.HighlightedText: "onAccent",
    QPalette.ColorRole.PlaceholderText: "ink3",
    QPalette.ColorRole.Link: "accent",
    QPalette.ColorRole.LinkVisited: "accent",
    QPalette.ColorRole.Accent: "accent",
    QPalette.ColorRole.Light: "surface",
    QPalette.ColorRole.Midlight: "sunken",
    QPalette.ColorRole.Mid: "line",
    QPalette.ColorRole.Dark: "control",
    QPalette.ColorRole.Shadow: "line",
}


def load_fonts(folder: Path) -> None:
    """Make the shipped letters available; the slanted and the heavy cut come when rich text first needs them."""
    for cut in ("Regular", "Medium", "SemiBold"):
        QFontDatabase.addApplicationFont(str(folder / f"Inter-{cut}.otf"))


def load_rich_text_fonts(folder: Path) -> None:
    """Make the slanted and the heavy cut available, for formatted text from attachments."""
    for cut in ("Italic", "Bold"):
        QFontDatabase.addApplicationFont(str(folder / f"Inter-{cut}.otf"))


class Theme(QObject):
    """Answers every question about looks: colours, fonts, lengths, icons.

    It is handed to each widget's constructor. `theme_changed` follows any change of colours or text size; widgets then
    take their fonts and lengths afresh. `compact_changed` follows a change between usual and compact layout. Where the
    system asks for high contrast, its own colours take the place of the design's.
    """

    theme_changed = Signal()
    compact_changed = Signal()

    def __init__(self, tokens: Tokens, mode: Mode = "system", text_scale: float = 1.0) -> None:
        super().__init__()
        self.tokens: Final = tokens
        self._mode: Mode = mode
        self._text_scale = text_scale
        self._compact = False
        self._app: QApplication | None = None
        self._system: QPalette | None = None
        self._sheet_waits = False
        self._fonts: dict[tuple[str, int, bool], QFont] = {}
        self._pixmaps: dict[tuple[str, str, int, float], QPixmap] = {}
        self._colours: dict[str, QColor] = {}
        self._take_colours()

    def install(self, app: QApplication, *, starting: bool = False) -> None:
        """Dress the whole application, and keep it dressed when the theme or the system's theme changes.

        When `starting`, the application was begun with `STYLE`, and the style sheet waits until `put_on_sheet`: Qt
        works it out anew for everything inside a part that is put into a larger one, so the first screen is sooner put
        together without.
        """
        self._app = app
        self._sheet_waits = starting
        if not starting:
            app.setStyle(STYLE)
        if high_contrast.is_wanted():
            self._take_system()
        self._dress()
        app.styleHints().colorSchemeChanged.connect(self._on_system_scheme_changed)

    def put_on_sheet(self) -> None:
        """Put the style sheet on, if it still waits; before anything is shown."""
        if self._sheet_waits and self._app is not None:
            self._sheet_waits = False
            self._app.setStyleSheet(self.style_sheet())

    # ------------------------------------------------------------- what people choose

    @property
    def mode(self) -> Mode:
        return self._mode

    @property
    def text_scale(self) -> float:
        return self._text_scale

    @property
    def large_text(self) -> bool:
        """Whether letters are so large that there is room for only one pane beside a list."""
        return self._text_scale >= LARGE_TEXT

    @property
    def is_dark(self) -> bool:
        if self._mode == "system":
            return QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
        return self._mode == "dark"

    def set_mode(self, mode: Mode) -> None:
        """Use light or dark colours, or follow the system."""
        if mode != self._mode:
            self._mode = mode
            self._change()

    def set_text_scale(self, scale: float) -> None:
        """Show all text this many times as large as usual."""
        if scale != self._text_scale:
            self._text_scale = scale
            self._change()

    def look_like(self, other: Theme, scale: float) -> None:
        """Take the colours of another theme, and show text this many times as large as usual: for another screen."""
        self._system = other._system
        self._mode = other.mode
        self._text_scale = scale
        self._change()

    def step_text_scale(self, steps: int) -> None:
        """Go up or down the design's steps of text size, stopping at either end."""
        scales = self.tokens.text_scales
        nearest = min(range(len(scales)), key=lambda at: abs(scales[at] - self._text_scale))
        self.set_text_scale(scales[max(0, min(len(scales) - 1, nearest + steps))])

    @property
    def compact(self) -> bool:
        """Whether the window is small, so that panes are narrower and lesser things are left out."""
        return self._compact

    def set_window_size(self, width: int, height: int) -> None:
        """Choose usual or compact layout for a window of this size."""
        below_width, below_height = self.tokens.compact_below
        compact = width < below_width or height < below_height
        if compact != self._compact:
            self._compact = compact
            self.compact_changed.emit()

    # ------------------------------------------------------------------------ answers

    def colour(self, name: str, alpha: float | None = None) -> QColor:
        """Return a colour by the design's name, `alpha` from 0 to 1."""
        if alpha is None:
            return self._colours[name]
        colour = QColor(self._colours[name])
        colour.setAlphaF(alpha)
        return colour

    def hex(self, name: str) -> str:
        """Return a colour as `#rrggbb`."""
        return self._colours[name].name()

    def px(self, length: float) -> int:
        """Return a design length in pixels at the text size in use."""
        return round(length * self._text_scale)

    def length(self, name: str) -> int:
        """Return one of the design's named sizes (`button`, `list_row` …) at the text size in use."""
        return self.px(self.tokens.lengths[name])

    def radius(self, name: str) -> int:
        """Return a corner radius: `small`, `control`, `card` or `pill`."""
        return self.tokens.radii[name]

    def pane(self, name: str, part: str = "width") -> int:
        """Return a side pane's width for the layout in use, such as `pane("desk", "list")`."""
        panes = self.tokens.compact_panes if self._compact else self.tokens.panes
        return self.px(panes[name][part])

    def line(self, role: str) -> int:
        """Return the line height of a text role in pixels."""
        return self.px(self.tokens.styles[role].line)

    def font(self, role: str = "body", weight: int | None = None, *, italic: bool = False) -> QFont:
        """Return the font of a text role (`caption` … `display`), with figures of equal width."""
        style = self.tokens.styles[role]
        key = (role, weight or style.weight, italic)
        font = self._fonts.get(key)
        if font is None:
            px = self.px(style.px)
            font = QFont(list(self.tokens.families))
            font.setPixelSize(px)
            font.setWeight(WEIGHTS[key[1]])
            font.setItalic(italic)
            font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
            font.setFeature(QFont.Tag("tnum"), 1)
            if px >= LARGE_PX:
                font.setLetterSpacing(QFont.SpacingType.PercentageSpacing, 98.5)
            self._fonts[key] = font
        return font

    def pixmap(self, name: str, colour: str = "ink2", px: int = 16) -> QPixmap:
        """Return an icon as a picture; `px` is its side at usual text size."""
        ratio = QGuiApplication.primaryScreen().devicePixelRatio()
        key = (name, self.hex(colour), self.px(px), ratio)
        pixmap = self._pixmaps.get(key)
        if pixmap is None:
            pixmap = icon_pixmap(*key)
            self._pixmaps[key] = pixmap
        return pixmap

    def icon(self, name: str, colour: str = "ink2", px: int = 16) -> QIcon:
        """Return an icon for a Qt widget, with its greyed-out picture."""
        icon = QIcon(self.pixmap(name, colour, px))
        icon.addPixmap(self.pixmap(name, "ink3", px), QIcon.Mode.Disabled)
        return icon

    def status(self, key: str) -> StatusStyle:
        """Return how a status looks, by the design's key (`in_progress` …)."""
        return self.tokens.statuses[key]

    def score_colours(self, level: int, levels: int) -> tuple[str, str]:
        """Return the names of the fill and text colour of a level (0 the worst) on a scale of any length."""
        shade = round(level * (SCORE_SHADES - 1) / max(1, levels - 1))
        return f"s{shade}", f"t{shade}"

    # ------------------------------------------------------------------------ private

    def _change(self) -> None:
        self._take_colours()
        self._dress()
        self.theme_changed.emit()

    def _take_colours(self) -> None:
        values = self.tokens.colours["dark" if self.is_dark else "light"]
        if self._system is not None and high_contrast.is_wanted():
            self._colours = high_contrast.system_colours(values, self._system)
        else:
            self._colours = {name: QColor(value) for name, value in values.items()}
        self._fonts.clear()

    def _dress(self) -> None:
        if self._app is None:
            return
        self._app.setFont(self.font("body"))
        self._app.setPalette(self.palette())
        if not self._sheet_waits:
            self._app.setStyleSheet(self.style_sheet())

    def style_sheet(self) -> str:
        """Return the style sheet for Qt's own widgets, in these colours and at this text size."""
        colours = {name: self.hex(name) for name in self.tokens.colours["light"]}
        return stylesheet(colours, self.length, box=self.px(18))

    def palette(self) -> QPalette:
        """Return the colours for everything Qt draws by itself."""
        palette = QPalette()
        for role, name in PALETTE.items():
            palette.setColor(role, self.colour(name))
        for role in (QPalette.ColorRole.Text, QPalette.ColorRole.WindowText, QPalette.ColorRole.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, role, self.colour("ink3"))
        return palette

    def _take_system(self) -> None:
        """Ask for the system's own palette, which the application has as long as it has none of its own."""
        if self._app is not None:
            self._app.setPalette(QPalette())
            self._system = self._app.palette()
            self._take_colours()

    def _on_system_scheme_changed(self, _scheme: Qt.ColorScheme) -> None:
        # Systems change their scheme with their contrast; Qt's own signal of the latter can't be listened to twice.
        contrast = high_contrast.is_wanted()
        if contrast or self._system is not None:
            self._take_system()
        if self._mode == "system" or contrast or self._system is not None:
            self._change()
