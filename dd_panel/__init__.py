"""Review applications with a panel, offline: packs go out, scoresheets come back, one ranking follows."""

from __future__ import annotations

__version__ = "0.1.0"
