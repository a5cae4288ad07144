"""The look of the window: colours one can read, figures of equal width, text sizes, light and dark."""

from __future__ import annotations

import json

import pytest
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPalette
from PySide6.QtWidgets import QApplication, QLabel

from dd_panel.paths import resources
from dd_panel.ui.contrast import contrast, system_colours
from dd_panel.ui.icons import SHAPES
from dd_panel.ui.settings import Mode
from dd_panel.ui.theme import Theme
from dd_panel.ui.tokens import Tokens
from dd_panel.ui.widgets.pills import status_words


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_every_pair_of_colours_the_design_names_can_be_read(tokens: Tokens, mode: Mode) -> None:
    theme = Theme(tokens, mode)
    raw = json.loads((resources() / "design" / "tokens.json").read_text(encoding="utf-8"))
    for pair in raw["themes"][mode]["contrast"]:
        assert contrast(theme.colour(pair["text"]), theme.colour(pair["on"])) >= pair["needs"] - 0.005, pair


def test_figures_have_equal_width_in_every_role(theme: Theme) -> None:
    for role in theme.tokens.styles:
        metrics = QFontMetricsF(theme.font(role))
        widths = [metrics.horizontalAdvance(figure * 8) for figure in "0123456789"]
        assert max(widths) - min(widths) < 0.5, role


def test_the_shipped_letters_are_used(theme: Theme) -> None:
    from PySide6.QtGui import QFontInfo

    assert QFontInfo(theme.font("body")).family().startswith("Inter")


def test_text_grows_in_the_designs_steps_and_stops_at_both_ends(theme: Theme) -> None:
    seen = []
    for _step in range(6):
        theme.step_text_scale(1)
        seen.append(theme.text_scale)
    assert seen == [1.15, 1.3, 1.5, 2.0, 2.0, 2.0]
    theme.step_text_scale(-9)
    assert theme.text_scale == 1.0


def test_a_change_of_text_size_reaches_fonts_lengths_and_plain_widgets(theme: Theme, dressed_app: QApplication) -> None:
    plain = QLabel("Plain")
    changes: list[float] = []
    theme.theme_changed.connect(lambda: changes.append(theme.text_scale))
    theme.set_text_scale(1.5)
    assert changes == [1.5]
    assert theme.font("body").pixelSize() == 21
    assert theme.length("button") == 54
    assert dressed_app.font().pixelSize() == 21
    plain.ensurePolished()
    assert plain.font().pixelSize() == 21
    theme.set_text_scale(1.5)
    assert changes == [1.5]


def test_dark_changes_every_colour_qt_draws_by_itself(theme: Theme, dressed_app: QApplication) -> None:
    light = dressed_app.palette().color(QPalette.ColorRole.Base).name()
    theme.set_mode("dark")
    assert dressed_app.palette().color(QPalette.ColorRole.Base).name() == theme.hex("surface") != light
    assert theme.is_dark


def test_the_system_decides_where_nobody_has_chosen(tokens: Tokens, dressed_app: QApplication) -> None:
    theme = Theme(tokens, "system")
    theme.install(dressed_app)
    assert not theme.is_dark
    changes: list[bool] = []
    theme.theme_changed.connect(lambda: changes.append(theme.is_dark))
    dressed_app.styleHints().colorSchemeChanged.emit(dressed_app.styleHints().colorScheme())
    assert changes == [False]


def test_the_style_sheet_may_wait_until_a_window_is_put_together(tokens: Tokens, dressed_app: QApplication) -> None:
    theme = Theme(tokens, "light")
    dressed_app.setStyleSheet("")
    theme.install(dressed_app, starting=True)
    theme.set_mode("dark")
    assert dressed_app.styleSheet() == ""
    assert dressed_app.palette().color(QPalette.ColorRole.Base).name() == theme.hex("surface")
    theme.put_on_sheet()
    assert dressed_app.styleSheet() == theme.style_sheet()
    theme.set_mode("light")
    theme.put_on_sheet()
    assert dressed_app.styleSheet() == theme.style_sheet()


