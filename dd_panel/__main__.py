"""The program `dd-panel`: a window without a command or with a file, the command line with one."""

from __future__ import annotations

import gc
import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from dd_panel.text import _

if TYPE_CHECKING:
    from collections.abc import Sequence

REFUSED = 2
_COMMAND = re.compile(r"[a-z]+(-[a-z]+)*")


def main(arguments: Sequence[str] | None = None) -> int:
    """Open the window, or do what a command says; returns the exit code."""
    _open_closed_streams()
    words = list(sys.argv[1:] if arguments is None else arguments)
    if wants_window(words):
        return _open_window([Path(word) for word in words])
    if _names_no_file(words):
        return _refuse(
            _("There is no file {name}.").format(name=words[0]),
            _("Check the name and the folder; dd-panel --help lists the commands."),
        )
    from dd_panel.cli import main as command_line

    return command_line(words)


def wants_window(words: Sequence[str]) -> bool:
    """Whether these arguments ask for the window: none at all, or one file that is there and no command's name."""
    if not words:
        return True
    return len(words) == 1 and not _COMMAND.fullmatch(words[0]) and Path(words[0]).is_file()


def _names_no_file(words: Sequence[str]) -> bool:
    """Whether the one argument is neither an option nor spelt like a command, so that a file must have been meant."""
    return len(words) == 1 and not words[0].startswith("-") and not _COMMAND.fullmatch(words[0])


def _open_closed_streams() -> None:
    """Let the standard streams that whoever started the program closed lead nowhere; Python has None in their place.

    Otherwise the next file that is opened, a round perhaps, would get a closed stream's number.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115 (for as long as it runs)


def _open_window(files: Sequence[Path]) -> int:
    if _screen_missing():
        return _refuse(
            _("There is no screen to open a window on."),
            _("Set DISPLAY, or use a command: dd-panel --help lists them."),
        )
    # What is loaded and built for the first screen stays, and looking through it for garbage took a tenth of the start;
    # the window looks for itself later on.
    gc.disable()
    try:
        from dd_panel.window import run
    except ImportError as error:
        if (error.name or "").partition(".")[0] not in {"PySide6", "shiboken6"} and "lib" not in str(error):
            raise
        return _refuse(
            _("The window can't be opened: {reason}.").format(reason=error),
            _("Install PySide6-Essentials and the system libraries it needs, or use a command: dd-panel --help."),
        )
    return run(files)


def _screen_missing() -> bool:
    """Whether this is a system on which Qt would end the process for want of a screen."""
    if not sys.platform.startswith("linux") or os.environ.get("QT_QPA_PLATFORM"):
        return False
    return not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _refuse(sentence: str, remedy: str) -> int:
    sys.stderr.write(f"{sentence} {remedy}\n")
    return REFUSED


if __name__ == "__main__":
    sys.exit(main())
