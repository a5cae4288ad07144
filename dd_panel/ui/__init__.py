"""The window: screens, and the small kit of widgets they are made of."""

from __future__ import annotations

import builtins

import shiboken6  # noqa: F401 - the import below is put in place while it loads

# PySide6's import reads the source of every module loaded after it, to look for a feature that nobody here uses, and
# Python keeps those lines: 13 MB and a tenth of the time once a review is open. The import from before serves as well.
builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)
