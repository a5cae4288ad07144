"""The app's icons: a 24-unit outline each, drawn in any colour at any pixel size."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

if TYPE_CHECKING:
    from collections.abc import Mapping

STROKE: Final = 1.9

# "COL" stands for the colour the icon is drawn in.
SHAPES: Final[Mapping[str, str]] = {
    "alert": '<path d="M12 3.5L2.5 20h19z"/><path d="M12 10v4.5M12 17.2v.3"/>',
    "book": '<path d="M12 6.5C10 5 7 4.5 3.5 4.500V18c3.5 0 6.5.5 8.5 2 2-1.5 5-2 8.5-2V4.5'
    'C17 4.5 14 5 12 6.500zM12 6.500V20"/>',
    "check": '<path d="M5 12.5l4.5 4.5L19 7.5"/>',
    "check-circle": '<circle cx="12" cy="12" r="9"/><path d="M8 12.3l2.8 2.8L16 9.6"/>',
    "circle": '<circle cx="12" cy="12" r="8.5"/>',
    "clock": '<circle cx="12" cy="12" r="9"/><path d="M12 6.8V12l3.6 2.2"/>',
    "copy": '<path d="M8.5 8.500H20V20H8.500z"/><path d="M15.5 5.500V4H4v11.500h1.5"/>',
    "door": '<path d="M5 21h14M7 21V3.500h10V21M13.5 12v.5"/>',
    "down": '<path d="M6 9.500l6 6 6-6"/>',
    "export": '<path d="M12 15V3.500M7.8 7.500L12 3.300l4.2 4.200M4 14v6h16v-6"/>',
    "file": '<path d="M6 3h8l4.5 4.500V21H6z"/><path d="M14 3v4.500h4.5"/>',
    "flag": '<path d="M5.5 21V4h12l-2.5 4.2 2.5 4.300h-12"/>',
    "folder": '<path d="M3 6.500h6l2 2.500h10v10.500H3z"/>',
    "gavel": '<path d="M4 20h9M10 8l6 6M13 5l6 6M11.5 9.500L4.5 16.5"/>',
    "grip": '<path d="M9 6v.2M9 12v.2M9 18v.2M15 6v.2M15 12v.2M15 18v.2"/>',
    "half": '<circle cx="12" cy="12" r="8.5"/><path d="M12 3.5a8.5 8.5 0 0 1 0 17z" fill="COL"/>',
    "help": '<circle cx="12" cy="12" r="9"/>'
    '<path d="M9.3 9.500a2.8 2.8 0 1 1 3.9 2.600c-.8.4-1.2.9-1.2 1.900M12 17v.3"/>',
    "inbox": '<path d="M3.5 13.500V19h17v-5.5"/><path d="M12 4v10M7.8 10l4.2 4.2 4.2-4.2"/>',
    "info": '<circle cx="12" cy="12" r="9"/><path d="M12 11v5.500M12 7.600v.3"/>',
    "keyboard": '<path d="M2.5 6.500h19v11h-19zM8 14.300h8"/>'
    '<path d="M6.5 10.300v.2M10.2 10.300v.2M13.8 10.300v.2M17.5 10.300v.2"/>',
    "left": '<path d="M14.5 6l-6 6 6 6"/>',
    "list": '<path d="M9 6h11M9 12h11M9 18h11M4.5 6v.2M4.5 12v.2M4.5 18v.2"/>',
    "lock": '<path d="M5.5 11h13v9.500h-13zM8.5 11V7.500a3.5 3.5 0 0 1 7 0V11"/>',
    "marker": '<path d="M4 20h7M8 16l8.5-11 3.5 2.800L12 19H8z"/>',
    "minus": '<path d="M6 12h12"/>',
    "moon": '<path d="M20 14.500A8.5 8.5 0 0 1 9.5 4 8.5 8.5 0 1 0 20 14.500z"/>',
    "note": '<path d="M5 4h14v11l-5 5H5z"/><path d="M14 20v-5h5"/>',
    "offline": '<path d="M3 3l18 18M5 12.500a10 10 0 0 1 4.5-2.600M15.5 10.400A10 10 0 0 1 19 12.5'
    'M8.5 16a5 5 0 0 1 6 -.600M12 19.500v.3"/>',
    "pack": '<path d="M4 7.500l8-4 8 4v9l-8 4-8-4z"/><path d="M4 7.500l8 4 8-4M12 11.500v9"/>',
    "play": '<path d="M7.5 5l11 7-11 7z"/>',
    "plus": '<path d="M12 5v14M5 12h14"/>',
    "refresh": '<path d="M4 12a8 8 0 0 1 13.8-5.500L20 8.500M20 4v4.500h-4.5'
    'M20 12a8 8 0 0 1-13.8 5.500L4 15.500M4 20v-4.500h4.5"/>',
    "right": '<path d="M9.5 6l6 6-6 6"/>',
    "save": '<path d="M4 4h13l3 3v13H4z"/><path d="M8 4v5h7V4M7.5 20v-6.500h9V20"/>',
    "scales": '<path d="M12 4v16M7 20h10M5 7h14M5 7l-2.5 6.500h5zM19 7l-2.5 6.500h5z"/>',
    "search": '<circle cx="10.5" cy="10.5" r="6.5"/><path d="M15.5 15.500L20.5 20.5"/>',
    "search-all": '<path d="M3 5.500h11M3 11h4.5M3 16.500h4.5"/><circle cx="14.5" cy="13" r="4.500"/>'
    '<path d="M17.8 16.300L21.5 20"/>',
    "sheet": '<path d="M4 4h16v16H4zM4 9.500h16M4 14.800h16M10 4v16"/>',
    "slash": '<circle cx="12" cy="12" r="9"/><path d="M5.8 5.800l12.4 12.4"/>',
    "star": '<path d="M12 3.500l2.6 5.5 6 .8-4.4 4.1 1.1 6L12 17l-5.3 2.9 1.1-6L3.4 9.800l6-.8z" fill="COL"/>',
    "sun": '<circle cx="12" cy="12" r="4"/><path d="M12 2.500v2.500M12 19v2.500M2.5 12H5M19 12h2.5'
    'M5.3 5.300l1.8 1.800M16.9 16.900l1.8 1.800M5.3 18.700l1.8-1.800M16.9 7.100l1.8-1.8"/>',
    "text": '<path d="M3 18L8 6l5 12M4.8 14h6.400M15 18l3-7.5 3 7.500M16 15.500h4"/>',
    "undo": '<path d="M8.5 4.500L4 9l4.5 4.5"/><path d="M4 9h10a6 6 0 0 1 0 12h-3"/>',
    "up": '<path d="M6 14.500l6-6 6 6"/>',
    "users": '<circle cx="9" cy="8" r="3.5"/>'
    '<path d="M2.5 20c.5-4 3-6 6.5-6s6 2 6.5 6'
    'M16 5a3.3 3.3 0 0 1 0 6.300M18 14.500c2 .8 3.2 2.6 3.5 5.5"/>',
    "wand": '<path d="M4 20L15 9M17.5 2.500v4M15.5 4.500h4M20 11v3M18.5 12.500h3M10 4v3M8.5 5.500h3"/>',
    "x": '<path d="M6 6l12 12M18 6L6 18"/>',
}


def icon_pixmap(name: str, colour: str, px: int, ratio: float) -> QPixmap:
    """Draw one icon: `colour` as `#RRGGBB`, `px` its side on screen, `ratio` the screen's device pixel ratio.

    Raises:
        KeyError: there is no icon of that name.
    """
    body = SHAPES[name].replace("COL", colour)
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="{colour}" '
        f'stroke-width="{STROKE}" stroke-linecap="round" stroke-linejoin="round">{body}</svg>'
    )
    side = round(px * ratio)
    pixmap = QPixmap(side, side)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(0, 0, side, side))
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap
