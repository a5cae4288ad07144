"""The style sheet for Qt's own widgets. It names no font: a font size here would take the figures' equal width away."""

from __future__ import annotations

from string import Template
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_SHEET: Final = Template("""
* { outline: 0; }
QToolTip { background: $ink; color: $surface; border: 1px solid $ink; padding: 4px 8px; }
QDialog { background: $canvas; }
.QPushButton { background: $surface; color: $ink; border: 1px solid $control; border-radius: 6px;
    padding: 0 12px; min-height: ${button}px; }
.QPushButton:hover { background: $sunken; }
.QPushButton:default { background: $accent; color: $onAccent; border-color: $accent; }
.QPushButton:default:hover { background: $accentHover; }
.QPushButton:disabled { background: $sunken; color: $ink3; border-color: $line; }
QLineEdit, QPlainTextEdit, QTextEdit, QAbstractSpinBox, QComboBox { background: $surface; color: $ink;
    border: 1px solid $control; border-radius: 6px; padding: 0 8px; placeholder-text-color: $ink3;
    selection-background-color: $accent; selection-color: $onAccent; }
QLineEdit, QAbstractSpinBox, QComboBox { min-height: ${input}px; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { width: 0; border: none; }
QAbstractSpinBox > QLineEdit { border: none; padding: 0; min-height: 0; background: transparent; }
QPlainTextEdit, QTextEdit { padding: 4px 6px; }
QLineEdit:disabled, QPlainTextEdit:disabled, QPlainTextEdit[readOnly="true"], QComboBox:disabled {
    background: $sunken; color: $ink2; border-color: $line; }
QPlainTextEdit[tone="warn"], QLineEdit[tone="warn"] { border: 2px solid $warn; }
QLineEdit[tone="bad"] { border: 2px solid $bad; }
QTextBrowser { background: transparent; border: none; padding: 0; }
QComboBox::drop-down { border: none; width: 24px; }
QComboBox::down-arrow { width: 0; height: 0; }
.QCheckBox, .QRadioButton { spacing: 8px; min-height: ${target}px; }
.QCheckBox::indicator, .QRadioButton::indicator { width: ${box}px; height: ${box}px; background: $surface;
    border: 1px solid $control; border-radius: 4px; }
.QRadioButton::indicator { border-radius: ${half_box}px; }
.QCheckBox::indicator:checked, .QRadioButton::indicator:checked { background: $accent; border-color: $accent; }
QAbstractItemView { background: $surface; border: none; gridline-color: $line;
    selection-background-color: $accentSoft; selection-color: $ink; }
QHeaderView { background: $surface; border: none; }
QHeaderView::section { background: $surface; color: $ink2; border: none; border-bottom: 1px solid $control;
    padding: 0 8px; }
QTableCornerButton::section { background: $surface; border: none; border-bottom: 1px solid $control; }
QMenu { background: $raised; color: $ink; border: 1px solid $control; padding: 4px; }
QMenu::item { padding: 0 32px 0 12px; min-height: ${target}px; border-radius: 4px; }
QMenu::item:selected { background: $accentSoft; color: $ink; }
QMenu::item:disabled { color: $ink3; }
QMenu::separator { height: 1px; background: $line; margin: 4px 8px; }
QMenu::indicator { width: 14px; height: 14px; left: 8px; border-radius: 7px; }
QMenu::indicator:checked { background: $accent; }
QScrollArea { background: transparent; border: none; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle:vertical { background: $control; border-radius: 3px; min-height: 32px; margin: 2px 3px; }
QScrollBar::handle:horizontal { background: $control; border-radius: 3px; min-width: 32px; margin: 3px 2px; }
QScrollBar::handle:hover { background: $ink3; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QAbstractScrollArea::corner { background: transparent; border: none; }
QSplitter::handle { background: $line; }
QSplitter::handle:hover { background: $control; }
QSplitter::handle:horizontal { width: 1px; }
QSplitter::handle:vertical { height: 1px; }
QProgressBar { background: $neutralSoft; border: none; border-radius: 4px; max-height: 8px; color: transparent; }
QProgressBar::chunk { background: $accent; border-radius: 4px; }
""")
BORDERS: Final = 2


def stylesheet(colours: Mapping[str, str], length: Callable[[str], int], box: int) -> str:
    """Write the style sheet: colours as `#rrggbb` by name, the design's named sizes and a tick box's in pixels."""
    return _SHEET.substitute(
        colours,
        button=length("button") - BORDERS,
        input=length("input") - BORDERS,
        target=length("minimum_target"),
        box=box,
        half_box=box // 2,
    )
