"""The design's values (colours, type, sizes), read once from one file."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

USUAL_WIDTH = "1440"
COMPACT_WIDTH = "1280"


@dataclass(frozen=True, slots=True)
class TypeStyle:
    """One of the few text sizes: pixels, line height in pixels, weight."""

    px: int
    line: int
    weight: int


@dataclass(frozen=True, slots=True)
class StatusStyle:
    """How a status looks: an icon and two colours by name. Its words are in `widgets.pills`."""

    icon: str
    colour: str
    background: str


@dataclass(frozen=True, slots=True)
class Tokens:
    """All values of the design, both colour themes together. Lengths are pixels at usual text size."""

    colours: Mapping[str, Mapping[str, str]]
    families: tuple[str, ...]
    styles: Mapping[str, TypeStyle]
    text_scales: tuple[float, ...]
    lengths: Mapping[str, int]
    radii: Mapping[str, int]
    panes: Mapping[str, Mapping[str, int]]
    compact_panes: Mapping[str, Mapping[str, int]]
    compact_below: tuple[int, int]
    statuses: Mapping[str, StatusStyle]
    expand_ms: int


def load_tokens(path: Path) -> Tokens:
    """Read the design's values from `resources/design/tokens.json`."""
    raw: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    letters = raw["type"]
    below = raw["panes"]["compact_below"]
    return Tokens(
        colours={
            name: {colour: entry["value"] for colour, entry in theme["colours"].items()}
            for name, theme in raw["themes"].items()
        },
        families=(letters["family"], *letters["fallback"]),
        styles={name: TypeStyle(**style) for name, style in letters["styles"].items()},
        text_scales=tuple(letters["text_scale"]),
        lengths={name: value for name, value in raw["sizes"].items() if isinstance(value, int)},
        radii=raw["radii"],
        panes=_panes(raw["panes"], USUAL_WIDTH),
        compact_panes=_panes(raw["panes"], COMPACT_WIDTH),
        compact_below=(below["width"], below["height"]),
        statuses={
            key: StatusStyle(entry["icon"], entry["colour"], entry["background"])
            for key, entry in raw["status"].items()
        },
        expand_ms=raw["motion"]["expand_ms"],
    )


def _panes(raw: Mapping[str, Any], width: str) -> dict[str, dict[str, int]]:
    """Return pane → part → width; a pane without parts has the one part "width"."""
    panes: dict[str, dict[str, int]] = {}
    for name, by_width in raw.items():
        if width in by_width:
            value = by_width[width]
            parts = value if isinstance(value, dict) else {"width": value}
            panes[name] = {part: px for part, px in parts.items() if isinstance(px, int)}
    return panes
