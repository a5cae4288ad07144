"""The bar at the head of the window: whose work this is, where one can go, whether all is saved, and looks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPen
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QWidget

from dd_panel.text import SOURCE_LANGUAGE, _
from dd_panel.ui.save_state import SaveState
from dd_panel.ui.widgets.buttons import Button
from dd_panel.ui.widgets.frames import Rule
from dd_panel.ui.widgets.labels import ElidedLabel, IconLabel, Label
from dd_panel.ui.widgets.layouts import column, row
from dd_panel.ui.widgets.menus import add_choices, menu_of
from dd_panel.ui.widgets.painting import Ink, smooth_painter, text_room

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtGui import QAction, QPaintEvent, QResizeEvent

    from dd_panel.ui.theme import Theme

LOGO: Final = 32
LANGUAGES: Final = ((SOURCE_LANGUAGE, "English"), ("cy", "Cymraeg (drafft)"))
"""Each by its own name, as whoever looks for it may read no other."""
PLACE_WIDTH: Final = 300
FIXED: Final = 204  # mark, icon buttons and the gaps between them
GAPS: Final = 28  # beside the names of programme and place, where they are shown
STATE: Final = 112  # the save state with a time of day


class Logo(QWidget):
    """The programme's mark: the letters d and p, back to back."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._dress()
        theme.theme_changed.connect(self._dress)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = smooth_painter(self)
        unit = self.width() / LOGO
        Ink(painter, self._theme).box(QRectF(self.rect()), 7 * unit, "accent")
        pen = QPen(self._theme.colour("onAccent"), 2.6 * unit)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for centre, stem in ((QPointF(10.3, 18.5), (14.3, 9.0, 22.5)), (QPointF(21.7, 13.5), (17.7, 9.5, 23.0))):
            painter.drawEllipse(centre * unit, 4 * unit, 4 * unit)
            x, top, bottom = stem
            painter.drawLine(QPointF(x, top) * unit, QPointF(x, bottom) * unit)
        painter.end()

    def _dress(self) -> None:
        side = self._theme.px(LOGO)
        self.setFixedSize(side, side)
        self.update()