@pytest.mark.parametrize("scale", [1.0, 1.15, 1.3, 1.5, 2.0])
@pytest.mark.parametrize("mode", ["light", "dark"])
def test_the_style_sheet_is_complete_and_names_no_font(tokens: Tokens, mode: Mode, scale: float) -> None:
    sheet = Theme(tokens, mode, scale).style_sheet()
    assert "$" not in sheet
    assert "font" not in sheet
    assert sheet.count("{") == sheet.count("}")


def test_a_small_window_gets_compact_panes(theme: Theme) -> None:
    changes: list[bool] = []
    theme.compact_changed.connect(lambda: changes.append(theme.compact))
    usual = theme.pane("desk", "list")
    theme.set_window_size(1280, 720)
    assert theme.pane("desk", "list") < usual
    assert theme.pane("my_scores_side") == 376
    theme.set_window_size(1399, 900)
    theme.set_window_size(1440, 900)
    assert changes == [True, False]


@pytest.mark.parametrize("levels", [2, 3, 5, 6, 11])
def test_scores_go_from_the_lightest_shade_to_the_strongest_on_any_scale(theme: Theme, levels: int) -> None:
    fills = [theme.score_colours(level, levels)[0] for level in range(levels)]
    assert fills[0] == "s0"
    assert fills[-1] == "s5"
    assert fills == sorted(fills)


def test_a_scale_of_one_level_has_a_colour(theme: Theme) -> None:
    assert theme.score_colours(0, 1) == ("s0", "t0")


def test_every_icon_draws_something_and_every_status_has_icon_and_words(theme: Theme) -> None:
    for name in SHAPES:
        image = theme.pixmap(name, "ink", 24).toImage()
        drawn = any(image.pixelColor(x, y).alpha() for x in range(24) for y in range(24))
        assert drawn, name
    for key, status in theme.tokens.statuses.items():
        assert status.icon in SHAPES
        assert status_words(key)


def test_headings_are_set_a_little_tighter(theme: Theme) -> None:
    assert theme.font("display").letterSpacingType() == QFont.SpacingType.PercentageSpacing
    assert theme.font("body").letterSpacing() == 0


@pytest.mark.parametrize(
    ("ground", "text", "selected"), [("#000000", "#ffffff", "#1aebff"), ("#ffffff", "#000000", "#37006e")]
)
def test_high_contrast_is_made_of_the_systems_own_colours(
    tokens: Tokens, ground: str, text: str, selected: str
) -> None:
    palette = QPalette(QColor(ground))
    palette.setColor(QPalette.ColorRole.Window, QColor(ground))
    palette.setColor(QPalette.ColorRole.WindowText, QColor(text))
    palette.setColor(QPalette.ColorRole.Highlight, QColor(selected))
    colours = system_colours(tokens.colours["light"], palette)
    raw = json.loads((resources() / "design" / "tokens.json").read_text(encoding="utf-8"))
    pairs = [(pair["text"], pair["on"]) for pair in raw["themes"]["light"]["contrast"]]
    weak = [pair for pair in pairs if contrast(colours[pair[0]], colours[pair[1]]) < 4.5]
    assert colours.keys() == tokens.colours["light"].keys()
    assert weak == []
    assert (colours["ink"].name(), colours["surface"].name(), colours["focus"].name()) == (text, ground, selected)
    assert len({colours[name].name() for name in ("surface", "highlight", "find", "findNow")}) == 4


def test_a_selection_that_cannot_be_seen_is_no_ring(tokens: Tokens) -> None:
    palette = QPalette()
    for role, colour in (("Window", "#000000"), ("WindowText", "#ffffff"), ("Highlight", "#101010")):
        palette.setColor(QPalette.ColorRole[role], QColor(colour))
    assert system_colours(tokens.colours["dark"], palette)["focus"].name() == "#ffffff"
