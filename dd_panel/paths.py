"""Finds the files the app ships: fonts, design values, templates, help and the example round."""

from __future__ import annotations

import sys
from pathlib import Path


def resources() -> Path:
    """Return the folder with the files the app ships, wherever the app runs from.

    Three places are tried: a frozen bundle, an installed wheel (`dd_panel/resources`) and a checkout (`resources`
    beside the package).

    Raises:
        FileNotFoundError: the installation is incomplete.
    """
    package = Path(__file__).resolve().parent
    places = [package / "resources", package.parent / "resources"]
    bundle = getattr(sys, "_MEIPASS", None)
    if bundle is not None:
        places = [Path(bundle) / "dd_panel" / "resources", Path(bundle) / "resources", *places]
    for place in places:
        if (place / "design" / "tokens.json").is_file():
            return place
    looked = ", ".join(str(place) for place in places)
    message = f"the app's own files are missing; looked in {looked}"
    raise FileNotFoundError(message)