class AppBar(QWidget):
    """Shows the programme, the place (round and person), one button for each screen, and the save state.

    Screens whose names find no room, as in large text, stand in a menu behind the others; the one in sight never does.
    """

    destination_chosen = Signal(str)
    mode_chosen = Signal(str)
    text_scale_chosen = Signal(float)
    language_chosen = Signal(str)
    help_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.language = SOURCE_LANGUAGE
        self._destinations: dict[str, Button] = {}
        self._here = ""
        self._nav = QHBoxLayout()
        self._nav.setSpacing(4)
        self.more_button = Button(theme, _("More"), "nav", icon="down", name=_("More screens"))
        self._place = ElidedLabel(theme, "", "caption", "ink3")
        self.save_state = SaveState(theme)
        self._divider = Rule(theme, "standing", 24)
        self.text_size_button = Button(theme, kind="icon", icon="text", name=_("Text size and language"))
        self.theme_button = Button(theme, kind="icon", icon="moon", name=_("Light or dark"))
        self.help_button = Button(theme, kind="icon", icon="help", name=_("Help and all keys (F1)"))
        self._offline = Label(theme, _("Works offline"), "dense", "ink2")
        self._programme = Label(theme, _("Delivering Differently"), weight=600)
        self._names = QWidget()
        self._arrange()
        for button in (self.text_size_button, self.theme_button, self.help_button):
            button.leave_keyboard()
        self.more_button.clicked.connect(self._on_more_clicked)
        self.text_size_button.clicked.connect(self._on_text_size_clicked)
        self.theme_button.clicked.connect(self._on_theme_clicked)
        self.help_button.clicked.connect(self.help_asked)
        self.setAccessibleName(_("App bar"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._dress()
        theme.theme_changed.connect(self._dress)

    def set_place(self, words: str) -> None:
        """Say which round and person this is, below the programme's name."""
        self._place.setText(words)
        self._fit(self.width())

    def set_destinations(self, destinations: Sequence[tuple[str, str]]) -> None:
        """Offer these screens, as (key, words); Alt+1 … Alt+9 go there too."""
        for button in self._destinations.values():
            self._nav.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._destinations = {}
        self._here = ""
        for at, (key, words) in enumerate(destinations, start=1):
            button = Button(self._theme, words, "nav")
            button.setCheckable(True)
            button.setToolTip(_("{screen} (Alt+{number})").format(screen=words, number=at))
            button.setAccessibleDescription(_("Screen {number}, Alt+{number}").format(number=at))
            button.setProperty("key", key)
            button.clicked.connect(self._on_destination_clicked)
            self._nav.addWidget(button)
            self._destinations[key] = button
        self._fit(self.width())

    def show_destination(self, key: str) -> None:
        """Mark the screen that is shown."""
        self._here = key
        for known, button in self._destinations.items():
            button.setChecked(known == key)
            button.updateGeometry()
        self._fit(self.width())

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self._theme.length("app_bar"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit(event.size().width())

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:  # the save state needs more room, or less
            self._fit(self.width())
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = smooth_painter(self)
        painter.fillRect(self.rect(), self._theme.colour("surface"))
        painter.fillRect(QRectF(0, self.height() - 1, self.width(), 1), self._theme.colour("line"))
        painter.end()

    def _arrange(self) -> None:
        theme = self._theme
        self._names.setLayout(column(None, self._programme, self._place, None, gap=0))
        looks = row(self.text_size_button, self.theme_button, self.help_button, gap=4)
        icon = IconLabel(theme, "offline", "ink2", 16, spoken=_("Works offline"))
        icon.setToolTip(_("Works offline"))
        offline = row(icon, self._offline, gap=4)
        state = row(self.save_state, self._divider, offline, 8, looks, gap=8)
        screens = row(self._nav, self.more_button, gap=4)
        bar = row(Logo(theme), 4, self._names, 16, screens, None, state, gap=4, margins=(16, 0, 12, 1))
        self.setLayout(bar)

    def _dress(self) -> None:
        self.setFixedHeight(self._theme.length("app_bar"))
        self.theme_button.set_icon("sun" if self._theme.is_dark else "moon")
        self._fit(self.width())

    def _fit(self, width: int) -> None:
        """Leave out words that can be spared where the screens' names need the room, the least needed first."""
        theme = self._theme
        place = max(text_room(theme, self._place.text(), ("caption", None)), self._programme.sizeHint().width())
        names = min(place + 4, theme.px(PLACE_WIDTH))
        offline = self._offline.sizeHint().width()
        room = width - theme.px(FIXED) - self._state_room()
        wanted = {key: button.sizeHint().width() + 4 for key, button in self._destinations.items()}
        spare = room - sum(wanted.values())
        beside = names + theme.px(GAPS)
        self._offline.setVisible(spare >= beside + offline)
        self._names.setVisible(spare >= beside)
        self._place.setMinimumWidth(names)
        shown = set(wanted) if spare >= 0 else self._first_that_fit(wanted, room)
        for key, button in self._destinations.items():
            button.setVisible(key in shown)
        self.more_button.setVisible(len(shown) < len(wanted))

    def _state_room(self) -> int:
        """What the save state gets at least: a long sentence is shortened before a screen is put away.

        Why something is not saved is read whole: what is put away for it is found in the menu.
        """
        state = self.save_state
        if state.isHidden():
            return 0
        if state.in_trouble:
            return state.sizeHint().width()
        return max(min(self._theme.px(STATE), state.sizeHint().width()), state.minimumSizeHint().width())

    def _first_that_fit(self, wanted: Mapping[str, int], room: int) -> set[str]:
        """The screen in sight, and of the others as many from the first as find room beside it."""
        room -= self.more_button.sizeHint().width() + 4 + wanted.get(self._here, 0)
        shown = {self._here} & set(wanted)
        for key, wide in wanted.items():
            if key not in shown:
                room -= wide
                if room < 0:
                    break
                shown.add(key)
        return shown

    def _on_destination_clicked(self) -> None:
        sender = self.sender()
        if isinstance(sender, Button):
            sender.setChecked(True)
            self.destination_chosen.emit(sender.property("key"))

    def _on_more_clicked(self) -> None:
        menu = menu_of(self.more_button)
        for at, (key, button) in enumerate(self._destinations.items(), start=1):
            if button.isHidden():
                # Behind the tab a menu shows which keys do the same.
                menu.addAction(f"{button.text()}\tAlt+{at}").setData(key)
        menu.triggered.connect(lambda action: self.destination_chosen.emit(action.data()))
        self._drop(menu, self.more_button)

    def _on_text_size_clicked(self) -> None:
        scales = self._theme.tokens.text_scales
        menu = menu_of(self.text_size_button)
        sizes = [(scale, _("{percent}%").format(percent=round(scale * 100))) for scale in scales]
        add_choices(menu, sizes, self._theme.text_scale)
        menu.addSeparator()
        add_choices(menu, LANGUAGES, self.language)
        menu.triggered.connect(self._on_text_chosen)
        self._drop(menu, self.text_size_button)

    def _on_text_chosen(self, action: QAction) -> None:
        if isinstance(action.data(), str):
            self.language_chosen.emit(action.data())
        else:
            self.text_scale_chosen.emit(action.data())

    def _on_theme_clicked(self) -> None:
        choices = [("system", _("As the system")), ("light", _("Light")), ("dark", _("Dark"))]
        menu = menu_of(self.theme_button)
        add_choices(menu, choices, self._theme.mode)
        menu.triggered.connect(lambda action: self.mode_chosen.emit(action.data()))
        self._drop(menu, self.theme_button)

    def _drop(self, menu: QMenu, button: Button) -> None:
        """Open the menu below its button, its right edge below the button's."""
        corner = button.mapToGlobal(button.rect().bottomRight())
        corner.setX(corner.x() - menu.sizeHint().width())
        menu.popup(corner)
