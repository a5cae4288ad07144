"""What Qt asks a model by."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex

Index = QModelIndex | QPersistentModelIndex
"""A place in a model: one that Qt has just made, or one that a view holds on to."""
