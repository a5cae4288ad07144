"""The command line: the whole work without a window, for people who like it so and for scripts."""

from __future__ import annotations

from dd_panel.cli.program import main

__all__ = ["main"]
